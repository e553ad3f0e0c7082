"""Register-accurate models of the array's blocks, from docs/microarchitecture.md: PE, row, segment, array.

Each model's `clock` takes the block's inputs by port name (a fault port left out is zero) and returns all
outputs that any configuration of the block has.
"""

from __future__ import annotations

from collections.abc import Mapping

from cocotb_tests.unit.bits import fields, mask, packed, signed
from cocotb_tests.unit.carry_save import accumulate
from drift_hw.config import Config

Levels = Mapping[str, int]


def faults_of(inputs: Levels, unit: PEModel | RowModel, first: int, count: int = 1) -> dict[str, int]:
    """Return the fault ports of `count` of the equal units that share packed ports, from unit `first` on."""
    return {
        name: inputs.get(name, 0) >> (first * width) & mask(count * width)
        for name, width in unit.fault_ports.items()
    }


class PEModel:
    """Multiply-accumulate of any of the three PEs; `flops` holds the faultable registers.

    A checksum PE has a `region`, which is part of the names of its fault ports.
    """

    def __init__(self, config: Config, a_width: int, b_width: int, region: str = "") -> None:
        self.widths = {
            "a": a_width,
            "b": b_width,
            "product": a_width + b_width,
            "accumulator": config.accumulator_flops,
        }
        self.config = config
        self.flops = dict.fromkeys(self.widths, 0)
        self.region = region
        self.fault_ports = {
            f"fault_{kind}_{region}{register}": width
            for register, width in self.widths.items()
            for kind in ("late", "flip")
        }
        self.product_register = config.array.product_register
        # An operand is in its register one cycle after it came; the accumulator acts on it last.
        self.flush = [0] * (config.accumulator_latency - 1)

    @classmethod
    def data(cls, config: Config) -> PEModel:
        """Return a PE of the data array."""
        return cls(config, config.array.operand_width, config.array.operand_width)

    @classmethod
    def checksum_column(cls, config: Config) -> PEModel:
        """Return a PE of the checksum column."""
        return cls(config, config.array.operand_width, config.row_sum_width, "checksum_column_")

    @classmethod
    def checksum_row(cls, config: Config) -> PEModel:
        """Return a PE of the checksum row."""
        return cls(config, config.column_sum_width, config.array.operand_width, "checksum_row_")

    def clock(self, inputs: Levels) -> dict[str, int]:
        """Return the outputs, then take the edge."""
        flops, widths, draining = self.flops, self.widths, self.flush[-1]
        outputs = {
            "a_out": flops["a"],
            "b_out": flops["b"],
            "flush_out": self.flush[0],
            "accumulator_out": flops["accumulator"],
            "drain_out": inputs.get("drain_in", 0) | (flops["accumulator"] if draining else 0),
        }
        multiply = signed(flops["a"], widths["a"]) * signed(flops["b"], widths["b"])
        product = signed(flops["product"] if self.product_register else multiply, widths["product"])
        previous = 0 if draining else flops["accumulator"]
        wanted = {
            "a": inputs["a_in"],
            "b": inputs["b_in"],
            "product": multiply,
            "accumulator": previous - product if self.region else previous + product,
        }
        if self.config.array.carry_save:
            a, b = ((flops[name], widths[name]) for name in ("a", "b"))
            wanted["accumulator"] = accumulate(a, b, previous, self.config, negate=bool(self.region))
        for register, value in wanted.items():
            late = inputs.get(f"fault_late_{self.region}{register}", 0)
            flip = inputs.get(f"fault_flip_{self.region}{register}", 0)
            captured = (flops[register] & late) | ((value ^ flip) & ~late)
            flops[register] = captured & mask(widths[register])
        self.flush = [inputs["flush_in"], *self.flush[:-1]]
        return outputs


