"""Configurations with an in-fabric injector, and settings for it."""

from __future__ import annotations

import numpy as np

from drift_hw.config import PRESETS, Config
from drift_hw.faults.fabric import (
    Injection,
    injected_bits,
    regions,
)
from drift_hw.sim.verilator import BuildOptions

FAST = BuildOptions(optimise="-O0")
"""Small designs, short runs."""
TINY = PRESETS["tiny"].replace(faults__injector=True)
SHAPES = {
    "tiny": TINY.replace(faults__ports=True),
    "merged": TINY.replace(
        array__rows=3,
        array__columns=5,
        array__drain_segment=2,
        array__product_register=False,
        faults__ports=True,
    ),
    "carry_save": TINY.replace(
        array__rows=2,
        array__columns=3,
        array__accumulator_width=20,
        array__product_register=False,
        array__carry_save=True,
        faults__ports=True,
    ),
    "bare": TINY.replace(array__rows=2, array__columns=1, protection__abft=False, faults__ports=True),
}
MEMORY = 1 << 18


def injection(config: Config, scale: float = 0.25, **options) -> Injection:
    """Return settings with random thresholds, up to so many faults per proposal."""
    random = np.random.default_rng(9)
    thresholds = {
        region: (random.random(len(injected_bits(config, region))) * scale * 2**32).astype(np.uint32)
        for region in regions(config)
    }
    return Injection(config, thresholds, **{"seed": 5, **options})
