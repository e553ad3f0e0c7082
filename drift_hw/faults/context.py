"""Contexts of a capture: what decides how late the bits of a register are, besides voltage and period.

The characterisation counts wrong captures by context, and the golden model draws by the same: this is the one
place that says which context a capture belongs to. (golden/timing/thinning.cpp computes it a second time, for
speed; a test compares them.)

What makes the upper bits of an accumulator late is the carry chain through them, so that it matters
* whether the chain starts or ends: the sign of the sum before and after, and of the product that is added;
* whether the sum is small beside the product: then it may change its sign for a moment while the product
  settles, which is so for a while after the sum turned, when the next wrong captures come;
* whether it restarts: there the old sum does not count, and in the next cycle the new one comes late, once
  the marker is gone from the gates in front of the adder;
* how far it runs: up to the lowest of the upper bits that differs from those below it. In a correct
  accumulator no bit differs, or none near the top; a wrong capture leaves one, and with it the chain is
  shorter, the next error is another one and less likely.

A carry-save accumulator has no such chain. How late its bits are depends on the operands of the cycle, and
hardly on the words that it holds; whether a wrong bit should have been 0 or 1 does matter, and is part of
the pattern, not of the context (`drift_hw.faults.table.PATTERN`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from drift_hw.faults.table import REGISTERS

Integers = NDArray[np.int64]

CONTEXTS = 256
"""Number of contexts of every register."""
UPPER_BITS = 8
"""Bits of an accumulator in which a carry chain is followed."""
SMALL = 4
"""A sum is small if the bits of it below the upper ones are less than this many products."""
_FLUSH, _AFTER_FLUSH = 2, 3
"""Kinds of captures beside those of large sums (0) and small ones (1)."""
_SIZES = 11
"""Signs and magnitudes of an operand: 0, and five binary orders of magnitude of either sign."""


class Captures(NamedTuple):
    """Captures of one register class: arrays of one shape, int64, signed."""

    before: Integers
    """What the register really holds."""
    wanted: Integers
    """What it should capture."""
    product: Integers
    """The product that is added in this cycle, with its sign; what a product register wants, for that one."""
    previous_product: Integers
    """The same in the cycle before."""
    flush: NDArray[np.bool_]
    """The accumulator restarts in this cycle."""
    a: Integers | None = None
    """The operands whose product is added: of carry-save accumulators."""
    b: Integers | None = None
    after_flush: NDArray[np.bool_] | None = None
    """The accumulator restarted in the cycle before, and does not now; None: nowhere."""


def contexts(
    register: int, captures: Captures, width: int = 32, *, operand_widths: tuple[int, int] | None = None
) -> NDArray[np.uint8]:
    """Return the context of each capture of a register of `width` bits, less than `CONTEXTS`.

    Operand registers have one context. Those of a product register are signs and magnitudes of the product
    and the one before. With `operand_widths`, the bits of a and b, an accumulator is a carry-save one: its
    contexts are signs and magnitudes of both operands, and another one for all flushes.
    """
    before, wanted, product, previous, flush, a, b, after_flush = captures
    if REGISTERS[register] in ("a", "b"):
        return np.zeros(before.shape, np.uint8)
    if operand_widths is not None and REGISTERS[register] == "accumulator":
        assert a is not None
        assert b is not None
        first, second = (_size(*each) for each in zip((a, b), operand_widths, strict=True))
        return np.where(flush, _SIZES**2, first * _SIZES + second).astype(np.uint8)
    sign = (product < 0).astype(np.int64)
    if REGISTERS[register] == "product":
        size, previous_size = (_magnitude(values, width) for values in (wanted, previous))
        return np.asarray(sign | (previous < 0) << 1 | size << 2 | previous_size << 5, np.uint8)
    # The lowest of the upper bits: the sign, where the chain runs through.
    low = width - UPPER_BITS
    sums = before << (64 - low) >> (64 - low)
    small = np.abs(sums) < SMALL * np.abs(product)
    kind = np.where(flush, _FLUSH, small)
    if after_flush is not None:
        kind = np.where(after_flush, _AFTER_FLUSH, kind)
    code = ((wanted >> low) & 1) | ((before >> low) & 1) << 1 | sign << 2 | kind << 3
    return np.asarray(code | _chain(before >> low) << 5, np.uint8)


def reachable(context: int) -> bool:
    """Whether a correct accumulator may be in this context; others follow wrong captures only.

    That is so as long as sums need no more than the bits below the upper ones.
    """
    return context < 32


def _chain(upper: Integers) -> Integers:
    """Return where a chain through the upper bits ends: 0 nowhere, 1 at the top bit, 2 below it, ..."""
    differing = (upper ^ -(upper & 1)) & ((1 << UPPER_BITS) - 1)
    lowest = np.log2(np.maximum(differing & -differing, 1)).astype(np.int64)
    return np.where(differing == 0, 0, UPPER_BITS - lowest)


def _size(values: Integers, width: int) -> Integers:
    """Return sign and magnitude of operands of `width` bits, 0 to `_SIZES` - 1."""
    bits = np.frexp(np.abs(values).astype(np.float64))[1].astype(np.int64)
    order = np.clip(bits - width + 1 + _SIZES // 2, 1, _SIZES // 2)
    return np.where(values == 0, 0, 2 * order - (values < 0))


def _magnitude(values: Integers, width: int) -> NDArray[np.uint8]:
    """Return the number of bits of |values| in eighths of the width, 0 to 7."""
    bits = np.frexp(np.abs(values).astype(np.float64))[1]
    return np.asarray(np.minimum(bits * 8 // width, 7), np.uint8)
