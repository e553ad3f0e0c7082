"""Memory as the accelerator sees it: bytes, ranges that answer with errors, beats and DRAM rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.errors import UserError
from drift_hw.memory.layout import PAGE_BYTES, Bytes, ceiling

Integers = NDArray[np.int64]

SLVERR, DECERR = 2, 3
MAXIMUM_BURST = 256
"""Beats of the longest AXI4 burst."""


@dataclass(frozen=True)
class ErrorRange:
    """Addresses from `start` up to `stop` (not included) that answer reads or writes with an error."""

    start: int
    stop: int
    read: bool = True
    write: bool = True
    response: int = SLVERR

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise UserError(f"an error range must not be empty, not from {self.start:#x} to {self.stop:#x}")
        if self.response not in (SLVERR, DECERR):
            raise UserError(f"an AXI error is {SLVERR} (SLVERR) or {DECERR} (DECERR), not {self.response}")


class AccessError(NamedTuple):
    """The first error of some accesses: number of the access, address that the status names, response."""

    access: int
    address: int
    response: int


class Memory:
    """DRAM of `size` bytes; beyond its end reads give zeros, writes nothing, and both answer DECERR."""

    def __init__(self, size: int, bus: int) -> None:
        self.data: Bytes = np.zeros(size, np.uint8)
        self.errors: list[ErrorRange] = []
        self._bus = bus
        self._open_rows: dict[str, int] = {}

    def reset(self) -> None:
        """Close all rows."""
        self._open_rows = {}

    def beats(self, starts: ArrayLike, length: int) -> int:
        """Return the bus beats of accesses of `length` bytes each."""
        first = np.asarray(starts, np.int64) // self._bus
        last = (np.asarray(starts, np.int64) + length - 1) // self._bus
        return int((last - first + 1).sum())

    def activations(self, stream: str, starts: ArrayLike, length: int, shift: int) -> int:
        """Return the DRAM rows of 2**shift bytes that these accesses of a stream, in order, open."""
        addresses = np.asarray(starts, np.int64)
        if not addresses.size:
            return 0
        first, last = addresses >> shift, (addresses + length - 1) >> shift
        before = np.append(self._open_rows.get(stream, -1), last[:-1])
        self._open_rows[stream] = int(last[-1])
        return int((last - first + (first != before)).sum())

    def read(self, address: int, length: int) -> Bytes:
        """Return bytes; those of a failed read are what memory holds."""
        part = self.data[address : address + length]
        return part if len(part) == length else np.concatenate([part, np.zeros(length - len(part), np.uint8)])

    def read_error(self, starts: ArrayLike, length: int) -> AccessError | None:
        """Return the first error of reads of `length` bytes each: the address is that of its beat."""
        return self._first_error(np.asarray(starts, np.int64), length, write=False)

    def write(self, starts: ArrayLike, data: Bytes) -> AccessError | None:
        """Write row n of `data` (accesses, length) to address n, in bursts; return the first error.

        Beats in an error range leave memory as it is. The address of an error is that of its burst.
        """
        addresses, length = np.asarray(starts, np.int64), data.shape[1]
        error = self._first_error(addresses, length, write=True)
        if error is None:
            self.data[addresses[:, None] + np.arange(length)] = data
            return None
        places = addresses[:, None] + np.arange(length)
        allowed = places < len(self.data)
        for bad in self.errors:
            if bad.write:
                allowed &= (places < bad.start) | (places >= bad.stop)
        self.data[places[allowed]] = data[allowed]
        return error

    def _first_error(self, starts: Integers, length: int, *, write: bool) -> AccessError | None:
        if not starts.size:
            return None
        ranges = [bad for bad in self.errors if (bad.write if write else bad.read)]
        if int(starts.max()) + length > len(self.data):
            ranges.append(ErrorRange(len(self.data), 1 << 65, response=DECERR))
        found: list[AccessError] = []
        for bad in ranges:
            touched = np.flatnonzero((starts < bad.stop) & (starts + length > bad.start))
            if touched.size:
                access = int(touched[0])
                start = int(starts[access])
                beat = max(start, bad.start // self._bus * self._bus)
                found.append(AccessError(access, self._burst(start, beat) if write else beat, bad.response))
        return min(found, default=None, key=lambda error: error[:2])

    def _burst(self, start: int, beat: int) -> int:
        """Return the address of the burst that holds a beat of an access."""
        size = min(PAGE_BYTES, MAXIMUM_BURST * self._bus)
        return max(start, beat // size * size)


def whole_beats(length: int, bus: int) -> int:
    """Return `length` bytes rounded up to whole beats."""
    return ceiling(length, bus) * bus
