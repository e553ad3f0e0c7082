"""Timed modules, their delays from OpenSTA, and static timing of our own over the same arcs."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from synth_libraries import needs_opensta, osu018

from drift_hw.config import PRESETS, ArrayConfig, Config
from drift_hw.errors import UserError
from drift_hw.faults.table import REGISTERS
from synth import opensta, sta
from synth.liberty import LibertyError
from synth.netlist import Netlist
from synth.pdk import Library, load_files, load_pdk
from synth.timing import delays as delays_module
from synth.timing.delays import extract
from synth.timing.design import CONTROL, MODULES, design, timed_module
from synth.timing.errors import TimingError
from synth.timing.static import TOLERANCE_PS, Paths, check_static, static_arrivals

SMALL = Config(array=ArrayConfig(rows=2, columns=2, operand_width=4, accumulator_width=16))

COUNTER = """
module counter(enable, step_in, step_out, odd, clk);
  input wire enable;
  input wire [1:0] step_in;
  output reg [1:0] step_out;
  output wire odd;
  input wire clk;
  reg [2:0] accumulator;
  wire [2:0] next;
  assign next = enable ? accumulator + step_out : accumulator ^ 3'd5;
  assign odd = ^accumulator;
  always @(posedge clk)
    step_out <= step_in;
  always @(posedge clk)
    accumulator <= next;
