"""`drift-hw generate`: Verilog of a configuration, and what a flow needs beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from drift_hw.cli.options import (
    ConfigOption,
    JsonOption,
    PresetOption,
    SetOption,
    chosen_config,
    print_json,
    print_table,
    progress,
)
from drift_hw.config import Config

HELP = """
Write the Verilog of a configuration: the array core, the accelerator around it, and what a flow needs.

Registers and descriptors come as SystemRDL, C header and Markdown; beside them stand flop manifest, SDC
constraints, FuseSoC core and the configuration. Above 128 rows or columns there is a core only.

The same configuration gives the same bytes, stamped with its hash.
"""
EPILOG = """
**Examples**

`drift-hw generate --preset tiny` writes the 4 x 4 accelerator to build/rtl/tiny

`drift-hw generate --set array.rows=3 --set array.columns=5 --out build/small`

`drift-hw generate --preset drift --set protection.abft=false --out build/bare` leaves the checksums out
"""


def result(config: Config, folder: Path) -> dict[str, Any]:
    """Write the files of `config` into `folder`; return `{config, files: [{path, bytes}]}`."""
    from drift_hw import emit

    paths = emit.write(config, folder)
    files = [{"path": str(path), "bytes": path.stat().st_size} for path in paths]
    return {"config": config.hash, "files": files}


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder to write into [default: build/rtl/NAME].")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write the files; print what was written."""
    from drift_hw.files import check_writable_folder

    chosen = chosen_config(preset, config, changes)
    folder = out or Path("build/rtl") / (config.stem if config else preset or "demo")
    check_writable_folder(folder)
    with progress("Generating"):
        written = result(chosen, folder)
    if as_json:
        print_json(written)
    else:
        size = f"{chosen.array.rows} x {chosen.array.columns}"
        rows = [[Path(file["path"]).name, file["bytes"]] for file in written["files"]]
        print_table(f"{size} array, configuration {chosen.hash}, in {folder}", ["file", "bytes"], rows)
