"""The PEs of a configuration as timed modules, mapped so that the data PE sets the clock period."""

from __future__ import annotations

from pathlib import Path

from drift_hw.config import Config
from drift_hw.emit import verilog
from drift_hw.errors import UserError
from synth import yosys
from synth.flow import DEFAULT_RECIPE
from synth.pdk import Library
from synth.timing.delays import extract
from synth.timing.errors import TimingError
from synth.timing.module import CONTROL, TimedModule, timed_module
from synth.yosys import RECIPES, Progress

__all__ = ["CONTROL", "MODULES", "TimedModule", "TimingError", "design", "timed_module"]

MODULES = ("drift_pe", "drift_checksum_column_pe", "drift_checksum_row_pe")
"""Modules of the kinds of PEs, in the order of `drift_hw.faults.table.REGIONS`."""


def design(
    config: Config,
    library: Library,
    *,
    recipe: str | None = None,
    period_ns: float | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> tuple[TimedModule, ...]:
    """Map the data PE of a configuration and, with ABFT, both checksum PEs; injection of faults is left out.

    The data PE gets `recipe`, by default that of `drift-hw synth`, or the first from there on, towards speed,
    that meets `period_ns`. A checksum PE has wider operands: it gets the first recipe from there on that
    meets the data PE's static period (or `period_ns`), lest it fail long before what it protects; where
    none does, the fastest.

    Raises `UserError` for an unknown recipe or a period that is not positive, and as `timed_module` and
    `extract`.
    """
    ladder = list(RECIPES)
    first = recipe or DEFAULT_RECIPE
    if first not in ladder:
        raise UserError(f"unknown recipe {first!r}; recipes: {', '.join(ladder)}")
    if period_ns is not None and not period_ns > 0:
        raise UserError(f"the clock period must be more than 0 ns, not {period_ns}")
    text = verilog(config.without_injection)
    names = [name for name in MODULES if name in yosys.split_modules(text)]

    def mapped(region: int, by: str) -> tuple[float, TimedModule]:
        """Return a PE mapped by a recipe, after its static period in ns."""
        module = timed_module(
            text,
            names[region],
            library,
            region=region,
            recipe=by,
            period_ns=period_ns,
            cache=cache,
        )
        return extract(module, library, cache=cache).static_period_ps / 1e3, module

    target = period_ns
    found: list[TimedModule] = []
    for region, name in enumerate(names):
        if progress is not None:
            progress(f"mapping {name}", region, len(names))
        tried: list[tuple[float, TimedModule]] = []
        for by in ladder[ladder.index(first) :]:
            tried.append(mapped(region, by))
            if target is None or tried[-1][0] <= target:
                break
        else:
            tried.sort(key=lambda each: -each[0])
        period, module = tried[-1]
        found.append(module)
        target = target or period
    if progress is not None:
        progress("mapping", len(names), len(names))
    return tuple(found)
