"""Faults in a session: which tiles of its jobs they touch, and what those tiles come out as.

A session goes from `busy` rising to falling; cycles of fault events count from its `restart`. Only touched
tiles run through `golden.array`, each with the tile before it, whose values late bits may keep.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden import array
from golden.array import ArrayRun
from golden.faults import EVENT, FaultError, FaultList
from golden.schedule import Integers, Schedule, capture_latency, dense_schedule, first_faulty_cycle

FIRST_BEAT = 200
"""Cycle of a session's first beat where no trace says it; about what fetching and loading take."""
ALL_POINTS = 0xFFFF
"""A bit for each operating point."""


class Trace(Protocol):
    """What a run of the Verilog recorded of one session, or of several in turn."""

    @property
    def cycles(self) -> NDArray[Any]:
        """(beats,) cycle in which each beat was accepted, from its session's restart on."""

    @property
    def tiles(self) -> NDArray[Any]:
        """(tiles,) in the order fed, with the fields `beats`, `tile`, `job`, `redo` and `point`.

        `beats` counts all beats up to and including the tile's last, `tile` is p * column_blocks + q, `job`
        the ring index, `redo` 1 for a second pass, and `point` the operating point.

        With an attribute `points` too, fields `cycle` and `point`, the operating point is known in every
        cycle: an entry for each change, and one in cycle 0 of each session.
        """


class Fed(NamedTuple):
    """When tiles were fed, and at which operating points."""

    accept: Integers
    """(beats,)."""
    points: Integers
    """(tiles,)."""


class TraceReader:
    """Hands out a trace, tiles in turn. Raises `UserError` when the model is somewhere else."""

    def __init__(self, trace: Trace) -> None:
        self._trace, self._tile, self._session = trace, 0, 0
        self._changes: Integers = np.zeros(0, np.int64)

    def points(self, cycles: Integers) -> Integers | None:
        """Start the next session; return its operating point in these cycles, None when it is not known."""
        changes = getattr(self._trace, "points", None)
        if changes is None:
            return None
        starts = np.append(np.flatnonzero(changes["cycle"] == 0), len(changes))
        if self._session + 1 >= len(starts):
            raise UserError(f"the trace has {len(starts) - 1} submissions, but the model is at another one")
        own = changes[starts[self._session] : starts[self._session + 1]]
        self._session += 1
        self._changes = own["cycle"][1:][np.diff(own["point"].astype(np.int64)) != 0].astype(np.int64)
        change = np.searchsorted(own["cycle"].astype(np.int64), cycles, side="right") - 1
        return np.asarray(own["point"], np.int64)[change]

    def cleared(self, after: int, until: int) -> int | None:
        """Return the last cycle beyond `after` and up to `until` in which the core was cleared."""
        # The core is cleared in the first cycle of another point.
        found = self._changes[(self._changes > after) & (self._changes <= until)]
        return int(found[-1]) if found.size else None

    def take(self, part: Pass) -> Fed:
        """Return when the tiles of the next pass were fed."""
        first, stop = self._tile, self._tile + len(part.tiles)
        tiles = self._trace.tiles[first:stop]
        if len(tiles) != len(part.tiles):
            raise UserError(
                f"the trace ends after {first + len(tiles)} tiles, but job {part.job} goes on; give the "
                "trace of the same submissions"
            )
        beats = self._trace.tiles["beats"][:stop].astype(np.int64)
        depths = np.diff(beats, prepend=0)[first:]
        same = np.ones(len(tiles), np.int64)
        wanted = {"job": same * part.job, "tile": part.tiles, "redo": same * part.redo}
        found = {name: tiles[name].astype(np.int64) for name in wanted}
        for name, one, other in (
            *((name, found[name], wanted[name]) for name in wanted),
            ("beats", depths, same * part.depth),
        ):
            bad = np.flatnonzero(one != other)
            if bad.size:
                raise UserError(
                    f"tile {first + bad[0]} of the trace has {name} {one[bad[0]]}, but the model is at "
                    f"{other[bad[0]]}; give the trace of the same submissions"
                )
        self._tile = stop
        start = int(beats[first - 1]) if first else 0
        accept = self._trace.cycles[start : int(beats[-1])].astype(np.int64)
        return Fed(accept, tiles["point"].astype(np.int64))


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


