"""A slow twin of the golden accelerator: docs/accelerator.md tile by tile, in plain loops.

It shares with the golden model the faulty array, the integer rules and the layout, which have tests of their
own, but neither its vectors, nor its choice of touched tiles, nor the rule of recovery.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import torch

from drift_hw.config import Config
from drift_hw.control.descriptor import Code, Policy
from drift_hw.memory.layout import Layout
from golden.accelerator.faulty import FIRST_BEAT
from golden.array import run
from golden.integer import requantise
from golden.schedule import dense_schedule

DESCRIPTOR = 128


@dataclass
class OracleJob:
    """Fields of a descriptor, and what the registers make of it."""

    m: int
    k: int
    n: int
    a: int
    b: int
    table: int
    output: int
    checkpoint: int = 0
    abft: bool = True
    correct: bool = False
    action: Policy = Policy.NONE
    row_major: bool = False
    checkpoint_read: bool = False
    writes_checkpoint: bool = False
    point: int = 0


@dataclass
class Oracle:
    """Memory, counters and statuses after a session, by the contract."""

    config: Config
    memory: np.ndarray
    threshold: int
    page: int
    faults: object = None
    points: int = 0xFFFF
    counts: Counter = field(default_factory=Counter)
    histogram: Counter = field(default_factory=Counter)
    points_seen: Counter = field(default_factory=Counter)
    largest: int = 0

    def __post_init__(self):
        self.layout = Layout(self.config)
        self.open = {}
        self.fed = []

    # -- traffic -----------------------------------------------------------------------------

    def touch(self, kind, address, size):
        """Count the beats and DRAM rows of one access."""
        bus = self.layout.bus
        beats = range(address // bus, (address + size - 1) // bus + 1)
        direction = "write" if kind.startswith("write") else "read"
        self.counts[f"{direction}_beats"] += len(beats)
        if "checkpoint" in kind:
            self.counts[f"checkpoint_{direction}_beats"] += len(beats)
        for beat in beats:
            row = beat * bus // self.page
            if self.open.get(kind) != row:
                self.counts["row_activations"] += 1
                if "checkpoint" in kind:
                    self.counts["checkpoint_row_activations"] += 1
            self.open[kind] = row

    def places(self, job, p, q):
        """Return the (address offset, bytes) of a tile's pieces in its tensor."""
        layout, r = self.layout, self.config.array.rows
        columns = layout.column_blocks(job.n)
        if job.row_major:
            return [(((p * r + i) * columns + q) * layout.b_word, layout.b_word) for i in range(r)]
        beats = -(-r * layout.b_word // layout.bus)
        return [((p * columns + q) * layout.tile, beats * layout.bus)]

    # -- the array ---------------------------------------------------------------------------

    def operands(self, job, p, q):
        config, layout = self.config, self.layout
        r, c, w = config.array.rows, config.array.columns, config.array.operand_width
        a, b = np.zeros((r, job.k), np.int64), np.zeros((job.k, c), np.int64)
        for k in range(job.k):
            for i in range(min(r, job.m - p * r)):
                a[i, k] = self.memory[job.a + p * layout.panel(layout.a_word, job.k) + k * layout.a_word + i]
            for j in range(min(c, job.n - q * c)):
                b[k, j] = self.memory[job.b + q * layout.panel(layout.b_word, job.k) + k * layout.b_word + j]
        half = 1 << (w - 1)
        return ((a + half) % (2 * half) - half).astype(np.int8), ((b + half) % (2 * half) - half).astype(
            np.int8
        )

    def feed(self, job, tiles, point):
        """Return accumulators and checks (deltas, residues if there are any) of tiles that are fed next."""
        first = len(self.fed)
        self.fed += [
            (*self.operands(job, *divmod(t, self.layout.column_blocks(job.n))), point) for t in tiles
        ]
        a, b, points = zip(*self.fed, strict=True)
        schedule = dense_schedule(self.config, [one.shape[1] for one in a], FIRST_BEAT)
        faults = self.faults
        if faults is not None and self.points != 0xFFFF:
            faults = self.kept(faults, schedule, points)
        done = run(self.config, list(a), list(b), schedule, faults)
        if done.row_deltas is None:
            zeros = np.zeros((len(self.fed), 1), np.int64)
            return done.accumulators[first:], [zeros[first:]] * 3
        checks = [done.row_deltas[first:], done.column_deltas[first:]]
        residues = done.row_residues
        return done.accumulators[first:], [*checks, checks[0] if residues is None else residues[first:]]

    def kept(self, faults, schedule, points):
        from golden.faults import FaultList
        from golden.schedule import capture_latency

        events = []
        for event in faults.events:
            late = capture_latency(self.config, event["register"], event["row"], event["column"])
            tile = int(schedule.tile_of(int(event["cycle"]) - int(late)))
            if tile < len(points) and self.points >> points[tile] & 1:
                events.append(event)
        return FaultList(self.config, np.array(events, faults.events.dtype))

    # -- a job -------------------------------------------------------------------------------

    def run(self, job, index):
        """Run a job; return its masked tiles."""
        config, layout = self.config, self.layout
        r, c = config.array.rows, config.array.columns
        rows, columns = layout.row_blocks(job.m), layout.column_blocks(job.n)
        self.touch("read descriptor", DESCRIPTOR * index, max(64, layout.bus))
        todo, redo, masked_tiles = list(range(rows * columns)), False, 0
        while todo:
            point = 0 if redo else job.point
            again = []
            accumulators, checks = self.feed(job, todo, point)
            for number, tile in enumerate(todo):
                p, q = divmod(tile, columns)
                height, width = min(r, job.m - p * r), min(c, job.n - q * c)
                self.load(job, p, q, redo)
                self.counts["macs"] += height * width * job.k
                masked, values = self.check(
                    job, accumulators[number], [check[number] for check in checks], point
                )
                masked_tiles += bool(masked) and not redo and job.abft
                result = self.requantise(job, values, q)
                if job.abft and masked:
                    if job.action is Policy.RECOMPUTE:
                        self.counts["failed_recomputations" if redo else "recomputed_tiles"] += 1
                        if not redo:
                            again.append(tile)
                            continue
                    self.replace(job, result, masked, p, q)
                result[height:] = 0
                result[:, width:] = 0
                self.store(job, "write output", job.output, result, (p, q))
                if job.writes_checkpoint:
                    self.store(job, "write checkpoint", job.checkpoint, result, (p, q))
            todo, redo = again, True
        self.touch("write status", DESCRIPTOR * index + 64, 16)
        status = int(Code.DONE).to_bytes(4, "little") + masked_tiles.to_bytes(4, "little") + bytes(8)
        self.memory[DESCRIPTOR * index + 64 :][:16] = np.frombuffer(status, np.uint8)
        return masked_tiles

    def load(self, job, p, q, redo):
        layout, memory = self.layout, self.config.memory
        panel, stream = layout.panel(layout.a_word, job.k), layout.panel(layout.b_word, job.k)
        fits = panel // layout.bus <= -(-memory.panel_words * layout.a_word // layout.bus)
        if redo or not fits or q == 0:
            self.touch("read panel", job.a + p * panel, panel)
        self.touch("read stream", job.b + q * stream, stream)
        self.touch("read table", job.table + q * layout.table_block, layout.table_block)

    def check(self, job, accumulators, checks, point):
        """Count checks, correct; return the masked elements and the accumulators."""
        row_deltas, column_deltas, residues = checks
        if not self.config.protection.abft:
            self.points_seen[point] += 1
            return [], accumulators
        limit, reach = self.config.correction_entries, 1 << self.threshold
        rows = [i for i, delta in enumerate(row_deltas) if abs(delta) >= reach]
        columns = [j for j, delta in enumerate(column_deltas) if abs(delta) >= reach]
        self.counts["tiles"] += 1
        self.counts["flagged_tiles"] += bool(rows or columns)
        self.counts["flagged_rows"] += len(rows)
        self.counts["flagged_columns"] += len(columns)
        self.counts["masked_elements"] += len(rows) * len(columns)
        self.counts["point_tiles", point] += 1
        self.counts["point_flagged", point] += bool(rows or columns)
        self.counts["point_flags", point] += len(rows) + len(columns)
        self.points_seen[point] += 1
        for delta in row_deltas:
            if delta:
                self.histogram[int(abs(delta)).bit_length() - 1] += 1
                self.largest = max(self.largest, int(abs(delta)))
        values = accumulators.copy()
        if job.abft and job.correct and self.config.protection.locator:
            return self.locate(values, row_deltas, column_deltas, residues)
        if job.abft and job.correct and limit and len(rows) <= limit and len(columns) <= limit:
            pairs = [(i, j) for i in rows for j in columns if row_deltas[i] == column_deltas[j]]
            for i, j in pairs:
                if [one for one in pairs if one[0] == i or one[1] == j] == [(i, j)]:
                    width = self.config.array.accumulator_width
                    right = (int(values[i, j]) - int(row_deltas[i])) % (1 << width)
                    values[i, j] = right - (right >> (width - 1) << width)
                    rows, columns = [one for one in rows if one != i], [one for one in columns if one != j]
                    self.counts["corrected_elements"] += 1
        return [(i, j) for i in rows for j in columns], values

    def locate(self, values, row_deltas, column_deltas, residues):
        """Repair what rows claim and columns confirm; return the masked elements and the values."""
        r, c = values.shape
        modulus, reach = 1 << self.config.array.accumulator_width, 1 << self.threshold
        claims = {
            i: [j for j in range(c) if (3 ** (c - 1 - j) * row_deltas[i] - residues[i]) % 127 == 0]
            for i in range(r)
            if row_deltas[i] % 127 and residues[i]
        }
        left = {i for i in range(r) if row_deltas[i] or residues[i]}
        columns = []
        for j in range(c):
            mine = [i for i, claimed in claims.items() if j in claimed]
            if (column_deltas[j] - sum(row_deltas[i] for i in mine)) % modulus == 0:
                for i in mine:
                    right = int(values[i, j] - row_deltas[i]) % modulus
                    values[i, j] = right - (modulus if 2 * right >= modulus else 0)
                    left.discard(i)
                    self.counts["corrected_elements"] += 1
            elif max(abs(column_deltas[j]), *(abs(row_deltas[i]) for i in mine), 0) >= reach:
                columns.append(j)
        return [(i, j) for i in sorted(left) for j in columns], values

    def requantise(self, job, values, q):
        config = self.config
        c, acc = config.array.columns, config.array.accumulator_width
        out = np.zeros(values.shape, np.int8)
        for j in range(min(c, job.n - q * c)):
            place = job.table + q * self.layout.table_block + 8 * j
            entry = int.from_bytes(self.memory[place : place + 8].tobytes(), "little")
            bias = entry % (1 << acc)
            bias -= bias >> (acc - 1) << acc
            multiplier = (entry >> 40) % (1 << config.requantiser.multiplier_width)
            out[:, j] = requantise(
                torch.from_numpy(values[:, j]), bias, multiplier, (entry >> 56) & 63, config.output_limit
            )
        return out

    def replace(self, job, result, masked, p, q):
        """Do what the action says about masked elements."""
        if job.action is Policy.ZERO:
            self.counts["zeroed_elements"] += len(masked)
            for i, j in masked:
                result[i, j] = 0
        if job.action is not Policy.ROLLBACK:
            return
        if not job.checkpoint_read:
            self.counts["missing_checkpoints"] += 1
            for i, j in masked:
                result[i, j] = 0
            return
        data = []
        for offset, size in self.places(job, p, q):
            self.touch("read checkpoint", job.checkpoint + offset, size)
            data += self.memory[job.checkpoint + offset :][:size].tolist()
        self.counts["rolled_back_elements"] += len(masked)
        for i, j in masked:
            half = 1 << (self.config.array.operand_width - 1)
            result[i, j] = (data[i * self.layout.b_word + j] + half) % (2 * half) - half

    def store(self, job, kind, base, result, tile):
        r, c = result.shape
        p, q = tile
        rows = np.zeros((r, self.layout.b_word), np.uint8)
        rows[:, :c] = result.view(np.uint8)
        data = rows.reshape(-1).tolist()
        for offset, size in self.places(job, p, q):
            self.touch(kind, base + offset, size)
            piece, data = data[:size], data[size:]
            self.memory[base + offset :][:size] = piece + [0] * (size - len(piece))
