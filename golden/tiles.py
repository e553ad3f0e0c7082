"""Tiles of real GEMMs, cut for one configuration, and the file in which they are kept.

The file is a compressed .npz: one array for each array of `TileSet`, and `header`, a JSON text.
"""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import Config
from drift_hw.files import write_bytes
from golden.dit import KINDS
from golden.tiling import GemmTiles, Int8, Int32, Int64, TileError, assemble, tile_gemm

__all__ = [
    "GemmTiles",
    "Tile",
    "TileCollector",
    "TileError",
    "TileSet",
    "assemble",
    "kind_indices",
    "tile_gemm",
]

FORMAT = 1
"""Version of the tile file format."""


@dataclass(frozen=True)
class Tile:
    """One tile: operands (R, K) and (K, C) int8, requantisation (C,) int64, and where it comes from."""

    kind: str
    timestep: int
    block: int
    head: int
    image: int
    row0: int
    column0: int
    rows: int
    columns: int
    a: Int8
    b: Int8
    bias: Int64
    multiplier: Int64
    shift: Int64


@dataclass(frozen=True)
class TileSet:
    """Tiles of real GEMMs, cut for one configuration; unless said otherwise an entry per tile, (tiles,)."""

    kind: NDArray[np.uint8]
    """Index into `golden.dit.KINDS`."""
    timestep: Int32
    """Sampling step, from 0 (noise) on."""
    block: Int32
    """Transformer block."""
    head: Int32
    """Attention head; -1 for linear layers."""
    image: Int32
    """Index in the batch: the conditional branches of all images, then the unconditional ones."""
    row0: Int32
    """First row of the tile in the result of its GEMM."""
    column0: Int32
    """First column likewise."""
    rows: Int32
    """Rows that are not padding, 1 to R."""
    columns: Int32
    """Columns that are not padding, 1 to C."""
    depth: Int32
    """K of the GEMM: the beats of the tile."""
    a: Int8
    """First operands, each (R, K) row-major, one after the other."""
    b: Int8
    """Second operands, each (K, C) row-major, one after the other."""
    bias: Int64
    """Requantisation, (tiles, C)."""
    multiplier: Int64
    """Likewise; 0 in padding columns."""
    shift: Int64
    """Likewise."""
    size: tuple[int, int]
    """R and C."""
    config_hash: str
    """`Config.hash` of the configuration that the tiles are cut for."""
    source: Mapping[str, Any]
    """Provenance, plain values: seed, steps, guidance, checkpoint hash, versions."""

    def __len__(self) -> int:
        return len(self.kind)

    def __iter__(self) -> Iterator[Tile]:
        return (self.tile(index) for index in range(len(self)))

    @cached_property
    def offset(self) -> Int64:
        """Beats before each tile, (tiles + 1,): tile i is a[offset[i] * R : offset[i + 1] * R], b alike."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.depth, dtype=np.int64)])

    def tile(self, index: int) -> Tile:
        """Return one tile; its arrays are views. Raises `IndexError` out of range."""
        if not 0 <= index < len(self):
            raise IndexError(f"tile {index} of {len(self)}")
        R, C = self.size
        start, stop = self.offset[index : index + 2]
        numbers = {name: int(getattr(self, name)[index]) for name in _NUMBERS if name != "depth"}
        return Tile(
            kind=KINDS[self.kind[index]],
            **numbers,
            a=self.a[start * R : stop * R].reshape(R, -1),
            b=self.b[start * C : stop * C].reshape(-1, C),
            bias=self.bias[index],
            multiplier=self.multiplier[index],
            shift=self.shift[index],
        )

    def select(
        self,
        *,
        kind: str | Collection[str] | None = None,
        timestep: int | Collection[int] | None = None,
        block: int | Collection[int] | None = None,
        head: int | Collection[int] | None = None,
        image: int | Collection[int] | None = None,
    ) -> TileSet:
        """Return the tiles that match every selector given: a value, or a collection of allowed values.

        The result may be empty. Raises `TileError` for an unknown kind.
        """
        chosen = np.ones(len(self), bool)
        if kind is not None:
            chosen &= np.isin(self.kind, kind_indices([kind] if isinstance(kind, str) else kind))
        for name, wanted in (("timestep", timestep), ("block", block), ("head", head), ("image", image)):
            if wanted is not None:
                chosen &= np.isin(getattr(self, name), [wanted] if isinstance(wanted, int) else list(wanted))
        return self.take(np.flatnonzero(chosen))

    def take(self, indices: ArrayLike) -> TileSet:
        """Return the tiles of these indices, in that order."""
        order = np.asarray(indices, np.int64)
        R, C = self.size
        spans = [(self.offset[i], self.offset[i + 1]) for i in order]
        picked = {name: getattr(self, name)[order] for name in ("kind", *_NUMBERS, *_REQUANTISATION)}
        return dataclasses.replace(
            self,
            **picked,
            a=np.concatenate([self.a[:0], *(self.a[start * R : stop * R] for start, stop in spans)]),
            b=np.concatenate([self.b[:0], *(self.b[start * C : stop * C] for start, stop in spans)]),
        )

    def save(self, path: Path | str) -> None:
        """Write as .npz, atomically; equal tile sets give equal bytes. Raises `UserError` if it can not."""
        header = {
            "format": FORMAT,
            "size": list(self.size),
            "config_hash": self.config_hash,
            "source": dict(self.source),
        }
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        buffer = io.BytesIO()
        # numpy stamps the members of an archive with a constant date: no time enters the file.
        np.savez_compressed(buffer, header=np.array(json.dumps(header, sort_keys=True)), **arrays)
        write_bytes(Path(path), buffer.getvalue())

    @classmethod
    def load(cls, path: Path | str, config: Config | None = None) -> Self:
        """Read what `save` wrote, for use with `config` (None: whichever it was cut for).

        Raises `TileError` when the file is missing, no tile file, incomplete, of another format version or
        of another configuration.
        """
        path = Path(path)
        if not path.is_file():
            raise TileError(f"tile file {path} does not exist; make one with: drift-hw capture")
        try:
            # From memory: numpy leaves a damaged file open.
            with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
                content = {name: file[name] for name in file.files}
            header = json.loads(str(content["header"]))
            version = header["format"]
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise TileError(f"{path} is damaged or no tile file; make one with: drift-hw capture") from error
        if version != FORMAT:
            raise TileError(f"{path} has tile format {version}, this program reads {FORMAT}; capture again")
        for name, dtype in _ARRAYS.items():
            if name not in content or content[name].dtype != dtype:
                raise TileError(f"{path} lacks the {np.dtype(dtype)} array {name!r}; capture again")
        if config is not None and header["config_hash"] != config.hash:
            raise TileError(
                f"{path} was cut for configuration {header['config_hash']} (array of {header['size'][0]} x "
                f"{header['size'][1]}), not for {config.hash} ({config.array.rows} x {config.array.columns})"
                "; capture again with this configuration"
            )
        arrays = {name: content[name] for name in _ARRAYS}
        tiles = cls(
            **arrays, size=tuple(header["size"]), config_hash=header["config_hash"], source=header["source"]
        )
        tiles._check_lengths(path)
        return tiles

    def _check_lengths(self, path: Path) -> None:
        R, C = self.size
        beats = int(self.depth.sum())
        expected: dict[str, tuple[int, ...]] = {name: (len(self),) for name in ("kind", *_NUMBERS)}
        expected |= {name: (len(self), C) for name in _REQUANTISATION} | {
            "a": (beats * R,),
            "b": (beats * C,),
        }
        for name, shape in expected.items():
            if getattr(self, name).shape != shape:
                found = getattr(self, name).shape
                raise TileError(f"{path}: array {name!r} has shape {found}, not {shape}; capture again")


_NUMBERS = ("timestep", "block", "head", "image", "row0", "column0", "rows", "columns", "depth")
_REQUANTISATION = ("bias", "multiplier", "shift")
_ARRAYS: Mapping[str, type[np.generic]] = {
    "kind": np.uint8,
    **dict.fromkeys(_NUMBERS, np.int32),
    "a": np.int8,
    "b": np.int8,
    **dict.fromkeys(_REQUANTISATION, np.int64),
}


def kind_indices(kinds: Iterable[str]) -> list[int]:
    """Return the index in `golden.dit.KINDS` of each kind. Raises `TileError` for an unknown one."""
    names = list(kinds)
    for name in names:
        if name not in KINDS:
            raise TileError(f"unknown GEMM kind {name!r}; allowed: {', '.join(KINDS)}")
    return [KINDS.index(name) for name in names]


class TileCollector:
    """Gathers the tiles of GEMMs, in the order they come, into a `TileSet` for `config`."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._sites: list[dict[str, Any]] = []
        self._cuts: list[GemmTiles] = []

    def add(self, cut: GemmTiles, *, kind: str, timestep: int, block: int, head: int, image: int) -> None:
        """Add the tiles of one GEMM; `head` is -1 for a linear layer. Raises `TileError` for a bad kind."""
        (index,) = kind_indices([kind])
        self._sites.append(
            {"kind": index, "timestep": timestep, "block": block, "head": head, "image": image}
        )
        self._cuts.append(cut)

    def finish(self, source: Mapping[str, Any]) -> TileSet:
        """Return the tile set; `source` is its provenance, plain values that JSON can hold."""
        R, C = self._config.array.rows, self._config.array.columns
        counts = [len(cut.row0) for cut in self._cuts]

        def repeated(values: list[int], dtype: type[np.generic]) -> NDArray[Any]:
            return np.repeat(np.array(values, dtype), counts)

        def joined(parts: list[NDArray[Any]], dtype: type[np.generic], width: int = 0) -> NDArray[Any]:
            return np.concatenate([np.empty((0, width) if width else 0, dtype), *parts])

        row0 = joined([cut.row0 for cut in self._cuts], np.int32)
        column0 = joined([cut.column0 for cut in self._cuts], np.int32)
        return TileSet(
            kind=repeated([site["kind"] for site in self._sites], np.uint8),
            **{
                name: repeated([site[name] for site in self._sites], np.int32)
                for name in ("timestep", "block", "head", "image")
            },
            row0=row0,
            column0=column0,
            rows=np.minimum(R, repeated([cut.shape[0] for cut in self._cuts], np.int32) - row0),
            columns=np.minimum(C, repeated([cut.shape[2] for cut in self._cuts], np.int32) - column0),
            depth=repeated([cut.shape[1] for cut in self._cuts], np.int32),
            a=joined([cut.a.reshape(-1) for cut in self._cuts], np.int8),
            b=joined([cut.b.reshape(-1) for cut in self._cuts], np.int8),
            **{
                name: joined([getattr(cut, name) for cut in self._cuts], np.int64, C)
                for name in _REQUANTISATION
            },
            size=(R, C),
            config_hash=self._config.hash,
            source=dict(source),
        )
