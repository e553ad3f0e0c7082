"""The in-fabric injector: its blocks cycle by cycle, its faults against the twin's, rates, absence."""

from __future__ import annotations

import re
from random import Random

import numpy as np
import pytest
from synthetic_table import synthetic_table

from drift_hw.config import PRESETS, Config
from drift_hw.control.registers import register_map
from drift_hw.core import Core
from drift_hw.datapath.array import Array
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.emit import accelerator_verilog, block_verilog, contents
from drift_hw.faults import fabric
from drift_hw.faults.fabric import (
    STATE_BITS,
    TAP,
    Injection,
    bit_codes,
    column_codes,
    highest_rate,
    injected_bits,
    injector_rows,
    quiet_cycles,
    regions,
)
from drift_hw.faults.injector import Injector, RowInjector
from drift_hw.faults.table import MAX_BITS, REGIONS, REGISTERS, TableError
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.device import BlockSettings, Device
from drift_hw.sim.model import Model
from drift_hw.sim.verilator import BuildOptions, build
from golden.accelerator import GoldenBackend
from golden.fabric_injector import injected_faults, words
from golden.faults import FaultList, Kind
from golden.injection import random_faults
from golden.schedule import first_faulty_cycle
from golden.twin import MismatchError, Twin
from synth.equivalence import prove

FAST = BuildOptions(optimise="-O0")
"""Small designs, short runs."""
TINY = PRESETS["tiny"].replace(faults__injector=True)
SHAPES = {
    "tiny": TINY.replace(faults__ports=True),
    "product": TINY.replace(
        array__rows=3, array__columns=5, array__product_register=True, faults__ports=True
    ),
    "carry_save": TINY.replace(
        array__rows=2,
        array__columns=3,
        array__accumulator_width=20,
        array__carry_save=True,
        faults__ports=True,
    ),
    "bare": TINY.replace(array__rows=2, array__columns=1, protection__abft=False, faults__ports=True),
}
MEMORY = 1 << 18


def injection(config: Config, scale: float = 0.25, **options) -> Injection:
    """Return settings with random thresholds, up to so many faults per proposal."""
    random = np.random.default_rng(9)
    thresholds = {
        region: (random.random(len(injected_bits(config, region))) * scale * 2**32).astype(np.uint32)
        for region in regions(config)
    }
    return Injection(config, thresholds, **{"seed": 5, **options})


# -- shift registers -----------------------------------------------------------------------------------


def test_the_period_is_maximal() -> None:
    """2**127 - 1 is prime: x**(2**127) = x modulo the polynomial proves that it is primitive."""
    degree, polynomial = STATE_BITS, 1 << STATE_BITS | 1 << TAP | 1

    def square(value: int) -> int:
        spread = int("0".join(f"{value:b}"), 2)
        for bit in range(2 * degree, degree - 1, -1):
            if spread >> bit & 1:
                spread ^= polynomial << (bit - degree)
        return spread

    value = 2
    for _ in range(degree):
        value = square(value)
    assert value == 2
    assert degree == 127
    for wrong_tap in (62, 64):
        polynomial, value = 1 << degree | 1 << wrong_tap | 1, 2
        for _ in range(degree):
            value = square(value)
        assert (value == 2) == (wrong_tap == 64), "the reciprocal polynomial is primitive too, others are not"


def test_words_are_the_bits_of_the_recurrence() -> None:
    random = Random(1)
    states = [random.getrandbits(STATE_BITS) for _ in range(3)]
    stream, found = words(states, 700), []
    for _ in range(3):
        found.append(next(stream)[:, :-1])
    whole = np.concatenate(found, axis=1)
    for state, row in zip(states, whole, strict=True):
        bits = [state >> n & 1 for n in range(STATE_BITS)]
        for n in range(64 * whole.shape[1]):
            bits.append(bits[n] ^ bits[n + TAP])
        for step, word in enumerate(row.tolist()):
            start = 64 * step + TAP
            assert word == sum(bit << n for n, bit in enumerate(bits[start : start + 64])), step


def test_seeds_make_states_that_differ() -> None:
    states = [state for seed in range(3) for state in injection(TINY, seed=seed).states]
    assert len(set(states)) == 3 * (TINY.array.rows + 2)
    assert all(0 < state < 1 << STATE_BITS for state in states)


