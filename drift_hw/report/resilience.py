"""What the page says of resilience studies: a picture and a table of each, drawn from its parquet file."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from drift_hw.report.plots import Picture, Theme, picture

if TYPE_CHECKING:
    from golden.resilience.quality import Estimate
    from golden.resilience.study import Study
    from golden.resilience.summary import Point

FLOP = "-flop"
"""Ends the name of a table whose errors come from a timing table."""

CAPTIONS = {
    "by-bit": "One bit of a result flips, always the same.",
    "by-timestep": "Errors in one timestep only; 0 is noise, the last gives the image.",
    "by-block": "Errors in one block of the network only.",
    "by-kind": "Errors in one kind of matrix product only, in all blocks and timesteps.",
    "by-rate": "Errors everywhere.",
    "heat-map": "Errors in one block and one timestep only: median PSNR.",
    "self-correction": (
        "Errors in one timestep only: how far the estimate of the clean image then is from the one without "
        "faults, over all that follow. A curve that falls is a process that corrects itself."
    ),
    "scales": "The same errors under other scales of activations; PSNR is to images of the float network.",
    "by-threshold": "Rollback without exact correction; deltas of 2^threshold and more are critical.",
    "by-interval": "Rollback without exact correction; timesteps between checkpoints.",
}


def tables(folder: Path) -> list[Path]:
    """Return the tables of studies in a folder, in the order in which the page tells them."""
    from golden.resilience.study import STUDIES

    names = [f"{study}{suffix}" for suffix in ("", FLOP) for study in STUDIES]
    return [path for name in names if (path := folder / f"{name}.parquet").is_file()]


def section(paths: Sequence[Path]) -> dict[str, Any]:
    """Return what the page shows of these tables. Raises `CampaignError` and `UserError` for broken ones."""
    from drift_hw.campaign import metadata, rows
    from golden.resilience.study import STUDIES
    from golden.resilience.summary import summary

    studies, commands, provenance = [], [], {}
    for path in paths:
        study, table = STUDIES[path.stem.removesuffix(FLOP)], rows(path)
        points = summary(study, table)
        columns, lines = table_of(study, points)
        flop = path.stem.endswith(FLOP)
        studies.append(
            {
                "title": f"{study.title}{', from a timing table' if flop else ''}",
                "picture": draw(study, points),
                "caption": f"{CAPTIONS[study.name]} {_setting(table)}{_missing(points)}",
                "columns": columns,
                "rows": lines,
                "text_columns": len(study.axes),
            }
        )
        commands.append(command(study, table))
        context = metadata(path)["context"]
        seeds = ", ".join(map(str, _seeds(table)))
        provenance[f"study {path.stem}"] = context | {"seed": seeds}
    return {
        "studies": studies,
        "seeds": ", ".join(map(str, _seeds(table))),
        "judged": any(point.accuracy is not None for point in points),
        "commands": commands,
        "provenance": provenance,
    }


def _missing(points: Sequence[Point]) -> str:
    """Return what is said of figures that a table does not have; nothing where the classifier judged."""
    if points[0].accuracy is not None:
        return ""
    latent = points[0].relative_error is not None
    return (
        " The shipped classifier can not read what this network draws: there is no class accuracy, and no "
        "distance of distributions."
    ) + latent * (
        " Images are latents: for PSNR and SSIM each channel is scaled by what the fault-free one spans. "
        "What compares pixels is there only where a decoder was given."
    )


def _setting(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the size of the errors and of the study, in words."""
    faulty = [row for row in rows if row["errors.model"] != "none"]
    images = f"{rows[0]['images'] * len(_seeds(rows))} images a point, {rows[0]['steps']} timesteps"
    if faulty[0]["errors.model"] == "flop":
        return f"{images}, {faulty[0]['errors.voltage']:g} V."
    rates = {row["errors.rate"] for row in faulty}
    return f"{images}, {min(rates):g} of the results wrong." if len(rates) == 1 else f"{images}."


