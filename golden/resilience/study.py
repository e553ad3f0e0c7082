"""Studies of resilience: which trials each is made of.

They are figures 4 to 7 of the DRIFT paper and more: how much a network without protection loses, by what is
hit. Every study has the fault-free images of the same seeds in it, and images of the float network from
other seeds, which distances of distributions are measured to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.diffusion import GUIDANCE
from golden.dit import KINDS
from golden.gpu import CPU
from golden.resilience.scales import Scaling

Row = Mapping[str, Any]
Parameters = dict[str, Any]

REFERENCE_SEEDS = 1_000_000
"""Added to the seeds of the images that distances are measured to."""
RATES = (1e-6, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2)
"""Of `by-rate`, per result."""
PERIODS = (1.01, 1.005, 1.002, 1.0, 0.998, 0.995, 0.99)
"""Of `by-rate` with a timing table, times the period of the operating point."""
SCALING_RATES = (3e-4, 1e-3, 3e-3)
"""Of `scales`, per result."""

ROLLBACK_RATES = (1e-3, 3e-3, 1e-2)
"""Of `by-threshold` and `by-interval`, per result: below, at and above the published operating point."""
THRESHOLDS = (6, 8, 10, 12, 14, 16)
"""Of `by-threshold`: deltas of 2**threshold are critical."""
INTERVALS = (1, 2, 5, 10, 20)
"""Of `by-interval`: timesteps between checkpoints."""


@dataclass(frozen=True)
class Settings:
    """What all trials of a study share. Raises `UserError` for values out of range."""

    config: Config
    images: int = 20
    """Per seed."""
    seeds: Sequence[int] = (0, 1)
    """Of noise and errors; each is a trial of its own."""
    steps: int = 10
    """Of the sampler."""
    rate: float = 1e-3
    """Of wrong results, where it is not what varies."""
    flop: Mapping[str, Any] | None = None
    """`table`, `voltage` and `period_ps` of errors at the flops; None: single bits of results."""
    depth: int = 4
    """Blocks of the network."""
    guidance: float = GUIDANCE
    weights: str | None = None
    """Checkpoint; None: the shipped network."""
    decoder: str | None = None
    """Of its latents, a file of `golden.resilience.decoder`."""
    device: str = CPU
    """Where it runs, of `golden.gpu.check_device`."""
    judged: bool = True
    """Whether the shipped classifier can read the images, so that distances of distributions can be had."""

    def __post_init__(self) -> None:
        for name, value in (("images", self.images), ("steps", self.steps), ("seeds", len(self.seeds))):
            if value < 1:
                raise UserError(f"a study needs {name} of at least 1, not {value}")
        if len(set(self.seeds)) < len(self.seeds):
            raise UserError(f"seeds must differ, but they are {list(self.seeds)}")
        if self.judged and self.images * len(self.seeds) < 2:
            raise UserError("distances of distributions need two images or more; raise images or seeds")
        if not 0 <= self.rate <= 1:
            raise UserError(f"the rate of wrong results must be from 0 to 1, not {self.rate:g}")

    @property
    def high_bit(self) -> int:
        """The highest bit that may flip: 30, as in the paper, or the accumulator's top bit."""
        return min(30, self.config.array.accumulator_width - 1)

    def errors(self, rate: float | None = None, bits: Sequence[int] | None = None) -> Parameters:
        """Return errors as `golden.resilience.trial.trial` is told them."""
        if self.flop is not None:
            return {"model": "flop", **self.flop}
        rate = self.rate if rate is None else rate
        return {"model": "output", "rate": rate, "bits": list(bits or (0, self.high_bit))}

    def trials(self, errors: Parameters, **others: Any) -> list[Parameters]:
        """Return a trial for each seed.

        The device is in them where it is not the CPU: images of a GPU differ in the last bits, and are a
        campaign of their own.
        """
        usual = {"decoder": None, "device": CPU}
        unusual = {key: getattr(self, key) for key in usual if getattr(self, key) != usual[key]}
        return [
            {
                "config": self.config.to_dict(),
                "images": self.images,
                "steps": self.steps,
                "seed": seed,
                "errors": errors,
                "guidance": self.guidance,
                "weights": self.weights,
                "truth": self.flop is not None and errors["model"] == "flop",
                **unusual,
                **others,
            }
            for seed in self.seeds
        ]

    def common(self) -> list[Parameters]:
        """Return the trials that every study has: fault-free, and the reference of distances."""
        none = {"model": "none"}
        if not self.judged:
            return self.trials(none)
        reference = [
            {**one, "seed": one["seed"] + REFERENCE_SEEDS} for one in self.trials(none, scaling=Scaling.FLOAT)
        ]
        return [*self.trials(none), *reference]


@dataclass(frozen=True)
class Study:
    """One question."""

    name: str
    title: str
    axes: tuple[str, ...]
    """What varies; the last is drawn from left to right."""
    points: Callable[[Settings], list[Parameters]]
    """Its trials, but for those that all studies have."""
    key: Callable[[Row], tuple[Any, ...]]
    """The values of a row on the axes."""
    fidelities: tuple[str, ...] = ("output", "flop")
    """Models of errors that it can be asked with."""
    follows: bool = False
    """Whether it looks at all timesteps, not at images only."""

    def trials(self, settings: Settings) -> list[Parameters]:
        """Return the parameters of all trials, in the order of the table. Raises `UserError`."""
        fidelity = "output" if settings.flop is None else "flop"
        if fidelity not in self.fidelities:
            raise UserError(
                f"study {self.name} needs --fidelity {self.fidelities[0]}: with a timing table, it is the "
                "table that says which bits fail"
            )
        return [*settings.common(), *self.points(settings)]


