"""The read path against a memory with latency, gaps and errors: data, protocol, counts, rate, reset."""

from __future__ import annotations

import functools
import os
import re
import subprocess
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from drift_hw.config import PRESETS, Config
from drift_hw.emit import LINT_WAIVERS
from drift_hw.emit.verilog import block_verilog
from drift_hw.memory.layout import PAGE_BYTES, Layout
from drift_hw.memory.read_path import BURST_BEATS, Kind, ReadPath
from drift_hw.sim.model import Model
from drift_hw.sim.verilator import build
from drift_hw.toolchain import find_verilator

CONFIGS = {
    "tiny": PRESETS["tiny"],
    "demo": PRESETS["demo"],
    "drift": PRESETS["drift"],
    "odd": Config().replace(
        array__rows=5,
        array__columns=12,
        array__operand_width=7,
        memory__data_width=128,
        memory__panel_words=75,
        memory__stream_words=67,
        memory__outstanding_reads=3,
    ),
    # Scratchpads of the fewest beats, one burst at a time, the widest address.
    "one": Config().replace(
        array__rows=1,
        array__columns=1,
        memory__data_width=1024,
        memory__address_width=64,
        memory__panel_words=64,
        memory__stream_words=64,
        memory__outstanding_reads=1,
    ),
    # Bursts of 256 beats, and more words in a beat for A than for B.
    "narrow": Config().replace(array__rows=1, array__columns=4, memory__data_width=32),
}


@functools.cache
def text(name: str) -> str:
    return block_verilog(ReadPath(CONFIGS[name]))


@functools.lru_cache(1 << 16)
def beat(address: int, size: int) -> int:
    """Return what memory holds at the address of a beat."""
    return Random(address).getrandbits(8 * size)


@dataclass
class Behaviour:
    """What memory and users do: probabilities per cycle, latency in cycles, errors per beat."""

    latency: tuple[int, int] = (1, 30)
    refuse: float = 0.3
    gap: float = 0.3
    idle: float = 0.3
    stall: float = 0.3
    errors: float = 0.02


IDEAL = Behaviour((40, 40), 0, 0, 0, 0, 0)


class Sender:
    """Offers payloads in order on a stream of the block."""

    def __init__(self, bench: Bench, name: str, items: list[dict[str, int]]) -> None:
        self.bench, self.name, self.items, self.offered = bench, name, deque(items), False

    def drive(self) -> None:
        if not self.offered and self.items and not self.bench.chance(self.bench.behaviour.idle):
            self.offered = True
            for field, value in self.items[0].items():
                self.bench.write(f"{self.name}_{field}", value)
        self.bench.write(f"{self.name}_valid", int(self.offered))

    def step(self) -> None:
        if self.offered and self.bench.read(f"{self.name}_ready"):
            self.items.popleft()
            self.offered = False


