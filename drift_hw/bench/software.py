"""Benches of the golden model."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.config import PRESETS

FC1_SHAPE = (256, 1152, 4608)
"""M, K, N of the fc1 layer of DiT-XL/2 at 256 x 256 pixels: the largest GEMM of that model."""


def median_seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Return the median wall-clock seconds of `repeats` calls, after one call that is not counted."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _measure_gemm(seed: int) -> Iterator[Figure]:
    import torch

    from golden.abft import checked_gemm
    from golden.integer import matmul

    rows, depth, columns = FC1_SHAPE
    generator = torch.Generator().manual_seed(seed)
    a = torch.randint(-128, 128, (rows, depth), generator=generator, dtype=torch.int8)
    b = torch.randint(-128, 128, (depth, columns), generator=generator, dtype=torch.int8)
    config = PRESETS["drift"]
    checked = median_seconds(lambda: checked_gemm(a, b, config))
    plain = median_seconds(lambda: matmul(a, b))
    yield Figure("seconds", checked, config)
    yield Figure("ratio", checked / plain, config)


GOLDEN_GEMM = Bench(
    name="golden-gemm",
    summary="int8 GEMM of 256 x 1152 x 4608 with checks of every block, and its time over the plain one",
    figures=(Kind("seconds", "s", "lower"), Kind("ratio", "1", "lower")),
    measure=_measure_gemm,
)
