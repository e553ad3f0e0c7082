"""`drift-hw compare`: protections side by side, on the same images, seeds and errors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

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
    WeightsOption,
    WorkersOption,
    campaign_progress,
    chosen_config,
    print_json,
    print_table,
    progress,
)
from drift_hw.errors import UserError

if TYPE_CHECKING:
    from drift_hw.comparison import Comparison, Setting
    from drift_hw.config import Config

HELP = """
Sample the same images under the same errors with each kind of protection, and show quality and cost.

unprotected, safe (all at the safe point), abft (classical: compute again), approxabft, thundervolt
(TE-Drop), razor, realm (statistical ABFT), drift (as published), ours (correct, then roll back), oracle
(ours, if it knew every error). Each sees what its own circuits would see.

Errors are single bits of results at a rate, or late captures of flops from a timing table at falling supply.
Trials are kept, so that an interrupted run goes on. `--out` gets `compare.json`, `compare.parquet`,
`policies.png` and `report.html`.
"""
EPILOG = """
**Examples**

`drift-hw compare` takes about four minutes on two cores

`drift-hw compare --policy unprotected --policy drift --policy ours --rates 1e-3,1e-2 --images 40 --steps 50`

`drift-hw compare --fidelity flop --table build/sky130/table.npz --period-ps 9100 --voltages 1.7,1.65,1.6`

