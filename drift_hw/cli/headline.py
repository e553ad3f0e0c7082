"""`drift-hw headline`: energy saved and speed gained at kept images, split into parts, for each library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drift_hw.cli.options import (
    ConfigOption,
    JsonOption,
    OutOption,
    PresetOption,
    SchedulerOption,
    SeedOption,
    SetOption,
    StepsOption,
    WorkersOption,
    chosen_config,
    print_json,
    print_table,
    progress,
)
from drift_hw.errors import UserError

if TYPE_CHECKING:
    from drift_hw.config import Config
    from synth.operating.headline import Options

HELP = """
Measure the headline: energy saved at the sign-off clock and speed gained at the nominal supply, images kept,
against the same accelerator without protection at sign-off, over a Monte Carlo of dies.

What is saved is split into what protection costs, the margin between sign-off and a die's first failure, and
what tolerating errors beyond it adds. Energy and time are told by part: PEs, checks, memories, regulators.
The highest error rate that keeps the images of the shipped network is searched with few images and confirmed
with more on a slow, the median and a fast die; DiT-XL/2 is costed at the same points.

Everything slow is kept: an interrupted run goes on where it was. `--out` gets `headline.json`, rewritten
after each library, `config.toml` if there is none, and `report.html`.
"""
EPILOG = """
**Examples**

`drift-hw headline` measures all libraries that are here, three minutes each on two cores

`drift-hw headline --pdk osu018 --pdk sky130 --images 20 --confirm 100 --steps 50`

`drift-hw headline --pdk osu018 --set array.rows=64 --set array.columns=64 --out build/headline-64`
"""

PDKS = ("osu018", "sky130", "ihp-sg13g2")
"""Measured where no library is named: those of them that are here."""


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    pdk: Annotated[
        list[str] | None,
        typer.Option(
            help=f"Process design kit. Repeatable [default: those of {', '.join(PDKS)} that are installed]."
        ),
    ] = None,
    images: Annotated[int, typer.Option(help="Images of a point in the search.")] = 12,
    confirm: Annotated[int, typer.Option(help="Images of each point that confirms what was found.")] = 32,
    steps: StepsOption = 20,
    cycles: Annotated[
        int, typer.Option(help="Cycles of the gate simulation, per supply and kind of PE.")
    ] = 32_768,
    dies: Annotated[int, typer.Option(help="Dies of the Monte Carlo.")] = 200,
    seed: SeedOption = 0,
    scheduler: SchedulerOption = None,
    workers: WorkersOption = None,
    out: OutOption = Path("build/headline"),
    as_json: JsonOption = False,
) -> None:
    """Measure each library, write the results, print what was saved and where it comes from."""
    from drift_hw.files import check_writable_folder, write_json, write_text
    from drift_hw.report.headline import NOTE, energy_of, gains, limits, time_of, title
    from drift_hw.report.page import render
    from synth.operating.headline import Options
    from synth.operating.result import measure

    chosen = chosen_config(preset, config, changes, default="drift").without_injection
    usual = Options()
    options = [
        replace(
            usual,
            pdk=name,
            search=replace(usual.search, images=images, steps=steps),
            confirm=replace(usual.confirm, images=confirm, steps=steps),
            cycles=cycles,
            dies=dies,
            seed=seed,
            scheduler=scheduler,
            workers=workers or 0,
        )
        for name in chosen_pdks(pdk)
    ]
    check_writable_folder(out)
    libraries: list[dict[str, Any]] = []
    with progress("Headline") as show:
        for found in measure(chosen, options, lambda what, done, total: show(done, total, what)):
            libraries.append(found)
            told = result(chosen, options, libraries)
            write_json(out / "headline.json", told)
    if not (out / "config.toml").exists():
        write_text(out / "config.toml", chosen.to_toml())
    write_text(out / "report.html", render(out))
    if as_json:
        print_json(told)
        return
    print_table(title(told), *gains(told))
    for library in libraries:
        print_table(
            f"Energy of an image of {told['network']}, {library['library']}", *energy_of(told, library)
        )
        print_table("Time of an image, at the nominal supply", *time_of(told, library))
        for limit in limits(told, library):
            typer.echo(f"- {limit}")
        typer.echo()
    typer.echo(f"{NOTE} All in {out}.")


def chosen_pdks(names: Sequence[str] | None) -> list[str]:
    """Return the libraries to measure. Raises `UserError` for doubles, and where none is named or here."""
    from synth.pdk import PDKS as KNOWN
    from synth.pdk import installed

    if names:
        for name in names:
            if name not in KNOWN:
                raise UserError(f"unknown --pdk {name!r}; allowed: {', '.join(KNOWN)}")
        if len(set(names)) < len(names):
            raise UserError(f"give each --pdk once, not {', '.join(names)}")
        return list(names)
    here = [name for name in PDKS if name in installed()]
    if not here:
        raise UserError(
            f"none of {', '.join(PDKS)} is installed; `drift-hw doctor` says how to get them, or name "
            "another one with --pdk"
        )
    return here


def result(config: Config, options: Sequence[Options], libraries: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what was found so far as plain values; `command` gives it again, but for the configuration."""
    from drift_hw.provenance import provenance
    from drift_hw.report.headline import limits
    from golden.diffusion import GUIDANCE
    from golden.resilience.scales import Scaling
    from synth.operating.chips import QUANTILES
    from synth.operating.result import NETWORK

    asked = options[0]
    command = ["drift-hw", "headline", *(text for each in options for text in ("--pdk", each.pdk))]
    for name, value in (
        ("images", asked.search.images),
        ("confirm", asked.confirm.images),
        ("steps", asked.confirm.steps),
        ("cycles", asked.cycles),
        ("dies", asked.dies),
        ("seed", asked.seed),
    ):
        command += [f"--{name}", str(value)]
    told = {
        "command": command,
        "network": NETWORK,
        "array": [config.array.rows, config.array.columns],
        "quantiles": list(QUANTILES),
        "bound_psnr": asked.psnr,
        "scaling": str(Scaling.CHANNEL),
        "guidance": GUIDANCE,
        **provenance(config, asked.seed),
    }
    return told | {"libraries": [each | {"limited_by": limits(told, each)} for each in libraries]}
