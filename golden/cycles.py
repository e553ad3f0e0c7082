"""The cycle model: how long a submission of GEMMs takes on an accelerator, in closed form.

A submission is bound by the slowest of what overlaps: the array's beats, the memory's data, or jobs on
their way from descriptor to status. Before the first beat and after the last there are latencies:

    RING_TAIL  fetch  decode  load | beats, or memory, or jobs | drain  write  status  interrupt

The constants below are their fixed parts, the only numbers that are calibrated against the Verilog; against
it the model is off by at most 3 % for a layer of the shipped DiT on `drift` and `demo`, and by less than 1 %
for most (tests/test_cycles.py holds measured cycles). What it leaves out: while the first panels of A are
read, B gets half of the memory, so that tables and outputs hold the array up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drift_hw.config import Config
from drift_hw.control.descriptor import STATUS_BYTES, STATUS_OFFSET
from drift_hw.memory.layout import Layout, ceiling
from golden.models import GemmShape, Network

FIXED = 20
"""Cycles of a submission beyond decoding, loading, beats, `tile_latency`, transfers and memory latencies."""
DECODE = 32
"""Cycles of decoding a job of one tile; each further bit of the numbers of blocks takes two more."""
NEXT_FETCH = 6
"""Cycles from one job's decoding to the next one's, but for decoding, the descriptor's beats and memory."""
REQUEST = 4
"""Cycles that a read burst is in flight beyond memory latency and its beats."""
BURST_BEATS = 16
"""Most beats of a burst into a scratchpad."""
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


def tile_cycles(config: Config, k: int) -> float:
    """Return the cycles from one tile of depth K to the next: its beats, the drain, or the tile buffer."""
    return max(k, config.drain_cycles, (config.tile_latency - 1) / config.tile_slots)


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
    return DECODE + 2 * (rows + columns - 2)


def _bandwidth(config: Config, memory: MemoryTiming) -> float:
    return min(memory.bandwidth or config.bus_bytes, config.bus_bytes)


def _latencies(memory: MemoryTiming) -> int:
    """Return the latency of descriptor, first operands, last tile and status, one after the other."""
    return 2 * max(memory.read_latency, 1) + 2 * max(memory.write_latency, 1)


def _burst(config: Config) -> int:
    """Return the most beats of a burst of B: a quarter of its scratchpad at most."""
    layout = Layout(config)
    quarter = max(1, ceiling(config.memory.stream_words * layout.b_word, layout.bus) // 4)
    return min(BURST_BEATS, 1 << (quarter.bit_length() - 1))


def latency(config: Config, gemm: GemmShape, memory: MemoryTiming, *, checkpoint: bool = False) -> float:
    """Return the cycles of a submission of one job before its first beat and after its last."""
    layout = Layout(config)
    first = layout.table_block // layout.bus
    first += min(_burst(config), layout.panel(layout.b_word, gemm.k) // layout.bus)
    tile = ceiling(config.array.rows * layout.b_word, layout.bus) * (1 + checkpoint)
    status = ceiling(STATUS_BYTES, layout.bus) + ceiling(STATUS_OFFSET, layout.bus)
    transfers = (first + tile + status) * layout.bus / _bandwidth(config, memory)
    return FIXED + decode_cycles(config, gemm) + config.tile_latency + transfers + _latencies(memory)


def array_cycles(config: Config, gemms: Sequence[GemmShape]) -> float:
    """Return the cycles that the array needs for all tiles."""
    return sum(gemm.count * tiles(config, gemm) * tile_cycles(config, gemm.k) for gemm in gemms)


def beat_cycles(config: Config, gemm: GemmShape) -> float:
    """Return the cycles from the first beat of a job to its last, when the tile buffer was empty before."""
    rounds, rest = divmod(tiles(config, gemm) - 1, config.tile_slots)
    beats = config.tile_slots * rounds * tile_cycles(config, gemm.k) + gemm.k
    return beats + rest * max(gemm.k, config.drain_cycles)


def memory_cycles(
    config: Config, gemm: GemmShape, memory: MemoryTiming, *, checkpoint: bool = False
) -> float:
    """Return the cycles that memory needs for one of the GEMMs: its data, or its read bursts' latencies."""
    layout = Layout(config)
    data = traffic(config, gemm, checkpoint=checkpoint).total / _bandwidth(config, memory)
    beats = layout.panel(layout.b_word, gemm.k) // layout.bus, layout.table_block // layout.bus
    bursts = tiles(config, gemm) * sum(ceiling(part, _burst(config)) for part in beats)
    flight = memory.read_latency + REQUEST + min(_burst(config), max(beats))
    return max(data, bursts * flight / config.memory.outstanding_reads)


def job_cycles(config: Config, gemm: GemmShape, memory: MemoryTiming, *, checkpoint: bool = False) -> float:
    """Return the cycles that each of many jobs of this kind adds: array, memory, or getting the next one."""
    array = tiles(config, gemm) * tile_cycles(config, gemm.k)
    fetch = memory.read_latency + ceiling(STATUS_OFFSET, config.bus_bytes) + NEXT_FETCH
    whole = latency(config, gemm, memory, checkpoint=checkpoint) + beat_cycles(config, gemm)
    return max(
        array,
        memory_cycles(config, gemm, memory, checkpoint=checkpoint),
        fetch + decode_cycles(config, gemm),
        whole / JOB_SLOTS,
    )


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
    # What the last tile transfers is in `latency`.
    small = traffic(config, GemmShape("", 1, 1, 1), checkpoint=checkpoint)
    alone = max(
        beat_cycles(config, first),
        memory_cycles(config, first, timing, checkpoint=checkpoint)
        - small.total / _bandwidth(config, timing),
    )
    each = [gemm.count * job_cycles(config, gemm, timing, checkpoint=checkpoint) for gemm in gemms]
    each[0] -= job_cycles(config, first, timing, checkpoint=checkpoint)
    return round(alone + sum(each) + latency(config, last, timing, checkpoint=checkpoint))


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
