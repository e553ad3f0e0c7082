"""Area of a PE under three ways to drain it, for docs/decisions/0001-drain.md.

Run it as ``python -m synth.experiments.drain_area PDK...``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from drift_hw.config import Config
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.emit import block_verilog
from synth import area, opensta, sta
from synth.fanout import buffered
from synth.pdk import Library, load_pdk
from synth.yosys import map_design

_SHADOW = """\
module drift_pe(a_in, b_in, flush_in, shift_in, drain_in, a_out, b_out, flush_out, drain_out, clk);
  input wire [7:0] a_in;
  input wire [7:0] b_in;
  input wire flush_in;
  input wire shift_in;
  input wire [31:0] drain_in;
  output reg [7:0] a_out;
  output reg [7:0] b_out;
  output reg flush_out;
  output reg [31:0] drain_out;
  input wire clk;
  reg [31:0] accumulator;
  wire [15:0] product = $signed(a_out) * $signed(b_out);
  always @(posedge clk) begin
    a_out <= a_in;
    b_out <= b_in;
    flush_out <= flush_in;
    accumulator <= (flush_out ? 32'd0 : accumulator) + {{16{product[15]}}, product};
    if (flush_out) drain_out <= accumulator;
    else if (shift_in) drain_out <= drain_in;
  end
endmodule
"""
_SHIFT = """\
module drift_pe(a_in, b_in, clear_in, shift_in, drain_in, a_out, b_out, clear_out, shift_out, drain_out, clk);
  input wire [7:0] a_in;
  input wire [7:0] b_in;
  input wire clear_in;
  input wire shift_in;
  input wire [31:0] drain_in;
  output reg [7:0] a_out;
  output reg [7:0] b_out;
  output reg clear_out;
  output reg shift_out;
  output wire [31:0] drain_out;
  input wire clk;
  reg [31:0] accumulator;
  wire [15:0] product = $signed(a_out) * $signed(b_out);
  wire [31:0] total = (clear_out ? 32'd0 : accumulator) + {{16{product[15]}}, product};
  assign drain_out = accumulator;
  always @(posedge clk) begin
    a_out <= a_in;
    b_out <= b_in;
    clear_out <= clear_in;
    shift_out <= shift_in;
    accumulator <= shift_out ? drain_in : total;
  end
endmodule
"""
_BUS_REGISTER = """\
module drift_pe(drain_in, drain_out, clk);
  input wire [31:0] drain_in;
  output reg [31:0] drain_out;
  input wire clk;
  always @(posedge clk) drain_out <= drain_in;
endmodule
"""


@dataclass(frozen=True)
class Variant:
    """A way to drain: the PE for it, and the share of cycles that compute when K = 2 x rows."""

    name: str
    verilog: str
    bus_registers: float
    """32-bit bus registers per PE outside the PE."""
    utilisation: float


def variants(config: Config) -> list[Variant]:
    """Return the three ways, the adopted one as it is emitted."""
    rows = config.array.rows
    bus = block_verilog(ProcessingElement(config))
    return [
        Variant("column OR bus, a register per segment (adopted)", bus, len(config.segment_rows) / rows, 1.0),
        Variant("shadow register in each PE", _SHADOW, 0.0, 1.0),
        Variant("shift out through the accumulators, array stalled", _SHIFT, 0.0, 2 / 3),
    ]


def measure(verilog: str, library: Library, recipe: str) -> tuple[float, float | None]:
    """Return the area in um2, and the shortest clock period in ns (None without OpenSTA)."""
    netlist = buffered(map_design(verilog, "drift_pe", library, recipe=recipe), library)
    timing = sta.analyse(netlist, library, 10.0).critical_path_ns if opensta.program() else None
    return area.measure(netlist, library).total, timing


def main(pdks: list[str]) -> None:
    """Print a table for each PDK."""
    config = Config()
    for name in pdks:
        library = load_pdk(name)
        table = Table(title=f"PE by way of draining, {library.name}")
        for column in ("way", "area um2 (area)", "ns", "area um2 (balanced)", "ns", "computing at K = 2R"):
            table.add_column(column)
        for variant in variants(config):
            cells = [variant.name]
            for recipe in ("area", "balanced"):
                own, period = measure(variant.verilog, library, recipe)
                register, _ = measure(_BUS_REGISTER, library, recipe)
                cells += [f"{own + variant.bus_registers * register:,.0f}"]
                cells += ["-" if period is None else f"{period:.2f}"]
            table.add_row(*cells, f"{variant.utilisation:.1%}")
        Console(width=130).print(table)


if __name__ == "__main__":
    main(sys.argv[1:] or ["osu018"])
