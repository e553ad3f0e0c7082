"""Correction in the core: cores with faults deliver what the golden array and the golden rule say."""

import functools
import re
from typing import Any

import numpy as np
import pytest

from cocotb_tests.helpers.core import CoreBench, random_requantisation, random_tiles
from drift_hw.config import Config
from drift_hw.emit import verilog
from drift_hw.sim.core_device import CoreSimulation
from drift_hw.sim.model import Sink
from drift_hw.sim.verilator import BuildOptions
from golden.faults import FaultList, Kind, Register, fault_ports, port_writes
from golden.injection import random_faults
from golden.recovery import correct
from golden.schedule import ScheduleError, first_faulty_cycle

FAST = BuildOptions(optimise="-O0")
"""Many builds, short runs."""
TILES = 80
PRESSURES = ((0, 0), (0.5, 0.2), (0.9, 0))
"""Back-pressure of the results and idle input, as probabilities."""
SHAPES: dict[str, dict[str, Any]] = {
    "square": {"array__rows": 4, "array__columns": 4},
    "odd": {
        "array__rows": 5,
        "array__columns": 12,
        "array__product_register": True,
        "protection__correction_limit": 3,
    },
    "overtaking": {"array__rows": 3, "array__columns": 40, "array__accumulator_width": 24},
    "demo": {"array__rows": 16, "array__columns": 16},
    "entries": {
        "array__rows": 18,
        "array__columns": 17,
        "array__drain_segment": 8,
        "array__accumulator_width": 21,
        "protection__correction_limit": 16,
    },
    "locator": {"array__rows": 4, "array__columns": 4, "protection__locator": True},
    "odd locator": {
        "array__rows": 5,
        "array__columns": 6,
        "array__product_register": True,
        "array__drain_segment": 2,
        "array__accumulator_width": 25,
        "array__operand_width": 6,
        "protection__locator": True,
    },
    "carry-save locator": {
        "array__rows": 12,
        "array__columns": 13,
        "array__carry_save": True,
        "protection__locator": True,
    },
    "row": {"array__rows": 1, "array__columns": 9},
    "column": {"array__rows": 7, "array__columns": 1},
}


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


@functools.cache
def healthy(shape: str) -> str:
    return verilog(config_of(shape))


