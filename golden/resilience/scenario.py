"""Where timing errors strike: which model of them acts on which GEMM of a sampling run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from drift_hw.errors import UserError
from drift_hw.policy import OperatingPolicy
from golden.quantised import Site
from golden.timing.model import TimingErrors

Scenario = Callable[[Site], TimingErrors | None]
"""The model of a GEMM's errors; None: it runs at the safe point, without any."""


@dataclass(frozen=True)
class Where:
    """A choice of GEMMs. None means all."""

    kinds: tuple[str, ...] | None = None
    """Layer kinds, of `golden.dit.KINDS`."""
    blocks: tuple[int, ...] | None = None
    """Network blocks."""
    steps: tuple[int, ...] | None = None
    """Sampling steps, from 0 (noise) on."""

    def __contains__(self, site: Site) -> bool:
        return all(
            chosen is None or value in chosen
            for chosen, value in (
                (self.kinds, site.kind),
                (self.blocks, site.block),
                (self.steps, site.timestep),
            )
        )


@dataclass(frozen=True)
class Everywhere:
    """A `Scenario`: one model in the GEMMs of `where`, none elsewhere."""

    errors: TimingErrors
    where: Where = Where()

    def __call__(self, site: Site) -> TimingErrors | None:
        """Return the model at a site."""
        return self.errors if site in self.where else None


@dataclass(frozen=True)
class UnderPolicy:
    """A `Scenario`: what goes wrong at the operating point that a policy gives each block and timestep."""

    policy: OperatingPolicy
    errors: Mapping[int, TimingErrors | None]
    """By operating point."""

    def __post_init__(self) -> None:
        missing = [point for point in range(len(self.policy.points)) if point not in self.errors]
        if missing:
            raise UserError(
                f"the policy has operating point {missing[0]}, but its timing errors are not given"
            )

    def __call__(self, site: Site) -> TimingErrors | None:
        """Return the model at a site."""
        return self.errors[self.policy.point(site.block, site.timestep)]
