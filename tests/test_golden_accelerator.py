"""The golden accelerator against a slow twin, and its registers, refusals, errors and traces one by one."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

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
    "located": Config(
        array=ArrayConfig(rows=5, columns=4),
        protection=ProtectionConfig(locator=True),
        memory=MemoryConfig(data_width=64, panel_words=64, stream_words=64),
        power=PowerConfig(blocks=2),
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
            self.compare(range(10, 16))

    @staticmethod
    def compare(seeds: range) -> None:
        for seed in seeds:
            check(*random_session(CONFIGS["tiny"], seed, rate=1e-2))


class TestRegisters:
    config = PRESETS["tiny"]

    def test_access_rules(self) -> None:
        bench = Bench(self.config)
        assert bench.read("IDENTIFICATION") == IDENTIFICATION
        assert bench.read("HASH_HIGH") << 32 | bench.read("HASH_LOW") == int(self.config.hash, 16)
        bench.write("IDENTIFICATION", 1)
        bench.write("RING_HEAD", 5)
        assert bench.read("IDENTIFICATION") == IDENTIFICATION
        assert bench.read("RING_HEAD") == 0
        bench.write("SENSITIVE", 0xFFFFFFFF)
        bench.write("THRESHOLD", 0xFFFFFFFF)
        assert bench.read("SENSITIVE") == 0xFFFFFFFF
        assert bench.read("THRESHOLD") == 31
        bench.write("CONTROL", 0x3F)
        assert bench.read("CONTROL") == 1
        bench.backend.reset()
        assert bench.read("THRESHOLD") == 10

    @pytest.mark.parametrize("address", [2, 0x03D, 0x07C, 0xFFC, 0x1000, -4])
    def test_no_register(self, address: int) -> None:
        backend = GoldenBackend(self.config, MEMORY)
        with pytest.raises(UserError, match="there is no register at"):
            backend.read_register(address)
        with pytest.raises(UserError, match="there is no register at"):
            backend.write_register(address, 0)

    def test_value_of_32_bits(self) -> None:
        with pytest.raises(UserError, match="must be from 0 to 4294967295, not 4294967296"):
            GoldenBackend(self.config, MEMORY).write_register(0x20, 1 << 32)

    def test_interrupts_and_clearing(self) -> None:
        bench, _ = random_session(self.config, 11, rate=1e-4)
        assert bench.read("INTERRUPT_STATUS") == 1
        with pytest.raises(UserError, match="no interrupt will come: INTERRUPT_STATUS is 0x1, its mask 0x0"):
            bench.backend.wait(1)
        bench.write("INTERRUPT_MASK", done=1)
        bench.backend.wait(1)
        bench.write("INTERRUPT_STATUS", done=1)
        assert bench.read("INTERRUPT_STATUS") == 0
        done, counts = bench.read("JOBS_DONE"), bench.counters()
        assert done > 0
        assert bench.read("LARGEST_DELTA") > 0
        bench.write("CONTROL", enable=1, clear_performance=1)
        kept = {name for name in counts if name in CHECKER_COUNTERS or isinstance(name, tuple)}
        assert set(bench.counters()) == kept
        bench.write("CONTROL", enable=1, clear_checker=1, clear_statistics=1)
        assert not bench.counters()
        assert bench.read("LARGEST_DELTA") == 0
        assert not any(bench.read("HISTOGRAM", n) for n in range(32))
        assert bench.read("JOBS_DONE") == done

    def test_jobs_wait_for_enable_and_a_sane_ring(self) -> None:
        bench = Bench(self.config)
        for place in (0, 1):
            bench.descriptor(place, {}, bench.gemm(np.random.default_rng(0), 3, 4, 5))
        bench.write("CONTROL", enable=0)
        bench.submit(1)
        assert (bench.read("RING_HEAD"), bench.read("INTERRUPT_STATUS")) == (0, 0)
        bench.write("CONTROL", enable=1)
        assert (bench.read("RING_HEAD"), bench.read("INTERRUPT_STATUS")) == (1, 1)
        bench.write("RING_TAIL", ENTRIES)
        assert bench.read("RING_HEAD") == 1
        bench.write("RING_ENTRIES", 2)
        bench.write("RING_TAIL", 0)
        assert bench.read("RING_HEAD") == 0
        assert bench.read("JOBS_DONE") == 2

    def test_core_alone(self) -> None:
        with pytest.raises(UserError, match="the array core alone can be built"):
            GoldenBackend(Config(array=ArrayConfig(rows=256)))


def one_job(config: Config = PRESETS["tiny"]) -> tuple[Bench, dict[str, int]]:
    bench = Bench(config)
    return bench, bench.gemm(np.random.default_rng(0), 6, 7, 5)


class TestRefusedJobs:
    BEYOND = 1 << 40
    BAD = (
        (Code.RESERVED_BITS, {}, {"flags": 1 << 10}),
        (Code.RESERVED_BITS, {}, {"reserved": 1}),
        (Code.RESERVED_BITS, {"abft": 1, "action": 1}, {}),
        (Code.RESERVED_BITS, {"correct": 1}, {}),
        (Code.DIMENSION, {}, {"m": 0}),
        (Code.DIMENSION, {}, {"k": 1 << 16}),
        (Code.DIMENSION, {"abft": 1, "override": 1, "action": 2}, {"m": 4 * 8192, "n": 5}),
        (Code.BLOCK, {}, {"block": 8}),
        (Code.POLICY, {"abft": 1, "override": 1, "action": 4}, {}),
        (Code.ALIGNMENT, {}, {"a": 4}),
        (Code.ALIGNMENT, {}, {"table": BEYOND}),
        (Code.ALIGNMENT, {}, {"output": 8}),
        (Code.ALIGNMENT, {"checkpoint_write": 1}, {"checkpoint": 8}),
        (Code.WRAP, {}, {"b": BEYOND - 8}),
        (Code.WRAP, {"checkpoint_read": 1}, {"checkpoint": BEYOND - 16}),
    )

    @pytest.mark.parametrize(("code", "flags", "fields"), BAD)
    def test_code(self, code: Code, flags: dict[str, int], fields: dict[str, int]) -> None:
        bench, good = one_job()
        bench.descriptor(0, flags, good | fields)
        before = bench.backend.memory.copy()
        bench.submit(1)
        assert bench.status(0) == (code, 0, 0, 0)
        before[64:80] = bench.backend.memory[64:80]
        assert np.array_equal(bench.backend.memory, before)
        assert (bench.read("JOBS_DONE"), bench.read("JOBS_FAILED")) == (1, 1)
        assert bench.read("INTERRUPT_STATUS") == 0b0011
        assert bench.read("ERROR_CODE") == code
        assert bench.read("STATUS", field="error") == 1
        bench.write("CONTROL", enable=1, clear_error=1)
        assert (bench.read("ERROR_CODE"), bench.read("STATUS")) == (0, 0)

    @pytest.mark.parametrize("first", range(len(BAD)))
    def test_first_check_wins(self, first: int) -> None:
        code, flags, fields = self.BAD[first]
        for later, more, also in self.BAD[first + 1 :]:
            unheard = code is Code.RESERVED_BITS and flags
            if set(more) & set(flags) or set(also) & set(fields) or (unheard and "override" in more):
                continue
            bench, good = one_job()
            bench.descriptor(0, flags | more, good | fields | also)
            bench.submit(1)
            assert bench.status(0)[0] is min(code, later)

    def test_what_is_not_used_is_not_checked(self) -> None:
        bench, good = one_job()
        bench.descriptor(0, {"override": 1, "action": 7}, good | {"checkpoint": 1})
        bench.submit(1)
        assert bench.status(0)[0] is Code.DONE

    def test_the_first_error_is_kept(self) -> None:
        bench, good = one_job()
        bench.descriptor(0, {}, good)
        bench.descriptor(1, {}, good | {"a": 1})
        bench.descriptor(2, {}, good | {"m": 0})
        bench.submit(3)
        assert [bench.status(place)[0] for place in range(3)] == [Code.DONE, Code.ALIGNMENT, Code.DIMENSION]
        assert (bench.read("ERROR_CODE"), bench.read("ERROR_JOB")) == (Code.ALIGNMENT, 1)
        assert (bench.read("JOBS_DONE"), bench.read("JOBS_FAILED")) == (3, 2)


@dataclasses.dataclass
class Range:
    first: int
    last: int
    response: int = 2
    reads: bool = True
    writes: bool = True


class TestMemoryErrors:
    def run(self, flags: dict[str, int], *ranges: Range, **fields: int):
        bench, good = one_job()
        good |= fields
        bench.descriptor(0, flags, good)
        clean = Bench(bench.config)
        clean.backend.memory[:] = bench.backend.memory
        clean.submit(1)
        bench.backend.set_errors(ranges)
        bench.submit(1)
        return bench, clean, good

    def check(self, bench: Bench, status: tuple[Code, int, int, int], interrupts: int = 0b0111) -> None:
        assert bench.status(0) == status
        assert bench.read("INTERRUPT_STATUS") == interrupts
        code, response, _, address = status
        assert bench.read("ERROR_CODE") == code | response << 16
        assert bench.read("ERROR_ADDRESS_LOW") == address
        assert bench.read("JOBS_FAILED") == 1

    def test_read(self) -> None:
        place = 0x5000 + 29  # in the fourth beat of B
        bench, clean, fields = self.run({}, Range(place, place, 3))
        assert fields["b"] == 0x5000
        self.check(bench, (Code.READ_ERROR, 3, 0, 0x5018))
        # The data counts as it came.
        assert np.array_equal(bench.backend.memory[0x80:], clean.backend.memory[0x80:])

    def test_the_first_tile_decides(self) -> None:
        bench, _, fields = self.run({}, Range(0x4000, 0x4000), Range(0x5000, 0x5FFF, 3))
        self.check(bench, (Code.READ_ERROR, 2, 0, fields["a"]))

    @pytest.mark.parametrize("row_major", [0, 1])
    def test_write(self, row_major: int) -> None:
        bad = Range(0x7000 + 20, 0x7000 + 20)
        bench, clean, fields = self.run({"row_major": row_major}, bad)
        assert fields["output"] == 0x7000
        # A packed tile has two beats; row-major, two tiles share this one.
        self.check(bench, (Code.WRITE_ERROR, 2, 0, 0x7010))
        lost = np.zeros(MEMORY, bool)
        lost[0x7010:0x7018] = True
        lost[64:80] = True
        memory, other = bench.backend.memory, clean.backend.memory
        assert np.array_equal(memory[~lost], other[~lost])
        assert (memory[0x7010:0x7018] == FILL).all()

    def test_only_reads_or_writes(self) -> None:
        whole = [Range(0x4000, 0x6FFF, reads=False), Range(0x7000, 0x7FFF, writes=False)]
        bench, clean, _ = self.run({}, *whole)
        assert bench.status(0)[0] is Code.DONE
        assert np.array_equal(bench.backend.memory, clean.backend.memory)

    def test_descriptor(self) -> None:
        bench, _, _ = self.run({}, Range(40, 40))
        assert (bench.backend.memory[64:80] == 0).all()
        assert bench.read("ERROR_CODE") == Code.FETCH_ERROR | 2 << 16
        assert (bench.read("RING_HEAD"), bench.read("JOBS_FAILED")) == (1, 1)
        assert bench.read("INTERRUPT_STATUS") == 0b0111

    def test_beyond_the_end(self) -> None:
        bench, _, _ = self.run({}, a=MEMORY - 16)
        self.check(bench, (Code.READ_ERROR, 3, 0, MEMORY))
        bench, _, _ = self.run({}, output=MEMORY)
        self.check(bench, (Code.WRITE_ERROR, 3, 0, MEMORY))


class Traced:
    """A trace of tiles fed with random pauses."""

    def __init__(
        self, config: Config, tiles: Sequence[tuple[int, int, int, int]], seed: int, point: int
    ) -> None:
        """`tiles`: (job, tile, redo, K)."""
        rng = np.random.default_rng(seed)
        dtype = [(name, np.uint64) for name in ("beats", "tile", "job", "redo", "point")]
        self.tiles = np.zeros(len(tiles), dtype)
        for place, (job, tile, redo, k) in enumerate(tiles):
            self.tiles[place] = (k, tile, job, redo, point)
        self.tiles["beats"] = np.cumsum(self.tiles["beats"])
        gaps = rng.integers(1, 4, int(self.tiles["beats"][-1]))
        gaps[self.tiles["beats"].astype(int) - 1] += config.drain_cycles
        self.cycles = np.uint64(100) + np.cumsum(gaps).astype(np.uint64)

    def schedule(self) -> Schedule:
        depths = np.diff(self.tiles["beats"].astype(np.int64), prepend=0)
        return Schedule(self.cycles.astype(np.int64), depths)


class TestTraces:
    config = CONFIGS["tiny"]
    order = tuple((0, tile, 0, 7) for tile in range(4))

    def session(self, trace, faults: FaultList, points: int = 0xFFFF, submissions: int = 1) -> Bench:
        bench, fields = one_job(self.config)
        bench.write("THRESHOLD", 5)
        bench.backend.faults(faults, points)
        bench.backend.schedule(trace)
        for place in range(submissions):
            bench.descriptor(place, {}, fields)
            bench.submit(1)
        return bench

    def faults(self, rate: float = 1e-3) -> FaultList:
        return bernoulli_faults(self.config, rate, cycles=(50, 400), rng=3)

    def test_faults_follow_the_trace(self) -> None:
        bench, fields = one_job(self.config)
        layout = bench.layout
        a = layout.unpack_a(bench.backend.memory[fields["a"] :][: layout.a_bytes(6, 7)], 6, 7)
        b = layout.unpack_b(bench.backend.memory[fields["b"] :][: layout.b_bytes(7, 5)], 7, 5)
        a, b = np.pad(a, ((0, 2), (0, 0))), np.pad(b, ((0, 0), (0, 3)))
        pairs = [(a[4 * p : 4 * p + 4], b[:, 4 * q : 4 * q + 4]) for p in (0, 1) for q in (0, 1)]
        seen = set()
        for seed in range(4):
            trace = Traced(self.config, self.order, seed, 0)
            expected = run(
                self.config,
                *(list(side) for side in zip(*pairs, strict=True)),
                trace.schedule(),
                self.faults(),
            )
            found = self.session(trace, self.faults())
            checks = expected.checks(5)
            assert found.read("CHECKER", 2) == int(checks.row_flags.sum())
            assert found.read("CHECKER", 4) == int(checks.mask.sum())
            seen.add(found.read("CHECKER", 4))
        assert len(seen) > 1

    def test_points_of_a_mask(self) -> None:
        flagged = [
            self.session(Traced(self.config, self.order, 0, point), self.faults(), 0b0100).read("CHECKER", 1)
            for point in range(3)
        ]
        assert flagged[:2] == [0, 0]
        assert flagged[2] > 0

    def test_points_by_cycle(self) -> None:
        faults = self.faults(1e-2)
        trace = Traced(self.config, self.order, 0, 0)
        trace.points = np.array([(0, 1), (130, 2)], [("cycle", np.uint64), ("point", np.uint64)])
        events = faults.events
        kept = FaultList(self.config, events[events["cycle"] >= 130])
        plain = Traced(self.config, self.order, 0, 0)
        one = self.session(trace, faults, 0b0100)
        other = self.session(plain, kept)
        assert one.counters() == other.counters()
        assert one.read("CHECKER", 1) > 0
        assert one.counters() != self.session(plain, faults).counters()

    def test_several_submissions(self) -> None:
        parts = [Traced(self.config, [(n, tile, 0, 7) for _, tile, _, _ in self.order], n, 0) for n in (0, 1)]
        both = Traced(self.config, [(n, tile, 0, 7) for n in (0, 1) for _, tile, _, _ in self.order], 0, 0)
        both.cycles = np.concatenate([part.cycles for part in parts])
        one = self.session(both, self.faults(), submissions=2)
        other, fields = one_job(self.config)
        other.write("THRESHOLD", 5)
        other.backend.faults(self.faults())
        for number, part in enumerate(parts):
            other.backend.schedule(part)
            other.descriptor(number, {}, fields)
            other.submit(1)
        assert one.counters() == other.counters()
        assert one.read("CHECKER", 1) > 0

    @pytest.mark.parametrize(
        ("order", "message"),
        [
            (order[:3], "the trace ends after 3 tiles, but job 0 goes on"),
            ([(1, 0, 0, 7), *order[1:]], "tile 0 of the trace has job 1, but the model is at 0"),
            ([order[1], order[0], *order[2:]], "tile 0 of the trace has tile 1, but the model is at 0"),
            ([*order[:3], (0, 3, 1, 7)], "tile 3 of the trace has redo 1, but the model is at 0"),
            ([*order[:2], (0, 2, 0, 8), order[3]], "tile 2 of the trace has beats 8, but the model is at 7"),
        ],
    )
    def test_other_submissions(self, order, message: str) -> None:
        with pytest.raises(UserError, match=message):
            self.session(Traced(self.config, order, 0, 0), self.faults())

    def test_faults_of_another_configuration_or_too_early(self) -> None:
        other = bernoulli_faults(PRESETS["demo"], 1e-6, cycles=(50, 60), rng=0)
        with pytest.raises(FaultError, match="the fault list was made for another configuration"):
            self.session(None, other)
        early = FaultList.of(self.config, cycle=3, register=0, row=0, column=0, mask=1)
        with pytest.raises(FaultError, match=r"there is a fault event in cycle 3, .* from cycle 16 on"):
            self.session(None, early)

    def test_without_a_trace_tiles_are_dense(self) -> None:
        schedule = dense_schedule(self.config, [7] * 4, FIRST_BEAT)
        flushes = schedule.flushes.tolist()
        event = FaultList.of(
            self.config, cycle=flushes[1] + 1, register=3, row=0, column=0, mask=1 << 20, kind=1
        )
        bench = self.session(None, event)
        assert bench.read("CHECKER", 1) == 1
        assert bench.read("LARGEST_DELTA") == 1 << 20