# -- blocks --------------------------------------------------------------------------------------------


class Register127:
    """A shift register, bit by bit."""

    def __init__(self) -> None:
        self.state = 0

    def step(self) -> None:
        for _ in range(64):
            self.state = self.state >> 1 | ((self.state ^ self.state >> TAP) & 1) << (STATE_BITS - 1)

    @property
    def word(self) -> int:
        return self.state >> TAP


def step_rows(model: Register127, inputs: dict[str, int]) -> None:
    if inputs["inject_load"]:
        model.state = inputs["inject_seed_in"]
    elif inputs["inject_step"]:
        model.step()


ROWS = {
    "data": RowInjector(TINY.replace(array__columns=5, array__product_register=True)),
    "no_checksum": RowInjector(TINY.replace(array__columns=3, protection__abft=False)),
    "checksum_row": RowInjector(TINY.replace(array__columns=4), checksum_row=True),
}


@pytest.mark.parametrize("name", ROWS)
def test_row_injector(name) -> None:
    block = ROWS[name]
    config, random, row = block.config, Random(name), Register127()
    proposed, bit, hits = 0, 0, 0
    with Model(build(block_verilog(block), block.module_name, FAST), power_up_seed=3) as dut:
        for cycle in range(4000):
            inputs = {
                "inject_load": int(cycle == 0 or random.random() < 0.002),
                "inject_step": int(random.random() < 0.9),
                "inject_enable": int(random.random() < 0.8),
                "inject_bit": random.randrange(bit_codes(config)),
                "inject_seed_in": random.getrandbits(STATE_BITS),
            }
            thresholds = [random.choice((0, 1 << 30, 1 << 31, 2**32 - 1)) for _ in block.regions]
            inputs |= {
                f"inject_{region}": value for region, value in zip(block.regions, thresholds, strict=True)
            }
            for port, value in inputs.items():
                dut.write(port, value)
            dut.settle()
            if cycle > 1:
                select = proposed if inputs["inject_enable"] else 0
                found = (
                    dut.read("select"),
                    dut.read("mask"),
                    dut.read("inject_hit"),
                    dut.read("inject_seed_out"),
                )
                assert found == (select, bit, int(select > 0), row.state), cycle
                hits += select > 0
            if inputs["inject_step"] or cycle == 0:
                column = row.word >> 32 & (column_codes(config) - 1)
                exists = column < block.columns
                threshold = thresholds[int(column == config.array.columns)] if exists else 0
                proposed = int((row.word & 0xFFFFFFFF) < threshold) << column
                bit = 1 << inputs["inject_bit"] if inputs["inject_bit"] < block.bits else 0
            if cycle == 0:
                dut.write("inject_step", 1)
            step_rows(row, inputs)
            dut.clock(1)
    assert hits > 500


@pytest.mark.parametrize("shape", ["tiny", "product"])
def test_injector(shape) -> None:
    config, random = SHAPES[shape], Random(shape)
    block, chooser = Injector(config), Register127()
    tables = injection(config, scale=0.999).thresholds
    rows, quiet = injector_rows(config), quiet_cycles(config)
    assert quiet == first_faulty_cycle(config)
    start = 2**32 - 1000
    # Reset and clear set the count near its end, where it must stay.
    text = re.sub(r"(injector_count <= )32'd0", rf"\g<1>32'd{start}", block_verilog(block))
    age = count = amount = last_amount = bit = 0
    chosen = dict.fromkeys(tables, 0)
    enabled = 0
    with Model(build(text, block.module_name, FAST), power_up_seed=3) as dut:
        dut.reset()
        count = dut.read("injector_count")
        for region, values in tables.items():
            dut.write(f"injector_{region}", sum(value << 32 * n for n, value in enumerate(values.tolist())))
        for cycle in range(3000):
            inputs = {
                "injector_enable": int(random.random() < 0.95),
                "injector_flip": random.getrandbits(1),
                "injector_load": int(cycle == 0 or random.random() < 0.002),
                "injector_clear": int(cycle == 2900),
                "injector_points": random.getrandbits(16),
                "injector_seed": random.getrandbits(128),
                "busy": int(random.random() < 0.95),
                "restart": int(random.random() < 0.01),
                "point": random.randrange(16),
                "inject_hit": random.getrandbits(rows),
            }
            for port, value in inputs.items():
                dut.write(port, value)
            dut.settle()
            step = inputs["busy"] and not inputs["injector_load"]
            enable = inputs["injector_enable"] and inputs["injector_points"] >> inputs["point"] & 1
            enable = int(enable and age == quiet and step and not inputs["restart"])
            expected = {"inject_step": int(step), "inject_load": inputs["injector_load"]}
            expected |= {"inject_flip": inputs["injector_flip"], "injector_count": count}
            if cycle > 300:
                expected |= {"inject_enable": enable, "inject_bit": bit, "inject_seed_in": chooser.state}
                expected |= {f"inject_{region}": value for region, value in chosen.items()}
                enabled += enable
            for port, value in expected.items():
                assert dut.read(port) == value, f"{cycle}: {port}"
            if step:
                bit = chooser.word & (bit_codes(config) - 1)
                chosen = {r: int(v[bit]) if bit < len(v) else 0 for r, v in tables.items()}
            step_rows(
                chooser,
                {
                    "inject_load": inputs["injector_load"],
                    "inject_step": step,
                    "inject_seed_in": inputs["injector_seed"] & ((1 << STATE_BITS) - 1),
                },
            )
            age = 0 if inputs["restart"] else min(age + 1, quiet)
            last_amount, amount = amount, inputs["inject_hit"].bit_count()
            count = start if inputs["injector_clear"] else min(count + last_amount, 2**32 - 1)
            if cycle == 2899:
                assert count == 2**32 - 1
            dut.clock(1)
    assert enabled > 100
    assert start < count < 2**32 - 1


