"""Benches: each published figure, declared once with its unit and direction, and measured on demand."""

from __future__ import annotations

from typing import Any

from drift_hw.bench import (
    hardware,
    headline,
    injection,
    layout,
    rtl_injection,
    software,
    timing_engine,
    utilisation,
)
from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.errors import UserError
from drift_hw.provenance import provenance

__all__ = ["BENCHES", "Bench", "Figure", "Kind", "find", "measure"]

BENCHES: dict[str, Bench] = {
    bench.name: bench
    for bench in (
        hardware.GENERATE_256,
        hardware.COSIM_THROUGHPUT,
        hardware.ACCELERATOR_THROUGHPUT,
        utilisation.UTILISATION,
        layout.CHECKPOINT_LAYOUT,
        hardware.ABFT_OVERHEAD,
        software.GOLDEN_GEMM,
        rtl_injection.INJECTION_OVERHEAD_RTL,
        injection.INJECTION_OVERHEAD_GOLDEN,
        timing_engine.THROUGHPUT,
        timing_engine.AGREEMENT,
        headline.HEADLINE,
        headline.SKY130,
        headline.IHP,
    )
}
"""Every bench by name."""


def find(name: str) -> Bench:
    """Return the bench of that name; raises `UserError` naming the benches there are."""
    try:
        return BENCHES[name]
    except KeyError:
        raise UserError(f"unknown bench {name!r}; benches: {', '.join(BENCHES)}") from None


def measure(bench: Bench, seed: int = 0) -> list[dict[str, Any]]:
    """Run a bench and return its figures: `{name, value, unit, better, config, seed, versions}` each.

    `value` is a number in `unit`; `better` is "higher" or "lower"; `config` is the hash of the measured
    configuration or None; `seed` is None when the bench draws nothing.

    Raises:
        UserError: a tool that the bench needs is missing.
        RuntimeError: the bench measured other figures than it declares.
    """
    measured = list(bench.measure(seed))
    declared = {kind.name: kind for kind in bench.figures}
    if [figure.name for figure in measured] != list(declared):
        raise RuntimeError(f"bench {bench.name} measured {measured}, but declares {list(declared)}")
    return [
        {
            "name": figure.name,
            "value": figure.value,
            "unit": declared[figure.name].unit,
            "better": declared[figure.name].better,
            **provenance(figure.config, seed if bench.draws else None),
        }
        for figure in measured
    ]
