"""The diffusion process: schedule, v-prediction, and DDIM against a denoiser that knows the answer."""

import itertools
import math
from dataclasses import replace

import pytest
import torch

from drift_hw.errors import UserError
from golden.diffusion import (
    NOISE,
    TIMESTEPS,
    VELOCITY,
    add_noise,
    ddim,
    draw_noise,
    linear_signal_rate,
    noise_rate,
    sample,
    sampling_timesteps,
    signal_rate,
)
from golden.dit import DiT, DiTConfig, float_gemm

torch.set_num_threads(1)

TINY = DiTConfig(
    input_size=4, patch_size=2, in_channels=1, hidden_size=8, depth=1, num_heads=2, num_classes=3
)


UNBOUNDED = replace(VELOCITY, clip=None)


@pytest.fixture(scope="module")
def model() -> DiT:
    model = DiT(TINY)
    generator = torch.Generator().manual_seed(0)
    for name, parameter in model.named_parameters():
        if name != "pos_embed":
            torch.nn.init.normal_(parameter, std=0.3, generator=generator)
    return model.eval()


def knowing(clean: torch.Tensor, visited: list[int] | None = None):
    """A denoiser that predicts the v which leads to `clean`, and notes the timesteps it is asked for."""

    def denoise(x, timestep, step):
        if visited is not None:
            visited.append(int(timestep[0]))
        alpha = signal_rate()[timestep].reshape(-1, 1, 1, 1)
        sigma = noise_rate()[timestep].reshape(-1, 1, 1, 1)
        noise = (x - alpha * clean) / sigma
        return alpha * noise - sigma * clean

    return denoise


def test_rates_are_those_of_the_cosine_schedule():
    alpha, sigma = signal_rate(), noise_rate()
    assert alpha.shape == (TIMESTEPS,)
    torch.testing.assert_close(alpha**2 + sigma**2, torch.ones(TIMESTEPS, dtype=torch.float64))
    assert (alpha.diff() < 0).all()
    assert alpha[0] > 0.999
    assert alpha[-1] < 1e-6
    half = math.cos(0.508 / 1.008 * math.pi / 2) / math.cos(0.008 / 1.008 * math.pi / 2)
    assert alpha[499].item() == pytest.approx(half)


def test_noise_and_image_come_back_from_x_and_v():
    generator = torch.Generator().manual_seed(0)
    image, noise = torch.randn(2, 5, 1, 4, 4, generator=generator, dtype=torch.float64)
    timestep = torch.tensor([0, 1, 500, 998, 999])
    x, v = add_noise(image, noise, timestep)
    alpha, sigma = (rate[timestep].reshape(-1, 1, 1, 1) for rate in (signal_rate(), noise_rate()))
    torch.testing.assert_close(alpha * x - sigma * v, image)
    torch.testing.assert_close(sigma * x + alpha * v, noise)
    assert (x[0] - image[0]).abs().max() < 0.1  # timestep 0 is nearly clean
    torch.testing.assert_close(x[4], noise[4], rtol=0, atol=1e-4)  # the last one is noise alone


def test_visited_timesteps():
    assert sampling_timesteps(50) == list(range(999, 0, -20))
    assert sampling_timesteps(1) == [999]
    assert sampling_timesteps(1000) == list(range(999, -1, -1))
    assert sampling_timesteps(3) == [999, 666, 332]


@pytest.mark.parametrize("steps", [0, -1, 1001])
def test_impossible_step_counts_are_refused(steps):
    with pytest.raises(UserError, match=f"sampling steps must be from 1 to 1000, not {steps}"):
        sampling_timesteps(steps)


@pytest.mark.parametrize("steps", [1, 2, 7, 50])
def test_ddim_finds_the_image_that_the_denoiser_knows(steps):
    generator = torch.Generator().manual_seed(0)
    clean = torch.rand(2, 1, 4, 4, generator=generator, dtype=torch.float64) * 2 - 1
    noise = torch.randn(2, 1, 4, 4, generator=generator, dtype=torch.float64)
    visited: list[int] = []
    torch.testing.assert_close(ddim(knowing(clean, visited), noise, steps), clean)
    assert visited == sampling_timesteps(steps)


