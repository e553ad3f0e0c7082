"""Mapping, buffering, area and timing of small designs in a real library."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from synth_libraries import needs_opensta, osu018

from drift_hw.config import ArrayConfig, Config
from drift_hw.datapath.array import Array
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.emit import block_verilog, verilog
from drift_hw.errors import UserError
from synth import area, flow, opensta, sta, yosys
from synth.bench import Loads
from synth.fanout import LOAD_SHARE, buffered
from synth.netlist import Module, Netlist
from synth.pdk import load_files

SMALL = Config(array=ArrayConfig(rows=2, columns=2, operand_width=4, accumulator_width=16))


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIFT_HW_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def mapped(config: Config) -> Netlist:
    """Return the mapped core, before buffering."""
    return yosys.map_design(verilog(config), "drift_core", osu018(), cache=flow.mapping_cache())


def test_same_input_same_netlist_and_cached(tmp_path):
    library = osu018()
    text = block_verilog(Array(SMALL))
    first = yosys.map_design(text, "drift_array", library)
    cache = tmp_path
    again = yosys.map_design(text, "drift_array", library, cache=cache)
    files = {path: path.stat().st_mtime_ns for path in cache.iterdir()}
    cached = yosys.map_design(text, "drift_array", library, cache=cache)
    assert first.verilog() == again.verilog() == cached.verilog()
    assert files == {path: path.stat().st_mtime_ns for path in cache.iterdir()}


def test_a_pe_is_mapped_alike_in_every_array():
    library = osu018()
    modules = [
        yosys.map_design(verilog(SMALL.replace(array__rows=rows)), "drift_core", library, only=["drift_pe"])
        for rows in (2, 3)
    ]
    assert modules[0].modules == modules[1].modules


def test_progress_names_each_module():
    seen = []
    text = block_verilog(Array(SMALL))
    yosys.map_design(text, "drift_array", osu018(), progress=lambda *step: seen.append(step))
    names = list(yosys.split_modules(text))
    assert seen == [(f"mapping {name}", index, len(names)) for index, name in enumerate(names, 1)]


def test_recipes_trade_area_for_speed():
    text = block_verilog(ProcessingElement(Config()))
    areas = [
        area.measure(yosys.map_design(text, "drift_pe", osu018(), recipe=recipe), osu018()).total
        for recipe in yosys.RECIPES
    ]
    assert areas == sorted(areas)
    assert areas[0] < 0.75 * areas[-1]


def test_memory_is_counted_in_bits_not_in_area():
    library = osu018()
    found = area.measure(mapped(SMALL), library)
    (bank,) = [module for module in found.modules if module.module == "drift_tile_bank"]
    depth = SMALL.tile_slots * SMALL.array.rows
    assert (bank.instances, bank.memory_bits, bank.area) == (2, 16 * depth, 0.0)
    assert found.memory_bits == 2 * 16 * depth


def test_area_is_module_area_times_instances():
    library = osu018()
    netlist = mapped(SMALL)
    found = area.measure(netlist, library)
    modules = {module.module: module for module in found.modules}
    assert modules["drift_pe"].instances == 4
    assert modules["drift_checksum_column_pe"].instances == 2
    assert modules["drift_pe"].flops == 4 + 4 + 1 + 16

    def walk(name: str) -> float:
        cells = sum(library.cells[cell.type].area for cell in netlist.cells(name))
        return cells + sum(walk(child.type) for child in netlist.children(name))

    assert found.total == pytest.approx(walk("drift_core"))
    assert sum(found.by_component().values()) == pytest.approx(found.total)


def test_missing_cells_are_named(tmp_path):
    text = """library (few) { cell (INV) { area : 1; pin (A) { direction : input; capacitance : 0.01; }
      pin (Y) { direction : output; function : "!A"; timing () { related_pin : "A"; } } }
      cell (BUF) { area : 1; pin (A) { direction : input; capacitance : 0.01; }
      pin (Y) { direction : output; function : "A"; timing () { related_pin : "A"; } } }
      cell (DFF) { area : 2; ff (IQ, IQN) { clocked_on : "C"; next_state : "D"; }
      pin (C) { direction : input; } pin (D) { direction : input; } pin (Q) { direction : output;
      function : "IQ"; } } }"""
    path = tmp_path / "few.lib"
    path.write_text(text)
    with pytest.raises(yosys.MappingError, match="can not map drift_pe to few: Yosys failed"):
        yosys.map_design(block_verilog(ProcessingElement(SMALL)), "drift_pe", load_files([path]))


FANOUT = """\
module child(d, clk, q);
  input [39:0] d;
  input clk;
  output [39:0] q;
  reg [39:0] q;
  always @(posedge clk) q <= d;
endmodule
module top(d, clk, q);
  input d;
  input clk;
  output [79:0] q;
  wire one;
  reg one_q;
  always @(posedge clk) one_q <= d;
  child child0 (.d({40{one_q}}), .clk(clk), .q(q[39:0]));
  child child1 (.d({40{one_q}}), .clk(clk), .q(q[79:40]));
