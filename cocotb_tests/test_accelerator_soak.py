"""The soak test: jobs at random, with everything that may go wrong, on several accelerators."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from cocotb_tests.soak import MEMORY_BYTES, Soak, SoakError
from cocotb_tests.test_core_mutations import Mutation, mutate
from drift_hw.config import PRESETS, ArrayConfig, Config, FaultConfig, MemoryConfig, PowerConfig
from drift_hw.control.descriptor import DIMENSION_BITS, RECOMPUTE_TILES, Code, Policy
from drift_hw.control.registers import RECOVERY_COUNTERS
from drift_hw.emit import accelerator_verilog
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.device import Device, Recovery
from drift_hw.sim.verilator import BuildOptions
from golden.faults import Kind
from golden.injection import random_faults
from golden.twin import Twin

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


# -- the largest jobs ----------------------------------------------------------------------------------

LONGEST = (1 << DIMENSION_BITS) - 1


@pytest.mark.regress
@pytest.mark.parametrize("row_major", [False, True])
def test_largest_jobs(row_major: bool) -> None:
    """Each dimension at its limit, and as many tiles as may be recomputed, some of them twice."""
    config = CONFIGS["tiny"]
    rows, columns = config.array.rows, config.array.columns
    rng = np.random.default_rng(1)
    with RtlBackend(config, memory_bytes=1 << 22, power_up_seed=1) as rtl:
        twin = Twin(rtl)
        device = Device(twin, guard=64)
        device.configure(threshold=8)
        again = Recovery(correct=False, action=Policy.RECOMPUTE)
        for (m, k, n), policy in (
            ((LONGEST, 1, 1), None),
            ((1, LONGEST, 1), None),
            ((1, 1, LONGEST), None),
            ((RECOMPUTE_TILES * rows // 4, 2, 4 * columns), again),
        ):
            if policy is again:
                twin.faults(random_faults(config, 300, cycles=(2000, 60_000), rng=rng, kinds=[Kind.FLIP]))
            a, b = (rng.integers(-128, 128, size, np.int8) for size in ((m, k), (k, n)))
            device.gemm(a, b, multiplier=3, shift=14, policy=policy, row_major=row_major)
        assert device.counters()["recomputed_tiles"] > 10


# -- would it notice? ----------------------------------------------------------------------------------

MUTATIONS = {
    "recovery writes one row too many": Mutation(
        "drift_recovery", r"(assign \w*merge_row_valid = [^<]*) < ", r"\1 <= "
    ),
    "what has a checkpoint writes it": Mutation(
        "drift_recovery",
        r"assign tile_checkpoint = (retire_record\[)129\]",
        r"assign tile_checkpoint = \g<1>129] | \g<1>128]",
    ),
    "all bytes of a beat are written": Mutation(
        "drift_write_port", r"assign m_axi_wstrb = [^;]*", "assign m_axi_wstrb = 8'hff"
    ),
}
MORE_MUTATIONS = {
    "the last row block is skipped": Mutation(
        "drift_tile_walker",
        r"assign last_row = row_block == ([^;]*)",
        r"assign last_row = row_block == \1 | row_block + 16'h0001 == \1",
    ),
    "every beat of a burst is its last": Mutation(
        "drift_write_port", r"m_axi_wlast <= _\w+;", "m_axi_wlast <= 1'h1;"
    ),
    "fences are ignored": Mutation(
        "drift_tile_walker", r"assign job_ready = (\w+) \? \w+ :", r"assign job_ready = \1 ? 1'h1 :"
    ),
    "missing checkpoints are not counted": Mutation(
        "drift_recovery", r"assign missing = [^;]*", "assign missing = 1'h0"
    ),
}


@pytest.mark.parametrize(
    "mutation",
    [
        *(pytest.param(mutation, id=name) for name, mutation in MUTATIONS.items()),
        *(pytest.param(one, id=name, marks=pytest.mark.regress) for name, one in MORE_MUTATIONS.items()),
    ],
)
def test_mutation_is_caught(mutation: Mutation) -> None:
    config = CONFIGS["tiny"]
    text = mutate(accelerator_verilog(config), mutation)
    options = BuildOptions(optimise="-O0")  # many builds, short runs
    with (
        RtlBackend(config, memory_bytes=MEMORY_BYTES, power_up_seed=1, verilog=text, options=options) as rtl,
        pytest.raises(SoakError),
    ):
        soak_all(rtl, seeds=4, jobs=60)


def soak_all(rtl: RtlBackend, seeds: int, jobs: int) -> None:
    """Run soaks one after the other on one accelerator."""
    for seed in range(seeds):
        Soak(rtl, seed).run(jobs)
