"""Rows, checksum row, segments and the whole array: wiring and fault ports in lockstep, tiles by golden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import torch

from cocotb_tests.unit.array_models import ArrayModel, ChecksumRowModel, RowModel, SegmentModel
from cocotb_tests.unit.bench import Bench, Reference, unit_test
from cocotb_tests.unit.bits import fields, mask, packed, sparse
from cocotb_tests.unit.carry_save import resolved
from drift_hw.config import Config
from golden.abft import checksums
from golden.integer import matmul

MODELS: dict[str, Callable[[Bench], Reference]] = {
    "drift_row": lambda bench: RowModel(bench.config),
    "drift_checksum_row": lambda bench: ChecksumRowModel(bench.config),
    "drift_segment": lambda bench: SegmentModel(bench.config, bench.width("flush_in")),
    "drift_array": lambda bench: ArrayModel(bench.config),
}


def settling(bench: Bench) -> int:
    """Return cycles with every marker set after which no flop holds what it powered up with."""
    array = bench.config.array
    return array.rows + array.columns + bench.config.drain_cycles + bench.config.accumulator_latency


@unit_test()
async def random_cycles(dut: Any, instance: str) -> None:
    """Random levels at every input, faults too: operands, markers and buses go where they belong."""
    bench = await Bench.start(dut, instance)

    def stimulus(flush: float, faults: float) -> dict[str, int]:
        inputs = {}
        for name in bench.inputs:
            width = bench.width(name)
            if name == "flush_in":
                inputs[name] = packed((bench.random.random() < flush for _ in range(width)), 1)
            elif name.startswith("fault_"):
                inputs[name] = sparse(bench.random, width) if bench.random.random() < faults else 0
            else:
                inputs[name] = bench.random.getrandbits(width)
        return inputs

    cycles = settling(bench)
    stimuli = [stimulus(1, 0) for _ in range(cycles)] + [stimulus(0.2, 0.1) for _ in range(200)]
    await bench.lockstep(MODELS[bench.module](bench), stimuli, unknown=cycles)


class TilePlan:
    """Tiles fed from cycle 0 on, as fast as they drain: the array's inputs, and what leaves it when."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.end = 0
        self.markers: set[int] = set()
        # Operands at lane 0, by cycle: lane i of a and lane j of b follow i and j cycles later.
        self.a: dict[int, list[int]] = {}
        self.b: dict[int, list[int]] = {}
        # Output -> cycle -> column -> value.
        self.leaving: dict[str, defaultdict[int, dict[int, int]]] = {
            name: defaultdict(dict) for name in ("drain_out", "checksum_drain_out", "checksum_row_out")
        }

    def add(self, a: torch.Tensor, b: torch.Tensor) -> None:
        """Append a tile, int8 (R, K) and (K, C); its marker keeps its distance from the one before."""
        depth = a.shape[1]
        self.end += max(depth, self.config.drain_cycles)
        self.a |= {self.end - depth + k: a[:, k].tolist() for k in range(depth)}
        self.b |= {self.end - depth + k: b[k].tolist() for k in range(depth)}
        self.markers.add(self.end)  # in the cycle after the last beat
        flushed = self.end + self.config.accumulator_latency - 1  # the cycle at PE (0,0)
        row_checksums, column_checksums = checksums(a, b)
        for i, row in enumerate(matmul(a, b).tolist()):
            leaves = flushed + 1 + i + i // self.config.segment_rows[0]
            self.leaving["checksum_drain_out"][leaves][0] = -int(row_checksums[i])
            for j, value in enumerate(row):
                self.leaving["drain_out"][leaves + j][j] = value
        for j, checksum in enumerate(column_checksums.tolist()):
            self.leaving["checksum_row_out"][flushed + j][j] = -checksum

    def inputs(self, cycle: int) -> dict[str, int]:
        """Return the inputs of a cycle; without a beat operands are zero."""
        array = self.config.array
        none_a, none_b = [0] * array.rows, [0] * array.columns
        inputs = {
            "a_in": packed(
                (self.a.get(cycle - i, none_a)[i] for i in range(array.rows)), array.operand_width
            ),
            "b_in": packed(
                (self.b.get(cycle - j, none_b)[j] for j in range(array.columns)), array.operand_width
            ),
            "flush_in": packed((cycle - i in self.markers for i in range(array.rows)), 1),
        }
        if self.config.protection.abft:
            inputs["row_sum_in"] = sum(self.b.get(cycle, none_b)) & mask(self.config.row_sum_width)
            inputs["column_sum_in"] = sum(self.a.get(cycle, none_a)) & mask(self.config.column_sum_width)
        return inputs


@unit_test("drift_array")
async def tiles_drain_in_time(dut: Any, instance: str) -> None:
    """Back-to-back tiles leave at the cycles that `Array` states, and nothing else is on the buses."""
    bench = await Bench.start(dut, instance)
    config, array, acc = bench.config, bench.config.array, bench.config.array.accumulator_width
    bus = config.accumulator_flops
    # With zero operands and every marker set, accumulators and buses become zero.
    for _ in range(settling(bench)):
        await bench.cycle(flush_in=mask(array.rows))
    for _ in range(settling(bench)):
        await bench.cycle()
    plan = TilePlan(config)
    generator = torch.Generator().manual_seed(7)
    low = -config.output_limit - 1
    for depth in [1, 1, 2, array.rows, 2 * array.rows, 23, 1, 9]:
        a, b = (
            torch.randint(low, -low, shape, generator=generator, dtype=torch.int8)
            for shape in ((array.rows, depth), (depth, array.columns))
        )
        plan.add(a, b)
    for cycle in range(plan.end + settling(bench)):
        await bench.cycle(**plan.inputs(cycle))
        for name in plan.leaving.keys() & bench.outputs.keys():
            wanted = plan.leaving[name][cycle]
            for j, found in enumerate(fields(bench.read(name), bus, bench.width(name) // bus)):
                # The buses are zero when nothing is drained; the checksum row's accumulators run on.
                if j in wanted or name != "checksum_row_out":
                    assert resolved(found, config) == wanted.get(j, 0) & mask(acc), (
                        f"{name} of column {j} in cycle {cycle}"
                    )
