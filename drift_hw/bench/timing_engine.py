"""Benches of the timing simulator: its speed on a PE, and its agreement with Icarus Verilog."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.config import PRESETS, Config

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from synth.pdk import Library
    from synth.timing.delays import Delays
    from synth.timing.module import TimedModule

CYCLES = 40_000
"""Cycles of an open-loop run."""
ICARUS_CYCLES = 1000
"""Icarus Verilog takes about 45 times as long for each, compiling and writing of waveforms included."""
PERIODS = 40
"""Periods judged in the run, from 0.6 to 1.05 of the static one."""
REPEATS = 5
NEAR = 0.8
"""Periods from this share of the longest path on, where few captures are wrong."""


def _circuit(config: Config) -> tuple[TimedModule, Library, Delays]:
    """Return the data PE in the library that Debian has, and its delays."""
    from drift_hw.emit import verilog
    from synth.pdk import load_pdk
    from synth.timing.delays import extract
    from synth.timing.module import timed_module

    library = load_pdk("osu018")
    timed = timed_module(verilog(config), "drift_pe", library)
    return timed, library, extract(timed, library)


def _stimuli(
    config: Config, ports: tuple[tuple[str, int], ...], cycles: int, seed: int
) -> NDArray[np.uint64]:
    import numpy as np

    from synth.timing.stream import made_up

    stream = made_up("gaussian", config, seed=seed)
    return stream.stimuli(config, 0, ports, cycles=cycles, generator=np.random.default_rng(seed))


def _seconds_of_programs() -> float:
    """Return the processor time of all programs that were run and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _measure_throughput(seed: int) -> Iterator[Figure]:
    import numpy as np

    from synth.timing import icarus
    from synth.timing.engine import Circuit, run_activity, run_open

    config = PRESETS["demo"]
    timed, library, delays = _circuit(config)
    circuit = Circuit.of(timed, library.cells, delays)
    stimuli = _stimuli(config, circuit.ports, CYCLES, seed)
    periods = np.linspace(0.6, 1.05, PERIODS) * delays.static_period_ps

    def seconds() -> float:
        # Of the processor: one core, whatever else the machine does.
        start = time.process_time()
        run_open(circuit, stimuli, periods)
        return time.process_time() - start

    rate = CYCLES / min(seconds() for _ in range(REPEATS))
    changes, _ = run_activity(circuit, stimuli[:4000], 1.05 * delays.static_period_ps)
    start = _seconds_of_programs()
    icarus.simulate(
        timed,
        library.cells,
        icarus.per_output(delays),
        stimuli[:ICARUS_CYCLES],
        1.05 * delays.static_period_ps,
        gate_delays=True,
    )
    theirs = ICARUS_CYCLES / (_seconds_of_programs() - start)
    yield Figure("cycles_per_second", rate, config)
    yield Figure("events_per_second", rate * float(changes.sum()), config)
    yield Figure("ratio", rate / theirs, config)


THROUGHPUT = Bench(
    name="timing-engine-throughput",
    summary="event-driven simulation of a PE in OSU018 on one core, and its rate over that of Icarus Verilog",
    figures=(
        Kind("cycles_per_second", "1/s", "higher"),
        Kind("events_per_second", "1/s", "higher"),
        Kind("ratio", "1", "higher"),
    ),
    measure=_measure_throughput,
)


def _measure_agreement(seed: int) -> Iterator[Figure]:
    """Both with one delay per output edge: as gate delays, and as the paths of a specify block by SDF."""
    import numpy as np

    from synth.timing import icarus
    from synth.timing.engine import Circuit

    config = PRESETS["demo"]
    timed, library, delays = _circuit(config)
    delays = icarus.per_output(delays)
    ports = Circuit.of(timed, library.cells, delays).ports
    stimuli = _stimuli(config, ports, ICARUS_CYCLES, seed)
    shares = np.linspace(0.5, 1.0, 26)
    found = icarus.compare(timed, library.cells, delays, stimuli, shares)
    paths = icarus.compare(timed, library.cells, delays, stimuli, shares, gate_delays=False)
    yield Figure("share", found.share(), config)
    yield Figure("share_of_paths", paths.share(), config)
    yield Figure("share_of_paths.near", paths.share(NEAR), config)


AGREEMENT = Bench(
    name="timing-engine-agreement",
    summary="captures of a PE on which simulator and Icarus Verilog agree, at .5 to 1 of the longest path",
    figures=(
        Kind("share", "1", "higher"),
        Kind("share_of_paths", "1", "higher"),
        Kind("share_of_paths.near", "1", "higher"),
    ),
    measure=_measure_agreement,
)
