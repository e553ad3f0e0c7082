"""Feeder: what the tile walker sent ahead and the scratchpads hold becomes the core's operand stream."""

from __future__ import annotations

from amaranth.hdl import Cat, Module, Mux, Signal, Value
from amaranth.lib import data
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block, place
from drift_hw.config import SHIFT_WIDTH, Config
from drift_hw.control.descriptor import DIMENSION_BITS
from drift_hw.control.records import INDEX_BITS, POINT_BITS, FeedRecord
from drift_hw.memory.layout import BIAS_BITS, MULTIPLIER_BITS, TABLE_ENTRY_BYTES, Layout

MACS_BITS = 17
"""Bits of the number of useful multiply-accumulates of one beat."""


class TableAssembler(Block):
    """Requantisation parameters of a column block from beats of the table: one beat for the core per tile.

    Takes as many beats as a table block has, then offers them until taken: latency one cycle after the last.
    Throughput: a tile every `beats` + 1 cycles.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        columns, acc = config.array.columns, config.array.accumulator_width
        self.beats = Layout(config).table_block // config.bus_bytes
        ports = {
            "table_beat_valid": In(1),
            "table_beat_ready": Out(1),
            "table_beat_data": In(config.memory.data_width),
            "parameters_valid": Out(1),
            "parameters_ready": In(1),
            "bias": Out(columns * acc),
            "multiplier": Out(columns * config.requantiser.multiplier_width),
            "shift": Out(columns * SHIFT_WIDTH),
        }
        super().__init__(config, "drift_table_assembler", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the beat counter and the registers of the used bits of each entry."""
        m = self.module()
        width = self.config.memory.data_width
        beat = Signal(range(self.beats), name="table_beat")
        full = Signal()
        accept = Signal()
        m.d.comb += [
            accept.eq(self.table_beat_valid & ~full),
            self.table_beat_ready.eq(~full),
            self.parameters_valid.eq(full),
        ]
        with m.If(accept):
            m.d.sync += [
                beat.eq(Mux(beat == self.beats - 1, 0, beat + 1)),
                full.eq(beat == self.beats - 1),
            ]
        with m.If(full & self.parameters_ready):
            m.d.sync += full.eq(0)
        fields = {
            "bias": (0, self.config.array.accumulator_width),
            "multiplier": (BIAS_BITS, self.config.requantiser.multiplier_width),
            "shift": (BIAS_BITS + MULTIPLIER_BITS, SHIFT_WIDTH),
        }
        per_beat: dict[int, list[tuple[Value, Value]]] = {n: [] for n in range(self.beats)}
        for name, (low, size) in fields.items():
            register = Signal(len(getattr(self, name)), name=f"{name}_register", reset_less=True)
            m.d.comb += getattr(self, name).eq(register)
            for column in range(self.config.array.columns):
                start = column * TABLE_ENTRY_BYTES * 8 + low
                target = register[column * size : (column + 1) * size]
                # An entry may lie in two beats of a narrow bus.
                position = 0
                while position < size:
                    number, offset = divmod(start + position, width)
                    length = min(size - position, width - offset)
                    per_beat[number].append(
                        (target[position : position + length], self.table_beat_data[offset : offset + length])
                    )
                    position += length
        for number, copies in per_beat.items():
            with m.If(accept & (beat == number)):
                m.d.sync += [target.eq(source) for target, source in copies]
        return m


