"""Recovery of tiles: correction of accumulators by their deltas, and what becomes of elements still masked.

docs/accelerator.md ("Recovery of a tile") is the contract. Both functions take any number of tiles at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import Config
from drift_hw.control.descriptor import Policy
from drift_hw.errors import UserError
from golden.locator import locate

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Int8 = NDArray[np.int8]


class Correction(NamedTuple):
    """Tiles after correction; the mask of a tile is row_flags x column_flags."""

    accumulators: Integers
    """(T, R, C) signed accumulator_width bits."""
    row_flags: Flags
    """(T, R), without those of corrected rows."""
    column_flags: Flags
    """(T, C)."""
    corrected: Flags
    """(T, R, C) elements that were repaired: at most one in a row; without a locator, or in a column."""

    @property
    def mask(self) -> Flags:
        """(T, R, C) elements that are still masked."""
        return self.row_flags[:, :, None] & self.column_flags[:, None, :]


def correct(
    config: Config,
    accumulators: ArrayLike,
    row_deltas: ArrayLike,
    column_deltas: ArrayLike,
    *,
    threshold: int,
    enabled: ArrayLike = True,
    row_residues: ArrayLike | None = None,
) -> Correction:
    """Subtract the delta of each flagged row from the one flagged column that has the same delta.

    With a locator, that of each row from the column that it claims, and open rows and columns are flagged.

    Args:
        config: gives accumulator_width, and `correction_entries`: tiles with more flagged rows, or more
            flagged columns, stay as they are.
        accumulators: (T, R, C) signed, accumulator_width bits.
        row_deltas: (T, R) signed, accumulator_width bits.
        column_deltas: (T, C).
        threshold: rows and columns are flagged when |delta| >= 2**threshold.
        enabled: bool, or (T,): which tiles are corrected at all.
        row_residues: (T, R), 0 to 126, which a locator needs.

    Raises:
        UserError: a locator without residues.
    """
    values = np.asarray(accumulators, np.int64)
    rows, columns = np.asarray(row_deltas, np.int64), np.asarray(column_deltas, np.int64)
    row_flags, column_flags = np.abs(rows) >= 1 << threshold, np.abs(columns) >= 1 << threshold
    unused = 64 - config.array.accumulator_width
    if config.protection.locator:
        if row_residues is None:
            raise UserError("a configuration with protection.locator is corrected by residues too; give them")
        found = locate(config, rows, columns, np.asarray(row_residues, np.int64), threshold=threshold)
        chosen = np.broadcast_to(np.asarray(enabled, bool), len(values))[:, None]
        corrected = found.repairs & chosen[:, :, None]
        return Correction(
            (np.where(corrected, values - rows[:, :, None], values) << unused) >> unused,
            np.where(chosen, found.open_rows, row_flags),
            np.where(chosen, found.open_columns, column_flags),
            corrected,
        )
    limit = config.correction_entries
    fits = (row_flags.sum(1) <= limit) & (column_flags.sum(1) <= limit) & np.asarray(enabled, bool)
    agree = (rows[:, :, None] == columns[:, None, :]) & row_flags[:, :, None] & column_flags[:, None, :]
    unique = (agree.sum(2, keepdims=True) == 1) & (agree.sum(1, keepdims=True) == 1)
    corrected = agree & unique & fits[:, None, None]
    return Correction(
        (np.where(corrected, values - rows[:, :, None], values) << unused) >> unused,
        row_flags & ~corrected.any(2),
        column_flags & ~corrected.any(1),
        corrected,
    )


class Recovered(NamedTuple):
    """What becomes of tiles; the counts are those of `RECOVERY_COUNTERS` of the same name."""

    tiles: Int8
    """(T, R, C) what is written to the output and to the checkpoint; of a discarded tile, nothing is."""
    masked: Flags
    """(T,) tiles with masked elements."""
    discarded: Flags
    """(T,) tiles to be run again; each counts as recomputed."""
    rolled_back_elements: int
    missing_checkpoints: int
    zeroed_elements: int
    recomputed_tiles: int
    failed_recomputations: int


def recover(
    quantised: ArrayLike,
    mask: ArrayLike,
    action: Policy,
    *,
    checkpoint: ArrayLike | None = None,
    redo: bool = False,
    rows: ArrayLike | None = None,
    columns: ArrayLike | None = None,
) -> Recovered:
    """Replace or discard what is still masked after correction, and set padding to zero.

    Args:
        quantised: int8 (T, R, C).
        mask: bool (T, R, C).
        action: of the job; NONE without its flag `abft`.
        checkpoint: int8 (T, R, C) for ROLLBACK; None when the job has none.
        redo: these are second passes, which pass whatever their mask holds.
        rows: rows that are no padding, one number or (T,); by default all.
        columns: likewise.
    """
    values, chosen = np.asarray(quantised, np.int8), np.asarray(mask, bool)
    tiles, r, c = values.shape
    masked = np.asarray(chosen.any((1, 2)), bool)
    elements, count = int(chosen.sum()), int(masked.sum())
    first_pass = action == Policy.RECOMPUTE and not redo
    rolled_back = action == Policy.ROLLBACK and checkpoint is not None
    if rolled_back:
        values = np.where(chosen, np.asarray(checkpoint, np.int8), values)
    elif action in (Policy.ROLLBACK, Policy.ZERO):
        values = np.where(chosen, np.int8(0), values)
    kept = np.arange(r) < np.broadcast_to(r if rows is None else rows, tiles)[:, None]
    kept = (
        kept[:, :, None]
        & (np.arange(c) < np.broadcast_to(c if columns is None else columns, tiles)[:, None])[:, None, :]
    )
    return Recovered(
        np.where(kept, values, np.int8(0)),
        masked,
        np.asarray(masked & first_pass, bool),
        rolled_back_elements=elements * rolled_back,
        missing_checkpoints=count * (action == Policy.ROLLBACK and not rolled_back),
        zeroed_elements=elements * (action == Policy.ZERO),
        recomputed_tiles=count * first_pass,
        failed_recomputations=count * (action == Policy.RECOMPUTE and redo),
    )
