"""The C driver: compiled strictly, against the Python layout, refusals, and jobs on a real accelerator."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest
import torch
from firmware import DRIVER, STRICT, BlockPolicy, Firmware, Job, State, compile_driver, constants

from drift_hw.config import PRESETS, Config
from drift_hw.control.registers import VERSION, register_map
from drift_hw.emit.registers import c_header
from drift_hw.memory.layout import Layout
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.board import ErrorRange
from drift_hw.toolchain import find_compiler
from golden.accelerator import GoldenBackend
from golden.integer import matmul, requantise

TINY = PRESETS["tiny"]
CONFIGS = {
    "tiny": TINY,
    "odd": Config().replace(
        array__rows=3, array__columns=5, memory__data_width=64, power__points=3, power__blocks=2
    ),
    "bare": Config().replace(array__rows=1, array__columns=2, protection__abft=False, power__blocks=2),
    "drift": PRESETS["drift"],
}
C = constants(TINY)
DONE = 1
"""Bit of the interrupt that the ring is empty."""
CLEAR_PERFORMANCE, CLEAR_ERROR = 1 << 2, 1 << 5
MEMORY = 1 << 20
RING = 0x1000
ENTRIES = 4


@contextmanager
def accelerator(backend: str, config: Config) -> Iterator[GoldenBackend | RtlBackend]:
    if backend == "golden":
        yield GoldenBackend(config, MEMORY)
    else:
        with RtlBackend(config, memory_bytes=MEMORY, power_up_seed=7) as simulated:
            yield simulated


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    return {name: compile_driver(config, tmp_path_factory.mktemp(name)) for name, config in CONFIGS.items()}


class Fake:
    """Registers that only remember, and memory."""

    def __init__(self, config: Config) -> None:
        self.map = register_map(config)
        self.values = {
            register.address(index): sum(one.reset << one.low for one in register.fields)
            for register in self.map
            for index in range(register.count or 1)
        }
        self.memory = np.zeros(MEMORY, np.uint8)
        self.queued: dict[int, list[int]] = {}

    def set(self, name: str, value: int, index: int = 0) -> None:
        self.values[self.map[name].address(index)] = value

    def read_register(self, address: int) -> int:
        queue = self.queued.get(address)
        return queue.pop(0) if queue else self.values[address]

    def write_register(self, address: int, value: int) -> None:
        self.values[address] = value

    def wait(self, max_cycles: int) -> None:
        pass


def opened(library, backend, **options) -> Firmware:
    firmware = Firmware(library, backend, **options)
    assert firmware.open() == 0
    return firmware


def started(library, backend, **options) -> Firmware:
    firmware = opened(library, backend, **options)
    assert firmware.call("start", RING, ENTRIES) == 0
    firmware.written.clear()
    return firmware


# -- the source --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("-x", "c", "-std=c99"),
        ("-x", "c", "-std=c17"),
        ("-x", "c++", "-std=c++11"),
        ("-x", "c++", "-std=c++20"),
    ],
    ids=lambda arguments: arguments[-1][5:],
)
@pytest.mark.parametrize("variant", ["tiny", "bare"])
def test_headers_compile_without_warnings(arguments, variant, tmp_path):
    (tmp_path / "drift_registers.h").write_text(c_header(CONFIGS[variant]))
    source = tmp_path / "program.c"
    for header in DRIVER.glob("*.h"):
        source.write_text(
            f'#include "{header.name}"\n#include "{header.name}"\nint main(void) {{ return 0; }}\n'
        )
        folders = [f"-I{DRIVER}", f"-I{tmp_path}"]
        command = [find_compiler(), *arguments, *STRICT, *folders, "-c", source, "-o", tmp_path / "program.o"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_every_error_and_code_has_a_name_of_its_own(libraries):
    errors = {value for name, value in C.items() if name == "OK" or name.startswith("ERROR_")}
    assert errors == set(range(-len(errors) + 1, 1))
    for function, values in (
        ("error_name", errors),
        ("code_name", {value for name, value in C.items() if name.startswith("CODE_")}),
    ):
        call = getattr(libraries["tiny"], f"drift_hw_{function}")
        names = {call(value) for value in values}
        unknown = call(1234)
        assert len(names | {unknown}) == len(values) + 1
        assert unknown.startswith(b"unknown")


# -- layout ------------------------------------------------------------------------------------------

SHAPES = [(1, 1, 1), (7, 9, 11), (3, 64, 5), (33, 2, 70)]


def check_layout(library, config: Config, shape: tuple[int, int, int]) -> None:
    """Compare every packing with `Layout`; padding is zero, and nothing beyond the tensor is written."""
    (m, k, n), layout = shape, Layout(config)
    random = np.random.default_rng(m + k + n)
    a, b, output = (random.integers(-128, 128, size, dtype=np.int8) for size in ((m, k), (k, n), (m, n)))
    bias = random.integers(-(1 << 39), 1 << 39, n)
    multiplier = random.integers(0, 1 << 16, n).astype(np.uint16)
    shift = random.integers(0, 64, n).astype(np.uint8)
    firmware = opened(library, Fake(config))

    def check(expected: np.ndarray, bytes_name: str, sizes: tuple, function: str, *arguments) -> None:
        assert firmware.call(bytes_name, *sizes) == len(expected)
        found = np.full(len(expected) + 16, 0xA5, np.uint8)
        assert firmware.call(function, found, len(expected) - 1, *arguments) == C["ERROR_RANGE"]
        assert (found == 0xA5).all()
        assert firmware.call(function, found, len(expected), *arguments) == 0
        np.testing.assert_array_equal(found[: len(expected)], expected)
        assert (found[len(expected) :] == 0xA5).all()

    check(layout.pack_a(a), "a_bytes", (m, k), "pack_a", a, m, k)
    check(layout.pack_b(b), "b_bytes", (k, n), "pack_b", b, k, n)
    table = layout.pack_table(n, bias, multiplier, shift)
    check(table, "table_bytes", (n,), "pack_table", bias, multiplier, shift, n)
    for row_major in (False, True):
        packed = layout.pack_output(output, row_major=row_major)
        check(packed, "output_bytes", (m, n, row_major), "pack_output", output, m, n, row_major)
        found = np.zeros_like(output)
        assert firmware.call("unpack_output", found, packed, len(packed), m, n, row_major) == 0
        np.testing.assert_array_equal(found, output)
    assert not firmware.written


@pytest.mark.parametrize("variant", CONFIGS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_layout_is_the_one_of_the_host(variant, shape, libraries):
    check_layout(libraries[variant], CONFIGS[variant], shape)


MUTANTS = {
    "lanes_swapped": ("+ lane % lanes;", "+ (lane + 1) % lanes;"),
    "tile_not_rounded": ("if (found.tile < found.bus_bytes) found.tile = found.bus_bytes;", ""),
    "padding_left": ("  memset(bytes, 0, (size_t)drift_hw_output_bytes(device, m, n, row_major));\n", ""),
    "size_not_checked": (
        "drift_hw_b_bytes(device, k, n) > size",
        "drift_hw_b_bytes(device, k, n) > size + 9",
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants_are_caught(mutant, tmp_path):
    before, after = MUTANTS[mutant]
    assert sum(path.read_text().count(before) for path in DRIVER.glob("*.h")) == 1
    config = CONFIGS["bare"]
    library = compile_driver(config, tmp_path, edit=lambda text: text.replace(before, after))
    with pytest.raises(AssertionError):
        check_layout(library, config, (5, 9, 7))


@pytest.mark.parametrize(
    ("bias", "shift", "error"),
    [(1 << 39, 0, "ERROR_ARGUMENT"), (-(1 << 39) - 1, 0, "ERROR_ARGUMENT"), (0, 64, "ERROR_ARGUMENT")],
)
def test_table_entries_are_checked(bias, shift, error, libraries):
    firmware = opened(libraries["tiny"], Fake(TINY))
    found = np.full(1024, 0xA5, np.uint8)
    columns = np.array([0, bias]), np.zeros(2, np.uint16), np.array([0, shift], np.uint8)
    assert firmware.call("pack_table", found, 1024, *columns, 2) == C[error]
    assert (found == 0xA5).all()


@pytest.mark.parametrize("m", [0, 65536])
def test_packing_refuses_dimensions(m, libraries):
    firmware = opened(libraries["tiny"], Fake(TINY))
    buffer, values = np.full(1024, 0xA5, np.uint8), np.zeros(1 << 17, np.int8)
    for call in (
        ("pack_a", buffer, 1024, values, m, 1),
        ("pack_b", buffer, 1024, values, 1, m),
        ("pack_output", buffer, 1024, values, m, 1, False),
        ("unpack_output", values, buffer, 1024, m, 1, False),
        ("pack_table", buffer, 1024, values.view(np.int64), values, values, m),
    ):
        assert firmware.call(*call) == C["ERROR_DIMENSION"]
        assert firmware.call(call[0], None, *call[2:]) == C["ERROR_ARGUMENT"]
    assert (buffer == 0xA5).all()


# -- opening -----------------------------------------------------------------------------------------


def test_open_learns_the_geometry(libraries):
    for name, config in CONFIGS.items():
        firmware = opened(libraries[name], Fake(config))
        layout, device = Layout(config), firmware.device
        assert (device.rows, device.columns) == (config.array.rows, config.array.columns)
        assert (device.a_word, device.b_word, device.tile) == (layout.a_word, layout.b_word, layout.tile)
        assert device.output_alignment == layout.output_alignment
        assert (device.blocks, device.points) == (config.power.blocks, config.power.points)
        assert device.abft == config.protection.abft
        assert not firmware.written


@pytest.mark.parametrize(
    ("register", "value", "error"),
    [
        ("IDENTIFICATION", 0, "ERROR_IDENTIFICATION"),
        ("VERSION", VERSION - 1, "ERROR_VERSION"),
        ("VERSION", VERSION + (1 << 16), "ERROR_VERSION"),
        ("VERSION", VERSION + 1, "OK"),
        ("HASH_LOW", 1, "ERROR_CONFIGURATION"),
        ("HASH_HIGH", 1, "ERROR_CONFIGURATION"),
    ],
)
def test_open_refuses_another_accelerator(register, value, error, libraries):
    fake = Fake(TINY)
    fake.set(register, value)
    firmware = Firmware(libraries["tiny"], fake)
    assert firmware.open() == C[error]
    assert not firmware.written
    assert (firmware.device.rows == TINY.array.rows) == (error == "OK")


def test_open_refuses_a_configuration_of_another_header(libraries):
    assert Firmware(libraries["odd"], Fake(TINY)).open() == C["ERROR_CONFIGURATION"]


def test_open_refuses_an_incomplete_platform(libraries):
    for part in ("read32", "write32", "memory"):
        firmware = Firmware(libraries["tiny"], Fake(TINY))
        setattr(
            firmware.platform, part, type(getattr(firmware.platform, part))() if part != "memory" else None
        )
        assert firmware.open() == C["ERROR_ARGUMENT"]


# -- programming -------------------------------------------------------------------------------------


def test_programming_writes_the_declared_fields(libraries):
    fake = Fake(TINY)
    firmware = opened(libraries["tiny"], fake)
    policy = BlockPolicy(tolerant=2, sensitive=1, correct=True, action=C["POLICY_ZERO"])
    for call in (
        ("set_point", 3, 0x1234, 0xABCD),
        ("set_block", 7, policy),
        ("set_threshold", 31),
        ("set_schedule", 50, 2, 3, 10),
        ("set_limits", 1000, (1 << 24) - 1),
        ("set_page_shift", 16),
        ("set_interrupts", 0b1001),
    ):
        assert firmware.call(*call) == 0

    def field(name: str, one: str, index: int = 0) -> int:
        part = fake.map[name].field(one)
        return fake.values[fake.map[name].address(index)] >> part.low & ((1 << part.width) - 1)

    assert (field("POINT", "voltage", 3), field("POINT", "frequency", 3)) == (0x1234, 0xABCD)
    found = [field("BLOCK", name, 7) for name in ("tolerant", "sensitive", "correct", "action")]
    assert found == [2, 1, 1, 3]
    assert [field(name, "value") for name in ("THRESHOLD", "TIMESTEPS", "CHECKPOINT_INTERVAL")] == [
        31,
        50,
        10,
    ]
    assert (field("SENSITIVE", "leading"), field("SENSITIVE", "trailing")) == (2, 3)
    assert [field(name, "value") for name in ("VOLTAGE_LIMIT", "CLOCK_LIMIT", "PAGE_SHIFT")] == [
        1000, (1 << 24) - 1, 16,
    ]  # fmt: skip
    assert (field("INTERRUPT_MASK", "done"), field("INTERRUPT_MASK", "dvfs")) == (1, 1)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (("set_point", 4, 0, 0), "ERROR_ARGUMENT"),
        (("set_point", 0, 1 << 16, 0), "ERROR_ARGUMENT"),
        (("set_point", 0, 0, 1 << 16), "ERROR_ARGUMENT"),
        (("set_block", 8, BlockPolicy()), "ERROR_ARGUMENT"),
        (("set_block", 0, None), "ERROR_ARGUMENT"),
        (("set_block", 0, BlockPolicy(tolerant=4)), "ERROR_ARGUMENT"),
        (("set_block", 0, BlockPolicy(sensitive=4)), "ERROR_ARGUMENT"),
        (("set_block", 0, BlockPolicy(action=4)), "ERROR_POLICY"),
        (("set_threshold", 32), "ERROR_ARGUMENT"),
        (("set_schedule", 1 << 16, 0, 0, 0), "ERROR_ARGUMENT"),
        (("set_schedule", 0, 0, 0, 1 << 16), "ERROR_ARGUMENT"),
        (("set_limits", 1 << 24, 0), "ERROR_ARGUMENT"),
        (("set_page_shift", 9), "ERROR_ARGUMENT"),
        (("set_page_shift", 17), "ERROR_ARGUMENT"),
        (("set_interrupts", 16), "ERROR_ARGUMENT"),
        (("clear", 1), "ERROR_ARGUMENT"),
        (("start", RING, 1), "ERROR_ARGUMENT"),
        (("start", RING, 65536), "ERROR_ARGUMENT"),
        (("start", RING + 128, 4), "ERROR_ALIGNMENT"),
        (("start", MEMORY - 4096, 33), "ERROR_RANGE"),
        (("start", 1 << 63, 4), "ERROR_RANGE"),
    ],
)
def test_programming_refuses_before_writing(call, error, libraries):
    firmware = opened(libraries["tiny"], Fake(TINY))
    assert firmware.call(*call) == C[error]
    assert not firmware.written


def test_busy_accelerator_is_left_alone(libraries):
    fake = Fake(TINY)
    firmware = opened(libraries["tiny"], fake)
    fake.set("STATUS", 1)
    assert firmware.call("set_threshold", 3) == C["ERROR_BUSY"]
    assert firmware.call("start", RING, 4) == C["ERROR_BUSY"]
    fake.set("STATUS", 0)
    fake.set("RING_HEAD", 5)
    assert firmware.call("start", RING, 8) == C["ERROR_BUSY"], "head and tail differ"
    fake.set("RING_TAIL", 5)
    assert firmware.call("start", RING, 5) == C["ERROR_ARGUMENT"], "the index is beyond the ring"
    assert not firmware.written
    assert firmware.call("start", RING, 8) == 0
    assert firmware.device.tail == 5


# -- jobs --------------------------------------------------------------------------------------------

GOOD = {"m": 5, "k": 6, "n": 7, "a": 0x2000, "b": 0x3000, "table": 0x4000, "output": 0x5000, "abft": True}
BAD = {
    "zero m": ({"m": 0}, "ERROR_DIMENSION"),
    "zero k": ({"k": 0}, "ERROR_DIMENSION"),
    "large n": ({"n": 65536}, "ERROR_DIMENSION"),
    "too many to recompute": (
        {"m": 400, "n": 400, "override_policy": True, "action": 2, "a": 0x40000, "output": 0x60000},
        "ERROR_DIMENSION",
    ),
    "too many to recompute, by block": ({"m": 400, "n": 400, "block": 1}, "ERROR_DIMENSION"),
    "block": ({"block": 8}, "ERROR_ARGUMENT"),
    "timestep": ({"timestep": 1 << 16}, "ERROR_ARGUMENT"),
    "action": ({"override_policy": True, "action": 4}, "ERROR_POLICY"),
    "action without override": ({"action": 1}, "ERROR_POLICY"),
    "correct without override": ({"correct": True}, "ERROR_POLICY"),
    "a": ({"a": 0x2004}, "ERROR_ALIGNMENT"),
    "b": ({"b": 0x3001}, "ERROR_ALIGNMENT"),
    "table": ({"table": 0x4002}, "ERROR_ALIGNMENT"),
    "output": ({"output": 0x5008}, "ERROR_ALIGNMENT"),
    "checkpoint": ({"checkpoint": 0x6008, "checkpoint_read": True}, "ERROR_ALIGNMENT"),
    "a beyond memory": ({"a": MEMORY - 32}, "ERROR_RANGE"),
    "b far away": ({"b": (1 << 64) - 8}, "ERROR_RANGE"),
    "output beyond the bus": ({"output": 1 << 40}, "ERROR_RANGE"),
    "output over a": ({"output": 0x2000}, "ERROR_OVERLAP"),
    "output over the end of b": ({"output": 0x3020}, "ERROR_OVERLAP"),
    "output over the ring": ({"output": RING + 128 * ENTRIES - 16}, "ERROR_OVERLAP"),
    "checkpoint over output": ({"checkpoint": 0x5010, "checkpoint_write": True}, "ERROR_OVERLAP"),
    "checkpoint over table": ({"checkpoint": 0x4000, "checkpoint_read": True}, "ERROR_OVERLAP"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_jobs_are_refused_before_anything_is_written(case, libraries):
    changes, error = BAD[case]
    fake = Fake(TINY)
    firmware = started(libraries["tiny"], fake)
    fake.set("BLOCK", 2 << 9, 1)
    assert firmware.call("check", Job(**GOOD)) == 0
    assert firmware.submit(Job(**GOOD | changes)) == (C[error], 1 << 63)
    assert not firmware.written
    assert not fake.memory.any()
    assert firmware.device.tail == 0


def test_checks_need_to_be_built_and_the_ring_to_be_started(libraries):
    firmware = started(libraries["bare"], Fake(CONFIGS["bare"]))
    good = GOOD | {"m": 1, "n": 1}
    assert firmware.call("check", Job(**good)) == C["ERROR_POLICY"]
    assert firmware.call("check", Job(**good | {"abft": False})) == 0
    firmware = opened(libraries["tiny"], Fake(TINY))
    assert firmware.submit(Job(**GOOD))[0] == C["ERROR_STOPPED"]
    assert firmware.wait(0)[0] == C["ERROR_STOPPED"]


def test_ring_fills_wraps_and_expires(libraries):
    """On registers that only remember: nothing runs unless the test moves RING_HEAD."""
    fake = Fake(TINY)
    firmware = started(libraries["tiny"], fake)
    assert [firmware.submit(Job(**GOOD)) for _ in range(3)] == [(0, 0), (0, 1), (0, 2)]
    assert firmware.submit(Job(**GOOD))[0] == C["ERROR_FULL"]
    tail = fake.map["RING_TAIL"].offset
    assert firmware.written == [(tail, 1), (tail, 2), (tail, 3)]

    assert firmware.wait(0, looks=3)[0] == C["ERROR_TIMEOUT"]
    assert firmware.waits == 2
    assert firmware.wait(3)[0] == C["ERROR_ARGUMENT"], "not submitted yet"
    fake.queued[fake.map["RING_HEAD"].offset] = [0, 0, 1]
    fake.memory[RING + 64] = C["CODE_DONE"]
    assert firmware.wait(0)[0] == 0
    assert firmware.waits == 4

    fake.set("RING_HEAD", 2)
    assert firmware.wait(1, looks=1)[0] == C["ERROR_JOB"]
    assert firmware.wait(1, looks=1)[1].code == C["CODE_FETCH_ERROR"], "finished, without a status"
    assert firmware.wait(2, looks=1)[0] == C["ERROR_TIMEOUT"]
    assert [firmware.submit(Job(**GOOD)) for _ in range(2)] == [(0, 3), (0, 4)]
    assert firmware.written[-2:] == [(tail, 0), (tail, 1)]
    assert firmware.wait(0)[0] == C["ERROR_EXPIRED"], "its descriptor is that of job 4"
    assert firmware.wait(1, looks=1)[1].code == C["CODE_FETCH_ERROR"]


class Program:
    """Random GEMMs as firmware runs them, and what must come out."""

    def __init__(self, firmware: Firmware, config: Config, seed: int) -> None:
        self.firmware, self.config, self.layout = firmware, config, Layout(config)
        self.random = np.random.default_rng(seed)
        self.free = RING + 4096

    def place(self, size: int) -> int:
        address = self.free
        self.free += -(-size // 4096) * 4096
        return address

    def at(self, address: int, size: int) -> np.ndarray:
        return self.firmware.backend.memory[address : address + size]

    def submit(self, shape: tuple[int, int, int], **options) -> tuple[int, Callable[[], None]]:
        """Submit a GEMM; return its ticket, and what checks its output."""
        (m, k, n), firmware, call = shape, self.firmware, self.firmware.call
        high = self.config.output_limit
        a, b = (self.random.integers(-high, high + 1, size, dtype=np.int8) for size in ((m, k), (k, n)))
        bias = self.random.integers(-1000, 1000, n)
        multiplier = self.random.integers(1, 1 << self.config.requantiser.multiplier_width, n)
        shift = self.random.integers(10, 22, n)
        row_major = options.get("row_major", False)
        sizes = {
            "a": call("a_bytes", m, k),
            "b": call("b_bytes", k, n),
            "table": call("table_bytes", n),
            "output": call("output_bytes", m, n, row_major),
        }
        where = {name: self.place(size) for name, size in sizes.items()}
        memory = {name: self.at(where[name], size) for name, size in sizes.items()}
        packed = [
            call("pack_a", memory["a"], sizes["a"], a, m, k),
            call("pack_b", memory["b"], sizes["b"], b, k, n),
            call(
                "pack_table",
                memory["table"],
                sizes["table"],
                bias,
                multiplier.astype(np.uint16),
                shift.astype(np.uint8),
                n,
            ),
        ]
        assert packed == [0, 0, 0]
        error, ticket = firmware.submit(Job(m=m, k=k, n=n, **where, **options))
        assert error == 0
        product = matmul(torch.from_numpy(a), torch.from_numpy(b))
        tensors = (torch.from_numpy(one) for one in (bias, multiplier, shift))
        expected = requantise(product, *tensors, limit=self.config.output_limit).numpy()

        def check() -> None:
            found = np.zeros((m, n), np.int8)
            assert call("unpack_output", found, memory["output"], sizes["output"], m, n, row_major) == 0
            np.testing.assert_array_equal(found, expected)

        return ticket, check


@pytest.mark.parametrize(
    ("backend", "variant"), [("golden", "tiny"), ("golden", "odd"), ("golden", "bare"), ("rtl", "tiny")]
)
def test_jobs_run(backend, variant, libraries):
    """More jobs than the ring holds, in both layouts: outputs, results and counters."""
    config = CONFIGS[variant]
    with accelerator(backend, config) as chip:
        firmware = started(libraries[variant], chip, offset=RING)
        assert firmware.call("set_interrupts", DONE) == 0
        program = Program(firmware, config, seed=4)
        macs = 0
        for number, shape in enumerate([(5, 6, 7), (1, 1, 1), (9, 30, 4), (4, 17, 12), (6, 5, 3), (8, 8, 8)]):
            ticket, check = program.submit(
                shape, row_major=number % 2 == 1, timestep=number, abft=config.protection.abft
            )
            assert ticket == number
            error, result = firmware.wait(ticket)
            assert error == 0
            assert (result.code, result.masked_tiles) == (C["CODE_DONE"], 0)
            check()
            assert firmware.call("take_interrupts") & DONE
            macs += shape[0] * shape[1] * shape[2]
        assert firmware.call("performance", C["PERFORMANCE_MACS"]) == macs
        if config.protection.abft:
            assert firmware.call("checker", C["CHECKER_TILES"]) > 0
        assert firmware.call("recovery", C["RECOVERY_ZEROED_ELEMENTS"]) == 0
        assert firmware.call("clear", CLEAR_PERFORMANCE) == 0
        assert firmware.call("performance", C["PERFORMANCE_MACS"]) == 0
        firmware.call("enable", True)
        state = State()
        firmware.call("read_state", state)
        assert (state.busy, state.error) == (False, False)
        assert firmware.waits >= (backend == "rtl")


@pytest.mark.parametrize("backend", ["golden", "rtl"])
def test_memory_error_is_reported(backend, libraries):
    with accelerator(backend, TINY) as chip:
        firmware = started(libraries["tiny"], chip)
        assert firmware.call("set_interrupts", DONE) == 0
        program = Program(firmware, TINY, seed=5)
        broken = program.free + 8
        chip.set_errors([ErrorRange(broken, broken + 7, response=3)])
        ticket, _ = program.submit((5, 6, 7), abft=True)
        error, result = firmware.wait(ticket)
        assert error == C["ERROR_JOB"]
        assert (result.code, result.response, result.address) == (C["CODE_READ_ERROR"], 3, broken)
        state = State()
        firmware.call("read_state", state)
        assert (state.error, state.error_code, state.error_response) == (True, C["CODE_READ_ERROR"], 3)
        assert (state.error_job, state.error_address) == (0, broken)
        assert firmware.call("clear", CLEAR_ERROR) == 0
        firmware.call("read_state", state)
        assert not state.error
        assert firmware.call("take_interrupts") == 0b0111
        assert firmware.call("take_interrupts") == 0
        chip.set_errors([])
        ticket, check = program.submit((5, 6, 7), abft=True)
        assert firmware.wait(ticket)[0] == 0
        check()


def test_halves_of_a_counter_belong_together(libraries):
    """The low half overflows between two reads."""
    fake = Fake(TINY)
    firmware = opened(libraries["tiny"], fake)
    high, low = (fake.map[f"PERFORMANCE_{half}"].address(2) for half in ("HIGH", "LOW"))
    fake.queued = {high: [4, 5, 5], low: [0xFFFFFFFF, 3]}
    assert firmware.call("performance", C["PERFORMANCE_MACS"]) == 5 << 32 | 3
