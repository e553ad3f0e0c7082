"""Completion: jobs finish in order, each with its status in memory; the first error is kept."""

from __future__ import annotations

from amaranth.hdl import Array, Cat, Const, Module, Mux, Signal
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.control.descriptor import STATUS_BYTES, STATUS_FIELDS, STATUS_OFFSET, Code
from drift_hw.control.job_decode import CODE_BITS
from drift_hw.control.job_fetch import descriptor_address, next_index
from drift_hw.control.job_table import MASKED_BITS
from drift_hw.control.records import INDEX_BITS, JOB_SLOTS, SLOT_BITS

JOB_COUNT_BITS = 32


class Completion(Block):
    """Writes the status of the oldest job when it is finished, then moves `ring_head` and frees its slot.

    A job whose descriptor could not be read gets no status. `free` pulses with the job's end, `failed`
    with it when the job is not DONE; `ring_head` and the counts have changed in the next cycle.
    Latency: that of the write, and 2 cycles. Throughput: one job at a time.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        address = config.memory.address_width
        ports = {
            "ring_base": In(address),
            "ring_entries": In(INDEX_BITS),
            "finished": In(1),
            "code": In(CODE_BITS),
            "response": In(2),
            "address": In(address),
            "masked_tiles": In(MASKED_BITS),
            "status_valid": Out(1),
            "status_ready": In(1),
            "status_address": Out(address),
            "status_data": Out(8 * STATUS_BYTES),
            "status_written": In(1),
            "free": Out(1),
            "failed": Out(1),
            "ring_head": Out(INDEX_BITS),
            "jobs_done": Out(JOB_COUNT_BITS),
            "jobs_failed": Out(JOB_COUNT_BITS),
        }
        super().__init__(config, "drift_completion", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the sequence and the counts."""
        m = self.module()
        head = Signal(INDEX_BITS, name="head")
        done, failed = (Signal(JOB_COUNT_BITS, name=f"{name}_count") for name in ("done", "failed"))
        code = Signal(CODE_BITS, name="final_code")
        values = {
            "code": code,
            "response": self.response,
            "masked_tiles": self.masked_tiles,
            "address": self.address,
        }
        descriptor = descriptor_address(self.ring_base, head)
        m.d.comb += [
            code.eq(Mux(self.code == Code.PENDING, Code.DONE, self.code)),
            self.status_address.eq(descriptor | STATUS_OFFSET),
            self.status_data.eq(Cat(values[field.name] | Const(0, field.width) for field in STATUS_FIELDS)),
            self.failed.eq(self.free & (code != Code.DONE)),
            self.ring_head.eq(head),
            self.jobs_done.eq(done),
            self.jobs_failed.eq(failed),
        ]
        with m.FSM(name="completion"):
            with m.State("IDLE"), m.If(self.finished):
                with m.If(code == Code.FETCH_ERROR):
                    m.d.comb += self.free.eq(1)
                with m.Else():
                    m.next = "STATUS"
            with m.State("STATUS"):
                m.d.comb += self.status_valid.eq(1)
                with m.If(self.status_ready):
                    m.next = "WAIT"
            with m.State("WAIT"), m.If(self.status_written):
                m.d.comb += self.free.eq(1)
                m.next = "IDLE"
        with m.If(self.free):
            m.d.sync += [
                head.eq(next_index(head, self.ring_entries)),
                done.eq(done + 1),
                failed.eq(failed + self.failed),
            ]
        return m


class FirstError(Block):
    """Keeps the first error since `clear`; all outputs are zero without one. A new error outdoes `clear`."""

    has_reset = True
    SOURCES = ("read_error", "write_error", "refused")
    """What can go wrong; of errors in one cycle the first is kept."""

    def __init__(self, config: Config) -> None:
        address = config.memory.address_width
        ports: dict[str, Member] = {"clear": In(1), "indices": In(JOB_SLOTS * INDEX_BITS)}
        for source in self.SOURCES:
            ports |= {
                source: In(1),
                f"{source}_slot": In(SLOT_BITS),
                f"{source}_address": In(address),
                f"{source}_response": In(2),
            }
        ports |= {
            "refused_code": In(CODE_BITS),
            "valid": Out(1),
            "code": Out(CODE_BITS),
            "response": Out(2),
            "job": Out(INDEX_BITS),
            "address": Out(address),
        }
        super().__init__(config, "drift_first_error", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the registers and the choice between errors of one cycle."""
        m = self.module()
        indices = Array(self.indices.word_select(slot, INDEX_BITS) for slot in range(JOB_SLOTS))
        codes = {
            "read_error": Code.READ_ERROR,
            "write_error": Code.WRITE_ERROR,
            "refused": self.refused_code,
        }
        names = ("valid", "code", "response", "job", "address")
        kept = {name: Signal(len(getattr(self, name)), name=f"first_{name}") for name in names}
        m.d.comb += [getattr(self, name).eq(value) for name, value in kept.items()]
        with m.If(self.clear):
            m.d.sync += [value.eq(0) for value in kept.values()]
        with m.If(~kept["valid"] | self.clear):
            for source in reversed(self.SOURCES):
                with m.If(getattr(self, source)):
                    m.d.sync += [
                        kept["valid"].eq(1),
                        kept["code"].eq(codes[source]),
                        kept["response"].eq(getattr(self, f"{source}_response")),
                        kept["job"].eq(indices[getattr(self, f"{source}_slot")]),
                        kept["address"].eq(getattr(self, f"{source}_address")),
                    ]
        return m
