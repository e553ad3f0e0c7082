"""The cycle model: how long a submission of GEMMs takes on an accelerator, in closed form.

A submission is bound by the slowest of what overlaps: beats of the array, data of the memory, and jobs on
their way from descriptor to status. Before the first beat and after the last there is a latency:

    RING_TAIL  fetch  decode  load | beats, or memory, or jobs | drain  write  status  interrupt

The constants below are its fixed parts, the only numbers that are calibrated against the Verilog.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drift_hw.config import Config
from drift_hw.control.descriptor import STATUS_BYTES, STATUS_OFFSET
from drift_hw.memory.layout import Layout, ceiling
from golden.models import GemmShape, Network

BEFORE = 33
"""Cycles from the submission to the first beat, but for memory, decoding and the descriptor's beats."""
AFTER = 28
"""Cycles from the last tile's drain to the interrupt, but for memory and the tile's beats."""
DECODE = 27
"""Cycles of decoding a descriptor, but for the bits of its products."""
BETWEEN_FETCHES = 8
"""Cycles from one job's decoding to the next one's descriptor, but for memory."""
JOB_SLOTS = 4
"""Jobs in flight."""


@dataclass(frozen=True)
class MemoryTiming:
    """How memory behaves: cycles of latency, and bytes per cycle of reads and writes together."""

    read_latency: int = 40
    """From a burst's address to its first beat."""
    write_latency: int = 20
    """From a burst's last beat to its response."""
    bandwidth: float | None = None
    """None: a beat in each cycle."""


@dataclass(frozen=True)
class Traffic:
    """Bytes that a job moves, in whole beats."""

    read: int
    written: int

    @property
    def total(self) -> int:
        """Read and written."""
        return self.read + self.written


def tile_cycles(config: Config, k: int) -> int:
    """Return the cycles between the flushes of two tiles of depth K: its beats, or the drain."""
    return max(k, config.drain_cycles)


def tiles(config: Config, gemm: GemmShape) -> int:
    """Return the tiles of one of the GEMMs."""
    layout = Layout(config)
    return layout.row_blocks(gemm.m) * layout.column_blocks(gemm.n)


def traffic(config: Config, gemm: GemmShape, *, checkpoint: bool = False) -> Traffic:
    """Return what one of the GEMMs moves; `checkpoint`: the output is written twice."""
    layout = Layout(config)
    panel = layout.panel(layout.a_word, gemm.k)
    scratchpad = ceiling(config.memory.panel_words * layout.a_word, layout.bus) * layout.bus
    count = tiles(config, gemm)
    panels = layout.row_blocks(gemm.m) if panel <= scratchpad else count
    stream = layout.panel(layout.b_word, gemm.k) + layout.table_block
    written = ceiling(config.array.rows * layout.b_word, layout.bus) * layout.bus
    descriptor = max(STATUS_OFFSET, layout.bus), max(STATUS_BYTES, layout.bus)
    return Traffic(
        panels * panel + count * stream + descriptor[0],
        count * written * (1 + checkpoint) + descriptor[1],
    )


def decode_cycles(config: Config, gemm: GemmShape) -> int:
    """Return the cycles of decoding a job: serial divisions, then products bit by bit."""
    layout = Layout(config)
    rows, columns = layout.row_blocks(gemm.m).bit_length(), layout.column_blocks(gemm.n).bit_length()
    return DECODE + 2 * (rows + columns)


def _bandwidth(config: Config, memory: MemoryTiming) -> float:
    return min(memory.bandwidth or config.bus_bytes, config.bus_bytes)


def start_cycles(config: Config, gemm: GemmShape, memory: MemoryTiming) -> int:
    """Return the cycles from a submission to the first beat of its first job."""
    descriptor = ceiling(STATUS_OFFSET, config.bus_bytes)
    return BEFORE + descriptor + decode_cycles(config, gemm) + 2 * memory.read_latency


def end_cycles(config: Config, gemm: GemmShape, memory: MemoryTiming, *, checkpoint: bool = False) -> int:
    """Return the cycles from a submission's last beat to its interrupt."""
    layout = Layout(config)
    beats = ceiling(config.array.rows * layout.b_word, layout.bus) * (1 + checkpoint)
    beats += ceiling(STATUS_BYTES, layout.bus)
    transfer = int(beats * layout.bus / _bandwidth(config, memory))
    return AFTER + config.tile_latency + transfer + 2 * memory.write_latency


def array_cycles(config: Config, gemms: Sequence[GemmShape]) -> int:
    """Return the cycles that the array needs for all beats."""
    return sum(gemm.count * tiles(config, gemm) * tile_cycles(config, gemm.k) for gemm in gemms)


def job_cycles(config: Config, gemm: GemmShape, memory: MemoryTiming, *, checkpoint: bool = False) -> float:
    """Return the cycles that each of many jobs of this kind adds: array, memory, or getting the next one."""
    array = tiles(config, gemm) * tile_cycles(config, gemm.k)
    moved = traffic(config, gemm, checkpoint=checkpoint).total / _bandwidth(config, memory)
    fetch = memory.read_latency + ceiling(STATUS_OFFSET, config.bus_bytes) + BETWEEN_FETCHES
    flight = fetch + decode_cycles(config, gemm) + memory.read_latency + array
    flight += end_cycles(config, gemm, memory, checkpoint=checkpoint)
    return max(array, moved, fetch + decode_cycles(config, gemm), flight / JOB_SLOTS)


def batch_cycles(
    config: Config,
    gemms: Sequence[GemmShape],
    memory: MemoryTiming | None = None,
    *,
    checkpoint: bool = False,
) -> int:
    """Return the cycles of one submission of these GEMMs, from RING_TAIL to the interrupt.

    Args:
        config: the accelerator.
        gemms: jobs in order, independent of each other.
        memory: how memory behaves.
        checkpoint: every job writes its checkpoint.
    """
    timing = memory or MemoryTiming()
    first, last = gemms[0], gemms[-1]
    # The first job's jobs-in-flight limit is not met yet: what bounds one job alone is array and memory.
    total = start_cycles(config, first, timing)
    for number, gemm in enumerate(gemms):
        alone = max(
            tiles(config, gemm) * tile_cycles(config, gemm.k),
            traffic(config, gemm, checkpoint=checkpoint).total / _bandwidth(config, timing),
        )
        each = job_cycles(config, gemm, timing, checkpoint=checkpoint)
        total += round(alone + (gemm.count - 1) * each if number == 0 else gemm.count * each)
    return total + end_cycles(config, last, timing, checkpoint=checkpoint)


def utilisation(
    config: Config,
    gemms: Sequence[GemmShape],
    memory: MemoryTiming | None = None,
    *,
    checkpoint: bool = False,
) -> float:
    """Return useful multiply-accumulates over those that the array could have done in these cycles."""
    possible = (
        config.array.rows * config.array.columns * batch_cycles(config, gemms, memory, checkpoint=checkpoint)
    )
    return sum(gemm.macs for gemm in gemms) / possible


def step_cycles(
    config: Config, network: Network, memory: MemoryTiming | None = None, *, checkpoint: bool = False
) -> int:
    """Return the cycles of one sampling step of one image: each kind of each block is a submission."""
    block = sum(batch_cycles(config, [gemm], memory, checkpoint=checkpoint) for gemm in network.block)
    return network.depth * block
