"""Checksum arithmetic: deltas, flags, correction mask and counters, exact modulo 2**accumulator_width.

For an R x C tile of C = A.B (docs/microarchitecture.md, "Checks"):
row_delta[i] = sum_j C[i,j] - sum_k A[i,k] * (sum_j B[k,j]), column_delta[j] likewise over rows.
Without a fault every delta is zero, so that any other value is evidence, and its size the damage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import torch
from torch import Tensor

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.integer import matmul, wrap


@dataclass(frozen=True)
class Checks:
    """What the checker says of any number of tiles; leading dimensions are those of the tiles."""

    row_deltas: Tensor
    """int64 (..., R), signed accumulator_width bits."""
    column_deltas: Tensor
    """int64 (..., C), signed accumulator_width bits."""
    threshold: int
    """A row or column is flagged when |delta| >= 2**threshold."""

    @cached_property
    def row_flags(self) -> Tensor:
        """Rows of critical deltas: bool (..., R)."""
        return self.row_deltas.abs() >= 1 << self.threshold

    @cached_property
    def column_flags(self) -> Tensor:
        """Columns of critical deltas: bool (..., C)."""
        return self.column_deltas.abs() >= 1 << self.threshold

    @cached_property
    def mask(self) -> Tensor:
        """The correction mask, flagged rows x flagged columns: bool (..., R, C)."""
        return self.row_flags[..., :, None] & self.column_flags[..., None, :]

    @cached_property
    def flagged(self) -> Tensor:
        """Tiles with any row or column flag: bool (...)."""
        return self.row_flags.any(-1) | self.column_flags.any(-1)


def check_threshold(config: Config, threshold: int) -> int:
    """Return `threshold`; raise `UserError` unless it is from 0 to accumulator_width - 1."""
    highest = config.array.accumulator_width - 1
    if isinstance(threshold, bool) or not isinstance(threshold, int) or not 0 <= threshold <= highest:
        raise UserError(f"the threshold exponent must be an integer from 0 to {highest}, not {threshold!r}")
    return threshold


def checksums(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Return what the outputs of each tile must sum to, exactly and without wrapping.

    Args:
        a: int8 (..., R, K), b: int8 (..., K, C), R and C at most 256.

    Returns:
        int64 (..., R) row checksums sum_k a[i,k] * sum_j b[k,j], and int64 (..., C) column checksums.

    Raises:
        UserError: what `golden.integer.matmul` refuses, or a tile of more than 256 rows or columns.
    """
    rows, columns = _block_checksums(a, b, a.shape[-2], b.shape[-1])
    return rows[..., 0], columns[..., 0, :]


def check(accumulators: Tensor, a: Tensor, b: Tensor, config: Config, threshold: int) -> Checks:
    """Check tiles, right or wrong, against their operands.

    Args:
        accumulators: integer (..., R, C), taken modulo 2**accumulator_width.
        a: int8 (..., R, K).
        b: int8 (..., K, C).
        config: gives R, C and accumulator_width.
        threshold: exponent, 0 to accumulator_width - 1.

    Returns:
        `Checks` with the leading dimensions of `accumulators`.

    Raises:
        UserError: tiles that are not R x C, operands that do not match, or a bad threshold.
    """
    expected = (config.array.rows, config.array.columns)
    for name, shape in (("accumulators", accumulators.shape[-2:]), ("operands", (a.shape[-2], b.shape[-1]))):
        if tuple(shape) != expected:
            raise UserError(f"{name} of a tile must be {expected[0]} x {expected[1]}, not {tuple(shape)}")
    checks = check_gemm(accumulators, a, b, config, threshold)
    return Checks(checks.row_deltas[..., 0, 0, :], checks.column_deltas[..., 0, 0, :], threshold)


