"""What disturbs the jobs of the soak test: memory, flops, regulator and clock generator, at random."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from drift_hw.config import Config
from drift_hw.sim.board import ErrorRange, MemoryOptions, SupplyOptions
from golden.faults import FaultList, Kind
from golden.injection import bernoulli_faults, random_faults
from golden.schedule import first_faulty_cycle

MOST_FAULTS = 4000
"""Events of a submission."""
PATIENCE = 250
"""Cycles that a good supply never takes for a phase, with codes up to `LARGEST_CODE`."""
LARGEST_CODE = 40


def memory_options(rng: np.random.Generator, bus: int) -> MemoryOptions:
    """Return how DRAM behaves: from ideal to very slow."""
    return MemoryOptions(
        read_latency=int(rng.choice([0, 1, 40, rng.integers(300).item()])),
        write_latency=int(rng.choice([0, 1, 20, rng.integers(300).item()])),
        jitter=int(rng.choice([0, 3, 60])),
        bandwidth=bus * float(rng.choice([0.25, 0.5, 2.0])),
        stall=float(rng.choice([0, 0, 0.1, 0.5])),
        seed=int(rng.integers(1 << 32)),
    )


def error_ranges(rng: np.random.Generator, pieces: Sequence[tuple[int, int]]) -> tuple[ErrorRange, ...]:
    """Return where DRAM fails: up to three parts of these (address, size)."""
    ranges = []
    for number in rng.choice(len(pieces), int(rng.integers(1, 4))):
        start, size = pieces[number]
        first = start + int(rng.integers(size))
        last = min(first + int(rng.choice([0, 40, size])), start + size - 1)
        reads, writes = [(True, True), (True, False), (False, True)][int(rng.integers(3))]
        ranges.append(ErrorRange(first, last, int(rng.integers(2, 4)), reads, writes))
    return tuple(ranges)


def faults(
    rng: np.random.Generator, config: Config, cycles: int
) -> tuple[FaultList | None, int | npt.NDArray[np.int64]]:
    """Return which flops fail within so many cycles, and at which operating points; often none."""
    first = first_faulty_cycle(config)
    window = first, first + int(cycles * rng.choice([1, 2]))
    kinds = [Kind(value) for value in rng.choice(len(Kind), int(rng.integers(1, 4)), replace=False)]
    span, chosen = window[1] - first, rng.random()
    found: FaultList | None = None
    if chosen < 0.25:
        found = random_faults(config, int(rng.integers(1, 12)), cycles=window, rng=rng, kinds=kinds)
    elif chosen < 0.6:
        count = int(min(MOST_FAULTS, span * rng.choice([0.01, 0.1, 1])))
        found = random_faults(config, count, cycles=window, rng=rng, kinds=kinds)
    elif chosen < 0.8:
        rate = min(float(rng.choice([1e-6, 1e-5, 1e-4])), MOST_FAULTS / span / 1000)
        found = bernoulli_faults(config, rate, cycles=window, rng=rng, kind=kinds[0])
    if found is None or rng.random() < 0.5:
        return found, 0xFFFF
    return found, rng.choice(np.append(rng.integers(1 << 16, size=3), 0xFFFF), len(found))


def good_supply(rng: np.random.Generator) -> SupplyOptions:
    """Return a regulator or clock generator that answers in time."""
    fixed, step, release = (int(rng.integers(limit)) for limit in (60, 4, 20))
    return SupplyOptions(fixed=fixed, per_step=step, release=release)


def bad_supply(rng: np.random.Generator) -> SupplyOptions:
    """Return one that is too slow, ignores requests, or is dead: somebody must help it some time."""
    late = int(rng.integers(PATIENCE, 3000))
    kinds = [
        SupplyOptions(fixed=20, ignore=int(rng.integers(1, 5))),
        SupplyOptions(fixed=late),
        SupplyOptions(fixed=20, release=late),
        SupplyOptions(fixed=20, dead=True),
    ]
    return kinds[int(rng.integers(len(kinds)))]
