"""Timing errors drawn for flops against those of the gates, on the same tiles: how far apart they are.

Run it as ``python -m synth.experiments.flop_agreement [--carry-save | --product-register] [--checksums]
[--tiles FILE] PDK...``. For each library the PEs of a small array are characterised, and then tiles run at
several clock periods: gate by gate in closed loop (`netlist`), drawn from the timing table by context with
feedback (`flop`), and drawn at mean rates without either (`mean`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from drift_hw.config import ArrayConfig, Config, ProtectionConfig
from drift_hw.faults.table import TimingTable
from golden.array import Tiles, run
from golden.faults import FaultList, Region, Register, regions
from golden.quantised import Site
from golden.replay import signed
from golden.schedule import Schedule, capture_latency, dense_schedule, first_faulty_cycle
from golden.tiles import TileSet
from golden.timing.flop import FlopErrors
from golden.timing.netlist import NetlistErrors, PeCaptures
from golden.timing.point import places
from golden.timing.policy import TableFaults
from synth.timing.characterise import Plan, Target, characterise
from synth.timing.circuit import Circuit
from synth.timing.pe_simulator import NetlistPe
from synth.timing.stream import Stream, made_up
from synth.timing.supply import family


@dataclass(frozen=True)
class Variant:
    """PEs to compare, and where."""

    config: Config
    depth: int
    """K of Gaussian tiles: what accumulators hold."""
    periods: tuple[float, ...]
    """Clock periods as shares of the static one; where most captures are wrong nothing is to compare."""


CONFIG = Config(array=ArrayConfig(rows=8, columns=8), protection=ProtectionConfig(abft=False))
MERGED = Variant(
    CONFIG.replace(array__product_register=False), 1152, (0.96, 0.95, 0.94, 0.93, 0.92, 0.91, 0.9, 0.87, 0.84)
)
CARRY_SAVE = Variant(
    MERGED.config.replace(array__accumulator_width=24, array__carry_save=True),
    384,
    (0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.9, 0.87),
)
PRODUCT_REGISTER = Variant(
    CONFIG.replace(array__product_register=True),
    1152,
    (0.94, 0.93, 0.92, 0.91, 0.9, 0.87, 0.84, 0.8),
)
CHECKSUM_PERIODS = (0.84, 0.82, 0.8, 0.78, 0.76)
"""Those for checksum PEs, which are mapped to be quicker."""
TILES, CHECKSUM_TILES, FILE_TILES = 10, 20, 24
"""Tiles to compare on: Gaussian ones for data PEs and for checksum PEs, and those of a file."""
COMPARED = (Register.PRODUCT, Register.ACCUMULATOR)
"""Registers whose wrong captures are compared."""
RARE = 1e-4
"""Rates that must agree are above this, per bit and cycle."""
SEEN = 30
"""Elements from which on numbers are compared: of fewer, chance alone makes a factor of 2."""
_BITS = 64


@dataclass(frozen=True)
class Outcome:
    """What went wrong with PEs of one kind under one model."""

    bits: NDArray[np.float64]
    """(2, 64) wrong captures of each bit of product register and accumulator."""
    touched: NDArray[np.float64]
    """(2, 64) elements in which each bit was ever captured wrongly."""
    sizes: NDArray[np.float64]
    """(64,) wrong elements by floor(log2 |error|)."""
    words: float
    """Wrong captures of both."""


@dataclass(frozen=True)
class Tested:
    """Tiles to compare on, and how often elements and captures there are right or wrong."""

    config: Config
    a: Tiles
    b: Tiles
    schedule: Schedule

    def captures(self, region: Region = Region.DATA) -> int:
        """Return how often PEs of a kind capture."""
        return int(self.schedule.depths.sum()) * len(places(self.config)[region][0])

    def elements(self, region: Region = Region.DATA) -> int:
        """Return how many results PEs of a kind have."""
        return len(self.schedule.depths) * len(places(self.config)[region][0])

    def outcome(self, lists: Sequence[FaultList], region: Region = Region.DATA) -> Outcome:
        """Return what these lists do to PEs of a kind, on average."""
        clean = self._results(region)
        bits, touched, sizes, words = np.zeros((2, _BITS)), np.zeros((2, _BITS)), np.zeros(_BITS), 0
        for faults in lists:
            chosen = regions(self.config, faults.events["row"], faults.events["column"]) == region
            for index, register in enumerate(COMPARED):
                events = faults.events[chosen & (faults.events["register"] == register)]
                words += len(events)
                wrong_bits = (events["mask"][:, None] >> np.arange(_BITS, dtype=np.uint64)) & np.uint64(1)
                bits[index] += wrong_bits.sum(0)
                row, column = (events[name].astype(np.int64) for name in ("row", "column"))
                slot = events["cycle"] - capture_latency(self.config, register, row, column)
                for bit in np.flatnonzero(wrong_bits.any(0)):
                    here = wrong_bits[:, bit] == 1
                    element = np.stack([self.schedule.tile_of(slot[here]), row[here], column[here]])
                    touched[index, bit] += len(np.unique(element, axis=1).T)
            error = signed(self._results(region, faults) - clean, self.config.array.accumulator_width)
            wrong = np.abs(error[error != 0]).astype(np.float64)
            sizes += np.bincount(np.log2(wrong).astype(np.int64), minlength=_BITS)
        count = len(lists)
        return Outcome(bits / count, touched / count, sizes / count, words / count)

    def _results(self, region: Region, faults: FaultList | None = None) -> NDArray[np.int64]:
        """Return final accumulators of the PEs of a kind."""
        found = run(self.config, self.a, self.b, self.schedule, faults)
        results = {
            Region.DATA: found.accumulators,
            Region.CHECKSUM_COLUMN: found.row_checksums,
            Region.CHECKSUM_ROW: found.column_checksums,
        }[region]
        assert results is not None
        return results


def tested(config: Config, pairs: Sequence[tuple[NDArray[np.int8], NDArray[np.int8]]]) -> Tested:
    """Return tiles, A and B of each, run without pause."""
    depths = [a.shape[1] for a, _ in pairs]
    schedule = dense_schedule(config, depths, first_cycle=first_faulty_cycle(config))
    a_tiles, b_tiles = zip(*pairs, strict=True)
    return Tested(config, a_tiles, b_tiles, schedule)


def gaussian_tiles(config: Config, tiles: int, depth: int, seed: int) -> Tested:
    """Return Gaussian tiles other than those that were characterised on."""
    return tested(config, made_up("gaussian", config, seed=seed, depth=depth, tiles=tiles).pairs)


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


def characterised(target: Target, plan: Plan, stream: Stream | int) -> TimingTable:
    """Return the table of a stream, or of Gaussian operands of that K, with the library's highest supply."""
    if isinstance(stream, int):
        stream = made_up("gaussian", target.config, seed=0, depth=stream)
    return characterise(target, stream, plan, voltages=[target.library.voltage])


