"""What must be true after a submission of the soak test, and after one that a reset cut off.

All memory and registers are those of the golden model, where its results are defined; and the bytes that the
bus was asked to write are exactly those of outputs, checkpoints and statuses: none lost, twice, or elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cocotb_tests.soak_jobs import SoakJob
from drift_hw.control.descriptor import DESCRIPTOR_BYTES, STATUS_BYTES, STATUS_OFFSET, Code
from drift_hw.control.registers import PERFORMANCE_COUNTERS, register_map
from drift_hw.memory.layout import PAGE_BYTES, Bytes, Layout
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.board import ErrorRange
from drift_hw.sim.control import Control
from drift_hw.sim.jobs import Status
from golden.twin import Differences, MismatchError, Twin, describe

Integers = npt.NDArray[np.int64]

MEMORY_CODES = {Code.READ_ERROR, Code.WRITE_ERROR}
POINT_REGISTERS = ("POINT_TILES", "POINT_FLAGGED", "POINT_FLAGS", "POINT_LARGEST")
_SWITCHES = [name for name, _ in PERFORMANCE_COUNTERS].index("point_switches")


@dataclass(frozen=True)
class Submission:
    """Jobs that are submitted together."""

    jobs: Sequence[SoakJob]
    places: Sequence[int]
    """In the ring."""
    addresses: Sequence[int]
    """Of their descriptors."""
    errors: Sequence[ErrorRange]
    """Where memory fails."""
    bus: int
    """Bytes of a beat."""

    @property
    def memory_fails(self) -> bool:
        """Whether accesses may fail."""
        return bool(self.errors) or any(job.beyond for job in self.jobs)

    def fetch_fails(self, address: int) -> bool:
        """Whether the descriptor at this address can not be read."""
        stop = address + max(STATUS_OFFSET, self.bus)
        return any(one.reads and one.first < stop and one.last >= address for one in self.errors)

    def status_fails(self, address: int) -> bool:
        """Whether the status of the descriptor at this address can not be written, or only in part."""
        first = (address + STATUS_OFFSET) // self.bus * self.bus
        stop = max(first + self.bus, address + STATUS_OFFSET + STATUS_BYTES)
        return any(one.writes and one.first < stop and one.last >= first for one in self.errors)

    def bytes_to_write(self, layout: Layout) -> Integers:
        """Return the addresses of the bytes that it should write, sorted."""
        parts = [np.zeros(0, np.int64)]
        for job, address in zip(self.jobs, self.addresses, strict=True):
            if not self.fetch_fails(address):
                parts += [job.written(layout), address + STATUS_OFFSET + np.arange(STATUS_BYTES)]
        return np.sort(np.concatenate(parts))


class Checks:
    """The comparisons. All raise `MismatchError`."""

    def __init__(self, rtl: RtlBackend, twin: Twin) -> None:
        self._rtl, self._twin, self._control = rtl, twin, Control(twin)
        self._layout, self._map = Layout(rtl.config), register_map(rtl.config)

    def after(self, submission: Submission, *, fallback: bool) -> None:
        """Compare everything; `fallback`: the safe point is held."""
        for job, address in zip(submission.jobs, submission.addresses, strict=True):
            self._compare_status(submission, job, address)
        self._twin.compare_memory()
        written, wanted = self._written(), submission.bytes_to_write(self._layout)
        if not np.array_equal(written, wanted):
            lost, stray = np.setdiff1d(wanted, written), np.setdiff1d(written, wanted)
            raise MismatchError(
                f"{len(written)} bytes were written, not {len(wanted)}: lost {lost[:4]}, stray {stray[:4]}"
            )
        found = self._twin.register_differences()
        if submission.memory_fails and self._is_first_error_one_of(submission):
            found = {place: values for place, values in found.items() if not place[0].startswith("ERROR_")}
        if fallback:
            found = self._without_points(found)
        if found:
            raise MismatchError(f"registers differ: {describe(found)}")

    def cut_off(self, submission: Submission, before: Bytes) -> None:
        """Check that what was written until now is part of what should be; `before`: memory then."""
        written, times = np.unique(self._written(), return_counts=True)
        wanted, most = np.unique(submission.bytes_to_write(self._layout), return_counts=True)
        limits = np.append(most, 0)[np.searchsorted(wanted, written)] * np.isin(written, wanted)
        for what, found in (
            ("written too often", written[times > limits]),
            ("changed but not written", np.setdiff1d(np.flatnonzero(self._rtl.memory != before), written)),
        ):
            if len(found):
                raise MismatchError(f"before a reset {len(found)} bytes are {what}, from {found[0]:#x} on")

    def _written(self) -> Integers:
        """Return the addresses of the bytes written since the submission, sorted."""
        beats = self._rtl.written()
        strobes = beats["strobe"].view(np.uint8).reshape(len(beats), 16)
        enabled = np.unpackbits(strobes, axis=1, bitorder="little").astype(bool)
        addresses = beats["address"].astype(np.int64)[:, None] + np.arange(enabled.shape[1])
        return np.sort(addresses[enabled])

    # -- memory errors -----------------------------------------------------------------------------

    def _compare_status(self, submission: Submission, job: SoakJob, address: int) -> None:
        """Compare a job's status; where several errors compete, let the model have the Verilog's choice.

        Which of a job's memory errors comes first is a matter of time, of which the model knows nothing.
        """
        rtl, golden = (
            Status.from_bytes(memory[address : address + DESCRIPTOR_BYTES].tobytes())
            for memory in (self._rtl.memory, self._twin.golden.memory)
        )
        if not submission.memory_fails:
            if rtl.code is not job.code:
                raise MismatchError(f"the job at {address:#x} ended with {rtl}, not {job.code.name}")
            return
        if rtl == golden or not {rtl.code, golden.code} <= MEMORY_CODES:
            return
        if not submission.status_fails(address) and not self._is_plausible(submission, rtl):
            raise MismatchError(f"the job at {address:#x} ended with {rtl}, where memory did not fail")
        if rtl.masked_tiles == golden.masked_tiles:
            place = slice(address + STATUS_OFFSET, address + STATUS_OFFSET + STATUS_BYTES)
            self._twin.golden.memory[place] = self._rtl.memory[place]

    def _is_plausible(self, submission: Submission, status: Status) -> bool:
        """Whether memory fails there: at the beat read, or in a burst that starts there."""
        reads = status.code is Code.READ_ERROR
        page_end = (status.address // PAGE_BYTES + 1) * PAGE_BYTES
        stop = status.address + self._layout.bus if reads else page_end
        beyond = status.response == 3 and stop > len(self._rtl.memory)
        return beyond or any(
            (one.reads if reads else one.writes)
            and one.response == status.response
            and one.first < stop
            and one.last >= status.address
            for one in submission.errors
        )

    def _is_first_error_one_of(self, submission: Submission) -> bool:
        """Whether ERROR_CODE and the rest are of one of the jobs; of which is again a matter of time."""
        read = self._control.read
        if (place := read("ERROR_JOB")) not in submission.places:
            return False
        code, response = (read("ERROR_CODE", field=name) for name in ("code", "response"))
        error = read("ERROR_ADDRESS_HIGH") << 32 | read("ERROR_ADDRESS_LOW")
        address = submission.addresses[submission.places.index(place)]
        if submission.fetch_fails(address):
            return (code, error) == (Code.FETCH_ERROR, address)
        status = Status.from_bytes(self._rtl.memory[address : address + DESCRIPTOR_BYTES].tobytes())
        reported = code, response, error
        return submission.status_fails(address) or reported == (status.code, status.response, status.address)

    # -- time-outs ---------------------------------------------------------------------------------

    def _without_points(self, found: Differences) -> Differences:
        """Return the differences that are not explained by a time-out, of which the model knows nothing.

        The Verilog runs tiles at point 0 that the model runs at others: what is counted for each point is
        only known for all points together.
        """
        allowed = {("PERFORMANCE_LOW", _SWITCHES), *self._equal_in_sum()}
        masks = {
            ("INTERRUPT_STATUS", 0): self._mask("INTERRUPT_STATUS", "dvfs"),
            ("STATUS", 0): self._mask("STATUS", "fallback") | self._mask("STATUS", "point"),
        }
        allowed |= {
            place for place, mask in masks.items() if not np.bitwise_xor(*found.get(place, (0, 0))) & ~mask
        }
        return {place: values for place, values in found.items() if place not in allowed}

    def _equal_in_sum(self) -> set[tuple[str, int]]:
        """Return the statistics whose sum over all points, or largest, is the same in both."""
        equal = set()
        points = range(self._rtl.config.power.points)
        for name in POINT_REGISTERS:
            merge: Callable[[list[int]], int] = max if name == "POINT_LARGEST" else sum
            addresses = [self._map[name].address(point) for point in points]
            rtl, golden = (
                merge([backend.read_register(address) for address in addresses])
                for backend in (self._rtl, self._twin.golden)
            )
            if rtl == golden:
                equal |= {(name, point) for point in points}
        return equal

    def _mask(self, register: str, field: str) -> int:
        found = self._map[register].field(field)
        return ((1 << found.width) - 1) << found.low
