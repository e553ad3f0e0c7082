"""The golden accelerator against a slow twin, and its registers, refusals, errors and traces one by one."""

from __future__ import annotations

import dataclasses
from collections import Counter

import numpy as np
import pytest
from accelerator_oracle import Oracle, OracleJob

from drift_hw.config import PRESETS, ArrayConfig, Config, MemoryConfig, PowerConfig, ProtectionConfig
from drift_hw.control.descriptor import FIELDS, FLAGS, Code, Policy
from drift_hw.control.registers import (
    CHECKER_COUNTERS,
    IDENTIFICATION,
    PERFORMANCE_COUNTERS,
    RECOVERY_COUNTERS,
    register_map,
)
from drift_hw.errors import UserError
from drift_hw.memory.layout import Layout
from golden.accelerator import GoldenBackend
from golden.accelerator.faulty import FIRST_BEAT, Session
from golden.array import run
from golden.faults import FaultError, FaultList
from golden.injection import bernoulli_faults
from golden.schedule import Schedule, dense_schedule, first_faulty_cycle

MEMORY = 1 << 18
FILL = 0xA5
ENTRIES = 16
CYCLE_COUNTERS = ("busy_cycles", "memory_stall_cycles", "settle_cycles")

CONFIGS = {
    "tiny": PRESETS["tiny"],
    "odd": Config(
        array=ArrayConfig(rows=3, columns=5, product_register=True),
        protection=ProtectionConfig(counter_width=8, correction_limit=2),
        memory=MemoryConfig(data_width=64, panel_words=64, stream_words=64),
        power=PowerConfig(points=3, blocks=2),
    ),
    "narrow": Config(
        array=ArrayConfig(rows=4, columns=3, operand_width=5, accumulator_width=20),
        protection=ProtectionConfig(correction_limit=0),
        memory=MemoryConfig(data_width=32, panel_words=64, stream_words=64),
        power=PowerConfig(blocks=2),
    ),
    "one": Config(
        array=ArrayConfig(rows=1, columns=2, accumulator_width=40),
        memory=MemoryConfig(data_width=128, address_width=32),
        power=PowerConfig(blocks=2),
    ),
    "bare": Config(
        array=ArrayConfig(rows=4, columns=4),
        protection=ProtectionConfig(abft=False),
        memory=MemoryConfig(data_width=64),
        power=PowerConfig(blocks=2),
    ),
}


