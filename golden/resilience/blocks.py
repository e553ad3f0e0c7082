"""Blocks of R x C of many matrices: taken out, and put back."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from drift_hw.config import Config
from golden.gpu import put, take
from golden.timing.model import block_counts

Integers = NDArray[np.int64]


class Blocks:
    """Some blocks of matrices (..., M, N), cut as the array cuts them; those at the edges are padded.

    Blocks are numbered as deltas are: matrices outermost, then block rows, then block columns.
    """

    def __init__(self, config: Config, shape: tuple[int, ...], chosen: Integers) -> None:
        """Choose blocks, (n,), of matrices of this `shape` (..., M, N)."""
        rows, columns = shape[-2:]
        down, across = block_counts(config, rows, columns)
        matrix, block = np.divmod(chosen, down * across)
        top, left = np.divmod(block, across)
        row = top[:, None] * config.array.rows + np.arange(config.array.rows)
        column = left[:, None] * config.array.columns + np.arange(config.array.columns)
        self.inside: NDArray[np.bool_] = (row < rows)[:, :, None] & (column < columns)[:, None, :]
        """(n, R, C): elements that are no padding."""
        self.place: Integers = (
            (matrix[:, None, None] * rows + np.minimum(row, rows - 1)[:, :, None]) * columns
        ) + np.minimum(column, columns - 1)[:, None, :]
        """(n, R, C) position of each element in the flattened matrices; of padding, some element's."""

    def take(self, matrices: Tensor) -> NDArray[Any]:
        """Return the blocks (n, R, C) of contiguous `matrices`; padding is 0."""
        values = take(matrices, self.place)
        values[~self.inside] = 0
        return values

    def put(self, matrices: Tensor, values: NDArray[Any], where: NDArray[np.bool_]) -> None:
        """Write the marked elements of blocks (n, R, C) into contiguous `matrices`, but for padding."""
        chosen = where & self.inside
        put(matrices, self.place[chosen], values[chosen])
