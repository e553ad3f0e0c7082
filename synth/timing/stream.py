"""Operand streams: what the inputs of one PE see, cycle by cycle, on tiles of real or made-up GEMMs.

A stream visits a PE with one tile after the other: K operand pairs, the flush marker beside the first of
the next tile, as docs/microarchitecture.md says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.faults.table import REGIONS

if TYPE_CHECKING:
    from golden.tiles import TileSet

Int8 = NDArray[np.int8]
Ports = Sequence[tuple[str, int]]
"""Name and width of each input of a PE."""

KINDS = ("uniform", "gaussian")
"""Made-up streams."""
DEPTH = 1152
"""K of made-up tiles: the width of DiT-XL/2."""


class StreamError(UserError):
    """An operand stream that can not drive the PEs of a configuration; says which part and what fits."""


class Drive(NamedTuple):
    """What drives the inputs of one PE."""

    stimuli: NDArray[np.uint64]
    """(cycles, ports) the level of each port from one clock edge to the next."""
    a: NDArray[np.int64]
    """(cycles,) the first operand, signed."""
    b: NDArray[np.int64]
    """(cycles,) the second."""
    starts: NDArray[np.int64]
    """(visits,) cycle of the first operands of each tile: its flush marker ends the tile before."""
    depths: NDArray[np.int64]
    """(visits,) K of each tile; the last visit may be cut short."""


@dataclass(frozen=True)
class Stream:
    """Tiles to draw operands from. Raises `StreamError` without tiles."""

    source: str
    """Where they came from, for the table's header."""
    pairs: Sequence[tuple[Int8, Int8]]
    """Per tile A (rows, K) and B (K, columns), int8; K may differ from tile to tile."""

    def __post_init__(self) -> None:
        if not self.pairs:
            raise StreamError(f"the operand stream ({self.source}) has no tiles; capture some")

    def check(self, config: Config) -> None:
        """Raise `StreamError` unless tiles and operands have the shape and width of the configuration."""
        rows, columns = config.array.rows, config.array.columns
        limit = config.output_limit + 1
        for index, (a, b) in enumerate(self.pairs):
            if a.ndim != 2 or not a.size or len(a) != rows or b.shape != (a.shape[1], columns):
                raise StreamError(
                    f"tile {index} of the operand stream is {a.shape} x {b.shape}, but the array is "
                    f"{rows} x {columns}; give ({rows}, K) x (K, {columns}), K from 1"
                )
            low, high = int(min(a.min(), b.min())), int(max(a.max(), b.max()))
            if low < -limit or high >= limit:
                raise StreamError(
                    f"operands of tile {index} reach from {low} to {high}, but "
                    f"{config.array.operand_width} bits hold {-limit} to {limit - 1}; "
                    "capture tiles for this configuration"
                )

    @property
    def depth(self) -> float:
        """Mean K of the tiles."""
        return float(np.mean([a.shape[1] for a, _ in self.pairs]))

    def stimuli(
        self,
        config: Config,
        region: int,
        ports: Ports,
        *,
        cycles: int | None = None,
        generator: np.random.Generator | None = None,
        sites: Sequence[tuple[int, int, int]] | None = None,
    ) -> NDArray[np.uint64]:
        """Return what the ports of a PE see: (cycles, ports) uint64. Arguments and errors as `drive`."""
        return self.drive(config, region, ports, cycles=cycles, generator=generator, sites=sites).stimuli

    def drive(
        self,
        config: Config,
        region: int,
        ports: Ports,
        *,
        cycles: int | None = None,
        generator: np.random.Generator | None = None,
        sites: Sequence[tuple[int, int, int]] | None = None,
    ) -> Drive:
        """Return the inputs of a PE of a kind, a code of `drift_hw.faults.table.REGIONS`.

        Either `sites` says which (tile, row, column) to visit, in this order, all of them or until `cycles`;
        or `generator` draws tiles and places, all equally likely, for as many `cycles`. Checksum PEs get the
        sums of their row or column. Raises `StreamError` for tiles that do not fit the configuration, and for
        ports that are not those of its PEs.
        """
        self.check(config)
        _check_ports(config, region, ports)
        if sites is None and (cycles is None or cycles < 1 or generator is None):
            raise StreamError("a stream needs sites to visit, or a generator and at least one cycle")
        visits = []
        filled = 0
        queue = iter(sites) if sites is not None else None
        while cycles is None or filled < cycles:
            site = next(queue, None) if queue is not None else self._draw(config, generator)
            if site is None:
                break
            visit = self._operands(config, region, *site)
            visits.append(visit)
            filled += len(visit)
        lengths = np.array([len(visit) for visit in visits], np.int64)
        starts = np.cumsum(lengths) - lengths
        operands = np.concatenate(visits)
        flush = np.zeros(len(operands), np.int64)
        flush[starts] = 1
        levels = {"a_in": operands[:, 0], "b_in": operands[:, 1], "flush_in": flush}
        stimuli = np.zeros((len(operands), len(ports)), np.uint64)
        for column, (name, width) in enumerate(ports):
            if name in levels:
                stimuli[:, column] = (levels[name] & ((1 << width) - 1)).astype(np.uint64)
        depths = np.array([int(visit[0, 2]) for visit in visits], np.int64)
        return Drive(stimuli[:cycles], operands[:cycles, 0], operands[:cycles, 1], starts, depths)

    def _draw(self, config: Config, generator: np.random.Generator | None) -> tuple[int, int, int]:
        assert generator is not None
        limits = (len(self.pairs), config.array.rows, config.array.columns)
        tile, row, column = (int(generator.integers(limit)) for limit in limits)
        return tile, row, column

    def _operands(self, config: Config, region: int, tile: int, row: int, column: int) -> NDArray[np.int64]:
        """Return (cycles, 3) of one visit: both operands, and K."""
        a, b = (operand.astype(np.int64) for operand in self.pairs[tile])
        first = a.sum(0) if REGIONS[region] == "checksum_row" else a[row]
        second = b.sum(1) if REGIONS[region] == "checksum_column" else b[:, column]
        depth = len(first)
        visit = np.zeros((max(depth, config.drain_cycles), 3), np.int64)
        # A tile shorter than the drain waits with its last beat: bubbles stand before it.
        beats = np.r_[: depth - 1, len(visit) - 1]
        visit[beats, 0], visit[beats, 1], visit[:, 2] = first, second, depth
        return visit


