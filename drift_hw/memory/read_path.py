"""Read path: everything that the accelerator reads comes through here, over one AXI4 read port."""

from __future__ import annotations

from enum import IntEnum

from amaranth.hdl import Cat, Const, Module, Mux, Signal, Value
from amaranth.lib.memory import Memory
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2
from drift_hw.control.descriptor import DIMENSION_BITS
from drift_hw.control.records import SLOT_BITS
from drift_hw.memory.burst_engine import (
    BEATS_BITS,
    LENGTH_BITS,
    BurstEngine,
    beat_address_bits,
    beat_bits,
    page_beats,
)
from drift_hw.memory.layout import PAGE_BYTES, Layout, ceiling
from drift_hw.memory.scratchpad import Scratchpad

BURST_BEATS = 16
"""Most beats of a burst into a scratchpad: long enough for the command channel, short for who waits."""
TABLE_BLOCKS = 8
"""Table blocks that are read ahead: a tile uses one, and those of tiles of K = R cover some 250 cycles."""
TABLE_WEIGHT = 3
"""log2 of the beats of A or B that one of the table counts for: a table block lasts a whole tile."""
ROW_SHIFT = 10
"""log2 of the bytes of the smallest DRAM row; the largest has 64 times as many."""
INCREMENTING = 1
"""ARBURST of a burst of consecutive addresses."""


class Kind(IntEnum):
    """The kinds of loads, in order of priority; those from `TABLE` on have scratchpads."""

    DESCRIPTOR = 0
    CHECKPOINT = 1
    TABLE = 2
    STREAM = 3
    PANEL = 4

    @property
    def port(self) -> str:
        """First part of the names of its ports."""
        return self.name.lower()


BUFFERED = (Kind.TABLE, Kind.STREAM, Kind.PANEL)


