"""Memory as the accelerator sees it: bytes, ranges that answer with errors, beats and DRAM rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.memory.layout import PAGE_BYTES, Bytes, ceiling

Integers = NDArray[np.int64]

SLVERR, DECERR = 2, 3
MAXIMUM_BURST = 256
"""Beats of the longest AXI4 burst."""
PAGE_SHIFTS = (10, 16)
"""Smallest and largest log2 of the bytes of a DRAM row."""


class ErrorRange(Protocol):
    """Beats that touch bytes `first` to `last` get `response`; writes there are lost."""

    @property
    def first(self) -> int:
        """First byte."""

    @property
    def last(self) -> int:
        """Last byte, included."""

    @property
    def response(self) -> int:
        """2 SLVERR or 3 DECERR."""

    @property
    def reads(self) -> bool:
        """Whether reads fail."""

    @property
    def writes(self) -> bool:
        """Whether writes fail."""


class AccessError(NamedTuple):
    """The first error of some accesses: number of the access, address that the status names, response."""

    access: int
    address: int
    response: int


class Memory:
    """DRAM of `size` bytes; beyond its end reads give zeros, writes nothing, and both answer DECERR."""

    def __init__(self, size: int, bus: int) -> None:
        self.data: Bytes = np.zeros(size, np.uint8)
        self.errors: tuple[ErrorRange, ...] = ()
        """The first range that a beat touches decides."""
        self._bus = bus
        self._last_bytes: dict[str, int] = {}
        """The last byte that each stream touched: its row is open."""

    def reset(self) -> None:
        """Close all rows."""
        self._last_bytes = {}

    def beats(self, starts: ArrayLike, length: int) -> int:
        """Return the bus beats of accesses of `length` bytes each."""
        first, last = self._extent(np.asarray(starts, np.int64), length)
        return int((last - first).sum()) // self._bus

    def activations(self, stream: str, starts: ArrayLike, length: int, shift: int) -> int:
        """Return the DRAM rows of 2**shift bytes that these accesses of a stream, in order, open."""
        addresses = np.asarray(starts, np.int64)
        if not addresses.size:
            return 0
        shift = min(max(shift, PAGE_SHIFTS[0]), PAGE_SHIFTS[1])
        ends = addresses + length - 1
        before = np.append(self._last_bytes.get(stream, -1), ends[:-1]) >> shift
        first, last = addresses >> shift, ends >> shift
        self._last_bytes[stream] = int(ends[-1])
        return int((last - first + (first != before)).sum())

    def read(self, address: int, length: int) -> Bytes:
        """Return bytes; those of a failed read are what memory holds."""
        part = self.data[address : address + length]
        return part if len(part) == length else np.pad(part, (0, length - len(part)))

    def read_error(self, starts: ArrayLike, length: int) -> AccessError | None:
        """Return the first error of reads of `length` bytes each: the address is that of its beat."""
        addresses = np.asarray(starts, np.int64)
        for access in self._suspects(addresses, length, write=False):
            first, last = self._extent(addresses[access], length)
            for beat in range(int(first), int(last), self._bus):
                if response := self._response(beat, write=False):
                    return AccessError(access, beat, response)
        return None

    def write(self, starts: ArrayLike, data: Bytes) -> AccessError | None:
        """Write row n of `data` (accesses, length) to address n, in bursts; return the first error.

        Beats in an error range leave memory as it is. The address of an error is that of its burst.
        """
        addresses, length = np.asarray(starts, np.int64), data.shape[1]
        error = None
        suspects = self._suspects(addresses, length, write=True)
        for access in suspects:
            for burst, response in self._write_slowly(int(addresses[access]), data[access]):
                if response and error is None:
                    error = AccessError(access, burst, response)
        good = np.ones(len(addresses), bool)
        good[suspects] = False
        self.data[addresses[good, None] + np.arange(length)] = data[good]
        return error

    def _write_slowly(self, address: int, data: Bytes) -> Iterator[tuple[int, int]]:
        """Write beat by beat; yield address and response of each burst."""
        size = min(PAGE_BYTES, MAXIMUM_BURST * self._bus)
        start, stop = address, address + len(data)
        while start < stop:
            end = min(stop, (start // size + 1) * size)
            responses = []
            first, last = self._extent(np.int64(start), end - start)
            for beat in range(int(first), int(last), self._bus):
                responses.append(self._response(beat, write=True))
                if not responses[-1]:
                    low, high = max(beat, start), min(beat + self._bus, end)
                    self.data[low:high] = data[low - address : high - address]
            yield start, max(responses)
            start = end

    def _extent(self, starts: Any, length: int) -> tuple[Any, Any]:
        """Return the addresses of the first beat and after the last one."""
        bus = self._bus
        return starts // bus * bus, -(-(starts + length) // bus) * bus

    def _suspects(self, starts: Integers, length: int, *, write: bool) -> list[int]:
        """Return the accesses of which a beat may fail."""
        first, last = self._extent(starts, length)
        bad = last > len(self.data)
        for one in self.errors:
            if one.writes if write else one.reads:
                bad |= (first <= one.last) & (last > one.first)
        return [int(access) for access in np.flatnonzero(bad)]

    def _response(self, beat: int, *, write: bool) -> int:
        for one in self.errors:
            if (one.writes if write else one.reads) and beat <= one.last and beat + self._bus > one.first:
                return one.response
        return 0 if beat + self._bus <= len(self.data) else DECERR


def whole_beats(length: int, bus: int) -> int:
    """Return `length` bytes rounded up to whole beats."""
    return ceiling(length, bus) * bus
