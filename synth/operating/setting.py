"""What a search of policies is given: a die, costs, images by campaigns, and what images must keep."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from drift_hw.campaign import Campaign, Progress, rows, run
from drift_hw.config import Config
from drift_hw.faults.table import TimingTable
from drift_hw.policy import OperatingPolicy
from drift_hw.policy import Point as RegisterPoint
from drift_hw.provenance import versions
from golden.checkpoint import CLASSIFIER_WEIGHTS, DIT_WEIGHTS, hash_file, load_classifier
from golden.gpu import CPU
from golden.models import Network
from golden.quantised import SCALES, Calibration
from golden.resilience.protected import ProtectedBackend
from golden.resilience.quality import PSNR_CEILING
from golden.resilience.scenario import UnderPolicy
from golden.resilience.schemes import scheme
from golden.timing.under_policy import Die, policy_errors
from synth.operating.candidates import CALM, SAFE, Choice, Levels, Objective
from synth.operating.cost import Accelerator, Cost, Incidents, Point, Work
from synth.operating.errors import OperatingError
from synth.operating.images import KEPT_PSNR, Sampling, judged


def trial(
    *,
    table: str,
    config: Mapping[str, Any],
    die: Mapping[str, Any],
    policy: Mapping[str, Any],
    sampling: Mapping[str, Any],
    device: str = CPU,
) -> list[dict[str, Any]]:
    """Return one row: how good images are under a policy on a die, and what errors cost.

    `table` is the path of a timing table; the others are plain forms of `Config`, `Die`, `OperatingPolicy`
    and `Sampling`, whose seed and number of images count. `device` is that of `golden.gpu.check_device`.
    """
    torch.set_num_threads(1)
    chosen, configuration = Sampling(**sampling), Config.from_dict(config)
    operating = OperatingPolicy.from_dict(policy)
    errors = policy_errors(operating, configuration, TimingTable.load(Path(table), configuration), Die(**die))
    first = operating.blocks[0]
    protection = scheme(
        first.action.name.lower(),
        configuration,
        threshold=operating.threshold,
        interval=operating.interval or 1,  # where nothing rolls back it does not count
        corrects=first.correct,
    )
    backend = ProtectedBackend(
        configuration, UnderPolicy(operating, errors), protection, chosen.seed, truth=False
    )
    return [judged(chosen, backend, device)]


@dataclass(frozen=True)
class Bound:
    """What images must keep. Raises `OperatingError` for what no images can."""

    psnr: float = KEPT_PSNR
    """dB, of the median image, to that without faults; 0: no bound."""
    accuracy: float | None = None
    """Share read as the class asked for; None: the lower end of the fault-free run's own interval."""

    def __post_init__(self) -> None:
        if not 0 <= self.psnr <= PSNR_CEILING:
            raise OperatingError(
                f"the bound of PSNR must be from 0, for none, to {PSNR_CEILING:g} dB, which is as near as "
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
        if self.psnr:
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
    confirm: int = 60
    """Of the confirmation, from other seeds."""
    trials: int = 48
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

    def price(self, cost: Cost) -> float:
        """Return what is made small: joules or seconds."""
        return cost.energy.total if self.objective is Objective.ENERGY else cost.seconds

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


def check_weights() -> None:
    """Raise `UserError` unless classifier and scales are there: images are sampled by them, and judged."""
    load_classifier(CLASSIFIER_WEIGHTS)
    Calibration.load(SCALES)


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
    device: str = CPU
    """Where the network runs, of `golden.gpu.check_device`."""
    on_progress: Callable[[str], Progress] | None = None
    """Gives the progress bar of what is being done."""

    def __post_init__(self) -> None:
        self.table.check(self.config)
        check_protection(self.config)

    def cost(self, choice: Choice, steps: int, row: Mapping[str, Any] | None = None) -> Cost:
        """Return the cost of a run, and with the counts of its images what errors cost besides."""
        points = [_physical(point) for point in self.levels.points]
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
        if self.device != CPU:  # a campaign of its own, as last bits differ
            shared["device"] = self.device
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


def _physical(point: RegisterPoint) -> Point:
    return Point(point.voltage, point.period_ps)


def sign_off(chip: Accelerator, network: Network, levels: Levels, steps: int) -> Cost:
    """Return the cost of a run at sign-off, on a chip without protection."""
    safe = _physical(levels.points[SAFE])
    return chip.run(Work(network, steps=steps, passes=1, safe_steps=0, interval=0), safe, safe)
