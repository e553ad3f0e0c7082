"""A built design as a Python object: ports by name, and streams that run in C++.

The same object serves a simulation of its own (`Model(build)`) and the one that cocotb runs in this process
(`Model.attached(build)`): the library is loaded once either way.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from drift_hw.errors import UserError
from drift_hw.files import check_writable
from drift_hw.sim.verilator import Build

Bytes = npt.NDArray[np.uint8]
"""Packed beats: (beats, bytes) uint8, bit 0 of a port in bit 0 of byte 0."""

PULSE = np.dtype(
    {
        "names": ["cycle", "port", "word", "mask", "points"],
        "formats": [np.uint64, np.uint32, np.uint32, np.uint32, np.uint32],
        "itemsize": 24,
    }
)
"""One entry of `Pulse` in `harness.h`: `mask` is or-ed to 32-bit `word` of `port` for the edge of `cycle`.

`points` matters on a board only: bit n lets it happen at operating point n.
"""

_POINTER = ctypes.c_void_p


class _SourceArguments(ctypes.Structure):
    _fields_ = (
        ("valid", ctypes.c_int32),
        ("ready", ctypes.c_int32),
        ("payload_count", ctypes.c_int32),
        ("payload", _POINTER),
        ("beats", _POINTER),
        ("beat_count", ctypes.c_uint64),
        ("accepted_at", _POINTER),
        ("idle", ctypes.c_double),
        ("accepted", ctypes.c_uint64),
        ("offered", ctypes.c_uint8),
    )


class _SinkArguments(ctypes.Structure):
    _fields_ = (
        ("valid", ctypes.c_int32),
        ("ready", ctypes.c_int32),
        ("payload_count", ctypes.c_int32),
        ("payload", _POINTER),
        ("beats", _POINTER),
        ("capacity", ctypes.c_uint64),
        ("received_at", _POINTER),
        ("stall", ctypes.c_double),
        ("received", ctypes.c_uint64),
        ("counted", ctypes.c_uint64),
        ("goal", ctypes.c_uint64),
    )


@dataclass(frozen=True)
class Port:
    """A port of the top module."""

    index: int
    name: str
    width: int
    """Bits."""
    is_input: bool

    @property
    def size(self) -> int:
        """Bytes that hold the port's bits."""
        return -(-self.width // 8)


class Source:
    """Beats to send into a ready/valid stream of a model, and the cycles in which it took them."""

    def __init__(
        self, model: Model, valid: str, ready: str, payload: Mapping[str, Bytes], *, idle: float = 0.0
    ) -> None:
        """Queue beats: `payload` maps each payload port to its (beats, bytes) uint8 array.

        `idle` is the probability that a new beat is held back in a cycle, 0 <= idle < 1.
        Raises `UserError` for shapes that do not fit the ports and for other probabilities.
        """
        _check_probability("idle", idle)
        ports = [model.ports[name] for name in payload]
        for port, beats in zip(ports, payload.values(), strict=True):
            if beats.ndim != 2 or beats.shape[1] != port.size or beats.dtype != np.uint8:
                raise UserError(
                    f"{port.name} takes beats of {port.size} bytes (uint8),"
                    f" not {beats.dtype} of shape {beats.shape}"
                )
        self._ports = np.array([port.index for port in ports], dtype=np.int32)
        self._beats = np.ascontiguousarray(np.concatenate(list(payload.values()), axis=1))
        self._accepted_at = np.zeros(len(self._beats), dtype=np.uint64)
        self.arguments = _SourceArguments(
            valid=model.ports[valid].index,
            ready=model.ports[ready].index,
            payload_count=len(ports),
            payload=self._ports.ctypes.data,
            beats=self._beats.ctypes.data,
            beat_count=len(self._beats),
            accepted_at=self._accepted_at.ctypes.data,
            idle=idle,
        )

    @property
    def accepted_at(self) -> npt.NDArray[np.uint64]:
        """Cycle in which each beat was accepted, for those accepted so far."""
        return self._accepted_at[: self.arguments.accepted]


class Sink:
    """Beats received from a ready/valid stream of a model, or seen at a tap (a stream without ready)."""

    def __init__(
        self,
        model: Model,
        valid: str,
        ready: str | None,
        payload: Sequence[str],
        *,
        goal: int,
        stall: float = 0.0,
    ) -> None:
        """Receive beats of the payload ports; a run ends when every sink has counted its `goal`.

        Valid bits are counted: where `valid` is a vector, a beat is seen when any of its bits is set and
        counts as many. `stall` is the probability that ready is low in a cycle, 0 <= stall < 1.
        Raises `UserError` for other probabilities.
        """
        _check_probability("stall", stall)
        self._layout = [model.ports[name] for name in payload]
        self._ports = np.array([port.index for port in self._layout], dtype=np.int32)
        self._beats = np.zeros((goal, sum(port.size for port in self._layout)), dtype=np.uint8)
        self._received_at = np.zeros(goal, dtype=np.uint64)
        self.arguments = _SinkArguments(
            valid=model.ports[valid].index,
            ready=-1 if ready is None else model.ports[ready].index,
            payload_count=len(self._layout),
            payload=self._ports.ctypes.data,
            beats=self._beats.ctypes.data,
            capacity=goal,
            received_at=self._received_at.ctypes.data,
            stall=stall,
            goal=goal,
        )

    @property
    def counted(self) -> int:
        """Valid bits so far; beats beyond the goal are counted, not kept."""
        return int(self.arguments.counted)

    @property
    def goal(self) -> int:
        """Valid bits that end a run."""
        return int(self.arguments.goal)

    @property
    def received_at(self) -> npt.NDArray[np.uint64]:
        """Cycle of each kept beat."""
        return self._received_at[: self.arguments.received]

    def __getitem__(self, port: str) -> Bytes:
        """Return the (beats, bytes) array of one payload port."""
        start = 0
        for candidate in self._layout:
            if candidate.name == port:
                return self._beats[: self.arguments.received, start : start + candidate.size]
            start += candidate.size
        raise KeyError(port)


class Model:
    """A simulation of a built design. Close it, or use it in a `with` statement."""

    def __init__(self, build: Build, *, power_up_seed: int = 0, waves: Path | None = None) -> None:
        """Start a simulation; `power_up_seed` 0 starts all state at zero, any other at random levels.

        `waves` is an FST file to write, for a build with `trace`. Raises `UserError` for a build without,
        and when the file can not be written.
        """
        if waves is not None:
            if not build.options.trace:
                raise UserError(f"waveforms to {waves} need a simulator built with trace")
            check_writable(waves)
            waves.parent.mkdir(parents=True, exist_ok=True)
        self._load(build)
        path = None if waves is None else str(waves).encode()
        self.handle = _POINTER(self.library.drift_open(power_up_seed & 0x7FFFFFFF, path))

    @classmethod
    def attached(cls, build: Build) -> Self:
        """Return the simulation that cocotb runs in this process. Raises `UserError` when there is none."""
        self = cls.__new__(cls)
        self._load(build)
        self.handle = _POINTER(self.library.drift_attached())
        if not self.handle:
            raise UserError(f"cocotb does not run {build.library} in this process")
        return self

    def _load(self, build: Build) -> None:
        library = ctypes.CDLL(str(build.library))
        u64, i32, u32 = ctypes.c_uint64, ctypes.c_int32, ctypes.c_uint32
        signatures: dict[str, tuple[Any, list[Any]]] = {
            "drift_port_count": (i32, []),
            "drift_port_name": (ctypes.c_char_p, [i32]),
            "drift_port_width": (u32, [i32]),
            "drift_port_is_input": (i32, [i32]),
            "drift_open": (_POINTER, [u32, ctypes.c_char_p]),
            "drift_attached": (_POINTER, []),
            "drift_close": (None, [_POINTER]),
            "drift_write": (None, [_POINTER, i32, _POINTER]),
            "drift_read": (None, [_POINTER, i32, _POINTER]),
            "drift_settle": (None, [_POINTER]),
            "drift_reset": (None, [_POINTER, i32, u64]),
            "drift_cycle": (u64, [_POINTER]),
            "drift_clock": (None, [_POINTER, u64]),
            "drift_run": (u64, [_POINTER, _POINTER, i32, _POINTER, i32, _POINTER, u64, u64, u64]),
        }
        for name, (result, arguments) in signatures.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        self.library = library
        self.ports: dict[str, Port] = {}
        for index in range(library.drift_port_count()):
            name = library.drift_port_name(index).decode()
            width = library.drift_port_width(index)
            self.ports[name] = Port(index, name, width, bool(library.drift_port_is_input(index)))

    def close(self) -> None:
        """End the simulation and finish its waveform file; nothing else may be called after."""
        if self.handle:
            self.library.drift_close(self.handle)
            self.handle = _POINTER()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, port: str, value: int) -> None:
        """Set an input port to an unsigned value of its width; it takes effect at the next evaluation."""
        target = self.ports[port]
        buffer = value.to_bytes(target.size, "little")
        self.library.drift_write(self.handle, target.index, buffer)

    def read(self, port: str) -> int:
        """Return the value of a port as an unsigned integer, as of the last evaluation."""
        source = self.ports[port]
        buffer = ctypes.create_string_buffer(source.size)
        self.library.drift_read(self.handle, source.index, buffer)
        return int.from_bytes(buffer.raw, "little")

    def settle(self) -> None:
        """Evaluate combinational logic with the clock low."""
        self.library.drift_settle(self.handle)

    def reset(self, cycles: int = 2) -> None:
        """Hold the input `rst` high for some clock cycles; the cycle count starts at 0 after it."""
        self.library.drift_reset(self.handle, self.ports["rst"].index, cycles)

    @property
    def cycle(self) -> int:
        """Number of the next rising clock edge, counted from reset."""
        return int(self.library.drift_cycle(self.handle))

    def clock(self, cycles: int) -> None:
        """Run clock edges and nothing else: the bare loop."""
        self.library.drift_clock(self.handle, cycles)

    def pulses(self, writes: npt.NDArray[np.void], ports: Sequence[tuple[str, int]]) -> npt.NDArray[np.void]:
        """Return fault port writes as an array of `PULSE` that happen at any operating point.

        Args:
            writes: fields cycle, port (index into `ports`), 32-bit word and mask, sorted by cycle.
            ports: (name, bits) of the fault ports.

        Raises `UserError` when the model has no such ports, or ports of another width, or for another order.
        """
        index = []
        for name, width in ports:
            port = self.ports.get(name)
            if port is None or port.width != width:
                has = "no such port" if port is None else f"one of {port.width}"
                raise UserError(f"the faults are for a port {name} of {width} bits, but the design has {has}")
            index.append(port.index)
        pulses = np.zeros(len(writes), PULSE)
        for field in ("cycle", "word", "mask"):
            pulses[field] = writes[field]
        pulses["port"] = np.array(index, dtype=np.uint32)[writes["port"].astype(np.int64)]
        pulses["points"] = 0xFFFF
        _check_sorted(pulses)
        return pulses

    def run(
        self,
        sources: Sequence[Source],
        sinks: Sequence[Sink],
        *,
        cycles: int,
        pulses: npt.NDArray[np.void] | None = None,
        seed: int = 0,
    ) -> int:
        """Run until every sink has counted its goal, at most `cycles`; return the cycles run.

        `pulses` is an array of `PULSE`, sorted by cycle. `seed` determines idle and stall cycles. Call it
        again with the same streams to continue.
        """
        chosen = np.zeros(0, PULSE) if pulses is None else np.ascontiguousarray(pulses, dtype=PULSE)
        _check_sorted(chosen)
        into = (_SourceArguments * len(sources))(*(source.arguments for source in sources))
        out = (_SinkArguments * len(sinks))(*(sink.arguments for sink in sinks))
        done = self.library.drift_run(
            *(self.handle, into, len(sources), out, len(sinks)),
            *(chosen.ctypes.data, len(chosen), cycles, seed & (2**64 - 1)),
        )
        # The arguments were copied into the arrays: bring the progress back.
        for source, arguments in zip(sources, into, strict=True):
            source.arguments = arguments
        for sink, arguments in zip(sinks, out, strict=True):
            sink.arguments = arguments
        return int(done)


def _check_sorted(pulses: npt.NDArray[np.void]) -> None:
    if np.any(pulses["cycle"][1:] < pulses["cycle"][:-1]):
        raise UserError("pulses must be sorted by cycle")


def _check_probability(name: str, value: float) -> None:
    if not 0 <= value < 1:
        raise UserError(f"{name} must be a probability from 0 to below 1, not {value}")
