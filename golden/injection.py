"""Drawing fault lists: where, when and which bits, from an explicit seed or generator.

Every list is drawn without replacement, so that two events never meet in one flop and cancel. A
generator given as an int is a seed, and is kept with the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from golden.faults import FaultError, FaultList, Kind, Region, Register, regions, width_table
from golden.schedule import Schedule, capture_latency, first_faulty_cycle

Integers = NDArray[np.int64]
Sites = Literal["all", "data", "checksum"]
Bits = Literal["any", "low", "middle", "high"] | Sequence[int]
Random = np.random.Generator | int

_THIRDS = {"any": (0, 3), "low": (0, 1), "middle": (1, 2), "high": (2, 3)}

MAX_EVENTS = 20_000_000
"""Events of the largest list that is drawn: more would not fit memory."""


def fault_sites(
    config: Config, registers: Sequence[Register] | None = None, sites: Sites = "all"
) -> tuple[Integers, Integers, Integers]:
    """Return register, row and column, each (n,), of every faultable register of these classes.

    Args:
        config: the array.
        registers: classes; None for all that the configuration has.
        sites: data PEs, checksum PEs or all.

    Raises:
        FaultError: there is no such register or site in this configuration.
    """
    allowed: dict[str, tuple[Region, ...]] = {
        "all": tuple(Region),
        "data": (Region.DATA,),
        "checksum": (Region.CHECKSUM_COLUMN, Region.CHECKSUM_ROW),
    }
    if sites not in allowed:
        raise FaultError(f"sites must be all, data or checksum, not {sites!r}")
    widths = width_table(config)
    classes = [Register(value) for value in (Register if registers is None else registers)]
    if Register.PRODUCT in classes and not config.array.product_register and registers is not None:
        raise FaultError("there is no product register; set array.product_register = true")
    register, row, column = (
        axis.ravel()
        for axis in np.meshgrid(
            np.array(classes, np.int64),
            np.arange(config.array.rows + 1),
            np.arange(config.array.columns + 1),
            indexing="ij",
        )
    )
    region = regions(config, row, column)
    corner = (row == config.array.rows) & (column == config.array.columns)
    exists = (widths[region, register] > 0) & np.isin(region, allowed[sites]) & ~corner
    if not exists.any():
        raise FaultError(f"this configuration has no {sites} registers to inject faults into")
    return register[exists], row[exists], column[exists]


def random_faults(
    config: Config,
    count: int,
    *,
    cycles: tuple[int, int],
    rng: Random,
    registers: Sequence[Register] | None = None,
    kinds: Sequence[Kind] = (Kind.LATE,),
    bits: Bits = "any",
    sites: Sites = "all",
) -> FaultList:
    """Draw `count` events of one bit each at distinct (cycle, register, row, column), uniformly.

    Args:
        config: the array.
        count: events, from 0.
        cycles: first cycle and the one after the last.
        rng: generator, or a seed.
        registers: classes to draw from; None for all.
        kinds: kinds to draw from.
        bits: which bit of the register: any, one of its lower, middle or upper third, or one of these.
        sites: data PEs, checksum PEs or all.

    Raises:
        FaultError: more events than places, an empty range, or registers or bits that do not exist.
    """
    generator, seed = _generator(rng)
    register, row, column = fault_sites(config, registers, sites)
    places = _cycle_count(config, cycles) * len(register)
    if not 0 <= count <= min(places, MAX_EVENTS):
        raise FaultError(
            f"can not draw {count} fault events: there are {places} registers x cycles to draw from, and "
            f"a list holds at most {MAX_EVENTS}"
        )
    place = generator.choice(places, count, replace=False, shuffle=False)
    cycle, site = np.divmod(place, len(register))
    chosen = register[site], row[site], column[site]
    return _draw(config, generator, seed, cycle=cycle + cycles[0], site=chosen, kinds=kinds, bits=bits)


def one_fault_per_tile(
    config: Config,
    schedule: Schedule,
    *,
    rng: Random,
    registers: Sequence[Register] | None = None,
    kinds: Sequence[Kind] = (Kind.LATE,),
    bits: Bits = "any",
    sites: Sites = "all",
) -> FaultList:
    """Draw one event of one bit for each tile, at a register and a beat of the tile, both uniform.

    Arguments are those of `random_faults`. So every change of a tile has one cause (`golden.trace`).
    Raises `FaultError` as well when a tile ends before the first cycle that may have faults.
    """
    generator, seed = _generator(rng)
    register, row, column = fault_sites(config, registers, sites)
    site = generator.integers(len(register), size=len(schedule.depths))
    chosen = register[site], row[site], column[site]
    latency = capture_latency(config, *chosen)
    first = np.maximum(schedule.accept[schedule.first_beats], first_faulty_cycle(config) - latency)
    bad = np.flatnonzero(first >= schedule.flushes)
    if bad.size:
        raise FaultError(
            f"tile {bad[0]} ends before cycle {first_faulty_cycle(config)}, the first that may have faults; "
            "start the schedule in a later cycle"
        )
    slot = generator.integers(first, schedule.flushes)
    return _draw(config, generator, seed, cycle=slot + latency, site=chosen, kinds=kinds, bits=bits)


def bernoulli_faults(
    config: Config,
    rate: float,
    *,
    cycles: tuple[int, int],
    rng: Random,
    registers: Sequence[Register] | None = None,
    kind: Kind = Kind.LATE,
    sites: Sites = "all",
) -> FaultList:
    """Fault every flop bit in every cycle independently with probability `rate`.

    Arguments are those of `random_faults`. Bits of one register in one cycle share an event.
    Raises `FaultError` as well for a rate out of 0 to 1, and for one that makes too long a list.
    """
    generator, seed = _generator(rng)
    if not 0 <= rate <= 1:
        raise FaultError(f"the rate per flop bit and cycle must be from 0 to 1, not {rate:g}")
    register, row, column = fault_sites(config, registers, sites)
    widths = width_table(config)[regions(config, row, column), register]
    last_bit = np.cumsum(widths)
    places = _cycle_count(config, cycles) * int(last_bit[-1])
    if rate * places > MAX_EVENTS:
        raise FaultError(
            f"a rate of {rate:g} on {places} flop bits x cycles makes about {rate * places:.0f} faults, but "
            f"a list holds at most {MAX_EVENTS}; take a smaller rate or fewer cycles"
        )
    count = int(generator.binomial(places, rate))
    cycle, bit = np.divmod(generator.choice(places, count, replace=False, shuffle=False), int(last_bit[-1]))
    site = np.searchsorted(last_bit, bit, side="right")
    flop = np.uint64(1) << (bit - (last_bit - widths)[site]).astype(np.uint64)
    event, index = np.unique(cycle * len(register) + site, return_inverse=True)
    mask = np.zeros(len(event), np.uint64)
    np.bitwise_or.at(mask, index, flop)
    cycle, site = np.divmod(event, len(register))
    toggle = np.zeros_like(mask)
    if kind == Kind.RANDOM:
        toggle = mask & generator.integers(1 << 64, size=len(mask), dtype=np.uint64)
    return FaultList.of(
        config,
        cycle=cycle + cycles[0],
        register=register[site],
        row=row[site],
        column=column[site],
        mask=mask,
        kind=int(kind),
        toggle=toggle,
        seed=seed,
    )


def _generator(rng: Random) -> tuple[np.random.Generator, int | None]:
    if isinstance(rng, np.random.Generator):
        return rng, None
    return np.random.default_rng(rng), rng


def _cycle_count(config: Config, cycles: tuple[int, int]) -> int:
    first = first_faulty_cycle(config)
    if not first <= cycles[0] < cycles[1]:
        raise FaultError(
            f"cycles {cycles[0]} to {cycles[1]} are no range for faults; it must not be empty, and must "
            f"start from cycle {first} on, when every flop of this array is known"
        )
    return cycles[1] - cycles[0]


def _draw(
    config: Config,
    generator: np.random.Generator,
    seed: int | None,
    *,
    cycle: Integers,
    site: tuple[Integers, Integers, Integers],
    kinds: Sequence[Kind],
    bits: Bits,
) -> FaultList:
    """Return events at these sites with one bit and one kind each."""
    register, row, column = site
    widths = width_table(config)[regions(config, row, column), register]
    if isinstance(bits, str):
        if bits not in _THIRDS:
            raise FaultError(f"bits must be any, low, middle, high or a list of positions, not {bits!r}")
        first, last = _THIRDS[bits]
        position = generator.integers(widths * first // 3, widths * last // 3)
    else:
        narrowest = int(widths.min(initial=64))
        if not len(bits) or min(bits) < 0 or max(bits) >= narrowest:
            raise FaultError(
                f"bit positions must be from 0 to {narrowest - 1}, the narrowest of the chosen registers, "
                f"not {list(bits)}"
            )
        position = generator.choice(np.asarray(bits, np.int64), len(widths))
    if not kinds:
        raise FaultError("name at least one kind of fault: late, flip or random")
    mask = np.uint64(1) << position.astype(np.uint64)
    kind = generator.choice(np.array([Kind(value) for value in kinds], np.int64), len(widths))
    toggle = np.where(
        (kind == Kind.RANDOM) & (generator.integers(2, size=len(widths)) == 1), mask, np.uint64(0)
    )
    return FaultList.of(
        config,
        cycle=cycle,
        register=register,
        row=row,
        column=column,
        mask=mask,
        kind=kind,
        toggle=toggle,
        seed=seed,
    )
