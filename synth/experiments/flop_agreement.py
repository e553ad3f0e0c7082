"""Timing errors drawn for flops against those of the gates, on the same tiles: how far apart they are.

Run it as ``python -m synth.experiments.flop_agreement [--carry-save] PDK...``. For each library the PEs of a
small array are characterised, and then tiles run at several clock periods: gate by gate in closed loop
(`netlist`), drawn from the timing table by context with feedback (`flop`), and drawn at mean rates without
either (`mean`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from drift_hw.config import ArrayConfig, Config, ProtectionConfig
from drift_hw.faults.table import TimingTable
from golden.array import Tiles, run
from golden.faults import FaultList, Region, Register, regions
from golden.quantised import Site
from golden.schedule import Schedule, capture_latency, dense_schedule, first_faulty_cycle
from golden.timing.flop import FlopErrors
from golden.timing.netlist import NetlistErrors
from golden.timing.policy import TableFaults
from synth.timing.characterise import Plan, Target, characterise
from synth.timing.circuit import Circuit
from synth.timing.pe_simulator import NetlistPe
from synth.timing.stream import made_up
from synth.timing.supply import family

CONFIG = Config(array=ArrayConfig(rows=8, columns=8), protection=ProtectionConfig(abft=False))
DEPTH = 1152
CARRY_SAVE = CONFIG.replace(array__accumulator_width=24, array__carry_save=True)
CARRY_SAVE_DEPTH = 384
"""K that 24 bits hold."""
PERIODS = (0.96, 0.95, 0.94, 0.93, 0.92, 0.91, 0.9, 0.87, 0.84)
"""Clock periods as shares of the static one."""
CARRY_SAVE_PERIODS = (0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.9, 0.87)
"""Far below, where half of the captures are wrong, there is nothing to compare."""
RARE = 1e-4
"""Rates that must agree are above this, per bit and cycle."""
SEEN = 30
"""Elements from which on numbers are compared: of fewer, chance alone makes a factor of 2."""
_BITS = 64


@dataclass(frozen=True)
class Outcome:
    """What went wrong with data PEs under one model."""

    bits: NDArray[np.float64]
    """(64,) wrong captures of each bit of an accumulator."""
    touched: NDArray[np.float64]
    """(64,) elements in which each bit was ever captured wrongly."""
    sizes: NDArray[np.float64]
    """(64,) wrong elements by floor(log2 |error|)."""
    words: float
    """Wrong captures of accumulators."""


@dataclass(frozen=True)
class Tested:
    """Tiles to compare on, and how often elements and captures there are right or wrong."""

    config: Config
    a: Tiles
    b: Tiles
    schedule: Schedule

    @property
    def captures(self) -> int:
        """Captures of accumulators of data PEs."""
        return int(self.schedule.depths.sum()) * self.config.array.rows * self.config.array.columns

    @property
    def elements(self) -> int:
        """Results."""
        return len(self.schedule.depths) * self.config.array.rows * self.config.array.columns

    def outcome(self, lists: Sequence[FaultList]) -> Outcome:
        """Return what these lists do, on average."""
        clean = run(self.config, self.a, self.b, self.schedule).accumulators
        bits, touched, sizes, words = np.zeros(_BITS), np.zeros(_BITS), np.zeros(_BITS), 0
        for faults in lists:
            events = faults.events[faults.events["register"] == Register.ACCUMULATOR]
            events = events[regions(self.config, events["row"], events["column"]) == Region.DATA]
            words += len(events)
            wrong_bits = (events["mask"][:, None] >> np.arange(_BITS, dtype=np.uint64)) & np.uint64(1)
            bits += wrong_bits.sum(0)
            row, column = (events[name].astype(np.int64) for name in ("row", "column"))
            slot = events["cycle"] - capture_latency(self.config, Register.ACCUMULATOR, row, column)
            for bit in np.flatnonzero(wrong_bits.any(0)):
                here = wrong_bits[:, bit] == 1
                element = np.stack([self.schedule.tile_of(slot[here]), row[here], column[here]])
                touched[bit] += len(np.unique(element, axis=1).T)
            error = run(self.config, self.a, self.b, self.schedule, faults).accumulators - clean
            wrong = np.abs(error[error != 0]).astype(np.float64)
            sizes += np.bincount(np.log2(wrong).astype(np.int64), minlength=_BITS)
        count = len(lists)
        return Outcome(bits / count, touched / count, sizes / count, words / count)


def gaussian_tiles(config: Config, tiles: int, depth: int, seed: int) -> Tested:
    """Return Gaussian tiles other than those that were characterised on."""
    pairs = made_up("gaussian", config, seed=seed, depth=depth, tiles=tiles).pairs
    schedule = dense_schedule(config, [depth] * tiles, first_cycle=first_faulty_cycle(config))
    a, b = zip(*pairs, strict=True)
    return Tested(config, a, b, schedule)


def factor(ours: NDArray[np.float64], gates: NDArray[np.float64]) -> float:
    """Return by what the counts that matter differ, 1 for not at all: the worst of max(a / b, b / a)."""
    if not len(gates):
        return 1.0
    ratio = np.maximum(ours, 1e-3) / np.maximum(gates, 1e-3)
    return float(np.maximum(ratio, 1 / ratio).max())


def bit_factor(ours: Outcome, gates: Outcome, captures: int) -> float:
    """Return the factor of bits that are wrong at a rate above `RARE`, by either model, and in many elements.

    Errors come in clusters: two captures of one element are not two independent observations.
    """
    compared = np.maximum(ours.bits, gates.bits) > RARE * captures
    compared &= np.maximum(ours.touched, gates.touched) >= SEEN
    return factor(ours.bits[compared], gates.bits[compared])


def size_factor(ours: Outcome, gates: Outcome) -> float:
    """Return the factor of the numbers of elements whose error is 2**n or more, for every n."""
    above, expected = (np.cumsum(each.sizes[::-1]) for each in (ours, gates))
    compared = np.maximum(above, expected) >= SEEN
    return factor(above[compared], expected[compared])


def characterised(target: Target, plan: Plan, depth: int) -> TimingTable:
    """Return the table of Gaussian operands, with the library's highest supply."""
    stream = made_up("gaussian", target.config, seed=0, depth=depth)
    return characterise(target, stream, plan, voltages=[target.library.voltage])


