"""Simulates one PE gate by gate, closed loop: what `golden.timing.netlist.NetlistErrors` asks for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from golden.faults import Region, Register
from golden.timing.netlist import PeCaptures
from synth.timing.circuit import Circuit
from synth.timing.engine import run_closed
from synth.timing.errors import TimingError

Integers = NDArray[np.int64]


class NetlistPe:
    """The PEs of a configuration as circuits, at one clock period. A `golden.timing.netlist.PeSimulator`."""

    def __init__(
        self,
        config: Config,
        circuits: Mapping[Region, Circuit],
        period_ps: float,
        *,
        transport: bool = False,
    ) -> None:
        """Take a circuit for each kind of PE, all with the delays of one supply.

        Raises `TimingError` unless there is one for each kind that the configuration has.
        """
        needed = set(Region) if config.protection.abft else {Region.DATA}
        if missing := needed - circuits.keys():
            names = ", ".join(sorted(region.name.lower() for region in missing))
            raise TimingError(f"this configuration has PEs of kind {names} too; give a circuit of each")
        self._circuits, self._period, self._transport = dict(circuits), period_ps, transport
        # Edges from the one that captures operands to the one at which each register takes them.
        after = (0, 0, 1, config.accumulator_latency - 1)
        self._delays = dict(zip(Register, after, strict=True))

    def __call__(
        self, region: Region, a: Integers, b: Integers, flush: NDArray[np.bool_], factor: float
    ) -> PeCaptures:
        """Return what a PE of a kind does with its operands."""
        circuit = self._circuits[region]
        slots, tail = len(a), max(self._delays.values())
        levels = {"a_in": a, "b_in": b, "flush_in": flush.astype(np.int64)}
        stimuli = np.zeros((slots + tail, len(circuit.ports)), np.uint64)
        for column, (name, width) in enumerate(circuit.ports):
            if name in levels:
                stimuli[:slots, column] = (levels[name] & ((1 << width) - 1)).astype(np.uint64)
        # Gates so much slower and a clock so much quicker are the same but for the unit of time.
        run = run_closed(circuit, stimuli, self._period / factor, transport=self._transport)
        captured, wanted = (
            np.stack([words[after : after + slots, register] for register, after in self._delays.items()], 1)
            for words in (run.captured, run.wanted)
        )
        control = run.captured[:, len(Register) :] != run.wanted[:, len(Register) :]
        return PeCaptures(captured, wanted, bool(control.any()))
