"""The page's section on timing errors: which flops fail first, where, and what the usual assumption
misses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from drift_hw.report.plots import Picture, Theme, picture

Result = Mapping[str, Any]

PUBLISHED_NOMINAL = (0.9, 2.0)
"""Nominal supply in volts and clock in GHz of DRIFT's 14 nm design (arXiv 2604.09073)."""
PUBLISHED_VOLTAGE = (
    (0.845, 1e-6),
    (0.799, 1e-4),
    (0.697, 1e-3),
    (0.676, 3e-3),
    (0.652, 1e-2),
    (0.619, 3e-2),
)
"""Its supply in volts at 2 GHz, and the error rate per output element there."""
PUBLISHED_FREQUENCY = ((2.25, 1e-6), (2.53, 1e-4), (3.37, 1e-3))
"""Its clock in GHz at 0.9 V, and the error rate there."""
UNIFORM_BITS = 31
"""Its software study flips one bit of an output, chosen uniformly among so many from bit 0."""
THRESHOLD = 10
"""Its checks repair errors from 2^10 on."""
_LEAST = 1e-7


def section(found: Result) -> dict[str, Any]:
    """Return text, pictures and tables; `found` is the result of `drift-hw characterize --json`."""
    from synth.timing.summary import rows

    header, points = found["header"], found["operating_points"]
    nominal = found["supplies"][-1]
    data = nominal["kinds"]["data"]
    columns, lines = rows(dict(found))
    pictures = [
        {
            "picture": rate_picture(found),
            "caption": (
                "Output elements with an error. Band: 5 to 95 % of dies; line: the median die; dashed: the "
                "mean of all dies. Crosses: DRIFT's published curve, at its own supply and clock over "
                "nominal. Dotted: the typical die's first failure."
            ),
        }
    ]
    if data["bits"]:
        pictures.append(
            {
                "picture": bit_picture(found["relative_periods"], data["bits"]),
                "caption": (
                    f"Flops of a data PE that capture wrongly, at {nominal['voltage']:g} V, by clock period."
                ),
            }
        )
    example = _example(data)
    if example is not None:
        pictures.append(
            {
                "picture": error_picture(example["histogram"]),
                "caption": (
                    "Wrong outputs by the size of their error, at T / T0 = "
                    f"{example['relative_period']:.3f}, where {example['wrong']:,} of "
                    f"{example['elements']:,} are wrong; beside it the assumption of one uniform bit."
                ),
            }
        )
    return {
        "lead": (
            f"The PEs were synthesised in {header['library']['name']} and their gates simulated with its "
            f"delays on {header['stream']['source']}. A flop whose data arrives too late keeps its old "
            f"value or catches a glitch. T0 = {nominal['static_period_ps'] / 1e3:.2f} ns is the clock "
            f"period that static timing allows at {nominal['voltage']:g} V; {data['cycles']:,} cycles were "
            "simulated for each kind of PE."
        ),
        "pictures": pictures,
        "columns": columns,
        "rows": lines,
        "points": list(_points(points)),
        "split": _split(points),
        "statements": list(statements(found)),
        "notes": [f"{text[0].upper()}{text[1:]}." for text in header["assumptions"]],
    }


def _points(points: Result) -> Iterator[list[str]]:
    for key, name in (
        ("sign_off", "sign-off: slow corner, droop, ageing"),
        ("first_failure", "typical die: first wrong capture"),
        ("target", f"typical die: {points['target_rate']:g} of outputs wrong"),
    ):
        point = points[key]
        voltage, period, energy = (point[name] for name in ("voltage", "period_ps", "energy"))
        yield [
            name,
            f"below {points['lowest_voltage']:.3f}" if voltage is None else f"{voltage:.3f}",
            "beyond the table" if period is None else f"{period / 1e3:.3f}",
            "-" if energy is None else f"{energy:.3f}",
        ]


def _split(points: Result) -> str:
    """Return what of the energy is margin and what is tolerated errors, in words."""
    margin, tolerated = points["margin"], points["tolerated"]
    if margin is None or tolerated is None:
        lowest = 1 - (points["lowest_voltage"] / points["sign_off"]["voltage"]) ** 2
        known = f"more than {100 * lowest:.1f} %" if margin is None else f"{100 * margin:.1f} %"
        return (
            f"Of the energy per operation at sign-off, as V squared, {known} is margin that a typical die "
            f"does not need; the table ends before {points['target_rate']:g} of the outputs are wrong. "
            f"{_period_split(points)}"
        )
    return (
        f"Of the energy per operation at sign-off, as V squared, {100 * margin:.1f} % is margin that a "
        f"typical die does not need, and {100 * tolerated:.1f} % is what tolerating errors adds to it. "
        f"{_period_split(points)}"
    )


