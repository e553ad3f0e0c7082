"""Inject faults into the Verilog of cores with fault ports, and compare with the golden array."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from cocotb_tests.helpers import run_cocotb
from drift_hw.config import Config
from drift_hw.emit import verilog

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


def inject(shape: dict[str, Any], tmp_path: Path, *, per_class: int, campaign: int, seed: int) -> int:
    """Run the fault regression; return the number of injections in the traces that it wrote."""
    config = Config().replace(faults__ports=True, **shape)
    run_cocotb(
        verilog(config),
        "drift_core",
        "cocotb_tests.core_faults",
        parameters={
            "config": config.to_dict(),
            "seed": seed,
            "per_class": per_class,
            "campaign": campaign,
            "trace": str(tmp_path),
        },
        power_up_seed=5,
        timeout=1800,
    )
    total = 0
    for path in tmp_path.glob("*.csv"):
        rows = list(csv.DictReader(path.read_text().splitlines()))
        summary = json.loads(path.with_suffix(".json").read_text())["summary"]
        assert summary["injections"] == len(rows)
        assert summary["critical_elements"] > 0, "no fault was critical: the campaign shows nothing"
        assert 0 <= summary["miss_rate"] < 0.5
        total += len(rows)
    return total


@pytest.mark.parametrize("shape", SHAPES)
def test_faults(shape: str, tmp_path: Path) -> None:
    """4 shapes x (18 or 24 classes x 40 + 250) injections: over 2,000, each compared in full."""
    classes = 24 if SHAPES[shape].get("array__product_register") else 18
    assert inject(SHAPES[shape], tmp_path, per_class=40, campaign=250, seed=1) == classes * 40 + 250


@pytest.mark.regress
def test_many_faults(tmp_path: Path) -> None:
    shape = {"array__rows": 8, "array__columns": 8, "array__product_register": True}
    assert inject(shape, tmp_path, per_class=500, campaign=88_000, seed=2) >= 100_000


@pytest.mark.regress
def test_faults_on_the_papers_array(tmp_path: Path) -> None:
    """The 32 x 32 preset, whose fault ports are wider than any other test's."""
    assert inject({}, tmp_path, per_class=100, campaign=10_000, seed=3) == 18 * 100 + 10_000
