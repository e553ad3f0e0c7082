"""The array core: operand stream in, checked and requantised result stream out.

`docs/microarchitecture.md` draws it and is its contract.
"""

from __future__ import annotations

from amaranth.hdl import Cat, Module, Mux, Signal, Value
from amaranth.lib import data
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block, place
from drift_hw.config import LOCATOR_BITS, SHIFT_WIDTH, Config
from drift_hw.control.readout import Readout
from drift_hw.control.sequencer import Sequencer
from drift_hw.datapath.array import Array
from drift_hw.datapath.carry_save import resolve
from drift_hw.datapath.lane import Lane, LaneGroup, address_width
from drift_hw.datapath.requantiser import RequantiserLane
from drift_hw.datapath.skew import Skew
from drift_hw.faults.fabric import injector_rows, regions
from drift_hw.faults.injector import inject_chain, inject_ports
from drift_hw.protect.checker import Checker
from drift_hw.protect.corrector import Corrector
from drift_hw.protect.locator import Locator
from drift_hw.protect.operand_sum import OperandSum
from drift_hw.protect.residue import ResidueSum

LANE_GROUP = 16
"""Lanes per lane group: keeps the text of the core short."""

TAPS = (
    "row_delta_valid",
    "row_delta_value",
    "column_delta_valid",
    "column_delta_value",
    "check_valid",
    "check_row_flags",
    "check_column_flags",
    "counter_tiles",
    "counter_flagged_tiles",
    "counter_flagged_rows",
    "counter_flagged_columns",
    "counter_masked_elements",
    "counter_largest_delta",
    "counter_histogram",
)
"""Outputs of the checker that are outputs of the core."""


