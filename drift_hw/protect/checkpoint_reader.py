"""Checkpoint reader: fetches the checkpoint of one tile and holds it, a row at a time to be looked at."""

from __future__ import annotations

from amaranth.hdl import Cat, Const, Module, Mux, Signal, Value
from amaranth.lib.memory import Memory
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config, clog2
from drift_hw.control.readout import number_width
from drift_hw.control.records import ROW_BYTES_BITS
from drift_hw.memory.layout import Layout, ceiling
from drift_hw.protect.corrector import selected

BEATS_BITS = 16
"""Bits of the number of beats of a load."""


class CheckpointReader(Block):
    """Loads a tile while `wanted`, says when it is `loaded`, and keeps it until `finish`.

    A packed tile is one load of ceil(R * b_word / W) beats, a row-major one a load of one beat for each of
    its R rows; beats come in the order of the loads and are always taken (their padding is not used).
    `row` is the row that `read_row` named in the cycle before. Latency: `loaded` rises in the cycle after
    the last beat. Throughput: a beat each cycle.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        array, layout = config.array, Layout(config)
        self.row_width = array.columns * array.operand_width
        self.rows_per_beat = layout.bus // layout.b_word
        self.beats = ceiling(array.rows * layout.b_word, layout.bus)
        address = config.memory.address_width
        ports = {
            "wanted": In(1),
            "finish": In(1),
            "address": In(address),
            "row_major": In(1),
            "row_bytes": In(ROW_BYTES_BITS),
            "loaded": Out(1),
            "load_valid": Out(1),
            "load_ready": In(1),
            "load_address": Out(address),
            "load_beats": Out(BEATS_BITS),
            "beat_valid": In(1),
            "beat_partly_unused": In(config.memory.data_width),
            "read_row": In(number_width(array.rows)),
            "row": Out(self.row_width),
        }
        super().__init__(config, "drift_checkpoint_reader", ports)

    def elaborate(self, platform: object) -> Module:
        """Build requests, buffer and look-up."""
        m = self.module()
        rows = self.config.array.rows
        received = Signal(range(rows + 1), name="beats_received")
        self._loads(m)
        m.d.comb += self.loaded.eq(received == Mux(self.row_major, rows, self.beats))
        with m.If(self.finish):
            m.d.sync += received.eq(0)
        with m.Elif(self.beat_valid):
            m.d.sync += received.eq(received + 1)
        self._buffer(m, received)
        return m

    def _loads(self, m: Module) -> None:
        """Ask for the tile, or for one row after the other."""
        rows = self.config.array.rows
        requested = Signal(range(rows + 1), name="loads_requested")
        offset = Signal(len(self.address), name="load_offset")
        place = Signal(len(self.address), name="load_place_partly_unused")
        inside = clog2(self.config.bus_bytes)
        m.d.comb += [
            self.load_valid.eq(self.wanted & (requested != Mux(self.row_major, rows, 1))),
            place.eq(self.address + offset),
            self.load_address.eq(Cat(Const(0, inside), place[inside:])),
            self.load_beats.eq(Mux(self.row_major, 1, self.beats)),
        ]
        with m.If(self.finish):
            m.d.sync += [requested.eq(0), offset.eq(0)]
        with m.Elif(self.load_valid & self.load_ready):
            m.d.sync += [requested.eq(requested + 1), offset.eq(offset + self.row_bytes)]

    def _buffer(self, m: Module, received: Signal) -> None:
        """Store what comes, in words of as many rows as a packed beat holds, and give a row of it."""
        lanes = min(self.rows_per_beat, self.config.array.rows)
        position = clog2(lanes)
        m.submodules.memory = memory = Memory(shape=lanes * self.row_width, depth=max(2, self.beats), init=[])
        write = memory.write_port(granularity=self.row_width)
        read = memory.read_port()
        wanted_row = self._wanted_row(m)
        alone = Cat(received[:position] == n for n in range(lanes))
        m.d.comb += [
            write.addr.eq(Mux(self.row_major, received[position:], received)),
            write.en.eq(self.beat_valid.replicate(lanes) & (alone | ~self.row_major.replicate(lanes))),
            write.data.eq(
                Cat(Mux(self.row_major, wanted_row, self._beat_row(lane)) for lane in range(lanes))
            ),
            read.addr.eq(self.read_row[position:]),
        ]
        lane = Signal(lanes, name="read_lane", reset_less=True)
        m.d.sync += lane.eq(Cat(self.read_row[:position] == n for n in range(lanes)))
        m.d.comb += self.row.eq(
            selected(lane, [read.data[n * self.row_width : (n + 1) * self.row_width] for n in range(lanes)])
        )

    def _beat_row(self, lane: int) -> Value:
        """Return the operands of one of the rows in a beat, without padding."""
        start, width = (
            8 * lane * (self.config.bus_bytes // self.rows_per_beat),
            self.config.array.operand_width,
        )
        return Cat(
            self.beat_partly_unused[start + 8 * j : start + 8 * j + width]
            for j in range(self.config.array.columns)
        )

    def _wanted_row(self, m: Module) -> Value:
        """Return the one row of a row-major tile in the beat that comes: where its address says."""
        inside = clog2(self.config.bus_bytes)
        low = inside - clog2(self.rows_per_beat)
        if low == inside:
            return self._beat_row(0)
        offset = Signal(inside - low, name="row_offset")
        place = Signal(inside - low, name="row_place")
        m.d.comb += place.eq(self.address[low:inside] + offset)
        with m.If(self.finish):
            m.d.sync += offset.eq(0)
        with m.Elif(self.beat_valid):
            m.d.sync += offset.eq(offset + self.row_bytes[low:inside])
        rows = range(self.rows_per_beat)
        return selected(Cat(place == n for n in rows), [self._beat_row(n) for n in rows])
