"""The timing simulator: pulses by hand, a slow twin, broken copies of itself, and what it refuses."""

from __future__ import annotations

import threading
from dataclasses import replace

import gate_oracle
import numpy as np
import pytest
from synth_libraries import needs_opensta, osu018
from timing_circuits import captured, circuit, flop, hand, mac, stimuli, untied

from synth.timing import engine
from synth.timing.circuit import Circuit
from synth.timing.engine import run_closed, run_open
from synth.timing.errors import TimingError
from synth.timing.gate_netlist import Gate


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIFT_HW_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def both(fall, rise):
    """Return an arc whose delay depends on the output's edge only."""
    return [[fall, rise], [fall, rise]]


def bits(*rows):
    return np.array(rows, np.uint64)


# -- by hand ----------------------------------------------------------------------------------------


def pulse(width, fall=30.0, rise=30.0, setup=(0.0, 0.0)):
    """Return a circuit whose flop sees !(x & !x), low for `width` ps if that passes the NAND."""
    f, clock = flop("y", "q")
    cells = {"i": ("INVX1", {"A": "x", "Y": "n"}), "g": ("NAND2X1", {"A": "x", "B": "n", "Y": "y"}), "f": f}
    arcs = {
        ("i", "A", "Y"): both(width, width),
        ("g", "A", "Y"): both(fall, rise),
        ("g", "B", "Y"): both(fall, rise),
        ("f", "CLK", "Q"): clock,
    }
    return circuit(hand(cells, ["x"], arcs, setup))


def wrong_at(run):
    return sorted(zip(run.wrong["cycle"].tolist(), run.wrong["period"].tolist(), strict=True))


def test_a_pulse_is_captured_exactly_while_it_lasts():
    # x rises 100 ps after the edge of cycle 1, y falls at 130 and rises at 170.
    periods = np.array([129.999, 130.0, 169.999, 170.0, 500.0])
    run = run_open(pulse(40.0), bits([0], [1], [0]), periods)
    assert wrong_at(run) == [(1, 1), (1, 2)]
    assert (run.wrong["word"] == 4).all()
    assert (run.wrong["mask"] == 1).all()
    assert run.latest_ps[4, 0] == 170.0
    assert run.latest_ps.sum() == 170.0
    assert (run.wanted[:, 4] == 1).all()
    assert run.before[:, 4].tolist() == [0, 1, 1]


def test_inertial_gates_swallow_short_pulses_and_transport_passes_them():
    periods = np.array([140.0, 500.0])
    rows = bits([0], [1], [0], [1])
    assert not len(run_open(pulse(29.0), rows, periods).wrong)
    assert wrong_at(run_open(pulse(29.0), rows, periods, transport=True)) == [(1, 0), (3, 0)]
    # A pulse as long as the delay: its end comes when the output is due, and cancels it.
    assert not len(run_open(pulse(30.0), rows, periods).wrong)
    assert len(run_open(pulse(30.001), rows, periods).wrong) == 2


def test_transport_drops_changes_that_later_ones_overtake():
    # The NAND falls after 60 and rises after 10: the rise, caused 40 later, is due before the fall.
    slow = pulse(40.0, fall=60.0, rise=10.0)
    run = run_open(slow, bits([0], [1]), np.array([120.0, 155.0, 165.0]), transport=True)
    assert not len(run.wrong)
    assert run.latest_ps.sum() == 0
    passed = run_open(pulse(60.0, 60.0, 10.0), bits([0], [1]), np.array([162.0]), transport=True)
    assert wrong_at(passed) == [(1, 0)]


def test_each_edge_has_its_own_setup():
    # y falls at 130 and rises at 170; setup 20 of a falling, 60 of a rising input.
    periods = np.array([149.0, 151.0, 229.0, 231.0])
    run = run_open(pulse(40.0, setup=(20.0, 60.0)), bits([0], [1]), periods)
    assert wrong_at(run) == [(1, 1), (1, 2)]
    assert run.latest_ps[4, 0] == 230.0


def test_a_negative_setup_time_counts_as_none():
    periods = np.array([129.0, 131.0, 169.0, 171.0])
    run = run_open(pulse(40.0, setup=(-20.0, -20.0)), bits([0], [1]), periods)
    assert wrong_at(run) == [(1, 1), (1, 2)]