def check_gemm(result: Tensor, a: Tensor, b: Tensor, config: Config, threshold: int) -> Checks:
    """Check a whole GEMM, right or wrong, in blocks of R x C; edges count as padded with zeros.

    Args:
        result: integer (..., M, N), taken modulo 2**accumulator_width.
        a: int8 (..., M, K).
        b: int8 (..., K, N).
        config: gives R, C and accumulator_width.
        threshold: exponent, 0 to accumulator_width - 1.

    Returns:
        `Checks` with dimensions (..., block rows, block columns).

    Raises:
        UserError: operands that do not match each other or `result`, or a bad threshold.
    """
    check_threshold(config, threshold)
    if result.shape[-2:] != (a.shape[-2], b.shape[-1]):
        raise UserError(
            f"a result of shape {tuple(result.shape)} is not a product of {tuple(a.shape)} "
            f"and {tuple(b.shape)}"
        )
    rows, columns, width = config.array.rows, config.array.columns, config.array.accumulator_width
    row_checksums, column_checksums = _block_checksums(a, b, rows, columns)
    padded = _pad(result, rows, columns)
    # Sums modulo 2**32 serve any width up to 32 (and torch's integers wrap): half the memory traffic.
    dtype = torch.int32 if width <= 32 and result.dtype == torch.int32 else torch.int64
    row_sums = _blocks(padded, -1, columns).sum(-1, dtype=dtype)  # (..., block rows * R, block columns)
    column_sums = _blocks(padded, -2, rows).sum(-2, dtype=dtype)  # (..., block rows, block columns * C)
    row_deltas = wrap(row_sums - row_checksums, width)
    column_deltas = wrap(column_sums - column_checksums, width)
    return Checks(
        _blocks(row_deltas, -2, rows).mT.contiguous(), _blocks(column_deltas, -1, columns), threshold
    )


def checked_gemm(a: Tensor, b: Tensor, config: Config, threshold: int = 10) -> tuple[Tensor, Checks]:
    """Multiply as the array does: the result modulo 2**accumulator_width, and the checks of each block.

    Args:
        a: int8 (..., M, K).
        b: int8 (..., K, N).
        config: gives R, C, operand and accumulator width.
        threshold: exponent, 0 to accumulator_width - 1.

    Returns:
        int32 or int64 (..., M, N) and `Checks` of dimensions (..., block rows, block columns).

    Raises:
        UserError: what `matmul` refuses, operands wider than operand_width, or a bad threshold.
    """
    check_threshold(config, threshold)
    check_operands(config, a, b)
    result = matmul(a, b)
    if a.shape[-1] << (2 * config.array.operand_width - 2) >= 1 << (config.array.accumulator_width - 1):
        result = wrap(result, config.array.accumulator_width)
    return result, check_gemm(result, a, b, config, threshold)


def check_operands(config: Config, *operands: Tensor) -> None:
    """Raise `UserError` unless all of `operands` (int8) fit operand_width bits."""
    low, high = -config.output_limit - 1, config.output_limit
    if config.array.operand_width == 8:
        return
    for operand in operands:
        smallest, largest = (int(x) for x in torch.aminmax(operand))
        if smallest < low or largest > high:
            wrong = smallest if smallest < low else largest
            raise UserError(
                f"operands of {config.array.operand_width} bits must be from {low} to {high}, not {wrong}"
            )


def untile(blocks: Tensor, rows: int, columns: int) -> Tensor:
    """Return blocks (..., block rows, block columns, R, C) as the matrix (..., rows, columns) they cover."""
    return blocks.transpose(-3, -2).flatten(-2).flatten(-3, -2)[..., :rows, :columns]


def _pad(x: Tensor, rows: int, columns: int) -> Tensor:
    """Pad the last two dimensions with zeros up to multiples of `rows` and `columns`."""
    below, right = -x.shape[-2] % rows, -x.shape[-1] % columns
    return torch.nn.functional.pad(x, (0, right, 0, below)) if below or right else x


def _blocks(x: Tensor, dimension: int, size: int) -> Tensor:
    """Split a dimension into (blocks, size)."""
    return torch.unflatten(x, dimension, (-1, size))