def regression(shape: str, text: str, pressures=PRESSURES, options=None) -> np.ndarray:
    """Run faulty tiles; return the rows corrected, the tiles left masked, the tiles beyond the entries."""
    config, rng = config_of(shape), np.random.default_rng(12)
    seen = np.zeros(3, int)
    with CoreSimulation(config, verilog=text, options=options, power_up_seed=7) as simulation:
        core = CoreBench(config, simulation)
        for number, (stall, idle) in enumerate(pressures):
            core.reset()
            rows = config.array.rows
            depths = rng.integers(1, 3 * rows + 2, TILES)
            depths[: TILES // 3] = 1  # as close as they drain
            results, _ = core.run(
                *random_tiles(config, rng, depths),
                random_requantisation(config, rng, TILES),
                faults=faults_of(config, TILES * 2 * rows, rng),
                threshold=int(rng.integers(0, config.array.accumulator_width // 2)),
                correct=rng.random(TILES) < 0.8,
                back_pressure=stall,
                idle=idle,
                seed=number,
            )
            flags = np.maximum(results.row_flags.sum(1), results.column_flags.sum(1))
            seen += (results.corrected.sum(), results.masked.sum(), (flags > config.correction_entries).sum())
    return seen


@pytest.mark.parametrize("shape", SHAPES)
def test_core_corrects(shape):
    corrected, masked, beyond = regression(shape, healthy(shape))
    assert min(corrected, masked) > 10
    assert beyond or SHAPES[shape].get("protection__correction_limit") is None


def restarted(text: str) -> None:
    """Two sessions with faults in both and, until the cycle of the restart, in the idle time between them."""
    config, rng = config_of("odd"), np.random.default_rng(3)
    first = first_faulty_cycle(config)
    with CoreSimulation(config, verilog=text, options=FAST, power_up_seed=9) as simulation:
        core = CoreBench(config, simulation)
        for session in range(3):
            if session:
                idle = random_faults(config, 400, cycles=(first, first + 40), rng=rng, kinds=tuple(Kind))
                pulses = simulation.fault_pulses(port_writes(idle), fault_ports(config))
                # The last cycle with faults is the one of the restart.
                pulses["cycle"] += simulation.model.cycle - first
                never = Sink(simulation.model, "results_valid", None, [], goal=1)
                assert simulation.model.run([], [never], cycles=39, pulses=pulses) == 39
                assert not never.counted
                simulation.restart()
            assert simulation.cycle == simulation.model.read("cycle") == 0
            depths = rng.integers(1, 20, 40)
            faults = random_faults(config, 300, cycles=(first, first + 400), rng=rng, kinds=tuple(Kind))
            core.run(*random_tiles(config, rng, depths), faults=faults, threshold=3, correct=True)


def test_restart():
    restarted(healthy("odd"))


# Module, pattern, replacement, and what finds it.
MUTATIONS = {
    "equal rows do not matter": (
        "drift_correction_slot",
        r"= same_rows_count_\d == [^;]+;",
        "= 1'b1;",
        "correction",
    ),
    "the tile beyond the entries is corrected too": (
        "drift_correction_slot",
        r"= rows_overflow \| columns_overflow;",
        "= 1'b0;",
        "correction",
    ),
    "a slot remembers the tile before": (
        "drift_corrector",
        r"assign clear_1 = [^;]+;",
        "assign clear_1 = 1'b0;",
        "correction",
    ),
    "columns keep their flags": (
        "drift_corrector",
        r"assign cleared_columns = [^;]+;",
        "assign cleared_columns = 0;",
        "correction",
    ),
    "every tile is corrected": (
        "drift_readout",
        r"data_row_corrected & requantisation_correct",
        "data_row_corrected",
        "correction",
    ),
    "the delta is added": ("drift_lane", r"= read_data - ", "= read_data + ", "correction"),
    "a claim in the cycle of its column forgets that": (
        "drift_locator",
        r"assign both = [^;]+;",
        "assign both = 1'b0;",
        "locator",
    ),
    "columns go on from the tile before": (
        "drift_locator",
        r"assign column_goes_on = [^;]+;",
        "assign column_goes_on = 1'b1;",
        "locator",
    ),
    "rows whose claim failed are not open": (
        "drift_locator",
        r"assign open_rows = [^;]+;",
        "assign open_rows = unclaimed;",
        "locator",
    ),
    "small rests are open": (
        "drift_locator",
        r"assign open_now = (\w+) & column_critical;",
        r"assign open_now = \1;",
        "locator",
    ),
    "residues start from zero": (
        "drift_residue_pe",
        r"flush \? 7'h\w+ : accumulator",
        "flush ? 7'h0 : accumulator",
        "locator",
    ),
    "a located row stays masked": (
        "drift_readout",
        r"requantisation_correct \? data_row_open : data_row_flag",
        "data_row_flag",
        "locator",
    ),
    "a restart does not flush": ("drift_sequencer", r"tile_end \| restart", "tile_end", "restart"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_is_caught(name):
    module, pattern, replacement, finder = MUTATIONS[name]
    shape = "locator" if finder == "locator" else "odd"
    text = healthy(shape)
    found = re.search(rf"^module {module}\(.*?^endmodule$", text, re.M | re.S)
    changed, count = re.subn(pattern, replacement, found[0])
    assert count == 1, f"{pattern!r} matches {count} times in {module}"
    broken = text.replace(found[0], changed)
    with pytest.raises((AssertionError, ScheduleError)):
        restarted(broken) if finder == "restart" else regression(shape, broken, PRESSURES[1:2], FAST)


def test_golden_rule():
    """The rule itself, on tiles written out by hand: 3 x 3, two entries, 16 bits, threshold 2**3."""
    config = Config().replace(
        array__rows=3, array__columns=3, array__accumulator_width=16, protection__correction_limit=2
    )
    cases = [
        # row deltas, column deltas, repaired elements
        ([0, 64, 0], [64, 0, 0], [(1, 0)]),
        ([0, 64, 7], [0, 0, 64], [(1, 2)]),
        # Two elements of different deltas; -2**15 is its own negative.
        ([-32768, 0, 8], [0, 8, -32768], [(0, 2), (2, 1)]),
        # Two elements of one row: neither column agrees with it.
        ([96, 0, 0], [64, 32, 0], []),
        # The same delta twice: which row goes with which column?
        ([64, 64, 0], [64, 64, 0], []),
        ([64, 0, 0], [64, 64, 0], []),
        # One of them is clear.
        ([64, 16, 0], [64, 32, 0], [(0, 0)]),
        # Three rows are more than two entries.
        ([64, 16, 32], [64, 0, 0], []),
        ([64, 0, 0], [64, 16, 32], []),
        ([0, 0, 0], [64, 0, 0], []),
    ]
    rows, columns = (np.array([case[n] for case in cases]) for n in (0, 1))
    accumulators = np.arange(9).reshape(3, 3) + np.zeros((len(cases), 1, 1), int)
    accumulators[2, 0, 2] = 5
    result = correct(config, accumulators, rows, columns, threshold=3)
    for tile, (_, _, elements) in enumerate(cases):
        found = np.argwhere(result.corrected[tile])
        assert [tuple(element) for element in found.tolist()] == elements, f"case {tile}"
        for i, j in elements:
            wrapped = accumulators[tile, i, j] - rows[tile, i]
            assert (result.accumulators[tile, i, j] - wrapped) % (1 << 16) == 0
            assert not result.row_flags[tile, i]
            assert not result.column_flags[tile, j]
            assert not result.mask[tile, i].any()
        assert result.row_flags[tile].sum() == (np.abs(rows[tile]) >= 8).sum() - len(elements)
        others = ~result.corrected[tile]
        assert np.array_equal(result.accumulators[tile][others], accumulators[tile][others])
    assert result.accumulators.min() >= -(1 << 15)
    assert result.accumulators.max() < 1 << 15
    off = correct(config, accumulators, rows, columns, threshold=3, enabled=False)
    assert not off.corrected.any()
    assert np.array_equal(off.accumulators, accumulators)
