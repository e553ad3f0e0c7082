"""Where timing errors strike: which model of them acts on which GEMM of a sampling run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from drift_hw.control.timesteps import is_sensitive
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
class OperatingPoints:
    """A `Scenario`: each block has a point for sensitive timesteps and one for tolerant ones.

    The registers of the accelerator say the same (docs/accelerator.md, "Operating points").
    """

    errors: Mapping[int, TimingErrors | None]
    """What goes wrong at each point; point 0 is the safe one."""
    sensitive: tuple[int, ...]
    """Point of each block in sensitive timesteps."""
    tolerant: tuple[int, ...]
    """Point of each block in the others."""
    steps: int
    """Sampling steps of a run."""
    leading: int
    """So many steps from the first on are sensitive."""
    trailing: int = 0
    """So many steps up to the last are sensitive."""

    def point(self, site: Site) -> int:
        """Return the operating point of a GEMM."""
        sensitive = is_sensitive(site.timestep, self.steps, self.leading, self.trailing)
        return (self.sensitive if sensitive else self.tolerant)[site.block]

    def __call__(self, site: Site) -> TimingErrors | None:
        """Return the model at a site."""
        return self.errors[self.point(site)]
