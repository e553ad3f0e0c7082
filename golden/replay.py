"""Replay of faults in one grid of PEs: only what they touch is computed again.

Operand faults are carried along their row or column, products that differ are found, and accumulators
that took them or were hit themselves are corrected.

Slots (`golden.schedule`) make the skew disappear: what a beat or bubble does at PE (i,j) is indexed by
the cycle in which it was accepted, and a flop's old value is that of the slot before. Places and slots
are packed into one sortable key, place * slots + slot; no fault is so early that key - 1 is another place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from golden.carry_save import CarrySaveAdder, Strikes, accumulate
from golden.faults import FaultList, Kind, Region, Register, regions, width_table
from golden.schedule import Schedule, capture_latency

Integers = NDArray[np.int64]

_CHUNK = 1 << 22
"""Products per step where prefix sums are computed: bounds the memory."""


def signed(values: Integers, width: int) -> Integers:
    """Return integers modulo 2**width, read as signed."""
    return (values << (64 - width)) >> (64 - width)


@dataclass(frozen=True)
class _Table:
    """Values that differ from the clean ones: sorted unique keys, and what is there instead."""

    keys: Integers
    values: Integers

    @classmethod
    def of(cls, keys: Integers, values: Integers) -> Self:
        """Return the table of these unique keys, in any order."""
        order = np.argsort(keys)
        return cls(keys[order], values[order])

    def look_up(self, keys: Integers, clean: Integers) -> Integers:
        """Return the value of each key, `clean` where the table has none."""
        if not len(self.keys):
            return clean
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.values[places], clean)

    def updated(self, other: _Table) -> _Table:
        """Return this table with the entries of another one replaced or added."""
        kept = ~np.isin(self.keys, other.keys)
        return _Table.of(
            np.concatenate([self.keys[kept], other.keys]), np.concatenate([self.values[kept], other.values])
        )


@dataclass(frozen=True)
class _Hits:
    """Fault events at one class of registers, sorted by row, column and slot."""

    row: Integers
    column: Integers
    slot: Integers
    flips: Integers
    """Bits captured inverted."""
    holds: Integers
    """Bits that keep the old value."""
    width: int

    def __len__(self) -> int:
        return len(self.slot)

    def at(self, index: Integers) -> _Hits:
        """Return these hits only."""
        chosen = {name: getattr(self, name)[index] for name in ("row", "column", "slot", "flips", "holds")}
        return _Hits(**chosen, width=self.width)

    def capture(self, wanted: Integers, old: Integers) -> Integers:
        """Return what the flops capture."""
        return signed(((wanted ^ self.flips) & ~self.holds) | (old & self.holds), self.width)


def _in_order(chained: NDArray[np.bool_]) -> Iterator[Integers]:
    """Yield indices in groups that can be computed at once: the first of every chain, the second, ...

    `chained[n]` says that hit n needs what came of hit n - 1.
    """
    numbers = np.arange(len(chained))
    rank = numbers - np.maximum.accumulate(np.where(chained, 0, numbers))
    order = np.argsort(rank, kind="stable")
    if len(order):
        yield from np.split(order, np.flatnonzero(np.diff(rank[order])) + 1)


@dataclass(frozen=True)
class Grid:
    """One grid of PEs: the data array, or the checksum column (R x 1) or row (1 x C) beside it."""

    config: Config
    region: Region
    a: NDArray[np.integer[Any]]
    """(rows, beats) first operands."""
    b: NDArray[np.integer[Any]]
    """(columns, beats) second operands."""
    clean: Integers
    """(T, rows, columns) final accumulators without faults, exact."""
    schedule: Schedule

    @property
    def _slots(self) -> int:
        """Slots that matter: those after the last beat of all add to no tile."""
        return int(self.schedule.flushes[-1])

    @property
    def _sign(self) -> int:
        """Checksum PEs subtract their products."""
        return 1 if self.region == Region.DATA else -1

    def run(self, faults: FaultList) -> Integers:
        """Return the final accumulators with faults, (T, rows, columns), signed accumulator_width bits."""
        a, b = self._changed_operands(faults)
        products = self._products(a, b, self._hits(faults, Register.PRODUCT))
        hits = self._hits(faults, Register.ACCUMULATOR)
        if self.config.array.carry_save and len(hits):
            return self._accumulate_words(a, b, products, hits)
        return self._accumulate(products, hits)

    def changed_products(self, faults: FaultList) -> tuple[Integers, Integers, Integers]:
        """Return place (row * columns + column), slot and value, each (n,), of the products that differ.

        They are sorted by place and slot, before the sign of checksum PEs, and include all that were hit.
        """
        products = self._products(*self._changed_operands(faults), self._hits(faults, Register.PRODUCT))
        return *np.divmod(products.keys, self._slots), products.values

    def _changed_operands(self, faults: FaultList) -> tuple[_Table, _Table]:
        rows, columns = len(self.a), len(self.b)
        hits = self._hits(faults, Register.A)
        row, column, slot, value = self._carry(self.a, hits.row, hits.column, columns, hits)
        a = _Table.of(self._key(row, column, slot), value)
        hits = self._hits(faults, Register.B)
        column, row, slot, value = self._carry(self.b, hits.column, hits.row, rows, hits)
        b = _Table.of(self._key(row, column, slot), value)
        return a, b

    def _key(self, row: Integers, column: Integers, slot: Integers) -> Integers:
        return (row * len(self.b) + column) * self._slots + slot

    def _split(self, keys: Integers) -> tuple[Integers, Integers, Integers]:
        """Return row, column and slot of keys."""
        place, slot = np.divmod(keys, self._slots)
        return *np.divmod(place, len(self.b)), slot

    def _hits(self, faults: FaultList, register: Register) -> _Hits:
        """Return the events at one register class of this grid that come in time to matter."""
        events = faults.events[faults.events["register"] == register]
        events = events[regions(self.config, events["row"], events["column"]) == self.region]
        row, column = events["row"].astype(np.int64), events["column"].astype(np.int64)
        slot = events["cycle"].astype(np.int64) - capture_latency(self.config, register, row, column)
        # What a bit captures inverted, by kind.
        flips = np.choose(events["kind"], [np.zeros_like(events["mask"]), events["mask"], events["toggle"]])
        hits = _Hits(
            row if self.region != Region.CHECKSUM_ROW else row * 0,
            column if self.region != Region.CHECKSUM_COLUMN else column * 0,
            slot,
            flips.astype(np.int64),
            np.where(events["kind"] == Kind.LATE, events["mask"], 0).astype(np.int64),
            int(width_table(self.config)[self.region, register]),
        )
        order = np.lexsort((slot, hits.column, hits.row))
        return hits.at(order[slot[order] < self._slots])

    def _carry(
        self,
        operands: NDArray[np.integer[Any]],
        lane: Integers,
        step: Integers,
        steps: int,
        hits: _Hits,
    ) -> tuple[Integers, Integers, Integers, Integers]:
        """Carry operands along their lane from PE to PE, with these hits at step `step` of lane `lane`.

        Return lane, step, slot and value wherever a register holds something else than without faults.
        """
        order = np.lexsort((hits.slot, lane, step))
        step, hits = step[order], hits.at(order)
        flop = lane[order] * self._slots + hits.slot
        # Every slot that is hit, and the one before it, whose value a late bit keeps.
        pool = np.unique(np.concatenate([flop, flop - 1]))
        clean = self._operand(operands, *np.divmod(pool, self._slots))
        held = clean.copy()
        place = np.searchsorted(pool, flop)
        touched, first = np.unique(place, return_index=True)
        touched, reached_at = touched[np.argsort(first)], np.sort(step[first])
        bounds = np.searchsorted(step, np.arange(steps + 1))
        found: list[tuple[Integers, Integers, Integers]] = []
        for number in range(steps):
            here = np.arange(bounds[number], bounds[number + 1])
            for group in _in_order(np.diff(flop[here], prepend=-2) == 1):
                index = here[group]
                held[place[index]] = hits.at(index).capture(held[place[index]], held[place[index] - 1])
            present = touched[: np.searchsorted(reached_at, number, side="right")]
            wrong = present[held[present] != clean[present]]
            found.append((pool[wrong], np.full(len(wrong), number), held[wrong]))
        flop, step, value = (np.concatenate(parts) for parts in zip(*found, strict=True))
        lane, slot = np.divmod(flop, self._slots)
        return lane, step, slot, value

    def _operand(self, operands: NDArray[np.integer[Any]], lane: Integers, slot: Integers) -> Integers:
        """Return clean operands, zero in bubbles."""
        beat = self.schedule.beat_of(slot)
        return np.where(beat >= 0, operands[lane, beat], 0).astype(np.int64)

    def _products(self, a: _Table, b: _Table, hits: _Hits) -> _Table:
        """Return the products that differ, before their sign."""

        def multiply(keys: Integers) -> Integers:
            row, column, slot = self._split(keys)
            first = a.look_up(keys, self._operand(self.a, row, slot))
            return first * b.look_up(keys, self._operand(self.b, column, slot))

        keys = np.union1d(a.keys, b.keys)
        products = _Table(keys, multiply(keys))
        keys = self._key(hits.row, hits.column, hits.slot)
        wanted, old, captured = multiply(keys), multiply(keys - 1), np.zeros_like(keys)
        chained = np.diff(keys, prepend=-2) == 1
        for group in _in_order(chained):
            before = np.where(chained[group], captured[group - 1], old[group])
            captured[group] = hits.at(group).capture(wanted[group], before)
        return products.updated(_Table(keys, captured))

    def _clean_product(self, keys: Integers) -> Integers:
        row, column, slot = self._split(keys)
        return self._operand(self.a, row, slot) * self._operand(self.b, column, slot)

    def _accumulate(self, products: _Table, hits: _Hits) -> Integers:
        """Return the final accumulators, from the products that differ and the hits at accumulators."""
        width, schedule = self.config.array.accumulator_width, self.schedule
        totals = self.clean.copy()
        errors = self._sign * (products.values - self._clean_product(products.keys))
        row, column, slot = self._split(products.keys)
        np.add.at(totals, (schedule.tile_of(slot), row, column), errors)
        if not len(hits):
            return signed(totals, width)

        # What the accumulators would hold after each hit's slot, and before it, if none of them was hit.
        row, column, slot = hits.row, hits.column, hits.slot
        tile = schedule.tile_of(slot)
        start = np.append(0, schedule.flushes)[tile]
        keys = self._key(row, column, slot)
        running = np.append(0, np.cumsum(errors))
        after = self._sign * self._prefix(row, column, slot, tile)
        after += running[np.searchsorted(products.keys, keys, side="right")]
        after -= running[np.searchsorted(products.keys, keys - (slot - start))]
        before = after - self._sign * products.look_up(keys, self._clean_product(keys))
        flushed = slot == start
        before = np.where(flushed, totals[tile - 1, row, column], before)

        # A hit leaves an offset, which lasts to the end of its tile. At the flush the accumulator wants
        # the new product alone, but a late bit still keeps the old tile's sum with its offset.
        offset = np.zeros_like(after)
        same_place = np.diff(keys // self._slots, prepend=-1) == 0
        same_tile = np.diff(tile, prepend=-1) == 0
        previous_tile = flushed & (np.diff(tile, prepend=-1) == 1)
        chained = same_place & (same_tile | previous_tile)
        for group in _in_order(chained):
            carried = np.where(chained[group], offset[group - 1], 0)
            wanted = after[group] + np.where(flushed[group], 0, carried)
            offset[group] = hits.at(group).capture(wanted, before[group] + carried) - after[group]
        ends = np.append(~(same_place & same_tile)[1:], True)
        np.add.at(totals, (tile[ends], row[ends], column[ends]), offset[ends])
        return signed(totals, width)

    def _accumulate_words(self, a: _Table, b: _Table, products: _Table, hits: _Hits) -> Integers:
        """Return what `_accumulate` does of carry-save accumulators: those hit are followed step by step."""
        schedule, width = self.schedule, self.config.array.accumulator_width
        totals = self._accumulate(products, hits.at(np.arange(0)))
        start = np.append(0, schedule.flushes)
        tiles, columns = len(schedule.depths), len(self.b)
        tile = schedule.tile_of(hits.slot)
        piece = (hits.row * columns + hits.column) * tiles + tile
        # A late bit at a flush keeps what the tile before left: that one is followed, too.
        first = (hits.slot == start[tile]) & (tile > 0)
        pieces = np.union1d(piece, piece[first] - 1)
        number, step = np.searchsorted(pieces, piece), hits.slot - start[tile]
        order = np.lexsort((number, step))
        number, step, sorted_hits = number[order], step[order], hits.at(order)
        row, column, tile = np.unravel_index(pieces, (*totals.shape[1:], tiles))
        steps = schedule.flushes[tile] - start[tile]
        state = np.zeros((2, len(pieces)), np.int64)
        widths = width_table(self.config)[self.region]
        adder = CarrySaveAdder(width, int(widths[Register.A]), int(widths[Register.B]), self._sign < 0)
        for group in _in_order(np.isin(pieces, piece[first])):
            longest = int(steps[group].max())
            for part in np.array_split(group, -(-len(group) * longest // _CHUNK)):
                slots = start[tile[part], None] + np.arange(longest)
                keys = self._key(row[part, None], column[part, None], slots)
                chosen = np.flatnonzero(np.isin(number, part))
                struck = sorted_hits.at(chosen)
                state[:, part] = accumulate(
                    adder,
                    (
                        a.look_up(keys, self._operand(self.a, row[part, None], slots)),
                        b.look_up(keys, self._operand(self.b, column[part, None], slots)),
                    ),
                    steps[part],
                    state[:, part - 1],
                    Strikes(np.searchsorted(part, number[chosen]), step[chosen], struck.flips, struck.holds),
                )
        totals[tile, row, column] = signed(state.sum(0), width)
        return totals

    def _prefix(self, row: Integers, column: Integers, slot: Integers, tile: Integers) -> Integers:
        """Return the clean sum of each PE's products from the start of the tile up to a slot."""
        first = self.schedule.first_beats[tile]
        counts = np.searchsorted(self.schedule.accept, slot, side="right") - first
        sums = np.zeros(len(row), np.int64)
        step = max(1, _CHUNK // max(1, int(counts.max())))
        for begin in range(0, len(row), step):
            part = slice(begin, begin + step)
            number = np.arange(int(counts[part].max()))
            beat = np.minimum(first[part, None] + number, self.a.shape[1] - 1)
            products = self.a[row[part, None], beat].astype(np.int64) * self.b[column[part, None], beat]
            sums[part] = np.where(number < counts[part, None], products, 0).sum(1)
        return sums
