"""The board: memory, registers, supplies, faults, trace; around a small copier in Verilog."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from drift_hw.config import PRESETS
from drift_hw.errors import UserError
from drift_hw.sim import accelerator
from drift_hw.sim.accelerator import RtlBackend
from drift_hw.sim.board import ErrorRange, MemoryOptions, SupplyOptions
from drift_hw.sim.device import DeviceError
from drift_hw.sim.verilator import build
from drift_hw.toolchain import find_compiler

TINY = PRESETS["tiny"]
FAULTS = TINY.replace(faults__ports=True)

SOURCE, TARGET, BEATS, START, SUPPLY, BREAK, POINT, STATUS, HEAD, TAIL = (
    0x60, 0x64, 0x68, 0x06C, 0x70, 0x74, 0x78, 0x24, 0x40, 0x3C
)  # fmt: skip
BEAT = 8

COPIER = """
// Copies BEATS beats from SOURCE to TARGET in bursts of 8, several of them in flight; START starts it.
// BREAK makes it break the protocol: 1 4 KiB, 2 last, 3 valid falls, 4 address changes, 5 size, 6 burst type,
// 7 never answers a register, 8 write data changes, 9 never done, 10 misaligned.
module drift_accelerator(input clk, input rst, output reg irq,
  input s_axil_awvalid, output s_axil_awready, input [11:0] s_axil_awaddr, input [2:0] s_axil_awprot,
  input s_axil_wvalid, output s_axil_wready, input [31:0] s_axil_wdata, input [3:0] s_axil_wstrb,
  output reg s_axil_bvalid, input s_axil_bready, output reg [1:0] s_axil_bresp,
  input s_axil_arvalid, output s_axil_arready, input [11:0] s_axil_araddr, input [2:0] s_axil_arprot,
  output reg s_axil_rvalid, input s_axil_rready, output reg [31:0] s_axil_rdata,
  output reg [1:0] s_axil_rresp,
  output m_axi_awvalid, input m_axi_awready, output [39:0] m_axi_awaddr, output [7:0] m_axi_awlen,
  output [2:0] m_axi_awsize, output [1:0] m_axi_awburst, output [2:0] m_axi_awprot,
  output m_axi_wvalid, input m_axi_wready, output [63:0] m_axi_wdata, output [7:0] m_axi_wstrb,
  output m_axi_wlast, input m_axi_bvalid, output m_axi_bready, input [1:0] m_axi_bresp,
  output m_axi_arvalid, input m_axi_arready, output [39:0] m_axi_araddr, output [7:0] m_axi_arlen,
  output [2:0] m_axi_arsize, output [1:0] m_axi_arburst, output [2:0] m_axi_arprot,
  input m_axi_rvalid, output m_axi_rready, input [63:0] m_axi_rdata, input [1:0] m_axi_rresp,
  input m_axi_rlast,
  output reg regulator_request, output reg [15:0] regulator_code, input regulator_acknowledge,
  output reg clock_request, output reg [15:0] clock_code, input clock_acknowledge
  `FAULT_PORTS);
  reg [31:0] source, target, beats, errors, misbehave, point;
  reg [31:0] asked, arrived, offered, moved, answered;  // asked, answered in bursts of 8
  reg [63:0] fifo [0:255];
  reg running, address_sent, slow;
  reg [63:0] now;
  wire [31:0] bursts = beats >> 3;
  wire write = s_axil_awvalid & s_axil_wvalid & !s_axil_bvalid & (misbehave != 7);
  assign s_axil_awready = write, s_axil_wready = write;
  assign s_axil_arready = s_axil_arvalid & !s_axil_rvalid;

  reg fell;
  assign m_axi_arvalid = running & (asked != bursts) & (asked * 8 - moved <= 248) & !fell;
  assign m_axi_araddr = {8'd0, source + asked * 64} + (misbehave == 4 ? now : 0) + (misbehave == 10 ? 4 : 0);
  assign m_axi_arlen = misbehave == 1 ? 8'd255 : 8'd7;
  assign m_axi_arsize = misbehave == 5 ? 3'd2 : 3'd3;
  assign m_axi_arburst = misbehave == 6 ? 2'd0 : 2'd1;
  assign m_axi_arprot = 0;
  assign m_axi_rready = 1;
  assign m_axi_awvalid = running & (arrived >= offered * 8 + 8) & !address_sent;
  assign m_axi_awaddr = {8'd0, target + offered * 64};
  assign m_axi_awlen = 7, m_axi_awsize = 3, m_axi_awburst = 1, m_axi_awprot = 0;
  assign m_axi_wvalid = address_sent;
  assign m_axi_wdata = fifo[moved[7:0]] + (misbehave == 8 ? now : 0);
  assign m_axi_wstrb = 8'hFF;
  assign m_axi_wlast = (moved[2:0] == 7) ^ (misbehave == 2);
  assign m_axi_bready = 1;
  always @(posedge clk) begin
    now <= now + 1;
    fell <= misbehave == 3 & m_axi_arvalid & !m_axi_arready;
    if (s_axil_bready) s_axil_bvalid <= 0;
    if (s_axil_rready) s_axil_rvalid <= 0;
    if (m_axi_arvalid & m_axi_arready) asked <= asked + 1;
    if (m_axi_rvalid) begin
      fifo[arrived[7:0]] <= m_axi_rdata `FLIP;
      arrived <= arrived + 1;
      if (m_axi_rresp != 0) errors <= errors + 1;
    end
    if (m_axi_awvalid & m_axi_awready) address_sent <= 1;
    if (m_axi_wvalid & m_axi_wready) begin
      moved <= moved + 1;
      if (moved[2:0] == 7) begin
        offered <= offered + 1;
        address_sent <= 0;
      end
    end
    if (m_axi_bvalid) begin
      answered <= answered + 1;
      if (m_axi_bresp != 0) errors <= errors + 32'h10000;
    end
    if (running & answered == bursts & misbehave != 9) begin
      running <= 0;
      irq <= 1;
    end
    if (regulator_request & regulator_acknowledge) regulator_request <= 0;
    if (clock_request & clock_acknowledge) clock_request <= 0;
    if (write) begin
      s_axil_bvalid <= 1;
      s_axil_bresp <= 0;
      case (s_axil_awaddr)
        12'h028: irq <= 0;
        12'h060: source <= s_axil_wdata;
        12'h064: target <= s_axil_wdata;
        12'h068: beats <= s_axil_wdata;
        12'h06C: begin
          running <= 1;
          now <= 0;
          asked <= 0; arrived <= 0; offered <= 0; moved <= 0; answered <= 0; errors <= 0;
        end
        12'h070: begin
          regulator_request <= s_axil_wdata[31]; regulator_code <= s_axil_wdata[15:0];
          clock_request <= s_axil_wdata[30]; clock_code <= s_axil_wdata[15:0];
        end
        12'h074: misbehave <= s_axil_wdata;
        12'h078: point <= s_axil_wdata;
        default: s_axil_bresp <= 2;
      endcase
    end
    if (s_axil_arready) begin
      s_axil_rvalid <= 1;
      s_axil_rresp <= 0;
      case (s_axil_araddr)
        12'h024: s_axil_rdata <= {31'd0, running};
        12'h03C: s_axil_rdata <= bursts;
        12'h040: s_axil_rdata <= answered;
        12'h060: s_axil_rdata <= source;
        12'h068: s_axil_rdata <= errors;
        default: s_axil_rresp <= 3;
      endcase
    end
    if (rst) begin
      {running, address_sent, fell, irq, s_axil_bvalid, s_axil_rvalid} <= 0;
      {regulator_request, clock_request} <= 0;
      {now, point, misbehave, errors, asked, arrived, offered, moved, answered, beats} <= 0;
    end
  end
  `FAULT_OUTPUTS
endmodule
"""
PORTS = """, input [63:0] fault_flip, output [63:0] cycle, output trace_beat, output trace_last,
  output [15:0] trace_job, output [31:0] trace_tile, output trace_redo, output [3:0] operating_point"""
OUTPUTS = """assign cycle = now, trace_beat = m_axi_rvalid, trace_last = m_axi_rlast, trace_job = 16'd5;
  assign trace_tile = arrived >> 3, trace_redo = arrived[3], operating_point = point[3:0];"""


def copier(*, faults: bool = False) -> str:
    parts = {"`FAULT_PORTS": PORTS, "`FLIP": "^ fault_flip", "`FAULT_OUTPUTS": OUTPUTS}
    design = COPIER
    for name, text in parts.items():
        design = design.replace(name, text if faults else "")
    return design


