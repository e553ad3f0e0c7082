"""A population of dies under one timing table: error rates as bands, and the operating points.

A timing table is of one ideal die, whose errors begin at a wall. Here every PE of every die gets a delay of
its own, and the table is looked up at the relative period that each of them sees. Delay factors say how
many times as slow as the table's; all of them multiply.

Three operating points are told apart, because they are not the same claim:

* **sign-off**: the slow corner at the worst temperature, the largest droop and full ageing meet static
  timing. This is what a chip without tolerance runs at;
* **first failure** of the typical die: up to here no capture is wrong, and all that is gained is margin;
* the **error rate** asked for, on the typical die: from the first failure to here errors are tolerated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.faults.table import REGIONS, TimingTable
from synth.timing.errors import TimingError
from synth.timing.variation import Variation

Array = NDArray[np.float64]

TARGET = 3e-3
"""Errors per output element at which DRIFT operates."""
DIES = 200
"""Dies that are drawn."""
QUANTILES = (0.05, 0.5, 0.95)
"""Quantiles over dies that make a band."""
_STEPS = 513


def check(dies: int, target: float = TARGET) -> None:
    """Raise `TimingError` for a number of dies, or a target error rate, that there can not be."""
    if dies < 1:
        raise TimingError(f"variation needs at least one die, not {dies}")
    if not 0 < target < 1:
        raise TimingError(f"a target error rate must be between 0 and 1, not {target:g}")


class Dies(NamedTuple):
    """Drawn dies."""

    factor: Array
    """(dies,) delay factor of each die: process, temperature and ageing."""
    droop: Array
    """(dies,) share of the supply that is lost."""
    elements: Array
    """(dies, R * C) factor of each data PE on its die."""


@dataclass(frozen=True, eq=False)
class Population:
    """Dies of one array under one table: rates and operating points."""

    table: TimingTable
    config: Config
    variation: Variation
    dies: int = DIES
    seed: int = 0
    extrapolate: bool = False
    """Go below the table's voltages."""

    def __post_init__(self) -> None:
        check(self.dies)
        self.table.check(self.config)
        for kind, curves in self._curves.items():
            if np.isnan(curves).any():
                raise TimingError(
                    f"the timing table has no error rate per {kind} of data PEs at every supply; measure "
                    "more cycles, or tiles of smaller K"
                )

    @cached_property
    def drawn(self) -> Dies:
        """The dies, the same for the same seed."""
        generator = np.random.default_rng([self.seed, 1])
        v, count = self.variation, self.dies
        spread = np.log(v.slow / v.typical) / 3
        process = v.typical * np.exp(spread * generator.standard_normal(count))
        temperature = generator.uniform(*v.temperature, count)
        ageing = generator.uniform(1.0, v.ageing, count)
        droop = generator.uniform(0.0, v.droop, count)
        size = self.config.array.rows * self.config.array.columns
        elements = 1 + v.sigma * generator.standard_normal((count, size))
        return Dies(process * temperature * ageing, droop, np.maximum(elements, 0.1))

    # -- what the table says at any relative period ------------------------------------------------

    @cached_property
    def _curves(self) -> dict[str, Array]:
        """(supplies, G) rates of a data PE: per cycle and per output element."""
        supplies = range(len(self.table.supplies))
        return {
            "cycle": np.array([self.table.cycle_rates(s)[:, 0] for s in supplies]),
            "element": np.array([self.table.element_rates(s)[:, 0] for s in supplies]),
        }

    def rate(self, kind: str, voltage: Array, relative_period: Array) -> Array:
        """Return the rate of a data PE, `cycle` or `element`, linear between the table's periods.

        `voltage` says which supply is the nearest. Shorter periods than the table's get its last rate.
        """
        voltage, x = np.broadcast_arrays(voltage, relative_period)
        volts = np.array([supply.voltage for supply in self.table.supplies])
        nearest = np.searchsorted((volts[1:] + volts[:-1]) / 2, voltage)
        grid = self.table.relative_periods[::-1]
        result = np.zeros(x.shape)
        for supply, curve in enumerate(self._curves[kind]):
            chosen = nearest == supply
            result[chosen] = np.interp(x[chosen], grid, curve[::-1])
        return result

    def last_clean(self, region: int) -> float:
        """Return the relative period down to which a kind of PE was never wrong at any supply, 0 if
        always."""
        joint, x = self.table.joint, self.table.relative_periods
        wrong = joint[(joint["region"] == region) & (joint["wrong"] > 0)]
        return float(x[max(int(wrong["period"].min()) - 1, 0)]) if len(wrong) else 0.0

    def static_period_ps(self, voltage: Array) -> Array:
        """Return T0 at supplies of any shape."""
        return self.table.static_periods_ps(voltage, extrapolate=self.extrapolate)

    # -- bands -------------------------------------------------------------------------------------

    def die_rates(self, kind: str, voltage: Array, period_ps: Array) -> Array:
        """Return (dies, points) the mean rate over a die's PEs at points of supply and period."""
        dies = self.drawn
        supply = np.multiply.outer(1 - dies.droop, np.asarray(voltage, np.float64))
        x = np.asarray(period_ps) / (self.static_period_ps(supply) * dies.factor[:, None])
        result = np.empty(x.shape)
        for point in range(x.shape[1]):
            own = x[:, point, None] / dies.elements
            result[:, point] = self.rate(kind, supply[:, point, None], own).mean(1)
        return result

    def bands(self, points: int = 41) -> dict[str, Any]:
        """Return quantiles and means over dies of error rates against supply and against frequency, plain
        values.

        Supply: at the sign-off period, from the nominal supply down to the table's lowest. Frequency: at
        the nominal supply, from the sign-off frequency to where the median die is past saving.
        """
        nominal, period = self.nominal_voltage, self.sign_off_period_ps
        volts = np.linspace(self.lowest_voltage, nominal, points)
        ratios = np.linspace(1.0, self._last_frequency, points)
        both = {
            "voltage": (volts, volts, np.full(points, period)),
            "frequency": (ratios, np.full(points, nominal), period / ratios),
        }
        found: dict[str, Any] = {
            "quantiles": list(QUANTILES),
            "nominal_voltage": nominal,
            "sign_off_period_ps": period,
        }
        for name, (at, voltage, clock) in both.items():
            found[name] = {"at": at.tolist()}
            for kind in ("cycle", "element"):
                rates = self.die_rates(kind, voltage, clock)
                found[name][kind] = np.quantile(rates, QUANTILES, axis=0).tolist()
                found[name][f"mean_{kind}"] = rates.mean(0).tolist()
        return found

    @property
    def nominal_voltage(self) -> float:
        """The highest supply of the table: what sign-off starts from."""
        return self.table.supplies[-1].voltage

    @property
    def lowest_voltage(self) -> float:
        """The lowest supply whose droop the table still covers."""
        return self.table.voltages[0] / (1 - self.variation.droop)

    @property
    def _lowest_typical_voltage(self) -> float:
        """The same for a typical die's droop."""
        return self.table.voltages[0] / (1 - self.variation.typical_droop)

    @property
    def sign_off_period_ps(self) -> float:
        """The clock period that sign-off allows at the nominal supply."""
        drooped = np.array(self.nominal_voltage * (1 - self.variation.droop))
        return float(self.static_period_ps(drooped)) * self.variation.sign_off_factor

    @property
    def _last_frequency(self) -> float:
        """Frequency, relative to sign-off, at which the typical die's PEs see the table's last period."""
        drooped = np.array(self.nominal_voltage * (1 - self.variation.typical_droop))
        slowest = float(self.static_period_ps(drooped)) * self.variation.typical_factor
        return self.sign_off_period_ps / (slowest * max(float(self.table.relative_periods[-1]), 0.8))

    # -- operating points --------------------------------------------------------------------------

    def operating_points(self, target: float = TARGET) -> dict[str, Any]:
        """Return the three operating points and what lies between them, plain values.

        Each point has `voltage` at the sign-off period (None below `lowest_voltage`, where the table ends),
        `period_ps` at the nominal supply, and `energy`: the square of the voltage against sign-off's.
        `margin` is the energy that sign-off's margin costs, `tolerated` what errors up to `target` per
        output element give besides. Raises `TimingError` for a target that is no rate."""
        check(self.dies, target)
        nominal = self.nominal_voltage
        points: dict[str, dict[str, float | None]] = {
            "sign_off": {"voltage": nominal, "period_ps": self.sign_off_period_ps},
            "first_failure": self._least(self._fails),
            "target": self._least(lambda v, period: self._typical_rate(v, period) > target),
        }
        energies = []
        for point in points.values():
            voltage = point["voltage"]
            point["energy"] = None if voltage is None else (voltage / nominal) ** 2
            energies.append(point["energy"])
        _, margin, tolerated = energies
        return {
            "target_rate": target,
            **points,
            "margin": None if margin is None else 1 - margin,
            "tolerated": None if margin is None or tolerated is None else margin - tolerated,
            "lowest_voltage": self._lowest_typical_voltage,
            "cycles": int(self.table.joint["cycles"].max(initial=0)),
            "variation": asdict(self.variation),
            "dies": self.dies,
        }

    def _least(self, bad: Callable[[Array, Array], NDArray[np.bool_]]) -> dict[str, float | None]:
        """Return the lowest supply, and the shortest period, down to which nothing is `bad`.

        None when everything is good down to the end.
        """
        nominal, period = self.nominal_voltage, self.sign_off_period_ps
        volts = np.linspace(nominal, self._lowest_typical_voltage, _STEPS)
        periods = period * np.linspace(1.0, 1.0 / (1.25 * self._last_frequency), _STEPS)
        found: dict[str, float | None] = {}
        for name, axis, is_bad in (
            ("voltage", volts, bad(volts, np.full(_STEPS, period))),
            ("period_ps", periods, bad(np.full(_STEPS, nominal), periods)),
        ):
            first = int(np.argmax(is_bad))
            found[name] = float(axis[max(first - 1, 0)]) if is_bad.any() else None
        return found

    def _typical_period(self, voltage: Array, period_ps: Array) -> Array:
        """Return the relative period of a typical die's typical PE."""
        supply = voltage * (1 - self.variation.typical_droop)
        return period_ps / (self.static_period_ps(supply) * self.variation.typical_factor)

    def _spread(self, count: int) -> Array:
        """Return the factors of so many PEs of a typical die, rising: quantiles of their distribution."""
        quantiles = [NormalDist().inv_cdf((index + 0.5) / count) for index in range(count)]
        return 1 + self.variation.sigma * np.array(quantiles)

    def _fails(self, voltage: Array, period_ps: Array) -> NDArray[np.bool_]:
        """Return where the slowest PE of a typical die was ever seen wrong."""
        array = self.config.array
        counts = {"data": array.rows * array.columns, "checksum_column": array.rows}
        counts["checksum_row"] = array.columns
        x = self._typical_period(voltage, period_ps)
        failing = np.zeros(x.shape, bool)
        for region, name in enumerate(REGIONS):
            failing |= x / self._spread(counts[name])[-1] < self.last_clean(region)
        return failing

    def _typical_rate(self, voltage: Array, period_ps: Array) -> Array:
        """Return the mean rate per output element of a typical die."""
        count = self.config.array.rows * self.config.array.columns
        factors = self._spread(count)
        x = self._typical_period(voltage, period_ps)
        supply = voltage * (1 - self.variation.typical_droop)
        return np.asarray(self.rate("element", supply[:, None], x[:, None] / factors).mean(1))
