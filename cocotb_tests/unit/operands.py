"""On the way of the operands: the skew triangles and the checksum's operand sums."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from cocotb_tests.unit.bench import Bench, Ports, unit_test
from cocotb_tests.unit.bits import fields, packed, signed


class SkewModel:
    """Lane i is what came i cycles ago; unknown until then."""

    def __init__(self, lanes: int, width: int) -> None:
        self.lanes, self.width = lanes, width
        self.history: deque[list[int]] = deque(maxlen=lanes)

    def clock(self, inputs: Mapping[str, int]) -> Ports:
        """Return the outputs, then take the edge."""
        self.history.appendleft(fields(inputs["lanes_in"], self.width, self.lanes))
        if len(self.history) < self.lanes:
            return {"lanes_out": None}
        return {"lanes_out": packed((self.history[i][i] for i in range(self.lanes)), self.width)}


@unit_test("drift_skew_a", "drift_skew_b")
async def lane_i_is_i_cycles_late(dut: Any, instance: str) -> None:
    bench = await Bench.start(dut, instance)
    operand = bench.config.array.operand_width
    width = operand + 1 if bench.module == "drift_skew_a" else operand  # a carries the flush marker
    lanes, rest = divmod(bench.width("lanes_in"), width)
    assert rest == 0
    stimuli = [{"lanes_in": bench.random.getrandbits(lanes * width)} for _ in range(100)]
    await bench.lockstep(SkewModel(lanes, width), stimuli)


@unit_test(*(f"drift_sum_{lanes}" for lanes in range(1, 257)))
async def sums_are_exact(dut: Any, instance: str) -> None:
    """Random operands, and the extremes: all lowest, all highest, one of each."""
    bench = await Bench.start(dut, instance)
    width = bench.config.array.operand_width
    lanes = bench.width("operands") // width
    assert bench.module == f"drift_sum_{lanes}"
    low, high = 1 << (width - 1), (1 << (width - 1)) - 1
    vectors = [[low] * lanes, [high] * lanes, [-1] * lanes, [low, *[high] * (lanes - 1)]]
    vectors += [[bench.random.getrandbits(width) for _ in range(lanes)] for _ in range(100)]
    for operands in vectors:
        await bench.cycle(operands=packed(operands, width))
        expected = sum(signed(operand, width) for operand in operands)
        assert signed(bench.read("total"), bench.width("total")) == expected, operands
