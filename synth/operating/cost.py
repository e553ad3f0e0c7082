"""What a sampling run costs on the accelerator at operating points: joules and seconds, both by part.

energy = sum over parts of (busy cycles x E(V) + leakage(V) x time)     V of the scaled domain, or nominal
       + on-chip memories, by byte + DRAM, by byte and by row opened + regulators, by efficiency
time   = cycles of the cycle model x clock period + settling of supply and clock + tiles run again
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from math import ceil

from drift_hw.config import Config
from drift_hw.control.timesteps import has_checkpoint
from golden.checkpoint import DIT_WEIGHTS, load_dit
from golden.cycles import MemoryTiming, array_cycles, step_cycles, tiles, traffic
from golden.models import Network, dit_block
from synth.operating.errors import OperatingError
from synth.operating.parts import ARRAY, Core

SRAM_AT_45NM = 1.25
"""pJ per byte of an 8 KiB SRAM read 64 bits at a time, 45 nm and 0.9 V: 10 pJ per access in Horowitz,
"Computing's energy problem", ISSCC 2014."""


def sram_pj_per_byte(feature_nm: float, voltage: float) -> float:
    """Return `SRAM_AT_45NM` at another feature size and supply: linear in the size, square in V."""
    if not feature_nm > 0 or not voltage > 0:
        raise OperatingError(
            f"feature size and supply of memories must be positive, not {feature_nm:g} nm and {voltage:g} V"
        )
    return SRAM_AT_45NM * feature_nm / 45 * (voltage / 0.9) ** 2


@dataclass(frozen=True)
class Parameters:
    """What no synthesis tells. Raises `OperatingError` for values that there can not be."""

    sram_pj_per_byte: float
    """Of scratchpads and tile buffer, read or written (`sram_pj_per_byte`)."""
    dram_pj_per_byte: float = 31.0
    """The paper's figure, and that of HBM2: 3.9 pJ per bit (O'Connor et al., "Fine-Grained DRAM", MICRO
    2017)."""
    activation_pj: float = 1000.0
    """Of opening a DRAM row of 1 KiB beyond the reading of streams: the order of HBM2 in the same paper."""
    row_bytes: int = 1024
    """Bytes of a DRAM row."""
    efficiency: float = 0.9
    """Of the regulator at nominal voltage: a usual buck converter. An unprotected chip has this one only."""
    scaled_efficiency: float = 0.88
    """Of the scaled domain's regulator: as above, less two points for its lower output. Assumed."""
    idle_share: float = 0.3
    """Energy of a cycle without operands, a share of a busy one's: clocks run, data do not. Assumed; without
    clock gating."""
    settle_us: float = 20.0
    """Supply and clock to another operating point, the array waiting: a board-level converter. Regulators on
    the chip take below 1 us (Kim et al., HPCA 2008)."""
    around_share: float = 0.1
    """Energy of the logic around the core (job control, DVFS, recovery, AXI), a share of that of a core
    without protection. Assumed: it is not synthesised here."""
    around_protection: float = 0.02
    """Likewise of DVFS, recovery and checkpoint reading, on a chip with protection. Assumed."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name.endswith("efficiency"):
                if not 0 < value <= 1:
                    raise OperatingError(
                        f"{each.name} of a regulator must be more than 0 and at most 1, not {value:g}"
                    )
            elif not value >= 0 or (each.name == "row_bytes" and value < 1):
                raise OperatingError(f"{each.name} can not be {value:g}; give a positive number")
        if self.idle_share > 1:
            raise OperatingError(f"idle_share must be from 0 to 1, not {self.idle_share:g}")


@dataclass(frozen=True)
class Point:
    """An operating point: supply of the scaled domain, and the clock of everything."""

    voltage: float
    """Volts."""
    period_ps: float

    def __post_init__(self) -> None:
        if not (self.voltage > 0 and self.period_ps > 0):
            raise OperatingError(
                f"an operating point needs a positive supply and period, not {self.voltage:g} V and "
                f"{self.period_ps:g} ps"
            )


@dataclass(frozen=True)
class Work:
    """A sampling run of one image. Raises `OperatingError` for more safe steps than there are."""

    network: Network
    steps: int = 50
    passes: int = 2
    """Of the network per step: 2 with classifier-free guidance."""
    safe_steps: int = 2
    """Leading steps at the safe point."""
    interval: int = 10
    """Steps between checkpoints; 0: none are written."""

    def __post_init__(self) -> None:
        if not (0 <= self.safe_steps <= self.steps and self.steps > 0 and self.passes > 0):
            raise OperatingError(
                f"{self.safe_steps} safe steps of {self.steps}, {self.passes} passes each: there must be a "
                "step and a pass, and no more safe steps than steps"
            )
        if self.interval < 0:
            raise OperatingError(f"the interval of checkpoints must not be negative, not {self.interval}")


@dataclass(frozen=True)
class Incidents:
    """What errors cost besides, per block (tile) that ran where errors may strike: from a `Tally`."""

    checkpoint_reads: float = 0.0
    """Checkpoint blocks read."""
    recomputed: float = 0.0
    """Blocks run again at the safe point."""
    replayed_cycles: float = 0.0
    """Array cycles lost to replay at flops, per cycle."""

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Incidents:
        """Return the rates of a `golden.resilience.protected.Tally`'s counts; none without blocks."""
        blocks = counts.get("blocks", 0)
        if not blocks:
            return cls()
        return cls(
            counts.get("checkpoint_reads", 0) / blocks,
            counts.get("recomputed_blocks", 0) / blocks,
        )


