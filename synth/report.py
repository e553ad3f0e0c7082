"""The result of a synthesis run: as JSON, and as tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from drift_hw.config import Config
from synth.area import Area
from synth.power import Power
from synth.sta import Timing


@dataclass(frozen=True)
class SynthesisReport:
    """Area, timing and power of a configuration in a library."""

    config: Config
    library: str
    voltage: float
    """Volts."""
    temperature: float
    """Degrees Celsius."""
    recipes: Mapping[str, str]
    """Mapping recipe of each module: a name of `synth.yosys.RECIPES`."""
    area: Area
    timing: Timing | None
    """None without OpenSTA."""
    power: Power | None
    """None without OpenSTA or without tiles."""
    notes: tuple[str, ...]
    """What a reader must know: missing tools and what to install, what figures leave out."""

    def metrics(self) -> dict[str, float]:
        """Return the figures under METRICS2.1-like names: areas in um2, times in ns, power in W."""
        area = self.area
        found = {
            "design__instance__area": area.total,
            "design__instance__count": area.cells,
            "design__instance__count__class:sequential_cell": area.flops,
            "design__memory__bits": area.memory_bits,
        }
        found |= {f"design__instance__area__component:{n}": v for n, v in area.by_component().items()}
        if timing := self.timing:
            found |= {
                "clock__period": timing.period_ns,
                "timing__setup__ws": timing.slack_ns,
                "timing__fmax": 1e6 * timing.fmax_mhz,
            }
            found |= {f"timing__setup__ws__class:{c.name}": c.worst_ns for c in timing.classes}
        if power := self.power:
            total = power.total
            found |= {
                "power__internal__total": total.internal,
                "power__switching__total": total.switching,
                "power__leakage__total": total.leakage,
                "power__total": total.total,
                "power__activity__annotated": power.annotated_share,
                "power__energy__per_mac": 1e-12 * power.energy_per_mac_pj,
            }
            found |= {f"power__total__component:{n}": w.total for n, w in power.by_component().items()}
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values for JSON. Units are in the names."""
        timing, power = self.timing, self.power
        return {
            "config": self.config.hash,
            "library": self.library,
            "voltage": self.voltage,
            "temperature": self.temperature,
            "area_um2": self.area.total,
            "memory_bits": self.area.memory_bits,
            "modules": [
                {
                    "module": m.module,
                    "component": m.component,
                    "instances": m.instances,
                    "cells": m.cells,
                    "flops": m.flops,
                    "area_um2": m.area,
                    "total_area_um2": m.total,
                    "recipe": self.recipes.get(m.module),
                }
                for m in self.area.modules
            ],
            "components": self._components(),
            "period_ns": timing and timing.period_ns,
            "slack_ns": timing and timing.slack_ns,
            "fmax_mhz": timing and timing.fmax_mhz,
            "critical_path_ns": timing and timing.critical_path_ns,
            "critical_path": timing and timing.path,
            "slack": []
            if timing is None
            else [
                {
                    "class": c.name,
                    "endpoints": c.endpoints,
                    "worst_ns": c.worst_ns,
                    "worst_endpoint": c.worst_endpoint,
                }
                for c in timing.classes
            ],
            "power": power
            and {
                "total_w": power.total.total,
                "internal_w": power.total.internal,
                "switching_w": power.total.switching,
                "leakage_w": power.total.leakage,
                "period_ns": power.period_ns,
                "energy_per_mac_pj": power.energy_per_mac_pj,
                "annotated_share": power.annotated_share,
                "cycles": power.cycles,
                "macs_per_cycle": power.macs_per_cycle,
                "activity": power.source,
            },
            "metrics": self.metrics(),
            "notes": list(self.notes),
        }

    def _components(self) -> list[dict[str, Any]]:
        watts = self.power.by_component() if self.power else {}
        return [
            {
                "component": name,
                "area_um2": area,
                "area_share": area / self.area.total,
                "power_w": watts[name].total if name in watts else None,
            }
            for name, area in self.area.by_component().items()
        ]

    def print(self, console: Console) -> None:
        """Print tables of components, timing and power, then the notes."""
        console.print(self._component_table())
        if self.timing is not None:
            console.print(self._timing_table(self.timing))
        if self.power is not None:
            console.print(_power_line(self.power))
        for note in self.notes:
            console.print(f"Note: {note}.", highlight=False)

    def _component_table(self) -> Table:
        table = Table(title=f"{self.config.array.rows} x {self.config.array.columns} in {self.library}")
        table.add_column("component")
        for name in ("area um\u00b2", "share", "power mW"):
            table.add_column(name, justify="right")
        for row in self._components():
            power = row["power_w"]
            table.add_row(
                row["component"],
                f"{row['area_um2']:,.0f}",
                f"{row['area_share']:.1%}",
                "-" if power is None else f"{1e3 * power:,.2f}",
            )
        total = "-" if self.power is None else f"{1e3 * self.power.total.total:,.2f}"
        table.add_section()
        table.add_row("total", f"{self.area.total:,.0f}", "", total)
        return table

    @staticmethod
    def _timing_table(timing: Timing) -> Table:
        title = (
            f"critical path {timing.critical_path_ns:.3f} ns, {timing.fmax_mhz:.0f} MHz; "
            f"slack at {timing.period_ns:g} ns"
        )
        table = Table(title=title)
        table.add_column("registers")
        table.add_column("endpoints", justify="right")
        table.add_column("slack ns", justify="right")
        table.add_column("worst endpoint")
        for kind in timing.classes:
            table.add_row(kind.name, f"{kind.endpoints:,}", f"{kind.worst_ns:.3f}", kind.worst_endpoint)
        return table


def _power_line(power: Power) -> str:
    total = power.total
    return (
        f"Power at {power.period_ns:g} ns: {1e3 * total.total:.2f} mW (internal {1e3 * total.internal:.2f}, "
        f"switching {1e3 * total.switching:.2f}, leakage {1e3 * total.leakage:.4f}), "
        f"{power.energy_per_mac_pj:.2f} pJ per MAC; activity of {power.cycles} cycles, annotated on "
        f"{power.annotated_share:.1%} of the pins, from {power.source}."
    )
