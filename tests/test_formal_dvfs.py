"""Proofs about the DVFS controller, whatever regulator and clock generator do; and each of them can fail."""

from __future__ import annotations

import re

import pytest

from drift_hw.config import PRESETS
from drift_hw.emit import block_verilog
from drift_hw.power.dvfs import PAUSE, Dvfs
from synth.formal import FOLDER, FormalError, prove

TINY = PRESETS["tiny"]
STATE = ("phase", "step", "recovering", "present_codes", "target_codes")
INTERNALS = {
    "dvfs_safety": STATE,
    "dvfs_progress": (*STATE, "pause", "waited", "clear_waits"),
}


def prove_dvfs(top, *, points=4, mutation=None, **options):
    """Prove a property module of `dvfs.sv`; `mutation` is a regular expression and what it becomes."""
    text = block_verilog(Dvfs(TINY.replace(power__points=points)))
    if mutation is not None:
        text, count = re.subn(*mutation, text)
        assert count == 1, f"{mutation[0]} matches {count} times"
    parameters = {"POINTS": points} | options.pop("parameters", {})
    return prove(
        text,
        FOLDER / "dvfs.sv",
        top,
        internals=[f"drift_dvfs/{name}" for name in INTERNALS[top]],
        parameters=parameters,
        **{"depth": 1, "cover_depth": 45} | options,
    )


@pytest.mark.parametrize("points", [3, pytest.param(16, marks=pytest.mark.regress)])
def test_the_voltage_always_allows_the_frequency(points):
    proof = prove_dvfs("dvfs_safety", points=points, cover_depth=20)
    assert proof.inductive
    assert {
        "frequency_is_allowed",
        "one_at_a_time",
        "voltage_code_is_stable",
        "frequency_code_is_stable",
        "regulator_was_ready",
        "clock_was_ready",
        "settled_is_certain",
        "settled_is_wanted",
    } <= set(proof.assertions)
    assert {"rises", "falls", "retries", "recovers", "at_the_limit"} == set(proof.covers)


@pytest.mark.parametrize("delay", [1, pytest.param(3, marks=pytest.mark.regress)])
def test_every_switch_ends_where_it_should(delay):
    proof = prove_dvfs("dvfs_progress", parameters={"DELAY": delay, "PAUSE": PAUSE})
    assert proof.inductive
    assert {"switch_ends", "recovery_ends", "no_timeout", "starts_at_once", "ends_settled"} <= set(
        proof.assertions
    )
    assert {"longest_switch", "longest_recovery", "wish_comes_true"} == set(proof.covers)


FALLING = r"target_codes\[15:0\] < present_codes\[15:0\]"
MISTAKES = {
    "frequency_rises_first": (
        "dvfs_safety",
        "frequency_is_allowed",
        (FALLING, "target_codes[15:0] > present_codes[15:0]"),
    ),
    "voltage_falls_first": ("dvfs_safety", "frequency_is_allowed", (FALLING, "1'h0")),
    "fallback_at_full_speed": (
        "dvfs_safety",
        "frequency_is_allowed",
        (r"present_codes\[31:16\] < target_codes\[31:16\];", "1'h0;"),
    ),
    "target_changes_on_the_way": (
        "dvfs_safety",
        "frequency_is_allowed",
        (r"start \? wanted_codes : target_codes", "wanted_codes"),
    ),
    "index_beyond_the_table": ("dvfs_safety", "settled_is_wanted", (r"point_target >= 4'h2", "1'h0")),
    "acknowledge_does_not_matter": ("dvfs_safety", "settled_is_quiet", (r" \| clock_acknowledge;", ";")),
    "acknowledge_is_not_awaited": (
        "dvfs_safety",
        "voltage_request_is_held",
        (r"(assign acknowledged = \w+) & acknowledge;", r"\1;"),
    ),
    "timer_runs_on": ("dvfs_progress", "no_timeout", (r"if \(\w+\) waited <=", "if (rst) waited <=")),
    "last_step_is_left_out": (
        "dvfs_progress",
        "ends_settled",
        (r"= \| \{ _\d+_, (_\d+_, _\d+_) \};", r"= | { \1 };"),
    ),
}


LONG = ("voltage_falls_first",)
"""Takes a rise and a fall, and the solver half a minute."""


@pytest.mark.parametrize(
    "mistake",
    [pytest.param(name, marks=pytest.mark.regress) if name in LONG else name for name in MISTAKES],
)
def test_a_mistake_is_found(mistake):
    """Without helpers: the counterexample is a run from reset that breaks what matters."""
    top, assertion, mutation = MISTAKES[mistake]
    with pytest.raises(FormalError, match=rf"^{top}: [\w, ]*\b{assertion}\b[\w, ]* is violated in cycle"):
        prove_dvfs(top, points=2, mutation=mutation, depth=20, induction=False, parameters={"HELPERS": 0})
