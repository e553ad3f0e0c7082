"""Soak test of the accelerator: random submissions, random disturbance, Verilog beside golden model."""

from __future__ import annotations

from collections import Counter

import numpy as np

from cocotb_tests import soak_disturbances as disturbances
from cocotb_tests.soak_checks import Checks, Submission
from cocotb_tests.soak_jobs import JobMaker, Settings, SoakJob
from drift_hw.control.descriptor import DESCRIPTOR_BYTES, STATUS_OFFSET, Code
from drift_hw.control.registers import RECOVERY_COUNTERS, register_map
from drift_hw.memory.layout import PAGE_BYTES, Layout
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.allocator import Allocator
from drift_hw.sim.control import Control
from golden.twin import MismatchError, Twin

MEMORY_BYTES = 1 << 20
GUARD = 64
"""Guard bytes on either side of each buffer."""
HANG = 3_000_000
"""Cycles that no submission takes."""
SAFE_CODES = (20, 10)
"""Voltage and frequency codes of point 0."""


class SoakError(AssertionError):
    """The accelerator did something wrong; the message says in which submission of which seed."""


class Soak:
    """Random submissions to an accelerator; the seed decides all."""

    def __init__(self, rtl: RtlBackend, seed: int) -> None:
        self.rtl, self.config, self.layout = rtl, rtl.config, Layout(rtl.config)
        self.seed, self.rng = seed, np.random.default_rng(seed)
        self.twin = Twin(rtl)
        self.control = Control(self.twin)
        self.checks = Checks(rtl, self.twin)
        self.tail_address = register_map(self.config)["RING_TAIL"].address()
        self.seen: Counter[str] = Counter()
        """How often everything happened."""
        self._restart()

    def run(self, jobs: int) -> Counter[str]:
        """Run at least so many jobs; return what happened. Raises `SoakError`."""
        while self.seen["jobs"] < jobs:
            try:
                self._submit()
            except Exception as error:
                number = self.seen["submissions"]
                raise SoakError(f"seed {self.seed}, submission {number}: {error}") from error
            self.seen["submissions"] += 1
        return self.seen

    # -- between submissions -----------------------------------------------------------------------

    def _restart(self) -> None:
        """Reset both, and enable them."""
        self.twin.reset()
        self.allocator = Allocator(self.rtl.memory, GUARD)
        self.maker = JobMaker(self.config, self.rtl.memory, self.allocator, self.rng)
        self.head, self.fallback = 0, False
        self._new_ring()
        self._configure()
        self.control.write("INTERRUPT_MASK", done=1)
        self.control.write("CONTROL", enable=1)

    def _new_ring(self) -> None:
        """Put the ring elsewhere, with another number of entries."""
        self.entries = int(self.rng.integers(max(2, self.head + 1), self.head + 14))
        self.ring = self.allocator.allocate(self.entries * DESCRIPTOR_BYTES, PAGE_BYTES, "the ring")
        # The lowest bits of the address count as zero.
        self.control.write("RING_BASE_LOW", self.ring.address + int(self.rng.integers(PAGE_BYTES)))
        self.control.write("RING_ENTRIES", self.entries)

    def _configure(self) -> None:
        """Write other settings."""
        rng, control, power = self.rng, self.control, self.config.power
        for index in range(power.points):
            codes = SAFE_CODES if index == 0 else rng.integers(0, disturbances.LARGEST_CODE, 2).tolist()
            control.write("POINT", index=index, voltage=codes[0], frequency=codes[1])
        blocks = [
            {
                "tolerant": int(rng.integers(min(16, power.points + 2))),
                "sensitive": int(rng.integers(power.points)),
                "correct": int(rng.integers(2)),
                "action": int(rng.integers(4 if rng.random() < 0.95 else 8)),
            }
            for _ in range(power.blocks)
        ]
        for index, fields in enumerate(blocks):
            control.write("BLOCK", index=index, **fields)
        interval = int(rng.choice([0, 1, 2, 10, rng.integers(1 << 16).item()]))
        self.settings = Settings(tuple(blocks), interval)
        control.write("CHECKPOINT_INTERVAL", self.settings.interval)
        control.write("TIMESTEPS", int(rng.integers(60)))
        control.write("SENSITIVE", leading=int(rng.integers(10)), trailing=int(rng.integers(10)))
        control.write("THRESHOLD", int(min(rng.integers(self.config.array.accumulator_width, size=2))))
        control.write("PAGE_SHIFT", int(rng.integers(8, 18)))
        for name in ("VOLTAGE_LIMIT", "CLOCK_LIMIT"):
            control.write(name, int(rng.integers(disturbances.PATIENCE, 800)))

    def _change(self) -> None:
        """Now and then, do what software may do while nothing runs."""
        rng = self.rng
        if rng.random() < 0.03:
            self._restart()
        if rng.random() < 0.1:
            self.allocator.free(self.ring)
            self._new_ring()
        if not self.fallback and rng.random() < 0.3:
            self._configure()
        if rng.random() < 0.05:  # a tail that is none
            for backend in (self.rtl, self.twin.golden):
                backend.write_register(self.tail_address, self.entries + 1)
            if self.control.read("STATUS", field="busy"):
                raise MismatchError("a tail beyond the ring starts something")

    # -- a submission ------------------------------------------------------------------------------

    def _submit(self) -> None:
        """Draw a submission, run it with all that disturbs it, check and forget it."""
        rng = self.rng
        self._change()
        submission = self._draw()
        jobs = submission.jobs
        tiles = [
            self.layout.row_blocks(m) * self.layout.column_blocks(n)
            for m, _, n in (job.shape for job in jobs)
        ]
        cycles = 200 + sum(count * (job.shape[1] + 20) + 100 for count, job in zip(tiles, jobs, strict=True))
        self.rtl.set_memory(disturbances.memory_options(rng, self.layout.bus))
        self.twin.set_errors(submission.errors)
        if self.config.faults.ports:
            self.twin.faults(*disturbances.faults(rng, self.config, cycles))
        self._set_supplies(good=rng.random() < 0.8)
        recovered = self._recovered()

        before = self.rtl.memory.copy()
        self.twin.golden.memory[:] = before
        self._record()
        tail = (self.head + len(jobs)) % self.entries
        midway = str(rng.choice(["nothing", "reset", "pause", "extend"], p=[0.55, 0.1, 0.15, 0.2]))
        first = (
            (self.head + int(rng.integers(1, len(jobs) + 1))) % self.entries if midway == "extend" else tail
        )
        self.rtl.write_register(self.tail_address, first)
        self.rtl.clock(int(rng.integers(2 * cycles)))
        self._set_supplies(good=True)
        self.seen["jobs"] += len(jobs)
        if midway == "reset":
            self.checks.cut_off(submission, before)
            self.allocator.check()
            self.seen["resets"] += int(not self.control.read("INTERRUPT_STATUS", field="done"))
            self._restart()
            return
        stops: list[int] = []
        if midway == "pause":
            stops = self._pause(tail)
        elif midway == "extend":
            stops = self._extend(first, tail)
        self.rtl.wait(HANG)
        self._follow([*stops, tail])
        self._check(submission)
        self.seen.update(self._recovered() - recovered)
        self._finish(submission, tail)

    def _draw(self) -> Submission:
        """Put jobs into memory and their descriptors into the ring."""
        rng = self.rng
        jobs: list[SoakJob] = []
        mistakes = float(rng.choice([0, 0.1, 0.5]))
        small = rng.random() < 0.2  # several of them at the same stages
        for _ in range(int(rng.integers(1, min(8, self.entries - 1) + 1))):
            jobs.append(self.maker.job(self.settings, jobs, mistakes=mistakes, small=small))
        places = [(self.head + number) % self.entries for number in range(len(jobs))]
        addresses = [self.ring.address + DESCRIPTOR_BYTES * place for place in places]
        for job, address in zip(jobs, addresses, strict=True):
            self.rtl.memory[address : address + DESCRIPTOR_BYTES] = np.frombuffer(job.descriptor, np.uint8)
        pieces = [(buffer.address, buffer.size) for job in jobs for buffer in job.buffers.values()]
        pieces += [(address, DESCRIPTOR_BYTES) for address in addresses]
        errors = disturbances.error_ranges(rng, pieces) if rng.random() < 0.25 else ()
        return Submission(jobs, places, addresses, errors, self.layout.bus)

    def _set_supplies(self, *, good: bool) -> None:
        choose = [self.rtl.set_regulator, self.rtl.set_clock_generator]
        self.rng.shuffle(choose)
        choose[0](disturbances.good_supply(self.rng))
        choose[1]((disturbances.good_supply if good else disturbances.bad_supply)(self.rng))

    def _record(self) -> None:
        self.rtl.record(trace=self.config.faults.ports, writes=True)

    def _pause(self, tail: int) -> list[int]:
        """Disable fetching for a while; return where it stopped, if it did."""
        control = self.control
        control.write("CONTROL", enable=0)
        self._until_low("busy")
        head = control.read("RING_HEAD")
        stops = []
        if head == self.head:  # it started, perhaps, but without a job: no submission for the model
            self._record()
        elif head != tail:
            stops = [head]
            self.seen["pauses"] += 1
        if head != tail:
            control.write("INTERRUPT_STATUS", done=1)
        control.write("CONTROL", enable=1)
        return stops

    def _extend(self, first: int, tail: int) -> list[int]:
        """Submit the rest while the first jobs run; return where it stopped in between, if it did."""
        if first == tail:
            return []
        self.rtl.write_register(self.tail_address, tail)
        # What was just submitted takes longer than this read.
        if not self.control.read("INTERRUPT_STATUS", field="done"):
            self.seen["extensions"] += 1
            return []
        self.control.write("INTERRUPT_STATUS", done=1)
        return [first]

    def _until_low(self, flag: str) -> None:
        """Run until a flag of STATUS is low."""
        for _ in range(HANG // 1000):
            if not self.control.read("STATUS", field=flag):
                return
            self.rtl.clock(1000)
        raise MismatchError(f"STATUS.{flag} does not fall")

    def _follow(self, tails: list[int]) -> None:
        """Let the golden model do the same; at each of these tails the accelerator was idle."""
        golden = self.twin.golden
        if self.config.faults.ports:
            golden.schedule(self.rtl.trace())
        for tail in tails:
            golden.write_register(self.tail_address, tail)
        golden.wait(HANG)

    def _check(self, submission: Submission) -> None:
        if self.control.read("STATUS", field="fallback") and not self.fallback:
            if not self.control.read("INTERRUPT_STATUS", field="dvfs"):
                raise MismatchError("the safe point is held, but there was no interrupt")
            self.fallback = True
            self.seen["time-outs"] += 1
        self.checks.after(submission, fallback=self.fallback)
        for address in submission.addresses:
            failed = submission.fetch_fails(address)
            place = address + STATUS_OFFSET
            code = Code.FETCH_ERROR if failed else Code(int(self.rtl.memory[place]))
            self.seen[code.name] += 1

    def _recovered(self) -> Counter[str]:
        """Return the recovery counters."""
        names = [name for name, _ in RECOVERY_COUNTERS]
        return Counter({name: self.control.read("RECOVERY", index) for index, name in enumerate(names)})

    def _finish(self, submission: Submission, tail: int) -> None:
        """Free the buffers, and leave registers as the next submission expects them."""
        control, rng = self.control, self.rng
        self.seen["wraps"] += int(tail < self.head)
        self.head = tail
        self.maker.free(submission.jobs)
        self.allocator.check()
        control.write("INTERRUPT_STATUS", done=1, job=1, memory=1)
        if submission.memory_fails or rng.random() < 0.2:
            control.write("CONTROL", enable=1, clear_error=1)
        if rng.random() < 0.1:
            control.write("CONTROL", enable=1, clear_performance=1, clear_checker=1, clear_statistics=1)
        if self.fallback and rng.random() < 0.5:
            # The model knows nothing of the switches: what they are counted in starts anew.
            control.write("INTERRUPT_STATUS", dvfs=1)
            control.write("CONTROL", enable=1, clear_fallback=1, clear_performance=1, clear_statistics=1)
            self._until_low("fallback")
            self._until_low("switching")
            self.twin.golden.fall_back()
            self.fallback = False
