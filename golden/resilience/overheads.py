"""What a protection costs in cycles and memory traffic, from the cycle model and the counts of a run.

All is relative to the same run on the same array without checks, checkpoints and errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drift_hw.config import Config
from drift_hw.control.timesteps import has_checkpoint
from drift_hw.memory.layout import Layout
from golden.cycles import MemoryTiming, batch_cycles, memory_cycles, tiles, traffic
from golden.models import GemmShape, Network
from golden.resilience.policies import ComparedPolicy, Hardware


@dataclass(frozen=True)
class Overheads:
    """Fractions of what the run without protection takes."""

    cycles: float
    """Checks, checkpoints, blocks computed again, replays; the operating point changes at once."""
    settling: float
    """Cycles in which supply and clock settle, beyond `cycles`."""
    traffic: float
    """Bytes to and from DRAM."""


def overheads(
    config: Config,
    policy: ComparedPolicy,
    network: Network,
    steps: int,
    tally: Mapping[str, int],
    *,
    settle_cycles: float,
    interval: int = 10,
    memory: MemoryTiming | None = None,
) -> Overheads:
    """Return what a run under `policy` cost.

    Args:
        config: the array, with or without ABFT: what the policy does not need is left out.
        policy: what ran.
        network: its GEMMs; images of a batch are stacked, both branches of guidance among them.
        steps: of the sampler.
        tally: counts of the run (`golden.resilience.protected.COUNTS`).
        settle_cycles: clock cycles of a change of operating point.
        interval: steps between checkpoints, where the policy writes any.
        memory: how memory behaves.
    """
    timing = memory or MemoryTiming()
    bare = Hardware.NONE.built(config)
    own = policy.hardware.built(config)
    layout = Layout(config)
    writes = tally.get("checkpoint_writes", 0)
    reads = tally.get("checkpoint_reads", 0) / max(tally.get("blocks", 0), 1)
    saved = [bool(writes) and has_checkpoint(step, interval) for step in range(steps)]

    def run_cycles(array: Config, saving: bool, read_share: float = 0.0) -> float:
        """Return the cycles of a step; `read_share` of the blocks read their checkpoint."""
        return network.depth * sum(
            batch_cycles(array, [gemm], timing, checkpoint=saving)
            + gemm.count * _held_up(array, gemm, timing, saving, read_share)
            for gemm in network.block
        )

    before = steps * run_cycles(bare, saving=False)
    with_saving, without = (run_cycles(own, saving=saving, read_share=reads) for saving in (True, False))
    after = sum(with_saving if each else without for each in saved)
    after += tally.get("recomputed_cycles", 0) + tally.get("replayed_cycles", 0)
    switches = 2 * tally.get("safe_passes", 0) + policy.switches(network.depth, steps)
    bytes_before = (
        steps * network.depth * sum(gemm.count * traffic(bare, gemm).total for gemm in network.block)
    )
    # A second pass reads both operands of a block once more, a word of each per cycle.
    operands = tally.get("recomputed_cycles", 0) * (layout.a_word + layout.b_word)
    results = (writes + tally.get("checkpoint_reads", 0) + tally.get("recomputed_blocks", 0)) * layout.tile
    return Overheads(
        after / before - 1, switches * settle_cycles / before, (operands + results) / bytes_before
    )


def _held_up(config: Config, gemm: GemmShape, memory: MemoryTiming, saving: bool, share: float) -> float:
    """Return the cycles for which reading `share` of the checkpoint's blocks holds one of the GEMMs up."""
    bandwidth = min(memory.bandwidth or config.bus_bytes, config.bus_bytes)
    reading = share * tiles(config, gemm) * Layout(config).tile / bandwidth
    alone = batch_cycles(config, [GemmShape(gemm.kind, gemm.m, gemm.k, gemm.n)], memory, checkpoint=saving)
    needed = memory_cycles(config, gemm, memory, checkpoint=saving) + reading
    return max(0.0, min(reading, needed - alone))
