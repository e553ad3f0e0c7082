"""Energy and time of a run, against sums done by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from drift_hw.config import PRESETS
from golden.cycles import MemoryTiming, array_cycles, step_cycles, tiles, traffic
from golden.models import NETWORKS, GemmShape, Network
from synth.operating.cost import (
    Accelerator,
    Incidents,
    MemorySpeed,
    Parameters,
    Parts,
    Point,
    Work,
    shipped,
    sram_pj_per_byte,
)
from synth.operating.errors import OperatingError
from synth.operating.parts import ARRAY, LEAKAGE_SLOPE, LOCAL_DERATE, Core, Part

CONFIG = PRESETS["demo"]
NETWORK = Network("small", 2, (GemmShape("fc1", 64, 96, 128), GemmShape("qk", 32, 24, 32, 4)))
FREE = Parameters(
    sram_pj_per_byte=0,
    dram_pj_per_byte=0,
    activation_pj=0,
    efficiency=1,
    scaled_efficiency=1,
    idle_share=0,
    settle_us=0,
    around_share=0,
    around_protection=0,
)
"""Nothing costs anything but the core's logic."""
PES, CHECKER = "processing elements", "checker"
SAFE = Point(1.8, 5000.0)
CALM = Work(NETWORK, steps=5, passes=1, safe_steps=0, interval=0)


def core(leakage: float = 0.0) -> Core:
    """Return PEs of 2 nJ and a checker of 1 nJ per busy cycle at 1.8 V."""
    parts = tuple(
        Part(name, (1.8,), (joules,), (leakage,), period)
        for name, joules, period in ((PES, 2e-9, 4000.0), (CHECKER, 1e-9, 3600.0))
    )
    return Core(CONFIG, "made up", parts, 1e6)


def chip(parameters: Parameters = FREE, leakage: float = 0.0, **options: Any) -> Accelerator:
    return Accelerator(core(leakage), parameters, MemorySpeed.at(CONFIG, SAFE.period_ps), **options)


def beats(passes: int = 5) -> int:
    """Return the busy cycles of so many passes."""
    return passes * NETWORK.depth * sum(g.count * tiles(CONFIG, g) * g.k for g in NETWORK.block)


def test_only_the_scaled_domain_goes_with_the_square_of_the_supply() -> None:
    high, low = (chip().run(CALM, SAFE, Point(volts, 5000.0)).energy for volts in (1.8, 0.9))
    assert high.parts[PES] == pytest.approx(2e-9 * beats())
    assert low.parts[PES] == pytest.approx(high.parts[PES] / 4)
    assert low.parts[CHECKER] == high.parts[CHECKER] == pytest.approx(1e-9 * beats())
    both = chip(scaled=(*ARRAY, CHECKER)).run(CALM, SAFE, Point(0.9, 5000.0)).energy
    assert both.total == pytest.approx(high.total / 4)


def test_leakage_is_power_times_time() -> None:
    cost = chip(leakage=0.5).run(CALM, SAFE, SAFE)
    assert cost.energy.parts["leakage"] == pytest.approx(2 * 0.5 * cost.seconds)
    twice = chip(leakage=0.5).run(CALM, SAFE, Point(1.8, 10_000.0))
    assert twice.energy.parts["leakage"] > 1.8 * cost.energy.parts["leakage"]
    assert twice.energy.parts[PES] == cost.energy.parts[PES]
    low = chip(leakage=0.5).run(CALM, SAFE, Point(0.9, 5000.0))
    # The PEs leak less at half the supply, the checker leaks as before.
    watts = 0.5 + core(0.5).parts[0].leakage(0.9)
    assert low.energy.parts["leakage"] == pytest.approx(watts * low.seconds)


def test_time_is_cycles_times_period() -> None:
    cost = chip().run(CALM, SAFE, SAFE)
    cycles = step_cycles(CONFIG, NETWORK, MemoryTiming(bandwidth=CONFIG.bus_bytes))
    assert cost.seconds == pytest.approx(5 * cycles * 5e-9)


def test_time_is_told_by_what_it_goes_to() -> None:
    low, incidents = Point(0.9, 5000.0), Incidents(recomputed=0.5, replayed_cycles=0.1)
    work = replace(CALM, safe_steps=2, interval=4)
    cost = chip(replace(FREE, settle_us=20.0)).run(work, SAFE, low, incidents)
    plain, written = (step_cycles(CONFIG, NETWORK, checkpoint=each) for each in (False, True))
    blocks = 3 * NETWORK.depth * sum(g.count * tiles(CONFIG, g) for g in NETWORK.block)
    again = 0.5 * (beats(3) + CONFIG.drain_cycles * blocks)
    expected = {
        "array": beats() * 5e-9,
        "waiting": (5 * plain - beats()) * 5e-9,
        "checkpoints": 2 * (written - plain) * 5e-9,
        "replay": 0.1 * 3 * NETWORK.depth * array_cycles(CONFIG, NETWORK.block) * 5e-9,
        "tiles run again": again * 5e-9,
        # There and back for each tile that is run again, and twice for the run.
        "settling": (2 * 0.5 * blocks + 2) * 20e-6,
    }
    assert dict(cost.time.parts) == {name: pytest.approx(seconds) for name, seconds in expected.items()}
    assert cost.seconds == pytest.approx(sum(expected.values()))


