"""Drain lanes: where a column of the array ends.

A lane stores the drained rows of its column in its bank of the tile buffer, requantises what is read from
it and, with ABFT, adds the rows to the row sums that pass from lane to lane, and to its own column sum.
"""

from __future__ import annotations

from amaranth.hdl import Module, Mux, Signal
from amaranth.lib import data
from amaranth.lib.memory import Memory
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block, place
from drift_hw.config import LOCATOR_BITS, LOCATOR_GENERATOR, Config, clog2
from drift_hw.datapath.carry_save import resolve
from drift_hw.datapath.requantiser import RequantiserLane
from drift_hw.protect.residue import add, fields, multiples


def buffer_depth(config: Config) -> int:
    """Return the rows that the tile buffer holds: `tile_slots` tiles of R rows."""
    return config.tile_slots * config.array.rows


def address_width(config: Config) -> int:
    """Return the bits of a row address of the tile buffer."""
    return clog2(buffer_depth(config))


class TileBank(Block):
    """One column of the tile buffer: a memory with a write port and a read port (1 cycle, with enable).

    An own module, so that an ASIC flow can put a memory macro in its place. Words are accumulators unless a
    `width` is given.
    """

    def __init__(self, config: Config, width: int | None = None, name: str = "drift_tile_bank") -> None:
        width = self.width = width or config.array.accumulator_width
        ports = {
            "write_enable": In(1),
            "write_address": In(address_width(config)),
            "write_data": In(width),
            "read_enable": In(1),
            "read_address": In(address_width(config)),
            "read_data": Out(width),
        }
        super().__init__(config, name, ports)

    def elaborate(self, platform: object) -> Module:
        """Build the memory."""
        m = self.module()
        m.submodules.memory = memory = Memory(shape=self.width, depth=buffer_depth(self.config), init=[])
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


class Token(data.StructLayout):
    """What passes from lane to lane in step with the skew of the array.

    `start` comes one cycle before a tile's first drained row, `valid` marks a drained row, `last` the
    tile's last row, `address` is the row's place in the tile buffer.
    """

    def __init__(self, config: Config) -> None:
        super().__init__({"start": 1, "valid": 1, "last": 1, "address": address_width(config)})


