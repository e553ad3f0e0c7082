"""Policies side by side: the same images from the same noise, under the same errors, each its own remedy.

A campaign of `golden.resilience.trial.trial`: each policy at each setting, in batches of images; then a line
for each of them, with what quality it keeps, what its detection misses, and what it costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from drift_hw.campaign import Campaign
from drift_hw.campaign.plan import canonical
from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.provenance import versions
from golden.checkpoint import DIT_WEIGHTS, hash_file
from golden.diffusion import GUIDANCE
from golden.dit import DiTConfig
from golden.gpu import CPU, check_device
from golden.models import Network, dit_block
from golden.quantised import Calibration
from golden.resilience.decoder import check_decoder
from golden.resilience.overheads import overheads
from golden.resilience.policies import POLICIES, ComparedPolicy, Hardware, policy
from golden.resilience.protected import COUNTS
from golden.resilience.quality import PSNR_CEILING, frechet_distance, is_judged, wilson
from golden.resilience.trial import calibration_path, network, timing_errors, trial

Row = dict[str, Any]
SAFE = "safe"
"""The policy whose images are those without faults; it always runs."""
BATCH = 20
"""Images of one trial."""
SHOWN = 2
"""Images of each policy and setting that are kept to be looked at."""
DEFAULT_RATES = (1e-4, 1e-3, 3e-3, 1e-2)
"""Published operating point: 3e-3."""
SIGMA = 0.017
"""Standard deviation of the delays of PEs of a die, as `synth.timing.variation` has it."""
PUBLISHED_PERIOD_PS = 500.0
"""Clock of DRIFT's design: where errors have a rate and no clock, settling is counted in its cycles."""
FIGURES = ("psnr", "ssim", "relative_error", "decoded_psnr", "decoded_ssim", "lpips")
"""Of images, in rows of trials: dB, share and so on."""
_GUIDED = 2
"""Images that the network sees for each one that is sampled."""


@dataclass(frozen=True)
class Setting:
    """How many errors there are: one column of the comparison."""

    label: str
    errors: Mapping[str, Any]
    """As `golden.resilience.trial.trial` is told them."""
    period_ps: float = PUBLISHED_PERIOD_PS
    """Clock period."""


def rates(values: Sequence[float]) -> list[Setting]:
    """Return settings of the paper's error model. Raises `UserError` for none, doubles or no probability."""
    _check_distinct("rates", values)
    for rate in values:
        if not 0 < rate <= 1:
            raise UserError(f"a rate is a probability above 0 and up to 1, not {rate:g}")
    return [Setting(f"{rate:g}", {"model": "output", "rate": rate}) for rate in values]


def supplies(
    table: Path, voltages: Sequence[float], period_ps: float, sigma: float = SIGMA, die: int = 0
) -> list[Setting]:
    """Return settings of a timing table; PEs of the die of seed `die` differ by `sigma`.

    Raises `UserError` for no supplies and for doubles.
    """
    _check_distinct("voltages", voltages)
    errors = {"model": "flop", "table": str(table), "period_ps": period_ps, "sigma": sigma, "die": die}
    return [Setting(f"{volts:g} V", errors | {"voltage": volts}, period_ps) for volts in voltages]


def _check_distinct(name: str, values: Sequence[float]) -> None:
    if not values or len(set(values)) < len(values):
        raise UserError(
            f"give one or more different {name}, not {', '.join(f'{v:g}' for v in values) or 'none'}"
        )


