"""The search: operating points of each block and timestep class that cost least at kept images.

    ask a batch --> cost of each, in closed form --> images of those that could win --> tell

Images are what takes time, so none are made where the answer is known: nothing fails at clean points; a
policy that costs more than one that keeps its images can not win; one that is nowhere safer than one that
lost its images loses them, too. What remains is a campaign, so that an interrupted search goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from drift_hw.campaign import Campaign, Progress, rows, run
from drift_hw.campaign.plan import canonical
from drift_hw.config import Config
from drift_hw.faults.table import TimingTable
from drift_hw.policy import OperatingPolicy
from drift_hw.provenance import versions
from golden.checkpoint import CLASSIFIER_WEIGHTS, DIT_WEIGHTS, hash_file
from golden.models import Network
from golden.quantised import SCALES
from golden.resilience.protected import ProtectedBackend
from golden.resilience.quality import PSNR_CEILING
from golden.resilience.scenario import UnderPolicy
from golden.resilience.schemes import scheme
from golden.timing.under_policy import Die, policy_errors
from synth.operating.candidates import CALM, SAFE, Choice, Levels, Objective, Space
from synth.operating.cost import Accelerator, Cost, Incidents, Point, Work
from synth.operating.errors import OperatingError
from synth.operating.images import Sampling, judged

BATCH = 12
"""Policies asked for at once: whatever the number of workers, so that the result does not depend on it."""
SUGGESTED = 2
"""Of them by the sampler; the others are drawn near the best policy."""
SEARCHED = "searched"
"""Name of what is not known from elsewhere."""
DRAWS = 400
"""Most draws near the best policy for a batch: most cost more, or lose their images like another one."""


def trial(
    *,
    table: str,
    config: Mapping[str, Any],
    die: Mapping[str, Any],
    policy: Mapping[str, Any],
    sampling: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Return one row: how good images are under a policy on a die, and what errors cost.

    `table` is the path of a timing table; the others are plain forms of `Config`, `Die`, `OperatingPolicy`
    and `Sampling`, whose seed and number of images count.
    """
    torch.set_num_threads(1)
    chosen, configuration = Sampling(**sampling), Config.from_dict(config)
    operating = OperatingPolicy.from_dict(policy)
    errors = policy_errors(operating, configuration, TimingTable.load(Path(table), configuration), Die(**die))
    first = operating.blocks[0]
    action = first.action.name.lower()
    protection = scheme(
        f"correct+{action}" if first.correct and action == "rollback" else action,
        configuration,
        threshold=operating.threshold,
        interval=operating.interval or 1,
        corrects=first.correct,
    )
    backend = ProtectedBackend(
        configuration, UnderPolicy(operating, errors), protection, chosen.seed, truth=False
    )
    return [judged(chosen, backend)]


@dataclass(frozen=True)
class Bound:
    """What images must keep. Raises `OperatingError` for what no images can."""

    psnr: float | None = None
    """dB, of the median image, to that without faults."""
    accuracy: float | None = None
    """Share read as the class asked for; None: the lower end of the fault-free run's own interval."""

    def __post_init__(self) -> None:
        if self.psnr is not None and not 0 < self.psnr <= PSNR_CEILING:
            raise OperatingError(
                f"the bound of PSNR must be above 0 and at most {PSNR_CEILING:g} dB, which is as near as "
                f"equal images count, not {self.psnr:g}"
            )
        if self.accuracy is not None and not 0 < self.accuracy <= 1:
            raise OperatingError(
                f"the bound of class accuracy must be above 0 and at most 1, not {self.accuracy:g}"
            )

    def excess(self, row: Mapping[str, Any]) -> float:
        """Return by how much images miss the bound, 0 or less where they keep it.

        Frechet distance is always held within the fault-free run's own interval.
        """
        least = row["accuracy_low"] if self.accuracy is None else self.accuracy
        missing = [least - row["accuracy"], row["frechet"] / max(row["frechet_high"], 1e-9) - 1]
        if self.psnr is not None:
            missing.append((self.psnr - row["psnr"]) / PSNR_CEILING)
        return float(max(missing))


