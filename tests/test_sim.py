"""Simulation: tools, builds and their cache, the C++ harness on a small design, bit packing, refusals."""

import dataclasses
import multiprocessing
import re
import stat
import subprocess
import sys

import numpy as np
import pytest

from cocotb_tests.helpers import run_cocotb
from drift_hw import toolchain
from drift_hw.config import PRESETS
from drift_hw.emit import verilog
from drift_hw.errors import UserError
from drift_hw.sim import verilator
from drift_hw.sim.core_device import CoreSimulation, Requantisation, StallError
from drift_hw.sim.model import PULSE, Model, Sink, Source
from drift_hw.sim.packing import pack, unpack
from drift_hw.sim.verilator import BuildOptions, build
from drift_hw.toolchain import BuildError

ACCUMULATE = """
// Sums beats up to the last one: streams both ways, a tap, a fault port, a port of three words.
module accumulate(input clk, input rst, input in_valid, output in_ready, input [7:0] in_data__x,
  input in_last, output reg out_valid, input out_ready, output reg [39:0] out_sum,
  output [1:0] tap_valid, output [39:0] tap_value, input [39:0] fault_flip, output reg [71:0] history);
  reg [39:0] sum;
  wire take = in_valid & in_ready;
  wire [39:0] next = (sum + {32'd0, in_data__x}) ^ fault_flip;
  assign in_ready = !(in_last & out_valid & !out_ready);
  assign tap_valid = {2{take & in_last}};
  assign tap_value = next;
  always @(posedge clk) begin
    if (out_ready) out_valid <= 1'b0;
    if (take) begin
      sum <= in_last ? 40'd0 : next;
      history <= {history[63:0], in_data__x};
    end
    if (take & in_last) begin
      out_valid <= 1'b1;
      out_sum <= next;
    end
    if (rst) begin
      out_valid <= 1'b0;
      sum <= 40'd0;
    end
  end
endmodule
"""
TINY = PRESETS["tiny"]


@pytest.fixture(scope="module")
def accumulate():
    return build(ACCUMULATE, "accumulate")


@pytest.fixture(scope="module")
def tiny():
    return verilog(TINY)


@pytest.fixture
def fresh_tools(monkeypatch):
    """Forget the tools that were found, before and after."""
    finders = (toolchain.find_verilator, toolchain.find_compiler, toolchain.tool_versions)
    for find in finders:
        find.cache_clear()
    monkeypatch.delenv("CXX", raising=False)
    yield
    for find in finders:
        find.cache_clear()


def fake_verilator(folder, version):
    program = folder / "verilator"
    program.write_text(
        f'#!/bin/sh\ncase "$1" in --version) echo "Verilator {version} 2025-01-01";;\n'
        "*) echo /usr/share/verilator;; esac\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


# -- tools -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fresh_tools")
def test_system_verilator_is_used_when_new_enough(monkeypatch, tmp_path):
    program = fake_verilator(tmp_path, "5.036")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = toolchain.find_verilator()
    assert (found.program, str(found.root), found.version) == (program, "/usr/share/verilator", (5, 36))


@pytest.mark.usefixtures("fresh_tools")
def test_wheel_is_used_when_the_system_has_an_old_one(monkeypatch, tmp_path):
    fake_verilator(tmp_path, "5.006")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = toolchain.find_verilator()
    assert found.program.name == "verilator_bin"
    assert found.version >= toolchain.OLDEST_VERILATOR


@pytest.mark.usefixtures("fresh_tools")
@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("4.228", r"Verilator 4\.228 \(.*\) is too old: 5\.036 or newer is needed; run: pip install"),
        (None, r"no Verilator found: 5\.036 or newer is needed; run: pip install"),
    ],
)
def test_no_usable_verilator(monkeypatch, tmp_path, version, message):
    if version:
        fake_verilator(tmp_path, version)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(toolchain.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BuildError, match=message):
        toolchain.find_verilator()


@pytest.mark.usefixtures("fresh_tools")
def test_no_compiler(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BuildError, match=r"no C\+\+ compiler found .* apt install g\+\+"):
        build(ACCUMULATE, "accumulate")
    monkeypatch.setenv("CXX", "no-such-compiler")
    with pytest.raises(BuildError, match=r"CXX names the C\+\+ compiler 'no-such-compiler'"):
        toolchain.find_compiler()


