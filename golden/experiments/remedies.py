"""Ways to find wrong results by checksums, beside `golden.recovery.correct`: for comparison only.

Each takes tiles as `Evidence` and returns a `Verdict`. The errors themselves are for oracles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from golden.recovery import correct

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Evidence(NamedTuple):
    """What is known of T tiles."""

    config: Config
    threshold: int
    errors: Integers
    """(T, R, C) what each result is too large by."""
    row_deltas: Integers
    """(T, R)."""
    column_deltas: Integers
    """(T, C)."""
    row_residues: Integers
    """(T, R), of the locator."""

    @property
    def critical(self) -> Flags:
        """(T, R, C) errors of at least 2**threshold: what is to be found."""
        return np.abs(self.errors) >= 1 << self.threshold

    @property
    def row_flags(self) -> Flags:
        """(T, R)."""
        return np.abs(self.row_deltas) >= 1 << self.threshold

    @property
    def column_flags(self) -> Flags:
        """(T, C)."""
        return np.abs(self.column_deltas) >= 1 << self.threshold

    @property
    def product(self) -> Flags:
        """(T, R, C) flagged rows x flagged columns."""
        return self.row_flags[:, :, None] & self.column_flags[:, None, :]


class Verdict(NamedTuple):
    """What becomes of the tiles."""

    errors: Integers
    """(T, R, C) what results are too large by after correction."""
    mask: Flags
    """(T, R, C) results to be replaced."""


def unprotected(tiles: Evidence) -> Verdict:
    """Replace nothing."""
    return Verdict(tiles.errors, np.zeros_like(tiles.critical))


def rows_by_columns(tiles: Evidence) -> Verdict:
    """Replace flagged rows x flagged columns, without any correction."""
    return Verdict(tiles.errors, tiles.product)


def corrected(tiles: Evidence, *, limit: int = 8, locator: bool = False) -> Verdict:
    """Correct as the hardware does, by lists of at most `limit` entries or by its locator."""
    config = tiles.config.replace(protection__correction_limit=limit, protection__locator=locator)
    # Corrected accumulators that should be zero are what stays wrong.
    found = correct(
        config,
        tiles.errors,
        tiles.row_deltas,
        tiles.column_deltas,
        threshold=tiles.threshold,
        row_residues=tiles.row_residues,
    )
    return Verdict(found.accumulators, found.mask)


def lists(tiles: Evidence) -> Verdict:
    """Correct unique pairs of equal flagged deltas, up to 8 rows and columns."""
    return corrected(tiles)


def longer_lists(tiles: Evidence) -> Verdict:
    """Do so up to 16 rows and columns."""
    return corrected(tiles, limit=16)


def locator(tiles: Evidence) -> Verdict:
    """Correct by the weighted residue of each row."""
    return corrected(tiles, locator=True)


def halves(tiles: Evidence) -> Verdict:
    """Correct by lists in blocks of half the columns, each with row checks of its own."""
    count, rows, columns = tiles.errors.shape
    half = columns // 2
    errors = tiles.errors.reshape(count, rows, 2, half).swapaxes(1, 2).reshape(-1, rows, half)
    unused = 64 - tiles.config.array.accumulator_width
    blocks = tiles._replace(
        config=tiles.config.replace(array__columns=half),
        errors=errors,
        row_deltas=(errors.sum(2) << unused) >> unused,
        column_deltas=tiles.column_deltas.reshape(-1, half),
    )

    def whole(parts: NDArray[np.generic]) -> NDArray[np.generic]:
        return parts.reshape(count, 2, rows, half).swapaxes(1, 2).reshape(count, rows, columns)

    found = corrected(blocks)
    return Verdict(whole(found.errors).astype(np.int64), whole(found.mask).astype(bool))


def matching(tiles: Evidence) -> Verdict:
    """Match deltas before masking: of all lines, those below the threshold too, and without any limit.

    A value that as many rows as columns have explains them: one of each is corrected, more are masked among
    themselves. What is left is masked rows x columns. When only rows (or columns) are left and row
    deltas still add up to column deltas, errors have cancelled, and whole lines are masked.
    """
    rows, columns = tiles.row_deltas, tiles.column_deltas
    agree = (rows[:, :, None] == columns[:, None, :]) & (rows != 0)[:, :, None]
    partners, suitors = agree.sum(2, keepdims=True), agree.sum(1, keepdims=True)
    single = agree & (partners == 1) & (suitors == 1)
    group = agree & (partners == suitors) & ~single
    explained = single | group
    left_rows = np.where(explained.any(2), 0, rows)
    left_columns = np.where(explained.any(1), 0, columns)
    reach, width = 1 << tiles.threshold, tiles.config.array.accumulator_width
    mask = group & tiles.row_flags[:, :, None]
    left = np.concatenate([left_rows, left_columns], 1)
    critical = (np.abs(left) >= reach).any(1, keepdims=True)[:, :, None]
    some_rows, some_columns = left_rows != 0, left_columns != 0
    mask |= some_rows[:, :, None] & some_columns[:, None, :] & critical
    balanced = (rows.sum(1) - columns.sum(1)) % (1 << width) == 0
    alone = balanced & (some_rows.any(1) ^ some_columns.any(1))
    mask |= (some_rows[:, :, None] | some_columns[:, None, :]) & critical & alone[:, None, None]
    unused = 64 - width
    errors = np.where(single, tiles.errors - rows[:, :, None], tiles.errors)
    return Verdict((errors << unused) >> unused, mask)


def oracle(tiles: Evidence) -> Verdict:
    """Replace just what is wrong."""
    return Verdict(tiles.errors, tiles.critical)


def innocents_only(tiles: Evidence) -> Verdict:
    """Replace flagged rows x columns, and what they miss too: what innocent elements alone do."""
    return Verdict(tiles.errors, tiles.product | tiles.critical)


def misses_only(tiles: Evidence) -> Verdict:
    """Replace what is wrong where flagged rows and columns show it: what misses alone do."""
    return Verdict(tiles.errors, tiles.product & tiles.critical)


REMEDIES: Mapping[str, Callable[[Evidence], Verdict]] = {
    "unprotected": unprotected,
    "rows x columns": rows_by_columns,
    "innocents only": innocents_only,
    "misses only": misses_only,
    "lists": lists,
    "longer lists": longer_lists,
    "matching": matching,
    "halves": halves,
    "locator": locator,
    "oracle": oracle,
}