def _nothing(config: Config) -> Pass:
    """Return the pass of one tile of one beat of zeros."""
    rows, columns = config.array.rows, config.array.columns
    zeros = np.zeros((rows, 1), np.int8), np.zeros((1, columns), np.int8)
    return Pass(-1, np.zeros(1, np.int64), 1, False, 0, lambda _: zeros)


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
        points: ArrayLike = ALL_POINTS,
        trace: TraceReader | None = None,
    ) -> None:
        """Start a session.

        Args:
            config: the accelerator.
            faults: events, cycles relative to the session's restart.
            points: bit n: events apply at operating point n; one number, or one for each event. Where the
                trace does not say the point of each cycle, an event has that of the tile that it hits.
            trace: when beats were accepted. Without one every beat follows the one before it, from
                `FIRST_BEAT` on.

        Raises `FaultError` for a list of another configuration or with events too early.
        """
        events = np.zeros(0, EVENT) if faults is None else faults.events
        if faults is not None and faults.config.hash != config.hash:
            raise FaultError("the fault list was made for another configuration; draw it again for this one")
        first = first_faulty_cycle(config)
        if len(events) and events["cycle"][0] < first:
            raise FaultError(
                f"there is a fault event in cycle {events['cycle'][0]}, when flops may still hold what they "
                f"powered up with; events are allowed from cycle {first} on"
            )
        self._config, self._events, self._trace = config, events, trace
        self._masks = np.broadcast_to(np.asarray(points, np.int64), len(events))
        latency = capture_latency(config, events["register"], events["row"], events["column"])
        cycles = events["cycle"].astype(np.int64)
        self._slots = cycles - latency
        present = None if trace is None else trace.points(cycles)
        if present is not None:
            self._events, self._slots = (
                values[self._masks >> present & 1 == 1] for values in (events, self._slots)
            )
            self._masks = np.full(len(self._events), ALL_POINTS)
        self._passes: list[Pass] = []
        self._fed: list[Fed] = []
        self._starts = [0]

    def run(self, part: Pass) -> FaultyTiles | None:
        """Return the touched tiles of the next pass; None when there are none.

        Raises `UserError` when the trace has other tiles here.
        """
        if self._trace is not None:
            fed = self._trace.take(part)
            before = int(self._fed[-1].accept[-1]) if self._fed else 0
            cleared = self._trace.cleared(before, int(fed.accept[0]))
            if cleared is not None:
                # As if a beat of zeros had been a tile: its flush clears the accumulators.
                self._append(_nothing(self._config), Fed(np.array([cleared - 1]), np.array([part.point])))
            self._append(part, fed)
        else:
            self._append(part, None)
        first = self._starts[-2]
        if not len(self._events):
            return None
        self._place()
        places = np.flatnonzero(self._touched[first:])
        return FaultyTiles(places, self._replay(first + places)) if len(places) else None

    def _append(self, part: Pass, fed: Fed | None) -> None:
        self._passes.append(part)
        self._starts.append(self._starts[-1] + len(part.tiles))
        if fed is not None:
            self._fed.append(fed)

    def _place(self) -> None:
        """Find the tile that each event hits, and which tiles are hit, of the passes so far."""
        counts = [len(part.tiles) for part in self._passes]
        depths = np.repeat([part.depth for part in self._passes], counts)
        if self._trace is None:
            points = np.repeat([part.point for part in self._passes], counts)
            self._schedule = dense_schedule(self._config, depths, FIRST_BEAT)
        else:
            points = np.concatenate([fed.points for fed in self._fed])
            self._schedule = Schedule(np.concatenate([fed.accept for fed in self._fed]), depths)
        tile = self._schedule.tile_of(self._slots)
        applies = (tile < len(depths)) & (self._masks >> np.append(points, 0)[tile] & 1 == 1)
        self._tile_of_event = np.where(applies, tile, -1)
        self._touched = np.zeros(len(depths), bool)
        self._touched[tile[applies]] = True

    def _needed(self, wanted: Integers) -> Integers:
        """Return these tiles and those before them whose values they may keep, in order."""
        # A late bit at a tile's first slots keeps a value of the tile before, which may be touched too.
        needed = set(wanted.tolist())
        for tile in wanted.tolist():
            before = tile - 1
            while before >= 0 and before not in needed:
                needed.add(before)
                if not self._touched[before]:
                    break
                before -= 1
        return np.array(sorted(needed))

    def _replay(self, wanted: Integers) -> ArrayRun:
        """Run these tiles, all touched and in order, with what they need; return only them."""
        chosen = self._needed(wanted)
        a, b = zip(*(self._operands(int(tile)) for tile in chosen), strict=True)
        schedule = self._schedule
        beats = np.concatenate(
            [
                np.arange(start, start + depth)
                for start, depth in zip(schedule.first_beats[chosen], schedule.depths[chosen], strict=True)
            ]
        )
        part = Schedule(schedule.accept[beats], schedule.depths[chosen])
        events = self._events[np.isin(self._tile_of_event, chosen)]
        run = array.run(self._config, a, b, part, FaultList(self._config, events))
        kept = np.isin(chosen, wanted)
        changes: Any = {name: value[kept] for name, value in vars(run).items() if value is not None}
        return replace(run, **changes)

    def _operands(self, tile: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        number = int(np.searchsorted(self._starts, tile, side="right")) - 1
        part = self._passes[number]
        return part.operands(int(part.tiles[tile - self._starts[number]]))
