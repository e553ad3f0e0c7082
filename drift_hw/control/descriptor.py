"""Job descriptors: the format in memory, shared by hardware, golden model, driver and C header.

A descriptor is 128 bytes, little-endian, at `ring_base + 128 * index`. The first 64 bytes are the job; the
accelerator writes the 16 bytes at `STATUS_OFFSET` when the job is finished, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

DESCRIPTOR_BYTES = 128
STATUS_OFFSET = 64
STATUS_BYTES = 16
DIMENSION_BITS = 16
"""M, K and N are 1 to 65535."""


@dataclass(frozen=True)
class DescriptorField:
    """A field: `offset` in bytes, `width` in bits."""

    name: str
    offset: int
    width: int
    doc: str


FIELDS = (
    DescriptorField("flags", 0, 32, "bits of `FLAGS`; the others are zero"),
    DescriptorField("m", 4, 32, "rows of A and of the output, 1 to 65535"),
    DescriptorField("k", 8, 32, "columns of A and rows of B, 1 to 65535"),
    DescriptorField("n", 12, 32, "columns of B and of the output, 1 to 65535"),
    DescriptorField("block", 16, 16, "index of the network block, below CAPABILITIES.blocks"),
    DescriptorField("timestep", 18, 16, "sampling step, 0 (noise) to 65535"),
    DescriptorField("reserved", 20, 32, "zero"),
    DescriptorField("a", 24, 64, "address of A, a multiple of the bus beat"),
    DescriptorField("b", 32, 64, "address of B, a multiple of the bus beat"),
    DescriptorField("output", 40, 64, "address of the output, a multiple of min(tile, 4096) bytes"),
    DescriptorField("table", 48, 64, "address of the requantisation table, a multiple of the bus beat"),
    DescriptorField("checkpoint", 56, 64, "address of the checkpoint, aligned as the output; 0 when unused"),
)
"""The job: bytes 0 to 63."""


class Policy(IntEnum):
    """What happens to masked elements that were not corrected."""

    NONE = 0
    ROLLBACK = 1
    RECOMPUTE = 2
    ZERO = 3


FLAGS = {
    "abft": (0, 1),
    "correct": (1, 1),
    "action": (2, 3),
    "override": (5, 1),
    "checkpoint_read": (6, 1),
    "checkpoint_write": (7, 1),
    "row_major": (8, 1),
    "fence": (9, 1),
}
"""Flag -> (lowest bit, width).

abft: checks decide about recovery; without it `correct` and `action` are off. correct, action (`Policy`; 4 to
7 are refused): the recovery, when `override` is set; else the block's register decides, and both must be
zero. checkpoint_read: a checkpoint is there. checkpoint_write: this job may write it, when its timestep
is one of the interval's. row_major: output and checkpoint are row-major. fence: start reading only when all
earlier jobs are finished (their outputs may be this job's input).
"""


class Code(IntEnum):
    """What became of a job: the low 16 bits of its status, and of register ERROR_CODE."""

    PENDING = 0
    DONE = 1
    RESERVED_BITS = 2
    """A reserved bit of the descriptor is set, or correct/action without override."""
    DIMENSION = 3
    """M, K or N is 0 or above 65535, or a recomputed job has more than `RECOMPUTE_TILES` tiles."""
    BLOCK = 4
    POLICY = 5
    ALIGNMENT = 6
    """An address is not aligned, or has bits beyond the address width."""
    WRAP = 7
    """A tensor ends beyond the address space."""
    READ_ERROR = 8
    """SLVERR or DECERR on a read of this job; its output is undefined."""
    WRITE_ERROR = 9
    FETCH_ERROR = 10
    """SLVERR or DECERR on the descriptor itself; its status is not written."""


STATUS_FIELDS = (
    DescriptorField("code", 64, 16, "`Code`"),
    DescriptorField("response", 66, 16, "AXI response of a memory error: 2 SLVERR, 3 DECERR; else 0"),
    DescriptorField("masked_tiles", 68, 32, "tiles with masked elements after correction (first passes)"),
    DescriptorField("address", 72, 64, "of a memory error: of the beat read or the burst written; else 0"),
)
"""What the accelerator writes; the order of checks is that of `Code`, the first that fails is reported."""

RECOMPUTE_TILES = 8192
"""Largest number of tiles of a job whose action is RECOMPUTE: a bit each."""
