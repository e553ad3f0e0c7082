"""`python -m golden.train.calibrate`: measure the activation ranges that int8 inference needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import torch
import typer

from drift_hw.files import check_writable
from golden.checkpoint import DIT_WEIGHTS, hash_file, load_dit
from golden.diffusion import GUIDANCE, STEPS
from golden.gpu import CPU, check_device
from golden.quantised import calibrate
from golden.train.ui import progress_bar, run


def main(
    *,
    weights: Annotated[Path, typer.Option(help="Checkpoint with its description.")] = DIT_WEIGHTS,
    out: Annotated[
        Path | None, typer.Option(help="Calibration file to write [default: FILE-scales.json beside it].")
    ] = None,
    images: Annotated[int, typer.Option(help="Images to sample.", min=1)] = 64,
    seed: Annotated[int, typer.Option(help="Seed of the noise.")] = 1,
    steps: Annotated[int, typer.Option(help="Sampling steps.")] = STEPS,
    guidance: Annotated[float, typer.Option(help="Classifier-free guidance.")] = GUIDANCE,
    threads: Annotated[int, typer.Option(help="CPU threads.")] = 1,
    device: Annotated[str, typer.Option(help="Where to run: cpu, or a GPU, cuda or cuda:N.")] = CPU,
) -> None:
    """Sample in float32, note the largest magnitude of each activation and write them as JSON."""
    out = weights.with_name(f"{weights.stem}-scales.json") if out is None else out
    check_writable(out)
    torch.set_num_threads(threads)
    model = load_dit(weights).to(check_device(device))
    with progress_bar("calibrating", steps) as report:
        found = calibrate(
            model,
            images=images,
            seed=seed,
            steps=steps,
            guidance=guidance,
            on_step=lambda step, _: report(step + 1),
        )
    source = {"weights": f"sha256 {hash_file(weights)}", **found.source}
    replace(found, source=source).save(out)
    typer.echo(f"wrote {out}")


if __name__ == "__main__":
    run(main)
