"""`drift-hw report`: the HTML page of a run folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from drift_hw.cli.options import JsonOption, print_json

HELP = """
Make the self-contained HTML page of a run folder, as `demo` fills one.

A run folder holds `config.toml` and what the commands print with `--json`: `generate.json`, `capture.json`,
`cosim.json`, `image.json` (with `images.png`), `synth.json`, `protection.json`, `characterize.json`,
`compare.json`, `explore.json`, `headline.json`; and the tables of `drift-hw study`. Whatever is there is
shown, whichever commands wrote into the folder.
"""
EPILOG = """
**Examples**

`drift-hw report` makes the page of build/demo again

`drift-hw report build/campaign --out page.html` after `make study`
"""


def run(
    folder: Annotated[Path, typer.Argument(help="Run folder.")] = Path("build/demo"),
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Page to write [default: FOLDER/report.html].")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write the page and print where it is."""
    from drift_hw.files import check_writable, write_text
    from drift_hw.report.page import render

    path = out or folder / "report.html"
    check_writable(path)
    write_text(path, render(folder))
    if as_json:
        print_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        typer.echo(f"Wrote {path} ({path.stat().st_size / 1e6:.1f} MB)")
