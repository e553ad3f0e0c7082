"""Policies that are compared side by side: a scheme of protection, where it runs safely, what it is built of.

docs/policies.md tells where each rule is from, and what of it is modelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from drift_hw.config import Config
from drift_hw.control.timesteps import is_sensitive
from drift_hw.errors import UserError


class Hardware(StrEnum):
    """What a policy adds to an array without any protection."""

    NONE = "none"
    CHECKS = "checks"
    """Checksum row, checksum column and checker."""
    CORRECTOR = "checks and corrector"
    """And what repairs by deltas."""
    LOCATOR = "checks and locator"
    """And what repairs by deltas and weighted residues of rows."""
    DROPPING = "shadow flops, drop"
    """`synth.shadow_flops`, in each PE."""
    REPLAYING = "shadow flops, replay"

    @property
    def has_checks(self) -> bool:
        """Whether the array has checksums."""
        return self in {Hardware.CHECKS, Hardware.CORRECTOR, Hardware.LOCATOR}

    def built(self, config: Config) -> Config:
        """Return the configuration of an array with ABFT as this hardware has it.

        Raises `UserError` for an array that has no place for it.
        """
        return config.replace(protection__abft=self.has_checks, protection__locator=self is Hardware.LOCATOR)


@dataclass(frozen=True)
class ComparedPolicy:
    """One of those that are compared."""

    title: str
    scheme: str
    """Of `golden.resilience.schemes`."""
    hardware: Hardware
    knobs: Mapping[str, Any] = field(default_factory=dict)
    """Of the scheme."""
    leading: int = 0
    """So many steps from the first on run at the safe point, in all blocks."""
    trailing: int = 0
    """So many up to the last."""
    blocks: tuple[int, ...] = ()
    """Network blocks that always run at the safe point."""
    safe: bool = False
    """Everything runs at the safe point."""

    def is_safe(self, block: int, step: int, steps: int) -> bool:
        """Return whether a block is at the safe point in a step of a run of so many."""
        return self.safe or block in self.blocks or is_sensitive(step, steps, self.leading, self.trailing)

    def where(self, depth: int, steps: int) -> dict[str, list[int]]:
        """Return the GEMMs at which errors strike, as `golden.resilience.trial.trial` is told them."""
        return {
            "blocks": [block for block in range(depth) if block not in self.blocks and not self.safe],
            "steps": [
                step for step in range(steps) if not is_sensitive(step, steps, self.leading, self.trailing)
            ],
        }

    def switches(self, depth: int, steps: int) -> int:
        """Return how often the operating point changes from the start of one run to that of the next."""
        points = [self.is_safe(block, step, steps) for step in range(steps) for block in range(depth)]
        return sum(one != other for one, other in zip(points, [*points[1:], points[0]], strict=True))


POLICIES: Mapping[str, ComparedPolicy] = {
    "unprotected": ComparedPolicy("unprotected", "none", Hardware.NONE),
    "safe": ComparedPolicy("safe point", "none", Hardware.NONE, safe=True),
    "abft": ComparedPolicy("classical ABFT", "classical", Hardware.CHECKS),
    "approxabft": ComparedPolicy("ApproxABFT", "zero", Hardware.CHECKS, {"threshold": 12}),
    "thundervolt": ComparedPolicy("ThUnderVolt", "te-drop", Hardware.DROPPING),
    "razor": ComparedPolicy("Razor", "razor", Hardware.REPLAYING),
    "realm": ComparedPolicy("ReaLM", "statistical", Hardware.CHECKS),
    "drift": ComparedPolicy("DRIFT", "rollback", Hardware.CHECKS, leading=2, blocks=(0,)),
    "ours": ComparedPolicy("ours", "correct+rollback", Hardware.CORRECTOR, leading=1, trailing=1),
    "located": ComparedPolicy("ours, locator", "correct+rollback", Hardware.LOCATOR, leading=1, trailing=1),
    "oracle": ComparedPolicy("ours, oracle", "oracle", Hardware.CORRECTOR, leading=1, trailing=1),
}
"""By the name that `drift-hw compare --policy` takes, in the order of the table."""


def policy(name: str) -> ComparedPolicy:
    """Return a policy. Raises `UserError` for an unknown name."""
    if name not in POLICIES:
        raise UserError(f"unknown policy {name!r}; allowed: {', '.join(POLICIES)}")
    return POLICIES[name]
