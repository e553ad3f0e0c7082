"""How much slower or faster than the table's delays a library says that other dies are."""

from __future__ import annotations

from synth.pdk import PDKS, load_pdk
from synth.timing.delays import extract
from synth.timing.target import Target
from synth.timing.variation import Variation


def variation(target: Target) -> Variation:
    """Return the variation of dies around the library that a target is characterised in.

    Where the PDK has a typical corner apart from the target's supplies, which then are of the slow process,
    `typical` is measured: the static period of the same netlists there, against that of the target's delays
    at the same supply. The slow corner and its temperature are then the table itself. Otherwise the target
    is taken for typical, with the defaults of `Variation`."""
    name = target.library.name.split()[0]
    corner = PDKS[name].default_corner if name in PDKS else None
    if corner is None or any(library.name == f"{name} {corner}" for library in target.libraries):
        return Variation()
    typical = load_pdk(name, corner)
    periods = [extract(module, typical).static_period_ps for module in target.modules]
    same = [model.at(typical.voltage, extrapolate=True).static_period_ps for model in target.models]
    ratio = max(periods) / max(same)
    known = Variation()
    return known if ratio >= 1 else Variation(typical=ratio, slow=1 / known.temperature[1])
