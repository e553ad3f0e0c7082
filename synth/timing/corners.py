"""How much slower or faster than the table's delays a library says that other dies are."""

from __future__ import annotations

from synth.pdk import PDKS, Library, corners, load_pdk
from synth.timing.delays import extract
from synth.timing.target import Target
from synth.timing.variation import Variation

SLOW = ("ss", "slow")
"""How the names of slow corners begin."""


def variation(target: Target) -> Variation:
    """Return the variation of dies around the corner that a target is characterised in.

    Where its PDK has both slow and typical corners, their ratio is measured: the static period of the same
    netlists in the other corner, against that of the target's delays at the same supply. A slow corner comes
    with its temperature. Otherwise the target is taken for typical, with the defaults of `Variation`.
    """
    known = Variation()
    name, _, corner = target.library.name.partition(" ")
    there = corners(name) if name in PDKS else []
    if corner not in there:
        return known
    if corner.startswith(SLOW):
        default = PDKS[name].default_corner or ""
        ratio = _ratio(target, load_pdk(name, default)) if not default.startswith(SLOW) else 1.0
        slowest = 1 / known.temperature[1]
        return Variation(typical=ratio, slow=slowest) if ratio < slowest else known
    slow = [load_pdk(name, each) for each in there if each.startswith(SLOW)]
    if not slow:
        return known
    nearest = min(slow, key=lambda library: abs(library.voltage - target.library.voltage))
    return Variation(slow=max(1.0, _ratio(target, nearest) / known.temperature[1]))


def _ratio(target: Target, other: Library) -> float:
    """Return the static period in another corner over that of the target's delays at the same supply."""
    theirs = [extract(module, other).static_period_ps for module in target.modules]
    ours = [model.at(other.voltage, extrapolate=True).static_period_ps for model in target.models]
    return max(theirs) / max(ours)