class _Only(NetlistPe):
    """The PEs of one kind; others never fail."""

    region = Region.DATA

    def __call__(
        self,
        region: Region,
        a: NDArray[np.int64],
        b: NDArray[np.int64],
        flush: NDArray[np.bool_],
        factor: float,
    ) -> PeCaptures:
        if region == self.region:
            return super().__call__(region, a, b, flush, factor)
        none = np.zeros((len(a), len(Register)), np.uint64)
        return PeCaptures(none, none, False)


def at_period(
    target: Target,
    table: TimingTable,
    relative: float,
    tiles: Tested,
    *,
    seeds: int,
    region: Region = Region.DATA,
) -> tuple[Outcome, Outcome, Outcome]:
    """Return what `netlist`, `flop` and `mean` do to PEs of a kind, the drawn ones on average of seeds.

    The supply is the library's highest, the clock period `relative` of the static one.
    """
    voltage = target.library.voltage
    period_ps = relative * table.static_period_ps(voltage)
    circuits = {
        Region(module.region): Circuit.of(module, target.library.cells, model.at(voltage))
        for module, model in zip(target.modules, target.models, strict=True)
    }
    where = target.config, tiles.a, tiles.b, tiles.schedule
    simulator = _Only(target.config, circuits, period_ps)
    simulator.region = region
    drawn = FlopErrors(table, voltage, period_ps)
    cycles = int(tiles.schedule.flushes[-1])
    flop = [drawn.draw(*where, np.random.default_rng(seed)) for seed in range(seeds)]
    mean = [
        TableFaults(target.config, table, voltage, period_ps, seed=seed, margin=1)(Site("fc1", 0, 0), cycles)
        for seed in range(seeds)
    ]
    return (
        tiles.outcome([NetlistErrors(simulator).draw(*where, np.random.default_rng(0))], region),
        tiles.outcome(flop, region),
        tiles.outcome(mean, region),
    )


