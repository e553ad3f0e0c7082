"""Statistical ABFT: how large the deltas of a block are, and how many, decides whether it is computed again.

After ReaLM (Xie et al., DAC 2025, arXiv 2503.24053): layers tolerate a few large errors or many small ones,
but not many large ones; layers whose results are added to the residual stream and normalised, the output
projections, tolerate neither. docs/policies.md says what was taken over.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.abft import check_threshold
from golden.dit import KINDS
from golden.quantised import GemmJob
from golden.resilience.blocks import Blocks
from golden.resilience.protected import FaultyLayer, Tally
from golden.timing.model import TimingErrors

SENSITIVE = ("proj", "fc2")
"""Kinds of layers that are added to the residual stream: "O" and "Down" of language models."""


class Statistical:
    """A `Scheme`: a block with too many large column deltas is computed again at the safe point."""

    def __init__(
        self,
        config: Config,
        *,
        magnitude: int = 10,
        frequency: int = 3,
        sensitive: tuple[str, ...] = SENSITIVE,
    ) -> None:
        """Protect on the array of `config`.

        Args:
            config: with ABFT; of its checksums those of columns are used.
            magnitude: deltas of at least 2**magnitude count.
            frequency: so many of them in a block, and it is computed again.
            sensitive: kinds of layers in which one is enough.

        Raises:
            UserError: a configuration without ABFT, a magnitude beyond the accumulator, a frequency below 1,
                or an unknown kind.
        """
        if not config.protection.abft:
            raise UserError("there are no checks without ABFT; set protection.abft = true")
        if frequency < 1:
            raise UserError(f"a block is computed again for 1 large delta or more, not {frequency}")
        unknown = [kind for kind in sensitive if kind not in KINDS]
        if unknown:
            raise UserError(f"unknown kind of layer {unknown[0]!r}; allowed: {', '.join(KINDS)}")
        self._config, self._magnitude = config, check_threshold(config, magnitude)
        self._frequency, self._sensitive = frequency, sensitive

    def model(self, errors: TimingErrors) -> TimingErrors:
        """Return the errors as they are."""
        return errors

    def protect(self, layer: FaultyLayer, tally: Tally) -> Tensor:
        """Return the results after computing again."""
        checks = layer.run.checks(self._magnitude)
        large = checks.column_flags.sum(-1).reshape(-1)
        least = 1 if layer.job.site.kind in self._sensitive else self._frequency
        chosen = np.flatnonzero((large >= least).numpy())
        tally.add(blocks=large.numel(), flagged_blocks=int((large > 0).sum()))
        blocks = Blocks(self._config, tuple(layer.accumulators.shape), chosen)
        everything = np.ones_like(blocks.inside)
        if tally.truth:
            handled = torch.zeros(layer.accumulators.shape, dtype=torch.bool)
            blocks.put(handled, everything, everything)
            tally.errors(layer, self._magnitude, handled.numpy(), again=True)
        results = layer.results(layer.accumulators)
        if len(chosen):
            blocks.put(results, blocks.take(layer.results(layer.clean)), everything)
            tally.recomputed(layer, len(chosen))
        return results

    def keep(self, job: GemmJob, results: Tensor, tally: Tally) -> None:
        """Keep nothing."""