def _check_ports(config: Config, region: int, ports: Ports) -> None:
    width = config.array.operand_width
    widths = {
        "a_in": config.column_sum_width if REGIONS[region] == "checksum_row" else width,
        "b_in": config.row_sum_width if REGIONS[region] == "checksum_column" else width,
        "flush_in": 1,
    }
    found = dict(ports)
    for name, bits in widths.items():
        if found.get(name) != bits:
            have = f"{found[name]} bits of it" if name in found else f"only {', '.join(found)}"
            raise StreamError(
                f"operands of the {REGIONS[region].replace('_', ' ')} PE need {bits} bits of {name}, the "
                f"netlist has {have}: it is of another configuration; synthesise this one"
            )


def from_file(path: Path, config: Config) -> Stream:
    """Return the stream of a tile file of `drift-hw capture`.

    It may be of another configuration, as long as array and operands are of the same size: so variants of a
    PE see the same operands. Raises `golden.tiles.TileError` for a file that is missing or damaged,
    `StreamError` for tiles that do not fit."""
    from golden.tiles import TileSet

    stream = from_tiles(TileSet.load(path))
    stream.check(config)
    return stream


def from_tiles(tiles: TileSet) -> Stream:
    """Return the stream of captured tiles, as they stand: padding is zeros here as it is in the array."""
    known = ", ".join(f"{name} {tiles.source[name]}" for name in ("seed", "steps") if name in tiles.source)
    source = f"{len(tiles)} tiles of the diffusion transformer ({known})"
    return Stream(source, [(tile.a, tile.b) for tile in tiles])


def made_up(
    kind: str,
    config: Config,
    *,
    seed: int,
    sigma: float = 20.0,
    depth: int = DEPTH,
    tiles: int = 4,
) -> Stream:
    """Return tiles of random operands: `uniform` over all values, or `gaussian` of spread `sigma`.

    `sigma` is in steps of an 8-bit operand. Raises `StreamError` for an unknown kind, a `sigma` that is not
    positive and finite, or less than one tile or beat.
    """
    if kind not in KINDS:
        raise StreamError(f"unknown operand stream {kind!r}; allowed: {', '.join(KINDS)}, or a tile file")
    if not (sigma > 0 and np.isfinite(sigma)):
        raise StreamError(f"sigma of a gaussian operand stream must be positive and finite, not {sigma:g}")
    if depth < 1 or tiles < 1:
        raise StreamError(f"a stream needs at least one tile and one beat, not {tiles} tiles of {depth}")
    generator = np.random.default_rng([seed, KINDS.index(kind)])
    limit = config.output_limit

    def draw(*shape: int) -> Int8:
        if kind == "uniform":
            return generator.integers(-limit, limit, shape, np.int8, endpoint=True)
        values = generator.normal(0.0, sigma * limit / 127, shape).round()
        return values.clip(-limit, limit).astype(np.int8)

    array = config.array
    pairs = [(draw(array.rows, depth), draw(depth, array.columns)) for _ in range(tiles)]
    spread = f", sigma {sigma:g}" if kind == "gaussian" else ""
    return Stream(f"{kind} operands{spread}, K {depth}, seed {seed}", pairs)
