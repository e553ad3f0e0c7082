"""A network under timing errors and under protection against them: each GEMM of a sampling run.

    errors (golden.timing) --> accumulators, deltas --> scheme --> int8 results
                                                         |   ^
                                                         checkpoints

The scheme sees what the hardware would see: accumulators and the deltas of real checksums. What really went
wrong is for the tally only, and for oracles, which say what a better detection would be worth.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from drift_hw.config import Config
from golden.cycles import tile_cycles
from golden.integer import requantise
from golden.quantised import GemmJob, exact
from golden.replay import signed
from golden.resilience.scenario import Scenario
from golden.timing.layer import LayerRun, TimingBackend
from golden.timing.model import TimingErrors, clean_gemm

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class FaultyLayer:
    """The GEMMs of one job, wrong here and there, before anything is done about it."""

    config: Config
    run: LayerRun

    @property
    def job(self) -> GemmJob:
        """What was to be computed."""
        return self.run.job

    @cached_property
    def accumulators(self) -> Tensor:
        """(..., M, N) as the GEMMs are cut into blocks; a linear layer is one GEMM of all images."""
        return self.run.gemm.accumulators

    @cached_property
    def clean(self) -> Tensor:
        """The accumulators without errors, of the same shape."""
        job = self.job
        a = job.a.flatten(0, -2) if job.b.dim() == 2 else job.a
        return clean_gemm(self.config, a, job.b)

    def results(self, accumulators: Tensor) -> Tensor:
        """Return accumulators requantised: int8, of the shape of the GEMMs."""
        job = self.job
        shape = *job.a.shape[:-1], job.b.shape[-1]
        values = requantise(accumulators.reshape(shape), job.bias, job.multiplier, job.shift, job.limit)
        return values.reshape(self.accumulators.shape)


class Scheme(Protocol):
    """A protection. It may keep state from one timestep to the next, so each run has its own."""

    def model(self, errors: TimingErrors) -> TimingErrors:
        """Return the errors as they are under this scheme: those that circuits at the flops change."""

    def protect(self, layer: FaultyLayer, tally: Tally) -> Tensor:
        """Return the int8 results, of the shape of `layer.accumulators`, and count."""

    def keep(self, job: GemmJob, results: Tensor, tally: Tally) -> None:
        """Be shown what a job came out as, with or without errors: int8, shaped as a `Backend` returns it."""


@dataclass
class Tally:
    """Counts of one run, by name (`COUNTS`)."""

    counts: Counter[str] = field(default_factory=Counter)
    truth: bool = True
    """Compare with what is right, too: as costly as the GEMMs once more."""

    def add(self, **counts: int) -> None:
        """Add to counts."""
        unknown = counts.keys() - COUNTS.keys()
        assert not unknown, unknown
        self.counts.update(counts)

    def recomputed(self, layer: FaultyLayer, blocks: int) -> None:
        """Count blocks of a layer that are computed again in one pass at the safe point, at least one."""
        cycles = blocks * tile_cycles(layer.config, layer.job.a.shape[-1])
        self.add(recomputed_blocks=blocks, recomputed_cycles=round(cycles), safe_passes=1)

    def errors(
        self, layer: FaultyLayer, threshold: int, handled: Flags | None = None, *, again: bool = False
    ) -> None:
        """Count elements that are wrong, critical (by 2**threshold or more), missed, and handled for nothing.

        `handled`, (..., M, N), are elements that the scheme repairs or replaces, or with `again` computes
        once more, which costs no right element its value.
        """
        if not self.truth:
            return
        error = layer.accumulators.cpu().numpy().astype(np.int64) - layer.clean.cpu().numpy()
        error = np.abs(signed(error, layer.config.array.accumulator_width))
        wrong, critical = error != 0, error >= 1 << threshold
        self.add(wrong_elements=int(wrong.sum()), critical_elements=int(critical.sum()))
        if handled is None:
            handled = np.zeros_like(wrong)
        self.add(
            missed_elements=int((critical & ~handled).sum()),
            innocent_elements=0 if again else int((handled & ~wrong).sum()),
        )


COUNTS = {
    "elements": "results computed where errors may strike",
    "blocks": "blocks (tiles) that they were computed in",
    "wrong_elements": "results that are wrong before any remedy",
    "critical_elements": "of them by 2**threshold or more",
    "missed_elements": "critical ones that the scheme neither repairs nor replaces nor computes again",
    "innocent_elements": "right ones that it replaces",
    "flagged_blocks": "blocks with any flag",
    "corrected_elements": "results repaired by their deltas",
    "replaced_elements": "results replaced by old ones or by zero",
    "recomputed_blocks": "blocks computed again at the safe point",
    "recomputed_cycles": "array cycles of these",
    "safe_passes": "jobs in which there were any: each goes to the safe point and back",
    "checkpoint_reads": "blocks of checkpoints read",
    "checkpoint_writes": "blocks of checkpoints written",
    "replayed_cycles": "array cycles lost to detection and replay at the flops",
    "dropped_products": "products that were left out",
}
"""What a `Tally` counts."""


class ProtectedBackend:
    """A `golden.quantised.Backend` with timing errors and a protection against them.

    The errors of a GEMM depend on the seed and its site only, not on what ran before.
    """

    def __init__(
        self, config: Config, scenario: Scenario, scheme: Scheme, seed: int, *, truth: bool = True
    ) -> None:
        """Run GEMMs on the array of `config`; `truth`: count what is really wrong, too."""
        self._config, self._scenario, self._scheme, self._seed = config, scenario, scheme, seed
        self.tally = Tally(truth=truth)

    def __call__(self, job: GemmJob) -> Tensor:
        """Run a job; raises `UserError` as `golden.timing.layer.TimingBackend` and the scheme do."""
        errors = self._scenario(job.site)
        if errors is None:
            results = exact(job)
        else:
            timing = TimingBackend(self._config, self._scheme.model(errors), self._seed)
            layer = FaultyLayer(self._config, timing.layer(job))
            self.tally.add(elements=layer.accumulators.numel())
            results = self._scheme.protect(layer, self.tally)
            results = results.reshape(*job.a.shape[:-1], job.b.shape[-1])
        self._scheme.keep(job, results, self.tally)
        return results
