"""Job control: records, status, errors and interrupts of random jobs against a model from the layout."""

import os
import re
import subprocess
from collections import Counter
from contextlib import contextmanager
from functools import cache
from random import Random

import pytest

from drift_hw.config import PRESETS, Config
from drift_hw.control.descriptor import FIELDS, FLAGS, Code, Policy
from drift_hw.control.job_control import TILES_AHEAD, JobControl
from drift_hw.control.job_sizes import JobSizes
from drift_hw.emit import LINT_WAIVERS
from drift_hw.emit.verilog import block_verilog
from drift_hw.memory.layout import Layout
from drift_hw.sim.model import Model
from drift_hw.sim.verilator import BuildOptions, build
from drift_hw.toolchain import find_verilator
from tests.job_bench import Bench, Job, Registers

FAST = BuildOptions(optimise="-O0")
"""Many builds, short runs."""
GEOMETRIES = {
    "tiny": PRESETS["tiny"],
    "odd": Config().replace(
        array__rows=5,
        array__columns=12,
        memory__data_width=128,
        memory__address_width=64,
        memory__panel_words=67,
        power__points=16,
        power__blocks=5,
    ),
    "drift": PRESETS["drift"],
    "wide": Config().replace(
        array__rows=100,
        array__columns=128,
        memory__data_width=1024,
        memory__address_width=32,
        protection__abft=False,
    ),
}


@cache
def verilog(geometry):
    return block_verilog(JobControl(GEOMETRIES[geometry]))


def simulator(text):
    return build(text, "drift_job_control", FAST)


def random_registers(config, random):
    blocks = [
        {
            "tolerant": random.randrange(16),
            "sensitive": random.randrange(16),
            "correct": random.randrange(2),
            "action": random.randrange(4),
        }
        for _ in range(config.power.blocks)
    ]
    return Registers(
        blocks,
        interval=random.choice((0, 1, 2, 3, 10, 65535)),
        timesteps=random.choice((20, 50)),
        leading=random.randrange(10),
        trailing=random.randrange(10),
    )


