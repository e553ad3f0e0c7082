"""Thinning: sparse wrong captures, each with the probability that its context has in a timing table.

Candidates are drawn at the highest probability of any context, so that their number and not that of the
cycles is what it costs. At each one the true values of the registers, with all earlier errors, say which
context it is in, and it becomes an event with the ratio of that context's probability to the highest. The
compiled part, `thinning.cpp`, walks through the candidates of each PE in time order.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import CARRY_START
from drift_hw.errors import UserError
from drift_hw.faults.context import CONTEXTS, UPPER_BITS, Captures, reachable
from drift_hw.faults.table import TableError, TimingTable
from drift_hw.native import load
from golden.carry_save import CarrySaveAdder
from golden.faults import Register
from golden.injection import MAX_EVENTS
from golden.timing.shadows import ALL_BITS, Remedy

Integers = NDArray[np.int64]

EVENT = np.dtype([("slot", "<i8"), ("captured", "<i8"), ("mask", "<u8"), ("place", "<i4"), ("tile", "<i4")])
"""A wrong capture: what was captured, and which bits of it are wrong; place is row * columns + column."""
_MANY = 2000
"""Candidates from which on it pays to bound the sums."""
ERROR = np.dtype([("value", "<i8"), ("place", "<i4"), ("tile", "<i4")])
"""What a final accumulator is too large by, modulo 2**width, signed; never 0."""


def _fields(kind: Any, names: str) -> list[tuple[str, Any]]:
    return [(name, kind) for name in names.split()]


class _Problem(ctypes.Structure):
    _fields_ = (
        *_fields(
            ctypes.c_int64,
            "mode negate width a_width b_width small_sums rows columns tiles contexts threads remedy",
        ),
        *_fields(ctypes.c_uint64, "seed watched"),
        *_fields(ctypes.c_void_p, "start accept accept_first depth a b"),
        *_fields(ctypes.c_int64, "a_wide b_wide a_stride b_stride"),
        *_fields(ctypes.c_void_p, "a_first b_first change_first change_slot change_value first_slot"),
        *_fields(ctypes.c_void_p, "low high weight probability pattern_first cumulative mask ones"),
    )


def _pointer(values: NDArray[Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(values.__array_interface__["data"][0])  # ten times as fast as `ctypes.data`


@cache
def _library() -> ctypes.CDLL:
    library = load(Path(__file__).with_name("thinning.cpp"))
    library.thinning_draw.restype = ctypes.c_void_p
    library.thinning_count.restype = ctypes.c_int64
    library.thinning_count.argtypes = [ctypes.c_void_p, ctypes.c_int64]
    library.thinning_take.argtypes = [ctypes.c_void_p] * 3
    return library


@dataclass(frozen=True)
class Chances:
    """What a register class of one kind of PE does at each grid period of a table, at one supply."""

    probability: NDArray[np.float64]
    """(G, contexts) P(wrong capture | context). Of a carry-save accumulator it is the sum over its patterns,
    which may be more than 1: patterns whose bits should have other levels exclude each other."""
    first: Integers
    """(G * contexts + 1,) where the patterns of each period and context begin."""
    cumulative: NDArray[np.float64]
    """(patterns,) running sum of the patterns' probabilities within their period and context."""
    mask: NDArray[np.uint64]
    """(patterns,) wrong bits."""
    ones: NDArray[np.uint64]
    """(patterns,) those of a carry-save accumulator that should be 1: its probabilities are those of captures
    in which they should, and the other wrong bits should be 0."""

    @classmethod
    def of(
        cls, table: TimingTable, supply: int, region: int, register: int, *, by_context: bool = True
    ) -> Self:
        """Return the chances of a register; `by_context` False: one context, the mean of correct operation.

        Raises `TableError` for a table with other contexts than this program's.
        """
        if table.cycles.shape[3] != CONTEXTS:
            raise TableError(
                f"the timing table tells {table.cycles.shape[3]} contexts apart, this program {CONTEXTS}; "
                "characterise again"
            )
        grid = len(table.relative_periods)
        seen = table.cycles[supply, region, register].astype(np.float64)
        chosen = table.patterns[
            (table.patterns["supply"] == supply)
            & (table.patterns["region"] == region)
            & (table.patterns["register"] == register)
        ]
        context = chosen["context"].astype(np.int64)
        if not by_context:
            all_are = register != Register.ACCUMULATOR or table.carry_save_width is not None
            ordinary = np.array([all_are or reachable(context) for context in range(CONTEXTS)])
            chosen, context = chosen[ordinary[context]], context[ordinary[context]]
            seen, context = seen[ordinary].sum(keepdims=True), np.zeros_like(context)
        cell = chosen["period"].astype(np.int64) * len(seen) + context
        # Patterns that differ in what was held only are one.
        ones = chosen["ones"].astype(np.int64) * by_context
        triples = np.stack([cell, chosen["mask"].astype(np.int64), ones], 1)
        keys, index = np.unique(triples, axis=0, return_inverse=True)
        counts: NDArray[Any] = np.bincount(index.ravel(), chosen["count"], len(keys)).astype(np.int64)
        first = np.searchsorted(keys[:, 0], np.arange(grid * len(seen) + 1))
        captures = np.maximum(seen, 1)
        width = table.carry_save_width
        if width and by_context and register == Register.ACCUMULATOR and len(table.levels):
            counts = _where_they_can(keys, counts, captures, table.levels[supply, region], width)
        running = np.append(0, np.cumsum(counts))  # integers: small shares lose nothing beside large ones
        probability = (running[first[1:]] - running[first[:-1]]).reshape(grid, len(seen)) / captures
        cumulative = (running[1:] - running[first[keys[:, 0]]]) / captures[keys[:, 0] % len(seen)]
        return cls(probability, first, cumulative, *keys[:, 1:].T.astype(np.uint64, order="C"))


