"""Readout: streams finished tiles from the tile buffer through the requantiser."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from amaranth.hdl import Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config, clog2
from drift_hw.datapath.lane import address_width, buffer_depth
from drift_hw.datapath.requantiser import RequantiserLane


def number_width(count: int) -> int:
    """Return the bits of a port that numbers `count` things: at least one, for Verilog has no empty ports."""
    return clog2(max(2, count))


class Readout(Block):
    """Elastic pipeline control: issue, data, sum, product, result; a stage moves when the next is free.

    `tile_done` adds a tile to be read; its R rows leave in order, `results_last` with the last. A row
    leaves the data stage only with valid requantisation parameters, which are taken with the tile's last
    row. `slot_free` pulses when the last row was handed over. `row_flag` travels along as `result_flag`;
    `read_slot` and `result_slot` are the slots of the tiles being read and handed over. With a corrector,
    `row_corrected` is about the row `read_row` that is read; it counts when `requantisation_correct` is 1
    among the parameters: `result_flag` then falls, and `result_corrected` rises. `result_correct` is that
    parameter. With a locator, `row_open` is then the row's flag.
    Latency from `tile_done` to the first result: 5 cycles. Throughput: one row per cycle.
    """

    has_reset = True
    LATENCY = 2 + RequantiserLane.STAGES
    """Cycles from `tile_done` to the tile's first result, without stalls: issue, data, requantiser."""

    def __init__(self, config: Config) -> None:
        ports = {
            "tile_done": In(1),
            "read_enable": Out(1),
            "read_address": Out(address_width(config)),
            "requantisation_valid": In(1),
            "requantisation_ready": Out(1),
            "enable": Out(RequantiserLane.STAGES),
            "results_valid": Out(1),
            "results_ready": In(1),
            "results_last": Out(1),
            "slot_free": Out(1),
        }
        if config.protection.abft:
            slot = clog2(config.tile_slots)
            ports |= {
                "row_flag": In(1),
                "result_flag": Out(1),
                "read_slot": Out(slot),
                "result_slot": Out(slot),
            }
        if config.correction_entries:
            ports |= {
                "requantisation_correct": In(1),
                "read_row": Out(number_width(config.array.rows)),
                "row_corrected": In(1),
                "result_corrected": Out(1),
                "result_correct": Out(1),
            }
        if config.protection.locator:
            ports["row_open"] = In(1)
        super().__init__(config, "drift_readout", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the row counter and the chain of valid bits."""
        m = self.module()
        rows = self.config.array.rows
        pending = Signal(range(self.config.tile_slots + 1), name="tiles_pending")
        row = Signal(range(rows), name="read_row")
        address = Signal(address_width(self.config), name="address")
        issue = Signal()
        issue_last = Signal()

        names = ("data", "sum", "product", "result")
        valid = {name: Signal(name=f"{name}_valid") for name in names}
        last = {name: Signal(name=f"{name}_last", reset_less=True) for name in names}
        move = {name: Signal(name=f"{name}_moves") for name in names}
        m.d.comb += [
            move["result"].eq(valid["result"] & self.results_ready),
            move["product"].eq(valid["product"] & (~valid["result"] | move["result"])),
            move["sum"].eq(valid["sum"] & (~valid["product"] | move["product"])),
            move["data"].eq(valid["data"] & (~valid["sum"] | move["sum"]) & self.requantisation_valid),
            issue.eq((pending != 0) & (~valid["data"] | move["data"])),
            issue_last.eq(issue & (row == rows - 1)),
        ]
        source, source_last = issue, issue_last
        for name in names:
            m.d.sync += valid[name].eq(source | (valid[name] & ~move[name]))
            with m.If(source):
                m.d.sync += last[name].eq(source_last)
            source, source_last = move[name], last[name]

        m.d.sync += pending.eq(pending + self.tile_done - issue_last)
        with m.If(issue):
            m.d.sync += [
                row.eq(Mux(row == rows - 1, 0, row + 1)),
                address.eq(Mux(address == buffer_depth(self.config) - 1, 0, address + 1)),
            ]
        m.d.comb += [
            self.read_enable.eq(issue),
            self.read_address.eq(address),
            self.enable[0].eq(move["data"]),
            self.enable[1].eq(move["sum"]),
            self.enable[2].eq(move["product"]),
            self.requantisation_ready.eq(move["data"] & last["data"]),
            self.results_valid.eq(valid["result"]),
            self.results_last.eq(last["result"]),
            self.slot_free.eq(move["result"] & last["result"]),
        ]
        if self.config.protection.abft:
            entries = {"data": issue, **{name: move[before] for before, name in pairwise(names)}}
            self._flags(m, entries)
            for slot, finished in ((self.read_slot, issue_last), (self.result_slot, self.slot_free)):
                with m.If(finished):
                    m.d.sync += slot.eq(Mux(slot == self.config.tile_slots - 1, 0, slot + 1))
        if self.config.correction_entries:
            m.d.comb += self.read_row.eq(row)
        return m

    def _flags(self, m: Module, entries: dict[str, Value]) -> None:
        """Let the flags of a row travel with it; `entries` says for each stage when it takes a row."""

        def carried(what: str, flag: Value, stages: Iterable[str]) -> Value:
            for stage in stages:
                register = Signal(name=f"{stage}_{what}", reset_less=True)
                with m.If(entries[stage]):
                    m.d.sync += register.eq(flag)
                flag = register
            return flag

        data, *later = entries
        row_flag = carried("row_flag", self.row_flag, [data])
        if self.config.correction_entries:
            corrected = Signal(name="data_corrected")
            m.d.comb += [
                corrected.eq(
                    carried("row_corrected", self.row_corrected, [data]) & self.requantisation_correct
                ),
                self.result_corrected.eq(carried("corrected", corrected, later)),
                self.result_correct.eq(carried("correct", self.requantisation_correct, later)),
            ]
            if self.config.protection.locator:
                row_open = carried("row_open", self.row_open, [data])
                row_flag = Mux(self.requantisation_correct, row_open, row_flag)
            else:
                row_flag = row_flag & ~corrected
        m.d.comb += self.result_flag.eq(carried("row_flag", row_flag, later))
