"""Protection by checksums of blocks (ABFT), as in the accelerator: correct, then roll back, zero or redo."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from drift_hw.config import Config
from drift_hw.control.timesteps import has_checkpoint
from drift_hw.errors import UserError
from golden.quantised import GemmJob
from golden.recovery import correct
from golden.replay import signed
from golden.resilience.blocks import Blocks
from golden.resilience.protected import FaultyLayer, Tally
from golden.timing.model import TimingErrors, block_counts

Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]


class Action(StrEnum):
    """What becomes of elements that are masked and not repaired."""

    NONE = "none"
    ROLLBACK = "rollback"
    ZERO = "zero"
    RECOMPUTE = "recompute"


class Detection(StrEnum):
    """What the mask is made of."""

    CHECKSUMS = "checksums"
    """Rows x columns whose deltas are critical: what the hardware does."""
    ORACLE = "oracle"
    """The elements that are wrong by 2**threshold or more, and no others: what no hardware does."""
    NO_INNOCENTS = "no innocents"
    """The mask of the checksums, without elements that are not critical."""
    NO_MISSES = "no misses"
    """The mask of the checksums, and all other critical elements."""


@dataclass
class Checkpoints:
    """Old results by layer, written in timesteps that have a checkpoint."""

    interval: int
    kept: dict[tuple[str, int], Tensor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.interval < 1:
            raise UserError(f"the interval of checkpoints must be 1 timestep or more, not {self.interval}")

    def of(self, job: GemmJob) -> Tensor | None:
        """Return the old results of a job's layer, if there are any."""
        return self.kept.get((job.site.kind, job.site.block))


class Unprotected:
    """A `Scheme` that does nothing."""

    def model(self, errors: TimingErrors) -> TimingErrors:
        """Return the errors as they are."""
        return errors

    def protect(self, layer: FaultyLayer, tally: Tally) -> Tensor:
        """Return the results, wrong as they are."""
        tally.errors(layer, 10)
        return layer.results(layer.accumulators)

    def keep(self, job: GemmJob, results: Tensor, tally: Tally) -> None:
        """Keep nothing."""


class Checksums:
    """A `Scheme`: blocks are checked; critical deltas are corrected, and what stays masked is acted upon.

    Defaults are those of DRIFT (arXiv 2604.09073), but for correction.
    """

    def __init__(
        self,
        config: Config,
        *,
        threshold: int = 10,
        interval: int = 10,
        corrects: bool = False,
        action: Action = Action.ROLLBACK,
        detection: Detection = Detection.CHECKSUMS,
    ) -> None:
        """Protect on the array of `config`.

        Args:
            config: with ABFT.
            threshold: deltas of at least 2**threshold are critical.
            interval: timesteps between checkpoints.
            corrects: repair elements whose row and column have the same delta, as the corrector does.
            action: for masked elements.
            detection: what the mask is made of.

        Raises:
            UserError: an interval below 1, or a configuration without ABFT.
        """
        if not config.protection.abft:
            raise UserError("there are no checks without ABFT; set protection.abft = true")
        self._config, self._threshold, self._corrects = config, threshold, corrects
        self._action, self._detection = Action(action), Detection(detection)
        self._checkpoints = Checkpoints(interval)

    def model(self, errors: TimingErrors) -> TimingErrors:
        """Return the errors as they are."""
        return errors

    def protect(self, layer: FaultyLayer, tally: Tally) -> Tensor:
        """Return the results after correction and recovery."""
        checks = layer.run.checks(self._threshold)
        flagged: Flags = checks.flagged.numpy().reshape(-1)
        tally.add(blocks=flagged.size, flagged_blocks=int(flagged.sum()))
        whole = self._detection in (Detection.ORACLE, Detection.NO_MISSES)
        rows, columns = (
            deltas.flatten(0, -2).numpy() for deltas in (checks.row_deltas, checks.column_deltas)
        )
        residues = None
        if layer.run.gemm.row_residues is not None:  # a locator repairs what is below the threshold too
            residues = layer.run.gemm.row_residues.flatten(0, -2).numpy()
            flagged = np.asarray(np.concatenate([rows, columns, residues], 1).any(1))
        chosen = np.arange(flagged.size) if whole else np.flatnonzero(flagged)
        blocks = Blocks(self._config, tuple(layer.accumulators.shape), chosen)
        values = blocks.take(layer.accumulators).astype(np.int64)
        found = correct(
            self._config,
            values,
            rows[chosen],
            columns[chosen],
            threshold=self._threshold,
            enabled=self._corrects,
            row_residues=None if residues is None else residues[chosen],
        )
        mask = found.mask
        if self._detection is not Detection.CHECKSUMS:
            mask = self._informed(mask, values - blocks.take(layer.clean))
        again = self._action is Action.RECOMPUTE
        if again:
            mask = np.broadcast_to(mask.any((1, 2), keepdims=True), mask.shape)
        accumulators = layer.accumulators
        if found.corrected.any():
            accumulators = accumulators.clone()
            blocks.put(accumulators, found.accumulators, found.corrected)
        tally.add(corrected_elements=int((found.corrected & blocks.inside).sum()))
        if tally.truth:
            handled = torch.zeros(layer.accumulators.shape, dtype=torch.bool)
            blocks.put(handled, np.ones_like(mask), mask | found.corrected)
            tally.errors(layer, self._threshold, handled.numpy(), again=again)
        results = layer.results(accumulators)
        self._recover(layer, blocks, mask, results, tally)
        return results

    def keep(self, job: GemmJob, results: Tensor, tally: Tally) -> None:
        """Write the checkpoint, in timesteps that have one."""
        if self._action is Action.ROLLBACK and has_checkpoint(job.site.timestep, self._checkpoints.interval):
            self._checkpoints.kept[job.site.kind, job.site.block] = results
            rows = job.a.flatten(0, -2) if job.b.dim() == 2 else job.a
            shape = *rows.shape[:-1], job.b.shape[-1]
            down, across = block_counts(self._config, *shape[-2:])
            tally.add(checkpoint_writes=int(np.prod(shape[:-2], dtype=int)) * down * across)

    def _informed(self, mask: Flags, error: Integers) -> Flags:
        """Return the mask that one would have who knew the errors, (n, R, C), before correction."""
        width = self._config.array.accumulator_width
        critical: Flags = np.abs(signed(error, width)) >= 1 << self._threshold
        if self._detection is Detection.ORACLE:
            return critical
        return mask & critical if self._detection is Detection.NO_INNOCENTS else mask | critical

    def _recover(
        self, layer: FaultyLayer, blocks: Blocks, mask: Flags, results: Tensor, tally: Tally
    ) -> None:
        """Act upon masked elements, in place."""
        masked_blocks = int(mask.any((1, 2)).sum())
        if self._action is Action.NONE or not masked_blocks:
            return
        if self._action is Action.RECOMPUTE:
            blocks.put(results, blocks.take(layer.results(layer.clean)), mask)
            tally.recomputed(layer, masked_blocks)
            return
        old = self._checkpoints.of(layer.job) if self._action is Action.ROLLBACK else None
        if old is None:
            blocks.put(results, np.zeros(mask.shape, np.int8), mask)
        else:
            blocks.put(results, blocks.take(old), mask)
            tally.add(checkpoint_reads=masked_blocks)
        tally.add(replaced_elements=int((mask & blocks.inside).sum()))
