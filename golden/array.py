"""The faulty array: what tiles come out as when flops capture wrongly, exact to the cycle and the bit.

Clean results come from the integer GEMM; `golden.replay` then corrects what the faults touched, in each of
the three grids of PEs: data, checksum column, checksum row. docs/microarchitecture.md is the contract; a
test compares this with a simulation of every register in every cycle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.abft import Checks, checksums
from golden.faults import EVENT, FaultError, FaultList, Region
from golden.integer import matmul
from golden.locator import row_residues
from golden.replay import Grid, signed
from golden.schedule import Schedule, first_faulty_cycle

Integers = NDArray[np.int64]
Tiles = Sequence[ArrayLike] | NDArray[np.int8]


@dataclass(frozen=True)
class ArrayRun:
    """What the array delivers for T tiles; None without ABFT, or without a locator."""

    accumulators: Integers
    """(T, R, C) results, signed accumulator_width bits."""
    row_checksums: Integers | None = None
    """(T, R) accumulators of the checksum column: minus the checksums of the rows."""
    column_checksums: Integers | None = None
    """(T, C) accumulators of the checksum row: minus the checksums of the columns."""
    row_deltas: Integers | None = None
    """(T, R)."""
    column_deltas: Integers | None = None
    """(T, C)."""
    row_residues: Integers | None = None
    """(T, R), 0 to 126: of the locator."""

    def checks(self, threshold: int) -> Checks:
        """Return flags and mask at this threshold; raises `UserError` without ABFT."""
        if self.row_deltas is None or self.column_deltas is None:
            raise UserError("there are no checks without ABFT; set protection.abft = true")
        return Checks(torch.from_numpy(self.row_deltas), torch.from_numpy(self.column_deltas), threshold)


def run(
    config: Config,
    a_tiles: Tiles,
    b_tiles: Tiles,
    schedule: Schedule,
    faults: FaultList | None = None,
) -> ArrayRun:
    """Run tiles through the array from reset on, with these faults.

    Args:
        config: the array.
        a_tiles: T arrays (R, K) of int8 operands; K may differ by tile.
        b_tiles: T arrays (K, C).
        schedule: when each beat was accepted; cycles without a beat are bubbles.
        faults: events from `first_faulty_cycle(config)` on; those after the last tile change nothing.

    Raises:
        UserError: tiles that do not fit the configuration or the schedule, a schedule of another
            configuration, a fault list of another configuration or with events too early.
    """
    grids = operands(config, a_tiles, b_tiles, schedule)
    schedule.check(config)
    faults = FaultList(config, np.zeros(0, EVENT)) if faults is None else faults
    if faults.config.hash != config.hash:
        raise FaultError("the fault list was made for another configuration; draw it again for this one")
    first = first_faulty_cycle(config)
    if len(faults) and faults.events["cycle"][0] < first:
        raise FaultError(
            f"there is a fault event in cycle {faults.events['cycle'][0]}, when flops may still hold what "
            f"they powered up with; events are allowed from cycle {first} on"
        )
    clean = _clean(config, a_tiles, b_tiles, schedule)
    results = {
        region: Grid(config, region, *pair, clean[region], schedule).run(faults)
        for region, pair in grids.items()
    }
    accumulators = results[Region.DATA]
    if not config.protection.abft:
        return ArrayRun(accumulators)
    width = config.array.accumulator_width
    rows, columns = results[Region.CHECKSUM_COLUMN][:, :, 0], results[Region.CHECKSUM_ROW][:, 0, :]
    return ArrayRun(
        accumulators,
        rows,
        columns,
        signed(accumulators.sum(2) + rows, width),
        signed(accumulators.sum(1) + columns, width),
        row_residues(accumulators - clean[Region.DATA]) if config.protection.locator else None,
    )


def operands(
    config: Config, a_tiles: Tiles, b_tiles: Tiles, schedule: Schedule
) -> dict[Region, tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]]:
    """Return the operands of each grid of PEs there is, (rows, beats) and (columns, beats).

    Those of data PEs are int8, sums for checksum PEs int16. Raises `UserError` as `run` does for tiles.
    """
    a, b = _beats(config, a_tiles, b_tiles, schedule)
    grids: dict[Region, tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]] = {Region.DATA: (a, b)}
    if config.protection.abft:
        # 256 operands of 8 bits sum up to no more than 16.
        grids[Region.CHECKSUM_COLUMN] = (a, b.sum(0, dtype=np.int16, keepdims=True))
        grids[Region.CHECKSUM_ROW] = (a.sum(0, dtype=np.int16, keepdims=True), b)
    return grids


def _beats(
    config: Config,
    a_tiles: Tiles,
    b_tiles: Tiles,
    schedule: Schedule,
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the operands of all beats, (R, beats) and (C, beats), after checking the tiles."""
    rows, columns = config.array.rows, config.array.columns
    tiles = len(schedule.depths)
    if len(a_tiles) != tiles or len(b_tiles) != tiles:
        raise UserError(f"a schedule of {tiles} tiles needs as many, not {len(a_tiles)} and {len(b_tiles)}")
    low, high = -config.output_limit - 1, config.output_limit
    lanes = []
    for name, operands, axis, lane_count in (("A", a_tiles, 0, rows), ("B", b_tiles, 1, columns)):
        parts = [np.asarray(tile) for tile in operands]
        for number, (tile, depth) in enumerate(zip(parts, schedule.depths.tolist(), strict=True)):
            shape = (lane_count, depth) if axis == 0 else (depth, lane_count)
            if tile.shape != shape or tile.dtype != np.int8:
                raise UserError(
                    f"tile {number}: {name} must be int8 of shape {shape}, not {tile.dtype} {tile.shape}"
                )
        joined = np.concatenate(parts, axis=1 - axis)
        if joined.min() < low or joined.max() > high:
            wrong = joined.min() if joined.min() < low else joined.max()
            raise UserError(f"operands of {name} must be from {low} to {high}, not {wrong}")
        lanes.append(np.ascontiguousarray(joined if axis == 0 else joined.T))
    return lanes[0], lanes[1]


def _clean(
    config: Config,
    a_tiles: Tiles,
    b_tiles: Tiles,
    schedule: Schedule,
) -> dict[Region, Integers]:
    """Return the final accumulators of each grid without faults, not yet wrapped: (T, rows, columns)."""
    tiles, rows, columns = len(schedule.depths), config.array.rows, config.array.columns
    clean = {
        Region.DATA: np.empty((tiles, rows, columns), np.int64),
        Region.CHECKSUM_COLUMN: np.empty((tiles, rows, 1), np.int64),
        Region.CHECKSUM_ROW: np.empty((tiles, 1, columns), np.int64),
    }
    for depth in np.unique(schedule.depths):
        chosen = np.flatnonzero(schedule.depths == depth).tolist()
        a, b = (
            torch.from_numpy(np.stack([np.asarray(operands[t]) for t in chosen]))
            for operands in (a_tiles, b_tiles)
        )
        clean[Region.DATA][chosen] = matmul(a, b).numpy()
        if config.protection.abft:
            row_checksums, column_checksums = checksums(a, b)
            clean[Region.CHECKSUM_COLUMN][chosen] = -row_checksums.numpy()[:, :, None]
            clean[Region.CHECKSUM_ROW][chosen] = -column_checksums.numpy()[:, None, :]
    return clean
