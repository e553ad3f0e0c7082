"""Images of the shipped transformer at falling supply, by the PE that computes them, all at one clock.

Run it as ``python -m synth.experiments.graceful.images PDK...``. The clock is the static period of the merged
PE at the library's highest supply; each PE's supply falls from where static timing just meets it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from drift_hw.campaign import Campaign, rows, run
from drift_hw.cli.options import campaign_progress
from drift_hw.config import PRESETS
from drift_hw.faults.table import TimingTable
from drift_hw.provenance import provenance
from golden.resilience.trial import trial
from synth.experiments.graceful.workload import dit
from synth.timing.characterise import Plan, characterise
from synth.timing.supply import family
from synth.timing.target import Target

MERGED = PRESETS["demo"].replace(array__product_register=False)
ELEMENTS = {
    "merged": MERGED,
    "product register": MERGED.replace(array__product_register=True),
    "carry-save": MERGED.replace(array__carry_save=True),
}
STEPS_BELOW = (0.985, 0.97, 0.955, 0.94)
"""Clock periods as shares of the static one at the supply: what is tried."""
SCHEMES = ("none", "correct+rollback")
IMAGES, SAMPLING_STEPS, SEED = 10, 10, 0
CYCLES = 20_000
"""Of the gate simulation, per supply and kind of PE."""
FOLDER = Path("build/graceful-images")


def tables(pdk: str, console: Console) -> dict[str, TimingTable]:
    """Return the timing table of each PE, characterised on tiles of the transformer."""
    stream, libraries = dit(1, SEED).stream, family(pdk)
    found = {}
    for name, config in ELEMENTS.items():
        target = Target.of(config, libraries)
        found[name] = characterise(target, stream, Plan(cycles=CYCLES, closed_points=0, seed=SEED, workers=2))
        console.print(f"{pdk}: {name} characterised", style="dim")
    return found


def supply(table: TimingTable, period_ps: float) -> float:
    """Return the voltage at which a PE has this static period; NaN beyond the characterised range."""
    volts, periods = table.static_curve.T
    return float(np.exp(np.interp(-np.log(period_ps), -np.log(periods), np.log(volts), np.nan, np.nan)))


def trials(found: dict[str, TimingTable], folder: Path) -> list[dict[str, Any]]:
    """Return the parameters of all trials."""
    merged = found["merged"]
    clock = merged.static_period_ps(merged.voltages[1])
    wanted = []
    for name, config in ELEMENTS.items():
        path = found[name].save(folder / f"{name.replace(' ', '-')}.npz")
        for share in STEPS_BELOW:
            volts = supply(found[name], clock / share)
            if np.isnan(volts):
                continue
            errors = {"model": "flop", "table": str(path), "voltage": volts, "period_ps": clock}
            wanted += [
                {
                    "config": config.to_dict(),
                    "images": IMAGES,
                    "steps": SAMPLING_STEPS,
                    "seed": SEED,
                    "errors": errors,
                    "scheme": scheme,
                    "truth": True,
                    "with_features": False,
                }
                for scheme in SCHEMES
            ]
    return wanted


def main(pdks: Sequence[str]) -> None:
    """Print a table for each PDK."""
    console = Console()
    for pdk in pdks:
        folder = FOLDER / pdk
        found = tables(pdk, console)
        wanted = trials(found, folder)
        with campaign_progress(f"Images, {pdk}") as show:
            results = rows(
                run(Campaign("images", trial, wanted, provenance(MERGED, SEED)), folder, on_progress=show)
            )
        clock = wanted[0]["errors"]["period_ps"]
        shown = Table(title=f"{IMAGES} images, {SAMPLING_STEPS} steps, clock {clock / 1e3:.2f} ns, {pdk}")
        for column in ("PE", "T / T0", "V", "V static", "wrong", "critical", *SCHEMES):
            shown.add_column(column, justify="right")
        for first in range(0, len(wanted), len(SCHEMES)):
            one = wanted[first]
            name = next(name for name, config in ELEMENTS.items() if config.to_dict() == one["config"])
            volts = one["errors"]["voltage"]
            parts = [results[(first + n) * IMAGES : (first + n + 1) * IMAGES] for n in range(len(SCHEMES))]
            tally = parts[0][0]
            share = clock / found[name].static_period_ps(volts)
            cells = [name, f"{share:.2f}", f"{volts:.3f}", f"{supply(found[name], clock):.3f}"]
            cells += [
                f"{tally[f'tally.{what}_elements'] / tally['tally.elements']:.1e}"
                for what in ("wrong", "critical")
            ]
            cells += [
                f"{median(row['psnr'] for row in part):.1f} dB, "
                f"{sum(row['digit'] == row['label'] for row in part)} of {IMAGES}"
                for part in parts
            ]
            shown.add_row(*cells)
        console.print(shown)


if __name__ == "__main__":
    main(sys.argv[1:] or ["osu018"])
