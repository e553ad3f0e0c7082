"""The corrector: finds the element behind a flagged row and a flagged column, for the readout to repair.

A row and a column with the same delta, which no other flagged row or column of the tile shares, meet in
the one element that is wrong, by just that delta.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce

from amaranth.hdl import Cat, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2
from drift_hw.control.readout import Readout, number_width
from drift_hw.protect.checker import population_count


def selected(select: Value, values: Sequence[Value]) -> Value:
    """Return the OR of the values whose bit of `select` is set."""
    return reduce(operator.or_, (value & select[n].replicate(len(value)) for n, value in enumerate(values)))


class FlaggedLines:
    """The flagged rows, or columns, of a tile, in order: logic inside a correction slot.

    The tile's lines come one after the other, marked by `valid`; of the flagged ones number and delta
    are kept, and `overflow` set when there are too many.
    """

    def __init__(
        self, m: Module, name: str, entries: int, lines: int, line: tuple[Value, Value, Value]
    ) -> None:
        valid, flagged, delta = line
        self.used = Signal(entries, name=f"{name}s_used")
        self.overflow = Signal(name=f"{name}s_overflow")
        self.repaired = Signal(entries, name=f"{name}s_repaired")
        self.next = Signal(number_width(lines), name=f"{name}_next")
        self.numbers = [
            Signal.like(self.next, name=f"{name}_number_{n}", reset_less=True) for n in range(entries)
        ]
        self.deltas = [Signal(len(delta), name=f"{name}_delta_{n}", reset_less=True) for n in range(entries)]
        with m.If(valid):
            m.d.sync += self.next.eq(self.next + 1)
        with m.If(valid & flagged):
            m.d.sync += [
                self.used.eq(Cat(1, self.used[:-1])),
                self.overflow.eq(self.overflow | self.used[-1]),
            ]
            for n in range(entries):
                first_free = ~self.used[n] & (self.used[n - 1] if n else 1)
                with m.If(first_free):
                    m.d.sync += [self.numbers[n].eq(self.next), self.deltas[n].eq(delta)]

    def clear(self, m: Module) -> None:
        """Be empty from the next cycle on."""
        m.d.sync += [register.eq(0) for register in (self.used, self.overflow, self.repaired, self.next)]

    def same(self, delta: Value) -> Value:
        """Return which entries have this delta."""
        return self.used & Cat(own == delta for own in self.deltas)

    def left(self) -> Value:
        """Return whether any line is still flagged."""
        return self.overflow | (self.used & ~self.repaired).any()


class CorrectionSlot(Block):
    """What the corrector knows of one tile: its flagged rows and columns, and which of them agree.

    From the cycle of `match` on, in which all lines must be known, one row is matched in each of E =
    `correction_entries` cycles, in order; `repairs` marks one that agrees, `repaired_column` is its
    column. For a repaired row, `read_row` gives `hit`, `read_delta` and `read_column`, which are zero
    otherwise. `masked` is whether an element is still masked. `clear` empties the slot.
    Latency: the n-th flagged row is repaired n + 1 cycles after `match`. Throughput: a tile.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        array = config.array
        acc = array.accumulator_width
        row_bits, column_bits = number_width(array.rows), number_width(array.columns)
        ports = {
            "clear": In(1),
            "row_valid": In(1),
            "row_flagged": In(1),
            "row_delta": In(acc),
            "column_valid": In(1),
            "column_flagged": In(1),
            "column_delta": In(acc),
            "match": In(1),
            "repairs": Out(1),
            "repaired_column": Out(column_bits),
            "read_row": In(row_bits),
            "hit": Out(1),
            "read_delta": Out(acc),
            "read_column": Out(column_bits),
            "masked": Out(1),
        }
        super().__init__(config, "drift_correction_slot", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the two lists, the match and the look-up."""
        m = self.module()
        array, entries = self.config.array, self.config.correction_entries
        row = (self.row_valid, self.row_flagged, self.row_delta)
        column = (self.column_valid, self.column_flagged, self.column_delta)
        rows = FlaggedLines(m, "row", entries, array.rows, row)
        columns = FlaggedLines(m, "column", entries, array.columns, column)

        # One-hot: the row whose turn it is.
        turn = Signal(entries, init=1)
        active = Signal(name="matching")
        delta = Signal(array.accumulator_width, name="matched_delta")
        same_rows = Signal(entries)
        same_columns = Signal(entries)
        m.d.comb += [
            active.eq(self.match | ~turn[0]),
            delta.eq(selected(turn, rows.deltas)),
            same_rows.eq(rows.same(delta)),
            same_columns.eq(columns.same(delta)),
            self.repairs.eq(
                active
                & (rows.used & turn).any()
                & ~(rows.overflow | columns.overflow)
                & (population_count(m, "same_rows_count", same_rows) == 1)
                & (population_count(m, "same_columns_count", same_columns) == 1)
            ),
            self.repaired_column.eq(selected(same_columns, columns.numbers)),
        ]
        with m.If(active):
            m.d.sync += turn.eq(turn.rotate_left(1))
        partners = [
            Signal(len(self.repaired_column), name=f"partner_{n}", reset_less=True) for n in range(entries)
        ]
        with m.If(self.repairs):
            m.d.sync += [
                rows.repaired.eq(rows.repaired | turn),
                columns.repaired.eq(columns.repaired | same_columns),
            ]
            for n, partner in enumerate(partners):
                with m.If(turn[n]):
                    m.d.sync += partner.eq(self.repaired_column)

        hits = Signal(entries)
        m.d.comb += [
            hits.eq(rows.repaired & Cat(number == self.read_row for number in rows.numbers)),
            self.hit.eq(hits.any()),
            self.read_delta.eq(selected(hits, rows.deltas)),
            self.read_column.eq(selected(hits, partners)),
            self.masked.eq(rows.left() & columns.left()),
        ]
        with m.If(self.clear):
            rows.clear(m)
            columns.clear(m)
        return m


class Corrector(Block):
    """Between checker and readout: for each tile, which elements to repair, and by how much.

    Takes the checker's deltas with their flags, a row of the tile of `done_slot` and, per group, a column
    of the tile of its `column_slot`. `tile_done` is `done`, delayed until all is known for the tile's first
    result. `row_corrected` says whether row `read_row` of `read_slot` has a repaired element; from the
    cycle after `read_enable` on, `correction` is the delta to subtract and `column_select` the column from
    which (one-hot; none when nothing is repaired). `cleared_columns` and `masked` (some element still is)
    are about the tile of `result_slot`, which `slot_free` forgets.
    Latency: `delay(config)` cycles. Throughput: a tile in `correction_entries` cycles, fewer than it drains.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        array = config.array
        c, acc = array.columns, array.accumulator_width
        self.groups = -(-c // config.column_check_lanes)
        slot = clog2(config.tile_slots)
        ports = {
            "row_delta_valid": In(1),
            "row_delta_value": In(acc),
            "row_flagged": In(1),
            "column_delta_valid": In(self.groups),
            "column_delta_value": In(self.groups * acc),
            "column_flagged": In(self.groups),
            "column_slot": In(self.groups * slot),
            "done": In(1),
            "done_slot": In(slot),
            "tile_done": Out(1),
            "read_enable": In(1),
            "read_slot": In(slot),
            "read_row": In(number_width(array.rows)),
            "row_corrected": Out(1),
            "correction": Out(acc),
            "column_select": Out(c),
            "result_slot": In(slot),
            "slot_free": In(1),
            "cleared_columns": Out(c),
            "masked": Out(1),
        }
        super().__init__(config, "drift_corrector", ports)
        self.slot = CorrectionSlot(config)
        self.blocks = (self.slot,)

    @staticmethod
    def delay(config: Config) -> int:
        """Return the cycles by which `tile_done` is late."""
        # By the first result all rows must be matched. Their own look-ups wait for nothing: the n-th
        # flagged row is not read before the n-th row.
        return max(0, config.correction_entries - Readout.LATENCY)

    def elaborate(self, platform: object) -> Module:
        """Build the slots and the selection among them."""
        m = self.module()
        c, slots = self.config.array.columns, self.config.tile_slots
        done = self.done
        for n in range(self.delay(self.config)):
            later = Signal(name=f"done_{n}")
            m.d.sync += later.eq(done)
            done = later
        m.d.comb += self.tile_done.eq(done)

        reading, resulting, finishing = (
            Signal(slots, name=f"{name}_select") for name in ("read", "result", "done")
        )
        m.d.comb += [
            select.eq(Cat(index == n for n in range(slots)))
            for select, index in (
                (reading, self.read_slot),
                (resulting, self.result_slot),
                (finishing, self.done_slot),
            )
        ]
        outputs = self._slots(m, reading, resulting, finishing)

        # Tiles are done further apart than a match takes: one decoder serves all slots.
        repaired = Signal(c, name="repaired_select")
        column = Signal(number_width(c), name="repaired_column")
        m.d.comb += [
            column.eq(selected(Cat(outputs["repairs"]), outputs["repaired_column"])),
            repaired.eq(Cat(column == j for j in range(c))),
        ]
        cleared = [Signal(c, name=f"cleared_{n}", reset_less=True) for n in range(slots)]
        for n, register in enumerate(cleared):
            with m.If(self.done & finishing[n]):
                m.d.sync += register.eq(repaired & outputs["repairs"][n].replicate(c))
            with m.Elif(outputs["repairs"][n]):
                m.d.sync += register.eq(register | repaired)
        m.d.comb += [
            self.cleared_columns.eq(selected(resulting, cleared)),
            self.masked.eq((resulting & Cat(outputs["masked"])).any()),
            self.row_corrected.eq((reading & Cat(outputs["hit"])).any()),
        ]
        read_column = Signal(number_width(c), name="read_column")
        m.d.comb += read_column.eq(selected(reading, outputs["read_column"]))
        correction = Signal.like(self.correction, name="correction_read", reset_less=True)
        select = Signal(c, name="column_select_read", reset_less=True)
        with m.If(self.read_enable):
            m.d.sync += [
                correction.eq(selected(reading, outputs["read_delta"])),
                select.eq(Mux(self.row_corrected, Cat(read_column == j for j in range(c)), 0)),
            ]
        m.d.comb += [self.correction.eq(correction), self.column_select.eq(select)]
        return m

    def _slots(
        self, m: Module, reading: Value, resulting: Value, finishing: Value
    ) -> dict[str, list[Signal]]:
        """Place the slots and hand each its lines; return what they say, by port."""
        outputs: dict[str, list[Signal]] = {}
        acc, width = self.config.array.accumulator_width, len(self.done_slot)
        for n in range(self.config.tile_slots):
            # Groups serve different tiles at a time: at most one column is this slot's.
            mine = Signal(self.groups, name=f"columns_{n}")
            m.d.comb += mine.eq(
                self.column_delta_valid
                & Cat(self.column_slot[g * width : (g + 1) * width] == n for g in range(self.groups))
            )
            deltas = [self.column_delta_value[g * acc : (g + 1) * acc] for g in range(self.groups)]
            inputs: dict[str, Value] = {
                "clear": self.slot_free & resulting[n],
                "row_valid": self.row_delta_valid & finishing[n],
                "row_flagged": self.row_flagged,
                "row_delta": self.row_delta_value,
                "column_valid": mine.any(),
                "column_flagged": (mine & self.column_flagged).any(),
                "column_delta": selected(mine, deltas),
                "match": self.done & finishing[n],
                "read_row": self.read_row,
            }
            wires = {
                name: Signal(len(port), name=f"{name}_{n}")
                for name, _, port in self.slot.ports()
                if name not in ("clk", "rst")
            }
            m.d.comb += [wires[name].eq(value) for name, value in inputs.items()]
            place(m, self, self.slot, f"slot{n}", **wires)
            for name in wires.keys() - inputs.keys():
                outputs.setdefault(name, []).append(wires[name])
        return outputs
