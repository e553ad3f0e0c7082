"""The page's section on policies side by side: image grid, quality against errors, what each costs."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from drift_hw.report.plots import Picture, Theme, on_white, picture

Result = Mapping[str, Any]


def section(found: Result) -> dict[str, Any]:
    """Return text, pictures and tables; `found` is the result of `drift-hw compare --json`."""
    setting = shown_setting(found)
    return {
        "lead": (
            f"{found['images']} images in {found['steps']} steps from the noise of seed {found['seed']}, "
            f"with {found['scaling']} scales of activations. Errors, seeds and images are the same for all; "
            "each policy sees what its own circuits see. The oracle knows every error, but recovers as ours "
            "does: what it has ahead of it is what detection misses, or masks for nothing."
        ),
        "pictures": [
            {
                "picture": grid_picture(found),
                "caption": f"The first images of each policy, at {what(found)}; below them the median PSNR "
                "of all of them there (60 dB if equal).",
            },
            {
                "picture": quality_picture(found),
                "caption": "Median PSNR to the same images without errors (60 dB if equal), and "
                f"{'the share read as the digit asked for' if is_judged(found) else 'their SSIM'}."
                f"{_missing(found)}",
            },
            {
                "picture": cost_picture(found, setting),
                "caption": f"At {setting}: what is added to the unprotected array's cycles, DRAM bytes and "
                f"area{'' if found['library'] is None else ' (' + found['library'] + ')'}. Paler: cycles "
                f"in which supply and clock settle, {found['settle_us']:g} us each time. Linear up to 1 %.",
            },
        ],
        "columns": [
            "policy",
            *(f"{label}: dB, {'read' if is_judged(found) else 'SSIM'}" for label in found["settings"]),
        ],
        "rows": [
            [title, *(f"{line['psnr']:.1f}, {line[second_figure(found)]:.2f}" for line in lines)]
            for title, lines in _by_policy(found)
        ],
        "cost_title": f"What happened, and what it cost, at {setting}",
        "cost_columns": ["policy", "critical", "missed", "replaced", "blocks again", *_COSTS],
        "cost_rows": [_costs(line) for line in found["policies"] if line["setting"] == setting],
        "note": (
            "Critical: results wrong by the policy's threshold or more, 2^10 where it has none; missed: of "
            "them neither repaired, replaced nor computed again. Costs are in % of the unprotected array's."
        ),
    }


def is_judged(found: Result) -> bool:
    """Return whether the classifier reads the images."""
    return found["policies"][0]["accuracy"] is not None


def second_figure(found: Result) -> str:
    """Return the figure that is shown beside PSNR."""
    return "accuracy" if is_judged(found) else "ssim"


def _missing(found: Result) -> str:
    """Return what was left out where the classifier reads nothing, and why."""
    if is_judged(found):
        return ""
    reasons = "; ".join(f"{figure}: {reason}" for figure, reason in found["left_out"].items())
    return f" Left out: {reasons}. Latents are shown channel by channel, side by side."


def what(found: Result) -> str:
    """Return what the columns of the grid are."""
    if any(errors["model"] == "flop" for errors in found["errors"]):
        return f"falling supply and a period of {found['errors'][0]['period_ps']:g} ps"
    return "rising rates of wrong results"


def shown_setting(found: Result) -> str:
    """Return the setting whose costs are shown: the last but one, where there are several."""
    return str(found["settings"][-2:][0])


_COSTS = {"cycles": "cycles", "settling": "settling", "DRAM": "traffic", "area": "area"}


def _costs(line: Result) -> list[str]:
    counts = line["counts"]
    names = "critical_elements", "missed_elements", "replaced_elements", "recomputed_blocks"
    shares = (line[key] for key in _COSTS.values())
    return [
        line["title"],
        *(f"{counts[name]:,}" for name in names),
        *("-" if share is None else f"{100 * share:+.1f}" for share in shares),
    ]


def _by_policy(found: Result) -> list[tuple[str, list[Result]]]:
    """Return the lines of each policy, in the order of the settings."""
    lines: dict[str, list[Result]] = {}
    for line in found["policies"]:
        lines.setdefault(line["title"], []).append(line)
    return list(lines.items())


# -- pictures ------------------------------------------------------------------------------------------


def sheet(found: Result) -> bytes:
    """Return the grid of images as a PNG with labels, on white."""
    return on_white(_grid_size(found), lambda figure, theme: _draw_grid(found, figure, theme), "png")


def grid_picture(found: Result) -> Picture:
    """Draw the first images of each policy (down) and setting (across)."""
    return picture(
        _grid_size(found),
        "Images under each policy, a row for each, with more and more errors to the right",
        lambda figure, theme: _draw_grid(found, figure, theme),
    )


def _grid_size(found: Result) -> tuple[float, float]:
    shown = len(found["policies"][0]["pixels"])
    return 1.4 + 0.62 * shown * len(found["settings"]), 0.3 + 0.8 * len(_by_policy(found))


def _draw_grid(found: Result, figure: Figure, theme: Theme) -> None:
    groups = _by_policy(found)
    cells = figure.subplots(len(groups), len(found["settings"]), squeeze=False)
    for row, (title, lines) in zip(cells, groups, strict=True):
        for axes, line in zip(row, lines, strict=True):
            axes.imshow(np.hstack([pixels(each) for each in line["pixels"]]), cmap="gray", vmin=0, vmax=255)
            axes.set_xticks([])
            axes.set_yticks([])
            axes.spines[:].set_visible(False)
            axes.set_xlabel(f"{line['psnr']:.0f} dB", fontsize=8.5, color=theme.soft, labelpad=1)
        row[0].set_ylabel(title, rotation=0, ha="right", va="center", color=theme.ink, fontsize=9)
    for axes, label in zip(cells[0], found["settings"], strict=True):
        axes.set_title(label, color=theme.ink, fontsize=9)


def pixels(text: str) -> NDArray[np.uint8]:
    """Return a square grey image from its bytes in base64."""
    values = np.frombuffer(base64.b64decode(text), np.uint8)
    side = round(len(values) ** 0.5)
    return values.reshape(side, side)


_MARKERS = ("o", "s", "^", "v", "D", "P", "X", "<", ">", "*")


def quality_picture(found: Result) -> Picture:
    """Draw median PSNR and accuracy, or SSIM, of each policy against the settings."""
    groups = _by_policy(found)
    at = np.arange(len(found["settings"]))
    beside = "read as asked" if is_judged(found) else "median SSIM"

    def draw(figure: Figure, theme: Theme) -> None:
        colours = matplotlib.color_sequences["tab10"]
        panels = figure.subplots(1, 2)
        for axes, key, name in zip(
            panels, ("psnr", second_figure(found)), ("median PSNR, dB", beside), strict=True
        ):
            for number, (title, lines) in enumerate(groups):
                values = [line[key] for line in lines]
                marker = _MARKERS[(number + number // 10) % len(_MARKERS)]
                style = {"color": colours[number % 10], "marker": marker, "markersize": 5}
                axes.plot(at, values, label=title, linewidth=2.2 if title == "ours" else 1.2, **style)
            axes.set_xticks(at, found["settings"])
            axes.set_ylabel(name)
        if is_judged(found):
            panels[1].set_ylim(-0.03, 1.05)
        figure.legend(
            *panels[0].get_legend_handles_labels(),
            loc="outside lower center",
            ncols=5,
            frameon=False,
            fontsize=8.5,
        )

    return picture((7.2, 3.8), f"PSNR and {second_figure(found)} of each policy against the errors", draw)


def cost_picture(found: Result, setting: str) -> Picture:
    """Draw what each policy adds in cycles, DRAM bytes and area at a setting."""
    lines = [line for line in found["policies"] if line["setting"] == setting]
    at = np.arange(len(lines))[::-1]

    def percent(key: str) -> NDArray[np.float64]:
        return np.array([max(100 * (line[key] or 0.0), 0.0) for line in lines])

    def draw(figure: Figure, theme: Theme) -> None:
        panels = figure.subplots(1, 3, sharey=True)
        parts: Sequence[tuple[str, str, str]] = (
            ("cycles", "cycles", theme.blue),
            ("traffic", "DRAM bytes", theme.amber),
            ("area", "area", theme.green),
        )
        for axes, (key, name, colour) in zip(panels, parts, strict=True):
            if key == "cycles":
                axes.barh(at, percent(key) + percent("settling"), color=colour, alpha=0.35)
            axes.barh(at, percent(key), color=colour)
            axes.set_xscale("symlog", linthresh=1)
            axes.set_xlim(0, 1000)
            axes.set_xlabel(f"{name}, + %")
        panels[0].set_yticks(at, [line["title"] for line in lines])

    return picture((7.2, 3.2), f"What each policy adds in cycles, memory traffic and area at {setting}", draw)