@pytest.fixture
def plain():
    with RtlBackend(TINY, verilog=copier(), memory_bytes=1 << 16, power_up_seed=1) as backend:
        yield backend


@pytest.fixture
def faulty():
    with RtlBackend(FAULTS, verilog=copier(faults=True), memory_bytes=1 << 16, power_up_seed=1) as backend:
        yield backend


def copy(backend: RtlBackend, *, source: int = 0, target: int = 0x8000, beats: int = 64) -> int:
    """Fill and copy; return the cycles it took."""
    random = np.random.default_rng(0)
    backend.memory[source : source + beats * BEAT] = random.integers(0, 256, beats * BEAT)
    for register, value in ((SOURCE, source), (TARGET, target), (BEATS, beats), (START, 1)):
        backend.write_register(register, value)
    start = backend.cycles
    backend.wait(100_000)
    taken = backend.cycles - start
    backend.write_register(0x28, 1)
    return taken


def copied(backend: RtlBackend, source: int = 0, target: int = 0x8000, beats: int = 64) -> bool:
    size = beats * BEAT
    return bool((backend.memory[source : source + size] == backend.memory[target : target + size]).all())


# -- memory ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        MemoryOptions(),
        MemoryOptions(read_latency=0, write_latency=0),
        MemoryOptions(jitter=30, stall=0.3, seed=3),
        MemoryOptions(bandwidth=3.0, stall=0.1, seed=4),
    ],
)
def test_copies(plain, options):
    plain.set_memory(options)
    for beats in (8, 64, 1024):
        copy(plain, beats=beats)
        assert copied(plain, beats=beats)
        assert plain.read_register(BEATS) == 0


