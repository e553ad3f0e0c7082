"""Quality of images: closed forms, independent implementations, and intervals that cover what they should."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torchmetrics.image.fid import _compute_fid
from torchmetrics.image.kid import poly_mmd

from drift_hw.errors import UserError
from golden.resilience import quality
from golden.resilience.quality import (
    ALEXNET,
    PSNR_CEILING,
    Estimate,
    bootstrap,
    frechet_distance,
    kernel_distance,
    lpips,
    psnr,
    ssim,
    why_no_lpips,
    wilson,
)


def constant(*values: float) -> Tensor:
    """Return images (N, 1, 16, 16), each of one value."""
    return torch.tensor(values).reshape(-1, 1, 1, 1).expand(-1, 1, 16, 16)


def noise(count: int, seed: int, side: int = 16) -> Tensor:
    return torch.rand(count, 1, side, side, generator=torch.Generator().manual_seed(seed)) * 2 - 1


# -- near to a reference -------------------------------------------------------------------------------


def test_psnr_of_a_constant_difference() -> None:
    found = psnr(constant(0.5, 0.02, 1.0), constant(0.0, 0.0, -1.0))
    assert found == pytest.approx([20 * math.log10(2 / 0.5), 20 * math.log10(2 / 0.02), 0.0], abs=1e-4)


def test_psnr_ends_at_its_ceiling() -> None:
    assert psnr(constant(0.3), constant(0.3)).tolist() == [PSNR_CEILING]
    assert psnr(constant(1e-4), constant(0.0)).tolist() == pytest.approx([PSNR_CEILING])


def test_values_beyond_a_screen_do_not_count() -> None:
    assert psnr(constant(7.0), constant(1.0)).tolist() == [PSNR_CEILING]
    assert ssim(constant(7.0), constant(1.0)) == pytest.approx([1.0], abs=1e-3)


def test_ssim_of_constant_images() -> None:
    # Without variance only the first factor is left, with C1 = (0.01 * range)^2.
    one, other, c1 = 0.4, -0.2, 0.02**2
    expected = (2 * one * other + c1) / (one**2 + other**2 + c1)
    assert ssim(constant(one, 0.7), constant(other, 0.7)) == pytest.approx([expected, 1.0], abs=1e-3)


def test_ssim_by_its_definition() -> None:
    """The mean over all pixels of the index of their windows, borders reflected: written out."""
    axis = np.exp(-((np.arange(11) - 5) ** 2) / (2 * 1.5**2))
    weight = np.outer(axis, axis) / axis.sum() ** 2

    def means(image: np.ndarray) -> np.ndarray:
        return (np.lib.stride_tricks.sliding_window_view(image, (11, 11)) * weight).sum((2, 3))

    a, b = (np.pad(noise(1, seed, 14)[0, 0].double().numpy(), 5, mode="reflect") for seed in (1, 2))
    mean_a, mean_b, c1, c2 = means(a), means(b), 0.02**2, 0.06**2
    index = (2 * mean_a * mean_b + c1) * (2 * (means(a * b) - mean_a * mean_b) + c2)
    index /= (mean_a**2 + mean_b**2 + c1) * (means(a * a) - mean_a**2 + means(b * b) - mean_b**2 + c2)
    assert ssim(noise(1, 1, 14), noise(1, 2, 14)) == pytest.approx([index.mean()], abs=1e-4)


def test_each_image_has_its_own() -> None:
    images, reference = noise(4, 1), noise(4, 2)
    for metric in (psnr, ssim):
        together = metric(images, reference)
        apart = [metric(images[i : i + 1], reference[i : i + 1])[0] for i in range(4)]
        assert together == pytest.approx(apart, abs=1e-5)


@pytest.mark.parametrize("metric", [psnr, ssim])
def test_images_that_do_not_match(metric: Any) -> None:
    with pytest.raises(UserError) as error:
        metric(noise(2, 1), noise(3, 1))
    assert str(error.value) == (
        "images are compared one by one, (N, C, S, S): (2, 1, 16, 16) and (3, 1, 16, 16) do not match"
    )


def test_images_too_small_for_ssim() -> None:
    with pytest.raises(UserError, match=r"^SSIM has windows of 11 x 11: images of side 8 are too small$"):
        ssim(noise(1, 1, 8), noise(1, 2, 8))


def test_lpips_is_left_out_where_it_can_not_be_had(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(quality, "find_spec", lambda name: None)
    assert why_no_lpips() == "the package lpips is not installed"
    monkeypatch.setattr(quality, "find_spec", lambda name: object())
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    assert why_no_lpips() == f"there are no weights {tmp_path / 'checkpoints' / ALEXNET}"
    with pytest.raises(UserError, match=r"LPIPS can not be measured: there are no weights"):
        lpips(noise(1, 1), noise(1, 2))


def test_lpips_where_package_and_weights_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Distance(torch.nn.Module):
        """Stands in for the package: mean absolute difference of colour images."""

        def __init__(self, net: str, verbose: bool) -> None:
            super().__init__()
            assert net == "alex"

        def forward(self, one: Tensor, other: Tensor) -> Tensor:
            assert one.shape[1:] == other.shape[1:] == (3, 64, 64)
            return (one - other).abs().mean((1, 2, 3), keepdim=True)

    package = ModuleType("lpips")
    package.LPIPS = Distance  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "lpips", package)
    monkeypatch.setattr(quality, "find_spec", lambda name: package)
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "checkpoints" / ALEXNET).touch()
    quality._lpips_network.cache_clear()
    try:
        assert lpips(constant(0.5, 0.1), constant(0.0, 0.0)) == pytest.approx([0.5, 0.1])
    finally:
        quality._lpips_network.cache_clear()


# -- distributions -------------------------------------------------------------------------------------


def with_moments(count: int, mean: np.ndarray, covariance: np.ndarray, seed: int) -> np.ndarray:
    """Return `count` samples whose mean and covariance (of N - 1) are exactly these."""
    drawn = np.random.default_rng(seed).standard_normal((count, len(mean)))
    drawn -= drawn.mean(0)
    white = np.linalg.qr(drawn)[0] * math.sqrt(count - 1)
    return mean + white @ np.linalg.cholesky(covariance).T


def covariance(size: int, seed: int) -> np.ndarray:
    root = np.random.default_rng(seed).standard_normal((size, size))
    return root @ root.T + 0.1 * np.eye(size)


def test_frechet_distance_of_two_gaussians() -> None:
    mean, other = np.array([1.0, 2.0, 0.0]), np.array([0.0, 0.0, 0.0])
    spread, wider = np.diag([1.0, 4.0, 9.0]), np.diag([4.0, 1.0, 9.0])
    found = frechet_distance(with_moments(50, mean, spread, 1), with_moments(50, other, wider, 2))
    assert found == pytest.approx(1 + 4 + (1 - 2) ** 2 + (2 - 1) ** 2)


@pytest.mark.parametrize("count", [7, 40, 400])
def test_frechet_distance_against_another_implementation(count: int) -> None:
    """With fewer images than features, about as many, and more; covariances do not commute."""
    rng = np.random.default_rng(count)
    one = rng.standard_normal((count, 40)) @ covariance(40, 1)
    other = rng.standard_normal((count, 40)) @ covariance(40, 2) + 0.5
    moments = [(torch.from_numpy(x.mean(0)), torch.from_numpy(np.cov(x.T))) for x in (one, other)]
    expected = float(_compute_fid(*moments[0], *moments[1]))
    assert frechet_distance(one, other) == pytest.approx(expected, rel=1e-4)


def test_frechet_distance_is_symmetric_and_zero_of_itself() -> None:
    rng = np.random.default_rng(0)
    one, other = rng.standard_normal((2, 30, 8))
    assert frechet_distance(one, other) == pytest.approx(frechet_distance(other, one))
    assert frechet_distance(one, one) == pytest.approx(0, abs=1e-9)


def test_fewer_images_are_further_away() -> None:
    """The reason for equal counts only."""
    rng = np.random.default_rng(0)
    distances = [frechet_distance(*rng.standard_normal((2, count, 32))) for count in (20, 100, 1000)]
    assert distances[0] > 2 * distances[1] > 4 * distances[2]


def test_kernel_distance_against_another_implementation() -> None:
    rng = np.random.default_rng(0)
    one, other = rng.standard_normal((25, 12)), rng.standard_normal((25, 12)) + 0.3
    expected = float(poly_mmd(torch.from_numpy(one), torch.from_numpy(other)))
    assert kernel_distance(one, other) == pytest.approx(expected)


def test_kernel_distance_has_no_bias() -> None:
    rng = np.random.default_rng(0)
    found = [kernel_distance(*rng.standard_normal((2, 10, 4))) for _ in range(2000)]
    assert abs(np.mean(found)) < 4 * np.std(found) / math.sqrt(len(found))
    moved = [
        kernel_distance(1 + rng.standard_normal((10, 4)), rng.standard_normal((10, 4))) for _ in range(50)
    ]
    assert np.mean(moved) > 1


@pytest.mark.parametrize("distance", [frechet_distance, kernel_distance])
def test_distances_of_what_is_no_distribution(distance: Any) -> None:
    with pytest.raises(UserError, match=r"^a distance of distributions needs 2 images or more of each$"):
        distance(np.zeros((1, 3)), np.zeros((1, 3)))
    with pytest.raises(UserError, match=r"^features are \(N, D\) and \(M, D\), not \(4, 3\) and \(4, 2\)$"):
        distance(np.zeros((4, 3)), np.zeros((4, 2)))


def test_frechet_distance_of_unequal_counts() -> None:
    with pytest.raises(UserError, match=r"give sets of equal size, not of 5 and 4$"):
        frechet_distance(np.zeros((5, 3)), np.zeros((4, 3)))


# -- intervals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (995, 1000, 0.9883, 0.9979)],
)
def test_wilson_intervals(successes: int, count: int, low: float, high: float) -> None:
    assert wilson(successes, count) == pytest.approx((successes / count, low, high), abs=1e-4)


@pytest.mark.parametrize(("successes", "count"), [(1, 0), (3, 2), (-1, 4)])
def test_shares_of_nothing(successes: int, count: int) -> None:
    with pytest.raises(UserError, match=f"^{successes} of {count} is no share$"):
        wilson(successes, count)


def test_bootstrap_of_a_mean() -> None:
    values = with_moments(400, np.array([5.0]), np.array([[4.0]]), 0)[:, 0]
    found = bootstrap(np.mean, values, rng=np.random.default_rng(0), resamples=4000)
    half = 1.96 * 2 / math.sqrt(400)
    assert found == pytest.approx((5, 5 - half, 5 + half), abs=0.02)
    assert found == bootstrap(np.mean, values, rng=np.random.default_rng(0), resamples=4000)
    assert found != bootstrap(np.mean, values, rng=np.random.default_rng(1), resamples=4000)


def test_bootstrap_of_a_distance_is_about_its_value() -> None:
    one, other = np.random.default_rng(0).standard_normal((2, 40, 64))
    centred, plain = (
        bootstrap(frechet_distance, one, other, rng=np.random.default_rng(0), resamples=100, centred=centred)
        for centred in (True, False)
    )
    assert plain.low > plain.value  # resamples repeat items: all of them are further away
    assert centred.low < centred.value < centred.high
    assert centred.high - centred.low == pytest.approx(plain.high - plain.low)


def test_bootstrap_within_strata() -> None:
    """Of ten digits there is always one of each: what differs between digits is not chance."""
    labels = np.tile(np.arange(10), 3)
    rng = np.random.default_rng(0)
    assert bootstrap(np.mean, labels, rng=rng, strata=labels) == Estimate(4.5, 4.5, 4.5)
    free = bootstrap(np.mean, labels, rng=rng)
    assert free.high - free.low > 1
    seen: list[np.ndarray] = []

    def note(values: np.ndarray) -> float:
        seen.append(values)
        return 0.0

    items = np.arange(30)
    bootstrap(note, items, rng=rng, strata=labels)
    assert all(np.array_equal(np.bincount(each % 10), np.full(10, 3)) for each in seen)
    assert {int(value) for each in seen for value in each} == set(items)


def test_bootstraps_of_nothing() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(UserError, match=r"^a bootstrap needs samples with something in them$"):
        bootstrap(np.mean, [], rng=rng)
    with pytest.raises(UserError, match=r"^a bootstrap needs two resamples or more, not 1$"):
        bootstrap(np.mean, [1.0], rng=rng, resamples=1)
    with pytest.raises(
        UserError, match=r"^each of 3 items has a stratum, so that all samples must be of as many$"
    ):
        bootstrap(np.mean, [1.0], rng=rng, strata=[1, 2, 3])
