"""Records that the tile walker sends ahead of each tile: what to feed, and what becomes of the results."""

from __future__ import annotations

from amaranth.lib import data

from drift_hw.config import Config, clog2
from drift_hw.control.descriptor import DIMENSION_BITS, RECOMPUTE_TILES

JOB_SLOTS = 4
"""Jobs in flight: fetched and not finished."""
SLOT_BITS = clog2(JOB_SLOTS)
INDEX_BITS = 16
"""Bits of an index into the descriptor ring."""
ROW_BYTES_BITS = 24
"""Bits of the distance between rows of a row-major output."""
POINT_BITS = 4
"""Bits of the index of an operating point."""


class FeedRecord(data.StructLayout):
    """A tile to be fed: `words` beats; `release` frees the panel of A while it is read for the last time.

    `rows` and `columns` (1 to R, C) are no padding. `point` is the operating point it needs; `job`, `tile`
    and `redo` are for the trace.
    """

    def __init__(self, config: Config) -> None:
        super().__init__(
            {
                "words": DIMENSION_BITS,
                "release": 1,
                "rows": clog2(config.array.rows + 1),
                "columns": clog2(config.array.columns + 1),
                "point": POINT_BITS,
                "correct": 1,
                "job": INDEX_BITS,
                "tile": 32,
                "redo": 1,
            }
        )


class RetireRecord(data.StructLayout):
    """Where a tile's results go, and how they are recovered; addresses are those of its first row."""

    def __init__(self, config: Config) -> None:
        address = config.memory.address_width
        super().__init__(
            {
                "slot": SLOT_BITS,
                "tile": clog2(RECOMPUTE_TILES),
                "address": address,
                "checkpoint_address": address,
                "row_bytes": ROW_BYTES_BITS,
                "rows": clog2(config.array.rows + 1),
                "columns": clog2(config.array.columns + 1),
                "abft": 1,
                "action": 2,
                "checkpoint_read": 1,
                "checkpoint_write": 1,
                "row_major": 1,
                "redo": 1,
            }
        )
