"""Queue of a stream: what the tile walker sends ahead waits here for its taker."""

from __future__ import annotations

from amaranth.hdl import Module, Mux, Signal
from amaranth.lib.memory import Memory
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config


class StreamQueue(Block):
    """First in, first out: `depth` entries of `width` bits in a memory, one more in its output register.

    No output depends on an input in the same cycle. Latency: 2 cycles. Throughput: an entry per cycle.
    """

    has_reset = True

    def __init__(self, config: Config, module_name: str, width: int, depth: int) -> None:
        self.width, self.depth = width, depth
        ports = {
            "input_valid": In(1),
            "input_ready": Out(1),
            "input_data": In(width),
            "output_valid": Out(1),
            "output_ready": In(1),
            "output_data": Out(width),
        }
        super().__init__(config, module_name, ports)

    def elaborate(self, platform: object) -> Module:
        """Build the memory and its pointers."""
        m = self.module()
        m.submodules.memory = memory = Memory(shape=self.width, depth=self.depth, init=[])
        write = memory.write_port()
        read = memory.read_port()
        stored = Signal(range(self.depth + 1))
        offered = Signal()
        put, get = Signal(name="put"), Signal(name="get")
        write_address = Signal(range(self.depth), name="write_address")
        read_address = Signal(range(self.depth), name="read_address")
        m.d.comb += [
            self.input_ready.eq(stored != self.depth),
            put.eq(self.input_valid & self.input_ready),
            get.eq((stored != 0) & (~offered | self.output_ready)),
            self.output_valid.eq(offered),
            self.output_data.eq(read.data),
            write.en.eq(put),
            write.addr.eq(write_address),
            write.data.eq(self.input_data),
            read.en.eq(get),
            read.addr.eq(read_address),
        ]
        m.d.sync += [stored.eq(stored + put - get), offered.eq(get | (offered & ~self.output_ready))]
        for address, step in ((write_address, put), (read_address, get)):
            with m.If(step):
                m.d.sync += address.eq(Mux(address == self.depth - 1, 0, address + 1))
        return m
