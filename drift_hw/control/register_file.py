"""Register file: the AXI4-Lite slave made of the declaration in `control.registers`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amaranth.hdl import C, Cat, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block
from drift_hw.config import Config, clog2
from drift_hw.control.registers import (
    ADDRESS_BITS,
    INTERRUPTS,
    REGISTER_BYTES,
    Access,
    Field,
    Register,
    register_map,
)

WORD = 8 * REGISTER_BYTES
ALIGNED_BITS = clog2(REGISTER_BYTES)
"""Low bits of an address that are zero when it is aligned."""
OKAY, SLVERR = 0, 2
PORT_NAMES = {"CHECKER": "checker_counters"}
"""Ports that are not named as their registers: those are words of SystemVerilog."""
BUS_PORTS = {
    "s_axil_awvalid": In(1),
    "s_axil_awready": Out(1),
    "s_axil_awaddr": In(ADDRESS_BITS),
    "s_axil_awprot": In(3),
    "s_axil_wvalid": In(1),
    "s_axil_wready": Out(1),
    "s_axil_wdata": In(WORD),
    "s_axil_wstrb": In(REGISTER_BYTES),
    "s_axil_bvalid": Out(1),
    "s_axil_bready": In(1),
    "s_axil_bresp": Out(2),
    "s_axil_arvalid": In(1),
    "s_axil_arready": Out(1),
    "s_axil_araddr": In(ADDRESS_BITS),
    "s_axil_arprot": In(3),
    "s_axil_rvalid": Out(1),
    "s_axil_rready": In(1),
    "s_axil_rdata": Out(WORD),
    "s_axil_rresp": Out(2),
}


def port_name(register: Register, field: Field) -> str:
    """Return the name of the port that carries a field; an array has one port for all its fields."""
    name = register.name.lower()
    if register.count is not None:
        return PORT_NAMES.get(register.name, name)
    if field.access is Access.WRITE_ONE_CLEAR:
        return f"{name}_{field.name}_set"
    return name if field.name == "value" else f"{name}_{field.name}"


def register_ports(config: Config) -> dict[str, Member]:
    """Return the ports of all fields: inputs are what hardware drives, outputs what software wrote.

    An array's port has 32 bits per entry, entry 0 lowest; bits without a field are zero or ignored.
    """
    ports = {}
    for register in register_map(config):
        for field in register.fields:
            if field.access is Access.CONSTANT:
                continue
            width = field.width if register.count is None else WORD * register.count
            is_input = field.access in (Access.READ_ONLY, Access.WRITE_ONE_CLEAR)
            ports[port_name(register, field)] = In(width) if is_input else Out(width)
    return ports


@dataclass(frozen=True)
class _Write:
    """A write of a word: in a cycle with `enable` it becomes (word & keep) | ones."""

    enable: Value
    keep: Value
    ones: Value


@dataclass(frozen=True)
class _Entry:
    """A register, or entry `index` of an array; `held` are its bits that software sets."""

    register: Register
    index: int
    write: _Write
    held: Value


def _select(words: Mapping[int, Value], index: Value, none: Value) -> Value:
    """Return words[index], `none` where there is no word, as a tree of multiplexers."""
    if not words:
        return none
    if len(index) == 0:
        return words[0]
    half = 1 << (len(index) - 1)
    low = _select({n: word for n, word in words.items() if n < half}, index[:-1], none)
    high = _select({n - half: word for n, word in words.items() if n >= half}, index[:-1], none)
    return low if low is high else Mux(index[-1], high, low)


def _is_mapped(mapped: Mapping[int, Value], address: Value) -> Value:
    """Return whether a byte address is aligned and holds a register: those in `mapped` (words) do."""
    return _select(mapped, address[ALIGNED_BITS:], C(0, 1)) & ~address[:ALIGNED_BITS].any()


class RegisterFile(Block):
    """AXI4-Lite slave of 32 bits, and the registers behind it.

    Address and data of a write come in either order. `bresp`, `rresp`: OKAY, or SLVERR for an address that
    is misaligned or holds no register; such a write changes nothing. Writes to what is read-only have no
    effect. Ports of the registers: `register_ports`; `irq` is high while an unmasked interrupt is pending.
    Latency: `rvalid` comes 1 cycle after the address, `bvalid` 2 cycles after the later of address and data;
    a register changes at that edge, a pulse is in the cycle before it. Throughput: a read every 2 cycles and
    at the same time a write every 2.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        ports = {**BUS_PORTS, **register_ports(config), "irq": Out(1)}
        super().__init__(config, "drift_register_file", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the write channel, the registers, and the read channel."""
        m = self.module()
        registers = register_map(self.config)
        entries = {
            register.address(index) // REGISTER_BYTES: (register, index)
            for register in registers
            for index in range(register.count or 1)
        }
        mapped = dict.fromkeys(entries, C(1, 1))
        address, write = self._write_channel(m, mapped)
        words = {}
        for number, (register, index) in entries.items():
            here = _Write(write.enable & (address == number), write.keep, write.ones)
            entry = _Entry(register, index, here, self._held(m, register, index, here))
            word: list[Value] = [C(0, 1)] * WORD
            for field in register.fields:
                word[field.low : field.low + field.width] = list(self._field(m, entry, field))
            words[number] = Cat(word)
        self._read_channel(m, words, mapped)
        status, mask = (
            words[registers[f"INTERRUPT_{name}"].address() // REGISTER_BYTES] for name in ("STATUS", "MASK")
        )
        m.d.comb += self.irq.eq((status & mask)[: len(INTERRUPTS)].any())
        return m

    def _held(self, m: Module, register: Register, index: int, write: _Write) -> Value:
        """Build one register for all that software sets in an entry: few for a simulator to visit."""
        fields = [field for field in register.fields if field.access is Access.READ_WRITE]
        width = max((field.low + field.width for field in fields), default=0)
        reset = sum(field.reset << field.low for field in fields)
        held = Signal(width, name=f"{register.name}_{index}".lower(), init=reset)
        with m.If(write.enable):
            m.d.sync += held.eq((held & write.keep) | write.ones)
        return held

    def _field(self, m: Module, entry: _Entry, field: Field) -> Value:
        """Build a field of an entry; return what reads see of it."""
        if field.access is Access.CONSTANT:
            return C(field.reset, field.width)
        register, bits = entry.register, slice(field.low, field.low + field.width)
        port = getattr(self, port_name(register, field))
        if register.count is not None:
            port = port[WORD * entry.index :][bits]
        ones = entry.write.ones[bits] & entry.write.enable.replicate(field.width)
        match field.access:
            case Access.READ_WRITE:
                m.d.comb += port.eq(entry.held[bits])
            case Access.PULSE:
                m.d.comb += port.eq(ones)
                return C(0, field.width)
            case Access.WRITE_ONE_CLEAR:
                pending = Signal(field.width, name=f"{register.name}_{field.name}".lower())
                m.d.sync += pending.eq((pending & ~ones) | port)
                return pending
        return port

    def _write_channel(self, m: Module, mapped: Mapping[int, Value]) -> tuple[Value, _Write]:
        """Collect an address and its data, write in the next cycle, and answer; return the word address."""
        has_address = Signal(name="has_write_address")
        has_data = Signal(name="has_write_data")
        address = Signal(ADDRESS_BITS, name="write_address", reset_less=True)
        data = Signal(WORD, name="write_data", reset_less=True)
        strobe = Signal(REGISTER_BYTES, name="write_strobe", reset_less=True)
        held = Signal(name="write_is_held")
        is_good = Signal(name="write_is_mapped")
        m.d.comb += [
            self.s_axil_awready.eq(~has_address),
            self.s_axil_wready.eq(~has_data),
            held.eq(has_address & has_data & ~self.s_axil_bvalid),
            is_good.eq(_is_mapped(mapped, address)),
        ]
        with m.If(held):
            m.d.sync += [
                has_address.eq(0),
                has_data.eq(0),
                self.s_axil_bvalid.eq(1),
                self.s_axil_bresp.eq(Mux(is_good, OKAY, SLVERR)),
            ]
        with m.If(self.s_axil_awvalid & self.s_axil_awready):
            m.d.sync += [has_address.eq(1), address.eq(self.s_axil_awaddr)]
        with m.If(self.s_axil_wvalid & self.s_axil_wready):
            m.d.sync += [has_data.eq(1), data.eq(self.s_axil_wdata), strobe.eq(self.s_axil_wstrb)]
        with m.If(self.s_axil_bvalid & self.s_axil_bready):
            m.d.sync += self.s_axil_bvalid.eq(0)
        write = _Write(Signal(name="write"), Signal(WORD, name="write_keep"), Signal(WORD, name="write_ones"))
        m.d.comb += [
            write.enable.eq(held & is_good),
            write.keep.eq(~Cat(bit.replicate(8) for bit in strobe)),
            write.ones.eq(data & ~write.keep),
        ]
        return address[ALIGNED_BITS:], write

    def _read_channel(self, m: Module, words: Mapping[int, Value], mapped: Mapping[int, Value]) -> None:
        """Take an address when no answer waits, and answer in the next cycle."""
        m.d.comb += self.s_axil_arready.eq(~self.s_axil_rvalid)
        # An expression in the enabled branch, not signals: a simulator evaluates it for reads only.
        with m.If(self.s_axil_arvalid & self.s_axil_arready):
            is_good = _is_mapped(mapped, self.s_axil_araddr)
            m.d.sync += [
                self.s_axil_rvalid.eq(1),
                self.s_axil_rdata.eq(
                    Mux(is_good, _select(words, self.s_axil_araddr[ALIGNED_BITS:], C(0, WORD)), 0)
                ),
                self.s_axil_rresp.eq(Mux(is_good, OKAY, SLVERR)),
            ]
        with m.Elif(self.s_axil_rready):
            m.d.sync += self.s_axil_rvalid.eq(0)
