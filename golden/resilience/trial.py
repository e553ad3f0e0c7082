"""The trial that campaigns run: images sampled while errors strike, and how good each of them is."""

from __future__ import annotations

import copy
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.faults.table import TimingTable
from golden.checkpoint import DIT_WEIGHTS, CheckpointError, load_dit
from golden.diffusion import GUIDANCE, always_float, sample
from golden.dit import KINDS, DiT, DiTConfig
from golden.gpu import CPU, check_device
from golden.quantised import Calibration, QuantisedDiT
from golden.resilience.decoder import check_decoder, decode
from golden.resilience.measured import Sampled, measured, picture, to_bytes
from golden.resilience.protected import ProtectedBackend
from golden.resilience.quality import by_reference, is_latent
from golden.resilience.scales import Scaling, quantised
from golden.resilience.scenario import Everywhere, Where
from golden.resilience.schemes import scheme as new_scheme
from golden.timing.flop import FlopErrors
from golden.timing.model import TimingErrors
from golden.timing.output import OutputErrors

Row = dict[str, Any]
MAX_SIGMA = 0.2
"""Of the delays of PEs."""
REFERENCES = ("fault-free", "float")
"""What images are compared with."""


def trial(
    *,
    config: Mapping[str, Any],
    images: int,
    steps: int,
    seed: int,
    errors: Mapping[str, Any],
    where: Mapping[str, Any] | None = None,
    scheme: str = "none",
    knobs: Mapping[str, Any] | None = None,
    scaling: str = Scaling.CHANNEL,
    against: str = "fault-free",
    guidance: float = GUIDANCE,
    weights: str | None = None,
    decoder: str | None = None,
    device: str = CPU,
    with_features: bool = True,
    with_pixels: int = 0,
    truth: bool = False,
) -> list[Row]:
    """Sample images under timing errors and a protection, and compare each with what it should be.

    Args:
        config: of the accelerator, as `Config.to_dict` gives it.
        images: how many, labels in turn; they are one batch.
        steps: of the sampler.
        seed: of the noise and of the errors.
        errors: `{"model": "none"}`; `{"model": "output", "rate": 1e-3, "bits": [0, 30]}`; or `{"model":
            "flop", "table": PATH, "voltage": V, "period_ps": ps}`, PATH of a timing table, with `sigma` of
            the delays of PEs and the seed `die` that draws them (0 each).
        where: `kinds`, `blocks`, `steps` of the GEMMs that errors strike, each a list; without one, all.
        scheme: of `golden.resilience.schemes.SCHEMES`.
        knobs: of the scheme.
        scaling: of activations, `Scaling`; `float` runs without errors only.
        against: what PSNR, SSIM and LPIPS compare with: the `fault-free` image of this scaling, or that in
            `float`.
        guidance: strength of classifier-free guidance.
        weights: checkpoint of another DiT, its description and calibration beside it (`calibration_path`).
        decoder: of the latents of such a network, a file of `golden.resilience.decoder`.
        device: `cpu`, or a GPU (`golden.gpu.check_device`). Errors are the same on each; float parts of the
            network round in their own way there.
        with_features: return the classifier's features, too.
        with_pixels: so many images, from the first on, are returned as `pixels`: bytes, in base64, of a
            square (`picture`).
        truth: count what is really wrong, too; it costs as much as the GEMMs.

    Returns:
        A row for each image: `image`, `label`; `psnr` (dB), `ssim`, and `lpips` where it can be had;
        `deviation`, (steps,): root mean square of the difference to the reference in the estimate of the
        clean image after each step. Where the classifier can judge: `digit` that it reads, and `features`,
        (128,). Of latents, `psnr` and `ssim` are those of `by_reference`, and there is `relative_error`; with
        a decoder also `decoded_psnr` and `decoded_ssim`, and `lpips` is of the decoded pixels, too. Then the
        counts of the whole trial (`golden.resilience.protected.COUNTS`) as `tally`, the same in each row.

    Raises:
        UserError: for whatever is out of range, before anything is sampled.
    """
    torch.set_num_threads(1)
    check_device(device)
    chosen, mode = Config.from_dict(config), _scaling(scaling)
    if images < 1:
        raise UserError(f"a trial needs one image or more, not {images}")
    if against not in REFERENCES:
        raise UserError(f"unknown reference {against!r}; allowed: {', '.join(REFERENCES)}")
    drawn = network(weights, device).config
    if decoder is not None:
        check_decoder(decoder, drawn)
    sites = _where(drawn, steps, where or {})
    strikes = timing_errors(chosen, errors)
    protection = new_scheme(scheme, chosen, **(knobs or {}))
    if strikes is not None and mode is Scaling.FLOAT:
        raise UserError("errors strike integer GEMMs; choose another scaling than float")
    run = _Run(
        weights,
        decoder,
        device,
        images,
        steps,
        seed,
        guidance,
        chosen.output_limit,
        chosen.requantiser.multiplier_width,
    )
    found = fault_free = _fault_free(run, mode)
    reference = fault_free if against == "fault-free" else _fault_free(run, Scaling.FLOAT)
    tally: dict[str, int] = {}
    if strikes is not None:
        backend = ProtectedBackend(chosen, Everywhere(strikes, sites), protection, seed, truth=truth)
        faulty = copy.copy(_quantised(weights, device, mode, run.limit, run.multiplier_width))
        faulty.backend = backend
        found = run.sample(faulty)
        tally = dict(sorted(backend.tally.counts.items()))
    figures = measured(found, reference, drawn, features=with_features)
    rows: list[Row] = [
        {"image": index, "label": label} | {name: values[index] for name, values in figures.items()}
        for index, label in enumerate(run.labels().tolist())
    ]
    for row in rows:
        row["tally"] = tally
    shown = by_reference(found.images, reference.images)[0] if is_latent(drawn) else found.images
    for row, image in zip(rows[:with_pixels], shown, strict=False):
        row["pixels"] = b64encode(to_bytes(picture(image))).decode("ascii")
    return rows