def _where_they_can(
    keys: Integers, counts: Integers, captures: NDArray[np.float64], levels: Integers, width: int
) -> NDArray[np.float64]:
    """Return counts of patterns as if in every capture the wrong bits should have had their levels.

    Full adders are taken to be independent.

    Args:
        keys: (n, 3) period and context, wrong bits, those that should have been 1; sorted.
        counts: (n,).
        captures: (contexts,).
        levels: (contexts, 2, `MAX_BITS`) as in a timing table.
        width: bits of the sum.
    """
    cell, mask, ones = keys.T
    context = cell % len(captures)
    seen = captures[context]

    def share(pair: int, bit: int) -> NDArray[np.float64]:
        return np.asarray(levels[context, pair, bit] / seen)

    def should(
        bit: int, one: NDArray[np.float64], of_all: NDArray[np.float64] | float
    ) -> NDArray[np.float64]:
        return np.where(ones >> bit & 1, one, of_all - one)

    chance = np.ones(len(keys))
    for total in range(width):
        carry = total + width - CARRY_START + 1
        alone = np.where(mask >> total & 1, should(total, share(0, total), 1.0), 1.0)
        if CARRY_START - 1 <= total < width - 1:
            with_one = should(total, share(1, total), share(0, carry))
            either = np.where(mask >> total & 1, with_one, share(0, carry))
            alone = np.where(mask >> carry & 1, should(carry, either, alone), alone)
        chance *= alone
    return np.asarray(counts / np.maximum(chance, counts / seen))


@dataclass(frozen=True)
class Periods:
    """The two grid periods that enclose each PE's own, each (places,), and the weight of the second."""

    low: Integers
    high: Integers
    weight: NDArray[np.float64]

    @classmethod
    def of(cls, table: TimingTable, relative_periods: NDArray[np.float64]) -> Self:
        """Return them for relative periods x of any shape."""
        distinct, index = np.unique(relative_periods, return_inverse=True)
        low, high, weight = zip(*(table.bracket(float(x)) for x in distinct), strict=True)
        chosen = (np.array(values)[index.ravel()] for values in (low, high, weight))
        return cls(*(np.ascontiguousarray(values) for values in chosen))


@dataclass(frozen=True)
class Odds:
    """What the registers of one class in a grid of PEs do, each at its own period."""

    chances: Chances
    periods: Periods

    @cached_property
    def highest(self) -> float:
        """The highest probability of any context at any place."""
        peak, periods = np.minimum(self.chances.probability.max(1), 1), self.periods
        return float(((1 - periods.weight) * peak[periods.low] + periods.weight * peak[periods.high]).max())

    @cached_property
    def pointers(self) -> dict[str, ctypes.c_void_p]:
        """Where the compiled part finds them."""
        chances, periods = self.chances, self.periods
        return {
            "low": _pointer(periods.low),
            "high": _pointer(periods.high),
            "weight": _pointer(periods.weight),
            "probability": _pointer(chances.probability),
            "pattern_first": _pointer(chances.first),
            "cumulative": _pointer(chances.cumulative),
            "mask": _pointer(chances.mask),
            "ones": _pointer(chances.ones),
        }


