"""How busy the array is kept: by the core alone, and by the accelerator with memory around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.config import PRESETS

if TYPE_CHECKING:
    from golden.models import GemmShape

NETWORK = "DiT-XL/2"
"""Network of which a block is simulated."""
BLOCK = ("qkv", "qk", "av", "proj", "fc1", "fc2")
"""Its matrix products."""
MODELLED = ("dit-l-2", "dit-b-2", "dit-s-2", "pixart-256", "pixart-1024")
"""Networks that only the cycle model is asked about."""
MEMORY_BYTES = 64 << 20


def _slug(name: str) -> str:
    return name.lower().replace("/", "-")


def _measure(seed: int) -> Iterator[Figure]:
    import numpy as np

    from drift_hw.sim.core_device import CoreSimulation
    from golden import cycles as model
    from golden.models import NETWORKS

    config = PRESETS["drift"]
    rows, columns, depth, tiles = config.array.rows, config.array.columns, 2 * config.array.rows, 500
    random = np.random.default_rng(seed)
    a = random.integers(-128, 128, (tiles, rows, depth))
    b = random.integers(-128, 128, (tiles, depth, columns))
    with CoreSimulation(config) as simulation:
        yield Figure("utilisation", tiles * depth / simulation.run_tiles(a, b).cycles, config)

    macs, total, worst = 0, 0, 0.0
    found = {}
    for gemm, simulated in _simulate(seed):
        predicted = model.batch_cycles(config, [gemm])
        worst = max(worst, abs(predicted - simulated) / simulated)
        found[gemm.kind] = gemm.macs / (rows * columns * simulated)
        macs, total = macs + gemm.macs, total + simulated
    for kind in BLOCK:
        yield Figure(f"{_slug(NETWORK)}.{kind}", found[kind], config)
    yield Figure(f"{_slug(NETWORK)}.total", macs / (rows * columns * total), config)
    yield Figure("model_error", worst, config)
    by_slug = {_slug(name): one for name, one in NETWORKS.items()}
    for slug in MODELLED:
        network = by_slug[slug]
        share = network.macs / (rows * columns * model.step_cycles(config, network))
        yield Figure(f"{slug}.model", share, config)


def _simulate(seed: int) -> Iterator[tuple[GemmShape, int]]:
    """Yield each kind of GEMM of the block, and the cycles of its submission on the simulated accelerator."""
    import numpy as np

    from drift_hw.sim.accelerator import RtlBackend
    from drift_hw.sim.device import Device
    from drift_hw.sim.jobs import Job
    from golden.models import NETWORKS

    random = np.random.default_rng(seed)

    def operands(*shape: int) -> Any:
        return random.integers(-127, 128, shape, dtype=np.int8)

    with RtlBackend(PRESETS["drift"], memory_bytes=MEMORY_BYTES) as backend:
        device = Device(backend)
        for gemm in NETWORKS[NETWORK].block:
            layers = [device.layer(operands(gemm.k, gemm.n), shift=12) for _ in range(gemm.count)]
            jobs = [Job(layer, operands(gemm.m, gemm.k)) for layer in layers]
            device.clear()
            device.run_many(jobs)
            yield gemm, device.counters()["busy_cycles"]
            for layer in layers:
                device.free(layer)


UTILISATION = Bench(
    name="utilisation",
    summary="Share of all cycles in which a multiplier does a useful product, 32 x 32: the core on 500 tiles "
    "of K = 2 x rows; the accelerator on each product of a DiT-XL/2 block at 256 tokens, simulated, from "
    "submission to interrupt; how far the cycle model is off; what it says of other networks",
    figures=(
        Kind("utilisation", "1", "higher"),
        *(Kind(f"{_slug(NETWORK)}.{kind}", "1", "higher") for kind in (*BLOCK, "total")),
        Kind("model_error", "1", "lower"),
        *(Kind(f"{slug}.model", "1", "higher") for slug in MODELLED),
    ),
    measure=_measure,
)
