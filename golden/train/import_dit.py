"""`python -m golden.train.import_dit`: take over the weights of an official DiT, such as DiT-XL/2.

Names, shapes and arithmetic of `golden.dit.DiT` are those of the official release, so that nothing is
renamed: every tensor is checked, made float32, and written beside a description that says which network it
is and how it is sampled. Nothing is downloaded, and no code in the file is executed.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import torch
import typer

from drift_hw.errors import UserError
from drift_hw.files import check_writable
from golden.checkpoint import CheckpointError, build_dit, hash_file, read_state, save_weights
from golden.dit import PRESETS, DiTConfig
from golden.train.ui import run, versions

DOWNSAMPLING = 8
"""Pixels per latent along a side, of the autoencoder that the official networks work behind."""

MODELS = tuple(name for name, config in PRESETS.items() if config.predicts == "noise")
"""Networks that may be imported, of `golden.dit.PRESETS`."""


def official(model: str = "DiT-XL/2", image_size: int = 256, classes: int = 1000) -> DiTConfig:
    """Return the architecture of an official network for images of `image_size` pixels a side.

    Raises `UserError` for an unknown name, and for sizes that it can not have.
    """
    if model not in MODELS:
        raise UserError(f"unknown --model {model!r}; allowed: {', '.join(MODELS)}")
    if image_size < DOWNSAMPLING or image_size % DOWNSAMPLING:
        raise UserError(
            f"--image-size must be a multiple of {DOWNSAMPLING} pixels, the side of what one latent covers, "
            f"not {image_size}"
        )
    return replace(PRESETS[model], input_size=image_size // DOWNSAMPLING, num_classes=classes)


def main(
    *,
    weights: Annotated[
        Path, typer.Option(help="Official state dict or training checkpoint, .pt or .safetensors.")
    ],
    out: Annotated[Path, typer.Option(help="File to write, .safetensors; its description goes beside it.")],
    model: Annotated[str, typer.Option(help="Which network it is.")] = "DiT-XL/2",
    image_size: Annotated[int, typer.Option(help="Side of its images, in pixels: 256 or 512.")] = 256,
    classes: Annotated[int, typer.Option(help="Classes it was trained on.", min=1)] = 1000,
) -> None:
    """Check every tensor and write them as safetensors with a description.

    Calibrate the result next: `python -m golden.train.calibrate --weights OUT`.
    """
    config = official(model, image_size, classes)
    if out.suffix != ".safetensors":
        raise UserError(f"--out must end in .safetensors, not {out.name}; name such a file")
    check_writable(out)
    network = build_dit(read_state(weights), config, str(weights))
    for name, tensor in network.state_dict().items():
        if not bool(torch.isfinite(tensor).all()):
            raise CheckpointError(f"{weights}: {name} is not finite everywhere; fetch the file again")
    description = {
        "architecture": config.to_dict(),
        "source": {"model": model, "image_size": image_size, "weights": f"sha256 {hash_file(weights)}"},
        "versions": versions(),
    }
    save_weights(out, network.state_dict(), description)
    typer.echo(f"wrote {out}: {model} for {image_size} x {image_size} pixels")


if __name__ == "__main__":
    run(main)
