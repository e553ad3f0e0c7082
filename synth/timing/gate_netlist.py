"""Gates and flops of mapped modules, with the delays of their arcs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from synth.gates import STATE, CellModel, cell_model, restricted
from synth.liberty import Cell
from synth.netlist import Bit, Module
from synth.timing.errors import TimingError

Array = NDArray[np.float64]
ArcDelay = Callable[[str, str, str], Array]
"""Given instance, input pin and output pin: picoseconds (2, 2) by input and output edge, NaN = no arc."""

_EDGES = ("falling", "rising")


def output_delays(picoseconds: Mapping[str, tuple[float, float]]) -> ArcDelay:
    """Return the arcs of cells that have one (fall, rise) delay each, or none at all."""
    return lambda instance, pin, output: np.tile(np.array(picoseconds.get(instance, (0.0, 0.0))), (2, 1))


@dataclass(frozen=True)
class Gate:
    """One output of a cell, or of a flop over its state."""

    name: str
    """Instance and output pin."""
    output: int
    """Net."""
    inputs: tuple[int, ...]
    """Nets."""
    table: int
    """Bit n is the output where input i is bit i of n."""
    delays: Array
    """(inputs, 2, 2) picoseconds by input and output edge; NaN = no arc."""

    def without(self, constants: Mapping[int, int]) -> Gate:
        """Return the gate without the inputs that are constant or do not matter."""
        inputs, table, kept = list(self.inputs), self.table, list(range(len(self.inputs)))
        for index in reversed(range(len(inputs))):
            low, high = (restricted(table, len(inputs), index, value) for value in (0, 1))
            if inputs[index] in constants or low == high:
                table = high if constants.get(inputs[index]) else low
                del inputs[index], kept[index]
        return replace(self, inputs=tuple(inputs), table=table, delays=self.delays[kept])

    def check(self) -> None:
        """Raise `TimingError` when a change that the function makes has no delay."""
        for index in range(len(self.inputs)):
            low, high = (restricted(self.table, len(self.inputs), index, value) for value in (0, 1))
            for rising, makes in ((1, ~low & high), (0, low & ~high)):
                for edge in (0, 1):
                    delay = self.delays[index, edge, rising if edge else 1 - rising]
                    if makes and not (0 <= delay < np.inf):
                        raise TimingError(
                            f"no usable delay from input {index} {_EDGES[edge]} to {self.name}: {delay} ps; "
                            "extract the delays of this very netlist and library"
                        )


@dataclass(frozen=True)
class Flop:
    """A flop: what it captures, and its state, which moves at the clock edge."""

    name: str
    state: int
    """Net."""
    next: int
    """Net."""


@dataclass
class GateNetlist:
    """Gates and flops of one or more flat modules side by side."""

    cells: Mapping[str, Cell]
    nets: int = 2
    """Net 0 is 0 and net 1 is 1."""
    inputs: list[int] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    flops: list[Flop] = field(default_factory=list)
    _models: dict[str, CellModel] = field(default_factory=dict)

    def add(self, module: Module, entering: Sequence[Bit], delay: ArcDelay) -> dict[Bit, int]:
        """Add a flat module whose nets `entering` are driven from outside; return its nets by bit."""
        numbers: dict[Bit, int] = {"0": 0, "1": 1, "x": 0, "z": 0}

        def net(bit: Bit) -> int:
            if bit not in numbers:
                numbers[bit] = self._new()
            return numbers[bit]

        self.inputs += [net(bit) for bit in entering]
        for instance in module.instances.values():
            if instance.type not in self._models:
                if instance.type not in self.cells:
                    raise TimingError(
                        f"{module.name} has a cell {instance.type} that the library does not have; "
                        "give the library that the netlist was mapped to"
                    )
                self._models[instance.type] = cell_model(self.cells[instance.type])
            model = self._models[instance.type]
            pins = {pin: net(bits[0]) for pin, bits in instance.connections.items() if bits}
            if model.state is not None:
                pins[STATE] = self._new()
            for output in model.outputs:
                if output.pin in pins:
                    arcs = np.full((len(output.inputs), 2, 2), np.nan)
                    for index, pin in enumerate(output.inputs):
                        if pin == STATE and model.clock is not None:
                            clock, edge = model.clock
                            arcs[index] = delay(instance.name, clock, output.pin)[edge]
                        else:
                            arcs[index] = delay(instance.name, pin, output.pin)
                    nets = tuple(pins.get(pin, 0) for pin in output.inputs)
                    name = f"{instance.name}/{output.pin}"
                    self.gates.append(Gate(name, pins[output.pin], nets, output.table, arcs))
            if model.state is not None:
                nets = tuple(pins.get(pin, 0) for pin in model.state.inputs)
                plain = len(nets) == 1 and model.state.table == 0b10
                captured = nets[0] if plain else self._new()
                if not plain:
                    arcs = np.zeros((len(nets), 2, 2))
                    name = f"{instance.name}/next state"
                    self.gates.append(Gate(name, captured, nets, model.state.table, arcs))
                self.flops.append(Flop(instance.name, pins[STATE], captured))
        return numbers

    def _new(self) -> int:
        self.nets += 1
        return self.nets - 1

    def ordered(self) -> list[Gate]:
        """Return the gates, drivers before readers, without inputs that are constant.

        Raises `TimingError` for loops, for nets without a driver and for changes without a delay.
        """
        sources = {0, 1, *self.inputs, *(flop.state for flop in self.flops)}
        drivers: dict[int, Gate] = {}
        for gate in self.gates:
            if gate.output in drivers or gate.output in sources:
                raise TimingError(f"the net of {gate.name} has two drivers: check the netlist")
            drivers[gate.output] = gate
        waiting: dict[int, int] = {}
        readers: dict[int, list[Gate]] = {}
        for gate in self.gates:
            driven = set(gate.inputs) - sources
            for net in driven:
                if net not in drivers:
                    raise TimingError(f"an input of {gate.name} has no driver: check the netlist")
                readers.setdefault(net, []).append(gate)
            waiting[gate.output] = len(driven)
        for flop in self.flops:
            if flop.next not in drivers and flop.next not in sources:
                raise TimingError(f"the data input of {flop.name} has no driver: check the netlist")
        ready = [gate for gate in self.gates if not waiting[gate.output]]
        constants = {0: 0, 1: 1}
        order = []
        for gate in ready:
            own = gate.without(constants)
            own.check()
            if not own.inputs:
                constants[own.output] = own.table & 1
            order.append(own)
            for reader in readers.get(gate.output, ()):
                waiting[reader.output] -= 1
                if not waiting[reader.output]:
                    ready.append(reader)
        if len(order) < len(self.gates):
            looped = next(gate.name for gate in self.gates if waiting[gate.output])
            raise TimingError(f"{looped} depends on itself without a flop between: such loops have no timing")
        return order
