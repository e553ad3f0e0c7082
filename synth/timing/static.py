"""Static timing of our own: latest arrivals over the very arcs that the event-driven simulation uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from synth.netlist import Bit
from synth.timing.errors import TimingError
from synth.timing.module import TimedModule

if TYPE_CHECKING:
    from synth.timing.delays import Delays

TOLERANCE_PS = 0.5
"""How far arrivals may lie from OpenSTA's."""


class Paths:
    """The order in which arrivals of a netlist follow from each other, for any delays of its arcs.

    Raises `TimingError` when gates form a loop.
    """

    def __init__(
        self, timed: TimedModule, arcs: Sequence[tuple[str, str, str]], data_pins: Sequence[str]
    ) -> None:
        module = timed.module
        numbers: dict[Bit, int] = {}

        def net(instance: str, pin: str) -> int:
            (bit,) = module.instances[instance].connections[pin]
            return numbers.setdefault(bit, len(numbers))

        ends = [(net(instance, start), net(instance, end)) for instance, start, end in arcs]
        self._data = np.array(
            [net(name, pin) for name, pin in zip(timed.flops, data_pins, strict=True)], np.int64
        )
        clock = module.ports["clk"].bits
        self._clock = [numbers[bit] for bit in clock if bit in numbers]
        self._inputs = [
            numbers[bit]
            for port in module.ports.values()
            if port.direction == "input" and port.bits != clock
            for bit in port.bits
            if bit in numbers
        ]
        self._nets = len(numbers)
        self._levels = self._order(timed, ends)

    def _order(
        self, timed: TimedModule, ends: list[tuple[int, int]]
    ) -> list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
        """Return (arcs, their starts, their ends) level by level: starts lie at earlier levels."""
        start, end = np.array(ends, np.int64).reshape(-1, 2).T
        level = np.zeros(self._nets, np.int64)
        for _ in range(self._nets + 1):
            reached = level.copy()
            np.maximum.at(reached, end, level[start] + 1)
            if (reached == level).all():
                break
            level = reached
        else:
            raise TimingError(f"gates of {timed.name} form a loop: it has no static timing")
        order = np.argsort(level[end], kind="stable")
        cuts = np.flatnonzero(np.diff(level[end][order])) + 1
        return [(arcs, start[arcs], end[arcs]) for arcs in np.split(order, cuts)]

    def arrivals(
        self, picoseconds: NDArray[np.float64], input_arrival_ps: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return (flops, 2) the latest fall and rise of each flop's data, NaN where none can come.

        `picoseconds` is (arcs, 2, 2) by input and output edge, NaN where there is no such arc.
        """
        latest = np.full((self._nets, 2), -np.inf)
        latest[self._clock, 1] = 0.0
        latest[self._inputs] = input_arrival_ps
        delay = np.where(np.isnan(picoseconds), -np.inf, picoseconds)
        for arcs, start, end in self._levels:
            np.maximum.at(latest, end, (latest[start][:, :, None] + delay[arcs]).max(1))
        found = latest[self._data]
        return np.where(np.isneginf(found), np.nan, found)


def static_arrivals(timed: TimedModule, delays: Delays) -> NDArray[np.float64]:
    """Return (flops, 2) the latest fall and rise of each flop's data after the clock edge, in ps.

    NaN where none can come. Raises `TimingError` for delays of another netlist.
    """
    if delays.netlist_hash != timed.netlist_hash:
        raise TimingError(
            f"the delays are of another netlist ({delays.netlist_hash[:12]}) than this {timed.name} "
            f"({timed.netlist_hash[:12]}); extract the delays of this one"
        )
    paths = Paths(timed, delays.arcs, delays.data_pins)
    return paths.arrivals(delays.picoseconds, delays.input_arrival_ps)


def check_static(timed: TimedModule, delays: Delays) -> float:
    """Compare our static arrivals with OpenSTA's on every endpoint; return the largest difference in ps.

    Raises `TimingError` when one differs by more than `TOLERANCE_PS`, or only one of both has a path.
    """
    ours = static_arrivals(timed, delays)
    theirs = delays.arrivals
    difference = np.abs(ours - theirs)
    wrong = (np.isnan(ours) != np.isnan(theirs)) | (difference > TOLERANCE_PS)
    if wrong.any():
        flop, edge = np.argwhere(wrong)[0]
        raise TimingError(
            f"static timing of {timed.name} differs from OpenSTA's at {int(wrong.sum())} endpoints, first at "
            f"the {('fall', 'rise')[edge]} of {timed.flops[flop]}: {ours[flop, edge]:.2f} ps, not "
            f"{theirs[flop, edge]:.2f}; its arcs are not those that OpenSTA used"
        )
    return float(np.nanmax(difference, initial=0.0))
