"""A slow twin of the array: every register in every cycle, written from docs/microarchitecture.md alone.

It shares nothing with the golden model but the configuration and the fault events, so that agreement
means something.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from drift_hw.config import Config

A, B, PRODUCT, ACCUMULATOR = range(4)


def to_signed(value, width):
    if width == 64:
        return np.asarray(value).astype(np.uint64).astype(np.int64)
    value = np.asarray(value, dtype=np.int64) & ((1 << width) - 1)
    return value - ((value >> (width - 1)) << width)


def two_words(a, b, old, n, negate):
    """Return the carry-save accumulator that follows on `old`, sum in the low bits; a, b: (value, bits)."""
    (x, p), (y, q) = (b, a) if b[1] > a[1] else (a, b)
    words, constant = [], 0
    for j in range(q):
        m = (1 << (p - 1)) - (j == q - 1)
        m ^= ((1 << p) - 1) if negate else 0
        words.append(((x % (1 << p) if y >> j & 1 else 0) ^ m) << j)
        constant -= m << j
    words += [constant, old & ((1 << n) - 1), old >> n << 2]
    words = [word % (1 << n) for word in words]
    while len(words) > 2:
        trios = [words[i : i + 3] for i in range(0, len(words) - 2, 3)]
        rest = words[3 * len(trios) :]
        words = []
        for x, y, z in trios:
            words += [x ^ y ^ z, 2 * ((x & y) | (y & z) | (z & x)) % (1 << n)]
        words += rest
    assert not words[1] & 3
    return words[0] | words[1] >> 2 << n


@dataclass
class Grid:
    """The registers of one grid of PEs, each an array (rows, columns)."""

    rows: int
    columns: int
    widths: tuple[int, int, int, int]
    negate: bool
    carry_save: int
    """Bits of each word of an accumulator; 0: it is one word."""
    registers: list = field(init=False)

    def __post_init__(self):
        # Unlike the model, power up at a value that is not zero.
        self.registers = [to_signed(np.full((self.rows, self.columns), 5), width) for width in self.widths]
        self.flush = np.zeros((2, self.rows, self.columns), bool)

    def clock(self, a_in, b_in, flush_in, product_register, events):
        """One clock edge; `events` is {(register, row, column): (mask, kind, toggle)} of this edge."""
        a, b, product, accumulator = self.registers
        multiply = a * b
        present, cleared = (product, self.flush[1]) if product_register else (multiply, self.flush[0])
        base = np.where(cleared, 0, accumulator)
        wanted = [a_in, b_in, multiply, base - present if self.negate else base + present]
        if self.carry_save:
            n, place = self.carry_save, np.ndindex(self.rows, self.columns)
            words = [
                two_words(
                    (int(a[at]), self.widths[A]), (int(b[at]), self.widths[B]), int(base[at]), n, self.negate
                )
                for at in place
            ]
            wanted[ACCUMULATOR] = np.array(words, np.uint64).reshape(base.shape)
        for register, width in enumerate(self.widths):
            new = to_signed(wanted[register], width)
            old = self.registers[register]
            for (event_register, i, j), (mask, kind, toggle) in events.items():
                if event_register == register:
                    good = int(new[i, j])
                    if kind == 0:
                        bad = (good & ~mask) | (int(old[i, j]) & mask)
                    else:
                        bad = good ^ (mask if kind == 1 else toggle)
                    new[i, j] = to_signed(bad, width)
            self.registers[register] = new
        self.flush = np.stack([flush_in, self.flush[0]])
        return cleared, accumulator


def simulate(config: Config, a_tiles, b_tiles, accept_cycles, events):
    """Return (T,R,C) results and, with ABFT, the (T,R) and (T,C) checksum accumulators."""
    array = config.array
    R, C, w, acc = array.rows, array.columns, array.operand_width, array.accumulator_width
    P = array.product_register
    tiles = len(a_tiles)
    beats = [
        (a[:, k], b[k], k == a.shape[1] - 1)
        for a, b in zip(a_tiles, b_tiles, strict=True)
        for k in range(a.shape[1])
    ]
    at = dict(zip((int(c) for c in accept_cycles), beats, strict=True))
    by_cycle: dict[int, list[dict]] = {}
    for e in events:
        i, j = int(e["row"]), int(e["column"])
        which, i, j = (2, 0, j) if i == R else (1, i, 0) if j == C else (0, i, j)
        grids = by_cycle.setdefault(int(e["cycle"]), [{}, {}, {}])
        grids[which][(int(e["register"]), i, j)] = (int(e["mask"]), int(e["kind"]), int(e["toggle"]))

    sum_a, sum_b = config.column_sum_width, config.row_sum_width
    save = acc if array.carry_save else 0
    flops = 2 * acc - 2 if save else acc
    data = Grid(R, C, (w, w, 2 * w, flops), False, save)
    column = Grid(R, 1, (w, sum_b, w + sum_b, flops), True, save)
    row = Grid(1, C, (sum_a, w, sum_a + w, flops), True, save)
    grids = [data, column, row] if config.protection.abft else [data]
    results = [np.zeros((tiles, g.rows, g.columns), np.int64) for g in grids]
    drained = [np.full((g.rows, g.columns), -1) for g in grids]

    # Operand register, then skew registers: lane i is the operand register of i cycles ago.
    history = [(np.full(R, 3, np.int64), np.full(C, -3, np.int64), False)] * (max(R, C) + 1)
    flush_next = True
    end = max(at) + R + C + 6
    for cycle in range(end + 1):
        # What the registers in front of the array hold before this edge.
        a_lanes = np.array([history[i][0][i] for i in range(R)])
        b_lanes = np.array([history[j][1][j] for j in range(C)])
        flush_lanes = np.array([history[i][2] for i in range(R)])
        column_sums = int(history[0][0].sum())
        row_sums = int(history[0][1].sum())
        faults = by_cycle.get(cycle, [{}, {}, {}])
        inputs = [
            (
                np.hstack([a_lanes[:, None], data.registers[A][:, :-1]]),
                np.vstack([b_lanes[None], data.registers[B][:-1]]),
                np.hstack([flush_lanes[:, None], data.flush[0][:, :-1]]),
            ),
            (
                a_lanes[:, None],
                np.vstack([[[row_sums]], column.registers[B][:-1]]),
                flush_lanes[:, None],
            ),
            (
                np.hstack([[[column_sums]], row.registers[A][:, :-1]]),
                b_lanes[None],
                np.hstack([[[history[0][2]]], row.flush[0][:, :-1]]),
            ),
        ]
        for number, grid in enumerate(grids):
            cleared, driven = grid.clock(*inputs[number], P, faults[number])
            for i, j in np.argwhere(cleared):
                tile = drained[number][i, j]
                if 0 <= tile < tiles:
                    value = int(driven[i, j])
                    if save:
                        value = to_signed((value + (value >> save << 2)) % (1 << save), save)
                    results[number][tile, i, j] = value
                drained[number][i, j] += 1
        a, b, last = at.get(cycle, (np.zeros(R, np.int64), np.zeros(C, np.int64), False))
        history = [(a.astype(np.int64), b.astype(np.int64), flush_next), *history[:-1]]
        flush_next = bool(last)
    for grid_drained in drained:
        assert (grid_drained == tiles).all()
    if len(grids) == 1:
        return results[0], None, None
    return results[0], results[1][:, :, 0], results[2][:, 0, :]
