"""Timing tables with chosen probabilities, for tests of what is drawn from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.faults.context import CONTEXTS
from drift_hw.faults.fabric import injected_bits, regions
from drift_hw.faults.table import (
    ELEMENT,
    MAX_BITS,
    PATTERN,
    REGIONS,
    REGISTERS,
    Supply,
    TimingTable,
    array_key,
)
from golden.faults import Register, width_table

VOLTAGE, STATIC_PS = 1.0, 1000.0
CAPTURES = 10**9
SYNTHETIC_CAPTURES = 32_000_000
"""Of each register in `synthetic_table`, spread over its contexts."""


def made_up(
    config: Config,
    rate: Callable[[int, int, int], float],
    *,
    registers: Sequence[Register] = (Register.ACCUMULATOR,),
    grid: Sequence[float] = (1.0, 0.95, 0.9),
    masks: int = 3,
    seed: int = 0,
    contexts: int = CONTEXTS,
) -> TimingTable:
    """Return a table with P(wrong | context) = n * rate(region, register, context) at period n of the grid.

    Each context of each register has so many patterns, all equally likely, drawn from the seed. Bits of
    carry-save accumulators should be 1 in half of the captures; which of the wrong ones should is drawn, too.
    """
    rng = np.random.default_rng(seed)
    widths = width_table(config)
    cycles = np.zeros((1, len(REGIONS), len(REGISTERS), contexts), np.int64)
    patterns = []
    for region, register in np.argwhere(widths):
        carry_save = config.array.carry_save and register == Register.ACCUMULATOR
        if register not in registers:
            continue
        for context in range(1 if register < Register.PRODUCT else contexts):
            cycles[0, region, register, context] = CAPTURES
            width = int(widths[region, register])
            if carry_save:  # of two bits, so that it is often possible that both have their levels
                chosen = [int((1 << rng.choice(width, 2, replace=False)).sum()) for _ in range(masks)]
            else:
                chosen = (rng.choice((1 << width) - 1, masks, replace=False) + 1).tolist()
            for mask in chosen:
                ones = mask & int(rng.integers(1 << width)) if carry_save else 0
                for period in range(1, len(grid)):
                    count = round(period * rate(int(region), int(register), context) * CAPTURES / masks)
                    if count:
                        patterns.append((0, period, region, register, context, mask, 0, count, ones))
    return _table(config, grid, cycles, patterns, CAPTURES)


def synthetic_table(config: Config, scale: float = 1.0, seed: int = 0) -> TimingTable:
    """Return a table with T0 = 1000 ps at 1 V, no errors at it, and so many at shorter periods.

    At 0.95 and 0.88 of T0 a register of accumulator or product is wrong with a probability of about 1e-4 and
    1e-3 times `scale`, in runs of up to six bits, in all contexts alike; checksum PEs twice as often.
    They are at the top, but anywhere in carry-save accumulators, whose bits should be 1 in half of the
    captures.
    """
    random = np.random.default_rng(seed)
    grid = (1.0, 0.95, 0.88)
    patterns, saving = [], config.array.carry_save
    for region in regions(config):
        widths = np.bincount([register for register, _ in injected_bits(config, region)], minlength=4)
        for period, rate in ((1, 1e-4), (2, 1e-3)):
            for register in np.flatnonzero(widths):
                for length in range(1, 7):
                    top = int(widths[register]) - int(random.integers(0, 4))
                    ones = 0
                    if saving and register == REGISTERS.index("accumulator"):
                        top, ones = (
                            int(random.integers(length, widths[register] + 1)),
                            int(random.integers(1 << 62)),
                        )
                    mask = (1 << top) - (1 << (top - length))
                    total = rate * scale * SYNTHETIC_CAPTURES / 6 * (1 if region == "data" else 2)
                    place = (0, period, REGIONS.index(region), register)
                    patterns += [
                        (*place, context, mask, 0, round(total / CONTEXTS), mask & ones)
                        for context in range(CONTEXTS)
                    ]
    cycles = np.full((1, len(REGIONS), len(REGISTERS), CONTEXTS), SYNTHETIC_CAPTURES // CONTEXTS, np.int64)
    return _table(config, grid, cycles, patterns, SYNTHETIC_CAPTURES // CONTEXTS)


def _table(
    config: Config,
    grid: Sequence[float],
    cycles: NDArray[np.int64],
    patterns: Sequence[tuple[int, ...]],
    captures: int,
) -> TimingTable:
    """Return a table of one supply; bits of carry-save accumulators are 1 in half of so many captures."""
    contexts, entries = cycles.shape[-1], np.array(patterns, PATTERN)
    levels = np.full((int(config.array.carry_save), len(REGIONS), contexts, 2, MAX_BITS), captures // 2)
    levels[:, :, :, 1] //= 2
    return TimingTable(
        header={"array_key": array_key(config), "config": config.to_dict()},
        supplies=(Supply(VOLTAGE, 25.0, "made up", "assumed", STATIC_PS),),
        static_curve=np.array([[0.9, 1100.0], [1.0, STATIC_PS], [1.1, 900.0]]),
        relative_periods=np.array(grid),
        cycles=cycles,
        patterns=entries[entries["count"] > 0],
        elements=np.zeros(0, ELEMENT),
        levels=levels,
    )
