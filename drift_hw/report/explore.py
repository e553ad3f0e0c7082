"""The page's section on the search of an operating policy: who runs at which point, and what was tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from drift_hw.report.plots import Picture, Theme, on_white, picture
from drift_hw.report.sections import number

Result = Mapping[str, Any]

_SIZE = (7.2, 3.8)
NOTE = (
    "%: of the chip without protection at sign-off. read: read as the digit asked for; FD: Frechet distance, "
    "and the end of the fault-free run's interval; brackets: 95 % intervals."
)
_STYLES = {"paper": "s", "paper, calm": "D", "uniform": "^", "searched": "o"}
"""Markers by where a policy comes from."""


def section(found: Result) -> dict[str, Any]:
    """Return text, picture and table; `found` is the result of `drift-hw explore --json`."""
    columns, rows = table_of(found)
    return {
        "lead": (
            f"The search asked for {found['search']['asked']} policies, made images of "
            f"{len(found['tried'])}, and confirmed the best with {found['plan']['confirm']} images in "
            f"{found['plan']['steps']} steps from other seeds, {found['scaling']} scales of activations, "
            f"for the die of the median first failure in {found['library']}."
        ),
        "picture": policy_picture(found),
        "caption": (
            f"Left: {_axis(found)[0]} of each block and timestep; timestep 0 is noise. Right: "
            f"{found['objective']} against quality of all that were tried with few images; the star is the "
            "policy found."
        ),
        "columns": columns,
        "rows": [[number(cell) for cell in row] for row in rows],
        "note": f"{gains(found)} {NOTE}",
    }


def title(found: Mapping[str, Any]) -> str:
    """Return the title of the table."""
    return (
        f"{found['objective'].capitalize()} of {found['plan']['steps']} steps in {found['library']}, "
        f"{found['plan']['confirm']} images to confirm"
    )


def table_of(found: Mapping[str, Any]) -> tuple[list[str], list[list[object]]]:
    """Return columns and rows, a row for each rival and the policy found."""
    unit, key = ("mJ", "joules") if found["objective"] == "energy" else ("ms", "seconds")
    axis = "voltage" if found["objective"] == "energy" else "frequency"
    columns = ["policy", unit, "%", "V" if axis == "voltage" else "MHz", "2^", "every", "read", "dB", "FD"]
    rows: list[list[object]] = []
    for each in found["policies"]:
        choice = each["choice"]
        rows.append(
            [
                each["name"],
                1e3 * each[key],
                100 * each["share"],
                " ".join(f"{point[axis]:.4g}" for point in each["points"]),
                choice["threshold"],
                choice["interval"],
                f"{each['accuracy']:.2f} [{each['accuracy_low']:.2f}, {each['accuracy_high']:.2f}]",
                f"{each['psnr']:.1f} [{each['psnr_low']:.1f}, {each['psnr_high']:.1f}]",
                f"{each['frechet']:.1f} ({each['frechet_high']:.1f})",
            ]
        )
    return columns, rows


def parts_of(found: Result) -> tuple[list[str], list[list[object]]]:
    """Return columns and rows of the energy by part, mJ, a column for each policy."""
    names = dict.fromkeys(name for each in found["policies"] for name in each["joules_by_part"])
    columns = ["part, mJ", *(each["name"] for each in found["policies"])]
    return columns, [
        [name, *(1e3 * each["joules_by_part"].get(name, 0.0) for each in found["policies"])] for name in names
    ]


def gains(found: Result) -> str:
    """Return where the gain over the paper's policy comes from, in words."""
    parts = {name: 100 * value for name, value in found["parts"].items()}
    tolerated = f"Beyond the first failure the policy gains {parts['tolerated']:+.1f} %."
    if "levels" not in parts:
        return f"{tolerated} The paper's policy keeps no images."
    return (
        f"Of the gain over the paper's policy, in % of the chip at sign-off: safe points at the first "
        f"failure {parts['safe_points']:+.1f}, threshold, interval and remedy {parts['checks']:+.1f}, points "
        f"of blocks and timesteps {parts['levels']:+.1f}. {tolerated}"
    )


def sheet(found: Result) -> bytes:
    """Return both plots as a PNG, on white."""
    return on_white(_SIZE, lambda figure, theme: _draw(found, figure, theme), "png")


def policy_picture(found: Result) -> Picture:
    """Draw supplies, or clocks, by block and timestep, and cost against quality."""
    return picture(
        _SIZE,
        f"{_axis(found)[0].capitalize()} of each block and timestep, and {found['objective']} against PSNR",
        lambda figure, theme: _draw(found, figure, theme),
    )


def _axis(found: Result) -> tuple[str, str]:
    """Return what differs between points, and its unit."""
    return ("supply", "V") if found["objective"] == "energy" else ("frequency", "MHz")


def _draw(found: Result, figure: Figure, theme: Theme) -> None:
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.6))
    _draw_points(found, left, theme)
    _draw_tried(found, right, theme)


def _draw_points(found: Result, axes: Axes, theme: Theme) -> None:
    policy = found["policy"]
    name, unit = _axis(found)
    key = "voltage" if name == "supply" else "frequency"
    steps = np.arange(policy["timesteps"])
    sensitive = (steps < policy["leading"]) | (steps >= len(steps) - policy["trailing"])
    points = np.array(
        [np.where(sensitive, block["sensitive"], block["tolerant"]) for block in policy["blocks"]]
    )
    used = np.unique(points)
    values = np.array([policy["points"][point][key] for point in used])
    # From the safest point to the boldest, a shade for each that is used.
    shades = np.linspace(0.25, 0.8, len(used))
    axes.imshow(shades[np.searchsorted(used, points)], cmap=theme.scale, vmin=0, vmax=1, aspect="auto")
    colours = matplotlib.colormaps[theme.scale]
    for shade, value in zip(shades, values, strict=True):
        axes.scatter([], [], 60, marker="s", color=[colours(shade)], label=f"{value:.4g} {unit}")
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_yticks(range(len(points)), [f"block {block}" for block in range(len(points))])
    axes.tick_params(length=0)
    axes.set_xlabel("timestep")
    axes.set_title(f"{name} of the policy found", fontsize=10, color=theme.ink)
    axes.spines[:].set_visible(False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, frameon=False, fontsize=8.5)


def _draw_tried(found: Result, axes: Axes, theme: Theme) -> None:
    for colour, (name, marker) in zip(matplotlib.color_sequences["tab10"], _STYLES.items(), strict=False):
        chosen = [each for each in found["tried"] if each["name"] == name]
        for kept in (True, False):
            points = [(100 * each["share"], each["psnr"]) for each in chosen if each["kept"] == kept]
            if points:
                share, decibels = zip(*points, strict=True)
                face = colour if kept else "none"
                label = name if kept else f"{name}, lost"
                axes.scatter(
                    share,
                    decibels,
                    26,
                    marker=marker,
                    facecolors=face,
                    edgecolors=colour,
                    label=label,
                )
    best = found["policies"][-1]
    axes.scatter([100 * best["share"]], [best["psnr"]], 130, marker="*", color=theme.red, label="found")
    axes.set_xlabel(f"{found['objective']}, % of the chip without protection at sign-off")
    axes.set_ylabel("median PSNR, dB")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=4, frameon=False, fontsize=8.5)