def at_period(
    target: Target, table: TimingTable, relative: float, tiles: Tested, *, seeds: int
) -> tuple[Outcome, Outcome, Outcome]:
    """Return what `netlist`, `flop` and `mean` give on these tiles, the drawn ones on average of seeds.

    The supply is the library's highest, the clock period `relative` of the static one.
    """
    voltage = target.library.voltage
    period_ps = relative * table.static_period_ps(voltage)
    circuits = {
        Region(module.region): Circuit.of(module, target.library.cells, model.at(voltage))
        for module, model in zip(target.modules, target.models, strict=True)
    }
    where = target.config, tiles.a, tiles.b, tiles.schedule
    gates = NetlistErrors(NetlistPe(target.config, circuits, period_ps))
    drawn = FlopErrors(table, voltage, period_ps)
    cycles = int(tiles.schedule.flushes[-1])
    flop = [drawn.draw(*where, np.random.default_rng(seed)) for seed in range(seeds)]
    mean = [
        TableFaults(target.config, table, voltage, period_ps, seed=seed, margin=1)(Site("fc1", 0, 0), cycles)
        for seed in range(seeds)
    ]
    return (
        tiles.outcome([gates.draw(*where, np.random.default_rng(0))]),
        tiles.outcome(flop),
        tiles.outcome(mean),
    )


def _main(names: Sequence[str]) -> None:
    console = Console(width=140)
    saving = "--carry-save" in names
    config, depth, periods = (
        (CARRY_SAVE, CARRY_SAVE_DEPTH, CARRY_SAVE_PERIODS) if saving else (CONFIG, DEPTH, PERIODS)
    )
    tiles = gaussian_tiles(config, 10, depth, seed=100)
    for name in (each for each in names if each != "--carry-save"):
        target = Target.of(config, family(name)[-1:])
        grid = (1.02, *np.round(np.arange(1.0, 0.835, -0.005), 4).tolist())
        plan = Plan(cycles=400_000, closed_points=0, relative_periods=grid)
        table = characterised(target, plan, depth)
        result = Table(title=f"{target.library.name}: {tiles.elements} elements of K = {depth}")
        for heading in (
            *("T / T0", "wrong captures: netlist", "flop", "mean"),
            *("wrong elements: netlist", "flop", "mean"),
            *("factor of bits: flop", "mean", "of |error|: flop", "mean"),
        ):
            result.add_column(heading, justify="right")
        for relative in periods:
            gates, flop, mean = at_period(target, table, relative, tiles, seeds=8)
            result.add_row(
                f"{relative:g}",
                *(f"{each.words / tiles.captures:.1e}" for each in (gates, flop, mean)),
                *(f"{each.sizes.sum() / tiles.elements:.3f}" for each in (gates, flop, mean)),
                *(f"{bit_factor(each, gates, tiles.captures):.2f}" for each in (flop, mean)),
                *(f"{size_factor(each, gates):.2f}" for each in (flop, mean)),
            )
        console.print(result)


if __name__ == "__main__":
    _main(sys.argv[1:])
