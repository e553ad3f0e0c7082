"""`drift-hw characterize`: which flops of a PE capture wrongly, at which supply and clock, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
from drift_hw.cli.synth import CornerOption, LibertyOption, PdkOption
from drift_hw.errors import UserError

if TYPE_CHECKING:
    from drift_hw.config import Config
    from drift_hw.faults.table import TimingTable
    from synth.timing.characterise import Plan
    from synth.timing.stream import Stream
    from synth.timing.target import Target
    from synth.timing.variation import Variation

HELP = """
Find out which flops of a processing element capture wrongly at which supply and clock period, and how often.

The PEs are synthesised, their gates are simulated event by event with the delays of the library on operands
of the transformer, and wrong captures are counted at all clock periods at once. Then the same for a
population of dies: of a lower supply, what is margin reclaimed and what is errors tolerated are told apart.
Chunks of work are kept, so that an interrupted run continues where it was.

Periods are relative to the static one, T0, of the same supply. With `--out`: `table.npz` for the injectors,
`characterize.json`, `report.html`.
"""
EPILOG = """
**Examples**

`drift-hw characterize --preset demo --cycles 100000` in OSU 0.18 um, which Debian packages

`drift-hw characterize --preset demo --pdk sky130 --stream tiles.npz --out build/sky130`

`drift-hw characterize --pdk sky130 --supply 1.5 --supply 1.7 --delay-model both --json`

