"""The search: operating points of each block and timestep class that cost least at kept images.

    ask a batch --> cost of each, in closed form --> images of those that could win --> tell

Images are what takes time, so none are made where the answer is known: nothing fails at clean points; a
policy that costs more than one that keeps its images can not win; one that is nowhere safer than one that
lost its images loses them, too. What remains is a campaign, so that an interrupted search goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np

from drift_hw.campaign.plan import canonical
from drift_hw.policy import OperatingPolicy
from synth.operating.candidates import CALM, SAFE, Choice, Space
from synth.operating.cost import Cost
from synth.operating.errors import OperatingError
from synth.operating.setting import Plan, Setting

BATCH = 12
"""Policies asked for at once: whatever the number of workers, so that the result does not depend on it."""
SUGGESTED = 2
"""Of them by the sampler; the others are drawn near the best policy."""
SEARCHED = "searched"
"""Name of what is not known from elsewhere."""
DRAWS = 400
"""Most draws near the best policy for a batch: most cost more, or lose their images like another one."""


@dataclass(frozen=True)
class Candidate:
    """A policy that was looked at."""

    name: str
    """`paper`, `paper, calm`, `uniform` or `searched`."""
    choice: Choice
    cost: Cost
    row: Mapping[str, Any]
    """How good its images were."""
    excess: float
    """Of the bound; 0 or less: kept."""


@dataclass(frozen=True)
class Explored:
    """What was found."""

    plan: Plan
    setting: Setting
    found: Candidate
    """Cheapest that keeps its images, confirmed."""
    rivals: Mapping[str, Candidate]
    """`paper`, `paper, calm` and `uniform`, each at its last confirmed level."""
    tried: Sequence[Candidate]
    """All with images of the search."""
    asked: int
    """Policies that were asked for."""

    def price(self, cost: Cost) -> float:
        """Return what is made small: joules or seconds."""
        return self.plan.price(cost)

    def share(self, cost: Cost) -> float:
        """Return it as a share of the chip without protection at sign-off."""
        return self.price(cost) / self.price(self.setting.baseline)

    def parts(self) -> dict[str, float]:
        """Return what the policy gains over the paper's, in shares of the chip at sign-off.

        `safe_points`: the paper's, with its safe points at the die's first failure; `checks`: then the
        threshold, interval and remedy of the policy found; `levels`: then its points. These are costs only:
        nothing says that images were kept half-way. `tolerated` is what the policy gains over no errors at
        all; without a confirmed policy of the paper there is nothing else.
        """
        choice, steps, depth = self.found.choice, self.plan.steps, len(self.found.choice.tolerant)
        still = Choice((CALM,) * depth, (CALM,) * depth, 0, 0, 10, 0, correct=True)
        tolerated = self.share(self.setting.cost(still, steps)) - self.share(self.found.cost)
        if "paper" not in self.rivals:
            return {"tolerated": tolerated}
        paper = self.rivals["paper"]
        sensitive, tolerant = (
            tuple(CALM if level == SAFE else level for level in levels)
            for levels in (paper.choice.sensitive, paper.choice.tolerant)
        )
        calm = replace(paper.choice, sensitive=sensitive, tolerant=tolerant)
        checked = replace(calm, threshold=choice.threshold, interval=choice.interval, correct=choice.correct)
        at = [self.share(paper.cost)]
        at += [self.share(self.setting.cost(each, steps, paper.row)) for each in (calm, checked)]
        at.append(self.share(self.found.cost))
        return {
            "safe_points": at[0] - at[1],
            "checks": at[1] - at[2],
            "levels": at[2] - at[3],
            "tolerated": tolerated,
        }

    def policy(self, source: Mapping[str, Any]) -> OperatingPolicy:
        """Return the policy found, with where it comes from, the die among it."""
        setting = self.setting
        policy = self.found.choice.policy(setting.config, setting.levels, self.plan.steps)
        return replace(policy, source={**source, "die": setting.die.to_dict()})


def explore(setting: Setting, plan: Plan) -> Explored:
    """Search, confirm with other seeds, and return the cheapest policy that keeps its images.

    Raises `OperatingError` when none does, `CampaignError` when it is interrupted or trials fail.
    """
    search = _Search(setting, plan)
    search.run()
    assert search.champion is not None
    return Explored(
        plan, setting, search.champion, search.rivals(), list(search.tried.values()), search.asked
    )


class _Search:
    """A search under way."""

    def __init__(self, setting: Setting, plan: Plan) -> None:
        self.setting, self.plan = setting, plan
        self.space = Space(
            setting.network.depth, len(setting.levels.points), setting.config.power.points, plan.steps
        )
        self.known = list(self.space.known())
        self.rows: dict[bool, dict[str, Mapping[str, Any]]] = {False: {}, True: {}}
        """Of the search, and of the confirmation, by what decides the images."""
        self.lost: dict[bool, list[Choice]] = {False: [], True: []}
        """Choices whose images were not kept, likewise."""
        self.tried: dict[tuple[str, Choice], Candidate] = {}
        """What has images of the search."""
        self.asked = 0
        self.champion: Candidate | None = None
        """`best`, as of the last confirmation."""
        self.rng = np.random.default_rng(plan.seed)
        self._cost = cache(partial(setting.cost, steps=plan.steps))

    def run(self) -> None:
        """Try the known policies, from safe to bold, then others: near the best one, and as TPE suggests.

        Raises `OperatingError` when none of the known ones keeps its images: one of them has no errors.
        """
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=self.plan.seed))
        known, total = self.known, len(self.known) + self.plan.trials
        while self.asked < total:
            batch, known = known[:BATCH], known[BATCH:]
            size = len(batch) or min(BATCH, total - self.asked)
            for choice in [choice for _, choice in batch] or self._near(size - SUGGESTED):
                study.enqueue_trial(self.space.parameters(choice))
            names = [name for name, _ in batch] or [SEARCHED] * size
            trials = [study.ask() for _ in names]
            choices = [(name, self.space.suggest(each)) for name, each in zip(names, trials, strict=True)]
            self.asked += size
            found = self._try(choices, f"search, {self.asked} of {total} policies")
            for each, (price, excess) in zip(trials, found, strict=True):
                each.set_constraint("excess", excess)
                study.tell(each, price)
            if not known:
                self._confirm_some() if self.asked > len(self.known) else self._confirm_known()

    # -- the search ------------------------------------------------------------------------------

    def _near(self, count: int) -> list[Choice]:
        """Return up to so many choices near the best one whose images are worth making."""
        assert self.champion is not None
        found: dict[str, Choice] = {}
        for _ in range(DRAWS):
            if len(found) >= count:
                break
            choice = self.space.neighbour(self.champion.choice, self.rng)
            key = self._key(choice)
            if key not in self.rows[False] and self._is_open(SEARCHED, choice):
                found.setdefault(key, choice)
        return list(found.values())

    def _try(self, choices: Sequence[tuple[str, Choice]], what: str) -> list[tuple[float, float]]:
        """Return price and excess of each choice once images of those that could win are made."""
        self._sample([choice for name, choice in choices if self._is_open(name, choice)], what)
        found = []
        for name, choice in choices:
            row = self.rows[False].get(self._key(choice))
            if row is not None:
                candidate = self.tried[name, choice] = self._candidate(name, choice, row)
                found.append((self.plan.price(candidate.cost), candidate.excess))
            else:
                # Lost like one that is nowhere bolder, or too dear whatever its images.
                excess = max(
                    (
                        self.plan.bound.excess(self.rows[confirming][self._key(lost)])
                        for confirming in (False, True)
                        if (lost := self._lost_like(choice, confirming=confirming)) is not None
                    ),
                    default=0.0,
                )
                found.append((self.plan.price(self._cost(choice)), excess))
        return found

    def _is_open(self, name: str, choice: Choice) -> bool:
        """Return whether only images tell what a choice is worth."""
        if self._lost_like(choice, confirming=False) is not None:
            return False
        if name != SEARCHED:  # compared with, whatever it costs
            return True
        if self._lost_like(choice, confirming=True) is not None:
            return False
        return self.champion is None or self.plan.price(self._cost(choice)) < self.plan.price(
            self.champion.cost
        )

    # -- the confirmation ------------------------------------------------------------------------

    def best(self, *names: str) -> Candidate | None:
        """Return the cheapest confirmed candidate, of these names if there are any."""
        found = [each for each in self._confirmed() if not names or each.name in names]
        return min(found, key=lambda each: (self.plan.price(each.cost), each.name), default=None)

    def rivals(self) -> dict[str, Candidate]:
        """Return the cheapest confirmed candidate of each known name."""
        found = {name: self.best(name) for name, _ in self.known}
        return {name: each for name, each in found.items() if each is not None}

    def _confirmed(self) -> Iterator[Candidate]:
        for name, choice in self.tried:
            row = self.rows[True].get(self._key(choice))
            if row is not None and self.plan.bound.excess(row) <= 0:
                yield self._candidate(name, choice, row)

    def _open(self, *names: str) -> list[Candidate]:
        """Return what other seeds must still tell of, the cheapest first: what could be the best."""
        best = self.best(*names)
        return sorted(
            (
                each
                for each in self.tried.values()
                if (not names or each.name in names)
                and each.excess <= 0
                and self._key(each.choice) not in self.rows[True]
                and self._lost_like(each.choice, confirming=True) is None
                and (best is None or self.plan.price(each.cost) < self.plan.price(best.cost))
            ),
            key=lambda each: (self.plan.price(each.cost), each.name),
        )

    def _confirm_known(self) -> None:
        """Confirm the known policies of each name, from bold to safe."""
        names = dict.fromkeys(name for name, _ in self.known)
        while wanted := [found[0].choice for name in names if (found := self._open(name))]:
            self._sample(wanted, "confirmation", confirming=True)
        if self.champion is None:
            raise self._unreachable()

    def _confirm_some(self) -> None:
        """Confirm the cheapest of what could be the best, and one halfway to it."""
        found = self._open()
        if found:
            self._sample([found[0].choice, found[len(found) // 2].choice], "confirmation", confirming=True)

    def _unreachable(self) -> OperatingError:
        bound = self.plan.bound
        asked = [] if bound.accuracy is None else [f"class accuracy {bound.accuracy:g}"]
        asked += [f"{bound.psnr:g} dB"] if bound.psnr else []
        best = min((row for each in self.rows.values() for row in each.values()), key=bound.excess)
        return OperatingError(
            f"no policy reaches the bound ({', '.join(asked) or 'that of the fault-free run'}): the best "
            f"of {self.asked} has class accuracy {best['accuracy']:.3f} and {best['psnr']:.1f} dB. "
            "Ask for less, or take more images"
        )

    # -- both ------------------------------------------------------------------------------------

    def _sample(self, choices: Sequence[Choice], what: str, *, confirming: bool = False) -> None:
        """Make the images of choices that have none."""
        rows = self.rows[confirming]
        missing = {
            key: choice.without_clean_points() for choice in choices if (key := self._key(choice)) not in rows
        }
        if not missing:
            return
        found = self.setting.images(list(missing.values()), self.plan.sampling(confirming=confirming), what)
        for (key, choice), row in zip(missing.items(), found, strict=True):
            rows[key] = row
            if self.plan.bound.excess(row) > 0:
                self.lost[confirming].append(choice)
        if confirming:
            self.champion = self.best()

    def _lost_like(self, choice: Choice, *, confirming: bool) -> Choice | None:
        """Return a choice that lost its images and than which this one is nowhere safer."""
        bare = choice.without_clean_points()
        lost = (each for each in self.lost[confirming] if bare.nowhere_safer(each, self.plan.steps))
        return next(lost, None)

    def _key(self, choice: Choice) -> str:
        """Return what decides the images."""
        policy = choice.without_clean_points().policy(
            self.setting.config, self.setting.levels, self.plan.steps
        )
        return canonical(policy.to_dict())

    def _candidate(self, name: str, choice: Choice, row: Mapping[str, Any]) -> Candidate:
        cost = self.setting.cost(choice, self.plan.steps, row)
        return Candidate(name, choice, cost, row, self.plan.bound.excess(row))
