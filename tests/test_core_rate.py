"""The core's rate and latency: tiles of K = 2 x rows follow without a gap, within the stated bound."""

import re

import numpy as np
import pytest

from drift_hw.config import Config
from drift_hw.emit import verilog
from drift_hw.sim.core_device import CoreSimulation, TileResults

SHAPES = {
    "square": {"array__rows": 4, "array__columns": 4},
    "wide": {"array__rows": 2, "array__columns": 9},
    "one-row": {"array__rows": 1, "array__columns": 7},
    "tall": {"array__rows": 9, "array__columns": 2, "array__drain_segment": 2},
    "product": {"array__rows": 3, "array__columns": 5, "array__product_register": True},
    "carries": {"array__rows": 3, "array__columns": 5, "array__carry_save": True},
    "locator": {
        "array__rows": 16,
        "array__columns": 17,
        "protection__correction_limit": 16,
        "protection__locator": True,
    },
    "entries": {"array__rows": 16, "array__columns": 16, "protection__correction_limit": 16},
    "default": {"array__rows": 10, "array__columns": 10},
    "bare": {"array__rows": 3, "array__columns": 5, "protection__abft": False},
}


def long_run(config: Config, text: str | None = None) -> TileResults:
    rows, columns, tiles = config.array.rows, config.array.columns, 60
    random = np.random.default_rng(0)
    a = random.integers(-128, 128, (tiles, rows, 2 * rows))
    b = random.integers(-128, 128, (tiles, 2 * rows, columns))
    with CoreSimulation(config, verilog=text) as simulation:
        return simulation.run_tiles(a, b)


def gaps(results: TileResults) -> int:
    """Return the cycles without a beat between the first and the last."""
    accepted = np.concatenate(results.accept_cycles)
    return int(accepted[-1] - accepted[0] + 1 - len(accepted))


@pytest.mark.parametrize("shape", SHAPES)
def test_no_gap_between_tiles(shape):
    config = Config().replace(**SHAPES[shape])
    results = long_run(config)
    assert gaps(results) == 0
    latency = [
        taken[-1] - beats[-1]
        for taken, beats in zip(results.result_cycles, results.accept_cycles, strict=True)
    ]
    assert max(latency) <= config.tile_latency


def test_too_few_slots_are_seen():
    """With one slot of the tile buffer less than needed the array has to wait: the check above can fail."""
    config = Config().replace(**SHAPES["square"])
    text, changed = re.subn(r"slots_used != 3'h\d", "slots_used != 3'h1", verilog(config))
    assert changed == 1
    assert gaps(long_run(config, text)) > 0
