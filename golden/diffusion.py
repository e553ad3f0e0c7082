"""The diffusion processes, and deterministic DDIM sampling from either.

A noisy image is x_t = alpha_t * x_0 + sigma_t * noise with alpha_t^2 + sigma_t^2 = 1. What alpha is, and what
the network says of x_t, is one of `PROCESSES`:

| process | schedule | prediction | timesteps visited |
|---|---|---|---|
| `velocity` | cosine | v = alpha_t * noise - sigma_t * x_0 | from 999 down, not as far as 0 |
| `noise` | beta rises linearly, as for the official DiT weights | the noise | from 999 down to 0 |

Cosine schedule: Nichol and Dhariwal, arXiv 2102.09672; velocity: Salimans and Ho, arXiv 2202.00512; linear
schedule: Ho et al., arXiv 2006.11239; sampler: Song et al., arXiv 2010.02502, with eta = 0. The official DiT
release draws its images with the stochastic sampler instead, which also needs the variance that its networks
predict; here that half of the prediction is not used.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
"""Predicts what the process says, (N, C, S, S), from noisy images (N, C, S, S), timesteps (N,) int64 and the
sampling step from 0."""


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


def linear_signal_rate() -> Tensor:
    """Return alpha_t of the schedule whose beta rises linearly from 1e-4 to 0.02, float64 (1000,)."""
    beta = torch.linspace(1e-4, 0.02, TIMESTEPS, dtype=torch.float64)
    return (1.0 - beta).cumprod(0).sqrt()


@dataclass(frozen=True)
class Process:
    """What a network was trained to undo. The module's table says what there is."""

    signal: Callable[[], Tensor]
    """Returns alpha_t, float64 (1000,)."""
    clean: Callable[[Tensor, Tensor, float, float], Tensor]
    """Returns the clean image from x_t, the prediction for it, alpha_t and sigma_t."""
    ends_at_0: bool
    """Timesteps visited are spaced so that the last of them is 0."""
    clip: float | None
    """Bound of the estimate of the clean image; None: latents have none."""


VELOCITY = Process(signal_rate, lambda x, v, alpha, sigma: alpha * x - sigma * v, ends_at_0=False, clip=1.0)
NOISE = Process(
    linear_signal_rate, lambda x, noise, alpha, sigma: (x - sigma * noise) / alpha, ends_at_0=True, clip=None
)
PROCESSES: Mapping[str, Process] = {"velocity": VELOCITY, "noise": NOISE}
"""By what the network predicts: `DiTConfig.predicts`."""


def sampling_timesteps(steps: int, process: Process = VELOCITY) -> list[int]:
    """Return the `steps` timesteps that DDIM visits, from 999 down, evenly spaced.

    Raises `UserError` unless 1 <= steps <= 1000.
    """
    if not 1 <= steps <= TIMESTEPS:
        raise UserError(f"sampling steps must be from 1 to {TIMESTEPS}, not {steps}")
    if process.ends_at_0 and steps > 1:
        stride = (TIMESTEPS - 1) / (steps - 1)
        return [round(step * stride) for step in reversed(range(steps))]
    return [round(TIMESTEPS * (steps - step) / steps) - 1 for step in range(steps)]


def ddim(
    denoise: Denoiser,
    noise: Tensor,
    steps: int = STEPS,
    *,
    process: Process = VELOCITY,
    stop: int | None = None,
    on_step: Callable[[int, Tensor], None] | None = None,
) -> Tensor:
    """Turn `noise` (N, C, S, S) into images of the same shape, on its device. Draws nothing at random.

    Images are in about -1 to 1 where the process clips, latents are not bounded. `stop` ends after that many
    of the `steps` and returns the estimate of the clean image so far. `on_step` is called after every step
    with its index and that estimate. Raises `UserError` for a bad number of steps.
    """
    visited = sampling_timesteps(steps, process)
    alphas = process.signal()
    sigmas = (1.0 - alphas**2).sqrt()
    x = noise
    clean = noise
    with torch.no_grad():
        for step, timestep in enumerate(visited[:stop]):
            alpha, sigma = float(alphas[timestep]), float(sigmas[timestep])
            predicted = denoise(x, torch.full((len(x),), timestep, device=x.device), step)
            clean = process.clean(x, predicted, alpha, sigma)
            if process.clip is not None:
                clean = clean.clamp(-process.clip, process.clip)
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
    process: Process | None = None,
    stop: int | None = None,
    on_step: Callable[[int, Tensor], None] | None = None,
) -> Tensor:
    """Generate one image of each label: (N, C, S, S) float32 on the model's device, for labels (N,) int64.

    `gemm(step)` does the products of the blocks in that sampling step. Image i depends on its label, on
    `seed` and on i, not on N; noise is drawn on the CPU, so that it is the same on every device. `process` is
    the network's own when none is given. `stop` and `on_step` as in `ddim`. Raises `UserError` for a bad
    number of steps.
    """
    config = model.config
    generator = torch.Generator().manual_seed(seed)
    noise = draw_noise(len(label), config.in_channels, config.input_size, generator).to(model.device)
    label = label.to(model.device)

    def denoise(x: Tensor, timestep: Tensor, step: int) -> Tensor:
        return model.guided(x, timestep, label, guidance, gemm(step))[:, : config.in_channels]

    return ddim(
        denoise, noise, steps, process=process or PROCESSES[config.predicts], stop=stop, on_step=on_step
    )
