"""What is said of the headline: energy saved, speed gained, where both come from, and what limits them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drift_hw.report.sections import PROTECTION_COMPONENTS, number, percent

Result = Mapping[str, Any]

SHARES = (
    ("saving", "energy saved"),
    ("protection", "- protection"),
    ("margin", "- margin reclaimed"),
    ("tolerated", "- errors tolerated"),
)
"""Parts of the energy, as shares of that of the chip without protection at sign-off."""
FACTORS = (
    ("speedup", "speed-up"),
    ("protection", "- protection"),
    ("margin", "- margin reclaimed"),
    ("tolerated", "- errors tolerated"),
)
"""Factors of the speed."""
NOTE = (
    "Against the same accelerator without checks at sign-off; mean over dies, in brackets 5 to 95 % of them. "
    "The saving is margin + tolerated - protection, the speed-up the product of its factors. Each die is at "
    "its own point."
)
GROUPS: Mapping[str, tuple[str, ...]] = {
    "PEs": ("processing elements",),
    "checksum PEs": tuple(name for name in PROTECTION_COMPONENTS if name.endswith("PEs")),
    "other checks": tuple(name for name in PROTECTION_COMPONENTS if not name.endswith("PEs")),
    "rest of the logic": (),
    "on-chip memories": ("on-chip memories",),
    "DRAM": ("DRAM",),
    "checkpoints": ("checkpoints",),
    "settling, run again": ("settling", "tiles run again"),
    "regulators": ("regulators",),
    "leakage": ("leakage",),
}
"""Parts of the energy that are told together; what none of them names is the rest of the logic."""
_REST = "rest of the logic"


def section(found: Result) -> dict[str, Any]:
    """Return text, pictures and tables of the page; `found` is the result of `drift-hw headline --json`."""
    from drift_hw.report import headline_pictures

    columns, rows = gains(found)
    return {
        "title": title(found),
        "lead": (
            f"Energy saved at the sign-off clock, speed gained at the nominal supply: {found['network']} "
            "with guidance, costed at the points that keep the images of the shipped network. Kept: digits "
            "read and Frechet distance within the fault-free run's own intervals, median PSNR "
            f"{found['bound_psnr']:g} dB or more, with {found['scaling']} scales."
        ),
        "pictures": [
            {
                "picture": headline_pictures.split_picture(found),
                "caption": "What is gained, and its parts; whiskers hold 90 % of the dies. The published "
                "figures are those of a 14 nm design, without this split.",
            },
            {
                "picture": headline_pictures.parts_picture(found),
                "caption": "Where energy and time go, in % of the chip without checks at sign-off; mean over "
                "dies. Left the supply falls, right the clock rises.",
            },
        ],
        "columns": columns,
        "rows": rows,
        "libraries": [_library(found, library) for library in found["libraries"]],
        "note": NOTE + " * The law of delays at lower supplies is assumed." * _any_assumed(found),
    }


def _any_assumed(found: Result) -> bool:
    return any(map(_assumed, found["libraries"]))


def _library(found: Result, library: Result) -> dict[str, Any]:
    """Return the tables of a library, and what limits it."""
    tables = [
        {"title": what, "columns": columns, "rows": [list(map(number, row)) for row in rows]}
        for what, (columns, rows) in (
            ("energy of an image at the sign-off clock", energy_of(found, library)),
            ("time of an image at the nominal supply", time_of(found, library)),
        )
    ]
    return {
        "name": library["library"],
        "tables": tables,
        "trial_columns": ["errors per output", "tried", "images", "die", "V", "ns", *QUALITY],
        "trials": [_trial(row) for row in library["trials"]],
        "limits": limits(found, library),
    }


QUALITY = ("read", "dB", "FD", "kept")


def _trial(row: Result) -> list[str]:
    return [
        f"{row['rate']:g}",
        row["role"],
        str(row["images"]),
        str(row["die"]),
        f"{row['voltage']:.3f}",
        f"{row['period_ps'] / 1e3:.2f}",
        f"{row['accuracy']:.2f}",
        f"{row['psnr']:.1f}",
        f"{row['frechet']:.1f} ({row['frechet_high']:.1f})",
        "yes" if row["kept"] else "no",
    ]


def title(found: Result) -> str:
    """Return the title of the table of gains."""
    rows, columns = found["array"]
    return f"Energy and speed of {found['network']} on {rows} x {columns}, images kept"


def grouped(parts: Mapping[str, float]) -> dict[str, float]:
    """Return joules by the groups of `GROUPS`."""
    of = {part: group for group, names in GROUPS.items() for part in names}
    total = dict.fromkeys(GROUPS, 0.0)
    for name, joules in parts.items():
        total[of.get(name, _REST)] += joules
    return total


def short(library: Result) -> str:
    """Return the name of a library's PDK, with a star where its supplies are assumed."""
    return f"{library['pdk']}{'*' if _assumed(library) else ''}"