@dataclass(frozen=True)
class Plan:
    """How much to search. Raises `OperatingError` for fewer images than say anything."""

    objective: Objective = Objective.ENERGY
    bound: Bound = field(default_factory=Bound)
    steps: int = 20
    """Of the sampler, throughout."""
    images: int = 10
    """Of the search."""
    confirm: int = 40
    """Of the confirmation, from other seeds."""
    trials: int = 64
    """Policies asked for, beyond the known ones."""
    seed: int = 0

    def __post_init__(self) -> None:
        if self.steps < 1 or self.trials < 0:
            raise OperatingError(
                f"a search needs a step or more and no negative number of trials, not {self.steps} and "
                f"{self.trials}"
            )
        for images in (self.images, self.confirm):
            Sampling(images=images, steps=self.steps, safe_steps=0)

    def sampling(self, *, confirming: bool) -> Sampling:
        """Return what images are made of; a confirmation has other noise and other errors."""
        images, seed = (self.confirm, self.seed + 1) if confirming else (self.images, self.seed)
        return Sampling(images=images, steps=self.steps, safe_steps=0, seed=seed)


def check_protection(config: Config) -> None:
    """Raise `OperatingError` unless an accelerator can tolerate errors, and has points to do so."""
    if config.power.points < 3:
        raise OperatingError(
            f"power.points is {config.power.points}, but a policy needs the safe point, the first failure "
            "and one beyond; set power.points = 3 or more"
        )
    if not config.protection.abft:
        raise OperatingError("without checks no error is tolerated; set protection.abft = true")


@dataclass(frozen=True)
class Setting:
    """What is searched on."""

    config: Config
    table: TimingTable
    path: Path
    """Of the table."""
    die: Die
    levels: Levels
    chip: Accelerator
    baseline: Cost
    """Without protection at sign-off."""
    network: Network
    """All that a step runs."""
    folder: Path
    """Of finished trials."""
    scheduler: str | None = None
    workers: int | None = None
    on_progress: Callable[[str], Progress] | None = None
    """Gives the progress bar of what is being done."""

    def __post_init__(self) -> None:
        self.table.check(self.config)
        check_protection(self.config)

    def cost(self, choice: Choice, steps: int, row: Mapping[str, Any] | None = None) -> Cost:
        """Return the cost of a run, and with the counts of its images what errors cost besides."""
        points = [_physical(self.levels.points[level]) for level in range(len(self.levels.points))]
        schedule = [[points[level] for level in levels] for levels in choice.by_step(steps).tolist()]
        incidents = Incidents.of(row or {})
        return self.chip.follow(
            self.network, schedule, points[SAFE],
            interval=choice.interval, incidents=dict.fromkeys(points[CALM + 1 :], incidents),
        )  # fmt: skip

    def images(self, choices: Sequence[Choice], sampling: Sampling, what: str) -> list[dict[str, Any]]:
        """Return the row of each choice, by a campaign: what is finished is kept."""
        shared = {
            "table": str(self.path),
            "config": self.config.to_dict(),
            "die": self.die.to_dict(),
            "sampling": asdict(sampling),
        }
        trials = [
            shared | {"policy": choice.policy(self.config, self.levels, sampling.steps).to_dict()}
            for choice in choices
        ]
        context = {
            "table": hashlib.sha256(self.path.read_bytes()).hexdigest(),
            "weights": [hash_file(each) for each in (DIT_WEIGHTS, CLASSIFIER_WEIGHTS, SCALES)],
            "versions": versions(),
        }
        campaign = Campaign("explore", trial, trials, context)
        show = None if self.on_progress is None else self.on_progress(what)
        table = run(campaign, self.folder, scheduler=self.scheduler, workers=self.workers, on_progress=show)
        return rows(table)


