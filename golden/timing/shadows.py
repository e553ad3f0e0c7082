"""Shadow flops in PEs: which late captures they see, and what is made of those.

A shadow samples what its main flop should have, later than that one, and the two are compared (Razor: Ernst
et al., MICRO 2003). Taken to be perfect: none is late, early or metastable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.faults import Region, Register, width_table

ALL_BITS = (1 << 64) - 1
WATCHABLE = (Register.PRODUCT, Register.ACCUMULATOR)


class Remedy(IntEnum):
    """What circuits at the flops make of a wrong capture that they see, at once."""

    NONE = 0
    """Nothing: the register goes on with it."""
    DROP = 1
    """The product does not count: an accumulator keeps its sum, and takes nothing of a product register. Of a
    sum, wrong bits without a shadow stay wrong."""
    REPLAY = 2
    """The register gets the right value from its shadows; wrong bits without one stay."""


@dataclass(frozen=True)
class Shadows:
    """The shadow flops of a PE, and their remedy."""

    remedy: Remedy
    lowest: Mapping[str, int] | None = None
    """By register ("product", "accumulator") the bit from which up it has shadows; others have none. None:
    every bit of both has one."""

    def check(self, config: Config) -> None:
        """Raise `UserError` for registers and bits that the data PEs of an array do not have."""
        widths = width_table(config)[Region.DATA]
        allowed = {each.name.lower(): int(widths[each]) for each in WATCHABLE if widths[each]}
        for register, low in (self.lowest or {}).items():
            if register not in allowed:
                raise UserError(
                    f"shadow flops at register {register!r}: these PEs have them at "
                    f"{' and '.join(allowed)} only"
                )
            if not 0 <= low < allowed[register]:
                raise UserError(
                    f"shadow flops from bit {low} of the {register} up: its bits are 0 to "
                    f"{allowed[register] - 1}"
                )

    def watched(self, register: int) -> int:
        """Return the bits of a register that have shadows, as a mask."""
        if self.lowest is None:
            return ALL_BITS
        low = self.lowest.get(Register(register).name.lower())
        return 0 if low is None else ALL_BITS >> low << low


NO_SHADOWS = Shadows(Remedy.NONE)
