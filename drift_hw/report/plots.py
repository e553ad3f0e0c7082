"""Plots of the page: each drawn twice, for light and dark screens, as self-contained SVG data URIs."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib
import matplotlib.patches
import matplotlib.ticker
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from drift_hw.config import Config

matplotlib.rcParams["svg.hashsalt"] = "drift-hw"  # the same data gives the same bytes


@dataclass(frozen=True)
class Theme:
    """Colours of one appearance; the page's style sheet has the same."""

    ink: str
    soft: str
    blue: str
    amber: str
    green: str
    red: str
    empty: str
    scale: str
    """Name of the colour map for magnitudes."""


LIGHT = Theme("#1c2430", "#5b6675", "#3f74d1", "#d08a2c", "#2d9d78", "#c8453b", "#f2f4f7", "Blues")
DARK = Theme("#e6eaf0", "#9aa7b8", "#7aa5f2", "#e0a14a", "#46c79b", "#ef7268", "#1e2530", "Blues_r")


@dataclass(frozen=True)
class Picture:
    """One plot in both appearances, as data URIs."""

    light: str
    dark: str
    text: str
    """What it shows, for readers who do not see it."""
    width: int
    """Of the screen, in CSS pixels: at this width the smallest text can be read."""


def data_uri(content: bytes, kind: str) -> str:
    """Return `content` as a data URI of MIME type `kind`."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def split_sheet(sheet: bytes, count: int) -> list[str]:
    """Return the `count` images that stand side by side in a PNG, each as a data URI."""
    from matplotlib import image

    parts = []
    for part in np.split(image.imread(io.BytesIO(sheet)), count, axis=1):
        buffer = io.BytesIO()
        image.imsave(buffer, np.ascontiguousarray(part), format="png")
        parts.append(data_uri(buffer.getvalue(), "image/png"))
    return parts


Draw = Callable[[Figure, Theme], None]
PIXELS_PER_INCH = 106
"""CSS pixels: an inch has 96, and 8.5 points are just above 12 pixels at this scale."""


def picture(size: tuple[float, float], text: str, draw: Draw) -> Picture:
    """Draw on a figure of `size` inches in both themes."""
    light, dark = (data_uri(_drawn(size, draw, theme), "image/svg+xml") for theme in (LIGHT, DARK))
    return Picture(light, dark, text, round(PIXELS_PER_INCH * size[0]))


def on_white(size: tuple[float, float], draw: Draw, kind: str) -> bytes:
    """Draw on a figure of `size` inches for documents: a `png` of 150 dpi or an `svg`."""
    return _drawn(size, draw, LIGHT, kind, transparent=False)


def _drawn(
    size: tuple[float, float], draw: Draw, theme: Theme, kind: str = "svg", *, transparent: bool = True
) -> bytes:
    colours = {
        "text.color": theme.ink,
        "axes.edgecolor": theme.soft,
        "axes.labelcolor": theme.ink,
        "xtick.color": theme.soft,
        "ytick.color": theme.soft,
        "xtick.labelcolor": theme.ink,
        "ytick.labelcolor": theme.ink,
        "font.size": 10,
        "font.family": "DejaVu Sans",
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    with matplotlib.rc_context(colours):
        figure = Figure(figsize=size, layout="constrained")
        draw(figure, theme)
        buffer = io.BytesIO()
        undated = {"Software" if kind == "png" else "Date": None}
        figure.savefig(buffer, format=kind, transparent=transparent, dpi=150, metadata=undated)
    return buffer.getvalue()


def _log2(values: np.ndarray) -> np.ndarray:
    """Return log2 of magnitudes, NaN where zero."""
    magnitude = np.abs(values.astype(np.float64))
    return np.log2(np.where(magnitude > 0, magnitude, np.nan))


def tile_picture(example: Mapping[str, Any], config: Config, threshold: int) -> Picture:
    """Draw a faulty tile: the error of each output, the deltas beside it, the correction mask around it.

    `example` holds `site`, `error` (R x C), `row_deltas` (R), `column_deltas` (C) and `mask` (R x C), as
    the result of `drift-hw cosim --json` does.
    """
    error = np.array(example["error"])
    mask = np.array(example["mask"], dtype=bool)
    bits = config.array.accumulator_width

    def deltas(axes: Axes, values: Sequence[int], theme: Theme, horizontal: bool) -> None:
        heights = np.nan_to_num(_log2(np.array(values)), nan=-1.0) + 1
        colours = [theme.amber if height >= threshold + 1 else theme.soft for height in heights]
        places = np.arange(len(values))
        limit: dict[str, Any] = {"color": theme.red, "linewidth": 0.8, "linestyle": (0, (3, 2))}
        if horizontal:
            axes.barh(places, heights, 0.8, color=colours)
            axes.axvline(threshold + 1, **limit)
            axes.set_xlim(0, bits + 1)
        else:
            axes.bar(places, heights, 0.8, color=colours)
            axes.axhline(threshold + 1, **limit)
            axes.set_ylim(0, bits + 1)
        axes.set_axis_off()

    def draw(figure: Figure, theme: Theme) -> None:
        grid = figure.add_gridspec(2, 2, width_ratios=(5, 1), height_ratios=(1, 5))
        tile = figure.add_subplot(grid[1, 0])
        above = figure.add_subplot(grid[0, 0], sharex=tile)
        beside = figure.add_subplot(grid[1, 1], sharey=tile)
        tile.set_facecolor(theme.empty)
        tile.patch.set_alpha(1)
        colours = matplotlib.colormaps[theme.scale].with_extremes(bad=theme.empty)
        tile.imshow(_log2(error), cmap=colours, vmin=-6, vmax=bits, aspect="auto", interpolation="nearest")
        for row, column in zip(*np.nonzero(mask), strict=True):
            tile.add_patch(
                matplotlib.patches.Rectangle(
                    (column - 0.44, row - 0.44), 0.88, 0.88, fill=False, edgecolor=theme.amber, linewidth=1.6
                )
            )
        tile.set_xlabel("column")
        tile.set_ylabel("row")
        tile.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(5, integer=True))
        tile.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(5, integer=True))
        tile.tick_params(length=0)
        for spine in tile.spines.values():
            spine.set_visible(False)
        deltas(above, example["column_deltas"], theme, horizontal=False)
        deltas(beside, example["row_deltas"], theme, horizontal=True)

    wrong = int((error != 0).sum())
    text = f"{example['site']}: {wrong} wrong outputs, {int(mask.sum())} masked"
    return picture((3.6, 3.4), text, draw)


def magnitude_picture(histogram: Mapping[str, Sequence[int]], threshold: int) -> Picture:
    """Draw how many faulty tiles had which largest output error, by what the checksums said of them.

    `histogram` maps `flagged` and `unflagged` to counts by floor(log2 |largest error|).
    """
    series = [(name, np.array(histogram[name])) for name in ("flagged", "unflagged")]

    def draw(figure: Figure, theme: Theme) -> None:
        axes = figure.add_subplot()
        bottom = np.zeros(len(series[0][1]))
        for (name, counts), colour in zip(series, (theme.green, theme.soft), strict=True):
            axes.bar(np.arange(len(counts)), counts, bottom=bottom, color=colour, label=name, width=0.85)
            bottom = bottom + counts
        axes.axvline(threshold - 0.5, color=theme.red, linewidth=1, linestyle=(0, (3, 2)))
        axes.annotate(
            " threshold",
            (threshold - 0.5, 1),
            xycoords=("data", "axes fraction"),
            color=theme.red,
            va="top",
        )
        axes.set_xlabel("log2 of the largest error of the tile")
        axes.set_ylabel("tiles")
        axes.legend(frameon=False, loc="upper left")

    return picture((7.2, 3.0), "Faulty tiles by the size of their largest error, flagged or not", draw)


PUBLISHED = ((32, 0.11), (64, 0.08))
"""Published area share of checksum protection on an FPGA (SCISSORS), by array size."""


def protection_picture(rows: Sequence[Mapping[str, float]]) -> Picture:
    """Draw the share of area and power that protection adds, by array size, beside the bare 2/N.

    `rows` hold `size`, `area` and optionally `power`; shares are fractions.
    """

    def draw(figure: Figure, theme: Theme) -> None:
        axes = figure.add_subplot()
        places = np.arange(len(rows))
        sizes = [int(row["size"]) for row in rows]
        axes.bar(places - 0.2, [100 * row["area"] for row in rows], 0.38, color=theme.blue, label="area")
        power = [100 * (row.get("power") or np.nan) for row in rows]
        axes.bar(places + 0.2, power, 0.38, color=theme.amber, label="power")
        axes.plot(places, [200 / size for size in sizes], "o--", color=theme.ink, label="2/N", markersize=4)
        published = [(sizes.index(size), 100 * share) for size, share in PUBLISHED if size in sizes]
        if published:
            axes.plot(*zip(*published, strict=True), "x", color=theme.red, label="published (FPGA)")
        axes.set_xticks(places, [f"{size} x {size}" for size in sizes])
        axes.set_ylabel("added by protection, %")
        axes.legend(frameon=False, loc="upper right")

    return picture((7.2, 3.2), "Area and power that protection adds, by array size", draw)
