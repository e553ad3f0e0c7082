"""How far the energy saved rests on parameters that no synthesis tells, for docs/energy.md.

Run it as ``python -m synth.experiments.sensitivity PDK...``: the headline of each library as `drift-hw
headline` has it, costed again with one parameter changed at a time.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rich.console import Console
from rich.table import Table

from drift_hw.config import PRESETS
from golden.capture import capture
from golden.models import NETWORKS, Network
from synth.operating.headline import Headline, Options, find
from synth.operating.result import NETWORK, TILES_PER_SITE
from synth.timing import stream

CONFIG = PRESETS["drift"]
CHANGES: Mapping[str, Mapping[str, float]] = {
    "as it is": {},
    "DRAM ten times as costly": {"dram_pj_per_byte": 310.0, "activation_pj": 10_000.0},
    "DRAM free": {"dram_pj_per_byte": 0.0, "activation_pj": 0.0},
    "scaled regulator 0.80": {"scaled_efficiency": 0.80},
    "scaled regulator 0.90": {"scaled_efficiency": 0.90},
    "logic around the core twice as much": {"around_share": 0.2, "around_protection": 0.04},
    "no logic around the core": {"around_share": 0.0, "around_protection": 0.0},
    "idle cycles as busy ones": {"idle_share": 1.0},
    "idle cycles free": {"idle_share": 0.0},
    "settling in 1 us": {"settle_us": 1.0},
}
"""Parameters that differ, by what the table calls it."""


def savings(found: Headline, network: Network) -> dict[str, float]:
    """Return the mean energy saved over dies, a share, under each of `CHANGES`."""

    def saved(changed: Mapping[str, Any]) -> float:
        parameters = replace(found.chips.parameters, **changed)
        return (
            replace(found, chips=replace(found.chips, parameters=parameters)).energy(network)["saving"].mean
        )

    return {name: saved(changed) for name, changed in CHANGES.items()}


def main(pdks: list[str]) -> None:
    """Print a table of all libraries."""
    tiles = stream.from_tiles(capture(CONFIG, tiles_per_site=TILES_PER_SITE, seed=Options().seed))
    columns = [savings(find(CONFIG, tiles, Options(pdk=pdk)), NETWORKS[NETWORK]) for pdk in pdks]
    table = Table(title=f"Energy of {NETWORK} saved on 32 x 32, images kept")
    for column in ("", *pdks):
        table.add_column(column)
    for name in CHANGES:
        table.add_row(name, *(f"{column[name]:.1%}" for column in columns))
    Console(width=100).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdks", nargs="*", default=["osu018"])
    main(parser.parse_args().pdks)
