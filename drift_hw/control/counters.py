"""Performance and recovery counters: one adder each, read by software through the register file."""

from __future__ import annotations

from amaranth.hdl import Module, Mux, Signal
from amaranth.lib.wiring import In, Out

from drift_hw.block import Block
from drift_hw.config import Config, clog2
from drift_hw.control.feeder import MACS_BITS
from drift_hw.control.registers import PERFORMANCE_COUNTERS, RECOVERY_COUNTERS

PERFORMANCE_WIDTH = 64
RECOVERY_WIDTH = 32
ROW_BITS = 5
"""DRAM rows opened in a cycle: 4 bits each of the read and the write path."""


def amount_widths(config: Config) -> dict[str, int]:
    """Return the width of each counter's input, the amount of this cycle, in order of declaration."""
    elements = clog2(config.array.columns + 1)
    wide = {
        "macs": MACS_BITS,
        "row_activations": ROW_BITS,
        "checkpoint_row_activations": ROW_BITS,
        "rolled_back_elements": elements,
        "zeroed_elements": elements,
    }
    return {name: wide.get(name, 1) for name, _ in (*PERFORMANCE_COUNTERS, *RECOVERY_COUNTERS)}


class Counters(Block):
    """64-bit performance counters, which wrap, and 32-bit recovery counters, which saturate.

    Counter n of the declaration is field n of `performance` and `recovery`. `clear` zeroes all, and what
    is to be counted in that cycle is lost. Latency: 1 cycle.
    """

    has_reset = True

    def __init__(self, config: Config) -> None:
        ports = {"clear": In(1)}
        ports |= {name: In(width) for name, width in amount_widths(config).items()}
        ports |= {
            "performance": Out(PERFORMANCE_WIDTH * len(PERFORMANCE_COUNTERS)),
            "recovery": Out(RECOVERY_WIDTH * len(RECOVERY_COUNTERS)),
        }
        super().__init__(config, "drift_counters", ports)

    def elaborate(self, platform: object) -> Module:
        """Build the adders."""
        m = self.module()
        for index, (name, _) in enumerate(PERFORMANCE_COUNTERS):
            counter = self.performance.word_select(index, PERFORMANCE_WIDTH)
            m.d.sync += counter.eq(Mux(self.clear, 0, counter + getattr(self, name)))
        for index, (name, _) in enumerate(RECOVERY_COUNTERS):
            counter = self.recovery.word_select(index, RECOVERY_WIDTH)
            total = Signal(RECOVERY_WIDTH + 1, name=f"{name}_total")
            m.d.comb += total.eq(counter + getattr(self, name))
            m.d.sync += counter.eq(Mux(self.clear, 0, Mux(total[-1], ~0, total)))
        return m
