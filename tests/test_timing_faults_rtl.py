"""Faults drawn from a timing table: one list makes Verilog and golden model equal, one table alike."""

from __future__ import annotations

import numpy as np
import pytest
from flop_tables import synthetic_table

from cocotb_tests.helpers.core import CoreBench
from drift_hw.config import PRESETS, Config
from drift_hw.faults.fabric import injected_bits, regions
from drift_hw.faults.table import REGIONS
from drift_hw.sim.core_device import CoreSimulation
from drift_hw.sim.verilator import BuildOptions
from golden.array import run
from golden.faults import FaultList, Kind, Register
from golden.faults import regions as region_of
from golden.schedule import Schedule, dense_schedule, first_faulty_cycle
from golden.timing.flop import FlopErrors

FAULTS = Config().replace(faults__ports=True)
SHAPES = {
    "square": FAULTS.replace(array__rows=4, array__columns=4),
    "product": FAULTS.replace(array__rows=5, array__columns=3, array__product_register=True),
    "carry_save": FAULTS.replace(
        array__rows=3, array__columns=4, array__accumulator_width=24, array__carry_save=True
    ),
}
PERIOD = 900.0
"""ps at 1 V, T0 = 1000: a rate of about 5e-4 per register and cycle."""
THRESHOLD = 8


@pytest.fixture(scope="module")
def cores():
    """Return a function from a configuration to its simulation beside the golden array."""
    running: dict[str, CoreBench] = {}

    def get(config: Config) -> CoreBench:
        if config.hash not in running:
            simulation = CoreSimulation(config, options=BuildOptions(optimise="-O1"), power_up_seed=5)
            running[config.hash] = CoreBench(config, simulation)
        running[config.hash].reset()
        return running[config.hash]

    yield get
    for core in running.values():
        core.simulation.close()


def tiles(config: Config, rng: np.random.Generator, count: int = 60):
    """Return tiles of all depths; the first is past when flops are unknown."""
    depths = rng.integers(1, 120, count)
    depths[0] += first_faulty_cycle(config)
    rows, columns = config.array.rows, config.array.columns
    a = [rng.integers(-128, 128, (rows, depth), np.int8) for depth in depths]
    return a, [rng.integers(-128, 128, (depth, columns), np.int8) for depth in depths]


@pytest.mark.parametrize("shape", SHAPES)
def test_one_list_makes_both_equal(cores, shape) -> None:
    """Outputs, deltas, masks, counters, by `CoreBench`; drawn on the schedule that the Verilog followed."""
    config, rng = SHAPES[shape], np.random.default_rng(2)
    core, table = cores(config), synthetic_table(config)
    a, b = tiles(config, rng)
    streams = {"idle": 0.1, "back_pressure": 0.1, "seed": 4, "threshold": THRESHOLD}
    clean, _ = core.run(a, b, **streams)
    schedule = Schedule.of_tiles(clean.accept_cycles)
    model = FlopErrors(table, 1.0, PERIOD)
    faults = model.draw(config, a, b, schedule, np.random.default_rng(7))
    core.reset()
    faulty, expected = core.run(a, b, faults=faults, **streams)
    assert core.counters.flagged_tiles > 10
    assert (faulty.accumulators != clean.accumulators).mean() > 0.02
    assert np.array_equal(np.concatenate(clean.accept_cycles), np.concatenate(faulty.accept_cycles))

    events = faults.events
    assert (events["kind"] == Kind.FLIP).all()
    assert (np.bitwise_count(events["mask"]) > 1).mean() > 0.5, "clusters of a carry chain have many bits"
    sites = set(
        zip(
            region_of(config, events["row"], events["column"]).tolist(),
            events["register"].tolist(),
            strict=True,
        )
    )
    failing = {register for register, _ in injected_bits(config.replace(faults__injector=True), "data")}
    assert sites == {(region, register) for region in range(len(REGIONS)) for register in failing}

    again = model.run(config, a, b, schedule, np.random.default_rng(7))
    assert np.array_equal(again.accumulators, faulty.accumulators)
    assert np.array_equal(again.row_deltas, expected.row_deltas)


