"""The command line: what it prints, what it writes, and that the same command gives the same bytes."""

from __future__ import annotations

import dataclasses
import inspect
import json
import subprocess
import sys
import time
import typing
from pathlib import Path
from typing import Any

import pytest
from matplotlib import image

from drift_hw.cli import main
from drift_hw.cli.image import run, table
from drift_hw.config import PRESETS, Config
from drift_hw.imaging import Experiment
from golden.twin import MismatchError

COMMANDS = (
    *("demo", "generate", "capture", "cosim", "image", "synth", "characterize"),
    *("study", "compare", "explore", "headline", "report", "bench", "doctor"),
)

Capture = pytest.CaptureFixture[str]


def told(capsys: Capture, *arguments: str | Path) -> str:
    """Run a command that must succeed and return its standard output."""
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    return printed.out


@pytest.fixture(scope="module")
def tiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiles of the first sampling step, for the 4 x 4 array."""
    path = tmp_path_factory.mktemp("tiles") / "tiny.npz"
    options = ["--steps", "2", "--timestep", "0", "--tiles-per-site", "3"]
    assert main(["capture", "--preset", "tiny", *options, "--out", str(path)]) == 0
    return path


def test_help_names_every_command_and_is_quick() -> None:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", "from drift_hw.cli import main; main(['--help'])"],
        capture_output=True,
        text=True,
        check=True,
    )
    # 0.3 s on an idle machine; importing torch alone takes seconds.
    assert time.perf_counter() - start < 2
    assert all(command in done.stdout for command in COMMANDS)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from drift_hw.cli import main; main(['cosim', '--help']); "
        "assert not {'torch', 'numpy', 'amaranth', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_example(command: str, capsys: Capture) -> None:
    text = told(capsys, command, "--help")
    assert "Examples" in text
    assert f"drift-hw {command}" in text


def test_version(capsys: Capture) -> None:
    from drift_hw import __version__

    assert told(capsys, "--version") == f"drift-hw {__version__}\n"


def test_generate_writes_what_it_says(tmp_path: Path, capsys: Capture) -> None:
    found = json.loads(told(capsys, "generate", "--preset", "tiny", "--out", tmp_path, "--json"))
    assert found["config"] == PRESETS["tiny"].hash
    on_disk = {str(path): path.stat().st_size for path in tmp_path.iterdir()}
    assert {file["path"]: file["bytes"] for file in found["files"]} == on_disk
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    table = told(capsys, "generate", "--preset", "tiny", "--out", tmp_path)
    assert "drift_core.v" in table
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_generate_from_a_file_with_changes(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(PRESETS["tiny"].to_toml())
    options = ["--set", "array.columns=5", "--set", "protection.abft=false", "--json"]
    found = json.loads(told(capsys, "generate", "--config", file, *options, "--out", tmp_path / "out"))
    wanted = PRESETS["tiny"].replace(array__columns=5, protection__abft=False)
    assert found["config"] == wanted.hash
    assert Config.from_toml((tmp_path / "out" / "drift_core.toml").read_text()) == wanted


@pytest.mark.parametrize("order", [1, -1])
def test_changes_that_need_each_other_come_in_any_order(order: int, tmp_path: Path, capsys: Capture) -> None:
    keys = ["array.product_register=false", "array.carry_save=true"]
    options = [option for key in keys[::order] for option in ("--set", key)]
    found = json.loads(told(capsys, "generate", "--preset", "tiny", *options, "--out", tmp_path, "--json"))
    wanted = PRESETS["tiny"].replace(array__product_register=False, array__carry_save=True)
    assert found["config"] == wanted.hash


def test_capture_is_reproducible_and_says_what_it_holds(tiles: Path, tmp_path: Path, capsys: Capture) -> None:
    again = tmp_path / "again.npz"
    options = ["--steps", "2", "--timestep", "0", "--tiles-per-site", "3", "--json"]
    found = json.loads(told(capsys, "capture", "--preset", "tiny", *options, "--out", again))
    assert again.read_bytes() == tiles.read_bytes()
    assert [kind["kind"] for kind in found["kinds"]] == ["qkv", "qk", "av", "proj", "fc1", "fc2"]
    assert found["config"] == PRESETS["tiny"].hash


def test_cosim_is_bit_exact_on_the_transformer(tiles: Path, capsys: Capture) -> None:
    found = json.loads(told(capsys, "cosim", "--preset", "tiny", "--tiles", tiles, "--json"))
    assert found["faults"] is None
    assert found["tiles"]["mismatches"] == 0
    assert found["tiles"]["total"] == sum(kind["tiles"] for kind in found["tiles"]["kinds"]) > 0
    assert all(kind["nonzero_deltas"] == 0 for kind in found["tiles"]["kinds"])
    assert 0.5 < found["tiles"]["utilisation"] <= 1


def test_cosim_counts_and_traces_injected_errors(tiles: Path, tmp_path: Path, capsys: Capture) -> None:
    def run(*more: str | Path) -> str:
        options = ["--faults", "300", "--kind", "flip", "--kind", "late", "--seed", "5"]
        return told(capsys, "cosim", "--preset", "tiny", "--tiles", tiles, *options, *more)

    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    found = json.loads(run("--trace", first, "--json"))["faults"]
    assert found["mismatches"] == 0
    assert found["injections"] == 300 == sum(row["injections"] for row in found["registers"])
    assert found["kinds"] == ["flip", "late"]
    assert 0 < found["flagged"] < 300
    assert len(first.read_text().splitlines()) == 301
    assert "checksum row accumulator" in run("--trace", second)
    assert second.read_bytes() == first.read_bytes()


def test_cosim_aims_where_it_is_told(tiles: Path, tmp_path: Path, capsys: Capture) -> None:
    trace = tmp_path / "trace.csv"
    options = ["--faults", "40", "--kind", "flip", "--register", "accumulator", "--bits", "high"]
    options += ["--sites", "data", "--threshold", "20"]
    found = json.loads(
        told(capsys, "cosim", "--preset", "tiny", "--tiles", tiles, *options, "--trace", trace, "--json")
    )
    assert found["threshold"] == 20
    (row,) = found["faults"]["registers"]
    assert row["register"] == "accumulator"
    # A flipped bit of the upper third is an error of 2^21 or more in one output: nothing can hide it.
    assert row["flagged"] == row["injections"] == 40
    assert row["escaped"] == row["masked"] == 0
    error = found["faults"]["examples"]["accumulator"]["error"]
    assert sum(value != 0 for line in error for value in line) == 1


def test_cosim_reports_a_mismatch_with_exit_code_1(
    tiles: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from drift_hw import cosim
    from golden import array

    right = array.run

    def wrong(*arguments: object) -> array.ArrayRun:
        result = right(*arguments)  # type: ignore[arg-type]
        result.accumulators[3, 0, 0] ^= 1
        return result

    monkeypatch.setattr(cosim.array, "run", wrong)
    assert main(["cosim", "--preset", "tiny", "--tiles", str(tiles), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["tiles"]["mismatches"] == 1


def test_image_samples_on_the_verilog(tmp_path: Path, capsys: Capture) -> None:
    options = ["--steps", "1", "--sensitive", "0", "--seed", "3", "--policy", "none", "--policy", "zero"]
    found = json.loads(told(capsys, "image", "--preset", "demo", *options, "--out", tmp_path, "--json"))
    assert json.loads((tmp_path / "image.json").read_text()) == found
    assert found["config"] == PRESETS["demo"].replace(faults__ports=True).hash
    assert found["experiment"] == {
        **{"label": 7, "steps": 1, "seed": 3, "rate": 5e-5, "interval": 10, "sensitive": 0, "threshold": 10}
    }
    none, zero = found["policies"]
    assert (none["policy"], zero["policy"]) == ("none", "zero")
    assert none["submissions"] == zero["submissions"] == 24
    assert none["counters"]["zeroed_elements"] == 0 < zero["counters"]["zeroed_elements"]
    height, width, _ = image.imread(tmp_path / "images.png").shape
    assert (height, width) == (128, 2 * 128)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["image.json", "images.png"]
    assert all(name in drawn_table(found) for name in ("none", "zero", str(zero["digit"])))


def drawn_table(found: dict[str, Any]) -> str:
    columns, rows = table(found)
    assert all(len(row) == len(columns) for row in rows)
    return " ".join(str(cell) for row in rows for cell in row)


def test_image_has_the_defaults_of_an_experiment() -> None:
    given = {name: one.default for name, one in inspect.signature(run).parameters.items()}
    options = typing.get_type_hints(run, include_extras=True)
    for field in dataclasses.fields(Experiment):
        if field.name == "rate":  # none where there is a timing table
            continue
        if given[field.name] is None:  # that of a policy file, if there is one, else what the help says
            assert f"[default: {field.default}" in options[field.name].__metadata__[0].help, field.name
        else:
            assert given[field.name] == field.default, field.name


def test_image_ends_with_code_1_where_verilog_and_model_differ(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differ(*_: object, **__: object) -> None:
        raise MismatchError("memory differs in 1 bytes")

    monkeypatch.setattr("drift_hw.imaging.pictures", differ)
    assert main(["image", "--out", str(tmp_path / "new")]) == 1
    printed = capsys.readouterr()
    assert printed.err == "drift-hw: Verilog and golden model differ: memory differs in 1 bytes\n"
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


def test_cosim_writes_waveforms(tiles: Path, tmp_path: Path, capsys: Capture) -> None:
    waves = tmp_path / "tiny.fst"
    told(capsys, "cosim", "--preset", "tiny", "--tiles", tiles, "--waves", waves)
    assert waves.stat().st_size > 1000
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.fst"]
