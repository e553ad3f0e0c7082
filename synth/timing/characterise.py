"""Characterisation: event-driven runs of each kind of PE at each supply become a timing table.

The work is cut into chunks, each with operands of its own, that run on all cores. Every chunk's counts are
kept in the cache under the hash of all that they depend on, so that an interrupted run continues, and a
longer one starts from what is there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.faults import context
from drift_hw.faults.table import ELEMENT, MAX_BITS, REGIONS, REGISTERS, Supply, TimingTable, array_key
from drift_hw.provenance import versions
from synth.timing import closed, counts
from synth.timing.counts import Counts
from synth.timing.engine import Circuit, run_closed, run_open
from synth.timing.errors import TimingError
from synth.timing.store import kept
from synth.timing.stream import Drive, Stream
from synth.timing.supply import DelayModel, static_curve
from synth.timing.target import Bench, Target

__all__ = ["CHUNK", "GRID", "Plan", "Target", "characterise"]

GRID = tuple(
    round(float(x), 4)
    for x in np.concatenate([[1.02], np.arange(1.0, 0.7975, -0.005), np.arange(0.79, 0.695, -0.01)])
)
"""Relative periods: fine from the static period down, where the wall of one of the PEs is, coarse below."""
CHUNK = 16384
"""Cycles that are simulated and kept together."""

Progress = Callable[[int, int, str], None]
"""Called with cycles done, cycles to do, and what is being done."""
Added = dict[tuple[int, int], Counts]
"""Counts by supply and kind of PE."""


@dataclass(frozen=True)
class Plan:
    """How much to simulate. Raises `TimingError` for what can not be done."""

    cycles: int = 200_000
    """Open loop, per supply and kind of PE; half as many again with disturbed accumulators."""
    closed_cycles: int = 50_000
    """Closed loop, per supply, kind of PE and period."""
    closed_points: int = 5
    """Periods of the closed loop: between the first wrong captures and wherever nothing is right."""
    relative_periods: tuple[float, ...] = GRID
    transport: bool = False
    """Transport delays instead of inertial ones."""
    seed: int = 0
    workers: int = 0
    """Threads; 0: as many as there are cores."""

    def __post_init__(self) -> None:
        for name, least in (("cycles", 1), ("closed_cycles", 1), ("closed_points", 0), ("workers", 0)):
            if getattr(self, name) < least:
                raise TimingError(
                    f"{name.replace('_', ' ')} of a characterisation must be at least {least}, "
                    f"not {getattr(self, name)}"
                )
        x = np.array(self.relative_periods)
        if not len(x) or x[0] < 1 or (np.diff(x) >= 0).any() or x[-1] <= 0:
            raise TimingError("relative periods must fall, from at least 1 to more than 0")


def characterise(
    target: Target,
    stream: Stream,
    plan: Plan | None = None,
    *,
    voltages: Sequence[float] = (),
    extrapolate: bool = False,
    progress: Progress | None = None,
) -> TimingTable:
    """Measure the timing table of the PEs of a configuration.

    The table has the supplies of the library and `voltages` besides. Raises `UserError` for a stream or a
    netlist of another configuration, and for voltages outside of the characterised range, unless asked to
    `extrapolate`.
    """
    plan = plan or Plan()
    stream.check(target.config)
    modules, models = target.modules, target.models
    wanted = sorted({*models[0].supplies(), *voltages})
    delays = [[model.at(voltage, extrapolate=extrapolate) for model in models] for voltage in wanted]
    periods = [max(each.static_period_ps for each in at) for at in delays]
    benches = [
        [
            Bench(module, Circuit.of(module, target.library.cells, each), each)
            for module, each in zip(modules, at, strict=True)
        ]
        for at in delays
    ]
    run = _Run(target.config, stream, plan, progress or (lambda done, total, what: None))
    opened = run.open_loop(benches, periods)
    elements = run.closed_loop(benches, periods, opened)
    for supply, of_supply in enumerate(opened):
        for each in of_supply:
            each.patterns["supply"] = each.joint["supply"] = supply

    seen = np.zeros((len(wanted), len(REGIONS), len(REGISTERS), context.CONTEXTS), np.int64)
    levels = np.zeros((len(wanted), len(REGIONS), context.CONTEXTS, 2, MAX_BITS), np.int64)
    for supply, of_supply in enumerate(opened):
        for module, each in zip(modules, of_supply, strict=True):
            seen[supply, module.region] = each.cycles
            levels[supply, module.region] = each.levels
    everything = [each for of_supply in opened for each in of_supply]
    return TimingTable(
        header=_header(target, stream, plan),
        supplies=tuple(
            Supply(each[0].voltage, each[0].temperature, each[0].corner, each[0].source, period)
            for each, period in zip(delays, periods, strict=True)
        ),
        static_curve=_static_curve(models, wanted, periods),
        relative_periods=np.array(plan.relative_periods),
        cycles=seen,
        patterns=np.concatenate([counts.thinned(each.patterns) for each in everything]),
        elements=elements,
        joint=np.concatenate([each.joint for each in everything]),
        levels=levels if target.config.array.carry_save else levels[:0],
    )


@dataclass
class _Run:
    """Runs chunks on all cores and keeps them."""

    config: Config
    stream: Stream
    plan: Plan
    progress: Progress

    def open_loop(self, benches: list[list[Bench]], periods: list[float]) -> list[list[Counts]]:
        """Return the counts of each bench."""
        grid = np.array(self.plan.relative_periods)

        def chunk(bench: Bench, period: float, number: int, cycles: int, upset: bool) -> Counts:
            drive = self._drive(bench, number, cycles)
            upsets = None
            if upset:
                generator = np.random.default_rng([self.plan.seed, bench.region, number, 1])
                width = bench.widths[REGISTERS.index("accumulator")]
                upsets = counts.disturbances(width, (cycles, len(REGISTERS) + 1), drive.starts, generator)
            key = (
                "open",
                bench.digest,
                drive.stimuli,
                drive.starts,
                grid * period,
                self.plan.transport,
                upsets,
            )

            def compute() -> dict[str, NDArray[Any]]:
                run = run_open(
                    bench.circuit,
                    drive.stimuli,
                    grid * period,
                    transport=self.plan.transport,
                    upsets=upsets,
                )
                return counts.count(
                    bench.region,
                    bench.widths,
                    run,
                    drive,
                    len(grid),
                    upset=upset,
                    carry_save=self.config.array.carry_save,
                ).arrays()

            return Counts.of_arrays(kept(key, compute))

        def all_of(cycles: int, what: str, upset: bool) -> Added:
            sizes = _chunks(cycles)
            jobs = [
                ((supply, index, number), size, (bench, period, number, size, upset))
                for supply, (at, period) in enumerate(zip(benches, periods, strict=True))
                for index, bench in enumerate(at)
                for number, size in enumerate(sizes)
            ]
            done = self._all(chunk, jobs, what)
            return {
                (supply, index): reduce(add, (done[supply, index, number] for number in range(len(sizes))))
                for supply, at in enumerate(benches)
                for index in range(len(at))
            }

        calm = all_of(self.plan.cycles, "correct PEs, all periods", False)
        if self.config.array.carry_save:
            return [[calm[supply, index] for index in range(len(at))] for supply, at in enumerate(benches)]
        upset = all_of(max(1, self.plan.cycles // 2), "disturbed PEs, all periods", True)
        return [
            [calm[supply, index] + upset[supply, index] for index in range(len(at))]
            for supply, at in enumerate(benches)
        ]

    def closed_loop(
        self, benches: list[list[Bench]], periods: list[float], opened: list[list[Counts]]
    ) -> NDArray[np.void]:
        """Return what accumulations end in, at periods where some are wrong and some are right."""

        def chunk(bench: Bench, period: float, number: int, cycles: int) -> NDArray[np.void]:
            drive = self._drive(bench, number, cycles)
            key = ("closed", bench.digest, drive.stimuli, drive.starts, period, self.plan.transport)

            def compute() -> dict[str, NDArray[Any]]:
                run = run_closed(bench.circuit, drive.stimuli, period, transport=self.plan.transport)
                return {"elements": closed.ended(self.config, bench.region, drive, run.captured)}

            return kept(key, compute)["elements"]

        sizes = _chunks(self.plan.closed_cycles)
        jobs = [
            (
                (supply, index, int(point), number),
                size,
                (bench, periods[supply] * self.plan.relative_periods[point], number, size),
            )
            for supply, at in enumerate(benches)
            for index, bench in enumerate(at)
            for point in closed.points(opened[supply][index].joint, self.plan.closed_points)
            for number, size in enumerate(sizes)
        ]
        found = []
        for (supply, _, point, _), entries in sorted(
            self._all(chunk, jobs, "accumulations in closed loop").items(), key=lambda item: item[0]
        ):
            entries["supply"], entries["period"] = supply, point
            found.append(entries)
        return closed.summed(np.concatenate([np.zeros(0, ELEMENT), *found]))

    def _drive(self, bench: Bench, number: int, cycles: int) -> Drive:
        generator = np.random.default_rng([self.plan.seed, bench.region, number])
        return self.stream.drive(
            self.config, bench.region, bench.circuit.ports, cycles=cycles, generator=generator
        )

    def _all(
        self,
        chunk: Callable[..., Any],
        jobs: Iterable[tuple[Any, int, tuple[Any, ...]]],
        what: str,
    ) -> dict[Any, Any]:
        """Return the result of each job by its name; jobs are (name, cycles, arguments)."""
        done, results = 0, {}
        workers = self.plan.workers or os.cpu_count() or 1
        with ThreadPoolExecutor(workers) as pool:
            try:
                running: dict[Future[Any], tuple[Any, int]] = {}
                for name, cycles, arguments in jobs:
                    running[pool.submit(chunk, *arguments)] = name, cycles
                total = sum(cycles for _, cycles in running.values())
                for future in as_completed(running):
                    name, cycles = running[future]
                    results[name] = future.result()
                    done += cycles
                    self.progress(done, total, what)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return results


def _chunks(cycles: int) -> list[int]:
    """Return the sizes of the chunks of so many cycles."""
    full, rest = divmod(cycles, CHUNK)
    return [CHUNK] * full + ([rest] if rest else [])


def _static_curve(
    models: Sequence[DelayModel], voltages: Sequence[float], periods: Sequence[float]
) -> NDArray[np.float64]:
    """Return voltage and T0: from the models, and exactly at the supplies of the table."""
    known = dict(zip(voltages, periods, strict=True))
    curve = [point for point in static_curve(models) if not np.isclose(point[0], voltages).any()]
    return np.array(sorted([*map(tuple, curve), *known.items()]))


def _header(target: Target, stream: Stream, plan: Plan) -> dict[str, Any]:
    """Return where the table comes from, plain values."""
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for library in target.libraries
        for path in library.paths
    }
    kinds = [REGIONS[module.region] for module in target.modules]
    return {
        "array_key": array_key(target.config),
        "config": target.config.to_dict(),
        "design": [
            {
                "region": REGIONS[module.region],
                "module": module.module.name,
                "recipe": module.recipe,
                "period_ns": module.clock_period_ns,
                "netlist": module.netlist_hash,
                "flops": len(module.flops),
            }
            for module in target.modules
        ],
        "library": {"name": target.library.name, "files": files},
        "leave_one_out": {
            kind: [asdict(left) for left in model.leave_one_out()]
            for kind, model in zip(kinds, target.models, strict=True)
        },
        "stream": {"source": stream.source, "tiles": len(stream.pairs), "depth": stream.depth},
        "engine": {
            "delays": "transport" if plan.transport else "inertial",
            "cycles": plan.cycles,
            "closed_cycles": plan.closed_cycles,
        },
        "seed": plan.seed,
        "versions": versions(),
        "assumptions": [
            f"delays at supplies that the library does not have: {target.models[0].assumption}",
            "no wires: nothing is placed; cells see the load of the pins that they drive",
            "inputs of a PE change one clock-to-output delay of a neighbour's flop after the clock edge",
            "no clock skew or jitter; flops capture cleanly, however near to the edge their data moves",
        ],
    }
