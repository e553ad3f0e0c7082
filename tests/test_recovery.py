"""Recovery: cores with faults correct as the golden rule does, and the recovery block merges as it does."""

from typing import Any

import numpy as np
import pytest

from cocotb_tests.helpers.core import CoreBench, random_requantisation, random_tiles
from drift_hw.config import Config
from drift_hw.sim.core_device import CoreSimulation
from drift_hw.sim.verilator import BuildOptions
from golden.faults import FaultList, Kind, Register
from golden.injection import random_faults
from golden.schedule import first_faulty_cycle

SHAPES: dict[str, dict[str, Any]] = {
    "square": {"array__rows": 4, "array__columns": 4},
    "odd": {
        "array__rows": 5,
        "array__columns": 12,
        "array__product_register": True,
        "protection__correction_limit": 3,
    },
    "overtaking": {"array__rows": 3, "array__columns": 40, "array__accumulator_width": 48},
    "demo": {"array__rows": 16, "array__columns": 16},
    "entries": {
        "array__rows": 18,
        "array__columns": 17,
        "array__drain_segment": 8,
        "array__accumulator_width": 21,
        "protection__correction_limit": 16,
    },
    "narrow": {
        "array__rows": 6,
        "array__columns": 5,
        "array__operand_width": 4,
        "array__accumulator_width": 16,
    },
    "one": {"array__rows": 1, "array__columns": 1},
    "row": {"array__rows": 1, "array__columns": 9},
    "column": {"array__rows": 7, "array__columns": 1},
}
TILES = 120


def config_of(shape: str) -> Config:
    return Config().replace(faults__ports=True, **SHAPES[shape])


def faults_of(config: Config, cycles: int, rng: np.random.Generator) -> FaultList:
    """Flips of accumulators, a few in every tile and often the same bit; and faults of all other kinds."""
    array = config.array
    first = first_faulty_cycle(config)
    count = cycles // array.rows
    same = rng.integers(array.accumulator_width, size=cycles)
    cycle = rng.integers(first, cycles, count)
    site = np.stack([cycle, rng.integers(array.rows, size=count), rng.integers(array.columns, size=count)])
    site = np.unique(site, axis=1)
    cycle = site[0]
    flips = FaultList.of(
        config,
        cycle=cycle,
        register=Register.ACCUMULATOR,
        row=site[1],
        column=site[2],
        # Flips near each other share their bit: equal deltas are what correction must not fall for.
        mask=1 << same[cycle // (4 * array.rows)],
        kind=Kind.FLIP,
    )
    others = random_faults(
        config,
        count // 2,
        cycles=(first, cycles),
        rng=rng,
        kinds=tuple(Kind),
        registers=[Register.A, Register.B],
    )
    return FaultList(config, np.concatenate([flips.events, others.events]))


def regression(config: Config, text: str | None = None, options: BuildOptions | None = None) -> np.ndarray:
    """Run faulty tiles; return how many rows were corrected, tiles left masked, tiles beyond the entries."""
    rng = np.random.default_rng(12)
    seen = np.zeros(3, int)
    with CoreSimulation(config, verilog=text, options=options, power_up_seed=7) as simulation:
        core = CoreBench(config, simulation)
        for number, (stall, idle) in enumerate(((0, 0), (0.5, 0.2), (0.9, 0))):
            core.reset()
            rows = config.array.rows
            depths = rng.integers(1, 3 * rows + 2, TILES)
            depths[: TILES // 3] = 1  # as close as they drain
            a, b = random_tiles(config, rng, depths)
            faults = faults_of(config, TILES * 2 * rows, rng)
            correct = rng.random(TILES) < 0.8
            results, _ = core.run(
                a,
                b,
                random_requantisation(config, rng, TILES),
                faults=faults,
                threshold=int(rng.integers(0, config.array.accumulator_width // 2)),
                correct=correct,
                back_pressure=stall,
                idle=idle,
                seed=number,
            )
            flags = np.maximum(results.row_flags.sum(1), results.column_flags.sum(1))
            seen += (results.corrected.sum(), results.masked.sum(), (flags > config.correction_entries).sum())
    return seen


@pytest.mark.parametrize("shape", SHAPES)
def test_core_corrects(shape):
    config = config_of(shape)
    print(regression(config))