def test_delays_are_those_of_the_pin_and_of_both_edges():
    # XOR: each pin, edge and output edge has another delay; b is 0 in cycle 1, 1 from cycle 3 on.
    f, clock = flop("y", "q")
    arcs = {
        ("g", "A", "Y"): [[11.0, 22.0], [33.0, 44.0]],
        ("g", "B", "Y"): [[55.0, 66.0], [77.0, 88.0]],
        ("f", "CLK", "Q"): clock,
    }
    pair = hand({"g": ("XOR2X1", {"A": "a", "B": "b", "Y": "y"}), "f": f}, ["a", "b"], arcs)
    for before, after, delay in (
        ((0, 0), (1, 0), 44),
        ((1, 0), (0, 0), 11),
        ((0, 1), (1, 1), 33),
        ((1, 1), (0, 1), 22),
        ((0, 0), (0, 1), 88),
        ((0, 1), (0, 0), 55),
        ((1, 0), (1, 1), 77),
        ((1, 1), (1, 0), 66),
    ):
        due = 100.0 + delay
        run = run_open(circuit(pair), bits(before, before, after), np.array([due - 0.001, due]), start=2)
        assert wrong_at(run) == [(2, 0)], (before, after)


def test_inputs_arrive_later_by_their_edge():
    f, clock = flop("x", "q")
    pair = hand({"f": f}, ["x"], {("f", "CLK", "Q"): clock}, arrival=(120.0, 90.0))
    run = run_open(circuit(pair), bits([1], [0]), np.array([125.0, 200.0]))
    assert not len(run.wrong)
    assert run.latest_ps[4, 0] == 120.0
    run = run_open(circuit(pair), bits([1], [1]), np.array([200.0]))
    assert run.latest_ps[4, 0] == 90.0


def test_flops_launch_with_the_delay_of_their_edge():
    # f captures x, g captures f: g's data input rises 70 and falls 40 after the clock edge.
    f, clock = flop("x", "q", fall=40.0, rise=70.0)
    g, other = flop("q", "r")
    arcs = {("f", "CLK", "Q"): clock, ("g", "CLK", "Q"): other}
    pair = hand({"f": f, "g": g}, ["x"], arcs, setup=(100.0, 100.0))
    run = run_open(circuit(pair), bits([1], [0], [0], [0]), np.array([141.0, 169.0, 201.0]))
    assert wrong_at(run) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert run.wrong["mask"].tolist() == [1, 1, 3, 3]
    assert run.latest_ps[4, :2].tolist() == [200.0, 170.0]
    assert run.wanted[:, 4].tolist() == [1, 2, 0, 0]


def test_a_late_change_is_captured_in_the_next_cycle_of_a_closed_loop():
    # y follows x after 300 ps, and q what y was: at a period of 350 ps the change comes 50 ps too late.
    f, clock = flop("y", "q")
    cells = {"g": ("BUFX2", {"A": "x", "Y": "y"}), "f": f}
    arcs = {("g", "A", "Y"): both(300.0, 300.0), ("f", "CLK", "Q"): clock}
    late = circuit(hand(cells, ["x"], arcs))
    rows = bits([0], [1], [1], [0], [0], [0])
    run = run_closed(late, rows, 350.0)
    assert run.wanted[:, 4].tolist() == [0, 1, 1, 0, 0, 0]
    assert run.captured[:, 4].tolist() == [0, 0, 1, 1, 0, 0]
    assert (run_closed(late, rows, 400.0).captured == run.wanted).all()
    # A pulse of one cycle is longer than the delay, so it arrives whole, a cycle late.
    assert run_closed(late, bits([0], [1], [0], [0], [0]), 350.0).captured[:, 4].tolist() == [0, 0, 1, 0, 0]
    # At 250 ps it is not: inertial gates lose it, transport passes it on over two clock edges.
    fast = bits([0], [1], [0], [0], [0], [0])
    assert not run_closed(late, fast, 250.0).captured.any()
    assert run_closed(late, fast, 250.0, transport=True).captured[:, 4].tolist() == [0, 0, 1, 0, 0, 0]


def test_what_was_captured_is_what_is_wanted_from():
    # q toggles: its own inverted value comes too late every time, so it never gets away from 0.
    f, clock = flop("y", "q")
    cells = {"g": ("INVX1", {"A": "q", "Y": "y"}), "f": f}
    arcs = {("g", "A", "Y"): both(300.0, 300.0), ("f", "CLK", "Q"): clock}
    toggle = circuit(hand(cells, ["x"], arcs))
    run = run_closed(toggle, np.zeros((6, 1), np.uint64), 400.0)
    assert run.captured[:, 4].tolist() == [1, 0, 1, 0, 1, 0]
    run = run_closed(toggle, np.zeros((6, 1), np.uint64), 200.0)
    assert run.captured[:, 4].tolist() == [1, 1, 0, 0, 1, 1]
    assert run.wanted[:, 4].tolist() == [1, 0, 0, 1, 1, 0]


