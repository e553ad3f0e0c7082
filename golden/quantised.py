"""The DiT as the accelerator runs it: int8 operands, exact accumulation, int8 results (W8A8, absmax).

The six GEMMs of each block are integer; softmax, LayerNorm, GELU and adaLN between them are float32.
Weights have one scale per output channel, operands one per tensor. The scale of a *result* must be known
before the GEMM runs, because the requantiser is part of the accelerator: it is always calibrated. Where the
result is itself an operand (q, k and v; attention x V into proj) it is that operand's scale, so the int8
values pass on unchanged; where it is not (proj, fc1, fc2), each output channel has its own, as each column
of the requantiser does, so that a wrong result is clamped at the range of its channel. Scales of *operands*
are calibrated too (values beyond clamp, which also bounds what a fault can do) or measured on each image's
tensor (`dynamic`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, cast

import torch
from torch import Tensor

from drift_hw.errors import UserError
from drift_hw.files import write_json
from golden.checkpoint import DIT_WEIGHTS
from golden.diffusion import GUIDANCE, STEPS, sample
from golden.dit import LINEAR_KINDS, Block, DiT, Gemm, Layer, float_gemm
from golden.integer import absmax_scale, matmul, quantise, quantise_multiplier, requantise, round_half_up

CHANNEL_KINDS = ("proj", "fc1", "fc2")
"""Layer kinds whose results are no integer operand of another GEMM: their channels may differ in scale."""

SCALES = DIT_WEIGHTS.with_name("dit-mnist-scales.json")
"""Calibration of the shipped DiT."""


class Site(NamedTuple):
    """Which GEMM of a sampling run: `timestep` is the sampling step, from 0 (noise) on."""

    kind: str
    block: int
    timestep: int


@dataclass(frozen=True)
class GemmJob:
    """One GEMM as the accelerator is given it, for a batch of N images (guidance branches count as images).

    `a` is int8 (N, T, K), with `b` int8 (K, out), for a linear layer; (N, H, T, K), with `b`
    (N, H, K, out), for `qk` and `av`. `bias`, `multiplier` and `shift` are int64, of shapes that broadcast
    against the result's; `limit` is the largest magnitude of a result.
    """

    site: Site
    a: Tensor
    b: Tensor
    bias: Tensor
    multiplier: Tensor
    shift: Tensor
    limit: int

    def parameters(self, image: int, head: int = -1) -> tuple[Tensor, Tensor, Tensor]:
        """Return bias, multiplier and shift of one image (and head, for `qk` and `av`), each (out,)."""
        out = self.b.shape[-1]
        inner = (len(self.a), 1, out) if self.a.dim() == 3 else (len(self.a), self.a.shape[1], 1, out)
        index = (image, 0) if self.a.dim() == 3 else (image, head, 0)
        bias, multiplier, shift = (
            p.broadcast_to(inner)[index] for p in (self.bias, self.multiplier, self.shift)
        )
        return bias, multiplier, shift


Backend = Callable[[GemmJob], Tensor]
"""Runs a `GemmJob`: int8, shaped as `a` with its last axis replaced by that of `b`."""


def exact(job: GemmJob) -> Tensor:
    """Run a job without faults: the reference `Backend`."""
    return requantise(matmul(job.a, job.b), job.bias, job.multiplier, job.shift, job.limit)


def _needed(depth: int) -> list[str]:
    """Names of the tensors whose range is calibrated, as `block.kind.operand`."""
    ends = ["qkv.a", "qk.a", "qk.b", "qk.out", "av.a", "av.b", "proj.a", "proj.out"]
    ends += ["fc1.a", "fc1.out", "fc2.a", "fc2.out"]
    return [f"{block}.{end}" for block in range(depth) for end in ends]


@dataclass(frozen=True)
class Calibration:
    """Largest magnitudes seen of each activation, by `block.kind.operand`, and where they come from."""

    ranges: Mapping[str, float]
    """absmax of operand `a`, operand `b` (of `qk` and `av`) and result `out`, over all sampling steps."""
    source: Mapping[str, object] = field(default_factory=dict)
    """How it was measured: seed, steps, images, guidance."""
    channels: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """absmax of each output channel, (out,), of the results of `CHANNEL_KINDS`; empty: one per tensor."""

    def per_tensor(self) -> Calibration:
        """Return the same without scales of channels: one for each result."""
        return Calibration(self.ranges, self.source)

    def check(self, model: DiT, name: str = "calibration") -> None:
        """Raise `UserError` unless there is a positive range for every activation of `model`.

        Ranges of channels must be those of its layers; a channel that was always 0 may be.
        """
        for key in _needed(model.config.depth):
            if not self.ranges.get(key, 0) > 0:
                raise UserError(f"{name} has no positive range for {key}; calibrate this network again")
        if not self.channels:
            return
        for index, block in enumerate(model.blocks):
            for kind, linear in zip(LINEAR_KINDS, cast(Block, block).linears(), strict=True):
                name_of, out = f"{index}.{kind}.out", linear.weight.shape[0]
                found = len(self.channels.get(name_of, ()))
                if kind in CHANNEL_KINDS and found != out:
                    raise UserError(
                        f"{name} has {found} ranges of channels for {name_of}, which has {out} channels; "
                        "calibrate this network again"
                    )

    def save(self, path: Path | str) -> None:
        """Write as JSON, atomically. Raises `UserError` when `path` can not be written."""
        channels = {name: list(values) for name, values in self.channels.items()}
        write_json(
            Path(path), {"source": dict(self.source), "ranges": dict(self.ranges), "channels": channels}
        )

    @classmethod
    def load(cls, path: Path | str = SCALES) -> Calibration:
        """Read what `save` wrote. Raises `UserError` when it is missing or malformed."""
        try:
            content = json.loads(Path(path).read_text(encoding="utf-8"))
            ranges = {str(name): float(value) for name, value in content["ranges"].items()}
            channels = {
                str(name): tuple(map(float, values)) for name, values in content.get("channels", {}).items()
            }
            return cls(ranges, dict(content["source"]), channels)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise UserError(
                f"{path} is no calibration ({type(error).__name__}: {error}); write one with "
                "python -m golden.train.calibrate"
            ) from error


def calibrate(
    model: DiT,
    *,
    images: int = 64,
    seed: int = 1,
    steps: int = STEPS,
    guidance: float = GUIDANCE,
    on_step: Callable[[int, Tensor], None] | None = None,
) -> Calibration:
    """Measure the ranges while sampling `images` images, classes in turn, in float32.

    Those of channels are kept with six digits.
    """
    ranges: dict[str, float] = {}
    channels: dict[str, Tensor] = {}

    def observe(layer: Layer, end: str, tensor: Tensor) -> None:
        name = f"{layer.block}.{layer.kind}.{end}"
        ranges[name] = max(ranges.get(name, 0.0), float(tensor.abs().max()))

    def watching(layer: Layer, a: Tensor, b: Tensor, bias: Tensor | None) -> Tensor:
        out = float_gemm(layer, a, b, bias)
        observe(layer, "a", a)
        if layer.kind not in LINEAR_KINDS:
            observe(layer, "b", b)
        observe(layer, "out", out)
        if layer.kind in CHANNEL_KINDS:
            name, largest = f"{layer.block}.{layer.kind}.out", out.abs().flatten(0, -2).amax(0)
            channels[name] = torch.maximum(channels.get(name, largest), largest)
        return out

    labels = torch.arange(images) % model.config.num_classes
    sample(
        model, labels, seed=seed, steps=steps, guidance=guidance, gemm=lambda step: watching, on_step=on_step
    )
    source = {"images": images, "seed": seed, "steps": steps, "guidance": guidance}
    return Calibration(
        {name: ranges[name] for name in _needed(model.config.depth)},
        source,
        {
            name: tuple(float(f"{value:.6g}") for value in values.tolist())
            for name, values in channels.items()
        },
    )


@dataclass(frozen=True)
class _Weight:
    """A weight, quantised: values int8 (K, out), scale float64 (out,)."""

    values: Tensor
    scale: Tensor


class QuantisedDiT:
    """A DiT whose block GEMMs are integer. Its method `gemm` is what `golden.diffusion.sample` takes.

    Args:
        model: the network; its weights are quantised here, once.
        calibration: ranges of its activations.
        backend: runs every GEMM; replace it to inject faults or to use hardware.
        dynamic: measure the scale of operands on each image's tensor instead of using the calibration.
        limit: largest quantised magnitude, 127 for 8 bits (`Config.output_limit`).
        multiplier_width: bits of the requantiser's multiplier (`RequantiserConfig.multiplier_width`).

    Raises:
        UserError: a calibration of another network; `limit` or `multiplier_width` out of range.
    """

    def __init__(
        self,
        model: DiT,
        calibration: Calibration,
        backend: Backend = exact,
        *,
        dynamic: bool = False,
        limit: int = 127,
        multiplier_width: int = 14,
    ) -> None:
        calibration.check(model)
        self.model = model
        self.backend = backend
        self.dynamic = dynamic
        self.limit = limit
        self.multiplier_width = multiplier_width
        self._ranges = calibration.ranges
        self._channels = {
            name: absmax_scale(torch.tensor([values], dtype=torch.float64), limit, channel=1).to(model.device)
            for name, values in calibration.channels.items()
        }
        self._weights: dict[Layer, _Weight] = {}
        for index, block in enumerate(model.blocks):
            for kind, linear in zip(LINEAR_KINDS, cast(Block, block).linears(), strict=True):
                weight = linear.weight.detach().T.double()  # (K, out)
                scale = absmax_scale(weight, limit, channel=1)
                self._weights[Layer(kind, index)] = _Weight(quantise(weight, scale, limit), scale)

    def gemm(self, timestep: int) -> Gemm:
        """Return the `Gemm` of sampling step `timestep`: float32 in and out, integer inside."""

        def run(layer: Layer, a: Tensor, b: Tensor, bias: Tensor | None) -> Tensor:
            weight = self._weights.get(layer)
            a_scale = self.operand_scale(layer, "a", a)
            b_scale = self.operand_scale(layer, "b", b) if weight is None else weight.scale
            accumulator_scale = a_scale * b_scale  # broadcasts against (..., T, out)
            output_scale = self.output_scale(layer)
            multiplier, shift = quantise_multiplier(accumulator_scale / output_scale, self.multiplier_width)
            integer_bias = torch.zeros((), dtype=torch.int64)
            if bias is not None:
                integer_bias = round_half_up(bias.double() / accumulator_scale).to(torch.int64)
            job = GemmJob(
                Site(layer.kind, layer.block, timestep),
                quantise(a, a_scale, self.limit),
                quantise(b, b_scale, self.limit) if weight is None else weight.values,
                integer_bias,
                multiplier,
                shift,
                self.limit,
            )
            return self.backend(job).to(a.dtype) * output_scale.to(a.dtype)

        return run

    def calibrated(self, layer: Layer, end: str) -> Tensor:
        """Return the calibrated scale of operand `a` or `b` or of the result `out`: a float64 scalar."""
        value = self._ranges[f"{layer.block}.{layer.kind}.{end}"] / self.limit
        return torch.tensor(value, dtype=torch.float64)

    def operand_scale(self, layer: Layer, end: str, x: Tensor) -> Tensor:
        """Return the scale of an activation, float64: a scalar, or one per image, (N, 1, 1) or (N, 1, 1, 1).

        Subclasses with other scales override this and `output_scale`; they broadcast against operand and
        result.
        """
        if not self.dynamic:
            return self.calibrated(layer, end)
        return absmax_scale(x, self.limit, channel=0).double().reshape(-1, *[1] * (x.dim() - 1))

    def output_scale(self, layer: Layer) -> Tensor:
        """Return the scale of a result, float64: a scalar, or (out,) for `qkv` and where channels differ."""
        block = layer.block
        if layer.kind == "qkv":
            consumers = (Layer("qk", block), "a"), (Layer("qk", block), "b"), (Layer("av", block), "b")
            scales = torch.stack([self.calibrated(*consumer) for consumer in consumers])
            return scales.repeat_interleave(self.model.config.hidden_size).to(self.model.device)
        if layer.kind == "av":
            return self.calibrated(Layer("proj", block), "a")
        per_channel = self._channels.get(f"{block}.{layer.kind}.out")
        return self.calibrated(layer, "out") if per_channel is None else per_channel
