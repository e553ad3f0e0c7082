"""Timing errors of carry-save accumulators: words followed exactly, rates by context and level of bits."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import array_oracle
import numpy as np
import pytest
import torch
from flop_tables import CAPTURES, STATIC_PS, VOLTAGE, made_up

from drift_hw.config import ArrayConfig, Config
from drift_hw.errors import UserError
from drift_hw.faults.context import Captures, contexts
from drift_hw.faults.table import MAX_BITS, REGIONS, REGISTERS, TableError, TimingTable
from golden.abft import check_gemm
from golden.faults import FaultList, Kind, Region, Register, width_table
from golden.quantised import GemmJob, Site
from golden.schedule import Schedule, capture_latency, dense_schedule, first_faulty_cycle
from golden.timing.flop import FlopErrors
from golden.timing.layer import TimingBackend
from golden.timing.policy import TableFaults
from golden.timing.thinning import Chances, compiled_carry_save_contexts
from synth.timing import counts
from synth.timing.engine import WRONG, OpenRun
from synth.timing.stream import Drive

SMALL = Config(
    array=ArrayConfig(
        rows=3, columns=4, operand_width=6, accumulator_width=20, drain_segment=3, carry_save=True
    )
)
WIDE = Config(array=ArrayConfig(rows=5, columns=2, accumulator_width=32, drain_segment=2, carry_save=True))
WORST = 0.9 * STATIC_PS
"""Clock period at the last grid point of the tables."""


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def tiles(config: Config, depths: list[int], seed: int = 0) -> tuple[list, list, Schedule]:
    draw, limit = rng(seed), config.output_limit
    shape = config.array.rows, config.array.columns
    a = [draw.integers(-limit, limit + 1, (shape[0], depth)).astype(np.int8) for depth in depths]
    b = [draw.integers(-limit, limit + 1, (depth, shape[1])).astype(np.int8) for depth in depths]
    return a, b, dense_schedule(config, depths, first_cycle=first_faulty_cycle(config))


def uneven(region: int, register: int, context: int) -> float:
    """Rates that differ from context to context, by a factor of up to 10."""
    return 0.002 * (1 + (7 * context + 3 * region) % 10)


def test_compiled_contexts_are_the_same() -> None:
    draw, count, widths = rng(), 40_000, (13, 8)
    a, b = (draw.integers(-1 << (w - 1), 1 << (w - 1), count) >> draw.integers(0, w, count) for w in widths)
    flush, none = draw.random(count) < 0.2, np.zeros(count, np.int64)
    expected = contexts(3, Captures(none, none, a * b, none, flush, a, b), 24, operand_widths=widths)
    assert np.array_equal(compiled_carry_save_contexts(a, b, flush, widths), expected)
    assert len(np.unique(expected)) == 11 * 11 + 1
    assert len(np.unique(expected[flush])) == 1
    assert not set(expected[flush]) & set(expected[~flush])
    assert len(np.unique(expected[(a == 0) & (b == 0) & ~flush])) == 1


@pytest.mark.parametrize("config", [SMALL, WIDE, SMALL.replace(protection__abft=False)])
def test_lists_drive_the_oracle_alike(config: Config) -> None:
    table = made_up(config, uneven)
    a, b, schedule = tiles(config, [5, 20, 1, 9, 30, 60])
    faults = FlopErrors(table, VOLTAGE, WORST).draw(config, a, b, schedule, rng(5))
    assert len(faults) > 20
    assert (faults.events["register"] == Register.ACCUMULATOR).all()
    assert (faults.events["kind"] == Kind.FLIP).all()
    assert faults.events["cycle"].min() >= first_faulty_cycle(config)
    got = FlopErrors(table, VOLTAGE, WORST).run(config, a, b, schedule, rng(5))
    expected = array_oracle.simulate(config, a, b, schedule.accept, faults.events)
    assert np.array_equal(got.accumulators, expected[0])
    if config.protection.abft:
        assert np.array_equal(got.row_checksums, expected[1])
        assert np.array_equal(got.column_checksums, expected[2])


# -- the table's rates, on the true trajectory -----------------------------------------------------


def surprise(
    table: TimingTable, config: Config, *, delayed: bool = False, feedback: bool = True
) -> tuple[float, int]:
    """Return the chi-square of events by kind of PE, context, wrong bits and their levels, and its freedom.

    Each PE is simulated slot by slot with its events. Mistakes that must be noticed: contexts one slot late,
    and levels as if there had been no events.
    """
    a, b, schedule = tiles(config, [100] * 200)
    faults = FlopErrors(table, VOLTAGE, WORST).draw(config, a, b, schedule, rng(3))
    masks = {}
    for event in faults.events:
        row, column = int(event["row"]), int(event["column"])
        slot = int(event["cycle"]) - int(capture_latency(config, Register.ACCUMULATOR, row, column))
        masks[row, column, slot] = int(event["mask"])
    # P(pattern | its two bits should have their levels): the table says that a quarter of captures do.
    chosen = table.patterns[table.patterns["period"] == 2]
    chance = {
        tuple(int(entry[name]) for name in ("region", "context", "mask", "ones")): 4
        * entry["count"]
        / CAPTURES
        for entry in chosen
    }
    patterns: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for region, context, mask, ones in chance:
        patterns.setdefault((region, context), []).append((mask, ones))
    visits: Counter[tuple[int, ...]] = Counter()
    found: Counter[tuple[int, ...]] = Counter()
    slots = np.arange(schedule.flushes[-1])
    beat, flush = schedule.beat_of(slots), np.isin(slots, np.append(0, schedule.flushes))
    lanes_a, lanes_b = np.concatenate(a, 1).astype(int), np.concatenate(b, 0).T.astype(int)
    R, C, width = config.array.rows, config.array.columns, config.array.accumulator_width
    for row, column in product(range(R + 1), range(C + 1)):
        if row == R and column == C:
            continue
        region = Region.CHECKSUM_ROW if row == R else Region.CHECKSUM_COLUMN if column == C else Region.DATA
        left, right = (
            np.where(beat >= 0, lane[beat], 0)
            for lane in (
                lanes_a.sum(0) if row == R else lanes_a[row],
                lanes_b.sum(0) if column == C else lanes_b[column],
            )
        )
        bits = width_table(config)[region]
        widths = int(bits[Register.A]), int(bits[Register.B])
        zeros = np.zeros(len(slots), int)
        late = (np.roll(values, delayed) for values in (flush, left, right))
        codes = contexts(3, Captures(zeros, zeros, zeros, zeros, *late), width, operand_widths=widths)
        first = first_faulty_cycle(config) - int(capture_latency(config, Register.ACCUMULATOR, row, column))
        held = 0
        for slot in slots:
            base = 0 if flush[slot] else held
            operands = (int(left[slot]), widths[0]), (int(right[slot]), widths[1])
            wanted = array_oracle.two_words(*operands, base, width, region != Region.DATA)
            mask = masks.get((row, column, slot), 0)
            held = wanted ^ mask if feedback else wanted
            if slot < first:
                assert not mask
                continue
            for wrong, ones in patterns.get((int(region), int(codes[slot])), []):
                if wanted & wrong == ones:
                    key = int(region), int(codes[slot]), wrong, ones
                    visits[key] += 1
                    found[key] += wrong == mask
    assert feedback is False or delayed or found.total() == len(faults)
    frequent = [key for key, count in visits.items() if chance[key] * count > 5]
    total = sum(
        (found[key] - chance[key] * visits[key]) ** 2 / (chance[key] * (1 - chance[key]) * visits[key])
        for key in frequent
    )
    return float(total), len(frequent)


def fits(total: float, freedom: int) -> bool:
    """Whether a chi-square is within four standard deviations of its mean."""
    return freedom > 10 and abs(total - freedom) < 4 * np.sqrt(2 * freedom)


def test_events_come_at_the_rates_of_contexts_and_levels() -> None:
    total, freedom = surprise(made_up(SMALL, uneven), SMALL)
    assert fits(total, freedom), (total, freedom)


@pytest.mark.parametrize("mistake", [{"delayed": True}, {"feedback": False}])
def test_other_contexts_and_words_are_noticed(mistake: dict[str, bool]) -> None:
    total, freedom = surprise(made_up(SMALL, uneven), SMALL, **mistake)
    assert not fits(total, freedom), (total, freedom)


# -- what a characterisation counts ----------------------------------------------------------------


def opened(cycles: int, wrong: list[tuple[int, int, int, int]]) -> tuple[OpenRun, Drive]:
    """A data PE of `WIDE` that accumulates random products without end, and these wrong captures."""
    draw = rng(1)
    a, b = draw.integers(-127, 128, (2, cycles))
    starts = np.array([0])
    wanted = np.zeros((cycles, 5), np.uint64)
    wanted[:, 0], wanted[:, 1], wanted[0, 4] = a & 255, b & 255, 1
    for cycle in range(1, cycles):
        base = 0 if wanted[cycle - 1, 4] else int(wanted[cycle - 1, 3])
        operands = (int(a[cycle - 1]), 8), (int(b[cycle - 1]), 8)
        wanted[cycle, 3] = array_oracle.two_words(*operands, base, 32, False)
    before = np.zeros_like(wanted)
    before[1:] = wanted[:-1]
    drive = Drive(np.zeros((cycles, 3), np.uint64), a, b, starts, np.array([cycles]))
    return OpenRun(wanted, before, np.array(wrong, WRONG), np.zeros((5, 64))), drive


def test_chances_are_those_of_captures_that_can_be_wrong_so() -> None:
    """Sum and carry of one full adder are not independent: it is known how often both are 1."""
    cycles = 6000
    run_, drive = opened(cycles, [])
    wanted = run_.wanted[:, 3]
    masks = [1 << 8, 1 << 39, 1 << 8 | 1 << (8 + 31), 1 << 8 | 1 << 38]
    wrong, expected = [], {}
    for mask in masks:
        for ones in np.unique(wanted & np.uint64(mask)).tolist():
            possible = np.flatnonzero((wanted & np.uint64(mask)) == ones)
            hit = possible[1 : 2 + len(possible) // 20]
            expected[mask, ones] = len(hit) / len(possible)
            wrong += [(int(cycle), 1, 3, mask) for cycle in hit]
    run_ = replace(run_, wrong=np.array(sorted(wrong), WRONG))
    found = counts.count(0, (8, 8, 0, 62), run_, drive, 2, carry_save=True)
    # One context for all, which has more captures.
    found.patterns["context"] = 0
    seen = np.zeros((1, len(REGIONS), len(REGISTERS), 256), np.int64)
    seen[0, 0, 3, 0] = found.cycles[3].sum()
    levels = np.zeros((1, len(REGIONS), 256, 2, MAX_BITS), np.int64)
    levels[0, 0, 0] = found.levels.sum(0)
    assert found.levels[:, 0, 8].sum() == (wanted >> np.uint64(8) & np.uint64(1)).sum()
    table = replace(
        made_up(WIDE, uneven), cycles=seen, patterns=counts.grouped(found.patterns), levels=levels
    )
    table = replace(table, patterns=np.sort(table.patterns, order=["period"]))
    chances = Chances.of(table, 0, 0, 3)
    shares = np.diff(chances.cumulative, prepend=0)
    told = {(int(m), int(o)): s for m, o, s in zip(chances.mask, chances.ones, shares, strict=True)}
    assert told.keys() == expected.keys()
    for key, share in expected.items():
        assert told[key] == pytest.approx(share, rel=0.15 if key[0] == masks[-1] else 1e-9), key
    both = [np.mean((wanted & np.uint64(mask)) != 0) for mask in masks[:2]]
    together = np.mean((wanted & np.uint64(masks[2])) == masks[2])
    assert together < 0.5 * both[0] * both[1], "independent bits would not need the count of pairs"


def test_sums_not_words_change_their_sign() -> None:
    run_, drive = opened(500, [])
    joint = counts.count(0, (8, 8, 0, 62), run_, drive, 2, carry_save=True).joint
    sums = np.append(0, np.cumsum(drive.a * drive.b)[:-1])
    assert joint["sign_changes"][0] == np.count_nonzero((sums[1:] < 0) != (sums[:-1] < 0))


# -- layers, devices, refusals ---------------------------------------------------------------------


def test_layers_are_checked_by_true_checksums() -> None:
    table = made_up(SMALL, lambda region, register, context: 1e-3 * (region == Region.DATA))
    model = FlopErrors(table, VOLTAGE, WORST)
    draw, number = rng(1), torch.tensor
    shapes = (2, 3, 50), (50, 8)
    a, b = (torch.from_numpy(draw.integers(-31, 32, shape).astype(np.int8)) for shape in shapes)
    one = GemmJob(Site("fc1", 0, 0), a, b, number(3), number(900), number(16), SMALL.output_limit)
    backend = TimingBackend(SMALL, model, 5)
    found = backend.layer(one)
    assert torch.equal(backend.layer(one).accumulators, found.accumulators)
    assert (found.accumulators != a.int() @ b.int()).any()
    checks = check_gemm(found.gemm.accumulators, a.flatten(0, 1), b, SMALL, 4)
    assert torch.equal(found.gemm.row_deltas, checks.row_deltas)
    assert torch.equal(found.gemm.column_deltas, checks.column_deltas)
    assert torch.equal(backend(one), found.output())


def test_mean_rates_do_not_ask_for_levels() -> None:
    table = made_up(SMALL, lambda region, register, context: 1e-3)
    faults = TableFaults(SMALL, table, VOLTAGE, WORST, seed=1, margin=1)(Site("fc1", 0, 0), 50_000)
    sites = 3 * 4 + 3 + 4
    assert len(faults) == pytest.approx(2e-3 * 50_000 * sites, rel=0.1)


def test_operand_registers_that_fail_are_refused() -> None:
    table = made_up(SMALL, uneven, registers=[Register.A, Register.ACCUMULATOR])
    with pytest.raises(
        UserError, match=r"operand registers of data PEs fail .* raise the voltage or the period"
    ):
        FlopErrors(table, VOLTAGE, WORST).draw(SMALL, *tiles(SMALL, [10]), rng())


def test_tables_without_levels_are_refused() -> None:
    table = made_up(SMALL, uneven)
    table = replace(table, levels=table.levels[:0])
    with pytest.raises(TableError, match=r"does not say which level .* characterise again"):
        FlopErrors(table, VOLTAGE, WORST).draw(SMALL, *tiles(SMALL, [10]), rng())
    with pytest.raises(
        TableError, match=r"levels of bits must have the shape \(1, 3, 256, 2, 64\), not \(1, 3\)"
    ):
        replace(table, levels=np.zeros((1, 3), np.int64))


def test_lists_are_as_long_as_the_table_says() -> None:
    """Over bits that are 1 in half of the captures, conditions and their shares cancel."""
    table = made_up(SMALL, lambda region, register, context: 1e-3 * (region == Region.DATA))
    table.patterns["mask"], table.patterns["ones"] = 1 << 3, 0
    a, b, schedule = tiles(SMALL, [400] * 40)
    faults: FaultList = FlopErrors(table, VOLTAGE, WORST).draw(SMALL, a, b, schedule, rng(3))
    assert len(faults) == pytest.approx(2e-3 * 16_000 * 12, rel=0.15)
