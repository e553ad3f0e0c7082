"""Carry-save accumulators, bit by bit: docs/microarchitecture.md ("Carry-save accumulators") is the contract.

The sum of both words is that of the products whatever the tree, but what a faulty bit does to it depends on
the words themselves, so they have to be followed from the start of a tile.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import CARRY_START

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class CarrySaveAdder:
    """What stands between the flops of one kind of PE. Words are int64, non-negative, `width` <= 32 bits."""

    width: int
    a_width: int
    b_width: int
    negate: bool
    """Subtract the products, as checksum PEs do."""

    def partial_products(self, a: Integers, b: Integers) -> list[Integers | int]:
        """Return words whose sum modulo 2**width is the product of signed `a` and `b`, or minus it."""
        wide, narrow, bits, steps = a, b, self.a_width, self.b_width
        if steps > bits:
            wide, narrow, bits, steps = b, a, steps, bits
        mask, sign = (1 << self.width) - 1, 1 << (bits - 1)
        wide = wide & (2 * sign - 1)
        words: list[Integers | int] = []
        constant = 0
        for weight in range(steps):
            complement = sign - 1 if weight == steps - 1 else sign
            complement ^= (2 * sign - 1) * self.negate
            constant -= complement << weight
            words.append((((wide * (narrow >> weight & 1)) ^ complement) << weight) & mask)
        return [*words, constant & mask]

    def add(self, a: Integers, b: Integers, total: Integers, carry: Integers) -> tuple[Integers, Integers]:
        """Return sum and carry after one more product; arguments broadcast."""
        mask = (1 << self.width) - 1
        words = [*self.partial_products(a, b), total, carry]
        while len(words) > 2:
            reduced: list[Integers | int] = []
            whole = len(words) - len(words) % 3
            for x, y, z in zip(words[0:whole:3], words[1:whole:3], words[2:whole:3], strict=True):
                reduced += [x ^ y ^ z, ((x & y | x & z | y & z) << 1) & mask]
            words = [*reduced, *words[whole:]]
        return np.asarray(words[0]), np.asarray(words[1])


def resolved(words: NDArray[np.uint64], width: int) -> NDArray[np.uint64]:
    """Return what registers of `width`-bit sum and carry stand for, modulo 2**width."""
    total = words + (words >> np.uint64(width) << np.uint64(CARRY_START))
    return total & np.uint64((1 << width) - 1)


@dataclass(frozen=True)
class Strikes:
    """Faulty captures of some accumulators, sorted by step; arrays (n,)."""

    index: Integers
    """Which accumulator."""
    step: Integers
    """Products, bubbles included, that came before in the tile."""
    flips: Integers
    """Bits captured inverted: the sum's lowest, then the carry's from `CARRY_START` on."""
    holds: Integers
    """Bits that keep the old value."""


def accumulate(
    adder: CarrySaveAdder,
    operands: tuple[Integers, Integers],
    steps: Integers,
    before: Integers,
    strikes: Strikes,
) -> Integers:
    """Return sum and carry, (2, n), of n accumulators at the end of a tile.

    Args:
        adder: the kind of PE.
        operands: a and b of every step, signed, (n, S) each; those past the end are ignored.
        steps: (n,) steps of each accumulator's tile, at most S.
        before: (2, n) sum and carry that the accumulators hold as the tile starts: what a late bit of the
            first step keeps.
        strikes: the faulty captures.
    """
    mask = (1 << adder.width) - 1
    a, b = operands
    state, old = np.zeros_like(before), before
    bounds = np.searchsorted(strikes.step, np.arange(a.shape[1] + 1))
    for step in range(a.shape[1]):
        words = np.stack(adder.add(a[:, step], b[:, step], *state))
        chosen = slice(bounds[step], bounds[step + 1])
        place = strikes.index[chosen]
        if len(place):
            flips, holds = (
                np.stack([bits & mask, bits >> adder.width << CARRY_START & mask])
                for bits in (strikes.flips[chosen], strikes.holds[chosen])
            )
            words[:, place] = (words[:, place] ^ flips) & ~holds | old[:, place] & holds
        old = state = np.where(step < steps, words, state)
    return state