def test_memory_is_a_file(tmp_path):
    path = tmp_path / "dram"
    with RtlBackend(TINY, verilog=copier(), memory_bytes=1 << 16, memory_file=path) as backend:
        copy(backend)
        backend.memory.flush()
        assert path.stat().st_size == 1 << 16
        assert (np.fromfile(path, np.uint8) == backend.memory).all()
        assert backend.memory[:512].any()


def test_waves(tmp_path):
    waves = tmp_path / "folder" / "copy.fst"
    with RtlBackend(TINY, verilog=copier(), memory_bytes=1 << 16, waves=waves) as backend:
        copy(backend)
        assert copied(backend)
    assert waves.stat().st_size > 1000


def test_latency_shows(plain):
    fast = copy(plain, beats=8)
    plain.set_memory(MemoryOptions(read_latency=140, write_latency=20))
    assert copy(plain, beats=8) == fast + 100
    plain.set_memory(MemoryOptions(read_latency=40, write_latency=220))
    assert copy(plain, beats=8) == fast + 200


@pytest.mark.parametrize(("bandwidth", "cycles_per_beat"), [(16.0, 1.125), (8.0, 2), (4.0, 4), (1.0, 16)])
def test_bandwidth_is_shared(plain, bandwidth, cycles_per_beat):
    """Each beat is read and written; the copier takes nine cycles for eight of them."""
    plain.set_memory(MemoryOptions(bandwidth=bandwidth))
    assert copy(plain, beats=2048) / 2048 == pytest.approx(cycles_per_beat, rel=0.06)


def test_jitter_is_reproducible(plain):
    def run(seed):
        plain.set_memory(MemoryOptions(jitter=30, stall=0.3, seed=seed))
        return copy(plain)

    assert run(1) == run(1) != run(2)


def test_bytes_are_there_after_the_response_only(plain):
    plain.set_memory(MemoryOptions(write_latency=500))
    plain.memory[:64] = 7
    for register, value in ((SOURCE, 0), (TARGET, 0x8000), (BEATS, 8), (START, 1)):
        plain.write_register(register, value)
    plain.clock(300)
    assert not plain.memory[0x8000:0x8040].any()
    plain.wait(1000)
    assert (plain.memory[0x8000:0x8040] == 7).all()


def test_error_ranges(plain):
    plain.set_errors([ErrorRange(80, 87, response=2), ErrorRange(0x8040, 0x8040, response=3, reads=False)])
    copy(plain)
    assert plain.read_register(BEATS) == 0x10001
    assert not plain.memory[0x8040:0x8048].any()
    assert (plain.memory[0x8048:0x8200] == plain.memory[0x48:0x200]).all()
    plain.set_errors([])
    copy(plain)
    assert plain.read_register(BEATS) == 0