def test_another_list_is_noticed(cores) -> None:
    """The comparison can fail: one bit of one event less."""
    config, rng = SHAPES["square"], np.random.default_rng(2)
    core = cores(config)
    a, b = tiles(config, rng, 10)
    clean, _ = core.run(a, b)
    schedule = Schedule.of_tiles(clean.accept_cycles)
    faults = FlopErrors(synthetic_table(config), 1.0, PERIOD).draw(config, a, b, schedule, rng)
    events = faults.events[faults.events["cycle"] < schedule.accept[-1]].copy()
    data = (events["row"] < 4) & (events["column"] < 4) & (events["register"] == Register.ACCUMULATOR)
    events["mask"][np.flatnonzero(data)[0]] ^= np.uint64(1)
    core.reset()
    results, _ = core.run(a, b, faults=faults)
    assert not np.array_equal(
        run(config, a, b, schedule, FaultList(config, events)).accumulators, results.accumulators
    )


# -- statistics ----------------------------------------------------------------------------------------

SEEDS = 12
COUNT, DEPTH = 60, 100


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """Return how many standard errors apart the means of two samples of runs are."""
    spread = one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other)
    return float(abs(one.mean() - other.mean()) / np.sqrt(spread))


def statistics(clean: np.ndarray, faulty: np.ndarray, deltas: np.ndarray) -> tuple[float, ...]:
    """Return wrong elements, mean log2 of their error, and flagged rows of a run."""
    error = np.abs(faulty - clean)
    wrong = error > 0
    return (
        float(wrong.sum()),
        float(np.log2(error[wrong]).mean()),
        float((np.abs(deltas) >= 1 << THRESHOLD).sum()),
    )


def test_one_table_makes_both_alike(cores) -> None:
    """Verilog under lists of 12 seeds, the golden model under 12 others: the same means, and those tell rates
    apart that differ by a third."""
    config, rng = SHAPES["square"], np.random.default_rng(3)
    core, table = cores(config), synthetic_table(config)
    shape = COUNT, config.array.rows, DEPTH
    a = rng.integers(-128, 128, shape, np.int8)
    b = rng.integers(-128, 128, (COUNT, DEPTH, config.array.columns), np.int8)
    clean, _ = core.run(a, b)
    schedule = Schedule.of_tiles(clean.accept_cycles)

    def golden(table, seeds) -> np.ndarray:
        model = FlopErrors(table, 1.0, PERIOD)
        runs = (model.run(config, a, b, schedule, np.random.default_rng(seed)) for seed in seeds)
        return np.array([statistics(clean.accumulators, one.accumulators, one.row_deltas) for one in runs])

    found = []
    for seed in range(SEEDS):
        faults = FlopErrors(table, 1.0, PERIOD).draw(config, a, b, schedule, np.random.default_rng(seed))
        core.reset()
        results, _ = core.run(a, b, faults=faults, threshold=THRESHOLD)
        found.append(statistics(clean.accumulators, results.accumulators, results.row_deltas))
    verilog, model = np.array(found), golden(table, range(100, 100 + SEEDS))
    assert verilog[:, 0].mean() > 20
    for n in range(3):
        assert distance(verilog[:, n], model[:, n]) < 4
    more = golden(synthetic_table(config, scale=4 / 3), range(200, 200 + SEEDS))
    assert distance(verilog[:, 0], more[:, 0]) > 4


def test_events_come_at_the_tables_rates() -> None:
    """Wrong captures per register and cycle, by kind of PE, within 4 sigma of the table's."""
    config = PRESETS["tiny"]
    table, rng = synthetic_table(config), np.random.default_rng(5)
    depth, count = 400, 150
    a = rng.integers(-128, 128, (count, 4, depth), np.int8)
    b = rng.integers(-128, 128, (count, depth, 4), np.int8)
    schedule = dense_schedule(config, np.full(count, depth))
    events = FlopErrors(table, 1.0, PERIOD).draw(config, a, b, schedule, rng).events
    place = table.locate(1.0, PERIOD)
    first, second, weight = table.bracket(place.relative_period)
    grid = table.word_rates(place.supply)
    wanted = (1 - weight) * grid[first] + weight * grid[second]
    region = region_of(config, events["row"], events["column"])
    cycles = schedule.flushes[-1] - first_faulty_cycle(config)
    for number, name in enumerate(regions(config)):
        pes = 16 if name == "data" else 4
        for register in (Register.PRODUCT, Register.ACCUMULATOR):
            expected = wanted[number, register] * pes * cycles
            assert expected > 200
            here = ((region == number) & (events["register"] == register)).sum()
            assert abs(here - expected) < 4 * np.sqrt(expected) + 0.01 * expected, (name, register)
