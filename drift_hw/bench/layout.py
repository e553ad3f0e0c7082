"""What the memory layout of checkpoints is worth: DRAM rows opened, tile-packed against row-major."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.config import PRESETS

if TYPE_CHECKING:
    from drift_hw.sim.accelerator import RtlBackend

SHAPE = (256, 72, 4608)
"""M, K, N: the output of fc1 of DiT-XL/2. K is short, since layouts differ in outputs only."""
RATE = 3e-3
"""Share of output elements with an inverted bit, about: the published operating point."""
INTERVAL = 10
"""Timesteps between checkpoints."""
LAYOUTS = {"tile_packed": False, "row_major": True}


TRAFFIC_SHAPE = (256, 1152, 1152)
"""M, K, N of the projection of DiT-XL/2: traffic depends on K."""


def _measure(seed: int) -> Iterator[Figure]:
    from drift_hw.sim.accelerator import RtlBackend

    config = PRESETS["drift"].replace(faults__ports=True)
    with RtlBackend(config) as backend:
        found = {
            name: _written_and_read(backend, SHAPE, row_major=row_major, seed=seed)
            for name, row_major in LAYOUTS.items()
        }
        written, read = _written_and_read(backend, TRAFFIC_SHAPE, row_major=False, seed=seed)
    for index, what in enumerate(("written", "read")):
        for name in LAYOUTS:
            yield Figure(f"{what}.{name}", found[name][index]["checkpoint_row_activations"], config)
    extra = read["checkpoint_read_beats"] + written["checkpoint_write_beats"] / INTERVAL
    plain = read["read_beats"] + read["write_beats"] - read["checkpoint_read_beats"]
    yield Figure("extra_traffic", extra / plain, config)


def _written_and_read(
    backend: RtlBackend, shape: tuple[int, int, int], *, row_major: bool, seed: int
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the counters of a step that writes its checkpoint, and of one that rolls back to it."""
    import numpy as np

    from drift_hw.control.descriptor import Policy
    from drift_hw.sim.device import Device
    from drift_hw.sim.jobs import BlockSettings
    from golden.faults import Kind as FaultKind
    from golden.faults import Register, fault_ports, port_writes
    from golden.injection import bernoulli_faults
    from golden.schedule import first_faulty_cycle

    config = backend.config
    m, k, n = shape
    tiles = -(-m // config.array.rows) * -(-n // config.array.columns)
    first = first_faulty_cycle(config)
    faults = port_writes(
        bernoulli_faults(
            config,
            RATE / (k * config.array.accumulator_width),
            cycles=(first, first + tiles * k),
            rng=seed,
            kind=FaultKind.FLIP,
            registers=[Register.ACCUMULATOR],
        )
    )
    random = np.random.default_rng(seed)
    a, b = (random.integers(-127, 128, size, dtype=np.int8) for size in ((m, k), (k, n)))
    device = Device(backend)
    rollback = BlockSettings(correct=False, action=Policy.ROLLBACK)
    device.configure(blocks=[rollback] * config.power.blocks, interval=INTERVAL)
    layer = device.layer(b, shift=12, checkpoint=True)
    counters = []
    for timestep, events in ((0, faults[:0]), (INTERVAL // 2, faults)):
        backend.faults(events, fault_ports(config))
        device.clear()
        device.run(layer, a, timestep=timestep, row_major=row_major)
        counters.append(device.counters())
    device.free(layer)
    return counters[0], counters[1]


CHECKPOINT_LAYOUT = Bench(
    name="checkpoint-layout",
    summary="DRAM rows of 2 KiB opened to write, and to roll back to, the checkpoint of a 256 x 4608 output "
    "on 32 x 32, 3e-3 of its elements hit by an inverted bit; and the extra traffic that a checkpoint every "
    "10 timesteps and such a rollback are to a product of 256 x 1152 x 1152",
    figures=(
        *(
            Kind(f"{what}.{name}", "activation", "lower")
            for what in ("written", "read")
            for name in ("tile_packed", "row_major")
        ),
        Kind("extra_traffic", "1", "lower"),
    ),
    measure=_measure,
)
