"""Where each PE of an array lies in a timing table at an operating point."""

from __future__ import annotations

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
            factors: (rows + 1, columns + 1) delays of each PE as a factor, checksum PEs in the last row and
                column; None: all 1.
            extrapolate: take the table's ends beyond its voltages and periods.

        Raises:
            TableError: the table ends before the voltage or the period.
            UserError: factors that are not positive, or no matrix.
        """
        self._factors = None if factors is None else np.asarray(factors, np.float64)
        known = np.ones((1, 1)) if self._factors is None else self._factors
        if known.ndim != 2 or not known.size:
            raise UserError(f"delay factors of PEs must be a matrix, not of shape {known.shape}")
        bad = known[~(known > 0) | ~np.isfinite(known)]
        if bad.size:
            raise UserError(f"delay factors of PEs must be positive numbers, not {bad[0]:g}")
        slowest = float(known.max())
        location = table.locate(voltage, period_ps, delay_factor=slowest, extrapolate=extrapolate)
        self.table = table
        self.supply = location.supply
        """Index of the supply whose patterns count."""
        static = table.static_period_ps(voltage, extrapolate=extrapolate)
        self._relative = np.maximum(period_ps / (static * known), table.relative_periods[-1])

    def relative_periods(self, config: Config) -> NDArray[np.float64]:
        """Return x = T / T0 of each PE, (rows + 1, columns + 1).

        Raises `TableError` when the table is of other PEs, `UserError` for factors of another array.
        """
        self.table.check(config)
        shape = config.array.rows + 1, config.array.columns + 1
        if self._factors is not None and self._factors.shape != shape:
            raise UserError(
                f"delay factors must be of shape {shape}, one for each PE of this array with its checksum "
                f"row and column, not {self._factors.shape}"
            )
        return np.broadcast_to(self._relative, shape)
