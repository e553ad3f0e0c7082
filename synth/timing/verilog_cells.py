"""Verilog models of library cells with delays that Icarus Verilog takes from outside.

Each cell is a module with a user-defined primitive per output, so that simultaneous inputs are seen at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from synth.gates import STATE, Output, cell_model
from synth.liberty import Cell
from synth.netlist import identifier
from synth.timing.module import TimedModule


def _primitive(name: str, output: Output) -> str:
    inputs = [f"i{index}" for index in range(len(output.inputs))]
    lines = [
        f"primitive {name} (y, {', '.join(inputs)});",
        f"  output y; input {', '.join(inputs)};",
        "table",
    ]
    for row in range(1 << len(inputs)):
        levels = " ".join(str(row >> index & 1) for index in range(len(inputs)))
        lines.append(f"  {levels} : {output.table >> row & 1};")
    return "\n".join([*lines, "endtable", "endprimitive"])


def cell_verilog(cell: Cell, gate_delays: bool) -> str:
    """Return a Verilog model of a cell.

    With `gate_delays` outputs have the delays that the parameters `RISE_` and `FALL_` with their names give,
    in ps; else a specify block has paths of no delay, until SDF sets them. A flop begins at 0 and captures
    what its data input had `SETUP` picoseconds before the clock edge.
    """
    model = cell_model(cell)
    pins = [pin.name for pin in (*cell.inputs, *cell.outputs)]
    text, body, paths = [], [], []
    for output in model.outputs:
        nets = ["state" if pin == STATE else pin for pin in output.inputs]
        body.append(f"parameter RISE_{output.pin} = 0, FALL_{output.pin} = 0;")
        if nets:
            text.append(_primitive(f"{cell.name}_{output.pin}", output))
            delay = f"#(RISE_{output.pin}, FALL_{output.pin})" if gate_delays else ""
            body.append(f"{cell.name}_{output.pin} {delay} ({', '.join([output.pin, *nets])});")
        else:
            body.append(f"assign {output.pin} = 1'b{output.table & 1};")
        for pin in dict.fromkeys(model.clock[0] if p == STATE and model.clock else p for p in output.inputs):
            paths.append(f"({pin} => {output.pin}) = (0, 0);")
    if model.state is not None and model.clock is not None:
        nets = ["state" if pin == STATE else pin for pin in model.state.inputs]
        text.append(_primitive(f"{cell.name}_next", model.state))
        body += [
            "parameter SETUP = 0;",
            "reg state = 0, sampled = 0;",
            "wire next;",
            f"{cell.name}_next ({', '.join(['next', *nets])});",
            "always @(next) sampled <= #(SETUP) next;",
            f"always @({'posedge' if model.clock[1] else 'negedge'} {model.clock[0]}) state <= sampled;",
        ]
    text.append(f"module {identifier(cell.name)} ({', '.join(pins)});")
    text += [f"  {pin.direction} {pin.name};" for pin in (*cell.inputs, *cell.outputs)]
    text += [f"  {line}" for line in body]
    if paths and not gate_delays:
        text += ["  specify", *(f"    {path}" for path in paths), "  endspecify"]
    return "\n".join([*text, "endmodule", ""])


def models(timed: TimedModule, cells: Mapping[str, Cell], library: Path | None, gate_delays: bool) -> str:
    """Return the Verilog of all cells of a module, those without state from `library` where it is given."""
    used = sorted({instance.type for instance in timed.module.instances.values()})
    text = "" if library is None else library.read_text(encoding="utf-8")
    found = {match[1]: match[0] for match in re.finditer(r"^module\s+(\w+).*?^endmodule", text, re.M | re.S)}
    primitives = [match[0] for match in re.finditer(r"^primitive\s.*?^endprimitive", text, re.M | re.S)]
    ours = [name for name in used if name not in found or cells[name].flop is not None]
    own = [cell_verilog(cells[name], gate_delays) for name in ours]
    theirs = [f"{found[name]}\n" for name in used if name not in ours]
    # A library's own time precision, 10 ps in some, would round its delays; and Icarus takes the numbers of
    # an SDF file in the unit of the cell's module.
    return "\n".join(["`timescale 1ps/1fs", *primitives, *own, *theirs])
