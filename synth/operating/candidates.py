"""Policies that a search tries: operating points of one die, and who runs at which.

    level 0     sign-off: safe on every die
    level 1     the die's first failure: not one capture was seen late
    level 2...  beyond it, at rising error rates

A policy has level 0 as its point 0, and up to `power.points` - 1 others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.control.descriptor import Policy
from drift_hw.faults.table import TableError
from drift_hw.policy import FREQUENCY_STEP, VOLTAGE_STEP, BlockPolicy, OperatingPolicy, Point
from golden.timing.under_policy import Die
from synth.operating.dies import Dies
from synth.operating.errors import OperatingError
from synth.operating.images import RATES

SAFE, CALM = 0, 1
"""Levels."""
ROLES = ("safe", "calm", "low", "high")
"""What a block can run at: levels 0 and 1, and two further ones that a search chooses."""
INTERVALS = (0, 5, 10, 20)
"""Timesteps between checkpoints; with 0 there are none, and masked elements become zero."""
THRESHOLDS = (6, 14)
LEADING, TRAILING = 4, 2
"""Most sensitive timesteps at either end that a search tries."""


class Objective(StrEnum):
    """What is made small, the other axis held."""

    ENERGY = "energy"
    """At the sign-off clock."""
    TIME = "time"
    """At the nominal supply."""


@dataclass(frozen=True)
class Levels:
    """Operating points of a die, from sign-off on, ever further."""

    points: tuple[Point, ...]
    rates: tuple[float, ...]
    """Mean errors per output element at each."""

    @classmethod
    def of(cls, lot: Dies, number: int, die: Die, objective: Objective) -> Self:
        """Return the levels of die `number` of a lot, as far as its timing table goes.

        Raises `OperatingError` when even the first failure is not in the table.
        """
        population = lot.population
        nominal, period = lot.nominal_voltage, lot.sign_off_period_ps
        points, rates = [_point(nominal, period)], [0.0]
        for rate in (0.0, *RATES):
            limits = lot.at_rate(rate)
            if objective is Objective.ENERGY:
                point = _point(float(limits.voltage[number]), period)
            else:
                point = _point(nominal, float(limits.period_ps[number]))
            try:
                die.is_clean(population.config, population.table, point)
            except TableError as error:
                if len(points) > CALM:
                    break
                raise OperatingError(
                    f"the timing table ends before the first failure of the die: {error}"
                ) from error
            if point != points[-1] or len(points) == CALM:
                points.append(point)
                rates.append(rate)
        return cls(tuple(points), tuple(rates))


def _point(voltage: float, period_ps: float) -> Point:
    """Return the operating point that the registers can hold: no lower supply and no faster clock."""
    volts, megahertz = Point(voltage, 1e6 / period_ps).codes
    return Point(round(volts * VOLTAGE_STEP, 6), round(megahertz * FREQUENCY_STEP, 6))


@dataclass(frozen=True)
class Choice:
    """What a search decides."""

    sensitive: tuple[int, ...]
    """Level of each block in sensitive timesteps."""
    tolerant: tuple[int, ...]
    """In the others."""
    leading: int
    trailing: int
    threshold: int
    interval: int
    """Of `INTERVALS`."""
    correct: bool

    def by_step(self, steps: int) -> NDArray[np.int64]:
        """Return the level of each block in each step: (steps, blocks)."""
        step = np.arange(steps)
        sensitive = (step < self.leading) | (step + self.trailing >= steps)
        return np.where(sensitive[:, None], self.sensitive, self.tolerant)

    def policy(self, config: Config, levels: Levels, steps: int) -> OperatingPolicy:
        """Return the policy, with only the points that some block is at in some step, and point 0."""
        used = [SAFE, *sorted(set(np.unique(self.by_step(steps)).tolist()) - {SAFE})]
        number = {level: index for index, level in enumerate(used)}
        action = Policy.ROLLBACK if self.interval else Policy.ZERO
        return OperatingPolicy(
            config=config.without_injection.hash,
            points=tuple(levels.points[level] for level in used),
            blocks=tuple(
                BlockPolicy(number.get(sensitive, 0), number.get(tolerant, 0), self.correct, action)
                for sensitive, tolerant in zip(self.sensitive, self.tolerant, strict=True)
            ),
            timesteps=steps,
            leading=self.leading,
            trailing=self.trailing,
            interval=self.interval,
            threshold=self.threshold,
        )

    def without_clean_points(self) -> Choice:
        """Return the choice whose images are the same: nothing fails at level 1, as at level 0."""
        sensitive, tolerant = (
            tuple(SAFE if level == CALM else level for level in levels)
            for levels in (self.sensitive, self.tolerant)
        )
        found = replace(self, sensitive=sensitive, tolerant=tolerant)
        if set(sensitive + tolerant) == {SAFE}:
            return replace(found, leading=0, trailing=0, threshold=10, interval=10, correct=True)
        return found

    def nowhere_safer(self, other: Choice, steps: int) -> bool:
        """Return whether nothing but the levels differs, and none is below that of `other`."""
        bare = [replace(each, sensitive=(), tolerant=(), leading=0, trailing=0) for each in (self, other)]
        return bare[0] == bare[1] and bool((self.by_step(steps) >= other.by_step(steps)).all())


@dataclass(frozen=True)
class Space:
    """What is searched: parameters of a trial, and the choice that they make."""

    depth: int
    """Blocks of the network."""
    levels: Levels
    steps: int

    @cached_property
    def _last(self) -> int:
        return len(self.levels.points) - 1

    def suggest(self, trial: Any) -> Choice:
        """Let an `optuna.Trial` choose."""
        scaled = [trial.suggest_int(name, CALM, self._last) for name in ROLES[2:]]
        level = dict(zip(ROLES, (SAFE, CALM, *scaled), strict=True))
        by_class = {
            name: tuple(
                level[trial.suggest_categorical(f"{name} {block}", ROLES)] for block in range(self.depth)
            )
            for name in ("sensitive", "tolerant")
        }
        return Choice(
            **by_class,
            leading=trial.suggest_int("leading", 0, min(LEADING, self.steps)),
            trailing=trial.suggest_int("trailing", 0, min(TRAILING, self.steps)),
            threshold=trial.suggest_int("threshold", *THRESHOLDS),
            interval=trial.suggest_categorical("interval", INTERVALS),
            correct=trial.suggest_categorical("correct", (True, False)),
        )

    def known(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield what is tried first, by name, at each level: the paper's policy, and one point for all.

        `paper` has block 0 and the first two timesteps at sign-off, as in arXiv 2604.09073; `paper, calm`
        has them at the first failure instead. `uniform` has everything at one point.
        """
        for level in range(CALM, self._last + 1):
            for name, role, sensitive, correct in (
                ("paper", "safe", (0,), False),
                ("paper, calm", "calm", (0,), False),
                ("uniform", "low", (), True),
            ):
                yield name, self._told(level, role, sensitive, correct)

    def _told(self, level: int, role: str, sensitive: Sequence[int], correct: bool) -> dict[str, Any]:
        blocks = range(self.depth)
        return {
            "low": level,
            "high": level,
            **{f"sensitive {block}": role for block in blocks},
            **{f"tolerant {block}": role if block in sensitive else "low" for block in blocks},
            "leading": min(2, self.steps),
            "trailing": 0,
            "threshold": 10,
            "interval": 10 if level > CALM or not correct else 0,
            "correct": correct,
        }