`drift-hw characterize --operand-stream gaussian --operand-sigma 20 --sigma 0.03 --dies 1000`
"""

DELAY_MODELS = ("inertial", "transport", "both")


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    pdk: PdkOption = None,
    corner: CornerOption = None,
    liberty: LibertyOption = None,
    stream: Annotated[
        Path | None,
        typer.Option("--stream", "--tiles", help="Tile file whose operands to use; none: capture some now."),
    ] = None,
    operand_stream: Annotated[
        str | None, typer.Option(help="Made-up operands instead of tiles: uniform or gaussian.")
    ] = None,
    operand_sigma: Annotated[
        float, typer.Option(help="Spread of gaussian operands, in steps of 8 bits.")
    ] = 20.0,
    supply: Annotated[
        list[float] | None,
        typer.Option(help="Further supply in volts, between those of the library. Repeatable."),
    ] = None,
    extrapolate: Annotated[
        bool, typer.Option("--extrapolate", help="Allow supplies outside of the characterised range.")
    ] = False,
    law: Annotated[
        tuple[float, float] | None,
        typer.Option(
            metavar="EXPONENT VOLTS",
            help="Alpha-power law, exponent and threshold, of a library of one supply.",
        ),
    ] = None,
    cycles: Annotated[int, typer.Option(help="Clock cycles per supply and kind of PE.")] = 200_000,
    delay_model: Annotated[
        str, typer.Option(help="inertial, transport, or both: inertial, and the ratio of rates between them.")
    ] = "inertial",
    sigma: Annotated[
        float | None, typer.Option(help="Spread of the delays of PEs on a die [default: 0.017].")
    ] = None,
    dies: Annotated[int | None, typer.Option(help="Dies to draw [default: 200].")] = None,
    target: Annotated[
        float | None, typer.Option(help="Errors per output element that are tolerated [default: 0.003].")
    ] = None,
    workers: Annotated[int, typer.Option(help="Threads; 0: one per core.")] = 0,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for table and report.")] = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Characterise, write the table, print a row for each supply."""
    from drift_hw.files import check_writable_folder, write_json, write_text
    from synth.timing import population
    from synth.timing.characterise import Plan
    from synth.timing.variation import Variation

    chosen = chosen_config(preset, config, changes)
    if delay_model not in DELAY_MODELS:
        raise UserError(f"unknown --delay-model {delay_model!r}; allowed: {', '.join(DELAY_MODELS)}")
    if stream is not None and operand_stream is not None:
        raise UserError("give --stream or --operand-stream, not both")
    plan = Plan(
        cycles=cycles,
        closed_cycles=max(1, cycles // 4),
        transport=delay_model == "transport",
        seed=seed,
        workers=workers,
    )
    dies = population.DIES if dies is None else dies
    target = population.TARGET if target is None else target
    population.check(dies, target)
    if sigma is not None:
        Variation(sigma=sigma)
    if out is not None:
        check_writable_folder(out)
    given = given_stream(chosen, stream, operand_stream, operand_sigma, seed)
    target_pes = prepared(chosen, pdk, corner, liberty, law)
    target_pes.check(supply or (), extrapolate=extrapolate)
    # Sampling the transformer takes longest: whatever is wrong has been said by now.
    operands = captured_stream(chosen, seed) if given is None else given
    variation = chosen_variation(target_pes, sigma)
    table = characterised(target_pes, operands, plan, supply or (), extrapolate)
    other = None
    if delay_model == "both":
        other = characterised(
            target_pes, operands, replace(plan, transport=True, closed_points=0), supply or (), extrapolate
        )
    found = result(
        chosen,
        table,
        variation,
        dies=dies,
        target=target,
        seed=seed,
        extrapolate=extrapolate,
        transport=other,
    )
    if out is not None:
        table.save(out / "table.npz")
        write_text(out / "config.toml", chosen.to_toml())
        write_json(out / "characterize.json", found)
        from drift_hw.report.page import render

        write_text(out / "report.html", render(out))
    if as_json:
        print_json(found)
    else:
        print_result(found)


def given_stream(
    config: Config, file: Path | None, kind: str | None, sigma: float, seed: int
) -> Stream | None:
    """Return the operands that the options name, None without any. Raises `UserError`."""
    from synth.timing import stream

    if kind is not None:
        return stream.made_up(kind, config, seed=seed, sigma=sigma)
    return None if file is None else stream.from_file(file, config)


def captured_stream(config: Config, seed: int) -> Stream:
    """Return operands of the transformer, sampled now."""
    from drift_hw.cli.cosim import load_tiles
    from synth.timing import stream

    return stream.from_tiles(load_tiles(config, None, seed))


def prepared(
    config: Config,
    pdk: str | None,
    corner: str | None,
    liberty: Sequence[Path] | None,
    law: tuple[float, float] | None = None,
) -> Target:
    """Return netlists and delays of the PEs, with a progress bar. Raises `UserError`."""
    from drift_hw.cli.synth import chosen_library
    from synth.timing.supply import Law, family
    from synth.timing.target import Target

    libraries = (chosen_library(pdk, corner, liberty),) if liberty else family(pdk or "osu018", corner)
    given = None if law is None else Law(*law, "given on the command line")
    with progress("Netlists and delays") as show:
        return Target.of(
            config,
            libraries,
            law=given,
            progress=lambda what, done, total: show(done, total, what),
        )


def chosen_variation(target: Target, sigma: float | None) -> Variation:
    """Return the variation of the library's dies, with the spread of PEs that was asked for."""
    from synth.timing.corners import variation

    found = variation(target)
    return found if sigma is None else replace(found, sigma=sigma)


def characterised(
    target: Target, stream: Stream, plan: Plan, supplies: Sequence[float], extrapolate: bool
) -> TimingTable:
    """Characterise with a progress bar. Raises `UserError`."""
    from synth.timing.characterise import characterise

    with progress("Gate simulation") as show:
        return characterise(target, stream, plan, voltages=supplies, extrapolate=extrapolate, progress=show)


def result(
    config: Config,
    table: TimingTable,
    variation: Variation,
    *,
    seed: int,
    dies: int | None = None,
    target: float | None = None,
    extrapolate: bool = False,
    transport: TimingTable | None = None,
) -> dict[str, Any]:
    """Return everything that was found as plain values, with `config`, `seed` and `versions`."""
    from drift_hw.provenance import provenance
    from synth.timing.population import DIES, TARGET, Population
    from synth.timing.summary import model_uncertainty, summarise

    population = Population(table, config, variation, dies or DIES, seed, extrapolate)
    header = {name: value for name, value in table.header.items() if name not in ("config", "versions")}
    return {
        "header": header,
        **summarise(table),
        "operating_points": population.operating_points(target or TARGET),
        "bands": population.bands(),
        "transport_over_inertial": None if transport is None else model_uncertainty(table, transport),
        **provenance(config, seed),
    }


def print_result(found: dict[str, Any]) -> None:
    """Print a row for each supply, and the operating points."""
    from synth.timing.summary import rows

    header = found["header"]
    columns, lines = rows(found)
    print_table(
        f"Data PE in {header['library']['name']}, {header['stream']['source']}: T / T0 of",
        columns,
        lines,
    )
    points = found["operating_points"]
    print_table(
        f"A typical die among {points['dies']}: supply at the sign-off period, period at the nominal supply",
        ["point", "V", "period, ns", "V^2 to sign-off"],
        [
            [
                name,
                _text(points[key]["voltage"], "{:.3f}", f"below {points['lowest_voltage']:.3f}"),
                _text(points[key]["period_ps"] and points[key]["period_ps"] / 1e3, "{:.3f}", "not found"),
                _text(points[key]["energy"], "{:.3f}", "-"),
            ]
            for key, name in (
                ("sign_off", "sign-off"),
                ("first_failure", "first failure"),
                ("target", f"{points['target_rate']:g} errors per output element"),
            )
        ],
    )
    if points["margin"] is not None and points["tolerated"] is not None:
        typer.echo(
            f"Of V^2, margin reclaimed is {100 * points['margin']:.1f} %, errors tolerated are "
            f"{100 * points['tolerated']:.1f} %."
        )
    for each in found["transport_over_inertial"] or ():
        if each["least"] is not None:
            typer.echo(
                f"Transport delays at {each['voltage']:g} V: {each['least']:.2f} to {each['most']:.2f} times "
                "the rates of inertial ones."
            )


def _text(value: float | None, form: str, otherwise: str) -> str:
    return otherwise if value is None else form.format(value)
