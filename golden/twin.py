"""Verilog and golden model under one driver: every submission runs on both, and all they leave is compared.

The simulation runs first; the model is told in which cycles the array accepted its operands, and predicts
everything else: every byte of memory, every register.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import Config
from drift_hw.control.registers import PERFORMANCE_COUNTERS, RegisterMap, register_map
from drift_hw.errors import UserError
from drift_hw.memory.layout import Bytes
from golden.accelerator import GoldenBackend
from golden.accelerator.faulty import ALL_POINTS
from golden.faults import EVENT, FaultList, fault_ports, port_writes

CYCLE_COUNTERS = ("busy_cycles", "memory_stall_cycles", "settle_cycles")
"""Performance counters that the golden model does not predict."""
NOT_PREDICTED = ("INJECTOR_COUNT",)
"""Registers that it does not predict: it is told of faults, and does not count them."""


Differences = dict[tuple[str, int], tuple[int, int]]
"""(register, index) -> what Verilog and golden model have there."""


class MismatchError(RuntimeError):
    """Verilog and golden model differ; the message says where."""


class Simulated(Protocol):
    """What is needed of the simulation: `drift_hw.sim.accelerator.RtlBackend`."""

    config: Config
    memory: Bytes

    def read_register(self, address: int) -> int:
        """Return a register."""

    def write_register(self, address: int, value: int) -> None:
        """Write a register."""

    def wait(self, max_cycles: int) -> None:
        """Run until the interrupt."""

    def reset(self) -> None:
        """Reset."""

    def record(self, *, trace: bool = False, writes: bool = False) -> None:
        """Start to record."""

    def trace(self) -> Any:
        """Return the trace since `record`."""

    def faults(self, writes: Any, ports: Sequence[tuple[str, int]], points: Any = ALL_POINTS) -> None:
        """Set the faults of each submission."""

    def set_errors(self, ranges: Sequence[Any]) -> None:
        """Let accesses fail."""


class Twin:
    """A back end of `drift_hw.sim.device.Device` that is both at once. Raises `MismatchError`."""

    name = "rtl and golden"

    def __init__(self, rtl: Simulated, *, registers: bool = True) -> None:
        """Pair a simulation with its model; both are reset.

        `registers`: compare all registers after every submission, which takes about a thousand simulated
        cycles; else only when `compare_registers` is called.
        """
        self.rtl = rtl
        self.config = rtl.config
        self.golden = GoldenBackend(self.config, len(rtl.memory))
        self.registers = registers
        self.submissions = 0
        """Submissions that ran and agreed."""
        self._map: RegisterMap = register_map(self.config)
        self._tail: int | None = None
        self.reset()

    @property
    def memory(self) -> Bytes:
        """The simulation's memory; the model's is made equal before every submission."""
        return self.rtl.memory

    def reset(self) -> None:
        """Reset both."""
        self.rtl.reset()
        self.golden.reset()
        self._tail = None

    def read_register(self, address: int) -> int:
        """Return the simulation's register."""
        return self.rtl.read_register(address)

    def write_register(self, address: int, value: int) -> None:
        """Write both; a submission reaches the model when the simulation is through with it."""
        if address == self._map["RING_TAIL"].address():
            self.golden.memory[:] = self.rtl.memory
            self.rtl.record(trace=self.config.faults.ports)
            self._tail = value
        else:
            self.golden.write_register(address, value)
        self.rtl.write_register(address, value)

    def wait(self, max_cycles: int) -> None:
        """Run the submission on both and compare. Raises `MismatchError`, and what the back ends raise."""
        self.rtl.wait(max_cycles)
        if self._tail is not None:
            if self.config.faults.ports:
                self.golden.schedule(self.rtl.trace())
            self.golden.write_register(self._map["RING_TAIL"].address(), self._tail)
            self._tail = None
            self.golden.wait(max_cycles)
        self.compare_memory()
        if self.registers:
            self.compare_registers()
        self.submissions += 1

    def faults(self, faults: FaultList | None, points: ArrayLike = ALL_POINTS) -> None:
        """Let the same faults happen on both, in each submission from the next one on."""
        if not self.config.faults.ports:
            raise UserError("faults need an accelerator with faults.ports = true")
        events = FaultList(self.config, np.zeros(0, EVENT)) if faults is None else faults
        writes, masks = _masked_writes(events, points)
        self.rtl.faults(writes, fault_ports(self.config), masks)
        self.golden.faults(faults, points)

    def set_errors(self, ranges: Sequence[Any]) -> None:
        """Let accesses to these ranges of memory fail on both."""
        self.rtl.set_errors(ranges)
        self.golden.set_errors(ranges)

    def compare_memory(self) -> None:
        """Raise `MismatchError` unless all memory is equal."""
        differ = np.flatnonzero(self.rtl.memory != self.golden.memory)
        if differ.size:
            address = int(differ[0])
            raise MismatchError(
                f"memory differs in {differ.size} bytes from {address:#x} to {int(differ[-1]):#x}: at "
                f"{address:#x} Verilog has {self.rtl.memory[address]}, golden {self.golden.memory[address]}"
            )

    def compare_registers(self) -> None:
        """Raise `MismatchError` unless all registers are equal, but for the counters of cycles."""
        if found := self.register_differences():
            raise MismatchError(f"registers differ: {describe(found)}")

    def register_differences(self) -> Differences:
        """Return the registers that differ, but for the counters of cycles."""
        skipped = {
            self._map[f"PERFORMANCE_{half}"].address(index)
            for half in ("LOW", "HIGH")
            for index, (name, _) in enumerate(PERFORMANCE_COUNTERS)
            if name in CYCLE_COUNTERS
        }
        found: Differences = {}
        for register in self._map:
            if register.name in NOT_PREDICTED:
                continue
            for index in range(register.count or 1):
                address = register.address(index)
                if address in skipped:
                    continue
                values = self.rtl.read_register(address), self.golden.read_register(address)
                if values[0] != values[1]:
                    found[register.name, index] = values
        return found


def _masked_writes(faults: FaultList, points: ArrayLike) -> tuple[NDArray[np.void], ArrayLike]:
    """Return the writes to fault ports, sorted, and the mask of points of all, or of each.

    Events that share a word of a port become one write only when they share a mask.
    """
    masks = np.asarray(points)
    if not masks.ndim:
        return port_writes(faults), points
    parts = {
        int(mask): port_writes(FaultList(faults.config, faults.events[masks == mask]))
        for mask in np.unique(masks)
    }
    writes = np.concatenate([port_writes(FaultList(faults.config, faults.events[:0])), *parts.values()])
    of_each = np.repeat([*parts], [len(part) for part in parts.values()])
    order = np.argsort(writes["cycle"], kind="stable")
    return writes[order], of_each[order]


def describe(found: Differences) -> str:
    """Return differences of registers in words."""
    return "; ".join(
        f"{name}[{index}]: Verilog {rtl:#x}, golden {golden:#x}"
        for (name, index), (rtl, golden) in found.items()
    )
