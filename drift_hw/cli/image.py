"""`drift-hw image`: a whole image on the accelerator's Verilog, under each recovery policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drift_hw.cli.options import (
    ConfigOption,
    JsonOption,
    PresetOption,
    SeedOption,
    SetOption,
    chosen_config,
    print_json,
    print_table,
    progress,
)

if TYPE_CHECKING:
    from drift_hw.config import Config
    from drift_hw.imaging import Experiment, Picture

HELP = """
Sample an image with all matrix products of the transformer on the Verilog, while flops capture late.

The same image, from the same noise, is made under each recovery policy. Verilog and golden model run side
by side; all of memory is compared after every submission, all registers after every step. A difference
ends the command with exit code 1, and nothing is written.
Leading timesteps run at the safe operating point, where nothing is late.
"""
EPILOG = """
**Examples**

`drift-hw image --preset demo --steps 8 --interval 3` takes two minutes

`drift-hw image --preset drift --policy none --policy correct+rollback --rate 2e-5`

`drift-hw image --policy clean --label 3 --out build/three` only shows that the hardware makes images
"""


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for images.png and image.json.")] = Path(
        "build/image"
    ),
    policy: Annotated[
        list[str] | None,
        typer.Option(
            help="clean (no faults), none, zero, rollback, recompute, correct, correct+rollback and so on. "
            "Repeatable [default: these seven]."
        ),
    ] = None,
    label: Annotated[int, typer.Option(help="Digit to draw, 0 to 9.")] = 7,
    steps: Annotated[int, typer.Option(help="Steps of the sampler, 1 to 1000.")] = 50,
    rate: Annotated[
        float, typer.Option(help="Probability of late capture per accumulator bit and cycle.")
    ] = 5e-5,
    interval: Annotated[int, typer.Option(help="Timesteps between checkpoints.")] = 10,
    sensitive: Annotated[int, typer.Option(help="Leading timesteps at the safe point.")] = 2,
    threshold: Annotated[int, typer.Option(help="Deltas of at least 2**threshold are flagged.")] = 10,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Sample, write the images and the result, print a line for each policy."""
    from drift_hw.files import check_writable_folder, write_bytes, write_json
    from drift_hw.imaging import POLICIES, Experiment

    chosen = chosen_config(preset, config, changes)
    experiment = Experiment(label, steps, seed, rate, interval, sensitive, threshold)
    check_writable_folder(out)
    made = sample(chosen, experiment, tuple(policy or POLICIES))
    found = result(chosen, experiment, made)
    write_bytes(out / "images.png", sheet(made))
    write_json(out / "image.json", found)
    if as_json:
        print_json(found)
    else:
        columns, rows = table(found)
        print_table(f"{steps} steps on {chosen.array.rows} x {chosen.array.columns}, in {out}", columns, rows)


def sample(config: Config, experiment: Experiment, policies: tuple[str, ...]) -> list[Picture]:
    """Return an image for each policy, with a progress bar; a difference ends the command with code 1."""
    from drift_hw.imaging import pictures
    from golden.twin import MismatchError

    try:
        with progress("Sampling on the Verilog") as show:
            return list(pictures(config, experiment, policies, show))
    except MismatchError as error:
        typer.echo(f"drift-hw: Verilog and golden model differ: {error}", err=True)
        raise typer.Exit(1) from error


def sheet(made: list[Picture]) -> bytes:
    """Return a PNG of the images side by side, in their order."""
    import torch

    from golden.train.evaluate import image_grid

    return image_grid(torch.cat([picture.pixels for picture in made]), len(made))


def result(config: Config, experiment: Experiment, made: list[Picture]) -> dict[str, Any]:
    """Return what was found: `{experiment, policies: [{policy, psnr_db, digit, cycles, ...}], ...}`."""
    from dataclasses import asdict

    from drift_hw.provenance import provenance

    return {
        "experiment": asdict(experiment),
        "policies": [picture.result() for picture in made],
        **provenance(config.replace(faults__ports=True), experiment.seed),
    }


def table(found: dict[str, Any]) -> tuple[list[str], list[list[object]]]:
    """Return columns and rows, a row for each policy."""
    columns = ["policy", "dB", "read", "masked", "corrected", "rolled back", "again", "cycles"]
    rows: list[list[object]] = [
        [
            one["policy"],
            "equal" if one["psnr_db"] is None else f"{one['psnr_db']:.1f}",
            one["digit"],
            one["counters"]["masked_elements"],
            one["counters"]["corrected_elements"],
            one["counters"]["rolled_back_elements"],
            one["counters"]["recomputed_tiles"],
            one["cycles"],
        ]
        for one in found["policies"]
    ]
    return columns, rows
