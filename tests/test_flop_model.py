"""Timing errors of flops: exact replay, the table's rates on the true trajectory, seeds, refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import array_oracle
import numpy as np
import pytest
import torch
from flop_tables import CAPTURES, STATIC_PS, VOLTAGE, made_up

from drift_hw.config import PRESETS, ArrayConfig, Config
from drift_hw.errors import UserError
from drift_hw.faults.context import CONTEXTS, UPPER_BITS, Captures, contexts, reachable
from drift_hw.faults.table import TableError
from golden.abft import check_gemm
from golden.array import run
from golden.faults import FaultList, Kind, Region, Register, width_table
from golden.schedule import Schedule, capture_latency, dense_schedule, first_faulty_cycle
from golden.tiling import tile_gemm
from golden.timing import layout
from golden.timing.flop import FlopErrors
from golden.timing.thinning import NO_CHANGES, compiled_contexts

SMALL = Config(array=ArrayConfig(rows=3, columns=4, operand_width=6, accumulator_width=20, drain_segment=3))
REGISTERED = SMALL.replace(array__product_register=True)
CARRY_SAVE = SMALL.replace(array__carry_save=True)
WORST = 0.9 * STATIC_PS
"""Clock period at the last grid point of the tables."""


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def tiles(config: Config, depths: list[int], seed: int = 0, limit: int = 31) -> tuple[list, list, Schedule]:
    draw = rng(seed)
    shape = config.array.rows, config.array.columns
    a = [draw.integers(-limit, limit + 1, (shape[0], depth)).astype(np.int8) for depth in depths]
    b = [draw.integers(-limit, limit + 1, (depth, shape[1])).astype(np.int8) for depth in depths]
    return a, b, dense_schedule(config, depths, first_cycle=first_faulty_cycle(config))


def uneven(region: int, register: int, context: int) -> float:
    """Rates that differ from context to context, by a factor of up to 10."""
    return 0.002 * (1 + (7 * context + 3 * region + register) % 10)


# -- contexts --------------------------------------------------------------------------------------


class TestContexts:
    @pytest.mark.parametrize(
        ("register", "width"),
        [
            *((Register.ACCUMULATOR, width) for width in (16, 32, 48)),
            *((Register.PRODUCT, width) for width in (12, 21)),
        ],
    )
    def test_compiled_ones_are_the_same(self, register: Register, width: int) -> None:
        draw, count = rng(), 40_000
        narrower = draw.integers(0, width, (2, count))
        before, wanted = draw.integers(-1 << (width - 1), 1 << (width - 1), (2, count)) >> narrower
        now, previous = draw.integers(-1 << 11, 1 << 11, (2, count)) >> draw.integers(0, 12, (2, count))
        if register == Register.PRODUCT:
            wanted = now
        flush, after = draw.random((2, count)) < 0.2
        seen = Captures(before, wanted, now, previous, flush, after_flush=after & ~flush)
        expected = contexts(register, seen, width)
        assert np.array_equal(compiled_contexts(register, seen, width), expected)
        assert len(np.unique(expected)) > 80

    def test_chain_ends_at_the_lowest_upper_bit_that_differs(self) -> None:
        def code(before: int) -> int:
            one = [np.array([value]) for value in (before, 0, 0, 0)]
            return int(contexts(3, Captures(*one, np.array([False])), 32)[0]) >> 5

        assert [code(value) for value in (0, 12345, -1, -12345, (1 << 24) - 1)] == [0] * 5
        assert [code(1 << bit) for bit in range(25, 31)] == [7, 6, 5, 4, 3, 2]
        assert code(-1 << 31) == 1
        assert code((1 << 31) - 1 - (1 << 30)) == 2
        assert code(-1 ^ (1 << 30) ^ (1 << 26)) == 6

    def test_a_sum_is_small_beside_its_product(self) -> None:
        def small(before: int, product: int) -> bool:
            one = [np.array([value]) for value in (before, before + product, product, 0)]
            return bool(contexts(3, Captures(*one, np.array([False])), 32)[0] & 8)

        assert all(small(*pair) for pair in ((399, 100), (-399, 100), (399, -100)))
        assert not any(small(*pair) for pair in ((400, 100), (-400, -100), (0, 0)))
        # Whatever an earlier error left in the upper bits.
        assert all(small(*pair) for pair in (((-1 << 31) + 399, 100), ((1 << 30) - 399, 100)))

    def test_small_sums_stay_in_reachable_contexts(self) -> None:
        draw = rng()
        low, high = -1 << (32 - UPPER_BITS), 1 << (32 - UPPER_BITS)
        values = draw.integers(low, high, (2, 10_000))
        seen = Captures(*values, *draw.integers(-99, 99, (2, 10_000)), draw.random(10_000) < 0.5)
        assert all(reachable(int(code)) for code in np.unique(contexts(3, seen, 32)))
        assert sum(reachable(code) for code in range(CONTEXTS)) < CONTEXTS

    def test_operand_registers_have_one(self) -> None:
        values = rng().integers(-99, 99, (4, 10))
        assert not contexts(0, Captures(*values, np.zeros(10, bool)), 8).any()


# -- what an event does ----------------------------------------------------------------------------


@pytest.mark.parametrize("config", [SMALL, REGISTERED, SMALL.replace(protection__abft=False)])
@pytest.mark.parametrize("registers", [(3,), (2, 3), (0, 1, 3), (0, 1, 2, 3), (0,)])
def test_lists_drive_the_oracle_alike(config: Config, registers: tuple[int, ...]) -> None:
    table = made_up(config, uneven, registers=[Register(code) for code in registers])
    a, b, schedule = tiles(config, [5, 20, 1, 9, 30])
    faults = FlopErrors(table, VOLTAGE, WORST).draw(config, a, b, schedule, rng(5))
    seen = set(np.unique(faults.events["register"]).tolist())
    assert seen == set(registers) - (set() if config.array.product_register else {2})
    assert (faults.events["kind"] == Kind.FLIP).all()
    assert faults.events["cycle"].min() >= first_faulty_cycle(config)
    got = run(config, a, b, schedule, faults)
    expected = array_oracle.simulate(config, a, b, schedule.accept, faults.events)
    assert np.array_equal(got.accumulators, expected[0])
    if config.protection.abft:
        assert np.array_equal(got.row_checksums, expected[1])
        assert np.array_equal(got.column_checksums, expected[2])


@pytest.mark.parametrize("config", [SMALL, REGISTERED, CARRY_SAVE])
@pytest.mark.parametrize(("depth", "leading"), [(40, ()), (2, ()), (40, (2, 1)), (2, (3,))])
def test_gemm_is_the_replay_of_its_events(config: Config, depth: int, leading: tuple[int, ...]) -> None:
    model = FlopErrors(
        made_up(config, uneven, registers=[Register.PRODUCT, Register.ACCUMULATOR]), VOLTAGE, WORST
    )
    draw = rng(1)
    a = torch.from_numpy(draw.integers(-31, 32, (*leading, 7, depth)).astype(np.int8))
    b = torch.from_numpy(draw.integers(-31, 32, (*leading, depth, 11)).astype(np.int8))
    found = model.gemm(config, a, b, rng(2))
    assert found.row_deltas.shape == (*leading, 3, 3, 3)

    pairs = zip(a.reshape(-1, 7, depth), b.reshape(-1, depth, 11), strict=True)
    cuts = [tile_gemm(*pair, config) for pair in pairs]
    start = first_faulty_cycle(config)
    where = layout.of_gemm(config, a, b)[Region.DATA]()
    accept = np.concatenate([start + where.accept + first for first in where.start[:-1]])
    schedule = Schedule(accept, where.depth)
    events = []
    for grid in model._grids(config, rng(2)):
        drawn, _ = grid.results(layout.of_gemm(config, a, b)[grid.region](), NO_CHANGES)
        for register, part in drawn.items():
            events.append(grid.faults(register, part))
            events[-1]["cycle"] += np.uint64(start)
    a_tiles, b_tiles = (np.concatenate([getattr(cut, name) for cut in cuts]) for name in ("a", "b"))
    replayed = run(config, a_tiles, b_tiles, schedule, FaultList(config, np.concatenate(events)))
    accumulators = found.accumulators.reshape(-1, 7, 11)
    row_deltas, column_deltas = found.row_deltas.reshape(-1, 3), found.column_deltas.reshape(-1, 4)
    assert np.array_equal(row_deltas, replayed.row_deltas)
    assert np.array_equal(column_deltas, replayed.column_deltas)
    for tile, (gemm, block_row, block_column) in enumerate(np.ndindex(len(accumulators), 3, 3)):
        rows, columns = slice(3 * block_row, 3 * block_row + 3), slice(4 * block_column, 4 * block_column + 4)
        part = accumulators[gemm, rows, columns]
        assert np.array_equal(part, replayed.accumulators[tile][: part.shape[0], : part.shape[1]])
    assert (found.accumulators != a.int() @ b.int()).any()


def test_checksum_pes_that_never_fail_give_true_deltas() -> None:
    table = made_up(SMALL, lambda region, register, context: 0.01 * (region == Region.DATA))
    draw = rng(1)
    a = torch.from_numpy(draw.integers(-31, 32, (6, 50)).astype(np.int8))
    b = torch.from_numpy(draw.integers(-31, 32, (50, 8)).astype(np.int8))
    found = FlopErrors(table, VOLTAGE, WORST).gemm(SMALL, a, b, rng())
    checks = check_gemm(found.accumulators, a, b, SMALL, 4)
    assert torch.equal(found.row_deltas, checks.row_deltas)
    assert torch.equal(found.column_deltas, checks.column_deltas)
    assert checks.flagged.any()


# -- the table's rates, on the true trajectory -----------------------------------------------------


def walk(
    config: Config, a: list, b: list, schedule: Schedule, faults: FaultList
) -> Iterator[tuple[Region, Register, int, int, Captures, np.ndarray]]:
    """Simulate each PE slot by slot with its events; yield what its registers captured, and the masks."""
    width = config.array.accumulator_width
    slots = np.arange(schedule.flushes[-1])
    beat, flush = schedule.beat_of(slots), np.isin(slots, np.append(0, schedule.flushes))
    masks = {}
    for event in faults.events:
        register, row, column = (int(event[name]) for name in ("register", "row", "column"))
        slot = int(event["cycle"]) - int(capture_latency(config, register, row, column))
        masks[register, row, column, slot] = int(event["mask"])
    lane_a, lane_b = np.concatenate(a, 1).astype(int), np.concatenate(b, 0).T.astype(int)
    R, C = config.array.rows, config.array.columns
    for row, column in product(range(R + 1), range(C + 1)):
        if row == R and column == C:
            continue
        region = Region.CHECKSUM_ROW if row == R else Region.CHECKSUM_COLUMN if column == C else Region.DATA
        left = lane_a.sum(0) if row == R else lane_a[row]
        right = lane_b.sum(0) if column == C else lane_b[column]
        wanted_product = np.where(beat >= 0, left[beat] * right[beat], 0)
        sign = -1 if region else 1
        bits = int(width_table(config)[region, Register.PRODUCT])

        def wrong(register: int, row: int = row, column: int = column) -> np.ndarray:
            return np.array([masks.get((register, row, column, slot), 0) for slot in slots])

        held, previous = wanted_product, np.append(0, wanted_product[:-1])
        if config.array.product_register:
            mask = wrong(Register.PRODUCT)
            held = array_oracle.to_signed(wanted_product ^ mask, bits)
            before = np.append(0, held[:-1])
            seen = Captures(before, wanted_product, wanted_product, previous, flush & False)
            yield region, Register.PRODUCT, row, column, seen, mask
        mask = wrong(Register.ACCUMULATOR)
        added = sign * held
        before, wanted = np.zeros(len(slots), int), np.zeros(len(slots), int)
        level = 0
        for slot in slots:
            before[slot] = level
            wanted[slot] = array_oracle.to_signed((0 if flush[slot] else level) + added[slot], width)
            level = int(array_oracle.to_signed(wanted[slot] ^ mask[slot], width))
        after = np.append(False, flush[:-1]) & ~flush
        seen = Captures(before, wanted, added, np.append(0, added[:-1]), flush, after_flush=after)
        yield region, Register.ACCUMULATOR, row, column, seen, mask


def surprise(
    model: FlopErrors,
    config: Config,
    chance: Callable[[int, int, int, int, int], float],
    *,
    limit: int = 31,
    depth: int = 400,
    of: Callable[[int, Captures, int], np.ndarray] = contexts,
) -> tuple[float, int]:
    """Return the chi-square of events by region, register and context, and its degrees of freedom.

    `chance` of region, register, context, row, column is what the table says.
    """
    a, b, schedule = tiles(config, [depth] * (4800 // depth), limit=limit)
    faults = model.draw(config, a, b, schedule, rng(3))
    expected: dict[tuple[int, int, int], float] = {}
    found: dict[tuple[int, int, int], int] = {}
    variance: dict[tuple[int, int, int], float] = {}
    for region, register, row, column, seen, mask in walk(config, a, b, schedule, faults):
        width = int(width_table(config)[region, register])
        first = first_faulty_cycle(config) - int(capture_latency(config, register, row, column))
        codes = of(register, seen, width)[max(first, 0) :]
        hits = mask[max(first, 0) :] != 0
        for code in np.unique(codes):
            key = int(region), int(register), int(code)
            p = chance(*key, row, column)
            visits = int((codes == code).sum())
            expected[key] = expected.get(key, 0.0) + p * visits
            variance[key] = variance.get(key, 0.0) + p * (1 - p) * visits
            found[key] = found.get(key, 0) + int(hits[codes == code].sum())
    frequent = [key for key, mean in expected.items() if mean > 5]
    total = sum((found[key] - expected[key]) ** 2 / variance[key] for key in frequent)
    return float(total), len(frequent)


def fits(total: float, freedom: int) -> bool:
    """Whether a chi-square is within four standard deviations of its mean."""
    return freedom > 10 and abs(total - freedom) < 4 * np.sqrt(2 * freedom)


class TestRates:
    @pytest.mark.parametrize("config", [SMALL, REGISTERED])
    @pytest.mark.parametrize("limit", [31, 2])
    def test_events_come_at_the_rates_of_the_contexts_that_they_bring_about(
        self, config: Config, limit: int
    ) -> None:
        # With operands up to 2 sums stay small, so that candidates are those of reachable contexts at first.
        table = made_up(config, uneven, registers=[Register.PRODUCT, Register.ACCUMULATOR])
        model = FlopErrors(table, VOLTAGE, WORST)
        total, freedom = surprise(model, config, lambda g, r, c, i, j: 2 * uneven(g, r, c), limit=limit)
        assert fits(total, freedom), (total, freedom)

    @pytest.mark.parametrize(
        ("config", "mistake"),
        [
            (SMALL, "no feedback"),
            (SMALL, "wrong product"),
            (REGISTERED, "wrong previous product"),
            (SMALL, "late flush"),
            (SMALL, "nothing after a flush"),
        ],
    )
    def test_other_contexts_are_noticed(self, config: Config, mistake: str) -> None:
        def rate(region: int, register: int, context: int) -> float:
            return uneven(region, register, context) * (4 if context & 16 else 1)

        def mistaken(register: int, seen: Captures, width: int) -> np.ndarray:
            if mistake == "no feedback":
                total = np.cumsum(seen.product)
                starts = np.flatnonzero(seen.flush)
                start = np.repeat((total - seen.product)[starts], np.diff(np.append(starts, len(total))))
                wanted = array_oracle.to_signed(total - start, width)
                seen = seen._replace(wanted=wanted, before=np.append(0, wanted[:-1]))
            elif mistake == "wrong product":
                seen = seen._replace(product=np.roll(seen.product, 1))
            elif mistake == "wrong previous product":
                seen = seen._replace(previous_product=np.roll(seen.previous_product, 1))
            elif mistake == "nothing after a flush":
                seen = seen._replace(after_flush=None)
            else:
                seen = seen._replace(flush=np.roll(seen.flush, 1))
            return contexts(register, seen, width)

        model = FlopErrors(made_up(config, rate), VOLTAGE, WORST)
        total, freedom = surprise(
            model, config, lambda g, r, c, i, j: 2 * rate(g, r, c), depth=20, of=mistaken
        )
        assert not fits(total, freedom), (total, freedom)

    def test_factors_move_each_pe_to_its_own_period(self) -> None:
        table = made_up(SMALL, uneven)
        factors = rng(9).uniform(0.9, 1.0, (4, 5))
        model = FlopErrors(table, VOLTAGE, 0.9 * STATIC_PS, factors=factors)

        def chance(region: int, register: int, context: int, row: int, column: int) -> float:
            low, high, weight = table.bracket(0.9 / factors[row, column])
            return ((1 - weight) * low + weight * high) * uneven(region, register, context)

        total, freedom = surprise(model, SMALL, chance)
        assert fits(total, freedom), (total, freedom)
        total, freedom = surprise(model, SMALL, lambda g, r, c, i, j: 1.5 * uneven(g, r, c))
        assert not fits(total, freedom), (total, freedom)

    def test_patterns_have_their_shares(self) -> None:
        table = made_up(SMALL, lambda region, register, context: 0.01, masks=2)
        for number, count in enumerate((0.75, 0.25)):
            table.patterns["count"][:] = np.where(
                np.arange(len(table.patterns)) // 2 % 2 == number,
                np.round(count * 0.02 * CAPTURES),
                table.patterns["count"],
            )
        a, b, schedule = tiles(SMALL, [400] * 30)
        faults = FlopErrors(table, VOLTAGE, WORST).draw(SMALL, a, b, schedule, rng(3))
        frequent = table.patterns[
            (table.patterns["period"] == 2) & (table.patterns["count"] > 0.01 * CAPTURES)
        ]
        rare = np.setdiff1d(table.patterns["mask"], frequent["mask"])
        share = np.isin(faults.events["mask"], rare).mean()
        assert share == pytest.approx(0.25, abs=0.02)

    def test_no_errors_where_the_table_has_none(self) -> None:
        a, b, schedule = tiles(SMALL, [100])
        model = FlopErrors(made_up(SMALL, uneven), VOLTAGE, 1.5 * STATIC_PS)
        assert len(model.draw(SMALL, a, b, schedule, rng())) == 0


class TestSeeds:
    def test_a_seed_fixes_the_list_and_others_have_its_statistics(self) -> None:
        a, b, schedule = tiles(SMALL, [200] * 5)
        model = FlopErrors(made_up(SMALL, uneven), VOLTAGE, WORST)
        lists = [model.draw(SMALL, a, b, schedule, rng(seed)) for seed in range(40)]
        again = model.draw(SMALL, a, b, schedule, rng(0))
        assert np.array_equal(lists[0].events, again.events)
        assert not np.array_equal(lists[0].events, lists[1].events)
        counts = np.array([len(faults) for faults in lists])
        # Nearly independent events: the counts of seeds spread as Poisson's do.
        index = counts.var(ddof=1) / counts.mean()
        assert 0.5 < index < 1.7
        halves = counts[:20].sum(), counts[20:].sum()
        assert abs(halves[0] - halves[1]) < 4 * np.sqrt(sum(halves))

    def test_weights_may_change_in_place(self) -> None:
        a, b = (torch.from_numpy(rng(n).integers(-31, 32, (60, 60)).astype(np.int8)) for n in range(2))
        model = FlopErrors(made_up(SMALL, uneven), VOLTAGE, WORST)
        model.gemm(SMALL, a, b, rng(1))
        b.neg_()
        again = model.gemm(SMALL, a, b, rng(1))
        fresh = FlopErrors(made_up(SMALL, uneven), VOLTAGE, WORST).gemm(SMALL, a, b, rng(1))
        assert torch.equal(again.accumulators, fresh.accumulators)
        assert torch.equal(again.row_deltas, fresh.row_deltas)

    def test_threads_change_nothing(self) -> None:
        a, b = (torch.from_numpy(rng(n).integers(-31, 32, (60, 60)).astype(np.int8)) for n in range(2))
        model = FlopErrors(made_up(SMALL, uneven), VOLTAGE, WORST)
        before = torch.get_num_threads()
        runs = []
        try:
            for threads in (1, 3):
                torch.set_num_threads(threads)
                runs.append(model.gemm(SMALL, a, b, rng(1)).accumulators)
        finally:
            torch.set_num_threads(before)
        assert torch.equal(*runs)


class TestRefusals:
    @pytest.mark.parametrize(
        ("voltage", "period", "changes", "message"),
        [
            (0.8, 1000.0, {}, "knows supplies from 0.9 to 1.1 V, not 0.8 V"),
            (1.0, 800.0, {}, "0.800 of the static 1000 ps at 1 V, and the table ends at 0.900"),
            (1.0, 0.0, {}, "must be positive"),
            (1.0, 950.0, {"factors": np.full((4, 5), 1.1)}, "the static 1100 ps"),
            (1.0, 950.0, {"factors": np.zeros((4, 5))}, "must be positive numbers, not 0"),
            (1.0, 950.0, {"factors": np.full((4, 5), np.nan)}, "must be positive numbers, not nan"),
            (1.0, 950.0, {"factors": [1.0, 1.0]}, r"must be a matrix, not of shape \(2,\)"),
        ],
    )
    def test_operating_points(self, voltage: float, period: float, changes: dict, message: str) -> None:
        with pytest.raises(UserError, match=message):
            FlopErrors(made_up(SMALL, uneven), voltage, period, **changes)

    def test_extrapolation_holds_the_end_of_the_table(self) -> None:
        table = made_up(SMALL, uneven)
        a, b, schedule = tiles(SMALL, [200])
        far = FlopErrors(table, VOLTAGE, 0.5 * STATIC_PS, extrapolate=True).draw(SMALL, a, b, schedule, rng())
        end = FlopErrors(table, VOLTAGE, WORST).draw(SMALL, a, b, schedule, rng())
        assert np.array_equal(far.events, end.events)

    def test_arrays(self) -> None:
        table = made_up(SMALL, uneven)
        a, b, schedule = tiles(SMALL, [10])
        model = FlopErrors(table, VOLTAGE, WORST)
        with pytest.raises(TableError, match="made for PEs of another configuration"):
            model.draw(REGISTERED, *tiles(REGISTERED, [10]), rng())
        with pytest.raises(UserError, match=r"of shape \(4, 5\), one for each PE .* not \(3, 4\)"):
            FlopErrors(table, VOLTAGE, WORST, factors=np.ones((3, 4))).draw(SMALL, a, b, schedule, rng())

    def test_tables_with_other_contexts(self) -> None:
        with pytest.raises(TableError, match="tells 32 contexts apart, this program 256; characterise again"):
            FlopErrors(made_up(SMALL, uneven, contexts=32), VOLTAGE, WORST)

    def test_too_many_errors(self) -> None:
        config = PRESETS["drift"]
        table = made_up(config, lambda g, r, c: 0.4)
        ones = torch.ones(1024, 1024, dtype=torch.int8)
        with pytest.raises(UserError, match="too many for a list; raise the voltage or the period"):
            FlopErrors(table, VOLTAGE, WORST).gemm(config, ones, ones, rng())
