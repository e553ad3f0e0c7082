"""Protection at the flops: each PE sees its late captures, and drops the product or has the array wait.

What shadow flops see is in `golden.timing.shadows`; docs/policies.md tells what that leaves out.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.array import ArrayRun, Tiles
from golden.quantised import GemmJob
from golden.resilience.protected import FaultyLayer, Tally
from golden.schedule import Schedule
from golden.timing.flop import FlopErrors
from golden.timing.model import GemmRun, TimingErrors
from golden.timing.output import OutputErrors
from golden.timing.shadows import Remedy, Shadows

Integers = NDArray[np.int64]


class _Shadowed(Protocol):
    def shadowed_gemm(
        self, config: Config, a: Tensor, b: Tensor, rng: np.random.Generator, shadows: Shadows
    ) -> tuple[GemmRun, Integers]: ...


@dataclass
class WatchedErrors:
    """A `TimingErrors`: those that are left when PEs have shadow flops."""

    errors: _Shadowed
    shadows: Shadows
    late: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    """Cycle of each late capture that was seen in a data PE, in the last GEMMs, (n,)."""

    def run(
        self, config: Config, a_tiles: Tiles, b_tiles: Tiles, schedule: Schedule, rng: np.random.Generator
    ) -> ArrayRun:
        """Refuse with a `UserError`: a schedule would change as the array waits."""
        raise UserError("circuits that see late captures are modelled for whole GEMMs, not for single tiles")

    def gemm(self, config: Config, a: Tensor, b: Tensor, rng: np.random.Generator) -> GemmRun:
        """Multiply; raises `UserError` as the model does."""
        run, self.late = self.errors.shadowed_gemm(config, a, b, rng, self.shadows)
        return run


class ShadowFlops(ABC):
    """A `Scheme` of PEs that see their late captures; nothing else checks the results."""

    remedy: ClassVar[Remedy]

    def __init__(self, config: Config, *, shadowed: Mapping[str, int] | None = None) -> None:
        """Protect the array of `config`; whether it has ABFT does not matter.

        `shadowed` is `Shadows.lowest`: None has shadow flops everywhere. Raises `UserError` for a register or
        bit that the PEs do not have.
        """
        self._shadows = Shadows(self.remedy, shadowed)
        self._shadows.check(config)
        self._watched: WatchedErrors | None = None

    def model(self, errors: TimingErrors) -> TimingErrors:
        """Return the errors that are left; raises `UserError` for a model without late captures to see."""
        if not isinstance(errors, OutputErrors | FlopErrors):
            raise UserError(
                f"circuits that see late captures are modelled for output and flop errors, not for "
                f"{type(errors).__name__}"
            )
        self._watched = WatchedErrors(errors, self._shadows)
        return self._watched

    def protect(self, layer: FaultyLayer, tally: Tally) -> Tensor:
        """Return the results and count."""
        assert self._watched is not None
        tally.errors(layer, 10)
        self._count(self._watched.late, tally)
        return layer.results(layer.accumulators)

    @abstractmethod
    def _count(self, late: Integers, tally: Tally) -> None:
        """Count what late captures, by cycle, cost."""

    def keep(self, job: GemmJob, results: Tensor, tally: Tally) -> None:  # noqa: B027
        """Keep nothing."""


class TEDrop(ShadowFlops):
    """The product of a late multiply-accumulate does not count; the array never waits.

    ThUnderVolt (Zhang et al., DAC 2018). Where an accumulator is late, circuits drop the product that follows
    instead (`synth.shadow_flops`); so many are lost either way.
    """

    remedy = Remedy.DROP

    def _count(self, late: Integers, tally: Tally) -> None:
        tally.add(dropped_products=len(late))


class Razor(ShadowFlops):
    """Late registers get the right value from their shadow, for which the whole array waits."""

    remedy = Remedy.REPLAY

    def __init__(
        self, config: Config, *, penalty: int = 1, shadowed: Mapping[str, int] | None = None
    ) -> None:
        """Protect the array of `config`.

        Args:
            config: the array.
            penalty: cycles for which all PEs wait after each cycle with late captures, however many.
            shadowed: as for all `ShadowFlops`.

        Raises:
            UserError: a penalty below one cycle, or shadows that the PEs have no place for.
        """
        if penalty < 1:
            raise UserError(f"a replay takes 1 cycle or more, not {penalty}")
        super().__init__(config, shadowed=shadowed)
        self._penalty = penalty

    def _count(self, late: Integers, tally: Tally) -> None:
        tally.add(replayed_cycles=self._penalty * len(np.unique(late)))
