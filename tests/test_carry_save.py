"""Carry-save accumulators in the golden model; the faulty array is in test_array_model.py."""

from __future__ import annotations

import numpy as np
import pytest
from amaranth.hdl import Module
from amaranth.sim import Simulator
from array_oracle import to_signed

from drift_hw.config import CARRY_START, Config
from drift_hw.datapath.processing_element import ChecksumColumnPE, ChecksumRowPE, ProcessingElement
from golden import replay
from golden.array import run
from golden.carry_save import CarrySaveAdder, resolved
from golden.faults import FaultList, Kind, Register
from golden.schedule import dense_schedule

CONFIG = Config().replace(
    array__rows=3, array__columns=5, array__accumulator_width=24, array__carry_save=True
)


@pytest.mark.parametrize("negate", [False, True])
@pytest.mark.parametrize(("a_width", "b_width"), [(8, 8), (8, 13), (12, 8), (4, 4), (5, 7), (4, 12)])
def test_words_stand_for_the_sum_of_products(a_width: int, b_width: int, negate: bool) -> None:
    random = np.random.default_rng(1)
    a, b = (random.integers(-(1 << (width - 1)), 1 << (width - 1), (200, 40)) for width in (a_width, b_width))
    a[:, 0], b[:, 0] = -(1 << (a_width - 1)), -(1 << (b_width - 1))
    adder = CarrySaveAdder(20, a_width, b_width, negate)
    words = np.zeros(200, np.int64), np.zeros(200, np.int64)
    for k in range(a.shape[1]):
        words = adder.add(a[:, k], b[:, k], *words)
        assert not (words[1] & ((1 << CARRY_START) - 1)).any(), "these bits are no flops"
        assert max(int(word.max()) for word in words) < 1 << 20
    exact = (a * b).sum(1) * (-1 if negate else 1)
    np.testing.assert_array_equal(to_signed(words[0] + words[1], 20), to_signed(exact, 20))
    packed = (words[0] | words[1] >> CARRY_START << 20).astype(np.uint64)
    np.testing.assert_array_equal(resolved(packed, 20).astype(np.int64), exact & ((1 << 20) - 1))


@pytest.mark.parametrize("kind", [ProcessingElement, ChecksumColumnPE, ChecksumRowPE])
def test_every_flop_of_the_rtl_is_that_of_the_model(kind: type[ProcessingElement]) -> None:
    dut = kind(CONFIG)
    adder = CarrySaveAdder(24, dut.a_width, dut.b_width, dut.negate)
    random = np.random.default_rng(2)
    cycles = [
        (
            *(
                int(random.integers(-(1 << (width - 1)), 1 << (width - 1)))
                for width in (dut.a_width, dut.b_width)
            ),
            int(random.random() < 0.1 or cycle == 0),
        )
        for cycle in range(300)
    ]
    seen = []

    async def clock(context) -> None:
        for a, b, flush in cycles:
            for port, level in ((dut.a_in, a), (dut.b_in, b), (dut.flush_in, flush)):
                context.set(port, level)
            await context.delay(1e-9)
            output = dut.accumulator_out if hasattr(dut, "accumulator_out") else dut.drain_out
            seen.append(context.get(output))
            context.set(dut.clk, 1)
            await context.delay(1e-9)
            context.set(dut.clk, 0)

    m = Module()
    m.submodules.dut = dut
    simulator = Simulator(m)
    simulator.add_testbench(clock)
    simulator.run()
    words = np.zeros((2, 1), np.int64)
    drained = 0
    # Operands of cycle n are in their registers in n + 1, and in the accumulator in n + 2.
    for cycle, (a, b, flush) in enumerate(cycles[:-2]):
        held = int(words[0, 0]) | int(words[1, 0]) >> CARRY_START << 24
        if cycle and (flush or hasattr(dut, "accumulator_out")):
            assert seen[cycle + 1] == held
            drained += 1
        state = words * (1 - flush)
        words = np.stack(adder.add(np.array([a]), np.array([b]), *state))
    assert drained > 10


def test_large_runs_are_followed_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Late bits at flushes chain tiles; the result does not depend on how many are followed at once."""
    random = np.random.default_rng(4)
    depths = [9, 12, 7]
    a = [random.integers(-128, 128, (3, depth)).astype(np.int8) for depth in depths]
    b = [random.integers(-128, 128, (depth, 5)).astype(np.int8) for depth in depths]
    schedule = dense_schedule(CONFIG, depths, 20)
    cycle = np.arange(22, 60)
    faults = FaultList.of(
        CONFIG,
        cycle=np.repeat(cycle, 15),
        register=Register.ACCUMULATOR,
        row=np.tile(np.repeat(np.arange(3), 5), len(cycle)),
        column=np.tile(np.arange(5), 3 * len(cycle)),
        mask=random.integers(1, 1 << 46, 15 * len(cycle)),
        kind=Kind.LATE,
    )
    whole = run(CONFIG, a, b, schedule, faults)
    monkeypatch.setattr(replay, "_CHUNK", 30)
    parts = run(CONFIG, a, b, schedule, faults)
    np.testing.assert_array_equal(whole.accumulators, parts.accumulators)
    assert (whole.accumulators != run(CONFIG, a, b, schedule).accumulators).any()
