"""How far the supply of each variant can fall at one clock, until results are damaged alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synth.experiments.graceful.measure import Gates, Outcome, run
from synth.experiments.graceful.workload import ROUNDING, Workload
from synth.pdk import Library
from synth.timing.errors import TimingError
from synth.timing.supply import DelayModel

LEVELS = {"strict": ROUNDING / 10, "equal": ROUNDING, "lax": 10 * ROUNDING}
"""Mean squared error of requantised results that is allowed, in squared steps."""
START = 1.002
"""Relative period, period over static period, from which the search goes down."""
SHORTEST = 0.7
"""Relative period at which it ends."""
LONG_STEP, SHORT_STEP = 0.98, 0.9933
"""Ratios of relative periods that follow each other."""
SCOUTS = 5
"""The long steps are judged by the workload's share of one in so many."""
RESAMPLES = 400


@dataclass(frozen=True)
class Crossing:
    """The lowest supply at which a level of damage is kept, with a 90 % confidence interval, in volts."""

    voltage: float
    low: float
    high: float
    assumed: bool
    """The supply is outside of what the library, or the law assumed for it, covers."""


@dataclass(frozen=True)
class Sweep:
    """Outcomes of a workload on a variant by falling supply, at one clock."""

    gates: Gates
    outcomes: Sequence[Outcome]
    model: DelayModel

    def crossing(self, level: float, seed: int = 0) -> Crossing | None:
        """Return where the damage passes a level; None if it does not."""
        squared = np.array([outcome.squared for outcome in self.outcomes])
        volts = np.array([outcome.voltage for outcome in self.outcomes])
        found = _crossing(volts, squared.mean(1), level)
        if found is None:
            return None
        random = np.random.default_rng(seed)
        picks = random.integers(squared.shape[1], size=(RESAMPLES, squared.shape[1]))
        drawn = [_crossing(volts, squared[:, pick].mean(1), level) for pick in picks]
        known = [volts[-1] if voltage is None else voltage for voltage in drawn]
        low, high = (float(value) for value in np.quantile(known, (0.05, 0.95)))
        return Crossing(found, low, high, assumed=not self.model.voltages[0] <= found)

    def beyond(self, level: float) -> Outcome | None:
        """Return the first outcome whose damage is above a level."""
        return next((outcome for outcome in self.outcomes if outcome.squared.mean() > level), None)


def _crossing(volts: NDArray[np.float64], damage: NDArray[np.float64], level: float) -> float | None:
    """Return the supply at which `damage`, by falling supply, first passes `level`, on straight lines."""
    (above,) = np.nonzero(damage > level)
    if not len(above):
        return None
    second = int(above[0])
    if second == 0:
        return float(volts[0])
    first = second - 1
    weight = (level - damage[first]) / (damage[second] - damage[first])
    return float(volts[first] + weight * (volts[second] - volts[first]))


def sweep(made: Gates, library: Library, model: DelayModel, period_ps: float, workload: Workload) -> Sweep:
    """Lower the supply from where static timing is just met until the laxest level is passed.

    A part of the workload finds, in long steps, where results begin to be wrong; all of it then goes, in
    short ones, from two long steps before on.
    """

    def at(relative: float, work: Workload) -> Outcome:
        delays = model.at(supply_of(model, period_ps / relative), extrapolate=True)
        return run(made, library, delays, period_ps, work)

    few = workload.first(max(1, len(workload.sites) // SCOUTS))
    relative = START
    outcomes = [at(relative, workload)]
    try:
        while relative > SHORTEST and not at(relative, few).errors.any():
            relative *= LONG_STEP
        relative = min(START * SHORT_STEP, relative / LONG_STEP**2)
        while relative > SHORTEST and outcomes[-1].squared.mean() < 3 * LEVELS["lax"]:
            outcomes.append(at(relative, workload))
            relative *= SHORT_STEP
    except TimingError:
        # The law of delays ends before results are damaged.
        pass
    return Sweep(made, outcomes, model)


def supply_of(model: DelayModel, period_ps: float) -> float:
    """Return the supply at which the static period is this long, in volts. Raises `TimingError`."""
    high = model.corners[-1].voltage
    # The law ends near the threshold: `at` tells when the answer lies beyond.
    low = max(0.3 * high, 1.2001 * model.law.threshold)
    while model.at(high, extrapolate=True).static_period_ps > period_ps:
        high *= 1.05
    if model.at(low, extrapolate=True).static_period_ps < period_ps:
        raise TimingError(
            f"no supply down to {low:.3f} V makes {model.timed.name} as slow as {period_ps:.0f} ps"
        )
    for _ in range(14):
        middle = (low + high) / 2
        if model.at(middle, extrapolate=True).static_period_ps > period_ps:
            low = middle
        else:
            high = middle
    return high
