"""The recovery block against the golden rule: random tiles, policies and checkpoints, pauses everywhere."""

import functools
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random

import numpy as np
import pytest

from drift_hw.config import PRESETS, Config
from drift_hw.control.descriptor import Policy
from drift_hw.control.records import RetireRecord
from drift_hw.emit.verilog import block_verilog
from drift_hw.memory.layout import Layout
from drift_hw.protect.recovery import Recovery
from drift_hw.sim.model import Model
from drift_hw.sim.packing import pack, unpack
from drift_hw.sim.verilator import BuildOptions, build
from golden.recovery import recover


def geometry(rows, columns, data_width, **changes):
    return Config().replace(
        array__rows=rows, array__columns=columns, memory__data_width=data_width, **changes
    )


CONFIGS = {
    "tiny": PRESETS["tiny"],
    "odd": geometry(5, 12, 128, array__operand_width=7),
    "quarter": geometry(6, 3, 128, memory__address_width=64),
    # Fewer rows than fit in a beat.
    "column": geometry(3, 1, 128),
    "one": geometry(1, 1, 32),
    "uncorrected": geometry(4, 8, 64, protection__correction_limit=0),
    "bare": geometry(3, 4, 64, protection__abft=False),
}
MEMORY_BYTES = 1 << 16
"""Of the memory; addresses beyond are the same bytes again."""


@dataclass
class Tile:
    """A tile on its way: what the walker and the core say of it."""

    record: dict[str, int]
    quantised: np.ndarray
    mask: np.ndarray
    corrected: np.ndarray


def random_tile(config: Config, rng: np.random.Generator, clean: bool = False) -> Tile:
    r, c = config.array.rows, config.array.columns
    layout, limit = Layout(config), config.output_limit
    flags = [rng.random(n) < rng.choice([0, 0.4, 0.9]) * (not clean) for n in (r, c)]
    abft = config.protection.abft
    row_major = int(rng.integers(2))
    alignment = layout.b_word if row_major else layout.output_alignment
    record = {
        "slot": int(rng.integers(4)),
        "tile": int(rng.integers(1 << 13)),
        "address": int(rng.integers(1 << 32)),
        "checkpoint_address": int(rng.integers(1 << config.memory.address_width - 8))
        * alignment
        % (1 << config.memory.address_width - 1),
        "row_bytes": int(rng.integers(1, 1 << 12)) * layout.b_word,
        "rows": int(rng.integers(1, r + 1)) if rng.random() < 0.3 else r,
        "columns": int(rng.integers(1, c + 1)) if rng.random() < 0.3 else c,
        "abft": int(rng.random() < 0.9),
        "action": int(rng.integers(4)),
        "checkpoint_read": int(rng.random() < 0.6),
        "checkpoint_write": int(rng.integers(2)),
        "row_major": row_major,
        "redo": int(rng.random() < 0.3),
    }
    return Tile(
        record,
        rng.integers(-limit, limit + 1, (r, c)),
        flags[0][:, None] & flags[1] & abft,
        (rng.random(r) < 0.2) & (config.correction_entries > 0),
    )


@dataclass
class Expected:
    """Everything that the block is to say, in order by kind; amounts in total."""

    commands: list[tuple[int, ...]] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)
    loads: list[tuple[int, int, int]] = field(default_factory=list)
    discarded: list[tuple[int, int]] = field(default_factory=list)
    masked: list[int] = field(default_factory=list)
    amounts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ("corrected", "rolled_back", "missing", "zeroed", "recomputed", "failed"), 0
        )
    )