def test_memory_does_not_follow_the_clock() -> None:
    speed = MemorySpeed.at(CONFIG, 5000.0)
    assert speed.timing(5000.0) == MemoryTiming(40, 20, CONFIG.bus_bytes)
    assert speed.timing(2500.0) == MemoryTiming(80, 40, CONFIG.bus_bytes / 2)
    slow, fast = (chip().run(CALM, SAFE, Point(1.8, period)).seconds for period in (5000.0, 2500.0))
    assert slow / 2 < fast < slow


def test_settling_is_paid_twice_a_run_where_points_change() -> None:
    parameters = replace(FREE, settle_us=20.0)
    low = Point(1.2, 5000.0)
    mixed = replace(CALM, safe_steps=2)
    expected = chip().run(mixed, SAFE, low)
    cost = chip(parameters).run(mixed, SAFE, low)
    assert cost.seconds - expected.seconds == pytest.approx(40e-6)
    for work, point in ((CALM, low), (mixed, SAFE), (replace(CALM, safe_steps=5), low)):
        assert chip(parameters).run(work, SAFE, point) == chip().run(work, SAFE, point)


def test_safe_steps_cost_what_the_safe_point_does() -> None:
    low = Point(0.9, 5000.0)
    energy = chip().run(replace(CALM, safe_steps=2), SAFE, low).energy
    assert energy.parts[PES] == pytest.approx((2 + 3 / 4) / 5 * 2e-9 * beats())


def test_memory_energy_counts_bytes_and_rows() -> None:
    moved = NETWORK.depth * sum(g.count * traffic(CONFIG, g).total for g in NETWORK.block)
    by_byte = chip(replace(FREE, dram_pj_per_byte=31.0)).run(CALM, SAFE, SAFE).energy
    assert by_byte.parts["DRAM"] == pytest.approx(5 * moved * 31e-12)
    by_row = chip(replace(FREE, activation_pj=1000.0)).run(CALM, SAFE, SAFE).energy
    assert by_row.parts["DRAM"] == pytest.approx(5 * moved / 1024 * 1e-9)
    on_chip = chip(replace(FREE, sram_pj_per_byte=1.0)).run(CALM, SAFE, SAFE).energy
    assert on_chip.parts["on-chip memories"] > beats() * 32 * 1e-12
    assert sram_pj_per_byte(90, 1.8) == pytest.approx(8 * sram_pj_per_byte(45, 0.9))


def test_checkpoints_are_written_in_their_steps_and_read_where_errors_were() -> None:
    parameters = replace(FREE, dram_pj_per_byte=1.0)
    blocks = NETWORK.depth * sum(g.count * tiles(CONFIG, g) for g in NETWORK.block)
    written = chip(parameters).run(replace(CALM, interval=4), SAFE, SAFE).energy.parts["checkpoints"]
    # Steps 0 and 1; one of five reads would be of step 4.
    assert written == pytest.approx(2 * blocks * 256 * 1e-12)
    read = chip(parameters).run(CALM, SAFE, SAFE, Incidents(checkpoint_reads=0.25)).energy
    assert read.parts["checkpoints"] == pytest.approx(5 * blocks * 0.25 * 256 * 1e-12)


def test_tiles_run_again_at_the_safe_point() -> None:
    low, incidents = Point(0.9, 5000.0), Incidents(recomputed=0.5)
    plain, redone = (chip().run(CALM, SAFE, low, found) for found in (Incidents(), incidents))
    blocks = 5 * NETWORK.depth * sum(g.count * tiles(CONFIG, g) for g in NETWORK.block)
    again = 0.5 * (beats() + CONFIG.drain_cycles * blocks)
    assert redone.energy.parts["tiles run again"] == pytest.approx(3e-9 * again)
    assert redone.seconds - plain.seconds == pytest.approx(again * 5e-9)


def test_replay_costs_its_share_of_array_cycles() -> None:
    plain, replayed = (chip().run(CALM, SAFE, SAFE, Incidents(replayed_cycles=r)) for r in (0.0, 0.1))
    cycles = 5 * NETWORK.depth * array_cycles(CONFIG, NETWORK.block)
    assert replayed.seconds - plain.seconds == pytest.approx(0.1 * cycles * 5e-9)


