"""Quality of generated images: near to those without faults, read as asked, distributed as they should be.

Images are float32 (N, C, S, S) in -1 to 1; values beyond are clamped, as a screen would. Latents have no such
bounds: `by_reference` scales them first, and nothing of them is clamped. What can not be had for a network is
left out, and `left_out` says why. Every figure of a set of images can be had with a confidence interval.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from drift_hw.errors import UserError
from golden.diffusion import PROCESSES
from golden.dit import PRESETS, DiTConfig

Values = NDArray[np.float64]

CONFIDENCE = 0.95
"""Of all intervals."""

PSNR_CEILING = 60.0
"""dB: images that are equal, or nearer than this, count as this near. Rounding to 8 bits is worth 59 dB."""

ALEXNET = "alexnet-owt-7be5be79.pth"
"""Backbone of LPIPS, in the checkpoint folder of torch.hub."""


class Estimate(NamedTuple):
    """A figure and the ends of its confidence interval."""

    value: float
    low: float
    high: float


# -- what can be had -----------------------------------------------------------------------------------


def is_judged(config: DiTConfig) -> bool:
    """Return whether the shipped classifier can read the images of a network."""
    return _drawn(config) == _drawn(PRESETS["mnist"]) and not is_latent(config)


def is_latent(config: DiTConfig) -> bool:
    """Return whether a network draws latents, which have no bounds, and not pixels."""
    return PROCESSES[config.predicts].clip is None


def left_out(config: DiTConfig, *, decoded: bool = False) -> dict[str, str]:
    """Return why figures can not be had for a network, by their names; empty when all can.

    `decoded`: there is a decoder of its latents.
    """
    reasons = {}
    if not is_judged(config):
        reasons["class accuracy, Frechet distance and KID"] = (
            f"the shipped classifier reads {_drawn(PRESETS['mnist'])}, and this network draws "
            f"{_drawn(config)}{' of latents' * is_latent(config)}"
        )
    lpips_reason = why_no_lpips(config, decoded=decoded)
    if lpips_reason is not None:
        reasons["LPIPS"] = lpips_reason
    return reasons


def _drawn(config: DiTConfig) -> str:
    side, channels = config.input_size, config.in_channels
    return f"{config.num_classes} classes in {channels} x {side} x {side}"


def by_reference(images: Tensor, reference: Tensor) -> tuple[Tensor, Tensor]:
    """Return both scaled so that each channel of each reference goes from -1 to 1; `images` may go beyond.

    For latents: their peak is what the fault-free latent of the same seed spans, channel by channel. Raises
    `UserError` for shapes that differ.
    """
    _check_pair(images, reference)
    low, high = reference.amin((2, 3), keepdim=True), reference.amax((2, 3), keepdim=True)
    half = torch.where(high > low, (high - low) / 2, 1.0)
    return (images - low) / half - 1, (reference - low) / half - 1


# -- near to the image without faults ------------------------------------------------------------------


def relative_error(images: Tensor, reference: Tensor) -> Values:
    """Return the norm of each image's difference to its reference, over that of the reference: 0 up, (N,).

    Nothing is scaled or clamped. Raises `UserError` for shapes that differ.
    """
    _check_pair(images, reference)
    off, size = ((x**2).flatten(1).sum(1).sqrt() for x in (images - reference, reference))
    return (off / size.clamp(min=1e-12)).numpy().astype(np.float64)


def psnr(images: Tensor, reference: Tensor, *, clamped: bool = True) -> Values:
    """Return the peak signal-to-noise ratio of each image (N, C, S, S) to its reference: dB, (N,).

    The peak is 2, from -1 to 1; `clamped`: values beyond count as these. At most `PSNR_CEILING`. Raises
    `UserError` for shapes that differ.
    """
    images, reference = _pair(images, reference, clamped=clamped)
    error = ((images - reference) ** 2).flatten(1).mean(1).numpy().astype(np.float64)
    return 10 * np.log10(4 / np.maximum(error, 4 / 10 ** (PSNR_CEILING / 10)))


def ssim(images: Tensor, reference: Tensor, *, clamped: bool = True) -> Values:
    """Return the structural similarity of each image to its reference, -1 to 1 (equal), (N,).

    Windows are Gaussian, 11 x 11 with sigma 1.5 (Wang et al., 2004); it is the mean of the channels'.
    `clamped` as for `psnr`. Raises `UserError` for shapes that differ and for sides below 11.
    """
    from torchmetrics.functional.image import structural_similarity_index_measure

    images, reference = _pair(images, reference, clamped=clamped)
    if images.shape[-1] < 11:
        raise UserError(f"SSIM has windows of 11 x 11: images of side {images.shape[-1]} are too small")
    values = structural_similarity_index_measure(images, reference, data_range=2.0, reduction="none")
    assert isinstance(values, Tensor)
    return values.reshape(-1).numpy().astype(np.float64)


def why_no_lpips(config: DiTConfig | None = None, *, decoded: bool = False) -> str | None:
    """Return why `lpips` can not be had here, or for a network; None where it can. Nothing is downloaded."""
    if config is not None and is_latent(config) and not decoded:
        return "it compares pixels, and this network draws latents; give a --decoder of them"
    if config is not None and not is_latent(config) and config.in_channels not in (1, 3):
        return f"it compares images that are grey or in colour, not of {config.in_channels} channels"
    if find_spec("lpips") is None:
        return "the package lpips is not installed"
    weights = Path(torch.hub.get_dir()) / "checkpoints" / ALEXNET
    return None if weights.is_file() else f"there are no weights {weights}"


def lpips(images: Tensor, reference: Tensor) -> Values:
    """Return the perceptual distance (LPIPS, AlexNet) of each image to its reference, 0 (equal) up, (N,).

    Grey images are repeated over three channels, and those below 64 x 64 are enlarged to it. Raises
    `UserError` where `why_no_lpips` says why, and for shapes that differ.
    """
    reason = why_no_lpips()
    if reason is not None:
        raise UserError(f"LPIPS can not be measured: {reason}")
    with torch.no_grad():
        pair = [
            functional.interpolate(
                x.expand(-1, 3, -1, -1), size=max(64, x.shape[-1]), mode="bilinear", align_corners=False
            )
            for x in _pair(images, reference)
        ]
        distances: Tensor = _lpips_network()(*pair)
    return distances.reshape(-1).numpy().astype(np.float64)


@cache
def _lpips_network() -> Callable[[Tensor, Tensor], Tensor]:
    from lpips import LPIPS

    network: Callable[[Tensor, Tensor], Tensor] = LPIPS(net="alex", verbose=False).eval()
    return network


def _pair(images: Tensor, reference: Tensor, *, clamped: bool = True) -> tuple[Tensor, Tensor]:
    _check_pair(images, reference)
    return (images.clamp(-1, 1), reference.clamp(-1, 1)) if clamped else (images, reference)


def _check_pair(images: Tensor, reference: Tensor) -> None:
    if images.shape != reference.shape or images.dim() != 4:
        raise UserError(
            f"images are compared one by one, (N, C, S, S): {tuple(images.shape)} and "
            f"{tuple(reference.shape)} do not match"
        )


# -- distributed as they should be ---------------------------------------------------------------------


def frechet_distance(features: Values, reference: Values) -> float:
    """Return the squared Frechet distance of the Gaussians fitted to two sets of features, each (N, D).

    |m1 - m2|^2 + tr(C1 + C2 - 2 (C1^(1/2) C2 C1^(1/2))^(1/2)), 0 up. No covariance is shrunk: N may be
    below D, but the fewer there are the larger the distance, so that only sets of equal size are compared,
    and only with distances of as many. Raises `UserError` for sets of different size, or of one.
    """
    _check_features(features, reference, 2)
    if len(features) != len(reference):
        raise UserError(
            f"the Frechet distance depends on the number of images: give sets of equal size, not of "
            f"{len(features)} and {len(reference)}"
        )
    one, other = (_factor(each - each.mean(0)) for each in (features, reference))
    between = ((features.mean(0) - reference.mean(0)) ** 2).sum()
    # Singular values of X1 X2^T are those of C1^(1/2) C2^(1/2), N - 1 times; their sum is the trace sought.
    common = np.linalg.svd(one @ other.T, compute_uv=False).sum()
    spread = (one**2).sum() + (other**2).sum() - 2 * common
    return max(0.0, float(between + spread / (len(features) - 1)))


def kernel_distance(features: Values, reference: Values) -> float:
    """Return the kernel distance (KID) of two sets of features, (N, D) and (M, D).

    The squared maximum mean discrepancy for the kernel (x . y / D + 1)^3, without bias: of sets of the same
    distribution it is 0 on average, and so sometimes negative, whatever their sizes. Raises `UserError` for
    sets of one.
    """
    _check_features(features, reference, 2)

    def kernel(x: Values, y: Values) -> Values:
        values: Values = (x @ y.T / x.shape[1] + 1) ** 3
        return values

    def within(x: Values) -> float:
        values = kernel(x, x)
        return float((values.sum() - np.trace(values)) / (len(x) * (len(x) - 1)))

    return within(features) + within(reference) - 2 * float(kernel(features, reference).mean())


def _factor(centred: Values) -> Values:
    """Return a matrix with the same product with itself, X^T X, of D rows where X has more."""
    if len(centred) <= centred.shape[1]:
        return centred
    factor: Values = np.asarray(np.linalg.qr(centred, mode="r"))
    return factor


def _check_features(features: Values, reference: Values, least: int) -> None:
    if features.ndim != 2 or reference.ndim != 2 or features.shape[1] != reference.shape[1]:
        raise UserError(
            f"features are (N, D) and (M, D), not {tuple(features.shape)} and {tuple(reference.shape)}"
        )
    if min(len(features), len(reference)) < least:
        raise UserError(f"a distance of distributions needs {least} images or more of each")


# -- intervals -----------------------------------------------------------------------------------------


def wilson(successes: int, count: int, confidence: float = CONFIDENCE) -> Estimate:
    """Return a share and its Wilson score interval, all 0 to 1. Raises `UserError` for impossible counts."""
    if not 0 <= successes <= count or count < 1:
        raise UserError(f"{successes} of {count} is no share")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2)
    return Estimate(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def bootstrap(
    statistic: Callable[..., Any],
    *samples: NDArray[Any] | Sequence[float],
    rng: np.random.Generator,
    resamples: int = 400,
    confidence: float = CONFIDENCE,
    centred: bool = False,
    strata: NDArray[Any] | Sequence[int] | None = None,
) -> Estimate:
    """Return `statistic(*samples)` and its bootstrap interval.

    Args:
        statistic: of as many arrays as there are samples; returns a number.
        samples: each (N, ...), resampled along its first axis, one independently of the other.
        rng: of the resamples.
        resamples: how many.
        confidence: share of the resamples within the interval.
        strata: stratum of each item, the same in all samples: every resample has as many of each stratum.
        centred: move the interval so that the resamples' mean falls on the value. For distances of
            distributions: a resample has items twice, and so is further away than the sample itself.

    Raises:
        UserError: an empty sample, strata of another length, or fewer than two resamples.
    """
    arrays = [np.asarray(sample) for sample in samples]
    if not arrays or not all(len(array) for array in arrays):
        raise UserError("a bootstrap needs samples with something in them")
    if resamples < 2:
        raise UserError(f"a bootstrap needs two resamples or more, not {resamples}")
    if strata is not None and any(len(array) != len(strata) for array in arrays):
        raise UserError(f"each of {len(strata)} items has a stratum, so that all samples must be of as many")
    value = float(statistic(*arrays))
    chosen = [[_resample(len(array), strata, rng) for array in arrays] for _ in range(resamples)]
    drawn = np.array(
        [statistic(*(array[one] for array, one in zip(arrays, each, strict=True))) for each in chosen],
        np.float64,
    )
    tail = (1 - confidence) / 2
    low, high = (float(end) for end in np.quantile(drawn, (tail, 1 - tail)))
    if centred:
        shift = value - float(drawn.mean())
        low, high = low + shift, high + shift
    return Estimate(value, low, high)


def _resample(
    count: int, strata: NDArray[Any] | Sequence[int] | None, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return indices of items, drawn with replacement, from each stratum as many as it has."""
    if strata is None:
        return rng.integers(count, size=count)
    names, number = np.unique(np.asarray(strata), return_inverse=True)
    order, sizes = np.argsort(number, kind="stable"), np.bincount(number, minlength=len(names))
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    drawn: NDArray[np.int64] = order[starts + rng.integers(np.repeat(sizes, sizes))]
    return drawn