endmodule
"""


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIFT_HW_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def library(name: str, corner: str | None = None) -> Library:
    """Return an installed library, or skip the test."""
    try:
        return load_pdk(name, corner)
    except LibertyError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def counter():
    return timed_module(COUNTER, "counter", osu018())


@pytest.fixture(scope="module")
def counter_delays(counter):
    return extract(counter, osu018())


def without(cell: str, **changes) -> Library:
    """Return the OSU018 library with one cell changed, or left out."""
    (file,) = osu018().files
    cells = {name: kept for name, kept in file.cells.items() if name != cell or changes}
    if changes:
        cells[cell] = replace(cells[cell], **changes)
    return Library("part", (replace(file, cells=cells),))


def edited(tmp_path, cell: str, pattern: str) -> Library:
    """Return the OSU018 library without the timing group of a cell that matches a pattern."""
    text = osu018().paths[0].read_text()
    start = re.search(rf"^cell \({cell}\) ", text, re.MULTILINE).start()
    end = text.index("\ncell (", start)
    group = re.search(rf"    timing\(\) {{[^{{}}]*{pattern}.*?\n    }}\n", text[start:end], re.DOTALL)
    path = tmp_path / "edited.lib"
    path.write_text(text[: start + group.start()] + text[start + group.end() :])
    return load_files([path])


@needs_opensta
@pytest.mark.parametrize("product_register", [False, True])
def test_every_register_bit_of_every_kind_of_pe_has_its_flop(product_register):
    config = SMALL.replace(array__product_register=product_register, faults__ports=True)
    modules = design(config, osu018())
    assert [(m.region, m.name) for m in modules] == list(enumerate(MODULES))
    for module, (a, b) in zip(modules, ((4, 4), (4, 5), (5, 4)), strict=True):
        widths = {"a": a, "b": b, "product": (a + b) * product_register, "accumulator": 16}
        wanted = {(code, bit) for code, name in enumerate(REGISTERS) for bit in range(widths[name])}
        wanted |= {(CONTROL, bit) for bit in range(1 + product_register)}
        assert set(module.endpoints) == wanted
        assert len(module.flops) == len(module.endpoints)
    plain = design(SMALL.replace(array__product_register=product_register, protection__abft=False), osu018())
    assert [module.netlist_hash for module in plain] == [modules[0].netlist_hash]


@needs_opensta
def test_flops_are_told_apart_by_the_wires_that_they_drive(counter):
    module = counter.module
    for name, (code, bit) in zip(counter.flops, counter.endpoints, strict=True):
        (output,) = module.instances[name].connections["Q"]
        if code == CONTROL:
            assert output in module.wires["step_out"]
        else:
            assert (REGISTERS[code], output) == ("accumulator", module.wires["accumulator"][bit])
    named = timed_module(COUNTER, "counter", osu018(), registers={"step_out": (1, 4), "accumulator": (3, 0)})
    assert set(named.endpoints) == {(1, 4), (1, 5), (3, 0), (3, 1), (3, 2)}


@needs_opensta
def test_checksum_pes_meet_the_period_of_the_data_pe():
    modules = design(PRESETS["demo"], osu018())
    periods = [extract(module, osu018()).static_period_ps for module in modules]
    assert max(periods) == periods[0]
    assert len({module.recipe for module in modules}) == 2


@needs_opensta
def test_a_period_takes_the_first_recipe_that_meets_it():
    config = SMALL.replace(protection__abft=False)
    (relaxed,) = design(config, osu018(), recipe="area", period_ns=50.0)
    (tight,) = design(config, osu018(), recipe="area", period_ns=0.1)
    assert relaxed.recipe == "area"
    assert tight.recipe == "speed"
    assert relaxed.area(osu018()) < tight.area(osu018())


def test_unknown_recipe_and_bad_period_are_refused():
    with pytest.raises(UserError, match="unknown recipe 'fast'; recipes: area, balanced, speed"):
        design(SMALL, osu018(), recipe="fast")
    with pytest.raises(UserError, match="the clock period must be more than 0 ns, not 0"):
        design(SMALL, osu018(), period_ns=0)


@needs_opensta
def test_arrivals_equal_opensta_on_every_endpoint():
    for module in design(SMALL, osu018()):
        delays = extract(module, osu018())
        assert delays.arrivals.shape == delays.setup.shape == (len(module.flops), 2)
        assert not np.isnan(delays.arrivals).any()
        assert check_static(module, delays) < 0.01
        # The whole core is timed elsewhere, with other drivers and loads at its ports.
        timing = sta.analyse(Netlist(module.name, {module.name: module.module}), osu018(), 5.0)
        registers = [kind for kind in timing.classes if kind.name != "output"]
        longest = max(timing.period_ns - kind.worst_ns for kind in registers)
        assert delays.static_period_ps / 1e3 == pytest.approx(longest, rel=0.03)


@needs_opensta
def test_every_pin_has_the_edges_of_its_function(counter, counter_delays):
    kinds = {name: instance.type for name, instance in counter.module.instances.items()}
    seen = set()
    for (name, start, _), table in zip(counter_delays.arcs, counter_delays.picoseconds, strict=True):
        exists = ~np.isnan(table)
        if kinds[name].startswith("INV") or kinds[name].startswith("NAND"):
            assert (exists == [[False, True], [True, False]]).all()
        elif kinds[name].startswith("XOR") or kinds[name].startswith("XNOR"):
            assert exists.all()
        elif kinds[name].startswith("DFF"):
            assert start == "CLK"
            assert (exists == [[False, False], [True, True]]).all()
        seen.add(kinds[name])
        assert (table[exists] > 0).all()
    assert any(kind.startswith("X") for kind in seen)
    assert any(kind.startswith("DFF") for kind in seen)


def longest_paths(counter, delays):
    """Return latest arrivals by following every single path backwards: slow, and plainly right."""
    module = counter.module
    drivers = {}
    for (name, start, end), table in zip(delays.arcs, delays.picoseconds, strict=True):
        net = module.instances[name].connections[end][0]
        drivers.setdefault(net, []).append((module.instances[name].connections[start][0], table))
    clock = module.ports["clk"].bits[0]

    def latest(net, edge):
        if net == clock:
            return 0.0 if edge else -np.inf
        if net not in drivers:
            return delays.input_arrival_ps[edge]
        steps = [(start, e, table[e, edge]) for start, table in drivers[net] for e in (0, 1)]
        return max(latest(start, e) + delay for start, e, delay in steps if not np.isnan(delay))

    data = [
        module.instances[n].connections[p][0] for n, p in zip(counter.flops, delays.data_pins, strict=True)
    ]
    return np.array([[latest(net, edge) for edge in (0, 1)] for net in data])


@needs_opensta
def test_static_arrivals_are_the_longest_of_all_paths(counter, counter_delays):
    np.testing.assert_allclose(
        static_arrivals(counter, counter_delays), longest_paths(counter, counter_delays), rtol=1e-12
    )
    slower = replace(
        counter_delays, picoseconds=counter_delays.picoseconds * np.linspace(0.5, 2, 4).reshape(2, 2)
    )
    np.testing.assert_allclose(static_arrivals(counter, slower), longest_paths(counter, slower), rtol=1e-12)


@needs_opensta
def test_a_changed_arc_is_found(counter, counter_delays):
    felt = 0
    for arc in range(len(counter_delays.arcs)):
        changed = counter_delays.picoseconds.copy()
        changed[arc] += 5000
        slower = replace(counter_delays, picoseconds=changed)
        if not np.allclose(static_arrivals(counter, slower), counter_delays.arrivals, atol=TOLERANCE_PS):
            with pytest.raises(TimingError, match="its arcs are not those that OpenSTA used"):
                check_static(counter, slower)
            felt += 1
    # All but the arcs of the output that no flop depends on.
    assert 0.8 * len(counter_delays.arcs) < felt < len(counter_delays.arcs)
    faster = replace(counter_delays, picoseconds=counter_delays.picoseconds - 2 * TOLERANCE_PS)
    with pytest.raises(TimingError, match="static timing of counter differs from OpenSTA's at"):
        check_static(counter, faster)
    lost = counter_delays.picoseconds.copy()
    lost[[name in counter.flops for name, _, _ in counter_delays.arcs]] = np.nan
    with pytest.raises(TimingError, match="differs from OpenSTA's"):
        check_static(counter, replace(counter_delays, picoseconds=lost))


@needs_opensta
def test_extraction_checks_itself(counter, tmp_path, monkeypatch):
    real = opensta.run

    def altered(*arguments, **values):
        output = real(*arguments, **values)
        slow = re.search(r"^ARC combinational .* (\S+)$", output, re.MULTILINE)
        return output[: slow.start(1)] + "9e-9" + output[slow.end(1) :]

    monkeypatch.setattr(opensta, "run", altered)
    with pytest.raises(TimingError, match="static timing of counter differs"):
        extract(counter, osu018(), cache=tmp_path)
    assert not list(tmp_path.iterdir())


@needs_opensta
def test_inputs_are_as_late_as_the_forwarding_flops_of_a_neighbour(counter, counter_delays):
    forwarding = [
        counter_delays.picoseconds[index, 1]
        for index, (name, _, _) in enumerate(counter_delays.arcs)
        if name in counter.flops and counter.endpoints[counter.flop_index[name]][0] == CONTROL
    ]
    np.testing.assert_allclose(counter_delays.input_arrival_ps, np.max(forwarding, axis=0), rtol=1e-6)
    loads = dict(delays_module._loads(counter, osu018()))
    flop = osu018().cells["DFFPOSX1"].pins["D"].capacitance * 1e15
    assert loads["step_out[0]"] == loads["step_out[1]"] == pytest.approx(flop)
    assert loads["odd"] == pytest.approx(4 * osu018().buffer().inputs[0].capacitance * 1e15)


@needs_opensta
def test_delays_are_cached_whole_and_by_content(counter, tmp_path, monkeypatch):
    first = extract(counter, osu018(), cache=tmp_path)
    (kept,) = tmp_path.iterdir()
    with monkeypatch.context() as patch:
        patch.setattr(opensta, "program", lambda: None)
        again = extract(counter, osu018(), cache=tmp_path)
        other = timed_module(COUNTER.replace("3'd5", "3'd6"), "counter", osu018())
        with pytest.raises(opensta.OpenStaMissingError, match="OpenSTA is not installed"):
            extract(other, osu018(), cache=tmp_path)
    assert again.arcs == first.arcs
    assert again.data_pins == first.data_pins
    for part in ("picoseconds", "setup", "arrivals", "input_arrival_ps"):
        np.testing.assert_array_equal(getattr(again, part), getattr(first, part))
    kept.write_bytes(kept.read_bytes()[:100])
    np.testing.assert_array_equal(extract(counter, osu018(), cache=tmp_path).setup, first.setup)


@needs_opensta
def test_scaled_delays_scale_the_static_period(counter, counter_delays):
    slow = counter_delays.scaled(1.25)
    assert slow.static_period_ps == pytest.approx(1.25 * counter_delays.static_period_ps)
    assert check_static(counter, slow) < 0.01
    for factor in (0.0, -1.0, float("nan")):
        with pytest.raises(TimingError, match="a delay factor must be a positive number"):
            counter_delays.scaled(factor)


@needs_opensta
def test_delays_of_another_netlist_are_refused(counter_delays):
    other = timed_module(COUNTER.replace("3'd5", "3'd6"), "counter", osu018())
    with pytest.raises(TimingError, match="the delays are of another netlist"):
        static_arrivals(other, counter_delays)


def test_libraries_that_can_not_time_are_refused(counter):
    with pytest.raises(TimingError, match="part lacks cells of counter: XNOR2X1; map the module to this"):
        extract(counter, without("XNOR2X1"))
    with pytest.raises(TimingError, match="part has no timing of XNOR2X1; give a Liberty file with timing"):
        extract(counter, without("XNOR2X1", timing=False))
    with pytest.raises(TimingError, match=r"counter holds latches \(XNOR2X1\); only flops can be timed"):
        extract(counter, without("XNOR2X1", latch=True))


@needs_opensta
def test_gaps_in_the_timing_of_a_library_are_found(counter, tmp_path):
    with pytest.raises(TimingError, match="no timing arc of XNOR2X1 from B: the timing groups of"):
        extract(counter, edited(tmp_path, "XNOR2X1", r'related_pin : "B"'), cache=tmp_path)
    with pytest.raises(TimingError, match="flop cell DFFPOSX1 has no setup time"):
        extract(counter, edited(tmp_path, "DFFPOSX1", r"timing_type : setup_rising"), cache=tmp_path)
    with pytest.raises(TimingError, match="no timing arc of DFFPOSX1 from clock to output"):
        extract(counter, edited(tmp_path, "DFFPOSX1", r"timing_type : rising_edge"), cache=tmp_path)


GATES = """
module gates(a, y, clk);
  input wire [1:0] a;
  output wire y;
  input wire clk;
  assign y = a[0] & a[1];
