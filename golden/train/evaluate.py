"""`python -m golden.train.evaluate`: how many generated digits are read as the digit asked for."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import torch
import typer
from rich.console import Console
from rich.table import Table
from torch import Tensor

from drift_hw.errors import UserError
from drift_hw.files import check_writable, write_bytes, write_json
from golden.checkpoint import (
    CLASSIFIER_WEIGHTS,
    DIT_WEIGHTS,
    hash_file,
    load_classifier,
    load_dit,
    read_description,
)
from golden.classifier import classify
from golden.diffusion import GUIDANCE, STEPS, always_float, sample
from golden.dit import DiT, Gemm
from golden.quantised import SCALES, Calibration, QuantisedDiT
from golden.resilience.quality import is_judged, left_out
from golden.train.ui import progress_bar, run, versions


class Arithmetic(StrEnum):
    """The arithmetic of the blocks' GEMMs."""

    FLOAT32 = "float32"
    INT8 = "int8"
    INT8_DYNAMIC = "int8-dynamic"


def generate(
    model: DiT,
    count: int,
    *,
    seed: int,
    steps: int = STEPS,
    guidance: float = GUIDANCE,
    gemm: Callable[[int], Gemm] = always_float,
    batch: int = 100,
    progress: Callable[[int], None] | None = None,
) -> Tensor:
    """Return `count` images, image i of class i modulo the number of classes; batch n has seed `seed` + n.

    `progress` is called with the number of sampling steps done, of ceil(count / batch) * steps.
    """
    parts = []
    for number, labels in enumerate(torch.split((torch.arange(count) % model.config.num_classes), batch)):

        def on_step(step: int, clean: Tensor, number: int = number) -> None:
            if progress is not None:
                progress(number * steps + step + 1)

        parts.append(
            sample(
                model, labels, seed=seed + number, steps=steps, guidance=guidance, gemm=gemm, on_step=on_step
            )
        )
    return torch.cat(parts)


def image_grid(images: Tensor, columns: int) -> bytes:
    """Return a PNG file of images (N, 1, S, S) in -1 to 1, dark on light, row by row, fourfold."""
    from matplotlib import image

    count, _, side, _ = images.shape
    rows = -(-count // columns)
    cells = torch.full((rows * columns, side + 4, side + 4), -1.0)
    cells[:count, 2:-2, 2:-2] = images[:, 0]
    sheet = cells.reshape(rows, columns, side + 4, side + 4).transpose(1, 2).flatten(2).flatten(0, 1)
    pixels = ((1 - sheet.clamp(-1, 1)) * 127.5).round().to(torch.uint8)
    pixels = pixels.repeat_interleave(4, 0).repeat_interleave(4, 1)
    buffer = io.BytesIO()
    image.imsave(buffer, pixels.numpy(), cmap="gray", vmin=0, vmax=255, format="png")
    return buffer.getvalue()


def main(
    *,
    weights: Annotated[Path, typer.Option(help="DiT checkpoint with its description.")] = DIT_WEIGHTS,
    classifier: Annotated[Path, typer.Option(help="Classifier checkpoint.")] = CLASSIFIER_WEIGHTS,
    calibration: Annotated[Path, typer.Option(help="Calibration, for int8.")] = SCALES,
    arithmetic: Annotated[list[Arithmetic] | None, typer.Option(help="Repeatable; default float32.")] = None,
    samples: Annotated[int, typer.Option(help="Images to generate.", min=1)] = 1000,
    steps: Annotated[int, typer.Option(help="DDIM steps.")] = STEPS,
    guidance: Annotated[float, typer.Option(help="Classifier-free guidance.")] = GUIDANCE,
    seed: Annotated[int, typer.Option(help="Seed of the noise.")] = 0,
    threads: Annotated[int, typer.Option(help="CPU threads.")] = 1,
    grid: Annotated[Path | None, typer.Option(help="Write the first 60 images as a PNG.")] = None,
    record: Annotated[bool, typer.Option(help="Add the scores to the description of the weights.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print figures as JSON.")] = False,
) -> None:
    """Generate digits of the shipped DiT and let the classifier read them. 1,000 take 90 s in float32."""
    if grid is not None:
        check_writable(grid)
    torch.set_num_threads(threads)
    model, judge = load_dit(weights), load_classifier(classifier)
    if not is_judged(model.config):
        (reason, *_) = left_out(model.config).values()
        raise UserError(f"{weights} can not be evaluated: {reason}; `drift-hw study` measures such networks")
    labels = torch.arange(samples) % model.config.num_classes
    common = {
        "unit": "1",
        "better": "higher",
        "config": hash_file(weights)[:16],
        "seed": seed,
        "versions": versions(),
    }
    figures: list[dict[str, Any]] = []
    for kind in arithmetic or [Arithmetic.FLOAT32]:
        gemm: Callable[[int], Gemm] = always_float
        if kind is not Arithmetic.FLOAT32:
            dynamic = kind is Arithmetic.INT8_DYNAMIC
            gemm = QuantisedDiT(model, Calibration.load(calibration), dynamic=dynamic).gemm
        with progress_bar(f"sampling in {kind}", -(-samples // 100) * steps) as report:
            images = generate(
                model, samples, seed=seed, steps=steps, guidance=guidance, gemm=gemm, progress=report
            )
        share = (classify(judge, images) == labels).double().mean().item()
        figures.append({"name": f"class_accuracy.{kind}", "value": share, **common})
        if grid is not None:
            write_bytes(grid, image_grid(images[:60], 10))
            grid = None
    if record:
        description = read_description(weights)
        scores = {figure["name"]: figure["value"] for figure in figures}
        setting = {"samples": samples, "steps": steps, "guidance": guidance, "seed": seed}
        description["scores"] = description.get("scores", {}) | setting | scores
        write_json(weights.with_suffix(".json"), description)
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
        return
    table = Table("figure", "value", title=f"{samples} samples, {steps} steps, guidance {guidance}")
    for figure in figures:
        table.add_row(figure["name"], f"{figure['value']:.4f}")
    Console().print(table)


if __name__ == "__main__":
    run(main)
