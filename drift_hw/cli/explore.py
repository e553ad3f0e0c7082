"""`drift-hw explore`: the operating policy that costs least at kept images."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drift_hw.cli.options import (
    ConfigOption,
    DeviceOption,
    JsonOption,
    OutOption,
    PresetOption,
    SchedulerOption,
    SeedOption,
    SetOption,
    StepsOption,
    WorkersOption,
    campaign_progress,
    chosen_config,
    print_json,
    print_table,
    progress,
)
from drift_hw.errors import UserError

if TYPE_CHECKING:
    from drift_hw.campaign import Progress
    from drift_hw.config import Config
    from synth.operating.explore import Candidate, Explored
    from synth.operating.prepare import Chip
    from synth.operating.setting import Plan

HELP = """
Find supply or clock of each block and timestep class, checksum threshold and checkpoint interval that cost
the least energy (at the sign-off clock) or time (at the nominal supply), images kept: class accuracy and
Frechet distance within the fault-free run's own intervals, and a median PSNR of 20 dB, as in
`drift-hw bench headline`.

Errors are those of a timing table on a die of its own; costs are synthesised. The paper's policy and one
point for everything are tried first, so that the result is never worse. It is confirmed with more images
of other seeds. An interrupted search goes on where it was.

`--out` gets `policy.json` for the driver and for `drift-hw image --policy-file`, `table.npz`,
`explore.json`, `explore.png` and `report.html`. When nothing keeps the images, nothing is written.
"""
EPILOG = """
**Examples**

`drift-hw explore` takes about six minutes on two cores

`drift-hw explore --objective time --psnr 25 --out build/fast`

