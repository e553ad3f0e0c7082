"""What an open-loop run of a PE says, as counts: contexts, patterns of wrong bits, how they come together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import CARRY_START
from drift_hw.faults.context import CONTEXTS, UPPER_BITS, Captures, contexts, reachable
from drift_hw.faults.table import JOINT, MAX_BITS, PATTERN, REGIONS, REGISTERS
from golden.carry_save import resolved
from synth.timing.engine import OpenRun
from synth.timing.stream import Drive

PATTERNS = 2048
"""Patterns that are kept per period and register; see `thinned`."""
CALM = 64
"""Mean cycles between disturbances; see `disturbances`."""
Scalar = TypeVar("Scalar", bound=np.generic)
_COUNTED = [name for name in JOINT.fields or () if name not in ("supply", "period", "region")]
_A, _B, _PRODUCT, _ACCUMULATOR, _CONTROL = range(5)


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts over cycles of one kind of PE at one supply; those of several runs add up."""

    cycles: NDArray[np.int64]
    """(registers, contexts)."""
    patterns: NDArray[np.void]
    """(n,) of dtype `PATTERN`, supply 0."""
    joint: NDArray[np.void]
    """(periods,) of dtype `JOINT`, supply 0."""
    levels: NDArray[np.int64]
    """(contexts, 2, `MAX_BITS`) as in a timing table; 0 but for carry-save accumulators."""

    def __add__(self, other: Counts) -> Counts:
        joint = self.joint.copy()
        for name in _COUNTED:
            joint[name] += other.joint[name]
        patterns = grouped(np.concatenate([self.patterns, other.patterns]))
        return Counts(self.cycles + other.cycles, patterns, joint, self.levels + other.levels)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all arrays by name, for a file."""
        return {part.name: getattr(self, part.name) for part in fields(self)}

    @classmethod
    def of_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Self:
        """Return what `arrays` gave."""
        return cls(**arrays)


def grouped(patterns: NDArray[np.void]) -> NDArray[np.void]:
    """Return the patterns sorted by all that names them, equal ones counted together."""
    if not len(patterns):
        return patterns
    names = ("held", "ones", "mask", "context", "register", "region", "period", "supply")
    patterns = patterns[np.lexsort([patterns[name] for name in names])]
    new = np.ones(len(patterns), bool)
    new[1:] = np.any([patterns[name][1:] != patterns[name][:-1] for name in names], axis=0)
    first = np.flatnonzero(new)
    result = patterns[first]
    result["count"] = np.add.reduceat(patterns["count"], first)
    return result


def thinned(patterns: NDArray[np.void], limit: int = PATTERNS) -> NDArray[np.void]:
    """Return grouped patterns with at most about `limit` of a period and register; sums of counts are kept.

    Far beyond the wall each wrong capture has a pattern of its own. Frequent patterns stay; of the others
    every n-th capture is taken for n, in sorted order, so that each context and bit keeps its share.
    """
    kept = []
    keys = np.stack([patterns[name].astype(np.int64) for name in ("supply", "period", "region", "register")])
    bounds = np.flatnonzero(np.any(np.diff(keys, axis=1), axis=0)) + 1
    for group in np.split(patterns.copy(), bounds):
        if len(group) > limit:
            stride = -(-int(group["count"].sum(dtype=np.int64)) // limit)
            rare = group["count"] < stride
            ends = np.cumsum(group["count"] * rare, dtype=np.int64)
            drawn = (ends + stride // 2) // stride
            share = np.diff(drawn, prepend=np.int64(0)) * stride
            rest = int(ends[-1] - share.sum())
            share[np.flatnonzero(share if share.any() else rare)[-1]] += rest
            group["count"] = np.where(rare, share, group["count"])
        kept.append(group[group["count"] > 0])
    return np.concatenate(kept) if kept else patterns


def signed(values: NDArray[np.uint64], width: int) -> NDArray[np.int64]:
    """Return words of `width` bits as signed integers."""
    shift = np.int64(64 - width)
    return (values.astype(np.int64) << shift) >> shift


def captures(
    region: int,
    widths: tuple[int, ...],
    run: OpenRun,
    flush_in: NDArray[np.bool_],
    *,
    carry_save: bool = False,
) -> dict[int, Captures]:
    """Return what each register captures in each cycle, by register code, (cycles,) each.

    The words of a `carry_save` accumulator are added.
    """
    before, wanted = (
        {code: signed(words[:, code], width) for code, width in enumerate(widths) if width}
        for words in (run.before, run.wanted)
    )
    if carry_save:
        width = (widths[_ACCUMULATOR] + CARRY_START) // 2
        for held, words in ((before, run.before), (wanted, run.wanted)):
            held[_ACCUMULATOR] = signed(resolved(words[:, _ACCUMULATOR], width), width)
    sign = 1 if REGIONS[region] == "data" else -1
    registered = bool(widths[_PRODUCT])
    multiplied = before[_A] * before[_B]
    added = sign * (before[_PRODUCT] if registered else multiplied)
    flush = _delayed(flush_in, 1 + registered)
    after_flush = _delayed(flush, 1) & ~flush
    found = {}
    for code in before:
        product = multiplied if code == _PRODUCT else added
        found[code] = Captures(
            before[code],
            wanted[code],
            product,
            _delayed(product, 1),
            flush,
            before[_A],
            before[_B],
            after_flush=after_flush,
        )
    return found


def _delayed(values: NDArray[Scalar], cycles: int) -> NDArray[Scalar]:
    return np.concatenate([np.zeros_like(values[:cycles]), values[:-cycles]])


def disturbances(
    width: int, shape: tuple[int, int], starts: NDArray[np.int64], generator: np.random.Generator
) -> NDArray[np.uint64]:
    """Return `shape` (cycles, words) bits of accumulators of `width` bits to invert.

    About one in `CALM` cycles changes the upper bits, so that a certain one is the lowest to differ from
    those below: all lengths of carry chains are seen, however seldom the wrong captures are that shorten one,
    and the longer half, which fails first, twice as often. Accumulators restart with the tiles, at `starts`.
    """
    upsets = np.zeros(shape, np.uint64)
    hit = np.flatnonzero(generator.random(shape[0]) < 1 / CALM)
    shares = np.repeat([2.0, 1.0], [UPPER_BITS // 2, UPPER_BITS - 1 - UPPER_BITS // 2])
    lowest = width - generator.choice(np.arange(1, UPPER_BITS), len(hit), p=shares / shares.sum())
    above = generator.integers(1 << width, size=len(hit)) >> (lowest + 1) << (lowest + 1)
    differing = (1 << lowest) | above
    # What a tile has inverted already stays so: only the difference to that is.
    tile = np.searchsorted(starts, hit, side="right")
    again = np.append(False, tile[1:] == tile[:-1])[: len(hit)]
    upsets[hit, _ACCUMULATOR] = differing ^ np.where(again, np.append(0, differing[:-1])[: len(hit)], 0)
    return upsets


def count(
    region: int,
    widths: tuple[int, ...],
    run: OpenRun,
    drive: Drive,
    periods: int,
    *,
    upset: bool = False,
    carry_save: bool = False,
) -> Counts:
    """Count an open-loop run over `periods` clock periods.

    `widths` are the bits of each register of the PE by code, 0 for one that it does not have; `drive` is what
    drove it. Of an `upset` run, whose accumulators were disturbed, only the contexts count that follow wrong
    captures and nothing else. With `carry_save` accumulators are sum and carry.
    """
    flush_in = np.zeros(len(run.before), bool)
    flush_in[drive.starts[drive.starts < len(flush_in)]] = True
    seen = captures(region, widths, run, flush_in, carry_save=carry_save)
    operand_widths = (widths[_A], widths[_B]) if carry_save else None
    codes = {
        register: contexts(register, captured, widths[register], operand_widths=operand_widths)
        for register, captured in seen.items()
    }
    cycles = np.zeros((len(REGISTERS), CONTEXTS), np.int64)
    for register, code in codes.items():
        cycles[register] = np.bincount(code, minlength=CONTEXTS)
    wrong = run.wrong[run.wrong["word"] < _CONTROL]
    if upset:
        unreachable = np.array([not reachable(context) for context in range(CONTEXTS)])
        cycles[:_ACCUMULATOR] = cycles[_ACCUMULATOR, ~unreachable] = 0
        wrong = wrong[wrong["word"] == _ACCUMULATOR]
        wrong = wrong[unreachable[codes[_ACCUMULATOR][wrong["cycle"]]]]

    patterns = np.zeros(len(wrong), PATTERN)
    patterns["region"] = region
    for ours, theirs in (("period", "period"), ("register", "word"), ("mask", "mask")):
        patterns[ours] = wrong[theirs]
    for register, code in codes.items():
        chosen = wrong["word"] == register
        patterns["context"][chosen] = code[wrong["cycle"][chosen]]
    place = (wrong["cycle"], wrong["word"])
    patterns["held"] = wrong["mask"] & (run.before[place] ^ run.wanted[place])
    patterns["count"] = 1
    levels = np.zeros((CONTEXTS, 2, MAX_BITS), np.int64)
    if carry_save:
        patterns["ones"] = wrong["mask"] & run.wanted[place]
        levels = _levels(run.wanted[:, _ACCUMULATOR], codes[_ACCUMULATOR], widths[_ACCUMULATOR])
    joint = np.zeros(periods, JOINT)
    joint["period"], joint["region"] = np.arange(periods), region
    if not upset:
        _count_joint(joint, run, drive, seen)
    return Counts(cycles, thinned(grouped(patterns)), joint, levels)


def _levels(wanted: NDArray[np.uint64], codes: NDArray[np.uint8], flops: int) -> NDArray[np.int64]:
    """Return in how many of these captures of carry-save accumulators bits should have been 1, by context."""
    levels = np.zeros((CONTEXTS, 2, MAX_BITS), np.int64)
    width = (flops + CARRY_START) // 2
    for bit in range(flops):
        ones = (wanted >> np.uint64(bit)) & np.uint64(1)
        levels[:, 0, bit] = np.bincount(codes[ones == 1], minlength=CONTEXTS)
        if CARRY_START - 1 <= bit < width - 1:
            both = ones & (wanted >> np.uint64(bit + width - CARRY_START + 1))
            levels[:, 1, bit] = np.bincount(codes[both == 1], minlength=CONTEXTS)
    return levels


def _count_joint(joint: NDArray[np.void], run: OpenRun, drive: Drive, seen: dict[int, Captures]) -> None:
    """Fill in how wrong captures come together, an entry for each period."""
    total, periods = len(run.before), len(joint)
    wrong = run.wrong[run.wrong["word"] < _CONTROL]
    joint["cycles"] = total

    # Which cycles were wrong at which period, each pair once.
    pairs = np.unique(wrong["period"].astype(np.int64) * total + wrong["cycle"])
    period, cycle = np.divmod(pairs, total)
    per_period = _per_period(period, periods)
    joint["wrong"] = per_period()
    joint["again"] = per_period(np.isin(pairs + 1, pairs) & (cycle + 1 < total))

    a, b, accumulator = seen[_A], seen[_B], seen[_ACCUMULATOR]
    repeats = np.zeros(total, bool)
    repeats[1:] = (np.diff(a.before) == 0) & (np.diff(b.before) == 0)
    changes = (accumulator.wanted < 0) != (accumulator.before < 0)
    joint["repeated"], joint["sign_changes"] = repeats.sum(), changes.sum()
    joint["repeated_wrong"] = per_period(repeats[cycle])
    joint["sign_change_wrong"] = per_period(changes[cycle])

    mask = wrong["mask"]
    words = _per_period(wrong["period"], periods)
    joint["words"] = words()
    joint["bits"] = words(np.bitwise_count(mask))
    joint["runs"] = words(np.bitwise_count(mask & ~(mask << np.uint64(1))))

    # Cycles from the operands' arrival to their capture by each register.
    latency = np.array([0, 0, 1, 1 + (_PRODUCT in seen)])
    ends = np.append(drive.starts[1:], total)
    complete = ends + latency[_ACCUMULATOR] <= total
    joint["elements"] = complete.sum()
    own = wrong["cycle"].astype(np.int64) - latency[wrong["word"]]
    visit = np.searchsorted(drive.starts, own, side="right") - 1
    inside = (visit >= 0) & complete[np.maximum(visit, 0)]
    touched = np.unique(wrong["period"][inside].astype(np.int64) * len(ends) + visit[inside])
    joint["touched"] = _per_period(touched // len(ends), periods)()

    control = run.wrong[run.wrong["word"] == _CONTROL]
    joint["control"] = _per_period(control["period"], periods)()


def _per_period(period: NDArray[np.integer[Any]], periods: int) -> Callable[..., NDArray[np.uint64]]:
    """Return a function that sums weights (1 without) by period."""

    def total(weights: NDArray[Any] | None = None) -> NDArray[np.uint64]:
        return np.bincount(period, weights, minlength=periods).astype(np.uint64)

    return total
