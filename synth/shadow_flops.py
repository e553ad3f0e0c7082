"""What it costs a PE to see its late captures: shadow flops, comparators, and a way back to the right value.

For costs only: the PE stands in no array. A shadow flop samples what its main flop should have, at a later
edge of its own clock; one that differs makes the PE `late`, and the main flop takes the shadow's value in the
next cycle. The same PE serves TE-Drop, where that cycle's product is lost, and Razor, where the array waits.
Left out, all in favour of both: a cell against metastability, the second clock tree, buffers that keep short
paths from racing through to the shadow, and the gating of all clocks of an array within one cycle.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

from amaranth.hdl import ClockDomain, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Member, Out

from drift_hw.config import Config
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.emit import block_verilog, verilog
from drift_hw.errors import UserError
from golden.resilience.policies import Hardware
from synth import area
from synth.flow import map_buffered, mapping_cache
from synth.pdk import Library
from synth.protection import RECIPE
from synth.yosys import Progress, map_design

SHADOWED: Mapping[str, int] = {"product": 0, "accumulator": 0}
"""Registers with shadows, each from this bit up: all that may be late."""


class ShadowedPE(ProcessingElement):
    """A data PE whose product register and accumulator have shadow flops.

    Timing is that of `ProcessingElement`. `late_out` is high in the cycle after a late capture, here or in
    the PEs before (`late_in`).
    """

    def __init__(
        self,
        config: Config,
        *,
        shadowed: Mapping[str, int] = SHADOWED,
        one_clock: bool = False,
    ) -> None:
        """Build the PE of `config` without faults.

        Args:
            config: the array.
            shadowed: registers with shadows, and from which bit up they have them.
            one_clock: clock them as all others, for power where nothing is late.

        Raises:
            UserError: for carry-save accumulators.
        """
        if config.array.carry_save:
            raise UserError(
                "shadow flops are not built for carry-save accumulators; set array.carry_save = false"
            )
        self._shadowed, self._one_clock = shadowed, one_clock
        self._late: list[Value] = []
        super().__init__(config.without_injection, "drift_pe")

    def outputs(self, config: Config) -> dict[str, Member]:
        """Return the ports of the PE, the clock of the shadows, and the chain of `late`."""
        clock = {} if self._one_clock else {"shadow_clk": In(1)}
        return super().outputs(config) | clock | {"late_in": In(1), "late_out": Out(1)}

    def elaborate(self, platform: object) -> Module:
        """Build the PE."""
        m = self.module()
        m.domains += (shadow := ClockDomain("shadow", reset_less=True))
        shadow.clk = self.clk if self._one_clock else self.shadow_clk
        a, b, flush = Signal(self.a_width), Signal(self.b_width), Signal()
        m.d.sync += [a.eq(self.a_in), b.eq(self.b_in), flush.eq(self.flush_in)]
        product, flush_accumulator = Signal(self.a_width + self.b_width), flush
        multiply = a.as_signed() * b.as_signed()
        if self.config.array.product_register:
            flush_accumulator = Signal()
            m.d.sync += flush_accumulator.eq(flush)
            self._register(m, "product", product, multiply)
        else:
            m.d.comb += product.eq(multiply)
        accumulator = Signal(self.config.accumulator_flops)
        total = Signal.like(accumulator)
        m.d.comb += total.eq(Mux(flush_accumulator, 0, accumulator) + product.as_signed())
        self._register(m, "accumulator", accumulator, total)
        m.d.comb += [
            self.a_out.eq(a),
            self.b_out.eq(b),
            self.flush_out.eq(flush),
            self.drain_out.eq(self.drain_in | accumulator & flush_accumulator.replicate(len(accumulator))),
            self.late_out.eq(self.late_in | reduce(or_, self._late)),
        ]
        return m

    def _register(self, m: Module, name: str, flop: Signal, value: Value) -> None:
        """Register `value`; with a shadow of its upper bits, which they take where they differ."""
        m.d.sync += flop.eq(value)
        if name not in self._shadowed:
            return
        upper = slice(self._shadowed[name], len(flop))
        shadow = Signal(upper.stop - upper.start, name=f"{name}_shadow")
        late = Signal(name=f"{name}_late")
        m.d.shadow += shadow.eq(value[upper])
        m.d.comb += late.eq(flop[upper] != shadow)
        m.d.sync += flop[upper].eq(Mux(late, shadow, value[upper]))
        self._late.append(late)


def added_area(
    config: Config, library: Library, *, recipe: str = RECIPE, progress: Progress | None = None
) -> dict[Hardware, float]:
    """Return the area that each kind of protection adds to an array without any, as a fraction of its core.

    Memories are left out, as in `synth.protection`. Raises `UserError` for carry-save accumulators.
    """

    def core(hardware: Hardware) -> float:
        built = hardware.built(config.without_injection)
        if hardware is Hardware.CHECKS:
            built = built.replace(protection__correction_limit=0)
        netlist = map_buffered(verilog(built), library, recipe, None, progress)
        return area.measure(netlist, library).total

    bare = core(Hardware.NONE)
    shadows = pe_area(ShadowedPE(config), library, recipe) - pe_area(
        ProcessingElement(config.without_injection), library, recipe
    )
    return {
        Hardware.NONE: 0.0,
        **{
            hardware: core(hardware) / bare - 1
            for hardware in (Hardware.CHECKS, Hardware.CORRECTOR, Hardware.LOCATOR)
        },
        Hardware.SHADOWS: config.array.rows * config.array.columns * shadows / bare,
    }


def pe_area(block: ProcessingElement, library: Library, recipe: str = RECIPE) -> float:
    """Return the cell area of a PE in um2."""
    mapped = map_design(
        block_verilog(block), block.module_name, library, recipe=recipe, cache=mapping_cache()
    )
    return area.measure(mapped, library).total
