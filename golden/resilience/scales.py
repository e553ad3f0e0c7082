"""Ways to scale activations to int8, which decide how far a wrong result can reach.

| scaling | operands | results | hardware |
|---|---|---|---|
| `float` | not quantised: what the others are compared with | | |
| `channel` | calibrated, one per tensor | proj, fc1, fc2: calibrated, one per output channel | as it is |
| `static` | calibrated, one per tensor | calibrated, one per tensor | as it is |
| `tight` | three quarters of the calibrated ranges: what is beyond is clamped | likewise | as it is |
| `dynamic` | measured on each image's tensor | calibrated, one per tensor | needs a pass over each tensor |
| `token` | measured on each row of `a` | calibrated, one per tensor | none: see `TokenScaled` |

`channel` is how the network is shipped, and what everything runs with that says nothing else.
"""

from __future__ import annotations

from enum import StrEnum

from torch import Tensor

from drift_hw.errors import UserError
from golden.dit import DiT, Layer
from golden.integer import absmax_scale
from golden.quantised import Calibration, QuantisedDiT


class Scaling(StrEnum):
    """How activations are scaled; the module's table says what each means."""

    FLOAT = "float"
    CHANNEL = "channel"
    STATIC = "static"
    TIGHT = "tight"
    DYNAMIC = "dynamic"
    TOKEN = "token"


TIGHT_SHARE = 0.75
"""Of the calibrated ranges, with `Scaling.TIGHT`."""


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


def quantised(
    model: DiT, calibration: Calibration, scaling: Scaling, *, limit: int, multiplier_width: int
) -> QuantisedDiT:
    """Return the integer network with these scales.

    `limit` and `multiplier_width` are those of `QuantisedDiT`. Raises `UserError` for `float`, for a
    calibration of another network, and for one that has no ranges of channels where they are asked for.
    """
    if scaling is Scaling.FLOAT:
        raise UserError("a network in float has no integer GEMMs; choose another scaling")
    if scaling is not Scaling.CHANNEL:
        calibration = calibration.per_tensor()
    elif not calibration.channels:
        raise UserError(
            "the calibration has no ranges of channels; write one with python -m golden.train.calibrate, "
            "or choose the scaling static"
        )
    if scaling is Scaling.TIGHT:
        ranges = {name: TIGHT_SHARE * value for name, value in calibration.ranges.items()}
        calibration = Calibration(ranges, calibration.source)
    made = TokenScaled if scaling is Scaling.TOKEN else QuantisedDiT
    return made(
        model,
        calibration,
        dynamic=scaling in (Scaling.DYNAMIC, Scaling.TOKEN),
        limit=limit,
        multiplier_width=multiplier_width,
    )
