"""A lot of dies with protection beside a chip without: what a run costs at each die's points, and in parts.

    energy    1 = chip without protection at sign-off
              protection    what checks, their PEs and a second regulator cost at the same point
              margin        sign-off down to the die's first failure: no error, no safe step, no checkpoint
              tolerated     beyond it, down to the last point at which images are kept, net of all it costs;
                            safe steps run at the first failure

The saving is margin + tolerated - protection, in shares of that chip's energy; the speed-up is the product of
the three factors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synth.operating.cost import Accelerator, Cost, Incidents, MemorySpeed, Parameters, Point, Work
from synth.operating.dies import Dies, Limits
from synth.operating.parts import ARRAY, Core
from synth.timing.target import Target

Values = NDArray[np.float64]

FEATURE_NM = {"osu018": 180, "osu035": 350, "osu050": 500, "sky130": 130, "ihp-sg13g2": 130}
"""Feature size by PDK, which on-chip memories are scaled to."""
QUANTILES = (0.05, 0.95)
"""Over dies."""
BATCH = 32
"""Images that the shipped DiT makes at once, with guidance."""


@dataclass(frozen=True)
class Shares:
    """A figure over dies."""

    values: Values
    """(dies,)."""

    @property
    def mean(self) -> float:
        """Over all dies."""
        return float(self.values.mean())

    @property
    def low(self) -> float:
        """The lower of `QUANTILES`."""
        return float(np.quantile(self.values, QUANTILES[0]))

    @property
    def high(self) -> float:
        """The higher of `QUANTILES`."""
        return float(np.quantile(self.values, QUANTILES[1]))


@dataclass(frozen=True)
class Split:
    """Costs of one network at the points of each die."""

    baseline: Cost
    """Without protection, at sign-off."""
    protected: Cost
    """With protection, at sign-off."""
    first: Sequence[Cost]
    """By die: at its first failure."""
    kept: Sequence[Cost]
    """By die: at its last kept point."""

    def energy(self) -> dict[str, Shares]:
        """Return `saving`, `protection`, `margin` and `tolerated`, shares of the baseline's energy."""
        one = self.baseline.energy.total
        sign_off = np.full(len(self.first), self.protected.energy.total / one)
        first, kept = (np.array([cost.energy.total / one for cost in at]) for at in (self.first, self.kept))
        return {
            "saving": Shares(1 - kept),
            "protection": Shares(sign_off - 1),
            "margin": Shares(sign_off - first),
            "tolerated": Shares(first - kept),
        }

    def speed(self) -> dict[str, Shares]:
        """Return the factors `speedup` = `protection` x `margin` x `tolerated`, by time of a run."""
        one = self.baseline.seconds
        sign_off = np.full(len(self.first), self.protected.seconds)
        first, kept = (np.array([cost.seconds for cost in at]) for at in (self.first, self.kept))
        return {
            "speedup": Shares(one / kept),
            "protection": Shares(one / sign_off),
            "margin": Shares(sign_off / first),
            "tolerated": Shares(first / kept),
        }


@dataclass(frozen=True)
class Chips:
    """The same accelerator with and without protection, and its lot of dies."""

    protected: Core
    bare: Core
    lot: Dies
    parameters: Parameters
    scaled: tuple[str, ...] = ARRAY

    def accelerator(self, core: Core) -> Accelerator:
        """Return one of the two cores with what is around it."""
        per_cycle = sum(part.energy(self.bare.nominal_voltage) for part in self.bare.parts)
        share = self.parameters.around_share
        if core.config.protection.abft:
            share += self.parameters.around_protection
        scaled = self.scaled if core.config.protection.abft else ARRAY
        memory = MemorySpeed.at(core.config, self.lot.sign_off_period_ps)
        return Accelerator(core, self.parameters, memory, share * per_cycle, scaled)

    def split(
        self, work: Work, first: Limits, kept: Limits, incidents: Incidents, *, faster: bool = False
    ) -> Split:
        """Return the costs of a run at the points of all dies.

        Args:
            work: with its safe steps and checkpoints.
            first, kept: points of each die.
            incidents: what errors cost at the kept points.
            faster: spend the margin on the clock at the nominal supply instead of on the supply.
        """
        safe = Point(self.lot.nominal_voltage, self.lot.sign_off_period_ps)
        calm = replace(work, safe_steps=0, interval=0)
        chip = self.accelerator(self.protected)

        def points(limits: Limits) -> list[Point]:
            if faster:
                return [Point(safe.voltage, float(period)) for period in limits.period_ps]
            return [Point(float(voltage), safe.period_ps) for voltage in limits.voltage]

        return Split(
            self.accelerator(self.bare).run(calm, safe, safe),
            chip.run(calm, safe, safe),
            [chip.run(calm, safe, point) for point in points(first)],
            [chip.run(work, *both, incidents) for both in zip(points(first), points(kept), strict=True)],
        )


def supplies_to_measure(target: Target, most: int) -> list[Any]:
    """Return so many of a target's libraries, the lowest and the highest among them, evenly spaced."""
    libraries = list(target.libraries)
    chosen = np.unique(np.linspace(0, len(libraries) - 1, min(most, len(libraries))).round().astype(int))
    return [libraries[index] for index in chosen] if most > 1 else libraries[-1:]