class RowModel:
    """C PEs, and the checksum PE in parallel with the first."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.pes = [PEModel.data(config) for _ in range(config.array.columns)]
        self.checksum_pe = PEModel.checksum_column(config)
        data = {name: len(self.pes) * width for name, width in self.pes[0].fault_ports.items()}
        self.fault_ports = data | self.checksum_pe.fault_ports

    @property
    def b_out(self) -> int:
        """Operands b towards the next row."""
        return packed((pe.flops["b"] for pe in self.pes), self.config.array.operand_width)

    @property
    def row_sum_out(self) -> int:
        """The sum towards the next row."""
        return self.checksum_pe.flops["b"]

    def clock(self, inputs: Levels) -> dict[str, int]:
        """Return the outputs, then take the edge."""
        array = self.config.array
        outputs = {"b_out": self.b_out, "row_sum_out": self.row_sum_out}
        b = fields(inputs["b_in"], array.operand_width, array.columns)
        drain = fields(inputs["drain_in"], self.config.accumulator_flops, array.columns)
        # From the right, so that a PE still finds what its left neighbour held in this cycle.
        for j in reversed(range(array.columns)):
            left = self.pes[j - 1]
            operands = {
                "a_in": left.flops["a"] if j else inputs["a_in"],
                "flush_in": left.flush[0] if j else inputs["flush_in"],
                "b_in": b[j],
                "drain_in": drain[j],
            }
            drain[j] = self.pes[j].clock(operands | faults_of(inputs, self.pes[j], j))["drain_out"]
        outputs["drain_out"] = packed(drain, self.config.accumulator_flops)
        operands = {
            "a_in": inputs["a_in"],
            "flush_in": inputs["flush_in"],
            "b_in": inputs.get("row_sum_in", 0),
            "drain_in": inputs.get("checksum_drain_in", 0),
        }
        operands |= faults_of(inputs, self.checksum_pe, 0)
        outputs["checksum_drain_out"] = self.checksum_pe.clock(operands)["drain_out"]
        return outputs


class ChecksumRowModel:
    """C checksum PEs."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.pes = [PEModel.checksum_row(config) for _ in range(config.array.columns)]

    def clock(self, inputs: Levels) -> dict[str, int]:
        """Return the outputs, then take the edge."""
        array = self.config.array
        b = fields(inputs["b_in"], array.operand_width, array.columns)
        accumulators = [pe.flops["accumulator"] for pe in self.pes]
        for j in reversed(range(array.columns)):
            left = self.pes[j - 1]
            operands = {
                "a_in": left.flops["a"] if j else inputs["column_sum_in"],
                "flush_in": left.flush[0] if j else inputs["flush_in"],
                "b_in": b[j],
            }
            self.pes[j].clock(operands | faults_of(inputs, self.pes[j], j))
        return {"accumulator_out": packed(accumulators, self.config.accumulator_flops)}


class SegmentModel:
    """Rows, and the registers of the buses above them."""

    def __init__(self, config: Config, rows: int) -> None:
        self.config = config
        self.rows = [RowModel(config) for _ in range(rows)]
        self.buses = {"drain": 0, "checksum_drain": 0}

    def clock(self, inputs: Levels) -> dict[str, int]:
        """Return the outputs, then take the edge."""
        w = self.config.array.operand_width
        outputs = {f"{bus}_out": level for bus, level in self.buses.items()}
        outputs |= {"b_out": self.rows[-1].b_out, "row_sum_out": self.rows[-1].row_sum_out}
        buses = {bus: inputs.get(f"{bus}_in", 0) for bus in self.buses}
        a = fields(inputs["a_in"], w, len(self.rows))
        flush = fields(inputs["flush_in"], 1, len(self.rows))
        # From the bottom: the buses go up in this cycle, b comes down with the edge.
        for i in reversed(range(len(self.rows))):
            above = self.rows[i - 1]
            row_inputs = {
                "a_in": a[i],
                "flush_in": flush[i],
                "b_in": above.b_out if i else inputs["b_in"],
                "row_sum_in": above.row_sum_out if i else inputs.get("row_sum_in", 0),
                "drain_in": buses["drain"],
                "checksum_drain_in": buses["checksum_drain"],
            }
            row_outputs = self.rows[i].clock(row_inputs | faults_of(inputs, self.rows[i], i))
            buses = {bus: row_outputs[f"{bus}_out"] for bus in buses}
        self.buses = buses
        return outputs


class ArrayModel:
    """Segments stacked, the checksum row on top."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.segments = [SegmentModel(config, rows) for rows in config.segment_rows]
        self.checksum_row = ChecksumRowModel(config)

    def clock(self, inputs: Levels) -> dict[str, int]:
        """Return the outputs, then take the edge."""
        w = self.config.array.operand_width
        row_inputs = {"column_sum_in": 0} | dict(inputs) | {"flush_in": inputs["flush_in"] & 1}
        outputs = {"checksum_row_out": self.checksum_row.clock(row_inputs)["accumulator_out"]}
        buses = {"drain": 0, "checksum_drain": 0}
        end = self.config.array.rows
        for number in reversed(range(len(self.segments))):
            segment, above = self.segments[number], self.segments[number - 1].rows[-1]
            count = len(segment.rows)
            end -= count  # now the segment's first row
            segment_inputs = {
                "a_in": inputs["a_in"] >> (end * w) & mask(count * w),
                "flush_in": inputs["flush_in"] >> end & mask(count),
                "b_in": above.b_out if number else inputs["b_in"],
                "row_sum_in": above.row_sum_out if number else inputs.get("row_sum_in", 0),
                **{f"{bus}_in": level for bus, level in buses.items()},
                **faults_of(inputs, segment.rows[0], end, count),
            }
            segment_outputs = segment.clock(segment_inputs)
            buses = {bus: segment_outputs[f"{bus}_out"] for bus in buses}
        return outputs | {f"{bus}_out": level for bus, level in buses.items()}
