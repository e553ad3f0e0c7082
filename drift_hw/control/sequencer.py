"""Sequencer: admits operand beats, places the flush marker, and paces the drain."""

from __future__ import annotations

from amaranth.hdl import Cat, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.datapath.lane import Token, address_width, buffer_depth


class Sequencer(Block):
    """Gate of the operand stream and source of the lanes' token.

    `operands_ready` is low only for the `last` beat of a tile, and only while the previous drain is too
    recent or no slot of the tile buffer is free. `flush` is 1 in the cycle after an accepted last beat,
    and in the first cycle after reset. `slot_free` returns a slot. `restart`, in a cycle without a tile in
    flight, makes the next cycle as the first one after reset.
    Latency: the token's `start` comes `accumulator_latency` cycles after the flush of a tile, the tokens of
    its rows follow, one per cycle and one idle cycle per segment.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        ports = {
            "restart": In(1),
            "operands_valid": In(1),
            "operands_last": In(1),
            "operands_ready": Out(1),
            "accept": Out(1),
            "flush": Out(1),
            "slot_free": In(1),
            "token": Out(Token(config).size),
        }
        super().__init__(config, "drift_sequencer", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the gate and the token generator."""
        m = self.module()
        self._tokens(m, self._gate(m))
        return m

    def _gate(self, m: Module) -> Value:
        """Admit beats; return the start of a tile's drain."""
        pending_flush = Signal(init=1)
        wait = Signal(range(self.config.drain_cycles), name="drain_wait")
        slots = Signal(range(self.config.tile_slots + 1), name="slots_used")
        ready = Signal()
        tile_end = Signal()
        m.d.comb += [
            ready.eq(
                ~self.operands_last | (~pending_flush & (wait == 0) & (slots != self.config.tile_slots))
            ),
            self.operands_ready.eq(ready),
            self.accept.eq(self.operands_valid & ready),
            tile_end.eq(self.accept & self.operands_last),
            self.flush.eq(pending_flush),
        ]
        m.d.sync += [pending_flush.eq(tile_end | self.restart), slots.eq(slots + tile_end - self.slot_free)]
        # The flush after this one is the cycle after a last beat: hold that beat drain_cycles - 1 cycles.
        with m.If(pending_flush):
            m.d.sync += wait.eq(self.config.drain_cycles - 2)
        with m.Elif(wait != 0):
            m.d.sync += wait.eq(wait - 1)

        # That of reset or restart drains nothing; a tile's reaches PE (0,0) after accumulator_latency.
        is_tile = Signal()
        m.d.sync += is_tile.eq(tile_end)
        stages = Signal(self.config.accumulator_latency, name="flush_stages")
        m.d.sync += stages.eq((stages << 1) | is_tile)
        return stages[-1]

    def _tokens(self, m: Module, start: Value) -> None:
        """Count the rows of a drain, with an idle cycle where the bus passes a segment's register."""
        rows = self.config.array.rows
        segment = self.config.segment_rows[0]
        draining = Signal()
        gap = Signal()
        row = Signal(range(rows), name="drain_row")
        position = Signal(range(segment), name="segment_position")
        address = Signal(address_width(self.config), name="write_address")
        valid = Signal()
        last = Signal()
        m.d.comb += [
            valid.eq(draining & ~gap),
            last.eq(valid & (row == rows - 1)),
            self.token.eq(Cat(start, valid, last, address)),
        ]
        m.d.sync += gap.eq(valid & (position == segment - 1) & ~last)
        with m.If(valid):
            m.d.sync += [
                row.eq(row + 1),
                position.eq(Mux(position == segment - 1, 0, position + 1)),
                address.eq(Mux(address == buffer_depth(self.config) - 1, 0, address + 1)),
            ]
        with m.If(start):
            m.d.sync += [draining.eq(1), row.eq(0), position.eq(0)]
        with m.Elif(last):
            m.d.sync += draining.eq(0)
