"""Operand skew: delays lane i by i cycles, so that operands meet their partners along the diagonal."""

from __future__ import annotations

from amaranth.hdl import Module, Signal
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config


class Skew(Block):
    """A triangle of registers: lane i of `lanes_out` is lane i of `lanes_in` delayed by i cycles."""

    def __init__(self, config: Config, name: str, lanes: int, width: int) -> None:
        self.lanes, self.width = lanes, width
        self.has_clock = lanes > 1
        super().__init__(config, name, {"lanes_in": In(lanes * width), "lanes_out": Out(lanes * width)})

    def elaborate(self, platform: object) -> Module:
        """Build one wide register per stage; stage s holds the lanes that are delayed further."""
        m = self.module()
        width = self.width
        m.d.comb += self.lanes_out[:width].eq(self.lanes_in[:width])
        previous = self.lanes_in
        for stage in range(1, self.lanes):
            delayed = Signal((self.lanes - stage) * width, name=f"stage{stage}")
            m.d.sync += delayed.eq(previous[width:])
            m.d.comb += self.lanes_out[stage * width : (stage + 1) * width].eq(delayed[:width])
            previous = delayed
        return m
