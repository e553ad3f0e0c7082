"""Write path: takes output tiles and job status, and writes them to memory.

tile ---> commands --+
status --------------+--> walker ---> bursts ---> write port ---> AW, W; written, errors <--- B
row ----> tile memory, two tiles ----------------^
"""

from __future__ import annotations

from amaranth.hdl import Cat, Const, Module, Mux, Signal
from amaranth.lib import data
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2
from drift_hw.control.descriptor import STATUS_BYTES
from drift_hw.control.records import ROW_BYTES_BITS, SLOT_BITS
from drift_hw.memory.layout import PAGE_BYTES, ceiling
from drift_hw.memory.tile_memory import TileMemory
from drift_hw.memory.write_port import Burst, WritePort, burst_beats, memory_ports


class TileCommand(data.StructLayout):
    """Where a tile goes: the fields of the `tile` stream."""

    def __init__(self, config: Config) -> None:
        address = config.memory.address_width
        super().__init__(
            {
                "address": address,
                "checkpoint_address": address,
                "checkpoint": 1,
                "row_major": 1,
                "row_bytes": ROW_BYTES_BITS,
                "slot": SLOT_BITS,
            }
        )


class WritePath(Block):
    """Tiles and status to AXI4 writes; docs/accelerator.md names the ports.

    A tile is written when all its R rows are in; meanwhile the next tile's rows are taken, one per cycle.
    Tile-packed: addresses are multiples of the layout's `output_alignment`, so that no burst crosses 4 KiB
    and a tile of at most 4 KiB is one burst. Row-major: a burst of one beat for each row, at multiples of
    `b_word`. The checkpoint follows the output. A status (address a multiple of 16) goes between two tiles,
    before any that waits. A write error has the address of its burst's first byte.
    Latency: 3 cycles from a tile's last row to its first address, 2 from a status; 1 more to its data.
    Throughput: a row and a data beat per cycle, but for a cycle of rest after a status, and after a tile that
    is row-major or a single beat. Tiles come every max(R, beats) cycles, and some up to 3 later.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        self.tiles = TileMemory(config)
        self.port = WritePort(config, self.tiles)
        # A packed tile is bursts of `burst_beats`, but for the last one.
        self.burst_beats = burst_beats(config)
        self.bursts = ceiling(self.tiles.tile_beats, self.burst_beats)
        self.last_beats = self.tiles.tile_beats - (self.bursts - 1) * self.burst_beats
        ports = {
            "tile_valid": In(1),
            "tile_ready": Out(1),
            **{f"tile_{name}": In(field.width) for name, field in TileCommand(config)},
            "row_valid": In(1),
            "row_ready": Out(1),
            "row_data": In(self.tiles.row_width),
            "status_valid": In(1),
            "status_ready": Out(1),
            "status_address": In(config.memory.address_width),
            "status_data": In(8 * STATUS_BYTES),
            **memory_ports(config),
        }
        super().__init__(config, "drift_write_path", ports)
        self.blocks = (self.tiles, self.port)

    def elaborate(self, platform: object) -> Module:
        """Build the queue of tiles and the walker, and place tile memory and write port."""
        m = self.module()
        # Tiles so far, modulo 4: accepted >= filled >= walked >= freed. Tile n is in half n % 2.
        accepted, filled, walked, freed = (
            Signal(2, name=f"tiles_{name}") for name in ("accepted", "filled", "walked", "freed")
        )
        between = {
            name: Signal(len(port), name=name)
            for block in (self.tiles, self.port)
            for name, _, port in block.ports()
            if name not in ("clk", "rst", *memory_ports(self.config))
        }
        m.d.comb += [
            self.tile_ready.eq((accepted ^ freed) != 2),  # that is, they differ by less than two
            self.row_ready.eq(accepted != filled),
        ]
        m.d.sync += freed.eq(freed + between["tile_read"])
        commands = self._take_tiles(m, accepted)
        self._take_rows(m, filled, between)
        self._walk(m, commands, filled, walked, between)
        for block in (self.tiles, self.port):
            names = [name for name, _, _ in block.ports() if name not in ("clk", "rst")]
            connections = {name: between[name] if name in between else getattr(self, name) for name in names}
            place(m, self, block, "tiles" if block is self.tiles else "port", **connections)
        return m

    def _take_tiles(self, m: Module, accepted: Signal) -> list[data.View]:
        """Build the commands of the two halves."""
        layout = TileCommand(self.config)
        fields = Cat(getattr(self, f"tile_{name}") for name, _ in layout)
        commands = [Signal(layout, name=f"command_{half}", reset_less=True) for half in (0, 1)]
        with m.If(self.tile_valid & self.tile_ready):
            m.d.sync += accepted.eq(accepted + 1)
            for half, command in enumerate(commands):
                with m.If(accepted[0] == half):
                    m.d.sync += command.eq(fields)
        return commands

    def _take_rows(self, m: Module, filled: Signal, between: dict[str, Signal]) -> None:
        """Build the packing of rows into beats; the first row of a beat clears the others."""
        rows = self.tiles.rows_per_beat
        row = Signal(range(self.config.array.rows), name="row")
        taken, first, end = Signal(name="row_taken"), Signal(name="row_first"), Signal(name="row_last")
        others = Signal(self.tiles.row_width, name="other_rows")
        position = row[: clog2(rows)]
        places = [position == n for n in range(rows)] if rows > 1 else [Const(1)]
        m.d.comb += [
            taken.eq(self.row_valid & self.row_ready),
            first.eq(places[0]),
            end.eq(row == self.config.array.rows - 1),
            others.eq(Mux(first, 0, self.row_data)),
            between["write_enable"].eq(Cat(taken & (first | place) for place in places)),
            between["write_address"].eq(self.tiles.word(filled[0], row)),
            between["write_data"].eq(Cat(self.row_data, *[others] * (rows - 1))),
        ]
        with m.If(taken):
            m.d.sync += [row.eq(Mux(end, 0, row + 1)), filled.eq(filled + end)]

    def _walk(
        self,
        m: Module,
        commands: list[data.View],
        filled: Signal,
        walked: Signal,
        between: dict[str, Signal],
    ) -> None:
        """Build the walker: the bursts of a tile and of its checkpoint one by one, or that of a status."""
        walking, in_status, in_checkpoint = (
            Signal(name=name) for name in ("walking", "in_status", "in_checkpoint")
        )
        address = Signal(self.config.memory.address_width, name="address", reset_less=True)
        row = Signal(range(self.config.array.rows), name="first_row", reset_less=True)
        command = Signal(TileCommand(self.config), name="command")
        m.d.comb += command.eq(Mux(walked[0], commands[1].as_value(), commands[0].as_value()))

        layout = Burst(self.config)
        length = Signal(layout["length"].shape, name="burst_length")
        ends, last = Signal(name="ends"), Signal(name="last_burst")
        last_row = (self.bursts - 1) * self.burst_beats * self.tiles.rows_per_beat
        packed_ends = row == last_row if self.bursts > 1 else Const(1)
        packed_beats = Mux(packed_ends, self.last_beats, self.burst_beats)
        beats = Mux(in_status, self.port.status_beats, Mux(command.row_major, 1, packed_beats))
        fields = {
            "address": address,
            "length": length,
            "row": row,
            "half": walked[0],
            "status": in_status,
            "checkpoint": in_checkpoint,
            "row_major": command.row_major,
            "last": last,
            "slot": command.slot,
        }
        m.d.comb += [
            length.eq(beats - 1),
            ends.eq(Mux(command.row_major, row == self.config.array.rows - 1, packed_ends)),
            last.eq(~in_status & ends & (in_checkpoint | ~command.checkpoint)),
            between["burst_valid"].eq(walking),
            between["burst_record"].eq(Cat(fields[name] for name, _ in layout)),
        ]
        status = Signal(8 * STATUS_BYTES, name="status_register", reset_less=True)
        status_held = Signal(name="status_held")
        m.d.comb += between["status"].eq(status)
        with m.If(between["status_sent"]):
            m.d.sync += status_held.eq(0)
        m.d.comb += self.status_ready.eq(~walking & ~status_held)
        with m.If(self.status_valid & self.status_ready):
            m.d.sync += [
                walking.eq(1),
                in_status.eq(1),
                in_checkpoint.eq(0),
                address.eq(self.status_address),
                status.eq(self.status_data),
                status_held.eq(1),
            ]
        with m.Elif(~walking & (filled != walked)):
            m.d.sync += [
                walking.eq(1),
                in_status.eq(0),
                in_checkpoint.eq(0),
                address.eq(command.address),
                row.eq(0),
            ]
        with m.If(walking & between["burst_ready"]):
            with m.If(in_status | last):
                m.d.sync += [walking.eq(0), walked.eq(walked + last)]
            with m.Elif(ends):
                m.d.sync += [in_checkpoint.eq(1), address.eq(command.checkpoint_address), row.eq(0)]
            with m.Else():
                rows = self.burst_beats * self.tiles.rows_per_beat
                m.d.sync += [
                    address.eq(address + Mux(command.row_major, command.row_bytes, PAGE_BYTES)),
                    row.eq(row + Mux(command.row_major, 1, rows)),
                ]
