"""Area of the in-fabric injector, for docs/accelerator.md.

Run it as ``python -m synth.experiments.injector_area PDK...``.
"""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from drift_hw.block import Block
from drift_hw.config import PRESETS, Config
from drift_hw.control.register_file import RegisterFile
from drift_hw.core import Core
from drift_hw.emit import block_verilog
from drift_hw.faults.injector import Injector
from synth import area
from synth.pdk import Library, load_pdk
from synth.yosys import map_design


def parts(config: Config, library: Library) -> dict[str, float]:
    """Return the area in um2 of the core, its memories left out, and of what the injector needs besides."""
    blocks: dict[str, Block] = {"core": Core(config), "registers": RegisterFile(config)}
    if config.faults.injector:
        blocks["choice of the bit, and counter"] = Injector(config)
    found = {}
    for name, block in blocks.items():
        mapped = map_design(block_verilog(block), block.module_name, library)
        modules = area.measure(mapped, library).modules
        rows = sum(module.total for module in modules if module.module.endswith("_row_injector"))
        found[name] = sum(module.total for module in modules) - rows
        if rows:
            found["rows' shift registers and comparators"] = rows
    return found


def main(pdks: list[str]) -> None:
    """Print a table for each PDK: what the injector adds to the 32 x 32 core, part by part."""
    config = PRESETS["drift"]
    for pdk in pdks:
        library = load_pdk(pdk)
        without = parts(config, library)
        with_injector = parts(config.replace(faults__injector=True), library)
        core = without["core"]
        added = {name: value - without.get(name, 0.0) for name, value in with_injector.items()}
        added = {"fault inputs of the PEs": added.pop("core"), **added}
        table = Table(title=f"In-fabric injector, 32 x 32, {library.name}: core {core:,.0f} um2 without it")
        for column in ("part", "um2", "of the core"):
            table.add_column(column)
        for name, value in [*added.items(), ("all", sum(added.values()))]:
            table.add_row(name, f"{value:,.0f}", f"{value / core:.1%}")
        Console(width=110).print(table)


if __name__ == "__main__":
    main(sys.argv[1:] or ["osu018"])
