"""A network under a model of timing errors: each GEMM of a sampling run, as the accelerator computes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.abft import Checks
from golden.dit import KINDS
from golden.integer import requantise
from golden.quantised import GemmJob, Site
from golden.timing.model import GemmRun, TimingErrors


@dataclass(frozen=True)
class LayerRun:
    """What the GEMMs of one job came out as."""

    job: GemmJob
    accumulators: Tensor
    """Integers, shaped as the job's `a` with its last axis replaced by that of `b`."""
    gemm: GemmRun
    """The GEMMs that it consists of: one for a linear layer, whose images are stacked along M; else one for
    each image and head, their leading dimensions."""

    def checks(self, threshold: int) -> Checks:
        """Return flags and masks of the blocks of the GEMMs; raises `UserError` without ABFT."""
        return self.gemm.checks(threshold)

    def output(self) -> Tensor:
        """Return the requantised results, int8."""
        job = self.job
        return requantise(self.accumulators, job.bias, job.multiplier, job.shift, job.limit)


class TimingBackend:
    """A `golden.quantised.Backend` with timing errors and without any remedy.

    The errors of a GEMM depend on the seed and its site only, not on what ran before.
    """

    def __init__(
        self,
        config: Config,
        model: TimingErrors,
        seed: int,
        on_layer: Callable[[Site, LayerRun], None] | None = None,
    ) -> None:
        """Run every GEMM under `model` on the array of `config`; `on_layer` is shown what came out."""
        self._config, self._model, self._seed = config, model, seed
        self._on_layer = on_layer

    def __call__(self, job: GemmJob) -> Tensor:
        """Run a job; raises `UserError` as `layer` does."""
        run = self.layer(job)
        if self._on_layer is not None:
            self._on_layer(job.site, run)
        return run.output()

    def layer(self, job: GemmJob) -> LayerRun:
        """Return the results of a job before requantisation, with the deltas of its checks.

        Raises `UserError` when it is quantised for another accelerator, and as the model does.
        """
        if job.limit != self._config.output_limit:
            raise UserError(
                f"the GEMM is quantised to +-{job.limit}, but the accelerator's limit is "
                f"+-{self._config.output_limit}; give QuantisedDiT its limit"
            )
        site = job.site
        rng = np.random.default_rng([self._seed, KINDS.index(site.kind), site.block, site.timestep])
        a = job.a.flatten(0, -2) if job.b.dim() == 2 else job.a
        gemm = self._model.gemm(self._config, a, job.b, rng)
        return LayerRun(job, gemm.accumulators.reshape(*job.a.shape[:-1], job.b.shape[-1]), gemm)
