"""Pictures of the headline: what is saved by what, and where energy and time go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from drift_hw.report.headline import FACTORS, GROUPS, SHARES, grouped, short
from drift_hw.report.plots import Picture, Theme, on_white, picture

Result = Mapping[str, Any]

PUBLISHED = {"saving": 0.36, "speedup": 1.7}
"""Energy saved and speed-up of the DRIFT paper, on its own basis."""
SIZE = (7.2, 3.0)
_POINTS = ("no\nchecks", "with\nchecks", "first\nfailure", "last\nkept")
_BESIDE: Mapping[str, Any] = {"textcoords": "offset points", "ha": "center", "fontsize": 8.5}
_TIMES = ("array", "waiting", "checkpoints", "replay", "tiles run again", "settling")


def split_picture(found: Result) -> Picture:
    """Draw energy saved and speed gained in each library, and their parts, with intervals over dies."""
    return picture(
        SIZE,
        "Energy saved and speed-up of each library, split into protection, margin and errors tolerated",
        lambda figure, theme: _draw_split(found, figure, theme),
    )


def split_figure(found: Result) -> bytes:
    """Return the same as an SVG on white, for a document."""
    return on_white(SIZE, lambda figure, theme: _draw_split(found, figure, theme), "svg")


def parts_picture(found: Result) -> Picture:
    """Draw energy and time by part at each point, of each library: 100 % is the chip without checks."""
    height = 1.2 + 2.3 * len(found["libraries"])
    return picture(
        (7.2, height),
        "Energy and time by part: without checks, with them, at the first failure, at the last kept point",
        lambda figure, theme: _draw_parts(found, figure, theme),
    )


def _draw_split(found: Result, figure: Figure, theme: Theme) -> None:
    energy, speed = figure.subplots(1, 2)
    _bars(energy, found, theme, "energy", [key for key, _ in SHARES])
    energy.axhline(0, color=theme.soft, linewidth=0.8)
    energy.set_ylabel("share of energy, %")
    _bars(speed, found, theme, "speed", [key for key, _ in FACTORS])
    speed.set_ylabel("factor of speed")
    figure.legend(
        *energy.get_legend_handles_labels(), loc="outside lower center", ncols=5, frameon=False, fontsize=8.5
    )


_NAMES = {
    "saving": "gained in all",
    "speedup": "gained in all",
    "protection": "protection",
    "margin": "margin reclaimed",
    "tolerated": "errors tolerated",
}


def _bars(axes: Axes, found: Result, theme: Theme, what: str, keys: Sequence[str]) -> None:
    """Draw a group of bars for each library: shares from 0, factors from 1."""
    colours = (theme.ink, theme.red, theme.blue, theme.green)
    libraries = found["libraries"]
    is_share = what == "energy"
    scale, base = (100.0, 0.0) if is_share else (1.0, 1.0)
    for number, (key, colour) in enumerate(zip(keys, colours, strict=True)):
        parts = [each["networks"][found["network"]][what]["parts"][key] for each in libraries]
        value, low, high = (
            scale * np.array([part[name] for part in parts]) for name in ("mean", "low", "high")
        )
        if is_share and key == "protection":  # what it costs is taken away
            value, low, high = -value, -high, -low
        at = np.arange(len(libraries)) + 0.2 * (number - 1.5)
        axes.bar(at, value - base, 0.18, bottom=base, color=colour, label=_NAMES[key])
        # The mean of a skewed lot may lie outside of its quantiles.
        spread = np.maximum((value - low, high - value), 0)
        axes.errorbar(at, value, spread, fmt="none", ecolor=theme.soft, elinewidth=1, capsize=2)
        for place, each, least, most in zip(at, value, low, np.maximum(value, high), strict=True):
            text = f"{each:+.1f}" if is_share else f"{each:.2f}"
            lost = each < base
            end, offset = (least, -2) if lost else (max(most, base), 2)
            axes.annotate(text, (place, end), (0, offset), va="top" if lost else "bottom", **_BESIDE)
    published: dict[str, Any] = {
        "color": theme.amber,
        "linewidth": 1,
        "linestyle": (0, (4, 3)),
        "label": "DRIFT, published",
    }
    axes.axhline(scale * PUBLISHED[keys[0]], **published)
    axes.set_xticks(np.arange(len(libraries)), [short(each) for each in libraries])
    axes.tick_params(axis="x", length=0)
    axes.margins(y=0.1)


def _draw_parts(found: Result, figure: Figure, theme: Theme) -> None:
    libraries = found["libraries"]
    panels = figure.subplots(len(libraries), 2, squeeze=False)
    colours = matplotlib.color_sequences["tab20"]
    shades = dict(zip(GROUPS, (colours[index] for index in (0, 2, 3, 14, 4, 6, 8, 18, 12, 10)), strict=True))
    times = dict(zip(_TIMES, (colours[index] for index in (0, 14, 8, 3, 18, 12)), strict=True))
    named: tuple[dict[str, Any], dict[str, Any]] = {}, {}
    for (left, right), library in zip(panels, libraries, strict=True):
        network = library["networks"][found["network"]]
        energy = [grouped(point["joules"]) for point in network["energy"]["points"]]
        named[0].update(_stack(left, energy, shades, f"{short(library)}: energy, %"))
        seconds = [point["seconds"] for point in network["speed"]["points"]]
        named[1].update(_stack(right, seconds, times, f"{short(library)}: time, %"))
    for column, (title, parts) in enumerate(
        zip(("at the sign-off clock", "at the nominal supply"), named, strict=True)
    ):
        panels[0, column].set_title(title, fontsize=10, color=theme.ink)
        figure.legend(
            parts.values(), parts, loc=f"outside lower {'left' if column == 0 else 'right'}", ncols=2,
            frameon=False, fontsize=8.5,
        )  # fmt: skip


VISIBLE = 0.004
"""Share of the first bar below which a part is not drawn by itself."""


def _stack(
    axes: Axes, points: Sequence[Mapping[str, float]], colours: Mapping[str, Any], label: str
) -> dict[str, Any]:
    """Draw stacked bars, in per cent of the first; return those that can be seen, by name."""
    one = sum(points[0].values())
    at, bottom, named = np.arange(len(points)), np.zeros(len(points)), {}
    for name, colour in colours.items():
        heights = np.array([100 * point.get(name, 0.0) / one for point in points])
        bars = axes.bar(at, heights, 0.72, bottom, color=colour)
        bottom += heights
        if heights.max() > 100 * VISIBLE:
            named[name] = bars
    for place, height in zip(at, bottom, strict=True):
        axes.annotate(f"{height:.0f}", (place, height), (0, 2), **_BESIDE)
    axes.set_ylim(0, 1.1 * bottom.max())
    axes.set_xticks(at, _POINTS, fontsize=8.5)
    axes.tick_params(axis="x", length=0)
    axes.set_ylabel(label)
    return named
