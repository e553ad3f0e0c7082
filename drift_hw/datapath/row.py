"""Rows of processing elements: the data row and the checksum row above it."""

from __future__ import annotations

from amaranth.hdl import Cat, Module, Signal
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block, place
from drift_hw.config import LOCATOR_BITS, Config
from drift_hw.datapath.processing_element import ChecksumColumnPE, ChecksumRowPE, ProcessingElement
from drift_hw.faults.fabric import regions
from drift_hw.faults.injector import RowInjector, fault_inputs, inject_ports
from drift_hw.protect.residue import ResiduePE


class Row(Block):
    """C data PEs and, with ABFT, the checksum PE of the row in parallel with column 0; so a locator's.

    Operands `a` and `flush` move right, `b` down, the drain buses up. Latency of a PE to the right
    neighbour: 1 cycle; through the drain bus: combinational.
    """

    def __init__(self, config: Config) -> None:
        array = config.array
        c, w, acc = array.columns, array.operand_width, config.accumulator_flops
        ports = {
            "a_in": In(w),
            "flush_in": In(1),
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
        super().__init__(config, "drift_row", ports | inject_ports(config, regions(config)[:2]))
        self.pe = ProcessingElement(config)
        self.blocks = (self.pe,)
        if config.protection.abft:
            self.checksum_pe = ChecksumColumnPE(config)
            self.blocks += (self.checksum_pe,)
        if config.protection.locator:
            self.residue_pe = ResiduePE(config)
            self.blocks += (self.residue_pe,)
        self.injectors = (RowInjector(config),) if config.faults.injector else ()
        self.blocks += self.injectors

    def elaborate(self, platform: object) -> Module:
        """Chain the PEs."""
        m = self.module()
        array = self.config.array
        c, w, acc = array.columns, array.operand_width, self.config.accumulator_flops
        a_chain = Signal((c - 1) * w)
        flush_chain = Signal(c - 1)
        unused_a = Signal(w)
        unused_flush = Signal()
        faults = fault_inputs(m, self, self.injectors)
        for j in range(c):
            first, last = j == 0, j == c - 1
            place(
                m,
                self,
                self.pe,
                f"pe{j}",
                a_in=self.a_in if first else a_chain[(j - 1) * w : j * w],
                flush_in=self.flush_in if first else flush_chain[j - 1],
                a_out=unused_a if last else a_chain[j * w : (j + 1) * w],
                flush_out=unused_flush if last else flush_chain[j],
                b_in=self.b_in[j * w : (j + 1) * w],
                b_out=self.b_out[j * w : (j + 1) * w],
                drain_in=self.drain_in[j * acc : (j + 1) * acc],
                drain_out=self.drain_out[j * acc : (j + 1) * acc],
                **faults(j, "data"),
            )
        if self.config.protection.abft:
            place(
                m,
                self,
                self.checksum_pe,
                "checksum_pe",
                a_in=self.a_in,
                flush_in=self.flush_in,
                b_in=self.row_sum_in,
                b_out=self.row_sum_out,
                drain_in=self.checksum_drain_in,
                drain_out=self.checksum_drain_out,
                **faults(c, "checksum_column"),
            )
        if self.config.protection.locator:
            place(
                m,
                self,
                self.residue_pe,
                "residue_pe",
                a_in=self.a_in,
                flush_in=self.flush_in,
                residue_in=self.residue_in,
                residue_out=self.residue_out,
                drain_in=self.residue_drain_in,
                drain_out=self.residue_drain_out,
            )
        return m


class ChecksumRow(Block):
    """C checksum PEs fed by the column sum of A, which moves right, and by b in parallel with row 0."""

    def __init__(self, config: Config) -> None:
        array = config.array
        c, w, acc = array.columns, array.operand_width, config.accumulator_flops
        ports = {
            "column_sum_in": In(config.column_sum_width),
            "flush_in": In(1),
            "b_in": In(c * w),
            "accumulator_out": Out(c * acc),
        }
        super().__init__(config, "drift_checksum_row", ports | inject_ports(config, regions(config)[2:]))
        self.pe = ChecksumRowPE(config)
        self.injectors = (RowInjector(config, checksum_row=True),) if config.faults.injector else ()
        self.blocks = (self.pe, *self.injectors)

    def elaborate(self, platform: object) -> Module:
        """Chain the PEs."""
        m = self.module()
        array = self.config.array
        c, w, acc = array.columns, array.operand_width, self.config.accumulator_flops
        sums = [self.column_sum_in] + [
            Signal(self.config.column_sum_width, name="unused_sum" if j == c - 1 else f"column_sum_{j}")
            for j in range(c)
        ]
        flushes = Cat(self.flush_in, Signal(c - 1, name="flush_chain"), Signal(name="unused_flush"))
        faults = fault_inputs(m, self, self.injectors)
        for j in range(c):
            place(
                m,
                self,
                self.pe,
                f"pe{j}",
                a_in=sums[j],
                a_out=sums[j + 1],
                flush_in=flushes[j],
                flush_out=flushes[j + 1],
                b_in=self.b_in[j * w : (j + 1) * w],
                accumulator_out=self.accumulator_out[j * acc : (j + 1) * acc],
                **faults(j, "checksum_row"),
            )
        return m