class ReadPath(Block):
    """AXI4 read master with five load engines and three scratchpads: block `drift_read_path`.

    The ports are those of docs/accelerator.md. Loads of a kind are served in order; bursts of the kinds are
    interleaved: descriptors and checkpoints first, then whichever of table, stream and panel has the fewest
    beats in its scratchpad or on their way there, when there is room for the burst. So A and B arrive
    together when there is nothing yet, and later the stream goes before panels that are read ahead. Data
    comes in the order of the bursts, and a FIFO of bursts says whose it is.
    Latency: 3 cycles from a load to ARVALID and 2 from RVALID to the first word; checkpoint and descriptor
    data pass through in the cycle of RVALID. Throughput: a burst, a beat and a word of A and of B per cycle.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        memory, array, layout = config.memory, config.array, Layout(config)
        bus = config.bus_bytes

        def scratchpad(kind: Kind, words: int, word_bytes: int, lanes: int, lane_bits: int) -> Scratchpad:
            return Scratchpad(
                config,
                kind.port,
                depth=max(ceiling(words * word_bytes, bus), 2),
                beat_words=bus // word_bytes,
                word_bits=lanes * lane_bits,
            )

        width, table_words = array.operand_width, TABLE_BLOCKS * layout.table_block // bus
        self.scratchpads = {
            Kind.TABLE: scratchpad(Kind.TABLE, table_words, bus, bus, 8),
            Kind.STREAM: scratchpad(Kind.STREAM, memory.stream_words, layout.b_word, array.columns, width),
            Kind.PANEL: scratchpad(Kind.PANEL, memory.panel_words, layout.a_word, array.rows, width),
        }
        self.engines = {kind: BurstEngine(config, self._burst_beats(config, kind)) for kind in Kind}
        super().__init__(config, "drift_read_path", self._ports(config))
        self.blocks = (*self.engines.values(), *self.scratchpads.values())

    def _burst_beats(self, config: Config, kind: Kind) -> int:
        """Return the most beats of a burst: at least four to a scratchpad, so that it fills as it empties."""
        if kind not in BUFFERED:
            return page_beats(config)
        quarter = max(self.scratchpads[kind].depth // 4, 1)
        return min(BURST_BEATS, page_beats(config), 1 << (quarter.bit_length() - 1))

    def _ports(self, config: Config) -> dict[str, Member]:
        address, width = config.memory.address_width, config.memory.data_width
        ports: dict[str, Member] = {}
        for kind in reversed(Kind):
            ports |= {
                f"{kind.port}_load_valid": In(1),
                f"{kind.port}_load_ready": Out(1),
                f"{kind.port}_load_address": In(address),
                f"{kind.port}_load_beats": In(BEATS_BITS),
                f"{kind.port}_load_slot": In(SLOT_BITS),
            }
        for kind in (Kind.PANEL, Kind.STREAM):
            ports |= {
                f"{kind.port}_read_valid": In(1),
                f"{kind.port}_read_ready": Out(1),
                f"{kind.port}_read_words": In(DIMENSION_BITS),
            }
            if kind is Kind.PANEL:
                ports["panel_read_release"] = In(1)
        ports["page_shift"] = In(5)
        for name, data in (
            ("panel_word", len(self.scratchpads[Kind.PANEL].word_data)),
            ("stream_word", len(self.scratchpads[Kind.STREAM].word_data)),
            ("table_beat", width),
        ):
            ports |= {f"{name}_valid": Out(1), f"{name}_ready": In(1), f"{name}_data": Out(data)}
        return ports | {
            "checkpoint_data_valid": Out(1),
            "checkpoint_data": Out(width),
            "descriptor_data_valid": Out(1),
            "descriptor_data": Out(width),
            "descriptor_data_response": Out(2),
            "read_error_valid": Out(1),
            "read_error_slot": Out(SLOT_BITS),
            "read_error_address": Out(address),
            "read_error_response": Out(2),
            "count_read": Out(1),
            "count_checkpoint_read": Out(1),
            "activations": Out(4),
            "checkpoint_activations": Out(4),
            "m_axi_arvalid": Out(1),
            "m_axi_arready": In(1),
            "m_axi_araddr": Out(address),
            "m_axi_arlen": Out(LENGTH_BITS),
            "m_axi_arsize": Out(3),
            "m_axi_arburst": Out(2),
            "m_axi_arprot": Out(3),
            "m_axi_rvalid": In(1),
            "m_axi_rready": Out(1),
            "m_axi_rdata": In(width),
            "m_axi_rresp": In(2),
            "m_axi_rlast": In(1),
        }

    def elaborate(self, platform: object) -> Module:
        """Build engines, arbiter and address channel, data channel, scratchpads and counts."""
        m = self.module()
        bursts = {
            kind: _Burst(self.config, kind.port, self.scratchpads[kind].depth if kind in BUFFERED else 0)
            for kind in Kind
        }
        for kind, burst in bursts.items():
            self._engine(m, kind, burst)
        granted = self._address_channel(m, bursts)
        arrives = self._data_channel(m, granted)
        for kind in BUFFERED:
            self._scratchpad(m, kind, bursts[kind], arrives[kind])
        self._activations(m, granted)
        return m

    def _engine(self, m: Module, kind: Kind, burst: _Burst) -> None:
        """Place the engine of a kind, which offers `burst`."""
        place(
            m,
            self,
            self.engines[kind],
            f"{kind.port}_engine",
            load_valid=getattr(self, f"{kind.port}_load_valid"),
            load_ready=getattr(self, f"{kind.port}_load_ready"),
            load_address=getattr(self, f"{kind.port}_load_address")[beat_bits(self.config) :],
            load_beats=getattr(self, f"{kind.port}_load_beats"),
            load_slot=getattr(self, f"{kind.port}_load_slot"),
            burst_valid=burst.valid,
            burst_ready=burst.granted,
            burst_address=burst.address,
            burst_length=burst.length,
            burst_slot=burst.slot,
        )

    def _address_channel(self, m: Module, bursts: dict[Kind, _Burst]) -> _Granted:
        """Choose a burst and offer it; return what was chosen, as offered, and a pulse with each."""
        granted = _Granted(self.config)
        free = Signal(name="channel_free")
        m.d.comb += [
            free.eq((~granted.offered | self.m_axi_arready) & granted.below_limit),
            self.m_axi_arvalid.eq(granted.offered),
            self.m_axi_araddr.eq(Cat(Const(0, beat_bits(self.config)), granted.address)),
            self.m_axi_arlen.eq(granted.length),
            self.m_axi_arsize.eq(beat_bits(self.config)),
            self.m_axi_arburst.eq(INCREMENTING),
            self.m_axi_arprot.eq(0),
        ]
        for kind in (Kind.DESCRIPTOR, Kind.CHECKPOINT):
            m.d.comb += bursts[kind].fits.eq(1)
        requests = {kind: burst.valid & burst.fits for kind, burst in bursts.items()}
        for kind, burst in bursts.items():
            rivals = [requests[other] & _precedes(other, kind, bursts) for other in Kind if other is not kind]
            m.d.comb += burst.granted.eq(free & requests[kind] & ~Cat(rivals).any())
            with m.If(burst.granted):
                m.d.sync += [
                    granted.slot.eq(burst.slot),
                    granted.address.eq(burst.address),
                    granted.length.eq(burst.length),
                ]
        grants = Cat(burst.granted for burst in bursts.values())
        m.d.comb += granted.next.eq(grants.any())
        m.d.sync += granted.pulse.eq(granted.next)
        with m.If(granted.next):
            m.d.sync += [granted.offered.eq(1), granted.kinds.eq(grants)]
        with m.Elif(self.m_axi_arready):
            m.d.sync += granted.offered.eq(0)
        return granted

    def _data_channel(self, m: Module, granted: _Granted) -> dict[Kind, Signal]:
        """Keep the bursts in flight; return for each kind when a beat of it arrives."""
        limit = self.config.memory.outstanding_reads
        depth = max(limit, 2)
        page = clog2(PAGE_BYTES) - beat_bits(self.config)
        m.submodules.bursts = bursts = Memory(shape=len(granted.entry), depth=depth, init=[])
        write = bursts.write_port()
        read = bursts.read_port(domain="comb")
        in_flight = Signal(range(limit + 1))
        beat = Signal(LENGTH_BITS)
        m.d.comb += [
            granted.below_limit.eq(in_flight != limit),
            write.en.eq(granted.pulse),
            write.data.eq(granted.entry),
            self.m_axi_rready.eq(1),
        ]
        ends = Signal(name="burst_ends")
        m.d.comb += ends.eq(self.m_axi_rvalid & self.m_axi_rlast)
        m.d.sync += in_flight.eq(in_flight + granted.next - ends)
        for port, step in ((write, granted.pulse), (read, ends)):
            with m.If(step):
                m.d.sync += port.addr.eq(Mux(port.addr == depth - 1, 0, port.addr + 1))
        with m.If(self.m_axi_rvalid):
            m.d.sync += beat.eq(Mux(self.m_axi_rlast, 0, beat + 1))

        kinds = Signal(len(Kind), name="arriving_kinds")
        slot = Signal(SLOT_BITS, name="arriving_slot")
        address = Signal(beat_address_bits(self.config), name="arriving_address")
        m.d.comb += Cat(kinds, slot, address).eq(read.data)
        arrives = {kind: Signal(name=f"{kind.port}_arrives") for kind in Kind}
        m.d.comb += [arrives[kind].eq(self.m_axi_rvalid & kinds[kind]) for kind in Kind]
        inner = address[:page] + beat
        m.d.comb += [
            self.count_read.eq(self.m_axi_rvalid),
            self.count_checkpoint_read.eq(self.checkpoint_data_valid),
            self.checkpoint_data_valid.eq(arrives[Kind.CHECKPOINT]),
            self.checkpoint_data.eq(self.m_axi_rdata),
            self.descriptor_data_valid.eq(arrives[Kind.DESCRIPTOR]),
            self.descriptor_data.eq(self.m_axi_rdata),
            self.descriptor_data_response.eq(self.m_axi_rresp),
            self.read_error_valid.eq(self.m_axi_rvalid & self.m_axi_rresp[1] & ~kinds[Kind.DESCRIPTOR]),
            self.read_error_slot.eq(slot),
            self.read_error_address.eq(Cat(Const(0, beat_bits(self.config)), inner[:page], address[page:])),
            self.read_error_response.eq(self.m_axi_rresp),
        ]
        return arrives

    def _scratchpad(self, m: Module, kind: Kind, burst: _Burst, arrives: Signal) -> None:
        """Place the scratchpad of a kind; the table's delivers its beats without being asked."""
        asked = kind is not Kind.TABLE
        words = f"{kind.port}_word" if asked else "table_beat"
        place(
            m,
            self,
            self.scratchpads[kind],
            f"{kind.port}_scratchpad",
            burst_length=burst.length,
            fits=burst.fits,
            held=burst.held,
            reserve=burst.granted,
            write_enable=arrives,
            write_data=self._operands(kind),
            read_valid=getattr(self, f"{kind.port}_read_valid") if asked else Const(1),
            read_ready=getattr(self, f"{kind.port}_read_ready") if asked else Signal(name="unused_ready"),
            read_words=getattr(self, f"{kind.port}_read_words") if asked else Const(1, DIMENSION_BITS),
            read_release=self.panel_read_release if kind is Kind.PANEL else Const(1),
            word_valid=getattr(self, f"{words}_valid"),
            word_ready=getattr(self, f"{words}_ready"),
            word_data=getattr(self, f"{words}_data"),
        )

    def _operands(self, kind: Kind) -> Value:
        """Return the operands in a beat: of each word the low bits of those bytes that are lanes."""
        if kind is Kind.TABLE:
            return self.m_axi_rdata
        array, pad = self.config.array, self.scratchpads[kind]
        lanes = pad.word_bits // array.operand_width
        words = (
            self.m_axi_rdata.word_select(word, self.config.memory.data_width // pad.beat_words)
            for word in range(pad.beat_words)
        )
        return Cat(
            word.word_select(lane, 8)[: array.operand_width] for word in words for lane in range(lanes)
        )

    def _activations(self, m: Module, granted: _Granted) -> None:
        """Count the DRAM rows that a burst opens, in the first cycle in which it is offered.

        Rows are compared as pieces of 1 KiB, without the bits that lie inside a row. No burst crosses 4 KiB:
        all but two bits of the piece are those of its first beat.
        """
        low = ROW_SHIFT - beat_bits(self.config)
        outside = Cat(self.page_shift <= ROW_SHIFT + bit for bit in range(6))
        first = granted.address[low:]
        last = Signal(2, name="last_piece")
        # Of the sum of two numbers: the first exceeds the complement of the second.
        carry = granted.address[:low] > ~granted.length[:low]
        steps = Signal(2, name="further_rows")
        m.d.comb += [
            last.eq(first[:2] + granted.length[low : low + 2] + carry),
            steps.eq((last & outside[:2]) - (first[:2] & outside[:2])),
        ]
        crossed = Mux(outside[0], steps, steps[1])
        counts = {kind: Signal(3, name=f"{kind.port}_rows") for kind in Kind}
        for kind, count in counts.items():
            is_open = Signal(name=f"{kind.port}_row_is_open")
            row = Signal(len(first), name=f"{kind.port}_row", reset_less=True)
            hit = is_open & ~((row ^ first) & Cat(outside, Const(-1, len(first) - len(outside)))).any()
            with m.If(granted.pulse & granted.kinds[kind]):
                m.d.comb += count.eq(crossed + ~hit)
                m.d.sync += [is_open.eq(1), row.eq(Cat(last, first[2:]))]
        m.d.comb += self.checkpoint_activations.eq(counts.pop(Kind.CHECKPOINT))
        total: Value = Const(0)
        for count in counts.values():
            total = total | count
        m.d.comb += self.activations.eq(total)


class _Burst:
    """A burst that an engine offers, whether there is room for it, and whether it is taken.

    `held` are the beats that are taken of its scratchpad of `depth` beats.
    """

    def __init__(self, config: Config, name: str, depth: int) -> None:
        self.valid = Signal(name=f"{name}_burst_valid")
        self.fits = Signal(name=f"{name}_fits")
        self.held = Signal(range(depth + 1), name=f"{name}_held")
        self.granted = Signal(name=f"{name}_granted")
        self.address = Signal(beat_address_bits(config), name=f"{name}_burst_address")
        self.length = Signal(LENGTH_BITS, name=f"{name}_burst_length")
        self.slot = Signal(SLOT_BITS, name=f"{name}_burst_slot")


class _Granted:
    """The burst on the address channel: chosen when `next`, there with `pulse` in the cycle after.

    `kinds` has one bit set.
    """

    def __init__(self, config: Config) -> None:
        self.below_limit = Signal()
        self.next = Signal(name="grant")
        self.pulse = Signal(name="granted")
        self.offered = Signal()
        self.kinds = Signal(len(Kind), name="granted_kinds", reset_less=True)
        self.slot = Signal(SLOT_BITS, name="granted_slot", reset_less=True)
        self.address = Signal(beat_address_bits(config), name="granted_address", reset_less=True)
        self.length = Signal(LENGTH_BITS, name="granted_length", reset_less=True)
        self.entry = Cat(self.kinds, self.slot, self.address)


def _precedes(one: Kind, other: Kind, bursts: dict[Kind, _Burst]) -> Value:
    """Return whether a burst of one kind goes before that of another."""
    if one not in BUFFERED or other not in BUFFERED:
        return Const(one < other)
    first, second = (
        bursts[kind].held << (TABLE_WEIGHT if kind is Kind.TABLE else 0) for kind in (one, other)
    )
    return first <= second if one < other else first < second
