"""The paper's model of timing errors: some results have one flipped bit, and nothing else goes wrong.

It knows neither cycles nor voltage, checksum PEs never fail, and every bit is as likely as any other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from drift_hw.config import LOCATOR_MODULUS, Config
from drift_hw.errors import UserError
from golden.array import ArrayRun, Tiles
from golden.array import run as run_array
from golden.locator import row_residues
from golden.replay import signed
from golden.schedule import Schedule
from golden.timing.model import Errors, GemmRun, block_counts, clean_gemm, with_errors

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class OutputErrors:
    """Each result is hit with probability `rate`, in one bit, uniform over `bits`. A `TimingErrors`.

    Raises `UserError` for a rate out of 0 to 1, and for bits that are no range.
    """

    rate: float
    """Per result."""
    bits: tuple[int, int] = (0, 30)
    """The lowest and the highest bit that may flip."""

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 1:
            raise UserError(f"the rate of wrong results must be from 0 to 1, not {self.rate:g}")
        low, high = self.bits
        if not 0 <= low <= high:
            raise UserError(f"bits must be the lowest and the highest that may flip, not {low} to {high}")

    def run(
        self, config: Config, a_tiles: Tiles, b_tiles: Tiles, schedule: Schedule, rng: np.random.Generator
    ) -> ArrayRun:
        """Run tiles through the array; raises `UserError` as `golden.array.run` does."""
        clean = run_array(config, a_tiles, b_tiles, schedule)
        accumulators = clean.accumulators.copy()
        place, mask = self._draw(config, accumulators.size, rng)
        accumulators.reshape(-1)[place] ^= mask
        width = config.array.accumulator_width
        accumulators = signed(accumulators, width)
        if clean.row_checksums is None or clean.column_checksums is None:
            return ArrayRun(accumulators)
        residues = clean.row_residues
        if residues is not None:
            residues = (residues + row_residues(accumulators - clean.accumulators)) % LOCATOR_MODULUS
        return ArrayRun(
            accumulators,
            clean.row_checksums,
            clean.column_checksums,
            signed(accumulators.sum(2) + clean.row_checksums, width),
            signed(accumulators.sum(1) + clean.column_checksums, width),
            residues,
        )

    def gemm(self, config: Config, a: Tensor, b: Tensor, rng: np.random.Generator) -> GemmRun:
        """Multiply int8 `a` (..., M, K) and `b` (..., K, N); the deltas are those of the true checksums."""
        clean = clean_gemm(config, a, b)
        place, mask = self._draw(config, clean.numel(), rng)
        rows, columns = clean.shape[-2:]
        blocks = block_counts(config, rows, columns)
        gemm, row, column = np.unravel_index(
            place, (max(1, clean.numel() // (rows * columns)), rows, columns)
        )
        wanted = clean.numpy().reshape(-1)[place].astype(np.int64)
        R, C = config.array.rows, config.array.columns
        data = Errors(
            (gemm * blocks[0] + row // R) * blocks[1] + column // C,
            row % R,
            column % C,
            signed(wanted ^ mask, config.array.accumulator_width) - wanted,
        )
        return with_errors(config, clean, data, Errors.none(), Errors.none())

    def _draw(self, config: Config, count: int, rng: np.random.Generator) -> tuple[Integers, Integers]:
        """Return which of `count` results are hit, and the flipped bit of each as a mask."""
        low, high = self.bits
        if high >= config.array.accumulator_width:
            raise UserError(
                f"bit {high} may flip, but accumulators have {config.array.accumulator_width} bits; "
                f"bits are from 0 to {config.array.accumulator_width - 1}"
            )
        hit = int(rng.binomial(count, self.rate))
        place = rng.choice(count, hit, replace=False, shuffle=False)
        return place, np.left_shift(np.int64(1), rng.integers(low, high + 1, hit))
