"""Benches of the generator, the simulation and synthesis."""

from __future__ import annotations

import time
from collections.abc import Iterator

from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.config import PRESETS

SIZES = (8, 16, 32, 64)
"""Rows and columns of the arrays whose protection is costed."""

FLAT_SIZE = 8
"""Size at which the composed area is checked against an array that was mapped as one piece."""


def _measure_generation(_seed: int) -> Iterator[Figure]:
    from drift_hw import emit

    config = PRESETS["drift"].replace(array__rows=256, array__columns=256)
    start = time.perf_counter()
    text = emit.verilog(config)
    yield Figure("seconds", time.perf_counter() - start, config)
    yield Figure("bytes", len(text.encode()), config)


GENERATE_256 = Bench(
    name="generate-256",
    summary="Verilog of a 256 x 256 array with checksums",
    figures=(Kind("seconds", "s", "lower"), Kind("bytes", "byte", "lower")),
    measure=_measure_generation,
    draws=False,
)


def _measure_throughput(seed: int) -> Iterator[Figure]:
    import numpy as np

    from drift_hw.sim.core_device import CoreSimulation

    config = PRESETS["drift"].replace(faults__ports=True)
    rows, columns, depth, tiles = config.array.rows, config.array.columns, 1152, 100
    random = np.random.default_rng(seed)
    a = random.integers(-128, 128, (tiles, rows, depth))
    b = random.integers(-128, 128, (tiles, depth, columns))
    with CoreSimulation(config) as simulation:
        start = time.perf_counter()
        cycles = simulation.run_tiles(a, b, threshold=10).cycles
        seconds = time.perf_counter() - start
        start = time.perf_counter()
        simulation.model.clock(cycles)
        bare_seconds = time.perf_counter() - start
    yield Figure("khz", cycles / seconds / 1e3, config)
    yield Figure("macs_per_second", tiles * rows * columns * depth / seconds, config)
    yield Figure("ratio", bare_seconds / seconds, config)


COSIM_THROUGHPUT = Bench(
    name="cosim-throughput",
    summary="Clock rate of the simulated 32 x 32 array with fault ports, fed and checked in whole tiles; "
    "its ratio to the bare C++ loop over the same model",
    figures=(
        Kind("khz", "kHz", "higher"),
        Kind("macs_per_second", "1/s", "higher"),
        Kind("ratio", "1", "higher"),
    ),
    measure=_measure_throughput,
)


def _measure_accelerator(seed: int) -> Iterator[Figure]:
    import numpy as np

    from drift_hw.sim.accelerator import RtlBackend
    from drift_hw.sim.device import Device
    from golden.faults import fault_ports, port_writes
    from golden.injection import random_faults
    from golden.schedule import first_faulty_cycle

    config = PRESETS["drift"].replace(faults__ports=True)
    rows, depth, columns, repeats = 256, 1152, 416, 3
    tiles = rows * columns // (config.array.rows * config.array.columns)
    random = np.random.default_rng(seed)
    a = random.integers(-128, 128, (rows, depth)).astype(np.int8)
    b = random.integers(-128, 128, (depth, columns)).astype(np.int8)
    window = first_faulty_cycle(config), tiles * depth
    faults = port_writes(random_faults(config, tiles, cycles=window, rng=seed))
    seconds = bare_seconds = 0.0
    cycles = 0
    with RtlBackend(config) as backend:
        device = Device(backend)
        layer = device.layer(b, shift=10)
        backend.faults(faults, fault_ports(config))
        # In turns, so that what else the machine does meets both alike.
        for _ in range(repeats):
            before, start = backend.cycles, time.perf_counter()
            device.run(layer, a)
            seconds += time.perf_counter() - start
            run, start = backend.cycles - before, time.perf_counter()
            backend.model.clock(run)
            bare_seconds += time.perf_counter() - start
            cycles += run
    yield Figure("khz", cycles / seconds / 1e3, config)
    yield Figure("bare_khz", cycles / bare_seconds / 1e3, config)
    yield Figure("macs_per_second", repeats * rows * depth * columns / seconds, config)
    yield Figure("ratio", bare_seconds / seconds, config)


ACCELERATOR_THROUGHPUT = Bench(
    name="accelerator-throughput",
    summary="Clock rate of the simulated 32 x 32 accelerator with fault ports at a GEMM of 256 x 1152 x 416 "
    "with a fault per tile, memory and driver included; the bare C++ loop over the same model; their ratio",
    figures=(
        Kind("khz", "kHz", "higher"),
        Kind("bare_khz", "kHz", "higher"),
        Kind("macs_per_second", "1/s", "higher"),
        Kind("ratio", "1", "higher"),
    ),
    measure=_measure_accelerator,
)


def _measure_overhead(seed: int) -> Iterator[Figure]:
    from synth import opensta
    from synth.pdk import load_pdk
    from synth.protection import BASE, correction_share, flat_check, protection_cost

    if opensta.program() is None:
        raise opensta.OpenStaMissingError(f"power needs OpenSTA, which is not installed; {opensta.REMEDY}")
    library = load_pdk("osu018")
    rows = protection_cost(SIZES, library, seed=seed)
    configs = {size: PRESETS[BASE].replace(array__rows=size, array__columns=size) for size in SIZES}
    for row in rows:
        yield Figure(f"area.{row.size}", row.area_share, configs[row.size])
    for row in rows:
        if row.power_share is None:
            raise RuntimeError(f"no power of the {row.size} x {row.size} array")
        yield Figure(f"power.{row.size}", row.power_share, configs[row.size])
    for size in SIZES:
        yield Figure(f"corrector.{size}", correction_share(library, size=size), configs[size])
    yield Figure(f"area_flat.{FLAT_SIZE}", flat_check(library, size=FLAT_SIZE).flat_share, configs[FLAT_SIZE])


ABFT_OVERHEAD = Bench(
    name="abft-overhead",
    summary="What checksum row, checksum column and checker add to area and power of a square array, and "
    "what the corrector adds to its area, in OSU 0.18 um cells",
    figures=(
        *(Kind(f"{what}.{size}", "1", "lower") for what in ("area", "power", "corrector") for size in SIZES),
        Kind(f"area_flat.{FLAT_SIZE}", "1", "lower"),
    ),
    measure=_measure_overhead,
)