class Memory:
    """Random bytes; the checkpoints are wherever a record says."""

    def __init__(self, config: Config, rng: np.random.Generator) -> None:
        self.layout, self.config = Layout(config), config
        low, high = -config.output_limit - 1, config.output_limit
        self.data = rng.integers(low, high + 1, MEMORY_BYTES).astype(np.int8)

    def read(self, address: int, count: int) -> np.ndarray:
        return self.data[(address + np.arange(count)) % MEMORY_BYTES]

    def loads(self, record: dict[str, int]) -> list[tuple[int, int, int]]:
        """Return the loads of a tile: address, beats, slot."""
        rows, bus, address = self.config.array.rows, self.layout.bus, record["checkpoint_address"]
        if not record["row_major"]:
            return [(address, -(-rows * self.layout.b_word // bus), record["slot"])]
        places = [address + i * record["row_bytes"] for i in range(rows)]
        return [(place - place % bus, 1, record["slot"]) for place in places]

    def checkpoint(self, record: dict[str, int]) -> np.ndarray:
        """Return the tile at a checkpoint, (1, R, C)."""
        step = record["row_bytes"] if record["row_major"] else self.layout.b_word
        rows = range(self.config.array.rows)
        return np.stack(
            [self.read(record["checkpoint_address"] + i * step, self.config.array.columns) for i in rows]
        )[None]


def expect(config: Config, tiles: list[Tile], memory: Memory) -> Expected:
    """Return what the contract says about these tiles."""
    expected = Expected()
    for tile in tiles:
        record = tile.record
        action = Policy(record["action"]) if record["abft"] else Policy.NONE
        has = action == Policy.ROLLBACK and record["checkpoint_read"]
        recovered = recover(
            tile.quantised[None],
            tile.mask[None],
            action,
            checkpoint=memory.checkpoint(record) if has else None,
            redo=bool(record["redo"]),
            rows=record["rows"],
            columns=record["columns"],
        )
        if recovered.masked[0] and record["abft"] and not record["redo"]:
            expected.masked.append(record["slot"])
        if has and recovered.masked[0]:
            expected.loads += memory.loads(record)
        for name, amount in {
            "corrected": int(tile.corrected.sum()),
            "rolled_back": recovered.rolled_back_elements,
            "missing": recovered.missing_checkpoints,
            "zeroed": recovered.zeroed_elements,
            "recomputed": recovered.recomputed_tiles,
            "failed": recovered.failed_recomputations,
        }.items():
            expected.amounts[name] += amount
        if recovered.discarded[0]:
            expected.discarded.append((record["slot"], record["tile"]))
            continue
        names = ("address", "checkpoint_address", "checkpoint_write", "row_major", "row_bytes", "slot")
        expected.commands.append(tuple(record[name] for name in names))
        expected.rows += recovered.tiles[0].tolist()
    return expected


@functools.cache
def simulator(config: Config, change: tuple[str, str] | None = None):
    text = block_verilog(Recovery(config))
    if change:
        text, count = re.subn(*change, text)
        assert count == 1, f"{change[0]!r} matches {count} times"
    return build(text, "drift_recovery", BuildOptions(optimise="-O0"))


class Bench:
    """Drives the block a cycle at a time; `pause` is the probability that a partner rests in a cycle."""

    def __init__(self, config: Config, model: Model, memory: Memory, pause: float, seed: int) -> None:
        self.config, self.model, self.memory, self.pause = config, model, memory, pause
        self.random = Random(seed)
        self.found = Expected()
        self.cycles = 0
        layout = RetireRecord(config)
        self.fields = {name: layout[name].offset for name in layout.members}
        self.has = model.ports.keys()

    def goes(self) -> bool:
        return self.random.random() >= self.pause

    def drive(self, **values: int) -> None:
        for name, value in values.items():
            if name in self.has:
                self.model.write(name, value)

    def word(self, values: np.ndarray, width: int) -> int:
        return int.from_bytes(pack(values.reshape(1, -1), width).tobytes(), "little")

    def run(self, tiles: list[Tile], expected: Expected) -> Expected:
        """Run until everything expected has come and some cycles more; return what came."""
        w, rows = self.config.array.operand_width, self.config.array.rows
        records = deque(tile.record for tile in tiles)
        results = deque((tile, i) for tile in tiles for i in range(rows))
        beats: deque[np.ndarray] = deque()
        offered = {"retire": False, "results": False}
        settle = 0
        while records or results or settle < 4:
            settle += not (records or results)
            for stream, waiting in (("retire", records), ("results", results)):
                offered[stream] = bool(waiting) and (offered[stream] or self.goes())
                self.drive(**{f"{stream}_valid": offered[stream]})
            if offered["retire"]:
                record = sum(value << self.fields[name] for name, value in records[0].items())
                self.drive(retire_record=record)
            tile, i = results[0] if offered["results"] else (random_tile(self.config, RUBBISH), 0)
            self.drive(
                results_quantised=self.word(tile.quantised[i], w),
                results_mask=self.word(tile.mask[i], 1),
                results_masked=bool(tile.mask.any()),
                results_corrected=bool(tile.corrected[i]),
                results_last=i == rows - 1,
            )
            data = beats.popleft() if beats and self.goes() else None
            rubbish = RUBBISH.integers(256, size=self.config.bus_bytes)
            self.drive(
                checkpoint_data_valid=data is not None,
                checkpoint_data=self.word(rubbish if data is None else data, 8),
            )
            ready = {name: self.goes() for name in ("tile", "row", "checkpoint_load")}
            self.drive(**{f"{name}_ready": value for name, value in ready.items()})
            self.model.settle()
            self.outputs(ready, beats)
            if offered["retire"] and self.model.read("retire_ready"):
                records.popleft()
                offered["retire"] = False
            if offered["results"] and self.model.read("results_ready"):
                results.popleft()
                offered["results"] = False
            self.model.clock(1)
            self.cycles += 1
            assert self.cycles < 1000 * (len(tiles) + 1) * (rows + 1), "the block stands still"
        return self.found

    def outputs(self, ready: dict[str, bool], beats: deque[np.ndarray]) -> None:
        """Note what the block says in this cycle."""
        read, found = self.model.read, self.found
        if read("tile_valid") and ready["tile"]:
            assert len(found.rows) == len(found.commands) * self.config.array.rows, "rows without a tile"
            names = ("address", "checkpoint_address", "checkpoint", "row_major", "row_bytes", "slot")
            found.commands.append(tuple(read(f"tile_{name}") for name in names))
        if read("row_valid") and ready["row"]:
            size = self.model.ports["row_data"].size
            packed = np.frombuffer(read("row_data").to_bytes(size, "little"), np.uint8)[None]
            array = self.config.array
            found.rows.append(unpack(packed, array.operand_width, array.columns, signed=True)[0].tolist())
        if read("checkpoint_load_valid") and ready["checkpoint_load"]:
            address, count, slot = (read(f"checkpoint_load_{name}") for name in ("address", "beats", "slot"))
            found.loads.append((address, count, slot))
            bus = self.config.bus_bytes
            beats.extend(self.memory.read(address + n * bus, bus) for n in range(count))
        if read("discarded_valid"):
            found.discarded.append((read("discarded_slot"), read("discarded_tile")))
        if read("masked_valid"):
            found.masked.append(read("masked_slot"))
        for name in found.amounts:
            found.amounts[name] += read(name)


RUBBISH = np.random.default_rng(99)
"""Of payloads that no valid goes with."""


def regression(config: Config, pauses: tuple[float, ...] = (0, 0.3, 0.7), built=None) -> None:
    rng = np.random.default_rng(4)
    memory = Memory(config, rng)
    seen: Counter[str] = Counter()
    with Model(built or simulator(config), power_up_seed=3) as model:
        for seed, pause in enumerate(pauses):
            model.reset()
            tiles = [random_tile(config, rng) for _ in range(60)]
            expected = expect(config, tiles, memory)
            found = Bench(config, model, memory, pause, seed).run(tiles, expected)
            assert found == expected
            seen.update({name: amount for name, amount in found.amounts.items() if amount})
            seen.update(loads=len(found.loads), masked=len(found.masked))
    everything = {"corrected", "rolled_back", "missing", "zeroed", "recomputed", "failed", "loads", "masked"}
    if not config.protection.abft:
        everything.clear()
    elif not config.correction_entries:
        everything.remove("corrected")
    assert {name for name, amount in seen.items() if amount} == everything


@pytest.mark.parametrize("name", CONFIGS)
def test_block_recovers_as_the_golden_rule(name):
    regression(CONFIGS[name])


def test_rate():
    """Clean tiles take R + 1 cycles each, and the last row is out in the cycle in which it came."""
    config = CONFIGS["odd"]
    rng = np.random.default_rng(5)
    memory = Memory(config, rng)
    tiles = [random_tile(config, rng, clean=True) for _ in range(40)]
    expected = expect(config, tiles, memory)
    with Model(simulator(config), power_up_seed=3) as model:
        model.reset()
        bench = Bench(config, model, memory, 0, 0)
        assert bench.run(tiles, expected) == expected
    assert bench.cycles == len(tiles) * (config.array.rows + 1) + 4


MUTATIONS = {
    "an unmasked element is replaced": (r"(\w+ = replacement & )[^;]+;", r"\1{12{7'h7f}};"),
    "padding rows are written": (r"row_valid\(\w+\)", "row_valid(1'b1)"),
    "the checkpoint is not awaited": (r"assign loaded = [^;]+;", "assign loaded = 1'b1;"),
    "second passes are discarded": (r"assign discard = [^;]+;", "assign discard = recompute_masked;"),
    "rows of a row-major tile are all in one place": (
        r"assign row_place = [^;]+;",
        "assign row_place = row_offset;",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutation_is_caught(name):
    config = CONFIGS["quarter"] if "place" in name else CONFIGS["odd"]
    with pytest.raises(AssertionError):
        regression(config, (0.3,), simulator(config, MUTATIONS[name]))
