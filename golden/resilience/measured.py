"""What is measured of each image of a trial, and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import isqrt
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from golden.checkpoint import load_classifier
from golden.dit import DiTConfig
from golden.resilience.quality import (
    by_reference,
    is_judged,
    is_latent,
    lpips,
    psnr,
    relative_error,
    ssim,
    why_no_lpips,
)


class Sampled(NamedTuple):
    """What a run gave, on the CPU."""

    images: Tensor
    """(N, C, S, S)."""
    estimates: Tensor
    """(steps, N, C, S, S): the estimate of the clean image after each step."""
    pixels: Tensor | None = None
    """(N, 3, s, s) of latents, where there is a decoder."""


_judge = lru_cache(maxsize=1)(load_classifier)


def measured(
    found: Sampled, reference: Sampled, drawn: DiTConfig, *, features: bool
) -> Mapping[str, Sequence[Any]]:
    """Return figures by name, (N,) of each, as `golden.resilience.trial.trial` describes them.

    `drawn` is the network's architecture; `features` asks for those of the classifier. Raises `UserError` as
    the metrics do.
    """
    deviations = ((found.estimates - reference.estimates) ** 2).flatten(2).mean(2).sqrt().T  # (N, steps)
    pair, latent = (found.images, reference.images), is_latent(drawn)
    scaled = by_reference(*pair) if latent else pair
    columns: dict[str, Sequence[Any]] = {
        "psnr": _rounded(psnr(*scaled, clamped=not latent)),
        "ssim": _rounded(ssim(*scaled, clamped=not latent)),
        "deviation": _rounded(deviations.numpy()),
    }
    if latent:
        columns["relative_error"] = _rounded(relative_error(*pair))
    if found.pixels is not None and reference.pixels is not None:
        pair = found.pixels, reference.pixels
        columns["decoded_psnr"], columns["decoded_ssim"] = _rounded(psnr(*pair)), _rounded(ssim(*pair))
    if why_no_lpips(drawn, decoded=found.pixels is not None) is None:
        columns["lpips"] = _rounded(lpips(*pair))
    if is_judged(drawn):
        with torch.no_grad():
            values = _judge().features(found.images)
            columns["digit"] = _judge().output(values).argmax(1).tolist()
        if features:
            columns["features"] = _rounded(values.numpy())
    return columns


def _rounded(values: NDArray[Any]) -> list[Any]:
    """Return plain numbers with as many digits as matter."""
    rounded: list[Any] = np.round(values.astype(np.float64), 4).tolist()
    return rounded


def picture(image: Tensor) -> Tensor:
    """Return the channels of an image (C, S, S) side by side in a square, (R*S, R*S) with R = ceil(sqrt(C)).

    Places that are left over are -1.
    """
    across = isqrt(len(image) - 1) + 1
    cells = image.new_full((across**2, *image.shape[1:]), -1.0)
    cells[: len(image)] = image
    return cells.reshape(across, across, *image.shape[1:]).transpose(1, 2).flatten(2).flatten(0, 1)


def to_bytes(image: Tensor) -> bytes:
    """Return pixels of an image of -1 to 1 as bytes, row by row."""
    return bytes(((image.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).flatten().tolist())
