"""The simulated accelerator on its board: DRAM shared with numpy, register access, supplies, faults, trace.

`RtlBackend` is what `drift_hw.sim.device.Device` runs on; its C side is `board.h`.
"""

from __future__ import annotations

import ctypes
import dataclasses
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from drift_hw.config import Config
from drift_hw.control.registers import register_map
from drift_hw.errors import UserError
from drift_hw.sim.board import (
    CLOCK_GENERATOR,
    POINT_CHANGE,
    REGULATOR,
    SIGNATURES,
    SUPPLY_CHANGE,
    TRACED_TILE,
    WRITTEN_BEAT,
    ErrorRange,
    MemoryArguments,
    MemoryOptions,
    RangeArguments,
    SupplyArguments,
    SupplyOptions,
    Trace,
)
from drift_hw.sim.control import DeviceError
from drift_hw.sim.model import Model
from drift_hw.sim.verilator import BuildOptions, build

TOP = "drift_accelerator"
"""Name of the accelerator's top module."""

_RESPONSES = {1: "EXOKAY", 2: "SLVERR", 3: "DECERR"}
_VIOLATION = -1
_CHUNK = 50_000
"""Cycles between looks at the keyboard: half a second."""


class RtlBackend:
    """The accelerator's Verilog in simulation. Close it, or use it in a `with` statement."""

    name = "rtl"

    def __init__(
        self,
        config: Config,
        *,
        options: BuildOptions | None = None,
        memory_bytes: int = 64 << 20,
        memory_file: Path | None = None,
        memory_options: MemoryOptions | None = None,
        power_up_seed: int = 0,
        waves: Path | None = None,
        verilog: str | None = None,
    ) -> None:
        """Build the accelerator (or take it from the cache) and reset it.

        Args:
            config: the configuration that the Verilog was made from.
            options: how to build; by default with `trace` only when `waves` is given.
            memory_bytes: size of the DRAM, from bus address 0: a multiple of 4096.
            memory_file: where the DRAM is kept; by default a file that goes with the backend.
            memory_options: latency, bandwidth and disturbance of the DRAM.
            power_up_seed: 0 powers up at zero, any other value at random levels.
            waves: FST file to write, one cycle per nanosecond.
            verilog: text to build instead of what the generator emits.

        Raises `UserError` when a tool is missing, the build fails, the configuration has no accelerator, or
        the design is none.
        """
        config.check_accelerator()
        if memory_bytes < 4096 or memory_bytes % 4096:
            raise UserError(f"memory_bytes must be a multiple of 4096, at least 4096, not {memory_bytes}")
        if memory_bytes > 1 << config.memory.address_width:
            raise UserError(
                f"memory_bytes is {memory_bytes}, but the bus has {config.memory.address_width} address bits"
            )
        if verilog is None:
            from drift_hw import emit

            verilog = emit.accelerator_verilog(config)
        self.config = config
        built = build(verilog, TOP, options or BuildOptions(trace=waves is not None))
        self.memory = _map_memory(memory_bytes, memory_file)
        self.model = Model(built, power_up_seed=power_up_seed, waves=waves)
        for name, (result, arguments) in SIGNATURES.items():
            function = getattr(self.model.library, f"drift_board_{name}")
            function.restype, function.argtypes = result, [ctypes.c_void_p, *arguments]
        if missing := self._call("open", self.memory.ctypes.data, memory_bytes, 0):
            self.model.close()
            raise UserError(f"{missing.decode()}: this is no accelerator of configuration {config.hash}")
        self.set_memory(memory_options or MemoryOptions())
        self.set_regulator(REGULATOR)
        self.set_clock_generator(CLOCK_GENERATOR)
        self.reset()

    def close(self) -> None:
        """End the simulation and finish its waveform file; the memory's contents stay readable."""
        self.model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- what a device needs ---------------------------------------------------------------------

    def read_register(self, address: int) -> int:
        """Return a register. Raises `DeviceError` for an error response and when a protocol is broken."""
        value = ctypes.c_uint32()
        self._check_response("read", address, self._call("read", address, ctypes.byref(value)))
        return value.value

    def write_register(self, address: int, value: int) -> None:
        """Write a register, 32 bits. Raises `DeviceError` as `read_register` does."""
        self._check_response("write", address, self._call("write", address, value & 0xFFFFFFFF))

    def wait(self, max_cycles: int) -> None:
        """Run until the interrupt is high; the state remains when it is not, after `max_cycles`.

        Raises `DeviceError` then, with what the accelerator says of itself, and when the design breaks a
        protocol.
        """
        waited = 0
        while not self._checked(self._call("wait", min(_CHUNK, max_cycles - waited))):
            waited += _CHUNK
            if waited >= max_cycles:
                raise DeviceError(f"no interrupt within {max_cycles} cycles: {self._diagnosis()}")

    def reset(self) -> None:
        """Reset accelerator and board: transactions in flight are dropped, memory and faults stay."""
        self._call("reset", 4)

    # -- only in simulation ------------------------------------------------------------------------

    @property
    def cycles(self) -> int:
        """Clock cycles since reset."""
        return self.model.cycle

    def clock(self, cycles: int) -> None:
        """Run for some cycles. Raises `DeviceError` when the design breaks a protocol."""
        self._checked(self._call("clock", cycles))

    def set_memory(self, options: MemoryOptions) -> None:
        """Change how the DRAM behaves, from the next cycle on."""
        values = dataclasses.asdict(options) | {"seed": options.seed & (2**64 - 1)}
        values["bandwidth"] = options.bandwidth or float(self.config.bus_bytes)
        self._call("memory", ctypes.byref(MemoryArguments(**values)))

    def set_errors(self, ranges: Sequence[ErrorRange]) -> None:
        """Let accesses to these ranges fail; replaces earlier ranges. Beyond the memory all get DECERR."""
        arguments = (RangeArguments * len(ranges))(
            *(RangeArguments(**dataclasses.asdict(one)) for one in ranges)
        )
        self._call("error_ranges", arguments, len(ranges))

    def set_regulator(self, options: SupplyOptions) -> None:
        """Change how the voltage regulator behaves."""
        self._call("supply", 0, ctypes.byref(SupplyArguments(**dataclasses.asdict(options))))

    def set_clock_generator(self, options: SupplyOptions) -> None:
        """Change how the clock generator behaves."""
        self._call("supply", 1, ctypes.byref(SupplyArguments(**dataclasses.asdict(options))))

    def faults(
        self,
        writes: npt.NDArray[np.void],
        ports: Sequence[tuple[str, int]],
        points: int | npt.NDArray[np.integer[Any]] = 0xFFFF,
    ) -> None:
        """Let faults happen from the next submission on, in each again, until other ones are set.

        Args:
            writes: fields cycle, port (index into `ports`), 32-bit word and mask, sorted by cycle; cycles are
                the core's, 0 at the first edge after a submission.
            ports: (name, bits) of the fault ports.
            points: bit n: the event happens at operating point n; one mask, or one for each event.

        Raises `UserError` when the design has no such ports, or the events are not sorted.
        """
        pulses = self.model.pulses(writes, ports)
        pulses["points"] = points
        self._call("pulses", pulses.ctypes.data, len(pulses))

    def record(self, *, trace: bool = False, writes: bool = False) -> None:
        """Start or stop to record beats fed and beats written; earlier records are dropped.

        Raises `UserError` when a trace is asked of a design without fault ports.
        """
        if trace and "trace_beat" not in self.model.ports:
            raise UserError("a trace needs an accelerator with faults.ports = true")
        self._call("record", trace, writes)

    def trace(self) -> Trace:
        """Return a copy of the trace since `record`."""
        return Trace(
            self._records("beats", np.dtype(np.uint64)),
            self._records("tiles", TRACED_TILE),
            self._records("points", POINT_CHANGE),
        )

    def written(self) -> npt.NDArray[np.void]:
        """Return a copy of the write beats since `record`: `WRITTEN_BEAT`."""
        return self._records("written", WRITTEN_BEAT)

    def supply_changes(self) -> npt.NDArray[np.void]:
        """Return a copy of the codes that became present since `record`: `SUPPLY_CHANGE`."""
        return self._records("supply_changes", SUPPLY_CHANGE)

    # -- inside ------------------------------------------------------------------------------------

    def _call(self, function: str, *arguments: object) -> Any:
        return getattr(self.model.library, f"drift_board_{function}")(self.model.handle, *arguments)

    def _records(self, function: str, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
        start = ctypes.c_void_p()
        count = self._call(function, ctypes.byref(start))
        if not count:
            return np.zeros(0, dtype)
        return np.frombuffer(ctypes.string_at(start.value or 0, count * dtype.itemsize), dtype).copy()

    def _checked(self, result: int) -> int:
        if result == _VIOLATION:
            raise DeviceError(f"the accelerator broke a protocol: {self._call('error').decode()}")
        return result

    def _check_response(self, access: str, address: int, response: int) -> None:
        if self._checked(response):
            raise DeviceError(f"{access} of register {address:#05x} answered {_RESPONSES[response]}")

    def _diagnosis(self) -> str:
        registers = register_map(self.config)
        status, head, tail = (
            self.read_register(registers[name].address()) for name in ("STATUS", "RING_HEAD", "RING_TAIL")
        )
        field = registers["STATUS"].field
        flags = {name: status >> field(name).low & 1 for name in ("busy", "switching", "fallback")}
        return ", ".join(f"{name} {value}" for name, value in (flags | {"head": head, "tail": tail}).items())


def _map_memory(size: int, path: Path | None) -> npt.NDArray[np.uint8]:
    """Return zeroed bytes that are a file's: sparse, and shared with whoever maps it."""
    if path is not None:
        return np.memmap(path, np.uint8, "w+", shape=size)
    with tempfile.TemporaryFile(prefix="drift-hw-") as file:
        file.truncate(size)
        return np.memmap(file, np.uint8, "r+", shape=size)