endmodule
"""
NESTED = """
module outer(a, y, clk);
  input wire [1:0] a;
  output wire y;
  input wire clk;
  gates inner (.a(a), .y(y), .clk(clk));
endmodule
"""
WIDE = """
module wide(a, y, clk);
  input wire [64:0] a;
  output reg [64:0] y;
  input wire clk;
  always @(posedge clk)
    y <= a;
endmodule
"""


def test_modules_that_can_not_be_timed_are_refused():
    with pytest.raises(TimingError, match="the Verilog has no module counters; it has counter"):
        timed_module(COUNTER, "counters", osu018())
    with pytest.raises(TimingError, match="gates has no flops: there is nothing that could capture late"):
        timed_module(GATES, "gates", osu018())
    with pytest.raises(TimingError, match="outer is not flat: it holds gates"):
        timed_module(GATES + NESTED, "outer", osu018())
    with pytest.raises(TimingError, match="wide has 65 flops that are of no known register, 64 at most"):
        timed_module(WIDE, "wide", osu018())
    with pytest.raises(TimingError, match=r"counter has no clock: its ports are .*, not clk"):
        timed_module(COUNTER.replace("clk", "clock"), "counter", osu018())
    both = {"step_out": (3, 0), "accumulator": (3, 0)}
    with pytest.raises(TimingError, match="two flops of counter are bit 0 of register accumulator"):
        timed_module(COUNTER, "counter", osu018(), registers=both)


@needs_opensta
def test_gates_in_a_loop_are_refused(counter, counter_delays):
    gates = [arc for arc in counter_delays.arcs if arc[0] not in counter.flops]
    name, start, end = gates[0]
    module = counter.module
    instance = module.instances[name]
    looped = replace(instance, connections={**instance.connections, start: instance.connections[end]})
    instances = {**module.instances, name: looped}
    timed = replace(counter, module=replace(module, instances=instances))
    with pytest.raises(TimingError, match="gates of counter form a loop: it has no static timing"):
        Paths(timed, counter_delays.arcs, counter_delays.data_pins)


@needs_opensta
@pytest.mark.parametrize(
    ("name", "corner"),
    [
        ("sky130", "tt_025C_1v80"),
        ("sky130", "ss_n40C_1v28"),
        ("ihp-sg13g2", "typ_1p20V_25C"),
        ("ihp-sg13g2", "slow_1p08V_125C"),
    ],
)
def test_other_libraries(name, corner):
    cells = library(name, corner)
    (module,) = design(SMALL.replace(protection__abft=False), cells)
    delays = extract(module, cells)
    assert (delays.voltage, delays.temperature) == (cells.voltage, cells.temperature)
    assert check_static(module, delays) < 0.02
    assert 1_000 < delays.static_period_ps < 40_000
    assert np.nanmin(delays.picoseconds) > 0
