"""Write port: turns bursts into AXI4 address, data and response; counts beats and opened DRAM rows."""

from __future__ import annotations

from itertools import zip_longest

from amaranth.hdl import Cat, Const, Module, Mux, Signal, Value
from amaranth.lib import data
from amaranth.lib.memory import Memory
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block
from drift_hw.config import Config, clog2
from drift_hw.control.descriptor import STATUS_BYTES
from drift_hw.control.records import SLOT_BITS
from drift_hw.memory.layout import PAGE_BYTES, Layout, ceiling
from drift_hw.memory.tile_memory import TileMemory

SMALLEST_PAGE, LARGEST_PAGE = 10, 16
"""log2 of the bytes of a DRAM row."""


def burst_beats(config: Config) -> int:
    """Return the beats of the longest burst: a packed tile, or what of it is in 4 KiB."""
    layout = Layout(config)
    return min(ceiling(config.array.rows * layout.b_word, layout.bus), PAGE_BYTES // layout.bus)


class Burst(data.StructLayout):
    """A burst of `length` + 1 beats: of the tile in `half` of the tile memory from `row` on, or a status.

    `last` marks a tile's last burst (its checkpoint's, if it has one). `address` is that of the first byte.
    """

    def __init__(self, config: Config) -> None:
        super().__init__(
            {
                "address": config.memory.address_width,
                "length": clog2(max(burst_beats(config), STATUS_BYTES // config.bus_bytes)),
                "row": clog2(config.array.rows),
                "half": 1,
                "status": 1,
                "checkpoint": 1,
                "row_major": 1,
                "last": 1,
                "slot": SLOT_BITS,
            }
        )


def memory_ports(config: Config) -> dict[str, Member]:
    """Return the ports that the write path has of its write port: AXI, reports and counts."""
    address, bus = config.memory.address_width, config.bus_bytes
    return {
        "page_shift": In(5),
        "written_valid": Out(1),
        "written_slot": Out(SLOT_BITS),
        "status_written": Out(1),
        "write_error_valid": Out(1),
        "write_error_slot": Out(SLOT_BITS),
        "write_error_address": Out(address),
        "write_error_response": Out(2),
        "count_write": Out(1),
        "count_checkpoint_write": Out(1),
        "activations": Out(4),
        "checkpoint_activations": Out(4),
        "m_axi_awvalid": Out(1),
        "m_axi_awready": In(1),
        "m_axi_awaddr": Out(address),
        "m_axi_awlen": Out(8),
        "m_axi_awsize": Out(3),
        "m_axi_awburst": Out(2),
        "m_axi_awprot": Out(3),
        "m_axi_wvalid": Out(1),
        "m_axi_wready": In(1),
        "m_axi_wdata": Out(8 * bus),
        "m_axi_wstrb": Out(bus),
        "m_axi_wlast": Out(1),
        "m_axi_bvalid": In(1),
        "m_axi_bready": Out(1),
        "m_axi_bresp": In(2),
    }


def _select(items: list[Value], index: Value) -> Value:
    """Return the item of that index."""
    for bit in index:
        pairs = zip_longest(items[::2], items[1::2])
        items = [low if high is None else Mux(bit, high, low) for low, high in pairs]
    return items[0]


class WritePort(Block):
    """Sends bursts on AW and W, their data from the tile memory or `status`, and follows their responses.

    A burst is taken when AW is free, the data of the one before is read and less than `outstanding_writes`
    have no response; its address is valid in the next cycle, its data in the one after that. `tile_read`
    pulses with the last read of a tile, `status_sent` with the last beat of a status. `written`,
    `status_written` and errors come in the cycle of the response. Throughput: a beat per cycle.
    """

    has_reset = True

    def __init__(self, config: Config, tiles: TileMemory) -> None:
        self.layout, self.tiles = Layout(config), tiles
        bus = self.layout.bus
        self.status_beats = max(1, STATUS_BYTES // bus)
        # The lowest bit of an address that moves a row or a status within a beat.
        self.position_low = clog2(min(self.layout.b_word, STATUS_BYTES, bus))
        ports = {
            "burst_valid": In(1),
            "burst_ready": Out(1),
            "burst_record": In(Burst(config).size),
            "status": In(8 * STATUS_BYTES),
            "status_sent": Out(1),
            "tile_read": Out(1),
            "read_enable": Out(1),
            "read_address": Out(len(tiles.read_address)),
            "read_data": In(len(tiles.read_data)),
            **memory_ports(config),
        }
        super().__init__(config, "drift_write_port", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the three channels and the counts."""
        m = self.module()
        burst = data.View(Burst(self.config), self.burst_record)
        take = Signal(name="take")
        ready = self._address(m, take, burst) & self._data(m, take, burst) & self._responses(m, take, burst)
        m.d.comb += [self.burst_ready.eq(ready), take.eq(self.burst_valid & self.burst_ready)]
        self._activations(m, take, burst)
        return m

    def _address(self, m: Module, take: Signal, burst: data.View) -> Value:
        """Build AW, a register; return whether it takes a burst."""
        position = clog2(self.layout.bus)
        address = Signal(self.config.memory.address_width - position, name="beat_address", reset_less=True)
        length = Signal(len(burst.length), name="length", reset_less=True)
        with m.If(take):
            m.d.sync += [address.eq(burst.address[position:]), length.eq(burst.length)]
        m.d.sync += self.m_axi_awvalid.eq(take | (self.m_axi_awvalid & ~self.m_axi_awready))
        m.d.comb += [
            self.m_axi_awaddr.eq(Cat(Const(0, position), address)),
            self.m_axi_awlen.eq(length),
            self.m_axi_awsize.eq(position),
            self.m_axi_awburst.eq(1),  # INCR
            self.m_axi_awprot.eq(0),
        ]
        return ~self.m_axi_awvalid | self.m_axi_awready

    def _data(self, m: Module, take: Signal, burst: data.View) -> Value:
        """Build W: the burst being read, and the beat on the channel; return whether a burst can follow."""
        rows = clog2(self.tiles.rows_per_beat)
        form = data.StructLayout(
            {
                "status": 1,
                "checkpoint": 1,
                "row_major": 1,
                "row": rows,
                "position": clog2(self.layout.bus) - self.position_low,
            }
        )
        reading = Signal(name="reading")
        read_form, beat_form = (
            Signal(form, name=f"{name}_form", reset_less=True) for name in ("read", "beat")
        )
        word = Signal(len(self.read_address), name="word", reset_less=True)
        left = Signal(len(burst.length), name="left", reset_less=True)
        ends_tile = Signal(name="ends_tile", reset_less=True)
        read, last = Signal(name="read"), Signal(name="last")
        sent = Signal(name="sent")
        m.d.comb += [
            read.eq(reading & (~self.m_axi_wvalid | self.m_axi_wready)),
            last.eq(read & (left == 0)),
            sent.eq(self.m_axi_wvalid & self.m_axi_wready),
            self.read_enable.eq(read),
            self.read_address.eq(word),
            self.tile_read.eq(last & ends_tile),
            self.status_sent.eq(sent & self.m_axi_wlast & beat_form.status),
            self.count_write.eq(sent),
            self.count_checkpoint_write.eq(sent & beat_form.checkpoint),
        ]
        m.d.sync += [
            reading.eq(take | (reading & ~last)),
            self.m_axi_wvalid.eq(read | (self.m_axi_wvalid & ~sent)),
        ]
        with m.If(take):
            m.d.sync += [
                word.eq(self.tiles.word(burst.half, burst.row)),
                left.eq(burst.length),
                ends_tile.eq(burst.last),
                read_form.status.eq(burst.status),
                read_form.checkpoint.eq(burst.checkpoint),
                read_form.row_major.eq(burst.row_major),
                read_form.row.eq(burst.row[:rows]),
                read_form.position.eq(burst.address[self.position_low :]),
            ]
        with m.Elif(read):
            m.d.sync += [word.eq(word + 1), left.eq(left - 1)]
        with m.If(read):
            m.d.sync += [self.m_axi_wlast.eq(left == 0), beat_form.eq(read_form)]
        self._bytes(m, read, left, beat_form)
        return ~reading | last

    def _bytes(self, m: Module, read: Signal, left: Signal, form: data.View) -> None:
        """Build data and strobes of a beat: rows of a packed tile, one row, or (a part of) a status.

        What is narrower than the bus is on all of its positions; the strobes choose one.
        """
        bus = self.layout.bus
        width = self.tiles.row_width
        rows = [self._row(self.read_data[low:][:width]) for low in range(0, len(self.read_data), width)]
        row = Signal(8 * self.layout.b_word, name="row")
        status = Signal(8 * bus, name="status_part")
        if self.status_beats > 1:
            part = Signal(clog2(self.status_beats), name="part", reset_less=True)
            with m.If(read):
                m.d.sync += part.eq(~left)
            parts = [self.status[8 * bus * n :][: 8 * bus] for n in range(self.status_beats)]
            m.d.comb += status.eq(_select(parts, part))
        else:
            m.d.comb += status.eq(self.status.replicate(bus // STATUS_BYTES))

        granule = 1 << self.position_low
        strobes, packed = Signal(bus // granule, name="strobes"), Signal(name="whole")
        chosen = [
            Mux(
                form.status,
                self._covers(form.position, n * granule, STATUS_BYTES),
                self._covers(form.position, n * granule, self.layout.b_word),
            )
            for n in range(bus // granule)
        ]
        m.d.comb += [
            row.eq(_select(rows, form.row)),
            packed.eq(~(form.status | form.row_major)),
            strobes.eq(Cat(chosen)),
            self.m_axi_wdata.eq(
                Mux(packed, Cat(rows), Mux(form.status, status, row.replicate(bus // self.layout.b_word)))
            ),
            self.m_axi_wstrb.eq(packed.replicate(bus) | Cat(strobe.replicate(granule) for strobe in strobes)),
        ]

    def _covers(self, position: Value, byte: int, size: int) -> Value:
        """Return whether an item of `size` bytes at this position of the bus holds that byte of it."""
        low = clog2(min(size, self.layout.bus))
        index = position[low - self.position_low :]
        return index == byte >> low if len(index) else Const(1)

    def _row(self, operands: Value) -> Value:
        """Return the bytes of a row: each operand as int8, then padding."""
        width = self.config.array.operand_width
        return Cat(
            *(
                Cat(operands[low:][:width], operands[low + width - 1].replicate(8 - width))
                for low in range(0, len(operands), width)
            ),
            Const(0, 8 * (self.layout.b_word - self.config.array.columns)),
        )

    def _responses(self, m: Module, take: Signal, burst: data.View) -> Value:
        """Build B: a queue of bursts without response; return whether it has room."""
        depth = self.config.memory.outstanding_writes
        entry = data.StructLayout({"address": len(burst.address), "slot": SLOT_BITS, "status": 1, "last": 1})
        m.submodules.queue = queue = Memory(shape=entry, depth=depth, init=[])
        write, read = queue.write_port(), queue.read_port(domain="comb")
        count = Signal(range(depth + 1), name="unanswered")
        for port, moves in ((write, take), (read, self.m_axi_bvalid)):
            index = Signal(range(depth), name="newest" if port is write else "oldest")
            m.d.comb += port.addr.eq(index)
            with m.If(moves):
                m.d.sync += index.eq(Mux(index == depth - 1, 0, index + 1))
        m.d.sync += count.eq(count + take - self.m_axi_bvalid)
        m.d.comb += [
            write.en.eq(take),
            write.data.address.eq(burst.address),
            write.data.slot.eq(burst.slot),
            write.data.status.eq(burst.status),
            write.data.last.eq(burst.last),
            self.m_axi_bready.eq(1),
            self.written_valid.eq(self.m_axi_bvalid & read.data.last),
            self.written_slot.eq(read.data.slot),
            self.status_written.eq(self.m_axi_bvalid & read.data.status),
            self.write_error_valid.eq(self.m_axi_bvalid & self.m_axi_bresp[1] & ~read.data.status),
            self.write_error_slot.eq(read.data.slot),
            self.write_error_address.eq(read.data.address),
            self.write_error_response.eq(self.m_axi_bresp),
        ]
        return count != depth

    def _activations(self, m: Module, take: Signal, burst: data.View) -> None:
        """Count the DRAM rows that a burst opens: each kind of burst leaves the last one open."""
        # A burst of more than 1 KiB starts at a multiple of its size, rounded up to a power of two.
        spanned = Cat(Const(0, clog2(self.layout.bus)), burst.length)[SMALLEST_PAGE:]
        first = burst.address[SMALLEST_PAGE:]
        outside = Signal(LARGEST_PAGE - SMALLEST_PAGE, name="outside")
        hits = []
        kinds = (burst.status, burst.checkpoint, ~(burst.status | burst.checkpoint))
        for name, kind in zip(("status", "checkpoint", "output"), kinds, strict=True):
            known, opened = (
                Signal(name=f"known_{name}"),
                Signal(len(first), name=f"open_{name}", reset_less=True),
            )
            differs = Signal(len(first), name=f"differs_{name}")
            m.d.comb += differs.eq(first ^ opened)
            with m.If(take & kind):
                m.d.sync += [opened.eq(first | spanned if len(spanned) else first), known.eq(1)]
            low, high = differs[: len(outside)], differs[len(outside) :]
            hits.append(kind & known & ~((low & outside).any() | high.any()))
        new = ~Cat(hits).any()
        if len(spanned):
            new = new + Mux(outside[0], spanned, Mux(outside[1], spanned[1:], 0))
        count = Signal(len(new), name="opened_rows")
        m.d.comb += [
            outside.eq(Cat(self.page_shift <= shift for shift in range(SMALLEST_PAGE, LARGEST_PAGE))),
            count.eq(Mux(take, new, 0)),
            self.activations.eq(Mux(burst.checkpoint, 0, count)),
            self.checkpoint_activations.eq(Mux(burst.checkpoint, count, 0)),
        ]
