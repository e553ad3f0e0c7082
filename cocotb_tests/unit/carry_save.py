"""Carry-save accumulators as docs/microarchitecture.md has them, on Python integers."""

from __future__ import annotations

from cocotb_tests.unit.bits import mask
from drift_hw.config import CARRY_START, Config

Operand = tuple[int, int]
"""Level, and bits."""


def accumulate(a: Operand, b: Operand, words: int, config: Config, *, negate: bool) -> int:
    """Return the register that follows on `words` when the product of a and b is added or subtracted."""
    width = config.array.accumulator_width
    (wide, p), (narrow, q) = (b, a) if b[1] > a[1] else (a, b)
    rows, constant = [], 0
    for j in range(q):
        inverted = (1 << (p - 1)) - (1 if j == q - 1 else 0)
        if negate:
            inverted = mask(p) - inverted
        rows.append((wide * (narrow >> j & 1) ^ inverted) << j)
        constant -= inverted << j
    rows += [constant, words & mask(width), words >> width << CARRY_START]
    while len(rows) > 2:
        fewer = []
        while len(rows) >= 3:
            (x, y, z), rows = rows[:3], rows[3:]
            fewer += [x ^ y ^ z, ((x & y) | (y & z) | (x & z)) << 1]
        rows = fewer + rows
    total, carry = (row & mask(width) for row in rows)
    return total | carry >> CARRY_START << width


def resolved(words: int, config: Config) -> int:
    """Return the accumulator that a bus carries, unsigned."""
    if not config.array.carry_save:
        return words
    width = config.array.accumulator_width
    return ((words & mask(width)) + (words >> width << CARRY_START)) & mask(width)
