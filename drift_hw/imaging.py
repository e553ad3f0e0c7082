"""Whole images on the accelerator: every GEMM of a sampling run through the Verilog, beside the golden model.

Each policy samples the same image from the same noise, under the same late flops, at one rate or as a timing
table has them, in tolerant timesteps only. Verilog and model are compared throughout: all of memory after
every submission, all registers after every step.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from drift_hw.config import Config
from drift_hw.control.descriptor import Policy
from drift_hw.errors import UserError
from drift_hw.policy import OperatingPolicy
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.device import Device
from drift_hw.sim.jobs import BlockSettings, check_range
from golden.checkpoint import CLASSIFIER_WEIGHTS, DIT_WEIGHTS, load_classifier, load_dit
from golden.classifier import classify
from golden.diffusion import GUIDANCE, sample
from golden.faults import Register
from golden.on_device import DeviceBackend, FaultPolicy, FlopFaults, sample_image
from golden.quantised import Calibration, QuantisedDiT
from golden.twin import MismatchError, Twin

CLEAN = "clean"
"""The run without faults; all other policies have them."""
ACTIONS = {
    "none": Policy.NONE,
    "rollback": Policy.ROLLBACK,
    "recompute": Policy.RECOMPUTE,
    "zero": Policy.ZERO,
}
POLICIES = (CLEAN, "none", "zero", "rollback", "recompute", "correct", "correct+rollback")
"""Recovery policies by name; more are made with `correct+`."""
MEMORY_BYTES = 4 << 20
"""DRAM of the simulation: weights, checkpoints and operands of the shipped network fit."""
SAFE, SCALED = (900, 2000), (676, 2000)
"""Voltage (mV) and frequency (MHz) codes of points 0 and 1: the published point of 3e-3 errors."""


@dataclass(frozen=True)
class Experiment:
    """What is sampled, and what goes wrong. Raises `UserError` for values out of range."""

    label: int = 7
    """Digit."""
    steps: int = 50
    """Sampling steps."""
    seed: int = 0
    """Of noise and faults."""
    rate: float | None = 5e-5
    """Probability per accumulator bit and cycle of late capture, in tolerant timesteps; None: no rate."""
    interval: int = 10
    """Timesteps between checkpoints; 0: none are written."""
    sensitive: int = 2
    """Leading timesteps at the safe point, without faults."""
    threshold: int = 10
    """Deltas of at least 2**threshold are flagged."""

    def __post_init__(self) -> None:
        if not 0 <= self.label <= 9:
            raise UserError(f"the label must be a digit from 0 to 9, not {self.label}")
        if not 1 <= self.steps <= 1000:
            raise UserError(f"steps must be from 1 to 1000, not {self.steps}")
        if self.rate is not None and not 0 < self.rate <= 1:
            raise UserError(f"the rate must be a probability above 0 and up to 1, not {self.rate:g}")
        for name, least, most in (("interval", 0, 0xFFFF), ("sensitive", 0, 0xFFFF), ("threshold", 0, 47)):
            check_range(name, getattr(self, name), least, most)


@dataclass(frozen=True)
class Picture:
    """An image that both made, and how."""

    policy: str
    pixels: Tensor
    """(1, 1, S, S) float32, about -1 to 1."""
    psnr: float
    """dB to the image of the quantised network in PyTorch; infinite when equal."""
    digit: int
    """What the classifier reads."""
    cycles: int
    """Simulated clock cycles."""
    seconds: float
    """Wall clock of both, the comparison included."""
    submissions: int
    """Times at which Verilog and model were compared."""
    counters: dict[str, int] = field(default_factory=dict)
    """Events by the accelerator's own counters, added up over the steps: none of them saturates."""

    def result(self) -> dict[str, Any]:
        """Return everything but the pixels as plain values; an infinite PSNR is None."""
        names = ("policy", "digit", "cycles", "seconds", "submissions", "counters")
        psnr = self.psnr if math.isfinite(self.psnr) else None
        return {name: getattr(self, name) for name in names} | {"psnr_db": psnr}


def parse_policy(name: str) -> tuple[bool, Policy]:
    """Return whether to correct, and the action for the rest. Raises `UserError` for an unknown name."""
    if name == CLEAN:
        return True, Policy.ROLLBACK
    if name == "correct":
        return True, Policy.NONE
    correct, plus, action = name.rpartition("+")
    if action not in ACTIONS or (plus and correct != "correct"):
        raise UserError(f"unknown policy {name!r}; allowed: {', '.join(POLICIES)}, correct+zero and so on")
    return bool(plus), ACTIONS[action]


def check_config(config: Config) -> None:
    """Raise `UserError` unless there is such an accelerator, with registers for the network's blocks."""
    config.check_accelerator()
    depth = load_dit(DIT_WEIGHTS).config.depth
    if config.power.blocks < depth:
        raise UserError(
            f"power.blocks is {config.power.blocks}, but the transformer has {depth} blocks, each with "
            f"registers of its own; give power.blocks={depth} or more"
        )


