"""The end of the columns: bank, lane and group of lanes in lockstep, with tiles as the array drains them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from cocotb_tests.unit.bench import Bench, Reference, unit_test
from cocotb_tests.unit.bits import packed
from cocotb_tests.unit.lane_models import BankModel, LaneGroupModel, LaneModel
from cocotb_tests.unit.tokens import TokenFields
from drift_hw.config import SHIFT_WIDTH, Config
from drift_hw.datapath.lane import buffer_depth


@unit_test("drift_tile_bank")
async def bank_remembers(dut: Any, instance: str) -> None:
    """Random writes and reads of all rows, not of one row at once: the buffer's slots keep them apart."""
    bench = await Bench.start(dut, instance)
    rng, depth = bench.random, buffer_depth(bench.config)
    model = BankModel()
    for _ in range(600):
        written, read = rng.sample(range(depth), 2)
        inputs = {
            "write_enable": rng.getrandbits(1),
            "write_address": written,
            "write_data": rng.getrandbits(bench.width("write_data")),
            "read_enable": rng.getrandbits(1),
            "read_address": read,
        }
        await bench.lockstep(model, [inputs])
    assert len(model.memory) == depth


def tokens(config: Config, rng: Random, tiles: int) -> Iterator[int]:
    """Yield the token of each cycle for tiles drained back to back or with pauses between them."""
    pack = TokenFields(config).pack
    address = 0
    for _ in range(tiles):
        yield from [pack()] * rng.choice((0, 0, 3))
        yield pack(start=1)
        for row in range(config.array.rows):
            if row and row % config.segment_rows[0] == 0:
                yield pack()
            yield pack(valid=1, last=int(row == config.array.rows - 1), address=address)
            address = (address + 1) % buffer_depth(config)
    yield from [pack()] * 20


@unit_test("drift_lane", "drift_lane_group")
async def tiles_pass(dut: Any, instance: str) -> None:
    """Rows go to the bank and into both sums; what is read leaves the requantiser; stalls on all of it."""
    bench = await Bench.start(dut, instance)
    config, rng = bench.config, bench.random
    acc = config.array.accumulator_width
    bus = config.accumulator_flops
    count = bench.width("drain_in") // bus
    group, lane = LaneGroupModel(config, count), LaneModel(config)
    single = bench.module == "drift_lane"
    model: Reference = lane if single else group
    lanes = [lane] if single else group.lanes
    unpack = TokenFields(config).unpack
    deltas = 0
    # The row sum of the first cycles is what powered up.
    for number, token in enumerate(tokens(config, rng, 4 * config.tile_slots)):
        arriving = [unpack(level) for level in (token, *(lane.token for lane in lanes[:-1]))]
        # A bus carries zero when no row is drained.
        drained = [rng.getrandbits(bus) if lane["valid"] else 0 for lane in arriving]
        inputs = {name: rng.getrandbits(bench.width(name)) for name in bench.inputs if name != "rst"}
        inputs |= {"token_in": token, "drain_in": packed(drained, bus)}
        busy = {lane["address"] for lane in arriving if lane["valid"]}
        readable = sorted(lanes[-1].bank.memory.keys() - busy)
        inputs["read_enable"] = int(bool(readable) and rng.random() < 0.7)
        inputs["read_address"] = rng.choice(readable) if readable else 0
        inputs["shift"] = packed([rng.choice((0, 5, acc, acc + 4)) for _ in range(count)], SHIFT_WIDTH)
        await bench.lockstep(model, [inputs], unknown=int(number < count))
        deltas += "column_delta" in bench.outputs and bench.read("column_delta") != 0
    assert deltas > 0 or not config.protection.abft


@unit_test("drift_lane", "drift_lane_group")
async def reset_clears_tokens(dut: Any, instance: str) -> None:
    """A row on its way through the lanes is gone after a reset."""
    bench = await Bench.start(dut, instance)
    row = TokenFields(bench.config).pack(valid=1, last=1)
    count = bench.width("drain_in") // bench.config.accumulator_flops
    for _ in range(count):
        await bench.cycle(token_in=row)
    await bench.cycle(token_in=row, rst=1)
    assert bench.read("token_out") == row
    for _ in range(count + 1):
        await bench.cycle()
        assert bench.read("token_out") == 0
