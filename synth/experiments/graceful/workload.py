"""What PEs work on: accumulations of real and of made-up tiles, and what their errors do to int8 results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray

from drift_hw.config import PRESETS
from golden.capture import capture
from golden.integer import quantise_multiplier, requantise
from golden.tiles import TileError, TileSet
from synth.flow import mapping_cache
from synth.timing import stream
from synth.timing.stream import Drive, Ports, Stream

Integers = NDArray[np.int64]

CONFIG = PRESETS["demo"]
"""The array that tiles are cut for: its size does not matter to a PE."""
ROUNDING = 1 / 12
"""Mean squared error of rounding to integers: the requantiser's own, in squared steps of its output."""


@dataclass(frozen=True)
class Workload:
    """Accumulations, one after the other on one PE; entries are per accumulation, (n,)."""

    name: str
    stream: Stream
    sites: Sequence[tuple[int, int, int]]
    """Tile, row and column of each."""
    bias: Integers
    multiplier: Integers
    shift: Integers

    def first(self, count: int) -> Workload:
        """Return the first `count` accumulations."""
        kept = {name: getattr(self, name)[:count] for name in ("sites", "bias", "multiplier", "shift")}
        return replace(self, **kept)

    @cached_property
    def depth(self) -> int:
        """The largest K."""
        return max(len(b) for _, b in self.stream.pairs)

    @cached_property
    def right(self) -> Integers:
        """Exact results."""
        pairs = self.stream.pairs
        return np.array([pairs[t][0][i].astype(np.int64) @ pairs[t][1][:, j] for t, i, j in self.sites])

    def drive(self, ports: Ports) -> Drive:
        """Return what a data PE sees; the first accumulation comes once more, to flush the last one."""
        return self.stream.drive(CONFIG, 0, ports, sites=[*self.sites, self.sites[0]])

    def requantised(self, results: Integers) -> Integers:
        """Return results as the requantiser delivers them."""
        exact = [torch.from_numpy(values) for values in (results, self.bias, self.multiplier, self.shift)]
        return requantise(exact[0], exact[1], exact[2], exact[3]).numpy().astype(np.int64)

    def squared_errors(self, results: Integers) -> NDArray[np.float64]:
        """Return the squared error of each requantised result, in squared steps of the output."""
        difference = self.requantised(results) - self.requantised(self.right)
        return difference.astype(np.float64) ** 2


def dit(count: int, seed: int) -> Workload:
    """Return `count` accumulations of the shipped diffusion transformer, captured once and kept."""
    path = mapping_cache() / f"graceful-tiles-{CONFIG.hash}.npz"
    try:
        tiles = TileSet.load(path, CONFIG)
    except TileError:
        tiles = capture(CONFIG, tiles_per_site=4)
        tiles.save(path)
    random = np.random.default_rng(seed)
    # Padding computes nothing: places are drawn among the results that are kept.
    tile = random.integers(len(tiles), size=count)
    row, column = random.integers(tiles.rows[tile]), random.integers(tiles.columns[tile])
    return Workload(
        "DiT",
        stream.from_tiles(tiles),
        list(zip(tile.tolist(), row.tolist(), column.tolist(), strict=True)),
        *(values[tile, column] for values in (tiles.bias, tiles.multiplier, tiles.shift)),
    )


def gaussian(count: int, seed: int, depth: int = 384) -> Workload:
    """Return `count` accumulations of normal operands of spread 20, scaled so that the largest fits."""
    made = stream.made_up("gaussian", CONFIG, seed=seed, depth=depth)
    random = np.random.default_rng(seed)
    rows, columns = CONFIG.array.rows, CONFIG.array.columns
    sites = list(
        zip(
            *(random.integers(size, size=count).tolist() for size in (len(made.pairs), rows, columns)),
            strict=True,
        )
    )
    largest = max(int(np.abs(a.astype(np.int64) @ b).max()) for a, b in made.pairs)
    multiplier, shift = (int(value) for value in quantise_multiplier(CONFIG.output_limit / largest))
    return Workload(
        "Gaussian", made, sites, *(np.full(count, value, np.int64) for value in (0, multiplier, shift))
    )
