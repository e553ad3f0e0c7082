"""The systolic array: segments of rows joined by registers of the drain bus, and the checksum row."""

from __future__ import annotations

from amaranth.hdl import Const, Module, Signal
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block, place
from drift_hw.config import LOCATOR_BITS, Config
from drift_hw.datapath.row import ChecksumRow, Row
from drift_hw.faults.fabric import injector_rows, regions
from drift_hw.faults.injector import inject_chain, inject_ports


class Segment(Block):
    """Rows that share one unregistered stretch of the drain bus, and the bus register above them.

    The register bounds the length of the bus's OR chain. Latency of the bus: 1 cycle per segment.
    """

    def __init__(self, config: Config, row: Row, rows: int, name: str) -> None:
        array = config.array
        c, w, acc = array.columns, array.operand_width, config.accumulator_flops
        self.rows = rows
        ports = {
            "a_in": In(rows * w),
            "flush_in": In(rows),
            "b_in": In(c * w),
            "b_out": Out(c * w),
            "drain_in": In(c * acc),
            "drain_out": Out(c * acc),
        }
        if config.protection.abft:
            ports |= {
                "row_sum_in": In(config.row_sum_width),
                "row_sum_out": Out(config.row_sum_width),
                "checksum_drain_in": In(acc),
                "checksum_drain_out": Out(acc),
            }
        if config.protection.locator:
            ports |= {
                "residue_in": In(LOCATOR_BITS),
                "residue_out": Out(LOCATOR_BITS),
                "residue_drain_in": In(LOCATOR_BITS),
                "residue_drain_out": Out(LOCATOR_BITS),
            }
        super().__init__(config, name, ports | inject_ports(config, regions(config)[:2], rows))
        self.row = row
        self.blocks = (row,)

    def elaborate(self, platform: object) -> Module:
        """Chain the rows, b downwards and the buses upwards, and register the buses at the top."""
        m = self.module()
        w = self.config.array.operand_width
        last = self.rows - 1
        # Index i of a downward chain is the wire above row i; of an upward chain, the wire below it.
        down = {
            port: [getattr(self, f"{port}_in")]
            + [Signal.like(getattr(self, f"{port}_in"), name=f"{port}_row{i}") for i in range(last)]
            + [getattr(self, f"{port}_out")]
            for port in ("b", "row_sum", "residue")
            if hasattr(self, f"{port}_in")
        }
        up = {
            port: [Signal.like(getattr(self, f"{port}_in"), name=f"{port}_row{i}") for i in range(self.rows)]
            + [getattr(self, f"{port}_in")]
            for port in ("drain", "checksum_drain", "residue_drain")
            if hasattr(self, f"{port}_in")
        }
        faults = inject_chain(self, [self.row] * self.rows)
        for i in range(self.rows):
            chains = {f"{port}_in": wires[i] for port, wires in down.items()}
            chains |= {f"{port}_out": wires[i + 1] for port, wires in down.items()}
            chains |= {f"{port}_in": wires[i + 1] for port, wires in up.items()}
            chains |= {f"{port}_out": wires[i] for port, wires in up.items()}
            place(
                m,
                self,
                self.row,
                f"row{i}",
                a_in=self.a_in[i * w : (i + 1) * w],
                flush_in=self.flush_in[i],
                **chains,
                **faults[i],
            )
        for port, wires in up.items():
            m.d.sync += getattr(self, f"{port}_out").eq(wires[0])
        return m


