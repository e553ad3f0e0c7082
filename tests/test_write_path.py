"""The write path against a memory with pauses, latency and errors: every byte, response, count and cycle."""

from __future__ import annotations

import functools
import itertools
import os
import subprocess
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest

from cocotb_tests.unit.assembly import TOP, Assembly, Mutant
from drift_hw.config import PRESETS, Config
from drift_hw.emit.verilog import block_verilog
from drift_hw.memory.layout import PAGE_BYTES, Layout
from drift_hw.memory.write_path import WritePath
from drift_hw.sim.model import Model
from drift_hw.sim.verilator import BuildOptions, build
from drift_hw.toolchain import find_verilator


def geometry(rows: int, columns: int, data_width: int, **changes: int) -> Config:
    return Config().replace(
        array__rows=rows, array__columns=columns, memory__data_width=data_width, **changes
    )


CONFIGS = {
    "tiny": PRESETS["tiny"],
    "demo": PRESETS["demo"],
    "drift": PRESETS["drift"],
    "odd": geometry(5, 12, 128, array__operand_width=7, memory__outstanding_writes=3),
    # A last beat that is not full.
    "ragged": geometry(5, 3, 64, array__operand_width=6),
    # Fewer rows than fit in a beat.
    "column": geometry(3, 1, 128, memory__address_width=64),
    # A status of four beats; one burst at a time.
    "narrow": geometry(4, 3, 32, array__operand_width=4, memory__outstanding_writes=1),
    "one": geometry(1, 1, 1024, memory__outstanding_writes=2),
    # Four bursts per tile, the last of them shorter.
    "pages": geometry(101, 70, 1024, memory__outstanding_writes=5, memory__address_width=32),
}


QUICK = BuildOptions(optimise="-O0")
"""The time goes into the bench."""


@dataclass
class Behaviour:
    """Probabilities per cycle of pauses, latency of responses in cycles, errors per burst."""

    refuse: float = 0.3
    idle: float = 0.3
    latency: tuple[int, int] = (1, 30)
    errors: float = 0.1


IDEAL = Behaviour(0, 0, (1, 1), 0)


@dataclass
class Tile:
    address: int
    checkpoint_address: int
    checkpoint: int
    row_major: int
    row_bytes: int
    slot: int
    rows: list[int]


@dataclass
class Burst:
    """What the memory must see, and what must be told when it responds."""

    kind: str
    address: int
    size: int
    beats: int
    slot: int = 0
    last: bool = False


Start = Callable[..., "Bench"]
"""Makes a bench, after a reset; takes a seed and `page_shift`."""


class Stream:
    """Offers payloads in order, with pauses; once offered, they stay."""

    def __init__(self, bench: Bench, name: str) -> None:
        self.bench, self.name = bench, name
        self.waiting: deque[dict[str, int]] = deque()
        self.offered = False
        self.accepted = 0

    def drive(self, idle: float) -> None:
        if not self.offered and self.waiting and self.bench.random.random() >= idle:
            self.offered = True
            for field, value in self.waiting[0].items():
                self.bench.write(f"{self.name}_{field}", value)
        self.bench.write(f"{self.name}_valid", int(self.offered))

    def sample(self) -> bool:
        """Return whether a payload is accepted in this cycle."""
        if not (self.offered and self.bench.read(f"{self.name}_ready")):
            return False
        self.offered = False
        self.accepted += 1
        self.waiting.popleft()
        return True


