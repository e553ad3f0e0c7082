"""The host driver: GEMMs on an accelerator, simulated (`RtlBackend`) or modelled (`golden.accelerator`).

with RtlBackend(config) as backend:
    device = Device(backend)
    layer = device.layer(weights, bias, multiplier, shift, block=3, checkpoint=True)
    output = device.run(layer, activations, timestep=7).output
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from drift_hw.control.descriptor import DESCRIPTOR_BYTES, Code
from drift_hw.control.timesteps import has_checkpoint
from drift_hw.errors import UserError
from drift_hw.memory.layout import PAGE_BYTES, Layout
from drift_hw.sim.allocator import Allocator, Buffer
from drift_hw.sim.control import Backend, Control, DeviceError, PointStatistics
from drift_hw.sim.jobs import (
    BlockSettings,
    Bytes,
    Int8,
    Job,
    JobError,
    JobResult,
    Layer,
    Recovery,
    Status,
    check_job,
    check_matrix,
    check_overlaps,
    check_range,
    check_table,
    pack_descriptor,
)

__all__ = [
    "Backend",
    "BlockSettings",
    "Buffer",
    "Device",
    "DeviceError",
    "Job",
    "JobError",
    "JobResult",
    "Layer",
    "PointStatistics",
    "Recovery",
    "Status",
]

RING_ENTRIES = 256
"""Descriptors in the ring; one less can be submitted at once."""


class Device(Control):
    """An accelerator that is ready for jobs, and its DRAM."""

    def __init__(self, backend: Backend, *, guard: int = 0, max_cycles: int | None = None) -> None:
        """Check that the accelerator is of the backend's configuration, reset it and enable it.

        Args:
            backend: what to run on.
            guard: guard bytes on either side of each buffer, checked when it is freed.
            max_cycles: limit of a submission; by default far above what it needs.

        Raises `UserError` for another accelerator, before anything is written.
        """
        super().__init__(backend)
        self.layout = Layout(self.config)
        self._max_cycles = max_cycles
        self._memory = backend.memory.view(np.ndarray)
        self.allocator = Allocator(self._memory, guard)
        self._ring = self.allocator.allocate(
            RING_ENTRIES * DESCRIPTOR_BYTES, PAGE_BYTES, "the descriptor ring"
        )
        self._tail = 0
        backend.reset()
        self.write("RING_BASE_LOW", self._ring.address & 0xFFFFFFFF)
        self.write("RING_BASE_HIGH", self._ring.address >> 32)
        self.write("RING_ENTRIES", RING_ENTRIES)
        self.write("INTERRUPT_MASK", done=1)
        self.write("CONTROL", enable=1)

    # -- layers ------------------------------------------------------------------------------------

    def layer(
        self,
        b: Int8,
        bias: object = 0,
        multiplier: object = 1,
        shift: object = 0,
        *,
        block: int = 0,
        checkpoint: bool = False,
        name: str = "layer",
    ) -> Layer:
        """Put weights and requantisation table into DRAM.

        Args:
            b: (K, N) int8 weights.
            bias: integers, one or (N,), in the accumulators' range.
            multiplier: integers, one or (N,), 0 to 2**multiplier_width - 1.
            shift: integers, one or (N,), 0 to 63.
            block: network block that the layer belongs to.
            checkpoint: keep the outputs of some timesteps to roll back to.
            name: for messages.

        Raises `UserError` for other types, shapes or values, and when memory is full.
        """
        b = check_matrix(self.config, "b", b, (None, None))
        k, n = b.shape
        table = check_table(self.config, n, bias, multiplier, shift)
        check_range("block", block, 0, self.config.power.blocks - 1)
        weights = self._put(self.layout.pack_b(b), self.layout.bus, f"the weights of {name}")
        try:
            entries = self._put(
                self.layout.pack_table(n, **table), self.layout.bus, f"the requantisation table of {name}"
            )
        except UserError:
            self.allocator.free(weights)
            raise
        return Layer(name, k, n, block, weights, entries, checkpoints=checkpoint)

    def free(self, layer: Layer) -> None:
        """Free a layer's buffers, its checkpoint included. Raises `UserError` when it is free already."""
        if layer.freed:
            raise UserError(f"layer {layer.name} was freed")
        layer.freed = True
        for buffer in (layer.weights, layer.table, layer.checkpoint):
            if buffer is not None:
                self.allocator.free(buffer)

    def buffer(self, m: int, n: int, *, row_major: bool = False) -> Buffer:
        """Allocate the buffer of an output (M, N), for `Job.output`; free it with `allocator.free`."""
        size = self.layout.output_bytes(m, n, row_major=row_major)
        return self.allocator.allocate(size, self.layout.output_alignment, f"an output of {m} x {n}")

    # -- jobs --------------------------------------------------------------------------------------

    def gemm(
        self,
        a: Int8,
        b: Int8,
        bias: object = 0,
        multiplier: object = 1,
        shift: object = 0,
        *,
        block: int = 0,
        timestep: int = 0,
        abft: bool = True,
        policy: Recovery | None = None,
        checkpoint: Int8 | None = None,
        row_major: bool = False,
    ) -> Int8:
        """Return requantised a @ b, int8 (M, N): a layer for this once.

        `checkpoint` are values (M, N) to roll back to. The rest is as for `layer`, `Job` and `run_many`.
        """
        k, n = check_matrix(self.config, "b", b, (None, None)).shape
        job = Job(Layer("gemm", k, n, block), a, timestep, abft, policy, row_major, checkpoint)
        check_job(self.config, "gemm", job)
        layer = self.layer(b, bias, multiplier, shift, block=block, name="gemm")
        try:
            return self.run_many([dataclasses.replace(job, layer=layer)])[0].output
        finally:
            self.free(layer)

    def run(
        self,
        layer: Layer,
        a: Int8,
        *,
        timestep: int = 0,
        abft: bool = True,
        policy: Recovery | None = None,
        row_major: bool = False,
    ) -> JobResult:
        """Apply a layer to `a` (M, K). The rest is as for `Job`; raises as `run_many`."""
        return self.run_many([Job(layer, a, timestep, abft, policy, row_major)])[0]

    def run_many(self, jobs: Sequence[Job]) -> list[JobResult]:
        """Run independent jobs in one submission, with one interrupt (255 jobs each).

        Raises `UserError` for jobs that do not fit, before anything is written; `JobError` when the
        accelerator reports a failure, after all have run; `DeviceError` when it hangs.
        """
        if not jobs:
            raise UserError("there are no jobs to run")
        for number, job in enumerate(jobs):
            check_job(self.config, f"job {number}", job)
            self._check_output(f"job {number}", job)
        check_overlaps(jobs)
        for job in jobs:
            self._make_checkpoint(job)
        temporary: list[Buffer] = []
        try:
            placed = [self._place(job, temporary) for job in jobs]
            statuses = self.submit([descriptor for descriptor, _ in placed])
            results = [
                JobResult(self._output(job, output), status)
                for job, (_, output), status in zip(jobs, placed, statuses, strict=True)
            ]
        finally:
            for buffer in temporary:
                self.allocator.free(buffer)
        self._note_checkpoints(jobs, statuses)
        for number, result in enumerate(results):
            if result.status.code is not Code.DONE:
                raise JobError(number, jobs[number].layer.name, results)
        return results

    def submit(self, descriptors: Sequence[bytes], max_cycles: int | None = None) -> list[Status]:
        """Submit descriptors (`pack_descriptor`) as they are; return what became of each.

        Raises `DeviceError` when the accelerator hangs, or finishes a job without saying what became of it.
        """
        statuses = []
        step = RING_ENTRIES - 1
        for start in range(0, len(descriptors), step):
            statuses += self._submit(descriptors[start : start + step], max_cycles)
        return statuses

    # -- inside ------------------------------------------------------------------------------------

    def _submit(self, descriptors: Sequence[bytes], max_cycles: int | None) -> list[Status]:
        places = [(self._tail + number) % RING_ENTRIES for number in range(len(descriptors))]
        addresses = [self._ring.address + DESCRIPTOR_BYTES * place for place in places]
        for address, descriptor in zip(addresses, descriptors, strict=True):
            self._memory[address : address + DESCRIPTOR_BYTES] = np.frombuffer(descriptor, np.uint8)
        self._tail = (self._tail + len(descriptors)) % RING_ENTRIES
        self.write("RING_TAIL", self._tail)
        self.backend.wait(max_cycles or self._max_cycles or self._patience(descriptors))
        self.write("INTERRUPT_STATUS", done=1, job=1, memory=1)
        if (head := self.read("RING_HEAD")) != self._tail:
            raise DeviceError(
                f"the accelerator says that it is done, but its head is {head}, not {self._tail}"
            )
        return [self._status(place, address) for place, address in zip(places, addresses, strict=True)]

    def _status(self, place: int, address: int) -> Status:
        """Read a status; where it could not be written, the registers may know."""
        status = Status.from_bytes(self._memory[address : address + DESCRIPTOR_BYTES].tobytes())
        if status.code is not Code.PENDING:
            return status
        if not self.read("STATUS", field="error") or self.read("ERROR_JOB") != place:
            raise DeviceError(f"the accelerator finished the job at {address:#x} without writing a status")
        return Status(
            Code(self.read("ERROR_CODE", field="code")),
            self.read("ERROR_CODE", field="response"),
            address=self.read("ERROR_ADDRESS_HIGH") << 32 | self.read("ERROR_ADDRESS_LOW"),
        )

    def _patience(self, descriptors: Sequence[bytes]) -> int:
        """Return a limit in cycles that a working accelerator is far from."""
        layout, total = self.layout, 1_000_000
        for descriptor in descriptors:
            m, k, n = (min(int.from_bytes(descriptor[at : at + 4], "little"), 0xFFFF) for at in (4, 8, 12))
            tiles = layout.row_blocks(m) * layout.column_blocks(n)
            panels = layout.panel(layout.a_word, k) + layout.panel(layout.b_word, k)
            beats = tiles * (panels + 3 * layout.tile + layout.table_block) // layout.bus
            total += 32 * beats + 8 * tiles * (k + self.config.tile_latency)
            total += 4 * (self.read("VOLTAGE_LIMIT") + self.read("CLOCK_LIMIT"))
        return total

    def _put(self, data: Bytes, alignment: int, what: str) -> Buffer:
        buffer = self.allocator.allocate(len(data), alignment, what)
        self._memory[buffer.address : buffer.stop] = data
        return buffer

    def _check_output(self, place: str, job: Job) -> None:
        if job.output is None:
            return
        if not self.allocator.holds(job.output):
            raise UserError(f"{place}: {job.output.what} at {job.output.address:#x} is not allocated")
        needed = self.layout.output_bytes(len(job.a), job.layer.n, row_major=job.row_major)
        if job.output.size < needed or job.output.address % self.layout.output_alignment:
            raise UserError(
                f"{place}: the output needs {needed} bytes at a multiple of {self.layout.output_alignment}, "
                f"but {job.output.what} has {job.output.size} at {job.output.address:#x}"
            )

    def _make_checkpoint(self, job: Job) -> None:
        """Allocate the checkpoint of a layer that keeps one, where it has none of this shape."""
        layer, shape = job.layer, (len(job.a), job.row_major)
        if not layer.checkpoints or layer.checkpoint_shape == shape:
            return
        if layer.checkpoint is not None:
            self.allocator.free(layer.checkpoint)
        layer.checkpoint, layer.checkpoint_shape, layer.checkpoint_written = None, None, False
        size = self.layout.output_bytes(len(job.a), layer.n, row_major=job.row_major)
        what = f"the checkpoint of {layer.name}"
        layer.checkpoint = self.allocator.allocate(size, self.layout.output_alignment, what)
        layer.checkpoint_shape = shape

    def _place(self, job: Job, temporary: list[Buffer]) -> tuple[bytes, Buffer]:
        """Put a job's operands into DRAM; return its descriptor and its output's buffer."""
        layer, layout = job.layer, self.layout
        a = self._put(layout.pack_a(job.a), layout.bus, f"the input of {layer.name}")
        temporary.append(a)
        output, checkpoint = job.output, layer.checkpoint
        if output is None:
            size = layout.output_bytes(len(job.a), layer.n, row_major=job.row_major)
            output = self.allocator.allocate(size, layout.output_alignment, f"the output of {layer.name}")
            temporary.append(output)
        if job.checkpoint is not None:
            values = layout.pack_output(job.checkpoint, row_major=job.row_major)
            checkpoint = self._put(values, layout.output_alignment, f"the checkpoint of {layer.name}")
            temporary.append(checkpoint)
        # A sampling run starts at timestep 0: what an earlier run left is not for this one.
        reads = job.checkpoint is not None or (layer.checkpoint_written and job.timestep > 0)
        flags = {
            "abft": int(job.abft),
            "checkpoint_read": int(reads),
            "checkpoint_write": int(layer.checkpoints),
            "row_major": int(job.row_major),
        }
        if job.policy is not None:
            flags |= {"override": 1, "correct": int(job.policy.correct), "action": job.policy.action}
        fields = {
            "m": len(job.a),
            "k": layer.k,
            "n": layer.n,
            "block": layer.block,
            "timestep": job.timestep,
            "a": a.address,
            "b": layer.weights.address,
            "output": output.address,
            "table": layer.table.address,
            "checkpoint": checkpoint.address if checkpoint is not None else 0,
        }
        return pack_descriptor(fields, flags), output

    def _output(self, job: Job, buffer: Buffer) -> Int8:
        m, n = len(job.a), job.layer.n
        size = self.layout.output_bytes(m, n, row_major=job.row_major)
        data = self._memory[buffer.address : buffer.address + size]
        return self.layout.unpack_output(data, m, n, row_major=job.row_major).copy()

    def _note_checkpoints(self, jobs: Sequence[Job], statuses: Sequence[Status]) -> None:
        """Follow the interval's rule: which layers have a checkpoint of this run now."""
        if not any(job.layer.checkpoints for job in jobs):
            return
        interval = self.read("CHECKPOINT_INTERVAL")
        for job, status in zip(jobs, statuses, strict=True):
            layer, timestep = job.layer, job.timestep
            writes = has_checkpoint(timestep, interval)
            if not layer.checkpoints:
                continue
            if timestep == 0 or writes:
                layer.checkpoint_written = writes and status.code is Code.DONE
