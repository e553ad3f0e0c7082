"""The power bench: one or a few instances of each module, cut out of the design and set side by side.

Power is measured on instances that stand for their copies, with the inputs that they see in the whole
design: what enters an instance, or leaves one of its children, becomes an input of the bench, and what it
drives outside becomes a load.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from synth.netlist import Bit, Instance, Module, Netlist, Port
from synth.pdk import Library

SAMPLES = 3
"""Instances of a module that are measured: the first, the middle one and the last."""
LARGE_MODULE = 2000
"""Modules of more cells are measured once."""
TOP = "power_bench"


@dataclass(frozen=True)
class Sample:
    """An instance that stands for the copies of its module."""

    module: str
    path: tuple[str, ...]
    """Instance names from the top; empty for the top itself."""


def _natural(name: str) -> list[int | str]:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def choose_samples(netlist: Netlist) -> list[Sample]:
    """Return up to `SAMPLES` instances of each module that has cells of its own."""
    paths: dict[str, list[tuple[str, ...]]] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if netlist.cells(name):
            paths.setdefault(name, []).append(path)
        for child in sorted(netlist.children(name), key=lambda i: _natural(i.name)):
            visit(child.type, (*path, child.name))

    visit(netlist.top, ())
    samples = []
    for name, found in paths.items():
        middle = len(found) // 2
        few = len(netlist.cells(name)) > LARGE_MODULE
        picked = [middle] if few else sorted({0, middle, len(found) - 1})
        samples += [Sample(name, found[index]) for index in picked]
    return samples


class Loads:
    """Capacitance of nets, through the hierarchy, in farads."""

    def __init__(self, netlist: Netlist, library: Library, output_load: float) -> None:
        self.netlist = netlist
        self.library = library
        self.output_load = output_load
        self._sinks: dict[str, dict[int, float]] = {}

    def sinks(self, name: str) -> dict[int, float]:
        """Return the load inside a module, its children included, by net."""
        if name not in self._sinks:
            total: dict[int, float] = {}
            for instance in self.netlist.modules[name].instances.values():
                for pin, bits in instance.connections.items():
                    for index, bit in enumerate(bits):
                        if isinstance(bit, int):
                            total[bit] = total.get(bit, 0.0) + self._pin(instance, pin, index)
            self._sinks[name] = total
        return self._sinks[name]

    def _pin(self, instance: Instance, pin: str, index: int) -> float:
        if instance.type not in self.netlist.modules:
            found = self.library.cells[instance.type].pins[pin]
            return found.capacitance if found.direction == "input" else 0.0
        port = self.netlist.modules[instance.type].ports[pin]
        if port.direction != "input":
            return 0.0
        bit = port.bits[index]
        return self.sinks(instance.type).get(bit, 0.0) if isinstance(bit, int) else 0.0

    def children(self, name: str) -> dict[int, float]:
        """Return the load of a module's children alone, by net."""
        total: dict[int, float] = {}
        for instance in self.netlist.children(name):
            for pin, bits in instance.connections.items():
                for index, bit in enumerate(bits):
                    if isinstance(bit, int):
                        total[bit] = total.get(bit, 0.0) + self._pin(instance, pin, index)
        return total

    def outside(self, path: Sequence[str], bit: int) -> float:
        """Return the load outside the instance at `path` that its net `bit` drives by output ports."""
        module = self.netlist.at(path)
        load = 0.0
        for port in module.ports.values():
            if port.direction != "output" or bit not in port.bits:
                continue
            if not path:
                load += self.output_load
                continue
            parent = self.netlist.at(path[:-1])
            connected = parent.instances[path[-1]].connections.get(port.name, ())
            for own, above in zip(port.bits, connected, strict=False):
                if own == bit and isinstance(above, int):
                    load += self.sinks(parent.name).get(above, 0.0) + self.outside(path[:-1], above)
        return load


@dataclass(frozen=True)
class Cut:
    """A sample, cut out of the design."""

    sample: Sample
    module: Module
    """Ports `clk`, `in` (what enters, and what the children drive) and `out` (what leaves)."""
    recorded: tuple[tuple[str, ...], ...]
    """Paths, below the top, of the signals that make up `in`, the lowest bits first."""
    loads: tuple[float, ...]
    """Load of each bit of `out`, in farads."""

    @cached_property
    def width(self) -> int:
        """Bits of `in`."""
        return len(self.module.ports["in"].bits)


def cut(netlist: Netlist, sample: Sample, loads: Loads, name: str) -> Cut:
    """Cut an instance out of a design as module `name`."""
    source = netlist.modules[sample.module]
    entering: list[Bit] = []
    recorded: list[tuple[str, ...]] = []
    clock: tuple[Bit, ...] = ()
    for port in source.ports.values():
        if port.name == "clk":
            clock = port.bits
        elif port.direction == "input":
            entering += port.bits
            recorded.append((*sample.path, port.name))
    for child in netlist.children(sample.module):
        for port in netlist.modules[child.type].ports.values():
            bits = child.connections.get(port.name, ())
            if port.direction == "output" and bits:
                entering += bits
                recorded.append((*sample.path, child.name, port.name))
    cells = {instance.name: instance for instance in netlist.cells(sample.module)}
    below = loads.children(sample.module)
    leaving: dict[int, float] = {}
    exported = {b for p in source.ports.values() if p.direction == "output" for b in p.bits}
    for instance in cells.values():
        for pin, bits in instance.connections.items():
            if loads.library.cells[instance.type].pins[pin].direction != "output":
                continue
            for bit in bits:
                if isinstance(bit, int) and (bit in exported or bit in below):
                    leaving[bit] = below.get(bit, 0.0) + loads.outside(sample.path, bit)
    spare = max((b for bits in source.wires.values() for b in bits if isinstance(b, int)), default=1) + 1
    ports = {
        "clk": Port("clk", "input", clock or (spare,)),
        "in": Port("in", "input", tuple(entering)),
        "out": Port("out", "output", tuple(leaving)),
    }
    wires = {w: bits for w, bits in source.wires.items() if w not in ports}
    wires |= {port.name: port.bits for port in ports.values()}
    return Cut(sample, Module(name, ports, cells, wires), tuple(recorded), tuple(leaving.values()))


def assemble(cuts: Sequence[Cut]) -> Netlist:
    """Return a design that holds the cuts side by side, as instances `s0`, `s1`, ... of the top."""
    modules: dict[str, Module] = {}
    clock: Bit = 2
    next_bit = 3
    ports = {"clk": Port("clk", "input", (clock,))}
    instances = {}
    for index, piece in enumerate(cuts):
        connections: dict[str, tuple[Bit, ...]] = {"clk": (clock,)}
        for kind in ("in", "out"):
            width = len(piece.module.ports[kind].bits)
            bits = tuple(range(next_bit, next_bit + width))
            next_bit += width
            if width:
                port = f"{kind}{index}"
                ports[port] = Port(port, "input" if kind == "in" else "output", bits)
                connections[kind] = bits
        instances[f"s{index}"] = Instance(f"s{index}", piece.module.name, connections)
        modules[piece.module.name] = piece.module
    top = Module(TOP, ports, instances, {port.name: port.bits for port in ports.values()})
    return Netlist(TOP, {TOP: top, **modules})