# -- against a slow twin ----------------------------------------------------------------------------


def random_circuit(seed):
    """Return 30 gates of one to six inputs, of any function and any delays, between inputs and 4 flops."""
    generator = np.random.default_rng(seed)

    def arcs(pins):
        return generator.uniform(5.0, 200.0, (pins, 2, 2)).round(3)

    # A buffer each, so that no two of them move at once.
    gates = [Gate(f"b{net}", net + 8, (net,), 0b10, arcs(1)) for net in range(2, 10)]
    nets = 18
    for index in range(30):
        pins = int(generator.integers(1, 7))
        # Most inputs come from recent gates, so that paths are deep.
        inputs = np.maximum(nets - generator.geometric(0.15, pins), 10)
        table = int.from_bytes(generator.bytes(8), "little") & ((1 << (1 << pins)) - 1)
        gates.append(Gate(f"g{index}", nets, tuple(inputs.tolist()), table, arcs(pins)))
        nets += 1
    captured = generator.integers(nets - 8, nets, 4)
    return Circuit(
        nets=nets,
        gates=tuple(gates),
        inputs=np.array([(2 + bit, 0, bit) for bit in range(4)], np.int32),
        input_arrival_ps=np.array([31.3, 17.1]),
        flops=np.array([(6 + flop, net, flop % 2, flop) for flop, net in enumerate(captured)], np.int32),
        setups_ps=generator.uniform(0.0, 90.0, (4, 2)).round(3),
        ports=(("x", 4),),
    )


def disagreement(steps, rule, seed=0, cycles=150, shares=(0.45, 0.6, 0.7, 0.8, 0.9)):
    """Return how many words the simulator and its twin disagree on, open loop and closed."""
    rows = stimuli(steps, cycles, seed)
    longest = steps.longest_ps + 200
    periods = np.array(shares) * longest
    transport = rule == "transport"
    wanted, seen = gate_oracle.opened(steps, rows, periods, rule)
    run = run_open(steps, rows, periods, transport=transport)
    differ = (run.wanted != wanted).sum() + (captured(run, len(periods)) != seen).sum()
    for period in periods[:3]:
        expected = gate_oracle.closed(steps, rows, period, rule)
        closed = run_closed(steps, rows, period, transport=transport)
        differ += (closed.captured != expected[0]).sum() + (closed.wanted != expected[1]).sum()
    return int(differ)


@pytest.mark.parametrize("rule", ["inertial", "transport"])
def test_any_gates_do_as_an_event_queue_says(rule):
    wrong = 0
    for seed in range(25):
        steps = random_circuit(seed)
        assert disagreement(steps, rule, seed, 40, (0.2, 0.25, 0.3, 0.5, 0.7)) == 0, seed
        wrong += len(run_open(steps, stimuli(steps, 40, seed), np.array([0.2 * steps.longest_ps])).wrong)
    assert wrong > 300


@needs_opensta
@pytest.mark.parametrize("rule", ["inertial", "transport"])
def test_every_capture_is_that_of_an_event_queue(rule):
    module, delays = mac()
    for seed in range(4):
        assert disagreement(circuit((module, untied(delays, seed))), rule, seed) == 0


@needs_opensta
def test_delays_that_glitches_love():
    # Arcs of a gate that differ by orders of magnitude overtake and cancel each other all the time.
    module, delays = mac()
    for seed in range(4):
        generator = np.random.default_rng(seed)
        wild = delays.picoseconds * generator.uniform(0.1, 8.0, delays.picoseconds.shape)
        steps = circuit((module, untied(replace(delays, picoseconds=wild), seed)))
        assert disagreement(steps, "inertial", seed) == 0
        assert disagreement(steps, "transport", seed) == 0


