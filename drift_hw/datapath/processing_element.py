"""Processing elements: multiply-accumulate, operand forwarding and the drain bus tap."""

from __future__ import annotations

from amaranth.hdl import Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.datapath.carry_save import compress, pack, partial_products, unpack
from drift_hw.faults.flop import capture, fault_ports, registers


class ProcessingElement(Block):
    """One output-stationary PE: ``accumulator += a * b``.

    `flush_in` accompanies the operands of a cycle; where it reaches the accumulator, the accumulator is
    driven on the drain bus and restarts from the present product. One marker so both drains and clears.
    With `carry_save` the accumulator is two words, the sum in the low bits, which the end of the bus adds.

    Latency: operands are registered (1 cycle), then accumulated (1 cycle, 2 with the product register).
    Throughput: one multiply-accumulate per cycle.
    """

    negate = False
    region = ""

    def __init__(self, config: Config, name: str = "drift_pe") -> None:
        self.a_width, self.b_width = self.widths(config)
        ports = {
            "a_in": In(self.a_width),
            "b_in": In(self.b_width),
            "flush_in": In(1),
            **self.outputs(config),
        }
        ports |= fault_ports(config, registers(config, self.a_width, self.b_width), self.region)
        super().__init__(config, name, ports)

    def widths(self, config: Config) -> tuple[int, int]:
        """Return the widths of the two operands."""
        return config.array.operand_width, config.array.operand_width

    def outputs(self, config: Config) -> dict[str, Member]:
        """Return the ports besides operands and faults: forwarding and drain."""
        width = config.accumulator_flops
        return {
            "a_out": Out(self.a_width),
            "b_out": Out(self.b_width),
            "flush_out": Out(1),
            "drain_in": In(width),
            "drain_out": Out(width),
        }

    def elaborate(self, platform: object) -> Module:
        """Build the registers, the multiplier and the accumulator."""
        m = self.module()
        a = Signal(self.a_width)
        b = Signal(self.b_width)
        flush = Signal()
        capture(m, self, f"{self.region}a", a, self.a_in)
        capture(m, self, f"{self.region}b", b, self.b_in)
        m.d.sync += flush.eq(self.flush_in)

        accumulator = Signal(self.config.accumulator_flops)
        previous = Signal.like(accumulator)
        total = Signal.like(accumulator)
        if self.config.array.carry_save:
            width = self.config.array.accumulator_width
            flush_accumulator = flush
            products = partial_products(a, b, width, negate=self.negate)
            m.d.comb += total.eq(pack(*compress(m, [*products, *unpack(previous, width)])))
        else:
            product, flush_accumulator = self._product(m, a, b, flush)
            m.d.comb += total.eq(previous - product if self.negate else previous + product)
        m.d.comb += previous.eq(Mux(flush_accumulator, 0, accumulator))
        capture(m, self, f"{self.region}accumulator", accumulator, total)
        gated = accumulator & flush_accumulator.replicate(len(accumulator))
        drivers: dict[str, Value] = {
            "a_out": a,
            "b_out": b,
            "flush_out": flush,
            "accumulator_out": accumulator,
        }
        for name, _, port in self.ports():
            if name in drivers:
                m.d.comb += port.eq(drivers[name])
            elif name == "drain_out":
                m.d.comb += port.eq(self.drain_in | gated)
        return m

    def _product(self, m: Module, a: Signal, b: Signal, flush: Signal) -> tuple[Value, Signal]:
        """Return the signed product, and the flush marker that is in step with it."""
        product = Signal(self.a_width + self.b_width)
        multiply = a.as_signed() * b.as_signed()
        if not self.config.array.product_register:
            m.d.comb += product.eq(multiply)
            return product.as_signed(), flush
        flush_accumulator = Signal()
        capture(m, self, f"{self.region}product", product, multiply)
        m.d.sync += flush_accumulator.eq(flush)
        return product.as_signed(), flush_accumulator


class ChecksumColumnPE(ProcessingElement):
    """PE of the checksum column: accumulates **minus** a times the row sum of B; forwards the sum down.

    It is fed in parallel with column 0 and drains over a bus of its own. Timing as the data PE's.
    """

    negate = True
    region = "checksum_column_"

    def __init__(self, config: Config) -> None:
        super().__init__(config, "drift_checksum_column_pe")

    def widths(self, config: Config) -> tuple[int, int]:
        """Return operand width and width of a row sum of B."""
        return config.array.operand_width, config.row_sum_width

    def outputs(self, config: Config) -> dict[str, Member]:
        """Return forwarding of the sum, and the drain bus."""
        width = config.accumulator_flops
        return {"b_out": Out(self.b_width), "drain_in": In(width), "drain_out": Out(width)}


class ChecksumRowPE(ProcessingElement):
    """PE of the checksum row: accumulates **minus** the column sum of A times b; forwards the sum right.

    It is fed in parallel with row 0; its accumulator goes straight to the lane below no bus. Timing as
    the data PE's.
    """

    negate = True
    region = "checksum_row_"

    def __init__(self, config: Config) -> None:
        super().__init__(config, "drift_checksum_row_pe")

    def widths(self, config: Config) -> tuple[int, int]:
        """Return width of a column sum of A and operand width."""
        return config.column_sum_width, config.array.operand_width

    def outputs(self, config: Config) -> dict[str, Member]:
        """Return forwarding of the sum, and the accumulator."""
        return {
            "a_out": Out(self.a_width),
            "flush_out": Out(1),
            "accumulator_out": Out(config.accumulator_flops),
        }
