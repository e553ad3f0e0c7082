"""`drift-hw image`: a whole image on the accelerator's Verilog, under each recovery policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

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
    from golden.on_device import FaultPolicy

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

`drift-hw image --table build/sky130/table.npz --voltage 1.6 --period-ps 9100` captures late as those PEs do

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
        float | None,
        typer.Option(help="Probability of late capture per accumulator bit and cycle [default: 5e-5]."),
    ] = None,
    timing: Annotated[
        Path | None,
        typer.Option("--table", help="Late captures from a table of `drift-hw characterize`, at no rate."),
    ] = None,
    voltage: Annotated[float | None, typer.Option(help="Supply with --table, V.")] = None,
    period_ps: Annotated[float | None, typer.Option(help="Clock period with --table, ps.")] = None,
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
    point = check_point(rate, timing, voltage, period_ps)
    default = Experiment.rate if point is None else None
    experiment = Experiment(
        label, steps, seed, default if rate is None else rate, interval, sensitive, threshold
    )
    check_writable_folder(out)
    faults = None if point is None else table_faults(chosen, point, seed)
    made = sample(chosen, experiment, tuple(policy or POLICIES), faults)
    found = result(chosen, experiment, made, point)
    write_bytes(out / "images.png", sheet(made))
    write_json(out / "image.json", found)
    if as_json:
        print_json(found)
    else:
        columns, rows = table(found)
        print_table(f"{steps} steps on {chosen.array.rows} x {chosen.array.columns}, in {out}", columns, rows)


class Point(NamedTuple):
    """An operating point of a timing table."""

    table: Path
    voltage: float
    period_ps: float


def check_point(
    rate: float | None, table: Path | None, voltage: float | None, period_ps: float | None
) -> Point | None:
    """Return the operating point that the options name, None for late captures at a rate.

    Raises `UserError` for half of one, and for one beside a rate.
    """
    from drift_hw.errors import UserError

    if table is None:
        if voltage is not None or period_ps is not None:
            raise UserError("--voltage and --period-ps are those of a timing table; give --table too")
        return None
    if rate is not None:
        raise UserError("--table and --rate both say how many captures are late; give one of them")
    if voltage is None or period_ps is None:
        raise UserError("--table needs the operating point; give --voltage and --period-ps")
    return Point(table, voltage, period_ps)


def table_faults(config: Config, point: Point, seed: int) -> FaultPolicy:
    """Return late captures of all flops at the mean rates of a timing table.

    Raises `TableError` for a file that is no table, one of other PEs, and a point outside of it.
    """
    from drift_hw.faults.table import TimingTable
    from golden.timing.policy import TableFaults

    table = TimingTable.load(point.table, config)
    return TableFaults(config.replace(faults__ports=True), table, point.voltage, point.period_ps, seed=seed)


def sample(
    config: Config, experiment: Experiment, policies: tuple[str, ...], faults: FaultPolicy | None = None
) -> list[Picture]:
    """Return an image for each policy, with a progress bar; a difference ends the command with code 1."""
    from drift_hw.imaging import pictures
    from golden.twin import MismatchError

    try:
        with progress("Sampling on the Verilog") as show:
            return list(pictures(config, experiment, policies, show, faults=faults))
    except MismatchError as error:
        typer.echo(f"drift-hw: Verilog and golden model differ: {error}", err=True)
        raise typer.Exit(1) from error


def sheet(made: list[Picture]) -> bytes:
    """Return a PNG of the images side by side, in their order."""
    import torch

    from golden.train.evaluate import image_grid

    return image_grid(torch.cat([picture.pixels for picture in made]), len(made))


def result(
    config: Config, experiment: Experiment, made: list[Picture], point: Point | None = None
) -> dict[str, Any]:
    """Return what was found: `{experiment, policies: [{policy, psnr_db, digit, cycles, ...}], ...}`.

    With late captures from a timing table `timing` says which: `{table, voltage, period_ps}`.
    """
    from dataclasses import asdict

    from drift_hw.provenance import provenance

    return {
        "experiment": asdict(experiment),
        **({} if point is None else {"timing": point._asdict() | {"table": point.table.name}}),
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