MUTATIONS = {
    "edges of the output swapped": ("2 * ((row >> pin) & 1) + wanted]", "2 * ((row >> pin) & 1) + !wanted]"),
    "edges of the input swapped": ("2 * ((row >> pin) & 1) + wanted]", "2 * !((row >> pin) & 1) + wanted]"),
    "pins swapped": ("delays[4 * pin +", "delays[4 * lane[0] +"),
    "pulses not cancelled": ("due = wanted != level ? kept : NEVER;", "due = wanted != level ? kept : due;"),
    "pending change restarted": ("due == NEVER ? at : due;", "at;"),
    "setup ignored, closed": ("+ setup[level] > period;", "> period;"),
    "setup ignored, open": ("+ setup[level] > periods[p - 1];", "> periods[p - 1];"),
    "setup of the other edge": (
        "const int32_t slowest = times[changes - 1] + setup[level];",
        "const int32_t slowest = times[changes - 1] + setup[!level];",
    ),
    "changes in flight lost": ("later.push_back(out[i] - end);", "(void)i;"),
    "inputs change both ways alike": ("n.arrival[level]", "n.arrival[0]"),
    "state never captured": ("state.swap(next);", ";"),
}


@needs_opensta
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_broken_simulators_are_found_out(mutation, monkeypatch, tmp_path):
    good, bad = MUTATIONS[mutation]
    source = engine._SOURCE.decode()
    assert good in source
    monkeypatch.setattr(engine, "_SOURCE", source.replace(good, bad).encode())
    monkeypatch.setattr(engine, "_FLAGS", ("-O1", *engine._FLAGS[1:]))
    monkeypatch.setenv("DRIFT_HW_CACHE", str(tmp_path))
    module, delays = mac()
    generator = np.random.default_rng(0)
    delays = replace(
        delays,
        picoseconds=delays.picoseconds * generator.uniform(0.3, 2.0, delays.picoseconds.shape),
        setup=delays.setup * [0.5, 1.5],
        input_arrival_ps=np.array([100.0, 800.0]),
    )
    assert disagreement(circuit((module, untied(delays, 0))), "inertial") > 0


# -- whole runs -------------------------------------------------------------------------------------


@needs_opensta
def test_a_closed_loop_beyond_the_static_period_is_an_open_one():
    module, delays = mac()
    steps = Circuit.of(module, osu018().cells, delays)
    rows = stimuli(steps, 2000, seed=3)
    run = run_open(steps, rows, np.array([0.4, 1.0]) * delays.static_period_ps)
    closed = run_closed(steps, rows, 1.001 * delays.static_period_ps)
    assert (closed.captured == run.wanted).all()
    assert (closed.wanted == run.wanted).all()
    assert (run.before[1:] == run.wanted[:-1]).all()
    # No change comes later than static timing says, and at its period nothing is wrong.
    assert run.latest_ps.max() <= delays.static_period_ps + 0.1
    assert set(run.wrong["period"].tolist()) == {0}
    # The accumulator of the second word is what arithmetic says.
    a, b, flush = (rows[:, index].astype(np.int64) for index in range(3))
    signed = [(x ^ 2) - 2 for x in (a, b)]
    total = 0
    for cycle in range(1, len(rows)):
        total = (0 if flush[cycle - 1] else total) + signed[0][cycle - 1] * signed[1][cycle - 1]
        assert run.wanted[cycle, 3] == total & 15


@needs_opensta
def test_order_of_periods_start_and_threads_change_nothing():
    module, delays = mac()
    steps = Circuit.of(module, osu018().cells, delays)
    rows = stimuli(steps, 3000, seed=4)
    periods = np.linspace(0.4, 0.9, 30) * delays.static_period_ps
    run = run_open(steps, rows, periods)
    assert len(run.wrong) > 1000
    backwards = run_open(steps, rows, periods[::-1])
    assert (captured(backwards, 30)[::-1] == captured(run, 30)).all()
    later = run_open(steps, rows, periods, start=1000)
    assert (later.wanted == run.wanted).all()
    assert (later.wrong == run.wrong[run.wrong["cycle"] >= 1000]).all()

    results = [None] * 4

    def work(index):
        results[index] = run_open(steps, rows, periods)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all((result.wrong == run.wrong).all() for result in results)


@needs_opensta
def test_upset_flops_start_the_next_cycle():
    module, delays = mac()
    steps = Circuit.of(module, osu018().cells, delays)
    rows = np.zeros((6, 3), np.uint64)
    upsets = np.zeros((6, 5), np.uint64)
    upsets[2, 3] = 5
    run = run_open(steps, rows, np.array([delays.static_period_ps]), upsets=upsets)
    assert run.wanted[:, 3].tolist() == [0, 0, 0, 5, 5, 5]
    assert run.before[:, 3].tolist() == [0, 0, 0, 5, 5, 5]
    with pytest.raises(TimingError, match=r"upsets must be of shape \(6, 5\)"):
        run_open(steps, rows, np.array([9000.0]), upsets=upsets[:2])


