"""A GEMM cut into the tiles that the array computes, and put together again.

A GEMM (M, K, N) becomes ceil(M / R) x ceil(N / C) tiles of all K beats, row blocks outermost. At the
edges operands are padded with zeros, and the padding's results are dropped again by `assemble`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import Config
from drift_hw.errors import UserError

Int8 = NDArray[np.int8]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]


class TileError(UserError):
    """Tiles that can not be cut, read or used with this configuration."""


@dataclass(frozen=True)
class GemmTiles:
    """One GEMM of shape (M, K, N), cut into n tiles of R x C results."""

    shape: tuple[int, int, int]
    """M, K, N."""
    row0: Int32
    """First row of each tile in the result, (n,)."""
    column0: Int32
    """First column of each tile in the result, (n,)."""
    a: Int8
    """First operands, (n, R, K)."""
    b: Int8
    """Second operands, (n, K, C)."""
    bias: Int64
    """Requantisation, per column, (n, C)."""
    multiplier: Int64
    """Likewise; 0 in padding columns, which so come out as 0."""
    shift: Int64
    """Likewise."""

    def take(self, indices: ArrayLike) -> GemmTiles:
        """Return the tiles of these indices only."""
        order = np.asarray(indices, np.int64)
        names = ("row0", "column0", "a", "b", "bias", "multiplier", "shift")
        return dataclasses.replace(self, **{name: getattr(self, name)[order] for name in names})


def tile_gemm(
    a: ArrayLike,
    b: ArrayLike,
    config: Config,
    *,
    bias: ArrayLike = 0,
    multiplier: ArrayLike = 1,
    shift: ArrayLike = 0,
) -> GemmTiles:
    """Cut the GEMM of `a`, integers (M, K), and `b`, (K, N), for the array of `config`.

    `bias`, `multiplier` and `shift` are integers, scalar or (N,). M, K and N are at least 1. Raises
    `TileError` for other shapes and for operands that do not fit `array.operand_width` bits.
    """
    left, right = np.asarray(a), np.asarray(b)
    if left.ndim != 2 or right.ndim != 2 or left.shape[1] != right.shape[0] or 0 in left.shape + right.shape:
        raise TileError(
            f"can not tile a GEMM of {left.shape} and {right.shape}; give (M, K) and (K, N), each at least 1"
        )
    low = -(1 << (config.array.operand_width - 1))
    for name, operand in (("A", left), ("B", right)):
        if operand.dtype.kind not in "iu" or operand.min() < low or operand.max() > -low - 1:
            raise TileError(
                f"operand {name} must be integers from {low} to {-low - 1} (array.operand_width = "
                f"{config.array.operand_width}), not {operand.dtype} up to {np.abs(operand).max()}"
            )
    (rows, depth), columns = left.shape, right.shape[1]
    R, C = config.array.rows, config.array.columns
    row_blocks, column_blocks = -(-rows // R), -(-columns // C)
    padding = column_blocks * C - columns
    a_blocks = np.pad(left.astype(np.int8), ((0, row_blocks * R - rows), (0, 0))).reshape(
        row_blocks, R, depth
    )
    b_blocks = np.pad(right.astype(np.int8), ((0, 0), (0, padding))).reshape(depth, column_blocks, C)

    def per_column(values: ArrayLike) -> Int64:
        whole = np.broadcast_to(np.asarray(values, np.int64), (columns,))
        return np.tile(np.pad(whole, (0, padding)).reshape(column_blocks, C), (row_blocks, 1))

    return GemmTiles(
        shape=(rows, depth, columns),
        row0=np.repeat(np.arange(row_blocks, dtype=np.int32) * R, column_blocks),
        column0=np.tile(np.arange(column_blocks, dtype=np.int32) * C, row_blocks),
        a=np.repeat(a_blocks, column_blocks, axis=0),
        b=np.tile(b_blocks.transpose(1, 0, 2), (row_blocks, 1, 1)),
        bias=per_column(bias),
        multiplier=per_column(multiplier),
        shift=per_column(shift),
    )


def assemble(
    results: NDArray[Any], row0: ArrayLike, column0: ArrayLike, shape: Sequence[int]
) -> NDArray[Any]:
    """Put tiles' results (n, R, C) of any dtype together to (M, N), dropping the padding; `shape` is (M, N).

    Raises `TileError` unless the tiles cover every element exactly once.
    """
    rows, columns = shape
    _, R, C = results.shape
    whole = np.zeros((rows, columns), results.dtype)
    covered = np.zeros((rows, columns), np.int32)
    for tile, row, column in zip(results, np.asarray(row0), np.asarray(column0), strict=True):
        height, width = min(R, rows - row), min(C, columns - column)
        whole[row : row + height, column : column + width] = tile[:height, :width]
        covered[row : row + height, column : column + width] += 1
    if (covered != 1).any():
        row, column = np.argwhere(covered != 1)[0]
        raise TileError(
            f"the tiles cover element ({row}, {column}) of ({rows}, {columns}) {covered[row, column]} times; "
            "give every tile of the GEMM once"
        )
    return whole
