"""Gate simulation, activity of real tiles, power from both, and what they refuse."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from synth_libraries import needs_opensta, osu018

from drift_hw.config import ArrayConfig, Config
from drift_hw.emit import verilog
from synth import activity, bench, flow, gates, power
from synth.activity import OperandTiles, TilesError, gaussian_tiles
from synth.fanout import buffered
from synth.gates import CellError, truth_table
from synth.netlist import Module, Netlist
from synth.timing.circuit import Circuit
from synth.timing.engine import run_activity
from synth.timing.gate_netlist import GateNetlist, output_delays
from synth.yosys import map_design

SMALL = Config(array=ArrayConfig(rows=2, columns=3, operand_width=4, accumulator_width=16))


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIFT_HW_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def netlist() -> Netlist:
    library = osu018()
    return buffered(
        map_design(verilog(SMALL), "drift_core", library, cache=flow.mapping_cache()),
        library,
    )


# -- functions of cells -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "inputs", "table"),
    [
        ("A&B", "AB", 0b1000),
        ("A B", "AB", 0b1000),
        ("A*!B", "AB", 0b0010),
        ("(A+B)'", "AB", 0b0001),
        ("A^B", "AB", 0b0110),
        ("A|B^A&B", "AB", 0b1110),
        ("A & B ^ C", "ABC", 0b00101000),
        ("1", "A", 0b11),
        ("!(!A1 | (B1 B1))", ["A1", "B1"], 0b0010),
    ],
)
def test_truth_tables(function, inputs, table):
    assert truth_table(function, list(inputs)) == table


@pytest.mark.parametrize("function", ["A+", "(A", "A)", "A#B", "Z", "", "A ! "])
def test_what_is_no_function_is_refused(function):
    with pytest.raises(CellError, match="can not read the Liberty function"):
        truth_table(function, ["A", "B"])


def test_every_cell_that_mapping_uses_has_a_model(netlist):
    library = osu018()
    used = {cell.type for module in netlist.modules for cell in netlist.cells(module)}
    assert len(used) > 10
    for name in used:
        model = gates.cell_model(library.cells[name])
        assert (model.state is not None) == (library.cells[name].flop is not None)


def test_latches_are_refused():
    with pytest.raises(CellError, match="cell LATCH is a latch"):
        gates.cell_model(osu018().cells["LATCH"])


# -- the gate simulator -----------------------------------------------------------------------------


def simulate(instances, entering, stimuli, delays=None, start=0):
    """Simulate cells given as {name: (type, {pin: net})} with (fall, rise) delays in ps; a cycle has 10 ns.

    Returns toggles and duty by net.
    """
    data = {
        "ports": {},
        "cells": {
            n: {"type": t, "connections": {p: [b] for p, b in c.items()}} for n, (t, c) in instances.items()
        },
        "netnames": {},
    }
    netlist = GateNetlist(osu018().cells)
    numbers = netlist.add(Module.from_json("m", data), entering, output_delays(delays or {}))
    circuit = Circuit.of_netlist(netlist, 1e3)
    toggles, duty = run_activity(circuit, np.array(stimuli, np.uint64), 1e4, start=start)
    return {bit: (toggles[number], duty[number]) for bit, number in numbers.items()}


def test_toggles_and_duty_of_an_inverter():
    found = simulate({"i": ("INVX1", {"A": 2, "Y": 3})}, [2], [[1], [0], [1], [1]], {"i": (4000.0, 2000.0)})
    assert found[2] == (3 / 4, pytest.approx((10 + 19) / 40))
    # Y is 1 at the start (settled before); falls 4 ns after A rises, rises 2 ns after A falls.
    assert found[3] == (3 / 4, pytest.approx((5 + (25 - 13)) / 40))


def test_pulse_shorter_than_the_delay_disappears():
    def glitch(fall: float) -> float:
        # Y = !(A & !A): low for as long as the inverter takes.
        cells = {"i": ("INVX1", {"A": 2, "Y": 3}), "n": ("NAND2X1", {"A": 2, "B": 3, "Y": 4})}
        delays = {"i": (2000.0, 2000.0), "n": (fall, fall)}
        return float(simulate(cells, [2], [[0], [1], [0], [1]], delays)[4][0])

    assert glitch(1000.0) == 4 / 4
    assert glitch(3000.0) == 0


def test_flop_takes_the_value_before_the_edge():
    cells = {"f": ("DFFPOSX1", {"CLK": 9, "D": 2, "Q": 3}), "g": ("DFFPOSX1", {"CLK": 9, "D": 3, "Q": 4})}
    found = simulate(cells, [2], [[1], [0], [0], [0]], {"f": (1000.0, 1000.0), "g": (1000.0, 1000.0)})
    assert found[2] == (2 / 4, pytest.approx(10 / 40))
    assert found[3] == (2 / 4, pytest.approx(10 / 40))
    assert found[4] == (2 / 4, pytest.approx(10 / 40))


def test_counting_starts_where_it_is_told_to():
    found = simulate({"i": ("INVX1", {"A": 2, "Y": 3})}, [2], [[1], [0], [1], [1]], start=2)
    assert found[2] == (1 / 2, pytest.approx(19 / 20))


# -- activity ---------------------------------------------------------------------------------------


def test_recorded_inputs_are_those_of_the_dataflow(netlist):
    library = osu018()
    loads = bench.Loads(netlist, library, 1e-15)
    samples = [sample for sample in bench.choose_samples(netlist) if sample.module == "drift_pe"]
    assert [sample.path[-2:] for sample in samples] == [("row0", "pe0"), ("row1", "pe0"), ("row1", "pe2")]
    cuts = [bench.cut(netlist, sample, loads, f"sample{i}") for i, sample in enumerate(samples)]
    tiles = gaussian_tiles(SMALL, seed=1, depth=40)
    recording = activity.record(verilog(SMALL), SMALL, tiles, cuts)
    weights = 1 << np.arange(4)
    a = np.concatenate([pair[0].T for pair in tiles.limited().pairs]) & 15
    b = np.concatenate([pair[1] for pair in tiles.limited().pairs]) & 15
    assert recording.beats == recording.cycles == len(a) - 40 - 1
    for piece, bits in zip(cuts, recording.inputs, strict=True):
        fields, start = {}, 0
        for path in piece.recorded:
            width = len(netlist.modules["drift_pe"].ports[path[-1]].bits)
            fields[path[-1]] = bits[:, start : start + width]
            start += width
        row, column = (int(re.sub(r"\D", "", step)) for step in piece.sample.path[-2:])
        # Beat n is captured by PE (i, j) i + j + 1 cycles after it was taken: before that it is its input.
        lag = row + column + recording.start - 40
        assert np.array_equal(fields["a_in"][lag:] @ weights, a[: len(bits) - lag, row])
        assert np.array_equal(fields["b_in"][lag:] @ weights, b[: len(bits) - lag, column])


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ([((2, 5), (5, 3))], "power needs at least 2 tiles, one behind the other, not 1; capture more"),
        (
            [((2, 5), (5, 3)), ((2, 5), (6, 3))],
            r"tile 1 of shape \(2, 5\) x \(6, 3\) does not fit a 2x3 array",
        ),
        ([((3, 5), (5, 3))] * 2, r"tile 0 of shape \(3, 5\) x \(5, 3\) does not fit a 2x3 array"),
        ([((2, 0), (0, 3))] * 2, r"tile 0 of shape \(2, 0\)"),
    ],
)
def test_tiles_that_do_not_fit_are_refused(shape, message):
    pairs = [(np.zeros(a, np.int8), np.zeros(b, np.int8)) for a, b in shape]
    with pytest.raises(TilesError, match=message):
        OperandTiles(pairs, "test").check(SMALL)


def test_long_tile_sets_are_thinned_from_first_to_last():
    pairs = [(np.full((2, 100), i, np.int8), np.full((100, 3), i, np.int8)) for i in range(-8, 8)]
    chosen = [int(a[0, 0]) for a, _ in OperandTiles(pairs, "test").limited().pairs]
    assert chosen == [-8, -4, 0, 3, 7]
    assert [int(a[0, 0]) for a, _ in OperandTiles(pairs[:2], "test").limited().pairs] == [-8, -7]


def test_operands_too_wide_are_refused():
    pairs = [(np.full((2, 5), -9, np.int8), np.zeros((5, 3), np.int8))] * 2
    with pytest.raises(TilesError, match="operands of tile 0 reach from -9 to 0; 4 bits hold -8 to 7"):
        OperandTiles(pairs, "test").check(SMALL)


# -- power ------------------------------------------------------------------------------------------


def measure(netlist: Netlist, **options) -> power.Power:
    tiles = options.pop("tiles", gaussian_tiles(SMALL, seed=0, depth=60))
    options = {"period_ns": 10.0, "cache": flow.mapping_cache()} | options
    return power.measure(verilog(SMALL), netlist, osu018(), SMALL, tiles, **options)


@needs_opensta
def test_every_pin_is_annotated_and_modules_add_up(netlist):
    steps = []
    found = measure(netlist, progress=lambda *step: steps.append(step[1:]))
    assert found.annotated_share == 1.0
    assert steps == [(done, 4) for done in range(5)]
    assert found.macs_per_cycle == pytest.approx(6)
    assert found.warnings == ()
    modules = {module.module: module for module in found.modules}
    assert (modules["drift_pe"].instances, modules["drift_pe"].samples) == (6, 3)
    assert found.total.total == pytest.approx(sum(m.instances * m.watts.total for m in found.modules))
    assert sum(watts.total for watts in found.by_component().values()) == pytest.approx(found.total.total)
    assert all(modules[name].watts.internal > 0 for name in ("drift_pe", "drift_lane", "drift_checker"))
    assert found.energy_per_mac_pj == pytest.approx(found.total.total * 10e-9 / 6 * 1e12)


@needs_opensta
def test_power_follows_clock_and_activity(netlist):
    normal = measure(netlist)
    slow = measure(netlist, period_ns=20.0)
    assert slow.total.internal == pytest.approx(normal.total.internal / 2, rel=0.02)
    assert slow.total.switching == pytest.approx(normal.total.switching / 2, rel=0.02)
    assert slow.total.leakage == pytest.approx(normal.total.leakage, rel=0.02)
    zeros = [(np.zeros((2, 60), np.int8), np.zeros((60, 3), np.int8))] * 4
    idle = measure(netlist, tiles=OperandTiles(zeros, "zeros"))
    pe = {m.module: m.watts for m in idle.modules}["drift_pe"]
    busy = {m.module: m.watts for m in normal.modules}["drift_pe"]
    assert pe.switching < 0.02 * busy.switching
    # What is left is the clock pin of every flop.
    assert 0.05 * busy.internal < pe.internal < 0.6 * busy.internal


@needs_opensta
def test_zero_internal_power_is_explained(netlist, monkeypatch):
    run = power.opensta.run

    def without_internal(template, folder, **values):
        output = run(template, folder, **values)
        return re.sub(r"^(POWER s\d+ internal) \S+$", r"\1 0.0", output, flags=re.MULTILINE)

    monkeypatch.setattr(power.opensta, "run", without_internal)
    (warning,) = measure(netlist).warnings
    assert "OpenSTA reports zero internal power although the library has internal_power groups" in warning


@needs_opensta
def test_opensta_agrees_with_half_c_v_squared(tmp_path):
    """Switching power of one net: C V^2 / 2 per transition, in the units that `measure` relies on."""
    library = osu018()
    text = """module power_bench (in0, out0, clk); input in0; input clk; output out0; wire n;
      INVX1 s0 (.A(in0), .Y(out0)); endmodule"""
    (tmp_path / "netlist.v").write_text(text)
    (tmp_path / "activity.txt").write_text("{in0} 0.5 0.5\n{s0/A} 0.5 0.5\n{s0/Y} 0.5 0.5\n")
    output = power.opensta.run(
        "power",
        tmp_path,
        top="power_bench",
        liberty=list(library.paths),
        period_ns="10",
        driver=library.buffer().name,
        loads=[("out0", 0.2)],
    )
    switching = float(re.search(r"POWER s0 switching (\S+)", output)[1])
    assert switching == pytest.approx(0.5 * 0.2e-12 * 1.8**2 * 0.5 / 10e-9, rel=1e-3)
    assert "PINS 2 2" in output


def test_samples_of_large_modules_are_single(netlist, monkeypatch):
    monkeypatch.setattr(bench, "LARGE_MODULE", 10)
    samples = [sample for sample in bench.choose_samples(netlist) if sample.module == "drift_pe"]
    assert len(samples) == 1
    assert replace(samples[0], path=()).module == "drift_pe"
