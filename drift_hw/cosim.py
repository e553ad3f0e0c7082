"""Co-simulation of tiles: the Verilog and the golden model side by side, compared bit by bit.

Tiles go through the simulated core in batches, each from reset on. The model is told in which cycles the
core accepted the beats, and no more; everything else it has to predict.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch

from drift_hw.config import Config
from drift_hw.sim.core_device import CoreSimulation, Requantisation, TileResults
from golden import array
from golden.abft import Checks, Counters
from golden.dit import KINDS
from golden.faults import FaultList, fault_ports, port_writes
from golden.integer import requantise
from golden.schedule import Schedule, first_faulty_cycle
from golden.tiles import TileSet

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
