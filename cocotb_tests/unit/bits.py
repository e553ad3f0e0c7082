"""Bit vectors as Python integers of any length."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random


def mask(width: int) -> int:
    """Return `width` ones."""
    return (1 << width) - 1


def signed(value: int, width: int) -> int:
    """Return the low `width` bits read as two's complement."""
    value &= mask(width)
    return value - (value >> (width - 1) << width)


def fields(value: int, width: int, count: int) -> list[int]:
    """Return the `count` fields of `width` bits of a packed vector, unsigned, the lowest first."""
    return [(value >> (n * width)) & mask(width) for n in range(count)]


def packed(values: Iterable[int], width: int) -> int:
    """Return values, each modulo 2**width, as one vector, the first in the low bits."""
    return sum((value & mask(width)) << (n * width) for n, value in enumerate(values))


def sparse(rng: Random, width: int) -> int:
    """Return a random vector in which about one bit in eight is set."""
    return rng.getrandbits(width) & rng.getrandbits(width) & rng.getrandbits(width)
