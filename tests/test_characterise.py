"""Characterisation: counts are right, work is kept, and what comes out is what the gates do."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from synth_libraries import needs_opensta, osu018

from drift_hw.cli import main
from drift_hw.config import PRESETS, Config
from drift_hw.faults.context import CONTEXTS, reachable
from drift_hw.faults.table import JOINT, PATTERN, REGISTERS, TableError, TimingTable
from golden.tiles import TileError
from synth.timing import characterise as characterisation
from synth.timing import closed, counts, store, stream
from synth.timing.characterise import Plan, Target, characterise
from synth.timing.engine import WRONG, OpenRun, run_closed
from synth.timing.errors import TimingError
from synth.timing.stream import Drive, Stream
from synth.timing.summary import model_uncertainty, summarise

PRESET = PRESETS["tiny"]
CONFIG = PRESET.replace(array__product_register=False)
WIDTHS = (8, 8, 0, 32)
ACCUMULATOR = REGISTERS.index("accumulator")
PERIODS = 3


# -- counts, on a run made by hand --------------------------------------------------------------------


def ideal(drive: Drive, wrong: list[tuple[int, int, int, int]]) -> OpenRun:
    """What a data PE without product register holds and wants on this drive, with these wrong captures."""
    cycles = len(drive.stimuli)
    flush = np.zeros(cycles, bool)
    flush[drive.starts] = True
    wanted = np.zeros((cycles, 5), np.int64)
    wanted[:, 0], wanted[:, 1], wanted[:, 4] = drive.a, drive.b, flush
    for cycle in range(1, cycles):
        product = wanted[cycle - 1, 0] * wanted[cycle - 1, 1]
        previous = 0 if wanted[cycle - 1, 4] else wanted[cycle - 1, 3]
        wanted[cycle, 3] = previous + product
    before = np.zeros_like(wanted)
    before[1:] = wanted[:-1]
    masks = np.array([255, 255, 0, 2**32 - 1, 1])
    entries = np.array(wrong, WRONG)
    return OpenRun(
        (wanted & masks).astype(np.uint64), (before & masks).astype(np.uint64), entries, np.zeros((5, 64))
    )


def drive_of(depths: tuple[int, ...] = (6, 6, 6)) -> Drive:
    random = np.random.default_rng(4)
    R, C = CONFIG.array.rows, CONFIG.array.columns
    pairs = [
        (random.integers(-127, 128, (R, k), np.int8), random.integers(-127, 128, (k, C), np.int8))
        for k in depths
    ]
    ports = [("a_in", 8), ("b_in", 8), ("flush_in", 1)]
    return Stream("made up", pairs).drive(
        CONFIG, 0, ports, sites=[(tile, 1, 2) for tile in range(len(depths))]
    )


def test_wrong_captures_are_counted_by_what_they_are() -> None:
    drive = drive_of()
    clean = ideal(drive, [])
    value = int(clean.wanted[4, 3] ^ clean.before[4, 3])
    held = value & -value  # a bit that moves: captured wrongly it keeps its old value
    glitch = 1 << next(bit for bit in range(32) if not value >> bit & 1)
    mask = held | glitch
    run = ideal(drive, [(4, 1, 3, mask), (4, 2, 3, mask), (5, 2, 3, 0b1011), (8, 2, 4, 1)])
    found = counts.count(0, WIDTHS, run, drive, PERIODS)
    assert found.cycles[ACCUMULATOR].sum() == found.cycles[0].sum() == len(drive.stimuli)
    assert found.cycles[REGISTERS.index("product")].sum() == 0
    assert found.patterns["count"].tolist() == [1, 1, 1]
    assert set(found.patterns["period"].tolist()) == {1, 2}
    assert (found.patterns["held"][found.patterns["mask"] == mask] == held).all()
    one = found.joint[1]
    two = found.joint[2]
    assert (one["wrong"], one["again"], one["words"], one["bits"], one["runs"]) == (
        1,
        0,
        1,
        2,
        1 if held == glitch >> 1 or glitch == held >> 1 else 2,
    )
    assert (two["wrong"], two["again"], two["words"], two["control"]) == (2, 1, 2, 1)
    assert two["bits"] - one["bits"] == 3
    assert two["runs"] - one["runs"] == 2
    assert found.joint[0]["wrong"] == 0


def test_accumulations_are_touched_by_captures_of_their_own_products() -> None:
    drive = drive_of()
    assert drive.starts.tolist() == [0, 6, 12]
    # The accumulator captures the last product of the first tile in cycle 6, the first of the next in 7.
    for cycle, touched in ((1, 1), (6, 1), (7, 1), (12, 1), (13, 0)):
        run = ideal(drive, [(cycle, 0, 3, 1)])
        joint = counts.count(0, WIDTHS, run, drive, PERIODS).joint
        assert joint["elements"][0] == 2  # the third is cut short
        assert joint["touched"][0] == touched, cycle
    both = ideal(drive, [(6, 0, 3, 1), (7, 0, 3, 1)])
    assert counts.count(0, WIDTHS, both, drive, PERIODS).joint["touched"][0] == 2


def test_signs_and_repeated_inputs_are_told_apart() -> None:
    drive = drive_of()
    run = ideal(drive, [])
    accumulator = counts.signed(run.wanted[:, 3], 32)
    changes = np.flatnonzero((accumulator[1:] < 0) != (accumulator[:-1] < 0)) + 1
    joint = counts.count(0, WIDTHS, ideal(drive, [(int(changes[0]), 1, 3, 1)]), drive, PERIODS).joint
    assert joint["sign_changes"][0] == len(changes)
    assert joint["sign_change_wrong"].tolist() == [0, 1, 0]
    still = np.flatnonzero(
        (np.diff(counts.signed(run.before[:, 0], 8)) == 0) & (np.diff(run.before[:, 1]) == 0)
    )
    assert joint["repeated"][0] == len(still)


def test_thinning_keeps_sums_and_shares() -> None:
    random = np.random.default_rng(0)
    many = np.zeros(40_000, PATTERN)
    many["mask"] = random.integers(1, 1 << 16, len(many))
    many["context"] = random.integers(0, 4, len(many))
    many["count"] = 1
    many[:3000]["mask"] = 1 << 31
    full = counts.grouped(many)
    less = counts.thinned(full, 512)
    assert len(less) < 1100 < len(full)
    assert less["count"].sum() == full["count"].sum() == len(many)
    assert int(less[less["mask"] == 1 << 31]["count"].sum()) == pytest.approx(3000, abs=160)
    for context in range(4):
        share = [int(part["count"][part["context"] == context].sum()) for part in (full, less)]
        assert share[1] == pytest.approx(share[0], rel=0.05)
    for bit in (0, 7, 15):
        share = [int(part["count"][(part["mask"] >> np.uint64(bit) & 1) == 1].sum()) for part in (full, less)]
        assert share[1] == pytest.approx(share[0], rel=0.1)
    assert counts.thinned(full, 1 << 20) is not full
    assert np.array_equal(counts.thinned(full, 1 << 20), full)


def test_closed_loop_errors_are_those_of_the_sums() -> None:
    drive = drive_of()
    captured = ideal(drive, []).wanted.copy()
    assert closed.ended(CONFIG, 0, drive, captured)["wrong"].tolist() == [0]
    captured[6, 3] ^= np.uint64(1 << 31)  # the first tile ends with bit 31 wrong
    captured[12, 3] += np.uint64(5)
    (entry,) = closed.ended(CONFIG, 0, drive, captured)
    assert (entry["depth"], entry["elements"], entry["wrong"]) == (6, 2, 2)
    assert np.flatnonzero(entry["histogram"]).tolist() == [2, 31]
    assert entry["squared_error"] == 2.0**62 + 25
    twice = closed.summed(np.array([entry, entry]))
    assert twice["wrong"].tolist() == [4]


def test_points_of_the_closed_loop_lie_where_some_are_right() -> None:
    joint = np.zeros(8, JOINT)
    joint["elements"] = 100
    joint["wrong"] = joint["touched"] = [0, 0, 1, 10, 50, 90, 100, 100]
    assert closed.points(joint, 10).tolist() == [2, 3, 4, 5]
    assert closed.points(joint, 2).tolist() == [2, 5]
    assert closed.points(joint, 0).tolist() == []


def test_disturbances_reach_chains_of_all_lengths() -> None:
    starts = np.arange(0, 200_000, 1000)
    upsets = counts.disturbances(32, (200_000, 5), starts, np.random.default_rng(0))
    assert not upsets[:, [0, 1, 2, 4]].any()
    assert np.count_nonzero(upsets) == pytest.approx(200_000 / 64, rel=0.1)
    inverted = np.bitwise_xor.accumulate(upsets[:, 3].reshape(200, 1000), axis=1).astype(np.int64)
    lowest = np.bincount(np.log2(np.maximum(inverted & -inverted, 1)).astype(int).ravel(), minlength=32)
    assert not lowest[1:25].any()
    assert lowest[0] == pytest.approx(200 * 64, rel=0.2)  # until the first one of each tile
    share = lowest[25:] / lowest[25:].sum()
    assert share == pytest.approx(np.array([1, 1, 1, 2, 2, 2, 2]) / 11, rel=0.2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"cycles": 0}, "cycles of a characterisation must be at least 1, not 0"),
        ({"closed_cycles": -1}, "closed cycles of a characterisation must be at least 1, not -1"),
        ({"workers": -2}, "workers of a characterisation must be at least 0, not -2"),
        ({"relative_periods": (0.9, 0.8)}, "relative periods must fall, from at least 1"),
        ({"relative_periods": (1.0, 1.0)}, "relative periods must fall"),
    ],
)
def test_plans_that_make_no_sense_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(TimingError, match=message):
        Plan(**options)


# -- gates of a real library --------------------------------------------------------------------------


PLAN = Plan(cycles=6000, closed_cycles=3000, closed_points=2, seed=3)


@functools.cache
def target() -> Target:
    return Target.of(CONFIG, (osu018(),))


def operands(config: Config = CONFIG) -> Stream:
    return stream.made_up("gaussian", config, seed=1, sigma=30.0, depth=40)


@functools.cache
def table() -> TimingTable:
    return characterise(target(), operands(), PLAN)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Chunks of 2,000 cycles in a cache of their own."""
    monkeypatch.setattr(characterisation, "CHUNK", 2000)
    monkeypatch.setattr(store, "cache_folder", lambda: tmp_path)
    target()
    return tmp_path


