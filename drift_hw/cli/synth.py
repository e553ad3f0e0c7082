"""`drift-hw synth`: area, timing and power in a cell library, and the cost of protection."""

from __future__ import annotations

from collections.abc import Sequence
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
from drift_hw.config import Config
from drift_hw.errors import UserError

if TYPE_CHECKING:
    from golden.tiles import TileSet
    from synth.pdk import Library
    from synth.protection import ProtectionRow
    from synth.report import SynthesisReport

HELP = """
Map an array to standard cells: area by component, critical path, slack by register class, and power.

Power comes from the switching activity of tiles of the transformer. Areas in um2, times in ns, power in mW.
Without OpenSTA there is area only. There are no wires: nothing is placed.

With `--protection`: what checksum row, checksum column and checker add, against the same array without them.
"""
EPILOG = """
**Examples**

`drift-hw synth --preset demo` maps to OSU 0.18 um, which Debian packages

`drift-hw synth --preset drift --pdk sky130 --corner ss_n40C_1v60 --period 12 --out build/synth`

`drift-hw synth --liberty cells.lib --liberty flops.lib --json`

`drift-hw synth --protection --size 8 --size 32`
"""

PdkOption = Annotated[
    str | None,
    typer.Option(
        help="Process design kit: osu018, osu035, osu050 (Debian's qflow-tech packages), sky130, ihp-sg13g2 "
        "(under PDK_ROOT) [default: osu018]."
    ),
]
CornerOption = Annotated[str | None, typer.Option(help="Corner of the PDK, e.g. ss_n40C_1v60.")]
LibertyOption = Annotated[
    list[Path] | None, typer.Option(help="Liberty file of a cell library instead. Repeatable.")
]
SizeOption = Annotated[
    list[int] | None,
    typer.Option(help="Rows and columns of an array whose protection is costed [default: 8, 16, 32, 64]."),
]


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    pdk: PdkOption = None,
    corner: CornerOption = None,
    liberty: LibertyOption = None,
    period: Annotated[
        float | None,
        typer.Option(help="Clock period to meet with the least area, ns [default: the shortest reached]."),
    ] = None,
    tiles: Annotated[
        Path | None, typer.Option(help="Tile file whose activity gives the power; none: capture a few now.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for netlist.v, report.json, critical_path.txt.")
    ] = None,
    protection: Annotated[bool, typer.Option("--protection", help="Print the cost of protection.")] = False,
    size: SizeOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Synthesise and print tables or JSON."""
    from drift_hw.files import check_writable_folder

    chosen = chosen_config(preset, config, changes)
    library = chosen_library(pdk, corner, liberty)
    if size and not protection:
        raise UserError("--size chooses arrays whose protection is costed; give --protection as well")
    if out is not None:
        check_writable_folder(out)
    if protection:
        rows = costed(library, size, chosen, seed)
        if as_json:
            print_json(protection_result(library, rows, seed))
        else:
            print_costs(rows, library)
        return
    from drift_hw.cli.cosim import load_tiles
    from synth import opensta

    wanted = tiles is not None or opensta.program() is not None
    report = synthesised(
        chosen, library, load_tiles(chosen, tiles, seed) if wanted else None, period=period, out=out
    )
    if as_json:
        print_json(result(report, seed))
    else:
        from rich.console import Console

        report.print(Console())


def chosen_library(pdk: str | None, corner: str | None, liberty: Sequence[Path] | None) -> Library:
    """Return the cell library that the options name. Raises `UserError`."""
    from synth.pdk import load_files, load_pdk

    if liberty:
        if pdk is not None or corner is not None:
            raise UserError("give --liberty or --pdk with --corner, not both")
        return load_files(liberty)
    return load_pdk(pdk or "osu018", corner)


def synthesised(
    config: Config,
    library: Library,
    tiles: TileSet | None,
    *,
    period: float | None = None,
    out: Path | None = None,
) -> SynthesisReport:
    """Synthesise with a progress bar; power comes from the activity of `tiles`. Raises `UserError`."""
    from synth.activity import OperandTiles
    from synth.flow import synthesise

    operands = None
    if tiles is not None:
        source = ", ".join(
            f"{name} {tiles.source[name]}" for name in ("seed", "steps") if name in tiles.source
        )
        pairs = [(tile.a, tile.b) for tile in tiles]
        operands = OperandTiles(pairs, f"tiles of the diffusion transformer ({source})").limited()
    with progress("Synthesis") as show:
        return synthesise(
            config,
            library,
            period_ns=period,
            tiles=operands,
            work_dir=out,
            progress=lambda what, done, total: show(done, total, what),
        )


def result(report: SynthesisReport, seed: int) -> dict[str, Any]:
    """Return a synthesis report as plain values, with `config`, `seed` and `versions`."""
    from drift_hw.provenance import provenance

    return report.to_dict() | provenance(report.config, seed)


def costed(library: Library, sizes: Sequence[int] | None, config: Config, seed: int) -> list[ProtectionRow]:
    """Cost protection with a progress bar; `config` gives everything but the size. Raises `UserError`."""
    from synth.protection import SIZES, protection_cost

    with progress("Cost of protection") as show:
        return protection_cost(
            sorted(sizes or SIZES),
            library,
            base=config,
            seed=seed,
            progress=lambda what, done, total: show(done, total, what),
        )


def protection_result(library: Library, rows: Sequence[ProtectionRow], seed: int) -> dict[str, Any]:
    """Return the cost of protection as plain values: `rows` by size, beside `library`, `seed`, `versions`."""
    from drift_hw.provenance import provenance

    return {
        "library": library.name,
        "rows": [row.to_dict() for row in rows],
        **provenance(None, seed),
    }


def print_costs(rows: Sequence[ProtectionRow], library: Library) -> None:
    """Print the cost of protection, a column for each size; narrow enough for any terminal."""
    names = sorted(
        {name for row in rows for name in row.parts}, key=lambda name: -rows[-1].parts.get(name, 0.0)
    )
    lines: dict[str, Sequence[float | None]] = {
        "area": [row.area_share for row in rows],
        "power": [row.power_share for row in rows],
        "bare 2/N": [row.bare_share for row in rows],
    }
    lines |= {f"area: {name}": [row.parts.get(name, 0.0) for row in rows] for name in names}
    print_table(
        f"What protection adds, {library.name}: shares of the array without it, in %",
        ["share", *(f"{row.size} x {row.size}" for row in rows)],
        [
            [name, *("-" if share is None else round(100 * share, 2) for share in shares)]
            for name, shares in lines.items()
        ],
    )
