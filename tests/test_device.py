"""The host driver on the golden accelerator: results, checkpoints, what is refused, what is reported."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from drift_hw.config import PRESETS, Config
from drift_hw.control.descriptor import FIELDS, FLAGS, Code, Policy
from drift_hw.control.registers import register_map
from drift_hw.errors import UserError
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.allocator import Allocator, GuardError, MemoryFullError
from drift_hw.sim.board import ErrorRange, MemoryOptions
from drift_hw.sim.device import BlockSettings, Device, DeviceError, Job, JobError, Recovery, Status
from drift_hw.sim.jobs import pack_descriptor
from golden.accelerator import GoldenBackend
from golden.faults import fault_ports, port_writes
from golden.injection import random_faults
from golden.integer import requantise

TINY = PRESETS["tiny"]
CONFIGS = {
    "tiny": TINY,
    "odd": TINY.replace(
        array__rows=3, array__columns=5, array__product_register=False, memory__data_width=128
    ),
    "narrow": TINY.replace(array__operand_width=6, array__accumulator_width=20, protection__abft=False),
}


class Spy(GoldenBackend):
    """Counts what is written to registers, and may answer reads with other values."""

    def __init__(self, config: Config, memory_bytes: int = 1 << 20, **answers: int) -> None:
        registers = register_map(config)
        self.answers = {registers[name].address(): value for name, value in answers.items()}
        self.writes = 0
        super().__init__(config, memory_bytes)

    def read_register(self, address):
        return self.answers.get(address, super().read_register(address))

    def write_register(self, address, value):
        self.writes += 1
        super().write_register(address, value)


@pytest.fixture
def device():
    return Device(Spy(TINY), guard=16)


def operands(config: Config, shape: tuple[int, int], seed: int = 0) -> np.ndarray:
    limit = config.output_limit
    return np.random.default_rng(seed).integers(-limit - 1, limit + 1, shape).astype(np.int8)


def expected(config: Config, a, b, *, bias=0, multiplier=1, shift=0) -> np.ndarray:
    accumulators = torch.from_numpy(a.astype(np.int64) @ b.astype(np.int64))
    parameters = [torch.as_tensor(value) for value in (bias, multiplier, shift)]
    return requantise(accumulators, *parameters, config.output_limit).numpy()


def refused(device: Device, message: str, call) -> None:
    """Check that a call is refused with this message, and that nothing was written or allocated."""
    memory, writes = device.backend.memory.copy(), device.backend.writes
    left = device.allocator._free.copy()
    with pytest.raises(UserError, match=message):
        call()
    assert (device.backend.memory == memory).all()
    assert device.backend.writes == writes
    assert device.allocator._free == left


def descriptors(device: Device, monkeypatch) -> list[dict[str, int]]:
    """Return a list that collects the fields and flags of all descriptors from now on."""
    collected, submit = [], device.submit

    def spy(submitted, max_cycles=None):
        for data in submitted:
            fields = {
                f.name: int.from_bytes(data[f.offset : f.offset + f.width // 8], "little") for f in FIELDS
            }
            flags = {
                name: fields["flags"] >> low & ((1 << width) - 1) for name, (low, width) in FLAGS.items()
            }
            collected.append(fields | flags)
        return submit(submitted, max_cycles)

    monkeypatch.setattr(device, "submit", spy)
    return collected


# -- results -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
@pytest.mark.parametrize("row_major", [False, True])
@pytest.mark.parametrize("shape", [(1, 1, 1), (4, 8, 4), (13, 21, 17)])
def test_gemm(config, row_major, shape):
    m, k, n = shape
    device = Device(GoldenBackend(config, 1 << 20), guard=32)
    random = np.random.default_rng(1)
    a, b = operands(config, (m, k), 2), operands(config, (k, n), 3)
    limits = {"bias": (-2000, 2000), "multiplier": (0, 2**14), "shift": (8, 16)}
    table = {name: random.integers(*limit, n) for name, limit in limits.items()}
    output = device.gemm(a, b, **table, row_major=row_major)
    assert output.dtype == np.int8
    assert (output == expected(config, a, b, **table)).all()
    assert (device.gemm(a, b) == expected(config, a, b)).all()


def test_layers_and_submissions(device):
    """More jobs than the ring holds, of two layers; memory is as free as before."""
    left = device.allocator._free.copy()
    layers = [device.layer(operands(TINY, (6, 5), seed), shift=2, name=f"head {seed}") for seed in (0, 1)]
    weights = [operands(TINY, (6, 5), seed) for seed in (0, 1)]
    jobs = [Job(layers[n % 2], operands(TINY, (n % 7 + 1, 6), n)) for n in range(300)]
    results = device.run_many(jobs)
    for number, (job, result) in enumerate(zip(jobs, results, strict=True)):
        assert (result.output == expected(TINY, job.a, weights[number % 2], shift=2)).all()
        assert result.status == Status(Code.DONE)
    single = device.run(layers[1], jobs[1].a, row_major=True, timestep=3)
    assert (single.output == results[1].output).all()
    for layer in layers:
        device.free(layer)
    assert device.allocator._free == left


def test_output_in_a_given_buffer(device):
    layer = device.layer(operands(TINY, (6, 5)))
    buffer = device.buffer(9, 5, row_major=True)
    job = Job(layer, operands(TINY, (9, 6)), row_major=True, output=buffer)
    output = device.run_many([job])[0].output
    kept = device.backend.memory[buffer.address : buffer.stop]
    assert (device.layout.unpack_output(kept, 9, 5, row_major=True) == output).all()
    device.allocator.free(buffer)


def test_checkpoints_follow_the_interval(device, monkeypatch):
    device.configure(interval=4, timesteps=20)
    seen = descriptors(device, monkeypatch)
    layer = device.layer(operands(TINY, (6, 5)), checkpoint=True)
    reads = []
    for timestep in (0, 1, 2, 0, 3, 5):
        device.run(layer, operands(TINY, (8, 6), timestep), timestep=timestep)
        reads.append(seen[-1]["checkpoint_read"])
        assert seen[-1]["checkpoint_write"] == 1
        assert seen[-1]["checkpoint"] == layer.checkpoint.address
    assert reads == [0, 1, 1, 0, 1, 1]
    device.run(layer, operands(TINY, (9, 6)), timestep=6)
    assert seen[-1]["checkpoint_read"] == 0, "of another shape"
    device.configure(interval=0)
    device.run(layer, operands(TINY, (9, 6)), timestep=0)
    device.run(layer, operands(TINY, (9, 6)), timestep=1)
    assert seen[-1]["checkpoint_read"] == 0
    device.free(layer)


def test_checkpoint_is_what_the_timestep_wrote(device):
    layer = device.layer(operands(TINY, (6, 5)), checkpoint=True)
    device.configure(interval=2)
    outputs = [device.run(layer, operands(TINY, (8, 6), t), timestep=t).output for t in range(4)]
    kept = device.backend.memory[layer.checkpoint.address : layer.checkpoint.stop]
    assert (device.layout.unpack_output(kept, 8, 5) == outputs[3]).all()


def test_descriptor_of_a_gemm(device, monkeypatch):
    seen = descriptors(device, monkeypatch)
    a, b = operands(TINY, (8, 6)), operands(TINY, (6, 5))
    device.gemm(a, b, block=3, timestep=7, abft=False, row_major=True)
    wanted = {"m": 8, "k": 6, "n": 5, "block": 3, "timestep": 7, "checkpoint": 0, "abft": 0, "row_major": 1}
    assert wanted.items() <= seen[-1].items()
    assert not any(seen[-1][name] for name in ("override", "correct", "action", "checkpoint_read"))
    device.gemm(
        a, b, policy=Recovery(correct=False, action=Policy.ZERO), checkpoint=np.zeros((8, 5), np.int8)
    )
    wanted = {
        "override": 1,
        "correct": 0,
        "action": 3,
        "checkpoint_read": 1,
        "checkpoint_write": 0,
        "abft": 1,
    }
    assert wanted.items() <= seen[-1].items()
    assert seen[-1]["checkpoint"] % device.layout.output_alignment == 0


def test_configure_and_counters(device):
    device.configure(
        points=[(900, 500), (800, 600)],
        blocks={2: BlockSettings(1, 0, correct=False, action=Policy.RECOMPUTE)},
        leading=3,
        timesteps=30,
        interval=5,
        threshold=8,
    )
    device.configure(trailing=4, blocks=[BlockSettings(0, 1)])
    assert [device.read("POINT", 1, field=name) for name in ("voltage", "frequency")] == [800, 600]
    block = [device.read("BLOCK", 2, field=name) for name in ("tolerant", "sensitive", "correct", "action")]
    assert block == [1, 0, 0, 2]
    assert device.read("BLOCK", 0, field="sensitive") == 1
    assert [device.read("SENSITIVE", field=name) for name in ("leading", "trailing")] == [3, 4]
    assert [device.read(n) for n in ("TIMESTEPS", "CHECKPOINT_INTERVAL", "THRESHOLD")] == [30, 5, 8]

    device.gemm(operands(TINY, (8, 6)), operands(TINY, (6, 5)), block=2, timestep=10)
    counters = device.counters()
    assert (counters["macs"], counters["tiles"], counters["point_switches"]) == (8 * 6 * 5, 4, 1)
    assert counters["flagged_tiles"] == counters["largest_delta"] == 0
    assert [point.tiles for point in device.statistics()] == [0, 4, 0, 0]
    assert device.histogram() == (0,) * 32
    device.clear()
    assert not any(device.counters().values())
    assert not any(point.tiles for point in device.statistics())
    assert device.read("CONTROL", field="enable") == 1


# -- another accelerator -------------------------------------------------------------------------------

HASH = TINY.hash


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"IDENTIFICATION": 0}, "backend golden identifies itself as 0x00000000, not 0x44524654"),
        ({"VERSION": 2 << 16}, r"registers of version 2\.0, but this driver needs 1\.0 or a newer 1\.x"),
        ({"HASH_LOW": 5}, f"generated from configuration {HASH[:8]}00000005, but the driver's is {HASH}"),
        ({"GEOMETRY": 0}, "says rows = 0, but its configuration 4"),
        ({"SCRATCHPAD": 9}, "says panel_words = 9, but its configuration 256"),
    ],
)
def test_another_accelerator_is_refused(answer, message):
    backend = Spy(TINY, **answer)
    with pytest.raises(UserError, match=message):
        Device(backend)
    assert backend.writes == 0
    assert not backend.memory.any()


# -- refusals ------------------------------------------------------------------------------------------

A, B = operands(TINY, (8, 6)), operands(TINY, (6, 5))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"a": A.astype(np.int16)}, "gemm: a must be a numpy array of int8, not int16"),
        ({"a": A.tolist()}, "gemm: a must be a numpy array of int8, not list"),
        ({"b": B.astype(float)}, "b must be a numpy array of int8, not float64"),
        ({"a": A[:, :5]}, r"gemm: a must have shape \(any, 6\), not \(8, 5\)"),
        ({"a": A[0]}, r"gemm: a must have shape \(any, 6\), not \(6,\)"),
        ({"a": A[:0]}, r"a must have from 1 to 65535 rows and columns, not shape \(0, 6\)"),
        ({"b": np.zeros((6, 65536), np.int8)}, r"b must have from 1 to 65535 .* not shape \(6, 65536\)"),
        ({"bias": 0.5}, "bias must be integers, not float64"),
        ({"bias": [1, 2]}, r"bias must be one integer or 5, one per column, not shape \(2,\)"),
        ({"bias": 1 << 31}, "bias must be from -2147483648 to 2147483647, not 2147483648 to 2147483648"),
        ({"multiplier": 1 << 14}, "multiplier must be from 0 to 16383, not 16384"),
        ({"multiplier": [0, 1, -1, 2, 3]}, "multiplier must be from 0 to 16383, not -1 to 3"),
        ({"shift": 64}, "shift must be from 0 to 63, not 64"),
        ({"block": 8}, "block must be from 0 to 7, not 8"),
        ({"block": "x"}, "block must be an integer from 0 to 7, not 'x'"),
        ({"timestep": 65536}, "gemm: timestep must be from 0 to 65535, not 65536"),
        ({"timestep": 1.5}, "gemm: timestep must be an integer from 0 to 65535, not 1.5"),
        ({"policy": "rollback"}, "gemm: policy must be a Recovery or None, not 'rollback'"),
        ({"checkpoint": A}, r"gemm: checkpoint must have shape \(8, 5\), not \(8, 6\)"),
    ],
)
def test_gemm_refusals(device, arguments, message):
    refused(device, message, lambda: device.gemm(**({"a": A, "b": B} | arguments)))


def test_operand_range():
    config = CONFIGS["narrow"]
    device = Device(Spy(config))
    a, b = operands(config, (8, 6)), operands(config, (6, 5))
    refused(device, "elements of gemm: a must be from -32 to 31, not ", lambda: device.gemm(A, b))
    refused(device, "elements of b must be from -32 to 31, not ", lambda: device.gemm(a, B))
    refused(device, "bias must be from -524288 to 524287", lambda: device.gemm(a, b, bias=1 << 19))


def test_job_refusals(device):
    layer = device.layer(B, checkpoint=True, name="proj")
    job = Job(layer, A)
    zeros = np.zeros((8, 5), np.int8)
    for message, jobs in (
        ("there are no jobs to run", []),
        (r"job 1: a must have shape \(any, 6\), not \(8, 5\)", [job, Job(layer, A[:, :5])]),
        ("two jobs write the checkpoint of proj: run them one after the other", [job, job]),
        ("job 0: layer proj keeps a checkpoint of its own", [Job(layer, A, checkpoint=zeros)]),
        (
            "job 0: the output needs 64 bytes at a multiple of 16, but the weights of proj has 48 at",
            [Job(layer, A, output=layer.weights)],
        ),
    ):
        refused(device, message, lambda jobs=jobs: device.run_many(jobs))
    buffer, plain = device.buffer(8, 5), device.layer(B)
    writer = Job(plain, A, output=buffer)
    refused(
        device,
        "the output of job 0, an output of 8 x 5 at 0x.*, overlaps an output of 8 x 5 at 0x.* of job 1",
        lambda: device.run_many([writer, writer]),
    )
    device.allocator.free(buffer)
    refused(device, "job 0: an output of 8 x 5 at 0x.* is not allocated", lambda: device.run_many([writer]))
    large = device.layer(operands(TINY, (64, 64)), name="large")
    overlapping = dataclasses.replace(job, output=large.weights)
    refused(
        device,
        "the output of job 0, the weights of large at .*, overlaps the weights of large at .* of job 1",
        lambda: device.run_many([overlapping, Job(large, operands(TINY, (8, 64)))]),
    )
    device.free(layer)
    refused(device, "job 0: layer proj was freed", lambda: device.run(layer, A) and None)
    refused(device, "layer proj was freed", lambda: device.free(layer))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"points": [(0, 0)] * 5}, "there are 4 operating points, not 5"),
        ({"points": [(1, 2), (70000, 1)]}, "voltage code of point 1 must be from 0 to 65535, not 70000"),
        ({"blocks": {8: BlockSettings()}}, "block must be from 0 to 7, not 8"),
        ({"blocks": [BlockSettings(4)]}, "tolerant point of block 0 must be from 0 to 3, not 4"),
        ({"blocks": [BlockSettings(0, -1)]}, "sensitive point of block 0 must be from 0 to 3, not -1"),
        ({"leading": -1}, "leading must be from 0 to 65535, not -1"),
        ({"interval": 1 << 16}, "interval must be from 0 to 65535, not 65536"),
        ({"timesteps": 2.0}, r"timesteps must be an integer from 0 to 65535, not 2\.0"),
        ({"threshold": 32}, "threshold must be from 0 to 31, not 32"),
    ],
)
def test_configure_refusals(device, settings, message):
    refused(device, message, lambda: device.configure(**({"trailing": 1} | settings)))


@pytest.mark.parametrize("make", [BlockSettings, Recovery])
def test_unknown_action(make):
    with pytest.raises(UserError, match="unknown action 'retry'; allowed: NONE, ROLLBACK, RECOMPUTE, ZERO"):
        make(action="retry")


# -- failures --------------------------------------------------------------------------------------------


def test_memory_errors_are_reported(device):
    layers = [device.layer(B, name=name) for name in ("first", "second")]
    address = layers[1].weights.address
    device.backend.set_errors([ErrorRange(address, address + 7)])
    with pytest.raises(JobError) as caught:
        device.run_many([Job(layer, A) for layer in layers])
    error = caught.value
    assert str(error) == f"job 1 of 2 (second) failed: READ_ERROR (SLVERR at {address:#x})"
    assert (error.job, error.status.code) == (1, Code.READ_ERROR)
    assert (error.results[0].output == expected(TINY, A, B)).all()
    device.backend.set_errors([])
    assert (device.run(layers[1], A).output == expected(TINY, A, B)).all(), "the device goes on"


def test_a_failed_checkpoint_is_no_checkpoint(device):
    layer = device.layer(B, checkpoint=True)
    device.run(layer, A)
    assert layer.checkpoint_written
    address = layer.checkpoint.address
    device.backend.set_errors([ErrorRange(address, address + 7)])
    with pytest.raises(JobError, match="WRITE_ERROR"):
        device.run(layer, A, timestep=1)
    assert not layer.checkpoint_written


def test_descriptor_that_can_not_be_fetched(device):
    layer = device.layer(B)
    device.backend.set_errors([ErrorRange(0x1000, 0x103F, response=3)])
    with pytest.raises(JobError, match=r"job 0 of 1 \(layer\) failed: FETCH_ERROR \(DECERR at 0x1000\)"):
        device.run(layer, A)


def test_refused_descriptors_are_reported(device):
    fields = {"m": 0, "k": 1, "n": 1}
    assert device.submit([pack_descriptor(fields, {})]) == [Status(Code.DIMENSION)]
    assert device.submit([pack_descriptor({"flags": 1 << 31}, {})]) == [Status(Code.RESERVED_BITS)]
    with pytest.raises(KeyError, match="no field mm"):
        pack_descriptor({"mm": 1}, {})


def test_an_accelerator_that_lies(device):
    device.backend.answers[register_map(TINY)["RING_HEAD"].address()] = 77
    with pytest.raises(DeviceError, match="it is done, but its head is 77, not 1"):
        device.gemm(A, B)
    device.backend.answers.clear()
    device.backend._write_status = lambda *_: None
    with pytest.raises(DeviceError, match="finished the job at 0x1080 without writing a status"):
        device.gemm(A, B)


# -- memory ------------------------------------------------------------------------------------------------


def test_memory_full(device):
    before = device.allocator._free.copy()
    message = r"no room for the weights of wide: 1048608 bytes are needed, aligned to 8, but \d+ of 1048576"
    with pytest.raises(MemoryFullError, match=message):
        device.layer(np.zeros((64, 16384), np.int8), name="wide")
    layer = device.layer(np.zeros((1, 60000), np.int8))
    with pytest.raises(MemoryFullError, match="no room for the requantisation table of wide"):
        device.layer(np.zeros((1, 60000), np.int8), name="wide")
    with pytest.raises(MemoryFullError, match="no room for the output of layer"):
        device.run(layer, np.zeros((8, 1), np.int8))
    device.free(layer)
    assert device.allocator._free == before


def test_allocator():
    memory = np.zeros(4096, np.uint8)
    allocator = Allocator(memory, guard=4)
    buffers = [allocator.allocate(100, 64, f"buffer {n}") for n in range(3)]
    assert [buffer.address for buffer in buffers] == [64, 192, 320]
    assert (memory[188:192] == 0xA5).all()
    assert (memory[292:296] == 0xA5).all()
    memory[192:292] = 1
    allocator.check()
    allocator.free(buffers[1])
    assert not allocator.holds(buffers[1])
    with pytest.raises(UserError, match="buffer 1 at 0xc0 is not allocated: was it freed before"):
        allocator.free(buffers[1])
    assert allocator.allocate(90, 64, "again").address == 192
    memory[420] = 0
    message = r"bytes beside buffer 2 \(0x140 to 0x1a3\) were overwritten"
    with pytest.raises(GuardError, match=message):
        allocator.check()
    with pytest.raises(GuardError, match=message):
        allocator.free(buffers[2])
    allocator.allocate(4096 - 64 - 300, 1, "the rest")


def test_guards_see_a_stray_write(device):
    layer = device.layer(B)
    device.backend.memory[layer.weights.stop] ^= 1
    with pytest.raises(GuardError, match="bytes beside the weights of layer"):
        device.free(layer)


# -- the Verilog ---------------------------------------------------------------------------------------------

FAULTY = TINY.replace(faults__ports=True)
DISTURBED = MemoryOptions(read_latency=15, jitter=20, bandwidth=9.0, stall=0.1, seed=5)


@pytest.fixture(scope="module")
def rtl():
    with RtlBackend(FAULTY, memory_bytes=1 << 20, power_up_seed=3, memory_options=DISTURBED) as backend:
        yield backend


def guarded(backend) -> Device:
    return Device(backend, guard=64)


def test_a_hang_ends(rtl):
    device = Device(rtl, max_cycles=20)
    message = r"no interrupt within 20 cycles: busy 1, switching 0, fallback 0, head 0, tail 1"
    with pytest.raises(DeviceError, match=message):
        device.gemm(A, B)
    device = guarded(rtl)
    assert (device.gemm(A, B) == expected(TINY, A, B)).all(), "a new device starts anew"


def test_verilog_and_model_agree_through_the_driver(rtl):
    """Two layers over the timesteps of a run, several jobs at once, with faults: results and counters."""
    golden, random = GoldenBackend(FAULTY, 1 << 20), np.random.default_rng(7)
    devices = [guarded(rtl), guarded(golden)]
    shapes = [(6, 9), (20, 5)]
    weights = [operands(FAULTY, shape, seed) for seed, shape in enumerate(shapes)]
    layers = []
    for device in devices:
        device.configure(
            points=[(9, 2), (5, 3)],
            blocks=[BlockSettings(1, 0), BlockSettings(1, 1, correct=False, action=Policy.RECOMPUTE)],
            leading=1,
            timesteps=8,
            interval=3,
            threshold=6,
        )
        layers.append([device.layer(b, shift=5, block=n, checkpoint=n == 0) for n, b in enumerate(weights)])
    for timestep in range(5):
        faults = random_faults(FAULTY, 40, cycles=(300, 900), rng=random)
        rtl.faults(port_writes(faults), fault_ports(FAULTY), points=0b10)
        golden.faults(faults, points=0b10)
        rtl.record(trace=True)
        inputs = [random.integers(-128, 128, (15, shapes[n][0])).astype(np.int8) for n in (0, 1, 1)]
        found = []
        for device, (first, second) in zip(devices, layers, strict=True):
            used = zip((first, second, second), inputs, strict=True)
            jobs = [Job(layer, a, timestep) for layer, a in used]
            found.append(device.run_many(jobs))
            golden.schedule(rtl.trace())
        for one, other in zip(*found, strict=True):
            assert (one.output == other.output).all()
            assert one.status == other.status
    assert sum(result.status.masked_tiles for result in found[0]) > 0
    verilog, model = (device.counters() for device in devices)
    for name in ("busy_cycles", "memory_stall_cycles", "settle_cycles"):
        del verilog[name], model[name]
    assert verilog == model
    assert verilog["recomputed_tiles"] > 0
    assert devices[0].statistics() == devices[1].statistics()
    assert devices[0].histogram() == devices[1].histogram()
