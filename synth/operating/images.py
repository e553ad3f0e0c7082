"""Image quality of the shipped DiT at an operating point of a die, and the last point that keeps it.

Kept means: class accuracy and Frechet distance are within the fault-free run's own confidence intervals, and
every search asks for a median PSNR besides, `KEPT_PSNR`. The distance is taken to a second fault-free run, of
other noise: sets of as many images.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from drift_hw.cache import cache_folder
from drift_hw.campaign import Campaign, rows, run
from drift_hw.config import Config
from drift_hw.faults.table import TimingTable
from drift_hw.provenance import versions
from golden.checkpoint import CLASSIFIER_WEIGHTS, DIT_WEIGHTS, hash_file, load_classifier, load_dit
from golden.classifier import classify
from golden.diffusion import GUIDANCE, STEPS
from golden.gpu import CPU, check_device
from golden.quantised import SCALES, Backend, Calibration, QuantisedDiT, exact
from golden.resilience.protected import ProtectedBackend
from golden.resilience.quality import bootstrap, frechet_distance, psnr, wilson
from golden.resilience.scenario import Everywhere, Where
from golden.resilience.schemes import scheme
from golden.timing.flop import FlopErrors
from golden.train.evaluate import generate
from synth.operating.dies import Dies
from synth.operating.errors import OperatingError
from synth.timing.store import kept
from synth.timing.variation import Variation

RATES = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
"""Mean error rates per output element that the search tries, rising."""
COSTS = ("blocks", "checkpoint_reads", "checkpoint_writes", "recomputed_blocks", "replaced_elements",
         "corrected_elements", "elements")  # fmt: skip
"""Counts of a tally that a trial returns."""
KEPT_PSNR = 20.0
"""dB that the median image must have for images to count as kept: the least of every search.

Intervals of accuracy and Frechet distance are wide for the few images of a search, so that these two alone
let images of 12 dB pass, which are other pictures than those asked for.
"""

SHADOWED = ("te-drop", "razor")
"""Schemes of shadow flops."""
KNOBLESS = ("none", *SHADOWED)
"""Schemes without threshold and checkpoints."""


@dataclass(frozen=True)
class Sampling:
    """How images are made. Static scales; guidance is the usual one."""

    images: int = 40
    steps: int = STEPS
    safe_steps: int = 2
    """Leading steps at the safe point."""
    interval: int = 10
    """Steps between checkpoints."""
    threshold: int = 10
    """Deltas of 2**threshold are critical."""
    scheme: str = "correct+rollback"
    """Of `golden.resilience.schemes`."""
    shadowed: Mapping[str, int] | None = None
    """Of schemes with shadow flops: `golden.timing.shadows.Shadows.lowest`."""
    seed: int = 0

    def __post_init__(self) -> None:
        if self.images < 4 or not 0 <= self.safe_steps <= self.steps:
            raise OperatingError(
                f"image quality needs 4 images or more and no more safe steps than steps, not {self.images} "
                f"images, {self.safe_steps} safe steps of {self.steps}"
            )
        if self.shadowed is not None and self.scheme not in SHADOWED:
            raise OperatingError(
                f"scheme {self.scheme!r} has no shadow flops; those that do: {', '.join(SHADOWED)}"
            )


def trial(
    *,
    table: str,
    config: Mapping[str, Any],
    variation: Mapping[str, Any],
    dies: int,
    population_seed: int,
    die: int,
    voltage: float,
    period_ps: float,
    sampling: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Return one row: quality at this supply (V) and clock period of one die, and what errors cost.

    `table` is the path of a timing table; the others are plain forms of `Config`, `Variation`, the
    arguments of `Dies.draw`, and `Sampling`.
    """
    torch.set_num_threads(1)
    chosen = Sampling(**sampling)
    configuration = Config.from_dict(config)
    errors_of = TimingTable.load(Path(table), configuration)
    ranges: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in variation.items()
    }
    lot = Dies.draw(errors_of, configuration, Variation(**ranges), dies=dies, seed=population_seed)
    supply = voltage * (1 - lot.droop(die))
    errors = FlopErrors(errors_of, supply, period_ps, factors=lot.factors(die))
    where = Where(steps=tuple(range(chosen.safe_steps, chosen.steps)))
    protection = partial(scheme, chosen.scheme, configuration)
    knobs: dict[str, Any] = {"threshold": chosen.threshold, "interval": chosen.interval}
    if chosen.scheme in KNOBLESS:
        knobs = {} if chosen.shadowed is None else {"shadowed": dict(chosen.shadowed)}
    backend = ProtectedBackend(
        configuration, Everywhere(errors, where), protection(**knobs), chosen.seed, truth=False
    )
    return [judged(chosen, backend)]


