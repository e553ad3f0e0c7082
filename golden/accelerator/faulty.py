"""Faults in a session: which tiles of its jobs they touch, and what those tiles come out as.

A session goes from `busy` rising to falling; cycles of fault events count from its `restart`. Only touched
tiles run through `golden.array`, each with the tile before it, whose values late bits may keep.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden import array
from golden.array import ArrayRun
from golden.faults import FaultError, FaultList
from golden.schedule import Integers, Schedule, capture_latency, dense_schedule, first_faulty_cycle

FIRST_BEAT = 200
"""Cycle of a session's first beat where no trace says it; about what fetching and loading take."""


@dataclass(frozen=True, eq=False)
class Trace:
    """What a run of the Verilog recorded of a session. Raises `UserError` when the lengths differ."""

    accept: Integers
    """(beats,) cycle in which each beat was accepted."""
    depths: Integers
    """(tiles,) beats of each tile."""
    job: Integers
    """(tiles,) ring index of its job."""
    tile: Integers
    """(tiles,) p * column_blocks + q."""
    redo: NDArray[np.bool_]
    """(tiles,) second passes."""
    point_cycles: Integers = field(default_factory=lambda: np.zeros(1, np.int64))
    """(changes,) first cycle of each operating point; those before the first one have the first."""
    points: Integers = field(default_factory=lambda: np.zeros(1, np.int64))
    """(changes,) the operating points."""

    def __post_init__(self) -> None:
        if not len(self.depths) == len(self.job) == len(self.tile) == len(self.redo):
            raise UserError("a trace has one depth, job, tile and redo for each tile")
        if not len(self.points) == len(self.point_cycles) >= 1:
            raise UserError("a trace has at least one operating point, and a cycle for each")

    def point_at(self, cycles: Integers) -> Integers:
        """Return the operating point present in each cycle."""
        change = np.searchsorted(self.point_cycles, cycles, side="right") - 1
        return np.asarray(self.points, np.int64)[np.maximum(change, 0)]


class Pass(NamedTuple):
    """Tiles of a job that run one after the other: its first pass, or its second."""

    job: int
    """Ring index."""
    tiles: Integers
    depth: int
    redo: bool
    point: int
    operands: Callable[[int], tuple[NDArray[np.int8], NDArray[np.int8]]]
    """Tile number -> (R, K), (K, C), padded with zeros."""


class FaultyTiles(NamedTuple):
    """Tiles of a pass that faults may have changed."""

    places: Integers
    """(T,) index into the tiles of the pass."""
    run: ArrayRun
    """T tiles."""


