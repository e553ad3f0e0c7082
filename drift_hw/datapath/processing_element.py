"""Processing elements: multiply-accumulate, operand forwarding and the drain bus tap."""

from __future__ import annotations

from amaranth.hdl import Module, Mux, Signal, Value
from amaranth.lib.wiring import In, Member, Out

from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.faults.flop import capture, fault_ports, registers


class ProcessingElement(Block):
    """One output-stationary PE: ``accumulator += a * b``.

    `flush_in` accompanies the operands of a cycle; where it reaches the accumulator, the accumulator is
    driven on the drain bus and restarts from the present product. One marker so both drains and clears.

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
        width = config.array.accumulator_width
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

        product = Signal(self.a_width + self.b_width)
        multiply = a.as_signed() * b.as_signed()
        if self.config.array.product_register:
            flush_accumulator = Signal()
            capture(m, self, f"{self.region}product", product, multiply)
            m.d.sync += flush_accumulator.eq(flush)
        else:
            flush_accumulator = flush
            m.d.comb += product.eq(multiply)

        accumulator = Signal(self.config.array.accumulator_width)
        previous = Signal.like(accumulator)
        total = Signal.like(accumulator)
        signed = product.as_signed()
        m.d.comb += [
            previous.eq(Mux(flush_accumulator, 0, accumulator)),
            total.eq(previous - signed if self.negate else previous + signed),
        ]
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
        width = config.array.accumulator_width
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
            "accumulator_out": Out(config.array.accumulator_width),
        }