# -- the accelerator -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def accelerators():
    """Return a function from a configuration, and a change of its text, to its simulation."""
    running: dict[tuple[str, str], RtlBackend] = {}

    def get(config: Config, pattern: str = "", replacement: str = "") -> RtlBackend:
        key = config.hash, pattern + replacement
        if key not in running:
            text = accelerator_verilog(config)
            if pattern:
                text, count = re.subn(pattern, replacement, text)
                assert count == 1, f"{pattern} matches {count} times"
            running[key] = RtlBackend(
                config, options=FAST, memory_bytes=MEMORY, power_up_seed=7, verilog=text
            )
        return running[key]

    yield get
    for backend in running.values():
        backend.close()


def operands(random: np.random.Generator, m=10, k=60, n=9) -> tuple[np.ndarray, np.ndarray]:
    return random.integers(-128, 128, (m, k), np.int8), random.integers(-128, 128, (k, n), np.int8)


def compare(rtl: RtlBackend, chosen: Injection, submissions: int = 3) -> Device:
    """Run jobs on Verilog and golden model, which is given the twin's list; all they leave must be equal."""
    twin, random = Twin(rtl), np.random.default_rng(3)
    device = Device(twin)
    device.inject(chosen)
    steps = 0
    for _ in range(submissions):
        faults = injected_faults(chosen, (0, 20_000), first_step=steps)
        twin.golden.faults(faults, chosen.points)
        before = device.injected()
        device.gemm(*operands(random), multiplier=3, shift=9)
        busy = device.counters()["busy_cycles"]
        happened = faults.events["cycle"] < busy - steps - 1
        assert device.injected() - before == happened.sum() > 100
        steps = busy
    return device


@pytest.mark.parametrize("kind", fabric.FAULT_KINDS)
@pytest.mark.parametrize(
    "shape", ["tiny", "product", "bare", pytest.param("carry_save", marks=pytest.mark.regress)]
)
def test_faults_are_the_twins(accelerators, shape, kind) -> None:
    """Memory, checks, counters and histograms are equal, over several submissions after one load."""
    config = SHAPES[shape]
    device = compare(accelerators(config), injection(config, kind=kind))
    if config.protection.abft:
        assert device.counters()["flagged_rows"] > 0
    faults = injected_faults(injection(config, kind=kind), (0, 20_000))
    sites = {(register, row, column) for _, register, row, column, *_ in faults.events.tolist()}
    extra = int(config.protection.abft)
    pes = (config.array.rows + extra) * (config.array.columns + extra) - extra
    assert len(sites) == pes * (1 + config.array.product_register), "some register was never hit"


