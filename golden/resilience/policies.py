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
from golden.quantised import Site
from golden.resilience.protected import Scheme
from golden.resilience.scenario import Scenario
from golden.resilience.schemes import scheme
from golden.timing.model import TimingErrors


class Hardware(StrEnum):
    """What a policy adds to an array without any protection."""

    NONE = "none"
    CHECKS = "checks"
    """Checksum row, checksum column and checker."""
    CORRECTOR = "checks and corrector"
    """And what repairs by deltas."""
    SHADOWS = "shadow flops"
    """A second flop beside each one that may be late, a comparator and a multiplexer."""


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

    def build(self, config: Config) -> Scheme:
        """Return the scheme, for one run; raises `UserError` as it does."""
        return scheme(self.scheme, config, **self.knobs)

    def is_safe(self, site: Site, steps: int) -> bool:
        """Return whether a GEMM of a run of so many steps is at the safe point."""
        return (
            self.safe
            or site.block in self.blocks
            or is_sensitive(site.timestep, steps, self.leading, self.trailing)
        )

    def scenario(self, errors: TimingErrors, steps: int) -> Scenario:
        """Return where errors strike in a run of so many steps."""
        return lambda site: None if self.is_safe(site, steps) else errors

    def switches(self, depth: int, steps: int) -> int:
        """Return how often the operating point changes in a run, from the safe one on to the next run's."""
        points = [
            self.is_safe(Site("", block, step), steps) for step in range(steps) for block in range(depth)
        ]
        return sum(one != other for one, other in zip(points, [*points[1:], points[0]], strict=True))


POLICIES: Mapping[str, ComparedPolicy] = {
    "unprotected": ComparedPolicy("unprotected", "none", Hardware.NONE),
    "safe": ComparedPolicy("safe point", "none", Hardware.NONE, safe=True),
    "abft": ComparedPolicy("classical ABFT", "classical", Hardware.CHECKS),
    "approxabft": ComparedPolicy("ApproxABFT", "zero", Hardware.CHECKS, {"threshold": 12}),
    "thundervolt": ComparedPolicy("ThUnderVolt", "te-drop", Hardware.SHADOWS),
    "razor": ComparedPolicy("Razor", "razor", Hardware.SHADOWS),
    "realm": ComparedPolicy("ReaLM", "statistical", Hardware.CHECKS),
    "drift": ComparedPolicy("DRIFT", "rollback", Hardware.CHECKS, leading=2, blocks=(0,)),
    "ours": ComparedPolicy("ours", "correct+rollback", Hardware.CORRECTOR, leading=2, trailing=2),
    "oracle": ComparedPolicy("ours, oracle", "oracle", Hardware.CORRECTOR, leading=2, trailing=2),
}
"""By the name that `drift-hw compare --policy` takes, in the order of the table."""


def policy(name: str) -> ComparedPolicy:
    """Return a policy. Raises `UserError` for an unknown name."""
    if name not in POLICIES:
        raise UserError(f"unknown policy {name!r}; allowed: {', '.join(POLICIES)}")
    return POLICIES[name]
