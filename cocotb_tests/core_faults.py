"""Fault regression: the same fault list in the Verilog and in the golden array, every output compared.

Prints what became of the injections: the miss and false-alarm rates of the real checksums.
"""

import json
from pathlib import Path
from typing import Any

import cocotb
import numpy as np

from cocotb_tests.helpers.bench import attached_model, parameters
from cocotb_tests.helpers.core import CoreBench, random_tiles
from drift_hw.config import Config
from drift_hw.sim.core_device import CoreSimulation
from golden.faults import Kind, Register, register_name
from golden.injection import one_fault_per_tile, random_faults
from golden.schedule import Schedule, first_faulty_cycle
from golden.trace import Trace, trace

KINDS = tuple(Kind)
THRESHOLD = 10


def bench() -> CoreBench:
    config = Config.from_dict(parameters()["config"])
    return CoreBench(config, CoreSimulation(config, model=attached_model()))


def registers(config: Config) -> list[Register]:
    return [r for r in Register if r != Register.PRODUCT or config.array.product_register]


def traced_run(core: CoreBench, rng: np.random.Generator, tiles: int, number: int, **draw: Any) -> Trace:
    """Run tiles clean, then with one fault in each, and trace what the Verilog delivered."""
    # The first tile covers the cycles in which flops may still hold what they powered up with.
    depths = rng.integers(1, 40, tiles)
    depths[0] += first_faulty_cycle(core.config)
    a, b = random_tiles(core.config, rng, depths)
    streams: dict[str, Any] = {"idle": 0.1, "back_pressure": 0.1, "seed": number, "threshold": THRESHOLD}
    core.reset()
    clean, _ = core.run(a, b, **streams)
    schedule = Schedule.of_tiles(clean.accept_cycles)
    faults = one_fault_per_tile(core.config, schedule, rng=rng, kinds=KINDS, **draw)
    core.reset()
    faulty, _ = core.run(a, b, faults=faults, **streams)
    for before, after in zip(clean.accept_cycles, faulty.accept_cycles, strict=True):
        assert np.array_equal(before, after), "faults in the datapath moved a handshake"
    return trace(faults, schedule, clean, faulty, threshold=THRESHOLD, run_number=number)


@cocotb.test()
async def one_fault_per_tile_by_class(_: Any) -> None:
    """Each register class, in data and checksum PEs, at low, middle and high bits; all kinds mixed."""
    core, rng = bench(), np.random.default_rng(parameters()["seed"])
    per_class = parameters()["per_class"]
    rows = [
        traced_run(core, rng, per_class, number, registers=[register], sites=sites, bits=bits).rows
        for number, (register, sites, bits) in enumerate(
            (register, sites, bits)
            for register in registers(core.config)
            for sites in ("data", "checksum")
            for bits in ("low", "middle", "high")
        )
    ]
    whole = Trace(core.config, THRESHOLD, np.concatenate(rows), parameters()["seed"])
    names = register_name(core.config, whole.rows["register"], whole.rows["row"], whole.rows["column"])
    hit = {(str(name), int(kind)) for name, kind in zip(names, whole.rows["kind"], strict=True)}
    assert len(hit) == 3 * len(registers(core.config)) * len(KINDS), "a register class or kind was never hit"
    report(whole)


@cocotb.test()
async def campaign(_: Any) -> None:
    """Uniformly drawn faults, one per tile, in as many runs as asked."""
    core, rng = bench(), np.random.default_rng(parameters()["seed"] + 1)
    rows = [traced_run(core, rng, 250, number).rows for number in range(parameters()["campaign"] // 250)]
    if rows:
        report(Trace(core.config, THRESHOLD, np.concatenate(rows), parameters()["seed"] + 1), "campaign")


@cocotb.test()
async def storm(_: Any) -> None:
    """Many faults at once, in any cycle and flop: they meet, cancel and hit bubbles and drains."""
    core, rng = bench(), np.random.default_rng(parameters()["seed"] + 2)
    for number in range(4):
        a, b = random_tiles(core.config, rng, rng.integers(1, 50, 30))
        first = first_faulty_cycle(core.config)
        faults = random_faults(core.config, 600, cycles=(first, first + 700), rng=rng, kinds=KINDS)
        core.reset()
        core.run(a, b, faults=faults, threshold=number * 4, idle=0.1 * number, seed=number)
        assert core.counters.flagged_tiles > 0


def report(whole: Trace, name: str = "classes") -> None:
    """Print rates; write the trace where the caller asked for it."""
    summary = whole.summary()
    print(f"{name}: {json.dumps(summary)}")
    if folder := parameters().get("trace"):
        whole.write_csv(Path(folder) / f"{name}.csv")
        whole.write_json(Path(folder) / f"{name}.json")
