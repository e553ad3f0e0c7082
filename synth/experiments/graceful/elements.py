"""An accumulator that the generator does not build: its upper part is a slower path on purpose."""

from __future__ import annotations

from amaranth.hdl import Cat, Module, Mux, Signal
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config


class SplitElement(Block):
    """A PE whose upper accumulator bits are a cycle behind: the carry into them is registered.

    The lower part, as wide as a product, adds the product; its carry and the product's sign wait in a
    register, and in the next cycle the upper part counts up or down by one. Both parts leave on the bus, the
    upper one a cycle later. With `product_register` the product waits in a register first. The register
    `accumulator` holds lower part, upper part, carry and sign, from the lowest bit.
    """

    def __init__(self, config: Config) -> None:
        width, acc = config.array.operand_width, config.array.accumulator_width
        self.lower_width = 2 * width
        ports = {
            "a_in": In(width),
            "b_in": In(width),
            "flush_in": In(1),
            "a_out": Out(width),
            "b_out": Out(width),
            "flush_out": Out(1),
            "drain_in": In(acc),
            "drain_out": Out(acc),
        }
        super().__init__(config, "drift_pe", ports)

    def elaborate(self, platform: object) -> Module:
        """Build it."""
        m = self.module()
        array = self.config.array
        a, b, flush = Signal(array.operand_width), Signal(array.operand_width), Signal()
        m.d.sync += [a.eq(self.a_in), b.eq(self.b_in), flush.eq(self.flush_in)]
        m.d.comb += [self.a_out.eq(a), self.b_out.eq(b), self.flush_out.eq(flush)]
        product = Signal(self.lower_width)
        if array.product_register:
            flush_lower = Signal()
            m.d.sync += [product.eq(a.as_signed() * b.as_signed()), flush_lower.eq(flush)]
        else:
            flush_lower = flush
            m.d.comb += product.eq(a.as_signed() * b.as_signed())

        accumulator = Signal(array.accumulator_width + 2)
        lower, upper = accumulator[: self.lower_width], accumulator[self.lower_width : -2]
        carry, sign = accumulator[-2], accumulator[-1]
        flush_upper = Signal()
        total = Signal(self.lower_width + 1)
        # 1, 0 or -1: the carry counts up, a negative product down.
        step = Cat(carry ^ sign, (sign & ~carry).replicate(len(upper) - 1))
        counted = Signal(len(upper))
        m.d.comb += [
            total.eq(Mux(flush_lower, 0, lower) + product),
            counted.eq(Mux(flush_upper, 0, upper) + step),
        ]
        m.d.sync += [
            flush_upper.eq(flush_lower),
            accumulator.eq(Cat(total[:-1], counted, total[-1], product[-1])),
        ]
        gate = Cat(flush_lower.replicate(len(lower)), flush_upper.replicate(len(upper)))
        m.d.comb += self.drain_out.eq(self.drain_in | (accumulator[:-2] & gate))
        return m