@dataclass(frozen=True)
class Operands:
    """The operands of one grid of PEs, and when they come.

    In tile t the operands of row i are the `depth[t]` values of `a` from `a_first[t] + i * a_stride` on;
    those of column j are in `b` likewise.
    """

    rows: int
    columns: int
    a: NDArray[np.integer[Any]]
    """int8 or int16, contiguous, any shape."""
    b: NDArray[np.integer[Any]]
    """int8 or int16; not both are int16."""
    a_stride: int
    b_stride: int
    a_first: Integers
    """(tiles,)."""
    b_first: Integers
    """(tiles,)."""
    start: Integers
    """(tiles + 1,) slots at which tiles start, rising; the last is one past the end of all."""
    depth: Integers
    """(tiles,) beats of each tile."""
    accept: Integers
    """Slots of beats, counted from the start of their tile."""
    accept_first: Integers
    """(tiles,) where those of each tile begin in `accept`."""
    bound: Callable[[], float]
    """Gives what no sum of products of a tile exceeds in magnitude, at any time."""


@dataclass(frozen=True)
class Changes:
    """Products that are not those of the operands, sorted by place and slot, each (n,)."""

    place: Integers
    slot: Integers
    value: Integers
    """The product instead, before the sign of checksum PEs."""

    def updated(self, place: ArrayLike, slot: ArrayLike, value: ArrayLike) -> Self:
        """Return these changes with others, (n,) each and each once, replaced or added."""
        joined: list[Integers] = [
            np.concatenate([np.asarray(new, np.int64), old])
            for new, old in zip((place, slot, value), (self.place, self.slot, self.value), strict=True)
        ]
        order = np.lexsort(joined[1::-1])  # stable: of two at one place and slot the new one comes first
        places, slots, values = (column[order] for column in joined)
        kept = np.append(True, (np.diff(places) != 0) | (np.diff(slots) != 0))[: len(places)]
        return type(self)(places[kept], slots[kept], values[kept])


_NONE = np.zeros(0, np.int64)
NO_CHANGES = Changes(_NONE, _NONE, _NONE)


def _mode(register: Register, carry_save: bool) -> int:
    """Return what the compiled part calls a register with contexts."""
    return 1 if register == Register.PRODUCT else 3 if carry_save else 2


