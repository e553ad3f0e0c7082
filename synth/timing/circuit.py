"""Mapped modules as flat arrays of gates, flops and delays, which the simulator runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from drift_hw.faults.table import REGISTERS
from synth.gates import STATE, CellModel, cell_model, restricted
from synth.liberty import Cell
from synth.netlist import Bit, Module
from synth.timing.errors import TimingError

if TYPE_CHECKING:
    from synth.timing.delays import Delays
    from synth.timing.design import TimedModule

Array = NDArray[np.float64]
ArcDelay = Callable[[str, str, str], Array]
"""Given instance, input pin and output pin: picoseconds (2, 2) by input and output edge, NaN = no arc."""


WORDS = len(REGISTERS) + 1
"""Words of a result: the registers of `drift_hw.faults.table`, and one for the control flops."""
WORD_BITS = 64
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
                captured = nets[0] if model.state.table == 0b10 and len(nets) == 1 else self._new()
                if captured != nets[0]:
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


@dataclass(frozen=True, eq=False)
class Circuit:
    """A module ready to be simulated: its gates with delays, and how its words lie in its flops.

    Before the first cycle all flops and all inputs are 0, and the gates have settled.
    """

    nets: int
    gates: tuple[Gate, ...]
    """Drivers before readers."""
    inputs: NDArray[np.int32]
    """(input bits, 3) net, column of the stimuli and bit in it."""
    input_arrival_ps: Array
    """(2,) when inputs change after the clock edge, falling and rising."""
    flops: NDArray[np.int32]
    """(flops, 4) net of the state, net that is captured, word and bit of a result."""
    setups_ps: Array
    """(flops, 2) of data falling and rising, at least 0: nothing after the edge is captured."""
    ports: tuple[tuple[str, int], ...] = ()
    """Name and width of each column of the stimuli."""
    words: int = WORDS
    """Words of a result; bit n of a word is bit n of the register."""

    @classmethod
    def of(cls, timed: TimedModule, cells: Mapping[str, Cell], delays: Delays) -> Circuit:
        """Build the circuit of a mapped module with its delays.

        Gates that no flop depends on (the drain bus) are left out. Raises `TimingError` when delays and
        module do not fit together, and `synth.gates.CellError` for cells that can not be simulated.
        """
        module = timed.module
        arcs = {arc: delays.picoseconds[index] for index, arc in enumerate(delays.arcs)}
        missing = np.full((2, 2), np.nan)
        clocked = {
            bits[0]
            for instance in module.instances.values()
            if instance.type in cells and (model := cell_model(cells[instance.type])).clock is not None
            for bits in (instance.connections[model.clock[0]],)
        }
        entering = [
            port
            for port in module.ports.values()
            if port.direction == "input" and not clocked.issuperset(port.bits)
        ]
        for port in entering:
            if len(port.bits) > WORD_BITS:
                raise TimingError(f"port {port.name} is {len(port.bits)} bits wide; at most {WORD_BITS} fit")
        netlist = GateNetlist(cells)
        netlist.add(
            module,
            [bit for port in entering for bit in port.bits],
            lambda instance, pin, output: arcs.get((instance, pin, output), missing),
        )
        places = [(column, bit) for column, port in enumerate(entering) for bit in range(len(port.bits))]
        by_name = {flop.name: flop for flop in netlist.flops}
        if set(by_name) != set(timed.flops):
            odd = sorted(set(by_name) ^ set(timed.flops))[0]
            raise TimingError(f"the flops of {module.name} are not those that were timed: {odd} differs")
        if delays.setup.shape != (len(timed.flops), 2) or not np.isfinite(delays.setup).all():
            raise TimingError(f"setup times of {module.name} must be one finite pair for each flop")
        if len(set(timed.endpoints)) < len(timed.endpoints):
            raise TimingError(f"two flops of {module.name} are the same bit of a register: check the netlist")
        for register, bit in timed.endpoints:
            if not (0 <= register < WORDS and 0 <= bit < WORD_BITS):
                raise TimingError(f"flops of {module.name} can not be bit {bit} of register {register}")
        flops = [
            (by_name[name].state, by_name[name].next, *place)
            for name, place in zip(timed.flops, timed.endpoints, strict=True)
        ]
        return cls(
            nets=netlist.nets,
            gates=_needed(netlist.ordered(), {captured for _, captured, _, _ in flops}),
            inputs=np.array(
                [(net, *place) for net, place in zip(netlist.inputs, places, strict=True)], np.int32
            ).reshape(-1, 3),
            input_arrival_ps=np.asarray(delays.input_arrival_ps, np.float64),
            flops=np.array(flops, np.int32).reshape(-1, 4),
            setups_ps=np.maximum(delays.setup, 0.0),
            ports=tuple((port.name, len(port.bits)) for port in entering),
        )

    @classmethod
    def of_netlist(cls, netlist: GateNetlist, input_delay_ps: float) -> Circuit:
        """Build a circuit without words, of all gates of a netlist; each input is a column of the stimuli."""
        places = [(net, column, 0) for column, net in enumerate(netlist.inputs)]
        return cls(
            nets=netlist.nets,
            gates=tuple(netlist.ordered()),
            inputs=np.array(places, np.int32).reshape(-1, 3),
            input_arrival_ps=np.full(2, input_delay_ps),
            flops=np.array([(f.state, f.next, 0, 0) for f in netlist.flops], np.int32).reshape(-1, 4),
            setups_ps=np.zeros((len(netlist.flops), 2)),
            ports=tuple((f"input {column}", 1) for column in range(len(netlist.inputs))),
            words=0,
        )

    @cached_property
    def longest_ps(self) -> float:
        """A bound of the time that the gates need to settle."""
        arrival = np.zeros(self.nets)
        arrival[self.inputs[:, 0]] = self.input_arrival_ps.max(initial=0.0)
        for gate in self.gates:
            if gate.inputs:
                worst = np.nanmax(gate.delays.reshape(len(gate.inputs), 4), axis=1, initial=0.0)
                arrival[gate.output] = (arrival[list(gate.inputs)] + worst).max()
        return float(arrival.max(initial=0.0))

    @cached_property
    def shortest_period_ps(self) -> float:
        """The period that a clock must exceed: inputs, outputs of flops and setup need as much."""
        states = set(self.flops[:, 0].tolist())
        launches = [
            float(np.nanmax(gate.delays[index]))
            for gate in self.gates
            for index, net in enumerate(gate.inputs)
            if net in states
        ]
        return max([*launches, float(self.input_arrival_ps.max()), float(self.setups_ps.max(initial=0.0))])


def _needed(gates: Sequence[Gate], nets: set[int]) -> tuple[Gate, ...]:
    """Return the gates that some of `nets` depend on."""
    needed = set(nets)
    kept = []
    for gate in reversed(gates):
        if gate.output in needed:
            needed.update(gate.inputs)
            kept.append(gate)
    return tuple(reversed(kept))