@pytest.mark.parametrize(
    ("missing", "message"), [("zlib.h", "apt install zlib1g-dev"), ("lz4.h", "apt install liblz4-dev")]
)
def test_no_waveform_libraries(monkeypatch, missing, message):
    monkeypatch.setattr(toolchain, "_has_header", lambda name: name != missing)
    monkeypatch.setattr(toolchain.ctypes.util, "find_library", lambda name: None)
    with pytest.raises(BuildError, match=message):
        toolchain.trace_libraries()


# -- builds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("module accumulate(input clk); wrong\nendmodule", r"Verilator failed: %Error: .*accumulate\.v:"),
        ("module other(input clk); endmodule", "Verilator failed: .*accumulate"),
        ("module accumulate(input clock); endmodule", "an input named clk is needed"),
    ],
)
def test_bad_verilog_leaves_nothing_behind(monkeypatch, tmp_path, text, message):
    monkeypatch.setenv("DRIFT_HW_CACHE", str(tmp_path))
    with pytest.raises(BuildError, match=message):
        build(text, "accumulate")
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_compiler_errors_are_shown(monkeypatch, tmp_path):
    monkeypatch.setenv("DRIFT_HW_CACHE", str(tmp_path))
    with pytest.raises(BuildError, match=r"compiling .* failed: .*-fno-such-option"):
        build(ACCUMULATE, "accumulate", BuildOptions(optimise="-fno-such-option"))


