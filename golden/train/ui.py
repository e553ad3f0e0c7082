"""What the training commands share: a progress bar, and one-line errors."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from drift_hw import __version__
from drift_hw.errors import UserError


@contextmanager
def progress_bar(
    title: str, total: int, start: int = 0, value: str = "loss"
) -> Iterator[Callable[..., None]]:
    """Show a bar on standard error; yields report(done, value=None), `value` shown beside the bar."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[value]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=total, completed=start, value="")

        def report(done: int, shown: float | None = None) -> None:
            bar.update(task, completed=done, value="" if shown is None else f"{value} {shown:.4f}")

        yield report


def run(main: Callable[..., None]) -> None:
    """Run a typer command; a `UserError` becomes one line on standard error and exit code 2."""
    try:
        typer.run(main)
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)


def versions() -> dict[str, str]:
    """Return the versions that decide the numbers: this project, PyTorch and Python."""
    return {"drift-hw": __version__, "torch": torch.__version__, "python": platform.python_version()}