endmodule
"""


def loads_too_high(netlist: Netlist) -> list[str]:
    """Return the nets that carry more than their driver is given."""
    library = osu018()
    loads = Loads(netlist, library, 0.0)
    found = []
    for module in netlist.modules.values():
        for instance in netlist.cells(module.name):
            for pin in library.cells[instance.type].outputs:
                for bit in instance.connections.get(pin.name, ()):
                    if loads.sinks(module.name).get(bit, 0.0) > pin.max_capacitance * LOAD_SHARE:
                        found.append(f"{module.name}: {module.net(bit)}")
    return found


def test_nets_across_modules_are_buffered():
    library = osu018()
    mapped = yosys.map_design(FANOUT, "top", library)
    after = buffered(mapped, library)
    assert loads_too_high(mapped) == ["top: one_q"]
    assert loads_too_high(after) == []
    assert buffered(after, library).verilog() == after.verilog()


def test_netlist_names_are_escaped_where_they_must_be():
    module = Module.from_json(
        "m",
        {
            "ports": {"a": {"direction": "input", "bits": [2]}, "y": {"direction": "output", "bits": [2]}},
            "cells": {"checker": {"type": "BUFX2", "connections": {"A": [2], "Y": [3]}}},
            "netnames": {"a": {"bits": [2]}, "y": {"bits": [2]}, "x.y": {"bits": [3]}},
        },
    )
    text = Netlist("m", {"m": module}).verilog()
    assert "BUFX2 \\checker  (.A(a), .Y(\\x.y ));" in text
    assert "assign y = a;" in text


@needs_opensta
def test_timing_of_three_columns_is_that_of_all():
    library = osu018()
    config = SMALL.replace(array__rows=2, array__columns=6)
    netlist = buffered(mapped(config), library)
    thinned = sta.analyse(netlist, library, 6.0)
    saved = sta.COLUMN_MODULES
    try:
        sta.COLUMN_MODULES = ()
        whole = sta.analyse(netlist, library, 6.0)
    finally:
        sta.COLUMN_MODULES = saved
    assert thinned.slack_ns == pytest.approx(whole.slack_ns, abs=0.002)
    by_class = {kind.name: kind.worst_ns for kind in whole.classes}
    for kind in thinned.classes:
        assert kind.worst_ns == pytest.approx(by_class[kind.name], abs=0.002)
        assert kind.endpoints <= next(c.endpoints for c in whole.classes if c.name == kind.name)


@needs_opensta
def test_every_register_class_has_its_slack():
    library = osu018()
    config = SMALL.replace(array__product_register=True)
    netlist = buffered(mapped(config), library)
    timing = sta.analyse(netlist, library, 8.0)
    names = [kind.name for kind in timing.classes]
    assert names[: len(sta.REGISTER_CLASSES)] == list(sta.REGISTER_CLASSES)
    assert {"requantiser", "checker", "drain lanes", "drain bus", "control"} < set(names)
    assert names[-1] == "output"
    counts = {kind.name: kind.endpoints for kind in timing.classes}
    assert counts["accumulator"] == 4 * 16
    assert counts["product"] == 4 * 8
    assert counts["checksum accumulator"] == 4 * 16
    assert timing.slack_ns == min(kind.worst_ns for kind in timing.classes)
    assert timing.critical_path_ns == pytest.approx(8.0 - timing.slack_ns)
    assert "slack" in timing.path
    assert timing.at(5.0).critical_path_ns == pytest.approx(timing.critical_path_ns)


@needs_opensta
def test_a_period_decides_how_modules_are_mapped():
    library = osu018()
    slow = flow.synthesise(SMALL, library, period_ns=30.0)
    fast = flow.synthesise(SMALL, library, period_ns=4.0)
    assert set(slow.recipes.values()) == {"area"}
    assert slow.timing.slack_ns > 0
    assert "speed" in fast.recipes.values()
    assert fast.area.total > slow.area.total
    assert fast.timing.critical_path_ns < slow.timing.critical_path_ns


def test_gates_are_sized_for_the_period():
    library, text = osu018(), verilog(SMALL)
    modules = yosys.split_modules(text)

    def area(period_ns):
        mapped = yosys.map_module(
            modules, "drift_pe", library, recipe="balanced", period_ns=period_ns, cache=None
        )
        return sum(library.cells[i.type].area for i in mapped.instances.values())

    assert area(30.0) < area(None)


@pytest.mark.parametrize("period", [0.0, -1.0, float("nan")])
def test_period_must_be_positive(period):
    with pytest.raises(UserError, match="the clock period must be more than 0 ns, not"):
        flow.synthesise(SMALL, osu018(), period_ns=period)


def test_unwritable_folder_is_refused_before_any_work(tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(UserError, match="it is a file; give the path of a folder"):
        flow.synthesise(SMALL, osu018(), work_dir=blocker)
    assert blocker.read_text() == ""


def test_without_opensta_area_still_comes(tmp_path, monkeypatch):
    monkeypatch.setattr(opensta.shutil, "which", lambda name: None)
    report = flow.synthesise(SMALL.replace(faults__ports=True), osu018(), work_dir=tmp_path / "out")
    assert report.area.total > 0
    assert report.timing is None
    assert report.power is None
    assert any("OpenSTA is not installed; install the Debian package opensta" in n for n in report.notes)
    assert any("fault ports were left out" in note for note in report.notes)
    saved = json.loads((tmp_path / "out/report.json").read_text())
    assert saved["metrics"]["design__instance__area"] == report.area.total
    assert saved["fmax_mhz"] is None
    assert (tmp_path / "out/netlist.v").read_text().startswith("module drift_core (")
    with pytest.raises(
        opensta.OpenStaMissingError, match="no timing and no power; install the Debian package"
    ):
        opensta.run("timing", tmp_path)


@needs_opensta
def test_errors_of_opensta_are_passed_on(tmp_path):
    library = osu018()
    netlist = yosys.map_design(block_verilog(ProcessingElement(SMALL)), "drift_pe", library)
    broken = replace(library, files=(replace(library.files[0], path=tmp_path / "gone.lib"),))
    with pytest.raises(opensta.OpenStaError, match=r"OpenSTA stopped in timing: Error: .*gone\.lib"):
        sta.analyse(netlist, broken, 5.0)