def _assumed(library: Result) -> bool:
    return bool(library["assumed"].startswith("assumed"))


def gains(found: Result) -> tuple[list[str], list[list[object]]]:
    """Return columns and rows of what is saved and gained, a column for each library."""
    libraries = found["libraries"]

    def row(name: str, text: Any) -> list[object]:
        return [name, *(text(library) for library in libraries)]

    def parts(what: str, network: str, named: Sequence[tuple[str, str]], form: Any) -> Iterator[list[object]]:
        for key, name in named:
            yield row(name, lambda each, key=key: form(each["networks"][network][what]["parts"][key]))

    rows = [
        *parts("energy", found["network"], SHARES, _share),
        *parts("speed", found["network"], FACTORS, _factor),
        row("highest error rate, per output", lambda each: f"{each['rate']:g}"),
        row("PSNR there, worst die", lambda each: f"{each['psnr']:.1f} dB"),
        row("supply at sign-off", lambda each: f"{each['nominal_voltage']:.3f} V"),
        *(
            row(f"- {name}", lambda each, name=name: _between(each["limits"][name]["voltage"], "V"))
            for name in ("first failure", "last kept")
        ),
        row("period at sign-off", lambda each: f"{each['sign_off_period_ps'] / 1e3:.2f} ns"),
        *(
            row(f"- {name}", lambda each, name=name: _between(each["limits"][name]["period_ps"], "ns", 1e-3))
            for name in ("first failure", "last kept")
        ),
        row("area of checks and corrector", lambda each: percent(each["added_area"], 1)),
    ]
    for name in found["libraries"][0]["networks"]:
        if name != found["network"]:
            rows += parts("energy", name, [("saving", f"{name}: energy saved")], _share)
            rows += parts("speed", name, [("speedup", f"{name}: speed-up")], _factor)
    return ["", *map(short, libraries)], rows


def _share(part: Mapping[str, float]) -> str:
    # Zero has no sign.
    mean, low, high = (round(100 * part[name], 1) + 0.0 for name in ("mean", "low", "high"))
    return f"{mean:.1f} %" if high - low < 0.05 else f"{mean:.1f} % [{low:.1f}, {high:.1f}]"


def _factor(part: Mapping[str, float]) -> str:
    mean, low, high = (part[name] for name in ("mean", "low", "high"))
    return f"{mean:.2f} x" if high - low < 0.005 else f"{mean:.2f} x [{low:.2f}, {high:.2f}]"


def _between(over_dies: Mapping[str, float], unit: str, scale: float = 1.0) -> str:
    mean, low, high = (scale * over_dies[name] for name in ("mean", "low", "high"))
    digits = 3 if unit == "V" else 2
    return f"{mean:.{digits}f} {unit} [{low:.{digits}f}, {high:.{digits}f}]"


def energy_of(found: Result, library: Result) -> tuple[list[str], list[list[object]]]:
    """Return columns and rows of the energy of an image by part, a column for each point."""
    points = library["networks"][found["network"]]["energy"]["points"]
    return _by_part(points, [grouped(point["joules"]) for point in points], "J")


def time_of(found: Result, library: Result) -> tuple[list[str], list[list[object]]]:
    """Return columns and rows of the time of an image by what it goes to, a column for each point."""
    points = library["networks"][found["network"]]["speed"]["points"]
    return _by_part(points, [point["seconds"] for point in points], "s")


