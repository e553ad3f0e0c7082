"""The board around the accelerator: what can be set, and what it records; as `board.h` declares them."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from drift_hw.errors import UserError

TRACED_TILE = np.dtype(
    [("beats", "<u8"), ("tile", "<u4"), ("job", "<u2"), ("redo", "u1"), ("point", "u1")], align=True
)
"""A fed tile: beats traced up to and including its last, tile number, ring index, second pass, point."""

POINT_CHANGE = np.dtype([("cycle", "<u8"), ("point", "<u4")], align=True)
"""The operating point from a cycle on, as the core counts."""

WRITTEN_BEAT = np.dtype([("cycle", "<u8"), ("address", "<u8"), ("strobe", "<u8", 2)])
"""A write beat on the bus; `strobe` has a bit per byte, lowest first."""

SUPPLY_CHANGE = np.dtype([("cycle", "<u8"), ("unit", "<u4"), ("code", "<u4")])
"""A code that became present; unit 0 is the regulator, 1 the clock generator."""


def _check_count(name: str, value: int) -> None:
    if not 0 <= value < 1 << 32:
        raise UserError(f"{name} must be from 0 to 2**32 - 1, not {value}")


@dataclass(frozen=True)
class MemoryOptions:
    """How the DRAM behaves; in cycles of the accelerator."""

    read_latency: int = 40
    """From an address to its first beat."""
    write_latency: int = 20
    """From a burst's last beat to its response; only then are its bytes in memory."""
    jitter: int = 0
    """Random extra cycles of either, 0 to this."""
    bandwidth: float | None = None
    """Bytes per cycle, reads and writes together, above 0; None: a beat."""
    stall: float = 0.0
    """Probability that a ready is low, or a new beat late, in a cycle: 0 <= stall < 1."""
    seed: int = 0
    """Of jitter and stalls."""

    def __post_init__(self) -> None:
        for name in ("read_latency", "write_latency", "jitter"):
            _check_count(name, getattr(self, name))
        if self.bandwidth is not None and not self.bandwidth > 0:
            raise UserError(f"bandwidth must be above 0 bytes per cycle, not {self.bandwidth}")
        if not 0 <= self.stall < 1:
            raise UserError(f"stall must be a probability from 0 to below 1, not {self.stall}")


@dataclass(frozen=True)
class ErrorRange:
    """Accesses to bytes `first` to `last` get `response`: 2 SLVERR, 3 DECERR; writes there are lost."""

    first: int
    last: int
    response: int = 2
    reads: bool = True
    writes: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.last < 1 << 64:
            raise UserError(f"an error range must be two addresses in order, not {self.first}, {self.last}")
        if self.response not in {2, 3}:
            raise UserError(f"an error's response must be 2 (SLVERR) or 3 (DECERR), not {self.response}")


@dataclass(frozen=True)
class SupplyOptions:
    """How regulator or clock generator behave; in cycles."""

    fixed: int
    """From a request to its acknowledge, and ..."""
    per_step: int = 0
    """... for each step between present and new code."""
    release: int = 1
    """From the request's fall to the acknowledge's."""
    ignore: int = 0
    """So many requests from now on are not answered."""
    dead: bool = False
    """Nothing changes any more."""

    def __post_init__(self) -> None:
        for name in ("fixed", "per_step", "release", "ignore"):
            _check_count(name, getattr(self, name))


REGULATOR = SupplyOptions(fixed=20, per_step=10)
"""The regulator when nothing else is said: a ramp."""
CLOCK_GENERATOR = SupplyOptions(fixed=50)
"""The clock generator when nothing else is said: a lock time."""


@dataclass(frozen=True)
class Trace:
    """What the array was fed, since `record`."""

    cycles: npt.NDArray[np.uint64]
    """Cycle of each beat, as the core counts: 0 at the first edge after a restart."""
    tiles: npt.NDArray[np.void]
    """`TRACED_TILE`, in the order fed."""
    points: npt.NDArray[np.void]
    """`POINT_CHANGE`: one in cycle 0 of each submission, and one for each change."""


class MemoryArguments(ctypes.Structure):
    """`MemoryOptions` in `board.h`."""

    _fields_ = (
        ("read_latency", ctypes.c_uint32),
        ("write_latency", ctypes.c_uint32),
        ("jitter", ctypes.c_uint32),
        ("bandwidth", ctypes.c_double),
        ("stall", ctypes.c_double),
        ("seed", ctypes.c_uint64),
    )


class RangeArguments(ctypes.Structure):
    """`ErrorRange` in `board.h`."""

    _fields_ = (
        ("first", ctypes.c_uint64),
        ("last", ctypes.c_uint64),
        ("reads", ctypes.c_uint8),
        ("writes", ctypes.c_uint8),
        ("response", ctypes.c_uint8),
    )


class SupplyArguments(ctypes.Structure):
    """`SupplyOptions` in `board.h`."""

    _fields_ = (
        ("fixed", ctypes.c_uint32),
        ("per_step", ctypes.c_uint32),
        ("release", ctypes.c_uint32),
        ("ignore", ctypes.c_uint32),
        ("dead", ctypes.c_uint8),
    )


_POINTER, _U64, _I32, _U32, _U8 = (
    ctypes.c_void_p,
    ctypes.c_uint64,
    ctypes.c_int32,
    ctypes.c_uint32,
    ctypes.c_uint8,
)
SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "open": (ctypes.c_char_p, [_POINTER, _U64, _U64]),
    "reset": (None, [_U64]),
    "error": (ctypes.c_char_p, []),
    "write": (_I32, [_U32, _U32]),
    "read": (_I32, [_U32, _POINTER]),
    "wait": (_I32, [_U64]),
    "clock": (_I32, [_U64]),
    "memory": (None, [_POINTER]),
    "error_ranges": (None, [_POINTER, _U64]),
    "supply": (None, [_I32, _POINTER]),
    "pulses": (None, [_POINTER, _U64]),
    "record": (None, [_U8, _U8]),
    "beats": (_U64, [_POINTER]),
    "tiles": (_U64, [_POINTER]),
    "points": (_U64, [_POINTER]),
    "written": (_U64, [_POINTER]),
    "supply_changes": (_U64, [_POINTER]),
}
"""Result and arguments after the simulation, of each function drift_board_<name>."""