def test_ddim_follows_the_path_of_the_forward_process():
    """Between steps x is alpha * clean + sigma * noise with the very noise that it started from."""
    generator = torch.Generator().manual_seed(0)
    clean = torch.rand(1, 1, 4, 4, generator=generator, dtype=torch.float64) * 2 - 1
    noise = torch.randn(1, 1, 4, 4, generator=generator, dtype=torch.float64)
    start, _ = add_noise(clean, noise, torch.tensor([999]))
    known = knowing(clean)

    def denoise(x, timestep, step):
        expected, _ = add_noise(clean, noise, timestep)
        torch.testing.assert_close(x, expected)
        return known(x, timestep, step)

    ddim(denoise, start, 9)


def test_clipping_bounds_the_estimate_only_when_asked_for():
    clean = torch.full((1, 1, 4, 4), 3.0, dtype=torch.float64)
    noise = torch.ones_like(clean)
    assert ddim(knowing(clean), noise, 4).max() == 1.0
    torch.testing.assert_close(ddim(knowing(clean), noise, 4, process=UNBOUNDED), clean)


def test_a_clipped_estimate_keeps_x_on_its_path():
    """The next x is made of the clipped image and the noise that explains this x with it."""
    known = knowing(torch.full((1, 1, 4, 4), 3.0, dtype=torch.float64))
    seen = []

    def denoise(x, timestep, step):
        seen.append((x, signal_rate()[timestep[0]], noise_rate()[timestep[0]]))
        return known(x, timestep, step)

    ddim(denoise, torch.ones(1, 1, 4, 4, dtype=torch.float64), 6)
    for (x, alpha, sigma), (following, next_alpha, next_sigma) in itertools.pairwise(seen):
        torch.testing.assert_close(following, next_alpha + next_sigma * (x - alpha) / sigma)


def test_stop_runs_no_step_too_many():
    visited: list[int] = []
    steps: list[int] = []
    clean = torch.zeros(1, 1, 4, 4, dtype=torch.float64)
    result = ddim(
        knowing(clean, visited), clean + 1, 50, stop=3, on_step=lambda step, estimate: steps.append(step)
    )
    assert visited == [999, 979, 959]
    assert steps == [0, 1, 2]
    torch.testing.assert_close(result, clean)


def test_noise_of_an_image_does_not_depend_on_how_many_there_are():
    few, many = (draw_noise(n, 1, 4, torch.Generator().manual_seed(5)) for n in (2, 6))
    assert torch.equal(few, many[:2])
    assert not torch.equal(many[0], many[1])
    assert abs(draw_noise(100, 1, 8, torch.Generator().manual_seed(0)).std().item() - 1) < 0.05


def test_sampling_is_decided_by_its_seed(model):
    label = torch.tensor([0, 1, 2])
    first, again, other = (sample(model, label, seed=seed, steps=4) for seed in (0, 0, 1))
    assert first.shape == (3, 1, 4, 4)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    alone = sample(model, label[:1], seed=0, steps=4)
    torch.testing.assert_close(alone, first[:1], rtol=1e-4, atol=1e-4)


def test_label_guidance_and_gemm_reach_the_network(model):
    reference = sample(model, torch.tensor([0]), seed=0, steps=4, process=UNBOUNDED)
    assert not torch.equal(sample(model, torch.tensor([1]), seed=0, steps=4, process=UNBOUNDED), reference)
    assert not torch.equal(
        sample(model, torch.tensor([0]), seed=0, steps=4, guidance=3.0, process=UNBOUNDED), reference
    )
    asked = []

    def gemm(step):
        asked.append(step)
        return lambda layer, a, b, bias: 2 * float_gemm(layer, a, b, bias)

    assert not torch.equal(
        sample(model, torch.tensor([0]), seed=0, steps=4, gemm=gemm, process=UNBOUNDED), reference
    )
    assert asked == [0, 1, 2, 3]