@dataclass(frozen=True)
class MemorySpeed:
    """External memory, whose speed does not follow the clock."""

    read_ns: float
    write_ns: float
    bytes_per_ns: float

    @classmethod
    def at(cls, config: Config, period_ps: float, timing: MemoryTiming | None = None) -> MemorySpeed:
        """Return memory that, at this clock period, is as the cycle model takes it by default."""
        timing = timing or MemoryTiming()
        return cls(
            timing.read_latency * period_ps / 1e3,
            timing.write_latency * period_ps / 1e3,
            (timing.bandwidth or config.bus_bytes) / (period_ps / 1e3),
        )

    def timing(self, period_ps: float) -> MemoryTiming:
        """Return it in cycles of a clock."""
        return MemoryTiming(
            ceil(1e3 * self.read_ns / period_ps - 1e-6),
            ceil(1e3 * self.write_ns / period_ps - 1e-6),
            self.bytes_per_ns * period_ps / 1e3,
        )


@dataclass(frozen=True)
class Parts:
    """Joules, or seconds, by part."""

    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The sum."""
        return sum(self.parts.values())

    def __add__(self, other: Parts) -> Parts:
        names = dict.fromkeys([*self.parts, *other.parts])
        return Parts({name: self.parts.get(name, 0.0) + other.parts.get(name, 0.0) for name in names})

    def times(self, factor: float) -> Parts:
        """Return so many times as much."""
        return Parts({name: factor * value for name, value in self.parts.items()})


@dataclass(frozen=True)
class Cost:
    """Of a run."""

    energy: Parts = field(default_factory=Parts)
    """Joules."""
    time: Parts = field(default_factory=Parts)
    """Seconds: the array takes operands, waits, writes checkpoints or runs tiles again; supplies settle."""

    @property
    def seconds(self) -> float:
        """From the first step to the last."""
        return self.time.total

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.energy + other.energy, self.time + other.time)

    def times(self, factor: float) -> Cost:
        """Return so many times as much."""
        return Cost(self.energy.times(factor), self.time.times(factor))


@dataclass(frozen=True)
class Accelerator:
    """A core with what is around it, ready to be costed. Raises `OperatingError`."""

    core: Core
    parameters: Parameters
    memory: MemorySpeed
    around_joules: float = 0.0
    """Per busy cycle, of the logic around the core, at nominal voltage."""
    scaled: tuple[str, ...] = ARRAY
    """Components in the scaled domain; all others stay at nominal voltage."""

    def __post_init__(self) -> None:
        known = {part.name for part in self.core.parts}
        unknown = sorted(set(self.scaled) - known - set(ARRAY))
        if unknown:
            raise OperatingError(
                f"the core has no component {unknown[0]!r} to scale; it has {', '.join(sorted(known))}"
            )

    def run(self, work: Work, safe: Point, tolerant: Point, incidents: Incidents | None = None) -> Cost:
        """Return the cost of a sampling run.

        Args:
            work: what to run.
            safe: of the leading steps, and of tiles that are run again.
            tolerant: of all other steps.
            incidents: what errors cost at the tolerant point.
        """
        incidents = incidents or Incidents()
        total = Cost()
        kinds: dict[tuple[bool, bool], int] = {}
        for step in range(work.steps):
            kind = step < work.safe_steps, has_checkpoint(step, work.interval)
            kinds[kind] = kinds.get(kind, 0) + 1
        for (is_safe, checkpoint), count in kinds.items():
            point = safe if is_safe else tolerant
            cost = self._pass(work.network, point, checkpoint, Incidents() if is_safe else incidents, safe)
            total += cost.times(count * work.passes)
        # Into the tolerant point, and back before the next image.
        switches = 2 if safe != tolerant and 0 < work.safe_steps < work.steps else 0
        return self._supplied(total + self._settling(switches, safe, tolerant))

    def follow(
        self,
        network: Network,
        schedule: Sequence[Sequence[Point]],
        safe: Point,
        *,
        interval: int,
        incidents: Mapping[Point, Incidents],
    ) -> Cost:
        """Return the cost of a run whose blocks have operating points of their own.

        Args:
            network: what runs in each step, both branches of guidance stacked.
            schedule: by step, the operating point of each block.
            safe: where tiles are run again.
            interval: steps between checkpoints; 0: none are written.
            incidents: what errors cost, by operating point; none at others.
        """
        block = replace(network, depth=1)
        total = Cost()
        kinds = Counter(
            (point, has_checkpoint(step, interval))
            for step, points in enumerate(schedule)
            for point in points
        )
        for (point, checkpoint), count in kinds.items():
            cost = self._pass(block, point, checkpoint, incidents.get(point, Incidents()), safe)
            total += cost.times(count)
        order = [point for points in schedule for point in points]
        # From the last block to the first of the next image, too.
        for (one, other), count in Counter(zip(order, [*order[1:], order[0]], strict=True)).items():
            total += self._settling(count if one != other else 0, one, other)
        return self._supplied(total)

    def _pass(
        self, network: Network, point: Point, checkpoint: bool, incidents: Incidents, safe: Point
    ) -> Cost:
        """Return the cost of one pass through the network, before regulators."""
        config, gemms = self.core.config, network.block
        timing = self.memory.timing(point.period_ps)
        beats = network.depth * sum(gemm.count * tiles(config, gemm) * gemm.k for gemm in gemms)
        blocks = network.depth * sum(gemm.count * tiles(config, gemm) for gemm in gemms)
        plain = step_cycles(config, network, timing)
        cycles = Parts(
            {
                "array": beats,
                "waiting": plain - beats,
                "checkpoints": step_cycles(config, network, timing, checkpoint=checkpoint) - plain,
                "replay": incidents.replayed_cycles * network.depth * array_cycles(config, gemms),
            }
        )
        time = cycles.times(point.period_ps * 1e-12)
        busy = beats + self.parameters.idle_share * (cycles.total - beats)
        parts = self._logic(busy, time.total, point)
        parts |= self._memories(network, beats, blocks, checkpoint, incidents)
        cost = Cost(Parts(parts), time)
        if incidents.recomputed:
            again = incidents.recomputed * blocks
            depth = beats / blocks + config.drain_cycles
            spent = again * depth * safe.period_ps * 1e-12
            joules = sum(self._logic(again * depth, spent, safe).values())
            cost += Cost(Parts({"tiles run again": joules}), Parts({"tiles run again": spent}))
            cost += self._settling(2 * again if safe != point else 0, safe, point)
        return cost

    def _logic(self, busy: float, seconds: float, point: Point) -> dict[str, float]:
        """Return the joules of all components over so many busy cycles and so much time."""
        found, leakage, nominal = {}, 0.0, self.core.nominal_voltage
        for part in self.core.parts:
            voltage = point.voltage if part.name in self.scaled else nominal
            found[part.name] = busy * part.energy(voltage)
            leakage += part.leakage(voltage) * seconds
        found["around the core"] = busy * self.around_joules
        found["leakage"] = leakage
        return found

    def _memories(
        self, network: Network, beats: int, blocks: int, checkpoint: bool, incidents: Incidents
    ) -> dict[str, float]:
        """Return the joules of on-chip memories and of DRAM."""
        config, parameters = self.core.config, self.parameters
        array = config.array
        tile = array.rows * array.columns
        words = -(-array.accumulator_width // 8)
        moved = _moved(config, network, checkpoint=False)
        kept = _moved(config, network, checkpoint=True) - moved if checkpoint else 0
        on_chip = beats * (array.rows + array.columns) + 2 * blocks * tile * words + moved
        rolled_back = incidents.checkpoint_reads * blocks
        return {
            "on-chip memories": on_chip * parameters.sram_pj_per_byte * 1e-12,
            "DRAM": self._dram(moved, moved / parameters.row_bytes),
            "checkpoints": self._dram(kept, kept / parameters.row_bytes)
            + self._dram(rolled_back * tile, rolled_back * ceil(tile / parameters.row_bytes)),
        }

    def _dram(self, moved: float, rows: float) -> float:
        parameters = self.parameters
        return (moved * parameters.dram_pj_per_byte + rows * parameters.activation_pj) * 1e-12

    def _settling(self, switches: float, one: Point, other: Point) -> Cost:
        """Return the cost of switches between two points: clocks run idle at the higher supply."""
        seconds = switches * self.parameters.settle_us * 1e-6
        high = Point(max(one.voltage, other.voltage), max(one.period_ps, other.period_ps))
        cycles = self.parameters.idle_share * seconds / (high.period_ps * 1e-12)
        joules = sum(self._logic(cycles, seconds, high).values())
        return Cost(Parts({"settling": joules}), Parts({"settling": seconds}))

    def _supplied(self, cost: Cost) -> Cost:
        """Return the cost with what regulators lose; DRAM has its own supply."""
        parameters = self.parameters
        outside = ("DRAM", "checkpoints")
        inner = {name: joules for name, joules in cost.energy.parts.items() if name not in outside}
        protected = self.core.config.protection.abft
        scaled = sum(joules for name, joules in inner.items() if name in self.scaled) if protected else 0.0
        nominal = sum(inner.values()) - scaled
        lost = scaled * (1 / parameters.scaled_efficiency - 1) + nominal * (1 / parameters.efficiency - 1)
        return cost + Cost(Parts({"regulators": lost}))


def _moved(config: Config, network: Network, *, checkpoint: bool) -> int:
    """Return the bytes to and from DRAM of one pass."""
    return network.depth * sum(
        gemm.count * traffic(config, gemm, checkpoint=checkpoint).total for gemm in network.block
    )


def shipped(images: int = 1) -> Network:
    """Return the shipped DiT as a network of `golden.models`; `images` are stacked."""
    config = load_dit(DIT_WEIGHTS).config
    return Network("shipped DiT", config.depth, dit_block(config, images=images))
