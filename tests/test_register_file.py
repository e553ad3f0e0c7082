"""Register file and counters against models that know only the declaration, and mutants of them."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field

import numpy as np
import pytest

from drift_hw.config import PRESETS, Config
from drift_hw.control.counters import Counters, amount_widths
from drift_hw.control.register_file import BUS_PORTS, RegisterFile
from drift_hw.control.registers import PERFORMANCE_COUNTERS, RECOVERY_COUNTERS, Access, register_map
from drift_hw.emit.verilog import block_verilog
from drift_hw.sim.model import Model
from drift_hw.sim.verilator import Build, build

CONFIGS = {
    "tiny": PRESETS["tiny"],
    "odd": Config().replace(
        array__rows=3, array__columns=5, array__accumulator_width=21, power__points=3, power__blocks=5
    ),
}
CHANNELS = {"aw": ("awaddr", "awprot"), "w": ("wdata", "wstrb"), "ar": ("araddr", "arprot")}
ANSWERS = {"b": ("bresp",), "r": ("rdata", "rresp")}
HARDWARE_WINS = (Access.READ_ONLY, Access.WRITE_ONE_CLEAR)


def ports_of(register, one):
    """Return port name and position of each entry's field, by the rule of docs/accelerator.md."""
    name = register.name.lower()
    if register.count is not None:
        name = {"checker": "checker_counters"}.get(name, name)
        return [(name, 32 * index + one.low) for index in range(register.count)]
    if one.access is Access.WRITE_ONE_CLEAR:
        return [(f"{name}_{one.name}_set", 0)]
    return [(name if one.name == "value" else f"{name}_{one.name}", 0)]


@dataclass
class Cell:
    """One field of one entry."""

    address: int
    low: int
    width: int
    access: Access
    value: int
    port: str
    place: int

    @property
    def mask(self) -> int:
        return (1 << self.width) - 1


@dataclass
class RegisterModel:
    """Every field's value, and the rules of `Access`."""

    config: Config
    cells: list[Cell] = field(default_factory=list)

    def __post_init__(self) -> None:
        for register in register_map(self.config):
            for one in register.fields:
                for index, (port, place) in enumerate(ports_of(register, one)):
                    address = register.offset + index * register.stride
                    reset = one.reset
                    self.cells.append(Cell(address, one.low, one.width, one.access, reset, port, place))
        self.mapped = {cell.address for cell in self.cells}

    def read(self, address: int) -> tuple[int, int]:
        """Return data and response; a read-only field's value is that of the cycle."""
        if address not in self.mapped:
            return 0, 2
        return sum(
            cell.value << cell.low
            for cell in self.cells
            if cell.address == address and cell.access is not Access.PULSE
        ), 0

    def write(self, address: int, data: int, strobe: int) -> tuple[int, dict[str, int]]:
        """Change what software may; return the response and the pulses."""
        mask = sum(0xFF << 8 * byte for byte in range(4) if strobe >> byte & 1)
        pulses = {}
        for cell in self.cells:
            if cell.address != address:
                continue
            part, new = mask >> cell.low & cell.mask, data >> cell.low & cell.mask
            if cell.access is Access.READ_WRITE:
                cell.value = (cell.value & ~part) | (new & part)
            elif cell.access is Access.WRITE_ONE_CLEAR:
                cell.value &= ~(new & part)
            elif cell.access is Access.PULSE:
                pulses[cell.port] = new & part
        return (0 if address in self.mapped else 2), pulses

    def outputs(self) -> dict[str, int]:
        """Return what software wrote, by port."""
        found: dict[str, int] = {}
        for cell in self.cells:
            if cell.access is Access.READ_WRITE:
                found[cell.port] = found.get(cell.port, 0) | cell.value << cell.place
        return found

    def irq(self) -> int:
        pending, mask = (self.read(self.address_of(f"INTERRUPT_{name}"))[0] for name in ("STATUS", "MASK"))
        return int(pending & mask != 0)

    def address_of(self, name: str) -> int:
        return register_map(self.config)[name].address()


