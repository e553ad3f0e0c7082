"""How good images stay when wrong results are found by checksums, for docs/decisions/0005-detection.md.

Run it as ``python -m golden.experiments.detection [--rates 1e-3 1e-2] [--remedies lists locator]``. The
shipped DiT samples digits while each result has one flipped bit with a probability (`OutputErrors`), at
every step; what a remedy masks is rolled back to the checkpoint of the same GEMM, or to zero without one.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from drift_hw.config import Config
from drift_hw.files import write_json
from golden.checkpoint import CLASSIFIER_WEIGHTS, DIT_WEIGHTS, load_classifier, load_dit
from golden.classifier import classify
from golden.diffusion import sample
from golden.dit import KINDS
from golden.experiments.remedies import REMEDIES, Evidence
from golden.integer import matmul, requantise
from golden.quantised import Backend, Calibration, GemmJob, QuantisedDiT, exact
from golden.timing.output import OutputErrors

INTERVAL = 10
"""Steps between checkpoints."""
THRESHOLD = 10


@dataclass
class Protected:
    """A `golden.quantised.Backend` with flipped bits, one remedy, and rollback of what it masks."""

    config: Config
    model: OutputErrors
    remedy: str
    seed: int
    counts: Counter[str] = field(default_factory=Counter)
    checkpoints: dict[tuple[str, int], Tensor] = field(default_factory=dict)

    def __call__(self, job: GemmJob) -> Tensor:
        """Run a job."""
        site = job.site
        rng = np.random.default_rng([self.seed, KINDS.index(site.kind), site.block, site.timestep])
        a = job.a.flatten(0, -2) if job.b.dim() == 2 else job.a
        run = self.model.gemm(self.config, a, job.b, rng)
        assert run.row_deltas is not None
        assert run.column_deltas is not None
        assert run.row_residues is not None
        right = matmul(a, job.b)
        blocks = run.row_deltas.shape[-3:-1]
        errors = self._tiles(run.accumulators.long() - right, blocks)
        rows, columns, residues = (
            check.flatten(0, -2).numpy() for check in (run.row_deltas, run.column_deltas, run.row_residues)
        )
        struck = errors.any((1, 2))
        tiles = Evidence(
            self.config, THRESHOLD, errors[struck], rows[struck], columns[struck], residues[struck]
        )
        left, chosen = REMEDIES[self.remedy](tiles)
        self._count(tiles, left, chosen, right.numel())
        mask = np.zeros(errors.shape, bool)
        errors[struck], mask[struck] = left, chosen
        shape = (*job.a.shape[:-1], job.b.shape[-1])
        result = right + self._untile(errors, blocks, right)
        out = requantise(result.reshape(shape), job.bias, job.multiplier, job.shift, job.limit)
        place = site.kind, site.block
        replacement = self.checkpoints.get(place, torch.zeros_like(out))
        out = torch.where(self._untile(mask, blocks, right).reshape(shape), replacement, out)
        if site.timestep == 0 or site.timestep % INTERVAL == 1:
            self.checkpoints[place] = out
        return out

    def _tiles(self, x: Tensor, blocks: torch.Size) -> NDArray[np.int64]:
        """Cut (..., M, N) into tiles (T, R, C), padded with zeros."""
        r, c = self.config.array.rows, self.config.array.columns
        below, right = blocks[0] * r - x.shape[-2], blocks[1] * c - x.shape[-1]
        padded = torch.nn.functional.pad(x, (0, right, 0, below)).reshape(-1, blocks[0], r, blocks[1], c)
        return np.ascontiguousarray(padded.transpose(2, 3).reshape(-1, r, c).numpy())

    def _untile(self, tiles: NDArray[Any], blocks: torch.Size, like: Tensor) -> Tensor:
        """Undo `_tiles`."""
        _, r, c = tiles.shape
        whole = tiles.reshape(-1, *blocks, r, c).swapaxes(2, 3).reshape(-1, blocks[0] * r, blocks[1] * c)
        return torch.from_numpy(whole[:, : like.shape[-2], : like.shape[-1]].copy()).reshape(like.shape)

    def _count(self, tiles: Evidence, left: NDArray[np.int64], mask: NDArray[np.bool_], results: int) -> None:
        changed = left != tiles.errors
        self.counts.update(
            results=results,
            wrong=int((tiles.errors != 0).sum()),
            critical=int(tiles.critical.sum()),
            masked=int(mask.sum()),
            innocent=int((mask & (tiles.errors == 0)).sum()),
            repaired=int((changed & (left == 0)).sum()),
            wrongly_repaired=int((changed & (left != 0)).sum()),
            escaped=int(((np.abs(left) >= 1 << THRESHOLD) & ~mask).sum()),
        )


@dataclass(frozen=True)
class Setting:
    """What is sampled: digits 0 to 9 in turn."""

    images: int
    steps: int
    dynamic: bool
    """Scales of activations are measured on each image."""
    seed: int
    """Of the flipped bits."""

    @property
    def labels(self) -> Tensor:
        """(N,) digits asked for."""
        return torch.arange(self.images) % 10

    def generate(self, backend: Backend) -> Tensor:
        """Return the images, (N, 1, 28, 28)."""
        calibration = Calibration.load().per_tensor()
        network = QuantisedDiT(load_dit(DIT_WEIGHTS), calibration, backend, dynamic=self.dynamic)
        return sample(network.model, self.labels, seed=1, steps=self.steps, gemm=network.gemm)


def measure(remedy: str, rate: float, setting: Setting, reference: Tensor) -> dict[str, Any]:
    """Return figures of the images of one remedy at one rate, beside the `reference` without errors."""
    config = Config().replace(protection__locator=True)
    backend = Protected(config, OutputErrors(rate), remedy, setting.seed)
    images = setting.generate(backend)
    squares = ((images - reference) ** 2).mean((1, 2, 3)).clamp(min=1e-9)
    psnr = 10 * torch.log10(4 / squares)
    right = classify(load_classifier(CLASSIFIER_WEIGHTS), images) == setting.labels
    return {
        "remedy": remedy,
        "rate": rate,
        "psnr_db": psnr.mean().item(),
        "psnr_error_db": (psnr.std() / len(psnr) ** 0.5).item(),
        "psnr_median_db": psnr.median().item(),
        "class_accuracy": right.double().mean().item(),
        **asdict(setting),
        **backend.counts,
    }


def main(arguments: list[str] | None = None) -> None:
    """Print a line for each rate and remedy, as it is measured; write all of them as JSON if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rates", type=float, nargs="+", default=[1e-4, 1e-3, 3e-3, 1e-2, 2e-2, 3e-2])
    parser.add_argument("--remedies", nargs="+", choices=REMEDIES, default=list(REMEDIES))
    parser.add_argument("--images", type=int, default=30)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--static", action="store_true", help="static scales of activations, which clamp")
    parser.add_argument("--seed", type=int, default=0, help="of the flipped bits")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    setting = Setting(chosen.images, chosen.steps, not chosen.static, chosen.seed)
    reference = setting.generate(exact)
    print("rate   remedy           PSNR dB      accuracy escaped   innocents  repaired")
    print("                                              per critical error   of errors")
    figures = []
    for rate in chosen.rates:
        for remedy in chosen.remedies:
            found = measure(remedy, rate, setting, reference)
            figures.append(found)
            critical = max(found["critical"], 1)
            print(
                f"{rate:6.0e} {remedy:16} {found['psnr_db']:5.1f} +- {found['psnr_error_db']:3.1f} "
                f"{found['class_accuracy']:8.3f} {found['escaped'] / critical:9.1e} "
                f"{found['innocent'] / critical:9.2f} {found['repaired'] / max(found['wrong'], 1):9.3f}",
                flush=True,
            )
            if chosen.json:
                write_json(chosen.json, figures)


if __name__ == "__main__":
    main()