TAP_OF = r"inject_seed_{0}\[63:0\] \^ inject_seed_{0}\[126:63\]"
MUTANTS = {
    "tap": (
        "bare",
        "drift_row_injector",
        TAP_OF.format("out"),
        "inject_seed_out[63:0] ^ inject_seed_out[125:62]",
    ),
    "chooser": (
        "bare",
        "drift_injector",
        TAP_OF.format("in"),
        "inject_seed_in[63:0] ^ inject_seed_in[125:62]",
    ),
    "word": ("bare", "drift_row_injector", r"inject_seed_out\[94:63\] <", "inject_seed_out[95:64] <"),
    "late": ("bare", "drift_pe", r"accumulator_hit & \{ \{32\{inject_flip\}\} \}", "32'd0"),
    "checksum": ("tiny", "drift_row", r"\.inject\(inject_select\[4\]\)", ".inject(inject_select[3])"),
}
"""Shape, module, what is changed and into what."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.regress] if name not in ("tap", "checksum") else [])
        for name in MUTANTS
    ],
)
def test_mutants_differ_from_the_twin(accelerators, name) -> None:
    shape, module, pattern, replacement = MUTANTS[name]
    rtl = accelerators(SHAPES[shape], rf"(?s)(module {module}\(.*?){pattern}", rf"\g<1>{replacement}")
    with pytest.raises((MismatchError, AssertionError)):
        compare(rtl, injection(SHAPES[shape]))


def test_ports_and_injector_together(accelerators) -> None:
    config = SHAPES["tiny"]
    twin, random = Twin(accelerators(config)), np.random.default_rng(3)
    device = Device(twin)
    chosen = injection(config)
    device.inject(chosen)
    fabric_faults = injected_faults(chosen, (0, 3000))
    listed = random_faults(config, 300, cycles=(50, 900), rng=4, kinds=tuple(Kind))
    sites = [faults.events[["cycle", "register", "row", "column"]] for faults in (listed, fabric_faults)]
    listed = FaultList(config, listed.events[~np.isin(*sites)])
    twin.faults(listed)
    twin.golden.faults(FaultList(config, np.concatenate([listed.events, fabric_faults.events])))
    device.gemm(*operands(random), multiplier=3, shift=9)
    assert device.injected() > 100
    twin.faults(None)


def test_points_decide_where_there_are_faults(accelerators) -> None:
    """Faults are masked cycle by cycle, as the golden model masks a list."""
    config = SHAPES["tiny"]
    rtl = accelerators(config)
    twin, random = Twin(rtl), np.random.default_rng(3)
    device = Device(twin)
    device.configure(
        points=[(9, 9), (5, 9)], blocks=[BlockSettings(tolerant=1, sensitive=0)], leading=1, timesteps=50
    )
    chosen = injection(config, points=0b10)
    device.inject(chosen)
    steps, counts = 0, []
    for timestep in (0, 1, 0):
        faults = injected_faults(chosen, (0, 20_000), first_step=steps)
        twin.golden.faults(faults, chosen.points)
        before = device.injected()
        device.gemm(*operands(random), multiplier=3, shift=9, timestep=timestep)
        busy = device.counters()["busy_cycles"]
        trace = rtl.trace()
        change = np.searchsorted(trace.points["cycle"], faults.events["cycle"], side="right") - 1
        here = (trace.points["point"][change] == 1) & (faults.events["cycle"] < busy - steps - 1)
        counts.append(device.injected() - before)
        assert counts[-1] == here.sum()
        steps = busy
    # The third job starts at the point of the second one.
    assert counts[0] == 0 < counts[2] < counts[1]


def test_without_fault_ports_it_does_the_same(accelerators) -> None:
    config = SHAPES["tiny"]
    random = np.random.default_rng(3)
    a, b = operands(random)
    outcomes = []
    for chosen in (config, config.replace(faults__ports=False)):
        device = Device(accelerators(chosen))
        clean = device.gemm(a, b, multiplier=3, shift=9)
        device.inject(injection(chosen))
        outputs = [device.gemm(a, b, multiplier=3, shift=9) for _ in range(2)]
        assert all((output != clean).any() for output in outputs)
        outcomes.append((np.stack(outputs), device.injected(), device.counters()))
        device.inject(None)
        assert (device.gemm(a, b, multiplier=3, shift=9) == clean).all()
        assert device.injected() == 0
    assert (outcomes[0][0] == outcomes[1][0]).all()
    assert outcomes[0][1:] == outcomes[1][1:]


# -- rates ---------------------------------------------------------------------------------------------


def test_rates_are_those_of_the_thresholds() -> None:
    """Counts by bit and region are within 5 sigma; hits do not know of each other."""
    config = Config().replace(array__rows=8, array__columns=8, faults__injector=True)
    chosen = injection(config, scale=0.2)
    cycles = 60_000
    events = injected_faults(chosen, (quiet_cycles(config), quiet_cycles(config) + cycles)).events
    bit = np.log2(events["mask"].astype(float)).astype(int)
    counts = {
        "data": (events["row"] < 8) & (events["column"] < 8),
        "checksum_column": events["column"] == 8,
        "checksum_row": events["row"] == 8,
    }
    for region, here in counts.items():
        pes = 64 if region == "data" else 8
        found = np.bincount(bit[here], minlength=32)
        expected = chosen.rates[region] * pes * cycles
        # All rows try the same bit: the count of trials varies too, by cycles / 32.
        sigma = np.sqrt(expected + expected**2 * 32 / cycles) + 1
        assert (np.abs(found - expected) < 5 * sigma).all(), region
    # The same row again in the next cycle, and another row in the same one: as often as by chance.
    row0 = np.zeros(cycles + 1, bool)
    row1 = row0.copy()
    first = quiet_cycles(config)
    row0[events["cycle"][events["row"] == 0] - np.uint64(first)] = True
    row1[events["cycle"][events["row"] == 1] - np.uint64(first)] = True
    rate = row0.mean()
    for other in (row0[1:], row0[2:], row1):
        both = (row0[: len(other)] & other).sum()
        # Bits have rates of their own, up to twice the mean: rows that try the same one meet more often.
        factor = 4 / 3 if other is row1 else 1
        expected = rate**2 * len(other) * factor
        assert abs(both - expected) < 5 * np.sqrt(expected) + 0.15 * expected


def test_a_range_of_cycles_is_a_part_of_the_whole() -> None:
    chosen = injection(TINY, scale=0.05)
    whole = injected_faults(chosen, (0, 60_000)).events
    for first, stop in ((0, 100), (17, 20_000), (16_000, 17_000), (32_766, 32_772), (50_000, 60_000)):
        part = injected_faults(chosen, (first, stop)).events
        assert (part == whole[(whole["cycle"] >= first) & (whole["cycle"] < stop)]).all()
    later = injected_faults(chosen, (0, 10_000), first_step=40_000).events
    there = whole[(whole["cycle"] >= 40_000 + quiet_cycles(TINY)) & (whole["cycle"] < 50_000)].copy()
    there["cycle"] -= 40_000
    assert (later == there).all()


def test_rates_of_a_table() -> None:
    table = synthetic_table(TINY)
    chosen = Injection.of_table(TINY, table, 1.0, 900.0, seed=3, points=2)
    assert (chosen.seed, chosen.points, chosen.kind) == (3, 2, "flip")
    place = table.locate(1.0, 900.0)
    first, second, weight = table.bracket(place.relative_period)
    assert 0 < weight < 1
    grid = table.bit_rates(place.supply)
    for region in REGIONS:
        wanted = ((1 - weight) * grid[first] + weight * grid[second])[REGIONS.index(region), 3, :32]
        assert wanted.max() > 0
        assert chosen.rates[region] == pytest.approx(wanted, abs=highest_rate(TINY) * 2.0**-32)


def rates(**values: float) -> np.ndarray:
    found = np.zeros((len(REGIONS), len(REGISTERS), MAX_BITS))
    for place, value in values.items():
        region, register, bit = place.rsplit("__")
        found[REGIONS.index(region), REGISTERS.index(register), int(bit)] = value
    return found


def test_rates_up_to_the_highest() -> None:
    highest = highest_rate(TINY)
    assert highest == pytest.approx(1 / (8 * 32))
    top = Injection.of_rates(TINY, rates(data__accumulator__31=highest))
    assert top.thresholds["data"].tolist() == [0] * 31 + [2**32 - 1]
    least = Injection.of_rates(TINY, rates(data__accumulator__0=highest / 2**32))
    assert least.thresholds["data"].tolist() == [1] + [0] * 31
    none = Injection.of_rates(TINY, rates(data__accumulator__0=highest / 2**34, data__accumulator__40=1))
    assert not any(values.any() for values in none.thresholds.values())


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Injection.of_rates(TINY, rates(data__accumulator__31=0.1)),
            "bit 31 of register accumulator in region data is wrong at a rate of 0.1 per cycle, but the "
            "in-fabric injector reaches from 0 to 0.00391: raise the voltage or the period",
        ),
        (
            lambda: Injection.of_rates(TINY, rates(checksum_row__accumulator__3=-1e-3)),
            "bit 3 of register accumulator in region checksum_row is wrong at a rate of -0.001",
        ),
        (
            lambda: Injection.of_rates(TINY, rates(checksum_column__b__2=1e-6)),
            "register b of region checksum_column is wrong at a rate of 1e-06, but the in-fabric injector "
            "reaches accumulators and products only",
        ),
        (
            lambda: Injection.of_rates(PRESETS["tiny"], rates()),
            "this configuration has no injector; set faults.injector = true",
        ),
        (lambda: injection(TINY, kind="random"), "the kind of faults must be late or flip, not 'random'"),
        (lambda: injection(TINY, points=1 << 16), "points must be a mask of 16 bits, 0 to 65535, not 65536"),
        (lambda: injection(TINY, seed=-1), r"the injector's seed must be from 0 to 2\*\*64 - 1, not -1"),
        (
            lambda: Injection(TINY, {"data": np.zeros(31, np.uint32)}),
            r"thresholds of region data must be uint32 of shape \(32,\), not uint32 of shape \(31,\)",
        ),
        (
            lambda: injected_faults(injection(TINY), (5, 5)),
            "cycles must be a range from 0 on, steps at least 0, not 5, 5, 0",
        ),
        (
            lambda: Device(GoldenBackend(PRESETS["tiny"], MEMORY)).inject(None),
            "this configuration has no injector",
        ),
        (
            lambda: Device(GoldenBackend(PRESETS["tiny"], MEMORY)).injected(),
            "this configuration has no injector",
        ),
        (
            lambda: Device(GoldenBackend(TINY, MEMORY)).inject(injection(SHAPES["tiny"])),
            f"the injection was made for configuration {SHAPES['tiny'].hash}, but the accelerator's is "
            f"{TINY.hash}: make it again for this one",
        ),
    ],
)
def test_rejections(make, message) -> None:
    with pytest.raises(Exception, match=message) as caught:
        make()
    assert "UserError" in {kind.__name__ for kind in type(caught.value).__mro__}


def test_a_table_of_another_array_is_refused() -> None:
    with pytest.raises(TableError, match="made for PEs of another configuration"):
        Injection.of_table(TINY, synthetic_table(SHAPES["product"]), 1.0, 900.0)


# -- absence -------------------------------------------------------------------------------------------


def test_off_there_is_no_trace() -> None:
    """No file names it but for the key, no register or field is there; on, all of them are."""
    for on in (False, True):
        config = PRESETS["tiny"].replace(faults__injector=on)
        key = f"injector = {str(on).lower()}"
        for name, text in contents(config).items():
            rest = text.replace(key, "")
            if name.startswith(("drift_registers", "drift_accelerator")):
                assert bool(re.search("inject", rest, re.IGNORECASE)) == on, name
            elif name == "drift_core.v":
                assert ("inject" in rest) == on
        names = [register.name for register in register_map(config)]
        assert any(name.startswith("INJECTOR") for name in names) == on


SMALL = Config().replace(array__rows=3, array__columns=2)
IDLE = {
    "pe": (ProcessingElement, SMALL.replace(array__product_register=True)),
    "pe with ports": (ProcessingElement, SMALL.replace(faults__ports=True)),
    "array": (Array, SMALL),
    "core": (Core, SMALL),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.regress] if name == "core" else []) for name in IDLE]
)
def test_idle_it_changes_nothing(name) -> None:
    """Proved: with all inputs of the injector at 0 a block is the block without one."""
    kind, config = IDLE[name]
    blocks = [kind(config.replace(faults__injector=on)) for on in (False, True)]
    gold, gate = map(block_verilog, blocks)
    outcome = prove(gold, gate, blocks[0].module_name)
    assert outcome.proved
    assert outcome.points >= 8 + 8 + 32
    if kind is ProcessingElement:
        assert not prove(gold, gate.replace(" & ", " | "), blocks[0].module_name).proved
