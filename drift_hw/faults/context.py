"""Contexts of a capture: what decides how late the bits of a register are, besides voltage and period.

The characterisation counts wrong captures by context, and the golden model draws by the same: this is the one
place that says which context a capture belongs to.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from drift_hw.faults.table import REGISTERS

Integers = NDArray[np.int64]

CONTEXTS = 32
"""Number of contexts of every register."""


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


def contexts(register: int, captures: Captures) -> NDArray[np.uint8]:
    """Return the context of each capture of a register, less than `CONTEXTS`.

    Operand registers have one context. Product and accumulator are late when signs change: sign extension
    carries through all upper bits.
    """
    if REGISTERS[register] in ("a", "b"):
        return np.zeros(captures.before.shape, np.uint8)
    signs = [captures.wanted < 0, captures.before < 0, captures.product < 0, captures.previous_product < 0]
    signs.append(captures.flush)
    code = sum(sign.astype(np.uint8) << index for index, sign in enumerate(signs))
    return np.asarray(code, np.uint8)
