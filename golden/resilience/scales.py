"""Ways to scale activations to int8, which decide how far a wrong result can reach.

| scaling | operands | results | hardware |
|---|---|---|---|
| `float` | not quantised: what the others are compared with | | |
| `static` | calibrated, one per tensor | calibrated, one per tensor | as it is |
| `tight` | three quarters of the calibrated ranges: what is beyond is clamped | likewise | as it is |
| `channel` | calibrated, one per tensor | proj, fc1, fc2: calibrated, one per output channel | as it is |
| `dynamic` | measured on each image's tensor | calibrated | needs a pass over each tensor |
| `token` | measured on each row of `a` | calibrated | none: see `TokenScaled` |
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import torch
from torch import Tensor

from drift_hw.errors import UserError
from golden.diffusion import GUIDANCE, sample
from golden.dit import DiT, Layer, float_gemm
from golden.integer import absmax_scale
from golden.quantised import Calibration, QuantisedDiT


class Scaling(StrEnum):
    """How activations are scaled; the module's table says what each means."""

    FLOAT = "float"
    STATIC = "static"
    TIGHT = "tight"
    CHANNEL = "channel"
    DYNAMIC = "dynamic"
    TOKEN = "token"


TIGHT_SHARE = 0.75
"""Of the calibrated ranges, with `Scaling.TIGHT`."""
CHANNEL_KINDS = ("proj", "fc1", "fc2")
"""Layer kinds whose results are no integer operand of another GEMM: their channels may differ in scale."""

Ranges = Mapping[Layer, Tensor]
"""Largest magnitude of each output channel, (out,) float32, by layer."""


class TokenScaled(QuantisedDiT):
    """Operands `a` have a scale for each token (row), measured.

    No accelerator of this project does that: multiplier, shift and bias of its requantiser are those of a
    column, and here each row needs its own.
    """

    def operand_scale(self, layer: Layer, end: str, x: Tensor) -> Tensor:
        """Return the scale of an operand: of `a` (..., T, 1), of `b` one per image."""
        if end != "a":
            return super().operand_scale(layer, end, x)
        return absmax_scale(x.flatten(0, -2), self.limit, channel=0).double().reshape(*x.shape[:-1], 1)


class ChannelScaled(QuantisedDiT):
    """Results of `CHANNEL_KINDS` have a calibrated scale for each channel: the requantiser's columns do."""

    channel_ranges: Ranges
    """Set after construction."""

    def output_scale(self, layer: Layer) -> Tensor:
        """Return the scale of a result, float64 (out,) where channels have their own."""
        if layer.kind not in CHANNEL_KINDS:
            return super().output_scale(layer)
        return absmax_scale(self.channel_ranges[layer].unsqueeze(1), self.limit, channel=0).double()


def channel_ranges(
    model: DiT, *, images: int = 40, steps: int, guidance: float = GUIDANCE, seed: int = 1
) -> Ranges:
    """Measure the largest magnitude of each output channel while sampling in float32, classes in turn."""
    ranges: dict[Layer, Tensor] = {}

    def watching(layer: Layer, a: Tensor, b: Tensor, bias: Tensor | None) -> Tensor:
        out = float_gemm(layer, a, b, bias)
        if layer.kind in CHANNEL_KINDS:
            largest = out.abs().flatten(0, -2).amax(0)
            ranges[layer] = torch.maximum(ranges.get(layer, largest), largest)
        return out

    labels = torch.arange(images) % model.config.num_classes
    sample(model, labels, seed=seed, steps=steps, guidance=guidance, gemm=lambda step: watching)
    return ranges


def quantised(
    model: DiT, calibration: Calibration, scaling: Scaling, *, steps: int, limit: int, multiplier_width: int
) -> QuantisedDiT:
    """Return the integer network with these scales.

    `steps` of the sampler are those that channels are calibrated over; `limit` and `multiplier_width` are
    those of `QuantisedDiT`. Raises `UserError` for `float`, and for a calibration of another network.
    """
    if scaling is Scaling.FLOAT:
        raise UserError("a network in float has no integer GEMMs; choose another scaling")
    if scaling is Scaling.TIGHT:
        ranges = {name: TIGHT_SHARE * value for name, value in calibration.ranges.items()}
        calibration = Calibration(ranges, calibration.source)
    made: type[QuantisedDiT] = {Scaling.TOKEN: TokenScaled, Scaling.CHANNEL: ChannelScaled}.get(
        scaling, QuantisedDiT
    )
    network = made(
        model,
        calibration,
        dynamic=scaling in (Scaling.DYNAMIC, Scaling.TOKEN),
        limit=limit,
        multiplier_width=multiplier_width,
    )
    if isinstance(network, ChannelScaled):
        network.channel_ranges = channel_ranges(model, steps=steps)
    return network
