"""Policies that a search tries: operating points of one die, and who runs at which.

    level 0     sign-off: safe on every die
    level 1     the die's first failure: not one capture was seen late
    level 2...  beyond it, at rising error rates

A policy has level 0 as its point 0, and up to `power.points` - 1 others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
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
    levels: int
    points: int
    """Operating points that the registers hold, level 0 among them."""
    steps: int

    def suggest(self, trial: Any) -> Choice:
        """Let an `optuna.Trial` choose."""
        by_class = np.array(
            [
                [trial.suggest_int(f"{name} {block}", SAFE, self.levels - 1) for block in range(self.depth)]
                for name in ("sensitive", "tolerant")
            ]
        )
        sensitive, tolerant = merged(by_class, self.points).tolist()
        return Choice(
            tuple(sensitive),
            tuple(tolerant),
            leading=trial.suggest_int("leading", 0, min(LEADING, self.steps)),
            trailing=trial.suggest_int("trailing", 0, min(TRAILING, self.steps)),
            threshold=trial.suggest_int("threshold", *THRESHOLDS),
            interval=trial.suggest_categorical("interval", INTERVALS),
            correct=trial.suggest_categorical("correct", (True, False)),
        )

    def parameters(self, choice: Choice) -> dict[str, Any]:
        """Return what `suggest` makes a choice of."""
        by_class = {"sensitive": choice.sensitive, "tolerant": choice.tolerant}
        return {
            **{
                f"{name} {block}": level
                for name, all_ in by_class.items()
                for block, level in enumerate(all_)
            },
            **{name: value for name, value in asdict(choice).items() if name not in by_class},
        }

    def known(self) -> Iterator[tuple[str, Choice]]:
        """Yield what is tried first, by name, at each level: the paper's policy, and one point for all.

        `paper` has block 0 and the first two timesteps at sign-off, as in arXiv 2604.09073; `paper, calm`
        has them at the first failure instead. `uniform` has everything at one point.
        """
        leading, others = min(2, self.steps), self.depth - 1
        for level in range(CALM, self.levels):
            for name, safe in (("paper", SAFE), ("paper, calm", CALM)):
                tolerant = (safe, *(level,) * others)
                yield name, Choice((safe,) * self.depth, tolerant, leading, 0, 10, 10, correct=False)
            everywhere, interval = (level,) * self.depth, 0 if level == CALM else 10
            yield "uniform", Choice(everywhere, everywhere, 0, 0, 10, interval, correct=True)

    def neighbour(self, choice: Choice, rng: np.random.Generator) -> Choice:
        """Return a choice that differs in one to three respects."""
        levels = np.array([choice.sensitive, choice.tolerant])
        found = choice
        for _ in range(int(rng.integers(1, 4))):
            change = int(rng.choice((-1, 1, 1, 2)))
            match int(rng.integers(8)):
                case 0 | 1 | 2:
                    levels[rng.integers(2), rng.integers(self.depth)] += change
                case 3:
                    levels[rng.integers(2)] += change
                case 4:
                    leading = int(np.clip(found.leading - change, 0, min(LEADING, self.steps)))
                    found = replace(found, leading=leading)
                case 5:
                    trailing = int(np.clip(found.trailing - change, 0, min(TRAILING, self.steps)))
                    found = replace(found, trailing=trailing)
                case 6:
                    threshold = int(np.clip(found.threshold - change, *THRESHOLDS))
                    found = replace(found, threshold=threshold)
                case _:
                    found = replace(found, interval=int(rng.choice(INTERVALS)), correct=bool(rng.integers(2)))
        levels = merged(np.clip(levels, CALM, self.levels - 1), self.points)
        sensitive, tolerant = levels.tolist()
        return replace(found, sensitive=tuple(sensitive), tolerant=tuple(tolerant))


def merged(levels: NDArray[np.int64], points: int) -> NDArray[np.int64]:
    """Return levels of which, with level 0, no more than `points` differ.

    As long as there are more, of the two nearest ones the upper becomes the lower.
    """
    levels = levels.copy()
    while len(used := np.union1d(levels, SAFE)) > points:
        beyond = used[used > SAFE]
        nearest = int(np.argmin(np.diff(beyond)))
        levels[levels == beyond[nearest + 1]] = beyond[nearest]
    return levels
