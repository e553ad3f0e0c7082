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
from golden.faults import Register
from golden.gpu import take
from golden.locator import row_residues
from golden.replay import signed
from golden.schedule import Schedule, capture_latency
from golden.timing.model import Errors, GemmRun, block_counts, clean_gemm, with_errors
from golden.timing.shadows import Remedy, Shadows

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
        wanted = take(clean, place).astype(np.int64)
        value = signed(wanted ^ mask, config.array.accumulator_width) - wanted
        data = _errors(config, clean, place, value)
        return with_errors(config, clean, data, Errors.none(), Errors.none())

    def shadowed_gemm(
        self, config: Config, a: Tensor, b: Tensor, rng: np.random.Generator, shadows: Shadows
    ) -> tuple[GemmRun, Integers]:
        """Multiply as `gemm` does where each PE has shadow flops and a remedy for the late captures they see.

        The results that `gemm` would have wrong have one late capture each, in any of their products. Also
        returns the cycle of each, (n,), counted from the first beat without pause. Raises `UserError` for
        shadows at some bits only: which bits of a PE are late is not modelled here.
        """
        if shadows.lowest is not None:
            raise UserError(
                "wrong bits of results do not say which flops of a PE were late; shadow flops at some bits "
                "only are modelled for flop errors"
            )
        clean = clean_gemm(config, a, b)
        place, _ = self._draw(config, clean.numel(), rng)
        beat = rng.integers(0, a.shape[-1], len(place))
        rows, columns = clean.shape[-2:]
        matrix, row, column = np.unravel_index(
            place, (max(1, clean.numel() // (rows * columns)), rows, columns)
        )
        left = a.cpu().reshape(-1, *a.shape[-2:]).numpy()[matrix, row, beat].astype(np.int64)
        right = b.cpu().reshape(-1, *b.shape[-2:]).numpy()[matrix, beat, column].astype(np.int64)
        lost = -left * right if shadows.remedy == Remedy.DROP else np.zeros(len(place), np.int64)
        data = _errors(config, clean, place, lost)
        period = max(a.shape[-1], config.drain_cycles)
        latency = capture_latency(config, Register.ACCUMULATOR, data.row, data.column)
        cycles = np.asarray(data.tile * period + beat + latency, np.int64)
        return with_errors(config, clean, data, Errors.none(), Errors.none()), cycles

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


def _indices(clean: Tensor, place: Integers) -> tuple[Integers, ...]:
    """Return matrix, row and column of places in flattened GEMMs."""
    rows, columns = clean.shape[-2:]
    return np.unravel_index(place, (max(1, clean.numel() // (rows * columns)), rows, columns))


def _errors(config: Config, clean: Tensor, place: Integers, value: Integers) -> Errors:
    """Return errors of the results at these places."""
    matrix, row, column = _indices(clean, place)
    R, C = config.array.rows, config.array.columns
    down, across = block_counts(config, *clean.shape[-2:])
    return Errors((matrix * down + row // R) * across + column // C, row % R, column % C, value)
