"""Blocks: Amaranth components that become one Verilog module each, emitted once and instantiated.

Amaranth elaborates a module per instance; an array of thousands of equal PEs would become thousands of
modules. A `Block` instead names its module and lists the blocks that it instantiates, and `place`
connects an instance of one. `drift_hw.emit` walks `blocks` and converts each module once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from amaranth.hdl import ClockDomain, Instance, Module, Signal, Value
from amaranth.lib import wiring
from amaranth.lib.wiring import In

from drift_hw.config import Config

FAULT_PREFIX = "fault_"
"""First part of the name of every fault port."""


class Block(wiring.Component):
    """A component with its own Verilog module `module_name`.

    Ports are flat: one `Signal` each, `clk` first (unless purely combinational) and, for blocks that
    hold control state, `rst` (synchronous, active high). Datapath flops carry no reset.
    """

    # Blocks are also built to ask for their ports only: Amaranth's warning about that means nothing here.
    _MustUse__silence = True

    has_clock: bool = True
    has_reset: ClassVar[bool] = False

    def __init__(self, config: Config, module_name: str, ports: dict[str, wiring.Member]) -> None:
        self.config = config
        self.module_name = module_name
        self.blocks: tuple[Block, ...] = ()
        clocking = {"clk": In(1)} if self.has_clock else {}
        clocking |= {"rst": In(1)} if self.has_reset else {}
        super().__init__({**clocking, **ports})

    def module(self) -> Module:
        """Return an empty module whose `sync` domain is clocked by this block's own ports."""
        m = Module()
        if not self.has_clock:
            return m
        domain = ClockDomain("sync", reset_less=not self.has_reset)
        domain.clk = self.clk
        if self.has_reset:
            domain.rst = self.rst
        m.domains += domain
        return m

    def ports(self) -> Iterator[tuple[str, wiring.Flow, Signal]]:
        """Yield (name, flow, signal) of each port in order of declaration."""
        for (name,), member, value in self.signature.flatten(self):
            yield name, member.flow, value


def place(m: Module, parent: Block, block: Block, name: str, /, **connections: Value) -> None:
    """Instantiate `block` in `m` under `name`, connecting each of its ports; the clock goes along.

    Raises `TypeError` when a port is left open, does not exist or differs in width: in generated
    structure an implicit extension is always a mistake. Fault ports stay open here: there are too many of
    them for Amaranth's netlist, and the emitter threads them through the hierarchy.
    """
    if block.has_clock:
        connections["clk"] = parent.clk
    if block.has_reset:
        connections["rst"] = parent.rst
    arguments = []
    for port, flow, signal in block.ports():
        if port.startswith(FAULT_PREFIX):
            continue
        if port not in connections:
            raise TypeError(f"{block.module_name}.{port} of instance {name!r} is not connected")
        value = Value.cast(connections.pop(port))
        if len(value) != len(signal):
            raise TypeError(f"{block.module_name}.{port} has {len(signal)} bits, not {len(value)}")
        arguments.append(("i" if flow is In else "o", port, value))
    if connections:
        raise TypeError(f"{block.module_name} has no port {', '.join(connections)}")
    m.submodules[name] = Instance(block.module_name, *arguments)
