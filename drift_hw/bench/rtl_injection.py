"""Bench of fault injection into the Verilog at full speed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.config import PRESETS, Config

if TYPE_CHECKING:
    import numpy as np

    from drift_hw.sim.core_device import CoreSimulation
    from golden.faults import FaultList
    from golden.schedule import Schedule

ELEMENT_RATE = 3e-3
"""Output elements that are wrong: the paper's operating point."""
DENSER = 100
"""So many times the events, to see that what an event costs is small."""
TILES, DEPTH = 40, 1152
TURNS = 7


def _carry_chain_faults(
    config: Config, schedule: Schedule, count: int, generator: np.random.Generator
) -> FaultList:
    """Return flips of 1 to 6 adjacent upper bits of so many accumulators, in tiles of the schedule."""
    import numpy as np

    from golden.faults import FaultList, Kind, Register
    from golden.schedule import capture_latency, first_faulty_cycle

    rows, columns, width = config.array.rows, config.array.columns, config.array.accumulator_width
    row, column = generator.integers(rows, size=count), generator.integers(columns, size=count)
    latency = capture_latency(config, Register.ACCUMULATOR, row, column)
    slot = schedule.accept[generator.integers(len(schedule.accept), size=count)]
    cycle = np.maximum(slot + latency, first_faulty_cycle(config))
    _, chosen = np.unique(np.stack([cycle, row, column]), axis=1, return_index=True)
    length = generator.integers(1, 7, size=count)
    mask = (1 << width) - (1 << (width - length))
    return FaultList.of(
        config,
        cycle=cycle[chosen],
        register=Register.ACCUMULATOR,
        row=row[chosen],
        column=column[chosen],
        mask=mask[chosen],
        kind=Kind.FLIP,
    )


def _measure(seed: int) -> Iterator[Figure]:
    import numpy as np

    from drift_hw.sim.core_device import CoreSimulation
    from golden.faults import fault_ports, port_writes
    from golden.schedule import Schedule

    config = PRESETS["drift"].replace(faults__ports=True)
    generator = np.random.default_rng(seed)
    a = generator.integers(-128, 128, (TILES, config.array.rows, DEPTH))
    b = generator.integers(-128, 128, (TILES, DEPTH, config.array.columns))
    elements = TILES * config.array.rows * config.array.columns
    plain = config.replace(faults__ports=False)
    with CoreSimulation(config) as simulation, CoreSimulation(plain) as without_ports:
        clean = simulation.run_tiles(a, b)
        schedule = Schedule.of_tiles(clean.accept_cycles)
        count = round(ELEMENT_RATE * elements)
        lists = [_carry_chain_faults(config, schedule, n, generator) for n in (count, DENSER * count)]
        pulses = [simulation.fault_pulses(port_writes(faults), fault_ports(config)) for faults in lists]

        def seconds(simulated: CoreSimulation, events: np.ndarray | None) -> float:
            """Return the processor time of a run: what else the machine does is left out."""
            simulated.reset()
            start = time.process_time()
            result = simulated.run_tiles(a, b, faults=events)
            spent = time.process_time() - start
            if events is pulses[0]:
                rate = (result.accumulators != clean.accumulators).mean()
                if not 0.9 * ELEMENT_RATE < rate < 1.1 * ELEMENT_RATE:
                    raise RuntimeError(f"{rate:.2e} of the elements are wrong, not {ELEMENT_RATE:g}")
            return spent

        # In turns, so that what else the machine does meets all alike.
        turns = [
            (
                seconds(without_ports, None),
                seconds(simulation, None),
                *(seconds(simulation, events) for events in pulses),
            )
            for _ in range(TURNS)
        ]
    yield Figure("khz", clean.cycles / median(turn[2] for turn in turns) / 1e3, config)
    yield Figure("overhead", median(turn[2] / turn[1] for turn in turns) - 1, config)
    yield Figure("overhead_dense", median(turn[3] / turn[1] for turn in turns) - 1, config)
    yield Figure("overhead_ports", median(turn[1] / turn[0] for turn in turns) - 1, config)


INJECTION_OVERHEAD_RTL = Bench(
    name="injection-overhead-rtl",
    summary="What fault events prepared ahead cost in the simulation of the 32 x 32 core, in processor time: "
    "with 3e-3 of the output elements wrong, and with 100 times as many events, against the same build "
    "without any; and what fault ports cost that nothing uses, against a build that has none",
    figures=(
        Kind("khz", "kHz", "higher"),
        Kind("overhead", "1", "lower"),
        Kind("overhead_dense", "1", "lower"),
        Kind("overhead_ports", "1", "lower"),
    ),
    measure=_measure,
)
