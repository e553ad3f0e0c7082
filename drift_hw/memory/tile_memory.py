"""Memory of output tiles: the rows of one tile are taken while another tile is written."""

from __future__ import annotations

from amaranth.hdl import Cat, Module, Value
from amaranth.lib.memory import Memory
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config, clog2
from drift_hw.memory.layout import Layout, ceiling


class TileMemory(Block):
    """Two tiles, a bus beat per word: a write port with an enable for each row of the beat, a read port.

    A word holds the C operands of each of its rows, without padding. Reading takes 1 cycle; `read_data` stays
    until the next read. An own module, so that an ASIC flow can put a memory macro in its place.
    """

    def __init__(self, config: Config) -> None:
        layout = Layout(config)
        self.row_width = config.array.columns * config.array.operand_width
        self.rows_per_beat = min(layout.bus // layout.b_word, config.array.rows)
        self.tile_beats = ceiling(config.array.rows, self.rows_per_beat)
        self.depth = (1 << clog2(self.tile_beats)) + self.tile_beats
        address = clog2(self.depth)
        width = self.rows_per_beat * self.row_width
        ports = {
            "write_enable": In(self.rows_per_beat),
            "write_address": In(address),
            "write_data": In(width),
            "read_enable": In(1),
            "read_address": In(address),
            "read_data": Out(width),
        }
        super().__init__(config, "drift_tile_memory", ports)

    def word(self, half: Value, row: Value) -> Value:
        """Return the address of the beat with this row of the first or the second tile."""
        return Cat(row[clog2(self.rows_per_beat) :], half)

    def elaborate(self, platform: object) -> Module:
        """Build the memory."""
        m = self.module()
        m.submodules.memory = memory = Memory(shape=len(self.write_data), depth=self.depth, init=[])
        write = memory.write_port(granularity=self.row_width)
        read = memory.read_port()
        m.d.comb += [
            write.en.eq(self.write_enable),
            write.addr.eq(self.write_address),
            write.data.eq(self.write_data),
            read.en.eq(self.read_enable),
            read.addr.eq(self.read_address),
            self.read_data.eq(read.data),
        ]
        return m
