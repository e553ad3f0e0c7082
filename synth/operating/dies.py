"""A Monte Carlo of dies at operating points: where each first fails, and how far beyond it may go.

    sign-off ---- margin reclaimed ----> first failure of the die ---- errors tolerated ----> last kept point

Each die is a draw of `synth.timing.population`: process, temperature, ageing, droop, and a delay of its own
for every PE. A controller that reads the checksums' counters is taken to hold each die at its point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.faults.table import TimingTable
from synth.operating.errors import OperatingError
from synth.timing.population import Population
from synth.timing.variation import Variation

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

STEPS = 513
"""Grid of supplies, and of periods, on which points are found."""
SHORTEST = 0.4
"""Shortest period that is looked at, a share of sign-off's."""


@dataclass(frozen=True)
class Limits:
    """One operating point of each die, along both axes."""

    voltage: Array
    """(dies,) lowest supply at the sign-off period, V."""
    period_ps: Array
    """(dies,) shortest period at the nominal supply."""
    ended: Flags
    """(dies,) the table's lowest supply came first: the die could go lower."""


@dataclass(frozen=True, eq=False)
class Dies:
    """Dies of one array under one timing table. Raises `UserError` for a table of other PEs."""

    population: Population

    @classmethod
    def draw(cls, table: TimingTable, config: Config, variation: Variation, *, dies: int, seed: int) -> Dies:
        """Draw so many dies; the same for the same seed."""
        return cls(Population(table, config, variation, dies, seed))

    @property
    def nominal_voltage(self) -> float:
        """What sign-off takes."""
        return self.population.nominal_voltage

    @property
    def sign_off_period_ps(self) -> float:
        """What sign-off allows."""
        return self.population.sign_off_period_ps

    @cached_property
    def _checksum_factors(self) -> tuple[Array, Array]:
        """(dies, R) and (dies, C) factors of the checksum PEs of column and row."""
        population, array = self.population, self.population.config.array
        generator = np.random.default_rng([population.seed, 2])
        draws = generator.standard_normal((population.dies, array.rows + array.columns))
        found = np.maximum(1 + population.variation.sigma * draws, 0.1)
        return found[:, : array.rows], found[:, array.rows :]

    def factors(self, die: int) -> Array:
        """Return (R + 1, C + 1) delay factors of all PEs of a die, process, temperature and ageing included.

        As `golden.timing.point.OperatingPoint` takes them; the supply must be lowered by `droop`.
        """
        array, drawn = self.population.config.array, self.population.drawn
        column, row = self._checksum_factors
        found = np.ones((array.rows + 1, array.columns + 1))
        found[:-1, :-1] = drawn.elements[die].reshape(array.rows, array.columns)
        found[:-1, -1], found[-1, :-1] = column[die], row[die]
        return np.asarray(found * drawn.factor[die], np.float64)

    def droop(self, die: int) -> float:
        """Return the share of its supply that a die loses."""
        return float(self.population.drawn.droop[die])

    def median(self) -> int:
        """Return the die whose first failure is the median one."""
        voltage = self.first_failure.voltage
        return int(np.argsort(voltage)[len(voltage) // 2])

    def quantile(self, share: float) -> int:
        """Return the die at this share of all, by its supply of first failure."""
        order = np.argsort(self.first_failure.voltage)
        return int(order[round(share * (len(order) - 1))])

    @cached_property
    def first_failure(self) -> Limits:
        """The last points at which no PE of a die, checksum PEs included, was ever seen wrong."""
        population, drawn = self.population, self.population.drawn
        groups = (drawn.elements, *self._checksum_factors)
        # The slowest PE of each kind, against how far that kind may go.
        needs = [
            population.last_clean(region) * group.max(1)
            for region, group in enumerate(groups)
            if population.last_clean(region)
        ]
        need = np.max(needs, axis=0) if needs else np.zeros(population.dies)

        def failing(voltage: Array, period_ps: Array) -> Flags:
            return np.asarray(self._relative(voltage, period_ps) < need, bool)

        return self._last_good(failing)

    def at_rate(self, rate: float) -> Limits:
        """Return the last points at which a die's mean error rate per output element is at most `rate`.

        At rate 0 it is the first failure; no point lies before that. Raises `OperatingError` for no rate.
        """
        if not 0 <= rate < 1:
            raise OperatingError(f"an error rate per output must be from 0 to below 1, not {rate:g}")
        if rate == 0:
            return self.first_failure

        def failing(voltage: Array, period_ps: Array) -> Flags:
            return self.rates(voltage, period_ps) > rate

        return self._last_good(failing)

    def rates(self, voltage: Array, period_ps: Array) -> Array:
        """Return (dies,) mean error rates per output element, each die at its own point."""
        population, drawn = self.population, self.population.drawn
        supply = voltage * (1 - drawn.droop)
        own = self._relative(voltage, period_ps)[:, None] / drawn.elements
        return np.asarray(population.rate("element", supply[:, None], own).mean(1))

    def _relative(self, voltage: Array, period_ps: Array) -> Array:
        """Return (dies,) relative periods that a die's typical PE sees."""
        drawn = self.population.drawn
        static = self.population.static_period_ps(voltage * (1 - drawn.droop))
        return np.asarray(period_ps / (static * drawn.factor))

    def _last_good(self, failing: Callable[[Array, Array], Flags]) -> Limits:
        """Return the last points, from sign-off on, before each die is failing: bisection over a grid."""
        population = self.population
        count, nominal, period = population.dies, self.nominal_voltage, self.sign_off_period_ps
        lowest = population.table.voltages[0] / (1 - population.drawn.droop)
        voltage, ended = _bisect(
            count,
            lambda share: nominal + share * (lowest - nominal),
            lambda volts: failing(volts, np.full(count, period)),
        )
        shortest, _ = _bisect(
            count,
            lambda share: period * (1 - share * (1 - SHORTEST)),
            lambda periods: failing(np.full(count, nominal), periods),
        )
        return Limits(voltage, shortest, ended)


def _bisect(
    count: int, at: Callable[[Array], Array], failing: Callable[[Array], Flags]
) -> tuple[Array, Flags]:
    """Return the last of `STEPS` values before each of `count` fails, and where even the last is good."""
    good, bad = np.zeros(count), np.full(count, STEPS - 1.0)
    ended = ~failing(at(bad / (STEPS - 1)))
    while (bad - good).max() > 1:
        middle = np.floor((good + bad) / 2)
        fails = failing(at(middle / (STEPS - 1)))
        good, bad = np.where(fails, good, middle), np.where(fails, middle, bad)
    return at(np.where(ended, STEPS - 1.0, good) / (STEPS - 1)), ended