def test_cache_folder_that_can_not_be_written(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DRIFT_HW_CACHE", str(tmp_path / "file"))
    with pytest.raises(BuildError, match=r"can not write the cache folder .*file.*; set DRIFT_HW_CACHE"):
        build(ACCUMULATE, "accumulate")


def test_threads_are_at_least_one():
    with pytest.raises(UserError, match="threads must be 1 or more, not 0"):
        BuildOptions(threads=0)


def test_cache_is_keyed_by_content(accumulate, monkeypatch):
    monkeypatch.setattr(verilator, "_run", None)  # nothing may be run again
    assert build(ACCUMULATE, "accumulate") == accumulate
    with pytest.raises(TypeError):
        build(ACCUMULATE + "\n", "accumulate")
    with pytest.raises(TypeError):
        build(ACCUMULATE, "accumulate", BuildOptions(threads=2))


def test_control_file_for_an_older_release(accumulate, monkeypatch):
    """What an older Verilator is told works with this one too: the same ports, the same behaviour."""
    older = dataclasses.replace(toolchain.find_verilator(), version=toolchain.OLDEST_VERILATOR)
    monkeypatch.setattr(verilator, "find_verilator", lambda: older)
    built = build("// for an older release\n" + ACCUMULATE, "accumulate")
    with Model(built) as model, Model(accumulate) as reference:
        assert model.ports == reference.ports
        model.reset()
        source, out, tap, expected = streams(model)
        model.run([source], [out, tap], cycles=10_000)
        assert np.array_equal(sums(out), expected)


def _build_seconds(text):
    return build(text, "accumulate").seconds


def test_parallel_processes_build_once(accumulate, tmp_path, monkeypatch):
    for runtime in accumulate.library.parents[1].glob("runtime-*"):  # to build that again takes long
        if runtime.is_dir():
            (tmp_path / runtime.name).symlink_to(runtime)
    monkeypatch.setenv("DRIFT_HW_CACHE", str(tmp_path))
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        first, second = pool.map(_build_seconds, [ACCUMULATE] * 2)
    assert first == second, "the same build, made once"
    assert (
        len([path for path in tmp_path.iterdir() if path.name.startswith("accumulate") and path.is_dir()])
        == 1
    )
    assert not list(tmp_path.glob(".*")), "no temporary folder is left"


# -- the harness -------------------------------------------------------------------------------------


def streams(model, tiles=40, depth=5, **options):
    """Return random beats as a source, the sinks for their sums, and the sums."""
    data = np.random.default_rng(1).integers(0, 256, (tiles * depth, 1), dtype=np.uint8)
    last = (np.arange(len(data)) % depth == depth - 1).astype(np.uint8)[:, None]
    payload = {"in_data__x": data, "in_last": last}
    source = Source(model, "in_valid", "in_ready", payload, idle=options.get("idle", 0.0))
    out = Sink(model, "out_valid", "out_ready", ["out_sum"], goal=tiles, stall=options.get("stall", 0.0))
    tap = Sink(model, "tap_valid", None, ["tap_value", "tap_valid"], goal=2 * tiles)
    return source, out, tap, data.reshape(tiles, depth).sum(1, dtype=np.int64)


def sums(sink, port="out_sum"):
    return unpack(sink[port], 40, 1)[:, 0]


@pytest.mark.parametrize(("idle", "stall"), [(0.0, 0.0), (0.5, 0.0), (0.0, 0.8), (0.7, 0.7)])
def test_streams_lose_nothing(accumulate, idle, stall):
    with Model(accumulate, power_up_seed=3) as model:
        model.reset()
        source, out, tap, expected = streams(model, idle=idle, stall=stall)
        cycles = model.run([source], [out, tap], cycles=10_000, seed=5)
        assert np.array_equal(sums(out), expected)
        assert np.array_equal(sums(tap, "tap_value"), expected)
        assert tap.counted == 2 * len(expected), "both valid bits of a tap beat count"
        assert len(source.accepted_at) == 200
        assert model.cycle == cycles
        if not idle and not stall:
            assert source.accepted_at.tolist() == list(range(200))
            assert out.received_at.tolist() == list(range(5, 201, 5))
        else:
            assert cycles > 240


def test_seed_determines_the_pauses(accumulate):
    def accepted(seed):
        with Model(accumulate) as model:
            model.reset()
            source, out, tap, _ = streams(model, idle=0.4, stall=0.4)
            model.run([source], [out, tap], cycles=10_000, seed=seed)
            return source.accepted_at.tolist()

    assert accepted(1) == accepted(1) != accepted(2)


def test_a_run_can_be_continued(accumulate):
    with Model(accumulate) as model:
        model.reset()
        source, out, tap, expected = streams(model, idle=0.3, stall=0.3)
        while out.counted < out.goal:
            assert model.run([source], [out, tap], cycles=7, seed=model.cycle) <= 7
        assert np.array_equal(sums(out), expected)


def test_beats_beyond_the_goal_are_counted(accumulate):
    with Model(accumulate) as model:
        model.reset()
        source, _, tap, expected = streams(model)
        out = Sink(model, "out_valid", "out_ready", ["out_sum"], goal=3)
        assert model.run([source], [out, tap], cycles=10_000) > 100
        assert out.counted == len(expected) - 1  # the last sum appears after the last tap
        assert np.array_equal(sums(out), expected[:3])
        with pytest.raises(KeyError):
            out["out_valid"]


def test_pulses_last_for_one_edge(accumulate):
    with Model(accumulate) as model:
        model.reset()
        source, out, tap, expected = streams(model)
        port = model.ports["fault_flip"].index
        # Bit 33 at the edge of cycle 7, in the second sum; bits 0 and 4 at the last beat of the fourth.
        pulses = np.array([(7, port, 1, 2, 1), (19, port, 0, 1, 1), (19, port, 0, 16, 1)], PULSE)
        model.run([source], [out, tap], cycles=10_000, pulses=pulses)
        expected[1] += 1 << 33
        expected[3] ^= 17
        assert np.array_equal(sums(out), expected)
        assert model.read("fault_flip") == 0


def test_pulses_must_be_sorted(accumulate):
    with Model(accumulate) as model, pytest.raises(UserError, match="pulses must be sorted by cycle"):
        model.run([], [], cycles=1, pulses=np.array([(2, 0, 0, 1, 1), (1, 0, 0, 1, 1)], PULSE))


def test_ports_by_name(accumulate):
    with Model(accumulate) as model:
        assert [model.ports[name].width for name in ("clk", "in_data__x", "out_sum", "history")] == [
            1,
            8,
            40,
            72,
        ]
        assert model.ports["in_valid"].is_input
        assert not model.ports["in_ready"].is_input
        model.reset()
        model.write("in_valid", 1)
        for byte in range(1, 12):
            model.write("in_data__x", byte)
            model.clock(1)
        assert model.read("history") == int.from_bytes(bytes(range(3, 12)), "big")
        model.write("in_last", 1)
        model.settle()
        assert model.read("tap_value") == sum(range(1, 12)) + 11
        with pytest.raises(OverflowError):
            model.write("in_data__x", 256)


def test_power_up(accumulate):
    def state(seed):
        with Model(accumulate, power_up_seed=seed) as model:
            inputs = [model.read(name) for name, port in model.ports.items() if port.is_input]
            assert not any(inputs), "inputs are never random"
            return model.read("history")

    assert state(0) == 0
    assert len({state(seed) for seed in (0, 1, 2, 3)}) == 4
    assert state(3) == state(3)


def test_two_designs_in_one_process(accumulate):
    other = build(ACCUMULATE.replace("sum + ", "sum - "), "accumulate")
    with Model(accumulate) as plus, Model(other) as minus, Model(accumulate) as idle:
        for model in (plus, minus):
            model.reset()
            model.write("in_valid", 1)
            model.write("in_data__x", 5)
            model.clock(3)
        idle.reset()
        assert plus.read("tap_value") == 15 + 5
        assert minus.read("tap_value") == (1 << 40) - 15 - 5
        assert idle.read("tap_value") == 0


@pytest.mark.parametrize("value", [-0.1, 1.0])
def test_probabilities(accumulate, value):
    with Model(accumulate) as model:
        with pytest.raises(UserError, match=f"idle must be a probability from 0 to below 1, not {value}"):
            streams(model, idle=value)
        with pytest.raises(UserError, match=f"stall must be a probability from 0 to below 1, not {value}"):
            streams(model, stall=value)


def test_beats_must_fit_their_port(accumulate):
    with Model(accumulate) as model:
        message = re.escape("in_data__x takes beats of 1 bytes (uint8), not uint8 of shape (4, 2)")
        with pytest.raises(UserError, match=message):
            Source(model, "in_valid", "in_ready", {"in_data__x": np.zeros((4, 2), np.uint8)})


def test_waves(tmp_path):
    path = tmp_path / "waves.fst"
    with Model(build(ACCUMULATE, "accumulate", BuildOptions(trace=True)), waves=path) as model:
        model.reset()
        source, out, tap, expected = streams(model)
        model.run([source], [out, tap], cycles=10_000)
        assert np.array_equal(sums(out), expected)
    content = path.read_bytes()
    assert len(content) > 500
    # An FST header: block type 0, its length, start and end time, and the number e in native order.
    assert content[0] == 0
    assert int.from_bytes(content[17:25], "big") >= 200 * 1000
    assert np.frombuffer(content[25:33])[0] == np.e


def test_waves_that_can_not_be_written(accumulate, tmp_path):
    with pytest.raises(UserError, match=r"waveforms to .*x\.fst need a simulator built with trace"):
        Model(accumulate, waves=tmp_path / "x.fst")
    traced = build(ACCUMULATE, "accumulate", BuildOptions(trace=True))
    with pytest.raises(UserError, match=r"can not write .*: it is a folder"):
        Model(traced, waves=tmp_path)


def test_no_cocotb_in_this_process(accumulate):
    with pytest.raises(UserError, match="cocotb does not run"):
        Model.attached(accumulate)


# -- packing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [*range(1, 34), 40, 48, 63, 64])
def test_packing_is_that_of_integers(width):
    rng = np.random.default_rng(width)
    bound = 1 << (width - 1)
    values = rng.integers(-bound, bound - 1, (6, 5), endpoint=True)
    packed = pack(values, width)
    assert packed.shape == (6, -(-5 * width // 8))
    for row, expected in zip(packed, values.tolist(), strict=True):
        whole = sum((value % (1 << width)) << (width * place) for place, value in enumerate(expected))
        assert int.from_bytes(row.tobytes(), "little") == whole
    assert np.array_equal(unpack(packed, width, 5, signed=True), values)
    if width < 64:
        unsigned = [[value % (1 << width) for value in row] for row in values.tolist()]
        assert unpack(packed, width, 5).tolist() == unsigned


# -- the core as a device ----------------------------------------------------------------------------


def test_core_of_another_configuration(tiny):
    message = f"port operands_a has 32 bits, but configuration {PRESETS['demo'].hash} needs 128"
    with pytest.raises(UserError, match=message):
        CoreSimulation(PRESETS["demo"], verilog=tiny)
    without = TINY.replace(protection__abft=False)
    with pytest.raises(UserError, match=r"port results_mask has 4 bits, but configuration .* needs 0"):
        CoreSimulation(without, verilog=tiny)


def test_tiles_that_do_not_fit(tiny):
    a, b = np.ones((2, 4, 6), np.int8), np.ones((2, 6, 4), np.int8)
    with CoreSimulation(TINY, verilog=tiny) as core:
        for left, right, message in (
            (a[:1], b, "as many A as B tiles are needed, at least one, not 1 and 2"),
            (a[:0], b[:0], "at least one, not 0 and 0"),
            (a[:, :3], b, r"tile 0: A of shape \(3, 6\) and B of shape \(6, 4\) do not fit a core of 4 rows"),
            (a[:, :, :0], b[:, :0], "do not fit"),
            (a.astype(int) * 128, b, "tile 0: operands of A must be from -128 to 127"),
            (a, b.astype(int) * -129, "tile 0: operands of B must be from -128 to 127"),
        ):
            with pytest.raises(UserError, match=message):
                core.run_tiles(left, right)
        assert (core.run_tiles(a, b).accumulators == 6).all(), "a refusal changes nothing"


def test_a_run_that_does_not_end(tiny):
    a, b = np.ones((2, 4, 6), np.int8), np.ones((2, 6, 4), np.int8)
    with (
        CoreSimulation(TINY, verilog=tiny) as core,
        pytest.raises(StallError, match="results: 0 beats instead"),
    ):
        core.run_tiles(a, b, max_cycles=3)


def test_requantisation_per_tile(tiny):
    a, b = np.ones((2, 4, 6), np.int8), np.ones((2, 6, 4), np.int8)
    columns = np.array([[0, 1, 2, 3], [4, 5, 6, 7]])
    with CoreSimulation(TINY, verilog=tiny) as core:
        found = core.run_tiles(a, b, Requantisation(columns, columns, columns // 4)).quantised
    exact = (6 + columns) * columns
    exact[1] = (exact[1] + 1) // 2
    assert np.array_equal(found, np.broadcast_to(exact[:, None, :].clip(-127, 127), found.shape))


def test_fault_ports_that_are_not_there(tiny):
    writes = np.zeros(1, [("cycle", "<u8"), ("port", "<u2"), ("word", "<u4"), ("mask", "<u4")])
    with CoreSimulation(TINY, verilog=tiny) as core:
        with pytest.raises(UserError, match="port fault_late_a of 128 bits, but the design has no such port"):
            core.fault_pulses(writes, [("fault_late_a", 128)])
        with pytest.raises(UserError, match="port threshold of 6 bits, but the design has one of 5"):
            core.fault_pulses(writes, [("threshold", 6)])


# -- cocotb ------------------------------------------------------------------------------------------

BENCH = """
import cocotb
from cocotb.triggers import Timer
from cocotb.utils import get_sim_time
from cocotb_tests.helpers.bench import attached_model, parameters, start
from cocotb_tests.helpers.streams import Scoreboard, StreamDriver, StreamMonitor

@cocotb.test()
async def python_and_harness_share_a_design(dut):
    model = attached_model()
    model.reset()
    before = get_sim_time("ns")
    model.clock(100)
    assert get_sim_time("ns") == before + 100
    await Timer(5, "ns")
    await start(dut)
    driver = StreamDriver(dut, "in", idle=0.3, seed=1)
    monitor, tap = StreamMonitor(dut, "out", stall=0.3, seed=2), StreamMonitor(dut, "tap")
    scoreboard = Scoreboard("sums")
    for tile in range(20):
        scoreboard.expect({"sum": 3 * tile + 3 + parameters()["offset"]})
        beats = [{"data__x": tile + n, "last": int(n == 2)} for n in range(3)]
        await driver.send_all(beats)
    scoreboard.compare(await monitor.wait(20))
    scoreboard.finish(at_least=20)
    assert tap.beats[0] == {"value": 3, "valid": 3}
"""


@pytest.fixture
def bench_module(tmp_path, monkeypatch):
    (tmp_path / "bench_of_accumulate.py").write_text(BENCH)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "bench_of_accumulate"


def test_cocotb_passes_and_writes_waves(bench_module, tmp_path):
    path = tmp_path / "cocotb.fst"
    run_cocotb(ACCUMULATE, "accumulate", bench_module, parameters={"offset": 0}, waves=path)
    assert path.stat().st_size > 500


def test_cocotb_failure_is_shown(bench_module):
    with pytest.raises(AssertionError, match="python_and_harness_share_a_design: sums: beat 0 differs"):
        run_cocotb(ACCUMULATE, "accumulate", bench_module, parameters={"offset": 1})


def test_cocotb_without_results(tmp_path, monkeypatch):
    (tmp_path / "bench_that_dies.py").write_text("import os\nos._exit(3)\n")
    (tmp_path / "bench_without_tests.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    for module in ("bench_that_dies", "bench_without_tests"):
        with pytest.raises(AssertionError, match=f"{module} on accumulate gave no results, exit code"):
            run_cocotb(ACCUMULATE, "accumulate", module)


def test_cocotb_that_hangs(tmp_path, monkeypatch):
    (tmp_path / "bench_that_hangs.py").write_text("import time\ntime.sleep(60)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(AssertionError, match="bench_that_hangs did not end in 3 s"):
        run_cocotb(ACCUMULATE, "accumulate", "bench_that_hangs", timeout=3)


def test_launcher_says_how_to_call_it():
    program = verilator.launcher()
    done = subprocess.run([program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "MODEL_LIBRARY VPI_LIBRARY" in done.stderr
    done = subprocess.run(
        [program, "missing.so", sys.executable], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "missing.so" in done.stderr
