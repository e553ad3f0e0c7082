"""Software twin of the in-fabric injector: the very faults that it makes, as a fault list.

The hardware is `drift_hw.faults.injector`, what its numbers mean `drift_hw.faults.fabric`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from drift_hw.errors import UserError
from drift_hw.faults.fabric import (
    STATE_BITS,
    STEP_BITS,
    TAP,
    THRESHOLD_BITS,
    Injection,
    bit_codes,
    column_codes,
    injected_bits,
    injector_rows,
    quiet_cycles,
)
from golden.faults import EVENT, FaultList, Kind

Words = NDArray[np.uint64]

_CHUNK = 1 << 14
"""Steps at a time: bounds the memory."""


def words(states: Sequence[int], chunk: int = _CHUNK) -> Iterator[Words]:
    """Yield the fresh bits of shift registers, without end: (registers, chunk + 1) uint64, a column per step.

    The first column is of the states themselves; the last one is the first one of the next array. A step is
    64 shifts: bit n of the words follows the same recurrence as the bits do, and so does every 2**m-th of
    them, which gives 64 * 2**m words at once.
    """
    state, found = list(states), np.empty((len(states), STATE_BITS), np.uint64)
    for step in range(STATE_BITS):
        found[:, step] = [value >> TAP for value in state]
        state = [_next(value) for value in state]
    while True:
        found = _continued(found, STATE_BITS + chunk)
        yield found[:, : chunk + 1]
        found = found[:, chunk:]


def _next(state: int) -> int:
    """Return the state one step later."""
    fresh = (state ^ (state >> TAP)) & ((1 << STEP_BITS) - 1)
    return state >> STEP_BITS | fresh << TAP


def _continued(history: Words, count: int) -> Words:
    """Return so many words, of which `history` are the first, at least STATE_BITS."""
    found = np.empty((len(history), count), np.uint64)
    found[:, : history.shape[1]] = history
    place = history.shape[1]
    while place < count:
        stride = 1 << ((place // STATE_BITS).bit_length() - 1)
        stop = min(place + STEP_BITS * stride, count)
        far, near = (slice(place - lag * stride, stop - lag * stride) for lag in (STATE_BITS, STEP_BITS))
        found[:, place:stop] = found[:, far] ^ found[:, near]
        place = stop
    return found


def injected_faults(injection: Injection, cycles: tuple[int, int], *, first_step: int = 0) -> FaultList:
    """Return the faults that the injector makes in a submission, whatever operating point it is at.

    Args:
        injection: what the injector was set to.
        cycles: first cycle since the restart, and the one after the last. In the first `quiet_cycles` there
            are no faults.
        first_step: busy cycles from the load of the states to this submission.

    Raises `UserError` for an empty range, and for a negative number.
    """
    first, stop = cycles
    if not 0 <= first < stop or first_step < 0:
        raise UserError(
            f"cycles must be a range from 0 on, steps at least 0, not {first}, {stop}, {first_step}"
        )
    # The state of step n chooses the column in cycle n; the bit was chosen a step earlier.
    first = first_step + max(first, quiet_cycles(injection.config)) - 1
    stop += first_step - 1
    parts, step = [np.zeros(0, EVENT)], 0
    for fresh in words(injection.states):
        begin, end = max(first - step, 0), min(stop - step, fresh.shape[1] - 1)
        if begin < end:
            events = _faults(injection, fresh[:, begin : end + 1])
            events["cycle"] += np.uint64(step + begin + 1 - first_step)
            parts.append(events)
        step += fresh.shape[1] - 1
        if step >= stop:
            break
    return FaultList(injection.config, np.concatenate(parts), injection.seed)


def _faults(injection: Injection, fresh: Words) -> NDArray[np.void]:
    """Return the faults of these words, (registers, steps + 1); `cycle` counts from 0."""
    config = injection.config
    rows, columns = config.array.rows, config.array.columns
    bit = (fresh[0, :-1] & np.uint64(bit_codes(config) - 1)).astype(np.int64)
    own = fresh[1:, 1:]
    word = own & np.uint64((1 << THRESHOLD_BITS) - 1)
    column = (own >> np.uint64(THRESHOLD_BITS) & np.uint64(column_codes(config) - 1)).astype(np.int64)
    # Thresholds by kind of PE and bit; none where there is no such PE or bit.
    thresholds = np.zeros((4, bit_codes(config)), np.uint64)
    for number, region in enumerate(injection.thresholds):
        thresholds[number, : len(injection.thresholds[region])] = injection.thresholds[region]
    kind = np.where(column < columns, 0, np.where(column == columns, 1, 3))
    if injector_rows(config) > rows:
        kind[rows] = np.where(column[rows] < columns, 2, 3)
    row, step = np.nonzero(word < thresholds[kind, bit])
    events = np.zeros(len(row), EVENT)
    for number, region in enumerate(injection.thresholds):
        here = kind[row, step] == number
        register, place = np.array(injected_bits(config, region)).T[:, bit[step[here]]]
        events["register"][here] = register
        events["mask"][here] = np.uint64(1) << place.astype(np.uint64)
    events["cycle"], events["row"], events["column"] = step, row, column[row, step]
    events["kind"] = Kind[injection.kind.upper()]
    return events
