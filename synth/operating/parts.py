"""The parts of a core: what a clock cycle costs in each at any supply, from synthesis.

Power is measured at every characterised supply, from the switching of real tiles in mapped gates
(`synth.power`). Between supplies the switched capacitance E / V^2 is interpolated, and the logarithm of the
leakage; a library of one supply gives V^2, and a stated law of leakage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.emit import verilog
from drift_hw.faults.table import TimingTable
from synth import area, power, sta
from synth.activity import OperandTiles
from synth.flow import DEFAULT_RECIPE, map_buffered, mapping_cache
from synth.netlist import Netlist
from synth.operating.errors import OperatingError
from synth.pdk import Library
from synth.power import Power
from synth.timing.store import kept
from synth.yosys import Progress, split_modules

PES = ("processing elements", "checksum column PEs", "checksum row PEs")
"""Components whose late bits the checks see: their clock sets the supply."""
ARRAY = (*PES, "drain bus")
"""Components of `drift_array`, the power domain of docs/accelerator.md."""
LEAKAGE_SLOPE = 2.2
"""1/V. Drain-induced barrier lowering of 0.08 V per V over n kT/q = 1.4 x 26 mV: textbook figures of 180 nm.
Only for libraries of a single supply."""
LOCAL_DERATE = 1.05
"""Delay of logic that no check watches, against that of the watched PEs of the same die: the flat derate that
sign-off uses for variation on a chip."""
RELAXED = 2.5
"""Clock period of the power figures over the data PE's static one: all components meet it, so that nothing
switches in the next cycle. Energies are per cycle."""


@dataclass(frozen=True)
class Part:
    """A component: energy of a busy cycle, and leakage, at supplies. Raises `OperatingError` for nonsense."""

    name: str
    """A component of `synth.area`."""
    voltages: tuple[float, ...]
    """Characterised supplies, rising."""
    joules: tuple[float, ...]
    """Per busy clock cycle, there."""
    watts: tuple[float, ...]
    """Leakage, there."""
    period_ps: float = 0.0
    """Shortest clock period that static timing allows its flops at the highest supply; 0: not timed."""

    def __post_init__(self) -> None:
        if not len(self.voltages) == len(self.joules) == len(self.watts) > 0:
            raise OperatingError(
                f"{self.name} has {len(self.voltages)} supplies, {len(self.joules)} energies and "
                f"{len(self.watts)} leakages; give one of each for every supply"
            )
        if (np.diff(self.voltages) <= 0).any() or self.voltages[0] <= 0:
            raise OperatingError(f"supplies of {self.name} must rise from more than 0 V: {self.voltages}")
        if min(*self.joules, *self.watts) < 0:
            raise OperatingError(f"{self.name} can not have negative energy or leakage")

    def energy(self, voltage: float) -> float:
        """Return the joules of a busy cycle at a supply: E / V^2 is linear between supplies, level beyond."""
        _check(voltage)
        volts = np.array(self.voltages)
        return float(np.interp(voltage, volts, np.array(self.joules) / volts**2)) * voltage**2

    def leakage(self, voltage: float) -> float:
        """Return the watts of leakage at a supply.

        Log-linear between characterised supplies, along the outermost two beyond; of one supply by
        V exp(`LEAKAGE_SLOPE` V).
        """
        _check(voltage)
        volts, watts = np.array(self.voltages), np.array(self.watts)
        if not watts.all():
            return float(np.interp(voltage, volts, watts))
        if len(volts) == 1:
            change = voltage - volts[0]
            return float(watts[0] * voltage / volts[0] * np.exp(LEAKAGE_SLOPE * change))
        upper = int(np.clip(np.searchsorted(volts, voltage), 1, len(volts) - 1))
        low, high = np.log(watts[[upper - 1, upper]])
        share = (voltage - volts[upper - 1]) / (volts[upper] - volts[upper - 1])
        return float(np.exp(low + share * (high - low)))


def _check(voltage: float) -> None:
    if not voltage > 0:
        raise OperatingError(f"a supply must be more than 0 V, not {voltage:g} V")


@dataclass(frozen=True)
class Core:
    """A core in a library: its parts."""

    config: Config
    library: str
    parts: tuple[Part, ...]
    area_um2: float
    """Without memories."""
    warnings: tuple[str, ...] = ()

    @property
    def nominal_voltage(self) -> float:
        """The highest characterised supply."""
        return self.parts[0].voltages[-1]

    @property
    def array_period_ps(self) -> float:
        """Static period of the data PEs: checksum PEs also end paths from the sums of operands outside."""
        return next(part.period_ps for part in self.parts if part.name == PES[0])

    @property
    def rest_period_ps(self) -> float:
        """Static period of everything else, as it stands: no component of it is pipelined to keep up."""
        return max((part.period_ps for part in self.parts if part.name not in PES), default=0.0)

    def canary_domain(self, relative_period: float) -> tuple[str, ...]:
        """Return the components that may share the array's supply: those that are late only after the PEs.

        They are on the same die, at the same supply and temperature; `LOCAL_DERATE` is between them and the
        PEs, which run at `relative_period` of their static one.
        """
        limit = self.array_period_ps * relative_period / LOCAL_DERATE
        return tuple(part.name for part in self.parts if part.name in ARRAY or 0 < part.period_ps <= limit)

    def share(self, names: Sequence[str]) -> float:
        """Return what part of the energy of a busy cycle these components take at the highest supply."""
        total = sum(part.energy(self.nominal_voltage) for part in self.parts)
        return sum(part.energy(self.nominal_voltage) for part in self.parts if part.name in names) / total


def recipes(config: Config, table: TimingTable) -> dict[str, str]:
    """Return the recipe of each module: PEs as they were characterised, all others the usual one."""
    text = verilog(config.without_injection)
    known: Mapping[str, str] = {each["module"]: each["recipe"] for each in table.header["design"]}
    return {module: known.get(module, DEFAULT_RECIPE) for module in split_modules(text)}


def measure(
    config: Config,
    libraries: Sequence[Library],
    table: TimingTable,
    tiles: OperandTiles,
    *,
    timed: bool = True,
    progress: Progress | None = None,
) -> Core:
    """Synthesise a core and measure its power at the supplies of `libraries`, by rising supply.

    `table` is of the same PEs, with or without ABFT: it gives recipes and static periods. Without `timed`
    parts have no period. Results are kept in the cache. Raises `UserError` as `synth.power.measure` does.
    """
    config = config.without_injection
    text, top = verilog(config), libraries[-1]
    netlist = map_buffered(text, top, recipes(config, table), None, progress)
    periods = _periods(netlist, top) if timed else {}
    energies: dict[str, list[tuple[float, float]]] = {}
    warnings: set[str] = set()
    for library in libraries:
        period_ns = RELAXED * table.static_period_ps(library.voltage) / 1e3
        operands = [operand for pair in tiles.pairs for operand in pair]
        take = partial(
            power.measure,
            text,
            netlist,
            library,
            config,
            tiles,
            period_ns=period_ns,
            cache=mapping_cache(),
            progress=progress,
        )
        taken = _power((netlist.verilog(), *_contents(library), period_ns, *operands), take)
        warnings |= {str(warning) for warning in taken["warnings"]}
        for name, joules, watts in zip(taken["names"], taken["dynamic"], taken["leakage"], strict=True):
            energies.setdefault(str(name), []).append((float(joules), float(watts)))
    volts = tuple(library.voltage for library in libraries)
    parts = tuple(
        Part(
            name,
            volts,
            joules=tuple(joules for joules, _ in found),
            watts=tuple(watts for _, watts in found),
            period_ps=periods.get(name, 0.0),
        )
        for name, found in energies.items()
    )
    total = area.measure(netlist, top).total
    return Core(config, top.name, parts, total, tuple(sorted(warnings)))


def _power(key: Sequence[Any], take: Callable[[], Power]) -> dict[str, NDArray[Any]]:
    """Return `dynamic` joules per cycle, and `leakage`, of `names`, components; from the cache if known."""

    def compute() -> dict[str, NDArray[Any]]:
        found = take()
        by, period = found.by_component(), found.period_ns * 1e-9
        return {
            "names": np.array(list(by)),
            "dynamic": np.array([(watts.internal + watts.switching) * period for watts in by.values()]),
            "leakage": np.array([watts.leakage for watts in by.values()]),
            "warnings": np.array(found.warnings, dtype=np.str_),
        }

    return kept(("power", Path(power.__file__).read_bytes(), *key), compute)


def _periods(netlist: Netlist, library: Library) -> dict[str, float]:
    """Return the static period, in ps, of the flops of each component; from the cache if they are there."""
    key = "periods", Path(sta.__file__).read_bytes(), netlist.verilog(), *_contents(library)

    def compute() -> dict[str, NDArray[Any]]:
        timing = sta.analyse(netlist, library, 10.0)
        found: dict[str, float] = {}
        for each in timing.classes:
            name = _component(each.name)
            found[name] = max(found.get(name, 0.0), 1e3 * (timing.period_ns - each.worst_ns))
        return {"names": np.array(list(found)), "periods": np.array(list(found.values()))}

    found = kept(key, compute)
    return {str(name): float(ps) for name, ps in zip(found["names"], found["periods"], strict=True)}


def _contents(library: Library) -> list[bytes]:
    return [path.read_bytes() for path in library.paths]


def _component(register_class: str) -> str:
    """Return the component of a class of registers of `synth.sta`."""
    if register_class not in sta.REGISTER_CLASSES:
        return register_class
    return PES[register_class.startswith("checksum ")]
