"""Compare ways to build a PE at one clock: print tables, and write them to build/graceful-PDK.json."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from drift_hw.files import write_json
from synth.experiments.graceful import workload
from synth.experiments.graceful.damage import LEVELS, Crossing, Sweep, sweep
from synth.experiments.graceful.measure import Gates, gates, watts
from synth.experiments.graceful.variants import Variant, variants
from synth.experiments.graceful.workload import Workload
from synth.pdk import Library
from synth.timing.supply import delay_models, family

WORKLOADS = {"DiT": workload.dit, "Gaussian": workload.gaussian}


@dataclass(frozen=True)
class Row:
    """A variant, measured."""

    made: Gates
    watts: float
    sweeps: dict[str, Sweep]
    """By name of the workload."""


def compare(pdk: str, works: Sequence[Workload], chosen: Sequence[Variant], console: Console) -> list[Row]:
    """Measure variants in a PDK; the static period of the first, at the highest supply, is the clock."""
    libraries = family(pdk)
    library = libraries[-1]
    first = gates(chosen[0], library)

    def one(variant: Variant) -> Row:
        made = gates(variant, library)
        (model,) = delay_models([made.timed], libraries, workers=1)
        power = watts(made, library, works[0], first.static_ps)
        sweeps = {work.name: sweep(made, library, model, first.static_ps, work) for work in works}
        console.print(f"{library.name}: {variant.name} done", style="dim")
        return Row(made, power, sweeps)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, chosen))


def table(rows: Sequence[Row], name: str, library: Library) -> Table:
    """Return the comparison on one workload."""
    clock = rows[0].made.static_ps
    shown = Table(title=f"PEs at a clock of {clock / 1e3:.2f} ns, {library.name}, {name}")
    levels = [f"V {level}" for level in LEVELS]
    beyond = ("at V", "wrong", "P/cycle", "median |error|", "largest")
    for column in ("PE", "um2", "flops", "T0 ns", "uW", "V static", *levels, "energy", *beyond):
        shown.add_column(column, justify="left" if column == "PE" else "right")
    base = _energy(rows[0], name)
    for row in rows:
        crossings = [row.sweeps[name].crossing(level) for level in LEVELS.values()]
        energy = _energy(row, name)
        cells = [row.made.variant.name, f"{row.made.area:,.0f}", f"{row.made.flops}"]
        cells += [f"{row.made.static_ps / 1e3:.2f}", f"{row.watts * 1e6:,.0f}"]
        cells += [f"{row.sweeps[name].outcomes[0].voltage:.3f}", *map(_volts, crossings)]
        cells += ["-" if energy is None or base is None else f"{energy / base:.2f}"]
        seen = row.sweeps[name].beyond(LEVELS["equal"])
        if seen is None:
            cells += ["-"] * len(beyond)
        else:
            wrong = np.abs(seen.errors[seen.errors != 0])
            cells += [f"{seen.voltage:.3f}", f"{(seen.errors != 0).mean():.1%}", f"{seen.wrong_cycles:.0e}"]
            cells += [f"2^{np.log2(np.median(wrong)):.1f}", f"2^{np.log2(wrong.max()):.1f}"]
        shown.add_row(*cells)
    return shown


def _energy(row: Row, name: str) -> float | None:
    """Return the power at the supply of equal damage: that at the nominal one, by its square."""
    crossing = row.sweeps[name].crossing(LEVELS["equal"])
    if crossing is None:
        return None
    return row.watts * (crossing.voltage / row.made.delays.voltage) ** 2


def _volts(crossing: Crossing | None) -> str:
    if crossing is None:
        return "-"
    spread = 500 * (crossing.high - crossing.low)
    return f"{crossing.voltage:.3f} ±{spread:.0f}m{'*' if crossing.assumed else ''}"


def to_dict(row: Row) -> dict[str, Any]:
    """Return a row as plain values."""
    variant = row.made.variant
    return {
        "name": variant.name,
        "recipe": variant.recipe,
        "booth": variant.booth,
        "area_um2": row.made.area,
        "flops": row.made.flops,
        "static_period_ps": row.made.static_ps,
        "watts": row.watts,
        "netlist": row.made.timed.netlist_hash,
        "assumption": next(iter(row.sweeps.values())).model.assumption,
        "workloads": {
            name: {
                "crossings": {
                    level: None if (found := swept.crossing(bound)) is None else asdict(found)
                    for level, bound in LEVELS.items()
                },
                "sweep": [
                    {
                        "voltage": outcome.voltage,
                        "relative_period": outcome.relative_period,
                        "wrong_cycles": outcome.wrong_cycles,
                        "wrong_results": float((outcome.errors != 0).mean()),
                        "squared_error": float(outcome.squared.mean()),
                        "raw_squared_error": float((outcome.errors.astype(np.float64) ** 2).mean()),
                        "log2_errors": np.bincount(
                            np.log2(np.abs(outcome.errors[outcome.errors != 0])).astype(int), minlength=32
                        ).tolist(),
                    }
                    for outcome in swept.outcomes
                ],
            }
            for name, swept in row.sweeps.items()
        },
    }


def main() -> None:
    """Run the comparison as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m synth.experiments.graceful", description=__doc__)
    parser.add_argument("pdks", nargs="*", default=["osu018"], help="cell libraries (default: osu018)")
    parser.add_argument("--results", type=int, default=1500, help="results per supply (default: 1500)")
    parser.add_argument("--only", nargs="*", help="names of variants besides the first (default: all)")
    parser.add_argument("--workloads", nargs="+", choices=WORKLOADS, default=list(WORKLOADS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build"))
    arguments = parser.parse_args()
    console = Console(width=180)
    works = [WORKLOADS[name](arguments.results, arguments.seed) for name in arguments.workloads]
    chosen = variants(max(work.depth for work in works))
    if unknown := set(arguments.only or ()) - {variant.name for variant in chosen}:
        parser.error(f"no variant {', '.join(unknown)}; there are {', '.join(v.name for v in chosen)}")
    if arguments.only is not None:
        chosen = [v for index, v in enumerate(chosen) if not index or v.name in arguments.only]
    for pdk in arguments.pdks:
        rows = compare(pdk, works, chosen, console)
        for work in works:
            console.print(table(rows, work.name, family(pdk)[-1]))
        path = arguments.out / f"graceful-{pdk}.json"
        write_json(
            path,
            {
                "clock_ps": rows[0].made.static_ps,
                "results": arguments.results,
                "seed": arguments.seed,
                "workloads": {work.name: work.stream.source for work in works},
                "levels": LEVELS,
                "variants": [to_dict(row) for row in rows],
            },
        )
        console.print(f"written to {path}")
    console.print(
        "V: lowest supply at a mean squared error of int8 results of 1/120, 1/12 and 10/12 squared steps, "
        "and half its 90 % interval; * beyond what library or law covers. energy: power x V^2 at V equal. "
        "wrong, P/cycle, |error|: at the first supply beyond V equal."
    )


if __name__ == "__main__":
    main()