def random_job(config, random, tiles=40):
    """Return a job that can run, of at most so many tiles."""
    layout, array = Layout(config), config.array
    row_blocks = random.randint(1, random.choice((1, 4, tiles)))
    column_blocks = random.randint(1, max(1, tiles // row_blocks))
    m = random.randint((row_blocks - 1) * array.rows + 1, row_blocks * array.rows)
    n = random.randint((column_blocks - 1) * array.columns + 1, column_blocks * array.columns)
    k = random.choice((random.randint(1, 100), config.memory.panel_words + random.randint(-9, 9), 65535))
    flags = {name: random.randrange(2) for name in FLAGS}
    flags["fence"] = int(random.random() < 0.2)
    flags["action"] = random.choice((*Policy, Policy.RECOMPUTE)) if flags["override"] else 0
    flags["correct"] &= flags["override"]
    size = layout.output_bytes(m, n, row_major=bool(flags["row_major"]))
    sizes = {
        "a": layout.a_bytes(m, k),
        "b": layout.b_bytes(k, n),
        "table": layout.table_bytes(n),
        "output": size,
        "checkpoint": size,
    }
    end = 1 << config.memory.address_width
    fields = {item.name: 0 for item in FIELDS} | {"m": m, "k": k, "n": n}
    for name, length in sizes.items():
        unit = layout.output_alignment if name in ("output", "checkpoint") else layout.bus
        last = (end - length) // unit
        # Often the very last place where the tensor fits.
        fields[name] = random.choice((last, random.randint(0, last))) * unit
    fields["block"] = random.randrange(config.power.blocks)
    fields["timestep"] = random.choice((random.randrange(60), random.getrandbits(16)))
    return Job(fields, flags)


def spoil(config, random, job):
    """Make one thing of a job wrong."""
    layout, value, flag = Layout(config), job.fields, job.flags
    address = random.choice(("a", "b", "table", "output", "checkpoint"))
    unit = layout.output_alignment if address in ("output", "checkpoint") else layout.bus
    end = 1 << config.memory.address_width
    kind = random.randrange(9)
    if kind == 0:
        value["flags"] = 1 << random.randrange(10, 32)
    elif kind == 1:
        value["reserved"] = 1 << random.randrange(32)
    elif kind == 2:
        flag |= {"override": 0, random.choice(("correct", "action")): 1}
    elif kind == 3:
        value[random.choice("mkn")] = random.choice((0, 65536, 1 << 31))
    elif kind == 4:
        flag |= {"override": 1, "abft": 1, "action": Policy.RECOMPUTE}
        value["m"] = 65535
        value["n"] = max(value["n"], 65535 // 8 * config.array.columns // 32)
    elif kind == 5:
        value["block"] = random.choice((config.power.blocks, 65535))
    elif kind == 6:
        flag |= {"override": 1, "action": random.randrange(4, 8)}
    elif kind == 7:
        beyond = range(config.memory.address_width, 64)
        value[address] |= random.choice((1, unit // 2, *(1 << bit for bit in (*beyond[:1], *beyond[-1:]))))
    else:
        value[address] = end - unit
    return job


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_random_jobs(geometry):
    """Good, refused and failing jobs in rings of all sizes, with pauses, memory errors and back-pressure."""
    config, random = GEOMETRIES[geometry], Random(geometry)
    seen: Counter[Code] = Counter()
    repeated = 0
    for seed in (1, 2, 3):
        registers = random_registers(config, random)
        registers.blocks[0]["action"] = 4 + seed
        jobs = [random_job(config, random) for _ in range(18)]
        for job in jobs:
            while random.random() < 0.4:
                spoil(config, random, job)
            job.response = random.choice((0, 0, 0, 0, 0, 0, 0, 1, 2, 3))
        with Model(simulator(verilog(geometry)), power_up_seed=seed) as model:
            bench = Bench(model, config, registers, seed=seed, entries=(2, 5, 9)[seed - 1])
            bench.ready, bench.error_rate = random.choice(((0.3, 0.01), (1.0, 0.03)))
            bench.run(jobs, pauses=0.001)
        seen += Counter(job.outcome[0] for job in jobs)
        repeated += sum(len(job.discarded) for job in jobs)
    assert set(seen) >= {Code.DONE, Code.READ_ERROR, Code.WRITE_ERROR, Code.FETCH_ERROR}
    assert bool(repeated) == config.protection.abft


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_every_check(geometry):
    """Jobs with one or two mistakes: the code of the first check that fails."""
    config, random = GEOMETRIES[geometry], Random(geometry)
    registers = random_registers(config, random)
    registers.blocks[-1]["action"] = 7
    jobs = [spoil(config, random, random_job(config, random, tiles=2)) for _ in range(150)]
    for job in jobs:
        if random.random() < 0.3:
            spoil(config, random, job)
    with Model(simulator(verilog(geometry)), power_up_seed=9) as model:
        bench = Bench(model, config, registers, entries=65535)
        bench.ready = 1.0
        bench.run(jobs)
    codes = {Code.RESERVED_BITS, Code.DIMENSION, Code.BLOCK, Code.ALIGNMENT, Code.WRAP, Code.DONE}
    assert {job.outcome[0] for job in jobs} == codes | ({Code.POLICY} if config.protection.abft else set())


def plain_job(config, m, k, n, **flags):
    """Return a job with its tensors one after the other."""
    layout = Layout(config)
    fields = {item.name: 0 for item in FIELDS} | {"m": m, "k": k, "n": n}
    place = 1 << 20
    for name, size in (
        ("a", layout.a_bytes(m, k)),
        ("b", layout.b_bytes(k, n)),
        ("table", layout.table_bytes(n)),
        ("output", layout.output_bytes(m, n)),
    ):
        fields[name] = place
        place = -(-(place + size) // 4096) * 4096
    return Job(fields, dict.fromkeys(FLAGS, 0) | flags)


def plain_registers(config):
    block = {"tolerant": 1, "sensitive": 1, "correct": 0, "action": 0}
    return Registers([block] * config.power.blocks)


@contextmanager
def tiny_bench():
    config = GEOMETRIES["tiny"]
    with Model(simulator(verilog("tiny")), power_up_seed=4) as model:
        bench = Bench(model, config, plain_registers(config))
        bench.ready = 1.0
        yield bench


def test_largest_recomputed_job():
    """8192 tiles, the last of them discarded, pass; 8193 are refused."""
    columns = GEOMETRIES["tiny"].array.columns
    flags = {"abft": 1, "override": 1, "action": Policy.RECOMPUTE}
    with tiny_bench() as bench:
        jobs = [plain_job(bench.config, 8, 1, tiles * columns // 2, **flags) for tiles in (8192, 8194)]
        bench.mask_rate = 0.002
        bench.masked_tiles = {8191}
        bench.run(jobs)
        assert jobs[0].outcome[0] == Code.DONE
        assert 8191 in jobs[0].discarded
        assert jobs[1].outcome[0] == Code.DIMENSION


def test_first_load_comes_soon():
    """Within 150 cycles of `busy`, whatever the dimensions."""
    with tiny_bench() as bench:
        bench.todo.append(plain_job(bench.config, 65535, 65535, 65535))
        bench.submit()
        cycles = 0
        while not bench.taken["panel_load"]:
            bench.cycle()
            cycles += bench.was_busy
            assert cycles <= 150
        assert cycles > 50, "faster than the arithmetic: the test looks at something else"


def test_a_tile_per_cycle():
    with tiny_bench() as bench:
        bench.todo.append(plain_job(bench.config, 400, 9, 40))
        bench.submit()
        while not bench.taken["feed"]:
            bench.cycle()
        for _ in range(200):
            bench.cycle()
        assert bench.taken["feed"] == bench.taken["stream_load"] == 201


def test_loads_are_16_tiles_ahead():
    """Of the tile that waits to be fed."""
    with tiny_bench() as bench:
        bench.todo.append(plain_job(bench.config, 400, 9, 40))
        bench.submit()
        bench.blocked = {"feed"}
        for _ in range(400):
            bench.cycle()
        assert bench.taken["stream_load"] == 1 + TILES_AHEAD == 17
        bench.blocked = set()
        bench.run([])


def test_tiles_in_flight_have_a_limit():
    """The count of a job's tiles does not overflow when none is ever written."""
    with tiny_bench() as bench:
        bench.todo.append(plain_job(bench.config, 400, 9, 40))
        bench.submit()
        bench.writes = False
        for _ in range(1500):
            bench.cycle()
        assert bench.taken["retire"] == 255
        bench.writes = True
        bench.run([])


@pytest.mark.parametrize(("entries", "tail"), [(0, 1), (1, 0), (1, 1), (5, 5), (5, 65535)])
def test_impossible_ring_submits_nothing(entries, tail):
    with Model(simulator(verilog("tiny")), power_up_seed=4) as model:
        bench = Bench(model, GEOMETRIES["tiny"], plain_registers(GEOMETRIES["tiny"]), entries=entries or 1)
        bench.write(ring_entries=entries)
        bench.tail = tail
        for _ in range(20):
            bench.cycle()
            assert not bench.was_busy


# -- parts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_sizes(geometry):
    """All of 16 bits: blocks, tiles, ends of tensors on either side of the end of the address space."""
    config, random = GEOMETRIES[geometry], Random(geometry)
    layout, array = Layout(config), config.array
    end = 1 << config.memory.address_width
    text = block_verilog(JobSizes(config))
    with Model(build(text, "drift_job_sizes", FAST), power_up_seed=3) as model:
        model.reset()
        for number in range(100):
            m, k, n = (random.getrandbits(random.randint(1, 16)) or 65535 for _ in range(3))
            row_major, checkpoint = random.randrange(2), random.randrange(2)
            size = layout.output_bytes(m, n, row_major=bool(row_major))
            sizes = {
                "a": layout.a_bytes(m, k),
                "b": layout.b_bytes(k, n),
                "table": layout.table_bytes(n),
                "output": size,
                "checkpoint": size,
            }
            bases = {name: max(0, end - size) for name, size in sizes.items()}
            if number % 2:
                bases[random.choice(list(bases))] += layout.bus
            bases = {name: min(base, end - 1) for name, base in bases.items()}
            inputs = {"size_m": m, "size_k": k, "size_n": n, "row_major": row_major}
            inputs |= {f"address_{name}": base for name, base in bases.items()}
            for name, value in (inputs | {"use_checkpoint": checkpoint, "start": 1}).items():
                model.write(name, value)
            model.clock(1)
            model.write("start", 0)
            cycles = 0
            while model.read("busy"):
                model.clock(1)
                cycles += 1
            assert cycles <= 120
            row_bytes = layout.row_bytes(n)
            expected = {
                "last_row_block": layout.row_blocks(m) - 1,
                "last_column_block": layout.column_blocks(n) - 1,
                "last_rows": (m - 1) % array.rows + 1,
                "last_columns": (n - 1) % array.columns + 1,
                "tiles": layout.row_blocks(m) * layout.column_blocks(n),
                "row_bytes": row_bytes,
                "row_step": (array.rows - 1) * row_bytes + layout.b_word if row_major else layout.tile,
                "wrapped": any(
                    bases[name] + size > end
                    for name, size in sizes.items()
                    if checkpoint or name != "checkpoint"
                ),
            }
            assert {name: model.read(name) for name in expected} == expected


# -- the text, and what breaks it --------------------------------------------------------------------


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_lint_is_clean(tmp_path, geometry):
    path, waivers = tmp_path / "drift_job_control.v", tmp_path / "lint.vlt"
    path.write_text(verilog(geometry))
    # Of a beat of 128 bytes, only the lower half is a job.
    own = 'lint_off -rule UNUSEDSIGNAL -file "*" -match "Bits of signal are not used: \'descriptor_data\'*"\n'
    waivers.write_text(LINT_WAIVERS.read_text().replace("drift_accelerator", "drift_job_control") + own)
    tool = find_verilator()
    command = [tool.program, "--lint-only", "-Wall", "--top-module", path.stem, waivers, path]
    environment = os.environ | {"VERILATOR_ROOT": str(tool.root)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert "\\" not in verilog(geometry), "an escaped name"


def everything(bench):
    """Run jobs in which each mistake shows."""
    config, random = bench.config, Random(5)
    bench.registers.blocks[0]["action"] = Policy.RECOMPUTE
    bench.write(**bench.registers.ports())
    bench.ready, bench.error_rate = 1.0, 0.02
    jobs = [random_job(config, random, tiles=12) for _ in range(40)]
    for k in (256, 257):
        jobs.append(plain_job(config, 9, k, 17))
    bench.run(jobs, pauses=0.002)


def many_tiles(bench):
    """Walk far more tiles than are written."""
    bench.todo.append(plain_job(bench.config, 400, 9, 40))
    bench.submit()
    bench.ready, bench.writes = 1.0, False
    for _ in range(800):
        bench.cycle()
    assert bench.taken["retire"] <= 255, "too many tiles in flight"


# name -> (expression in the text, what it becomes, scenario, message, number of places)
MISTAKES = {
    "second_pass_at_own_point": (r"redo \? 4'h0 : (job\[\d+:\d+\])", r"\1", everything, "feed", 1),
    "fence_is_ignored": (r"~ job_fence", "1'h1", everything, "walked before a fence", 1),
    "flags_are_not_cleared": (r"(discarded_valid) \| \w+", r"\1", everything, "panel_load|stream_load", 1),
    "second_pass_is_early": (r"in_flight == 8'h00", "1'h1", everything, "second pass|status before", 2),
    "ring_wraps_late": (
        r"(\w+) >= (\{ 1'h0, ring_entries \})",
        r"\1 > \2",
        everything,
        "descriptor load|ring head",
        2,
    ),
    "full_scratchpad_is_not_used": (
        r"(\w+) <= 16'h0080",
        r"\1 < 16'h0080",
        everything,
        "release|panel_load",
        1,
    ),
    "last_byte_is_beyond": (r"(?<=assign beyond = )(\w+) & \w+", r"\1", everything, "error of a good job", 1),
    "last_error_counts": (r"(?<=assign _02_ = )code == 4'h0", "1'h1", everything, "job", 1),
    "enable_is_ignored": (r"enable & (\w+)", r"\1", everything, "without enable", 1),
    "too_many_in_flight": (r"& in_flight(?=;)", "1'h0", many_tiles, "too many tiles", 1),
    "old_error_is_cleared": (r"(?<= )~ valid(?=;)", "1'h1", everything, "first error", 1),
}


@cache
def selectable_mistakes():
    """Return the text with one more input: `mistake` chooses which expression is broken, 0 none."""
    text = verilog("tiny")
    text = text.replace("(rst,", "(mistake, rst,", 1).replace(
        "  input wire rst;", "  input wire [3:0] mistake;\n  input wire rst;", 1
    )
    for number, (name, (pattern, broken, _, _, places)) in enumerate(MISTAKES.items(), 1):
        chosen = rf"(drift_job_control.mistake == 4'd{number} ? {broken} : \g<0>)"
        text, count = re.subn(pattern, chosen, text)
        assert count == places, f"{name} matches {count} times"
    return simulator(text)


@pytest.mark.parametrize("name", [None, *MISTAKES])
def test_mistakes_are_caught(name):
    config = GEOMETRIES["tiny"]
    with Model(selectable_mistakes(), power_up_seed=7) as model:
        number = [None, *MISTAKES].index(name)
        bench = Bench(model, config, plain_registers(config), seed=8, entries=5, mistake=number)
        if name is None:
            everything(bench)
        else:
            _, _, scenario, message, _ = MISTAKES[name]
            with pytest.raises(AssertionError, match=message):
                scenario(bench)
