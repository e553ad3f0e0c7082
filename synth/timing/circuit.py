"""A mapped module ready for the simulator: flat arrays of gates, flops, delays and the words they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from drift_hw.faults.table import REGISTERS
from synth.gates import cell_model
from synth.liberty import Cell
from synth.timing.errors import TimingError
from synth.timing.gate_netlist import Array, Gate, GateNetlist

if TYPE_CHECKING:
    from synth.timing.delays import Delays
    from synth.timing.module import TimedModule

WORDS = len(REGISTERS) + 1
"""Words of a result: the registers of `drift_hw.faults.table`, and one for the control flops."""
WORD_BITS = 64


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
            instance.connections[model.clock[0]][0]
            for instance in module.instances.values()
            if instance.type in cells and cells[instance.type].flop is not None
            if (model := cell_model(cells[instance.type])).clock is not None
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
