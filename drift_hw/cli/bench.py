"""`drift-hw bench`: every published figure, measured again."""

from __future__ import annotations

from typing import Annotated

import typer

from drift_hw.cli.options import JsonOption, SeedOption, print_json, print_table, progress

HELP = """
Measure one of the project's published figures.

With `--json`: a list of `{name, value, unit, better, config, seed, versions}`. Shares are fractions, 0 to 1.
Without a name, the benches and their figures are listed.
"""
EPILOG = """
**Examples**

`drift-hw bench` lists what can be measured

`drift-hw bench generate-256 --json` prints seconds and bytes of the 256 x 256 array's Verilog
"""


def run(
    name: Annotated[str | None, typer.Argument(help="Which bench; none: list them.")] = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
) -> None:
    """Print the figures of the bench `name`, or the list of benches."""
    from drift_hw import bench

    if name is None:
        catalogue = [
            {"bench": entry.name, "summary": entry.summary, "figures": [kind.name for kind in entry.figures]}
            for entry in bench.BENCHES.values()
        ]
        if as_json:
            print_json(catalogue)
        else:
            rows = [[entry["bench"], entry["summary"], ", ".join(entry["figures"])] for entry in catalogue]
            print_table("Benches", ["bench", "what it measures", "figures"], rows)
        return
    chosen = bench.find(name)
    with progress(f"bench {name}"):
        figures = bench.measure(chosen, seed)
    if as_json:
        print_json(figures)
    else:
        rows = [[f["name"], f["value"], f["unit"], f["better"]] for f in figures]
        print_table(chosen.summary, ["figure", "value", "unit", "better"], rows)