def _by_part(
    points: Sequence[Result], parts: Sequence[Mapping[str, float]], unit: str
) -> tuple[list[str], list[list[object]]]:
    """Return a table whose sums are in thousandths where they are below one."""
    scale, unit = (1.0, unit) if sum(parts[0].values()) >= 1 else (1e3, f"m{unit}")
    names = dict.fromkeys(name for each in parts for name in each)
    rows: list[list[object]] = [
        [name, *(scale * each.get(name, 0.0) for each in parts)]
        for name in names
        if any(each.get(name) for each in parts)
    ]
    rows.append(["all", *(scale * sum(each.values()) for each in parts)])
    return [unit, *(point["point"] for point in points)], rows


def limits(found: Result, library: Result) -> list[str]:
    """Return what limits the gains, each a sentence with its numbers."""
    network = library["networks"][found["network"]]
    energy, speed = (network[what] for what in ("energy", "speed"))
    return [
        _window(library, energy, speed),
        _protection(energy),
        _domain(library, energy),
        _waiting(speed),
        *_ended(library),
        *_rest(library),
        *([f"The law of the supply is {library['assumed']}."] if _assumed(library) else []),
    ]


def _window(library: Result, energy: Result, speed: Result) -> str:
    first, kept = (library["limits"][name] for name in ("first failure", "last kept"))
    millivolts = 1e3 * (first["voltage"]["mean"] - kept["voltage"]["mean"])
    period = 1 - kept["period_ps"]["mean"] / first["period_ps"]["mean"]
    text = (
        f"Errors are worth {_signed(energy['parts']['tolerated']['mean'])} of the energy and "
        f"{speed['parts']['tolerated']['mean']:.3f} x the speed: from the first failure to the last kept "
        f"point there are {millivolts:.0f} mV, or {percent(period, 1)} of the period"
    )
    lost = [row for row in library["trials"] if not row["kept"]]
    if not lost:
        return f"{text}; no image was lost at any rate that was tried."
    nearest = min(lost, key=lambda row: (row["rate"], row["psnr"]))
    return (
        f"{text}. At {nearest['rate']:g} errors per output {nearest['images']} images of die "
        f"{nearest['die']} were not kept: {nearest['psnr']:.1f} dB."
    )


def _protection(energy: Result) -> str:
    bare, protected = (grouped(point["joules"]) for point in energy["points"][:2])
    one = sum(bare.values())
    added = {name: (protected[name] - bare[name]) / one for name in GROUPS}
    largest = sorted(added.items(), key=lambda item: -item[1])[:3]
    named = ", ".join(f"{name} {_signed(share)}" for name, share in largest if share > 0)
    return f"Protection costs {percent(energy['parts']['protection']['mean'], 1)}: {named}."


def _domain(library: Result, energy: Result) -> str:
    kept = grouped(energy["points"][3]["joules"])
    outside = sum(kept[name] for name in ("on-chip memories", "DRAM", "checkpoints")) / sum(kept.values())
    return (
        f"The scaled supply feeds {percent(library['scaled_share'], 1)} of the core's energy per busy cycle; "
        f"memories take {percent(outside, 1)} of all energy at the last kept point and follow no supply."
    )


def _waiting(speed: Result) -> str:
    shares = [
        1 - point["seconds"]["array"] / sum(point["seconds"].values())
        for point in (speed["points"][0], speed["points"][3])
    ]
    return (
        f"The array takes no operands in {percent(shares[0], 1)} of the time at sign-off and in "
        f"{percent(shares[1], 1)} at the fastest kept clock: memory does not follow the clock."
    )


def _ended(library: Result) -> Iterator[str]:
    share = library["limits"]["last kept"]["ended"]
    if share:
        yield f"{percent(share, 0)} of the dies could go below the lowest supply of the timing table."


def _rest(library: Result) -> Iterator[str]:
    if library["rest_period"] > 1:
        yield (
            f"The slowest component that is no PE needs {library['rest_period']:.2f} times the period of the "
            "PEs as it stands; it is taken to be pipelined until it keeps up, at no cost."
        )


def _signed(share: float) -> str:
    return f"{100 * share:+.1f} %"
