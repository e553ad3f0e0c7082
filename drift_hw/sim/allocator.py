"""DRAM buffers: where tensors of jobs are, and the guard bytes that show who wrote beside them."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drift_hw.errors import UserError

GUARD_BYTE = 0xA5
"""What guard bytes hold."""


class MemoryFullError(UserError):
    """No piece of memory is large enough; the message says how much is needed and left."""


class GuardError(RuntimeError):
    """Guard bytes beside a buffer were overwritten."""


@dataclass(frozen=True, eq=False)
class Buffer:
    """A piece of DRAM: bytes `address` to `address + size - 1`."""

    address: int
    size: int
    what: str
    """What it holds, for messages."""

    @property
    def stop(self) -> int:
        """Address of the first byte behind it."""
        return self.address + self.size

    def overlaps(self, other: Buffer) -> bool:
        """Whether the two have a byte in common."""
        return self.address < other.stop and other.address < self.stop


class Allocator:
    """Hands out aligned pieces of a memory, lowest address first, and takes them back."""

    def __init__(self, memory: npt.NDArray[np.uint8], guard: int = 0) -> None:
        """Manage all of `memory`; each buffer gets `guard` guard bytes on either side."""
        self._memory = memory
        self._guard = guard
        self._free = [(0, len(memory))]
        self._taken: dict[Buffer, tuple[int, int]] = {}

    def allocate(self, size: int, alignment: int, what: str) -> Buffer:
        """Return a buffer whose address is a multiple of `alignment`. Raises `MemoryFullError`."""
        for place, (start, stop) in enumerate(self._free):
            address = -(-(start + self._guard) // alignment) * alignment
            first, last = address - self._guard, address + size + self._guard
            if last > stop:
                continue
            self._free[place : place + 1] = [
                piece for piece in ((start, first), (last, stop)) if piece[0] < piece[1]
            ]
            buffer = Buffer(address, size, what)
            self._taken[buffer] = (first, last)
            self._memory[first:address] = GUARD_BYTE
            self._memory[buffer.stop : last] = GUARD_BYTE
            return buffer
        left = [stop - start for start, stop in self._free]
        raise MemoryFullError(
            f"no room for {what}: {size + 2 * self._guard} bytes are needed, aligned to {alignment}, but "
            f"{sum(left)} of {len(self._memory)} are left, {max(left, default=0)} of them in one piece; free "
            "layers, or give the backend more memory"
        )

    def holds(self, buffer: Buffer) -> bool:
        """Whether the buffer is allocated here."""
        return buffer in self._taken

    def free(self, buffer: Buffer) -> None:
        """Take a buffer back. Raises `UserError` for one that is not allocated, `GuardError` as `check`."""
        if buffer not in self._taken:
            raise UserError(f"{buffer.what} at {buffer.address:#x} is not allocated: was it freed before?")
        damaged = self._is_damaged(buffer)
        bisect.insort(self._free, self._taken.pop(buffer))
        merged: list[tuple[int, int]] = []
        for start, stop in self._free:
            if merged and merged[-1][1] == start:
                merged[-1] = (merged[-1][0], stop)
            else:
                merged.append((start, stop))
        self._free = merged
        if damaged:
            raise GuardError(_damage(buffer))

    def check(self) -> None:
        """Raise `GuardError` when guard bytes of any buffer were overwritten."""
        for buffer in self._taken:
            if self._is_damaged(buffer):
                raise GuardError(_damage(buffer))

    def _is_damaged(self, buffer: Buffer) -> bool:
        first, last = self._taken[buffer]
        sides = (self._memory[first : buffer.address], self._memory[buffer.stop : last])
        return any(bool((side != GUARD_BYTE).any()) for side in sides)


def _damage(buffer: Buffer) -> str:
    return f"bytes beside {buffer.what} ({buffer.address:#x} to {buffer.stop - 1:#x}) were overwritten"