# -- networks that predict noise, as the official weights do ---------------------------------------------


def test_the_linear_schedule():
    """Its ends, and the product that it is, from the description of the official release."""
    squared = linear_signal_rate() ** 2
    assert squared[0] == pytest.approx(1 - 1e-4)
    assert squared[-1] == pytest.approx(4.0358e-5, rel=1e-4)
    product = 1.0
    for timestep in range(500):
        product *= 1 - (1e-4 + (0.02 - 1e-4) * timestep / 999)
    assert squared[499] == pytest.approx(product)


def test_timesteps_of_the_linear_schedule_have_both_ends():
    assert sampling_timesteps(4, NOISE) == [999, 666, 333, 0]
    assert sampling_timesteps(3, NOISE) == [999, 500, 0]
    assert sampling_timesteps(1, NOISE) == [999]
    assert sampling_timesteps(1000, NOISE) == list(range(999, -1, -1))
    fifty = sampling_timesteps(50, NOISE)
    assert (len(set(fifty)), fifty[0], fifty[-1]) == (50, 999, 0)


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_noise_that_is_known_leads_to_the_image(steps):
    clean = torch.randn(2, 4, 4, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64) * 3
    start = torch.randn(2, 4, 4, 4, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    alphas = linear_signal_rate()

    def denoise(x, timestep, step):
        alpha = alphas[timestep].reshape(-1, 1, 1, 1)
        return (x - alpha * clean) / (1 - alpha**2).sqrt()

    torch.testing.assert_close(ddim(denoise, start, steps, process=NOISE), clean)


def test_steps_are_those_of_the_sampler_as_published():
    """DDIM as Song et al. write it: alpha-bar of the schedule, the noise as predicted, eta = 0."""
    start = torch.randn(1, 4, 4, 4, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    bar = (1 - torch.linspace(1e-4, 0.02, 1000, dtype=torch.float64)).cumprod(0)
    x = start
    for timestep, following in ((999, 500), (500, 0), (0, None)):
        noise = 0.3 * x + timestep / 1000
        clean = (x - (1 - bar[timestep]).sqrt() * noise) / bar[timestep].sqrt()
        after = torch.tensor(1.0, dtype=torch.float64) if following is None else bar[following]
        x = after.sqrt() * clean + (1 - after).sqrt() * noise
    found = ddim(lambda x, timestep, step: 0.3 * x + int(timestep[0]) / 1000, start, 3, process=NOISE)
    torch.testing.assert_close(found, x)


def test_a_network_is_sampled_by_what_it_predicts(model):
    label = torch.tensor([0])
    other = DiT(replace(TINY, predicts="noise")).eval()
    other.load_state_dict(model.state_dict())
    as_noise = sample(other, label, seed=0, steps=3)
    assert torch.equal(as_noise, sample(model, label, seed=0, steps=3, process=NOISE))
    assert not torch.equal(as_noise, sample(model, label, seed=0, steps=3))


def test_only_the_first_half_of_the_channels_is_sampled_from():
    """Channels of variance are of no use to DDIM."""
    config = replace(TINY, in_channels=4, predicts="noise")
    network, changed = (DiT(config).eval() for _ in range(2))
    for name, parameter in network.named_parameters():
        if name != "pos_embed":
            torch.nn.init.normal_(parameter, std=0.3, generator=torch.Generator().manual_seed(len(name)))
    changed.load_state_dict(network.state_dict())
    with torch.no_grad():  # features are (patch row, patch column, channel), channels last
        changed.final_layer.linear.bias.view(2, 2, 8)[..., 4:] += 1
    label = torch.tensor([1])
    assert torch.equal(*(sample(each, label, seed=0, steps=3) for each in (network, changed)))
    with torch.no_grad():
        changed.final_layer.linear.bias.view(2, 2, 8)[..., 3] += 1
    assert not torch.equal(*(sample(each, label, seed=0, steps=3) for each in (network, changed)))
