"""Real operand tiles: run the quantised sampler, keep what chosen GEMMs were given, cut it for the array."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from drift_hw import __version__
from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.checkpoint import DIT_WEIGHTS, hash_file, load_dit
from golden.diffusion import GUIDANCE, STEPS, sample, sampling_timesteps
from golden.dit import KINDS, LINEAR_KINDS
from golden.quantised import SCALES, Calibration, GemmJob, QuantisedDiT, exact
from golden.tiles import TileCollector, TileSet, kind_indices, tile_gemm


def _chosen(name: str, wanted: Sequence[int] | None, default: Sequence[int], count: int) -> set[int]:
    """Resolve negative indices, which count from the end, and refuse those out of range."""
    result = set()
    for index in default if wanted is None else wanted:
        if not -count <= index < count:
            raise UserError(f"{name} {index} does not exist; allowed: 0 to {count - 1}, or -1 for the last")
        result.add(index % count)
    if not result:
        raise UserError(f"no {name} chosen; give at least one of 0 to {count - 1}")
    return result


@dataclass(frozen=True)
class _Recorder:
    """A `Backend` that computes exactly and collects the tiles of the chosen GEMMs."""

    config: Config
    kinds: set[str]
    timesteps: set[int]
    blocks: set[int]
    heads: set[int]
    tiles_per_site: int | None
    collector: TileCollector

    def __call__(self, job: GemmJob) -> Tensor:
        site = job.site
        if site.kind in self.kinds and site.timestep in self.timesteps and site.block in self.blocks:
            for image in range(len(job.a)):
                for head in (-1,) if site.kind in LINEAR_KINDS else sorted(self.heads):
                    self._keep(job, image, head)
        return exact(job)

    def _keep(self, job: GemmJob, image: int, head: int) -> None:
        linear = head < 0
        a, b = (job.a[image], job.b) if linear else (job.a[image, head], job.b[image, head])
        bias, multiplier, shift = job.parameters(image, head)
        cut = tile_gemm(a, b, self.config, bias=bias, multiplier=multiplier, shift=shift)
        if self.tiles_per_site is not None and self.tiles_per_site < len(cut.row0):
            # Evenly spaced, first and last included: whole tiles and those at both edges.
            cut = cut.take(np.linspace(0, len(cut.row0) - 1, self.tiles_per_site).round().astype(int))
        self.collector.add(cut, **job.site._asdict(), head=head, image=image)


def capture(
    config: Config,
    *,
    kinds: Sequence[str] = KINDS,
    timesteps: Sequence[int] | None = None,
    blocks: Sequence[int] | None = None,
    heads: Sequence[int] = (0,),
    images: int = 1,
    steps: int = STEPS,
    guidance: float = GUIDANCE,
    seed: int = 0,
    tiles_per_site: int | None = None,
    weights: Path = DIT_WEIGHTS,
    scales: Path = SCALES,
    progress: Callable[[int, int], None] | None = None,
) -> TileSet:
    """Sample digits with a trained DiT in int8 and return operand tiles of chosen GEMMs, cut for `config`.

    Args:
        config: the array; `operand_width` below 8 quantises to that many bits.
        kinds: of `golden.dit.KINDS`.
        timesteps: sampling steps, 0 to `steps` - 1, negative from the end; None: first, middle and last.
            No step after the last one chosen is run.
        blocks: transformer blocks, negative from the end; None: first and last.
        heads: attention heads, for `qk` and `av`.
        images: digits to sample, at least 1, classes in turn; each has a conditional and an unconditional
            branch, both captured.
        steps: steps of the sampler: fewer are quicker.
        guidance: strength of classifier-free guidance.
        seed: seed of the noise.
        tiles_per_site: keep at most this many tiles of each GEMM, evenly spaced from first to last;
            None: all.
        weights: checkpoint of the DiT, with its description beside it; the shipped one by default.
        scales: calibration of its activations.
        progress: called after each sampling step with (steps done, steps to do).

    Returns:
        Tiles in order of execution; the same arguments give the same tiles. (Between CPUs the float32 parts
        of the network may differ in their last bits, and now and then an operand by one.)

    Raises:
        UserError: an unknown kind, a step, block or head that does not exist, a bad count, missing or wrong
            weights or scales.
    """
    kind_indices(kinds)
    sampling_timesteps(steps)
    for name, count in (("images", images), ("tiles_per_site", tiles_per_site), ("kinds", len(kinds))):
        if count is not None and count < 1:
            raise UserError(f"{name} must be at least 1, not {count}")
    model = load_dit(weights)
    architecture = model.config
    visited = _chosen("timestep", timesteps, (0, steps // 2, -1), steps)
    recorder = _Recorder(
        config,
        set(kinds),
        visited,
        _chosen("block", blocks, (0, -1), architecture.depth),
        _chosen("head", heads, (), architecture.num_heads),
        tiles_per_site,
        TileCollector(config),
    )
    calibration = Calibration.load(scales)
    fingerprint = f"sha256 {hash_file(weights)}"
    if calibration.source.get("weights", fingerprint) != fingerprint:
        raise UserError(
            f"{scales} was measured on other weights than {weights}; "
            f"run: python -m golden.train.calibrate --weights {weights} --out {scales}"
        )
    quantised = QuantisedDiT(
        model,
        calibration,
        recorder,
        limit=config.output_limit,
        multiplier_width=config.requantiser.multiplier_width,
    )
    stop = max(visited) + 1

    def on_step(step: int, clean: Tensor) -> None:
        if progress is not None:
            progress(step + 1, stop)

    labels = torch.arange(images) % architecture.num_classes
    sample(
        model,
        labels,
        seed=seed,
        steps=steps,
        guidance=guidance,
        gemm=quantised.gemm,
        stop=stop,
        on_step=on_step,
    )
    source: dict[str, Any] = {
        "images": images,
        "steps": steps,
        "guidance": guidance,
        "seed": seed,
        "weights": fingerprint,
        "calibration": f"sha256 {hash_file(scales)}",
        "versions": {"drift-hw": __version__, "torch": torch.__version__},
    }
    return recorder.collector.finish(source)
