"""Timing errors of flops: wrong captures drawn from a timing table, where the true state puts them.

What a capture does depends on its context, and so on all errors before it; a wrong capture is a fault event
of kind `FLIP`, which drives this model and the Verilog alike. Draws follow the direction of the data:
operand registers, then product registers, then accumulators.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.faults.table import TableError, TimingTable
from golden.array import ArrayRun, Tiles, operands
from golden.array import run as run_array
from golden.carry_save import CarrySaveAdder
from golden.faults import EVENT as FAULT
from golden.faults import FaultList, Kind, Region, Register, width_table
from golden.replay import Grid
from golden.schedule import Schedule, capture_latency, first_faulty_cycle
from golden.timing import layout
from golden.timing.model import Errors, GemmRun, clean_gemm, gemm_by_tiles, with_errors
from golden.timing.point import OperatingPoint, places
from golden.timing.shadows import NO_SHADOWS, Shadows
from golden.timing.thinning import NO_CHANGES, Chances, Changes, Odds, Operands, Periods, draw

Integers = NDArray[np.int64]

_OPERAND_REGISTERS = (Register.A, Register.B)
_KEPT = 256
"""Prepared weights: those of all linear layers of DiT-XL/2."""


class FlopErrors:
    """Wrong captures of flops at an operating point, by a timing table. A `TimingErrors`."""

    def __init__(
        self,
        table: TimingTable,
        voltage: float,
        period_ps: float,
        *,
        factors: ArrayLike | None = None,
        extrapolate: bool = False,
    ) -> None:
        """Take a table at an operating point; arguments and errors are those of `OperatingPoint`."""
        self._point = OperatingPoint(table, voltage, period_ps, factors=factors, extrapolate=extrapolate)
        # With each weight that was prepared, so that its identity stays its own.
        self._weights: dict[tuple[int, int, int], tuple[Tensor, layout.Lanes]] = {}
        self._known: tuple[Config, list[_Grid]] | None = None
        self._chances = {
            (region, register): Chances.of(
                table,
                self._point.supply,
                region,
                register,
                by_context=register not in _OPERAND_REGISTERS,
            )
            for region in Region
            for register in Register
        }

    def run(
        self, config: Config, a_tiles: Tiles, b_tiles: Tiles, schedule: Schedule, rng: np.random.Generator
    ) -> ArrayRun:
        """Run tiles through the array; raises as `draw` does."""
        faults = self.draw(config, a_tiles, b_tiles, schedule, rng)
        return run_array(config, a_tiles, b_tiles, schedule, faults)

    def draw(
        self, config: Config, a_tiles: Tiles, b_tiles: Tiles, schedule: Schedule, rng: np.random.Generator
    ) -> FaultList:
        """Return the wrong captures of all flops while these tiles run: events of kind `FLIP`.

        Args:
            config: the array.
            a_tiles, b_tiles, schedule: as for `golden.array.run`. Events are from `first_faulty_cycle` on.
            rng: gives a seed to each class of registers.

        Raises:
            TableError: a table of other PEs.
            UserError: what `golden.array.run` refuses, factors of another array, or far too many errors.
        """
        grids = self._grids(config, rng)
        lanes = operands(config, a_tiles, b_tiles, schedule)
        schedule.check(config)
        found = [np.zeros(0, FAULT)]
        for grid in grids:
            a, b = lanes[grid.region]
            where, first_slots = layout.of_schedule(a, b, schedule), grid.first_slots()
            faults = FaultList(config, grid.operand_registers(where, first_slots))
            changes = NO_CHANGES
            if len(faults):
                clean = np.zeros((0, 0, 0), np.int64)  # products do not depend on final accumulators
                changes = Changes(*Grid(config, grid.region, a, b, clean, schedule).changed_products(faults))
            drawn, _ = grid.results(where, changes, first_slots)
            found += [faults.events, *(grid.faults(register, part) for register, part in drawn.items())]
        return FaultList(config, np.concatenate(found))

    def gemm(self, config: Config, a: Tensor, b: Tensor, rng: np.random.Generator) -> GemmRun:
        """Multiply int8 `a` (..., M, K) and `b` (..., K, N), tile after tile without pause.

        Only accumulators with errors are touched. It is quickest where `b` lies in memory by columns, as
        weights do; a single matrix `b` is prepared once and kept, so that it must not change afterwards
        (unless by torch, which counts that). Raises as `draw` does.
        """
        grids = self._grids(config, rng)
        if any(grid.operands_fail for grid in grids):
            return gemm_by_tiles(self, config, a, b, rng)
        return self._gemm(config, a, b, grids)[0]

    def shadowed_gemm(
        self, config: Config, a: Tensor, b: Tensor, rng: np.random.Generator, shadows: Shadows
    ) -> tuple[GemmRun, Integers]:
        """Multiply as `gemm` does where each PE has shadow flops, with a remedy for what they see.

        Also returns the cycle of each one of a data PE that was seen, (n,), counted without pause. Raises
        `UserError` for carry-save accumulators, where operand registers fail (neither is modelled), and for
        shadows that the PEs have no place for.
        """
        shadows.check(config)
        if config.array.carry_save:
            raise UserError(
                "circuits that see late captures are not modelled for carry-save accumulators; set "
                "array.carry_save = false"
            )
        grids = self._grids(config, rng)
        if any(grid.operands_fail for grid in grids):
            raise UserError(
                "operand registers fail at this operating point, far beyond the use of any clock, and no "
                "circuit that sees late captures is modelled there; raise the voltage or the period"
            )
        return self._gemm(config, a, b, grids, shadows)

    def _gemm(
        self, config: Config, a: Tensor, b: Tensor, grids: list[_Grid], shadows: Shadows = NO_SHADOWS
    ) -> tuple[GemmRun, Integers]:
        """Return the GEMM of PEs whose operand registers are right, and the cycles of captures seen late."""
        clean = clean_gemm(config, a, b)
        layouts = layout.of_gemm(config, a, b, self._lanes(config, b)) if grids else {}
        errors, late = dict.fromkeys(Region, Errors.none()), np.zeros(0, np.int64)
        for grid in grids:
            where = layouts[grid.region]()
            drawn, found = grid.results(where, NO_CHANGES, threads=torch.get_num_threads(), shadows=shadows)
            if grid.region == Region.DATA:
                late = np.concatenate(
                    [
                        grid.cycles(register, part[part["mask"] & np.uint64(shadows.watched(register)) != 0])
                        for register, part in drawn.items()
                    ]
                )
            row, column = np.divmod(found["place"].astype(np.int64), where.columns)
            errors[grid.region] = Errors(found["tile"].astype(np.int64), row, column, found["value"])
        return with_errors(config, clean, *(errors[region] for region in Region)), late

    def _lanes(self, config: Config, b: Tensor) -> layout.Lanes | None:
        """Return the columns of a single matrix, from the last ones that were asked for if it is there."""
        if b.ndim > 2:
            return None
        key = id(b), b._version, config.array.columns
        kept = self._weights.pop(key, None) or (b, layout.Lanes(b.mT, config.array.columns))
        self._weights[key] = kept
        if len(self._weights) > _KEPT:
            del self._weights[next(iter(self._weights))]
        return kept[1]

    def _grids(self, config: Config, rng: np.random.Generator) -> list[_Grid]:
        """Return the kinds of PEs whose registers may fail."""
        if self._known is None or self._known[0] != config:
            self._known = config, list(self._failing(config))
        seeds = rng.integers(1 << 64, size=(len(Region), len(Register)), dtype=np.uint64)
        return [replace(grid, seeds=seeds[grid.region]) for grid in self._known[1]]

    def _failing(self, config: Config) -> Iterator[_Grid]:
        relative = self._point.relative_periods(config)
        widths = width_table(config)
        for region, sites in places(config).items():
            periods = Periods.of(self._point.table, relative[sites])
            odds = {
                register: Odds(self._chances[region, register], periods)
                for register in Register
                if widths[region, register]
            }
            failing = {register for register, each in odds.items() if each.highest > 0}
            if config.array.carry_save:
                self._check_words(region, failing)
            if failing:
                # Errors of other registers show in the accumulator, which so always counts.
                counting = {register: odds[register] for register in failing | {Register.ACCUMULATOR}}
                yield _Grid(config, region, sites, counting, widths[region])

    def _check_words(self, region: Region, failing: set[Register]) -> None:
        """Raise `UserError` for errors that can not be followed through carry-save accumulators."""
        if not failing.isdisjoint(_OPERAND_REGISTERS):
            raise UserError(
                f"operand registers of {region.name.lower()} PEs fail at this operating point, far beyond "
                "the use of any clock, and are not followed into carry-save accumulators; raise the voltage "
                "or the period"
            )
        if Register.ACCUMULATOR in failing and not len(self._point.table.levels):
            raise TableError(
                "the timing table does not say which level the wrong bits of carry-save accumulators should "
                "have had; characterise again"
            )


@dataclass(frozen=True)
class _Grid:
    """One kind of PE with registers that may fail."""

    config: Config
    region: Region
    sites: tuple[Integers, Integers]
    odds: Mapping[Register, Odds]
    widths: Integers
    seeds: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(len(Register), np.uint64))

    @property
    def operands_fail(self) -> bool:
        return not self.odds.keys().isdisjoint(_OPERAND_REGISTERS)

    def first_slots(self) -> Mapping[Register, Integers]:
        """Return the slots from which on there may be faults, of each place."""
        first = first_faulty_cycle(self.config)
        return {
            register: np.maximum(first - capture_latency(self.config, register, *self.sites), 0)
            for register in Register
        }

    def operand_registers(
        self, where: Operands, first_slots: Mapping[Register, Integers]
    ) -> NDArray[np.void]:
        """Return fault events of operand registers."""
        events = [np.zeros(0, FAULT)]
        for register in _OPERAND_REGISTERS:
            if register in self.odds:
                drawn, _ = self._draw(register, where, NO_CHANGES, first_slots[register])
                events.append(self.faults(register, drawn))
        return np.concatenate(events)

    def results(
        self,
        where: Operands,
        changes: Changes,
        first_slots: Mapping[Register, Integers] | None = None,
        threads: int = 1,
        shadows: Shadows = NO_SHADOWS,
    ) -> tuple[dict[Register, NDArray[np.void]], NDArray[np.void]]:
        """Return the wrong captures of product registers and accumulators, and the final errors.

        `changes` are the products that differ because of operands; without `first_slots` there may be faults
        from the start.
        """
        drawn = {}
        for register in (Register.PRODUCT, Register.ACCUMULATOR):
            if register in self.odds:
                first = None if first_slots is None else first_slots[register]
                drawn[register], errors = self._draw(
                    register, where, changes, first, threads=threads, shadows=shadows
                )
                if register == Register.PRODUCT:
                    captured = (drawn[register][name] for name in ("place", "slot", "captured"))
                    changes = changes.updated(*captured)
        return drawn, errors

    def _draw(
        self,
        register: Register,
        where: Operands,
        changes: Changes,
        first_slot: Integers | None,
        *,
        threads: int = 1,
        shadows: Shadows = NO_SHADOWS,
    ) -> tuple[NDArray[np.void], NDArray[np.void]]:
        return draw(
            self.odds[register],
            where,
            register=register,
            width=int(self.widths[register]),
            negate=self.region != Region.DATA,
            seed=int(self.seeds[register]),
            changes=changes,
            first_slot=first_slot,
            threads=threads,
            adder=self._adder if register == Register.ACCUMULATOR else None,
            remedy=shadows.remedy,
            watched=shadows.watched(register),
        )

    @property
    def _adder(self) -> CarrySaveAdder | None:
        """What stands before carry-save accumulators."""
        if not self.config.array.carry_save:
            return None
        a_width, b_width = (int(self.widths[register]) for register in _OPERAND_REGISTERS)
        width = self.config.array.accumulator_width
        return CarrySaveAdder(width, a_width, b_width, self.region != Region.DATA)

    def cycles(self, register: Register, drawn: NDArray[np.void]) -> Integers:
        """Return the cycles of wrong captures."""
        row, column = (site[drawn["place"]] for site in self.sites)
        return np.asarray(drawn["slot"] + capture_latency(self.config, register, row, column), np.int64)

    def faults(self, register: Register, drawn: NDArray[np.void]) -> NDArray[np.void]:
        """Return wrong captures of a register as fault events."""
        events = np.zeros(len(drawn), FAULT)
        row, column = (site[drawn["place"]] for site in self.sites)
        events["cycle"] = self.cycles(register, drawn)
        events["register"], events["kind"] = register, Kind.FLIP
        events["row"], events["column"], events["mask"] = row, column, drawn["mask"]
        return events
