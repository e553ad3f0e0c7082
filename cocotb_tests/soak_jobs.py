"""Random jobs of the soak test: good and bad descriptors, operands in DRAM, and what each may write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from drift_hw.config import Config
from drift_hw.control.descriptor import FLAGS, RECOMPUTE_TILES, Code, Policy
from drift_hw.memory.layout import Bytes, Layout
from drift_hw.sim.allocator import Allocator, Buffer
from drift_hw.sim.jobs import pack_descriptor

Integers = npt.NDArray[np.int64]

BUDGET = 8_000
"""Beats of the largest job."""
OUTPUTS = ("output", "checkpoint")
REFUSALS = [int(code) for code in Code if Code.RESERVED_BITS <= code <= Code.WRAP]
_FLAG_BITS = sum(width for _, width in FLAGS.values())


@dataclass(frozen=True)
class Settings:
    """What the registers say about jobs."""

    blocks: tuple[dict[str, int], ...]
    """Fields of BLOCK."""
    interval: int
    """Timesteps between checkpoints."""

    def due(self, timestep: int) -> bool:
        """Whether a checkpoint is written in this timestep."""
        n = self.interval
        return n > 0 and (timestep == 0 or timestep % n == 1 % n)


@dataclass
class SoakJob:
    """A job of a submission."""

    fields: dict[str, int]
    flags: dict[str, int]
    buffers: dict[str, Buffer]
    """Those made for this job, by tensor."""
    shape: tuple[int, int, int]
    """M, K, N that the buffers are made for."""
    mistakes: set[Code] = field(default_factory=set)
    """Why it should be refused."""
    checkpoint_due: bool = False
    beyond: bool = False
    """A tensor lies beyond the memory."""

    @property
    def code(self) -> Code:
        """What it should end with when memory makes no errors."""
        return min(self.mistakes, default=Code.DONE)

    @property
    def descriptor(self) -> bytes:
        """Its 128 bytes."""
        return pack_descriptor(self.fields, self.flags)

    def written(self, layout: Layout) -> Integers:
        """Return the addresses of all bytes that it writes beside its status, each once."""
        if self.code is not Code.DONE:
            return np.zeros(0, np.int64)
        m, n, rows = self.fields["m"], self.fields["n"], layout.config.array.rows
        tiles = layout.row_blocks(m) * layout.column_blocks(n)
        if self.flags["row_major"]:
            offsets = np.arange(tiles * rows * layout.b_word)
        else:
            used = -(-rows * layout.b_word // layout.bus) * layout.bus
            offsets = (layout.tile * np.arange(tiles)[:, None] + np.arange(used)).reshape(-1)
        bases = [self.fields["output"]]
        if self.flags["checkpoint_write"] and self.checkpoint_due:
            bases.append(self.fields["checkpoint"])
        return np.concatenate([base + offsets for base in bases])


class JobMaker:
    """Draws jobs, and puts their operands into DRAM: any bytes, also where only padding is."""

    def __init__(self, config: Config, memory: Bytes, allocator: Allocator, rng: np.random.Generator) -> None:
        self._config, self._layout = config, Layout(config)
        self._memory, self._allocator, self._rng = memory, allocator, rng
        self._checks = config.protection.abft  # without them no policy counts

    def job(
        self, settings: Settings, earlier: Sequence[SoakJob], *, mistakes: float, small: bool = False
    ) -> SoakJob:
        """Return a job after the `earlier` ones of its submission; bad with probability `mistakes`.

        `small`: of few tiles, with few beats each.
        """
        rng, layout = self._rng, self._layout
        flags = self._flags()
        fields = self._sizes(small=small)
        fields["block"] = int(rng.integers(self._config.power.blocks))
        fields["timestep"] = int(rng.choice([0, 1, rng.integers(60).item(), rng.integers(1 << 16).item()]))
        shared: dict[str, int] = {}
        if earlier and rng.random() < 0.4:
            flags["fence"] = 1
            shared = self._share(fields, flags, earlier[int(rng.integers(len(earlier)))])
        m, k, n = (fields[name] for name in ("m", "k", "n"))
        output = layout.output_bytes(m, n, row_major=bool(flags["row_major"]))
        needed = {
            "a": (layout.a_bytes(m, k), layout.bus),
            "b": (layout.b_bytes(k, n), layout.bus),
            "table": (layout.table_bytes(n), layout.bus),
            "output": (output, layout.output_alignment),
        }
        if flags["checkpoint_read"] or flags["checkpoint_write"]:
            needed["checkpoint"] = (output, layout.output_alignment)
        buffers = {
            name: self._buffer(name, size, alignment)
            for name, (size, alignment) in needed.items()
            if name not in shared
        }
        if "table" in buffers:
            self._fill_table(buffers["table"], n)
        fields |= {name: buffer.address for name, buffer in buffers.items()} | shared
        if "checkpoint" not in fields:  # its address counts for nothing
            fields["checkpoint"] = int(rng.integers(1 << 63)) if rng.random() < 0.3 else 0
        job = SoakJob(fields, flags, buffers, (m, k, n))
        if rng.random() < 0.02:
            name = str(rng.choice(list(buffers)))
            places = [1 << min(self._config.memory.address_width - 1, 62)]
            if name == "output":  # partly inside, where no other tensor is ever read
                places.append(len(self._memory) - layout.output_alignment)
            fields[name] = places[int(rng.integers(len(places)))]
            job.beyond = True
        if rng.random() < mistakes:
            chosen = rng.choice(REFUSALS, int(rng.choice([1, 1, 2])), replace=False)
            for code in sorted(chosen.tolist(), reverse=True):  # the one that counts may undo the others
                self._spoil(job, Code(code))
        block = job.fields["block"]
        decides = self._checks and flags["abft"] and not flags["override"] and block < len(settings.blocks)
        if decides and settings.blocks[block]["action"] > max(Policy):
            job.mistakes.add(Code.POLICY)
        job.checkpoint_due = settings.due(fields["timestep"])
        return job

    def free(self, jobs: Sequence[SoakJob]) -> None:
        """Free their buffers. Raises `GuardError` when bytes beside one were written."""
        for job in jobs:
            for buffer in job.buffers.values():
                self._allocator.free(buffer)

    # -- good jobs ---------------------------------------------------------------------------------

    def _flags(self) -> dict[str, int]:
        rng = self._rng
        chances = {"abft": 0.9, "checkpoint_read": 0.5, "checkpoint_write": 0.5, "row_major": 0.4}
        flags = dict.fromkeys(FLAGS, 0)
        flags |= {name: int(rng.random() < chance) for name, chance in chances.items()}
        if rng.random() < 0.6:
            flags |= {
                "override": 1,
                "correct": int(rng.integers(2)),
                "action": int(rng.integers(len(Policy))),
            }
        return flags

    def _sizes(self, *, small: bool) -> dict[str, int]:
        """Return M, K and N: edges of blocks often, K sometimes beyond the scratchpads."""
        rng, array, memory = self._rng, self._config.array, self._config.memory
        if small:
            lanes = (2 * array.rows, 3, array.columns)
            return {name: int(rng.integers(1, most + 1)) for name, most in zip("mkn", lanes, strict=True)}
        m, n = (self._lanes(lanes) for lanes in (array.rows, array.columns))
        tiles = self._layout.row_blocks(m) * self._layout.column_blocks(n)
        kind = rng.random()
        if kind < 0.2:
            k = int(rng.integers(1, 4))
        elif kind < 0.75:
            k = int(rng.integers(1, 5 * array.rows))
        elif kind < 0.9:
            k = int(rng.integers(1, memory.panel_words))
        else:
            k = memory.panel_words + int(rng.integers(-2, memory.panel_words // 2))
        return {"m": m, "k": min(k, max(BUDGET // tiles, 1)), "n": n}

    def _lanes(self, lanes: int) -> int:
        blocks = int(self._rng.choice([1, 1, 2, 2, 3, 4, 5]))
        return max(1, blocks * lanes - int(self._rng.choice([0, 1, self._rng.integers(lanes).item()])))

    def _share(self, fields: dict[str, int], flags: dict[str, int], before: SoakJob) -> dict[str, int]:
        """Take a tensor from a job before: its output as operand, or its checkpoint."""
        output = before.buffers["output"]
        if self._rng.random() < 0.5 or "checkpoint" not in before.buffers:
            word = self._layout.a_word
            deepest = min(max(output.size // word, 1), BUDGET // self._layout.column_blocks(fields["n"]))
            fields["m"] = int(self._rng.integers(1, self._config.array.rows + 1))
            fields["k"] = int(self._rng.integers(1, deepest + 1))
            return {"a": output.address}
        fields |= dict(zip("mkn", before.shape, strict=True))
        flags["row_major"] = before.flags["row_major"]
        return {"checkpoint": before.buffers["checkpoint"].address}

    def _buffer(self, name: str, size: int, alignment: int) -> Buffer:
        buffer = self._allocator.allocate(size, alignment, name)
        self._memory[buffer.address : buffer.stop] = self._rng.integers(0, 256, size, np.uint8)
        return buffer

    def _fill_table(self, buffer: Buffer, n: int) -> None:
        """Put requantisation parameters there; any bytes where only padding is."""
        rng, array = self._rng, self._config.array
        half = 1 << (array.accumulator_width - 1)
        small = rng.random(n) < 0.8
        table = self._layout.pack_table(
            n,
            bias=np.where(small, rng.integers(-500, 500, n), rng.integers(-half, half, n)),
            multiplier=rng.integers(0, 1 << self._config.requantiser.multiplier_width, n),
            shift=np.where(small, rng.integers(12, 26, n), rng.integers(0, 64, n)),
        )
        used = self._layout.pack_table(n, -1, -1, -1).astype(bool)
        self._memory[buffer.address : buffer.stop][used] = table[used]

    # -- bad jobs ----------------------------------------------------------------------------------

    def _spoil(self, job: SoakJob, code: Code) -> None:
        """Make a mistake for which a job is refused with this code."""
        rng, fields, flags = self._rng, job.fields, job.flags
        width = self._config.memory.address_width
        match code:
            case Code.RESERVED_BITS:
                bits = {"flags": int(rng.integers(_FLAG_BITS, 32)), "reserved": int(rng.integers(32)), "": 0}
                name = str(rng.choice(list(bits)))
                if name:
                    fields[name] = 1 << bits[name]
                else:
                    flags |= {"override": 0, "correct": 1}
            case Code.DIMENSION:
                if rng.random() < 0.7 or not self._checks:
                    wrong = [0, 1 << 16, 1 << int(rng.integers(16, 32)), (1 << 32) - 1]
                    fields[str(rng.choice(list("mkn")))] = int(rng.choice(np.array(wrong)))
                else:
                    lanes = max(self._config.array.rows, self._config.array.columns)
                    flags |= {"override": 1, "abft": 1, "action": Policy.RECOMPUTE}
                    fields["m"] = fields["n"] = (int(RECOMPUTE_TILES**0.5) + 1) * lanes
            case Code.BLOCK:
                fields["block"] = int(rng.integers(self._config.power.blocks, 1 << 16))
            case Code.POLICY:
                flags |= {"override": 1, "abft": 1, "action": int(rng.integers(max(Policy) + 1, 8))}
                if not self._checks:
                    return
            case Code.ALIGNMENT:
                name = str(rng.choice(list(job.buffers)))
                alignment = self._layout.output_alignment if name in OUTPUTS else self._layout.bus
                bit = int(rng.integers(alignment.bit_length() - 1))
                if width < 64 and rng.random() < 0.5:
                    bit = int(rng.integers(width, 64))
                fields[name] ^= 1 << bit
            case _:
                fields["a"] = (1 << width) - self._layout.bus
                fields["k"] = int(rng.integers(self._layout.bus + 1, 1 << 16))
        job.mistakes.add(code)
