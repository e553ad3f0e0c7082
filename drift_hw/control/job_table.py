"""Job table: what is known of each job in flight, from its fetch to its status."""

from __future__ import annotations

from amaranth.hdl import Array, Cat, Module, Signal, Value
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block, place
from drift_hw.config import Config
from drift_hw.control.descriptor import Code
from drift_hw.control.job_decode import CODE_BITS
from drift_hw.control.records import INDEX_BITS, JOB_SLOTS, SLOT_BITS

TILE_COUNT_BITS = 8
"""Bits of the number of a job's tiles in flight: more than all queues and buffers on their way hold."""
MASKED_BITS = 32


class JobSlot(Block):
    """A slot: taken for a job, released when its status is written; pulses concern this slot.

    The first error decides `code`, which is PENDING without one, and its response and address.
    `idle`: no tile is in flight; `finished`: nor will be. Everything counts from the next cycle on.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        address = config.memory.address_width
        ports: dict[str, Member] = {
            "take": In(1),
            "take_index": In(INDEX_BITS),
            "free": In(1),
            "emit": In(1),
            "walked": In(1),
            "written": In(1),
            "discarded": In(1),
            "masked": In(1),
            "refused": In(1),
            "refused_code": In(CODE_BITS),
            "read_error": In(1),
            "read_error_address": In(address),
            "read_error_response": In(2),
            "write_error": In(1),
            "write_error_address": In(address),
            "write_error_response": In(2),
            "used": Out(1),
            "idle": Out(1),
            "full": Out(1),
            "finished": Out(1),
            "index": Out(INDEX_BITS),
            "code": Out(CODE_BITS),
            "response": Out(2),
            "address": Out(address),
            "masked_tiles": Out(MASKED_BITS),
        }
        super().__init__(config, "drift_job_slot", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the registers."""
        m = self.module()
        used, walked = Signal(name="in_use"), Signal(name="all_walked", reset_less=True)
        in_flight = Signal(TILE_COUNT_BITS, reset_less=True)
        index = Signal(INDEX_BITS, name="ring_index", reset_less=True)
        code = Signal(CODE_BITS, name="first_code", reset_less=True)
        response = Signal(2, name="first_response", reset_less=True)
        address = Signal(len(self.address), name="first_address", reset_less=True)
        masked = Signal(MASKED_BITS, name="masked_count", reset_less=True)
        m.d.comb += [
            self.used.eq(used),
            self.idle.eq(in_flight == 0),
            self.full.eq(in_flight.all()),
            self.finished.eq(used & walked & (in_flight == 0)),
            self.index.eq(index),
            self.code.eq(code),
            self.response.eq(response),
            self.address.eq(address),
            self.masked_tiles.eq(masked),
        ]
        with m.If(self.take):
            m.d.sync += [
                used.eq(1),
                walked.eq(0),
                in_flight.eq(0),
                index.eq(self.take_index),
                code.eq(Code.PENDING),
                response.eq(0),
                address.eq(0),
                masked.eq(0),
            ]
        with m.Else():
            m.d.sync += [
                used.eq(used & ~self.free),
                walked.eq(walked | self.walked | self.refused),
                in_flight.eq(in_flight + self.emit - self.written - self.discarded),
                masked.eq(masked + self.masked),
            ]
            with m.If(code == Code.PENDING):
                with m.If(self.refused):
                    m.d.sync += code.eq(self.refused_code)
                with m.Elif(self.read_error):
                    m.d.sync += [
                        code.eq(Code.READ_ERROR),
                        response.eq(self.read_error_response),
                        address.eq(self.read_error_address),
                    ]
                with m.Elif(self.write_error):
                    m.d.sync += [
                        code.eq(Code.WRITE_ERROR),
                        response.eq(self.write_error_response),
                        address.eq(self.write_error_address),
                    ]
        return m


class JobTable(Block):
    """The slots, used in turn: `take` takes the next, `free` frees the oldest.

    Each pulse carries the slot it concerns. `room`: a slot is free; `empty`: all are. `oldest_*` describe the
    oldest job; `indices` are the ring indices of all slots, `slot_idle` and `slot_full` a bit for each.
    """

    has_reset = True
    _ERROR = ("read_error", "write_error")

    def __init__(self, config: Config) -> None:
        self.slot = JobSlot(config)
        address = config.memory.address_width
        ports: dict[str, Member] = {"take": In(1), "take_index": In(INDEX_BITS), "free": In(1)}
        for pulse in ("take", "emit", "walked", "written", "discarded", "masked", "refused", *self._ERROR):
            ports |= {pulse: In(1), f"{pulse}_slot": In(SLOT_BITS)}
        ports["refused_code"] = In(CODE_BITS)
        for error in self._ERROR:
            ports |= {f"{error}_address": In(address), f"{error}_response": In(2)}
        ports |= {
            "room": Out(1),
            "empty": Out(1),
            "slot_idle": Out(JOB_SLOTS),
            "slot_full": Out(JOB_SLOTS),
            "indices": Out(JOB_SLOTS * INDEX_BITS),
            "oldest_slot": Out(SLOT_BITS),
            "oldest_finished": Out(1),
            "oldest_code": Out(CODE_BITS),
            "oldest_response": Out(2),
            "oldest_address": Out(address),
            "oldest_masked_tiles": Out(MASKED_BITS),
        }
        super().__init__(config, "drift_job_table", ports)
        self.blocks = (self.slot,)

    def elaborate(self, platform: object) -> Module:
        """Place the slots and choose among them."""
        m = self.module()
        oldest = Signal(SLOT_BITS, name="oldest")
        with m.If(self.free):
            m.d.sync += oldest.eq(oldest + 1)
        slots = [self._slot(m, number, oldest) for number in range(JOB_SLOTS)]

        def gathered(name: str) -> Value:
            return Cat(*(slot[name] for slot in slots))

        used = gathered("used")
        m.d.comb += [
            self.room.eq(~used.all()),
            self.empty.eq(~used.any()),
            self.slot_idle.eq(gathered("idle")),
            self.slot_full.eq(gathered("full")),
            self.indices.eq(gathered("index")),
            self.oldest_slot.eq(oldest),
        ]
        m.d.comb += [
            getattr(self, f"oldest_{name}").eq(Array(slot[name] for slot in slots)[oldest])
            for name in ("finished", "code", "response", "address", "masked_tiles")
        ]
        return m

    def _slot(self, m: Module, number: int, oldest: Value) -> dict[str, Value]:
        """Place a slot with the pulses that concern it; return its outputs."""
        inputs: dict[str, Value] = {"free": self.free & (oldest == number)}
        outputs: dict[str, Value] = {}
        for name, flow, port in self.slot.ports():
            if name in ("clk", "rst", "free"):
                continue
            if flow is Out:
                outputs[name] = Signal(len(port), name=f"slot{number}_{name}")
            elif hasattr(self, f"{name}_slot"):
                inputs[name] = getattr(self, name) & (getattr(self, f"{name}_slot") == number)
            else:
                inputs[name] = getattr(self, name)
        place(m, self, self.slot, f"slot{number}", **inputs, **outputs)
        return outputs
