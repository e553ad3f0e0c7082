"""The ABFT checker: deltas against a threshold, flags per tile, and counters.

Rows finish one per cycle at the end of the lanes, columns one per cycle along them; so one delta unit
serves all rows, and one each `column_check_lanes` columns. Rows give magnitude (largest delta,
histogram), columns give location.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce

from amaranth.hdl import Cat, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config, clog2


def or_fold(m: Module, name: str, vector: Value, width: int) -> Value:
    """Return the OR of the `width`-bit fields of a vector, folded in half until one is left."""
    while len(vector) > width:
        count = len(vector) // width
        low = (count + 1) // 2 * width
        folded = Signal(low, name=f"{name}_{(count + 1) // 2}")
        m.d.comb += folded.eq(vector[:low] | vector[low:])
        vector = folded
    return vector


def population_count(m: Module, name: str, vector: Value) -> Value:
    """Return the number of ones, by adding neighbouring fields of one wide word: log2 wide additions."""
    field = 1
    total = vector
    while field < len(vector):
        size = -(-len(vector) // (2 * field)) * 2 * field
        mask = sum(((1 << field) - 1) << start for start in range(0, size, 2 * field))
        used = size if 2 * field < len(vector) else len(vector).bit_length()
        added = Signal(used, name=f"{name}_{2 * field}")
        m.d.comb += added.eq((total & mask) + (total[field:] & mask))
        total = added
        field *= 2
    return total


def multiplex(m: Module, name: str, values: Sequence[Value], index: Value) -> Value:
    """Return values[index] (zero beyond the last value) as an AND-OR multiplexer."""
    select = Signal(len(values), name=f"{name}_select")
    m.d.comb += select.eq(Cat(index == n for n in range(len(values))))
    gated = [value & select[n].replicate(len(value)) for n, value in enumerate(values)]
    return reduce(operator.or_, gated)


class DeltaUnit:
    """Magnitude, size and flag of one registered delta: combinational logic inside the checker.

    `leading[n]` is 1 where floor(log2 |delta|) = n; `flagged` where |delta| >= 2**threshold,
    the one bit set in `threshold_bit`.
    """

    def __init__(self, m: Module, name: str, delta: Value, threshold_bit: Value) -> None:
        width = len(delta)
        self.magnitude = Signal(width, name=f"{name}_magnitude")
        reached = Signal(width, name=f"{name}_reached")
        self.leading = Signal(width, name=f"{name}_leading")
        self.flagged = Signal(name=f"{name}_flagged")
        m.d.comb += [
            self.magnitude.eq(Mux(delta[-1], -delta, delta)),
            reached.eq(Cat(self.magnitude[n:].any() for n in range(width))),
            self.leading.eq(reached & ~(reached >> 1)),
            self.flagged.eq((reached & threshold_bit).any()),
        ]


class Checker(Block):
    """Flags, correction mask and counters from the deltas of the lanes.

    `column_delta` is the vector of the lanes' gated column deltas and `column_done` their marks;
    `row_sum` with its token comes from the last lane. `done` pulses once per tile, in order, when the
    flags of the tile's slot are complete. `row_flag` is the flag of the next row of `read_slot`, to which
    `read_enable` moves on; `column_flags` are those of `result_slot`, `masked` is whether that tile has both
    flagged rows and columns. For a corrector there are the flag and the slot of each delta besides (rows
    are of `done_slot`). Latency from a row's or column's
    last addition to its flag: 2 cycles. Throughput: a row and, per group, a column each cycle.
    """

    has_reset = True
    FLAG_LATENCY = 2
    """Cycles from a row's or column's last addition to its flag."""

    def __init__(self, config: Config) -> None:
        r, c, acc = config.array.rows, config.array.columns, config.array.accumulator_width
        count = config.protection.counter_width
        self.groups = -(-c // config.column_check_lanes)
        self.slot_width = clog2(config.tile_slots)
        ports = {
            "threshold": In(config.threshold_width),
            "counters_clear": In(1),
            "row_sum": In(acc),
            "row_valid": In(1),
            "column_delta": In(c * acc),
            "column_done": In(c),
            "done": Out(1),
            "read_enable": In(1),
            "read_slot": In(self.slot_width),
            "result_slot": In(self.slot_width),
            "row_flag": Out(1),
            "column_flags": Out(c),
            "masked": Out(1),
            "row_delta_valid": Out(1),
            "row_delta_value": Out(acc),
            "column_delta_valid": Out(self.groups),
            "column_delta_value": Out(self.groups * acc),
            "check_valid": Out(1),
            "check_row_flags": Out(r),
            "check_column_flags": Out(c),
            "counter_tiles": Out(count),
            "counter_flagged_tiles": Out(count),
            "counter_flagged_rows": Out(count),
            "counter_flagged_columns": Out(count),
            "counter_masked_elements": Out(count),
            "counter_largest_delta": Out(acc),
            "counter_histogram": Out(acc * count),
        }
        if config.correction_entries:
            ports |= {
                "row_flagged": Out(1),
                "column_flagged": Out(self.groups),
                "column_slot": Out(self.groups * self.slot_width),
                "done_slot": Out(self.slot_width),
            }
        super().__init__(config, "drift_checker", ports)

    def elaborate(self, platform: object) -> Module:
        """Build delta units, flag registers, tile completion and counters."""
        m = self.module()
        threshold_bit = Signal(self.config.array.accumulator_width)
        m.d.comb += threshold_bit.eq(Cat(self.threshold == n for n in range(len(threshold_bit))))
        row_flags = self._rows(m, threshold_bit)
        column_flags = self._columns(m, threshold_bit)
        self._completion(m, row_flags, column_flags)
        return m

    def _rows(self, m: Module, threshold_bit: Value) -> Signal:
        """Shift the flags of rows, which come in order, into a register: a tile's flags when it is done."""
        flags = Signal(self.config.array.rows, name="row_flags", reset_less=True)
        delta = Signal(self.config.array.accumulator_width, name="row_delta", reset_less=True)
        valid = Signal(name="row_valid_registered")
        m.d.sync += [valid.eq(self.row_valid), delta.eq(self.row_sum)]
        unit = DeltaUnit(m, "row", delta, threshold_bit)
        with m.If(valid):
            m.d.sync += flags.eq(Cat(flags[1:], unit.flagged))
        m.d.comb += [self.row_delta_valid.eq(valid), self.row_delta_value.eq(delta)]
        if self.config.correction_entries:
            m.d.comb += self.row_flagged.eq(unit.flagged)
        self._row_statistics(m, unit)
        return flags

    def _columns(self, m: Module, threshold_bit: Value) -> list[Signal]:
        """Flag columns, a group at a time; a group's lanes finish one after the other."""
        c, acc, size = (
            self.config.array.columns,
            self.config.array.accumulator_width,
            self.config.column_check_lanes,
        )
        slots = self.config.tile_slots
        flags = [Signal(c, name=f"column_flags_{slot}", reset_less=True) for slot in range(slots)]
        done = Signal(c, name="column_done_registered")
        m.d.sync += done.eq(self.column_done)
        for group in range(self.groups):
            lanes = range(group * size, min((group + 1) * size, c))
            delta = Signal(acc, name=f"column_delta_{group}", reset_less=True)
            gated = self.column_delta[lanes[0] * acc : (lanes[-1] + 1) * acc]
            m.d.sync += delta.eq(or_fold(m, f"column_bus_{group}", gated, acc))
            unit = DeltaUnit(m, f"column_{group}", delta, threshold_bit)
            slot = Signal(self.slot_width, name=f"column_slot_{group}")
            with m.If(done[lanes[-1]]):
                m.d.sync += slot.eq(Mux(slot == slots - 1, 0, slot + 1))
            enable = Signal(len(lanes), name=f"column_enable_{group}")
            m.d.comb += enable.eq(done[lanes[0] : lanes[-1] + 1])
            for index, register in enumerate(flags):
                with m.If(slot == index):
                    part = register[lanes[0] : lanes[-1] + 1]
                    m.d.sync += part.eq((part & ~enable) | (enable & unit.flagged.replicate(len(lanes))))
            m.d.comb += [
                self.column_delta_valid[group].eq(enable.any()),
                self.column_delta_value[group * acc : (group + 1) * acc].eq(delta),
            ]
            if self.config.correction_entries:
                part = self.column_slot[group * self.slot_width : (group + 1) * self.slot_width]
                m.d.comb += [self.column_flagged[group].eq(unit.flagged), part.eq(slot)]
        m.d.sync += self.done.eq(done[c - 1])
        return flags

    def _completion(self, m: Module, row_flags: Signal, column_flags: list[Signal]) -> None:
        """Keep and count a tile's flags when it is done: `done` comes when both last flags are registered."""
        r, slots = self.config.array.rows, self.config.tile_slots
        slot = Signal(self.slot_width, name="done_slot")
        with m.If(self.done):
            m.d.sync += slot.eq(Mux(slot == slots - 1, 0, slot + 1))
        columns = Signal(self.config.array.columns, name="tile_column_flags")
        m.d.comb += [
            columns.eq(multiplex(m, "done", column_flags, slot)),
            self.check_valid.eq(self.done),
            self.check_row_flags.eq(row_flags),
            self.check_column_flags.eq(columns),
            self.column_flags.eq(multiplex(m, "result", column_flags, self.result_slot)),
        ]
        # A slot's row flags leave in order too, one with each row that is read.
        waiting = [Signal(r, name=f"row_flags_{n}", reset_less=True) for n in range(slots)]
        for n, register in enumerate(waiting):
            with m.If(self.done & (slot == n)):
                m.d.sync += register.eq(row_flags)
            with m.Elif(self.read_enable & (self.read_slot == n)):
                m.d.sync += register.eq(register >> 1)
        m.d.comb += self.row_flag.eq(
            multiplex(m, "read", [register[0] for register in waiting], self.read_slot)
        )
        masked = Signal(slots, name="masked_tiles", reset_less=True)
        for n in range(slots):
            with m.If(self.done & (slot == n)):
                m.d.sync += masked[n].eq(row_flags.any() & columns.any())
        m.d.comb += self.masked.eq((masked & Cat(self.result_slot == n for n in range(slots))).any())
        if self.config.correction_entries:
            m.d.comb += self.done_slot.eq(slot)

        counted = Signal(name="counted")
        row_count = Signal(range(r + 1), name="tile_flagged_rows", reset_less=True)
        column_count = Signal(
            range(self.config.array.columns + 1), name="tile_flagged_columns", reset_less=True
        )
        m.d.sync += [
            counted.eq(self.done),
            row_count.eq(population_count(m, "row_count", row_flags)),
            column_count.eq(population_count(m, "column_count", columns)),
        ]
        with m.If(counted):
            self._count(m, self.counter_tiles, 1)
            self._count(m, self.counter_flagged_tiles, row_count.any() | column_count.any())
            self._count(m, self.counter_flagged_rows, row_count)
            self._count(m, self.counter_flagged_columns, column_count)
            self._count(m, self.counter_masked_elements, row_count * column_count)
        with m.If(self.counters_clear):
            for name in ("tiles", "flagged_tiles", "flagged_rows", "flagged_columns", "masked_elements"):
                m.d.sync += getattr(self, f"counter_{name}").eq(0)

    def _count(self, m: Module, counter: Value, amount: Value | int) -> None:
        """Add to a counter, which saturates."""
        total = counter + amount
        highest = (1 << len(counter)) - 1
        m.d.sync += counter.eq(Mux(total > highest, highest, total))

    def _row_statistics(self, m: Module, unit: DeltaUnit) -> None:
        """Keep the largest |row delta| and the histogram of its size in powers of two."""
        width = self.config.protection.counter_width
        with m.If(self.row_delta_valid):
            with m.If(unit.magnitude > self.counter_largest_delta):
                m.d.sync += self.counter_largest_delta.eq(unit.magnitude)
            for n in range(self.config.array.accumulator_width):
                counter = self.counter_histogram[n * width : (n + 1) * width]
                m.d.sync += counter.eq(counter + (unit.leading[n] & ~counter.all()))
        with m.If(self.counters_clear):
            m.d.sync += [self.counter_largest_delta.eq(0), self.counter_histogram.eq(0)]