class Lane(Block):
    """One column's end: tile buffer bank, row-sum stage, column accumulator and requantiser.

    Carry-save accumulators become one word here, before anything else is done with them.
    With ABFT, `start` restarts the column accumulator from minus the column checksum, and each drained
    row is added to it and to the row sum passing through. In the cycle after `last` the column accumulator is
    the column delta and is driven on `column_delta` (zero in all other cycles), marked by `last` of
    `token_out`. With a locator, the residue of the row passes through too: times three, and the drained word
    added. With a corrector, `correction` is subtracted from what the bank gives when
    `correction_select` is 1. Latency of the row-sum stage and of the token: 1 cycle; of the readout: 1
    cycle for the bank and `RequantiserLane.STAGES` for the requantiser. Throughput: one row per cycle in
    and out.
    """

    has_reset = True
    LATENCY = 1
    """Cycles that token and row sum take through a lane."""

    def __init__(self, config: Config) -> None:
        acc = config.array.accumulator_width
        self.token = Token(config)
        self.bank = TileBank(config)
        self.requantiser = RequantiserLane(config)
        bus = config.accumulator_flops
        ports = {"drain_in": In(bus), "token_in": In(self.token.size), "token_out": Out(self.token.size)}
        if config.protection.abft:
            ports |= {
                "checksum_in": In(bus),
                "row_sum_in": In(acc),
                "row_sum_out": Out(acc),
                "column_delta": Out(acc),
            }
        if config.protection.locator:
            ports |= {"residue_in": In(LOCATOR_BITS), "residue_out": Out(LOCATOR_BITS)}
        ports |= {"read_enable": In(1), "read_address": In(address_width(config))}
        if config.correction_entries:
            ports |= {"correction": In(acc), "correction_select": In(1)}
        ports |= {
            name: Member(flow, len(port))
            for name, flow, port in self.requantiser.ports()
            if name not in ("clk", "accumulator_in")
        }
        super().__init__(config, "drift_lane", ports)
        self.blocks = (self.bank, self.requantiser)

    def elaborate(self, platform: object) -> Module:
        """Build the lane."""
        m = self.module()
        acc = self.config.array.accumulator_width
        token_in = data.View(self.token, self.token_in)
        token_register = Signal(self.token.size)
        m.d.sync += token_register.eq(self.token_in)
        m.d.comb += self.token_out.eq(token_register)
        drained = resolve(m, self.config, self.drain_in, "drained")
        read_data = Signal(acc)
        place(
            m,
            self,
            self.bank,
            "bank",
            write_enable=token_in.valid,
            write_address=token_in.address,
            write_data=drained,
            read_enable=self.read_enable,
            read_address=self.read_address,
            read_data=read_data,
        )
        accumulator = read_data
        if self.config.correction_entries:
            accumulator = Signal(acc, name="corrected")
            m.d.comb += accumulator.eq(read_data - (self.correction & self.correction_select.replicate(acc)))
        place(
            m,
            self,
            self.requantiser,
            "requantiser",
            accumulator_in=accumulator,
            **{name: getattr(self, name) for name, _, _ in self.requantiser.ports() if hasattr(self, name)},
        )
        if self.config.protection.abft:
            row_sum = Signal(acc, reset_less=True)
            column_sum = Signal(acc, reset_less=True)
            m.d.sync += row_sum.eq(self.row_sum_in + drained)
            # The bus carries zero in the cycle of `start` and whenever no row is drained: the checksum
            # takes that cycle, and neither sum needs an enable.
            start = token_in.start.replicate(acc)
            checksum = resolve(m, self.config, self.checksum_in, "checksum")
            m.d.sync += column_sum.eq((column_sum & ~start) + (drained | (checksum & start)))
            m.d.comb += [
                self.row_sum_out.eq(row_sum),
                self.column_delta.eq(Mux(data.View(self.token, token_register).last, column_sum, 0)),
            ]
        if self.config.protection.locator:
            residue = Signal(LOCATOR_BITS, reset_less=True)
            words = [*fields(drained), *multiples(self.residue_in, LOCATOR_GENERATOR)]
            m.d.sync += residue.eq(add(m, "residue_total", words))
            m.d.comb += self.residue_out.eq(residue)
        return m


class LaneGroup(Block):
    """Neighbouring lanes as one module, so that the text of the core does not grow with every column.

    Per-lane ports are packed, lane 0 in the low bits; token and row sum run through the lanes in order.
    """

    has_reset = True
    CHAINED = ("token", "row_sum", "residue")
    SHARED = ("read_enable", "read_address", "enable", "correction")

    def __init__(self, config: Config, lane: Lane, lanes: int, name: str) -> None:
        self.lane, self.lanes = lane, lanes
        ports = {}
        for port, flow, signal in lane.ports():
            if port in ("clk", "rst"):
                continue
            chained = port.removesuffix("_in").removesuffix("_out") in self.CHAINED
            if port == "token_out":
                ports["last"] = Out(lanes)
            ports[port] = Member(flow, len(signal) * (1 if chained or port in self.SHARED else lanes))
        super().__init__(config, name, ports)
        self.blocks = (lane,)

    def elaborate(self, platform: object) -> Module:
        """Chain the lanes; `last` collects that bit of each lane's outgoing token."""
        m = self.module()
        chains = {}
        for port in self.CHAINED:
            if hasattr(self, f"{port}_in"):
                first, end = getattr(self, f"{port}_in"), getattr(self, f"{port}_out")
                inner = [Signal(len(first), name=f"{port}_lane{j}") for j in range(self.lanes - 1)]
                chains[port] = [first, *inner, end]
        for j in range(self.lanes):
            connections = {}
            for port, _, signal in self.lane.ports():
                name = port.removesuffix("_in").removesuffix("_out")
                if name in self.CHAINED:
                    connections[port] = chains[name][j + port.endswith("_out")]
                elif port in self.SHARED:
                    connections[port] = getattr(self, port)
                elif port not in ("clk", "rst"):
                    connections[port] = getattr(self, port)[j * len(signal) : (j + 1) * len(signal)]
            place(m, self, self.lane, f"lane{j}", **connections)
            token = data.View(self.lane.token, chains["token"][j + 1])
            m.d.comb += self.last[j].eq(token.last)
        return m