`drift-hw explore --pdk sky130 --table build/sky130/table.npz --steps 50 --trials 200`
"""


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    objective: Annotated[str, typer.Option(help="What is made small: energy or time.")] = "energy",
    psnr: Annotated[
        float | None,
        typer.Option(
            help="Bound: median PSNR to the fault-free images, dB; 0: none. Accuracy and Frechet distance of "
            "few images alone let other pictures pass [default: 20]."
        ),
    ] = None,
    accuracy: Annotated[
        float | None,
        typer.Option(help="Bound: class accuracy [default: within the fault-free run's interval]."),
    ] = None,
    timing: Annotated[
        Path | None,
        typer.Option("--table", help="Timing table of `drift-hw characterize`; none: one is made now."),
    ] = None,
    tiles: Annotated[
        Path | None, typer.Option(help="Tile file for gates and power; none: capture some now.")
    ] = None,
    pdk: Annotated[
        str,
        typer.Option(
            help="Process design kit, as for `drift-hw characterize`; its highest supply is nominal."
        ),
    ] = "osu018",
    steps: StepsOption = 20,
    images: Annotated[int, typer.Option(help="Images of a policy in the search.")] = 10,
    confirm: Annotated[int, typer.Option(help="Images that confirm a policy, of other seeds.")] = 60,
    trials: Annotated[int, typer.Option(help="Policies to ask for beyond the known ones.")] = 48,
    device: DeviceOption = "cpu",
    seed: SeedOption = 0,
    scheduler: SchedulerOption = None,
    workers: WorkersOption = None,
    out: OutOption = Path("build/explore"),
    as_json: JsonOption = False,
) -> None:
    """Prepare, search, confirm, write, print a line for each rival and for the policy found."""
    from drift_hw.faults.table import TimingTable
    from drift_hw.files import check_writable_folder, write_bytes, write_json, write_text
    from drift_hw.report.explore import NOTE, gains, parts_of, sheet, table_of, title
    from drift_hw.report.page import render
    from golden.diffusion import sampling_timesteps
    from golden.gpu import check_device
    from synth.operating.candidates import Objective
    from synth.operating.explore import explore
    from synth.operating.images import KEPT_PSNR
    from synth.operating.prepare import saved
    from synth.operating.setting import Bound, Plan

    chosen = chosen_config(preset, config, changes).without_injection
    if objective not in list(Objective):
        raise UserError(f"unknown --objective {objective!r}; allowed: {', '.join(Objective)}")
    sampling_timesteps(steps)
    check_device(device)
    bound = Bound(KEPT_PSNR if psnr is None else psnr, accuracy)
    plan = Plan(Objective(objective), bound, steps, images, confirm, trials, seed)
    check_writable_folder(out)
    table = None if timing is None else TimingTable.load(timing, chosen)
    check_setup(chosen)
    chip = prepared(chosen, tiles, pdk, table, seed=seed, workers=workers or 0)
    with bars() as show:
        setting = chip.setting(
            chosen,
            saved(chip.table),
            plan.objective,
            steps,
            scheduler=scheduler,
            workers=workers,
            device=device,
            on_progress=show,
        )
        explored = explore(setting, plan)
    found = result(explored, chip)
    told = ("command", "library", "config", "seed", "versions")
    policy = explored.policy({name: found[name] for name in told})
    found["policy"] = policy.to_dict()
    write_text(out / "config.toml", chosen.to_toml())
    chip.table.save(out / "table.npz")
    write_json(out / "explore.json", found)
    write_bytes(out / "explore.png", sheet(found))
    path = policy.save(out / "policy.json")
    write_text(out / "report.html", render(out))
    if as_json:
        print_json(found)
        return
    print_table(title(found), *table_of(found))
    print_table("Energy by part", *parts_of(found))
    typer.echo(f"{gains(found)} {NOTE} The policy is {path}.")


def check_setup(config: Config) -> None:
    """Raise `UserError` unless there are weights, and an accelerator with registers for them and a policy."""
    from drift_hw.imaging import check_config
    from synth.operating.setting import check_protection, check_weights

    check_protection(config)
    check_config(config)
    check_weights()


def prepared(config: Config, tiles: Path | None, pdk: str, table: Any, *, seed: int, workers: int) -> Chip:
    """Return table, die and costs, with a progress bar. Raises `UserError`."""
    from drift_hw.cli.cosim import load_tiles
    from synth.operating.prepare import check_library, prepare
    from synth.timing import stream

    check_library(table, pdk)  # before anything slow
    operands = stream.from_tiles(load_tiles(config, tiles, seed))
    with progress("Gates") as show:
        return prepare(
            config,
            operands,
            pdk=pdk,
            table=table,
            seed=seed,
            workers=workers,
            progress=lambda what, done, total: show(done, total, what),
        )


@contextmanager
def bars() -> Iterator[Callable[[str], Progress]]:
    """Yield a function that shows a progress bar of something, and ends the one before."""
    with ExitStack() as shown:

        def show(what: str) -> Progress:
            shown.close()
            return shown.enter_context(campaign_progress(what.capitalize()))

        yield show


def result(explored: Explored, chip: Chip) -> dict[str, Any]:
    """Return what was found as plain values: `policies` (rivals, then the found one), `tried`, `parts`."""
    from drift_hw.provenance import provenance
    from golden.diffusion import GUIDANCE
    from golden.resilience.scales import Scaling

    plan, setting = explored.plan, explored.setting
    return {
        "command": again(plan, chip, setting.device),
        "objective": str(plan.objective),
        "library": chip.library,
        "assumed": chip.assumed,
        "plan": asdict(plan),
        "scaling": str(Scaling.CHANNEL),
        "guidance": GUIDANCE,
        "die": {"number": chip.number, "of": chip.lot.population.dies, "droop": setting.die.droop},
        "levels": [
            asdict(point) | {"rate": rate}
            for point, rate in zip(setting.levels.points, setting.levels.rates, strict=True)
        ],
        "baseline": {"joules": setting.baseline.energy.total, "seconds": setting.baseline.seconds},
        "policies": [
            *(summary(name, each, explored, plan) for name, each in explored.rivals.items()),
            summary("found", explored.found, explored, plan),
        ],
        "search": {"asked": explored.asked, "images": len(explored.tried)},
        "tried": [
            {
                "name": each.name,
                "share": explored.share(each.cost),
                "psnr": each.row["psnr"],
                "accuracy": each.row["accuracy"],
                "kept": each.excess <= 0,
            }
            for each in explored.tried
        ],
        "parts": explored.parts(),
        **provenance(setting.config, plan.seed),
    }


def again(plan: Plan, chip: Chip, device: str) -> list[str]:
    """Return the command that gives it again, but for configuration and table."""
    options: dict[str, Any] = {
        "objective": plan.objective,
        "psnr": plan.bound.psnr,
        "accuracy": plan.bound.accuracy,
        "pdk": chip.library.partition(" ")[0],
        **{name: getattr(plan, name) for name in ("steps", "images", "confirm", "trials", "seed")},
        "device": None if device == "cpu" else device,
    }
    given = [(f"--{name}", str(value)) for name, value in options.items() if value is not None]
    return ["drift-hw", "explore", *(text for option in given for text in option)]


def summary(name: str, candidate: Candidate, explored: Explored, plan: Plan) -> dict[str, Any]:
    """Return cost and quality of a confirmed policy as plain values."""
    from golden.resilience.quality import wilson

    row, cost, choice = candidate.row, candidate.cost, candidate.choice
    read = wilson(round(row["accuracy"] * plan.confirm), plan.confirm)
    setting = explored.setting
    points = choice.policy(setting.config, setting.levels, plan.steps).points
    return {
        "name": name,
        "share": explored.share(cost),
        "joules": cost.energy.total,
        "joules_by_part": dict(cost.energy.parts),
        "seconds": cost.seconds,
        "points": [asdict(each) for each in points],
        "choice": asdict(choice),
        **{key: row[key] for key in ("psnr", "psnr_low", "psnr_high", "frechet", "frechet_high")},
        "accuracy": read.value,
        "accuracy_low": read.low,
        "accuracy_high": read.high,
    }
