"""The cost of protection: the same array with and without ABFT, in area and power, at several sizes.

Large arrays are composed: every module is synthesised once, and counted as often as the array holds it.
`flat_check` maps a small array as one piece, to show how far composition is off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drift_hw.config import PRESETS, Config
from drift_hw.emit import verilog
from drift_hw.errors import UserError
from synth import area, opensta, power, sta
from synth.activity import OperandTiles, gaussian_tiles
from synth.flow import TOP, map_buffered, mapping_cache
from synth.netlist import Netlist
from synth.pdk import Library
from synth.power import Power
from synth.yosys import Progress, map_flat

SIZES = (8, 16, 32, 64)
BASE = "drift"
"""The preset that gives everything but the size, where nothing else is given."""
RECIPE = "area"
"""Mapping for comparisons. The others map each module as fast as it goes, needed or not, where a run on the
whole design would spend area on its critical path only; by area both agree within a few percent."""
PERIOD_NS = 10.0
"""Clock period of the power figures: a share does not depend on it."""


@dataclass(frozen=True)
class ProtectionRow:
    """Cost of ABFT in a square array; shares are (with - without) / without, as fractions."""

    size: int
    area_off: float
    """Square micrometres without ABFT, memories left out."""
    area_on: float
    parts: Mapping[str, float]
    """Share of each component in the added area; the sum is `area_share`."""
    power_off: Power | None
    """None without OpenSTA."""
    power_on: Power | None
    fmax_off_mhz: float | None
    fmax_on_mhz: float | None

    @property
    def area_share(self) -> float:
        """Added area over the area without ABFT."""
        return (self.area_on - self.area_off) / self.area_off

    @property
    def power_share(self) -> float | None:
        """Added power over the power without ABFT; None when it was not measured."""
        if self.power_on is None or self.power_off is None:
            return None
        off = self.power_off.total.total
        return (self.power_on.total.total - off) / off

    @property
    def bare_share(self) -> float:
        """What the extra PEs alone would cost if they were as large as the others: 2 / size."""
        return 2 / self.size

    def power_parts(self) -> dict[str, float]:
        """Return the share of each component in the added power; empty when it was not measured."""
        if self.power_on is None or self.power_off is None:
            return {}
        on, off = self.power_on.by_component(), self.power_off.by_component()
        base = self.power_off.total.total
        return _difference({n: w.total for n, w in on.items()}, {n: w.total for n, w in off.items()}, base)

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain values for JSON; `area` and `power` are the shares."""
        return {
            "size": self.size,
            "area": self.area_share,
            "power": self.power_share,
            "bare": self.bare_share,
            "area_off_um2": self.area_off,
            "area_on_um2": self.area_on,
            "area_parts": dict(self.parts),
            "power_off_w": self.power_off and self.power_off.total.total,
            "power_on_w": self.power_on and self.power_on.total.total,
            "power_parts": self.power_parts(),
            "annotated_share": self.power_on and self.power_on.annotated_share,
            "fmax_off_mhz": self.fmax_off_mhz,
            "fmax_on_mhz": self.fmax_on_mhz,
        }


@dataclass(frozen=True)
class FlatCheck:
    """Area shares of one size, composed and mapped flat."""

    size: int
    composed_share: float
    flat_share: float
    composed_on: float
    """Square micrometres with ABFT, composed."""
    flat_on: float
    """Square micrometres with ABFT, mapped as one piece."""


def _difference(on: Mapping[str, float], off: Mapping[str, float], base: float) -> dict[str, float]:
    found = {name: (on.get(name, 0.0) - off.get(name, 0.0)) / base for name in {*on, *off}}
    return dict(sorted(((n, v) for n, v in found.items() if v), key=lambda item: -item[1]))


def _pair(base: Config, size: int, *, corrector: bool = False) -> tuple[Config, Config]:
    """Return the configurations without and with ABFT of a square array."""
    on = base.without_injection.replace(array__rows=size, array__columns=size, protection__abft=True)
    if not corrector:
        on = on.replace(protection__correction_limit=0, protection__locator=False)
    return on.without_protection, on


def protection_cost(
    sizes: Sequence[int],
    library: Library,
    *,
    base: Config | None = None,
    recipe: str = RECIPE,
    tiles: Mapping[int, OperandTiles] | None = None,
    with_power: bool = True,
    with_timing: bool = False,
    seed: int = 0,
    progress: Progress | None = None,
) -> list[ProtectionRow]:
    """Return the cost of ABFT, that is of detection, in square arrays of these sizes.

    `base` gives everything but the size; `tiles` the operands by size (made-up normal ones, drawn from
    `seed`, where there are none). Without OpenSTA rows hold area only. Raises `UserError` for no sizes.
    """
    if not sizes:
        raise UserError("no sizes given; give at least one, e.g. 8 16 32 64")
    rows = []
    measured = with_power and opensta.program() is not None
    for size in sizes:
        configs = _pair(base or PRESETS[BASE], size)
        results = []
        for config in configs:
            text = verilog(config)
            netlist = map_buffered(text, library, recipe, None, progress)
            watts = None
            if measured:
                chosen = (tiles or {}).get(size) or gaussian_tiles(config, seed=seed)
                watts = power.measure(
                    text,
                    netlist,
                    library,
                    config,
                    chosen,
                    period_ns=PERIOD_NS,
                    cache=mapping_cache(),
                    progress=progress,
                )
            results.append((area.measure(netlist, library), watts, _fmax(netlist, library, with_timing)))
        (area_off, power_off, fmax_off), (area_on, power_on, fmax_on) = results
        rows.append(
            ProtectionRow(
                size=size,
                area_off=area_off.total,
                area_on=area_on.total,
                parts=_difference(area_on.by_component(), area_off.by_component(), area_off.total),
                power_off=power_off,
                power_on=power_on,
                fmax_off_mhz=fmax_off,
                fmax_on_mhz=fmax_on,
            )
        )
    return rows


def correction_share(
    library: Library, *, size: int, base: Config | None = None, recipe: str = RECIPE
) -> float:
    """Return the area of the corrector, its subtractors included, over that of the unprotected array."""

    def total(config: Config) -> float:
        return area.measure(map_buffered(verilog(config), library, recipe, None, None), library).total

    bare, checked = _pair(base or PRESETS[BASE], size)
    _, corrected = _pair(base or PRESETS[BASE], size, corrector=True)
    return (total(corrected) - total(checked)) / total(bare)


def _fmax(netlist: Netlist, library: Library, wanted: bool) -> float | None:
    if not wanted or opensta.program() is None:
        return None
    return sta.analyse(netlist, library, PERIOD_NS).fmax_mhz


def flat_check(
    library: Library, *, size: int = 8, base: Config | None = None, recipe: str = RECIPE
) -> FlatCheck:
    """Compare the composed area of a small array with that of the same array mapped as one piece."""
    composed, flat = [], []
    for config in _pair(base or PRESETS[BASE], size):
        text = verilog(config)
        composed.append(area.measure(map_buffered(text, library, recipe, None, None), library).total)
        whole = map_flat(text, TOP, library, recipe=recipe, cache=mapping_cache())
        flat.append(area.measure(whole, library).total)
    return FlatCheck(
        size=size,
        composed_share=(composed[1] - composed[0]) / composed[0],
        flat_share=(flat[1] - flat[0]) / flat[0],
        composed_on=composed[1],
        flat_on=flat[1],
    )
