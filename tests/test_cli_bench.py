"""Benches: figures are declared once, and printed as declared."""

from __future__ import annotations

import json
import math

import pytest

from drift_hw import bench
from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.cli import main
from drift_hw.config import PRESETS

Capture = pytest.CaptureFixture[str]

HEADLINE = {
    f"{name}{suffix}"
    for name in ("energy_saving", "speedup")
    for suffix in ("", ".low", ".high", ".protection", ".margin", ".tolerated", ".shipped")
} | {"energy_factor", "error_rate", "psnr", "scaled_share", "rest_period"}
PROMISED = {
    "generate-256": {"seconds", "bytes"},
    "cosim-throughput": {"khz", "macs_per_second", "ratio"},
    "accelerator-throughput": {"khz", "bare_khz", "macs_per_second", "ratio"},
    "utilisation": {"utilisation", "model_error"}
    | {f"dit-xl-2.{kind}" for kind in ("qkv", "qk", "av", "proj", "fc1", "fc2", "total")}
    | {f"{name}.model" for name in ("dit-l-2", "dit-b-2", "dit-s-2", "pixart-256", "pixart-1024")},
    "checkpoint-layout": {
        f"{what}.{how}" for what in ("written", "read") for how in ("tile_packed", "row_major")
    }
    | {"extra_traffic"},
    "abft-overhead": {f"{what}.{size}" for what in ("area", "power", "corrector") for size in (8, 16, 32, 64)}
    | {"area_flat.8"},
    "golden-gemm": {"seconds", "ratio"},
    "timing-engine-throughput": {"cycles_per_second", "events_per_second", "ratio"},
    "timing-engine-agreement": {"share", "share_of_paths", "share_of_paths.near"},
    "injection-overhead-golden": {
        f"{name}_1e-{n:02}" for name in ("overhead", "product_register") for n in (5, 6, 7, 8)
    }
    | {"over_checked_1e-05"},
    "injection-overhead-rtl": {"khz", "overhead", "overhead_dense", "overhead_ports"},
} | dict.fromkeys(("headline", "headline-sky130", "headline-ihp-sg13g2"), HEADLINE)


def figures_of(capsys: Capture, name: str) -> dict[str, float]:
    """Run a bench through the command line, check the form of its figures, return values by name."""
    assert main(["bench", name, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    for figure in figures:
        assert set(figure) == {"name", "value", "unit", "better", "config", "seed", "versions"}
        assert figure["better"] in {"higher", "lower"}
        assert math.isfinite(figure["value"])
        assert figure["config"] is None or len(figure["config"]) == 16
        assert "drift-hw" in figure["versions"]
    return {figure["name"]: figure["value"] for figure in figures}


def test_every_promised_figure_is_declared() -> None:
    assert {name: {kind.name for kind in b.figures} for name, b in bench.BENCHES.items()} == PROMISED


def test_the_catalogue_is_printed(capsys: Capture) -> None:
    assert main(["bench", "--json"]) == 0
    assert {entry["bench"] for entry in json.loads(capsys.readouterr().out)} == set(PROMISED)
    assert main(["bench"]) == 0
    assert "abft-overhead" in capsys.readouterr().out


def test_golden_gemm(capsys: Capture) -> None:
    figures = figures_of(capsys, "golden-gemm")
    # A tenth of a second on an idle core; the promise is well under one.
    assert 0 < figures["seconds"] < 2
    assert figures["ratio"] >= 1


@pytest.mark.regress
def test_faults_do_not_slow_the_simulation(capsys: Capture) -> None:
    figures = figures_of(capsys, "injection-overhead-rtl")
    assert -0.1 < figures["overhead"] <= 0.15
    assert figures["khz"] > 0


@pytest.mark.regress
def test_utilisation_keeps_its_promises(capsys: Capture) -> None:
    figures = figures_of(capsys, "utilisation")
    assert figures["utilisation"] >= 0.99
    assert figures["dit-xl-2.total"] >= 0.98
    assert min(figures[f"dit-xl-2.{kind}"] for kind in ("qkv", "fc1", "fc2")) >= 0.993
    assert figures["model_error"] <= 0.005


@pytest.mark.regress
def test_tile_packed_checkpoints_open_fewer_rows(capsys: Capture) -> None:
    figures = figures_of(capsys, "checkpoint-layout")
    assert figures["written.row_major"] == 64 * figures["written.tile_packed"]
    assert figures["read.row_major"] > 20 * figures["read.tile_packed"]
    assert 0 < figures["extra_traffic"] < 0.1


def test_a_table_without_json(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = Figure("speed", 12345.678, PRESETS["tiny"])
    fake = Bench("fake", "something", (Kind("speed", "m/s", "higher"),), lambda seed: [figure])
    monkeypatch.setitem(bench.BENCHES, "fake", fake)
    assert main(["bench", "fake"]) == 0
    text = capsys.readouterr().out
    assert "speed" in text
    assert "12,346" in text
    assert "m/s" in text


def test_a_bench_must_measure_what_it_declares() -> None:
    wrong = Bench("wrong", "something", (Kind("speed", "m/s", "higher"),), lambda seed: [Figure("mass", 1.0)])
    with pytest.raises(RuntimeError, match="declares"):
        bench.measure(wrong)


@pytest.mark.parametrize(("draws", "seed"), [(True, 4), (False, None)])
def test_only_a_bench_that_draws_has_a_seed(draws: bool, seed: int | None) -> None:
    found = Bench("any", "x", (Kind("n", "1", "lower"),), lambda seed: [Figure("n", 1.0)], draws=draws)
    assert bench.measure(found, seed=4)[0]["seed"] == seed


@pytest.mark.regress
@pytest.mark.parametrize(
    "name", ["generate-256", "cosim-throughput", "accelerator-throughput", "abft-overhead"]
)
def test_the_long_benches(name: str, capsys: Capture) -> None:
    figures = figures_of(capsys, name)
    assert set(figures) == PROMISED[name]
    assert all(value > 0 for value in figures.values())
