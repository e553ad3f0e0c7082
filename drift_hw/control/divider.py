"""Serial division of 16-bit numbers: a subtraction per bit of the quotient."""

from __future__ import annotations

from amaranth.hdl import Cat, Module, Mux, Signal
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.control.descriptor import DIMENSION_BITS


class Divider(Block):
    """Restoring division, unsigned; what a divisor of 0 gives has no meaning.

    `start` takes the dividend; the divisor is to be held while `busy`. Results stay until the next `start`.
    Latency: 16 cycles of `busy`, from the one after `start`. Throughput: one division at a time.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        ports = {
            "start": In(1),
            "dividend": In(DIMENSION_BITS),
            "divisor": In(DIMENSION_BITS),
            "busy": Out(1),
            "quotient": Out(DIMENSION_BITS),
            "remainder": Out(DIMENSION_BITS),
        }
        super().__init__(config, "drift_divider", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the subtraction and the registers around it."""
        m = self.module()
        # Bits of the dividend leave at the top, those of the quotient come in at the bottom.
        shift = Signal(DIMENSION_BITS, name="dividend_quotient", reset_less=True)
        rest = Signal(DIMENSION_BITS, reset_less=True)
        partial = Signal(DIMENSION_BITS + 1)
        fits = Signal()
        count = Signal(range(DIMENSION_BITS + 1), name="bits_to_come")
        m.d.comb += [
            self.busy.eq(count != 0),
            partial.eq(Cat(shift[-1], rest)),
            fits.eq(partial >= self.divisor),
            self.quotient.eq(shift),
            self.remainder.eq(rest),
        ]
        with m.If(self.start):
            m.d.sync += [shift.eq(self.dividend), rest.eq(0), count.eq(DIMENSION_BITS)]
        with m.Elif(self.busy):
            m.d.sync += [
                shift.eq(Cat(fits, shift[:-1])),
                rest.eq(Mux(fits, partial - self.divisor, partial)),
                count.eq(count - 1),
            ]
        return m
