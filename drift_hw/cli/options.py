"""Options and output that several commands share."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from drift_hw import config as configuration
from drift_hw.config import Config, ConfigError

PresetOption = Annotated[
    str | None,
    typer.Option("--preset", "-p", help=f"Named configuration: {', '.join(configuration.PRESETS)}."),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Configuration file (TOML), as `generate` writes it."),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        "-s",
        metavar="KEY=VALUE",
        help="Change one key, e.g. `array.rows=8` or `protection.abft=false`. Repeatable.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output, not a table.")]
SeedOption = Annotated[int, typer.Option(min=0, help="Seed of every random draw: same seed, same bytes.")]
SchedulerOption = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers to use, e.g. tcp://host:8786."),
]
WeightsOption = Annotated[
    Path | None,
    typer.Option(
        help="Checkpoint with description FILE.json and calibration FILE-scales.json "
        "[default: the shipped one]."
    ),
]
GuidanceOption = Annotated[
    float | None,
    typer.Option(help="Strength of classifier-free guidance, as in the calibration [default: 1.75]."),
]
DecoderOption = Annotated[
    Path | None,
    typer.Option(help="Decoder of the latents that --weights draws, a .pt2 file of torch.export."),
]
DeviceOption = Annotated[
    str, typer.Option(help="Where networks run: cpu, or a GPU, cuda or cuda:N; each worker has its own copy.")
]
TableOption = Annotated[
    Path | None, typer.Option("--table", help="Timing table of `drift-hw characterize`: errors of flops.")
]
VoltageOption = Annotated[float | None, typer.Option(help="Supply with --table, V.")]
PeriodOption = Annotated[float | None, typer.Option(help="Clock period with --table, ps.")]
StepsOption = Annotated[int, typer.Option(help="Steps of the sampler, 1 to 1000.")]
OutOption = Annotated[Path, typer.Option("--out", "-o", help="Folder of the results.")]
WorkersOption = Annotated[
    int | None, typer.Option(min=1, help="Processes on this machine [default: one per core].")
]


def chosen_config(
    preset: str | None, file: Path | None, changes: Iterable[str] | None, default: str = "demo"
) -> Config:
    """Return the configuration that `--preset` or `--config` names, with the `--set` changes applied.

    Raises `ConfigError` when both are given, when either is unknown, or for a change that is not
    `section.key=value`.
    """
    if preset is not None and file is not None:
        raise ConfigError("give --preset or --config, not both; --set changes single keys of either")
    if preset is not None and preset not in configuration.PRESETS:
        raise ConfigError(
            f"unknown preset {preset!r}; presets: {', '.join(configuration.PRESETS)}; "
            "a file is given with --config"
        )
    if file is not None and file.suffix != ".toml":
        raise ConfigError(f"--config {file} is not a .toml file; a preset is given with --preset")
    config = configuration.load(str(file) if file is not None else preset or default)
    changed = {}
    for change in changes or ():
        name, equals, text = change.partition("=")
        section, dot, key = name.strip().partition(".")
        if not (equals and dot):
            raise ConfigError(f"--set {change}: must be SECTION.KEY=VALUE, e.g. array.rows=8")
        try:
            value = tomllib.loads(f"value = {text}")["value"]
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"--set {change}: {text!r} is not a TOML value such as 8 or true") from error
        changed[f"{section}__{key}"] = value
    # All at once: keys that exclude each other come in any order.
    return config.replace(**changed)


def print_json(data: Any) -> None:
    """Print `data` as indented JSON on standard output."""
    json.dump(data, sys.stdout, indent=2)
    sys.stdout.write("\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table on standard output; numbers are right-aligned, text is left-aligned."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    lines = [[_cell(value) for value in row] for row in rows]
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for index, column in enumerate(columns):
        numeric = bool(lines) and all(isinstance(line[index][1], int | float) for line in lines)
        table.add_column(column, justify="right" if numeric else "left", no_wrap=index == 0 and not numeric)
    for line in lines:
        table.add_row(*(text for text, _ in line))
    console = Console()
    console.print(title, style="bold", markup=False, highlight=False)
    console.print(table)


def _cell(value: object) -> tuple[str, object]:
    """Return the text of a table cell, four significant digits for a float, and the value itself."""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}", value
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}", value
    return str(value), str(value)


class Progress(Protocol):
    """Moves a progress bar: work done, work to do, and what is being done."""

    def __call__(self, done: int, total: int, what: str | None = None) -> None: ...  # noqa: D102


@contextmanager
def progress(description: str) -> Iterator[Progress]:
    """Show a progress bar on standard error; yields the function that moves it.

    Until it is called, the bar pulses with the time spent. Standard output stays free for results, and
    where standard error is no terminal nothing is shown: a log keeps results and messages only.
    """
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(description, total=None)

        def show(done: int, total: int, what: str | None = None) -> None:
            text = description if what is None else f"{description}: {what}"
            bar.update(task, completed=done, total=total, description=text)

        yield show


@contextmanager
def campaign_progress(description: str) -> Iterator[Callable[[int, int, float | None], None]]:
    """Show a progress bar with the time left; yields the `on_progress` of `drift_hw.campaign.run`."""
    with progress(description) as show:

        def show_trials(done: int, total: int, seconds_left: float | None) -> None:
            left = "" if seconds_left is None else f", {_duration(seconds_left)} left"
            show(done, total, f"{done} of {total}{left}")

        yield show_trials


def _duration(seconds: float) -> str:
    """Return a time with the two units that matter: `2 h 05 min`, `3 min 20 s`, `45 s`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes_left:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
