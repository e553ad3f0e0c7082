"""Burst engine: splits a load into AXI bursts."""

from __future__ import annotations

from amaranth.hdl import Module, Mux, Signal
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config, clog2
from drift_hw.control.records import SLOT_BITS
from drift_hw.memory.layout import PAGE_BYTES

BEATS_BITS = 16
"""Bits of the number of beats of a load."""
LENGTH_BITS = 8
"""Bits of AWLEN and ARLEN: the beats of a burst, less one."""


def beat_bits(config: Config) -> int:
    """Return the bits of an address that lie inside a bus beat."""
    return clog2(config.bus_bytes)


def beat_address_bits(config: Config) -> int:
    """Return the bits of the address of a bus beat: those of an address, less those inside a beat."""
    return config.memory.address_width - beat_bits(config)


def page_beats(config: Config) -> int:
    """Return the most beats of a burst: those of 4 KiB, or 256."""
    return min(PAGE_BYTES // config.bus_bytes, 1 << LENGTH_BITS)


class BurstEngine(Block):
    """Cuts loads, in order, wherever the beat's address is a multiple of `beats`, a power of two.

    As `beats` are at most 4 KiB, no burst crosses a multiple of 4 KiB. `load_address` and `burst_address`
    count beats; `load_beats` is 1 to 65535; `burst_length` is the beats less one, as in ARLEN. The next load
    is accepted while the last burst of the previous one waits.
    Latency from a load to its first burst: 2 cycles. Throughput: a burst per cycle, a load in two.
    """

    has_reset = True

    def __init__(self, config: Config, beats: int) -> None:
        self.beats = beats
        address = beat_address_bits(config)
        ports = {
            "load_valid": In(1),
            "load_ready": Out(1),
            "load_address": In(address),
            "load_beats": In(BEATS_BITS),
            "load_slot": In(SLOT_BITS),
            "burst_valid": Out(1),
            "burst_ready": In(1),
            "burst_address": Out(address),
            "burst_length": Out(LENGTH_BITS),
            "burst_slot": Out(SLOT_BITS),
        }
        super().__init__(config, f"drift_burst_engine_{beats}", ports)

    def elaborate(self, platform: object) -> Module:
        """Build two stages: what is left of the load, and the burst cut off it."""
        m = self.module()
        inner = clog2(self.beats)
        loading = Signal()
        address = Signal.like(self.load_address, reset_less=True)
        rest = Signal(BEATS_BITS, reset_less=True)
        slot = Signal(SLOT_BITS, reset_less=True)
        valid = Signal(name="cut_valid")
        cut_address = Signal.like(address, reset_less=True)
        cut_length = Signal(inner, reset_less=True)
        cut_slot = Signal(SLOT_BITS, reset_less=True)

        move = Signal()
        finishes = Signal()
        # Beats that remain after this one up to the boundary; `rest` too is one less than the beats left.
        boundary = Signal(inner)
        m.d.comb += [
            boundary.eq(~address[:inner]),
            move.eq(loading & (~valid | self.burst_ready)),
            finishes.eq(rest <= boundary),
            self.load_ready.eq(~loading),
        ]
        with m.If(self.load_valid & ~loading):
            m.d.sync += [
                loading.eq(1),
                address.eq(self.load_address),
                rest.eq(self.load_beats - 1),
                slot.eq(self.load_slot),
            ]
        with m.If(move):
            m.d.sync += [
                valid.eq(1),
                cut_address.eq(address),
                cut_length.eq(Mux(finishes, rest[:inner], boundary)),
                cut_slot.eq(slot),
                loading.eq(~finishes),
                address[:inner].eq(0),
                address[inner:].eq(address[inner:] + 1),
                rest.eq(rest - boundary - 1),
            ]
        with m.Elif(self.burst_ready):
            m.d.sync += valid.eq(0)
        m.d.comb += [
            self.burst_valid.eq(valid),
            self.burst_address.eq(cut_address),
            self.burst_length.eq(cut_length),
            self.burst_slot.eq(cut_slot),
        ]
        return m