class Memory:
    """Answers bursts in order, and checks them."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.bursts: deque[tuple[int, int, int]] = deque()
        self.position = 0
        self.held: tuple[int, ...] | None = None
        self.open_rows: dict[int, int] = {}
        self.opened: Counter[Kind] = Counter()
        self.beats: Counter[Kind] = Counter()
        self.responding = False
        self.longest: Counter[Kind] = Counter()
        self.most = 0

    def drive(self) -> None:
        bench = self.bench
        bench.write("m_axi_arready", int(not bench.chance(bench.behaviour.refuse)))
        due = bool(self.bursts) and self.bursts[0][2] <= bench.cycle
        self.responding = due and not bench.chance(bench.behaviour.gap)
        bench.write("m_axi_rvalid", int(self.responding))
        address, length, _ = self.bursts[0] if self.responding else (0, 0, 0)
        address += self.position * bench.size
        bench.write("m_axi_rdata", beat(address, bench.size) if self.responding else bench.noise)
        bench.write("m_axi_rresp", bench.response(address) if self.responding else 3)
        bench.write("m_axi_rlast", int(self.position == length) if self.responding else 1)

    def step(self) -> None:
        bench = self.bench
        assert bench.read("m_axi_rready") == 1
        if self.responding:
            address, length, _ = self.bursts[0]
            bench.arrives(address + self.position * bench.size)
            self.beats[bench.kind(address)] += 1
            self.position += 1
            if self.position > length:
                self.position = 0
                self.bursts.popleft()
        names = ("araddr", "arlen", "arsize", "arburst", "arprot")
        offered = (
            tuple(bench.read(f"m_axi_{name}") for name in names) if bench.read("m_axi_arvalid") else None
        )
        assert self.held in (None, offered), "a burst that was offered has changed"
        self.held = offered
        if offered is not None and bench.inputs["m_axi_arready"]:
            self.held = None
            self.accept(*offered)

    def accept(self, address: int, length: int, size: int, kind_of_burst: int, protection: int) -> None:
        bench = self.bench
        assert (size, kind_of_burst, protection) == (bench.size.bit_length() - 1, 1, 0)
        assert address % bench.size == 0
        last = address + (length + 1) * bench.size - 1
        assert address // PAGE_BYTES == last // PAGE_BYTES, "a burst crosses 4 KiB"
        kind = bench.kind(address)
        self.longest[kind] = max(self.longest[kind], length + 1)
        for row in range(address >> bench.page_shift, (last >> bench.page_shift) + 1):
            self.opened[kind] += self.open_rows.get(kind) != row
            self.open_rows[kind] = row
        self.bursts.append((address, length, bench.cycle + bench.random.randint(*bench.behaviour.latency)))
        self.most = max(self.most, len(self.bursts))
        assert len(self.bursts) <= bench.config.memory.outstanding_reads, "too many bursts in flight"


class Bench:
    """A read path, its memory and its users; every kind of load has an eighth of the address space."""

    def __init__(self, model: Model, config: Config, behaviour: Behaviour, seed: int) -> None:
        self.model, self.config, self.behaviour = model, config, behaviour
        self.random = Random(seed)
        self.layout, self.size = Layout(config), config.bus_bytes
        self.region = config.memory.address_width - 3
        self.noise = self.random.getrandbits(8 * self.size)
        self.page_shift = 11
        self.inputs: dict[str, int] = {}
        self.loads: dict[Kind, list[dict[str, int]]] = {kind: [] for kind in Kind}
        self.commands: dict[str, list[dict[str, int]]] = {"panel_read": [], "stream_read": []}
        self.expected: dict[str, deque[int]] = {
            name: deque() for name in ("panel_word", "stream_word", "table_beat", "checkpoint", "descriptor")
        }
        self.owners: dict[Kind, deque[tuple[int, int]]] = {kind: deque() for kind in Kind}
        self.errors: deque[tuple[int, int, int]] = deque()
        self.totals: Counter[str] = Counter()
        self.received: dict[str, list[int]] = {name: [] for name in self.expected}
        self.coupled = False
        self.cycle = 0
        self.memory = Memory(self)

    # -- the plan ------------------------------------------------------------------------------

    def kind(self, address: int) -> Kind:
        return Kind(address >> self.region)

    def response(self, address: int) -> int:
        draw = Random(~address).random()
        return 0 if draw >= self.behaviour.errors else 2 + (draw < self.behaviour.errors / 2)

    def load(self, kind: Kind, beats: int, address: int | None = None) -> int:
        """Plan a load; return its address."""
        if address is None:
            address = self.random.randrange(1 << 16) * self.size
        address += kind << self.region
        slot = self.random.randrange(4)
        self.loads[kind].append({"address": address, "beats": beats, "slot": slot})
        self.owners[kind] += [(address + number * self.size, slot) for number in range(beats)]
        beats_data = [beat(address + number * self.size, self.size) for number in range(beats)]
        if kind is Kind.TABLE:
            self.expected["table_beat"] += beats_data
        elif kind in (Kind.CHECKPOINT, Kind.DESCRIPTOR):
            self.expected[kind.port] += beats_data
        return address

    def operands(self, kind: Kind, words: int, uses: int = 1) -> None:
        """Plan a panel of A or B that is read `uses` times."""
        array = self.config.array
        word, lanes = (
            (self.layout.a_word, array.rows) if kind is Kind.PANEL else (self.layout.b_word, array.columns)
        )
        beats = -(-words * word // self.size)
        address = self.load(kind, beats)
        data = sum(beat(address + n * self.size, self.size) << (8 * n * self.size) for n in range(beats))
        raw = data.to_bytes(beats * self.size, "little")
        mask = (1 << array.operand_width) - 1
        values = [
            sum((raw[n * word + lane] & mask) << (lane * array.operand_width) for lane in range(lanes))
            for n in range(words)
        ]
        for use in range(uses):
            command = {"words": words}
            if kind is Kind.PANEL:
                command["release"] = int(use == uses - 1)
            self.commands[f"{kind.port}_read"].append(command)
            self.expected[f"{kind.port}_word"] += values

    def random_plan(self, tiles: int) -> None:
        memory = self.config.memory
        for _ in range(tiles):
            largest = self.random.choice([3, 40, memory.stream_words + 40])
            self.operands(Kind.STREAM, self.random.randint(1, min(largest, 300)))
            self.load(Kind.TABLE, self.random.choice([1, self.layout.table_block // self.size]))
        for _ in range(tiles // 2):
            uses = self.random.randint(1, 4)
            limit = memory.panel_words if uses > 1 else memory.panel_words + 50
            self.operands(
                Kind.PANEL, self.random.randint(1, min(limit, self.random.choice([5, 150, 400]))), uses
            )
        for kind, most in ((Kind.CHECKPOINT, 2 * PAGE_BYTES // self.size), (Kind.DESCRIPTOR, 4)):
            for _ in range(4):
                self.load(kind, self.random.randint(1, min(most, 300)))
        # A load up to the last beat of the address space, and the longest bursts there can be.
        self.load(Kind.CHECKPOINT, 5, (1 << self.region) - 5 * self.size)
        self.load(Kind.CHECKPOINT, PAGE_BYTES // self.size, 3 * PAGE_BYTES)

    # -- a cycle -------------------------------------------------------------------------------

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def write(self, port: str, value: int) -> None:
        if self.inputs.get(port) != value:
            self.inputs[port] = value
            self.model.write(port, value)

    def read(self, port: str) -> int:
        return self.model.read(port)

    def arrives(self, address: int) -> None:
        """Note a beat that the memory delivers in this cycle, in the order of its kind's loads."""
        kind = self.kind(address)
        expected, slot = self.owners[kind].popleft()
        assert address == expected, f"{kind.port} reads {address:#x}, not {expected:#x}"
        response = self.response(address)
        if response and kind is not Kind.DESCRIPTOR:
            self.errors.append((slot, address, response))
        for each in (Kind.CHECKPOINT, Kind.DESCRIPTOR):
            assert self.read(f"{each.port}_data_valid") == (kind is each)
        if kind in (Kind.CHECKPOINT, Kind.DESCRIPTOR):
            self.take(kind.port, self.read(f"{kind.port}_data"))
        if kind is Kind.DESCRIPTOR:
            assert self.read("descriptor_data_response") == response

    def take(self, name: str, value: int) -> None:
        assert self.expected[name], f"{name} delivers more than was asked for"
        assert value == self.expected[name].popleft(), f"{name} delivers the wrong data"
        self.received[name].append(self.cycle)

    def run(self, cycles: int) -> None:
        """Run the plan until all of it is delivered, at most `cycles`."""
        senders = [Sender(self, f"{kind.port}_load", self.loads[kind]) for kind in Kind]
        senders += [Sender(self, name, items) for name, items in self.commands.items()]
        outputs = ("panel_word", "stream_word", "table_beat")
        self.write("page_shift", self.page_shift)
        for _ in range(cycles):
            if not any(self.expected.values()) and not self.memory.bursts:
                break
            for part in (*senders, self.memory):
                part.drive()
            ready = {name: not self.chance(self.behaviour.stall) for name in outputs}
            if self.coupled:  # as the feeder does: a word of A with a word of B
                both = self.read("panel_word_valid") and self.read("stream_word_valid")
                ready["panel_word"] = ready["stream_word"] = bool(both)
            for name in outputs:
                self.write(f"{name}_ready", int(ready[name]))
            self.model.settle()
            self.memory.step()
            for sender in senders:
                sender.step()
            for name in outputs:
                if ready[name] and self.read(f"{name}_valid"):
                    self.take(name, self.read(f"{name}_data"))
            if self.read("read_error_valid"):
                fields = tuple(self.read(f"read_error_{name}") for name in ("slot", "address", "response"))
                assert self.errors, "an error that was none"
                assert fields == self.errors.popleft()
            assert not self.errors, "an error is not reported"
            for name in ("count_read", "count_checkpoint_read", "activations", "checkpoint_activations"):
                self.totals[name] += self.read(name)
            self.model.clock(1)
            self.cycle += 1

    def check_end(self) -> None:
        """Check that everything has come, and what was counted."""
        left = {name: len(values) for name, values in self.expected.items() if values}
        assert not left, f"never delivered: {left}"
        memory = self.memory
        assert self.totals["count_read"] == memory.beats.total()
        assert self.totals["count_checkpoint_read"] == memory.beats[Kind.CHECKPOINT]
        assert self.totals["checkpoint_activations"] == memory.opened[Kind.CHECKPOINT]
        others = memory.opened.total() - memory.opened[Kind.CHECKPOINT]
        assert self.totals["activations"] == others


