"""A small timing table whose wrong captures look like those of a carry chain: runs from the top bit down."""

from __future__ import annotations

import numpy as np

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

CYCLES = 32_000_000
"""Captures seen of each register, spread over its contexts."""


def synthetic_table(config: Config, scale: float = 1.0, seed: int = 0) -> TimingTable:
    """Return a table with T0 = 1000 ps at 1 V, no errors at it, and so many at shorter periods.

    At 0.95 and 0.9 of T0 a register of accumulator or product is wrong with a probability of about 1e-4 and
    1e-3 times `scale`, in runs of up to six bits, in all contexts alike; checksum PEs twice as often.
    They are at the top, but anywhere in carry-save accumulators, whose bits should be 1 in half of the
    captures.
    """
    random = np.random.default_rng(seed)
    relative_periods = np.array([1.0, 0.95, 0.88])
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
                    total = rate * scale * CYCLES / 6 * (1 if region == "data" else 2)
                    place = (0, period, REGIONS.index(region), register)
                    patterns += [
                        (*place, context, mask, 0, round(total / CONTEXTS), mask & ones)
                        for context in range(CONTEXTS)
                    ]
    entries = np.array(patterns, PATTERN)
    cycles = np.full((1, len(REGIONS), len(REGISTERS), CONTEXTS), CYCLES // CONTEXTS, np.int64)
    levels = np.full((int(saving), len(REGIONS), CONTEXTS, 2, MAX_BITS), CYCLES // CONTEXTS // 2)
    levels[:, :, :, 1] //= 2
    return TimingTable(
        header={"array_key": array_key(config), "config": config.to_dict(), "design": "synthetic"},
        supplies=(Supply(1.0, 25.0, "made up", "assumed", 1000.0),),
        static_curve=np.array([[0.9, 1200.0], [1.0, 1000.0], [1.1, 900.0]]),
        relative_periods=relative_periods,
        cycles=cycles,
        patterns=entries[entries["count"] > 0],
        elements=np.zeros(0, ELEMENT),
        levels=levels,
    )
