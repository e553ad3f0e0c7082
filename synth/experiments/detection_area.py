"""Area of ways to find wrong results, for docs/decisions/0005-detection.md.

Run it as ``python -m synth.experiments.detection_area [--set KEY=VALUE] PDK...``. Each row is a whole core of
32 x 32, every module mapped once and counted as often as it is there, memories left out; or, marked so, an
estimate from parts of these cores. Then the critical paths of the PEs, which all share one supply.
"""

from __future__ import annotations

import argparse
import tomllib

from rich.console import Console
from rich.table import Table

from drift_hw.config import Config
from drift_hw.datapath.processing_element import ChecksumColumnPE, ProcessingElement
from drift_hw.emit import block_verilog, verilog
from drift_hw.protect.residue import ResiduePE
from synth import opensta, sta
from synth.area import Area, measure
from synth.fanout import buffered
from synth.flow import map_buffered
from synth.pdk import Library, load_pdk
from synth.protection import RECIPE
from synth.yosys import map_design

LIMITS = {"no corrector": 0, "lists of 8": 8, "lists of 16": 16}


def cores(base: Config, library: Library) -> dict[str, Area]:
    """Return the area of the core with each corrector."""
    configs = {name: base.replace(protection__correction_limit=limit) for name, limit in LIMITS.items()}
    configs["locator"] = base.replace(protection__locator=True)
    return {
        name: measure(map_buffered(verilog(config), library, RECIPE, None, None), library)
        for name, config in configs.items()
    }


def totals(found: dict[str, Area]) -> dict[str, float]:
    """Return square micrometres of each core, and of those that are estimated from parts."""
    areas = {name: area.total for name, area in found.items()}
    lists, locator = (found[name].by_component() for name in ("lists of 8", "locator"))
    bare_lanes, lanes = (found[name].by_component()["drain lanes"] for name in ("lists of 8", "locator"))
    residues = locator["row residues"] + lanes - bare_lanes
    # Half as wide: a checksum column and lists for each half; sums and buses are left out.
    areas["two halves, at least"] = areas["lists of 8"] + lists["checksum column PEs"] + lists["corrector"]
    areas["locator of columns too, about"] = areas["locator"] + residues + locator["corrector"]
    return areas


def paths(base: Config, library: Library) -> dict[str, float]:
    """Return the shortest clock period of each PE in ns; none without OpenSTA."""
    if opensta.program() is None:
        return {}
    located = base.replace(protection__locator=True)
    found = {}
    for block in (ProcessingElement(base), ChecksumColumnPE(base), ResiduePE(located)):
        text = block_verilog(block)
        netlist = buffered(map_design(text, block.module_name, library, recipe=RECIPE), library)
        found[block.module_name] = sta.analyse(netlist, library, 10.0).critical_path_ns
    return found


def main(arguments: list[str] | None = None) -> None:
    """Print tables for each PDK."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdks", nargs="*", default=["osu018"], metavar="PDK")
    parser.add_argument(
        "--set", nargs="*", default=[], metavar="KEY=VALUE", help="e.g. array.carry_save=true"
    )
    chosen = parser.parse_args(arguments)
    changes = {}
    for setting in chosen.set:
        key, _, value = setting.partition("=")
        changes[key.replace(".", "__")] = tomllib.loads(f"value = {value}")["value"]
    base = Config().replace(**changes)
    for name in chosen.pdks:
        library = load_pdk(name)
        found = cores(base, library)
        areas = totals(found)
        today = areas["lists of 8"]
        table = Table("corrector", "mm2", "to lists of 8", title=f"Core of 32 x 32, {library.name}")
        for variant, area in areas.items():
            table.add_row(variant, f"{area / 1e6:.3f}", f"{area / today - 1:+.2%}")
        console = Console(width=110)
        console.print(table)
        parts = Table("component", *found, title="Where they differ, % of the core with lists of 8")
        components = [area.by_component() for area in found.values()]
        for component in components[-1] | components[1]:
            values = [each.get(component, 0.0) for each in components]
            if len(set(values)) > 1:
                parts.add_row(component, *(f"{value / today:.2%}" for value in values))
        console.print(parts)
        for module, period in paths(base, library).items():
            console.print(f"{module}: {period:.2f} ns")


if __name__ == "__main__":
    main()
