"""Co-simulation of tiles: the Verilog and the golden model side by side, compared bit by bit.

Tiles go through the simulated core in batches, each from reset on. The model is told in which cycles the
core accepted the beats, and no more; everything else it has to predict.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import torch

from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.sim.core_device import CoreSimulation, Requantisation, TileResults
from golden import array
from golden.abft import Checks, Counters
from golden.dit import KINDS
from golden.faults import FaultList, Kind, Register, fault_ports, port_writes
from golden.injection import Sites, one_fault_per_tile
from golden.integer import requantise
from golden.schedule import Schedule, first_faulty_cycle
from golden.tiles import TileSet
from golden.trace import Trace, trace

BATCH = 256
"""Tiles that go through the core between two resets."""

Progress = Callable[[int, int], None]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Batch:
    """Some tiles, as the core and as the model have them."""

    tiles: TileSet
    core: TileResults
    model: array.ArrayRun
    checks: Checks | None
    """Of the model; None without ABFT."""
    disagrees: Booleans
    """(T,) whether core and model differ in any output, delta, flag or mask bit of the tile."""
    counters_disagree: bool
    """Whether any of the checker's counters differs after the batch."""
    seconds: float
    """Wall-clock time of the simulation."""


def run_batch(
    simulation: CoreSimulation, tiles: TileSet, threshold: int, faults: FaultList | None = None
) -> Batch:
    """Run tiles from reset on through core and model, with the same faults, and compare.

    Raises `UserError` for tiles, a threshold or faults that do not fit the configuration.
    """
    config = simulation.config
    a, b = [tile.a for tile in tiles], [tile.b for tile in tiles]
    simulation.reset()
    # By the first tile every flop must be known, so that a late bit has a known old value to keep.
    simulation.model.clock(first_faulty_cycle(config))
    pulses = None
    if faults is not None:
        pulses = simulation.fault_pulses(port_writes(faults), fault_ports(config))
    start = time.perf_counter()
    core = simulation.run_tiles(
        a,
        b,
        Requantisation(tiles.bias, tiles.multiplier, tiles.shift),
        threshold=threshold,
        faults=pulses,
    )
    seconds = time.perf_counter() - start
    model = array.run(config, a, b, Schedule.of_tiles(core.accept_cycles), faults)
    checks = model.checks(threshold) if config.protection.abft else None
    disagrees, counters_disagree = _compare(config, tiles, core, model, checks)
    return Batch(tiles, core, model, checks, disagrees, counters_disagree, seconds)


def _compare(
    config: Config, tiles: TileSet, core: TileResults, model: array.ArrayRun, checks: Checks | None
) -> tuple[Booleans, bool]:
    """Return which tiles differ, and whether the counters do."""
    quantised = requantise(
        torch.from_numpy(model.accumulators),
        torch.from_numpy(tiles.bias)[:, None],
        torch.from_numpy(tiles.multiplier)[:, None],
        torch.from_numpy(tiles.shift)[:, None],
        config.output_limit,
    )
    pairs: list[tuple[object, object]] = [
        (core.accumulators, model.accumulators),
        (core.quantised, quantised.numpy()),
    ]
    counters_disagree = False
    if checks is not None:
        pairs += [
            (core.row_deltas, model.row_deltas),
            (core.column_deltas, model.column_deltas),
            (core.row_flags, checks.row_flags.numpy()),
            (core.column_flags, checks.column_flags.numpy()),
            (core.mask, checks.mask.numpy()),
        ]
        counters = Counters(config)
        counters.accumulate(checks)
        counters_disagree = any(
            getattr(core.counters, name) != (tuple(value) if isinstance(value, list) else value)
            for name, value in vars(counters).items()
            if name != "config"
        )
    differs = np.zeros(len(tiles), dtype=bool)
    for left, right in pairs:
        differs |= (np.asarray(left) != np.asarray(right)).reshape(len(tiles), -1).any(1)
    return differs, counters_disagree


@dataclass(frozen=True)
class Selection:
    """Which faults a campaign draws; as `golden.injection.one_fault_per_tile` takes them."""

    registers: tuple[Register, ...] | None = None
    """None: all that the configuration has."""
    kinds: tuple[Kind, ...] = (Kind.LATE,)
    bits: Literal["any", "low", "middle", "high"] = "any"
    sites: Sites = "all"


@dataclass
class CleanResult:
    """What became of tiles without faults."""

    tiles: int = 0
    cycles: int = 0
    useful_cycles: int = 0
    """Cycles in which a beat of a tile was accepted."""
    seconds: float = 0.0
    """Wall-clock time in the simulation."""
    counter_mismatches: int = 0
    """Batches after which a counter of the checker was not what the model says."""
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    """By product: `tiles`, `mismatches`, `nonzero_deltas`, `depth_least`, `depth_most`."""

    @property
    def mismatches(self) -> int:
        """Tiles that differ from the model in any bit."""
        return sum(kind["mismatches"] for kind in self.kinds.values())

    def add(self, batch: Batch) -> None:
        """Count a batch."""
        self.tiles += len(batch.tiles)
        self.cycles += batch.core.cycles
        self.useful_cycles += int(batch.tiles.depth.sum())
        self.seconds += batch.seconds
        self.counter_mismatches += batch.counters_disagree
        deltas: Booleans = np.zeros(len(batch.tiles), dtype=bool)
        if batch.core.row_deltas is not None and batch.core.column_deltas is not None:
            deltas |= batch.core.row_deltas.any(1) | batch.core.column_deltas.any(1)
        for index in np.unique(batch.tiles.kind):
            chosen, depth = batch.tiles.kind == index, batch.tiles.depth[batch.tiles.kind == index]
            counts = self.kinds.setdefault(KINDS[index], _NO_TILES.copy())
            counts["tiles"] += int(chosen.sum())
            counts["mismatches"] += int(batch.disagrees[chosen].sum())
            counts["nonzero_deltas"] += int(deltas[chosen].sum())
            counts["depth_least"] = min(counts["depth_least"] or int(depth.min()), int(depth.min()))
            counts["depth_most"] = max(counts["depth_most"], int(depth.max()))


