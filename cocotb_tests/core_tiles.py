"""Core level, without faults: whole tiles through the Verilog, every output equal to the golden array's."""

from typing import Any

import cocotb
import numpy as np
import pytest
from cocotb.triggers import RisingEdge

from cocotb_tests.helpers.bench import attached_model, parameters, start
from cocotb_tests.helpers.core import CoreBench, random_requantisation, random_tiles
from cocotb_tests.helpers.streams import StreamDriver, StreamMonitor
from drift_hw.config import Config
from drift_hw.sim.core_device import CoreSimulation, Requantisation, StallError
from drift_hw.sim.packing import pack

SEED = 2604


def bench() -> CoreBench:
    config = Config.from_dict(parameters()["config"])
    return CoreBench(config, CoreSimulation(config, model=attached_model()))


@cocotb.test()
async def depths_from_one(_: Any) -> None:
    """Short tiles wait for the drain and for tile slots, long ones overlap with it; nothing is lost."""
    core, rng = bench(), np.random.default_rng(SEED)
    rows = core.config.array.rows
    depths = [*[1] * 12, 2, 3, rows, 2 * rows, 1, *rng.integers(1, 3 * rows + 4, 40)]
    a, b = random_tiles(core.config, rng, depths)
    results, _expected = core.run(a, b, random_requantisation(core.config, rng, len(a)))
    if core.config.protection.abft:
        assert results.row_deltas is not None
        assert not results.row_deltas.any()


@cocotb.test()
async def deepest_and_extreme(_: Any) -> None:
    """The largest K, and operands that make the largest sums: wrap-around where the accumulator is narrow."""
    core, rng = bench(), np.random.default_rng(SEED + 1)
    deepest = parameters()["deepest"]
    low = -core.config.output_limit - 1
    a, b = random_tiles(core.config, rng, [deepest, deepest, deepest, 5])
    a[1][:], b[1][:] = low, low
    a[2][:], b[2][:] = low, -low - 1
    results, expected = core.run(a, b, random_requantisation(core.config, rng, len(a)))
    exact = deepest * low * low
    width = core.config.array.accumulator_width
    if width == 16:
        assert exact >= 1 << 15, "the point of a narrow accumulator is to wrap"
    assert results.accumulators[1, 0, 0] == (exact + (1 << width - 1)) % (1 << width) - (1 << width - 1)
    for deltas in (expected.row_deltas, expected.column_deltas):
        assert deltas is None or not deltas.any()


@cocotb.test()
async def idle_and_back_pressure(_: Any) -> None:
    """Random pauses on each stream, from none to most of the time, lose and change nothing."""
    core, rng = bench(), np.random.default_rng(SEED + 2)
    for number, (idle, back_pressure) in enumerate(
        (idle, stall) for idle in (0.0, 0.3, 0.9) for stall in (0.0, 0.5, 0.9)
    ):
        core.reset()
        a, b = random_tiles(core.config, rng, rng.integers(1, 2 * core.config.array.rows + 8, 10))
        requantisation = random_requantisation(core.config, rng, len(a))
        core.run(a, b, requantisation, idle=idle, back_pressure=back_pressure, seed=number)


@cocotb.test()
async def reset_in_mid_tile(_: Any) -> None:
    """After a reset at any moment the core is as new."""
    core, rng = bench(), np.random.default_rng(SEED + 3)
    a, b = random_tiles(core.config, rng, [7, 1, 2 * core.config.array.rows + 3, 5])
    core.reset()
    beats = sum(tile.shape[1] for tile in a)
    core.run(a, b)
    for cycles in rng.integers(1, beats, 12):
        core.reset()
        with pytest.raises(StallError):
            core.simulation.run_tiles(a, b, max_cycles=int(cycles))
        core.reset()
        core.run(a, b)


@cocotb.test()
async def multipliers_stay_busy(_: Any) -> None:
    """From K = 2 x rows on, tiles follow each other with a beat in at least 99 % of the cycles."""
    core, rng = bench(), np.random.default_rng(SEED + 4)
    a, b = random_tiles(core.config, rng, [2 * core.config.array.rows] * 100)
    results, _expected = core.run(a, b)
    accepted = np.concatenate(results.accept_cycles)
    if core.config.array.rows > 1:  # with K = 2 the drain of one row and its bus register is as long
        assert len(accepted) >= 0.99 * (accepted[-1] - accepted[0] + 1)


@cocotb.test()
async def counters_saturate_and_clear(_: Any) -> None:
    core, rng = bench(), np.random.default_rng(SEED + 5)
    if not core.config.protection.abft:
        return
    core.reset()
    a, b = random_tiles(core.config, rng, [1] * 300)
    core.run(a, b)
    limit = (1 << core.config.protection.counter_width) - 1
    assert core.simulation.counters().tiles == min(300, limit)
    core.simulation.clear_counters()
    core.counters.clear()
    core.compare_counters()


@cocotb.test()
async def cycle_numbers(_: Any) -> None:
    """The harness, which numbers fault events, and the core's own counter agree."""
    core, rng = bench(), np.random.default_rng(SEED + 6)
    if not core.config.faults.ports:
        return
    core.run(*random_tiles(core.config, rng, [9, 9]))
    assert core.simulation.model.read("cycle") == core.simulation.cycle > 18


@cocotb.test()
async def streams_by_hand(dut: Any) -> None:
    """The same core driven a cycle at a time by Python, for a second opinion on the C++ harness."""
    config = Config.from_dict(parameters()["config"])
    rng = np.random.default_rng(SEED + 7)
    rows, columns, width = config.array.rows, config.array.columns, config.array.operand_width
    a, b = random_tiles(config, rng, [3, 1, 2 * rows, 4])
    neutral = Requantisation.neutral(1, columns)
    await start(dut)
    operands = StreamDriver(dut, "operands", idle=0.2, seed=1)
    requantisation = StreamDriver(dut, "requantisation", idle=0.2, seed=2)
    results = StreamMonitor(dut, "results", stall=0.3, seed=3)

    def integer(packed: Any) -> int:
        return int.from_bytes(packed.tobytes(), "little")

    beat = {
        "bias": integer(pack(neutral.bias, config.array.accumulator_width)),
        "multiplier": integer(pack(neutral.multiplier, config.requantiser.multiplier_width)),
        "shift": 0,
    }
    sending = cocotb.start_soon(requantisation.send_all([beat] * len(a)))
    for left, right in zip(a, b, strict=True):
        for k in range(left.shape[1]):
            await operands.send(
                {
                    "a": integer(pack(left[None, :, k], width)),
                    "b": integer(pack(right[k : k + 1], width)),
                    "last": int(k == left.shape[1] - 1),
                }
            )
    rows_received = await results.wait(len(a) * rows)
    await sending
    await RisingEdge(dut.clk)
    expected = np.concatenate([x.astype(np.int64) @ y for x, y in zip(a, b, strict=True)])
    for number, (received, values) in enumerate(zip(rows_received, expected, strict=True)):
        packed = integer(pack(values[None], config.array.accumulator_width))
        assert received["accumulator"] == packed, f"result row {number}"
        assert received["last"] == int(number % rows == rows - 1)
