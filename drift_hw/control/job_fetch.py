"""Fetch: submitted descriptors, one at a time, from the ring in memory."""

from __future__ import annotations

from amaranth.hdl import Cat, Const, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config, clog2
from drift_hw.control.descriptor import DESCRIPTOR_BYTES, STATUS_OFFSET
from drift_hw.control.records import INDEX_BITS, SLOT_BITS

DESCRIPTOR_BITS = 8 * STATUS_OFFSET
"""Bits of a descriptor that are read: the job."""
RING_ALIGNMENT_BITS = 12
"""Lowest bits of the ring's address, which count as zero."""


def descriptor_beats(config: Config) -> int:
    """Return the bus beats that a job takes."""
    return max(1, STATUS_OFFSET // config.bus_bytes)


def data_bits(config: Config) -> int:
    """Return the bits of a bus beat that are of the job: of the widest beat, the lower half."""
    return min(config.memory.data_width, DESCRIPTOR_BITS)


def descriptor_address(ring_base: Signal, index: Signal) -> Value:
    """Return the address of a descriptor, an expression as wide as `ring_base`."""
    base = Cat(Const(0, RING_ALIGNMENT_BITS), ring_base[RING_ALIGNMENT_BITS:])
    return (base + (index << clog2(DESCRIPTOR_BYTES)))[: len(ring_base)]


def next_index(index: Signal, ring_entries: Signal) -> Value:
    """Return the index after `index` in the ring, 16 bits."""
    # `>=`: software may have made the ring shorter than where we are.
    return Mux(index + 1 >= ring_entries, 0, index + 1)[:INDEX_BITS]


class JobFetch(Block):
    """Reads the next descriptor while `run`, and holds it until it is taken.

    `submitted`: there is one to fetch. `take` pulses when the fetch begins; `index`, `slot` and `address` are
    those of the job being fetched or held. `failed`: a beat came with the error `response`.
    Latency: that of memory, and 2 cycles. Throughput: one descriptor at a time.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        address = config.memory.address_width
        ports = {
            "enable": In(1),
            "run": In(1),
            "ring_base": In(address),
            "ring_entries": In(INDEX_BITS),
            "ring_tail": In(INDEX_BITS),
            "submitted": Out(1),
            "take": Out(1),
            "load_valid": Out(1),
            "load_ready": In(1),
            "data_valid": In(1),
            "data": In(data_bits(config)),
            "data_response": In(2),
            "descriptor_valid": Out(1),
            "descriptor_ready": In(1),
            "descriptor": Out(DESCRIPTOR_BITS),
            "index": Out(INDEX_BITS),
            "slot": Out(SLOT_BITS),
            "address": Out(address),
            "failed": Out(1),
            "response": Out(2),
        }
        super().__init__(config, "drift_job_fetch", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the ring index and the collection of beats."""
        m = self.module()
        beats, width = descriptor_beats(self.config), data_bits(self.config)
        index = Signal(INDEX_BITS, name="fetch_index")
        slot = Signal(SLOT_BITS, name="fetch_slot")
        beat = Signal(range(beats + 1), name="beats_to_come")
        descriptor = Signal(DESCRIPTOR_BITS, name="collected", reset_less=True)
        response = Signal(2, name="first_response", reset_less=True)
        m.d.comb += [
            self.submitted.eq(
                self.enable
                & (self.ring_entries >= 2)
                & (self.ring_tail < self.ring_entries)
                & (index != self.ring_tail)
            ),
            self.index.eq(index),
            self.slot.eq(slot),
            self.address.eq(descriptor_address(self.ring_base, index)),
            self.descriptor.eq(descriptor),
            self.response.eq(response),
            self.failed.eq(response[1]),
        ]
        with m.FSM(name="fetch"):
            with m.State("IDLE"), m.If(self.run & self.submitted):
                m.d.comb += self.take.eq(1)
                m.d.sync += [response.eq(0), beat.eq(beats)]
                m.next = "LOAD"
            with m.State("LOAD"):
                m.d.comb += self.load_valid.eq(1)
                with m.If(self.load_ready):
                    m.next = "COLLECT"
            with m.State("COLLECT"), m.If(self.data_valid):
                m.d.sync += [beat.eq(beat - 1), descriptor.eq(Cat(descriptor[width:], self.data))]
                with m.If(~response[1]):
                    m.d.sync += response.eq(self.data_response)
                with m.If(beat == 1):
                    m.next = "HOLD"
            with m.State("HOLD"):
                m.d.comb += self.descriptor_valid.eq(1)
                with m.If(self.descriptor_ready):
                    m.d.sync += [index.eq(next_index(index, self.ring_entries)), slot.eq(slot + 1)]
                    m.next = "IDLE"
        return m
