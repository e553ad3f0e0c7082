"""Power from the switching activity of real tiles, by component.

Tiles run through the RTL; what enters the sample instances of each module is replayed into their mapped
gates with delays from OpenSTA, so that glitches are in; every cell counts its toggles; OpenSTA turns toggles
into power; each module counts as often as the design holds it. The clock tree and the wires are not in the
figures (there is no placement), nor are the memories of the tile buffer.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from synth import bench, opensta
from synth.activity import OperandTiles, record
from synth.area import component
from synth.bench import Cut, Loads
from synth.netlist import Bit, Netlist
from synth.pdk import Library
from synth.sta import OUTPUT_LOAD_BUFFERS
from synth.timing.circuit import Circuit
from synth.timing.engine import run_activity
from synth.timing.gate_netlist import GateNetlist, output_delays
from synth.yosys import Progress

_SDF_INSTANCE = re.compile(r"\(INSTANCE (\S+)\)")
_SDF_ARC = re.compile(r"\(IOPATH .*? \([-\d.]*::([-\d.]*)\) \([-\d.]*::([-\d.]*)\)\)")
CLOCK_ACTIVITY = (2.0, 0.5)
"""Transitions per cycle, and share of time at 1, of the clock."""

INPUT_DELAY_NS = 0.3
"""Time after the clock edge at which a sample's recorded inputs change: about a flop's delay."""


@dataclass(frozen=True)
class Watts:
    """Power by kind, in watts."""

    internal: float
    switching: float
    leakage: float

    @property
    def total(self) -> float:
        """The sum."""
        return self.internal + self.switching + self.leakage

    def __add__(self, other: Watts) -> Watts:
        return Watts(
            self.internal + other.internal,
            self.switching + other.switching,
            self.leakage + other.leakage,
        )

    def times(self, factor: float) -> Watts:
        """Return the power of `factor` times as much."""
        return Watts(self.internal * factor, self.switching * factor, self.leakage * factor)


@dataclass(frozen=True)
class ModulePower:
    """The mean power of the measured instances of a module, without the modules inside."""

    module: str
    component: str
    instances: int
    samples: int
    watts: Watts

    @property
    def total(self) -> Watts:
        """Power of all instances."""
        return self.watts.times(self.instances)


@dataclass(frozen=True)
class Power:
    """Power of a design at one clock period, while it streams tiles."""

    modules: tuple[ModulePower, ...]
    period_ns: float
    source: str
    """Which tiles."""
    cycles: int
    """Cycles that were measured."""
    macs_per_cycle: float
    """Useful multiply-accumulates per cycle in these."""
    annotated_share: float
    """Share of the pins of the measured cells whose activity was simulated."""
    warnings: tuple[str, ...]

    @property
    def total(self) -> Watts:
        """Power of the design."""
        return sum((module.total for module in self.modules), Watts(0.0, 0.0, 0.0))

    @property
    def energy_per_mac_pj(self) -> float:
        """Energy of the whole design per useful multiply-accumulate, in picojoules."""
        return self.total.total * self.period_ns * 1e3 / self.macs_per_cycle

    def by_component(self) -> dict[str, Watts]:
        """Return the power of each component, the largest first."""
        found: dict[str, Watts] = {}
        for module in self.modules:
            found[module.component] = found.get(module.component, Watts(0, 0, 0)) + module.total
        return dict(sorted(found.items(), key=lambda item: -item[1].total))


def measure(
    verilog: str,
    netlist: Netlist,
    library: Library,
    config: Config,
    tiles: OperandTiles,
    *,
    period_ns: float,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Power:
    """Measure the power of a mapped design.

    `verilog` is the RTL that `netlist` was mapped from, without fault ports. Raises `activity.TilesError`,
    `opensta.OpenStaMissingError` and `drift_hw.sim.BuildError`.
    """
    tiles.check(config)
    if opensta.program() is None:
        raise opensta.OpenStaMissingError(f"OpenSTA is not installed: no power; {opensta.REMEDY}")

    def step(what: str, done: int) -> None:
        if progress is not None:
            progress(what, done, 4)

    buffer = library.buffer()
    loads = Loads(netlist, library, OUTPUT_LOAD_BUFFERS * buffer.inputs[0].capacitance)
    cuts = [
        bench.cut(netlist, sample, loads, f"sample{index}")
        for index, sample in enumerate(bench.choose_samples(netlist))
    ]
    step("recording operands of every module", 0)
    recording = record(verilog, config, tiles, cuts)
    output = replayed(
        cuts,
        library,
        np.concatenate(recording.inputs, axis=1),
        period_ns=period_ns,
        start=recording.start,
        cache=cache,
        step=step,
    )
    pins, annotated = (int(number) for number in re.findall(r"^PINS (\d+) (\d+)$", output, re.MULTILINE)[0])
    modules = _modules(netlist, cuts, output)
    warnings = [text for file in library.files for text in file.power_warnings()]
    total = sum((module.total for module in modules), Watts(0.0, 0.0, 0.0))
    if total.internal == 0 and any(file.has_internal_power for file in library.files):
        warnings.append(
            "OpenSTA reports zero internal power although the library has internal_power groups: its "
            "operating conditions were not understood, and the total is too low"
        )
    return Power(
        modules=modules,
        period_ns=period_ns,
        source=tiles.source,
        cycles=recording.cycles,
        macs_per_cycle=recording.beats * config.array.rows * config.array.columns / recording.cycles,
        annotated_share=annotated / pins,
        warnings=tuple(warnings),
    )


def replayed(
    cuts: list[Cut],
    library: Library,
    inputs: NDArray[np.uint8],
    *,
    period_ns: float,
    start: int = 0,
    cache: Path | None = None,
    step: Callable[[str, int], None] = lambda what, done: None,
) -> str:
    """Run 0/1 inputs (cycles, bits of all cuts) through mapped gates and return what OpenSTA prints of power.

    Its lines `POWER s0 internal 1e-6` give the watts of each cut. Cycles before `start` do not count.
    """
    design, buffer = bench.assemble(cuts), library.buffer()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        step("delays of every cell", 1)
        (folder / "netlist.v").write_text(design.verilog(), encoding="utf-8")
        script: dict[str, Any] = {
            "top": design.top,
            "liberty": [path.resolve() for path in library.paths],
            "period_ns": f"{period_ns:.4f}",
            "driver": buffer.name,
            "loads": [
                (f"out{i}[{bit}]" if len(piece.loads) > 1 else f"out{i}", load * 1e12)
                for i, piece in enumerate(cuts)
                for bit, load in enumerate(piece.loads)
            ],
        }
        opensta.run("delays", folder, **script)
        step("simulating gates", 2)
        delays = _delays(folder)
        gates = GateNetlist(library.cells)
        nets = [
            gates.add(piece.module, piece.module.ports["in"].bits, output_delays(delays.get(f"s{index}", {})))
            for index, piece in enumerate(cuts)
        ]
        toggles, duty = run_activity(
            Circuit.of_netlist(gates, 1e3 * INPUT_DELAY_NS),
            inputs.astype(np.uint64),
            1e3 * period_ns,
            start=start,
            cache=cache if cache is not None else folder,
        )
        activity = _activity(cuts, nets, toggles, duty)
        step("power of every cell", 3)
        (folder / "activity.txt").write_text(_lines(activity), encoding="utf-8")
        output = opensta.run("power", folder, **script)
        step("power", 4)
    return output


def _delays(folder: Path) -> dict[str, dict[str, tuple[float, float]]]:
    """Return the (fall, rise) delay in picoseconds of each cell of each sample: that of its worst arc."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    rise = fall = 0.0
    name: list[str] = []
    for line in (folder / "delays.sdf").read_text(encoding="utf-8").splitlines():
        if instance := _SDF_INSTANCE.search(line):
            name, rise, fall = instance[1].split(".", 1), 0.0, 0.0
        elif arc := _SDF_ARC.search(line):
            rise, fall = max(rise, 1e3 * float(arc[1] or 0)), max(fall, 1e3 * float(arc[2] or 0))
            found.setdefault(name[0], {})[name[1]] = (fall, rise)
    return found