class Core(Block):
    """Systolic array with sequencer, drain lanes, checker, corrector, tile buffer and requantiser.

    Latency from a tile's last beat to its last result: at most `Config.tile_latency` cycles without
    back-pressure. Throughput: one beat per cycle; tiles follow each other without a gap when
    K >= 2 x rows, and K beats or `drain_cycles`, whichever is more, else.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        array = config.array
        r, c, w, acc = array.rows, array.columns, array.operand_width, array.accumulator_width
        ports: dict[str, Member] = {
            "restart": In(1),
            "clear": In(1),
            "operands_valid": In(1),
            "operands_ready": Out(1),
            "operands_a": In(r * w),
            "operands_b": In(c * w),
            "operands_last": In(1),
            "requantisation_valid": In(1),
            "requantisation_ready": Out(1),
            "requantisation_bias": In(c * acc),
            "requantisation_multiplier": In(c * config.requantiser.multiplier_width),
            "requantisation_shift": In(c * SHIFT_WIDTH),
            "results_valid": Out(1),
            "results_ready": In(1),
            "results_accumulator": Out(c * acc),
            "results_quantised": Out(c * w),
            "results_last": Out(1),
        }
        self.sequencer = Sequencer(config)
        self.readout = Readout(config)
        self.array = Array(config)
        self.skew_a = Skew(config, "drift_skew_a", r, w + 1)
        self.skew_b = Skew(config, "drift_skew_b", c, w)
        self.lane = Lane(config)
        full, rest = divmod(c, LANE_GROUP)
        group = LaneGroup(config, self.lane, LANE_GROUP, "drift_lane_group")
        tail = LaneGroup(config, self.lane, rest, "drift_lane_group_tail")
        self.lane_groups = (group,) * full + ((tail,) if rest else ())
        blocks: tuple[Block, ...] = (self.sequencer, self.readout, self.skew_a, self.skew_b, self.array)
        blocks += tuple(dict.fromkeys(self.lane_groups))
        if config.protection.abft:
            self.checker = Checker(config)
            self.column_sum = OperandSum(config, r)
            self.row_sum = OperandSum(config, c)
            blocks += (self.checker, self.column_sum, self.row_sum)
            checker_ports = {name: port for name, _, port in self.checker.ports()}
            ports |= {
                "results_mask": Out(c),
                "results_masked": Out(1),
                "threshold": In(config.threshold_width),
                "counters_clear": In(1),
            }
            ports |= {name: Out(len(checker_ports[name])) for name in TAPS}
        if config.correction_entries:
            self.corrector = Locator(config) if config.protection.locator else Corrector(config)
            blocks += (self.corrector,)
            ports |= {"requantisation_correct": In(1), "results_corrected": Out(1)}
        if config.protection.locator:
            self.residue_sum = ResidueSum(config)
            blocks += (self.residue_sum,)
        if config.faults.ports:
            ports["cycle"] = Out(64)
            ports |= {
                name: In(len(port)) for name, _, port in self.array.ports() if name.startswith("fault_")
            }
        ports |= inject_ports(config, regions(config), injector_rows(config))
        super().__init__(config, "drift_core", ports)
        self.blocks = blocks

    def elaborate(self, platform: object) -> Module:
        """Connect the parts, in the order in which a tile meets them."""
        m = self.module()
        token = Signal(self.lane.token.size, name="token")
        slot_free = Signal()
        skewed = self._operands(m, token, slot_free)
        drained = self._array(m, skewed)
        read = {
            "read_enable": Signal(name="read_enable"),
            "read_address": Signal(address_width(self.config), name="read_address"),
            "enable": Signal(RequantiserLane.STAGES, name="requantiser_enable"),
        }
        correction: dict[str, Value] = {}
        if self.config.correction_entries:
            correction["correction"] = Signal(self.config.array.accumulator_width, name="correction")
            correction["correction_select"] = Signal(self.config.array.columns, name="correction_select")
        deltas = self._lanes(m, token, drained, read | correction)
        flags = {"tile_done": deltas["tile_end"]}
        if self.config.protection.abft:
            flags = self._protection(m, deltas, read, slot_free, correction)
        place(
            m,
            self,
            self.readout,
            "readout",
            requantisation_valid=self.requantisation_valid,
            requantisation_ready=self.requantisation_ready,
            results_valid=self.results_valid,
            results_ready=self.results_ready,
            results_last=self.results_last,
            slot_free=slot_free,
            **read,
            **flags,
        )
        if self.config.faults.ports:
            m.d.sync += self.cycle.eq(Mux(self.restart, 0, self.cycle + 1))
        return m

    def _operands(self, m: Module, token: Value, slot_free: Value) -> dict[str, Value]:
        """Admit beats, register and sum their operands, and skew them; return the array's inputs."""
        array = self.config.array
        r, c, w = array.rows, array.columns, array.operand_width
        accept = Signal()
        flush = Signal()
        flush_request = Signal()
        m.d.comb += flush_request.eq(self.restart | self.clear)
        place(
            m,
            self,
            self.sequencer,
            "sequencer",
            restart=flush_request,
            operands_valid=self.operands_valid,
            operands_last=self.operands_last,
            operands_ready=self.operands_ready,
            accept=accept,
            flush=flush,
            slot_free=slot_free,
            token=token,
        )
        # A cycle without a beat carries zero operands, which add nothing.
        a = Signal(r * w, name="operand_a", reset_less=True)
        b = Signal(c * w, name="operand_b", reset_less=True)
        operand_flush = Signal(reset_less=True)
        m.d.sync += [
            a.eq(Mux(accept, self.operands_a, 0)),
            b.eq(Mux(accept, self.operands_b, 0)),
            operand_flush.eq(flush),
        ]
        skewed_a = Signal(r * (w + 1))
        skewed_b = Signal(c * w)
        lanes_a = Cat(Cat(a[i * w : (i + 1) * w], operand_flush) for i in range(r))
        place(m, self, self.skew_a, "skew_a", lanes_in=lanes_a, lanes_out=skewed_a)
        place(m, self, self.skew_b, "skew_b", lanes_in=b, lanes_out=skewed_b)
        inputs: dict[str, Value] = {
            "a_in": Cat(skewed_a[i * (w + 1) : i * (w + 1) + w] for i in range(r)),
            "flush_in": Cat(skewed_a[i * (w + 1) + w] for i in range(r)),
            "b_in": skewed_b,
        }
        if self.config.protection.abft:
            column_total = Signal(self.config.column_sum_width)
            row_total = Signal(self.config.row_sum_width)
            place(m, self, self.column_sum, "column_sum", operands=a, total=column_total)
            place(m, self, self.row_sum, "row_sum", operands=b, total=row_total)
            inputs |= {"column_sum_in": column_total, "row_sum_in": row_total}
        if self.config.protection.locator:
            weighted = Signal(LOCATOR_BITS, name="weighted_sum")
            place(m, self, self.residue_sum, "weighted_row_sum", operands=b, residue=weighted)
            inputs["residue_in"] = weighted
        return inputs

    def _array(self, m: Module, inputs: dict[str, Value]) -> dict[str, Value]:
        """Place the array; return its outputs."""
        ports = list(self.array.ports())
        outputs = {name: Signal(len(port), name=name) for name, _, port in ports if name.endswith("_out")}
        (faults,) = inject_chain(self, [self.array])
        place(m, self, self.array, "array", **(inputs | outputs | faults))
        return outputs

    def _lanes(
        self, m: Module, token: Value, drained: dict[str, Value], read: dict[str, Value]
    ) -> dict[str, Value]:
        """Chain the lane groups below the array; return what they hand to checker and readout."""
        c, acc = self.config.array.columns, self.config.array.accumulator_width
        abft = self.config.protection.abft
        layout, groups = self.lane.token, len(self.lane_groups)
        token_end = Signal(layout.size, name="token_end_partly_unused")
        tokens = [token, *(Signal(layout.size, name=f"token_group{i}") for i in range(1, groups)), token_end]
        last = Signal(c, name="column_last")
        wide: dict[str, Value] = {
            "drain_in": drained["drain_out"],
            "bias": self.requantisation_bias,
            "multiplier": self.requantisation_multiplier,
            "shift": self.requantisation_shift,
            "accumulator_out": self.results_accumulator,
            "quantised": self.results_quantised,
            "last": last,
        }
        wide |= {name: value for name, value in read.items() if name not in LaneGroup.SHARED}
        shared = {name: value for name, value in read.items() if name in LaneGroup.SHARED}
        if abft:
            row_sums = [resolve(m, self.config, drained["checksum_drain_out"], "checksum_resolved")]
            row_sums += [Signal(acc, name=f"row_sum_group{i}") for i in range(groups)]
            column_delta = Signal(c * acc)
            wide |= {"checksum_in": drained["checksum_row_out"], "column_delta": column_delta}
        locator = self.config.protection.locator
        if locator:
            residues = [drained["residue_drain_out"]]
            residues += [Signal(LOCATOR_BITS, name=f"residue_group{i}") for i in range(groups)]
        first = 0
        for i, group in enumerate(self.lane_groups):
            connections = {
                name: signal[len(signal) // c * first : len(signal) // c * (first + group.lanes)]
                for name, signal in wide.items()
            }
            if abft:
                connections |= {"row_sum_in": row_sums[i], "row_sum_out": row_sums[i + 1]}
            if locator:
                connections |= {"residue_in": residues[i], "residue_out": residues[i + 1]}
            place(
                m,
                self,
                group,
                f"lanes{i}",
                token_in=tokens[i],
                token_out=tokens[i + 1],
                **shared,
                **connections,
            )
            first += group.lanes
        end = data.View(layout, token_end)
        handed: dict[str, Value] = {"tile_end": end.last, "row_valid": end.valid, "column_done": last}
        if abft:
            handed |= {"row_sum": row_sums[-1], "column_delta": column_delta}
        if locator:
            handed["row_residue"] = residues[-1]
        return handed

    def _protection(
        self,
        m: Module,
        deltas: dict[str, Value],
        read: dict[str, Signal],
        slot_free: Value,
        correction: dict[str, Value],
    ) -> dict[str, Value]:
        """Place the checker and, between it and the readout, the corrector; gate the mask.

        Return what goes to and from the readout.
        """
        ports = {name: port for block in (self.checker, self.readout) for name, _, port in block.ports()}

        def signals(*names: str) -> dict[str, Value]:
            return {name: Signal(len(ports[name]), name=name) for name in names}

        columns, read_enable = self.config.array.columns, read["read_enable"]
        readout = signals("tile_done", "row_flag", "result_flag", "read_slot", "result_slot")
        slots = {name: readout[name] for name in ("read_slot", "result_slot")}
        flags = signals("column_flags", "masked")
        flagged: dict[str, Value] = {}
        done = readout["tile_done"]
        if self.config.correction_entries:
            flagged = signals("row_flagged", "column_flagged", "column_slot", "done_slot")
            done = Signal(name="checked")
        place(
            m,
            self,
            self.checker,
            "delta_checker",
            threshold=self.threshold,
            counters_clear=self.counters_clear,
            **{name: deltas[name] for name in ("row_sum", "row_valid", "column_delta", "column_done")},
            done=done,
            read_enable=read_enable,
            row_flag=readout["row_flag"],
            **slots,
            **flags,
            **flagged,
            **{name: getattr(self, name) for name in TAPS},
        )
        column_flags, masked = flags.values()
        if self.config.correction_entries:
            readout |= signals("tile_done", "read_row", "row_corrected", "result_correct")
            readout["requantisation_correct"] = self.requantisation_correct
            readout["result_corrected"] = self.results_corrected
            column_select = Signal(columns)
            still_masked = Signal()
            wires: dict[str, Value] = {
                "done": done,
                "read_enable": read_enable,
                "correction": correction["correction"],
                "column_select": column_select,
                "masked": still_masked,
                **{name: readout[name] for name in ("tile_done", "row_corrected")},
                **{name: getattr(self, name) for name in TAPS if "_delta_v" in name},
                **slots,
                **flagged,
            }
            correct = readout["result_correct"]
            if self.config.protection.locator:
                open_columns = Signal(columns)
                readout |= signals("row_open")
                wires |= {"row_open": readout["row_open"], "open_columns": open_columns}
                wires |= {"row_residue": deltas["row_residue"], "read_address": read["read_address"]}
                unused = ("column_slot", "done_slot")
                wires = {name: wire for name, wire in wires.items() if name not in unused}
                column_flags = Mux(correct, open_columns, column_flags)
            else:
                cleared_columns = Signal(columns)
                wires |= {"cleared_columns": cleared_columns, "slot_free": slot_free}
                wires["read_row"] = readout["read_row"]
                column_flags = column_flags & ~(cleared_columns & correct.replicate(columns))
            place(m, self, self.corrector, "corrector", **wires)
            masked = Mux(correct, still_masked, masked)
            select = column_select & self.requantisation_correct.replicate(columns)
            m.d.comb += correction["correction_select"].eq(select)
        m.d.comb += [
            self.results_mask.eq(column_flags & readout["result_flag"].replicate(columns)),
            self.results_masked.eq(masked),
        ]
        return readout
