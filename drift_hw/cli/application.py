"""The Typer application: what the program says of itself, and the list of its commands."""

from __future__ import annotations

from typing import Annotated

import typer

from drift_hw.cli import (
    bench,
    capture,
    characterize,
    compare,
    cosim,
    demo,
    doctor,
    explore,
    generate,
    headline,
    image,
    report,
    study,
    synth,
)

app = typer.Typer(
    name="drift-hw",
    help=(
        "Generate an int8 accelerator with checksums and recovery, prove it on a diffusion transformer while "
        "its flops capture late, and see what it costs in silicon."
    ),
    epilog="Start with `drift-hw demo`. Every command has examples: `drift-hw COMMAND --help`.",
    rich_markup_mode="markdown",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from drift_hw import __version__

        typer.echo(f"drift-hw {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the program itself; without it Typer would print a command's help as the program's."""


for command in (
    demo,
    generate,
    capture,
    cosim,
    image,
    synth,
    characterize,
    study,
    compare,
    explore,
    headline,
    report,
    bench,
    doctor,
):
    app.command(command.__name__.rpartition(".")[2], help=command.HELP, epilog=command.EPILOG)(command.run)