def _physical(point: Any) -> Point:
    return Point(point.voltage, point.period_ps)


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
        return cost.energy.total if self.plan.objective is Objective.ENERGY else cost.seconds

    def share(self, cost: Cost) -> float:
        """Return it as a share of the chip without protection at sign-off."""
        return self.price(cost) / self.price(self.setting.baseline)

    def parts(self) -> dict[str, float]:
        """Return what the policy gains over the paper's, in shares of the chip at sign-off.

        `safe_points`: the paper's, with its safe points at the die's first failure; `checks`: then the
        threshold, interval and remedy of the policy found; `levels`: then its points. These are costs only:
        nothing says that images were kept half-way. `tolerated` is what the policy gains over no errors at
        all.
        """
        choice, paper = self.found.choice, self.rivals["paper"]
        sensitive, tolerant = (
            tuple(CALM if level == SAFE else level for level in levels)
            for levels in (paper.choice.sensitive, paper.choice.tolerant)
        )
        calm = replace(paper.choice, sensitive=sensitive, tolerant=tolerant)
        checked = replace(calm, threshold=choice.threshold, interval=choice.interval, correct=choice.correct)
        depth = len(choice.tolerant)
        still = Choice((CALM,) * depth, (CALM,) * depth, 0, 0, 10, 0, correct=True)
        steps = self.plan.steps
        at = [self.share(paper.cost)]
        at += [self.share(self.setting.cost(each, steps, paper.row)) for each in (calm, checked)]
        at.append(self.share(self.found.cost))
        return {
            "safe_points": at[0] - at[1],
            "checks": at[1] - at[2],
            "levels": at[2] - at[3],
            "tolerated": self.share(self.setting.cost(still, steps)) - at[3],
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
            choices = [(name, self.space.suggest(trial)) for name, trial in zip(names, trials, strict=True)]
            self.asked += size
            found = self._try(choices, f"search, {self.asked} of {total} policies")
            for trial, (price, excess) in zip(trials, found, strict=True):
                trial.set_constraint("excess", excess)
                study.tell(trial, price)
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
                found.append((self._price(candidate.cost), candidate.excess))
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
                found.append((self._price(self._cost(choice)), excess))
        return found

    def _is_open(self, name: str, choice: Choice) -> bool:
        """Return whether only images tell what a choice is worth."""
        if self._lost_like(choice, confirming=False) is not None:
            return False
        if name != SEARCHED:  # compared with, whatever it costs
            return True
        if self._lost_like(choice, confirming=True) is not None:
            return False
        return self.champion is None or self._price(self._cost(choice)) < self._price(self.champion.cost)

    # -- the confirmation ------------------------------------------------------------------------

    def best(self, *names: str) -> Candidate | None:
        """Return the cheapest confirmed candidate, of these names if there are any."""
        found = [each for each in self._confirmed() if not names or each.name in names]
        return min(found, key=lambda each: (self._price(each.cost), each.name), default=None)

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
                and (best is None or self._price(each.cost) < self._price(best.cost))
            ),
            key=lambda each: (self._price(each.cost), each.name),
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
        asked += [] if bound.psnr is None else [f"{bound.psnr:g} dB"]
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
        return canonical(asdict(choice.without_clean_points()))

    def _candidate(self, name: str, choice: Choice, row: Mapping[str, Any]) -> Candidate:
        cost = self.setting.cost(choice, self.plan.steps, row)
        return Candidate(name, choice, cost, row, self.plan.bound.excess(row))

    def _price(self, cost: Cost) -> float:
        return cost.energy.total if self.plan.objective is Objective.ENERGY else cost.seconds


def sign_off(chip: Accelerator, network: Network, levels: Levels, steps: int) -> Cost:
    """Return the cost of a run at sign-off, on a chip without protection."""
    safe = _physical(levels.points[SAFE])
    return chip.run(Work(network, steps=steps, passes=1, safe_steps=0, interval=0), safe, safe)
