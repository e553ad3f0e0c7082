"""The requantiser lane against `golden.integer.requantise`, over its whole range, with stalls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cocotb_tests.unit.bench import Bench, Ports, unit_test
from cocotb_tests.unit.bits import mask, signed
from cocotb_tests.unit.requantiser_model import RequantiserModel
from drift_hw.config import SHIFT_WIDTH, Config
from drift_hw.datapath.requantiser import RequantiserLane


class LaneModel(RequantiserModel):
    """The model with the ports of the block."""

    def clock(self, inputs: Mapping[str, int], accumulator_in: int | None = None) -> Ports:
        """Return the outputs, then take the edge."""
        return super().clock(inputs, inputs["accumulator_in"])


class RequantiserBench(Bench):
    """Draws values that reach every corner of the rounding rule."""

    def value(self) -> dict[str, int]:
        """Return random inputs: full range, extremes, or sums near a tie at zero or an end of the range."""
        rng, acc = self.random, self.width("accumulator_in")
        width = self.width("multiplier")
        choice = rng.random()
        if choice < 0.3:
            accumulator, bias = rng.getrandbits(acc), rng.getrandbits(acc)
            multiplier, shift = rng.getrandbits(width), rng.getrandbits(SHIFT_WIDTH)
        elif choice < 0.5:
            ends = (1 << (acc - 1), mask(acc - 1), 0, 1, mask(acc))
            accumulator, bias = rng.choice(ends), rng.choice(ends)
            multiplier = rng.choice((0, 1, mask(width), 1 << (width - 1)))
            shift = rng.choice((0, 1, mask(SHIFT_WIDTH), acc, acc + width, acc - 1))
        else:
            # With a power of two as the multiplier, p / 2**shift has few bits behind the point.
            power = rng.randrange(width)
            multiplier, shift = 1 << power, power + rng.randrange(0, 5)
            edge = 2 * self.config.output_limit
            halves = rng.choice((-edge, 0, edge)) + rng.randint(-6, 6)
            total = (halves << (shift - power)) >> 1
            bias = rng.getrandbits(min(acc, 12)) - (1 << 11)
            accumulator = total - bias + rng.choice((-1, 0, 0, 1))
        return {
            "accumulator_in": accumulator & mask(acc),
            "bias": bias & mask(acc),
            "multiplier": multiplier,
            "shift": shift,
        }


@unit_test()
async def full_speed(dut: Any, instance: str) -> None:
    """A value each cycle, `STAGES` cycles behind; ties, clamps and both signs do occur."""
    bench = await RequantiserBench.start(dut, instance)
    model = LaneModel(bench.config)
    seen: Counter[str] = Counter()

    def stimuli() -> Iterator[Mapping[str, int]]:
        for _ in range(1200):
            value = bench.value()
            seen.update(describe(bench.config, value))
            yield value | {"enable": mask(RequantiserLane.STAGES)}

    await bench.lockstep(model, stimuli())
    kinds = ("tie up", "tie down", "above", "below", "inside", "negative", "positive", "lowest not -L-1")
    assert all(seen[kind] >= 5 for kind in kinds), seen


def describe(config: Config, value: Mapping[str, int]) -> Iterator[str]:
    """Yield what makes a value interesting, by exact integer arithmetic."""
    acc, limit = config.array.accumulator_width, config.output_limit
    total = signed(value["accumulator_in"], acc) + signed(value["bias"], acc)
    product, shift = total * value["multiplier"], value["shift"]
    rounded = (2 * product + (1 << shift)) >> (shift + 1)
    yield "negative" if product < 0 else "positive"
    yield "above" if rounded > limit else "below" if rounded < -limit else "inside"
    if rounded == -limit - 1:
        yield "lowest not -L-1"
    if shift and product & mask(shift) == 1 << (shift - 1):
        yield "tie up" if product > 0 else "tie down"


@unit_test()
async def stalls_at_each_stage(dut: Any, instance: str) -> None:
    """Any pattern of enables: a stage that is not enabled keeps value and parameters."""
    bench = await RequantiserBench.start(dut, instance)
    stages = RequantiserLane.STAGES
    stimuli = ({**bench.value(), "enable": bench.random.getrandbits(stages)} for _ in range(500))
    await bench.lockstep(LaneModel(bench.config), stimuli)


@unit_test()
async def every_shift(dut: Any, instance: str) -> None:
    """Each shift with the largest multiplier and the largest sums of both signs."""
    bench = await RequantiserBench.start(dut, instance)
    acc = bench.width("accumulator_in")
    stimuli = [
        {
            "accumulator_in": extreme,
            "bias": extreme,
            "multiplier": mask(bench.width("multiplier")),
            "shift": shift,
            "enable": mask(RequantiserLane.STAGES),
        }
        for shift in range(1 << SHIFT_WIDTH)
        for extreme in (1 << (acc - 1), mask(acc - 1))
    ]
    await bench.lockstep(LaneModel(bench.config), stimuli)
