"""One job on the golden model: what it reads, computes, recovers and writes, and what it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.control.descriptor import Code, Policy
from drift_hw.memory.layout import Bytes, Layout
from golden.accelerator.faulty import FaultyTiles, Pass, Session
from golden.accelerator.jobs import Job
from golden.accelerator.memory import AccessError, Memory, whole_beats
from golden.array import ArrayRun
from golden.integer import matmul, requantise, wrap
from golden.recovery import correct, recover

Integers = NDArray[np.int64]
Int8 = NDArray[np.int8]


@dataclass
class Counts:
    """Amounts of a job, by the names in `drift_hw.control.registers`."""

    performance: dict[str, int] = field(default_factory=dict)
    recovery: dict[str, int] = field(default_factory=dict)
    masked_tiles: int = 0

    def add(self, kind: str, **amounts: int) -> None:
        """Add amounts to the `performance` or `recovery` counters."""
        counters: dict[str, int] = getattr(self, kind)
        for name, amount in amounts.items():
            counters[name] = counters.get(name, 0) + amount


class CheckedTiles(NamedTuple):
    """Tiles that the checker saw at one operating point; all other deltas of them are zero."""

    point: int
    tiles: int
    row_deltas: Integers
    """(T, R) of the T <= tiles that faults touched."""
    column_deltas: Integers
    """(T, C)."""


class JobRun:
    """A job that was not refused. Use: construct, `execute`, read `counts`, `checked` and `error`."""

    def __init__(self, config: Config, memory: Memory, job: Job, *, threshold: int, page_shift: int) -> None:
        self._config, self._layout, self._memory, self._job = config, Layout(config), memory, job
        self._threshold, self._page_shift = threshold, page_shift
        self._columns = self._layout.column_blocks(job.n)
        self._tiles = np.arange(self._layout.row_blocks(job.m) * self._columns)
        self._errors: list[tuple[int, int, Code, AccessError]] = []
        self.counts = Counts()
        self.checked: list[CheckedTiles] = []

    @property
    def error(self) -> tuple[Code, AccessError] | None:
        """The job's first memory error: by tile, and of one tile in the order of its accesses."""
        _, _, code, error = min(self._errors, default=(0, 0, Code.DONE, None), key=lambda found: found[:2])
        return (code, error) if error is not None else None

    def execute(self, session: Session) -> None:
        """Read the operands, run all tiles and write the output."""
        job = self._job
        self._load(self._tiles, redo=False)
        result = self._quantised.copy()
        faulty = session.run(self._pass(self._tiles, redo=False))
        again = self._merge(result, self._tiles, faulty, redo=False)
        written = np.setdiff1d(self._tiles, again)
        if len(again):
            self._load(again, redo=True)
            faulty = session.run(self._pass(again, redo=True))
            self._merge(result, again, faulty, redo=True)
            written = np.concatenate([written, again])
        data = self._layout.pack_output(result, row_major=job.row_major)
        self._store("output", job.output, data, written)
        if job.checkpoint_write:
            self._store("checkpoint", job.checkpoint, data, written)

    # -- operands --------------------------------------------------------------------------------

    @cached_property
    def _a(self) -> torch.Tensor:
        job, layout = self._job, self._layout
        data = self._memory.read(job.a, layout.a_bytes(job.m, job.k))
        return self._tensor(layout.unpack_a(data, job.m, job.k))

    @cached_property
    def _b(self) -> torch.Tensor:
        job, layout = self._job, self._layout
        data = self._memory.read(job.b, layout.b_bytes(job.k, job.n))
        return self._tensor(layout.unpack_b(data, job.k, job.n))

    def _tensor(self, values: Int8) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(self._wrap(values)))

    def _wrap(self, values: Int8) -> Int8:
        """Return bytes as the hardware takes operands and outputs: their low operand_width bits, signed."""
        unused = 8 - self._config.array.operand_width
        return (values << unused) >> unused

    @cached_property
    def _table(self) -> tuple[Integers, ...]:
        """Bias, multiplier and shift as the requantiser takes them, (N,) each."""
        job, layout, config = self._job, self._layout, self._config
        data = self._memory.read(job.table, layout.table_bytes(job.n))
        bias, multiplier, shift = layout.unpack_table(data, job.n)
        unused = 64 - config.array.accumulator_width
        mask = (1 << config.requantiser.multiplier_width) - 1
        return (bias << unused) >> unused, multiplier & mask, shift & 63

    @cached_property
    def _quantised(self) -> Int8:
        """What the output is without faults, (M, N)."""
        accumulators = matmul(self._a, self._b)
        config = self._config
        if self._job.k << (2 * config.array.operand_width - 2) >= 1 << (config.array.accumulator_width - 1):
            accumulators = wrap(accumulators, config.array.accumulator_width)
        bias, multiplier, shift = (torch.from_numpy(values) for values in self._table)
        return requantise(accumulators, bias, multiplier, shift, config.output_limit).numpy()

    def _tile_operands(self, tile: int) -> tuple[Int8, Int8]:
        """Return the operands of a tile, (R, K) and (K, C), padded with zeros."""
        p, q = divmod(tile, self._columns)
        r, c = self._config.array.rows, self._config.array.columns
        a, b = self._a.numpy()[p * r : (p + 1) * r], self._b.numpy()[:, q * c : (q + 1) * c]
        return np.pad(a, ((0, r - len(a)), (0, 0))), np.pad(b, ((0, 0), (0, c - b.shape[1])))

    def _pass(self, tiles: Integers, *, redo: bool) -> Pass:
        job = self._job
        return Pass(job.index, tiles, job.k, redo, 0 if redo else job.point, self._tile_operands)

    # -- traffic ---------------------------------------------------------------------------------

    def _load(self, tiles: Integers, *, redo: bool) -> None:
        """Count what a pass reads: A once per row block when it fits, else and for a second pass per tile."""
        job, layout, config = self._job, self._layout, self._config
        p, q = np.divmod(tiles, self._columns)
        panel, stream = layout.panel(layout.a_word, job.k), layout.panel(layout.b_word, job.k)
        resident = not redo and panel <= whole_beats(config.memory.panel_words * layout.a_word, layout.bus)
        first = q == 0 if resident else np.ones(len(tiles), bool)
        self._read("panel", job.a + p[first] * panel, panel, tiles[first])
        self._read("stream", job.b + q * stream, stream, tiles)
        self._read("table", job.table + q * layout.table_block, layout.table_block, tiles)
        rows = np.minimum(config.array.rows, job.m - p * config.array.rows)
        columns = np.minimum(config.array.columns, job.n - q * config.array.columns)
        self.counts.add("performance", macs=int((rows * columns).sum()) * job.k)

    def _read(self, stream: str, starts: Integers, length: int, tiles: Integers) -> None:
        beats = self._memory.beats(starts, length)
        rows = self._memory.activations(f"read {stream}", starts, length, self._page_shift)
        self.counts.add("performance", read_beats=beats, row_activations=rows)
        if stream == "checkpoint":
            self.counts.add("performance", checkpoint_read_beats=beats, checkpoint_row_activations=rows)
        error = self._memory.read_error(starts, length)
        if error is not None:
            order = ("panel", "stream", "table", "checkpoint").index(stream)
            self._errors.append((int(tiles[error.access]), order, Code.READ_ERROR, error))

    def _store(self, stream: str, base: int, data: Bytes, tiles: Integers) -> None:
        """Write tiles of a packed output, in the order of `tiles`."""
        starts, length, per_tile = self._places(tiles)
        rows = data[starts[:, None] + np.arange(length)]
        beats = self._memory.beats(base + starts, length)
        opened = self._memory.activations(f"write {stream}", base + starts, length, self._page_shift)
        self.counts.add("performance", write_beats=beats, row_activations=opened)
        if stream == "checkpoint":
            self.counts.add("performance", checkpoint_write_beats=beats, checkpoint_row_activations=opened)
        error = self._memory.write(base + starts, rows)
        if error is not None:
            order = 4 + (stream == "checkpoint")
            self._errors.append((int(tiles[error.access // per_tile]), order, Code.WRITE_ERROR, error))

    def _places(self, tiles: Integers) -> tuple[Integers, int, int]:
        """Return where tiles are, from the tensor's base: starts, length of each, accesses per tile."""
        layout, r = self._layout, self._config.array.rows
        if not self._job.row_major:
            return tiles * layout.tile, whole_beats(r * layout.b_word, layout.bus), 1
        p, q = np.divmod(tiles, self._columns)
        rows = p[:, None] * r + np.arange(r)
        starts = rows * layout.row_bytes(self._job.n) + q[:, None] * layout.b_word
        return starts.reshape(-1), layout.b_word, r

    # -- checks and recovery ---------------------------------------------------------------------

    def _merge(self, result: Int8, tiles: Integers, faulty: FaultyTiles | None, *, redo: bool) -> Integers:
        """Put what faults and recovery make of tiles into `result`; return the tiles to run again."""
        job, config = self._job, self._config
        r, c = config.array.rows, config.array.columns
        point = 0 if redo else job.point
        if faulty is None:
            none = np.zeros((0, r), np.int64), np.zeros((0, c), np.int64)
            self.checked.append(CheckedTiles(point, len(tiles), *none))
            return tiles[:0]
        touched = tiles[faulty.places]
        accumulators, mask = self._checked(faulty.run, point, len(tiles))
        p, q = np.divmod(touched, self._columns)
        quantised = self._requantise(accumulators, q)
        masked = mask.reshape(len(touched), -1).any(1)
        checkpoint = None
        if job.abft and job.action == Policy.ROLLBACK and job.checkpoint_read:
            checkpoint = np.zeros((len(touched), r, c), np.int8)
            if masked.any():
                checkpoint[masked] = self._checkpoint(touched[masked])
        recovered = recover(
            quantised,
            mask,
            Policy(job.action) if job.abft else Policy.NONE,
            checkpoint=checkpoint,
            redo=redo,
            rows=np.minimum(r, job.m - p * r),
            columns=np.minimum(c, job.n - q * c),
        )
        self.counts.add(
            "recovery",
            **{
                name: getattr(recovered, name)
                for name in (
                    *("rolled_back_elements", "missing_checkpoints", "zeroed_elements"),
                    *("recomputed_tiles", "failed_recomputations"),
                )
            },
        )
        if not redo and job.abft:
            self.counts.masked_tiles = int(recovered.masked.sum())
        for tile, row, column, discarded in zip(
            recovered.tiles, p.tolist(), q.tolist(), recovered.discarded.tolist(), strict=True
        ):
            if discarded:
                continue
            part = result[row * r : (row + 1) * r, column * c : (column + 1) * c]
            part[:] = tile[: part.shape[0], : part.shape[1]]
        return touched[recovered.discarded]

    def _checked(self, run: ArrayRun, point: int, tiles: int) -> tuple[Integers, NDArray[np.bool_]]:
        """Count checks and corrections of touched tiles; return accumulators and mask after correction."""
        config, job = self._config, self._job
        row_deltas, column_deltas = run.row_deltas, run.column_deltas
        if row_deltas is None or column_deltas is None:  # without ABFT nothing is ever flagged
            row_deltas, column_deltas = np.zeros_like(run.accumulators[:, :, 0]), run.accumulators[:, 0] * 0
        self.checked.append(CheckedTiles(point, tiles, row_deltas, column_deltas))
        correction = correct(
            config,
            run.accumulators,
            row_deltas,
            column_deltas,
            threshold=self._threshold,
            enabled=job.abft and job.correct,
            row_residues=run.row_residues,
        )
        self.counts.add("recovery", corrected_elements=int(correction.corrected.sum()))
        return correction.accumulators, correction.mask

    def _requantise(self, accumulators: Integers, q: Integers) -> Int8:
        """Return tiles (T, R, C) requantised; padding columns have parameters 0."""
        c = self._config.array.columns
        padding = self._columns * c - self._job.n
        bias, multiplier, shift = (
            torch.from_numpy(np.pad(values, (0, padding)).reshape(-1, c)[q][:, None, :])
            for values in self._table
        )
        limit = self._config.output_limit
        return requantise(torch.from_numpy(accumulators), bias, multiplier, shift, limit).numpy()

    def _checkpoint(self, tiles: Integers) -> Int8:
        """Read the checkpoint of tiles, (T, R, C)."""
        layout, job = self._layout, self._job
        starts, length, _ = self._places(tiles)
        repeated = np.repeat(tiles, len(starts) // len(tiles))
        self._read("checkpoint", job.checkpoint + starts, length, repeated)
        r, c = self._config.array.rows, self._config.array.columns
        parts = [self._memory.read(job.checkpoint + start, length) for start in starts.tolist()]
        data = np.concatenate(parts).reshape(len(tiles), -1)[:, : r * layout.b_word]
        return self._wrap(data.reshape(len(tiles), r, layout.b_word)[:, :, :c].view(np.int8))
