"""The PEs of a configuration as timed modules, mapped so that the data PE sets the clock period."""

from __future__ import annotations

from collections.abc import Sequence
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
    """Map the PEs of a configuration, without fault ports: the data PE and, with ABFT, both checksum PEs.

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
    text = verilog(config.replace(faults__ports=False))
    names = [name for name in MODULES if name in yosys.split_modules(text)]
    target = period_ns
    found: list[TimedModule] = []
    for region, name in enumerate(names):
        if progress is not None:
            progress(f"mapping {name}", region, len(names))
        recipes = ladder[ladder.index(first) :] if target is not None else [first]
        module, period = _first_to_meet(text, name, library, region, recipes, target, cache)
        found.append(module)
        target = target or period
    if progress is not None:
        progress("mapping", len(names), len(names))
    return tuple(found)


def _first_to_meet(
    text: str,
    name: str,
    library: Library,
    region: int,
    recipes: Sequence[str],
    target_ns: float | None,
    cache: Path | None,
) -> tuple[TimedModule, float]:
    """Map by each recipe until one meets the target; return it, or the fastest, with its period in ns."""
    tried = []
    for recipe in recipes:
        module = timed_module(
            text,
            name,
            library,
            region=region,
            recipe=recipe,
            period_ns=target_ns or yosys.DEFAULT_PERIOD_NS,
            cache=cache,
        )
        period = extract(module, library, cache=cache).static_period_ps / 1e3
        if target_ns is None or period <= target_ns:
            return module, period
        tried.append((module, period))
    return min(tried, key=lambda pair: pair[1])
