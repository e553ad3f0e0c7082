"""Models of the end of a column: tile buffer bank, lane, group of lanes."""

from __future__ import annotations

from collections.abc import Mapping

from cocotb_tests.unit.bench import Ports
from cocotb_tests.unit.bits import fields, mask, packed
from cocotb_tests.unit.carry_save import resolved
from cocotb_tests.unit.requantiser_model import RequantiserModel
from cocotb_tests.unit.tokens import TokenFields
from drift_hw.config import SHIFT_WIDTH, Config


class BankModel:
    """A memory; what was never written is not known."""

    def __init__(self) -> None:
        self.memory: dict[int, int] = {}
        self.data: int | None = None

    def clock(self, inputs: Mapping[str, int]) -> Ports:
        """Return the outputs, then take the edge."""
        outputs = {"read_data": self.data}
        if inputs.get("read_enable", 0):
            self.data = self.memory.get(inputs["read_address"])
        if inputs.get("write_enable", 0):
            self.memory[inputs["write_address"]] = inputs["write_data"]
        return outputs


class LaneModel:
    """One lane, from the docstring of `Lane`."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.fields = TokenFields(config)
        self.bank = BankModel()
        self.requantiser = RequantiserModel(config)
        self.token = 0
        self.row_sum: int | None = None
        self.column_sum: int | None = None

    def clock(self, inputs: Mapping[str, int]) -> Ports:
        """Return the outputs, then take the edge."""
        width = self.config.array.accumulator_width
        outputs: dict[str, int | None] = {
            "token_out": self.token,
            "row_sum_out": self.row_sum,
            "column_delta": self.column_sum if self.fields.unpack(self.token)["last"] else 0,
        }
        token = self.fields.unpack(inputs.get("token_in", 0))
        drained = resolved(inputs.get("drain_in", 0), self.config)
        write = {
            "write_enable": token["valid"],
            "write_address": token["address"],
            "write_data": drained,
            "read_enable": inputs.get("read_enable", 0),
            "read_address": inputs.get("read_address", 0),
        }
        read_data = self.bank.clock(write)["read_data"]
        if read_data is not None and inputs.get("correction_select", 0):
            read_data = (read_data - inputs["correction"]) & mask(width)
        outputs |= self.requantiser.clock(inputs, read_data)
        self.row_sum = (inputs.get("row_sum_in", 0) + drained) & mask(width)
        if token["start"]:
            self.column_sum = resolved(inputs.get("checksum_in", 0), self.config)
        elif token["valid"] and self.column_sum is not None:
            self.column_sum = (self.column_sum + drained) & mask(width)
        self.token = 0 if inputs.get("rst", 0) else inputs.get("token_in", 0)
        return outputs


class LaneGroupModel:
    """Lanes side by side; token and row sum run through them."""

    def __init__(self, config: Config, lanes: int) -> None:
        self.config = config
        self.lanes = [LaneModel(config) for _ in range(lanes)]

    def clock(self, inputs: Mapping[str, int]) -> Ports:
        """Return the outputs, then take the edge."""
        array, count = self.config.array, len(self.lanes)
        widths = {
            "drain_in": self.config.accumulator_flops,
            "checksum_in": self.config.accumulator_flops,
            "bias": array.accumulator_width,
            "multiplier": self.config.requantiser.multiplier_width,
            "shift": SHIFT_WIDTH,
            "correction_select": 1,
        }
        own = {name: fields(inputs.get(name, 0), width, count) for name, width in widths.items()}
        names = ("rst", "read_enable", "read_address", "enable", "correction")
        shared = {name: inputs.get(name, 0) for name in names}
        outputs: list[Ports] = []
        # From the end, so that a lane still finds what its predecessor held in this cycle.
        for j in reversed(range(count)):
            chained = {"token_in": inputs.get("token_in", 0), "row_sum_in": inputs.get("row_sum_in", 0)}
            if j:
                before = self.lanes[j - 1]
                chained = {"token_in": before.token, "row_sum_in": before.row_sum or 0}
            lane_inputs = shared | chained | {name: values[j] for name, values in own.items()}
            outputs.insert(0, self.lanes[j].clock(lane_inputs))
        first = self.lanes[0].fields
        last = [first.unpack(lane["token_out"] or 0)["last"] for lane in outputs]
        return {
            "token_out": outputs[-1]["token_out"],
            "row_sum_out": outputs[-1]["row_sum_out"],
            "last": packed(last, 1),
            "column_delta": joined([lane["column_delta"] for lane in outputs], array.accumulator_width),
            "accumulator_out": joined([lane["accumulator_out"] for lane in outputs], array.accumulator_width),
            "quantised": joined([lane["quantised"] for lane in outputs], array.operand_width),
        }


def joined(values: list[int | None], width: int) -> int | None:
    """Return known values as one vector; None when any is not known."""
    known = [value for value in values if value is not None]
    return packed(known, width) if len(known) == len(values) else None