class Feeder(Block):
    """Tiles in the order of the walker: words of both scratchpads, masked, one beat per cycle.

    A tile starts when the operating point it needs is settled; a change of point waits until the core holds
    no tile. Throughput: one beat per cycle, without a gap between tiles of one point. Latency from words to
    operands: none (combinational).
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        array, bus = config.array, config.memory.data_width
        r, c, w, acc = array.rows, array.columns, array.operand_width, array.accumulator_width
        self.record = FeedRecord(config)
        self.assembler = TableAssembler(config)
        ports: dict[str, Member] = {
            "feed_valid": In(1),
            "feed_ready": Out(1),
            "feed_record": In(self.record.size),
            "panel_read_valid": Out(1),
            "panel_read_ready": In(1),
            "panel_read_words": Out(DIMENSION_BITS),
            "panel_read_release": Out(1),
            "stream_read_valid": Out(1),
            "stream_read_ready": In(1),
            "stream_read_words": Out(DIMENSION_BITS),
            "panel_word_valid": In(1),
            "panel_word_ready": Out(1),
            "panel_word_data": In(r * w),
            "stream_word_valid": In(1),
            "stream_word_ready": Out(1),
            "stream_word_data": In(c * w),
            "table_beat_valid": In(1),
            "table_beat_ready": Out(1),
            "table_beat_data": In(bus),
            "point_settled": In(1),
            "point_request": Out(1),
            "point_target": Out(POINT_BITS),
            "core_empty": Out(1),
            "tile_taken": In(1),
            "operands_valid": Out(1),
            "operands_ready": In(1),
            "operands_a": Out(r * w),
            "operands_b": Out(c * w),
            "operands_last": Out(1),
            "requantisation_valid": Out(1),
            "requantisation_ready": In(1),
            "requantisation_bias": Out(c * acc),
            "requantisation_multiplier": Out(c * config.requantiser.multiplier_width),
            "requantisation_shift": Out(c * SHIFT_WIDTH),
            "stalled": Out(1),
            "macs": Out(MACS_BITS),
        }
        if config.correction_entries:
            ports["requantisation_correct"] = Out(1)
        if config.faults.ports:
            ports |= {
                "trace_beat": Out(1),
                "trace_last": Out(1),
                "trace_job": Out(INDEX_BITS),
                "trace_tile": Out(32),
                "trace_redo": Out(1),
            }
        super().__init__(config, "drift_feeder", ports)
        self.blocks = (self.assembler,)

    def elaborate(self, platform: object) -> Module:
        """Build the two stages of a tile (next: commands sent; current: being fed) and the point gate."""
        m = self.module()
        following = data.View(
            self.record, Signal(self.record, name="next_record_partly_unused", reset_less=True)
        )
        current = data.View(self.record, Signal(self.record, name="tile_partly_unused", reset_less=True))
        next_valid = Signal()
        current_valid = Signal()
        start = Signal()
        accept = Signal()
        last = Signal()
        self._commands(m, following, next_valid, start)

        # The panel and stream words of a tile come in the order of the commands.
        remaining = Signal(DIMENSION_BITS, name="beats_remaining", reset_less=True)
        words = Signal()
        m.d.comb += [
            words.eq(self.panel_word_valid & self.stream_word_valid),
            last.eq(remaining == 1),
            self.operands_valid.eq(current_valid & words),
            self.operands_last.eq(last),
            accept.eq(self.operands_valid & self.operands_ready),
            self.panel_word_ready.eq(accept),
            self.stream_word_ready.eq(accept),
            self.stalled.eq(current_valid & ~words),
        ]
        with m.If(start):
            m.d.sync += [
                current_valid.eq(1),
                current.eq(following),
                remaining.eq(following.words),
            ]
        with m.Elif(accept):
            m.d.sync += [current_valid.eq(~last), remaining.eq(remaining - 1)]
        self._operands(m, following, start, accept)
        free = ~current_valid | (accept & last)
        in_core = Signal(range(self.config.tile_slots + 2), name="tiles_in_core")
        m.d.sync += in_core.eq(in_core + (accept & last) - self.tile_taken)
        m.d.comb += self.core_empty.eq(~current_valid & (in_core == 0))
        self._point(m, following.point, next_valid & free, self.core_empty, start)
        self._requantisation(m, following.correct, start)
        if self.config.faults.ports:
            m.d.comb += [
                self.trace_beat.eq(accept),
                self.trace_last.eq(last),
                self.trace_job.eq(current.job),
                self.trace_tile.eq(current.tile),
                self.trace_redo.eq(current.redo),
            ]
        return m

    def _commands(self, m: Module, following: data.View, next_valid: Signal, start: Value) -> None:
        """Take a record ahead of its turn and tell the scratchpads' readers."""
        record = data.View(self.record, self.feed_record)
        pending = {name: Signal(name=f"{name}_read_pending") for name in ("panel", "stream")}
        m.d.comb += [
            self.feed_ready.eq(~next_valid | start),
            self.panel_read_words.eq(following.words),
            self.panel_read_release.eq(following.release),
            self.stream_read_words.eq(following.words),
        ]
        for name, flag in pending.items():
            m.d.comb += getattr(self, f"{name}_read_valid").eq(flag)
            with m.If(getattr(self, f"{name}_read_ready")):
                m.d.sync += flag.eq(0)
        with m.If(self.feed_ready):
            m.d.sync += next_valid.eq(self.feed_valid)
            with m.If(self.feed_valid):
                m.d.sync += [following.eq(record), *(flag.eq(1) for flag in pending.values())]
        self._sent = ~(pending["panel"] | pending["stream"])

    def _operands(self, m: Module, following: data.View, start: Value, accept: Value) -> None:
        """Mask the lanes of padding, and count the useful multiply-accumulates."""
        array = self.config.array
        w = array.operand_width
        for name, count, lanes in (
            ("a", following.rows, array.rows),
            ("b", following.columns, array.columns),
        ):
            mask = Signal(lanes, name=f"{name}_lanes", reset_less=True)
            with m.If(start):
                m.d.sync += mask.eq(Cat(count > lane for lane in range(lanes)))
            source = self.panel_word_data if name == "a" else self.stream_word_data
            wide = Cat(mask[lane].replicate(w) for lane in range(lanes))
            m.d.comb += getattr(self, f"operands_{name}").eq(source & wide)
        useful = Signal(MACS_BITS, name="useful_macs", reset_less=True)
        with m.If(start):
            m.d.sync += useful.eq(following.rows * following.columns)
        m.d.comb += self.macs.eq(Mux(accept, useful, 0))

    def _point(self, m: Module, point: Value, ready: Value, empty: Value, start: Signal) -> None:
        """Start a tile at its point only; change the point only while the core is empty."""
        target = Signal(POINT_BITS, name="target")
        same = Signal(name="point_is_target")
        m.d.comb += [
            same.eq(point == target),
            self.point_target.eq(target),
            start.eq(ready & self._sent & same & self.point_settled),
            self.point_request.eq(ready & empty & same & ~self.point_settled),
        ]
        with m.If(ready & empty):
            m.d.sync += target.eq(point)

    def _requantisation(self, m: Module, correct: Value, start: Value) -> None:
        """Offer each tile's parameters, with its own choice of correction."""
        # Tiles started and not yet requantised: those in the core and the one being fed.
        depth = self.config.tile_slots + 2
        waiting = Signal(range(depth + 1), name="tiles_waiting")
        ready = Signal(name="parameters_valid")
        taken = Signal(name="parameters_taken")
        place(
            m,
            self,
            self.assembler,
            "table_assembler",
            table_beat_valid=self.table_beat_valid,
            table_beat_ready=self.table_beat_ready,
            table_beat_data=self.table_beat_data,
            parameters_valid=ready,
            parameters_ready=taken,
            bias=self.requantisation_bias,
            multiplier=self.requantisation_multiplier,
            shift=self.requantisation_shift,
        )
        m.d.comb += [
            self.requantisation_valid.eq(ready & (waiting != 0)),
            taken.eq(self.requantisation_valid & self.requantisation_ready),
        ]
        m.d.sync += waiting.eq(waiting + start - taken)
        if self.config.correction_entries:
            # A queue of bits: the oldest is bit 0.
            queue = Signal(depth, name="correct_queue", reset_less=True)
            shifted = Signal(depth, name="correct_shifted")
            place_bit = Signal(range(depth + 1), name="correct_place")
            m.d.comb += [
                shifted.eq(Mux(taken, queue >> 1, queue)),
                place_bit.eq(waiting - taken),
                self.requantisation_correct.eq(queue[0]),
            ]
            m.d.sync += queue.eq(shifted)
            for number in range(depth):
                with m.If(start & (place_bit == number)):
                    m.d.sync += queue[number].eq(correct)
