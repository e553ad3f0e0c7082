"""The time line of the array: which beat is accepted in which cycle, and when it reaches which flop.

docs/microarchitecture.md ("Cycle numbers") is the contract. A beat accepted in cycle c, or the bubble
of a cycle without one, is called slot c: it is captured later by each flop that it passes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.faults import Region, regions

Integers = NDArray[np.int64]


class ScheduleError(UserError):
    """A schedule that the hardware can not have followed."""


@dataclass(frozen=True, eq=False)
class Schedule:
    """When each beat was accepted.

    Raises `ScheduleError` unless there is at least one tile, each has at least one beat, there is one
    cycle per beat, and the cycles increase from 0.
    """

    accept: Integers
    """(beats,) cycle in which each beat is accepted, all tiles one after the other."""
    depths: Integers
    """(tiles,) beats of each tile, K."""

    def __post_init__(self) -> None:
        for name in ("accept", "depths"):
            values = np.asarray(getattr(self, name))
            if values.ndim != 1 or not values.size or values.dtype.kind not in "iu":
                raise ScheduleError(f"{name} of a schedule must be a list of integers, at least one")
            object.__setattr__(self, name, values.astype(np.int64))
        if self.depths.min() < 1:
            raise ScheduleError(f"every tile has at least one beat, not {self.depths.min()}")
        if self.depths.sum() != len(self.accept):
            raise ScheduleError(
                f"a schedule of {self.depths.sum()} beats needs as many cycles, not {len(self.accept)}"
            )
        bad = np.flatnonzero(np.diff(self.accept, prepend=-1) < 1)
        if bad.size:
            raise ScheduleError(
                f"beats must be accepted one after the other from cycle 0 on, but beat {bad[0]} is accepted "
                f"in cycle {self.accept[bad[0]]}"
            )

    @classmethod
    def of_tiles(cls, accept_cycles: Sequence[ArrayLike]) -> Self:
        """Return the schedule of what a monitor recorded: per tile, the cycles of its beats."""
        tiles = [np.atleast_1d(np.asarray(cycles)) for cycles in accept_cycles]
        if not tiles:
            raise ScheduleError("a schedule needs at least one tile")
        return cls(np.concatenate(tiles), np.array([len(cycles) for cycles in tiles]))

    @cached_property
    def first_beats(self) -> Integers:
        """(tiles,) index of each tile's first beat."""
        return np.cumsum(self.depths) - self.depths

    @cached_property
    def flushes(self) -> Integers:
        """(tiles,) slot whose flush marker ends each tile: the cycle after its last beat."""
        return self.accept[np.cumsum(self.depths) - 1] + 1

    def tile_of(self, slots: ArrayLike) -> Integers:
        """Return the tile that each slot adds to; `tiles` for slots after the last tile.

        A tile owns the slots from the flush of the one before it (from 0 for the first) up to its last beat.
        """
        return np.searchsorted(self.flushes, slots, side="right").astype(np.int64)

    def beat_of(self, slots: Integers) -> Integers:
        """Return the beat that was accepted in each slot; -1 for a bubble."""
        beats = np.minimum(np.searchsorted(self.accept, slots), len(self.accept) - 1)
        return np.where(self.accept[beats] == slots, beats, -1).astype(np.int64)

    def check(self, config: Config) -> None:
        """Raise `ScheduleError` unless flushes, the first one in cycle 0, are `drain_cycles` apart."""
        distance = np.diff(self.flushes, prepend=0)
        bad = np.flatnonzero(distance < config.drain_cycles)
        if bad.size:
            raise ScheduleError(
                f"the flush of tile {bad[0]} comes {distance[bad[0]]} cycles after the one before it, but "
                f"this array drains for {config.drain_cycles}: the schedule is not of this configuration"
            )


def dense_schedule(config: Config, depths: ArrayLike, first_cycle: int = 0) -> Schedule:
    """Return the schedule of the hardware when input is always valid and results are always taken.

    The last beat of a tile waits until flushes are `drain_cycles` apart. The model leaves out the tile
    buffer, which holds up short tiles further; take such schedules from the Verilog.

    Args:
        config: gives `drain_cycles`.
        depths: (tiles,) beats of each tile, at least 1.
        first_cycle: cycle of the first beat, from 0.

    Raises:
        ScheduleError: a depth below 1 or a negative first cycle.
    """
    beats = np.atleast_1d(np.asarray(depths, np.int64))
    if first_cycle < 0 or not beats.size or beats.min() < 1:
        raise ScheduleError("a schedule needs tiles of at least one beat and a first cycle from 0")
    last = np.cumsum(np.maximum(beats, config.drain_cycles))
    # The first tile has only its own beats, and the flush of reset, to wait for.
    last += max(first_cycle + int(beats[0]) - 1, config.drain_cycles - 1) - last[0]
    start = np.append(first_cycle, last[:-1] + 1)
    accept = np.arange(beats.sum()) + np.repeat(start - (np.cumsum(beats) - beats), beats)
    accept[np.cumsum(beats) - 1] = last
    return Schedule(accept, beats)


def capture_latency(config: Config, register: ArrayLike, row: ArrayLike, column: ArrayLike) -> Integers:
    """Return the cycles from a slot to the edge at which each register captures it.

    Arguments broadcast; sites may be checksum PEs, whose timing is that of column 0 or of row 0.
    """
    i, j = np.asarray(row, np.int64), np.asarray(column, np.int64)
    region = regions(config, i, j)
    i = np.where(region == Region.CHECKSUM_ROW, 0, i)
    j = np.where(region == Region.CHECKSUM_COLUMN, 0, j)
    stage = np.array([1, 1, 2, config.accumulator_latency])
    return np.asarray(stage[np.asarray(register, np.int64)] + i + j, np.int64)


def first_faulty_cycle(config: Config) -> int:
    """Return the first cycle in which the model allows a fault.

    Datapath flops power up at unknown levels; by then the bubbles and the flush of reset have set every
    one of them, so that a late bit keeps a known value.
    """
    return config.array.rows + config.array.columns + 8
