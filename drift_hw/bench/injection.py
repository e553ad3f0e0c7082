"""What timing errors of flops cost in the golden model, on the largest GEMM of DiT-XL/2."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np

from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.bench.software import FC1_SHAPE
from drift_hw.config import PRESETS, Config
from drift_hw.faults.context import CONTEXTS
from drift_hw.faults.table import ELEMENT, PATTERN, REGIONS, Supply, TimingTable, array_key

RATES = (1e-8, 1e-7, 1e-6, 1e-5)
"""Wrong captures of the register that fails per PE and cycle: the accumulator, or the product register."""
_OVERHEADS = ("overhead", "product_register")
_PRODUCT, _ACCUMULATOR = 2, 3
_CAPTURES = 10**10
_REPEATS = 15


def _measure(seed: int) -> Iterator[Figure]:
    import torch

    from golden.abft import checked_gemm
    from golden.integer import matmul
    from golden.timing.flop import FlopErrors
    from golden.timing.model import GemmRun

    merged = PRESETS["drift"].replace(array__product_register=False)
    registered = merged.replace(array__product_register=True)
    rows, depth, columns = FC1_SHAPE
    draw = np.random.default_rng(seed)

    def operand(*shape: int) -> torch.Tensor:
        return torch.from_numpy(draw.normal(0, 20, shape).round().clip(-127, 127).astype(np.int8))

    a, b = operand(rows, depth), operand(columns, depth).T  # weights lie in memory by columns

    def errors(config: Config, rate: float) -> Callable[[], GemmRun]:
        model = FlopErrors(_table(config, rate), 1.0, 900.0)
        return lambda: model.gemm(config, a, b, draw)

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # so that its processor time is a measure, whatever else runs
    try:
        plain, checked, *injected = _seconds(
            [
                lambda: matmul(a, b),
                lambda: checked_gemm(a, b, merged),
                *(errors(config, rate) for config in (merged, registered) for rate in RATES),
            ]
        )
    finally:
        torch.set_num_threads(threads)
    for rate, seconds, product in zip(RATES, injected[: len(RATES)], injected[len(RATES) :], strict=True):
        yield from (
            Figure(f"{name}_{rate:.0e}", taken / plain - 1, config)
            for name, taken, config in zip(_OVERHEADS, (seconds, product), (merged, registered), strict=True)
        )
    yield Figure("over_checked_1e-05", injected[len(RATES) - 1] / checked - 1, merged)


def _seconds(works: list[Callable[[], object]]) -> list[float]:
    """Return the median processor time of each, run in turn."""
    times: list[list[float]] = [[] for _ in works]
    for repeat in range(_REPEATS + 1):
        for work, taken in zip(works, times, strict=True):
            start = time.process_time()
            work()
            if repeat:
                taken.append(time.process_time() - start)
    return [statistics.median(taken) for taken in times]


def _table(config: Config, rate: float) -> TimingTable:
    """Return a table with this mean rate, as different from context to context as those of real PEs."""
    relative = np.zeros(CONTEXTS)
    if config.array.product_register:
        # Near the wall of OSU018 only small positive products fail that come after large ones: captures in
        # four contexts that are 0.6 % of those of such operands.
        register, bit = _PRODUCT, 14
        size, before = np.meshgrid([1], [4, 5])
        for signs in (0, 2):
            relative[signs | size << 2 | before << 5] = 1 / 0.006
    else:
        # Near the wall, on OSU018 and sky130 alike: a negative product on a positive sum fails 3 to 4 times
        # as often as the mean capture, the rare turn of a sum to positive 20 times, and either once more as
        # much where an earlier error has left the top bit alone.
        register, bit = _ACCUMULATOR, 31
        relative[[4, 12]], relative[[2, 10]] = 3.5, 16.0
        relative[[36, 44]], relative[[34, 42]] = 7.0, 32.0
    cycles = np.zeros((1, len(REGIONS), 4, CONTEXTS), np.int64)
    cycles[:, :, register] = _CAPTURES
    patterns = np.zeros((len(REGIONS), CONTEXTS), PATTERN)
    patterns["region"] = np.arange(len(REGIONS))[:, None]
    patterns["context"], patterns["register"], patterns["period"] = np.arange(CONTEXTS), register, 1
    patterns["mask"], patterns["count"] = 1 << bit, np.round(relative * rate * _CAPTURES)
    flat = patterns.ravel()
    return TimingTable(
        header={"array_key": array_key(config), "design": "made up for a bench"},
        supplies=(Supply(1.0, 25.0, "made up", "assumed", 1000.0),),
        static_curve=np.array([[0.9, 1100.0], [1.1, 900.0]]),
        relative_periods=np.array([1.0, 0.9]),
        cycles=cycles,
        patterns=flat[flat["count"] > 0],
        elements=np.zeros(0, ELEMENT),
    )


INJECTION_OVERHEAD_GOLDEN = Bench(
    name="injection-overhead-golden",
    summary="int8 GEMM of 256 x 1152 x 4608 with timing errors of flops and deltas of all checks: its cost "
    "beyond that of the plain GEMM, by wrong captures per PE and cycle, and of the checked one; merged PEs "
    "and of those with a product register",
    figures=(
        *(Kind(f"{name}_{rate:.0e}", "1", "lower") for rate in RATES for name in _OVERHEADS),
        Kind("over_checked_1e-05", "1", "lower"),
    ),
    measure=_measure,
)
