"""What goes wrong under an operating policy: the wrong captures at each of its points, on one die."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.faults.table import TimingTable
from drift_hw.policy import VOLTAGE_STEP, OperatingPolicy, Point, PolicyError
from golden.faults import EVENT, FaultList
from golden.quantised import Site
from golden.timing.flop import FlopErrors
from golden.timing.point import OperatingPoint, checked_factors
from golden.timing.policy import TableFaults


@dataclass(frozen=True, eq=False)
class Die:
    """What tells a die from that of a timing table. Raises `UserError` for what is out of range."""

    droop: float = 0.0
    """Share of its supply that it loses, 0 to below 1."""
    factors: ArrayLike | None = None
    """Delay factors of its PEs, as for `golden.timing.point.OperatingPoint`; None: those of the table."""

    def __post_init__(self) -> None:
        if isinstance(self.droop, bool) or not isinstance(self.droop, int | float) or not 0 <= self.droop < 1:
            raise UserError(
                f"droop of a die must be a share of its supply from 0 to below 1, not {self.droop!r}"
            )
        try:
            checked_factors(self.factors)
        except (TypeError, ValueError) as error:
            raise UserError(f"delay factors of a die must be a matrix of numbers: {error}") from error

    @classmethod
    def of(cls, policy: OperatingPolicy) -> Self:
        """Return the die that a policy was made for, by its `source`. Raises `PolicyError` for none."""
        told = policy.source.get("die") or {}
        try:
            return cls(**told)
        except (TypeError, UserError) as error:
            raise PolicyError(
                f"the policy's source says a die that can not be: {error}; write one with drift-hw explore"
            ) from error

    def to_dict(self) -> dict[str, Any]:
        """Return plain values: what `of` reads."""
        factors = None if self.factors is None else np.asarray(self.factors).tolist()
        return {"droop": self.droop, "factors": factors}

    def supply(self, point: Point) -> float:
        """Return the volts that arrive at an operating point, as its code has it."""
        return point.codes[0] * VOLTAGE_STEP * (1 - self.droop)

    def is_clean(self, config: Config, table: TimingTable, point: Point) -> bool:
        """Return whether nothing fails at a point; raises as `OperatingPoint` and its `is_clean` do."""
        located = OperatingPoint(table, self.supply(point), point.period_ps, factors=self.factors)
        return located.is_clean(config)

    def errors(self, table: TimingTable, point: Point) -> FlopErrors:
        """Return the wrong captures at a point; raises as `OperatingPoint` does."""
        return FlopErrors(table, self.supply(point), point.period_ps, factors=self.factors)

    def faults(self, config: Config, table: TimingTable, point: Point, seed: int) -> TableFaults:
        """Return fault lists for a device at a point; raises as `TableFaults` does."""
        return TableFaults(
            config, table, self.supply(point), point.period_ps, seed=seed, factors=self.factors
        )


def failing(policy: OperatingPolicy, config: Config, table: TimingTable, die: Die) -> Mapping[int, bool]:
    """Return of each operating point whether anything fails there.

    Raises `UserError` when something does at the safe point, `TableError` for a table of other PEs and for
    a point that it lacks.
    """
    found = {}
    for number, point in enumerate(policy.points):
        try:
            found[number] = not die.is_clean(config, table, point)
        except UserError as error:
            raise type(error)(
                f"operating point {number} ({point.voltage:g} V, {point.frequency:g} MHz): {error}"
            ) from error
    if found[0]:
        safe = policy.points[0]
        raise UserError(
            f"point 0 of the policy ({safe.voltage:g} V, {safe.frequency:g} MHz) must be safe, but by this "
            "timing table captures fail there: give the table that the policy was made for, or explore anew"
        )
    return found


def policy_errors(
    policy: OperatingPolicy, config: Config, table: TimingTable, die: Die
) -> dict[int, FlopErrors | None]:
    """Return what `golden.resilience.scenario.UnderPolicy` needs; raises as `failing` does."""
    return {
        number: die.errors(table, policy.points[number]) if fails else None
        for number, fails in failing(policy, config, table, die).items()
    }


class PolicyFaults:
    """A `golden.on_device.FaultPolicy`: of each GEMM the faults of the point that a policy gives it."""

    def __init__(
        self, policy: OperatingPolicy, config: Config, table: TimingTable, die: Die, *, seed: int
    ) -> None:
        """Take a policy for the array of `config`, which has fault ports; raises as `failing` does."""
        self._policy, self._none = policy, FaultList(config, np.zeros(0, EVENT))
        self._faults = {
            number: die.faults(config, table, policy.points[number], seed)
            for number, fails in failing(policy, config, table, die).items()
            if fails
        }

    def __call__(self, site: Site, cycles: int) -> FaultList:
        """Draw the faults of a GEMM that is expected to take so many cycles; none where nothing fails."""
        faults = self._faults.get(self._policy.point(site.block, site.timestep))
        return self._none if faults is None else faults(site, cycles)
