"""The row locator: a second, weighted check of each row names the column of a single wrong element.

docs/microarchitecture.md ("Locator") is the contract. The check is kept modulo 127, so that doubling is a
rotation of 7 bits; 3 generates all 126 units, so that its powers are distinct weights of as many columns.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import LOCATOR_GENERATOR, LOCATOR_MODULUS, Config

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def column_weights(columns: int) -> Integers:
    """Return the weight of each column, (columns,), 1 to 126: powers of 3, the last column's is 1."""
    powers = [pow(LOCATOR_GENERATOR, columns - 1 - j, LOCATOR_MODULUS) for j in range(columns)]
    return np.array(powers, np.int64)


@functools.cache
def _logarithms() -> Integers:
    """Return k with 3**k = n modulo 127 for n = 1 to 126; n = 0 has none, and gets 0."""
    found = np.zeros(LOCATOR_MODULUS, np.int64)
    for exponent in range(LOCATOR_MODULUS - 1):
        found[pow(LOCATOR_GENERATOR, exponent, LOCATOR_MODULUS)] = exponent
    return found


def row_residues(errors: ArrayLike) -> Integers:
    """Return the weighted check of each row, (T, R), 0 to 126, of errors (T, R, C).

    An error is what an accumulator holds as a signed word, minus the sum of products that it should.
    """
    wrong = np.asarray(errors, np.int64) % LOCATOR_MODULUS
    return np.asarray(wrong @ column_weights(wrong.shape[-1]) % LOCATOR_MODULUS)


def claimed_columns(row_deltas: Integers, residues: Integers, columns: int) -> Integers:
    """Return the column in which one wrong element would explain delta and residue of a row, or -1.

    Args:
        row_deltas: (T, R) signed.
        residues: (T, R), 0 to 126.
        columns: C.
    """
    deltas, logarithms = row_deltas % LOCATOR_MODULUS, _logarithms()
    exponent = (logarithms[residues] - logarithms[deltas]) % (LOCATOR_MODULUS - 1)
    possible = (deltas != 0) & (residues != 0) & (exponent < columns)
    return np.where(possible, columns - 1 - exponent, -1)


class Located(NamedTuple):
    """What the locator makes of tiles."""

    repairs: Flags
    """(T, R, C) elements that are wrong by the delta of their row: at most one in a row."""
    open_rows: Flags
    """(T, R) rows with an error that is not repaired."""
    open_columns: Flags
    """(T, C)."""


def locate(
    config: Config, row_deltas: Integers, column_deltas: Integers, residues: Integers, *, threshold: int
) -> Located:
    """Find wrong elements.

    Args:
        config: gives C and accumulator_width.
        row_deltas: (T, R) signed, accumulator_width bits.
        column_deltas: (T, C).
        residues: (T, R), 0 to 126.
        threshold: as for `golden.recovery.correct`.
    """
    columns, unused = config.array.columns, 64 - config.array.accumulator_width
    claims = claimed_columns(row_deltas, residues, columns)[:, :, None] == np.arange(columns)
    rest = ((column_deltas - (claims * row_deltas[:, :, None]).sum(1)) << unused) >> unused
    repairs = claims & (rest == 0)[:, None, :]
    critical_rows = np.abs(row_deltas) >= 1 << threshold
    critical = (np.abs(column_deltas) >= 1 << threshold) | (claims & critical_rows[:, :, None]).any(1)
    dirty = (row_deltas != 0) | (residues != 0)
    return Located(repairs, dirty & ~repairs.any(2), (rest != 0) & critical)
