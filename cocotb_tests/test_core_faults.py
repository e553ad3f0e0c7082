"""Inject faults into the Verilog of cores with fault ports, and compare with the golden array."""

from pathlib import Path
from typing import Any

import pytest

from cocotb_tests.fault_trials import share
from drift_hw.campaign import Campaign, CampaignError, rows, run
from drift_hw.provenance import versions

SHAPES: dict[str, dict[str, Any]] = {
    "square": {"array__rows": 4, "array__columns": 4},
    "product": {"array__rows": 5, "array__columns": 3, "array__product_register": True},
    "narrow": {
        "array__rows": 3,
        "array__columns": 6,
        "array__operand_width": 5,
        "array__accumulator_width": 16,
    },
    "carries": {"array__rows": 4, "array__columns": 3, "array__carry_save": True},
}


def total(found: list[dict[str, Any]]) -> int:
    return sum(row["injections"] for row in found)


def shared(shape: dict[str, Any], folder: Path, shares: int, **each: int) -> list[dict[str, Any]]:
    """Return the rows of as many shares, by a campaign on two cores."""
    trials = [{"shape": shape, "seed": seed, **each} for seed in range(1, shares + 1)]
    return rows(run(Campaign("faults", share, trials, versions()), folder, workers=2))


@pytest.mark.parametrize("shape", SHAPES)
def test_faults(shape: str) -> None:
    """4 shapes x (18 or 24 classes x 40 + 250) injections: over 2,000, each compared in full."""
    classes = 24 if SHAPES[shape].get("array__product_register") else 18
    assert total(share(shape=SHAPES[shape], per_class=40, campaign=250, seed=1)) == classes * 40 + 250


def test_shares_are_the_same_from_workers(tmp_path: Path) -> None:
    found = shared(SHAPES["square"], tmp_path, 2, per_class=12, campaign=250)
    serial = share(shape=SHAPES["square"], per_class=12, campaign=250, seed=2)
    theirs = [row for row in found if row["seed"] == 2]
    assert [{name: row[name] for name in serial[0]} for row in theirs] == serial
    one, other = ([row["critical_elements"] for row in found if row["seed"] == seed] for seed in (1, 2))
    assert one != other


def test_a_share_that_finds_a_difference_names_itself(tmp_path: Path) -> None:
    """One fault of each class misses registers: the testbench fails, and the campaign with it."""
    message = r'(?s)1 of 1 trials failed: .*"per_class":1,.*was never hit.*goes on from there'
    with pytest.raises(CampaignError, match=message):
        shared(SHAPES["square"], tmp_path, 1, per_class=1, campaign=0)
    assert not list(tmp_path.glob("*.parquet"))


@pytest.mark.regress
def test_many_faults(tmp_path: Path) -> None:
    """8 shares of 24 x 63 + 11,000 injections."""
    shape = {"array__rows": 8, "array__columns": 8, "array__product_register": True}
    assert total(shared(shape, tmp_path, 8, per_class=63, campaign=11_000)) == 100_096


@pytest.mark.regress
def test_faults_on_the_papers_array(tmp_path: Path) -> None:
    """The 32 x 32 preset, whose fault ports are wider than any other test's."""
    assert total(shared({}, tmp_path, 2, per_class=50, campaign=5_000)) == 2 * (18 * 50 + 5_000)
