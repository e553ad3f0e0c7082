"""Errors in flops of the Verilog as a campaign: the same rows wherever the shares run, and none is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from drift_hw import cosim
from drift_hw.campaign import CampaignError
from drift_hw.cli import main
from drift_hw.config import PRESETS
from drift_hw.cosim_faults import (
    EXAMPLE,
    SHARE,
    Injection,
    Selection,
    examples,
    run_faults,
    run_serially,
    traced,
)
from drift_hw.errors import UserError
from drift_hw.sim.core_device import CoreSimulation
from golden import array
from golden.capture import capture
from golden.faults import FaultError, Kind, Register

CONFIG = PRESETS["tiny"].replace(faults__ports=True)
COUNT = SHARE + 200
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def injection(tmp_path_factory: pytest.TempPathFactory) -> Injection:
    path = tmp_path_factory.mktemp("tiles") / "tiles.npz"
    capture(CONFIG.without_injection, steps=2, timesteps=[0], tiles_per_site=3, seed=0).save(path)
    return Injection(CONFIG, path, COUNT, 5, 10, Selection(kinds=(Kind.LATE, Kind.FLIP)))


@pytest.fixture(scope="module")
def serial(injection: Injection) -> list[dict[str, Any]]:
    with CoreSimulation(CONFIG) as simulation:
        return run_serially(injection, simulation)


def test_workers_find_what_one_simulator_finds(
    injection: Injection, serial: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Interrupted after its first share, and gone on with: nothing is lost, doubled or done again."""

    def stop(done: int, total: int, left: float | None) -> None:
        assert total == 2
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(
        CampaignError, match=r"of 2 trials of campaign faults are finished and kept in .*; the same command"
    ):
        run_faults(injection, tmp_path, workers=1, on_progress=stop)
    # A worker has its next share when the first one ends, and may finish it.
    first, *others = (tmp_path / "parts").iterdir()
    for path in others:
        path.unlink()
    written = first.stat().st_mtime_ns
    found = run_faults(injection, tmp_path, workers=2)
    assert first.stat().st_mtime_ns == written
    assert len(list((tmp_path / "parts").iterdir())) == 2
    assert (tmp_path / "faults.parquet").is_file()
    assert [{name: row[name] for name in serial[0]} for row in found] == serial
    assert [row["share"] for row in found] == [0] * SHARE + [1] * (COUNT - SHARE)


def test_a_share_does_not_depend_on_the_others(injection: Injection, serial: list[dict[str, Any]]) -> None:
    with CoreSimulation(CONFIG) as simulation:
        shorter = run_serially(replace(injection, count=40), simulation)
        other = run_serially(replace(injection, count=40, seed=6), simulation)
    drawn = ("cycle", "register", "row", "column", "mask")
    assert len(shorter) == 40
    assert [[row[name] for name in drawn] for row in other] != [
        [row[name] for name in drawn] for row in shorter
    ]
    first, second = serial[: COUNT - SHARE], serial[SHARE:]
    assert [row["cycle"] for row in first] != [row["cycle"] for row in second], (
        "each has a generator of its own"
    )


def test_examples_are_the_first_of_their_kind(injection: Injection, serial: list[dict[str, Any]]) -> None:
    whole = traced(injection, serial)
    shown = examples(whole, serial)
    flagged = whole.registers[whole.rows["flagged"]]
    assert set(shown) - {"escaped"} == set(map(str, np.unique(flagged)))
    for name, example in shown.items():
        chosen = (
            whole.rows["escaped"] if name == "escaped" else whole.rows["flagged"] & (whole.registers == name)
        )
        row = serial[int(np.flatnonzero(chosen)[0])]
        assert example["error"] == row["error"]
        assert np.abs(example["error"]).max() == row["largest_error"]
        assert np.asarray(example["mask"]).sum() == row["masked_elements"]
        assert f"row {row['row']}, column {row['column']}, bit " in example["site"]
    bare = [row for row in serial if row["error"] is None]
    assert len(bare) > 0.9 * len(serial)
    assert all(row[name] is None for row in bare for name in EXAMPLE)


def test_verilog_and_model_agree_and_a_model_without_faults_does_not(
    injection: Injection, serial: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any(row["differs"] or row["counters_differ"] for row in serial)
    right = array.run
    monkeypatch.setattr(
        cosim.array, "run", lambda config, a, b, schedule, faults: right(config, a, b, schedule)
    )
    with CoreSimulation(CONFIG) as simulation:
        wrong = run_serially(replace(injection, count=40), simulation)
    assert all(row["differs"] for row in wrong if not row["masked"])
    assert any(row["differs"] for row in wrong)
    assert all(row["counters_differ"] for row in wrong)


# -- what is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"count": 0}, "a fault run needs at least one injection, not 0"),
        (
            {"config": CONFIG.replace(protection__abft=False)},
            "faults are traced by the checks; set protection.abft = true",
        ),
        (
            {
                "config": CONFIG.replace(array__product_register=False),
                "selection": Selection(registers=(Register.PRODUCT,)),
            },
            "there is no product register; set array.product_register = true",
        ),
    ],
)
def test_injections_that_can_not_be(injection: Injection, changes: dict[str, Any], message: str) -> None:
    with pytest.raises((UserError, FaultError)) as error:
        replace(injection, **changes)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "options",
    [
        ["--workers", "2"],
        ["--out", "folder"],
        ["--faults", "4", "--waves", "waves.fst", "--scheduler", "tcp://host:8786"],
    ],
)
def test_options_of_a_campaign_that_is_none(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["cosim", "--preset", "tiny", *options]) == 2
    shown = " ".join(capsys.readouterr().err.split())
    assert "is for injected errors without --waves; leave it out" in shown
    assert list(tmp_path.iterdir()) == []