def test_beyond_the_memory(plain):
    """Half of the last burst is outside: DECERR, and what is inside is written."""
    copy(plain, source=0, target=(1 << 16) - 64, beats=16)
    assert plain.read_register(BEATS) == 0x10000
    assert (plain.memory[-64:] == plain.memory[:64]).all()


def test_written_beats_are_recorded(plain):
    plain.record(writes=True)
    copy(plain, beats=16)
    written = plain.written()
    assert written["address"].tolist() == [0x8000 + 8 * n for n in range(16)]
    assert (written["strobe"] == [0xFF, 0]).all()
    assert (np.diff(written["cycle"].astype(int)) >= 1).all()
    plain.record()
    copy(plain)
    assert len(plain.written()) == 0


def test_reset_drops_what_is_in_flight(plain):
    plain.set_memory(MemoryOptions(write_latency=10_000, read_latency=100))
    plain.memory[:512] = 9
    for register, value in ((SOURCE, 0), (TARGET, 0x8000), (BEATS, 64), (START, 1)):
        plain.write_register(register, value)
    plain.clock(150)
    plain.reset()
    assert plain.cycles == 0
    plain.clock(20_000)
    assert not plain.memory[0x8000:].any()
    plain.set_memory(MemoryOptions())
    copy(plain)
    assert copied(plain)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (1, r"cycle \d+: m_axi_ar: 256 beats at 0xf80 cross a 4 KiB boundary"),
        (2, r"m_axi_wlast is 1 at beat 1 of 8 of the burst at 0x8000"),
        (3, r"m_axi_arvalid fell before m_axi_arready"),
        (4, r"the address on m_axi_ar changed before m_axi_arready"),
        (5, r"m_axi_arsize at 0xf80 is 2, but a beat has 8 bytes"),
        (6, r"m_axi_arburst at 0xf80 is 0, not 1 \(INCR\)"),
        (8, r"the beat on m_axi_w changed before m_axi_wready"),
        (10, r"m_axi_araddr 0xf84 is no multiple of 8"),
    ],
)
def test_the_master_is_checked(plain, fault, message):
    plain.set_memory(MemoryOptions(stall=0.5, seed=1))
    plain.write_register(BREAK, fault)
    with pytest.raises(DeviceError, match=f"the accelerator broke a protocol: .*{message}"):
        copy(plain, source=0xF80)
    with pytest.raises(DeviceError, match="broke a protocol"):
        plain.clock(1)
    plain.reset()
    copy(plain)
    assert copied(plain)


# -- registers and interrupt ---------------------------------------------------------------------------


def test_registers(plain):
    plain.write_register(SOURCE, 0x12345678)
    assert plain.read_register(SOURCE) == 0x12345678
    with pytest.raises(DeviceError, match="write of register 0xabc answered SLVERR"):
        plain.write_register(0xABC, 1)
    with pytest.raises(DeviceError, match="read of register 0x7fc answered DECERR"):
        plain.read_register(0x7FC)
    plain.write_register(BREAK, 7)
    with pytest.raises(DeviceError, match="broke a protocol: no response to a write of register 0x060"):
        plain.write_register(SOURCE, 1)


def test_a_hang_is_explained(plain):
    plain.write_register(BREAK, 9)
    with pytest.raises(
        DeviceError,
        match="no interrupt within 100000 cycles: busy 1, switching 0, fallback 0, head 8, tail 8",
    ):
        copy(plain)


# -- regulator and clock generator -----------------------------------------------------------------------


def request(backend: RtlBackend, code: int, *, cycles: int = 400) -> list[tuple[int, int, int]]:
    """Ask both for a code; return (unit, code, cycles it took) of what they did within `cycles`."""
    backend.record()
    start = backend.cycles
    backend.write_register(SUPPLY, 0xC0000000 | code)
    backend.clock(cycles)
    return [(int(c["unit"]), int(c["code"]), int(c["cycle"]) - start) for c in backend.supply_changes()]