class Bench:
    """A register file, clock by clock, in lockstep with its model."""

    def __init__(self, config: Config, built: Build, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.rtl = Model(built, power_up_seed=seed + 1)
        self.model = RegisterModel(config)
        self.inputs = {cell.port: 0 for cell in self.model.cells if cell.access in HARDWARE_WINS}
        for name, port in self.rtl.ports.items():
            if port.is_input and name != "rst":
                self.rtl.write(name, 0)
        self.rtl.reset()
        addresses = sorted(self.model.mapped)
        writable = [
            c.address for c in self.model.cells if c.access not in (Access.READ_ONLY, Access.CONSTANT)
        ]
        self.pools = [addresses, writable, [address + 1 for address in addresses], range(1 << 12)]
        self.sent: dict[str, dict[str, int] | None] = dict.fromkeys(CHANNELS)
        self.taken: dict[str, deque[dict[str, int]]] = {name: deque() for name in CHANNELS}
        self.expected_reads: deque[tuple[int, int]] = deque()
        self.waiting: dict[str, tuple[int, ...] | None] = dict.fromkeys(ANSWERS)
        self.outputs = list(self.model.outputs())
        self.pulses = {cell.port: 0 for cell in self.model.cells if cell.access is Access.PULSE}
        self.sets: dict[str, int] = {}
        self.seen: Counter[object] = Counter()

    def address(self) -> int:
        pool = self.pools[self.random.choice(4, p=(0.4, 0.5, 0.05, 0.05))]
        return int(pool[self.random.integers(len(pool))])

    def beat(self, channel: str) -> dict[str, int]:
        draw = self.random.integers
        if channel == "w":
            return {"wdata": int(draw(1 << 32)), "wstrb": int(draw(16)) | 15 * int(draw(2))}
        return {f"{channel}addr": self.address(), f"{channel}prot": int(draw(8))}

    def step(self, eager: float) -> None:
        """Run one cycle: offer, check all outputs against the model, note the handshakes."""
        rtl, model = self.rtl, self.model
        for channel in CHANNELS:
            beat = self.sent[channel]
            if beat is None and self.random.random() < eager:
                beat = self.sent[channel] = self.beat(channel)
                for name, value in beat.items():
                    rtl.write(f"s_axil_{name}", value)
            rtl.write(f"s_axil_{channel}valid", int(beat is not None))
        ready = {channel: int(self.random.random() < eager) for channel in ANSWERS}
        for channel, value in ready.items():
            rtl.write(f"s_axil_{channel}ready", value)
        self.drive_hardware()
        rtl.settle()

        self.check_answers(ready)
        # After what software cleared at the same edge: hardware wins.
        for cell in model.cells:
            if cell.access is Access.WRITE_ONE_CLEAR:
                cell.value |= self.sets.get(cell.port, 0)
            elif cell.access is Access.READ_ONLY:
                cell.value = self.inputs[cell.port] >> cell.place & cell.mask
        self.sets = {port: value for port, value in self.inputs.items() if port.endswith("_set")}
        assert {name: rtl.read(name) for name in self.outputs} == model.outputs()
        assert rtl.read("irq") == model.irq()
        self.seen[("irq", model.irq())] += 1
        self.pulses = {cell.port: rtl.read(cell.port) for cell in model.cells if cell.access is Access.PULSE}

        for channel in CHANNELS:
            beat = self.sent[channel]
            if beat is not None and rtl.read(f"s_axil_{channel}ready"):
                self.taken[channel].append(beat)
                self.sent[channel] = None
        if self.taken["ar"]:
            self.expected_reads.append(model.read(self.taken["ar"].popleft()["araddr"]))
        rtl.clock(1)

    def check_answers(self, ready: dict[str, int]) -> None:
        """Check what is answered in this cycle, and what a write pulsed in the one before."""
        rtl = self.rtl
        expected_pulses = dict.fromkeys(self.pulses, 0)
        for channel, payload in ANSWERS.items():
            valid = rtl.read(f"s_axil_{channel}valid")
            answer = tuple(rtl.read(f"s_axil_{name}") for name in payload) if valid else None
            if self.waiting[channel] is not None:
                assert answer == self.waiting[channel], f"{channel} changed before it was taken"
            elif answer is not None:
                self.seen[(channel, answer[-1])] += 1
                if channel == "b":
                    expected_pulses |= self.check_write(answer)
                else:
                    assert answer == self.expected_reads.popleft()
            self.waiting[channel] = None if ready[channel] else answer
        assert self.pulses == expected_pulses
        self.seen["pulses"] += any(self.pulses.values())

    def check_write(self, answer: tuple[int, ...]) -> dict[str, int]:
        """Do in the model what a new answer says is done; return what must have pulsed before."""
        assert self.taken["aw"], "a write was answered without address"
        assert self.taken["w"], "a write was answered without data"
        data, strobe = self.taken["w"].popleft().values()
        response, pulses = self.model.write(self.taken["aw"].popleft()["awaddr"], data, strobe)
        assert answer == (response,)
        return pulses

    def drive_hardware(self) -> None:
        """Change a few of the inputs; interrupts come one at a time, now and then."""
        names = list(self.inputs)
        for name in (names[self.random.integers(len(names))] for _ in range(3)):
            port = self.rtl.ports[name]
            self.inputs[name] = int.from_bytes(self.random.bytes(port.size), "little") % (1 << port.width)
        for name in names:
            if name.endswith("_set"):
                self.inputs[name] = int(self.random.random() < 0.1)
            self.rtl.write(name, self.inputs[name])


def run(config: Config, built: Build, *, cycles: int, seed: int) -> Counter[object]:
    """Run lockstep at changing rates; return what was seen how often."""
    bench = Bench(config, built, seed)
    with bench.rtl:
        for cycle in range(cycles):
            bench.step(eager=(1.0, 0.5, 0.2)[cycle * 6 // cycles % 3])
    return bench.seen


@pytest.fixture(scope="module")
def texts():
    return {name: block_verilog(RegisterFile(config)) for name, config in CONFIGS.items()}


@pytest.mark.parametrize("variant", CONFIGS)
@pytest.mark.parametrize("seed", [1, 2])
def test_lockstep_with_the_declaration(variant, seed, texts):
    seen = run(CONFIGS[variant], build(texts[variant], "drift_register_file"), cycles=2500, seed=seed)
    for event in (("b", 0), ("b", 2), ("r", 0), ("r", 2), ("irq", 0), ("irq", 1), "pulses"):
        assert seen[event] >= 20, f"{event}: {seen}"


def test_documented_latency(texts):
    """One write and one read with everything ready: the edges after which the answers are there."""
    with Model(build(texts["tiny"], "drift_register_file"), power_up_seed=5) as rtl:
        for name, port in rtl.ports.items():
            if port.is_input and name != "rst":
                rtl.write(name, 0)
        rtl.reset()
        for name, value in {"awaddr": 0x60, "wdata": 17, "wstrb": 15, "araddr": 0x60}.items():
            rtl.write(f"s_axil_{name}", value)
        answered: dict[str, list[int]] = {"b": [], "r": []}
        for cycle in range(5):
            for channel in CHANNELS:
                rtl.write(f"s_axil_{channel}valid", int(cycle == 0))
            rtl.settle()
            for channel, found in answered.items():
                found.extend([cycle] * rtl.read(f"s_axil_{channel}valid"))
            if answered["b"] == [cycle]:
                assert rtl.read("threshold") == 17
            rtl.clock(1)
        assert {channel: found[0] for channel, found in answered.items()} == {"r": 1, "b": 2}


def test_ports_are_those_of_the_contract(texts):
    found = dict.fromkeys(
        re.findall(r"^  (?:in|out)put (?:wire|reg) (?:\[\d+:0\] )?(\w+);$", texts["odd"], re.M)
    )
    model = RegisterModel(CONFIGS["odd"])
    used = {cell.port for cell in model.cells if cell.access is not Access.CONSTANT}
    assert set(found) == used | set(BUS_PORTS) | {"irq", "clk", "rst"}
    assert "\\" not in texts["odd"], "an escaped name"


MUTANTS = {
    "clear_wins": (r"\| interrupt_status_job_set\b", "| (interrupt_status_job_set & ~write)"),
    "strobe_ignored": (r"assign write_keep = [^;]+;", "assign write_keep = 32'd0;"),
    "misaligned_writes": (
        r"assign write = write_is_held & write_is_mapped;",
        "assign write = write_is_held;",
    ),
    "answer_not_held": (r"(write_is_held = \w+) & \w+;", r"\1;"),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants_are_caught(mutant, texts):
    pattern, replacement = MUTANTS[mutant]
    text, matches = re.subn(pattern, replacement, texts["tiny"])
    assert matches == 1
    with pytest.raises(AssertionError):
        run(CONFIGS["tiny"], build(text, "drift_register_file"), cycles=2500, seed=1)


# -- counters -----------------------------------------------------------------------------------------

FAMILIES = {
    "performance": (64, [name for name, _ in PERFORMANCE_COUNTERS]),
    "recovery": (32, [name for name, _ in RECOVERY_COUNTERS]),
}


def check_counters(text: str, config: Config, start: int) -> None:
    """Count random amounts, from `start` below the top (0: from zero), with a clear now and then."""
    random = np.random.default_rng(start)
    widths = amount_widths(config)
    tops = {name: 1 << bits for bits, names in FAMILIES.values() for name in names}
    totals = {name: tops[name] - start if start else 0 for name in widths}
    with Model(build(text, "drift_counters"), power_up_seed=1 + start) as rtl:
        for name in ("clear", *widths):
            rtl.write(name, 0)
        rtl.reset()
        for cycle in range(400):
            rtl.settle()
            for family, (bits, names) in FAMILIES.items():
                assert rtl.read(family) == sum(totals[name] << bits * n for n, name in enumerate(names)), (
                    cycle
                )
            clear = cycle in {250, 251, 380} and not start
            amounts = {name: int(random.integers(1 << width)) for name, width in widths.items()}
            for name, amount in ({"clear": int(clear)} | amounts).items():
                rtl.write(name, amount)
            rtl.clock(1)
            for name, amount in amounts.items():
                total = totals[name] + amount
                over = (
                    total % tops[name] if name in FAMILIES["performance"][1] else min(total, tops[name] - 1)
                )
                totals[name] = 0 if clear else over


@pytest.fixture(scope="module")
def counters():
    return block_verilog(Counters(CONFIGS["odd"]))


def near_the_top(text: str, start: int) -> str:
    """Let reset leave every counter `start` below where it overflows: counting there takes too long."""
    for family, (bits, names) in FAMILIES.items():
        value = sum(((1 << bits) - start) << bits * n for n in range(len(names)))
        text, matches = re.subn(
            rf"{family} <= \d+'h0+;", f"{family} <= {bits * len(names)}'h{value:x};", text
        )
        assert matches == 1
    return text


@pytest.mark.parametrize("start", [0, 100])
def test_counters_count_wrap_and_saturate(start, counters):
    check_counters(near_the_top(counters, start) if start else counters, CONFIGS["odd"], start)


def test_counter_that_wraps_is_caught(counters):
    text, matches = re.subn(
        r"(zeroed_elements_total\[32\]) \?", r"(\1 & 1'b0) ?", near_the_top(counters, 100)
    )
    assert matches == 1
    with pytest.raises(AssertionError):
        check_counters(text, CONFIGS["odd"], 100)
