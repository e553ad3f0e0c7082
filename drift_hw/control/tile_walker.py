"""Tile walker: a job becomes loads of operands and a record for each tile, in order."""

from __future__ import annotations

from amaranth.hdl import Array, Module, Mux, Signal, Value
from amaranth.lib import data
from amaranth.lib.memory import Memory
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2
from drift_hw.control.descriptor import DIMENSION_BITS, RECOMPUTE_TILES, Policy
from drift_hw.control.job_decode import JobRecord
from drift_hw.control.job_sizes import TENSORS, TILE_BITS, panel_beats, panel_bytes
from drift_hw.control.records import JOB_SLOTS, SLOT_BITS, FeedRecord, RetireRecord
from drift_hw.memory.layout import Layout, ceiling

FLAG_BITS = clog2(RECOMPUTE_TILES)


class Load(data.StructLayout):
    """A load: `beats` from `address` on, for the job in `slot`."""

    def __init__(self, config: Config) -> None:
        super().__init__({"address": config.memory.address_width, "beats": 16, "slot": SLOT_BITS})


class RecomputeFlags(Block):
    """A bit for each tile of a job to be recomputed: write port and read port (1 cycle).

    An own module, so that an ASIC flow can put a memory macro in its place.
    """

    def __init__(self, config: Config) -> None:
        ports = {
            "write_enable": In(1),
            "write_address": In(FLAG_BITS),
            "write_data": In(1),
            "read_address": In(FLAG_BITS),
            "read_data": Out(1),
        }
        super().__init__(config, "drift_recompute_flags", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the memory."""
        m = self.module()
        m.submodules.memory = memory = Memory(shape=1, depth=RECOMPUTE_TILES, init=[])
        write = memory.write_port()
        read = memory.read_port()
        m.d.comb += [
            write.en.eq(self.write_enable),
            write.addr.eq(self.write_address),
            write.data.eq(self.write_data),
            read.addr.eq(self.read_address),
            self.read_data.eq(read.data),
        ]
        return m


class TileWalker(Block):
    """Walks one job at a time, row block outermost; `emit` pulses with the records of a tile.

    `load_panel`: the panel is to be loaded with this tile. `room`: all takers have room. `walked` pulses when
    no further tile of the job comes. A job with `job_fence` is only taken as the oldest. With RECOMPUTE, when
    no tile of the job's slot is in flight any more (`slot_idle`), discarded tiles are walked again.
    `slot_full` holds back further tiles of the slot. Latency: 2 cycles from `job_valid` to the first tile.
    Throughput: a tile per cycle; in the second pass a cycle per tile of the job, up to the last flagged one.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        self.layout = Layout(config)
        self.job, self.load = JobRecord(config), Load(config)
        self.feed, self.retire = FeedRecord(config), RetireRecord(config)
        self.flags = RecomputeFlags(config)
        ports: dict[str, Member] = {
            "job_valid": In(1),
            "job_ready": Out(1),
            "job_fence": In(1),
            "job_record": In(self.job.size),
            "oldest_slot": In(SLOT_BITS),
            "slot_idle": In(JOB_SLOTS),
            "slot_full": In(JOB_SLOTS),
            "discarded_valid": In(1),
            "discarded_tile": In(FLAG_BITS),
            "room": In(1),
            "emit": Out(1),
            "walked": Out(1),
            "slot": Out(SLOT_BITS),
            "load_panel": Out(1),
            "panel_record": Out(self.load.size),
            "stream_record": Out(self.load.size),
            "table_record": Out(self.load.size),
            "feed_record": Out(self.feed.size),
            "retire_record": Out(self.retire.size),
        }
        super().__init__(config, "drift_tile_walker", ports)
        self.blocks = (self.flags,)

    def elaborate(self, platform: object) -> Module:
        """Build the sequence of passes, the walk and the records."""
        m = self.module()
        offered = data.View(self.job, self.job_record)
        job = data.View(self.job, Signal(self.job.size, name="job", reset_less=True))
        recompute = job.action == Policy.RECOMPUTE
        start, walk, advance, chosen, redo, last = (
            Signal(name=name) for name in ("start", "walk", "advance", "chosen", "redo", "last")
        )
        discarded = Signal(range(RECOMPUTE_TILES + 1), name="discarded_tiles")
        m.d.comb += self.slot.eq(job.slot)
        with m.FSM(name="walker"):
            with m.State("IDLE"):
                m.d.comb += self.job_ready.eq(~self.job_fence | (offered.slot == self.oldest_slot))
                m.d.sync += [job.eq(offered), redo.eq(0)]
                with m.If(self.job_valid & self.job_ready):
                    m.next = "START"
            with m.State("START"):
                m.d.comb += start.eq(1)
                m.next = "WALK"
            with m.State("WALK"):
                m.d.comb += walk.eq(1)
                with m.If(self.emit & last):
                    with m.If(recompute & ~redo):
                        m.next = "DRAIN"
                    with m.Else():
                        m.d.comb += self.walked.eq(1)
                        m.next = "IDLE"
            with m.State("DRAIN"), m.If(Array(self.slot_idle)[job.slot]):
                m.d.sync += redo.eq(1)
                m.next = "START"
                with m.If(discarded == 0):
                    m.d.comb += self.walked.eq(1)
                    m.next = "IDLE"

        tile = self._walk(m, job, start, advance)
        flag = self._flags(m, tile, recompute & ~redo)
        m.d.sync += discarded.eq(discarded + self.discarded_valid - (self.emit & redo))
        end = tile["last_row"] & tile["last_column"]
        # A flag is cleared as its tile is emitted, through the one write port that discards need too.
        held = recompute & self.discarded_valid
        m.d.comb += [
            chosen.eq(~redo | flag),
            self.emit.eq(walk & chosen & self.room & ~Array(self.slot_full)[job.slot] & ~held),
            advance.eq(self.emit | (walk & ~chosen)),
            last.eq(Mux(redo, discarded == 1, end)),
        ]
        self._records(m, job, tile, redo)
        return m

    def _walk(self, m: Module, job: data.View, start: Value, advance: Value) -> dict[str, Value]:
        """Keep numbers and addresses of the present tile."""
        layout, config = self.layout, self.config
        row, column = (
            Signal(DIMENSION_BITS, name=f"{name}_block", reset_less=True) for name in ("row", "column")
        )
        number, following = (
            Signal(TILE_BITS, name="tile", reset_less=True),
            Signal(TILE_BITS, name="next_tile"),
        )
        address = {
            name: Signal(config.memory.address_width, name=f"{name}_address", reset_less=True)
            for name in TENSORS
        }
        last_row, last_column = Signal(name="last_row"), Signal(name="last_column")
        m.d.comb += [
            last_row.eq(row == job.last_row_block),
            last_column.eq(column == job.last_column_block),
            following.eq(Mux(start, 0, number + advance)),
        ]
        m.d.sync += number.eq(following)
        tile_step = Mux(job.row_major, layout.b_word, layout.tile)
        with m.If(start):
            m.d.sync += [row.eq(0), column.eq(0)]
            m.d.sync += [address[name].eq(job[name]) for name in TENSORS]
        with m.Elif(advance):
            output_step = Mux(last_column, job.row_step, tile_step)
            m.d.sync += [address[name].eq(address[name] + output_step) for name in ("output", "checkpoint")]
            with m.If(last_column):
                m.d.sync += [row.eq(row + 1), column.eq(0)]
                m.d.sync += address["a"].eq(address["a"] + panel_bytes(config, job.k, layout.a_word))
                m.d.sync += [address[name].eq(job[name]) for name in ("b", "table")]
            with m.Else():
                m.d.sync += [
                    column.eq(column + 1),
                    address["b"].eq(address["b"] + panel_bytes(config, job.k, layout.b_word)),
                    address["table"].eq(address["table"] + layout.table_block),
                ]
        return {
            "number": number,
            "next": following,
            "first_column": column == 0,
            "last_row": last_row,
            "last_column": last_column,
            **address,
        }

    def _flags(self, m: Module, tile: dict[str, Value], clear: Value) -> Value:
        """Flag discarded tiles, with `clear` not those just emitted; return whether the present tile is."""
        flag = Signal(name="tile_flag")
        place(
            m,
            self,
            self.flags,
            "flags",
            write_enable=self.discarded_valid | (self.emit & clear),
            write_address=Mux(self.discarded_valid, self.discarded_tile, tile["number"][:FLAG_BITS]),
            write_data=self.discarded_valid,
            read_address=tile["next"][:FLAG_BITS],
            read_data=flag,
        )
        return flag

    def _records(self, m: Module, job: data.View, tile: dict[str, Value], redo: Value) -> None:
        """Say what is to be loaded, fed and retired."""
        layout, array = self.layout, self.config.array
        scratchpad_beats = ceiling(self.config.memory.panel_words * layout.a_word, layout.bus)
        beats = panel_beats(self.config, job.k, layout.a_word)
        resident = Signal()
        rows = Mux(tile["last_row"], job.last_rows, array.rows)
        columns = Mux(tile["last_column"], job.last_columns, array.columns)
        records = (
            (
                self.load,
                self.panel_record,
                {
                    "address": tile["a"],
                    "beats": beats,
                    "slot": job.slot,
                },
            ),
            (
                self.load,
                self.stream_record,
                {
                    "address": tile["b"],
                    "beats": panel_beats(self.config, job.k, layout.b_word),
                    "slot": job.slot,
                },
            ),
            (
                self.load,
                self.table_record,
                {"address": tile["table"], "beats": layout.table_block // layout.bus, "slot": job.slot},
            ),
            (
                self.feed,
                self.feed_record,
                {
                    "words": job.k,
                    "release": tile["last_column"] | ~resident,
                    "rows": rows,
                    "columns": columns,
                    "point": Mux(redo, 0, job.point),
                    "correct": job.correct,
                    "job": job.index,
                    "tile": tile["number"],
                    "redo": redo,
                },
            ),
            (
                self.retire,
                self.retire_record,
                {
                    "slot": job.slot,
                    "tile": tile["number"][:FLAG_BITS],
                    "address": tile["output"],
                    "checkpoint_address": tile["checkpoint"],
                    "row_bytes": job.row_bytes,
                    "rows": rows,
                    "columns": columns,
                    "abft": job.abft,
                    "action": job.action,
                    "checkpoint_read": job.checkpoint_read,
                    "checkpoint_write": job.checkpoint_write,
                    "row_major": job.row_major,
                    "redo": redo,
                },
            ),
        )
        m.d.comb += [
            resident.eq((beats <= scratchpad_beats) & ~redo),
            self.load_panel.eq(tile["first_column"] | ~resident),
        ]
        for record, port, values in records:
            view = data.View(record, port)
            m.d.comb += [view[name].eq(value) for name, value in values.items()]
