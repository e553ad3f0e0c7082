"""The comparison of PEs: every variant computes the same, and damage is measured as it is told."""

from __future__ import annotations

import numpy as np
import pytest
from amaranth.sim import Simulator
from synth_libraries import needs_opensta, osu018

from synth.experiments.graceful import damage, measure, workload
from synth.experiments.graceful.damage import LEVELS, supply_of, sweep
from synth.experiments.graceful.variants import Variant, variants
from synth.timing import stream
from synth.timing.supply import delay_models

DEPTH = 384
VARIANTS = {variant.name: variant for variant in variants(DEPTH)}
SMALL = 40
"""Results of a quick run."""


@pytest.fixture(scope="module")
def work() -> workload.Workload:
    return workload.gaussian(SMALL, seed=5, depth=30)


def drained_by_rtl(variant: Variant, drive: stream.Drive) -> np.ndarray:
    """Results as the drain bus of the simulated RTL carries them: no library, no mapping."""
    dut = variant.block(variant.config)
    captured = []

    async def clock(context):
        for a, b, flush in drive.stimuli[:, :3].tolist():
            for port, level in ((dut.a_in, a), (dut.b_in, b), (dut.flush_in, flush)):
                context.set(port, level)
            await context.delay(1e-9)
            captured.append(context.get(dut.drain_out))
            context.set(dut.clk, 1)
            await context.delay(1e-9)
            context.set(dut.clk, 0)

    simulator = Simulator(dut)
    simulator.add_testbench(clock)
    simulator.run()
    # The bus shows in one cycle what the flops captured at the end of the cycle before.
    words = np.array([*captured[1:], 0], np.uint64)
    return variant.drained(words, drive.starts[1:] + variant.latency)


PORTS = [("a_in", 8), ("b_in", 8), ("flush_in", 1)]


@pytest.mark.parametrize("name", ["merged 24", "product register 24", "split 24", "carry-save 24"])
def test_drain_buses_of_all_structures_carry_the_same_results(name: str, work: workload.Workload) -> None:
    """Random operands, extremes among them, tiles one behind the other."""
    random = np.random.default_rng(3)
    pairs = []
    for depth in (1, 17, 40, 384):
        a, b = (random.integers(-128, 128, shape).astype(np.int8) for shape in ((16, depth), (depth, 16)))
        a[0], b[:, 0] = -128, random.choice(np.array([-128, 127], np.int8))
        pairs.append((a, b))
    sites = [
        (int(t), int(i), int(i))
        for t, i in zip(random.integers(4, size=30), random.integers(3, size=30), strict=True)
    ]
    tiles = workload.Workload("random", stream.Stream("random", pairs), sites, *np.zeros((3, 30), np.int64))
    drained = drained_by_rtl(VARIANTS[name], tiles.drive(PORTS))
    np.testing.assert_array_equal(drained, tiles.right)


@needs_opensta
@pytest.mark.parametrize("name", VARIANTS)
def test_gates_of_every_variant_compute_the_same(name: str, work: workload.Workload) -> None:
    library = osu018()
    made = measure.gates(VARIANTS[name], library)
    outcome = measure.run(made, library, made.delays, 1.01 * made.static_ps, work)
    assert outcome.wrong_cycles == 0
    assert not outcome.errors.any()
    assert not outcome.squared.any()


@needs_opensta
def test_damage_comes_with_speed_and_sign_extension_repairs_it(work: workload.Workload) -> None:
    """At a period that merged accumulators miss: upper bits are wrong, and drained bits below are not."""
    library = osu018()
    outcomes = {}
    for name in ("merged 32", "merged 32, clamped", "merged 32, 24 bits drained"):
        made = measure.gates(VARIANTS[name], library)
        outcomes[name] = measure.run(made, library, made.delays, 0.9 * made.static_ps, work)
    merged, clamped, repaired = outcomes.values()
    assert (merged.errors != 0).mean() > 0.1
    assert np.abs(merged.errors).max() >= 1 << 28
    assert np.abs(clamped.errors).max() < 1 << 24
    assert (repaired.errors != 0).mean() < (merged.errors != 0).mean() / 4
    assert merged.wrong_cycles == repaired.wrong_cycles > 0


@needs_opensta
def test_sweep_ends_past_the_laxest_level(work: workload.Workload) -> None:
    library = osu018()
    made = measure.gates(VARIANTS["merged 24"], library)
    (model,) = delay_models([made.timed], [library])
    swept = sweep(made, library, model, 1.05 * made.static_ps, work)
    volts = [outcome.voltage for outcome in swept.outcomes]
    assert volts == sorted(volts, reverse=True)
    assert swept.outcomes[0].relative_period == pytest.approx(1.002, abs=1e-3)
    assert swept.outcomes[0].squared.max() == 0
    assert swept.outcomes[-1].squared.mean() > LEVELS["lax"]
    crossings = [swept.crossing(level) for level in LEVELS.values()]
    found = [crossing.voltage for crossing in crossings]
    assert found == sorted(found, reverse=True), "more damage, less supply"
    assert all(crossing.low <= crossing.voltage <= crossing.high for crossing in crossings)
    assert not any(crossing.assumed for crossing in crossings)
    # 5 % of period, by the law assumed for this library.
    assert model.at(supply_of(model, 1.05 * made.static_ps)).static_period_ps == pytest.approx(
        1.05 * made.static_ps, rel=1e-3
    )


def test_crossings_lie_between_the_supplies_around_a_level() -> None:
    volts = np.array([1.8, 1.7, 1.6, 1.5])
    assert damage._crossing(volts, np.array([0.0, 0.0, 2.0, 9.0]), 1.0) == pytest.approx(1.65)
    assert damage._crossing(volts, np.array([0.0, 0.0, 2.0, 0.5]), 1.0) == pytest.approx(1.65)
    assert damage._crossing(volts, np.array([3.0, 4.0, 5.0, 6.0]), 1.0) == 1.8
    assert damage._crossing(volts, np.zeros(4), 1.0) is None


def test_results_are_requantised_as_the_accelerator_does(work: workload.Workload) -> None:
    assert np.abs(work.requantised(work.right)).max() <= 127
    off = work.right.copy()
    off[0] = 1 << 30
    squared = work.squared_errors(off)
    assert squared[0] == (127 - work.requantised(work.right)[0]) ** 2
    assert not squared[1:].any()
