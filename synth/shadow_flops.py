"""What it costs a PE to see its late captures: shadow flops, comparators, and what is made of a late one.

For costs only: the PE stands in no array. A shadow flop samples what its main flop should have, at a later
edge of its own clock; where one differs the PE is `late`, known in the next cycle, in which it has a remedy.

    drop    product late:      the accumulator keeps its sum, and takes nothing of that product
            accumulator late:  it takes its right sum from the shadows instead of the next product
            results are drained from the shadows, so that a tile's last late sum is right
    replay  both take the right value from the shadows, while the array waits

Left out, all in favour of both: a cell against metastability, the second clock tree, buffers that keep short
paths from racing through to the shadow, that sums are drained later, and the gating of all clocks of an array
within one cycle (replay).
"""

from __future__ import annotations

from collections.abc import Mapping

from amaranth.hdl import Cat, ClockDomain, Const, Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Member, Out

from drift_hw.config import Config
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.emit import block_verilog, verilog
from drift_hw.errors import UserError
from drift_hw.faults.flop import capture
from golden.resilience.policies import Hardware
from golden.timing.shadows import Remedy, Shadows
from synth import area
from synth.flow import map_buffered, mapping_cache
from synth.pdk import Library
from synth.protection import RECIPE
from synth.yosys import Progress, map_design


class ShadowedPE(ProcessingElement):
    """A data PE whose product register and accumulator have shadow flops.

    Timing is that of `ProcessingElement`. `late_out` is high in the cycle after a late capture, here or in
    the PEs before (`late_in`).
    """

    def __init__(
        self,
        config: Config,
        remedy: Remedy,
        *,
        shadowed: Mapping[str, int] | None = None,
        one_clock: bool = False,
    ) -> None:
        """Build the PE of `config`.

        Args:
            config: the array; with fault ports, faults are of the main flops.
            remedy: of late captures, `DROP` or `REPLAY`.
            shadowed: registers with shadows, and from which bit up they have them; None: everywhere.
            one_clock: clock them as all others, for power where nothing is late.

        Raises:
            UserError: for carry-save accumulators, and for bits that the PE does not have.
        """
        if config.array.carry_save:
            raise UserError(
                "shadow flops are not built for carry-save accumulators; set array.carry_save = false"
            )
        Shadows(remedy, shadowed).check(config)
        registers = ("product", "accumulator") if config.array.product_register else ("accumulator",)
        self._lowest = dict.fromkeys(registers, 0) if shadowed is None else shadowed
        self._remedy, self._one_clock = remedy, one_clock
        super().__init__(config, "drift_pe")

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
        capture(m, self, "a", a, self.a_in)
        capture(m, self, "b", b, self.b_in)
        m.d.sync += flush.eq(self.flush_in)
        product, flush_accumulator = Signal(self.a_width + self.b_width), flush
        late_product: Value = Const(0)
        multiply = a.as_signed() * b.as_signed()
        if self.config.array.product_register:
            flush_accumulator = Signal()
            m.d.sync += flush_accumulator.eq(flush)
            late_product, _ = self._register(m, "product", product, multiply)
        else:
            m.d.comb += product.eq(multiply)
        accumulator = Signal(self.config.accumulator_flops)
        total, chosen = Signal.like(accumulator), Signal.like(accumulator)
        m.d.comb += total.eq(Mux(flush_accumulator, 0, accumulator) + product.as_signed())
        late_sum, right = self._register(m, "accumulator", accumulator, chosen)
        if self._remedy is Remedy.DROP:
            dropped = late_product | (late_sum & ~flush_accumulator)
            m.d.comb += chosen.eq(Mux(dropped, Mux(flush_accumulator, 0, right), total))
        else:
            m.d.comb += chosen.eq(total)
        drained = right if self._remedy is Remedy.DROP else accumulator
        m.d.comb += [
            self.a_out.eq(a),
            self.b_out.eq(b),
            self.flush_out.eq(flush),
            self.drain_out.eq(self.drain_in | drained & flush_accumulator.replicate(len(accumulator))),
            self.late_out.eq(self.late_in | late_product | late_sum),
        ]
        return m

    def _register(self, m: Module, name: str, flop: Signal, wanted: Value) -> tuple[Value, Value]:
        """Register `wanted`; with shadows, return whether it was late and what is right.

        For a replay its upper bits take the shadows where they differ.
        """
        if name not in self._lowest:
            capture(m, self, name, flop, wanted)
            return Const(0), flop
        low = self._lowest[name]
        shadow, captured = (Signal(len(flop) - low, name=f"{name}_{role}") for role in ("shadow", "captured"))
        late = Signal(name=f"{name}_late")
        m.d.comb += late.eq(flop[low:] != shadow)
        if self._remedy is Remedy.REPLAY:
            wanted = Cat(wanted[:low], Mux(late, shadow, wanted[low : len(flop)]))
        # On the same clock synthesis would merge a shadow with its flop, did it not hold the complement.
        inverted = Const(-self._one_clock, len(shadow))
        m.d.shadow += captured.eq(wanted[low:] ^ inverted)
        m.d.comb += shadow.eq(captured ^ inverted)
        capture(m, self, name, flop, wanted)
        return late, Cat(flop[:low], shadow)


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
    plain = config.without_injection
    shadows = {
        remedy: pe_area(ShadowedPE(plain, remedy), library, recipe)
        - pe_area(ProcessingElement(plain), library, recipe)
        for remedy in (Remedy.DROP, Remedy.REPLAY)
    }
    return {
        Hardware.NONE: 0.0,
        **{
            hardware: core(hardware) / bare - 1
            for hardware in (Hardware.CHECKS, Hardware.CORRECTOR, Hardware.LOCATOR)
        },
        Hardware.DROPPING: config.array.rows * config.array.columns * shadows[Remedy.DROP] / bare,
        Hardware.REPLAYING: config.array.rows * config.array.columns * shadows[Remedy.REPLAY] / bare,
    }


def pe_area(block: ProcessingElement, library: Library, recipe: str = RECIPE) -> float:
    """Return the cell area of a PE in um2."""
    mapped = map_design(
        block_verilog(block), block.module_name, library, recipe=recipe, cache=mapping_cache()
    )
    return area.measure(mapped, library).total
