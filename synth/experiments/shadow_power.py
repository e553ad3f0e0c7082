"""Area and power of a PE with shadow flops beside a plain one, for docs/policies.md.

Run it as ``python -m synth.experiments.shadow_power PDK...``.
"""

from __future__ import annotations

import re
import sys

import numpy as np
from rich.console import Console
from rich.table import Table

from drift_hw.config import PRESETS
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.emit import block_verilog
from golden.timing.shadows import Remedy
from synth import bench, power
from synth.bench import Loads, Sample
from synth.flow import mapping_cache
from synth.pdk import Library, load_pdk
from synth.protection import PERIOD_NS, RECIPE
from synth.shadow_flops import ShadowedPE, pe_area
from synth.sta import OUTPUT_LOAD_BUFFERS
from synth.yosys import map_design

CYCLES = 3000
DEPTH = 96
"""Products of a tile."""
SIGMA = 20.0
"""Of operands, in steps of 8 bits."""


def watts(block: ProcessingElement, library: Library) -> float:
    """Return the power of a PE in which nothing is late, without wires and clock tree."""
    netlist = map_design(
        block_verilog(block), block.module_name, library, recipe=RECIPE, cache=mapping_cache()
    )
    loads = Loads(netlist, library, OUTPUT_LOAD_BUFFERS * library.buffer().inputs[0].capacitance)
    piece = bench.cut(netlist, Sample(block.module_name, ()), loads, "sample0")
    rng = np.random.default_rng(0)
    columns = []
    for name, port in netlist.modules[block.module_name].ports.items():
        if (name,) not in piece.recorded:
            continue
        values = np.zeros(CYCLES, np.int64)
        if name in {"a_in", "b_in"}:
            values = np.clip(rng.normal(0, SIGMA, CYCLES).round(), -127, 127).astype(np.int64)
        elif name == "flush_in":
            values[::DEPTH] = 1
        columns.append(values[:, None] >> np.arange(len(port.bits)) & 1)
    output = power.replayed(
        [piece],
        library,
        np.concatenate(columns, axis=1).astype(np.uint8),
        period_ns=PERIOD_NS,
        start=CYCLES // 10,
        cache=mapping_cache(),
    )
    return sum(float(value) for value in re.findall(r"^POWER s0 \w+ (\S+)$", output, re.MULTILINE))


def main(pdks: list[str]) -> None:
    """Print a table for each PDK."""
    config = PRESETS["drift"].replace(array__product_register=True)
    plain = ProcessingElement(config)
    for pdk in pdks:
        library = load_pdk(pdk)
        area, burnt = pe_area(plain, library), watts(plain, library)
        table = Table(title=f"PE with a product register, {library.name}, {PERIOD_NS:g} ns: {area:,.0f} um2")
        for column in ("shadow flops at", "remedy", "um2", "area", "uW", "power"):
            table.add_column(column)
        for shadowed in ({"product": 13}, {"product": 0}, {"product": 0, "accumulator": 0}):
            places = " and ".join(f"{name} from bit {low}" for name, low in shadowed.items())
            for remedy in (Remedy.DROP, Remedy.REPLAY):
                own = pe_area(ShadowedPE(config, remedy, shadowed=shadowed), library)
                spent = watts(ShadowedPE(config, remedy, shadowed=shadowed, one_clock=True), library)
                shares = f"{own / area - 1:+.1%}", f"{spent / burnt - 1:+.1%}"
                row = f"{own:,.0f}", shares[0], f"{spent * 1e6:,.1f}", shares[1]
                table.add_row(places, remedy.name.lower(), *row)
        Console(width=100).print(table)


if __name__ == "__main__":
    main(sys.argv[1:] or ["osu018"])