class Bench:
    """One instance of the assembled design, its users and its memory; checks each cycle."""

    SIZE = 1 << 20

    def __init__(self, model: Model, name: str, config: Config, seed: int, page_shift: int = 11) -> None:
        self.model, self.name, self.config, self.page_shift = model, name, config, page_shift
        self.random = Random(f"{name} {seed}")
        self.layout = Layout(config)
        self.origin = (1 << config.memory.address_width) - self.SIZE
        self.memory = bytearray(self.random.randbytes(self.SIZE))
        self.expected = bytearray(self.memory)
        self.streams = {stream: Stream(self, stream) for stream in ("tile", "row", "status")}
        self.tile_bursts: deque[Burst] = deque()
        self.status_bursts: deque[Burst] = deque()
        self.open_rows: dict[str, int] = {}
        self.due = Counter[str]()
        self.seen = Counter[str]()
        self.written: list[tuple[int, int]] = []
        self.cycle = 0
        self.presented: list[Burst] = []  # on AW, and not answered
        self.held: dict[str, tuple[int, ...]] = {}
        self.beats: deque[tuple[int, int, int]] = deque()
        self.data_done = 0  # bursts of `presented` whose data is in memory
        self.addresses_done = 0
        self.responses: deque[tuple[int, int]] = deque()
        self.within_tile = False
        self.order: list[str] = []
        model.write(f"{name}_rst", 1)
        for port in model.ports.values():
            if port.is_input and port.name.startswith(f"{name}_") and not port.name.endswith("_rst"):
                model.write(port.name, self.random.getrandbits(port.width))
        model.clock(2)
        model.write(f"{name}_rst", 0)
        self.write("page_shift", page_shift)

    def write(self, port: str, value: int) -> None:
        self.model.write(f"{self.name}_{port}", value)

    def read(self, port: str) -> int:
        return self.model.read(f"{self.name}_{port}")

    # -- what is asked, and what must come of it ---------------------------------------------------

    def send_output(
        self, values: np.ndarray, base: int, checkpoint: int | None = None, *, row_major: bool = False
    ) -> None:
        """Send all tiles of an output; the offsets of output and checkpoint are relative to `origin`."""
        layout, config = self.layout, self.config
        rows, columns = config.array.rows, config.array.columns
        m, n = values.shape
        for offset in (base,) if checkpoint is None else (base, checkpoint):
            packed = layout.pack_output(values, row_major=row_major)
            if not row_major:  # what fills a tile up to a power of two is not written
                used = -(-rows * layout.b_word // layout.bus) * layout.bus
                before = np.frombuffer(self.expected, np.uint8)[offset:][: len(packed)]
                tiles, old = packed.reshape(-1, layout.tile), before.reshape(-1, layout.tile)
                packed = np.concatenate([tiles[:, :used], old[:, used:]], axis=1).reshape(-1)
            self.expected[offset : offset + len(packed)] = packed.tobytes()
        for p in range(layout.row_blocks(m)):
            for q in range(layout.column_blocks(n)):
                block = np.zeros((rows, columns), np.int64)
                part = values[p * rows : (p + 1) * rows, q * columns : (q + 1) * columns]
                block[: part.shape[0], : part.shape[1]] = part
                number = p * layout.column_blocks(n) + q
                offset = number * layout.tile
                if row_major:
                    offset = p * rows * layout.row_bytes(n) + q * layout.b_word
                self.send_tile(
                    Tile(
                        self.origin + base + offset,
                        self.origin + (base if checkpoint is None else checkpoint) + offset,
                        int(checkpoint is not None),
                        int(row_major),
                        layout.row_bytes(n),
                        self.random.randrange(4),
                        [self.row_of(row) for row in block],
                    )
                )

    def row_of(self, operands: Iterable[int]) -> int:
        width = self.config.array.operand_width
        return sum((int(value) & ((1 << width) - 1)) << (width * lane) for lane, value in enumerate(operands))

    def send_tile(self, tile: Tile) -> None:
        fields = {name: value for name, value in vars(tile).items() if name != "rows"}
        self.streams["tile"].waiting.append(fields)
        self.streams["row"].waiting.extend({"data": row} for row in tile.rows)
        self.tile_bursts.extend(self.bursts_of(tile))

    def bursts_of(self, tile: Tile) -> Iterator[Burst]:
        """Yield the bursts of a tile, by the words of the contract."""
        bus, b_word, rows = self.layout.bus, self.layout.b_word, self.config.array.rows
        copies = [("output", tile.address)] + [("checkpoint", tile.checkpoint_address)] * tile.checkpoint
        found = []
        for kind, start in copies:
            if tile.row_major:
                found += [Burst(kind, start + r * tile.row_bytes, b_word, 1, tile.slot) for r in range(rows)]
            else:
                left, address = -(-rows * b_word // bus), start
                while left:
                    beats = min(left, 256, (PAGE_BYTES - address % PAGE_BYTES) // bus)
                    found.append(Burst(kind, address, beats * bus, beats, tile.slot))
                    left, address = left - beats, address + beats * bus
        found[-1].last = True
        yield from found

    def send_status(self, offset: int) -> None:
        data = self.random.getrandbits(128)
        address = self.origin + offset
        self.expected[offset : offset + 16] = data.to_bytes(16, "little")
        self.streams["status"].waiting.append({"address": address, "data": data})
        self.status_bursts.append(Burst("status", address, 16, max(1, 16 // self.layout.bus)))

    # -- a cycle -----------------------------------------------------------------------------------

    def run(self, behaviour: Behaviour, *, cycles: int | None = None, respond: bool = True) -> None:
        """Run until all that was sent is written and answered, or for some cycles."""
        limit = self.cycle + (cycles or 50_000)
        while self.cycle < limit:
            self.step(behaviour, respond)
            if cycles is None and not self.busy():
                break
        assert cycles is not None or not self.busy(), "not everything is written"

    def first_times(self, behaviour: Behaviour) -> tuple[int, int, int]:
        """Run to the first data; return the cycles of the first tile's last row, of its address and data."""
        last_row = address = None
        while not self.beats and not self.data_done:
            if last_row is None and self.streams["row"].accepted == self.config.array.rows:
                last_row = self.cycle - 1
            if address is None and self.presented:
                address = self.cycle - 1
            self.step(behaviour)
        assert last_row is not None
        assert address is not None
        return last_row, address, self.cycle - 1

    def busy(self) -> bool:
        waiting = any(stream.waiting for stream in self.streams.values())
        return bool(waiting or self.tile_bursts or self.status_bursts or self.presented)

    def finish(self) -> None:
        """Check what can be checked only when nothing is left to do."""
        for _ in range(40):
            self.step(IDEAL)
        found, expected = np.frombuffer(self.memory, np.uint8), np.frombuffer(self.expected, np.uint8)
        wrong = np.flatnonzero(found != expected)
        assert not len(wrong), f"{len(wrong)} bytes differ, the first at offset {wrong[0]:#x}"
        assert self.seen == self.due

    def step(self, behaviour: Behaviour, respond: bool = True) -> None:
        for stream in self.streams.values():
            stream.drive(behaviour.idle)
        ready = {channel: int(self.random.random() >= behaviour.refuse) for channel in ("aw", "w")}
        self.write("m_axi_awready", ready["aw"])
        self.write("m_axi_wready", ready["w"])
        answer = self.responses[0] if respond and self.responses else None
        valid = answer is not None and answer[0] <= self.cycle and self.random.random() >= behaviour.refuse
        self.write("m_axi_bvalid", int(valid))
        self.write("m_axi_bresp", answer[1] if valid and answer else self.random.getrandbits(2))
        self.model.settle()

        for stream in self.streams.values():
            stream.sample()
        accepted = self.streams["row"].accepted
        assert accepted <= self.streams["tile"].accepted * self.config.array.rows, "a row without a tile"
        if self.read("m_axi_awvalid"):
            self.see_address(ready["aw"])
        if self.read("m_axi_wvalid"):
            self.see_beat(ready["w"])
        else:
            assert "w" not in self.held, "W was withdrawn"
        if not self.read("m_axi_awvalid"):
            assert "aw" not in self.held, "AW was withdrawn"
        for name in ("count_write", "count_checkpoint_write", "activations", "checkpoint_activations"):
            self.seen[name] += self.read(name)
        self.see_response(answer[1] if valid and answer else None)
        assert self.read("m_axi_bready") == 1
        self.take_data(behaviour)
        self.model.clock(1)
        self.cycle += 1

    def see_address(self, ready: int) -> None:
        fields = tuple(self.read(f"m_axi_aw{name}") for name in ("addr", "len", "size", "burst", "prot"))
        if "aw" in self.held:
            assert self.held["aw"] == fields, "AW changed before it was accepted"
        else:
            self.present(fields)
        self.held["aw"] = fields
        if ready:
            del self.held["aw"]
            self.addresses_done += 1

    def present(self, fields: tuple[int, ...]) -> None:
        """Check a new burst, and count the DRAM rows that it opens."""
        bus = self.layout.bus
        address, length, size, kind, protection = fields
        status = self.status_bursts and address == self.status_bursts[0].address // bus * bus
        burst = (self.status_bursts if status else self.tile_bursts).popleft()
        assert address == burst.address // bus * bus, f"{burst} at {address:#x}"
        assert (length + 1, 1 << size, kind, protection) == (burst.beats, bus, 1, 0)
        assert address // PAGE_BYTES == (address + (length + 1) * bus - 1) // PAGE_BYTES
        if status:
            assert not self.within_tile, "a status within a tile"
        else:
            self.within_tile = not burst.last
        self.presented.append(burst)
        self.order.append(burst.kind)
        assert len(self.presented) <= self.config.memory.outstanding_writes, "too many outstanding"
        count = "checkpoint_activations" if burst.kind == "checkpoint" else "activations"
        first, last = burst.address >> self.page_shift, (burst.address + burst.size - 1) >> self.page_shift
        for row in range(first, last + 1):
            self.due[count] += self.open_rows.get(burst.kind) != row
            self.open_rows[burst.kind] = row
        self.due["count_write"] += burst.beats
        self.due["count_checkpoint_write"] += burst.beats * (burst.kind == "checkpoint")

    def see_beat(self, ready: int) -> None:
        beat = tuple(self.read(f"m_axi_w{name}") for name in ("data", "strb", "last"))
        assert self.held.get("w", beat) == beat, "W changed before it was accepted"
        self.held["w"] = beat
        promised = sum(burst.beats for burst in self.presented[self.data_done :])
        assert len(self.beats) < promised, "data without an address"
        if ready:
            del self.held["w"]
            self.beats.append(beat)

    def take_data(self, behaviour: Behaviour) -> None:
        """Write the beats of a burst that has all of them and its address."""
        if self.data_done == self.addresses_done:
            return
        burst = self.presented[self.data_done]
        if len(self.beats) < burst.beats:
            return
        for number in range(burst.beats):
            data, strobes, last = self.beats.popleft()
            assert last == (number == burst.beats - 1), "wlast"
            bus = self.layout.bus
            start = burst.address // bus * bus - self.origin + number * bus
            for lane, value in enumerate(data.to_bytes(bus, "little")):
                if strobes >> lane & 1:
                    self.memory[start + lane] = value
        self.data_done += 1
        response = self.random.choice((2, 3)) if self.random.random() < behaviour.errors else 0
        self.responses.append((self.cycle + self.random.randint(*behaviour.latency), response))

    def see_response(self, response: int | None) -> None:
        """Check what is reported in this cycle, with a response or without."""
        told = [self.read(name) for name in ("written_valid", "status_written", "write_error_valid")]
        if response is None:
            assert told == [0, 0, 0], "reported without a response"
            return
        self.responses.popleft()
        burst = self.presented.pop(0)
        self.data_done -= 1
        self.addresses_done -= 1
        status = burst.kind == "status"
        assert told == [burst.last, status, response != 0 and not status]
        if burst.last:
            assert self.read("written_slot") == burst.slot
            self.written.append((self.cycle, burst.slot))
        if told[2]:
            names = ("slot", "address", "response")
            error = [self.read(f"write_error_{name}") for name in names]
            assert error == [burst.slot, burst.address, response]


def random_output(bench: Bench, m: int, n: int) -> np.ndarray:
    limit = 1 << (bench.config.array.operand_width - 1)
    generator = np.random.default_rng(bench.random.getrandbits(32))
    return generator.integers(-limit, limit, (m, n)).astype(np.int8)


class Places:
    """Gives out places in memory, with a gap before each, so that a write beyond the end is seen."""

    def __init__(self) -> None:
        self.end = 0

    def take(self, size: int, alignment: int) -> int:
        start = -(-(self.end + 1) // alignment) * alignment
        self.end = start + size
        assert self.end < Bench.SIZE
        return start


def send_outputs(bench: Bench) -> None:
    """Send outputs of odd sizes in both layouts, with and without checkpoint, and status between them."""
    layout, array, places = bench.layout, bench.config.array, Places()
    for row_major, checkpoint, blocks in itertools.product((0, 1), (0, 1), ((1, 3), (2, 2))):
        m = blocks[0] * array.rows - bench.random.randrange(array.rows)
        n = blocks[1] * array.columns - bench.random.randrange(array.columns)
        size = layout.output_bytes(m, n, row_major=bool(row_major))
        starts = [places.take(size, layout.output_alignment) for _ in range(1 + checkpoint)]
        bench.send_output(random_output(bench, m, n), *starts, row_major=bool(row_major))
        for _ in range(bench.random.randrange(4)):
            bench.send_status(places.take(16, 16))


def send_tiles(bench: Bench, count: int, *, checkpoint: bool = False, row_major: bool = False) -> None:
    """Send an output of full tiles."""
    m, n = bench.config.array.rows, count * bench.config.array.columns
    places, size = Places(), bench.layout.output_bytes(m, n, row_major=row_major)
    starts = [places.take(size, bench.layout.output_alignment) for _ in range(1 + checkpoint)]
    bench.send_output(random_output(bench, m, n), *starts, row_major=row_major)


# -- what must hold, of the block in every configuration ---------------------------------------------


def every_byte(start: Start) -> None:
    """Whoever pauses, memory holds what the layout says, and nothing else of it is touched."""
    behaviours = [Behaviour(), Behaviour(0.8, 0, (1, 5)), Behaviour(0, 0.8), IDEAL]
    for seed, behaviour in enumerate(behaviours):
        bench = start(seed, page_shift=10 + 2 * seed)
        send_outputs(bench)
        bench.run(behaviour)
        bench.finish()


def responses_are_awaited(start: Start) -> None:
    """With no response there are as many bursts as allowed; with responses there are more again."""
    bench = start(0)
    send_tiles(bench, 1 + bench.config.memory.outstanding_writes, row_major=True)
    bench.run(IDEAL, cycles=60 * bench.config.memory.outstanding_writes, respond=False)
    assert len(bench.presented) == bench.data_done == bench.config.memory.outstanding_writes
    bench.run(IDEAL)
    bench.finish()


def status_waits_for_no_rows(start: Start) -> None:
    """A status is written while an accepted tile has no rows, and when it has all but one."""
    bench = start(0)
    places = Places()
    places.take(1 << 19, 1)
    send_tiles(bench, 1)
    rows = bench.streams["row"].waiting
    kept = [rows.pop() for _ in range(len(rows))]
    for given in (0, len(kept) - 1):
        rows.extend(kept.pop() for _ in range(given))
        bench.send_status(places.take(16, 16))
        bench.run(IDEAL, cycles=40 + given)
        assert not bench.status_bursts
        assert bench.tile_bursts
    rows.extend(reversed(kept))
    bench.run(IDEAL)
    bench.finish()


def status_goes_first(start: Start) -> None:
    """A status that comes while a tile is written precedes the tile that waits."""
    bench = start(0)
    send_tiles(bench, 2, row_major=True)
    while bench.streams["row"].waiting:
        bench.run(Behaviour(refuse=0.999, idle=0), cycles=1)
    bench.send_status(1 << 19)
    bench.run(Behaviour(0, 0, (1, 1)))
    rows = bench.config.array.rows
    assert bench.order == ["output"] * rows + ["status"] + ["output"] * rows
    bench.finish()


def no_cycle_is_lost(start: Start) -> None:
    """The latency of a tile, and the cycles from tile to tile, are as stated."""
    for checkpoint, row_major in itertools.product((False, True), repeat=2):
        bench = start(0)
        tiles, array = 6, bench.config.array
        send_tiles(bench, tiles, checkpoint=checkpoint, row_major=row_major)
        last_row, first_address, first_data = bench.first_times(IDEAL)
        assert (first_address - last_row, first_data - first_address) == (3, 1)
        bench.run(IDEAL)
        bench.finish()
        beats = bench.due["count_write"] // tiles
        # Tiles that are row-major or a single beat: a cycle of rest.
        need = max(array.rows, beats + (row_major or beats == 1 + checkpoint))
        times = [cycle for cycle, _ in bench.written]
        if bench.config.memory.outstanding_writes > 4:  # else responses are awaited
            assert {after - before for before, after in itertools.pairwise(times)} <= set(
                range(need, need + 4)
            )


def reset_at_any_moment(start: Start) -> None:
    """After a reset nothing is left of what was under way."""
    for seed in range(6):
        bench = start(seed)
        send_outputs(bench)
        bench.run(Behaviour(), cycles=1 + 23 * seed)
        bench = start(seed)
        send_tiles(bench, 2, checkpoint=True)
        bench.run(Behaviour())
        bench.finish()


SCENARIOS = (
    every_byte,
    responses_are_awaited,
    status_waits_for_no_rows,
    status_goes_first,
    no_cycle_is_lost,
    reset_at_any_moment,
)


@pytest.fixture(scope="module")
def model():
    blocks = {name: WritePath(config) for name, config in CONFIGS.items()}
    with Model(build(Assembly(blocks).verilog, TOP, QUICK), power_up_seed=7) as model:
        yield model


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
@pytest.mark.parametrize("name", CONFIGS)
def test_write_path(model, name, scenario):
    scenario(functools.partial(Bench, model, name, CONFIGS[name]))


# -- what these tests are worth -----------------------------------------------------------------------


@dataclass(frozen=True)
class Mistake:
    """A change of the emitted Verilog, and what the scenario says about it."""

    scenario: Callable[[Start], None]
    config: str
    pattern: str
    replacement: str
    message: str


MISTAKES = {
    "other_rows_are_not_cleared": Mistake(
        every_byte, "ragged", r"(assign other_rows = )[^;]+;", r"\1row_data;", "bytes differ"
    ),
    "sign_is_not_extended": Mistake(
        every_byte, "narrow", r"(whole \? \{ 8'h00, )\{4\{read_data\[11\]\}\}", r"\g<1>4'h0", "bytes differ"
    ),
    "data_does_not_wait": Mistake(
        every_byte, "tiny", r"(assign read_enable = reading) & \w+;", r"\1;", "W changed"
    ),
    "third_tile_is_taken": Mistake(
        every_byte, "tiny", r"(assign tile_ready = )[^;]+;", r"\g<1>1'h1;", r"kind='output', .* at 0x"
    ),
    "status_is_overwritten": Mistake(every_byte, "tiny", r"= ~ status_held;", "= 1'h1;", "W changed"),
    "status_error_is_reported": Mistake(
        every_byte, "tiny", r"(assign write_error_valid = \w+) & \w+;", r"\1;", r"\[0, 1, 1\]"
    ),
    "page_of_1_KiB_is_2_KiB": Mistake(
        every_byte, "drift", r"page_shift <= 5'h0a", "page_shift < 5'h0a", "activations"
    ),
    "bursts_are_endless": Mistake(
        responses_are_awaited, "tiny", r"= unanswered != 4'h8;", "= 1'h1;", "outstanding"
    ),
    "status_waits_for_tiles": Mistake(
        status_waits_for_no_rows,
        "tiny",
        r"assign status_ready = ",
        "assign status_ready = tiles_accepted == tiles_walked & ",
        "status_bursts",
    ),
    "tile_goes_first": Mistake(
        status_goes_first,
        "tiny",
        r"assign status_ready = ",
        "assign status_ready = tiles_filled == tiles_walked & ",
        "status",
    ),
    "half_is_kept": Mistake(no_cycle_is_lost, "demo", r"!= 2'h2;", "== 2'h0;", r"\{27\} <= \{16"),
    "reset_forgets_a_counter": Mistake(
        reset_at_any_moment,
        "tiny",
        r"if \(rst\) tiles_filled <= 2'h0;\n    else if",
        "if",
        "not everything is written",
    ),
}


@pytest.fixture(scope="module")
def broken_model():
    blocks = {
        name: Mutant(WritePath(CONFIGS[mistake.config]), mistake.pattern, mistake.replacement)
        for name, mistake in MISTAKES.items()
    }
    with Model(build(Assembly(blocks).verilog, TOP, QUICK), power_up_seed=7) as model:
        yield model


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_caught(broken_model, name):
    mistake = MISTAKES[name]
    with pytest.raises(AssertionError, match=mistake.message):
        mistake.scenario(functools.partial(Bench, broken_model, name, CONFIGS[mistake.config]))


@pytest.mark.parametrize("name", CONFIGS)
def test_lint_is_clean(tmp_path, name):
    path = tmp_path / "drift_write_path.v"
    path.write_text(block_verilog(WritePath(CONFIGS[name])))
    tool = find_verilator()
    command = [tool.program, "--lint-only", "-Wall", "-Wno-DECLFILENAME", "--top-module", path.stem, path]
    environment = os.environ | {"VERILATOR_ROOT": str(tool.root)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
