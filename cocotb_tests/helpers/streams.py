"""Ready/valid streams in Python, a cycle at a time: for unit tests; whole tiles go through the C++ harness.

A stream PREFIX of a design is its ports PREFIX_valid, PREFIX_ready and the payload PREFIX_*; a tap is a
stream without ready. A beat is a dictionary of the payload's unsigned values, by name without the prefix.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable
from typing import Any

import cocotb
from cocotb.task import Task
from cocotb.triggers import RisingEdge

Beat = dict[str, int]


class StallError(AssertionError):
    """A stream did not move for too long."""


def payload_ports(dut: Any, prefix: str) -> dict[str, Any]:
    """Return the payload ports of a stream by name without the prefix, read from the design."""
    start = f"{prefix}_"
    names = [port._name for port in dut if port._name.startswith(start)]
    return {
        name.removeprefix(start): getattr(dut, name)
        for name in names
        if name not in {f"{prefix}_valid", f"{prefix}_ready"}
    }


class StreamDriver:
    """Sends beats into a stream of the design; `idle` is the probability of a pause before a beat."""

    def __init__(self, dut: Any, prefix: str, *, idle: float = 0.0, seed: int = 0) -> None:
        self.ports = payload_ports(dut, prefix)
        self._clk = dut.clk
        self._valid = getattr(dut, f"{prefix}_valid")
        self._ready = getattr(dut, f"{prefix}_ready")
        self._prefix = prefix
        self._idle = idle
        self._random = random.Random(f"{prefix}{seed}")
        self._valid.value = 0

    async def send(self, beat: Beat, *, patience: int = 10_000) -> None:
        """Send one beat; return just after the edge that took it. Raises `StallError` when none does."""
        while self._random.random() < self._idle:
            await RisingEdge(self._clk)
        for name, value in beat.items():
            self.ports[name].value = value
        self._valid.value = 1
        for _ in range(patience):
            await RisingEdge(self._clk)
            if int(self._ready.value):
                self._valid.value = 0
                return
        raise StallError(f"{self._prefix}: a beat was not taken in {patience} cycles")

    async def send_all(self, beats: Iterable[Beat]) -> None:
        """Send beats one after the other, back to back but for the pauses."""
        for beat in beats:
            await self.send(beat)


class StreamMonitor:
    """Receives the beats of a stream or tap from now on; `stall` is the probability that ready is low.

    `beats` holds those received; `cycles` the clock edges since the monitor started, one for each beat.
    """

    def __init__(self, dut: Any, prefix: str, *, stall: float = 0.0, seed: int = 0) -> None:
        self.ports = payload_ports(dut, prefix)
        self.beats: list[Beat] = []
        self.cycles: list[int] = []
        self._clk = dut.clk
        self._valid = getattr(dut, f"{prefix}_valid")
        self._ready = getattr(dut, f"{prefix}_ready", None)
        self._prefix = prefix
        self._stall = stall
        self._random = random.Random(f"{prefix}{seed}")
        self._task: Task[None] = cocotb.start_soon(self._receive())

    async def _receive(self) -> None:
        cycle = 0
        while True:
            ready = self._random.random() >= self._stall
            if self._ready is not None:
                self._ready.value = int(ready)
            await RisingEdge(self._clk)
            # A vector of valid bits (one per group of lanes) is part of what the beat says.
            valid = int(self._valid.value)
            if valid and (ready or self._ready is None):
                beat = {name: int(port.value) for name, port in self.ports.items()}
                self.beats.append(beat | ({"valid": valid} if len(self._valid) > 1 else {}))
                self.cycles.append(cycle)
            cycle += 1

    async def wait(self, count: int, *, patience: int = 10_000) -> list[Beat]:
        """Return the first `count` beats. Raises `StallError` after `patience` cycles without a new one."""
        quiet, seen = 0, len(self.beats)
        while len(self.beats) < count:
            await RisingEdge(self._clk)
            quiet = 0 if len(self.beats) > seen else quiet + 1
            seen = len(self.beats)
            if quiet > patience:
                raise StallError(f"{self._prefix}: {seen} of {count} beats, then none for {patience} cycles")
        return self.beats[:count]

    def stop(self) -> None:
        """Receive no more; ready goes low."""
        self._task.cancel()
        if self._ready is not None:
            self._ready.value = 0


class Scoreboard:
    """Compares beats with those expected, in order, and says where they first differ."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._expected: deque[Beat] = deque()
        self._compared = 0

    def expect(self, *beats: Beat) -> None:
        """Add beats to what is expected."""
        self._expected.extend(beats)

    def compare(self, beats: Iterable[Beat]) -> None:
        """Compare received beats with the next expected ones. Raises `AssertionError` at a difference."""
        for beat in beats:
            assert self._expected, f"{self._name}: beat {self._compared} came uncalled: {beat}"
            expected = self._expected.popleft()
            wrong = {
                name: f"{beat.get(name):#x} instead of {value:#x}"
                for name, value in expected.items()
                if beat.get(name) != value
            }
            assert not wrong, f"{self._name}: beat {self._compared} differs: {wrong}"
            self._compared += 1

    def finish(self, *, at_least: int = 1) -> None:
        """Raise `AssertionError` when expected beats are missing or fewer than `at_least` were compared."""
        assert not self._expected, f"{self._name}: {len(self._expected)} expected beats are missing"
        assert self._compared >= at_least, f"{self._name}: only {self._compared} beats were compared"
