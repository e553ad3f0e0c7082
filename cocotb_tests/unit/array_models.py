"""Register-accurate models of the array's blocks, from docs/microarchitecture.md: PE, row, segment, array.

Each model's `clock` takes the block's inputs by port name (a fault port left out is zero) and returns all
outputs that any configuration of the block has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cocotb_tests.unit.bits import fields, mask, packed, signed
from drift_hw.config import Config

Levels = Mapping[str, int]


def own_faults(inputs: Levels, prefix: str, pe: PEModel, position: int) -> Iterator[tuple[str, int]]:
    """Yield what the packed fault ports PREFIX hold for the PE at `position`, by the PE's port names."""
    for register, width in pe.widths.items():
        for kind in ("late", "flip"):
            vector = inputs.get(f"fault_{kind}_{prefix}{register}", 0)
            yield f"fault_{kind}_{register}", vector >> (position * width) & mask(width)


class PEModel:
    """Multiply-accumulate of any of the three PEs; `flops` holds the faultable registers."""

    def __init__(self, config: Config, a_width: int, b_width: int, *, negate: bool = False) -> None:
        self.widths = {
            "a": a_width,
            "b": b_width,
            "product": a_width + b_width,
            "accumulator": config.array.accumulator_width,
        }
        self.flops = dict.fromkeys(self.widths, 0)
        self.negate = negate
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
        return cls(config, config.array.operand_width, config.row_sum_width, negate=True)

    @classmethod
    def checksum_row(cls, config: Config) -> PEModel:
        """Return a PE of the checksum row."""
        return cls(config, config.column_sum_width, config.array.operand_width, negate=True)

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
            "accumulator": previous - product if self.negate else previous + product,
        }
        for register, value in wanted.items():
            late = inputs.get(f"fault_late_{register}", 0)
            flip = inputs.get(f"fault_flip_{register}", 0)
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
        drain = fields(inputs["drain_in"], array.accumulator_width, array.columns)
        # From the right, so that a PE still finds what its left neighbour held in this cycle.
        for j in reversed(range(array.columns)):
            left = self.pes[j - 1]
            operands = {
                "a_in": left.flops["a"] if j else inputs["a_in"],
                "flush_in": left.flush[0] if j else inputs["flush_in"],
                "b_in": b[j],
                "drain_in": drain[j],
            }
            faults = dict(own_faults(inputs, "", self.pes[j], j))
            drain[j] = self.pes[j].clock(operands | faults)["drain_out"]
        outputs["drain_out"] = packed(drain, array.accumulator_width)
        operands = {
            "a_in": inputs["a_in"],
            "flush_in": inputs["flush_in"],
            "b_in": inputs.get("row_sum_in", 0),
            "drain_in": inputs.get("checksum_drain_in", 0),
        }
        faults = dict(own_faults(inputs, "checksum_column_", self.checksum_pe, 0))
        outputs["checksum_drain_out"] = self.checksum_pe.clock(operands | faults)["drain_out"]
        return outputs


class ChecksumRowModel:
    """C checksum PEs; `prefix` is that of their fault ports."""

    def __init__(self, config: Config, prefix: str = "") -> None:
        self.config = config
        self.prefix = prefix
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
            self.pes[j].clock(operands | dict(own_faults(inputs, self.prefix, self.pes[j], j)))
        return {"accumulator_out": packed(accumulators, array.accumulator_width)}


class SegmentModel:
    """Rows, and the registers of the buses above them."""

    def __init__(self, config: Config, rows: int) -> None:
        self.config = config
        self.rows = [RowModel(config) for _ in range(rows)]
        self.buses = {"drain": 0, "checksum_drain": 0}

    def clock(self, inputs: Levels) -> dict[str, int]:
        """Return the outputs, then take the edge."""
        w, c = self.config.array.operand_width, self.config.array.columns
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
            faults: dict[str, int] = {}
            for prefix, pe, count in (
                ("", self.rows[i].pes[0], c),
                ("checksum_column_", self.rows[i].checksum_pe, 1),
            ):
                for register, width in pe.widths.items():
                    for kind in ("late", "flip"):
                        name = f"fault_{kind}_{prefix}{register}"
                        faults[name] = inputs.get(name, 0) >> (i * count * width) & mask(count * width)
            row_outputs = self.rows[i].clock(row_inputs | faults)
            buses = {bus: row_outputs[f"{bus}_out"] for bus in buses}
        self.buses = buses
        return outputs


class ArrayModel:
    """Segments stacked, the checksum row on top."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.segments = [SegmentModel(config, rows) for rows in config.segment_rows]
        self.checksum_row = ChecksumRowModel(config, prefix="checksum_row_")

    def clock(self, inputs: Levels) -> dict[str, int]:
        """Return the outputs, then take the edge."""
        rows = sum(self.config.segment_rows)
        checksum_inputs = {"column_sum_in": 0} | dict(inputs)
        checksum_inputs["flush_in"] = inputs["flush_in"] & 1
        outputs = {"checksum_row_out": self.checksum_row.clock(checksum_inputs)["accumulator_out"]}
        drain = {"drain_in": 0, "checksum_drain_in": 0}
        bottom = rows
        for number in reversed(range(len(self.segments))):
            segment = self.segments[number]
            count = len(segment.rows)
            bottom -= count
            above = self.segments[number - 1].rows[-1]
            segment_inputs = {
                "b_in": above.b_out if number else inputs["b_in"],
                "row_sum_in": above.row_sum_out if number else inputs.get("row_sum_in", 0),
                **drain,
            }
            # Every other port of a segment is a range of rows of the array's port.
            for name, vector in inputs.items():
                if name in ("a_in", "flush_in") or name.startswith("fault_"):
                    width = self._row_width(name)
                    segment_inputs[name] = vector >> (bottom * width) & mask(count * width)
            segment_outputs = segment.clock(segment_inputs)
            drain = {f"{bus}_in": segment_outputs[f"{bus}_out"] for bus in segment.buses}
        return outputs | {"drain_out": drain["drain_in"], "checksum_drain_out": drain["checksum_drain_in"]}

    def _row_width(self, port: str) -> int:
        """Return the bits of a port of the array that belong to one of its rows."""
        row = self.segments[0].rows[0]
        if port == "flush_in":
            return 1
        if port == "a_in":
            return row.pes[0].widths["a"]
        register = port.rpartition("_")[2]
        if "_checksum_column_" in port:
            return row.checksum_pe.widths[register]
        return row.pes[0].widths[register] * len(row.pes)
