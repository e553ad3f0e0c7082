"""What a timing table says in a few numbers: where errors begin, which bits, how large, how they cluster."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from drift_hw.faults.table import REGIONS, REGISTERS, TimingTable

RATES = (1e-6, 1e-5, 1e-4, 1e-3, 3e-3, 1e-2)
"""Error rates whose periods are told."""
REFERENCE = 1e-3
"""Errors per cycle at which the joint behaviour is told."""
ENOUGH = 20
"""Errors from which on their distribution is told."""
_SOURCES = {"characterised": "library", "interpolated": "between", "assumed": "assumed"}
_SHORT = {"accumulator": "acc"}


def summarise(table: TimingTable) -> dict[str, Any]:
    """Return the summary as plain values: `supplies`, each with `kinds` of PEs by name."""
    return {
        "supplies": [
            {
                "voltage": supply.voltage,
                "temperature": supply.temperature,
                "corner": supply.corner,
                "source": supply.source,
                "static_period_ps": supply.static_period_ps,
                "kinds": {
                    name: _kind(table, index, region)
                    for region, name in enumerate(REGIONS)
                    if table.cycles[index, region].any()
                },
            }
            for index, supply in enumerate(table.supplies)
        ],
        "relative_periods": table.relative_periods.tolist(),
    }


def _kind(table: TimingTable, supply: int, region: int) -> dict[str, Any]:
    x = table.relative_periods
    cycle = table.cycle_rates(supply)[:, region]
    element = table.element_rates(supply)[:, region]
    joint = table.joint[(table.joint["supply"] == supply) & (table.joint["region"] == region)]
    wrong = np.flatnonzero(cycle > 0)
    bits = table.bit_rates(supply)[:, region]
    return {
        "cycles": int(joint["cycles"].max(initial=0)),
        "elements": int(joint["elements"].max(initial=0)),
        "first_wrong": float(x[wrong[0]]) if len(wrong) else None,
        "period_at_rate": {
            "cycle": {f"{rate:g}": crossing(x, cycle, rate) for rate in RATES},
            "element": {f"{rate:g}": crossing(x, element, rate) for rate in RATES},
        },
        "first_bits": first_bits(x, bits),
        "rates": {"cycle": cycle.tolist(), "element": _finite(element)},
        "bits": {
            REGISTERS[register]: rates.T.tolist()
            for register in range(len(REGISTERS))
            if (rates := bits[:, register, : _width(bits[:, register])]).any()
        },
        "errors": errors(table, supply, region),
        "joint": together(joint, x),
        "control": int(joint["control"].sum()),
    }


def crossing(x: NDArray[np.float64], rates: NDArray[np.float64], rate: float) -> float | None:
    """Return the relative period at which rates, rising as x falls, reach `rate`: log-linear between points.

    None where the measured rates do not enclose it.
    """
    known = np.flatnonzero(np.nan_to_num(rates) > 0)
    if not len(known) or not rates[known[0]] <= rate <= rates[known].max():
        return None
    after = int(known[np.argmax(rates[known] >= rate)])
    before = max(after - 1, int(known[0]))
    if before == after or rates[before] <= 0:
        return float(x[after])
    low, high = np.log(rates[[before, after]])
    share = (np.log(rate) - low) / (high - low) if high > low else 1.0
    return float(x[before] + share * (x[after] - x[before]))


def first_bits(x: NDArray[np.float64], bits: NDArray[np.float64], most: int = 4) -> list[dict[str, Any]]:
    """Return the bits that fail first, by the longest relative period at which each was ever wrong.

    `bits` are rates (G, registers, bits).
    """
    ever = bits > 0
    onset = np.where(ever.any(0), ever.argmax(0), len(x))
    # Of bits that begin at one point of the grid, the more frequent comes first.
    at = np.take_along_axis(bits, np.minimum(onset, len(x) - 1)[None], axis=0)[0]
    order = np.lexsort([-at.ravel(), onset.ravel()])[:most]
    return [
        {"register": REGISTERS[register], "bit": int(bit), "relative_period": float(x[onset[register, bit]])}
        for register, bit in zip(*np.unravel_index(order, onset.shape), strict=True)
        if onset[register, bit] < len(x)
    ]


def errors(table: TimingTable, supply: int, region: int) -> list[dict[str, Any]]:
    """Return how closed-loop accumulations ended at each period, by falling x, all depths together."""
    entries = table.elements[(table.elements["supply"] == supply) & (table.elements["region"] == region)]
    found = []
    for period in np.unique(entries["period"]):
        chosen = entries[entries["period"] == period]
        histogram = chosen["histogram"].sum(0)
        seen, wrong = int(chosen["elements"].sum()), int(chosen["wrong"].sum())
        found.append(
            {
                "relative_period": float(table.relative_periods[period]),
                "elements": seen,
                "wrong": wrong,
                "median_log2": median_log2(histogram),
                "mean_square": float(chosen["squared_error"].sum()) / wrong if wrong else None,
                "histogram": histogram.tolist(),
            }
        )
    return found


def median_log2(histogram: NDArray[np.uint64]) -> int | None:
    """Return the floor(log2) below which half of the errors lie; None without errors."""
    total = int(histogram.sum())
    return int(np.searchsorted(np.cumsum(histogram), (total + 1) // 2)) if total else None


def together(joint: NDArray[np.void], x: NDArray[np.float64]) -> dict[str, Any] | None:
    """Return how wrong captures come together, at the period whose rate is nearest to `REFERENCE`.

    Shares are None where nothing was seen to take them of. None when nothing was wrong.
    """
    known = joint[joint["wrong"] > 0]
    if not len(known):
        return None
    rate = known["wrong"] / known["cycles"]
    index = int(np.argmin(np.abs(np.log(rate / REFERENCE))))
    at = {name: int(known[index][name]) for name in known.dtype.names or ()}
    rest = at["cycles"] - at["sign_changes"]
    return {
        "relative_period": float(x[at["period"]]),
        "wrong": at["wrong"],
        "rate": at["wrong"] / at["cycles"],
        "again": _share(at["again"], at["wrong"]),
        "rate_repeated_inputs": _share(at["repeated_wrong"], at["repeated"]),
        "repeated_inputs": at["repeated"] / at["cycles"],
        "rate_sign_change": _share(at["sign_change_wrong"], at["sign_changes"]),
        "rate_same_sign": _share(at["wrong"] - at["sign_change_wrong"], rest),
        "bits_per_word": _share(at["bits"], at["words"]),
        "bits_per_run": _share(at["bits"], at["runs"]),
        "words_per_touched_element": _share(at["words"], at["touched"]),
    }


def model_uncertainty(inertial: TimingTable, transport: TimingTable) -> list[dict[str, Any]]:
    """Return, by supply, the ratio of rates per cycle of data PEs with transport and with inertial delays.

    Only at periods where both models saw at least ten wrong cycles.
    """
    found = []
    for supply, each in enumerate(inertial.supplies):
        counts = []
        for table in (inertial, transport):
            wrong = np.zeros(len(table.relative_periods))
            chosen = table.joint[(table.joint["supply"] == supply) & (table.joint["region"] == 0)]
            wrong[chosen["period"]] = chosen["wrong"] / np.maximum(chosen["cycles"], 1)
            seen = np.zeros(len(wrong))
            seen[chosen["period"]] = chosen["wrong"]
            counts.append((wrong, seen))
        (one, seen), (two, seen_too) = counts
        both = (seen >= 10) & (seen_too >= 10)
        ratios = two[both] / one[both]
        found.append(
            {
                "voltage": each.voltage,
                "relative_periods": inertial.relative_periods[both].tolist(),
                "ratios": ratios.tolist(),
                "least": float(ratios.min()) if len(ratios) else None,
                "most": float(ratios.max()) if len(ratios) else None,
            }
        )
    return found


def rows(summary: dict[str, Any], kind: str = "data") -> tuple[list[str], list[list[object]]]:
    """Return columns and rows of the table that the command prints: a column for each supply."""
    supplies = summary["supplies"]
    kinds = [supply["kinds"][kind] for supply in supplies]
    lines: list[list[object]] = [
        ["T0, ns", *(f"{supply['static_period_ps'] / 1e3:.3f}" for supply in supplies)],
        ["delays", *(_SOURCES[supply["source"]] for supply in supplies)],
        ["first wrong capture", *(_text(found["first_wrong"]) for found in kinds)],
    ]
    for unit, name in (("cycle", "cycles"), ("element", "outputs")):
        for rate in RATES:
            at = [found["period_at_rate"][unit][f"{rate:g}"] for found in kinds]
            if any(value is not None for value in at):
                lines.append([f"{rate:g} of {name}", *map(_text, at)])
    first = [
        [f"{_SHORT.get(name := each['register'], name)} {each['bit']}" for each in found["first_bits"]]
        for found in kinds
    ]
    for index, name in enumerate(("first to fail", "second", "third")):
        lines.append([name, *(bits[index] if index < len(bits) else "-" for bits in first)])
    medians = [nearest_errors(found) for found in kinds]
    lines.append(
        ["median |error|", *("-" if each is None else f"2^{each['median_log2']}" for each in medians)]
    )
    return ["", *(f"{supply['voltage']:g} V" for supply in supplies)], lines


def nearest_errors(kind: dict[str, Any], rate: float = 0.05) -> dict[str, Any] | None:
    """Return the closed-loop entry whose share of wrong accumulations is nearest to `rate`.

    Of those with at least `ENOUGH` of them, if there is any; None without errors.
    """
    some = [entry for entry in kind["errors"] if entry["wrong"]]
    enough = [entry for entry in some if entry["wrong"] >= ENOUGH]
    return min(
        enough or some,
        key=lambda entry: abs(np.log(entry["wrong"] / entry["elements"] / rate)),
        default=None,
    )


def _text(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _finite(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _width(rates: NDArray[np.float64]) -> int:
    """Return the bits up to the highest that was ever wrong."""
    return int(np.flatnonzero(rates.any(0))[-1]) + 1 if rates.any() else 0