def test_supplies_take_their_time(plain):
    plain.set_regulator(SupplyOptions(fixed=20, per_step=10))
    plain.set_clock_generator(SupplyOptions(fixed=50))
    regulator, clock = request(plain, 8), request(plain, 5)
    latency = clock[0][2] - 50  # of the access and the request
    assert clock == [(0, 5, 50 + latency), (1, 5, 50 + latency)]
    assert regulator == [(1, 8, 50 + latency), (0, 8, 100 + latency)]
    plain.reset()
    assert request(plain, 0) == [(0, 0, 20 + latency), (1, 0, 50 + latency)]


def test_supplies_fail(plain):
    plain.set_regulator(SupplyOptions(fixed=5, dead=True))
    assert [unit for unit, *_ in request(plain, 3)] == [1]
    plain.set_regulator(SupplyOptions(fixed=5, ignore=1))
    plain.reset()
    assert [unit for unit, *_ in request(plain, 3)] == [1]
    plain.write_register(SUPPLY, 0)
    assert [unit for unit, *_ in request(plain, 4)] == [0, 1]
    plain.set_regulator(SupplyOptions(fixed=5, release=1000))
    assert [unit for unit, *_ in request(plain, 5)] == [0, 1]
    assert [unit for unit, *_ in request(plain, 6)] == [1], "the acknowledge is still high"


def test_a_code_must_hold(plain):
    request(plain, 100, cycles=1)
    with pytest.raises(DeviceError, match="regulator_code changed before the acknowledge"):
        request(plain, 101)


# -- faults and trace ----------------------------------------------------------------------------------

WRITES = np.dtype([("cycle", "u8"), ("port", "u4"), ("word", "u4"), ("mask", "u4")])
FLIP = [("fault_flip", 64)]


def test_trace(faulty):
    faulty.record(trace=True)
    copy(faulty, beats=24)
    faulty.write_register(POINT, 3)
    copy(faulty, beats=16)
    trace = faulty.trace()
    assert len(trace.cycles) == 40
    assert trace.tiles["beats"].tolist() == [8, 16, 24, 32, 40]
    assert trace.tiles["tile"].tolist() == [0, 1, 2, 0, 1]
    assert trace.tiles["redo"].tolist() == [0, 1, 0, 0, 1]
    assert trace.tiles["job"].tolist() == [5] * 5
    assert trace.tiles["point"].tolist() == [0, 0, 0, 3, 3]
    assert (np.diff(trace.cycles[:24].astype(int)) > 0).all()
    assert trace.cycles[24] < trace.cycles[23], "cycles start again"
    assert trace.points["cycle"].nonzero()[0].tolist() == [1], (
        "cycles start twice; once the point changes between"
    )
    assert trace.points["point"].tolist() == [0, 3, 3]
    faulty.record()
    assert len(faulty.trace().cycles) == 0


def test_pulses(faulty):
    faulty.record(trace=True)
    copy(faulty)
    cycles = faulty.trace().cycles
    writes = np.zeros(3, WRITES)
    writes["cycle"] = cycles[[3, 10, 10]]
    writes["word"], writes["mask"] = [0, 0, 1], [1, 0x80, 0x100]
    expected = faulty.memory[:512].copy().view("<u8")
    expected[3] ^= 1
    expected[10] ^= 0x80 | 0x100 << 32
    faulty.faults(writes, FLIP)
    for _ in range(2):  # the list starts again
        copy(faulty)
        assert (faulty.memory[0x8000:0x8200].view("<u8") == expected).all()
    faulty.faults(writes, FLIP, points=np.array([0b1000, 0b0111, 0b1010]))
    for point, beats in ((0, {10: 0x80}), (3, {3: 1, 10: 0x100 << 32}), (1, {10: 0x80 | 0x100 << 32})):
        faulty.write_register(POINT, point)
        copy(faulty)
        expected = faulty.memory[:512].copy().view("<u8")
        for beat, mask in beats.items():
            expected[beat] ^= np.uint64(mask)
        assert (faulty.memory[0x8000:0x8200].view("<u8") == expected).all()
    faulty.faults(writes[:0], FLIP)
    copy(faulty)
    assert copied(faulty)


def test_pulses_wait_for_the_next_start(faulty):
    """A list that is handed over while cycles are counted does not touch what runs already."""
    for register, value in ((SOURCE, 0), (TARGET, 0x8000), (BEATS, 64), (START, 1)):
        faulty.write_register(register, value)
    writes = np.zeros(1000, WRITES)
    writes["cycle"], writes["mask"] = np.arange(1000), 1
    faulty.faults(writes, FLIP)
    faulty.wait(1000)
    assert copied(faulty)


