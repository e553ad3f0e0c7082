"""Requantiser: accumulators to operands by the one rounding rule of `golden.integer.requantise`."""

from __future__ import annotations

from amaranth.hdl import Module, Mux, Signal
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import SHIFT_WIDTH, Config


class RequantiserLane(Block):
    """``quantised = clamp(round((accumulator + bias) * multiplier / 2**shift))`` of one column.

    Half rounds up: ``p >> shift`` plus bit ``shift - 1`` of p. Three registered stages (sum, product,
    result), each with its own enable, so that the readout can stall any of them. The parameters travel
    with the data. `accumulator_out` is the unrequantised value, in step with `quantised`.
    Throughput: one value per cycle.
    """

    STAGES = 3

    def __init__(self, config: Config) -> None:
        acc = config.array.accumulator_width
        ports = {
            "enable": In(self.STAGES),
            "accumulator_in": In(acc),
            "bias": In(acc),
            "multiplier": In(config.requantiser.multiplier_width),
            "shift": In(SHIFT_WIDTH),
            "accumulator_out": Out(acc),
            "quantised": Out(config.array.operand_width),
        }
        super().__init__(config, "drift_requantiser_lane", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the three stages."""
        m = self.module()
        acc = self.config.array.accumulator_width
        multiplier_width = self.config.requantiser.multiplier_width

        biased = Signal(acc + 1)
        multiplier = Signal(multiplier_width, name="multiplier_sum")
        shift = [Signal(SHIFT_WIDTH, name="shift_sum"), Signal(SHIFT_WIDTH, name="shift_product")]
        accumulator = [Signal(acc, name="accumulator_sum"), Signal(acc, name="accumulator_product")]
        with m.If(self.enable[0]):
            m.d.sync += [
                biased.eq(self.accumulator_in.as_signed() + self.bias.as_signed()),
                multiplier.eq(self.multiplier),
                shift[0].eq(self.shift),
                accumulator[0].eq(self.accumulator_in),
            ]

        product = Signal(acc + 1 + multiplier_width)
        with m.If(self.enable[1]):
            m.d.sync += [
                product.eq(biased.as_signed() * multiplier),
                shift[1].eq(shift[0]),
                accumulator[1].eq(accumulator[0]),
            ]

        # One bit below the point is kept by the shift: it is the rounding bit.
        shifted = Signal(len(product) + 1)
        rounded = Signal(len(product) + 1)
        limit = self.config.output_limit
        m.d.comb += [
            shifted.eq((product << 1).as_signed() >> shift[1]),
            rounded.eq(shifted[1:].as_signed() + shifted[0]),
        ]
        signed = rounded.as_signed()
        with m.If(self.enable[2]):
            m.d.sync += [
                self.quantised.eq(Mux(signed > limit, limit, Mux(signed < -limit, -limit, signed))),
                self.accumulator_out.eq(accumulator[1]),
            ]
        return m