@dataclass(frozen=True)
class Comparison:
    """What is compared. Raises `UserError` for what can not be."""

    config: Config
    settings: Sequence[Setting]
    policies: tuple[str, ...] = tuple(POLICIES)
    images: int = 20
    steps: int = 20
    seed: int = 0
    settle_us: float = 20.0
    """Microseconds from one operating point to another; the array waits."""
    weights: str | None = None
    """Checkpoint of another DiT, its calibration beside it; None: the shipped network."""
    guidance: float = GUIDANCE
    decoder: str | None = None
    """Of its latents, a file of `golden.resilience.decoder`."""
    device: str = CPU
    """Where the network runs, of `golden.gpu.check_device`."""

    def __post_init__(self) -> None:
        check_device(self.device)
        model = network(self.weights)
        Calibration.load(self._scales).check(model, str(self._scales))
        if self.decoder is not None:
            check_decoder(self.decoder, self.drawn)
        if not self.config.protection.abft:
            raise UserError("policies are compared on an array with checks; set protection.abft = true")
        for name in self.policies:
            policy(name).hardware.built(self.config)
        if not self.policies or len(set(self.policies)) < len(self.policies):
            raise UserError(f"give each policy once, not {', '.join(self.policies) or 'none'}")
        for name, value, most in (("images", self.images, 10_000), ("steps", self.steps, 1000)):
            if not 1 <= value <= most:
                raise UserError(f"{name} must be from 1 to {most}, not {value}")
        if not self.settle_us >= 0:
            raise UserError(f"the settling time must not be negative, not {self.settle_us:g} us")
        for setting in self.settings:
            timing_errors(self.config, setting.errors)

    @property
    def drawn(self) -> DiTConfig:
        """The network's architecture."""
        return network(self.weights).config

    @property
    def _scales(self) -> Path:
        return calibration_path(self.weights)

    def plan(self) -> Campaign:
        """Return the campaign."""
        trials = {canonical(each): each for group in self._groups().values() for each in group}
        context = {
            "weights": hash_file(self.weights or DIT_WEIGHTS),
            "calibration": hash_file(self._scales),
            "decoder": None if self.decoder is None else hash_file(self.decoder),
            "tables": {path: hash_file(path) for path in sorted(self._tables())},
            "versions": versions(),
        }
        return Campaign("compare", trial, list(trials.values()), context)

    def summary(self, rows: Sequence[Row]) -> list[Row]:
        """Return a line for each policy and setting from the rows of the campaign's table, in its order.

        Keys: `policy`, `title`, `setting`, those of `FIGURES` (medians),
        `accuracy` with `accuracy_low` and `accuracy_high`, `frechet` to the images without faults, `counts`,
        `cycles`, `settling`, `traffic` (fractions of the unprotected run), and `pixels` of a few images. What
        can not be had for this network is None: `golden.resilience.quality.left_out` says why.
        """
        table, place = {}, 0
        for each in self.plan().trials:
            table[canonical(each)] = rows[place : place + each["images"]]
            place += each["images"]
        if place != len(rows):
            raise UserError(f"the table has {len(rows)} images, but this comparison {place}; run it again")
        groups = {key: [table[canonical(each)] for each in group] for key, group in self._groups().items()}
        clean = groups[SAFE, self.settings[0].label]
        return [
            self._line(name, setting, groups[name, setting.label], clean)
            for name in self.policies
            for setting in self.settings
        ]

    def _line(
        self, name: str, setting: Setting, batches: Sequence[Sequence[Row]], clean: Sequence[Sequence[Row]]
    ) -> Row:
        chosen = POLICIES[name]
        images = [row for batch in batches for row in batch]
        accuracy = None
        if is_judged(self.drawn):
            accuracy = wilson(sum(row["digit"] == row["label"] for row in images), len(images))
        counts = Counter[str]()
        for batch in batches:
            counts.update({count: batch[0].get(f"tally.{count}") or 0 for count in COUNTS})
        costs = [
            overheads(
                self.config,
                chosen,
                self._network(len(batch)),
                self.steps,
                {count: batch[0].get(f"tally.{count}") or 0 for count in COUNTS},
                settle_cycles=self.settle_us * 1e6 / setting.period_ps,
            )
            for batch in batches
        ]
        shares = np.average([list(asdict(cost).values()) for cost in costs], 0, [len(b) for b in batches])
        return {
            "policy": name,
            "title": chosen.title,
            "setting": setting.label,
            **{figure: _median(images, figure) for figure in FIGURES},
            "accuracy": accuracy and accuracy.value,
            "accuracy_low": accuracy and accuracy.low,
            "accuracy_high": accuracy and accuracy.high,
            "frechet": self._distance(images, [row for batch in clean for row in batch]),
            "counts": dict(counts),
            **dict(zip(asdict(costs[0]), shares.tolist(), strict=True)),
            "pixels": [row["pixels"] for row in batches[0][:SHOWN]],
        }

    def _distance(self, images: Sequence[Row], clean: Sequence[Row]) -> float | None:
        if len(images) < 2 or not is_judged(self.drawn):
            return None
        features, reference = (np.array([row["features"] for row in each]) for each in (images, clean))
        return frechet_distance(features, reference)

    def _groups(self) -> dict[tuple[str, str], list[Row]]:
        """Return the trials of each policy at each setting, batch by batch."""
        return {
            (name, setting.label): [
                self._trial(name, setting, number, count) for number, count in enumerate(self._batches())
            ]
            for name in dict.fromkeys((SAFE, *self.policies))
            for setting in self.settings
        }

    def _trial(self, name: str, setting: Setting, number: int, images: int) -> Row:
        chosen = POLICIES[name]
        told = {
            "config": self._array(chosen).to_dict(),
            "images": images,
            "steps": self.steps,
            "seed": self.seed + number,
            "scheme": chosen.scheme,
            "knobs": dict(chosen.knobs),
            "with_pixels": SHOWN if number == 0 else 0,
            "truth": True,
        }
        # What is as usual is not said, so that campaigns of the shipped network keep their names.
        usual = {"weights": None, "guidance": GUIDANCE, "decoder": None, "device": CPU}
        told |= {key: getattr(self, key) for key, value in usual.items() if getattr(self, key) != value}
        if chosen.safe:
            return told | {"errors": {"model": "none"}}
        where = chosen.where(self.drawn.depth, self.steps)
        return told | {"errors": dict(setting.errors), "where": where}

    def _array(self, chosen: ComparedPolicy) -> Config:
        """Return the array that a policy runs on; checksums are there, whether it looks at them or not."""
        return self.config.replace(protection__locator=chosen.hardware is Hardware.LOCATOR)

    def _batches(self) -> list[int]:
        full, rest = divmod(self.images, BATCH)
        return [BATCH] * full + [rest] * bool(rest)

    def _network(self, images: int) -> Network:
        name = "shipped DiT" if self.weights is None else Path(self.weights).stem
        return Network(name, self.drawn.depth, dit_block(self.drawn, images=_GUIDED * images))

    def _tables(self) -> set[str]:
        return {setting.errors["table"] for setting in self.settings if "table" in setting.errors}


def _median(images: Sequence[Row], figure: str) -> float | None:
    """Return the median of a figure, None where it was not measured."""
    if images[0].get(figure) is None:
        return None
    return float(np.median([row[figure] for row in images]))


def best_quality(line: Row) -> bool:
    """Return whether the images of a line are as good as equal to those without faults."""
    return bool(line["psnr"] >= PSNR_CEILING)


def hardware(names: Sequence[str]) -> list[Hardware]:
    """Return what these policies are built of, each once."""
    return list(dict.fromkeys(POLICIES[name].hardware for name in names))