def _period_split(points: Result) -> str:
    periods = [points[name]["period_ps"] for name in ("sign_off", "first_failure", "target")]
    if None in periods:
        return ""
    base, first, last = periods
    return (
        f"At the nominal supply, margin is worth {base / first:.2f} times the clock, errors another "
        f"{first / last:.3f} times."
    )


def statements(found: Result) -> Iterator[dict[str, str]]:
    """Yield where the assumption of one uniform, independent bit is wrong, and what that changes."""
    data = found["supplies"][-1]["kinds"]["data"]
    example = _example(data)
    if example is not None:
        histogram = np.array(example["histogram"], float)
        below = histogram[:THRESHOLD].sum() / histogram.sum()
        uniform = THRESHOLD / UNIFORM_BITS
        square = float(np.mean(4.0 ** np.arange(UNIFORM_BITS)))
        ratio = example["mean_square"] / square
        yield {
            "title": "Not any bit",
            "text": (
                f"The first bits to fail are {_bits(data['first_bits'])}. Half of the wrong outputs are "
                f"off by 2^{example['median_log2']} or more, where a uniform bit gives "
                f"2^{UNIFORM_BITS // 2}. {100 * below:.0f} % stay below the checks' threshold of "
                f"2^{THRESHOLD}; a uniform bit leaves {100 * uniform:.0f} % there, which cost nothing and "
                f"are never repaired. The mean square of an error is {ratio:.2g} times that of the "
                "assumption."
            ),
        }
    joint = data["joint"]
    if joint is not None:
        text = (
            f"At T / T0 = {joint['relative_period']:.3f} a cycle is wrong with probability "
            f"{joint['rate']:.2g}; after a wrong one the next is wrong with {joint['again'] or 0:.2g}. A "
            f"wrong word has {joint['bits_per_word']:.1f} wrong bits, in runs of "
            f"{joint['bits_per_run']:.1f}."
        )
        if joint["words_per_touched_element"] is not None:
            text += (
                f" An output that is touched at all is touched {joint['words_per_touched_element']:.1f} "
                "times, not once."
            )
        yield {"title": "Not one bit, and not once", "text": text}
        change, same = joint["rate_sign_change"], joint["rate_same_sign"]
        if change and same is not None:
            often = "only" if same == 0 else f"{change / same:.0f} times as often"
            yield {
                "title": "Not at random",
                "text": (
                    f"Captures are wrong {often} when the accumulator changes its sign ({change:.2g} against "
                    f"{same:.2g} per cycle): errors follow the data, so that outputs near zero suffer."
                ),
            }
    steep = _slope(data, found["relative_periods"])
    if steep is not None:
        low, high, share = steep
        decades = np.log10(high / low)
        published = _supply_per_decade(PUBLISHED_VOLTAGE, PUBLISHED_NOMINAL[0])
        band = found["bands"]["voltage"]
        mean = list(zip(band["at"], band["mean_element"], strict=True))
        lot = _supply_per_decade(mean, found["bands"]["nominal_voltage"])
        text = (
            f"On one die the rate rises from {low:.2g} to {high:.2g} per cycle within {100 * share:.1f} % "
            f"of the clock period, {100 * share / decades:.1f} % for each factor of ten. The published "
            f"curve takes {100 * (published or 0):.1f} % of the nominal supply for that"
        )
        if lot is not None:
            text += f", the mean over the dies drawn here {100 * lot:.1f} %"
        yield {
            "title": "Not a gentle slope",
            "text": (
                f"{text}. Slopes are made by variation among PEs and dies; a controller that trusts the "
                "slope of one die has little room."
            ),
        }


def _supply_per_decade(curve: Sequence[tuple[float, float]], nominal: float) -> float | None:
    """Return what share of the nominal supply a factor of ten takes, in (volts, rate) from 1e-6 to 1e-2.

    None where less than two of them lie there.
    """
    chosen = [(volts, np.log10(rate)) for volts, rate in curve if 1e-6 <= rate <= 1e-2]
    if len(chosen) < 2:
        return None
    (first, low), (last, high) = min(chosen, key=lambda pair: pair[1]), max(chosen, key=lambda pair: pair[1])
    return float(abs(first - last) / nominal / (high - low)) if high > low else None


def _slope(data: Result, relative_periods: Sequence[float]) -> tuple[float, float, float] | None:
    """Return the lowest rate per cycle seen, the highest up to 1 %, and how much shorter the period is there.

    None where these are less than a factor of three apart.
    """
    rates = np.array(data["rates"]["cycle"])
    (known,) = np.nonzero((rates > 0) & (rates <= 1e-2))
    if len(known) < 2 or rates[known[-1]] < 3 * rates[known[0]]:
        return None
    first, last = known[[0, -1]]
    share = 1 - relative_periods[last] / relative_periods[first]
    return float(rates[first]), float(rates[last]), float(share)


def _bits(first: Sequence[Result]) -> str:
    return ", ".join(f"{each['register']} {each['bit']}" for each in first)


