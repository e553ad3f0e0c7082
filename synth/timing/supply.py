"""Delays at any supply: interpolated between the corners of a library, or assumed where it has one only.

Delays of gates fall with the supply V about as the alpha-power law says, d ~ V / (V - threshold)^exponent
(Sakurai and Newton, IEEE Journal of Solid-State Circuits 25, 1990). So ln d of each arc and edge is
interpolated linearly in u(V) = ln V - exponent ln(V - threshold): exact at the corners, and each arc keeps a
slope of its own. `DelayModel.leave_one_out` tells how good that is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synth import pdk
from synth.pdk import Library
from synth.timing.delays import Delays, extract
from synth.timing.errors import TimingError
from synth.timing.module import TimedModule
from synth.timing.static import Paths
from synth.yosys import Progress

EXPONENT = 1.6
"""Of the law between characterised supplies: six of sky130 (slow, -40 C) fit 1.53 to 1.73 best.
Half way between two supplies, a factor of 1.25 apart (ihp-sg13g2), exponents from 1.2 to 2 move the static
period by 1.2 % at most."""
ASSUMED_SHARES = (0.6, 1.1)
"""Supplies, as shares of the only characterised one, at which an assumed law is taken to hold."""
CLOSEST_TO_THRESHOLD = 1.2
"""Least supply, as a share of the threshold, for the law: nearer it, transistors conduct otherwise."""

_SAME_SUPPLY = 1e-6
_SOLVED = "threshold solved from the static periods at the outermost supplies"
_SUPPLY = re.compile(r"\d+[vp]\d+v?", re.IGNORECASE)


@dataclass(frozen=True)
class Law:
    """An alpha-power law: delays are proportional to V / (V - threshold)^exponent."""

    exponent: float
    threshold: float
    """Volts."""
    origin: str
    """Where the constants come from."""

    def __post_init__(self) -> None:
        if not (1 < self.exponent <= 2 and self.threshold >= 0):
            raise TimingError(
                "an alpha-power law has an exponent above 1, up to 2, and a threshold of at least 0 V, not "
                f"{self.exponent:g} and {self.threshold:g} V"
            )

    def coordinate(self, voltage: float) -> float:
        """Return u, the logarithm of the delay that the law gives, up to a constant.

        Raises `TimingError` at and near the threshold.
        """
        least = CLOSEST_TO_THRESHOLD * self.threshold
        if voltage <= 0 or voltage < least:
            raise TimingError(
                f"{voltage:g} V is too close to the threshold of {self.threshold:.2f} V for any law of "
                f"delays; the least supply is {least:.2f} V"
            )
        return float(np.log(voltage) - self.exponent * np.log(voltage - self.threshold))

    @classmethod
    def through(cls, low: Delays, high: Delays) -> Self:
        """Return the law of `EXPONENT` that gives the static periods at two supplies."""
        slower = low.static_period_ps / high.static_period_ps
        ratio = (slower * high.voltage / low.voltage) ** (1 / EXPONENT)
        if slower <= 1:
            raise TimingError(
                f"{low.corner} at {low.voltage:g} V is no slower than {high.corner} at {high.voltage:g} V: "
                "these are not supplies of one process at one temperature"
            )
        threshold = max(0.0, (ratio * low.voltage - high.voltage) / (ratio - 1))
        # A steep fall may not put the threshold where the library is still characterised.
        threshold = min(threshold, low.voltage / CLOSEST_TO_THRESHOLD)
        return cls(EXPONENT, threshold, _SOLVED)


ASSUMED_LAWS: Mapping[str, Law] = {
    "osu018": Law(1.3, 0.50, "a threshold usual at 180 nm, the exponent of short channels"),
    "osu035": Law(1.4, 0.60, "a threshold usual at 350 nm, an exponent between those of 180 and 500 nm"),
    "osu050": Law(1.5, 0.80, "a threshold usual at 500 nm, an exponent nearer that of long channels (2)"),
    "sky130": Law(
        1.6, 0.83, "exponent of its slow corners, threshold that makes their law meet typical delays"
    ),
}
"""Constants for libraries with a single supply, by PDK: textbook figures, not fitted to these cells, but for
sky130, whose corners tell."""


@dataclass(frozen=True)
class LeftOut:
    """How well the other corners foretell one that is left out."""

    voltage: float
    extrapolated: bool
    """It is the lowest or the highest supply: the others do not enclose it."""
    period_error: float
    """Relative error of the static period."""
    arc_error: float
    """Root mean square of the relative errors of all arcs, setup times and input arrivals."""


@dataclass(frozen=True, eq=False)
class DelayModel:
    """Delays of one netlist at any supply, for one process and temperature."""

    timed: TimedModule
    corners: tuple[Delays, ...]
    """By rising voltage."""
    law: Law

    @classmethod
    def of(cls, timed: TimedModule, corners: Sequence[Delays], law: Law | None = None) -> Self:
        """Build the model from characterised delays; `law` replaces the one that they imply.

        Raises `TimingError` for delays of other netlists, of several temperatures, or twice at one supply,
        and for a single corner without a law.
        """
        ordered = tuple(sorted(corners, key=lambda delays: delays.voltage))
        for delays in ordered:
            if delays.netlist_hash != timed.netlist_hash or delays.arcs != ordered[0].arcs:
                raise TimingError(
                    f"the delays of {delays.corner} are of another netlist than this {timed.name}: extract "
                    "all corners of one netlist"
                )
            if abs(delays.temperature - ordered[0].temperature) > _SAME_SUPPLY:
                raise TimingError(
                    f"{delays.corner} is at {delays.temperature:g} C and {ordered[0].corner} at "
                    f"{ordered[0].temperature:g} C: supplies are interpolated at one temperature"
                )
        volts = [delays.voltage for delays in ordered]
        if not volts or (np.diff(volts) < _SAME_SUPPLY).any():
            raise TimingError(f"supplies must be given, and differ, not {volts} V")
        if law is None:
            if len(ordered) == 1:
                raise TimingError(
                    f"{ordered[0].corner} has one supply only, {volts[0]:g} V, and no alpha-power law is "
                    f"known for it (known: {', '.join(ASSUMED_LAWS)}); state one"
                )
            law = Law.through(ordered[0], ordered[-1])
        return cls(timed, ordered, law)

    def supplies(self) -> tuple[float, ...]:
        """Return the characterised supplies, rising, in volts."""
        return tuple(delays.voltage for delays in self.corners)

    @property
    def voltages(self) -> tuple[float, float]:
        """The lowest and the highest supply that `at` takes: between corners, or where the law is assumed."""
        low, high = self.corners[0].voltage, self.corners[-1].voltage
        if len(self.corners) > 1:
            return low, high
        least = max(ASSUMED_SHARES[0] * low, CLOSEST_TO_THRESHOLD * self.law.threshold)
        return round(least, 6), round(ASSUMED_SHARES[1] * high, 6)

    @property
    def assumption(self) -> str:
        """What delays at supplies that are not characterised rest on, as a sentence."""
        law = f"V / (V - {self.law.threshold:.3f} V)^{self.law.exponent:g}"
        if len(self.corners) == 1:
            return f"assumed: all delays are proportional to {law}; {self.law.origin}"
        how = f"interpolated between {len(self.corners)} supplies along {law}; {self.law.origin}"
        if len(self.corners) == 2:
            return f"{how}; the exponent is assumed: there is no third supply to check it by"
        worst = max((left for left in self.leave_one_out() if not left.extrapolated), key=_period_error)
        return f"{how}; {abs(worst.period_error):.2%} off in the static period of a supply left out"

    def at(self, voltage: float, *, extrapolate: bool = False) -> Delays:
        """Return the delays at a supply; where the library has it, the characterised ones.

        Raises `TimingError` for a supply outside of `voltages`, unless asked to extrapolate: the result is
        then marked `assumed`; and near the threshold in any case.
        """
        for delays in self.corners:
            if abs(delays.voltage - voltage) < _SAME_SUPPLY:
                return delays
        low, high = self.voltages
        inside = low <= voltage <= high
        if not inside and not extrapolate:
            kind = "characterised" if len(self.corners) > 1 else "assumed law's"
            raise TimingError(
                f"{voltage:g} V is outside of the {kind} range of {self.corners[0].corner}, {low:g} to "
                f"{high:g} V; choose a supply in it, or ask for extrapolation"
            )
        return self._derive(voltage, self.corners, self.law, inside)

    def _derive(self, voltage: float, corners: Sequence[Delays], law: Law, inside: bool) -> Delays:
        """Return delays by the law and the two nearest of `corners`, or the only one."""
        here = law.coordinate(voltage)
        if len(corners) == 1:
            (only,) = corners
            delays = only.scaled(float(np.exp(here - law.coordinate(only.voltage))))
            name = f"{only.corner} by V / (V - {law.threshold:g} V)^{law.exponent:g}"
            return replace(delays, voltage=voltage, corner=name, source="assumed")
        above = int(np.searchsorted([delays.voltage for delays in corners], voltage))
        second = min(max(above, 1), len(corners) - 1)
        one, other = corners[second - 1], corners[second]
        start, end = law.coordinate(one.voltage), law.coordinate(other.voltage)
        weight = (here - start) / (end - start)

        def between(first: NDArray[np.float64], last: NDArray[np.float64]) -> NDArray[np.float64]:
            # Setup times may be negative, and have no logarithm then.
            positive = (first > 0) & (last > 0)
            ratio = np.divide(last, first, out=np.ones_like(first), where=positive)
            return np.where(positive, first * ratio**weight, first + weight * (last - first))

        picoseconds = between(one.picoseconds, other.picoseconds)
        inputs = between(one.input_arrival_ps, other.input_arrival_ps)
        return replace(
            one,
            voltage=voltage,
            corner=f"{'between' if inside else 'beyond'} {one.corner} and {other.corner}",
            source="interpolated" if inside else "assumed",
            picoseconds=picoseconds,
            setup=between(one.setup, other.setup),
            arrivals=self._paths.arrivals(picoseconds, inputs),
            input_arrival_ps=inputs,
        )

    @cached_property
    def _paths(self) -> Paths:
        return Paths(self.timed, self.corners[0].arcs, self.corners[0].data_pins)

    def leave_one_out(self) -> tuple[LeftOut, ...]:
        """Return, by supply, how well the other corners foretell it; nothing for fewer than three corners."""
        if len(self.corners) < 3:
            return ()
        found = []
        for index, truth in enumerate(self.corners):
            others = self.corners[:index] + self.corners[index + 1 :]
            inside = 0 < index < len(self.corners) - 1
            # What is left out must have no say in the law either.
            law = Law.through(others[0], others[-1]) if self.law.origin == _SOLVED else self.law
            guess = self._derive(truth.voltage, others, law, inside)
            parts = [
                (getattr(guess, part) / getattr(truth, part) - 1).ravel()
                for part in ("picoseconds", "setup", "input_arrival_ps")
            ]
            found.append(
                LeftOut(
                    voltage=truth.voltage,
                    extrapolated=not inside,
                    period_error=guess.static_period_ps / truth.static_period_ps - 1,
                    arc_error=float(np.sqrt(np.nanmean(np.concatenate(parts) ** 2))),
                )
            )
        return tuple(found)

    def static_curve(self, points: int = 65) -> NDArray[np.float64]:
        """Return (n, 2) supplies over `voltages`, and the static period there in ps.

        `points` of them are evenly spaced; the characterised ones are added.
        """
        if points < 2:
            raise TimingError(f"a static curve has at least 2 points, not {points}")
        even = np.linspace(*self.voltages, points)
        apart = [v for v in even if min(abs(v - own) for own in self.supplies()) > _SAME_SUPPLY]
        volts = np.sort([*apart, *self.supplies()])
        return np.array([(v, self.at(float(v)).static_period_ps) for v in volts])


def _period_error(left: LeftOut) -> float:
    return abs(left.period_error)


def static_curve(models: Sequence[DelayModel], points: int = 65) -> NDArray[np.float64]:
    """Return (n, 2) supplies, and the static period in ps that all PEs meet there, as for one model."""
    curves = [model.static_curve(points) for model in models]
    return np.column_stack([curves[0][:, 0], np.max([curve[:, 1] for curve in curves], axis=0)])


def family(name: str, corner: str | None = None) -> tuple[Library, ...]:
    """Return the libraries of a PDK that share process and temperature with `corner`, by rising supply.

    Without `corner` it is the process and temperature with most supplies; among equals, the PDK's default.
    Raises `LibertyError` for an unknown or missing PDK or corner.
    """
    corners = pdk.corners(name) if name in pdk.PDKS else []
    if not corners:
        return (pdk.load_pdk(name, corner),)
    groups = {
        key: list(members) for key, members in groupby(sorted(corners, key=_conditions), key=_conditions)
    }
    if corner is None:
        default = _conditions(pdk.PDKS[name].default_corner or "")
        chosen = max(groups, key=lambda key: (len(groups[key]), key == default))
    else:
        chosen = _conditions(corner)
    if corner is not None and corner not in corners:
        # Its message tells what there is.
        return (pdk.load_pdk(name, corner),)
    libraries = [pdk.load_pdk(name, member) for member in groups[chosen]]
    return tuple(sorted(libraries, key=lambda library: library.voltage))


def _conditions(corner: str) -> str:
    """Return the name of a corner without its supply: process and temperature."""
    return "_".join(part for part in corner.split("_") if not _SUPPLY.fullmatch(part))


def delay_models(
    modules: Sequence[TimedModule],
    libraries: str | Sequence[Library],
    *,
    law: Law | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    workers: int = 2,
) -> tuple[DelayModel, ...]:
    """Return the delay model of each module, from all corners of one process and temperature.

    `libraries` are these corners, or the name of a PDK (see `family`). `law` is needed for a library of a
    single supply that `ASSUMED_LAWS` does not know. Raises `TimingError` and `LibertyError`.
    """
    known = family(libraries) if isinstance(libraries, str) else tuple(libraries)
    if not known:
        raise TimingError("no library given: delays need at least one")
    if law is None and len(known) == 1:
        law = ASSUMED_LAWS.get(known[0].name.split()[0])
    pairs = [(module, library) for module in modules for library in known]
    extracted: list[Delays] = []
    with ThreadPoolExecutor(workers) as pool:
        for delays in pool.map(lambda pair: extract(*pair, cache=cache), pairs):
            if progress is not None:
                progress(f"delays at {delays.voltage:g} V", len(extracted), len(pairs))
            extracted.append(delays)
    return tuple(
        DelayModel.of(module, extracted[index * len(known) : (index + 1) * len(known)], law)
        for index, module in enumerate(modules)
    )
