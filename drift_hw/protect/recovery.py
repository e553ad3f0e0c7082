"""Recovery: what becomes of a tile's masked elements on its way from the core to the write path."""

from __future__ import annotations

from amaranth.hdl import Cat, Const, Module, Mux, Signal, Value
from amaranth.lib import data
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2
from drift_hw.control.descriptor import Policy
from drift_hw.control.readout import number_width
from drift_hw.control.records import ROW_BYTES_BITS, SLOT_BITS, RetireRecord
from drift_hw.protect.checker import population_count
from drift_hw.protect.checkpoint_reader import BEATS_BITS, CheckpointReader


class Merge(Block):
    """A row as it is written: masked elements replaced, padding zero, every other element as it came.

    Combinational, and a module of its own: synth/formal proves that sentence.
    """

    has_clock = False

    def __init__(self, config: Config) -> None:
        c, width = config.array.columns, config.array.columns * config.array.operand_width
        ports = {
            "quantised": In(width),
            "mask": In(c),
            "replacement": In(width),
            "row_valid": In(1),
            "column_valid": In(c),
            "merged": Out(width),
        }
        super().__init__(config, "drift_merge", ports)

    def elaborate(self, platform: object) -> Module:
        """Select each element."""
        m = self.module()
        w = self.config.array.operand_width
        valid = Signal.like(self.column_valid, name="element_valid")
        m.d.comb += valid.eq(self.column_valid & self.row_valid.replicate(len(valid)))
        replaced, kept = (Cat(bit.replicate(w) for bit in bits) for bits in (self.mask, valid))
        m.d.comb += self.merged.eq(((self.replacement & replaced) | (self.quantised & ~replaced)) & kept)
        return m


