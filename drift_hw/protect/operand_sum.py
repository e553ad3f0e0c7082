"""Operand sums: what the checksum row and column multiply by."""

from __future__ import annotations

from amaranth.hdl import Module, Signal
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block, place
from drift_hw.config import Config, clog2


class OperandSum(Block):
    """Sum of signed operands as a balanced tree: two sums of half as many, each its own module.

    `operands` holds `lanes` of them; `total` is operand_width + clog2(lanes) bits. Combinational.
    """

    has_clock = False

    def __init__(self, config: Config, lanes: int) -> None:
        self.lanes = lanes
        width = config.array.operand_width
        ports = {"operands": In(lanes * width), "total": Out(width + clog2(lanes))}
        super().__init__(config, f"drift_sum_{lanes}", ports)
        if lanes > 1:
            self.halves = (OperandSum(config, lanes - lanes // 2), OperandSum(config, lanes // 2))
            self.blocks = self.halves

    def elaborate(self, platform: object) -> Module:
        """Add the halves."""
        m = self.module()
        if self.lanes == 1:
            m.d.comb += self.total.eq(self.operands)
            return m
        width, start, totals = self.config.array.operand_width, 0, []
        for name, half in zip(("low", "high"), self.halves, strict=True):
            total = Signal(len(half.total), name=name)
            part = self.operands[start * width : (start + half.lanes) * width]
            place(m, self, half, f"{name}_half", operands=part, total=total)
            totals.append(total.as_signed())
            start += half.lanes
        m.d.comb += self.total.eq(totals[0] + totals[1])
        return m
