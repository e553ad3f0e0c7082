"""The sequencer: which beats it admits, when it flushes, and the token that paces the drain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cocotb_tests.unit.bench import Bench, Ports, unit_test
from cocotb_tests.unit.tokens import TokenFields
from drift_hw.config import Config
from drift_hw.datapath.lane import buffer_depth


class SequencerModel:
    """The sequencer as a schedule: what the docstrings of `Sequencer` and `Token` say, by cycle numbers."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.refusals = {"drain": 0, "slots": 0}
        self.reset()

    def reset(self) -> None:
        """Start again with cycle 0."""
        self.cycle = 0
        self.flush_at = 0
        self.slots_used = 0
        self.drained = 0
        self.tokens: dict[int, dict[str, int]] = {}

    def clock(self, inputs: Mapping[str, int]) -> Ports:
        """Return the outputs, then take the edge."""
        last = inputs.get("operands_last", 0)
        # The flush comes one cycle after a last beat.
        drain_over = self.cycle + 1 - self.flush_at >= self.config.drain_cycles
        slot_free = self.slots_used < self.config.tile_slots
        ready = not last or (drain_over and slot_free)
        accept = ready and bool(inputs.get("operands_valid", 0))
        outputs = {
            "operands_ready": int(ready),
            "accept": int(accept),
            "flush": int(self.cycle == self.flush_at),
            "token": TokenFields(self.config).pack(**self.tokens.pop(self.cycle, {})),
        }
        if last:
            self.refusals["drain"] += not drain_over
            self.refusals["slots"] += not slot_free
        self.slots_used -= inputs.get("slot_free", 0)
        if accept and last:
            self.flush_at = self.cycle + 1
            self.slots_used += 1
            self.schedule(self.flush_at + self.config.accumulator_latency)
        self.cycle += 1
        if inputs.get("rst", 0):
            self.reset()
        return outputs

    def schedule(self, start: int) -> None:
        """Plan the tokens of a drain: its start, then a row each cycle with a gap between segments."""
        self.tokens[start] = {"start": 1}
        rows = self.config.array.rows
        for row in range(rows):
            at = start + 1 + row + row // self.config.segment_rows[0]
            assert at not in self.tokens, "two drains overlap"
            self.tokens[at] = {"valid": 1, "last": int(row == rows - 1), "address": self.drained}
            self.drained = (self.drained + 1) % buffer_depth(self.config)


class SequencerBench(Bench):
    """Reads the address of a token as zero where it means nothing: without `valid`."""

    def read(self, port: str) -> int:
        """Return the level of an output."""
        level = super().read(port)
        if port != "token":
            return level
        fields = TokenFields(self.config)
        token = fields.unpack(level)
        return fields.pack(**(token if token["valid"] else token | {"address": 0}))


@unit_test()
async def lockstep_with_schedule(dut: Any, instance: str) -> None:
    """Phases of different pressure; slots come back late, early or not at all."""
    bench = await SequencerBench.start(dut, instance)
    model = SequencerModel(bench.config)
    rng = bench.random
    for valid, last, free in [
        (1, 1, 1),
        (1, 0.3, 0.5),
        (0.5, 0.5, 0.02),
        (1, 1, 0),
        (1, 1, 0.02),
        (0.9, 0.2, 1),
    ]:
        for _ in range(150):
            inputs = {
                "operands_valid": int(rng.random() < valid),
                "operands_last": int(rng.random() < last),
                "slot_free": int(model.slots_used > 0 and rng.random() < free),
            }
            await bench.lockstep(model, [inputs])
    assert min(model.refusals.values()) > 10, "the gate was never closed for one of its reasons"


@unit_test()
async def reset_at_any_moment(dut: Any, instance: str) -> None:
    """In mid-drain, in mid-tile: after it the sequencer is as new, and the first cycle flushes."""
    bench = await SequencerBench.start(dut, instance)
    model = SequencerModel(bench.config)
    busy = {"operands_valid": 1, "operands_last": 1}
    latency = bench.config.accumulator_latency
    for cycles in range(3 * bench.config.drain_cycles + latency):
        await bench.lockstep(model, [busy] * cycles + [busy | {"rst": 1}])
    # A tile that was accepted before the reset must not drain after it.
    await bench.lockstep(model, [{}] * (2 * bench.config.drain_cycles + latency))


@unit_test()
async def ready_without_last(dut: Any, instance: str) -> None:
    """Beats that are not the last one are always taken, even with every slot in use."""
    bench = await SequencerBench.start(dut, instance)
    model = SequencerModel(bench.config)
    full = [{"operands_valid": 1, "operands_last": 1}] * (
        bench.config.tile_slots * bench.config.drain_cycles + 8
    )
    await bench.lockstep(model, full)
    assert model.slots_used == bench.config.tile_slots
    for _ in range(3 * bench.config.drain_cycles):
        await bench.lockstep(model, [{"operands_valid": 1}])
        assert bench.read("operands_ready") == 1