class Session:
    """The tiles of a session, pass by pass, under its faults."""

    def __init__(
        self,
        config: Config,
        faults: FaultList | None = None,
        points: frozenset[int] | None = None,
        trace: Trace | None = None,
    ) -> None:
        """Start a session.

        Args:
            config: the accelerator.
            faults: events, cycles relative to the session's restart.
            points: operating points at which they apply; None for all.
            trace: when beats were accepted. Without one every beat follows the one before it, from
                `FIRST_BEAT` on, and an event has the operating point of the tile that it hits.

        Raises `FaultError` for a list of another configuration or with events too early.
        """
        if faults is not None and faults.config.hash != config.hash:
            raise FaultError("the fault list was made for another configuration; draw it again for this one")
        self._config, self._faults, self._points, self._trace = config, faults, points, trace
        self._passes: list[Pass] = []
        self._starts = [0]
        if faults is None or trace is None:
            return
        if points is not None:
            present = trace.point_at(faults.events["cycle"].astype(np.int64))
            kept = faults.events[np.isin(present, list(points))]
            self._faults = FaultList(config, kept, faults.seed)
        if len(trace.depths):
            self._schedule = Schedule(trace.accept, trace.depths)
            self._tile_of_event, self._touched = self._touch()

    def run(self, part: Pass) -> FaultyTiles | None:
        """Return the touched tiles of the next pass; None when there are none.

        Raises `UserError` when the trace has another tile here.
        """
        first = self._starts[-1]
        stop = first + len(part.tiles)
        self._passes.append(part)
        self._starts.append(stop)
        if self._trace is not None:
            self._check(part, first, stop, self._trace)
        if self._faults is None or not len(self._faults):
            return None
        if self._trace is None:
            depths = np.repeat([one.depth for one in self._passes], [len(one.tiles) for one in self._passes])
            self._schedule = dense_schedule(self._config, depths, FIRST_BEAT)
            self._tile_of_event, self._touched = self._touch()
        places = np.flatnonzero(self._touched[first:stop])
        return FaultyTiles(places, self._replay(first + places)) if len(places) else None

    def finish(self) -> None:
        """Raise `UserError` when the trace has tiles that were not run."""
        done = self._starts[-1]
        if self._trace is not None and len(self._trace.depths) != done:
            raise UserError(f"the trace has {len(self._trace.depths)} tiles, but the session ran {done}")

    def _check(self, part: Pass, first: int, stop: int, trace: Trace) -> None:
        found = [getattr(trace, name)[first:stop] for name in ("job", "tile", "redo", "depths")]
        same = np.ones(len(part.tiles), np.int64)
        wanted = [same * part.job, part.tiles, same * part.redo, same * part.depth]
        for name, one, other in zip(("job", "tile", "redo", "depth"), found, wanted, strict=True):
            if len(one) != len(part.tiles):
                raise UserError(f"the trace ends after {len(trace.depths)} tiles, before tile {stop - 1}")
            bad = np.flatnonzero(one != other)
            if bad.size:
                raise UserError(
                    f"tile {first + bad[0]} of the trace has {name} {one[bad[0]]}, but the model is at "
                    f"{other[bad[0]]}; give the trace of the same submission"
                )

    def _touch(self) -> tuple[Integers, NDArray[np.bool_]]:
        """Return the tile that each event hits, and which tiles are hit."""
        assert self._faults is not None
        config, events, tiles = self._config, self._faults.events, len(self._schedule.depths)
        if len(events) and events["cycle"][0] < first_faulty_cycle(config):
            raise FaultError(
                f"there is a fault event in cycle {events['cycle'][0]}; events are allowed from cycle "
                f"{first_faulty_cycle(config)} on"
            )
        latency = capture_latency(config, events["register"], events["row"], events["column"])
        tile = self._schedule.tile_of(events["cycle"].astype(np.int64) - latency)
        if self._trace is None and self._points is not None:
            points = np.repeat([one.point for one in self._passes], [len(one.tiles) for one in self._passes])
            applies = np.isin(np.append(points, -1)[tile], list(self._points))
            tile = np.where(applies, tile, tiles)
        touched = np.zeros(tiles + 1, bool)
        touched[tile] = True
        return tile, touched[:-1]

    def _replay(self, wanted: Integers) -> ArrayRun:
        """Run these tiles, all touched and in order, with what they need; return only them."""
        # A late bit at a tile's first slots keeps a value of the tile before, which may be touched too.
        needed = set(wanted.tolist())
        for tile in wanted.tolist():
            before = tile - 1
            while before >= 0 and before not in needed:
                needed.add(before)
                if not self._touched[before]:
                    break
                before -= 1
        chosen = np.array(sorted(needed))
        a, b = zip(*(self._operands(int(tile)) for tile in chosen), strict=True)
        schedule = self._schedule
        beats = np.concatenate(
            [
                np.arange(start, start + depth)
                for start, depth in zip(schedule.first_beats[chosen], schedule.depths[chosen], strict=True)
            ]
        )
        part = Schedule(schedule.accept[beats], schedule.depths[chosen])
        assert self._faults is not None
        events = self._faults.events[np.isin(self._tile_of_event, chosen)]
        run = array.run(self._config, a, b, part, FaultList(self._config, events))
        kept = np.isin(chosen, wanted)
        changes: Any = {name: value[kept] for name, value in vars(run).items() if value is not None}
        return replace(run, **changes)

    def _operands(self, tile: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        number = int(np.searchsorted(self._starts, tile, side="right")) - 1
        part = self._passes[number]
        return part.operands(int(part.tiles[tile - self._starts[number]]))