def pictures(
    config: Config,
    experiment: Experiment,
    policies: tuple[str, ...] = POLICIES,
    progress: Callable[[int, int, str], None] | None = None,
    *,
    faults: FaultPolicy | None = None,
) -> Iterator[Picture]:
    """Yield an image for each policy, made by Verilog and golden model alike.

    Args:
        config: the accelerator; fault ports are added.
        experiment: what to sample.
        policies: by name.
        progress: called with (steps done, steps in all, policy).
        faults: those of tolerant timesteps, for the configuration with fault ports; needed where the
            experiment has no rate, and not used where it has one.

    Raises:
        UserError: neither a rate nor faults, an unknown policy, weights that are missing, or as
            `check_config`, before anything is built.
        MismatchError: Verilog and model differ.
    """
    settings = [parse_policy(name) for name in policies]
    if experiment.rate is None and faults is None:
        raise UserError("an experiment needs a rate of late captures, or faults")
    check_config(config)
    check_range("threshold", experiment.threshold, 0, config.array.accumulator_width - 1)
    config = config.replace(faults__ports=True)
    if experiment.rate is not None:
        faults = FlopFaults(config, experiment.rate, experiment.seed, registers=[Register.ACCUMULATOR])

    def settings_of(name: str, correct: bool, action: Policy) -> _Settings:
        def configure(device: Device) -> None:
            device.configure(
                points=[SAFE, SCALED],
                blocks=[BlockSettings(1, 0, correct=correct, action=action)] * config.power.blocks,
                leading=experiment.sensitive,
                trailing=0,
                timesteps=experiment.steps,
                interval=experiment.interval,
                threshold=experiment.threshold,
            )

        return _Settings(name, configure, None if name == CLEAN else faults)

    chosen = [settings_of(name, *each) for name, each in zip(policies, settings, strict=True)]
    yield from _made(config, experiment, chosen, progress)


def policy_experiment(policy: OperatingPolicy, *, label: int = 7, seed: int = 0) -> Experiment:
    """Return what a policy makes of an experiment: its steps, interval, leading steps and threshold."""
    return Experiment(label, policy.timesteps, seed, None, policy.interval, policy.leading, policy.threshold)


def policy_pictures(
    config: Config,
    experiment: Experiment,
    policy: OperatingPolicy,
    faults: FaultPolicy | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Iterator[Picture]:
    """Yield the image without faults, and that under an operating policy, by Verilog and golden model alike.

    Args:
        config: the accelerator; fault ports are added.
        experiment: `policy_experiment`.
        policy: what the registers are told.
        faults: those of all points, for the configuration with fault ports; None: nothing fails.
        progress: called with (steps done, steps in all, `clean` or `policy`).

    Raises:
        PolicyError: a policy of another configuration or network, before anything is built.
        UserError: as `check_config`.
        MismatchError: Verilog and model differ, in any byte of memory or counter.
    """
    policy.check(config, load_dit(DIT_WEIGHTS).config.depth)
    check_config(config)
    config = config.replace(faults__ports=True)

    def configure(device: Device) -> None:
        device.load(policy)

    chosen = [_Settings(CLEAN, configure, None), _Settings("policy", configure, faults)]
    yield from _made(config, experiment, chosen, progress)


@dataclass(frozen=True)
class _Settings:
    """What one image is made under."""

    name: str
    configure: Callable[[Device], None]
    faults: FaultPolicy | None


def _made(
    config: Config,
    experiment: Experiment,
    chosen: Sequence[_Settings],
    progress: Callable[[int, int, str], None] | None,
) -> Iterator[Picture]:
    """Yield an image for each of the settings; `config` has fault ports."""
    network, judge = load_dit(DIT_WEIGHTS), load_classifier(CLASSIFIER_WEIGHTS)
    reference = _reference(config, experiment)
    with RtlBackend(config, memory_bytes=MEMORY_BYTES, power_up_seed=experiment.seed + 1) as rtl:
        for number, settings in enumerate(chosen):
            name = settings.name
            twin = Twin(rtl, registers=False)
            device = Device(twin)
            settings.configure(device)
            twin.faults(None)
            # Nothing is late at the safe point.
            backend = DeviceBackend(device, faults=settings.faults, points=0xFFFE, checkpoints=True)
            start, first = time.perf_counter(), rtl.cycles

            def show(step: int, done: int = number, policy: str = name) -> None:
                if progress is not None:
                    progress(done * experiment.steps + step, len(chosen) * experiment.steps, policy)

            tally = _Tally(twin, device, show)
            pixels = sample_image(
                device,
                experiment.label,
                seed=experiment.seed,
                steps=experiment.steps,
                model=network,
                backend=backend,
                on_step=tally,
            )
            if name == CLEAN and not torch.equal(pixels, reference):
                raise MismatchError(
                    "without faults the image is not that of the quantised network in PyTorch"
                )
            yield Picture(
                name,
                pixels,
                _psnr(pixels, reference),
                int(classify(judge, pixels)[0]),
                rtl.cycles - first,
                time.perf_counter() - start,
                twin.submissions,
                dict(tally.counts),
            )
            backend.free()


@dataclass
class _Tally:
    """Called after each step: compares all registers, then adds the counters up and clears them."""

    twin: Twin
    device: Device
    show: Callable[[int], None]
    counts: Counter[str] = field(default_factory=Counter)

    def __call__(self, step: int, _: Tensor) -> None:
        self.twin.compare_registers()
        counts = self.device.counters()
        del counts["largest_delta"]  # no count
        self.counts.update(counts)
        self.device.clear()
        self.show(step + 1)


def _reference(config: Config, experiment: Experiment) -> Tensor:
    """Return the image of the quantised network in PyTorch, without accelerator and without faults."""
    network = QuantisedDiT(
        load_dit(DIT_WEIGHTS),
        Calibration.load(),
        limit=config.output_limit,
        multiplier_width=config.requantiser.multiplier_width,
    )
    labels = torch.tensor([experiment.label])
    return sample(
        network.model,
        labels,
        seed=experiment.seed,
        steps=experiment.steps,
        guidance=GUIDANCE,
        gemm=network.gemm,
    )


def _psnr(image: Tensor, reference: Tensor) -> float:
    """Return the peak signal-to-noise ratio in dB of images in -1 to 1; infinite when equal."""
    error = float(((image - reference) ** 2).mean())
    return math.inf if error == 0 else 10 * math.log10(4 / error)
