"""Scratchpads: what was read ahead, as a ring of bus beats that is read word by word."""

from __future__ import annotations

from amaranth.hdl import Module, Mux, Signal
from amaranth.lib.memory import Memory
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2
from drift_hw.control.descriptor import DIMENSION_BITS
from drift_hw.memory.burst_engine import LENGTH_BITS


class ScratchpadBank(Block):
    """The memory of a scratchpad: a write port and a read port (1 cycle, with enable).

    An own module, so that an ASIC flow can put a memory macro in its place.
    """

    def __init__(self, config: Config, name: str, *, depth: int, width: int) -> None:
        self.depth, self.width = depth, width
        ports = {
            "write_enable": In(1),
            "write_address": In(clog2(depth)),
            "write_data": In(width),
            "read_enable": In(1),
            "read_address": In(clog2(depth)),
            "read_data": Out(width),
        }
        super().__init__(config, f"drift_{name}_bank", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the memory."""
        m = self.module()
        m.submodules.memory = memory = Memory(shape=self.width, depth=self.depth, init=[])
        write = memory.write_port()
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


class Scratchpad(Block):
    """A ring of `depth` >= 2 beats, filled in bursts and read in runs of words.

    A beat is `beat_words`, a power of two, of `word_bits`, the first in the low bits. `fits` says that there
    is room for a burst of `burst_length` + 1 beats, and `reserve` takes it; `held` beats are taken. Each
    `write_enable` fills the next beat. A command `read` delivers the next `words` (1 to 65535), from the
    start of a beat, as they arrive, and frees beats as it reads them; without `release` it frees none, and
    the next command starts where it did.
    Latency from a beat's arrival to its first word: 2 cycles. Throughput: a beat written and a word read per
    cycle, across commands.
    """

    has_reset = True

    def __init__(self, config: Config, name: str, *, depth: int, beat_words: int, word_bits: int) -> None:
        self.depth, self.beat_words, self.word_bits = depth, beat_words, word_bits
        self.bank = ScratchpadBank(config, name, depth=depth, width=beat_words * word_bits)
        ports = {
            "burst_length": In(LENGTH_BITS),
            "fits": Out(1),
            "held": Out(clog2(depth + 1)),
            "reserve": In(1),
            "write_enable": In(1),
            "write_data": In(self.bank.width),
            "read_valid": In(1),
            "read_ready": Out(1),
            "read_words": In(DIMENSION_BITS),
            "read_release": In(1),
            "word_valid": Out(1),
            "word_ready": In(1),
            "word_data": Out(word_bits),
        }
        super().__init__(config, f"drift_{name}_scratchpad", ports)
        self.blocks = (self.bank,)

    def elaborate(self, platform: object) -> Module:
        """Build the ring and its reader."""
        m = self.module()
        self._words(m, self._ring(m))
        return m

    def _ring(self, m: Module) -> _Reading:
        """Build the bank with its addresses and counts; return the reader's side of it."""
        depth, reading = self.depth, _Reading(self.bank.width)
        write_address = Signal(range(depth))
        read_address = Signal(range(depth))
        first_address = Signal(range(depth))
        following = Signal(range(depth))
        room = Signal(range(depth + 1), init=depth)
        arrived = Signal(range(depth + 1))
        # Beats that the present command has read and keeps: 0 whenever it frees them.
        offset = Signal(range(depth + 1))
        freed = Signal()
        place(
            m,
            self,
            self.bank,
            "bank",
            write_enable=self.write_enable,
            write_address=write_address,
            write_data=self.write_data,
            read_enable=reading.fetch,
            read_address=read_address,
            read_data=reading.data,
        )
        m.d.comb += [
            self.fits.eq(room > self.burst_length),
            self.held.eq(depth - room),
            following.eq(Mux(read_address == depth - 1, 0, read_address + 1)),
            reading.available.eq(offset != arrived),
            freed.eq(reading.fetch & reading.frees),
        ]
        m.d.sync += [
            room.eq(room + freed - Mux(self.reserve, self.burst_length + 1, 0)),
            arrived.eq(arrived + self.write_enable - freed),
        ]
        with m.If(self.write_enable):
            m.d.sync += write_address.eq(Mux(write_address == depth - 1, 0, write_address + 1))
        with m.If(freed):
            m.d.sync += [read_address.eq(following), first_address.eq(following)]
        with m.Elif(reading.fetch):
            m.d.sync += [
                read_address.eq(Mux(reading.ends, first_address, following)),
                offset.eq(Mux(reading.ends, 0, offset + 1)),
            ]
        return reading

    def _words(self, m: Module, reading: _Reading) -> None:
        """Run the commands: fetch a beat when the one in the bank's output is used up, and slice it."""
        inner = clog2(self.beat_words)
        # A command as the bits of words - 1: the beats after the first, and the place of the last word.
        active = Signal()
        left = Signal(DIMENSION_BITS, reset_less=True)
        frees = Signal(reset_less=True)
        waiting = Signal()
        waiting_left = Signal(DIMENSION_BITS, reset_less=True)
        waiting_frees = Signal(reset_less=True)
        next_left = Signal(DIMENSION_BITS)
        valid = Signal(name="beat_valid")
        used = Signal()

        m.d.comb += [
            reading.fetch.eq(active & reading.available & (~valid | used)),
            reading.ends.eq(left[inner:] == 0),
            reading.frees.eq(frees),
            next_left.eq(self.read_words - 1),
            # Not a matter of `word_ready`: a command that comes while one is at work waits beside it.
            self.read_ready.eq(~waiting),
            self.word_valid.eq(valid),
        ]
        with m.If(reading.fetch):
            m.d.sync += [valid.eq(1), left[inner:].eq(left[inner:] - 1)]
        with m.Elif(used):
            m.d.sync += valid.eq(0)
        with m.If(~active | (reading.fetch & reading.ends)):
            m.d.sync += [
                active.eq(waiting | self.read_valid),
                left.eq(Mux(waiting, waiting_left, next_left)),
                frees.eq(Mux(waiting, waiting_frees, self.read_release)),
                waiting.eq(0),
            ]
        with m.Elif(self.read_valid & ~waiting):
            m.d.sync += [
                waiting.eq(1),
                waiting_left.eq(next_left),
                waiting_frees.eq(self.read_release),
            ]

        word = reading.data
        if inner:
            index = Signal(inner, reset_less=True)
            last = Signal(inner, reset_less=True)
            with m.If(reading.fetch):
                m.d.sync += [index.eq(0), last.eq(Mux(reading.ends, left[:inner], self.beat_words - 1))]
            with m.Elif(valid & self.word_ready):
                m.d.sync += index.eq(index + 1)
            m.d.comb += used.eq(valid & self.word_ready & (index == last))
            for bit in reversed(index):
                half = len(word) // 2
                word = Mux(bit, word[half:], word[:half])
        else:
            m.d.comb += used.eq(valid & self.word_ready)
        m.d.comb += self.word_data.eq(word)


class _Reading:
    """Between ring and reader: `fetch` takes the next beat, which is `data` from the next cycle on."""

    def __init__(self, width: int) -> None:
        self.fetch = Signal()
        self.ends = Signal()
        self.frees = Signal()
        self.available = Signal()
        self.data = Signal(width, name="beat")
