"""Buffer the nets that drive too much: those that cross modules, and those that end at many flops.

ABC sees the gates between flops of one module. It does not see that an enable leads to every lane of the
array. So after mapping, each net whose load is more than its driver carries well gets a tree of buffers.
The clock is left alone: its tree belongs to placement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from synth.netlist import Bit, Instance, Module, Netlist
from synth.pdk import Library

LOAD_SHARE = 1 / 3
"""Share of a driver's `max_capacitance` that it is given: beyond, transitions get slow."""
PORT_SHARE = 1 / 4
"""An input port may load its parent with this share of what a buffer is given."""


@dataclass(frozen=True)
class _Sink:
    """One load of a net: bit `index` of `pin` of `instance`."""

    instance: str
    pin: str
    index: int
    load: float


def _natural(name: str) -> list[int | str]:
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


class Buffering:
    """Buffers a netlist, children before parents, so that every load is known where it is needed."""

    def __init__(self, netlist: Netlist, library: Library) -> None:
        self.netlist = netlist
        self.library = library
        self.cell = library.strong_buffer()
        (self.input,), (self.output,) = self.cell.inputs, self.cell.outputs
        self.capacity = self.output.max_capacitance * LOAD_SHARE
        self.modules: dict[str, Module] = {}
        self.port_load: dict[tuple[str, str, int], float] = {}
        """Load, in farads, that a bit of an input port shows to the parent."""
        self.port_capacity: dict[tuple[str, str, int], float] = {}
        """Load, in farads, that a bit of an output port may still take in the parent."""

    def run(self) -> Netlist:
        """Return the buffered netlist."""
        order: list[str] = []

        def visit(name: str) -> None:
            for child in self.netlist.children(name):
                if child.type not in order:
                    visit(child.type)
            if name not in order:
                order.append(name)

        visit(self.netlist.top)
        for name in order:
            self.modules[name] = self._module(self.netlist.modules[name])
        return Netlist(self.netlist.top, {name: self.modules[name] for name in reversed(order)})

    def _module(self, module: Module) -> Module:
        sinks: dict[int, list[_Sink]] = {}
        capacity: dict[int, float] = {}
        for instance in module.instances.values():
            for pin, bits in instance.connections.items():
                for index, bit in enumerate(bits):
                    if not isinstance(bit, int):
                        continue
                    load, room = self._pin(instance, pin, index)
                    if room is not None:
                        capacity[bit] = room
                    elif load is not None:
                        sinks.setdefault(bit, []).append(_Sink(instance.name, pin, index, load))
        for port in module.ports.values():
            if port.direction == "input":
                capacity.update({b: self.capacity * PORT_SHARE for b in port.bits if isinstance(b, int)})
        builder = _Builder(module, self.cell.name, self.input.name, self.output.name)
        clock = module.ports["clk"].bits[0] if "clk" in module.ports else None
        for bit in sorted(set(sinks) & set(capacity) - {clock}):
            sinks[bit] = self._tree(builder, bit, sinks[bit], capacity[bit])
        self._show_ports(module, sinks, capacity, clock)
        return builder.module()

    def _show_ports(
        self, module: Module, sinks: dict[int, list[_Sink]], capacity: dict[int, float], clock: Bit | None
    ) -> None:
        """Note what the ports of a module are to its parents: a load, or the capacity that is left."""
        for port in module.ports.values():
            for index, bit in enumerate(port.bits):
                used = sum(sink.load for sink in sinks.get(bit, ())) if isinstance(bit, int) else 0.0
                if port.direction == "input":
                    self.port_load[module.name, port.name, index] = 0.0 if bit == clock else used
                else:
                    room = capacity.get(bit, self.capacity) if isinstance(bit, int) else self.capacity
                    self.port_capacity[module.name, port.name, index] = max(0.0, room - used)

    def _pin(self, instance: Instance, pin: str, index: int) -> tuple[float | None, float | None]:
        """Return (load, None) for an input and (None, capacity) for an output, in farads."""
        if instance.type in self.netlist.modules:
            child = self.netlist.modules[instance.type]
            if child.ports[pin].direction == "input":
                return (self.port_load[child.name, pin, index], None)
            return (None, self.port_capacity[child.name, pin, index])
        found = self.library.cells[instance.type].pins[pin]
        if found.direction == "input":
            return (found.capacitance, None)
        return (None, found.max_capacitance * LOAD_SHARE)

    def _tree(self, builder: _Builder, bit: int, sinks: list[_Sink], capacity: float) -> list[_Sink]:
        """Put buffers between a net and its sinks until the net's load fits; return its new sinks."""
        sinks = sorted(sinks, key=lambda s: (_natural(s.instance), s.pin, s.index))
        while len(sinks) > 1 and sum(sink.load for sink in sinks) > capacity:
            groups: list[list[_Sink]] = [[]]
            for sink in sinks:
                if groups[-1] and sum(s.load for s in groups[-1]) + sink.load > self.capacity:
                    groups.append([])
                groups[-1].append(sink)
            if len(groups) == len(sinks):
                break
            sinks = [
                _Sink(builder.buffer(bit, group), self.input.name, 0, self.input.capacitance)
                for group in groups
            ]
        return sinks


class _Builder:
    """A module that is being given buffers."""

    def __init__(self, module: Module, cell: str, pin_in: str, pin_out: str) -> None:
        self.source = module
        self.cell, self.pin_in, self.pin_out = cell, pin_in, pin_out
        self.instances = dict(module.instances)
        self.wires: dict[str, tuple[Bit, ...]] = dict(module.wires)
        used = [bit for bits in module.wires.values() for bit in bits if isinstance(bit, int)]
        self.next_bit = max(used, default=1) + 1
        self.count = 0

    def buffer(self, bit: int, sinks: list[_Sink]) -> str:
        """Add a buffer from net `bit` to `sinks` and return its instance name."""
        net, name = self.next_bit, f"_fanout{self.count}_"
        self.next_bit += 1
        self.count += 1
        self.wires[f"{name}net_"] = (net,)
        self.instances[name] = Instance(name, self.cell, {self.pin_in: (bit,), self.pin_out: (net,)})
        for sink in sinks:
            old = self.instances[sink.instance]
            bits = list(old.connections[sink.pin])
            bits[sink.index] = net
            connections: Mapping[str, tuple[Bit, ...]] = {**old.connections, sink.pin: tuple(bits)}
            self.instances[sink.instance] = replace(old, connections=connections)
        return name

    def module(self) -> Module:
        return replace(self.source, instances=self.instances, wires=self.wires)


def buffered(netlist: Netlist, library: Library) -> Netlist:
    """Return the netlist with buffer trees on its heavily loaded nets."""
    return Buffering(netlist, library).run()