# -- refusals ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: MemoryOptions(read_latency=-1), r"read_latency must be from 0 to 2\*\*32 - 1, not -1"),
        (lambda: MemoryOptions(bandwidth=0), "bandwidth must be above 0 bytes per cycle, not 0"),
        (lambda: MemoryOptions(stall=1), "stall must be a probability from 0 to below 1, not 1"),
        (lambda: SupplyOptions(fixed=-2), r"fixed must be from 0 to 2\*\*32 - 1, not -2"),
        (lambda: ErrorRange(9, 8), "an error range must be two addresses in order, not 9, 8"),
        (lambda: ErrorRange(0, 8, 1), r"response must be 2 \(SLVERR\) or 3 \(DECERR\), not 1"),
        (lambda: RtlBackend(TINY, memory_bytes=1000), "memory_bytes must be a multiple of 4096, .* not 1000"),
        (
            lambda: RtlBackend(TINY.replace(memory__address_width=32), memory_bytes=1 << 33),
            "memory_bytes is 8589934592, but the bus has 32 address bits",
        ),
        (
            lambda: RtlBackend(TINY.replace(memory__data_width=32, array__rows=9)),
            "an accelerator of 9 x 4 needs at least 128",
        ),
        (
            lambda: RtlBackend(TINY, verilog=copier().replace("m_axi_rlast", "m_axi_last")),
            "the design has no port m_axi_rlast: this is no accelerator of configuration",
        ),
    ],
)
def test_refusals(make, message):
    with pytest.raises(UserError, match=message):
        make()


def test_fault_refusals(plain, faulty):
    with pytest.raises(UserError, match=r"a trace needs an accelerator with faults.ports = true"):
        plain.record(trace=True)
    writes = np.zeros(2, WRITES)
    with pytest.raises(UserError, match="for a port fault_flop of 64 bits, but the design has no such port"):
        faulty.faults(writes, [("fault_flop", 64)])
    writes["cycle"] = [5, 4]
    with pytest.raises(UserError, match="pulses must be sorted by cycle"):
        faulty.faults(writes, FLIP)


# -- from C --------------------------------------------------------------------------------------------

PROGRAM = r"""
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include "board.h"

#define FIND(name) __typeof__(name)* const name##_ = (__typeof__(name)*)dlsym(library, #name)

int main(int argc, char** argv) {
    void* const library = dlopen(argv[argc - 1], RTLD_NOW);
    FIND(drift_open);
    FIND(drift_board_open);
    FIND(drift_board_reset);
    FIND(drift_board_write);
    FIND(drift_board_read);
    FIND(drift_board_wait);
    FIND(drift_close);
    uint8_t* const memory = calloc(1, 65536);
    Simulation* const chip = drift_open_(1, NULL);
    if (drift_board_open_(chip, memory, 65536, 0x40000000)) return 1;
    drift_board_reset_(chip, 2);
    for (int byte = 0; byte < 512; ++byte) memory[byte] = (uint8_t)(7 * byte);
    const uint32_t script[][2] = {{0x60, 0x40000000}, {0x64, 0x40008000}, {0x68, 64}, {0x6C, 1}};
    for (int step = 0; step < 4; ++step)
        if (drift_board_write_(chip, script[step][0], script[step][1])) return 2;
    if (drift_board_wait_(chip, 10000) != 1) return 3;
    uint32_t errors = 1;
    if (drift_board_read_(chip, 0x68, &errors) || errors) return 4;
    for (int byte = 0; byte < 512; ++byte)
        if (memory[0x8000 + byte] != (uint8_t)(7 * byte)) return 5;
    drift_close_(chip);
    puts("copied");
    return 0;
}
"""


def test_a_c_program_can_use_it(tmp_path):
    (tmp_path / "program.c").write_text(PROGRAM)
    headers = Path(accelerator.__file__).parent
    program = tmp_path / "program"
    compile_c = [find_compiler(), "-x", "c", "-Wall", "-Werror", f"-I{headers}", tmp_path / "program.c"]
    subprocess.run([*compile_c, "-ldl", "-o", program], check=True)
    library = build(copier(), "drift_accelerator").library
    done = subprocess.run([program, library], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "copied\n")
