"""A timing table whose wall is where it was put, for dies at operating points."""

from __future__ import annotations

import numpy as np

from drift_hw.config import PRESETS, Config
from drift_hw.faults.context import CONTEXTS
from drift_hw.faults.table import (
    ELEMENT,
    JOINT,
    PATTERN,
    REGIONS,
    REGISTERS,
    Supply,
    TimingTable,
    array_key,
)

CONFIG = PRESETS["tiny"]
GRID = np.array([1.02, 1.0, 0.95, 0.9, 0.8])
TOUCHED = (0, 0, 0, 1_000, 100_000)
"""Of a million outputs: right down to 0.95, 1e-3 wrong at 0.9, a tenth at 0.8."""


def walled(config: Config = CONFIG) -> TimingTable:
    """Return a table with T0 = 1000 ps x 2 V / V from 1 to 2 V."""
    joint = np.zeros(len(GRID) * len(REGIONS), JOINT)
    for index, entry in enumerate(joint):
        region, period = divmod(index, len(GRID))
        entry["region"], entry["period"] = region, period
        entry["cycles"] = entry["elements"] = 1_000_000
        entry["touched"] = entry["wrong"] = TOUCHED[period]
    volts = np.linspace(1.0, 2.0, 201)
    return TimingTable(
        header={"array_key": array_key(config), "config": config.to_dict()},
        supplies=(Supply(2.0, 25.0, "made up", "assumed", 1000.0),),
        static_curve=np.column_stack([volts, 2000.0 / volts]),
        relative_periods=GRID,
        cycles=np.full((1, len(REGIONS), len(REGISTERS), CONTEXTS), 1_000, np.int64),
        patterns=np.zeros(0, PATTERN),
        elements=np.zeros(0, ELEMENT),
        joint=joint,
    )
