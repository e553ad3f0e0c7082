"""Prove with Yosys that two designs do the same: every flop and every output, from any state.

Flops are matched by name; each is proved to load the same value in both designs whenever all flops held
the same before, and each output to be the same. No initial value is assumed. So a proof covers all
sequences of inputs, and stands on names that are kept: unmatched flops make it fail, not pass. The clock
is taken to be one and the same: which of its edges a flop uses is not compared.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drift_hw.config import Config
from drift_hw.core import Core
from drift_hw.datapath.array import Array
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.emit import block_verilog
from drift_hw.emit.yosys import run_yosys
from synth.yosys import module_ports, split_modules

BLOCKS = {"drift_pe": ProcessingElement, "drift_array": Array, "drift_core": Core}
"""Blocks for which `fault_ports_leave_no_trace` can be asked."""


@dataclass(frozen=True)
class Equivalence:
    """The outcome of a proof."""

    points: int
    """Bits of flops and outputs that were compared."""
    unproven: int
    """Bits for which no proof was found: the designs differ there, or the prover gave up."""

    @property
    def proved(self) -> bool:
        """True when there was something to compare and all of it is proved equal."""
        return self.points > 0 and self.unproven == 0


def _wrapper(verilog: str, top: str, name: str, ports: Sequence[tuple[str, str, str]]) -> str:
    """Return `verilog` and a module around `top` with the ports (direction, range, name) given.

    Inputs of `top` that are not among them are tied to 0.
    """
    shown = {port for _, _, port in ports}
    connections = []
    for direction, _, port in module_ports(verilog, top):
        if port in shown:
            connections.append(f".{port}({port})")
        elif direction == "input":
            connections.append(f".{port}(1'b0)")
    declarations = ",\n".join(f"  {direction} {span}{port}" for direction, span, port in ports)
    instance = f"  {top} dut ({', '.join(connections)});"
    return f"{verilog}\nmodule {name} (\n{declarations}\n);\n{instance}\nendmodule\n"


def _own_names(verilog: str, other: str, prefix: str) -> str:
    """Return `verilog` with a prefix on Yosys' own names in each module that `other` has not word for word.

    Names such as _12_ are numbers in order of appearance: between modules that differ, equal ones mean
    nothing; in equal modules (a memory's read register) they are the same thing.
    """
    others = split_modules(other)
    for name, text in split_modules(verilog).items():
        if others.get(name) != text:
            verilog = verilog.replace(text, re.sub(r"\b_(\d+)_\b", rf"{prefix}_\1_", text))
    return verilog


def prove(gold: str, gate: str, top: str, *, libraries: Sequence[Path] = ()) -> Equivalence:
    """Prove that module `top` of Verilog `gate`, with the inputs it has more tied to 0, is that of `gold`.

    `libraries` are the Liberty files of the cells in `gate`, if it is a mapped netlist.
    """
    ports = module_ports(gold, top)
    script = []
    for name in ("gold", "gate"):
        script += [f"read_liberty -ignore_miss_func {path.resolve()}" for path in libraries if name == "gate"]
        script += [
            f"read_verilog {name}.v",
            f"hierarchy -check -top {name}",
            "proc",
            "flatten",
            "memory_map",
            "opt -full",
            "opt_clean -purge" if not libraries else "opt_clean",
            f"design -stash {name}",
        ]
    script += [
        "design -copy-from gold -as gold gold",
        "design -copy-from gate -as gate gate",
        "equiv_make gold gate proof",
        "hierarchy -top proof",
        "opt_clean",
        "equiv_struct",
        "equiv_simple",
        "equiv_induct",
        "equiv_status",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, text, other in (("gold", gold, gate), ("gate", gate, gold)):
            source = _wrapper(_own_names(text, other, name), top, name, ports)
            (Path(folder) / f"{name}.v").write_text(source, encoding="utf-8")
        log = run_yosys(script, Path(folder))
    found = re.findall(r"(\d+) are proven and (\d+) are unproven", log)
    if not found:
        return Equivalence(0, 0)
    proven, unproven = map(int, found[-1])
    return Equivalence(proven + unproven, unproven)


def fault_ports_leave_no_trace(config: Config, block: str = "drift_array") -> Equivalence:
    """Prove that a block with its fault ports tied off equals the block that has none.

    `block` is a key of `BLOCKS`; `config` should be small (the proof takes seconds at 3 x 2).
    """
    kind = BLOCKS[block]
    gold = block_verilog(kind(config.replace(faults__ports=False)))
    gate = block_verilog(kind(config.replace(faults__ports=True)))
    return prove(gold, gate, block)
