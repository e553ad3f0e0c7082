"""Where each PE of an array lies in a timing table at an operating point."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.faults.table import TimingTable
from golden.faults import Region

Integers = NDArray[np.int64]


def places(config: Config) -> dict[Region, tuple[Integers, Integers]]:
    """Return row and column of each PE, by kind, in the order of places (`golden.timing.thinning`)."""
    rows, columns = config.array.rows, config.array.columns
    sites: dict[Region, tuple[Integers, Integers]] = {
        Region.DATA: (np.repeat(np.arange(rows), columns), np.tile(np.arange(columns), rows))
    }
    if config.protection.abft:
        sites[Region.CHECKSUM_COLUMN] = np.arange(rows), np.full(rows, columns)
        sites[Region.CHECKSUM_ROW] = np.full(columns, rows), np.arange(columns)
    return sites


def checked_factors(factors: ArrayLike | None) -> Callable[[Config], NDArray[np.float64]]:
    """Return a function that gives the delay factors of the PEs of an array, (rows + 1, columns + 1).

    `factors` is such a matrix, checksum PEs in its last row and column, or None: all are 1. Raises
    `UserError` for what is no matrix of positive numbers; the function does for an array of another shape.
    """
    values = np.ones((1, 1)) if factors is None else np.array(factors, np.float64)
    if values.ndim != 2 or not values.size:
        raise UserError(f"delay factors of PEs must be a matrix, not of shape {values.shape}")
    bad = values[~(values > 0) | ~np.isfinite(values)]
    if bad.size:
        raise UserError(f"delay factors of PEs must be positive numbers, not {bad[0]:g}")

    def of(config: Config) -> NDArray[np.float64]:
        shape = config.array.rows + 1, config.array.columns + 1
        if factors is not None and values.shape != shape:
            raise UserError(
                f"delay factors must be of shape {shape}, one for each PE of this array with its checksum "
                f"row and column, not {values.shape}"
            )
        return np.broadcast_to(values, shape)

    return of


class OperatingPoint:
    """A supply and a clock period, and how much slower than the table's each PE is."""

    def __init__(
        self,
        table: TimingTable,
        voltage: float,
        period_ps: float,
        *,
        factors: ArrayLike | None = None,
        extrapolate: bool = False,
    ) -> None:
        """Locate the point.

        Args:
            table: of the PEs.
            voltage: supply, V.
            period_ps: clock period, ps.
            factors: of each PE, as for `checked_factors`.
            extrapolate: take the table's ends beyond its voltages and periods.

        Raises:
            TableError: the table ends before the voltage or the period.
            UserError: factors that are not positive, or no matrix.
        """
        self._factors = checked_factors(factors)
        slowest = 1.0 if factors is None else float(np.max(factors))
        location = table.locate(voltage, period_ps, delay_factor=slowest, extrapolate=extrapolate)
        self.table = table
        self.supply = location.supply
        """Index of the supply whose patterns count."""
        self._relative = period_ps / table.static_period_ps(voltage, extrapolate=extrapolate)

    def relative_periods(self, config: Config) -> NDArray[np.float64]:
        """Return x = T / T0 of each PE, (rows + 1, columns + 1).

        Raises `TableError` when the table is of other PEs, `UserError` for factors of another array.
        """
        self.table.check(config)
        # Where it was extrapolated, the end of the table holds for all shorter periods.
        relative = self._relative / self._factors(config)
        return np.maximum(relative, float(self.table.relative_periods[-1]))

    def is_clean(self, config: Config) -> bool:
        """Return whether no register of this array was ever seen wrong here, at the periods on either side.

        Contexts that only follow wrong captures do not count. Raises as `relative_periods`.
        """
        relative, rates = self.relative_periods(config), self.table.word_rates(self.supply)
        for region, sites in places(config).items():
            # Periods fall along the grid, and rates with them: the slowest PE decides.
            first, second, weight = self.table.bracket(float(relative[sites].min()))
            if rates[first, region].any() or (weight > 0 and rates[second, region].any()):
                return False
        return True