@needs_opensta
def test_an_interrupted_run_continues(small_chunks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target()
    runs = 0
    real = characterisation.run_open

    def failing(*arguments: Any, **options: Any) -> OpenRun:
        nonlocal runs
        runs += 1
        if runs == 2:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    plan = Plan(cycles=4000, closed_points=0, workers=1)
    monkeypatch.setattr(characterisation, "run_open", failing)
    with pytest.raises(KeyboardInterrupt):
        characterise(target(), operands(), plan)
    done = list(small_chunks.rglob("*.npz"))
    assert len(done) >= 1
    first = runs
    runs = 2
    whole = characterise(target(), operands(), plan)
    # 2 chunks and 1 with disturbed accumulators, of 3 kinds of PEs; what was done before is not done again.
    assert runs - 2 == 9 - len(done)
    assert first < 9
    runs = 2
    again = characterise(target(), operands(), plan)
    assert runs == 2
    assert np.array_equal(whole.patterns, again.patterns)
    # A damaged file is made again.
    done[0].write_bytes(b"damaged")
    assert np.array_equal(characterise(target(), operands(), plan).patterns, whole.patterns)
    assert runs == 3


@needs_opensta
def test_the_same_seed_gives_the_same_bytes(
    small_chunks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan(cycles=4000, closed_cycles=2000, closed_points=2, seed=5, workers=2)
    saved = []
    for name in ("one", "two"):
        monkeypatch.setattr(store, "cache_folder", lambda name=name: small_chunks / name)
        saved.append(characterise(target(), operands(), plan).save(tmp_path / f"{name}.npz").read_bytes())
    assert saved[0] == saved[1]
    other = characterise(target(), operands(), Plan(cycles=4000, closed_points=0, seed=6))
    assert not np.array_equal(other.patterns, TimingTable.load(tmp_path / "one.npz").patterns)


@needs_opensta
def test_the_wall_and_the_bits_are_those_of_a_carry_chain() -> None:
    rates = table().cycle_rates(0)[:, 0]
    x = table().relative_periods
    assert not rates[x >= 1].any()  # static timing bounds what happens
    assert rates[x < 0.8].min() > 0.01
    assert (np.diff(rates) > -0.002).all()
    assert x[np.flatnonzero(rates)[0]] > 0.93
    found = summarise(table())["supplies"][0]["kinds"]["data"]
    assert {each["bit"] for each in found["first_bits"][:2]} <= {29, 30, 31}
    assert all(each["register"] == "accumulator" for each in found["first_bits"])
    assert found["control"] == 0
    assert found["joint"]["bits_per_run"] >= 1
    errors = [each for each in found["errors"] if each["wrong"]]
    assert errors[0]["median_log2"] >= 29


@needs_opensta
def test_behind_a_product_register_the_top_of_the_product_fails_first() -> None:
    found = characterise(Target.of(PRESET, (osu018(),)), operands(PRESET), PLAN)
    rates, x = found.cycle_rates(0)[:, 0], found.relative_periods
    assert not rates[x >= 1].any()
    assert x[np.flatnonzero(rates)[0]] > 0.9
    data = summarise(found)["supplies"][0]["kinds"]["data"]
    assert {(each["register"], each["bit"]) for each in data["first_bits"][:2]} <= {
        ("product", bit) for bit in (13, 14, 15)
    }
    errors = [each for each in data["errors"] if each["wrong"]]
    assert 13 <= errors[0]["median_log2"] <= 15


@needs_opensta
def test_disturbed_accumulators_fill_the_contexts_that_correct_ones_miss() -> None:
    unreachable = [context for context in range(CONTEXTS) if not reachable(context)]
    if not unreachable:
        pytest.skip("all contexts are those of correct PEs")
    seen = table().cycles[0, 0, ACCUMULATOR]
    assert seen[unreachable].sum() > 500
    ordinary = seen.sum() - seen[unreachable].sum()
    assert ordinary == PLAN.cycles


@needs_opensta
def test_the_header_says_where_it_comes_from() -> None:
    header = table().header
    table().check(CONFIG)
    with pytest.raises(TableError, match="made for PEs of another configuration"):
        table().check(PRESETS["demo"])
    assert [each["module"] for each in header["design"]] == [
        "drift_pe",
        "drift_checksum_column_pe",
        "drift_checksum_row_pe",
    ]
    assert all(len(each["netlist"]) == 64 for each in header["design"])
    assert all(len(digest) == 64 for digest in header["library"]["files"].values())
    assert header["stream"]["source"].startswith("gaussian operands, sigma 30")
    assert header["engine"] == {"delays": "inertial", "cycles": 6000, "closed_cycles": 3000}
    assert header["seed"] == 3
    assert any("assumed" in text for text in header["assumptions"])
    json.dumps(dict(header))


@needs_opensta
def test_open_and_closed_loop_agree_on_the_first_wrong_capture() -> None:
    """Up to its first wrong capture a closed loop is an open one: as many accumulations are touched."""
    bench = target()
    delays = bench.models[0].at(1.8)
    circuit = characterisation.Circuit.of(bench.modules[0], bench.library.cells, delays)
    generator = np.random.default_rng(8)
    drive = operands().drive(CONFIG, 0, circuit.ports, cycles=12_000, generator=generator)
    period = 0.93 * delays.static_period_ps
    run = characterisation.run_open(circuit, drive.stimuli, np.array([period]))
    touched = int(counts.count(0, WIDTHS, run, drive, 1).joint["touched"][0])
    captured = run_closed(circuit, drive.stimuli, period).captured
    wrong = int(closed.ended(CONFIG, 0, drive, captured)["wrong"].sum())
    assert touched > 20
    assert touched * 0.6 <= wrong <= touched


@needs_opensta
def test_further_supplies_and_their_refusal() -> None:
    with pytest.raises(TimingError, match=r"0.7 V is outside of the assumed law's range of osu018"):
        characterise(target(), operands(), PLAN, voltages=[0.7])
    plan = Plan(cycles=2000, closed_points=0)
    both = characterise(target(), operands(), plan, voltages=[1.5])
    assert [(each.voltage, each.source) for each in both.supplies] == [
        (1.5, "assumed"),
        (1.8, "characterised"),
    ]
    # One law scales all delays: at the same T / T0 the same happens, but for rounding to the simulator's
    # ticks.
    assert both.cycle_rates(0)[:, 0] == pytest.approx(both.cycle_rates(1)[:, 0], abs=2e-3)
    for each in both.supplies:
        assert both.static_period_ps(each.voltage) == pytest.approx(each.static_period_ps)


@needs_opensta
def test_transport_delays_give_other_rates() -> None:
    plan = Plan(cycles=3000, closed_points=0)
    inertial = characterise(target(), operands(), plan)
    transport = characterise(target(), operands(), Plan(cycles=3000, closed_points=0, transport=True))
    assert transport.header["engine"]["delays"] == "transport"
    (found,) = model_uncertainty(inertial, transport)
    assert found["most"] > 1.02
    assert 0.3 < found["least"] <= found["most"] < 5


@needs_opensta
def test_streams_and_netlists_of_other_configurations_are_refused() -> None:
    with pytest.raises(stream.StreamError, match=r"but the array is 4 x 4"):
        characterise(target(), operands(PRESETS["demo"]), PLAN)


# -- the command --------------------------------------------------------------------------------------


@needs_opensta
def test_the_command_writes_table_json_and_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    osu018()
    command = ["characterize", "--preset", "tiny", "--operand-stream", "gaussian", "--cycles", "4000"]
    options = ["--dies", "20", "--delay-model", "both", "--out", str(tmp_path / "out")]
    assert main([*command, *options]) == 0
    told = capsys.readouterr().out
    assert "Transport delays at 1.8 V" in told
    assert "T0, ns" in told
    assert "sign-off" in told
    found = json.loads((tmp_path / "out" / "characterize.json").read_text())
    assert found["config"] == PRESET.hash
    TimingTable.load(tmp_path / "out" / "table.npz", PRESET)
    page = (tmp_path / "out" / "report.html").read_text()
    for words in ("Timing errors", "Margin and errors, apart", "one uniform bit"):
        assert words in page


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--delay-model", "zero"], "unknown --delay-model 'zero'; allowed: inertial, transport, both"),
        (["--stream", "a.npz", "--operand-stream", "uniform"], "give --stream or --operand-stream, not both"),
        (["--stream", "absent.npz"], "tile file absent.npz does not exist"),
        (["--operand-stream", "cauchy"], "unknown operand stream 'cauchy'"),
        (["--operand-stream", "gaussian", "--operand-sigma", "-1"], "must be positive and finite, not -1"),
        (["--cycles", "0"], "cycles of a characterisation must be at least 1, not 0"),
        (["--pdk", "nonesuch"], "unknown PDK 'nonesuch'"),
        (["--sigma", "0"], "sigma of the delays of PEs must be positive, not 0"),
        (["--sigma", "0.5"], "sigma of the delays of PEs must be at most 0.2, not 0.5"),
        (["--dies", "0"], "variation needs at least one die, not 0"),
        (["--target", "0"], "a target error rate must be between 0 and 1, not 0"),
    ],
)
def test_the_command_refuses(
    options: list[str], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    given = (
        options
        if "--stream" in options or "--operand-stream" in options
        else [*options, "--operand-stream", "uniform"]
    )
    assert main(["characterize", "--preset", "tiny", *given, "--out", str(out)]) == 2
    assert message in capsys.readouterr().err
    assert not out.exists()


@needs_opensta
def test_the_command_refuses_supplies_before_it_simulates(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    osu018()
    command = ["characterize", "--preset", "tiny", "--operand-stream", "uniform", "--supply", "0.8"]
    assert main([*command, "--out", str(tmp_path / "out")]) == 2
    assert "0.8 V is outside of the assumed law's range" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_tile_files_of_other_configurations_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TileError, match="does not exist; make one with: drift-hw capture"):
        stream.from_file(tmp_path / "absent.npz", CONFIG)