def _example(data: Result) -> Result | None:
    from synth.timing.summary import nearest_errors

    return nearest_errors(dict(data))


def rate_picture(found: Result) -> Picture:
    """Draw the error rate per output element against supply and clock, with bands over dies."""
    bands, points = found["bands"], found["operating_points"]
    voltage, period = bands["nominal_voltage"], bands["sign_off_period_ps"]
    published = (
        [(v / PUBLISHED_NOMINAL[0], rate) for v, rate in PUBLISHED_VOLTAGE],
        [(f / PUBLISHED_NOMINAL[1], rate) for f, rate in PUBLISHED_FREQUENCY],
    )
    first = points["first_failure"]
    failures = (
        None if first["voltage"] is None else first["voltage"] / voltage,
        None if first["period_ps"] is None else period / first["period_ps"],
    )

    def panel(axes: Axes, theme: Theme, side: int) -> None:
        band = bands[("voltage", "frequency")[side]]
        at = np.array(band["at"]) / (voltage if side == 0 else 1.0)
        low, median, high = (np.maximum(each, _LEAST) for each in band["element"])
        axes.fill_between(at, low, high, color=theme.blue, alpha=0.25, linewidth=0)
        axes.plot(at, np.where(median > _LEAST, median, np.nan), color=theme.blue, label="median die")
        mean = np.array(band["mean_element"])
        axes.plot(
            at,
            np.where(mean > _LEAST, mean, np.nan),
            "--",
            color=theme.blue,
            label="mean of dies",
            linewidth=1,
        )
        axes.plot(*zip(*published[side], strict=True), "x", color=theme.amber, label="DRIFT, 14 nm")
        place = failures[side]
        if place is not None:
            axes.axvline(place, color=theme.red, linewidth=1, linestyle=":")
        axes.set_yscale("log")
        axes.set_ylim(_LEAST, 1.5)
        axes.set_xlabel(("supply / nominal", "clock / sign-off")[side])

    def draw(figure: Figure, theme: Theme) -> None:
        left, right = figure.subplots(1, 2, sharey=True)
        panel(left, theme, 0)
        panel(right, theme, 1)
        left.invert_xaxis()
        left.set_ylabel("outputs with an error")
        left.legend(frameon=False, fontsize=8.5, loc="upper left")

    return picture((7.2, 3.4), "Error rate per output against supply and against clock frequency", draw)


def bit_picture(relative_periods: Sequence[float], bits: Mapping[str, Sequence[Sequence[float]]]) -> Picture:
    """Draw how often each bit is captured wrongly, by clock period; `bits` are rates by register and bit."""
    names = [name for name in ("accumulator", "product", "b", "a") if name in bits]
    heights = [len(bits[name]) for name in names]

    def draw(figure: Figure, theme: Theme) -> None:
        panels = figure.subplots(len(names), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
        colours = matplotlib.colormaps[theme.scale].with_extremes(bad=theme.empty)
        for axes, name in zip(panels, names, strict=True):
            rates = np.array(bits[name], float)
            edges = np.array(relative_periods)
            shown = np.log10(np.where(rates > 0, rates, np.nan))
            mesh = axes.pcolormesh(edges, np.arange(len(rates)), shown, cmap=colours, vmin=-6, vmax=0)
            axes.set_facecolor(theme.empty)
            axes.patch.set_alpha(1)
            axes.set_ylabel(f"{name} bit")
        panels[-1].set_xlabel("clock period T / T0")
        panels[-1].invert_xaxis()
        bar = figure.colorbar(mesh, ax=list(panels), label="log10 of wrong captures per cycle")
        bar.outline.set_visible(False)

    return picture((7.2, 3.6), "Wrong captures by bit and clock period", draw)


def error_picture(histogram: Sequence[int]) -> Picture:
    """Draw the shares of wrong outputs by floor(log2 |error|), beside those of one uniform bit."""
    counts = np.array(histogram, float)
    last = max(int(np.flatnonzero(counts)[-1]) + 1, UNIFORM_BITS)
    shares = counts[:last] / counts.sum()

    def draw(figure: Figure, theme: Theme) -> None:
        axes = figure.add_subplot()
        axes.bar(np.arange(last), 100 * shares, 0.85, color=theme.blue, label="measured")
        axes.step(
            np.arange(-0.5, UNIFORM_BITS),
            np.full(UNIFORM_BITS + 1, 100 / UNIFORM_BITS),
            where="post",
            color=theme.amber,
            label="one uniform bit",
        )
        axes.axvline(THRESHOLD - 0.5, color=theme.red, linewidth=1, linestyle=(0, (3, 2)), label="threshold")
        axes.set_xlabel("log2 of the error of an output")
        axes.set_ylabel("wrong outputs, %")
        axes.legend(frameon=False, loc="upper left")

    return picture((7.2, 3.0), "Wrong outputs by the size of their error, measured and assumed", draw)
