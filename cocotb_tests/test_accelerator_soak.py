"""The soak test: jobs at random, with everything that may go wrong, on several accelerators."""

from __future__ import annotations

from collections import Counter

import pytest

from cocotb_tests.soak import MEMORY_BYTES, Soak
from drift_hw.config import PRESETS, ArrayConfig, Config, FaultConfig, MemoryConfig, PowerConfig
from drift_hw.control.descriptor import Code
from drift_hw.control.registers import RECOVERY_COUNTERS
from drift_hw.sim.accelerator import RtlBackend

CONFIGS = {
    "tiny": PRESETS["tiny"].replace(faults__ports=True),
    "odd": Config(
        array=ArrayConfig(rows=5, columns=12, operand_width=6, accumulator_width=24),
        faults=FaultConfig(ports=True),
        memory=MemoryConfig(data_width=128, panel_words=64, stream_words=64, outstanding_reads=4),
        power=PowerConfig(points=3, blocks=3),
    ),
    "demo": PRESETS["demo"].replace(faults__ports=True),
}
DISTURBED = ("resets", "pauses", "extensions", "time-outs", "wraps")
OUTCOMES = [code.name for code in Code if code is not Code.PENDING]


def soak(name: str, seed: int, jobs: int) -> Counter[str]:
    """Run so many jobs on an accelerator that powers up at random levels; return what happened."""
    with RtlBackend(CONFIGS[name], memory_bytes=MEMORY_BYTES, power_up_seed=seed + 1) as rtl:
        return Soak(rtl, seed).run(jobs)


@pytest.mark.parametrize("name", ["tiny", "odd"])
def test_soak(name: str) -> None:
    soak(name, seed=0, jobs=40)


@pytest.mark.regress
@pytest.mark.parametrize(("name", "seeds", "jobs"), [("tiny", 6, 130), ("odd", 2, 120), ("demo", 1, 100)])
def test_long_soak(name: str, seeds: int, jobs: int) -> None:
    """All together over 1,000 jobs; nothing that may happen stays out."""
    seen: Counter[str] = Counter()
    for seed in range(1, seeds + 1):
        seen += soak(name, seed, jobs)
    expected = {*DISTURBED, *OUTCOMES, *(counter for counter, _ in RECOVERY_COUNTERS)}
    assert name != "tiny" or not expected - set(seen), f"never happened: {sorted(expected - set(seen))}"
