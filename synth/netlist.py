"""A mapped, hierarchical netlist: modules of library cells and instances of other modules.

Each module of the emitted Verilog is mapped once and stays one module here, so everything that is counted
(area, power) is counted per module and multiplied by the number of its instances.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Bit = int | str
"""A net of a module by number, or a constant: "0", "1", "x"."""

Parameters = Callable[[str, str], str]
"""Given the names of a module and of an instance in it, the instance's parameters in Verilog."""

_IDENTIFIER = re.compile(r"[A-Za-z_][\w$]*")


@dataclass(frozen=True)
class Port:
    """A port of a module."""

    name: str
    direction: str
    """`input` or `output`."""
    bits: tuple[Bit, ...]
    """Nets, lowest bit first."""


@dataclass(frozen=True)
class Instance:
    """A library cell, or another module, in a module."""

    name: str
    type: str
    connections: Mapping[str, tuple[Bit, ...]]
    """Nets by port, lowest bit first."""


@dataclass(frozen=True)
class Module:
    """One mapped module."""

    name: str
    ports: Mapping[str, Port]
    instances: Mapping[str, Instance]
    wires: Mapping[str, tuple[Bit, ...]]
    """Named nets, registers among them, lowest bit first."""
    memory_bits: int = 0
    """Bits of the memory that this module is: a black box to the mapper, or 0."""

    @classmethod
    def from_json(cls, name: str, data: Mapping[str, Any]) -> Module:
        """Build a module from an entry of Yosys' `write_json`."""
        return cls(
            name,
            {p: Port(p, d["direction"], tuple(d["bits"])) for p, d in data["ports"].items()},
            {
                i: Instance(i, d["type"], {p: tuple(bits) for p, bits in d["connections"].items()})
                for i, d in data["cells"].items()
            },
            {w: tuple(d["bits"]) for w, d in data["netnames"].items()},
        )

    @cached_property
    def names(self) -> dict[int, tuple[str, int, int]]:
        """The (wire, index, width) by which each net is written: a port before a wire before `_123_`."""
        found: dict[int, tuple[str, int, int]] = {}
        order = sorted(self.wires, key=lambda w: (w not in self.ports, w.startswith("_"), w))
        for wire in order:
            bits = self.wires[wire]
            for index, bit in enumerate(bits):
                if isinstance(bit, int):
                    found.setdefault(bit, (wire, index, len(bits)))
        return found

    def net(self, bit: Bit) -> str:
        """Return the Verilog expression of a net."""
        if not isinstance(bit, int):
            return f"1'b{bit}"
        name, index, width = self.names[bit]
        return identifier(name) + (f"[{index}]" if width > 1 else "")


@dataclass(frozen=True)
class Netlist:
    """All mapped modules of a design."""

    top: str
    modules: Mapping[str, Module]

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of instances of each module and each library cell in the whole design."""
        total: Counter[str] = Counter()

        def visit(name: str, times: int) -> None:
            total[name] += times
            module = self.modules.get(name)
            if module is not None:
                for child, number in Counter(i.type for i in module.instances.values()).items():
                    visit(child, times * number)

        visit(self.top, 1)
        return total

    def cells(self, module: str) -> list[Instance]:
        """Return the library cells that stand directly in a module."""
        return [i for i in self.modules[module].instances.values() if i.type not in self.modules]

    def children(self, module: str) -> list[Instance]:
        """Return the instances of other modules that stand directly in a module."""
        return [i for i in self.modules[module].instances.values() if i.type in self.modules]

    def verilog(self, parameters: Parameters | None = None) -> str:
        """Return structural Verilog of all modules that the top uses, users first."""
        order = [name for name in self.counts if name in self.modules]
        return "\n".join(module_verilog(self.modules[name], parameters) for name in order)

    def at(self, path: Sequence[str]) -> Module:
        """Return the module of the instance at a path of instance names below the top."""
        module = self.modules[self.top]
        for step in path:
            module = self.modules[module.instances[step].type]
        return module


def identifier(name: str) -> str:
    """Return a Verilog identifier, escaped where it must be (`checker` is a keyword of SystemVerilog)."""
    return name if _IDENTIFIER.fullmatch(name) and name != "checker" else f"\\{name} "


def _range(width: int) -> str:
    return f"[{width - 1}:0] " if width > 1 else ""


def _concatenation(module: Module, bits: tuple[Bit, ...]) -> str:
    """Return the expression of a connection: a whole wire by its name, other bits in braces."""
    first = bits[0] if bits else "x"
    if isinstance(first, int):
        name, index, width = module.names[first]
        whole = all(isinstance(b, int) and module.names[b] == (name, i, width) for i, b in enumerate(bits))
        if index == 0 and width == len(bits) and whole:
            return identifier(name)
    parts = [module.net(bit) for bit in reversed(bits)]
    return parts[0] if len(parts) == 1 else "{" + ", ".join(parts) + "}"


def module_verilog(module: Module, parameters: Parameters | None = None) -> str:
    """Return structural Verilog of one module; OpenSTA 2.0.17 and Icarus read it (no `signed`, no `reg`).

    `parameters` returns what stands between type and name of an instance, as `#(.R(0.1)) `.
    """
    lines = [f"module {identifier(module.name)} ({', '.join(map(identifier, module.ports))});"]
    lines += [
        f"  {port.direction} {_range(len(port.bits))}{identifier(port.name)};"
        for port in module.ports.values()
    ]
    written = {name for name, _, _ in module.names.values()} - set(module.ports)
    lines += [f"  wire {_range(len(module.wires[w]))}{identifier(w)};" for w in sorted(written)]
    for instance in module.instances.values():
        pins = ", ".join(
            f".{identifier(port)}({_concatenation(module, bits)})"
            for port, bits in instance.connections.items()
            if bits
        )
        values = parameters(module.name, instance.name) if parameters is not None else ""
        lines.append(f"  {identifier(instance.type)} {values}{identifier(instance.name)} ({pins});")
    for port in module.ports.values():
        # An output that is another port, or a second name of a net, or a constant.
        for index, bit in enumerate(port.bits):
            own = identifier(port.name) + (f"[{index}]" if len(port.bits) > 1 else "")
            if module.net(bit) != own:
                lines.append(f"  assign {own} = {module.net(bit)};")
    return "\n".join([*lines, "endmodule", ""])
