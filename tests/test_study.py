"""Resilience studies: what a trial returns, what its rows come to, what the command refuses and resumes."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from flop_tables import STATIC_PS, VOLTAGE, made_up

from drift_hw import campaign
from drift_hw.cli import main
from drift_hw.cli import study as command
from drift_hw.config import PRESETS
from drift_hw.errors import UserError
from drift_hw.report import resilience
from drift_hw.report.page import render
from golden.checkpoint import DIT_WEIGHTS, load_dit
from golden.dit import KINDS, Layer
from golden.quantised import CHANNEL_KINDS, Calibration, GemmJob, QuantisedDiT, exact
from golden.resilience.quality import PSNR_CEILING, wilson
from golden.resilience.scales import Scaling, quantised
from golden.resilience.study import STUDIES, Settings, find, spread
from golden.resilience.summary import summary
from golden.resilience.trial import timing_errors, trial

CONFIG = PRESETS["demo"]
SMALL: dict[str, Any] = {"config": CONFIG.to_dict(), "images": 3, "steps": 3, "seed": 5}
NONE = {"model": "none"}
MANY = {"model": "output", "rate": 0.01}
Capture = pytest.CaptureFixture[str]


# -- one trial -----------------------------------------------------------------------------------------


def test_images_without_errors_are_those_without_errors() -> None:
    rows = trial(**SMALL, errors=NONE)
    assert [(row["image"], row["label"]) for row in rows] == [(0, 0), (1, 1), (2, 2)]
    assert all(row["psnr"] == PSNR_CEILING and row["ssim"] == pytest.approx(1, abs=1e-3) for row in rows)
    assert all(row["deviation"] == [0, 0, 0] and len(row["features"]) == 128 for row in rows)
    assert all(row["tally"] == {} for row in rows)
    float_rows = trial(**SMALL, errors=NONE, against="float")
    assert all(20 < row["psnr"] < PSNR_CEILING for row in float_rows)


def test_a_trial_is_what_its_parameters_say() -> None:
    first = trial(**SMALL, errors=MANY)
    assert trial(**SMALL, errors=MANY) == first
    assert trial(**{**SMALL, "seed": 6}, errors=MANY) != first
    assert trial(**{**SMALL, "images": 2}, errors=NONE) == trial(**SMALL, errors=NONE)[:2]
    assert max(row["psnr"] for row in first) < 25


def test_errors_strike_where_they_are_told_to() -> None:
    late = trial(**SMALL, errors=MANY, where={"steps": [1]}, truth=True)
    assert all(row["deviation"][0] == 0 < row["deviation"][1] for row in late)
    one, other = (
        trial(**SMALL, errors=MANY, where=where, truth=True)[0]["tally"]
        for where in ({"kinds": ["qk"]}, {"kinds": ["qk"], "blocks": [2]})
    )
    assert one["elements"] == 4 * other["elements"]
    # 2 * 3 images with guidance, 4 heads, 49 x 49 products, 4 blocks, 3 steps.
    assert one["elements"] == 6 * 4 * 49 * 49 * 4 * 3
    assert one["wrong_elements"] == pytest.approx(0.01 * one["elements"], rel=0.05)


def test_protection_protects() -> None:
    bare, protected = (
        np.median(
            [row["psnr"] for row in trial(**SMALL, errors={"model": "output", "rate": 1e-3}, scheme=name)]
        )
        for name in ("none", "recompute")
    )
    assert protected > bare + 5


def test_one_bit_only() -> None:
    low, high = (
        np.median([row["psnr"] for row in trial(**SMALL, errors={**MANY, "bits": [bit, bit]})])
        for bit in (2, 24)
    )
    assert low > high + 8


def test_late_captures_of_a_table(tmp_path: Path) -> None:
    made_up(CONFIG, lambda *_: 1e-5).save(tmp_path / "table.npz")
    at = {"model": "flop", "table": str(tmp_path / "table.npz"), "voltage": VOLTAGE}
    slow, fast = (
        trial(**{**SMALL, "images": 1, "steps": 1}, errors={**at, "period_ps": period}, truth=True)[0][
            "tally"
        ]
        for period in (STATIC_PS, 0.95 * STATIC_PS)
    )
    assert slow["wrong_elements"] == 0 < fast["wrong_elements"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"images": 0}, "a trial needs one image or more, not 0"),
        ({"steps": 0}, "sampling steps must be from 1 to 1000, not 0"),
        ({"against": "others"}, "unknown reference 'others'; allowed: fault-free, float"),
        (
            {"scaling": "free"},
            "unknown scaling 'free'; allowed: float, channel, static, tight, dynamic, token",
        ),
        ({"scaling": "float"}, "errors strike integer GEMMs; choose another scaling than float"),
        ({"where": {"heads": [1]}}, "errors strike by kinds, blocks, steps, not by heads"),
        ({"where": {"blocks": [4]}}, "blocks that errors strike must be of 0 to 3, not 4"),
        ({"where": {"steps": [3]}}, "steps that errors strike must be of 0 to 2, not 3"),
        ({"errors": {"model": "gate"}}, "unknown errors {'model': 'gate'}; models are none, output, flop"),
        (
            {"errors": {"model": "none", "rate": 1}},
            "unknown errors {'model': 'none', 'rate': 1}; models are none",
        ),
        ({"errors": {"model": "output"}}, "errors of model output are not told by nothing: "),
        ({"errors": {"model": "output", "rate": 2}}, "the rate of wrong results must be from 0 to 1, not 2"),
        ({"weights": "none.safetensors"}, "there are no weights none.safetensors; give a .saf"),
    ],
)
def test_trials_that_are_none(change: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError) as error:
        trial(**{**SMALL, "errors": MANY, **change})
    assert str(error.value).startswith(message)


# -- scales of activations -----------------------------------------------------------------------------


def scaled(scaling: Scaling) -> QuantisedDiT:
    return quantised(load_dit(DIT_WEIGHTS), Calibration.load(), scaling, limit=127, multiplier_width=14)


def jobs(network: QuantisedDiT) -> list[GemmJob]:
    """Return the jobs of one evaluation of two images."""
    found: list[GemmJob] = []

    def backend(job: GemmJob) -> torch.Tensor:
        found.append(job)
        return exact(job)

    network.backend = backend
    noise = torch.randn(2, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        network.model(noise, torch.tensor([999, 500]), torch.tensor([3, 7]), network.gemm(0))
    return found


def test_tokens_have_scales_of_their_own() -> None:
    """Each row of `a` reaches the limit, and no requantiser with one multiplier per column does that."""
    for job in jobs(scaled(Scaling.TOKEN)):
        assert (job.a.abs().amax(-1) == 127).float().mean() > 0.99
        with pytest.raises(RuntimeError):
            job.parameters(0, 0)


def test_channels_have_scales_of_their_own() -> None:
    """Results of a channel reach its limit where those of a tensor stay below; the accelerator can do it."""
    network, per_tensor = scaled(Scaling.CHANNEL), scaled(Scaling.STATIC)
    ranges = Calibration.load().channels
    for kind in KINDS:
        layer = Layer(kind, 1)
        scale, plain = network.output_scale(layer), per_tensor.output_scale(layer)
        if kind in CHANNEL_KINDS:
            assert (scale * 127).tolist() == pytest.approx(ranges[f"1.{kind}.out"], rel=1e-9)
            assert scale.mean() < 0.8 * plain
        else:
            assert torch.equal(scale, plain)
    for job in jobs(network):
        bias, multiplier, shift = job.parameters(0, 0)
        assert bias.shape == multiplier.shape == shift.shape == job.b.shape[-1:]


def test_channels_are_how_the_network_is_shipped() -> None:
    shipped = QuantisedDiT(load_dit(DIT_WEIGHTS), Calibration.load())
    for layer in (Layer(kind, 3) for kind in KINDS):
        assert torch.equal(shipped.output_scale(layer), scaled(Scaling.CHANNEL).output_scale(layer))


def test_a_calibration_without_channels_is_refused_where_they_are_asked_for() -> None:
    with pytest.raises(UserError, match=r"has no ranges of channels; write one with python -m golden"):
        quantised(
            load_dit(DIT_WEIGHTS), Calibration.load().per_tensor(), Scaling.CHANNEL, limit=127,
            multiplier_width=14,
        )  # fmt: skip


def test_tight_scales_clamp_more() -> None:
    clamped = {
        scaling: sum(int((job.a.abs() == 127).sum()) for job in jobs(scaled(scaling)))
        for scaling in (Scaling.STATIC, Scaling.TIGHT)
    }
    assert clamped[Scaling.TIGHT] > 3 * clamped[Scaling.STATIC]


def test_float_has_no_integers() -> None:
    with pytest.raises(UserError, match=r"^a network in float has no integer GEMMs; choose another scaling$"):
        scaled(Scaling.FLOAT)


# -- studies -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STUDIES)
def test_trials_of_a_study_differ_and_can_be_run(name: str) -> None:
    settings = Settings(CONFIG)
    trials = STUDIES[name].trials(settings)
    campaign.Campaign(name, trial, trials, {})  # refuses trials that are alike
    for errors in {str(one["errors"]): one["errors"] for one in trials}.values():
        timing_errors(CONFIG, errors)
    assert sorted({one["seed"] for one in trials}) == [0, 1, 1_000_000, 1_000_001]


def test_studies_by_name() -> None:
    assert find("all") == list(STUDIES.values())
    with pytest.raises(UserError) as error:
        find("by-colour")
    assert str(error.value) == (
        "unknown study 'by-colour'; allowed: by-bit, by-timestep, by-block, by-kind, by-rate, heat-map, "
        "self-correction, scales, by-threshold, by-interval, all"
    )


def test_timesteps_are_spread() -> None:
    assert spread(10, 25) == list(range(10))
    assert spread(50, 5) == [0, 12, 24, 37, 49]
    assert spread(1, 5) == [0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"images": 0}, "a study needs images of at least 1, not 0"),
        ({"seeds": ()}, "a study needs seeds of at least 1, not 0"),
        ({"seeds": (1, 1)}, "seeds must differ, but they are [1, 1]"),
        (
            {"images": 1, "seeds": (0,)},
            "distances of distributions need two images or more; raise images or seeds",
        ),
        ({"rate": 1.5}, "the rate of wrong results must be from 0 to 1, not 1.5"),
    ],
)
def test_settings_that_are_none(change: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError) as error:
        replace(Settings(CONFIG), **change)
    assert str(error.value) == message


def rows_of(study: str, quality: dict[Any, float]) -> list[dict[str, Any]]:
    """Return rows of a study as from its table; `quality` of a key decides PSNR and what is read."""
    rng = np.random.default_rng(0)
    found = []
    for one in STUDIES[study].trials(Settings(CONFIG, images=10)):
        flat = {f"errors.{name}": value for name, value in one["errors"].items()}
        flat |= {f"where.{name}": value for name, value in (one.get("where") or {}).items()}
        flat |= {f"knobs.{name}": value for name, value in one.get("knobs", {}).items()}
        nested = ("errors", "where", "knobs", "config")
        flat |= {name: value for name, value in one.items() if name not in nested}
        is_common = flat["errors.model"] == "none" and "against" not in flat
        value = 1.0 if is_common else quality[STUDIES[study].key(flat)]
        for label in range(10):
            right = rng.random() < value
            measured = {"psnr": 40 * value, "ssim": value, "deviation": [0.0] * 10}
            measured |= {"digit": label if right else -1, "features": rng.standard_normal(8).tolist()}
            found.append({"scaling": None, **flat, "image": label, "label": label, **measured})
    return found


def test_points_are_what_the_rows_say() -> None:
    quality = {(block,): 1 - 0.3 * block for block in range(4)}
    rows = rows_of("by-block", quality)
    points = summary(STUDIES["by-block"], rows, resamples=20)
    assert [point.key for point in points] == [(), (0,), (1,), (2,), (3,)]
    assert all(point.images == 20 for point in points)
    for point in points[1:]:
        right = sum(
            row["digit"] == row["label"] for row in rows if row.get("where.blocks") == list(point.key)
        )
        assert point.accuracy == wilson(right, 20)
        assert point.psnr.value == pytest.approx(40 * quality[point.key])
        assert point.wrong is None
    assert points == summary(STUDIES["by-block"], rows, resamples=20)


def test_share_of_wrong_results_where_they_were_counted() -> None:
    rows = rows_of("by-block", {(block,): 0.5 for block in range(4)})
    for row in rows:
        row["truth"] = row["errors.model"] != "none"
        row |= {"tally.elements": 1000, "tally.wrong_elements": 10 + row["seed"]}
    points = summary(STUDIES["by-block"], rows, resamples=2)
    assert [point.wrong for point in points] == [None, *[21 / 2000] * 4]


def test_rows_of_something_else() -> None:
    rows = [
        row for row in rows_of("by-block", dict.fromkeys([(0,), (1,), (2,), (3,)], 1.0)) if row["scaling"]
    ]
    with pytest.raises(UserError, match=r"lack fault-free images; run by-block again$"):
        summary(STUDIES["by-block"], rows)


@pytest.mark.parametrize("name", STUDIES)
def test_every_study_is_drawn(name: str) -> None:
    study = STUDIES[name]
    keys = {
        study.key(
            {f"errors.{key}": value for key, value in one["errors"].items()}
            | {f"where.{key}": value for key, value in (one.get("where") or {}).items()}
            | {f"knobs.{key}": value for key, value in one.get("knobs", {}).items()}
            | {"scaling": one.get("scaling")}
        )
        for one in study.points(Settings(CONFIG))
    }
    points = summary(study, rows_of(name, dict.fromkeys(keys, 0.5)), resamples=2)
    assert resilience.draw(study, points).light.startswith("data:image/svg+xml;base64,")
    columns, rows = resilience.table_of(study, points)
    assert len(rows) == len(keys) + (name != "self-correction")
    assert all(len(row) == len(columns) for row in rows)


# -- the command ---------------------------------------------------------------------------------------


def refused(capsys: Capture, folder: Path, *arguments: object) -> str:
    assert main(["study", *map(str, arguments), "--out", str(folder)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert not folder.exists()
    return printed.err.removeprefix("drift-hw: ").strip()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.npz"
    made_up(CONFIG, lambda *_: 1e-5).save(path)
    return path


def test_commands_that_are_none(tmp_path: Path, capsys: Capture, table: Path) -> None:
    folder = tmp_path / "out"
    point = "--table", table, "--voltage", VOLTAGE
    assert refused(capsys, folder, "by-colour").startswith("unknown study 'by-colour'; allowed: by-bit, ")
    assert refused(capsys, folder, "--fidelity", "gate") == "unknown --fidelity 'gate'; allowed: output, flop"
    assert refused(capsys, folder, "--seeds", "0") == "a study needs seeds of at least 1, not 0"
    assert refused(capsys, folder, "--steps", "1001") == "sampling steps must be from 1 to 1000, not 1001"
    assert refused(capsys, folder, "--weights", "lost.safetensors") == (
        "there are no weights lost.safetensors; give a .safetensors file with its description and "
        "calibration beside it, as python -m golden.train.import_dit and python -m golden.train.calibrate "
        "write them"
    )
    assert refused(capsys, folder, "--fidelity", "flop") == (
        "--fidelity flop goes with --table, --voltage and --period-ps, and output with none"
    )
    assert (
        refused(capsys, folder, *point) == "--table needs the operating point; give --voltage and --period-ps"
    )
    flop = "--fidelity", "flop", *point, "--period-ps"
    assert refused(capsys, folder, "by-bit", *flop, 950) == (
        "study by-bit needs --fidelity output: with a timing table, it is the table that says which bits fail"
    )
    assert "the table ends at 0.900: raise the voltage or the period" in refused(
        capsys, folder, "by-block", *flop, 500
    )
    assert "two.npz" in refused(
        capsys, folder, "--fidelity", "flop", "--table", "two.npz", "--voltage", 1, "--period-ps", 950
    )
    assert "the timing table was made for PEs of another configuration" in refused(
        capsys, folder, "by-block", *flop, 950, "--preset", "tiny"
    )


def test_a_folder_that_can_not_be_written(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "file"
    file.touch()
    assert main(["study", "by-block", "--out", str(file)]) == 2
    assert f"can not write into {file}: it is a file" in capsys.readouterr().err


def test_a_calibration_that_is_not_there(tmp_path: Path, capsys: Capture) -> None:
    for path in (DIT_WEIGHTS, DIT_WEIGHTS.with_suffix(".json")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    message = refused(capsys, tmp_path / "out", "by-block", "--weights", tmp_path / DIT_WEIGHTS.name)
    assert message.startswith(f"{tmp_path / 'dit-mnist-scales.json'} is no calibration (FileNotFoundError")


def test_an_interrupted_study_goes_on(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C after the first of six trials: what ended is kept, and the table is as of an undisturbed run."""
    folder, undisturbed = tmp_path / "out", tmp_path / "undisturbed"
    arguments = [
        "study",
        "by-block",
        "--images",
        "2",
        "--seeds",
        "1",
        "--steps",
        "2",
        "--workers",
        "1",
        "--json",
    ]

    @contextmanager
    def impatient(description: str) -> Any:
        def show(done: int, total: int, seconds_left: float | None) -> None:
            if done == 1:
                raise KeyboardInterrupt

        yield show

    with monkeypatch.context() as patch:
        patch.setattr(command, "campaign_progress", impatient)
        assert main([*arguments, "--out", str(folder)]) == 2
    message = capsys.readouterr().err
    kept = {path: path.stat().st_mtime_ns for path in (folder / "parts").iterdir()}
    assert 1 <= len(kept) < 6
    assert f"{len(kept)} of 6 trials of campaign by-block are finished and kept" in message
    assert not list(folder.glob("*.parquet"))

    assert main([*arguments, "--out", str(folder)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert [point["block"] for point in found[0]["points"]] == ["fault-free", 0, 1, 2, 3]
    assert found[0]["points"][0]["accuracy"] == pytest.approx([1, 0.342, 1], abs=1e-3)

    assert main([*arguments, "--out", str(undisturbed)]) == 0
    tables = [path / "by-block.parquet" for path in (folder, undisturbed)]
    assert tables[0].read_bytes() == tables[1].read_bytes()
    assert len(campaign.rows(tables[0])) == 12

    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page == render(folder)
    assert "Errors in one block only" in page
    assert "drift-hw study by-block --images 2 --steps 2 --seed 0 --seeds 1 --rate 0.001" in page
