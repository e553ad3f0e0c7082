"""What every model of timing errors offers, and what a GEMM comes out as under one.

| fidelity | errors are | cost |
|---|---|---|
| `output` | one flipped bit in some results, as the paper assumes | of those results |
| `flop` | wrong captures of flops, by a timing table and the true state of each register | of the captures |
| `netlist` | whatever the gates do, in an event-driven simulation of every PE | of every cycle |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from drift_hw.config import LOCATOR_MODULUS, Config
from drift_hw.errors import UserError
from golden.abft import Checks, check_operands
from golden.array import ArrayRun, Tiles
from golden.gpu import put, take
from golden.integer import matmul, wrap
from golden.locator import column_weights
from golden.schedule import Schedule, dense_schedule, first_faulty_cycle
from golden.tiling import assemble, tile_gemm

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class GemmRun:
    """GEMMs of M x N results in blocks of R x C; deltas are None without ABFT, residues without a locator."""

    accumulators: Tensor
    """(..., M, N) integers, signed accumulator_width bits."""
    row_deltas: Tensor | None = None
    """int64 (..., block rows, block columns, R)."""
    column_deltas: Tensor | None = None
    """int64 (..., block rows, block columns, C)."""
    row_residues: Tensor | None = None
    """int64 (..., block rows, block columns, R), 0 to 126."""

    def checks(self, threshold: int) -> Checks:
        """Return flags and mask of each block at this threshold; raises `UserError` without ABFT."""
        if self.row_deltas is None or self.column_deltas is None:
            raise UserError("there are no checks without ABFT; set protection.abft = true")
        return Checks(self.row_deltas, self.column_deltas, threshold)


class TimingErrors(Protocol):
    """A model of timing errors. Both methods draw from `rng` only, and raise `UserError` for bad input."""

    def run(
        self, config: Config, a_tiles: Tiles, b_tiles: Tiles, schedule: Schedule, rng: np.random.Generator
    ) -> ArrayRun:
        """Run tiles through the array, as `golden.array.run` does without faults."""

    def gemm(self, config: Config, a: Tensor, b: Tensor, rng: np.random.Generator) -> GemmRun:
        """Multiply int8 `a` (..., M, K) and `b` (..., K, N) as the array does, tile after tile without pause.

        Leading dimensions are those of GEMMs that follow each other.
        """


@dataclass(frozen=True)
class Errors:
    """What final accumulators of one grid of PEs are too large by, each (n,)."""

    tile: Integers
    """Tile of the GEMM, row blocks outermost."""
    row: Integers
    """Row in the tile; 0 in the checksum row."""
    column: Integers
    """Column in the tile; 0 in the checksum column."""
    value: Integers

    @classmethod
    def none(cls) -> Errors:
        """Return no errors."""
        empty = np.zeros(0, np.int64)
        return cls(empty, empty, empty, empty)


def clean_gemm(config: Config, a: Tensor, b: Tensor) -> Tensor:
    """Return the exact product modulo 2**accumulator_width, int32 or int64 (..., M, N).

    Raises `UserError` for operands that do not match or are too wide.
    """
    if a.ndim != b.ndim or a.shape[:-2] != b.shape[:-2]:
        raise UserError(
            f"GEMMs are of as many matrices (M, K) as (K, N), not {tuple(a.shape)} and {tuple(b.shape)}"
        )
    check_operands(config, a, b)
    result = matmul(a, b)
    width = config.array.accumulator_width
    if width > 32:
        return result.long()
    if a.shape[-1] << (2 * config.array.operand_width - 2) >= 1 << (width - 1):
        return wrap(result, width).to(torch.int32)
    return result


def with_errors(
    config: Config, clean: Tensor, data: Errors, checksum_column: Errors, checksum_row: Errors
) -> GemmRun:
    """Return a GEMM with these errors of its accumulators, which also decide the deltas: others are zero.

    So they do the residues of a locator, in which a sum that does not fit an accumulator would show too.
    `clean` is overwritten; no two errors are of one accumulator. Errors in padding show in deltas only.
    """
    array, width = config.array, config.array.accumulator_width
    rows, columns = clean.shape[-2:]
    blocks = block_counts(config, rows, columns)
    gemm, block = np.divmod(data.tile, blocks[0] * blocks[1])
    block_row, block_column = np.divmod(block, blocks[1])
    row, column = block_row * array.rows + data.row, block_column * array.columns + data.column
    inside = (row < rows) & (column < columns)
    place = np.asarray((gemm * rows + row) * columns + column, np.int64)[inside]
    found = _signed(take(clean, place) + data.value[inside], width)
    put(clean, place, found)
    if not config.protection.abft:
        return GemmRun(clean)
    tiles = clean[..., 0, 0].numel() * blocks[0] * blocks[1]
    row_deltas = np.zeros((tiles, array.rows), np.int64)
    column_deltas = np.zeros((tiles, array.columns), np.int64)
    _add(row_deltas, [(errors.tile, errors.row, errors.value) for errors in (data, checksum_column)], width)
    _add(
        column_deltas, [(errors.tile, errors.column, errors.value) for errors in (data, checksum_row)], width
    )
    checks = [row_deltas, column_deltas]
    if config.protection.locator:
        # What an error makes of the word: in padding, of zero.
        right = np.zeros(len(data.value), np.int64)
        right[inside] = _signed(found - data.value[inside], width)
        wrong = _signed(right + data.value, width) - right
        residues = np.zeros((tiles, array.rows), np.int64)
        weighted = wrong % LOCATOR_MODULUS * column_weights(array.columns)[data.column]
        np.add.at(residues, (data.tile, data.row), weighted)
        checks.append(residues % LOCATOR_MODULUS)
    shape = *clean.shape[:-2], *blocks, -1
    return GemmRun(clean, *(torch.from_numpy(check.reshape(shape)) for check in checks))


def block_counts(config: Config, rows: int, columns: int) -> tuple[int, int]:
    """Return how many blocks of R x C cover a result, down and across."""
    return -(-rows // config.array.rows), -(-columns // config.array.columns)


def _add(deltas: Integers, errors: list[tuple[Integers, Integers, Integers]], width: int) -> None:
    """Add (tile, lane, value) to the deltas that they touch, modulo 2**width."""
    for tile, lane, value in errors:
        np.add.at(deltas, (tile, lane), value)
    for tile, lane, _ in errors:
        deltas[tile, lane] = _signed(deltas[tile, lane], width)


def gemm_by_tiles(
    model: TimingErrors, config: Config, a: Tensor, b: Tensor, rng: np.random.Generator
) -> GemmRun:
    """Return `model.gemm` by way of `model.run`: cut into tiles, run at full rate, and put together again."""
    if a.ndim > 2:
        runs = [gemm_by_tiles(model, config, *pair, rng) for pair in zip(a, b, strict=True)]
        checks = [
            [check for run in runs if (check := getattr(run, name)) is not None]
            for name in ("row_deltas", "column_deltas", "row_residues")
        ]
        return GemmRun(
            torch.stack([run.accumulators for run in runs]),
            *(torch.stack(check) if check else None for check in checks),
        )
    tiles = tile_gemm(a.cpu().numpy(), b.cpu().numpy(), config)
    depths = np.full(len(tiles.row0), a.shape[1])
    schedule = dense_schedule(config, depths, first_cycle=first_faulty_cycle(config))
    run = model.run(config, tiles.a, tiles.b, schedule, rng)
    shape = a.shape[0], b.shape[1]
    result = torch.from_numpy(assemble(run.accumulators, tiles.row0, tiles.column0, shape))
    if config.array.accumulator_width <= 32:
        result = result.to(torch.int32)
    result = result.to(a.device)
    if run.row_deltas is None or run.column_deltas is None:
        return GemmRun(result)
    blocks = block_counts(config, *shape)
    return GemmRun(
        result,
        *(
            None if check is None else torch.from_numpy(check.reshape(*blocks, -1))
            for check in (run.row_deltas, run.column_deltas, run.row_residues)
        ),
    )


def _signed(values: Integers, width: int) -> Integers:
    return (values.astype(np.int64) << (64 - width)) >> (64 - width)
