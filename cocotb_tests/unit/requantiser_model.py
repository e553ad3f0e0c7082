"""The requantiser lane as three stages around `golden.integer.requantise`."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from cocotb_tests.unit.bench import Ports
from cocotb_tests.unit.bits import mask, signed
from drift_hw.config import Config
from drift_hw.datapath.requantiser import RequantiserLane
from golden.integer import requantise

torch.set_num_threads(1)

Item = tuple[int, int, int, int]
"""accumulator, bias (both signed), multiplier, shift."""


class RequantiserModel:
    """A value moves one stage on where that stage is enabled; None is a value not known."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.stages: list[Item | None] = [None] * RequantiserLane.STAGES

    def clock(self, inputs: Mapping[str, int], accumulator_in: int | None) -> Ports:
        """Return the outputs, then take the edge; `accumulator_in` is None when it is not known."""
        outputs = self.outputs()
        acc = self.config.array.accumulator_width
        item = None
        if accumulator_in is not None:
            bias = signed(inputs.get("bias", 0), acc)
            item = (signed(accumulator_in, acc), bias, inputs.get("multiplier", 0), inputs.get("shift", 0))
        sources = [item, *self.stages[:-1]]
        for stage, source in enumerate(sources):
            if inputs.get("enable", 0) >> stage & 1:
                self.stages[stage] = source
        return outputs

    def outputs(self) -> Ports:
        """Return what the last stage holds."""
        item = self.stages[-1]
        if item is None:
            return {"accumulator_out": None, "quantised": None}
        accumulator, bias, multiplier, shift = item
        limit = self.config.output_limit
        quantised = int(requantise(torch.tensor(accumulator), bias, multiplier, shift, limit))
        return {
            "accumulator_out": accumulator & mask(self.config.array.accumulator_width),
            "quantised": quantised & mask(self.config.array.operand_width),
        }
