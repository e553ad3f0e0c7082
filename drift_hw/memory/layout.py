"""Where everything is in memory: the one address rule of hardware, golden model and host.

Every tensor is a sequence of equal **blocks**, each contiguous; block n is at ``base + n * block_bytes``:

| tensor | a block | inside it |
|---|---|---|
| A (M, K) | panel of R rows | word k = column k of the panel: R operands, a byte each |
| B (K, N) | panel of C columns | word k = row k of the panel: C operands |
| output, checkpoint (M, N) | tile of R x C, row block outermost | row after row, C operands each |
| requantisation table (N,) | C columns | an 8-byte entry for each column |

A word takes the next power of two of bytes. Panels and table blocks are padded to whole bus beats; tiles
to a power of two, so that a tile of at most 4 KiB is one burst. What is beyond M, K or N is padding: the
hardware reads any value there as zero and writes zeros. Only outputs can be **row-major** instead:
``base + (row * column_blocks + column_block) * row_bytes``, with all R rows of each row block there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw.config import Config, clog2

PAGE_BYTES = 4096
"""No AXI4 burst crosses a multiple of this (AMBA AXI, A3.4.1)."""
TABLE_ENTRY_BYTES = 8
"""A requantisation entry: bias 40 bits signed, multiplier 16, shift 8; lowest first."""
BIAS_BITS = 40
MULTIPLIER_BITS = 16

Bytes = NDArray[np.uint8]


def power_of_two(value: int) -> int:
    """Return the smallest power of two that is at least `value` >= 1."""
    return 1 << clog2(value)


def ceiling(value: int, unit: int) -> int:
    """Return ceil(value / unit)."""
    return -(-value // unit)


@dataclass(frozen=True)
class Layout:
    """Sizes and packing of all tensors of an accelerator of this configuration."""

    config: Config

    # -- sizes, all in bytes -------------------------------------------------------------------

    @property
    def bus(self) -> int:
        """Bytes of a bus beat."""
        return self.config.bus_bytes

    @property
    def a_word(self) -> int:
        """Bytes of a word of A: R operands, padded."""
        return power_of_two(self.config.array.rows)

    @property
    def b_word(self) -> int:
        """Bytes of a word of B, and of a row of an output tile: C operands, padded."""
        return power_of_two(self.config.array.columns)

    @property
    def tile(self) -> int:
        """Bytes of an output tile."""
        return max(self.a_word * self.b_word, self.bus)

    @property
    def output_alignment(self) -> int:
        """What the address of an output or checkpoint is a multiple of."""
        return min(self.tile, PAGE_BYTES)

    @property
    def table_block(self) -> int:
        """Bytes of the table of one column block."""
        return ceiling(self.config.array.columns * TABLE_ENTRY_BYTES, self.bus) * self.bus

    def panel(self, word: int, depth: int) -> int:
        """Return the bytes of a panel of `depth` words of `word` bytes."""
        return ceiling(depth * word, self.bus) * self.bus

    def row_blocks(self, m: int) -> int:
        """Return the number of row blocks of M rows."""
        return ceiling(m, self.config.array.rows)

    def column_blocks(self, n: int) -> int:
        """Return the number of column blocks of N columns."""
        return ceiling(n, self.config.array.columns)

    def a_bytes(self, m: int, k: int) -> int:
        """Return the bytes of A (M, K)."""
        return self.row_blocks(m) * self.panel(self.a_word, k)

    def b_bytes(self, k: int, n: int) -> int:
        """Return the bytes of B (K, N)."""
        return self.column_blocks(n) * self.panel(self.b_word, k)

    def table_bytes(self, n: int) -> int:
        """Return the bytes of a requantisation table of N columns."""
        return self.column_blocks(n) * self.table_block

    def row_bytes(self, n: int) -> int:
        """Return the bytes of a row of a row-major output: the distance between rows."""
        return self.column_blocks(n) * self.b_word

    def output_bytes(self, m: int, n: int, *, row_major: bool = False) -> int:
        """Return the bytes of an output or checkpoint (M, N)."""
        blocks = self.row_blocks(m)
        if row_major:
            return blocks * self.config.array.rows * self.row_bytes(n)
        return blocks * self.column_blocks(n) * self.tile

    # -- packing -------------------------------------------------------------------------------

    def pack_a(self, a: ArrayLike) -> Bytes:
        """Return the bytes of A, int8 (M, K)."""
        return self._pack_panels(np.asarray(a, np.int8), self.config.array.rows, self.a_word)

    def pack_b(self, b: ArrayLike) -> Bytes:
        """Return the bytes of B, int8 (K, N)."""
        return self._pack_panels(np.asarray(b, np.int8).T, self.config.array.columns, self.b_word)

    def unpack_a(self, data: Bytes, m: int, k: int) -> NDArray[np.int8]:
        """Return A (M, K) from its bytes."""
        return self._unpack_panels(data, m, k, self.config.array.rows, self.a_word)

    def unpack_b(self, data: Bytes, k: int, n: int) -> NDArray[np.int8]:
        """Return B (K, N) from its bytes."""
        return self._unpack_panels(data, n, k, self.config.array.columns, self.b_word).T

    def _pack_panels(self, rows: NDArray[np.int8], lanes: int, word: int) -> Bytes:
        count, depth = rows.shape
        blocks = ceiling(count, lanes)
        padded = np.zeros((blocks, lanes, depth), np.int8)
        padded.reshape(blocks * lanes, depth)[:count] = rows
        packed = np.zeros((blocks, self.panel(word, depth)), np.uint8)
        packed[:, : depth * word].reshape(blocks, depth, word)[:, :, :lanes] = padded.transpose(0, 2, 1).view(
            np.uint8
        )
        return packed.reshape(-1)

    def _unpack_panels(self, data: Bytes, count: int, depth: int, lanes: int, word: int) -> NDArray[np.int8]:
        blocks = ceiling(count, lanes)
        words = data.reshape(blocks, -1)[:, : depth * word].reshape(blocks, depth, word)[:, :, :lanes]
        rows = np.ascontiguousarray(words.transpose(0, 2, 1)).view(np.int8)
        return rows.reshape(blocks * lanes, depth)[:count]

    def pack_table(self, n: int, bias: ArrayLike, multiplier: ArrayLike, shift: ArrayLike) -> Bytes:
        """Return the bytes of a requantisation table; the arguments are integers, scalar or (N,)."""
        mask = np.int64((1 << BIAS_BITS) - 1)
        columns = [np.broadcast_to(np.asarray(value, np.int64), (n,)) for value in (bias, multiplier, shift)]
        entries = (
            (columns[0] & mask) | (columns[1] << BIAS_BITS) | (columns[2] << (BIAS_BITS + MULTIPLIER_BITS))
        )
        blocks, c = self.column_blocks(n), self.config.array.columns
        padded = np.zeros((blocks, c), "<i8")
        padded.reshape(-1)[:n] = entries
        packed = np.zeros((blocks, self.table_block), np.uint8)
        packed[:, : c * TABLE_ENTRY_BYTES] = padded.view(np.uint8).reshape(blocks, -1)
        return packed.reshape(-1)

    def unpack_table(self, data: Bytes, n: int) -> tuple[NDArray[np.int64], ...]:
        """Return bias, multiplier and shift, (N,) each, from a table's bytes."""
        c = self.config.array.columns
        used = data.reshape(self.column_blocks(n), -1)[:, : c * TABLE_ENTRY_BYTES]
        entries = np.ascontiguousarray(used).view("<i8").reshape(-1)[:n].astype(np.int64)
        bias = (entries << (64 - BIAS_BITS)) >> (64 - BIAS_BITS)
        multiplier = (entries >> BIAS_BITS) & ((1 << MULTIPLIER_BITS) - 1)
        return bias, multiplier, (entries >> (BIAS_BITS + MULTIPLIER_BITS)) & 0xFF

    def pack_output(self, output: ArrayLike, *, row_major: bool = False) -> Bytes:
        """Return the bytes of an output, int8 (M, N)."""
        values = np.asarray(output, np.int8)
        m, n = values.shape
        blocks, r, c = self._blocks(m, n)
        padded = np.zeros((blocks[0] * r, blocks[1] * c), np.int8)
        padded[:m, :n] = values
        tiles = padded.reshape(blocks[0], r, blocks[1], c).view(np.uint8)
        if row_major:
            rows = np.zeros((blocks[0], r, blocks[1], self.b_word), np.uint8)
            rows[..., :c] = tiles
            return rows.reshape(-1)
        packed = np.zeros((blocks[0], blocks[1], self.tile), np.uint8)
        inner = packed[:, :, : r * self.b_word].reshape(*blocks, r, self.b_word)
        inner[..., :c] = tiles.transpose(0, 2, 1, 3)
        return packed.reshape(-1)

    def unpack_output(self, data: Bytes, m: int, n: int, *, row_major: bool = False) -> NDArray[np.int8]:
        """Return an output (M, N) from its bytes."""
        blocks, r, c = self._blocks(m, n)
        if row_major:
            tiles = data.reshape(blocks[0], r, blocks[1], self.b_word)[..., :c]
        else:
            inner = data.reshape(*blocks, self.tile)[:, :, : r * self.b_word]
            tiles = inner.reshape(*blocks, r, self.b_word)[..., :c].transpose(0, 2, 1, 3)
        whole = np.ascontiguousarray(tiles).view(np.int8).reshape(blocks[0] * r, blocks[1] * c)
        return whole[:m, :n]

    def _blocks(self, m: int, n: int) -> tuple[tuple[int, int], int, int]:
        return (self.row_blocks(m), self.column_blocks(n)), self.config.array.rows, self.config.array.columns
