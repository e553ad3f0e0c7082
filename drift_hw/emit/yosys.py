"""Yosys in a process of its own: its names depend on what ran before, and an error ends the process.

``run_yosys`` starts ``python -m drift_hw.emit.yosys SCRIPT``, which runs a script line by line; the passes
in `OWN_PASSES` are ours.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drift_hw.block import FAULT_PREFIX


class YosysError(RuntimeError):
    """Yosys rejected a script; the message holds the end of its log."""


def run_yosys(commands: Sequence[str], folder: Path) -> str:
    """Run Yosys commands with `folder` as working directory and return the log. Raises `YosysError`."""
    script = folder / "script.ys"
    script.write_text("\n".join(commands) + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "drift_hw.emit.yosys", script.name],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise YosysError(f"Yosys failed:\n{tail}")
    return done.stdout


MODULAR = ("$add", "$sub", "$and", "$or", "$xor", "$xnor")
"""Cells whose result bit n depends on operand bits up to n only: operands may be cut to the result."""
COMPARING = ("$lt", "$le", "$eq", "$ne", "$eqx", "$nex", "$ge", "$gt")


def match_widths(design: Any) -> None:
    """Extend operands of arithmetic, inverting and comparing cells explicitly: no width is implicit.

    Yosys relies on Verilog's extension rules when it writes `a + b` with operands of unequal widths;
    the language allows that, lint and readers do not like it.
    """
    from pyosys import libyosys

    def port(name: str) -> Any:
        return libyosys.IdString(f"\\{name}")

    for module in design.all_selected_modules():
        for cell in module.selected_cells():
            kind = cell.type.str()
            if kind == "$not":
                a = cell.getPort(port("A"))
                a.extend_u0(cell.getPort(port("Y")).size(), cell.getParam(port("A_SIGNED")).as_bool())
                cell.setPort(port("A"), a)
                cell.fixup_parameters()
                continue
            if kind not in MODULAR + COMPARING + ("$shl",):
                continue
            a, b, y = (cell.getPort(port(name)) for name in "ABY")
            signed = cell.getParam(port("A_SIGNED")).as_bool()
            width = max(a.size(), b.size()) if kind in COMPARING else y.size()
            a.extend_u0(width, signed)
            cell.setPort(port("A"), a)
            if kind != "$shl":
                b.extend_u0(width, signed)
                cell.setPort(port("B"), b)
            cell.fixup_parameters()


def name_unused(design: Any) -> None:
    """Name the wires on instance outputs that lead nowhere `unused_...`, as lint expects of them."""
    from pyosys import libyosys

    for module in design.all_selected_modules():
        for cell in module.selected_cells():
            if cell.type.str().startswith("$"):
                continue
            for port, signal in cell.connections_.items():
                wire = signal.as_wire() if signal.is_wire() else None
                if wire is not None and wire.name.str().startswith("$"):
                    name = f"\\unused_{cell.name.str()[1:]}_{port.str()[1:]}"
                    module.rename(wire, libyosys.IdString(name))


def thread_faults(design: Any) -> None:
    """Give every module the fault ports of its instances: those of one name side by side, in instance order.

    Amaranth's netlist holds at most 65,536 input bits of a module, and a 32 x 32 array has 98,000.
    """
    from pyosys import libyosys

    done: set[str] = set()

    def visit(module: Any) -> dict[str, int]:
        """Return the fault ports of a module, name -> width, after giving it those of its instances."""
        instances = [
            (cell, child)
            for cell in module.selected_cells()
            if (child := design.module(cell.type)) is not None
        ]
        if module.name.str() not in done:
            done.add(module.name.str())
            parts: dict[str, list[tuple[Any, int]]] = {}
            for cell, child in sorted(instances, key=lambda pair: _natural(pair[0].name.str())):
                for port, width in visit(child).items():
                    parts.setdefault(port, []).append((cell, width))
            for port, users in parts.items():
                name = libyosys.IdString(port)
                wire = module.addWire(name, sum(width for _, width in users))
                wire.port_input = True
                start = 0
                for cell, width in users:
                    cell.setPort(name, libyosys.SigSpec(wire, start, width))
                    start += width
            module.fixup_ports()
        wires = [module.wire(port) for port in module.ports]
        return {
            wire.name.str(): wire.width for wire in wires if wire.name.str().startswith("\\" + FAULT_PREFIX)
        }

    for module in design.all_selected_modules():
        visit(module)


def _natural(name: str) -> list[tuple[int, str]]:
    """Sort key that puts pe10 after pe9."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


OWN_PASSES = {"thread_faults": thread_faults, "match_widths": match_widths, "name_unused": name_unused}


def main(script: str) -> None:
    """Run the script, line by line, on one design."""
    from pyosys import libyosys

    design = libyosys.Design()
    for line in Path(script).read_text(encoding="utf-8").splitlines():
        if line in OWN_PASSES:
            OWN_PASSES[line](design)
        else:
            libyosys.run_pass(line, design)


if __name__ == "__main__":
    main(sys.argv[1])
