"""The diffusion process: cosine noise schedule, v-prediction, deterministic DDIM sampling.

A noisy image is x_t = alpha_t * x_0 + sigma_t * noise with alpha_t^2 + sigma_t^2 = 1. The network
predicts v = alpha_t * noise - sigma_t * x_0 (Salimans and Ho, arXiv 2202.00512). Schedule: Nichol and
Dhariwal, arXiv 2102.09672; sampler: Song et al., arXiv 2010.02502 with eta = 0. (The official DiT weights
predict noise on a linear schedule: they load and run, but this is not their sampler.)
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from drift_hw.errors import UserError
from golden.dit import DiT, Gemm, float_gemm

TIMESTEPS = 1000
"""Length of the noise schedule; timesteps are 0 (nearly clean) to 999 (pure noise)."""

STEPS = 50
"""Sampling steps when nothing else is said."""

GUIDANCE = 1.75
"""Strength of classifier-free guidance when nothing else is said; 1 is none."""

Denoiser = Callable[[Tensor, Tensor, int], Tensor]
"""Predicts v, (N, C, S, S), from (noisy images (N, C, S, S), timesteps (N,) int64, sampling step from 0)."""


def signal_rate(timesteps: int = TIMESTEPS) -> Tensor:
    """Return alpha_t, the share of the image in x_t, float64 (timesteps,), decreasing to almost 0."""

    def squared(progress: float) -> float:
        return math.cos((progress + 0.008) / 1.008 * math.pi / 2) ** 2

    values = [squared((step + 1) / timesteps) / squared(0.0) for step in range(timesteps)]
    return torch.tensor(values, dtype=torch.float64).clamp(0.0, 1.0).sqrt()


def noise_rate(timesteps: int = TIMESTEPS) -> Tensor:
    """Return sigma_t, the share of the noise in x_t, float64 (timesteps,), increasing to almost 1."""
    return (1.0 - signal_rate(timesteps) ** 2).sqrt()


def _column(rate: Tensor, timestep: Tensor, like: Tensor) -> Tensor:
    return rate.to(like.dtype)[timestep].reshape(-1, *[1] * (like.dim() - 1))


def add_noise(image: Tensor, noise: Tensor, timestep: Tensor) -> tuple[Tensor, Tensor]:
    """Return (x_t, v), both shaped as `image` (N, C, S, S), for timesteps (N,) int64."""
    alpha = _column(signal_rate(), timestep, image)
    sigma = _column(noise_rate(), timestep, image)
    return alpha * image + sigma * noise, alpha * noise - sigma * image


def sampling_timesteps(steps: int) -> list[int]:
    """Return the `steps` timesteps that DDIM visits, from 999 down, evenly spaced.

    Raises `UserError` unless 1 <= steps <= 1000.
    """
    if not 1 <= steps <= TIMESTEPS:
        raise UserError(f"sampling steps must be from 1 to {TIMESTEPS}, not {steps}")
    return [round(TIMESTEPS * (steps - step) / steps) - 1 for step in range(steps)]


def ddim(
    denoise: Denoiser,
    noise: Tensor,
    steps: int = STEPS,
    *,
    stop: int | None = None,
    clip: float | None = 1.0,
    on_step: Callable[[int, Tensor], None] | None = None,
) -> Tensor:
    """Turn `noise` (N, C, S, S) into images of the same shape, in about -1 to 1. Draws nothing at random.

    `clip` bounds the estimate of the clean image in each step (None: unbounded, for latents). `stop` ends
    after that many of the `steps` and returns the estimate of the clean image so far. `on_step` is called
    after every step with its index and that estimate. Raises `UserError` for a bad number of steps.
    """
    visited = sampling_timesteps(steps)
    alphas, sigmas = signal_rate(), noise_rate()
    x = noise
    clean = noise
    with torch.no_grad():
        for step, timestep in enumerate(visited[:stop]):
            alpha, sigma = float(alphas[timestep]), float(sigmas[timestep])
            v = denoise(x, torch.full((len(x),), timestep, dtype=torch.int64), step)
            clean = alpha * x - sigma * v
            if clip is not None:
                clean = clean.clamp(-clip, clip)
            # With the clean image bounded, the noise that explains x_t is recomputed from it.
            direction = (x - alpha * clean) / sigma
            if step + 1 < steps:
                following = visited[step + 1]
                x = float(alphas[following]) * clean + float(sigmas[following]) * direction
            if on_step is not None:
                on_step(step, clean)
    return clean


def draw_noise(count: int, channels: int, side: int, generator: torch.Generator) -> Tensor:
    """Return Gaussian noise (count, channels, side, side) float32; image i does not depend on `count`."""
    return torch.stack([torch.randn(channels, side, side, generator=generator) for _ in range(count)])


def always_float(step: int) -> Gemm:
    """Return the floating-point `Gemm` for any sampling step."""
    return float_gemm


def sample(
    model: DiT,
    label: Tensor,
    *,
    seed: int,
    steps: int = STEPS,
    guidance: float = GUIDANCE,
    gemm: Callable[[int], Gemm] = always_float,
    stop: int | None = None,
    clip: float | None = 1.0,
    on_step: Callable[[int, Tensor], None] | None = None,
) -> Tensor:
    """Generate one image of each label: (N, C, S, S) float32, in about -1 to 1, for labels (N,) int64.

    `gemm(step)` does the products of the blocks in that sampling step. Image i depends on its label, on
    `seed` and on i, not on N. `stop`, `clip` and `on_step` as in `ddim`. Raises `UserError` for a bad
    number of steps.
    """
    config = model.config
    generator = torch.Generator().manual_seed(seed)
    noise = draw_noise(len(label), config.in_channels, config.input_size, generator)

    def denoise(x: Tensor, timestep: Tensor, step: int) -> Tensor:
        return model.guided(x, timestep, label, guidance, gemm(step))[:, : config.in_channels]

    return ddim(denoise, noise, steps, stop=stop, clip=clip, on_step=on_step)