def command(study: Study, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the command that gives the rows of a study again, but for the configuration."""
    from golden.resilience.study import Settings

    seeds = _seeds(rows)
    words = ["drift-hw", "study", study.name, "--images", rows[0]["images"], "--steps", rows[0]["steps"]]
    words += ["--seed", seeds[0], "--seeds", len(seeds)]
    faulty = next(row for row in rows if row["errors.model"] != "none")
    for name in ("weights", "decoder", "device"):
        if faulty.get(name) is not None:
            words += [f"--{name}", faulty[name]]
    if faulty["guidance"] != Settings.guidance:
        words += ["--guidance", faulty["guidance"]]
    if faulty["errors.model"] == "flop":
        words += ["--fidelity", "flop", "--table", faulty["errors.table"]]
        words += ["--voltage", faulty["errors.voltage"], "--period-ps", faulty["errors.period_ps"]]
    elif "rate" not in study.axes:
        words += ["--rate", faulty["errors.rate"]]
    return shlex.join(map(str, words))


def _seeds(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    return sorted({row["seed"] for row in rows if row["errors.model"] != "none"})


def table_of(study: Study, points: Sequence[Point]) -> tuple[list[str], list[list[Any]]]:
    """Return columns and rows of a study; figures are texts with their intervals."""
    if study.name == "self-correction":
        return _recovery_table(points)
    shown = [
        (title, name, digits)
        for title, name, digits in _FIGURES
        if any(getattr(point, name) is not None for point in points)
    ]
    counted = any(point.wrong is not None for point in points)
    columns = [*study.axes, *(title for title, _, _ in shown), *["results wrong"] * counted]
    rows = []
    for point in points:
        row = [*(point.key or ("fault-free", *[""] * (len(study.axes) - 1)))]
        row += [_text(getattr(point, name), digits) for _, name, digits in shown]
        row += ["" if point.wrong is None else f"{point.wrong:.2g}"] * counted
        rows.append(row)
    return columns, rows


_FIGURES = (
    ("PSNR, dB", "psnr", 1),
    ("SSIM", "ssim", 3),
    ("relative error", "relative_error", 3),
    ("pixels: dB", "decoded_psnr", 1),
    ("pixels: SSIM", "decoded_ssim", 3),
    ("read as asked", "accuracy", 3),
    ("Frechet", "frechet", 1),
    ("KID", "kernel", 2),
    ("LPIPS", "lpips", 3),
)
"""Columns that a table has where they were measured: title, field of `Point`, digits."""


def _recovery_table(points: Sequence[Point]) -> tuple[list[str], list[list[Any]]]:
    """Return how far off the estimate of the clean image is right after the errors, at worst, and at last."""
    columns = ["timestep", "off after it", "off at worst", "off at the end", "end / after", "PSNR, dB"]
    rows = []
    for point in points[1:]:
        since = point.deviation[point.key[0] :]
        after, worst, last = since[0], max(since), since[-1]
        share = f"{last.value / after.value:.2f}" if after.value else ""
        rows.append([point.key[0], *(_text(each, 4) for each in (after, worst, last)), share])
        rows[-1].append(_text(point.psnr, 1))
    return columns, rows


def _text(estimate: Estimate | None, digits: int) -> str:
    if estimate is None:
        return ""
    value, low, high = (f"{each:.{digits}f}" for each in estimate)
    return f"{value} [{low}, {high}]"


# -- pictures ------------------------------------------------------------------------------------------


def draw(study: Study, points: Sequence[Point]) -> Picture:
    """Draw the points of a study; the first of them is without faults."""
    if study.name == "heat-map":
        return _heat_map(study, points[1:])
    if study.name == "self-correction":
        return _trajectories(study, points[1:])
    curves: dict[str, list[Point]] = {}
    for point in points[1:]:
        curves.setdefault(point.key[0] if len(study.axes) > 1 else "", []).append(point)
    return _curves(study, curves)


def _curves(study: Study, curves: Mapping[str, Sequence[Point]]) -> Picture:
    """Draw PSNR and accuracy (SSIM, where nothing reads the images) beside each other over the last axis."""
    first = next(iter(curves.values()))
    judged = first[0].accuracy is not None
    named = isinstance(first[0].key[-1], str)
    logarithmic = study.axes[-1] == "rate" and first[-1].key[-1] < 1

    def place(points: Sequence[Point]) -> np.ndarray:
        return np.arange(len(points)) if named else np.array([point.key[-1] for point in points], float)

    def panel(axes: Axes, theme: Theme, name: str) -> None:
        colours = _colours(theme, len(curves))
        for (label, points), colour in zip(curves.items(), colours, strict=True):
            value, low, high = np.array([getattr(point, name) for point in points]).T
            axes.errorbar(
                place(points),
                value,
                (value - low, high - value),
                fmt="o" if named else "o-",
                color=colour,
                ecolor=colour,
                elinewidth=0.8,
                linewidth=1.2,
                markersize=3.5,
                label=label,
            )
        if named:
            axes.set_xticks(np.arange(len(first)), [point.key[-1] for point in first])
        if logarithmic:
            positive = min(each for points in curves.values() for each in place(points) if each > 0)
            axes.set_xscale("symlog", linthresh=positive)
        axes.set_xlabel(study.axes[-1] if logarithmic or study.axes[-1] != "rate" else "clock period, ps")

    def draw_curves(figure: Figure, theme: Theme) -> None:
        left, right = figure.subplots(1, 2)
        panel(left, theme, "psnr")
        panel(right, theme, "accuracy" if judged else "ssim")
        left.set_ylabel("median PSNR, dB")
        right.set_ylabel("read as asked" if judged else "median SSIM")
        if judged:
            right.set_ylim(-0.02, 1.04)
        if len(curves) > 1:
            right.legend(frameon=False, loc="lower left", fontsize=8.5)

    what = "share of digits read as asked" if judged else "SSIM"
    return picture((7.2, 3.2), f"{study.title}: PSNR and {what}", draw_curves)


def _heat_map(study: Study, points: Sequence[Point]) -> Picture:
    blocks, steps = (sorted({point.key[axis] for point in points}) for axis in (0, 1))
    values = np.full((len(blocks), len(steps)), np.nan)
    for point in points:
        values[blocks.index(point.key[0]), steps.index(point.key[1])] = point.psnr.value

    def draw_map(figure: Figure, theme: Theme) -> None:
        axes = figure.add_subplot()
        colours = matplotlib.colormaps[theme.scale].with_extremes(bad=theme.empty)
        image = axes.imshow(values, cmap=colours, aspect="auto", interpolation="nearest")
        middle = (np.nanmin(values) + np.nanmax(values)) / 2
        for (row, column), value in np.ndenumerate(values):
            # Colour maps of both themes go from the page's background to the blue of its ink.
            colour = theme.ink if value < middle else "#ffffff" if theme.scale == "Blues" else "#10151d"
            axes.text(column, row, f"{value:.0f}", ha="center", va="center", color=colour, fontsize=9)
        axes.set_xticks(range(len(steps)), steps)
        axes.set_yticks(range(len(blocks)), blocks)
        axes.tick_params(length=0)
        axes.set_xlabel("timestep")
        axes.set_ylabel("block")
        figure.colorbar(image, ax=axes, label="median PSNR, dB").outline.set_visible(False)

    size = 7.2, max(2.8, 0.8 + 0.24 * len(blocks))
    return picture(size, f"{study.title}: map of PSNR by block and timestep", draw_map)


def _trajectories(study: Study, points: Sequence[Point]) -> Picture:
    def draw_lines(figure: Figure, theme: Theme) -> None:
        axes = figure.add_subplot()
        for point, colour in zip(points, _colours(theme, len(points)), strict=True):
            steps = np.arange(point.key[0], len(point.deviation))
            value, low, high = np.array(point.deviation[point.key[0] :]).T
            axes.fill_between(steps, low, high, color=colour, alpha=0.2, linewidth=0)
            axes.plot(steps, value, "o-", color=colour, markersize=3, label=f"in {point.key[0]}")
        axes.set_xlabel("timestep")
        axes.set_ylabel("off by (root mean square, of 2)")
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False, loc="upper right", title="errors", fontsize=8.5)

    return picture((7.2, 3.2), f"{study.title}: distance to the run without faults by timestep", draw_lines)


def _colours(theme: Theme, count: int) -> Iterator[str]:
    own = (theme.blue, theme.amber, theme.green, theme.red, theme.ink)
    return (own[index % len(own)] for index in range(count))
