"""Where the operands of each PE lie in memory, and in which slots they come."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from drift_hw.config import Config
from golden.faults import Region
from golden.schedule import Schedule
from golden.timing.model import block_counts
from golden.timing.thinning import Operands, block_sums, largest_norm

_Integers = NDArray[np.integer[Any]]


def of_schedule(a: _Integers, b: _Integers, schedule: Schedule) -> Operands:
    """Return the layout of lanes of operands, (rows, beats) and (columns, beats), accepted by a schedule."""
    start = np.append(0, schedule.flushes)
    return Operands(
        rows=len(a),
        columns=len(b),
        a=a,
        b=b,
        a_stride=a.shape[1],
        b_stride=b.shape[1],
        a_first=schedule.first_beats,
        b_first=schedule.first_beats,
        start=start,
        depth=schedule.depths,
        accept=schedule.accept - np.repeat(start[:-1], schedule.depths),
        accept_first=schedule.first_beats,
        bound=lambda: _norm(a) * _norm(b),
    )


class Lanes:
    """Matrices (..., n, K), int8, as the array takes them: in blocks of rows, and their sums."""

    def __init__(self, x: Tensor, size: int) -> None:
        """Take them in blocks of `size` rows; the last of each matrix is padded with rows of zeros."""
        missing = -x.shape[-2] % size
        whole = torch.nn.functional.pad(x, (0, 0, 0, missing)) if missing else x.contiguous()
        self.values: NDArray[np.int8] = whole.cpu().reshape(-1, x.shape[-1]).numpy()
        """(rows, K), all matrices below each other."""
        self._size = size

    @cached_property
    def norm(self) -> float:
        """The largest norm of a row."""
        return largest_norm(self.values)

    @cached_property
    def sums(self) -> NDArray[np.int16]:
        """(blocks, K) the sum of each block."""
        return block_sums(self.values, self._size)

    @cached_property
    def sums_norm(self) -> float:
        """The largest norm of a sum."""
        return _norm(self.sums)


def of_gemm(
    config: Config, a: Tensor, b: Tensor, columns_of_b: Lanes | None = None
) -> dict[Region, Callable[[], Operands]]:
    """Return functions that give the layout of each grid for `a` (..., M, K) and `b` (..., K, N), int8.

    Tiles are those of `golden.tiling`, one after the other without pause from slot 0 on. `columns_of_b` may
    be kept from an earlier call with the same `b`: the lanes of its columns.
    """
    rows, columns, depth = config.array.rows, config.array.columns, a.shape[-1]
    left, right = Lanes(a, rows), columns_of_b or Lanes(b.mT, columns)
    blocks = block_counts(config, a.shape[-2], b.shape[-1])
    gemms = len(left.values) // (rows * blocks[0])
    tiles = gemms * blocks[0] * blocks[1]
    # Blocks of rows of all GEMMs follow each other in memory, and so do those of columns.
    row_block = np.repeat(np.arange(gemms * blocks[0]), blocks[1])
    column_block = np.tile(np.arange(gemms * blocks[1]).reshape(gemms, 1, -1), (1, blocks[0], 1)).ravel()
    period = max(depth, config.drain_cycles)
    accept = np.arange(depth)
    accept[-1] = period - 1

    def layout(grid: tuple[int, int], a: _Integers, b: _Integers, bound: Callable[[], float]) -> Operands:
        return Operands(
            rows=grid[0],
            columns=grid[1],
            a=a,
            b=b,
            a_stride=depth,
            b_stride=depth,
            a_first=row_block * (grid[0] * depth),
            b_first=column_block * (grid[1] * depth),
            start=np.arange(tiles + 1) * period,
            depth=np.full(tiles, depth),
            accept=accept,
            accept_first=np.zeros(tiles, np.int64),
            bound=bound,
        )

    return {
        Region.DATA: lambda: layout(
            (rows, columns), left.values, right.values, lambda: left.norm * right.norm
        ),
        Region.CHECKSUM_COLUMN: lambda: layout(
            (rows, 1), left.values, right.sums, lambda: left.norm * right.sums_norm
        ),
        Region.CHECKSUM_ROW: lambda: layout(
            (1, columns), left.sums, right.values, lambda: left.sums_norm * right.norm
        ),
    }


def _norm(x: _Integers) -> float:
    """Return the largest Euclidean norm of a row."""
    values = x.astype(np.float32)
    return float(np.sqrt(np.einsum("ij,ij->i", values, values).max()))