# -- what is said by plain values ----------------------------------------------------------------------


def _output(config: Config, *, rate: float, bits: Sequence[int] | None = None) -> TimingErrors:
    low, high = bits or (0, min(30, config.array.accumulator_width - 1))
    return OutputErrors(rate, (low, high))


@lru_cache(maxsize=32)
def _flop(
    config: Config, *, table: str, voltage: float, period_ps: float, sigma: float = 0.0, die: int = 0
) -> TimingErrors:
    if not 0 <= sigma <= MAX_SIGMA:
        raise UserError(f"sigma of the delays of PEs must be from 0 to {MAX_SIGMA:g}, not {sigma:g}")
    shape = config.array.rows + 1, config.array.columns + 1
    factors = 1 + sigma * np.random.default_rng(die).standard_normal(shape) if sigma else None
    return FlopErrors(TimingTable.load(Path(table), config), voltage, period_ps, factors=factors)


MODELS: Mapping[str, Callable[..., TimingErrors]] = {"output": _output, "flop": _flop}
"""Models of errors by name, called with a configuration and what else `trial` is told of them."""


def timing_errors(config: Config, errors: Mapping[str, Any]) -> TimingErrors | None:
    """Return the model that `trial` is told by `errors`, None for none.

    Raises `UserError` for an unknown model, missing or unknown parameters, and as the model does: a table of
    other PEs, an operating point that it lacks.
    """
    told = dict(errors)
    name = told.pop("model", None)
    if name == "none" and not told:
        return None
    if name not in MODELS:
        raise UserError(f"unknown errors {dict(errors)}; models are none, {', '.join(MODELS)}")
    try:
        return MODELS[name](config, **told)
    except TypeError as error:
        raise UserError(
            f"errors of model {name} are not told by {', '.join(told) or 'nothing'}: {error}"
        ) from error


def _scaling(name: str) -> Scaling:
    if name not in list(Scaling):
        raise UserError(f"unknown scaling {name!r}; allowed: {', '.join(Scaling)}")
    return Scaling(name)


def _where(network: DiTConfig, steps: int, where: Mapping[str, Any]) -> Where:
    """Return a choice of GEMMs. Raises `UserError` for what the run does not have."""
    allowed: dict[str, list[Any]] = {
        "kinds": list(KINDS),
        "blocks": list(range(network.depth)),
        "steps": list(range(steps)),
    }
    for name, values in where.items():
        if name not in allowed:
            raise UserError(f"errors strike by {', '.join(allowed)}, not by {name}")
        for value in values:
            if value not in allowed[name]:
                span = allowed[name] if name == "kinds" else f"0 to {len(allowed[name]) - 1}"
                raise UserError(f"{name} that errors strike must be of {span}, not {value}")
    return Where(**{name: tuple(values) for name, values in where.items()})


# -- sampling ------------------------------------------------------------------------------------------


class _Run(NamedTuple):
    """What decides fault-free images, but for scales."""

    weights: str | None
    decoder: str | None
    device: str
    images: int
    steps: int
    seed: int
    guidance: float
    limit: int
    multiplier_width: int

    def labels(self) -> Tensor:
        """Return labels in turn, (N,)."""
        return torch.arange(self.images) % network(self.weights, self.device).config.num_classes

    def sample(self, quantised_network: QuantisedDiT | None) -> Sampled:
        """Sample with a network; None: in float."""
        estimates: list[Tensor] = []
        images = sample(
            network(self.weights, self.device),
            self.labels(),
            seed=self.seed,
            steps=self.steps,
            guidance=self.guidance,
            gemm=always_float if quantised_network is None else quantised_network.gemm,
            on_step=lambda step, clean: estimates.append(clean.cpu()),
        )
        images = images.cpu()
        pixels = None if self.decoder is None else decode(self.decoder, images)
        return Sampled(images, torch.stack(estimates), pixels)


@lru_cache(maxsize=2)
def network(weights: str | None, device: str = CPU) -> DiT:
    """Return the network of a checkpoint, None for the shipped one. Raises `CheckpointError`."""
    if weights is not None and not Path(weights).is_file():
        raise CheckpointError(
            f"there are no weights {weights}; give a .safetensors file with its description and calibration "
            "beside it, as python -m golden.train.import_dit and python -m golden.train.calibrate write them"
        )
    return load_dit(DIT_WEIGHTS if weights is None else weights).to(device)


def calibration_path(weights: str | None) -> Path:
    """Return where the calibration of a checkpoint is: beside it, FILE-scales.json."""
    path = DIT_WEIGHTS if weights is None else Path(weights)
    return path.with_name(f"{path.stem}-scales.json")


# A worker runs many trials of few networks and seeds: what they share is made once.
@lru_cache(maxsize=8)
def _quantised(
    weights: str | None, device: str, scaling: Scaling, limit: int, multiplier_width: int
) -> QuantisedDiT:
    calibration = Calibration.load(calibration_path(weights))
    model = network(weights, device)
    return quantised(model, calibration, scaling, limit=limit, multiplier_width=multiplier_width)


@lru_cache(maxsize=8)
def _fault_free(run: _Run, scaling: Scaling) -> Sampled:
    if scaling is Scaling.FLOAT:
        return run.sample(None)
    return run.sample(_quantised(run.weights, run.device, scaling, run.limit, run.multiplier_width))
