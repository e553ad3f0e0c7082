"""A variant in gates: area, speed, power, and what becomes of results when its clock outruns it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drift_hw.emit import block_verilog
from synth import bench, power
from synth.bench import Loads, Sample
from synth.experiments.graceful.variants import Variant
from synth.experiments.graceful.workload import Workload
from synth.flow import mapping_cache
from synth.netlist import Netlist
from synth.pdk import Library
from synth.sta import OUTPUT_LOAD_BUFFERS
from synth.timing.circuit import Circuit
from synth.timing.delays import Delays, extract
from synth.timing.engine import run_closed
from synth.timing.module import TimedModule, timed_module

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

POWER_CYCLES = 4000
"""Cycles whose switching is counted."""


@dataclass(frozen=True)
class Gates:
    """A variant mapped to a library."""

    variant: Variant
    timed: TimedModule
    delays: Delays
    area: float
    """Square micrometres, its drain gate included, the bus registers of a segment not."""
    flops: int

    @property
    def static_ps(self) -> float:
        """The shortest clock period of static timing."""
        return self.delays.static_period_ps


@dataclass(frozen=True)
class Outcome:
    """A workload at one supply; arrays are per accumulation."""

    voltage: float
    relative_period: float
    """Clock period in static periods at this supply."""
    wrong_cycles: float
    """Share of cycles in which some register captured wrongly."""
    errors: Integers
    """Of results, after the drain."""
    squared: Floats
    """Of requantised results, in squared steps."""


def gates(variant: Variant, library: Library) -> Gates:
    """Map a variant and extract its delays."""
    timed = timed_module(
        block_verilog(variant.block(variant.config)),
        "drift_pe",
        library,
        recipe=variant.recipe,
        booth=variant.booth,
    )
    return Gates(variant, timed, extract(timed, library), timed.area(library), len(timed.flops))


def watts(made: Gates, library: Library, workload: Workload, period_ps: float) -> float:
    """Return the power of a PE on a workload, at the library's supply, without wires and clock tree."""
    netlist = Netlist(made.timed.name, {made.timed.name: made.timed.module})
    loads = Loads(netlist, library, OUTPUT_LOAD_BUFFERS * library.buffer().inputs[0].capacitance)
    piece = bench.cut(netlist, Sample(made.timed.name, ()), loads, "sample0")
    ports = [(port.name, len(port.bits)) for port in made.timed.module.ports.values()]
    entering = [(name, width) for name, width in ports if (name,) in piece.recorded]
    levels = workload.drive(entering).stimuli[:POWER_CYCLES]
    bits = [levels[:, [n]] >> np.arange(width, dtype=np.uint64) & 1 for n, (_, width) in enumerate(entering)]
    output = power.replayed(
        [piece],
        library,
        np.concatenate(bits, axis=1).astype(np.uint8),
        period_ns=period_ps / 1e3,
        start=POWER_CYCLES // 10,
        cache=mapping_cache(),
    )
    return sum(float(value) for value in re.findall(r"^POWER s0 \w+ (\S+)$", output, re.MULTILINE))


def run(made: Gates, library: Library, delays: Delays, period_ps: float, workload: Workload) -> Outcome:
    """Run a workload closed loop with these delays, and drain what the accumulators hold."""
    circuit = Circuit.of(made.timed, library.cells, delays)
    drive = workload.drive(circuit.ports)
    ran = run_closed(circuit, drive.stimuli, period_ps)
    registers = slice(0, 4)
    wrong = (ran.captured[:, registers] != ran.wanted[:, registers]).any(1)
    last = drive.starts[1:] + made.variant.latency
    results = made.variant.drained(ran.captured[:, 3], last)
    return Outcome(
        voltage=delays.voltage,
        relative_period=period_ps / delays.static_period_ps,
        wrong_cycles=float(wrong.mean()),
        errors=results - workload.right,
        squared=workload.squared_errors(results),
    )