class Recovery(Block):
    """Takes a record and R rows of results per tile; sends a command and R rows, or discards the tile.

    The first row of a tile, with its record, decides: docs/accelerator.md, "Recovery of a tile". Only a tile
    that is rolled back waits, for its checkpoint. `rolled_back` and `zeroed` are late by a cycle.
    Latency: a row is passed on in the cycle in which it comes, the first one of a tile a cycle later.
    Throughput: a tile in R + 1 cycles, as fast as the array drains.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        array, memory = config.array, config.memory
        c, width = array.columns, array.columns * array.operand_width
        self.record = RetireRecord(config)
        ports = {
            "retire_valid": In(1),
            "retire_ready": Out(1),
            "retire_record": In(self.record.size),
            "results_valid": In(1),
            "results_ready": Out(1),
            "results_quantised": In(width),
            "results_last": In(1),
        }
        if config.protection.abft:
            ports |= {"results_mask": In(c), "results_masked": In(1)}
        if config.correction_entries:
            ports["results_corrected"] = In(1)
        ports |= {
            "checkpoint_load_valid": Out(1),
            "checkpoint_load_ready": In(1),
            "checkpoint_load_address": Out(memory.address_width),
            "checkpoint_load_beats": Out(BEATS_BITS),
            "checkpoint_load_slot": Out(SLOT_BITS),
            "checkpoint_data_valid": In(1),
            "checkpoint_data": In(memory.data_width),
            "tile_valid": Out(1),
            "tile_ready": In(1),
            "tile_address": Out(memory.address_width),
            "tile_checkpoint_address": Out(memory.address_width),
            "tile_checkpoint": Out(1),
            "tile_row_major": Out(1),
            "tile_row_bytes": Out(ROW_BYTES_BITS),
            "tile_slot": Out(SLOT_BITS),
            "row_valid": Out(1),
            "row_ready": In(1),
            "row_data": Out(width),
            "discarded_valid": Out(1),
            "discarded_slot": Out(SLOT_BITS),
            "discarded_tile": Out(self.record["tile"].width),
            "masked_valid": Out(1),
            "masked_slot": Out(SLOT_BITS),
            "corrected": Out(1),
            "rolled_back": Out(clog2(c + 1)),
            "missing": Out(1),
            "zeroed": Out(clog2(c + 1)),
            "recomputed": Out(1),
            "failed": Out(1),
        }
        super().__init__(config, "drift_recovery", ports)
        self.reader, self.merge = CheckpointReader(config), Merge(config)
        self.blocks = (self.reader, self.merge)

    def elaborate(self, platform: object) -> Module:
        """Decide on a tile when its first row is there, then pass its rows on."""
        m = self.module()
        record = data.View(self.record, self.retire_record)
        # The record stays until the tile's last row; `results_masked` is the same with all of them.
        masked = Signal()
        action = {policy: Signal(name=f"{policy.name.lower()}_masked") for policy in Policy}
        results_masked = self.results_masked if self.config.protection.abft else Const(0)
        m.d.comb += masked.eq(results_masked & record.abft)
        m.d.comb += [signal.eq(masked & (record.action == policy)) for policy, signal in action.items()]
        rollback = action[Policy.ROLLBACK] & record.checkpoint_read
        discard = Signal()
        m.d.comb += discard.eq(action[Policy.RECOMPUTE] & ~record.redo)

        passing = Signal()
        loaded = Signal()
        taken = Signal()
        tile_end = Signal()
        decide = Signal()
        start = Signal()
        m.d.comb += [
            decide.eq(self.retire_valid & self.results_valid & ~passing),
            self.tile_valid.eq(decide & ~discard & (loaded | ~rollback)),
            start.eq((self.tile_valid & self.tile_ready) | (decide & discard)),
            self.row_valid.eq(passing & self.results_valid & ~discard),
            self.results_ready.eq(passing & (self.row_ready | discard)),
            taken.eq(self.results_valid & self.results_ready),
            tile_end.eq(taken & self.results_last),
            self.retire_ready.eq(tile_end),
        ]
        m.d.sync += passing.eq((passing | start) & ~tile_end)
        self._command(m, record)
        self._events(m, record, action, start)

        checkpoint = Signal(len(self.row_data), name="checkpoint_row")
        row = Signal(number_width(self.config.array.rows))
        following = Signal.like(row)
        m.d.comb += following.eq(Mux(tile_end, 0, row + taken))
        m.d.sync += row.eq(following)
        place(
            m,
            self,
            self.reader,
            "reader",
            wanted=decide & rollback,
            finish=tile_end,
            address=record.checkpoint_address,
            row_major=record.row_major,
            row_bytes=record.row_bytes,
            loaded=loaded,
            load_valid=self.checkpoint_load_valid,
            load_ready=self.checkpoint_load_ready,
            load_address=self.checkpoint_load_address,
            load_beats=self.checkpoint_load_beats,
            beat_valid=self.checkpoint_data_valid,
            beat_partly_unused=self.checkpoint_data,
            read_row=following,
            row=checkpoint,
        )
        replaced = self._replaced(m, action, rollback, taken)
        place(
            m,
            self,
            self.merge,
            "merge",
            quantised=self.results_quantised,
            mask=replaced,
            replacement=checkpoint & rollback.replicate(len(checkpoint)),
            row_valid=row < record.rows,
            column_valid=Cat(j < record.columns for j in range(self.config.array.columns)),
            merged=self.row_data,
        )
        return m

    def _command(self, m: Module, record: data.View[RetireRecord]) -> None:
        """Say where the tile goes, and where its checkpoint is."""
        m.d.comb += [
            self.tile_address.eq(record.address),
            self.tile_checkpoint_address.eq(record.checkpoint_address),
            self.tile_checkpoint.eq(record.checkpoint_write),
            self.tile_row_major.eq(record.row_major),
            self.tile_row_bytes.eq(record.row_bytes),
            self.tile_slot.eq(record.slot),
            self.checkpoint_load_slot.eq(record.slot),
        ]

    def _events(
        self, m: Module, record: data.View[RetireRecord], action: dict[Policy, Signal], start: Value
    ) -> None:
        """Report a tile with masked elements, once."""
        masked = Signal(name="masked_tile")
        m.d.comb += [
            masked.eq(start & Cat(action.values()).any()),
            self.masked_valid.eq(masked & ~record.redo),
            self.masked_slot.eq(record.slot),
            self.discarded_valid.eq(start & action[Policy.RECOMPUTE] & ~record.redo),
            self.discarded_slot.eq(record.slot),
            self.discarded_tile.eq(record.tile),
            self.recomputed.eq(self.discarded_valid),
            self.failed.eq(start & action[Policy.RECOMPUTE] & record.redo),
            self.missing.eq(start & action[Policy.ROLLBACK] & ~record.checkpoint_read),
        ]

    def _replaced(self, m: Module, action: dict[Policy, Signal], rollback: Value, taken: Value) -> Value:
        """Return which elements of the row are replaced, and count them."""
        c = self.config.array.columns
        if self.config.correction_entries:
            m.d.comb += self.corrected.eq(taken & self.results_corrected)
        if not self.config.protection.abft:
            return Const(0, c)
        replaced = Signal(c)
        m.d.comb += replaced.eq(
            self.results_mask & (action[Policy.ROLLBACK] | action[Policy.ZERO]).replicate(c)
        )
        elements = population_count(m, "replaced_count", replaced)
        m.d.sync += [
            self.rolled_back.eq(Mux(taken & rollback, elements, 0)),
            self.zeroed.eq(Mux(taken & action[Policy.ZERO], elements, 0)),
        ]
        return replaced
