"""The headline with few shadow flops instead of checksums, for docs/energy.md.

Run it as ``python -m synth.experiments.shadowed_headline PDK... [--deepest X]``. Shadow flops stand at the
bits that are late first, so many that every late capture which the gates showed down to X of the static
period has one of them; the product of a late capture that is seen is dropped (`te-drop`), nothing is rolled
back, no step is safe. Late captures without a shadow stay wrong. All else is that of `drift-hw headline`:
dies, reference, images that are kept, parts of the energy.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from rich.console import Console
from rich.table import Table

from drift_hw.config import PRESETS
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.faults.table import REGIONS, REGISTERS, TimingTable
from golden.capture import capture
from golden.models import NETWORKS
from golden.timing.shadows import Remedy
from synth.experiments.shadow_power import watts
from synth.operating.headline import Headline, Options, characterised, find
from synth.operating.images import Sampling
from synth.operating.parts import PES, Core
from synth.operating.result import NETWORK, TILES_PER_SITE
from synth.pdk import Library, load_pdk
from synth.shadow_flops import ShadowedPE, pe_area
from synth.timing import stream

DEEPEST = 0.85
"""Of the static period: what is late only beyond it has no shadow."""
CONFIG = PRESETS["drift"]


def late_bits(table: TimingTable, deepest: float = DEEPEST) -> dict[str, int]:
    """Return by register the bit from which on it needs shadows, so that none of the late captures is missed.

    That is the lowest of the highest bits of all patterns of data PEs at periods of `deepest` and more.
    """
    patterns = table.patterns
    periods = np.array(table.relative_periods)[patterns["period"]]
    chosen = patterns[(patterns["region"] == REGIONS.index("data")) & (periods >= deepest)]
    highest = np.floor(np.log2(chosen["mask"].astype(np.float64))).astype(int)
    return {
        REGISTERS[register]: int(highest[chosen["register"] == register].min())
        for register in sorted(set(chosen["register"].tolist()))
    }


def shadowed(bare: Core, lowest: Mapping[str, int], library: Library) -> Core:
    """Return a core without checks whose data PEs have shadows from these bits up."""
    plain = ProcessingElement(CONFIG)
    power = watts(ShadowedPE(CONFIG, Remedy.DROP, shadowed=lowest, one_clock=True), library) / watts(
        plain, library
    )
    area = pe_area(ShadowedPE(CONFIG, Remedy.DROP, shadowed=lowest), library) - pe_area(plain, library)
    parts = [
        replace(
            part,
            joules=tuple(power * joules for joules in part.joules),
            watts=tuple(power * leak for leak in part.watts),
        )
        if part.name == PES[0]
        else part
        for part in bare.parts
    ]
    added = CONFIG.array.rows * CONFIG.array.columns * area
    return replace(bare, config=CONFIG, parts=tuple(parts), area_um2=bare.area_um2 + added)


def measure(pdk: str, deepest: float) -> tuple[Headline, Mapping[str, int]]:
    """Return the headline of a library, and from which bit of each register on there are shadows."""
    options = Options(pdk=pdk)
    tiles = stream.from_tiles(capture(CONFIG, tiles_per_site=TILES_PER_SITE, seed=options.seed))
    _, table = characterised(CONFIG, tiles, options)
    lowest = late_bits(table, deepest)
    sampling = Sampling(images=12, steps=20, safe_steps=0, scheme="te-drop", shadowed=lowest)
    options = replace(options, search=sampling, confirm=replace(sampling, images=32))
    library = load_pdk(pdk)
    found = find(CONFIG, tiles, options, protected=lambda bare, table: shadowed(bare, lowest, library))
    return replace(found, work=replace(found.work, interval=0)), lowest


def main(pdks: list[str], deepest: float) -> None:
    """Print a table of all libraries."""
    table = Table(title=f"{NETWORK} on 32 x 32, shadow flops where captures are late first, images kept")
    for column in ("", *pdks):
        table.add_column(column)
    found = [measure(pdk, deepest) for pdk in pdks]
    lines: dict[str, list[str]] = {}
    for headline, lowest in found:
        network = NETWORKS[NETWORK]

        def add(name: str, value: str) -> None:
            lines.setdefault(name, []).append(value)

        add("shadows", ", ".join(f"{name} from bit {low}" for name, low in lowest.items()))
        add("area added", f"{headline.chips.protected.area_um2 / headline.chips.bare.area_um2 - 1:.1%}")
        for whole, shares in (("energy", headline.energy(network)), ("speed", headline.speed(network))):
            for name, share in shares.items():
                form = "{:.1%}" if whole == "energy" else "{:.2f} x"
                mean, low, high = map(form.format, (share.mean, share.low, share.high))
                add(f"{whole}: {name}", f"{mean} [{low}, {high}]")
        add("errors per output", f"{headline.rate:g}")
        add("PSNR there", ", ".join(f"{row['psnr']:.1f}" for row in headline.confirmed) + " dB")
        for name, limits in (("first failure", headline.first), ("last kept", headline.kept)):
            add(f"supply, {name}", f"{limits.voltage.mean():.3f} V")
    for name, values in lines.items():
        table.add_row(name, *values)
    Console(width=120).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdks", nargs="*", default=["osu018"])
    parser.add_argument("--deepest", type=float, default=DEEPEST)
    arguments = parser.parse_args()
    main(arguments.pdks, arguments.deepest)
