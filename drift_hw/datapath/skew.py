"""Operand skew: delays lane i by i cycles, so that operands meet their partners along the diagonal."""

from __future__ import annotations

from amaranth.hdl import Module, Signal
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block, place
from drift_hw.config import Config

GROUP = 16
"""Lanes of one triangle, and cycles of one delay."""


class Delay(Block):
    """Delays all lanes by `GROUP` cycles."""

    def __init__(self, config: Config, name: str, lanes: int, width: int) -> None:
        super().__init__(config, name, {"lanes_in": In(lanes * width), "lanes_out": Out(lanes * width)})

    def elaborate(self, platform: object) -> Module:
        """Build one wide register per cycle."""
        m = self.module()
        previous = self.lanes_in
        for stage in range(1, GROUP + 1):
            delayed = Signal(len(previous), name=f"stage{stage}")
            m.d.sync += delayed.eq(previous)
            previous = delayed
        m.d.comb += self.lanes_out.eq(previous)
        return m


class Skew(Block):
    """Lane i of `lanes_out` is lane i of `lanes_in` delayed by i cycles.

    Up to `GROUP` lanes are one triangle of registers. More are groups of that many: group g passes g
    delays and a triangle, each of them one module, so that the text does not grow with the registers.
    """

    def __init__(self, config: Config, name: str, lanes: int, width: int) -> None:
        self.lanes, self.width = lanes, width
        self.has_clock = lanes > 1
        super().__init__(config, name, {"lanes_in": In(lanes * width), "lanes_out": Out(lanes * width)})
        self.groups: list[tuple[Skew, Delay]] = []
        if lanes > GROUP:
            full, rest = divmod(lanes, GROUP)
            self.groups = full * [self._group(GROUP, "group")] + (rest > 0) * [self._group(rest, "tail")]
            placed = [
                block
                for g, (triangle, delay) in enumerate(self.groups)
                for block in (triangle, delay)[: g + 1]
            ]
            self.blocks = tuple(dict.fromkeys(placed))

    def _group(self, lanes: int, kind: str) -> tuple[Skew, Delay]:
        """Return triangle and delay of a group of so many lanes."""
        name = f"{self.module_name}_{kind}"
        return (
            Skew(self.config, name, lanes, self.width),
            Delay(self.config, f"{name}_delay", lanes, self.width),
        )

    def elaborate(self, platform: object) -> Module:
        """Build the triangle, or place groups."""
        m = self.module()
        if self.groups:
            self._place_groups(m)
            return m
        width = self.width
        m.d.comb += self.lanes_out[:width].eq(self.lanes_in[:width])
        previous = self.lanes_in
        for stage in range(1, self.lanes):
            delayed = Signal((self.lanes - stage) * width, name=f"stage{stage}")
            m.d.sync += delayed.eq(previous[width:])
            m.d.comb += self.lanes_out[stage * width : (stage + 1) * width].eq(delayed[:width])
            previous = delayed
        return m

    def _place_groups(self, m: Module) -> None:
        """Place group g's delays and its triangle."""
        for g, (triangle, delay) in enumerate(self.groups):
            start = g * GROUP * self.width
            group = slice(start, start + triangle.lanes * self.width)
            lanes = self.lanes_in[group]
            for i in range(g):
                later = Signal(len(lanes), name=f"group{g}_delayed{i}")
                place(m, self, delay, f"group{g}_delay{i}", lanes_in=lanes, lanes_out=later)
                lanes = later
            place(m, self, triangle, f"group{g}", lanes_in=lanes, lanes_out=self.lanes_out[group])
