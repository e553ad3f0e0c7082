"""The timing simulator against Icarus Verilog: a PE, every transition of a small circuit, closed loops."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import gate_oracle
import numpy as np
import pytest
from synth_libraries import needs_opensta, osu018
from timing_circuits import circuit, mac, untied

from drift_hw.config import PRESETS
from drift_hw.emit import verilog
from synth.liberty import LibertyError
from synth.pdk import QFLOW_ROOT, load_pdk
from synth.timing import icarus
from synth.timing.circuit import Circuit
from synth.timing.delays import extract
from synth.timing.engine import run_closed, run_open
from synth.timing.errors import TimingError
from synth.timing.icarus import compare, per_output
from synth.timing.module import timed_module
from synth.timing.stream import made_up

needs_icarus = pytest.mark.skipif(icarus.program() is None, reason=f"no Icarus Verilog; {icarus.REMEDY}")
MODELS = QFLOW_ROOT / "osu018" / "osu018_stdcells.v"
# The merged PE: how many captures fail below is its.
CONFIG = PRESETS["tiny"].replace(array__product_register=False)
FAILING = np.linspace(0.5, 1.0, 26)
"""Periods, as shares of the longest path: from half of all captures wrong to none."""


@pytest.fixture(autouse=True, scope="module")
def own_cache(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRIFT_HW_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def walk():
    """Return stimuli that take the small circuit through every transition between its states."""
    # A state is a | b << 2 | flush << 4 | accumulator << 5, an input the lowest five bits.
    after = []
    for state in range(512):
        a, b, flush, total = state & 3, state >> 2 & 3, state >> 4 & 1, state >> 5
        total = ((0 if flush else total) + ((a ^ 2) - 2) * ((b ^ 2) - 2)) & 15
        after.append([row | total << 5 for row in range(32)])
    unused = [set(range(32)) for _ in after]
    state, rows = 0, []
    while any(unused):
        # The shortest way to a transition that was not made yet.
        came, fringe, at = {state: None}, deque([state]), state
        while not unused[at]:
            here = fringe.popleft()
            for row, there in enumerate(after[here]):
                if there not in came:
                    came[there] = (here, row)
                    fringe.append(there)
                    at = there
                    if unused[at]:
                        break
        state, way = at, []
        while came[at] is not None:
            at, row = came[at]
            way.append(row)
        rows += way[::-1]
        rows.append(unused[state].pop())
        state = after[state][rows[-1]]
    codes = np.array([*rows, 0], np.uint64)
    return np.stack(
        [codes & np.uint64(3), codes >> np.uint64(2) & np.uint64(3), codes >> np.uint64(4)], axis=1
    )


@pytest.fixture(scope="module")
def pe():
    """A data PE in OSU018, timing-driven, with one delay per output edge."""
    module = timed_module(verilog(CONFIG), "drift_pe", osu018())
    return module, per_output(extract(module, osu018()))


def operands(steps, cycles, seed=0):
    """Return stimuli of Gaussian operands."""
    stream = made_up("gaussian", CONFIG, seed=seed, depth=64)
    return stream.stimuli(CONFIG, 0, steps.ports, cycles=cycles, generator=np.random.default_rng(seed))


@needs_icarus
@needs_opensta
def test_a_pe_agrees_with_icarus(pe):
    cells = osu018().cells
    rows = operands(circuit(pe), 300)
    found = compare(pe[0], cells, pe[1], rows, FAILING)
    assert found.wrong[0] / found.captures > 0.1
    assert found.wrong[-1] == 0
    assert found.share() >= 0.999
    # What differs are events that coincide, whose order Verilog leaves open: without them nothing does.
    found = compare(pe[0], cells, untied(pe[1], seed=0), rows, FAILING)
    assert found.share() == 1
    assert found.wrong.sum() > 1000


@needs_icarus
@needs_opensta
def test_specify_paths_of_the_library_differ_by_icarus_rule_for_pulses(pe):
    cells = osu018().cells
    module, delays = pe[0], untied(pe[1], seed=1)
    steps = Circuit.of(module, cells, delays)
    rows = operands(steps, 150)
    found = compare(module, cells, delays, rows, FAILING, models=MODELS, gate_delays=False)
    # Where few captures are wrong, so short pulses hardly matter.
    assert found.share(0.8) >= 0.999
    assert found.wrong[found.shares >= 0.8].any()
    assert 0.98 < found.share() < 0.999
    # A twin that treats pulses as Icarus treats them on paths agrees on every capture.
    periods = np.array([0.5, 0.6, 0.7, 0.8]) * steps.longest_ps
    theirs = icarus.simulate(module, cells, delays, rows, 1.3 * steps.longest_ps, models=MODELS)
    wanted, seen = gate_oracle.opened(steps, rows, periods, "path")
    assert (wanted == theirs.wanted).all()
    for period, words in zip(periods, seen, strict=True):
        assert (icarus.captured(steps, theirs, period) == words).all()


@needs_icarus
@needs_opensta
def test_every_transition_of_a_small_circuit_agrees_with_icarus():
    module, delays = mac()
    pair = module, untied(per_output(delays), seed=2)
    steps = circuit(pair)
    assert steps.ports == (("a_in", 2), ("b_in", 2), ("flush_in", 1))
    rows = walk()
    run = run_open(steps, rows, np.array([2 * steps.longest_ps]))
    state = run.before[:, [0, 1, 4, 3]] << np.array([0, 2, 4, 5], np.uint64)
    codes = (
        state.sum(1) << np.uint64(5) | rows[:, 0] | rows[:, 1] << np.uint64(2) | rows[:, 2] << np.uint64(4)
    )
    assert len(np.unique(codes)) == 512 * 32
    found = compare(module, osu018().cells, pair[1], rows, FAILING[::2])
    assert found.share() == 1
    assert (found.wrong > 0).sum() > 5


@needs_icarus
@needs_opensta
@pytest.mark.parametrize("share", [0.6, 0.75, 0.9])
def test_closed_loops_agree_with_icarus(pe, share):
    module, delays = pe[0], untied(pe[1], seed=3)
    # Icarus' flops have one setup time for both edges.
    delays = replace(delays, setup=np.repeat(delays.setup.max(1, keepdims=True), 2, axis=1))
    steps = Circuit.of(module, osu018().cells, delays)
    rows = operands(steps, 400, seed=1)
    period = float(round(share * (steps.longest_ps + steps.setups_ps.max())))
    theirs = icarus.simulate(module, osu018().cells, delays, rows, period, gate_delays=True, setup=True)
    ours = run_closed(steps, rows, period)
    assert (ours.captured[:-1] == theirs.before[1:]).all()
    assert (ours.captured != ours.wanted).any() == (share < 0.9)


@needs_icarus
@needs_opensta
def test_a_pe_in_sky130_agrees_with_icarus():
    try:
        library = load_pdk("sky130", "ss_n40C_1v76")
    except LibertyError as error:
        pytest.skip(str(error))
    module = timed_module(verilog(CONFIG), "drift_pe", library)
    delays = per_output(extract(module, library))
    rows = operands(Circuit.of(module, library.cells, delays), 200)
    found = compare(module, library.cells, delays, rows, FAILING)
    assert found.wrong[0] / found.captures > 0.05
    assert found.share() >= 0.999
    assert compare(module, library.cells, untied(delays, 0), rows, FAILING).share() == 1


@needs_opensta
def test_without_icarus_there_is_a_remedy(monkeypatch):
    monkeypatch.setattr(icarus.shutil, "which", lambda name: None)
    module, delays = mac()
    with pytest.raises(
        icarus.IcarusMissingError, match="Icarus Verilog is not installed; install the Debian"
    ):
        icarus.simulate(module, osu018().cells, delays, np.zeros((1, 3), np.uint64), 9000.0)


@needs_icarus
@needs_opensta
def test_what_icarus_rejects_is_reported(tmp_path):
    module, delays = mac()
    models = tmp_path / "cells.v"
    models.write_text("module NAND2X1 (A, B, Y);\n  input A, B\nendmodule\n")
    with pytest.raises(TimingError, match=r"Icarus Verilog can not simulate the circuit: .*error"):
        icarus.simulate(module, osu018().cells, delays, np.zeros((1, 3), np.uint64), 9000.0, models=models)


@needs_icarus
@needs_opensta
def test_models_of_other_cells_are_noticed(tmp_path):
    module, delays = mac()
    models = tmp_path / "cells.v"
    kinds = {instance.type for instance in module.module.instances.values()}
    swapped = MODELS.read_text().replace("xor (Y, A, B)", "xnor (Y, A, B)")
    assert "XOR2X1" in kinds
    models.write_text(swapped)
    rows = np.full((5, 3), 1, np.uint64)
    with pytest.raises(
        TimingError, match="mac settles elsewhere in Icarus Verilog: the cells' models differ"
    ):
        compare(module, osu018().cells, delays, rows, FAILING, models=models)
