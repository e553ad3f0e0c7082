"""Errors drawn for flops against those of the gates, in closed loop on the same tiles."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from drift_hw.config import ArrayConfig, Config, ProtectionConfig
from drift_hw.errors import UserError
from golden.array import run
from golden.faults import Register
from golden.timing.netlist import NetlistErrors
from synth.experiments.flop_agreement import (
    COMPARED,
    Outcome,
    at_period,
    bit_factor,
    characterised,
    factor,
    gaussian_tiles,
    size_factor,
)
from synth.pdk import load_pdk
from synth.timing.characterise import Plan, Target
from synth.timing.circuit import Circuit
from synth.timing.errors import TimingError
from synth.timing.pe_simulator import NetlistPe
from synth.timing.supply import family

CONFIG = Config(array=ArrayConfig(rows=4, columns=4), protection=ProtectionConfig(abft=False))
DEPTH = 576
PERIOD = 0.87
"""A percent of wrong captures: nearly all elements are hit, again and again."""


@pytest.fixture(scope="module")
def target() -> Target:
    try:
        library = load_pdk("osu018")
    except UserError as error:
        pytest.skip(str(error))
    if not shutil.which("sta"):
        pytest.skip("no OpenSTA: apt install opensta")
    return Target.of(CONFIG, (library,))


def test_flop_is_like_the_gates_and_mean_rates_are_not(target: Target) -> None:
    plan = Plan(cycles=80_000, closed_points=0, relative_periods=(1.0, 0.88, 0.87, 0.86))
    table = characterised(target, plan, DEPTH)
    tiles = gaussian_tiles(CONFIG, 6, DEPTH, seed=5)
    gates, flop, mean = at_period(target, table, PERIOD, tiles, seeds=6)
    assert gates.words > 100
    assert 0.5 < flop.words / gates.words < 2
    assert bit_factor(flop, gates, tiles.captures()) < 2
    assert size_factor(flop, gates) < 2
    assert bit_factor(mean, gates, tiles.captures()) > 4


def test_product_registers_are_like_the_gates(target: Target) -> None:
    """Their bits fail by the signs and magnitudes of two products, which mean rates do not know."""
    registered = Target.of(CONFIG.replace(array__product_register=True), target.libraries)
    plan = Plan(cycles=80_000, closed_points=0, relative_periods=(1.0, 0.88, 0.87, 0.86))
    table = characterised(registered, plan, DEPTH)
    tiles = gaussian_tiles(registered.config, 8, 2 * DEPTH, seed=5)
    gates, flop, mean = at_period(registered, table, PERIOD, tiles, seeds=4)
    product = list(COMPARED).index(Register.PRODUCT)
    assert gates.bits[product].sum() > 1000 > gates.bits[1 - product].sum()
    assert 0.8 < flop.words / gates.words < 1.25
    assert bit_factor(flop, gates, tiles.captures()) < 1.5
    assert size_factor(flop, gates) < 1.5
    assert size_factor(mean, gates) > 2


@pytest.mark.parametrize(("name", "period"), [("osu018", 0.87), ("sky130", 0.97)])
def test_carry_save_accumulators_are_like_the_gates(name: str, period: float) -> None:
    """On sky130 late bits are those that fall: errors of one sign, which mean rates do not know."""
    try:
        libraries = family(name)[-1:]
    except UserError as error:
        pytest.skip(str(error))
    if not shutil.which("sta"):
        pytest.skip("no OpenSTA: apt install opensta")
    saving = Target.of(CONFIG.replace(array__carry_save=True, array__accumulator_width=24), libraries)
    grid = (1.0, period + 0.01, period, period - 0.01)
    plan = Plan(cycles=100_000, closed_points=0, relative_periods=grid)
    table = characterised(saving, plan, 384)
    tiles = gaussian_tiles(saving.config, 10, 384, seed=5)
    gates, flop, mean = at_period(saving, table, period, tiles, seeds=4)
    assert gates.words > 1000
    assert 0.8 < flop.words / gates.words < 1.25
    frequent = gates.bits > 1e-3 * tiles.captures()  # of rarer bits the closed loop may differ by more
    assert frequent.any()
    assert factor(flop.bits[frequent], gates.bits[frequent]) < 2
    assert size_factor(flop, gates) < 1.5
    assert size_factor(mean, gates) > (1.5 if name == "osu018" else 20)


def test_lists_of_the_netlist_end_as_its_flops_do(target: Target) -> None:
    """The events alone, replayed by the golden model, give what the accumulators really held."""
    circuit = Circuit.of(target.modules[0], target.library.cells, target.models[0].at(1.8))
    held = {}

    class Watched(NetlistPe):
        def __call__(self, region, a, b, flush, factor):
            seen = super().__call__(region, a, b, flush, factor)
            held[a.tobytes(), b.tobytes()] = seen.captured[-1, Register.ACCUMULATOR]
            return seen

    tiles = gaussian_tiles(CONFIG, 1, 200, seed=6)
    period = 0.85 * target.models[0].at(1.8).static_period_ps
    model = NetlistErrors(Watched(CONFIG, {0: circuit}, period), threads=1)
    faults = model.draw(CONFIG, tiles.a, tiles.b, tiles.schedule, np.random.default_rng(0))
    assert len(faults) > 50
    got = run(CONFIG, tiles.a, tiles.b, tiles.schedule, faults).accumulators
    assert sorted(got.ravel() & 0xFFFFFFFF) == sorted(int(value) for value in held.values())
    slower = NetlistErrors(NetlistPe(CONFIG, {0: circuit}, 2 * period), factors=np.full((5, 5), 2.0))
    same = slower.draw(CONFIG, tiles.a, tiles.b, tiles.schedule, np.random.default_rng(0))
    assert np.array_equal(same.events, faults.events)


def test_a_circuit_of_each_kind_of_pe_is_needed(target: Target) -> None:
    circuit = Circuit.of(target.modules[0], target.library.cells, target.models[0].at(1.8))
    with pytest.raises(TimingError, match="PEs of kind checksum_column, checksum_row too"):
        NetlistPe(CONFIG.replace(protection__abft=True), {0: circuit}, 5000.0)


def test_factors() -> None:
    assert factor(np.array([2.0, 10.0]), np.array([4.0, 9.0])) == 2
    assert factor(np.zeros(0), np.zeros(0)) == 1
    twice, half = (np.where(np.arange(64) == 30, change, 1) for change in (2, 0.5))
    (bits, touched), sizes = np.zeros((2, 2, 64)), np.zeros(64)
    bits[1, [30, 31]], touched[1, [30, 31]], sizes[[10, 30]] = [40, 200], [15, 90], [40, 60]
    ours = Outcome(bits, touched, sizes, 240)
    gates = Outcome(bits * twice, touched * twice, sizes * half, 320)
    assert bit_factor(ours, gates, captures=100_000) == 2
    assert bit_factor(ours, gates, captures=10_000_000) == 1
    assert bit_factor(ours, Outcome(bits * twice, touched, sizes, 320), captures=100_000) == 1
    assert size_factor(ours, gates) == 2