`drift-hw compare --scheduler tcp://host:8786 --images 200 --steps 50` on a Dask cluster
"""

DEFAULT_LIBRARY = "osu018"


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    policy: Annotated[
        list[str] | None, typer.Option(help="Policy to compare, of those above. Repeatable [default: all].")
    ] = None,
    fidelity: Annotated[
        str | None,
        typer.Option(help="output (errors at rates) or flop (from a table) [default: as --table says]."),
    ] = None,
    rates: Annotated[
        str | None,
        typer.Option(
            help="Probabilities that a result is wrong, with commas [default: 1e-4,1e-3,3e-3,1e-2]."
        ),
    ] = None,
    timing: TableOption = None,
    voltages: Annotated[str | None, typer.Option(help="Supplies with --table, V, with commas.")] = None,
    period_ps: PeriodOption = None,
    sigma: Annotated[
        float | None,
        typer.Option(
            help="Standard deviation of the delays of PEs, relative, with --table [default: 0.017]."
        ),
    ] = None,
    images: Annotated[int, typer.Option(help="Images of each policy and setting.")] = 20,
    steps: StepsOption = 20,
    settle_us: Annotated[
        float, typer.Option(help="Time of a change of supply and clock, us; the array waits.")
    ] = 20.0,
    pdk: Annotated[
        str | None,
        typer.Option(help="Cell library of the area column [default: osu018; none: no such column]."),
    ] = None,
    weights: WeightsOption = None,
    guidance: GuidanceOption = None,
    decoder: DecoderOption = None,
    device: DeviceOption = "cpu",
    seed: SeedOption = 0,
    scheduler: SchedulerOption = None,
    workers: WorkersOption = None,
    out: OutOption = Path("build/compare"),
    as_json: JsonOption = False,
) -> None:
    """Run the campaign, write the results, print a table for each setting."""
    from drift_hw.campaign import rows
    from drift_hw.campaign import run as run_campaign
    from drift_hw.comparison import Comparison
    from drift_hw.files import check_writable_folder, write_bytes, write_json, write_text
    from drift_hw.report.page import render
    from drift_hw.report.policies import sheet
    from golden.resilience.policies import POLICIES

    chosen = chosen_config(preset, config, changes, default="drift")
    settings = chosen_settings(fidelity, rates, Table(timing, voltages, period_ps, sigma), seed)
    comparison = Comparison(
        chosen,
        settings,
        tuple(policy or POLICIES),
        images=images,
        steps=steps,
        seed=seed,
        settle_us=settle_us,
        weights=None if weights is None else str(weights),
        guidance=Comparison.guidance if guidance is None else guidance,
        decoder=None if decoder is None else str(decoder),
        device=device,
    )
    check_writable_folder(out)
    area = added_area(chosen, pdk)
    with campaign_progress("Sampling") as show:
        table = run_campaign(comparison.plan(), out, scheduler=scheduler, workers=workers, on_progress=show)
    found = result(comparison, comparison.summary(rows(table)), area)
    write_text(out / "config.toml", chosen.to_toml())
    write_json(out / "compare.json", found)
    write_bytes(out / "policies.png", sheet(found))
    write_text(out / "report.html", render(out))
    if as_json:
        print_json(found)
        return
    for setting in settings:
        print_table(title(found, setting.label), *quality(found, setting.label))
        print_table("Added to the unprotected array's, %", *costs(found, setting.label))
    for figure, reason in found["left_out"].items():
        typer.echo(f"Without {figure}: {reason}.")
    typer.echo(f"{NOTE} All in {out}.")


NOTE = (
    "dB: median PSNR to the same image without errors, 60 if equal. read: read as the digit asked for, with "
    "a 95 % interval. FD: Frechet distance of features to the images without errors. off: norm of a latent's "
    "difference to that without errors, over its own. pixels: decoded. SSIM, LPIPS, off: medians. crit.: "
    "results wrong by the policy's threshold or more, 2^10 where it has none; missed: of them neither "
    "repaired, replaced (new) nor in blocks that are computed again (again)."
)


class Table(NamedTuple):
    """What the options say of a timing table."""

    path: Path | None
    voltages: str | None
    period_ps: float | None
    sigma: float | None


def chosen_settings(fidelity: str | None, rates: str | None, table: Table, seed: int) -> list[Setting]:
    """Return the settings that the options name. Raises `UserError` for options that do not go together."""
    from drift_hw import comparison

    kind = fidelity or ("output" if table.path is None else "flop")
    if kind not in {"output", "flop"}:
        raise UserError(f"--fidelity is output or flop, not {kind!r}")
    if kind == "output":
        if any(value is not None for value in table):
            raise UserError(
                "errors at rates know no table, supply, period or sigma; give --fidelity flop, or --rates "
                "alone"
            )
        return comparison.rates(_numbers("--rates", rates) if rates else comparison.DEFAULT_RATES)
    if rates is not None:
        raise UserError("--rates are those of --fidelity output; a table has its own, by --voltages")
    if table.path is None or table.voltages is None or table.period_ps is None:
        raise UserError("--fidelity flop needs --table, --voltages and --period-ps")
    sigma = comparison.SIGMA if table.sigma is None else table.sigma
    volts = _numbers("--voltages", table.voltages)
    return comparison.supplies(table.path, volts, table.period_ps, sigma, seed)


def _numbers(option: str, text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise UserError(f"{option} must be numbers with commas, such as 1e-3,1e-2, not {text!r}") from error


def added_area(config: Config, pdk: str | None) -> dict[str, Any] | None:
    """Return `library` and what each kind of hardware adds, as `shares`; None for the library `none`.

    Raises `UserError` for an unknown library; where none is named and the default is not installed there is
    no area.
    """
    if pdk == "none":
        return None
    from synth.pdk import installed, load_pdk
    from synth.shadow_flops import added_area as measure

    if pdk is None and DEFAULT_LIBRARY not in installed():
        return None
    library = load_pdk(pdk or DEFAULT_LIBRARY)
    with progress("Synthesis") as show:
        shares = measure(config, library, progress=lambda what, done, total: show(done, total, what))
    return {"library": library.name, "shares": {str(kind): share for kind, share in shares.items()}}


def result(
    comparison: Comparison, lines: Sequence[dict[str, Any]], area: dict[str, Any] | None
) -> dict[str, Any]:
    """Return what was found: `{command, policies: [{policy, setting, psnr, ..., area}], ...}`.

    `command` gives it again, but for configuration and library.
    """
    from drift_hw.provenance import provenance
    from golden.resilience.policies import POLICIES
    from golden.resilience.quality import left_out
    from golden.resilience.scales import Scaling

    shares = {} if area is None else area["shares"]
    return {
        "command": _command(comparison),
        "settings": [setting.label for setting in comparison.settings],
        "errors": [dict(setting.errors) for setting in comparison.settings],
        "images": comparison.images,
        "steps": comparison.steps,
        "settle_us": comparison.settle_us,
        "scaling": str(Scaling.CHANNEL),
        "left_out": left_out(comparison.drawn, decoded=comparison.decoder is not None),
        "library": None if area is None else area["library"],
        "policies": [line | {"area": shares.get(POLICIES[line["policy"]].hardware)} for line in lines],
        **provenance(comparison.config, comparison.seed),
    }


def _command(comparison: Comparison) -> list[str]:
    from golden.resilience.policies import POLICIES

    command = ["drift-hw", "compare"]
    if comparison.policies != tuple(POLICIES):
        command += [part for name in comparison.policies for part in ("--policy", name)]
    errors = [setting.errors for setting in comparison.settings]
    if errors[0]["model"] == "output":
        command += ["--rates", ",".join(f"{each['rate']:g}" for each in errors)]
    else:
        command += ["--table", errors[0]["table"], "--period-ps", f"{errors[0]['period_ps']:g}"]
        command += ["--voltages", ",".join(f"{each['voltage']:g}" for each in errors)]
        command += ["--sigma", f"{errors[0]['sigma']:g}"]
    for name in ("images", "steps", "seed"):
        command += [f"--{name}", str(getattr(comparison, name))]
    for name in ("weights", "guidance", "decoder", "device"):
        if getattr(comparison, name) != getattr(type(comparison), name):
            command += [f"--{name}", str(getattr(comparison, name))]
    return [*command, "--settle-us", f"{comparison.settle_us:g}"]


def title(found: dict[str, Any], setting: str) -> str:
    """Return what a table shows."""
    what = setting if setting.endswith("V") else f"{setting} of the results wrong"
    return f"{what}: {found['images']} images in {found['steps']} steps"


def quality(found: dict[str, Any], setting: str) -> tuple[list[str], list[list[object]]]:
    """Return columns and lines of the table of what a setting does to images."""
    names = "critical_elements", "missed_elements", "replaced_elements", "recomputed_blocks"
    chosen = [line for line in found["policies"] if line["setting"] == setting]
    columns = ["policy", *_figures(chosen[0]), "crit.", "missed", "new", "again"]
    lines: list[list[object]] = [
        [line["title"], *_figures(line).values(), *(_short(line["counts"][name]) for name in names)]
        for line in chosen
    ]
    return columns, lines


def _figures(line: dict[str, Any]) -> dict[str, str]:
    """Return what was measured of the images of a line, by column."""
    figures = {"dB": f"{line['psnr']:.1f}"}
    if line["accuracy"] is None:
        figures["SSIM"] = f"{line['ssim']:.3f}"
        if line["relative_error"] is not None:
            figures["off"] = f"{line['relative_error']:.3f}"
    else:
        figures["read"] = f"{line['accuracy']:.2f}"
        figures["95 %"] = f"{line['accuracy_low']:.2f}-{line['accuracy_high']:.2f}"
        figures["FD"] = "-" if line["frechet"] is None else f"{line['frechet']:.2f}"
    if line["decoded_psnr"] is not None:
        figures["pixels: dB"] = f"{line['decoded_psnr']:.1f}"
    if line["lpips"] is not None:
        figures["LPIPS"] = f"{line['lpips']:.3f}"
    return figures


def _short(count: int) -> str:
    """Return a count with at most four characters: 9999, 12k, 3.4M."""
    if count < 10_000:
        return str(count)
    return f"{count / 1e3:.0f}k" if count < 999_500 else f"{count / 1e6:.3g}M"


def costs(found: dict[str, Any], setting: str) -> tuple[list[str], list[list[object]]]:
    """Return columns and lines of the table of costs at a setting, in %."""
    lines: list[list[object]] = [
        [
            line["title"],
            *(
                "-" if line[name] is None else f"{100 * line[name]:+.1f}"
                for name in ("cycles", "settling", "traffic", "area")
            ),
        ]
        for line in found["policies"]
        if line["setting"] == setting
    ]
    return ["policy", "cycles", "settling", "DRAM", "area"], lines