def judged(sampling: Sampling, backend: ProtectedBackend, device: str = CPU) -> dict[str, Any]:
    """Return the row of images that are sampled on a backend: how good they are, and its counts."""
    images, features, right = _sampled(sampling, sampling.seed, backend, device)
    clean, other = (_fault_free(sampling, seed, device) for seed in (sampling.seed, sampling.seed + 1000))
    accuracy = wilson(int(clean["right"].sum()), sampling.images)
    distance = bootstrap(
        frechet_distance, clean["features"], other["features"],
        rng=np.random.default_rng(sampling.seed), resamples=200, centred=True,
    )  # fmt: skip
    found = frechet_distance(features, other["features"])
    share = float(right.mean())
    decibels = psnr(images, torch.from_numpy(clean["images"]))
    median = bootstrap(np.median, decibels, rng=np.random.default_rng(sampling.seed))
    counts = backend.tally.counts
    return {
        "accuracy": share,
        "accuracy_low": accuracy.low,
        "frechet": found,
        "frechet_fault_free": distance.value,
        "frechet_high": distance.high,
        "psnr": median.value,
        "psnr_low": median.low,
        "psnr_high": median.high,
        "psnr_worst": float(decibels.min()),
        "kept": bool(share >= accuracy.low and found <= distance.high),
        **{name: int(counts.get(name, 0)) for name in COSTS},
    }


def _sampled(
    sampling: Sampling, seed: int, backend: Backend, device: str
) -> tuple[Tensor, np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.bool_]]]:
    """Return images, their features (N, D) and whether each is read as the class asked for."""
    model = load_dit(DIT_WEIGHTS).to(check_device(device))
    quantised = QuantisedDiT(model, Calibration.load(SCALES), backend)
    images = generate(
        model, sampling.images, seed=seed, steps=sampling.steps, guidance=GUIDANCE, gemm=quantised.gemm,
        batch=sampling.images,
    ).cpu()  # fmt: skip
    judge = load_classifier(CLASSIFIER_WEIGHTS).eval()
    with torch.no_grad():
        features = judge.features(images.clamp(-1, 1)).double().numpy()
    labels = torch.arange(sampling.images) % model.config.num_classes
    return images, features, (classify(judge, images) == labels).numpy()


def _fault_free(sampling: Sampling, seed: int, device: str) -> dict[str, np.ndarray[Any, Any]]:
    """Return images, features and right ones of a run without faults, from the cache if they are there."""
    hashes = [hash_file(path) for path in (DIT_WEIGHTS, CLASSIFIER_WEIGHTS, SCALES)]

    def compute() -> dict[str, np.ndarray[Any, Any]]:
        images, features, right = _sampled(sampling, seed, exact, device)
        return {"images": images.numpy(), "features": features, "right": right}

    elsewhere = [device] * (device != CPU)  # where last bits differ
    return kept(("fault-free", *hashes, sampling.images, sampling.steps, GUIDANCE, seed, *elsewhere), compute)


@dataclass(frozen=True)
class Study:
    """Where trials of one lot of dies come from."""

    table: Path
    config: Config
    lot: Dies
    folder: Path | None = None
    """Of tables and finished trials; None: in the cache."""
    scheduler: str | None = None
    workers: int = 0
    """Processes; 0: one per core."""

    def quality(
        self, name: str, points: Sequence[tuple[int, float, float]], sampling: Sampling
    ) -> list[dict[str, Any]]:
        """Return the row of each (die, voltage, period in ps), by a campaign: what is finished is kept."""
        population = self.lot.population
        trials = [
            {
                "table": str(self.table),
                "config": self.config.to_dict(),
                "variation": asdict(population.variation),
                "dies": population.dies,
                "population_seed": population.seed,
                "die": die,
                "voltage": voltage,
                "period_ps": period_ps,
                "sampling": asdict(sampling),
            }
            for die, voltage, period_ps in points
        ]
        digest = hashlib.sha256(self.table.read_bytes()).hexdigest()
        context = {
            "table": digest,
            "weights": [hash_file(each) for each in (DIT_WEIGHTS, CLASSIFIER_WEIGHTS, SCALES)],
            "versions": versions(),
        }
        # Studies of several libraries may share a folder, and run at once.
        campaign = Campaign(f"{name}-{digest[:8]}", trial, _plain(trials), context)
        folder = self.folder or cache_folder() / "operating"
        workers = None if self.scheduler else self.workers or None
        return rows(run(campaign, folder, scheduler=self.scheduler, workers=workers))


def _plain(trials: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**each, "variation": {name: list(v) if isinstance(v, tuple) else v for name, v in variation.items()}}
        for each in trials
        for variation in [each["variation"]]
    ]


def last_kept(kept_at: Callable[[float], bool], rates: Sequence[float] = RATES) -> float:
    """Return the highest of rising `rates` at which images are kept, by bisection; 0 when none is.

    `kept_at` tries a rate. Where images are lost they stay so at higher rates: that is taken for granted.
    """
    low, high = -1, len(rates)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if kept_at(rates[middle]) else (low, middle)
    return rates[low] if low >= 0 else 0.0