# -- what is refused --------------------------------------------------------------------------------


def test_stimuli_that_do_not_fit_are_refused():
    steps = pulse(40.0)
    with pytest.raises(TimingError, match=r"uint64 with a column for each of x, not int64 of shape \(2, 1\)"):
        run_open(steps, np.zeros((2, 1), np.int64), np.array([500.0]))
    with pytest.raises(TimingError, match=r"column for each of x, not uint64 of shape \(2, 3\)"):
        run_closed(steps, np.zeros((2, 3), np.uint64), 500.0)
    with pytest.raises(TimingError, match="stimulus of x is 2: it has 1 bit"):
        run_open(steps, bits([0], [2]), np.array([500.0]))


@pytest.mark.parametrize("period", [100.0, 30.0, 0.0, -5.0, np.nan])
def test_periods_within_which_inputs_do_not_arrive_are_refused(period):
    with pytest.raises(TimingError, match=r"is too short: inputs arrive.*within 100 ps; choose longer"):
        run_open(pulse(40.0), bits([0]), np.array([500.0, period]))
    with pytest.raises(TimingError, match="is too short"):
        run_closed(pulse(40.0), bits([0]), period)


def test_periods_without_end_are_refused():
    with pytest.raises(TimingError, match="2 ms is too long"):
        run_open(pulse(40.0), bits([0]), np.array([2e9]))
    with pytest.raises(TimingError, match="0 periods were given"):
        run_open(pulse(40.0), bits([0]), np.array([]))


def test_cycles_that_leave_none_to_count_are_refused():
    with pytest.raises(TimingError, match="2 cycles leave none to count from cycle 2 on"):
        engine.run_activity(pulse(40.0), bits([0], [1]), 500.0, start=2)


def broken(cells, arcs=None):
    f, clock = flop("y", "q")
    arcs = {("f", "CLK", "Q"): clock} | (arcs or {})
    return hand({**cells, "f": f}, ["x"], arcs)


def test_netlists_and_delays_that_do_not_fit_are_refused():
    inverter = {"g": ("INVX1", {"A": "x", "Y": "y"})}
    arc = {("g", "A", "Y"): [[np.nan, 5.0], [5.0, np.nan]]}
    circuit(broken(inverter, arc))
    with pytest.raises(TimingError, match="no usable delay from input 0 falling to g/Y: nan ps"):
        circuit(broken(inverter))
    with pytest.raises(TimingError, match="no usable delay from input 0 rising to g/Y: -1"):
        circuit(broken(inverter, {("g", "A", "Y"): [[np.nan, 5.0], [-1.0, np.nan]]}))
    with pytest.raises(TimingError, match="data input of f has no driver"):
        circuit(broken({}))
    with pytest.raises(TimingError, match="an input of g/Y has no driver"):
        circuit(broken({"g": ("INVX1", {"A": "z", "Y": "y"})}, arc))
    with pytest.raises(TimingError, match="the net of h/Y has two drivers"):
        circuit(broken(inverter | {"h": ("INVX1", {"A": "x", "Y": "y"})}, arc))
    loop = {"g": ("INVX1", {"A": "z", "Y": "y"}), "h": ("INVX1", {"A": "y", "Y": "z"})}
    with pytest.raises(TimingError, match="depends on itself without a flop between"):
        circuit(broken(loop, arc))


def test_flops_that_are_not_those_that_were_timed_are_refused():
    module, delays = broken({"g": ("INVX1", {"A": "x", "Y": "y"})}, {("g", "A", "Y"): both(5.0, 5.0)})
    cells = osu018().cells
    with pytest.raises(TimingError, match="the flops of hand are not those that were timed: f differs"):
        Circuit.of(replace(module, flops=("h",)), cells, delays)
    with pytest.raises(TimingError, match="setup times of hand must be one finite pair for each flop"):
        Circuit.of(module, cells, replace(delays, setup=np.full((1, 2), np.nan)))
    with pytest.raises(TimingError, match="can not be bit 64 of register 4"):
        Circuit.of(replace(module, endpoints=((4, 64),)), cells, delays)
    some = {name: cell for name, cell in cells.items() if name != "INVX1"}
    with pytest.raises(TimingError, match="hand has a cell INVX1 that the library does not have"):
        Circuit.of(module, some, delays)
