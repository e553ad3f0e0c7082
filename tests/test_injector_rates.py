"""The in-fabric injector's settings: rates, tables, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from flop_tables import synthetic_table
from injector_cases import MEMORY, SHAPES, TINY, injection

from drift_hw.config import PRESETS, Config
from drift_hw.faults.fabric import (
    Injection,
    highest_rate,
    quiet_cycles,
)
from drift_hw.faults.table import MAX_BITS, REGIONS, REGISTERS, TableError
from drift_hw.sim.device import Device
from golden.accelerator import GoldenBackend
from golden.fabric_injector import injected_faults


def test_rates_are_those_of_the_thresholds() -> None:
    """Counts by bit and region are within 5 sigma; hits do not know of each other."""
    config = Config().replace(array__rows=8, array__columns=8, faults__injector=True)
    chosen = injection(config, scale=0.2)
    cycles = 60_000
    events = injected_faults(chosen, (quiet_cycles(config), quiet_cycles(config) + cycles)).events
    bit = np.log2(events["mask"].astype(float)).astype(int)
    counts = {
        "data": (events["row"] < 8) & (events["column"] < 8),
        "checksum_column": events["column"] == 8,
        "checksum_row": events["row"] == 8,
    }
    for region, here in counts.items():
        pes = 64 if region == "data" else 8
        found = np.bincount(bit[here], minlength=32)
        expected = chosen.rates[region] * pes * cycles
        # All rows try the same bit: the count of trials varies too, by cycles / 32.
        sigma = np.sqrt(expected + expected**2 * 32 / cycles) + 1
        assert (np.abs(found - expected) < 5 * sigma).all(), region
    # The same row again in the next cycle, and another row in the same one: as often as by chance.
    row0 = np.zeros(cycles + 1, bool)
    row1 = row0.copy()
    first = quiet_cycles(config)
    row0[events["cycle"][events["row"] == 0] - np.uint64(first)] = True
    row1[events["cycle"][events["row"] == 1] - np.uint64(first)] = True
    rate = row0.mean()
    for other in (row0[1:], row0[2:], row1):
        both = (row0[: len(other)] & other).sum()
        # Bits have rates of their own, up to twice the mean: rows that try the same one meet more often.
        factor = 4 / 3 if other is row1 else 1
        expected = rate**2 * len(other) * factor
        assert abs(both - expected) < 5 * np.sqrt(expected) + 0.15 * expected


def test_a_range_of_cycles_is_a_part_of_the_whole() -> None:
    chosen = injection(TINY, scale=0.05)
    whole = injected_faults(chosen, (0, 60_000)).events
    for first, stop in ((0, 100), (17, 20_000), (16_000, 17_000), (32_766, 32_772), (50_000, 60_000)):
        part = injected_faults(chosen, (first, stop)).events
        assert (part == whole[(whole["cycle"] >= first) & (whole["cycle"] < stop)]).all()
    later = injected_faults(chosen, (0, 10_000), first_step=40_000).events
    there = whole[(whole["cycle"] >= 40_000 + quiet_cycles(TINY)) & (whole["cycle"] < 50_000)].copy()
    there["cycle"] -= 40_000
    assert (later == there).all()


def test_rates_of_a_table() -> None:
    table = synthetic_table(TINY)
    chosen = Injection.of_table(TINY, table, 1.0, 900.0, seed=3, points=2)
    assert (chosen.seed, chosen.points, chosen.kind) == (3, 2, "flip")
    place = table.locate(1.0, 900.0)
    first, second, weight = table.bracket(place.relative_period)
    assert 0 < weight < 1
    grid = table.bit_rates(place.supply)
    for region in REGIONS:
        mixed = ((1 - weight) * grid[first] + weight * grid[second])[REGIONS.index(region)]
        products = len(chosen.rates[region]) - 32
        assert products >= 16
        wanted = np.concatenate([mixed[3, :32], mixed[2, :products]])
        assert wanted[:32].max() > 0
        assert wanted[32:].max() > 0
        assert chosen.rates[region] == pytest.approx(wanted, abs=highest_rate(TINY) * 2.0**-32)


def rates(**values: float) -> np.ndarray:
    found = np.zeros((len(REGIONS), len(REGISTERS), MAX_BITS))
    for place, value in values.items():
        region, register, bit = place.rsplit("__")
        found[REGIONS.index(region), REGISTERS.index(register), int(bit)] = value
    return found


def test_rates_up_to_the_highest() -> None:
    highest = highest_rate(TINY)
    assert highest == pytest.approx(1 / (8 * 64))  # 32 bits of the accumulator and up to 18 of the product
    top = Injection.of_rates(TINY, rates(data__accumulator__31=highest))
    assert top.thresholds["data"].tolist() == [0] * 31 + [2**32 - 1] + [0] * 16
    least = Injection.of_rates(TINY, rates(data__accumulator__0=highest / 2**32))
    assert least.thresholds["data"].tolist() == [1] + [0] * 47
    none = Injection.of_rates(TINY, rates(data__accumulator__0=highest / 2**34, data__accumulator__40=1))
    assert not any(values.any() for values in none.thresholds.values())


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Injection.of_rates(TINY, rates(data__accumulator__31=0.1)),
            "bit 31 of register accumulator in region data is wrong at a rate of 0.1 per cycle, but the "
            "in-fabric injector reaches from 0 to 0.00195: raise the voltage or the period",
        ),
        (
            lambda: Injection.of_rates(TINY, rates(checksum_row__accumulator__3=-1e-3)),
            "bit 3 of register accumulator in region checksum_row is wrong at a rate of -0.001",
        ),
        (
            lambda: Injection.of_rates(TINY, rates(checksum_column__b__2=1e-6)),
            "register b of region checksum_column is wrong at a rate of 1e-06, but the in-fabric injector "
            "reaches accumulators and products only",
        ),
        (
            lambda: Injection.of_rates(PRESETS["tiny"], rates()),
            "this configuration has no injector; set faults.injector = true",
        ),
        (lambda: injection(TINY, kind="random"), "the kind of faults must be late or flip, not 'random'"),
        (lambda: injection(TINY, points=1 << 16), "points must be a mask of 16 bits, 0 to 65535, not 65536"),
        (lambda: injection(TINY, seed=-1), r"the injector's seed must be from 0 to 2\*\*64 - 1, not -1"),
        (
            lambda: Injection(TINY, {"data": np.zeros(31, np.uint32)}),
            r"thresholds of region data must be uint32 of shape \(48,\), not uint32 of shape \(31,\)",
        ),
        (
            lambda: injected_faults(injection(TINY), (5, 5)),
            "cycles must be a range from 0 on, steps at least 0, not 5, 5, 0",
        ),
        (
            lambda: Device(GoldenBackend(PRESETS["tiny"], MEMORY)).inject(None),
            "this configuration has no injector",
        ),
        (
            lambda: Device(GoldenBackend(PRESETS["tiny"], MEMORY)).injected(),
            "this configuration has no injector",
        ),
        (
            lambda: Device(GoldenBackend(TINY, MEMORY)).inject(injection(SHAPES["tiny"])),
            f"the injection was made for configuration {SHAPES['tiny'].hash}, but the accelerator's is "
            f"{TINY.hash}: make it again for this one",
        ),
    ],
)
def test_rejections(make, message) -> None:
    with pytest.raises(Exception, match=message) as caught:
        make()
    assert "UserError" in {kind.__name__ for kind in type(caught.value).__mro__}


def test_a_table_of_another_array_is_refused() -> None:
    with pytest.raises(TableError, match="made for PEs of another configuration"):
        Injection.of_table(TINY, synthetic_table(SHAPES["merged"]), 1.0, 900.0)