def _activity(
    cuts: list[Cut], nets: list[dict[Bit, int]], toggles: NDArray[np.float64], duty: NDArray[np.float64]
) -> dict[str, tuple[float, float]]:
    """Return (transitions per clock cycle, share of time at 1) of every pin and input port by its name."""
    found: dict[str, tuple[float, float]] = {}
    for index, (piece, numbers) in enumerate(zip(cuts, nets, strict=True)):

        def of(bit: Bit, numbers: dict[Bit, int] = numbers) -> tuple[float, float]:
            return float(toggles[numbers[bit]]), float(duty[numbers[bit]])

        (clock,) = piece.module.ports["clk"].bits
        for position, bit in enumerate(piece.module.ports["in"].bits):
            suffix = f"[{position}]" if piece.width > 1 else ""
            found[f"in{index}{suffix}"] = of(bit)
        for instance in piece.module.instances.values():
            for pin, bits in instance.connections.items():
                if bits and bits[0] in numbers:
                    name = f"s{index}/{instance.name}/{pin}"
                    found[name] = CLOCK_ACTIVITY if bits[0] == clock else of(bits[0])
    return found


def _lines(activity: dict[str, tuple[float, float]]) -> str:
    """Return one line per pin, a Tcl list {name, transitions per cycle, duty}."""
    rows = [f"{{{name}}} {toggles:.6g} {duty:.6g}" for name, (toggles, duty) in activity.items()]
    return "\n".join(rows) + "\n"


def _modules(netlist: Netlist, cuts: list[Cut], output: str) -> tuple[ModulePower, ...]:
    sums: dict[int, dict[str, float]] = {}
    for index, kind, watts in re.findall(r"^POWER s(\d+) (\w+) (\S+)$", output, re.MULTILINE):
        sums.setdefault(int(index), {})[kind] = float(watts)
    by_module: dict[str, list[Watts]] = {}
    for index, piece in enumerate(cuts):
        by_module.setdefault(piece.sample.module, []).append(Watts(**sums[index]))
    return tuple(
        ModulePower(
            module=name,
            component=component(name),
            instances=netlist.counts[name],
            samples=len(found),
            watts=sum(found, Watts(0.0, 0.0, 0.0)).times(1 / len(found)),
        )
        for name, found in by_module.items()
    )
