"""The accelerator as a software model: registers and memory, equal to the Verilog's after the same script."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from drift_hw.config import Config
from drift_hw.control.descriptor import DESCRIPTOR_BYTES, STATUS_BYTES, STATUS_OFFSET, Code
from drift_hw.control.registers import (
    CHECKER_COUNTERS,
    PERFORMANCE_COUNTERS,
    RECOVERY_COUNTERS,
)
from drift_hw.errors import UserError
from drift_hw.memory.layout import PAGE_BYTES, Bytes
from golden.accelerator.faulty import ALL_POINTS, Session, Trace, TraceReader
from golden.accelerator.job_run import CheckedTiles, Counts, JobRun
from golden.accelerator.jobs import Job, resolve, status
from golden.accelerator.memory import ErrorRange, Memory, whole_beats
from golden.accelerator.registers import Registers
from golden.faults import FaultList

_SATURATED = (1 << 32) - 1
FETCHED_BYTES = 64
"""Bytes of a descriptor that are read: the job."""
_INTERRUPTS = ("INTERRUPT_STATUS", "INTERRUPT_MASK")
_ERROR = ("ERROR_CODE", "ERROR_JOB", "ERROR_ADDRESS_LOW", "ERROR_ADDRESS_HIGH")
_PERFORMANCE = [name for name, _ in PERFORMANCE_COUNTERS]
_RECOVERY = [name for name, _ in RECOVERY_COUNTERS]


class GoldenBackend:
    """The golden model of `drift_accelerator`, at its registers and its memory.

    Jobs run at once when RING_TAIL, or CONTROL.enable, is written: a write is a session, and all of its
    results are there when it returns. Regulator and clock generator always acknowledge. The counters of
    cycles (busy, memory stall, settle) stay 0; all others are those of the Verilog.
    """

    name = "golden"

    def __init__(self, config: Config, memory_bytes: int = 1 << 26) -> None:
        """Start after reset, with memory all zero. Raises `ConfigError` when only the core can be built."""
        config.check_accelerator()
        self.config = config
        self._memory = Memory(memory_bytes, config.bus_bytes)
        self._faults: FaultList | None = None
        self._fault_points: ArrayLike = ALL_POINTS
        self._trace: TraceReader | None = None
        self.reset()

    @property
    def memory(self) -> Bytes:
        """All of DRAM: uint8 (memory_bytes,), to be read and written in place."""
        return self._memory.data

    def reset(self) -> None:
        """Reset registers and counters; memory, its error ranges and faults stay."""
        self._registers = Registers(self.config)
        self._memory.reset()
        self._codes: tuple[int, ...] = (0, 0)

    def set_errors(self, ranges: Sequence[ErrorRange]) -> None:
        """Let accesses to these ranges fail; replaces earlier ranges. Beyond the memory all get DECERR.

        Of several errors of one job, that of the first tile counts, reads before writes.
        """
        self._memory.errors = tuple(ranges)

    def faults(self, faults: FaultList | None, points: ArrayLike = ALL_POINTS) -> None:
        """Let faults happen from the next submission on, in each again, until other ones are set.

        Args:
            faults: cycles are 0 at the first edge after a submission; None: no faults.
            points: bit n: the event happens at operating point n; one mask, or one for each event.
        """
        self._faults, self._fault_points = faults, points

    def schedule(self, trace: Trace | None) -> None:
        """Follow what the Verilog recorded of the same submissions, the next one here being its first."""
        self._trace = None if trace is None else TraceReader(trace)

    def fall_back(self) -> None:
        """Be at point 0, where a time-out and `clear_fallback` leave the Verilog; here nothing times out."""
        self._codes = tuple(self._registers.get("POINT", name) for name in ("voltage", "frequency"))
        self._registers.set("STATUS", 0, "point")

    # -- registers -------------------------------------------------------------------------------

    def read_register(self, address: int) -> int:
        """Return 32 bits. Raises `UserError` where there is no register."""
        return self._registers.read(address)

    def write_register(self, address: int, value: int) -> None:
        """Write 32 bits, and run what this submits. Raises `UserError` where there is no register."""
        register, pulses = self._registers.write(address, value)
        self._clear(pulses)
        if register.name in ("RING_TAIL", "CONTROL"):
            self._run_jobs()

    def wait(self, max_cycles: int) -> None:
        """Return when the interrupt is high: at once, or never. Raises `UserError` when it is not."""
        status, mask = (self._registers.read(self._registers.map[name].address()) for name in _INTERRUPTS)
        if not status & mask:
            head, tail = (self._registers.get(name) for name in ("RING_HEAD", "RING_TAIL"))
            raise UserError(
                f"no interrupt will come: INTERRUPT_STATUS is {status:#x}, its mask {mask:#x}, RING_HEAD "
                f"{head} and RING_TAIL {tail}; enable the accelerator and unmask an interrupt"
            )

    def _clear(self, pulses: set[str]) -> None:
        registers = self._registers
        if "clear_performance" in pulses:
            self._zero("PERFORMANCE_LOW", "PERFORMANCE_HIGH", "RECOVERY")
        if "clear_checker" in pulses:
            self._zero("CHECKER", "LARGEST_DELTA", "LARGEST_DELTA_HIGH", "HISTOGRAM")
        if "clear_statistics" in pulses:
            self._zero("POINT_TILES", "POINT_FLAGGED", "POINT_FLAGS", "POINT_LARGEST")
        if "clear_error" in pulses:
            registers.set("STATUS", 0, "error")
            self._zero(*_ERROR)

    def _zero(self, *names: str) -> None:
        for name in names:
            register = self._registers.map[name]
            for index in range(register.count or 1):
                for field in register.fields:
                    self._registers.set(name, 0, field.name, index)

    # -- jobs ------------------------------------------------------------------------------------

    def _run_jobs(self) -> None:
        """Run from head to tail: one session."""
        registers = self._registers
        head, tail = registers.get("RING_HEAD"), registers.get("RING_TAIL")
        entries = registers.get("RING_ENTRIES")
        possible = entries >= 2 and tail < entries
        if not registers.get("CONTROL", "enable") or not possible or head == tail:
            return
        session = Session(self.config, self._faults, self._fault_points, self._trace)
        while head != tail:
            self._run_job(session, head)
            head = head + 1 if head + 1 < entries else 0
            registers.set("RING_HEAD", head)
        self._interrupt("done")

    def _run_job(self, session: Session, index: int) -> None:
        registers, memory = self._registers, self._memory
        base = registers.wide("RING_BASE_LOW", "RING_BASE_HIGH")
        address = base // PAGE_BYTES * PAGE_BYTES + DESCRIPTOR_BYTES * index
        address %= 1 << self.config.memory.address_width
        counts = Counts()
        self._count_fetch(counts, address)
        job = resolve(self.config, registers, index, memory.read(address, FETCHED_BYTES))
        failed = memory.read_error([address], FETCHED_BYTES)
        if failed is not None:
            self._finish(job, Code.FETCH_ERROR, failed.response, address)
        elif job.code is not Code.PENDING:
            self._finish(job, job.code)
            self._write_status(counts, address, status(job.code))
        else:
            run = JobRun(
                self.config,
                memory,
                job,
                threshold=registers.get("THRESHOLD"),
                page_shift=registers.get("PAGE_SHIFT"),
            )
            run.execute(session)
            for checked in run.checked:
                self._switch(checked.point)
                self._check(checked)
            self._count(run.counts)
            code, error = run.error or (Code.DONE, None)
            response, place = (error.response, error.address) if error else (0, 0)
            self._finish(job, code, response, place)
            self._write_status(counts, address, status(code, response, run.counts.masked_tiles, place))
        self._count(counts)

    def _count_fetch(self, counts: Counts, address: int) -> None:
        shift = self._registers.get("PAGE_SHIFT")
        length = whole_beats(FETCHED_BYTES, self.config.bus_bytes)
        counts.add("performance", read_beats=length // self.config.bus_bytes)
        rows = self._memory.activations("read descriptor", [address], length, shift)
        counts.add("performance", row_activations=rows)

    def _write_status(self, counts: Counts, address: int, data: Bytes) -> None:
        place, shift = address + STATUS_OFFSET, self._registers.get("PAGE_SHIFT")
        counts.add("performance", write_beats=self._memory.beats([place], STATUS_BYTES))
        rows = self._memory.activations("write status", [place], STATUS_BYTES, shift)
        counts.add("performance", row_activations=rows)
        self._memory.write([place], data[None])

    def _finish(self, job: Job, code: Code, response: int = 0, address: int = 0) -> None:
        """Count a job, and keep its error when it is the first."""
        registers = self._registers
        registers.set("JOBS_DONE", registers.get("JOBS_DONE") + 1)
        if code is Code.DONE:
            return
        registers.set("JOBS_FAILED", registers.get("JOBS_FAILED") + 1)
        self._interrupt("job")
        if response:
            self._interrupt("memory")
        if not registers.get("STATUS", "error"):
            registers.set("STATUS", 1, "error")
            registers.set("ERROR_CODE", code, "code")
            registers.set("ERROR_CODE", response, "response")
            registers.set("ERROR_JOB", job.index)
            registers.set_wide("ERROR_ADDRESS_LOW", "ERROR_ADDRESS_HIGH", address)

    def _interrupt(self, name: str) -> None:
        self._registers.set("INTERRUPT_STATUS", 1, name)

    # -- counters --------------------------------------------------------------------------------

    def _count(self, counts: Counts) -> None:
        registers = self._registers
        for name, amount in counts.performance.items():
            index = _PERFORMANCE.index(name)
            total = registers.wide("PERFORMANCE_LOW", "PERFORMANCE_HIGH", index) + amount
            registers.set_wide("PERFORMANCE_LOW", "PERFORMANCE_HIGH", total, index)
        for name, amount in counts.recovery.items():
            registers.add("RECOVERY", amount, _RECOVERY.index(name), limit=_SATURATED)

    def _check(self, checked: CheckedTiles) -> None:
        """Count what checker and point statistics saw."""
        if not self.config.protection.abft:
            return
        registers, threshold = self._registers, self._registers.get("THRESHOLD")
        limit = (1 << self.config.protection.counter_width) - 1
        magnitudes = np.abs(checked.row_deltas)
        rows = magnitudes >= 1 << threshold
        columns = np.abs(checked.column_deltas) >= 1 << threshold
        flagged = int((rows.any(1) | columns.any(1)).sum())
        amounts = {
            "tiles": checked.tiles,
            "flagged_tiles": flagged,
            "flagged_rows": int(rows.sum()),
            "flagged_columns": int(columns.sum()),
            "masked_elements": int((rows.sum(1) * columns.sum(1)).sum()),
        }
        for index, name in enumerate(CHECKER_COUNTERS):
            registers.add("CHECKER", amounts[name], index, limit=limit)
        largest = int(magnitudes.max(initial=0))
        present = registers.wide("LARGEST_DELTA", "LARGEST_DELTA_HIGH")
        registers.set_wide("LARGEST_DELTA", "LARGEST_DELTA_HIGH", max(largest, present))
        # Magnitudes are below 2**53, so that the exponent of a float is exact.
        exponents = np.frexp(magnitudes[magnitudes > 0].astype(np.float64))[1] - 1
        for index, amount in enumerate(np.bincount(exponents).tolist()):
            registers.add("HISTOGRAM", amount, index, limit=limit)
        point = checked.point
        for name, amount in (
            ("POINT_TILES", checked.tiles),
            ("POINT_FLAGGED", flagged),
            ("POINT_FLAGS", amounts["flagged_rows"] + amounts["flagged_columns"]),
        ):
            registers.add(name, amount, point, limit=_SATURATED)
        largest = max(registers.get("POINT_LARGEST", index=point), min(largest, _SATURATED))
        registers.set("POINT_LARGEST", largest, index=point)

    def _switch(self, point: int) -> None:
        """Go to an operating point: a switch when its codes are not those present."""
        registers, counts = self._registers, Counts()
        codes = registers.get("POINT", "voltage", point), registers.get("POINT", "frequency", point)
        if codes != self._codes:
            counts.add("performance", point_switches=1)
        self._codes = codes
        registers.set("STATUS", point, "point")
        self._count(counts)
