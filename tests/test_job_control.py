"""Job control: records, status, errors and interrupts of random jobs against a model from the layout."""

from functools import cache
from random import Random

import pytest

from drift_hw.config import PRESETS, Config
from drift_hw.control.descriptor import FIELDS, FLAGS, Code, Policy
from drift_hw.control.job_control import JobControl
from drift_hw.emit.verilog import block_verilog
from drift_hw.memory.layout import Layout
from drift_hw.sim.model import Model
from drift_hw.sim.verilator import BuildOptions, build
from tests.job_bench import Bench, Job, Registers, meaning

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
    return build(text, "drift_job_control", BuildOptions(optimise="-O1"))


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


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_random_jobs(geometry):
    config, random = GEOMETRIES[geometry], Random(geometry)
    for seed in (1, 2):
        with Model(simulator(verilog(geometry)), power_up_seed=seed) as model:
            bench = Bench(model, config, random_registers(config, random), seed=seed)
            bench.ready = random.choice((0.3, 1.0))
            bench.run([random_job(config, random) for _ in range(25)])
