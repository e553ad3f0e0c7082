"""Build cores of many shapes and run the core-level tests on them in cocotb."""

from typing import Any

import pytest

from cocotb_tests.helpers import run_cocotb
from drift_hw.config import Config
from drift_hw.emit import verilog

SHAPES: dict[str, dict[str, Any]] = {
    "tiny": {"array__rows": 4, "array__columns": 4},
    "odd": {"array__rows": 3, "array__columns": 5, "array__product_register": True, "faults__ports": True},
    "single": {"array__rows": 1, "array__columns": 1},
    "row": {"array__rows": 1, "array__columns": 7, "protection__counter_width": 8},
    "column": {"array__rows": 7, "array__columns": 1, "array__drain_segment": 2},
    "tall": {"array__rows": 8, "array__columns": 3, "array__accumulator_width": 16},
    "wide": {"array__rows": 2, "array__columns": 19, "array__accumulator_width": 48},
    "narrow": {
        "array__rows": 5,
        "array__columns": 6,
        "array__operand_width": 4,
        "array__accumulator_width": 21,
        "requantiser__multiplier_width": 9,
    },
    "bare": {"array__rows": 6, "array__columns": 4, "protection__abft": False},
    "segments": {
        "array__rows": 20,
        "array__columns": 18,
        "array__drain_segment": 8,
        "array__operand_width": 5,
        "faults__ports": True,
    },
    "carries": {"array__rows": 5, "array__columns": 4, "array__carry_save": True, "array__drain_segment": 2},
    "demo": {"array__rows": 16, "array__columns": 16, "array__product_register": True},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_tiles(shape: str) -> None:
    """All flops and memories power up at random levels."""
    run_tiles(SHAPES[shape], power_up_seed=11)


def test_power_up_at_zero() -> None:
    run_tiles(SHAPES["tiny"], power_up_seed=0)


def run_tiles(shape: dict[str, Any], power_up_seed: int) -> None:
    config = Config().replace(**shape)
    run_cocotb(
        verilog(config),
        "drift_core",
        "cocotb_tests.core_tiles",
        parameters={"config": config.to_dict(), "deepest": 4608},
        power_up_seed=power_up_seed,
    )