class Bench:
    """A backend with a ring at address 0 and registers by name."""

    def __init__(self, config: Config) -> None:
        self.config, self.layout, self.map = config, Layout(config), register_map(config)
        self.backend = GoldenBackend(config, MEMORY)
        self.backend.memory[:] = FILL
        self.tail, self.free = 0, 0x4000
        self.write("RING_ENTRIES", ENTRIES)
        self.write("CONTROL", enable=1)

    def write(self, name: str, value: int = 0, index: int = 0, **fields: int) -> None:
        for field, part in fields.items():
            value |= part << self.map[name].field(field).low
        self.backend.write_register(self.map[name].address(index), value)

    def read(self, name: str, index: int = 0, field: str | None = None) -> int:
        value = self.backend.read_register(self.map[name].address(index))
        if field is None:
            return value
        part = self.map[name].field(field)
        return value >> part.low & ((1 << part.width) - 1)

    def put(self, data: np.ndarray | int) -> int:
        """Place bytes, or reserve so many; return the address."""
        size = data if isinstance(data, int) else len(data)
        address = self.free
        self.free = -(-(address + size) // 4096) * 4096
        if not isinstance(data, int):
            self.backend.memory[address : address + size] = data
        return address

    def descriptor(self, place: int, flags: dict[str, int], fields: dict[str, int]) -> None:
        word = sum(int(value) << FLAGS[name][0] for name, value in flags.items())
        for field in FIELDS:
            value = fields.get(field.name, 0) | (word if field.name == "flags" else 0)
            size = field.width // 8
            start = 128 * place + field.offset
            self.backend.memory[start : start + size] = np.frombuffer(
                int(value).to_bytes(size, "little"), np.uint8
            )
        self.backend.memory[128 * place + 64 : 128 * place + 128] = 0

    def submit(self, count: int) -> None:
        self.tail = (self.tail + count) % ENTRIES
        self.write("RING_TAIL", self.tail)

    def status(self, place: int) -> tuple[Code, int, int, int]:
        data = self.backend.memory[128 * place + 64 : 128 * place + 80].tobytes()
        word = [int.from_bytes(data[i:j], "little") for i, j in ((0, 2), (2, 4), (4, 8), (8, 16))]
        return Code(word[0]), *word[1:]

    def counters(self) -> Counter:
        found = Counter(
            {
                name: self.read("PERFORMANCE_HIGH", n) << 32 | self.read("PERFORMANCE_LOW", n)
                for n, (name, _) in enumerate(PERFORMANCE_COUNTERS)
            }
        )
        found.update({name: self.read("RECOVERY", n) for n, (name, _) in enumerate(RECOVERY_COUNTERS)})
        found.update({name: self.read("CHECKER", n) for n, name in enumerate(CHECKER_COUNTERS)})
        for point in range(self.config.power.points):
            for name in ("point_tiles", "point_flagged", "point_flags"):
                found[name, point] = self.read(name.upper(), point)
        return +found

    def gemm(self, rng: np.random.Generator, m: int, k: int, n: int) -> dict[str, int]:
        """Place a random GEMM, garbage in all padding; return the fields of its descriptor."""
        layout, config = self.layout, self.config

        def garbage(size: int) -> np.ndarray:
            return rng.integers(0, 256, size, dtype=np.uint8)

        entries = garbage(layout.table_bytes(n))
        bias = rng.integers(-3000, 3000, n)
        multiplier = rng.integers(0, 1 << config.requantiser.multiplier_width, n)
        packed = layout.pack_table(n, bias, multiplier, rng.integers(14, 24, n))
        used = layout.pack_table(n, -1, (1 << 16) - 1, 0xFF) != 0
        entries[used] = packed[used]
        output = layout.output_bytes(m, n, row_major=True) + layout.output_bytes(m, n)
        return {
            "m": m,
            "k": k,
            "n": n,
            "a": self.put(garbage(layout.a_bytes(m, k))),
            "b": self.put(garbage(layout.b_bytes(k, n))),
            "table": self.put(entries),
            "output": self.put(output),
            "checkpoint": self.put(garbage(output)),
        }


def random_session(config: Config, seed: int, *, rate: float, points: int = 0xFFFF):
    """Submit random jobs; return the bench and the oracle after the same session."""
    rng = np.random.default_rng(seed)
    bench = Bench(config)
    width, highest = config.array.accumulator_width, config.power.points
    threshold = int(rng.integers(0, width // 2))
    page = int(rng.integers(10, 14))
    bench.write("THRESHOLD", threshold)
    bench.write("PAGE_SHIFT", page)
    bench.write("CHECKPOINT_INTERVAL", 3)
    bench.write("TIMESTEPS", 10)
    bench.write("SENSITIVE", leading=2, trailing=2)
    for point in range(highest):
        bench.write("POINT", voltage=50 + point // 2, frequency=9, index=point)
    blocks = [
        {"tolerant": int(rng.integers(highest + 1)), "sensitive": int(rng.integers(highest))}
        | {"correct": int(rng.integers(2)), "action": int(rng.integers(4))}
        for _ in range(config.power.blocks)
    ]
    for number, block in enumerate(blocks):
        bench.write("BLOCK", index=number, **block)
    jobs = []
    for place in range(int(rng.integers(1, 5))):
        m, n = (int(size) for size in rng.integers(1, 12, 2))
        k = int(rng.choice([1, 2, 9, 70, 300]))
        fields = bench.gemm(rng, m, k, n)
        chosen = int(rng.integers(len(blocks)))
        timestep = int(rng.integers(10))
        flags = {name: int(rng.integers(2)) for name in FLAGS if name != "action"} | {"abft": 1, "action": 0}
        flags["abft"] = int(rng.random() < 0.8)
        recovery = {"correct": blocks[chosen]["correct"], "action": blocks[chosen]["action"]}
        if flags["override"]:
            recovery = {"correct": int(rng.integers(2)), "action": int(rng.integers(4))}
            flags |= recovery
        else:
            flags["correct"] = 0
        bench.descriptor(place, flags, fields | {"block": chosen, "timestep": timestep})
        sensitive = timestep < 2 or timestep >= 8
        point = blocks[chosen]["sensitive" if sensitive else "tolerant"]
        jobs.append(
            OracleJob(
                **fields,
                abft=bool(flags["abft"]) and config.protection.abft,
                correct=bool(recovery["correct"]),
                action=Policy(recovery["action"]),
                row_major=bool(flags["row_major"]),
                checkpoint_read=bool(flags["checkpoint_read"]),
                writes_checkpoint=bool(flags["checkpoint_write"]) and timestep in (0, 1, 4, 7),
                point=point if point < highest else 0,
            )
        )
    faults = None
    if rate:
        first = first_faulty_cycle(config)
        faults = bernoulli_faults(config, rate, cycles=(first, FIRST_BEAT + 3000), rng=seed)
        bench.backend.faults(faults, points)
    oracle = Oracle(config, bench.backend.memory.copy(), threshold, 1 << page, faults, points)
    bench.submit(len(jobs))
    for place, job in enumerate(jobs):
        oracle.run(job, place)
    return bench, oracle


def check(bench: Bench, oracle: Oracle) -> None:
    assert np.array_equal(bench.backend.memory, oracle.memory)
    limit = (1 << bench.config.protection.counter_width) - 1
    expected = Counter(
        {
            name: min(count, limit) if name in CHECKER_COUNTERS else count
            for name, count in oracle.counts.items()
        }
    )
    found = bench.counters()
    found.pop("point_switches", None)
    assert found == +expected
    assert not any(name in found for name in CYCLE_COUNTERS)
    width = bench.config.array.accumulator_width
    histogram = {n: bench.read("HISTOGRAM", n) for n in range(width)}
    assert histogram == {n: min(oracle.histogram[n], limit) for n in range(width)}
    assert bench.read("LARGEST_DELTA_HIGH") << 32 | bench.read("LARGEST_DELTA") == oracle.largest


class TestAgainstTheOracle:
    @pytest.mark.parametrize("name", CONFIGS)
    @pytest.mark.parametrize("seed", range(3))
    def test_clean_jobs(self, name: str, seed: int) -> None:
        check(*random_session(CONFIGS[name], seed, rate=0))

    @pytest.mark.parametrize("name", CONFIGS)
    @pytest.mark.parametrize("rate", [3e-6, 1e-4, 1e-3])
    @pytest.mark.parametrize("seed", range(10, 13))
    def test_faulty_jobs(self, name: str, rate: float, seed: int) -> None:
        check(*random_session(CONFIGS[name], seed, rate=rate))

    @pytest.mark.parametrize("seed", range(20, 24))
    def test_faults_of_some_points_only(self, seed: int) -> None:
        check(*random_session(CONFIGS["tiny"], seed, rate=1e-4, points=0b0110))

    @pytest.mark.regress
    def test_many_sessions(self) -> None:
        for seed in range(1000, 1600):
            name = list(CONFIGS)[seed % len(CONFIGS)]
            check(*random_session(CONFIGS[name], seed, rate=[0, 1e-6, 1e-4, 1e-3][seed // 5 % 4]))

    def test_the_sessions_reach_every_rule(self) -> None:
        """What the comparison is worth: every counter moves in some session."""
        moved = Counter()
        for seed in range(10, 16):
            for name, rate in (("tiny", 1e-4), ("odd", 1e-4), ("odd", 3e-3)):
                moved.update(random_session(CONFIGS[name], seed, rate=rate)[0].counters())
        names = {name for name, _ in (*PERFORMANCE_COUNTERS, *RECOVERY_COUNTERS)} | set(CHECKER_COUNTERS)
        assert names - set(moved) == set(CYCLE_COUNTERS)

    def test_a_wrong_model_would_be_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Tiles of the pass before are needed: late bits keep what they left."""
        monkeypatch.setattr(Session, "_needed", lambda self, wanted: wanted)
        with pytest.raises(AssertionError):
            for seed in range(10, 16):
                check(*random_session(CONFIGS["tiny"], seed, rate=1e-2))
