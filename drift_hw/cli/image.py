"""`drift-hw image`: a whole image on the accelerator's Verilog, under each recovery policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from drift_hw.cli.options import (
    ConfigOption,
    JsonOption,
    OutOption,
    PeriodOption,
    PresetOption,
    Progress,
    SeedOption,
    SetOption,
    TableOption,
    VoltageOption,
    chosen_config,
    print_json,
    print_table,
    progress,
)
from drift_hw.policy import OperatingPolicy

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

With `--policy-file`, a policy of `drift-hw explore` goes into the registers instead, and faults are those of
each of its operating points, by the timing table that it was made for.
"""
EPILOG = """
**Examples**

`drift-hw image --preset demo --steps 8 --interval 3` takes two minutes

`drift-hw image --preset drift --policy none --policy correct+rollback --rate 2e-5`

`drift-hw image --table build/sky130/table.npz --voltage 1.6 --period-ps 9100` captures late as those PEs do

`drift-hw image --policy-file build/explore/policy.json --table build/explore/table.npz --steps 6`

`drift-hw image --policy clean --label 3 --out build/three` only shows that the hardware makes images
"""


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    out: OutOption = Path("build/image"),
    policy: Annotated[
        list[str] | None,
        typer.Option(
            help="clean (no faults), none, zero, rollback, recompute, correct, correct+rollback and so on. "
            "Repeatable [default: these seven]."
        ),
    ] = None,
    label: Annotated[int, typer.Option(help="Digit to draw, 0 to 9.")] = 7,
    steps: Annotated[
        int | None, typer.Option(help="Steps of the sampler, 1 to 1000 [default: 50, or the policy file's].")
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(help="Probability of late capture per accumulator bit and cycle [default: 5e-5]."),
    ] = None,
    timing: TableOption = None,
    voltage: VoltageOption = None,
    period_ps: PeriodOption = None,
    interval: Annotated[
        int | None, typer.Option(help="Timesteps between checkpoints; 0: none [default: 10].")
    ] = None,
    sensitive: Annotated[
        int | None, typer.Option(help="Leading timesteps at the safe point [default: 2].")
    ] = None,
    threshold: Annotated[
        int | None, typer.Option(help="Deltas of at least 2**threshold are flagged [default: 10].")
    ] = None,
    policy_file: Annotated[
        Path | None,
        typer.Option(help="Operating policy of `drift-hw explore`; with the --table that it was made for."),
    ] = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Sample, write the images and the result, print a line for each policy."""
    from drift_hw.files import check_writable_folder, write_bytes, write_json
    from drift_hw.imaging import POLICIES, Experiment, policy_experiment

    chosen = chosen_config(preset, config, changes)
    late: dict[str, Any] | None
    numbers: dict[str, Any] = {
        "rate": rate,
        "interval": interval,
        "sensitive": sensitive,
        "threshold": threshold,
    }
    if policy_file is not None:
        refuse_beside_policy(policy=policy, voltage=voltage, period_ps=period_ps, **numbers)
        operating = chosen_policy(chosen, policy_file, steps)
        experiment = policy_experiment(operating, label=label, seed=seed)
        check_writable_folder(out)
        made = sample_policy(chosen, experiment, operating, policy_faults(chosen, operating, timing, seed))
        late = {
            "table": None if timing is None else timing.name,
            "policy_file": policy_file.name,
            "points": [asdict(each) for each in operating.points],
        }
    else:
        point = check_point(rate, timing, voltage, period_ps)
        if rate is None and point is None:
            numbers["rate"] = Experiment.rate
        given = {name: value for name, value in numbers.items() if name == "rate" or value is not None}
        experiment = Experiment(label, Experiment.steps if steps is None else steps, seed, **given)
        check_writable_folder(out)
        faults = None if point is None else table_faults(chosen, point, seed)
        made = sample(chosen, experiment, tuple(policy or POLICIES), faults)
        late = None if point is None else point._asdict() | {"table": point.table.name}
    found = result(chosen, experiment, made, late)
    write_bytes(out / "images.png", sheet(made))
    write_json(out / "image.json", found)
    if as_json:
        print_json(found)
    else:
        columns, rows = table(found)
        print_table(
            f"{experiment.steps} steps on {chosen.array.rows} x {chosen.array.columns}, in {out}",
            columns,
            rows,
        )


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


def refuse_beside_policy(**options: object) -> None:
    """Raise `UserError` for options that a policy file decides."""
    from drift_hw.errors import UserError

    for name, value in options.items():
        if value is not None:
            raise UserError(
                f"--policy-file says what --{name.replace('_', '-')} would; leave it out, or change the file"
            )


def chosen_policy(config: Config, path: Path, steps: int | None) -> OperatingPolicy:
    """Return the policy of a file, for as many steps if some are asked for. Raises `PolicyError`."""
    from golden.checkpoint import DIT_WEIGHTS, load_dit

    policy = OperatingPolicy.load(path)
    policy.check(config, load_dit(DIT_WEIGHTS).config.depth)
    return policy if steps is None else replace(policy, timesteps=steps)


def policy_faults(
    config: Config, policy: OperatingPolicy, path: Path | None, seed: int
) -> FaultPolicy | None:
    """Return late captures at the points of a policy, on the die that it was made for; None without a table.

    Raises `TableError` for a file that is no table, one of other PEs, and one that lacks a point.
    """
    from drift_hw.faults.table import TimingTable
    from golden.timing.under_policy import Die, PolicyFaults

    if path is None:
        return None
    table = TimingTable.load(path, config)
    return PolicyFaults(policy, config.replace(faults__ports=True), table, Die.of(policy), seed=seed)


def sample(
    config: Config, experiment: Experiment, policies: tuple[str, ...], faults: FaultPolicy | None = None
) -> list[Picture]:
    """Return an image for each policy, with a progress bar; a difference ends the command with code 1."""
    from drift_hw.imaging import pictures

    return _shown(lambda show: pictures(config, experiment, policies, show, faults=faults))


def sample_policy(
    config: Config, experiment: Experiment, policy: OperatingPolicy, faults: FaultPolicy | None
) -> list[Picture]:
    """Return the image without faults and that under an operating policy, likewise."""
    from drift_hw.imaging import policy_pictures

    return _shown(lambda show: policy_pictures(config, experiment, policy, faults, show))


def _shown(pictures: Callable[[Progress], Iterator[Picture]]) -> list[Picture]:
    from golden.twin import MismatchError

    try:
        with progress("Sampling on the Verilog") as show:
            return list(pictures(show))
    except MismatchError as error:
        typer.echo(f"drift-hw: Verilog and golden model differ: {error}", err=True)
        raise typer.Exit(1) from error


def sheet(made: list[Picture]) -> bytes:
    """Return a PNG of the images side by side, in their order."""
    import torch

    from golden.train.evaluate import image_grid

    return image_grid(torch.cat([picture.pixels for picture in made]), len(made))


def result(
    config: Config, experiment: Experiment, made: list[Picture], late: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what was found: `{experiment, policies: [{policy, psnr_db, digit, cycles, ...}], ...}`.

    With late captures from a timing table `timing` says which: `{table, voltage, period_ps}`, or `{table,
    policy_file, points}`.
    """
    from drift_hw.provenance import provenance

    return {
        "experiment": asdict(experiment),
        **({} if late is None else {"timing": late}),
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