def random_run(name: str, verilog: str | None = None, seeds: tuple[int, ...] = (1, 2)) -> list[Bench]:
    """Run random loads, fast and slow memories and users, with a reset in the middle of each run."""
    config = CONFIGS[name]
    benches = []
    with Model(build(verilog or text(name), "drift_read_path"), power_up_seed=7) as model:
        for seed in seeds:
            choose = Random(seed)
            behaviours = (
                Behaviour(),
                Behaviour((1, 1), 0, 0, 0, 0.6),
                Behaviour((1, 60), 0.7, 0.6, 0.1, 0),
                Behaviour((5, 5), 0, 0, 0, 0, 0.2),
            )
            for behaviour in behaviours:
                for tiles, cycles in ((12, choose.randrange(60, 400)), (16, 40_000)):
                    model.reset()
                    bench = Bench(model, config, behaviour, choose.randrange(1 << 30))
                    bench.page_shift = choose.randint(10, 16)
                    bench.random_plan(tiles)
                    bench.run(cycles)
                bench.check_end()
                benches.append(bench)
    return benches


@pytest.mark.parametrize("name", CONFIGS)
def test_random_loads_and_reads(name: str) -> None:
    benches = random_run(name)
    config = CONFIGS[name]
    longest = functools.reduce(Counter.__or__, (bench.memory.longest for bench in benches))
    assert longest[Kind.CHECKPOINT] == min(PAGE_BYTES // config.bus_bytes, 256)
    assert max(longest[kind] for kind in (Kind.PANEL, Kind.STREAM, Kind.TABLE)) <= BURST_BEATS
    assert max(bench.memory.most for bench in benches) == config.memory.outstanding_reads


# -- rate and latency ------------------------------------------------------------------------------


def tiles_in_a_row(name: str, words: int, tiles: int, uses: int, behaviour: Behaviour = IDEAL) -> Bench:
    """Run tiles of `words` beats, each panel of A for `uses` of them, with a table block for each."""
    config = CONFIGS[name]
    with Model(build(text(name), "drift_read_path"), power_up_seed=3) as model:
        model.reset()
        bench = Bench(model, config, behaviour, 5)
        bench.coupled = True
        for tile in range(tiles):
            if tile % uses == 0:
                bench.operands(Kind.PANEL, words, uses)
            bench.operands(Kind.STREAM, words)
            if words > config.array.rows:
                bench.load(Kind.TABLE, bench.layout.table_block // bench.size)
        bench.run(4 * words * tiles + 1000)
        bench.check_end()
    return bench


def rate(bench: Bench) -> float:
    """Return the words per cycle, from the first to the last."""
    received = bench.received["stream_word"]
    return len(received) / (received[-1] - received[0] + 1)


@pytest.mark.parametrize(
    ("name", "words", "tiles", "uses", "least"),
    [
        ("drift", 72, 40, 40, 0.99),  # one panel stays
        ("drift", 72, 40, 8, 0.99),  # the next panel is there when the last has been used
        ("drift", 33, 60, 20, 0.99),  # half a beat is left over in each tile
        ("demo", 1100, 4, 1, 0.94),  # a panel that does not fit: A and B need all of the bus
    ],
)
def test_words_come_at_full_rate(name: str, words: int, tiles: int, uses: int, least: float) -> None:
    assert rate(tiles_in_a_row(name, words, tiles, uses)) >= least


def test_no_gap_between_commands_of_a_word() -> None:
    with Model(build(text("drift"), "drift_read_path"), power_up_seed=4) as model:
        model.reset()
        bench = Bench(model, CONFIGS["drift"], IDEAL, 8)
        bench.operands(Kind.PANEL, 1, uses=200)
        bench.run(400)
        bench.check_end()
    received = bench.received["panel_word"]
    assert received[-1] - received[0] == 199


def test_latencies() -> None:
    """As the docstring of `ReadPath` states them."""
    with Model(build(text("tiny"), "drift_read_path"), power_up_seed=4) as model:
        model.reset()
        model.write("m_axi_arready", 1)
        for port, value in (("valid", 1), ("address", 64), ("beats", 1)):
            model.write(f"stream_load_{port}", value)
        model.write("stream_read_valid", 1)
        model.write("stream_read_words", 1)
        offered = []
        for _ in range(5):
            model.settle()
            offered.append(model.read("m_axi_arvalid"))
            model.clock(1)
            model.write("stream_load_valid", 0)
            model.write("stream_read_valid", 0)
        assert offered == [0, 0, 0, 1, 0]
        model.write("m_axi_rvalid", 1)
        model.write("m_axi_rlast", 1)
        valid = []
        for _ in range(4):
            model.settle()
            valid.append(model.read("stream_word_valid"))
            model.clock(1)
            model.write("m_axi_rvalid", 0)
        assert valid == [0, 0, 1, 1]


# -- the text, and what breaks it ------------------------------------------------------------------


@pytest.mark.parametrize("name", CONFIGS)
def test_verilator_lint_is_clean(name: str, tmp_path: Path) -> None:
    waivers = tmp_path / "lint.vlt"
    # The low bits of a load's address are zeros by contract.
    own = 'lint_off -rule UNUSEDSIGNAL -file "*" -match "Bits of signal are not used: \'*_load_address\'*"\n'
    waivers.write_text(LINT_WAIVERS.read_text().replace("drift_core", "drift_read_path") + own)
    path = tmp_path / "drift_read_path.v"
    path.write_text(text(name))
    tool = find_verilator()
    command = [tool.program, "--lint-only", "-Wall", "--top-module", "drift_read_path", waivers, path]
    environment = os.environ | {"VERILATOR_ROOT": str(tool.root)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert "\\" not in text(name), "an escaped name"


MUTANTS = {
    "room_is_not_awaited": (r"assign fits = [^;]+;", "assign fits = 1'h1;", 3, "wrong data|more than"),
    "no_limit_in_flight": (r"assign below_limit = [^;]+;", "assign below_limit = 1'h1;", 1, "in flight"),
    "bursts_cross_pages": (
        r"assign boundary = ~ [^;]+;",
        "assign boundary = ~0;",
        3,
        "crosses 4 KiB|reads 0x",
    ),
    "offer_changes": (
        r"assign channel_free = [^;]+;",
        "assign channel_free = below_limit;",
        1,
        "has changed",
    ),
    "error_address_of_the_burst": (r"else if \(m_axi_rvalid\) beat <= \w+;", "else beat <= 0;", 1, "assert"),
    "row_stays_closed": (r"else if \(\w+\) \w+_row_is_open <= 1'h1;", "", 5, "assert"),
    "panel_is_not_rewound": (r"else if \(freed\) first_address <= following;", "", 3, "wrong data"),
    "reset_forgets_the_ring": (r"if \(rst\) write_address <= \S+;\n    else if", "if", 3, "wrong data"),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants_are_caught(mutant: str) -> None:
    pattern, replacement, matches, message = MUTANTS[mutant]
    broken, found = re.subn(pattern, replacement, text("tiny"))
    assert found == matches
    with pytest.raises(AssertionError, match=message):
        random_run("tiny", broken)