class Array(Block):
    """R x C PEs with, under ABFT, the checksum column (inside the rows) and the checksum row on top.

    Operands come skewed: lane i of `a_in` and `flush_in` i cycles, lane j of `b_in` j cycles after
    lane 0; the sums with lane 0. Results leave upwards: row i of column j appears on `drain_out` at
    cycle T + 1 + i + i // segment + j, where T is the cycle in which PE (0,0) is flushed; the checksum
    row's accumulator of column j is valid on `checksum_row_out` in cycle T + j.
    """

    def __init__(self, config: Config) -> None:
        array = config.array
        r, c, w, acc = array.rows, array.columns, array.operand_width, config.accumulator_flops
        ports = {
            "a_in": In(r * w),
            "flush_in": In(r),
            "b_in": In(c * w),
            "drain_out": Out(c * acc),
        }
        if config.protection.abft:
            ports |= {
                "row_sum_in": In(config.row_sum_width),
                "column_sum_in": In(config.column_sum_width),
                "checksum_drain_out": Out(acc),
                "checksum_row_out": Out(c * acc),
            }
        if config.protection.locator:
            ports |= {"residue_in": In(LOCATOR_BITS), "residue_drain_out": Out(LOCATOR_BITS)}
        super().__init__(
            config, "drift_array", ports | inject_ports(config, regions(config), injector_rows(config))
        )
        sizes = config.segment_rows
        row = Row(config)
        full = Segment(config, row, sizes[0], "drift_segment")
        tail = full if sizes[-1] == sizes[0] else Segment(config, row, sizes[-1], "drift_segment_tail")
        self.segments = (full,) * (len(sizes) - 1) + (tail,)
        self.blocks = tuple(dict.fromkeys(self.segments))
        if config.protection.abft:
            self.checksum_row = ChecksumRow(config)
            self.blocks += (self.checksum_row,)

    def elaborate(self, platform: object) -> Module:
        """Stack the segments and put the checksum row on top."""
        m = self.module()
        array = self.config.array
        c, w, acc = array.columns, array.operand_width, self.config.accumulator_flops
        count = len(self.segments)
        abft = self.config.protection.abft

        def wires(name: str, width: int) -> list[Signal]:
            return [Signal(width, name=f"{name}_segment{i}") for i in range(count - 1)]

        b = [self.b_in, *wires("b", c * w), Signal(c * w, name="unused_b")]
        drain = [self.drain_out, *wires("drain", c * acc), Const(0, c * acc)]
        if abft:
            sum_width = self.config.row_sum_width
            row_sum = [self.row_sum_in, *wires("row_sum", sum_width), Signal(sum_width, name="unused_sum")]
            checksum = [self.checksum_drain_out, *wires("checksum_drain", acc), Const(0, acc)]
        locator = self.config.protection.locator
        if locator:
            last = Signal(LOCATOR_BITS, name="unused_residue")
            residue = [self.residue_in, *wires("residue", LOCATOR_BITS), last]
            residue_drain = [self.residue_drain_out, *wires("residue_drain", LOCATOR_BITS)]
            residue_drain += [Const(0, LOCATOR_BITS)]
        faults = inject_chain(self, [*self.segments, *([self.checksum_row] if abft else [])])
        top = 0
        for i, segment in enumerate(self.segments):
            chains = {"b_in": b[i], "b_out": b[i + 1], "drain_in": drain[i + 1], "drain_out": drain[i]}
            if abft:
                chains |= {"row_sum_in": row_sum[i], "row_sum_out": row_sum[i + 1]}
                chains |= {"checksum_drain_in": checksum[i + 1], "checksum_drain_out": checksum[i]}
            if locator:
                chains |= {"residue_in": residue[i], "residue_out": residue[i + 1]}
                chains |= {"residue_drain_in": residue_drain[i + 1], "residue_drain_out": residue_drain[i]}
            place(
                m,
                self,
                segment,
                f"segment{i}",
                a_in=self.a_in[top * w : (top + segment.rows) * w],
                flush_in=self.flush_in[top : top + segment.rows],
                **chains,
                **faults[i],
            )
            top += segment.rows
        if abft:
            place(
                m,
                self,
                self.checksum_row,
                "checksum_row",
                column_sum_in=self.column_sum_in,
                flush_in=self.flush_in[0],
                b_in=self.b_in,
                accumulator_out=self.checksum_row_out,
                **faults[-1],
            )
        return m
