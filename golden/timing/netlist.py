"""Timing errors straight from the gates: every PE of the array in an event-driven simulation.

The simulator is handed in (`synth.timing.pe_simulator` builds one), so that the golden model depends on no
netlist. Each PE is simulated on its own, closed loop, with the operands that correct neighbours would pass
on: operand registers have a whole cycle for a wire, and where one fails nevertheless the run is refused.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.array import ArrayRun, Tiles, operands
from golden.array import run as run_array
from golden.faults import EVENT, FaultList, Kind, Region, Register
from golden.schedule import Schedule, capture_latency
from golden.timing.model import GemmRun, gemm_by_tiles
from golden.timing.point import checked_factors, places

Integers = NDArray[np.int64]


class PeCaptures(NamedTuple):
    """What the registers of a PE did in each slot: uint64 (slots, 4), the bits of each `Register`."""

    captured: NDArray[np.uint64]
    """What they captured."""
    wanted: NDArray[np.uint64]
    """What they should have, given what they really held."""
    control_wrong: bool
    """Whether any other flop, that of the flush marker, captured wrongly."""


class PeSimulator(Protocol):
    """Simulates the gates of one PE at the operating point that it was made for; called from threads."""

    def __call__(
        self, region: Region, a: Integers, b: Integers, flush: NDArray[np.bool_], factor: float
    ) -> PeCaptures:
        """Return what a PE does with these operands and flush markers, (slots,) each.

        `factor` makes all of its gates so much slower.
        """


class NetlistErrors:
    """The gates of every PE of the array. A `TimingErrors`; nothing in it is random.

    It takes about a minute per core for a tile of 32 x 32 x 1152: meant for single tiles.
    """

    def __init__(
        self, simulator: PeSimulator, *, factors: ArrayLike | None = None, threads: int | None = None
    ) -> None:
        """Use a simulator.

        Args:
            simulator: of the PEs of the configuration.
            factors: delays of each PE as a factor, as for `golden.timing.point.checked_factors`.
            threads: PEs that are simulated at the same time; None: as many as there are cores.

        Raises:
            UserError: factors that are not positive, or no matrix.
        """
        self._simulator = simulator
        self._factors = checked_factors(factors)
        self._threads = threads or os.cpu_count() or 1

    def run(
        self, config: Config, a_tiles: Tiles, b_tiles: Tiles, schedule: Schedule, rng: np.random.Generator
    ) -> ArrayRun:
        """Run tiles through the array; raises as `draw` does."""
        faults = self.draw(config, a_tiles, b_tiles, schedule, rng)
        return run_array(config, a_tiles, b_tiles, schedule, faults)

    def gemm(self, config: Config, a: Tensor, b: Tensor, rng: np.random.Generator) -> GemmRun:
        """Multiply int8 `a` (..., M, K) and `b` (..., K, N) as the array does; raises as `draw` does."""
        return gemm_by_tiles(self, config, a, b, rng)

    def draw(
        self, config: Config, a_tiles: Tiles, b_tiles: Tiles, schedule: Schedule, rng: np.random.Generator
    ) -> FaultList:
        """Return the wrong captures of all PEs, events of kind `FLIP`; they drive the Verilog as well.

        Raises `UserError` as `golden.array.run` does, for factors of another array, and where operand
        registers or flush markers fail, which is far beyond the use of any clock.
        """
        lanes = operands(config, a_tiles, b_tiles, schedule)
        schedule.check(config)
        factors = self._factors(config)
        slots = np.arange(schedule.flushes[-1])
        beat = schedule.beat_of(slots)
        flush = np.isin(slots, np.append(0, schedule.flushes))

        def simulate(region: Region, row: int, column: int, lane: tuple[int, int]) -> NDArray[np.void]:
            a, b = (
                np.where(beat >= 0, values[index, beat], 0).astype(np.int64)
                for values, index in zip(lanes[region], lane, strict=True)
            )
            seen = self._simulator(region, a, b, flush, float(factors[row, column]))
            return _events(config, seen, row, column)

        jobs = []
        for region, (rows, columns) in places(config).items():
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
                lane = (
                    0 if region == Region.CHECKSUM_ROW else row,
                    0 if region == Region.CHECKSUM_COLUMN else column,
                )
                jobs.append((region, row, column, lane))
        with ThreadPoolExecutor(self._threads) as pool:
            found = list(pool.map(lambda job: simulate(*job), jobs))
        return FaultList(config, np.concatenate(found))


def _events(config: Config, seen: PeCaptures, row: int, column: int) -> NDArray[np.void]:
    """Return the wrong captures of one PE as fault events."""
    mask = seen.captured ^ seen.wanted
    if seen.control_wrong or mask[:, [Register.A, Register.B]].any():
        raise UserError(
            f"operand registers or the flush marker of the PE in row {row}, column {column} fail at this "
            "operating point, where nothing works; raise the voltage or the period"
        )
    slot, register = np.nonzero(mask)
    events = np.zeros(len(slot), EVENT)
    events["cycle"] = slot + capture_latency(config, register, row, column)
    events["register"], events["kind"], events["mask"] = register, Kind.FLIP, mask[slot, register]
    events["row"], events["column"] = row, column
    return events
