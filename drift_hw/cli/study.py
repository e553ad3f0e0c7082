"""`drift-hw study`: how much a network loses to timing errors, by what they hit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drift_hw.cli.image import check_point
from drift_hw.cli.options import (
    ConfigOption,
    DecoderOption,
    DeviceOption,
    GuidanceOption,
    JsonOption,
    OutOption,
    PeriodOption,
    PresetOption,
    SchedulerOption,
    SeedOption,
    SetOption,
    StepsOption,
    TableOption,
    VoltageOption,
    WeightsOption,
    WorkersOption,
    campaign_progress,
    chosen_config,
    print_json,
    print_table,
)
from drift_hw.errors import UserError

if TYPE_CHECKING:
    from drift_hw.campaign import Campaign
    from golden.resilience.study import Settings, Study
    from golden.resilience.summary import Point

HELP = """
Measure how much images lose when timing errors strike, by what they strike.

`by-bit`, `by-timestep`, `by-block`, `by-kind` (of layer), `by-rate`, `heat-map` (block and timestep),
`self-correction` (what later timesteps make of errors in one), `scales` (of activations, as protection), all
without protection; `by-threshold` and `by-interval` (of checkpoints), with rollback; or `all`. Errors are
single bits of results, as the DRIFT paper has them, or wrong captures of a timing table.

Images are compared with those without faults of the same seeds; distances of distributions are to images
of the float network from other seeds. Every figure has its 95 % interval. The folder gets a table
STUDY.parquet with a row for each image, and `report.html`. An interrupted study continues where it was.
"""
EPILOG = """
**Examples**

`drift-hw study by-rate --images 10 --seeds 1` takes less than a minute

`drift-hw study all --images 50 --seeds 4 --steps 50 --out build/campaign` takes hours; `make study` does it

`drift-hw study by-kind --fidelity flop --table build/osu018/table.npz --voltage 1.8 --period-ps 6500`

`drift-hw study by-kind --weights dit-xl-2.safetensors --device cuda --workers 1`: docs/dit-xl-2.md
"""

FIDELITIES = ("output", "flop")


def run(
    name: Annotated[str, typer.Argument(metavar="STUDY", help="Which study, or all.")] = "all",
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    fidelity: Annotated[
        str, typer.Option(help="Model of errors: output (bits of results) or flop (a timing table).")
    ] = "output",
    table: TableOption = None,
    voltage: VoltageOption = None,
    period_ps: PeriodOption = None,
    images: Annotated[int, typer.Option(help="Images per seed, digits in turn.")] = 20,
    steps: StepsOption = 10,
    rate: Annotated[
        float | None, typer.Option(help="Share of results with a wrong bit, for output [default: 0.001].")
    ] = None,
    seed: SeedOption = 0,
    seeds: Annotated[int, typer.Option(help="Seeds from --seed on, a trial of each point for each.")] = 2,
    weights: WeightsOption = None,
    guidance: GuidanceOption = None,
    decoder: DecoderOption = None,
    device: DeviceOption = "cpu",
    scheduler: SchedulerOption = None,
    workers: WorkersOption = None,
    out: OutOption = Path("build/study"),
    as_json: JsonOption = False,
) -> None:
    """Run the trials that are not finished, write the tables, print a row for each point."""
    from drift_hw.files import check_writable_folder, write_text
    from golden.gpu import check_device
    from golden.resilience.quality import is_judged, left_out
    from golden.resilience.study import Settings, find
    from golden.resilience.summary import result
    from golden.resilience.trial import network

    chosen = chosen_config(preset, config, changes)
    if fidelity not in FIDELITIES:
        raise UserError(f"unknown --fidelity {fidelity!r}; allowed: {', '.join(FIDELITIES)}")
    point = check_point(rate, table, voltage, period_ps)
    if (point is None) != (fidelity == "output"):
        raise UserError("--fidelity flop goes with --table, --voltage and --period-ps, and output with none")
    asked = find(name)
    if name == "all":
        asked = [study for study in asked if fidelity in study.fidelities]
    check_device(device)
    given = None if weights is None else str(weights)
    drawn = network(given).config
    missing = left_out(drawn, decoded=decoder is not None)
    settings = Settings(
        chosen,
        images=images,
        seeds=range(seed, seed + seeds),
        steps=steps,
        rate=Settings.rate if rate is None else rate,
        flop=None if point is None else point._asdict() | {"table": str(point.table)},
        depth=drawn.depth,
        guidance=Settings.guidance if guidance is None else guidance,
        weights=given,
        decoder=None if decoder is None else str(decoder),
        device=device,
        judged=is_judged(drawn),
    )
    check_writable_folder(out)
    campaigns = [campaign_of(study, settings) for study in asked]
    found = [
        (study, measured(study, campaign, out, scheduler, workers))
        for study, campaign in zip(asked, campaigns, strict=True)
    ]
    write_text(out / "config.toml", chosen.to_toml())
    from drift_hw.report.page import render

    write_text(out / "report.html", render(out))
    if as_json:
        print_json(
            [
                {
                    **result(study, points),
                    "table": f"{campaign.name}.parquet",
                    "left_out": missing,
                    **campaign.context,
                }
                for (study, points), campaign in zip(found, campaigns, strict=True)
            ]
        )
        return
    from drift_hw.report.resilience import table_of

    for study, points in found:
        columns, rows = table_of(study, points)
        print_table(f"{study.title} ({study.name}), {points[0].images} images each", columns, rows)
    for figure, reason in missing.items():
        typer.echo(f"Without {figure}: {reason}.")
    typer.echo(f"Tables and report.html in {out}. Brackets: 95 % intervals.")


def campaign_of(study: Study, settings: Settings) -> Campaign:
    """Return the campaign of a study, all of whose errors there are. Raises `UserError`, `TableError`."""
    from drift_hw.campaign import Campaign
    from drift_hw.provenance import provenance
    from golden.checkpoint import CLASSIFIER_WEIGHTS, DIT_WEIGHTS, hash_file
    from golden.diffusion import sampling_timesteps
    from golden.quantised import Calibration
    from golden.resilience.decoder import check_decoder
    from golden.resilience.trial import calibration_path, network, timing_errors, trial

    sampling_timesteps(settings.steps)
    scales = calibration_path(settings.weights)
    Calibration.load(scales).check(network(settings.weights), str(scales))
    trials = study.trials(settings)
    for errors in {str(one["errors"]): one["errors"] for one in trials}.values():
        timing_errors(settings.config, errors)
    context = {
        "weights": hash_file(settings.weights or DIT_WEIGHTS),
        "calibration": hash_file(scales),
        "classifier": hash_file(CLASSIFIER_WEIGHTS),
        "timing": None if settings.flop is None else hash_file(settings.flop["table"]),
        **provenance(settings.config, min(settings.seeds)),
    }
    if settings.decoder is not None:
        check_decoder(settings.decoder, network(settings.weights).config)
        context["decoder"] = hash_file(settings.decoder)
    suffix = "" if settings.flop is None else "-flop"
    return Campaign(f"{study.name}{suffix}", trial, trials, context)


def measured(
    study: Study, campaign: Campaign, folder: Path, scheduler: str | None, workers: int | None
) -> list[Point]:
    """Run a campaign, with a progress bar, and return what its table comes to."""
    from drift_hw.campaign import rows
    from drift_hw.campaign import run as run_campaign
    from golden.resilience.summary import summary

    with campaign_progress(f"study {campaign.name}") as show:
        path = run_campaign(campaign, folder, scheduler=scheduler, workers=workers, on_progress=show)
    return summary(study, rows(path))
