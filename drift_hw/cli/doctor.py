"""`drift-hw doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import dataclasses

import typer

from drift_hw.cli.options import JsonOption, print_json, print_table

HELP = """
Say what is installed, what is missing, what it is for and how to get it.

Exit code 1 when something is missing that the simulation can not do without.
"""
EPILOG = """
**Examples**

`drift-hw doctor`

`drift-hw doctor --json` for a machine
"""


def run(as_json: JsonOption = False) -> None:
    """Print one line for each thing the project uses."""
    from drift_hw import doctor

    checks = doctor.examine()
    if as_json:
        print_json([dataclasses.asdict(check) for check in checks])
    else:
        rows = [[check.status, check.name, check.found or "-", check.use] for check in checks]
        print_table("Installation", ["", "what", "found", "used for"], rows)
        for check in checks:
            if check.status != "ok":
                typer.echo(f"{check.name}: {check.remedy}")
    if any(check.status == "missing" for check in checks):
        raise typer.Exit(1)
