"""Classical and statistical ABFT: blocks are computed again at the safe point when their deltas say so."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.abft import Checks, check_threshold
from golden.dit import KINDS
from golden.quantised import GemmJob
from golden.resilience.blocks import Blocks
from golden.resilience.protected import FaultyLayer, Tally
from golden.timing.model import TimingErrors

SENSITIVE = ("proj", "fc2")
"""Kinds of layers that are added to the residual stream: "O" and "Down" of language models."""


class Classical:
    """A `Scheme`: a block with any wrong checksum is computed again.

    The accelerator's own recomputation asks for a row and a column, so that it misses an error whose row or
    column cancels; `golden.resilience.checksums` has that.
    """

    def __init__(self, config: Config, *, threshold: int = 0) -> None:
        """Protect on the array of `config`; deltas of at least 2**threshold are wrong.

        Raises `UserError` for a configuration without ABFT, and a threshold beyond the accumulator.
        """
        if not config.protection.abft:
            raise UserError("there are no checks without ABFT; set protection.abft = true")
        self._config, self._threshold = config, check_threshold(config, threshold)

    def model(self, errors: TimingErrors) -> TimingErrors:
        """Return the errors as they are."""
        return errors

    def chosen(self, checks: Checks, kind: str) -> Tensor:
        """Return which blocks of a kind of layer are computed again, bool, shaped as `checks.flagged`."""
        return checks.flagged

    def protect(self, layer: FaultyLayer, tally: Tally) -> Tensor:
        """Return the results after computing again."""
        checks = layer.run.checks(self._threshold)
        tally.add(blocks=checks.flagged.numel(), flagged_blocks=int(checks.flagged.sum()))
        chosen = np.flatnonzero(self.chosen(checks, layer.job.site.kind).numpy())
        blocks = Blocks(self._config, tuple(layer.accumulators.shape), chosen)
        everything = np.ones_like(blocks.inside)
        if tally.truth:
            handled = torch.zeros(layer.accumulators.shape, dtype=torch.bool)
            blocks.put(handled, everything, everything)
            tally.errors(layer, self._threshold, handled.numpy(), again=True)
        results = layer.results(layer.accumulators)
        if len(chosen):
            blocks.put(results, blocks.take(layer.results(layer.clean)), everything)
            tally.recomputed(layer, len(chosen))
        return results

    def keep(self, job: GemmJob, results: Tensor, tally: Tally) -> None:
        """Keep nothing."""


class Statistical(Classical):
    """A `Scheme`: a block is computed again for many large column deltas, in sensitive layers for any.

    After ReaLM (Xie et al., DAC 2025, arXiv 2503.24053): most layers of a network tolerate a few large errors
    or many small ones, but not many large ones; those whose results are added to the residual stream and
    normalised tolerate neither. docs/policies.md says what was taken over.
    """

    def __init__(
        self,
        config: Config,
        *,
        magnitude: int = 10,
        frequency: int = 2,
        sensitive: tuple[str, ...] = SENSITIVE,
    ) -> None:
        """Protect on the array of `config`.

        Args:
            config: with ABFT; of its checksums those of columns are used.
            magnitude: deltas of at least 2**magnitude count.
            frequency: so many of them in a block, and it is computed again.
            sensitive: kinds of layers in which one is enough.

        Raises:
            UserError: as `Classical`, and for a frequency below 1 or an unknown kind.
        """
        super().__init__(config, threshold=magnitude)
        if frequency < 1:
            raise UserError(f"a block is computed again for 1 large delta or more, not {frequency}")
        unknown = [kind for kind in sensitive if kind not in KINDS]
        if unknown:
            raise UserError(f"unknown kind of layer {unknown[0]!r}; allowed: {', '.join(KINDS)}")
        self._frequency, self._sensitive = frequency, sensitive

    def chosen(self, checks: Checks, kind: str) -> Tensor:
        """Return which blocks have too many large deltas."""
        return checks.column_flags.sum(-1) >= (1 if kind in self._sensitive else self._frequency)