def draw(
    odds: Odds,
    operands: Operands,
    *,
    register: Register,
    width: int,
    negate: bool,
    seed: int,
    changes: Changes = NO_CHANGES,
    first_slot: Integers | None = None,
    threads: int = 1,
    adder: CarrySaveAdder | None = None,
    remedy: Remedy = Remedy.NONE,
    watched: int = ALL_BITS,
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Draw the wrong captures of one register class of a grid of PEs.

    Args:
        odds: of the register; those of an accumulator or product register by context, others not.
        operands: of the grid.
        register: which register it is.
        width: its bits.
        negate: the accumulator subtracts products.
        seed: 0 to 2**64 - 1; the same gives the same events, however many threads.
        changes: products that differ already.
        first_slot: (places,) from when on there may be events; None: always.
        threads: to use.
        adder: what stands before a carry-save accumulator, which follows its words and knows no `changes`.
        remedy: of wrong captures that are seen; there is none for operand registers and carry-save
            accumulators.
        watched: bits of the register; wrong captures with none of them wrong are not seen.

    Returns:
        (n,) events of dtype `EVENT` in time order within each place; and, for accumulators, (m,) final errors
        of dtype `ERROR`, those that come from changed products included.

    Raises:
        UserError: a rate so high that the list would not fit memory.
    """
    contexts = odds.chances.probability.shape[1]
    by_context = contexts > 1
    places = operands.rows * operands.columns
    slots = int(operands.start[-1])
    candidates = odds.highest * slots * places
    # Of candidates in many contexts most come to nothing.
    if candidates > (20 if by_context else 1) * MAX_EVENTS:
        raise UserError(
            f"up to {odds.highest:.2g} of the captures of {places} PEs in {slots} cycles are "
            "wrong at this operating point, too many for a list; raise the voltage or the period, or take "
            "fewer tiles"
        )
    # Before the first error of a tile only some contexts are reachable: worth knowing where there are many.
    small = (
        register == Register.ACCUMULATOR
        and adder is None
        and candidates > _MANY
        and not len(changes.slot)
        and operands.bound() < 1 << (width - UPPER_BITS)
    )
    zeros = np.zeros(places, np.int64)
    arrays: dict[str, NDArray[Any]] = {
        "start": operands.start,
        "accept": operands.accept,
        "accept_first": operands.accept_first,
        "depth": operands.depth,
        "a": operands.a,
        "b": operands.b,
        "a_first": operands.a_first,
        "b_first": operands.b_first,
        "change_first": np.searchsorted(changes.place, np.arange(places + 1)),
        "change_slot": changes.slot,
        "change_value": changes.value,
        "first_slot": zeros if first_slot is None else first_slot,
    }
    kept: dict[str, NDArray[Any]] = {name: np.ascontiguousarray(values) for name, values in arrays.items()}
    problem = _Problem(
        mode=_mode(register, adder is not None) if by_context else 0,
        negate=negate,
        small_sums=small,
        width=adder.width if adder else width,
        a_width=adder.a_width if adder else 0,
        b_width=adder.b_width if adder else 0,
        rows=operands.rows,
        columns=operands.columns,
        tiles=len(operands.depth),
        contexts=contexts,
        threads=threads,
        remedy=remedy,
        seed=seed,
        watched=watched,
        a_wide=operands.a.dtype == np.int16,
        b_wide=operands.b.dtype == np.int16,
        a_stride=operands.a_stride,
        b_stride=operands.b_stride,
        **{name: _pointer(values) for name, values in kept.items()},
        **odds.pointers,
    )
    library = _library()
    outcome = library.thinning_draw(ctypes.byref(problem))
    events = np.empty(library.thinning_count(outcome, 0), EVENT)
    errors = np.empty(library.thinning_count(outcome, 1), ERROR)
    library.thinning_take(outcome, _pointer(events), _pointer(errors))
    return events, errors


def scatter(odds: Odds, cycles: int, seed: int) -> NDArray[np.void]:
    """Draw the wrong captures of registers with one context in so many cycles, whatever their operands.

    Returns (n,) events of dtype `EVENT`; slots are from 0 on. Raises as `draw`.
    """
    none, one = np.zeros(1, np.int64), np.zeros(1, np.int8)
    idle = Operands(
        rows=1,
        columns=len(odds.periods.low),
        a=one,
        b=one,
        a_stride=0,
        b_stride=0,
        a_first=none,
        b_first=none,
        start=np.array([0, cycles]),
        depth=none,
        accept=none,
        accept_first=none,
        bound=lambda: 0.0,
    )
    return draw(odds, idle, register=Register.A, width=64, negate=False, seed=seed)[0]


def largest_norm(x: NDArray[np.int8]) -> float:
    """Return the largest Euclidean norm of a row, (rows, n).

    The sum of any products of two rows is at most as large as the product of their norms.
    """
    square = _library().thinning_largest_square
    square.restype = ctypes.c_int64
    rows, length = x.shape
    return float(
        square(_pointer(np.ascontiguousarray(x)), ctypes.c_int64(rows), ctypes.c_int64(length)) ** 0.5
    )


def block_sums(x: NDArray[np.int8], size: int) -> NDArray[np.int16]:
    """Return the sum of each block of `size` rows, at most 256: (rows, n) -> (rows / size, n)."""
    rows, length = x.shape
    sums = np.empty((rows // size, length), np.int16)
    _library().thinning_block_sums(
        _pointer(np.ascontiguousarray(x)),
        *(ctypes.c_int64(number) for number in (rows // size, size, length)),
        _pointer(sums),
    )
    return sums


def compiled_carry_save_contexts(
    a: Integers, b: Integers, flush: NDArray[np.bool_], operand_widths: tuple[int, int]
) -> NDArray[np.uint8]:
    """Return what the compiled part takes for the contexts of carry-save accumulators, of (n,) captures."""
    codes = np.empty(a.shape, np.uint8)
    fields: list[NDArray[Any]] = [np.ascontiguousarray(field, np.int64) for field in (a, b)]
    fields.append(np.ascontiguousarray(flush, np.uint8))
    _library().thinning_carry_save_contexts(
        ctypes.c_int64(codes.size),
        *(_pointer(field) for field in fields),
        *(ctypes.c_int64(width) for width in operand_widths),
        _pointer(codes),
    )
    return codes


def compiled_contexts(register: Register, captures: Captures, width: int) -> NDArray[np.uint8]:
    """Return what the compiled part takes for `drift_hw.faults.context.contexts`, of (n,) captures."""
    codes = np.empty(captures.before.shape, np.uint8)
    fields: list[NDArray[Any]] = [np.ascontiguousarray(field, np.int64) for field in captures[:4]]
    after = np.zeros(codes.shape) if captures.after_flush is None else captures.after_flush
    fields += [np.ascontiguousarray(marks, np.uint8) for marks in (captures.flush, after)]
    _library().thinning_contexts(
        *(ctypes.c_int64(number) for number in (_mode(register, False), codes.size)),
        *(_pointer(field) for field in fields),
        ctypes.c_int64(width),
        _pointer(codes),
    )
    return codes