def _block_checksums(a: Tensor, b: Tensor, rows: int, columns: int) -> tuple[Tensor, Tensor]:
    """Return the exact row checksums (..., M padded, block columns) and column checksums.

    Those are (..., block rows, N padded). Both are int64.
    """
    if max(rows, columns) > 256:
        raise UserError(f"a tile has at most 256 rows and columns, not {rows} x {columns}")
    a, b = _pad(a, rows, 1), _pad(b, 1, columns)
    a_sums = _blocks(a, -2, rows).sum(-2, dtype=torch.int32)  # (..., block rows, K)
    if b.is_contiguous():  # whichever reads memory in order: 20 times faster than the other way round
        b_sums = matmul(b.reshape(-1, columns), torch.ones((columns, 1), dtype=torch.int8, device=b.device))
        b_sums = b_sums.view(*b.shape[:-1], -1)  # (..., K, block columns)
    else:
        b_sums = _blocks(b.mT, -2, columns).sum(-2, dtype=torch.int32).mT.contiguous()
    a_high, a_low = _bytes(a_sums)
    b_high, b_low = _bytes(b_sums)
    return (
        (matmul(a, b_high).long() << 8) + matmul(a, b_low),
        (matmul(a_high, b).long() << 8) + matmul(a_low, b),
    )


def _bytes(sums: Tensor) -> tuple[Tensor, Tensor]:
    """Split sums of at most 256 int8 into int8 (high, low) with sums = 256 * high + low."""
    low = sums.to(torch.int8)
    return ((sums - low) >> 8).to(torch.int8), low


@dataclass
class Counters:
    """The checker's counters since the last clear; each saturates at 2**counter_width - 1."""

    config: Config
    tiles: int = 0
    flagged_tiles: int = 0
    """Tiles with any row or column flag."""
    flagged_rows: int = 0
    flagged_columns: int = 0
    masked_elements: int = 0
    largest_delta: int = 0
    """Largest |row_delta|, 0 to 2**(accumulator_width-1); accumulator_width bits, does not saturate."""
    histogram: list[int] = field(default_factory=list)
    """histogram[n]: row deltas with floor(log2 |delta|) = n, n = 0 to accumulator_width - 1."""

    def __post_init__(self) -> None:
        self.histogram = self.histogram or [0] * self.config.array.accumulator_width

    def accumulate(self, checks: Checks) -> None:
        """Count the tiles of `checks` (any leading dimensions)."""
        top = (1 << self.config.protection.counter_width) - 1

        def add(count: int, more: Tensor) -> int:
            # Increments are never negative, so saturating at the end equals saturating at each step.
            return min(count + int(more.sum()), top)

        self.tiles = min(self.tiles + checks.flagged.numel(), top)
        self.flagged_tiles = add(self.flagged_tiles, checks.flagged)
        self.flagged_rows = add(self.flagged_rows, checks.row_flags)
        self.flagged_columns = add(self.flagged_columns, checks.column_flags)
        self.masked_elements = add(
            self.masked_elements, checks.row_flags.sum(-1) * checks.column_flags.sum(-1)
        )
        magnitudes = checks.row_deltas.abs()
        magnitudes = magnitudes[magnitudes > 0]
        if magnitudes.numel():
            self.largest_delta = max(self.largest_delta, int(magnitudes.max()))
        # frexp of a float64 is exact here: magnitudes have at most 48 bits.
        exponents = torch.frexp(magnitudes.double()).exponent.long() - 1
        counts = torch.bincount(exponents, minlength=self.config.array.accumulator_width)
        self.histogram = [
            min(old + new, top) for old, new in zip(self.histogram, counts.tolist(), strict=True)
        ]

    def clear(self) -> None:
        """Set every counter to zero, as a cycle of `counters_clear` does."""
        vars(self).update(vars(type(self)(self.config)))