_NO_TILES = {"tiles": 0, "mismatches": 0, "nonzero_deltas": 0, "depth_least": 0, "depth_most": 0}


@dataclass(frozen=True)
class Example:
    """One faulty tile, to be shown."""

    site: str
    """What was done where, in words."""
    outcome: str
    """What became of it, in words."""
    error: npt.NDArray[np.int64]
    """(R, C) outputs with the fault minus those without."""
    row_deltas: npt.NDArray[np.int64]
    column_deltas: npt.NDArray[np.int64]
    mask: Booleans


@dataclass
class FaultResult:
    """What became of injected faults, by the outputs of the Verilog."""

    rows: list[npt.NDArray[np.void]] = field(default_factory=list)
    """Rows of `golden.trace.ROW`, an array per batch."""
    mismatches: list[Booleans] = field(default_factory=list)
    """For each row, whether core and model differ in any bit of the tile."""
    counter_mismatches: int = 0
    examples: dict[str, Example] = field(default_factory=dict)
    """By register: the first flagged one of each; and the first that escaped, as `escaped`."""


def run_clean(
    simulation: CoreSimulation, tiles: TileSet, threshold: int, progress: Progress | None = None
) -> CleanResult:
    """Run all tiles without faults through core and model.

    Raises `UserError` for tiles or a threshold that do not fit the configuration.
    """
    result = CleanResult()
    for start in range(0, len(tiles), BATCH):
        stop = min(start + BATCH, len(tiles))
        result.add(run_batch(simulation, tiles.take(np.arange(start, stop)), threshold))
        if progress is not None:
            progress(stop, len(tiles))
    return result


def run_faults(
    simulation: CoreSimulation,
    tiles: TileSet,
    injections: int,
    *,
    seed: int,
    threshold: int,
    selection: Selection,
    progress: Progress | None = None,
) -> FaultResult:
    """Inject one fault into each of `injections` tiles, taken from `tiles` in turn, over and over.

    Raises `UserError` for a selection that the configuration does not have, or without checks to trace.
    """
    config, random, result = simulation.config, np.random.default_rng(seed), FaultResult()
    for number, start in enumerate(range(0, injections, BATCH)):
        stop = min(start + BATCH, injections)
        chosen = tiles.take(np.arange(start, stop) % len(tiles))
        clean = run_batch(simulation, chosen, threshold)
        # Faults never reach the control: with them, beats are accepted in the same cycles.
        schedule = Schedule.of_tiles(clean.core.accept_cycles)
        faults = one_fault_per_tile(
            config,
            schedule,
            rng=random,
            registers=selection.registers,
            kinds=selection.kinds,
            bits=selection.bits,
            sites=selection.sites,
        )
        faulty = run_batch(simulation, chosen, threshold, faults)
        traced = trace(faults, schedule, clean.core, faulty.core, threshold=threshold, run_number=number)
        result.rows.append(traced.rows)
        result.mismatches.append(faulty.disagrees[traced.rows["tile"]])
        result.counter_mismatches += faulty.counters_disagree
        _keep_examples(result, traced, clean.core, faulty.core)
        if progress is not None:
            progress(stop, injections)
    return result


def _keep_examples(result: FaultResult, traced: Trace, clean: TileResults, faulty: TileResults) -> None:
    """Keep the first flagged tile of each register, and the first that escaped."""
    for row, register in zip(traced.rows, traced.registers, strict=True):
        keys = [key for key, holds in ((register, row["flagged"]), ("escaped", row["escaped"])) if holds]
        new = [str(key) for key in keys if key not in result.examples]
        if not new:
            continue
        tile = int(row["tile"])
        bits = [bit for bit in range(int(row["mask"]).bit_length()) if int(row["mask"]) >> bit & 1]
        name = str(register).replace("_", " ")
        checks = (faulty.row_deltas, faulty.column_deltas, faulty.mask)
        row_deltas, column_deltas, mask = (_present(values)[tile] for values in checks)
        example = Example(
            site=f"{Kind(row['kind']).name.lower()} {name}, row {row['row']}, column {row['column']}, "
            f"bit {', '.join(map(str, bits))}",
            outcome=f"{row['critical_elements']} critical, {row['missed_elements']} missed, "
            f"{row['innocent_elements']} masked for nothing",
            error=faulty.accumulators[tile] - clean.accumulators[tile],
            row_deltas=row_deltas,
            column_deltas=column_deltas,
            mask=mask,
        )
        result.examples |= dict.fromkeys(new, example)


def _present(values: npt.NDArray[Any] | None) -> npt.NDArray[Any]:
    if values is None:
        raise UserError("faults are traced by the checks; set protection.abft = true")
    return values
