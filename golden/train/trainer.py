"""Training a DiT on images: v-prediction, Muon on the blocks' matrices, a moving average of the weights.

Every random draw of step n comes from a generator seeded with (seed, n). So a run that was stopped and
resumed from its checkpoint takes exactly the path of one that was not, and the checkpoint needs to hold
no generator state.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from drift_hw.errors import UserError
from drift_hw.files import write_bytes
from golden.diffusion import TIMESTEPS, add_noise
from golden.dit import DiT, DiTConfig

Progress = Callable[[int, float], None]
"""Called after each step with the number of steps done and the running mean of the loss."""


@dataclass(frozen=True)
class TrainConfig:
    """How to train. Raises `UserError` for values out of range."""

    steps: int = 12_000
    """Optimiser steps, at least 1. May be changed on resume."""
    batch: int = 64
    """Images per step."""
    learning_rate: float = 2e-3
    """Peak learning rate of both optimisers."""
    warmup: int = 200
    """Steps of linear rise to the peak."""
    decay: float = 0.3
    """Share of the steps, at the end, in which the rate falls linearly to zero."""
    ema: float = 0.999
    """Decay per step of the moving average whose weights are used."""
    class_dropout: float = 0.1
    """Probability of training with the null class, for classifier-free guidance."""
    seed: int = 0
    """Seed of weights, batches, noise and timesteps."""
    bfloat16: bool = True
    """Forward and backward in bfloat16 where PyTorch's autocast deems it safe; weights stay float32."""

    def __post_init__(self) -> None:
        for name in ("steps", "batch"):
            if getattr(self, name) < 1:
                raise UserError(f"{name} must be at least 1, not {getattr(self, name)}")
        for name in ("decay", "ema", "class_dropout"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise UserError(f"{name} must be from 0 to 1, not {getattr(self, name)}")
        if self.learning_rate <= 0:
            raise UserError(f"learning_rate must be positive, not {self.learning_rate}")

    def rate(self, step: int) -> float:
        """Return the learning rate of step `step`, counted from 0."""
        rise = min(1.0, (step + 1) / max(1, self.warmup))
        fall = min(1.0, (self.steps - step) / max(1.0, self.decay * self.steps))
        return self.learning_rate * min(rise, fall)


def optimisers(model: DiT) -> tuple[torch.optim.Optimizer, torch.optim.Optimizer]:
    """Return (Muon over the matrices of the blocks, AdamW over everything else that is trained)."""
    matrices = [p for p in model.blocks.parameters() if p.dim() == 2]
    chosen = {id(p) for p in matrices}
    others = [p for p in model.parameters() if p.requires_grad and id(p) not in chosen]
    return (
        torch.optim.Muon(matrices, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, weight_decay=0.0, betas=(0.9, 0.99)),
    )


class Trainer:
    """The state of one training run: model, moving average, optimisers and the number of steps done.

    `images` (N, C, S, S) float32 in -1 to 1 and `labels` (N,) int64 are the data.
    """

    def __init__(self, architecture: DiTConfig, config: TrainConfig, images: Tensor, labels: Tensor) -> None:
        self.config = config
        self.images, self.labels = images, labels
        self.model = DiT(architecture)
        self.model.initialise(torch.Generator().manual_seed(config.seed))
        self.average = {name: p.detach().clone() for name, p in self.model.state_dict().items()}
        self.muon, self.adamw = optimisers(self.model)
        self.step = 0
        self.loss = float("nan")

    def train_step(self) -> None:
        """Do one optimiser step."""
        config = self.config
        generator = torch.Generator().manual_seed(config.seed * 2**32 + self.step)
        chosen = torch.randint(len(self.images), (config.batch,), generator=generator)
        image, label = self.images[chosen], self.labels[chosen]
        timestep = torch.randint(TIMESTEPS, (config.batch,), generator=generator)
        noise = torch.randn(image.shape, generator=generator)
        dropped = torch.rand(config.batch, generator=generator) < config.class_dropout
        label = label.masked_fill(dropped, self.model.config.num_classes)
        noisy, target = add_noise(image, noise, timestep)
        with torch.autocast("cpu", torch.bfloat16, enabled=config.bfloat16):
            predicted = self.model(noisy, timestep, label)
        loss = nn.functional.mse_loss(predicted.float(), target)
        rate = config.rate(self.step)
        for optimiser in (self.muon, self.adamw):
            optimiser.zero_grad()
            for group in optimiser.param_groups:
                group["lr"] = rate
        loss.backward()  # type: ignore[no-untyped-call]
        self.muon.step()
        self.adamw.step()
        # A short average at first, or the random start would linger in it.
        weight = 1 - min(config.ema, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.values()), list(self.model.state_dict().values()), weight)
        self.step += 1
        value = loss.item()
        self.loss = value if self.loss != self.loss else 0.98 * self.loss + 0.02 * value

    def run(self, save: Path | None = None, every: int = 500, progress: Progress | None = None) -> None:
        """Train up to `config.steps`, saving to `save` after every `every` steps and at the end."""
        while self.step < self.config.steps:
            self.train_step()
            if progress is not None:
                progress(self.step, self.loss)
            if save is not None and (self.step % every == 0 or self.step == self.config.steps):
                self.save(save)

    def save(self, path: Path) -> None:
        """Write a checkpoint, atomically: `model`, `ema`, `opt`, `args` as official ones, and `step`."""
        buffer = io.BytesIO()
        content: dict[str, Any] = {
            "model": self.model.state_dict(),
            "ema": self.average,
            "opt": {"muon": self.muon.state_dict(), "adamw": self.adamw.state_dict()},
            "args": {"architecture": self.model.config.to_dict(), "training": asdict(self.config)},
            "step": self.step,
            "loss": self.loss,
        }
        torch.save(content, buffer)
        write_bytes(path, buffer.getvalue())

    def resume(self, path: Path) -> None:
        """Continue from a checkpoint of `save`.

        Raises `UserError` when it can not be read or is of a run with other settings (steps may differ).
        """
        try:
            content = torch.load(path, map_location="cpu", weights_only=True)
            saved, step = content["args"], content["step"]
        except Exception as error:
            raise UserError(f"{path} is no checkpoint of this trainer; remove it to start anew") from error
        mine = {"architecture": self.model.config.to_dict(), "training": asdict(self.config)}
        for part, settings in mine.items():
            for name, value in settings.items():
                if name != "steps" and saved[part].get(name) != value:
                    raise UserError(
                        f"{path} was trained with {name} = {saved[part].get(name)}, not {value}; "
                        "use the same settings or another --out"
                    )
        self.model.load_state_dict(content["model"])
        self.average = content["ema"]
        self.muon.load_state_dict(content["opt"]["muon"])
        self.adamw.load_state_dict(content["opt"]["adamw"])
        self.step, self.loss = step, content["loss"]
