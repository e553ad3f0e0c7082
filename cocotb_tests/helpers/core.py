"""What the core must say: operands to send, and the comparison of everything it delivers with `golden`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from drift_hw.config import SHIFT_WIDTH, Config
from drift_hw.sim.core_device import CoreSimulation, Requantisation, TileResults
from golden.abft import Counters
from golden.array import ArrayRun, run
from golden.faults import FaultList, fault_ports, port_writes
from golden.integer import requantise
from golden.recovery import correct as corrected
from golden.schedule import Schedule

Int8 = npt.NDArray[np.int8]

torch.set_num_threads(1)  # tests run side by side


def random_tiles(
    config: Config, rng: np.random.Generator, depths: Iterable[int]
) -> tuple[list[Int8], list[Int8]]:
    """Return one tile of uniform operands per depth: lists of (R, K) and (K, C) int8."""
    low, high = -config.output_limit - 1, config.output_limit
    rows, columns = config.array.rows, config.array.columns

    def draw(*shape: int) -> Int8:
        return rng.integers(low, high, shape, dtype=np.int8, endpoint=True)

    beats = list(depths)
    return [draw(rows, k) for k in beats], [draw(k, columns) for k in beats]


def random_requantisation(config: Config, rng: np.random.Generator, tiles: int) -> Requantisation:
    """Return parameters: half of them over their whole range, half such that outputs use theirs."""
    shape = (tiles, config.array.columns)
    bound = 1 << (config.array.accumulator_width - 1)
    width = config.requantiser.multiplier_width
    useful = rng.random(shape) < 0.5
    # A few products of w bits by w bits have 2 w bits; w of them are to be left.
    few_products = min(bound, 1 << config.product_width)
    left = width + config.array.operand_width
    return Requantisation(
        bias=np.where(
            useful, rng.integers(-few_products, few_products, shape), rng.integers(-bound, bound, shape)
        ),
        multiplier=rng.integers(0, 1 << width, shape),
        shift=np.where(
            useful, rng.integers(left - 3, left + 3, shape), rng.integers(0, 1 << SHIFT_WIDTH, shape)
        ),
    )


class CoreBench:
    """A core under test: runs tiles and compares every output with the golden array.

    Counters are compared too, over all runs since the last `reset`.
    """

    def __init__(self, config: Config, simulation: CoreSimulation) -> None:
        self.config = config
        self.simulation = simulation
        self.counters = Counters(config)

    def reset(self) -> None:
        """Reset the core and the expected counters."""
        self.simulation.reset()
        self.counters.clear()

    def run(
        self,
        a: Sequence[Int8],
        b: Sequence[Int8],
        requantisation: Requantisation | None = None,
        *,
        faults: FaultList | None = None,
        threshold: int = 0,
        correct: bool | npt.NDArray[np.bool_] = False,
        **options: Any,
    ) -> tuple[TileResults, ArrayRun]:
        """Run tiles from reset or restart on (call it before), compare, return what both worlds delivered.

        `options` are those of `CoreSimulation.run_tiles`. Raises `AssertionError` where they differ.
        """
        assert self.simulation.cycle == 0, (
            "the golden array counts cycles from reset: call it or restart first"
        )
        pulses = None
        if faults is not None:
            pulses = self.simulation.fault_pulses(port_writes(faults), fault_ports(self.config))
        chosen = requantisation or Requantisation.neutral(len(a), self.config.array.columns)
        results = self.simulation.run_tiles(
            a, b, chosen, threshold=threshold, correct=correct, faults=pulses, **options
        )
        expected = run(self.config, a, b, Schedule.of_tiles(results.accept_cycles), faults)
        self._compare(results, expected, chosen, threshold, correct)
        return results, expected

    def _compare(
        self,
        results: TileResults,
        expected: ArrayRun,
        requantisation: Requantisation,
        threshold: int,
        correct: bool | npt.NDArray[np.bool_],
    ) -> None:
        values = expected.accumulators
        if expected.row_deltas is not None and expected.column_deltas is not None:
            repaired = corrected(
                self.config,
                values,
                expected.row_deltas,
                expected.column_deltas,
                threshold=threshold,
                enabled=correct,
                row_residues=expected.row_residues,
            )
            values = repaired.accumulators
        same("accumulators", results.accumulators, values)
        bias, multiplier, shift = (
            torch.from_numpy(values.astype(np.int64))[:, None, :]
            for values in (requantisation.bias, requantisation.multiplier, requantisation.shift)
        )
        quantised = requantise(torch.from_numpy(values), bias, multiplier, shift, self.config.output_limit)
        same("quantised outputs", results.quantised, quantised.numpy())
        if not self.config.protection.abft:
            return
        checks = expected.checks(threshold)
        same("row deltas", results.row_deltas, expected.row_deltas)
        same("column deltas", results.column_deltas, expected.column_deltas)
        same("row flags", results.row_flags, checks.row_flags.numpy())
        same("column flags", results.column_flags, checks.column_flags.numpy())
        same("mask", results.mask, repaired.mask)
        same("masked tiles", results.masked, np.asarray(repaired.mask.any((1, 2))))
        if self.config.correction_entries:
            same("corrected rows", results.corrected, np.asarray(repaired.corrected.any(2)))
        self.counters.accumulate(checks)
        self.compare_counters()

    def compare_counters(self) -> None:
        """Raise `AssertionError` unless the core's counters are those expected."""
        found = self.simulation.counters()
        for name in ("tiles", "flagged_tiles", "flagged_rows", "flagged_columns", "masked_elements"):
            assert getattr(found, name) == getattr(self.counters, name), f"counter of {name}"
        assert found.largest_delta == self.counters.largest_delta
        assert list(found.histogram) == self.counters.histogram


def same(what: str, found: npt.NDArray[Any] | None, expected: npt.NDArray[Any] | None) -> None:
    """Raise `AssertionError` naming the first element that differs."""
    assert found is not None, f"the core delivered no {what}"
    assert expected is not None
    assert found.shape == expected.shape, f"{what}: shape {found.shape} instead of {expected.shape}"
    wrong = np.argwhere(found != expected)
    if len(wrong):
        first = tuple(int(index) for index in wrong[0])
        raise AssertionError(
            f"{what}: {len(wrong)} of {found.size} differ, the first at {first}:"
            f" {found[first]} instead of {expected[first]}"
        )
