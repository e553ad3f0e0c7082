"""What a closed-loop run of a PE says: how accumulations over whole tiles ended."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.faults.table import ELEMENT, MAX_BITS, REGIONS, REGISTERS
from golden.carry_save import resolved
from synth.timing.counts import signed
from synth.timing.stream import Drive


def points(joint: NDArray[np.void], most: int) -> NDArray[np.int64]:
    """Return up to `most` indices of periods, spread evenly over those at which wrong captures touch some
    accumulations, but not all.
    """
    share = joint["touched"] / np.maximum(joint["elements"], 1)
    (useful,) = np.nonzero((joint["wrong"] > 0) & (share < 0.99))
    if len(useful) <= most:
        return useful
    return useful[np.linspace(0, len(useful) - 1, most).round().astype(int)] if most else useful[:0]


def ended(config: Config, region: int, drive: Drive, captured: NDArray[np.uint64]) -> NDArray[np.void]:
    """Return how the accumulations of whole tiles ended, an entry of dtype `ELEMENT` for each depth K.

    `captured` (cycles, 5) is what the flops of the PE captured at the end of each cycle.
    """
    products = drive.a * drive.b if REGIONS[region] == "data" else -drive.a * drive.b
    # Cycle at whose end the accumulator captures the last product of a tile.
    last = np.append(drive.starts[1:], len(products)) + config.accumulator_latency - 2
    whole = last < len(products)
    right = np.add.reduceat(products, drive.starts)[whole]
    got = captured[last[whole], REGISTERS.index("accumulator")]
    width = config.array.accumulator_width
    if config.array.carry_save:
        got = resolved(got, width)
    error = signed(got - right.astype(np.uint64), width)
    entries = []
    for depth in np.unique(drive.depths[whole]):
        chosen = error[drive.depths[whole] == depth]
        wrong = np.abs(chosen[chosen != 0].astype(np.float64))
        entry = np.zeros(1, ELEMENT)
        entry["region"], entry["depth"], entry["elements"] = region, depth, len(chosen)
        entry["wrong"], entry["squared_error"] = len(wrong), (wrong**2).sum()
        entry["histogram"] = np.bincount(np.log2(wrong).astype(np.int64), minlength=MAX_BITS)[:MAX_BITS]
        entries.append(entry)
    return np.concatenate([np.zeros(0, ELEMENT), *entries])


def summed(entries: NDArray[np.void]) -> NDArray[np.void]:
    """Return entries with those of one supply, period, region and depth added up."""
    names = ["supply", "period", "region", "depth"]
    if not len(entries):
        return entries
    _, first, place = np.unique(entries[names], return_index=True, return_inverse=True)
    result = entries[first]
    for name in ("elements", "wrong", "squared_error", "histogram"):
        result[name] = 0
        np.add.at(result[name], place, entries[name])
    return result