def test_regulators_lose_by_domain() -> None:
    parameters = replace(FREE, efficiency=0.9, scaled_efficiency=0.8)
    energy = chip(parameters).run(CALM, SAFE, SAFE).energy
    assert energy.parts["regulators"] == pytest.approx((2e-9 / 0.8 + 1e-9 / 0.9 - 3e-9) * beats())
    bare = replace(core(), config=CONFIG.replace(protection__abft=False))
    unscaled = Accelerator(bare, parameters, MemorySpeed.at(CONFIG, 5000.0)).run(CALM, SAFE, SAFE).energy
    assert unscaled.parts["regulators"] == pytest.approx(3e-9 * (1 / 0.9 - 1) * beats())


def test_energy_adds_by_part() -> None:
    total = Parts({"a": 1.0, "b": 2.0}) + Parts({"b": 3.0, "c": 4.0}).times(2)
    assert dict(total.parts) == {"a": 1.0, "b": 8.0, "c": 8.0}
    assert total.total == 17.0


def test_energy_falls_with_the_supply_and_time_with_the_period() -> None:
    parameters = Parameters(sram_pj_per_byte=5.0)
    work = Work(NETWORKS["DiT-XL/2"], steps=20)
    costs = [chip(parameters, 1e-3).run(work, SAFE, Point(volts, 5000.0)) for volts in (1.8, 1.5, 1.2)]
    assert costs[0].energy.total > costs[1].energy.total > costs[2].energy.total
    times = [
        chip(parameters).run(work, SAFE, Point(1.8, period)).seconds for period in (5000.0, 4000.0, 3000.0)
    ]
    assert times[0] > times[1] > times[2]


def test_the_shipped_network_is_costed() -> None:
    network = shipped(4)
    cost = chip(Parameters(sram_pj_per_byte=5.0)).run(Work(network, passes=1), SAFE, Point(1.5, 5000.0))
    assert network.depth == 4
    assert 0 < cost.energy.total < 1
    assert cost.seconds > 0


def test_parts_between_supplies() -> None:
    part = Part(PES, (1.0, 2.0), (1e-9, 8e-9), (1e-6, 4e-6))
    # E / V^2 is 1 and 2 nJ / V^2, and 1.5 between.
    assert part.energy(1.5) == pytest.approx(1.5e-9 * 1.5**2)
    assert part.energy(0.5) == pytest.approx(1e-9 * 0.25)
    assert part.leakage(1.5) == pytest.approx(2e-6)
    assert part.leakage(2.5) == pytest.approx(8e-6)
    single = Part(PES, (1.8,), (1e-9,), (1e-6,))
    assert single.leakage(0.9) == pytest.approx(0.5e-6 * np.exp(-LEAKAGE_SLOPE * 0.9))
    assert Part(PES, (1.8,), (1e-9,), (0.0,)).leakage(0.9) == 0


def test_the_canary_domain_is_what_fails_after_the_pes() -> None:
    # The checker needs 3600 ps x 1.05, the PEs run at x of 4000 ps.
    assert LOCAL_DERATE == 1.05
    assert core().canary_domain(0.95) == (PES, CHECKER)
    assert core().canary_domain(0.94) == (PES,)
    assert core().share((PES,)) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            lambda: replace(FREE, efficiency=0.0),
            "efficiency of a regulator must be more than 0 and at most 1",
        ),
        (lambda: replace(FREE, scaled_efficiency=-0.5), "not -0.5"),
        (lambda: replace(FREE, efficiency=1.2), "at most 1, not 1.2"),
        (lambda: replace(FREE, dram_pj_per_byte=-1.0), "dram_pj_per_byte can not be -1"),
        (lambda: replace(FREE, row_bytes=0), "row_bytes can not be 0"),
        (lambda: replace(FREE, idle_share=1.5), "idle_share must be from 0 to 1"),
        (lambda: Point(0.0, 5000.0), "needs a positive supply and period, not 0 V"),
        (lambda: Work(NETWORK, steps=5, safe_steps=6), "6 safe steps of 5"),
        (lambda: Work(NETWORK, interval=-1), "must not be negative, not -1"),
        (lambda: sram_pj_per_byte(0, 1.8), "must be positive, not 0 nm"),
        (lambda: Part(PES, (1.0, 2.0), (1.0,), (1.0,)), "has 2 supplies, 1 energies and 1 leakages"),
        (lambda: Part(PES, (2.0, 1.0), (1.0, 1.0), (1.0, 1.0)), "must rise from more than 0 V"),
        (lambda: Part(PES, (1.0,), (-1.0,), (0.0,)), "negative energy or leakage"),
        (lambda: core().parts[0].energy(0.0), "must be more than 0 V, not 0 V"),
        (lambda: chip(scaled=("gpu",)), "no component 'gpu' to scale; it has checker, processing elements"),
    ],
)
def test_nonsense_is_refused(wrong: Any, message: str) -> None:
    with pytest.raises(OperatingError, match=message):
        wrong()
