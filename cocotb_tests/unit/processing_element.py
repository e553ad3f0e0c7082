"""The three kinds of PE: multiply-accumulate, flush, drain bus, wrap-around, fault ports."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from cocotb_tests.unit.array_models import PEModel
from cocotb_tests.unit.bench import Bench, unit_test
from cocotb_tests.unit.bits import mask, signed, sparse
from cocotb_tests.unit.carry_save import resolved
from drift_hw.config import CARRY_START

MODELS = {
    "drift_pe": PEModel.data,
    "drift_checksum_column_pe": PEModel.checksum_column,
    "drift_checksum_row_pe": PEModel.checksum_row,
}

MOST_BEATS = 1100
"""Enough for 4-bit operands to wrap 16-bit accumulators."""


def extremes(width: int) -> tuple[int, ...]:
    """Return the unsigned images of the lowest and highest number, -1, 0 and 1."""
    low = 1 << (width - 1)
    return low, low - 1, mask(width), 0, 1


class PEBench(Bench):
    """A PE beside its model; both have left the power-up state behind after `prime`."""

    async def prime(self) -> PEModel:
        model = MODELS[self.module](self.config)
        assert model.widths["a"] == self.width("a_in")
        assert model.widths["b"] == self.width("b_in")
        latency = self.config.accumulator_latency
        await self.lockstep(model, [self.operands(flush=1)] * (latency + 1), unknown=latency)
        return model

    def operands(self, flush: float) -> dict[str, int]:
        """Return random operands and bus; `flush` is the probability of the marker."""
        inputs = {name: self.random.getrandbits(self.width(f"{name}_in")) for name in ("a", "b")}
        if self.random.random() < 0.3:
            inputs = {name: self.random.choice(extremes(self.width(f"{name}_in"))) for name in inputs}
        levels = {f"{name}_in": level for name, level in inputs.items()}
        levels["flush_in"] = int(self.random.random() < flush)
        if self.width("drain_in"):
            levels["drain_in"] = sparse(self.random, self.width("drain_in"))
        return levels

    @property
    def fault_inputs(self) -> list[str]:
        return [name for name in self.inputs if name.startswith("fault_")]


@unit_test()
async def random_cycles(dut: Any, instance: str) -> None:
    """Random operands, markers, bus levels and, where there are ports, faults of many bits."""
    bench = await PEBench.start(dut, instance)
    model = await bench.prime()

    def stimulus() -> dict[str, int]:
        faults = {
            name: sparse(bench.random, bench.width(name))
            for name in bench.fault_inputs
            if bench.random.random() < 0.1
        }
        return bench.operands(flush=0.15) | faults

    await bench.lockstep(model, (stimulus() for _ in range(400)))


@unit_test()
async def drains_dot_products(dut: Any, instance: str) -> None:
    """Each marker drains the sum of the products since the one before; a tile of one beat too."""
    bench = await PEBench.start(dut, instance)
    latency = bench.config.accumulator_latency
    acc = bench.config.array.accumulator_width
    output = "drain_out" if bench.width("drain_out") else "accumulator_out"
    sign = 1 if bench.module == "drift_pe" else -1
    total, expected = 0, {}
    flush_at = 0
    for cycle in range(300):
        inputs = bench.operands(flush=0) | {"flush_in": int(cycle == flush_at)}
        inputs.pop("drain_in", None)
        if inputs["flush_in"]:
            # What came until the cycle before is complete, and the marker acts on it in the same cycle.
            expected[cycle - 1 + latency] = total
            total = 0
            flush_at = cycle + bench.random.randint(1, 12)
        a, b = (signed(inputs[f"{name}_in"], bench.width(f"{name}_in")) for name in ("a", "b"))
        total += sign * a * b
        await bench.cycle(**inputs)
        if cycle >= latency and (cycle in expected or output == "drain_out"):
            found = resolved(bench.read(output), bench.config)
            assert found == expected.get(cycle, 0) & mask(acc), f"cycle {cycle}"
    assert len(expected) > 20


@unit_test()
async def extremes_wrap_around(dut: Any, instance: str) -> None:
    """The largest products, one sign at a time, beyond the ends of a narrow accumulator."""
    bench = await PEBench.start(dut, instance)
    acc = bench.config.array.accumulator_width
    low_a, low_b = (1 << (bench.width(f"{name}_in") - 1) for name in ("a", "b"))
    beats = min(MOST_BEATS, (1 << acc) // (low_a * low_b) + 3)
    for b_in in (low_b, low_b - 1):
        model = await bench.prime()
        product = -low_a * signed(b_in, bench.width("b_in"))
        await bench.lockstep(model, ({"a_in": low_a, "b_in": b_in, "flush_in": 0} for _ in range(beats)))
        if acc == 16:
            assert beats * abs(product) >= 1 << (acc - 1), "the point of a narrow accumulator is to wrap"
        # Drain: the bus carries the wrapped sum.
        idle = {"a_in": 0, "b_in": 0, "flush_in": 0}
        latency = bench.config.accumulator_latency
        await bench.lockstep(model, [idle | {"flush_in": 1}, *[idle] * latency])


@unit_test(fault_ports=True)
async def every_flop_bit_fails(dut: Any, instance: str) -> None:
    """One bit late or flipped in one cycle: the outputs are the model's, and the fault is seen at them."""
    bench = await PEBench.start(dut, instance)
    model = await bench.prime()
    for port in bench.fault_inputs:
        for bit in range(bench.width(port)):
            if rests(bench, port, bit):
                continue
            for _attempt in range(60):  # a late bit that does not change is not wrong
                if await fault_is_seen(bench, model, {port: 1 << bit}):
                    break
            else:
                raise AssertionError(f"bit {bit} of {port} has no effect")


def rests(bench: PEBench, port: str, bit: int) -> bool:
    """Return whether a late bit is hardly seen: upper bits of carry-save words change in long tiles only."""
    if not bench.config.array.carry_save or not port.startswith("fault_late") or "accumulator" not in port:
        return False
    width = bench.config.array.accumulator_width
    weight = bit if bit < width else bit - width + CARRY_START
    return weight >= bench.width("a_in") + bench.width("b_in")


async def fault_is_seen(bench: PEBench, model: PEModel, fault: dict[str, int]) -> bool:
    """Run one faulty cycle and some without; return whether a twin without the fault had other outputs."""
    twin = deepcopy(model)
    seen = False
    for number in range(bench.config.accumulator_latency + 2):
        inputs = bench.operands(flush=0.5)
        clean = twin.clock(inputs)
        inputs |= fault if number == 0 else {}
        expected = model.clock(inputs)
        await bench.cycle(**inputs)
        bench.compare(expected, fault)
        seen = seen or any(expected[name] != clean[name] for name in bench.outputs)
    return seen