def _of_file(path: Path, config: Config) -> tuple[Config, Stream, Tested]:
    """Return an array for the tiles of a file, half of them to characterise on, and some of the others."""
    pairs = [(tile.a, tile.b) for tile in TileSet.load(path)]
    config = config.replace(array__rows=len(pairs[0][0]), array__columns=pairs[0][1].shape[1])
    order = np.random.default_rng(0).permutation(len(pairs)).tolist()
    half = len(pairs) // 2
    stream = Stream(f"half of the tiles of {path.name}", [pairs[index] for index in order[:half]])
    return config, stream, tested(config, [pairs[index] for index in order[half : half + FILE_TILES]])


def _compare(name: str, variant: Variant, tiles_file: Path | None, checksums: bool) -> Iterator[Table]:
    """Measure the PEs of a library; yield a table for each kind of PE."""
    config = variant.config.replace(protection__abft=checksums)
    stream: Stream | int = variant.depth
    if tiles_file is not None:
        config, stream, tiles = _of_file(tiles_file, config)
    else:
        tiles = gaussian_tiles(config, CHECKSUM_TILES if checksums else TILES, variant.depth, seed=100)
    target = Target.of(config, family(name)[-1:])
    periods = CHECKSUM_PERIODS if checksums else variant.periods
    grid = (1.02, *np.round(np.arange(1.0, min(periods) - 0.01, -0.005), 4).tolist())
    plan = Plan(cycles=400_000, closed_points=0, relative_periods=grid)
    table = characterised(target, plan, stream)
    for region in (Region.CHECKSUM_COLUMN, Region.CHECKSUM_ROW) if checksums else (Region.DATA,):
        result = Table(
            title=f"{target.library.name}, {tiles.elements(region)} elements of {region.name.lower()} PEs"
        )
        for heading in (
            *("T / T0", "wrong captures: netlist", "flop", "mean"),
            *("wrong elements: netlist", "flop", "mean"),
            *("factor of bits: flop", "mean", "of |error|: flop", "mean"),
        ):
            result.add_column(heading, justify="right")
        for relative in periods:
            gates, flop, mean = at_period(target, table, relative, tiles, seeds=8, region=region)
            captures = tiles.captures(region)
            result.add_row(
                f"{relative:g}",
                *(f"{each.words / captures:.1e}" for each in (gates, flop, mean)),
                *(f"{each.sizes.sum() / tiles.elements(region):.3f}" for each in (gates, flop, mean)),
                *(f"{bit_factor(each, gates, captures):.2f}" for each in (flop, mean)),
                *(f"{size_factor(each, gates):.2f}" for each in (flop, mean)),
            )
        yield result


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m synth.experiments.flop_agreement", description=__doc__)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--carry-save", dest="variant", action="store_const", const=CARRY_SAVE)
    kind.add_argument("--product-register", dest="variant", action="store_const", const=PRODUCT_REGISTER)
    parser.set_defaults(variant=MERGED)
    parser.add_argument("--checksums", action="store_true", help="checksum PEs instead of data PEs")
    parser.add_argument("--tiles", type=Path, metavar="FILE", help="tiles of `drift-hw capture` as operands")
    parser.add_argument("pdk", nargs="+")
    given = parser.parse_args()
    for name in given.pdk:
        for table in _compare(name, given.variant, given.tiles, given.checksums):
            Console(width=140).print(table)


if __name__ == "__main__":
    _main()