def spread(count: int, most: int) -> list[int]:
    """Return up to `most` indices of `count`, evenly spaced, the first and the last among them."""
    return sorted({round(x) for x in np.linspace(0, count - 1, min(count, most))})


def _by_bit(settings: Settings) -> list[Parameters]:
    bits = range(0, settings.high_bit + 1, 2)
    return [one for bit in bits for one in settings.trials(settings.errors(bits=(bit, bit)))]


def _where(choices: Callable[[Settings], Iterable[Parameters]]) -> Callable[[Settings], list[Parameters]]:
    """Return the points of a study that varies where errors strike."""

    def points(settings: Settings) -> list[Parameters]:
        return [one for where in choices(settings) for one in settings.trials(settings.errors(), where=where)]

    return points


def _steps(most: int) -> Callable[[Settings], Iterable[Parameters]]:
    return lambda settings: ({"steps": [step]} for step in spread(settings.steps, most))


def _blocks(settings: Settings) -> Iterable[Parameters]:
    return ({"blocks": [block]} for block in range(settings.depth))


def _kinds(settings: Settings) -> Iterable[Parameters]:
    return ({"kinds": [kind]} for kind in KINDS)


def _cells(settings: Settings) -> Iterable[Parameters]:
    for block in range(settings.depth):
        for step in spread(settings.steps, 10 if settings.steps > 20 else 5):
            yield {"blocks": [block], "steps": [step]}


def _by_rate(settings: Settings) -> list[Parameters]:
    if settings.flop is None:
        return [one for rate in RATES for one in settings.trials(settings.errors(rate))]
    period = settings.flop["period_ps"]
    return [
        one
        for factor in PERIODS
        for one in settings.trials({**settings.errors(), "period_ps": round(factor * period, 3)})
    ]


def _scales(settings: Settings) -> list[Parameters]:
    scalings = [each for each in Scaling if each is not Scaling.FLOAT]
    rates = SCALING_RATES if settings.flop is None else (None,)
    found = []
    for scaling in scalings:
        common = {"scaling": scaling, "against": "float"}
        found += settings.trials({"model": "none"}, **common)
        for rate in rates:
            found += settings.trials(settings.errors(rate), **common)
    return found


def _rollback(knob: str, values: Sequence[int]) -> Callable[[Settings], list[Parameters]]:
    """Return the points of a study that varies one knob of rollback without exact correction."""

    def points(settings: Settings) -> list[Parameters]:
        rates = ROLLBACK_RATES if settings.flop is None else (None,)
        return [
            one
            for rate in rates
            for value in values
            for one in settings.trials(settings.errors(rate), scheme="rollback", knobs={knob: value})
        ]

    return points


def _first(name: str) -> Callable[[Row], tuple[Any, ...]]:
    return lambda row: (row[name][0],)


def _strength(row: Row) -> Any:
    """Return how strong errors are: the rate, or the clock period in ps."""
    return 0.0 if row["errors.model"] == "none" else row.get("errors.rate") or row.get("errors.period_ps")


STUDIES: Mapping[str, Study] = {
    study.name: study
    for study in (
        Study("by-bit", "Which bit flips", ("bit",), _by_bit, _first("errors.bits"), ("output",)),
        Study(
            "by-timestep",
            "Errors in one timestep only",
            ("timestep",),
            _where(_steps(25)),
            _first("where.steps"),
        ),
        Study("by-block", "Errors in one block only", ("block",), _where(_blocks), _first("where.blocks")),
        Study(
            "by-kind", "Errors in one kind of layer only", ("kind",), _where(_kinds), _first("where.kinds")
        ),
        Study("by-rate", "How many results are wrong", ("rate",), _by_rate, lambda row: (_strength(row),)),
        Study(
            "heat-map",
            "Errors in one block and timestep only",
            ("block", "timestep"),
            _where(_cells),
            lambda row: (row["where.blocks"][0], row["where.steps"][0]),
        ),
        Study(
            "self-correction",
            "What later timesteps make of errors in one",
            ("timestep",),
            _where(_steps(5)),
            _first("where.steps"),
            follows=True,
        ),
        Study(
            "scales",
            "Activation scaling as protection",
            ("scaling", "rate"),
            _scales,
            lambda row: (row["scaling"], _strength(row)),
        ),
        Study(
            "by-threshold",
            "Which deltas are critical, with rollback",
            ("rate", "threshold"),
            _rollback("threshold", THRESHOLDS),
            lambda row: (_strength(row), row["knobs.threshold"]),
        ),
        Study(
            "by-interval",
            "How old checkpoints are, with rollback",
            ("rate", "interval"),
            _rollback("interval", INTERVALS),
            lambda row: (_strength(row), row["knobs.interval"]),
        ),
    )
}
"""All studies by name."""


def find(name: str) -> list[Study]:
    """Return the study of this name, or all of them for `all`. Raises `UserError`."""
    if name == "all":
        return list(STUDIES.values())
    if name not in STUDIES:
        raise UserError(f"unknown study {name!r}; allowed: {', '.join(STUDIES)}, all")
    return [STUDIES[name]]
