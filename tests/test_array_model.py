"""The faulty array model against a simulation of every register, and the schedule it runs by."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from array_oracle import simulate

from drift_hw.config import PRESETS, ArrayConfig, Config, ProtectionConfig
from drift_hw.errors import UserError
from golden import replay
from golden.abft import check
from golden.array import run
from golden.faults import EVENT, FaultError, FaultList, Kind, Register, regions, width_table
from golden.injection import bernoulli_faults, random_faults
from golden.schedule import (
    Schedule,
    ScheduleError,
    capture_latency,
    dense_schedule,
    first_faulty_cycle,
)

SIZES = [(3, 5), (1, 7), (4, 4), (6, 1), (1, 1), (2, 3)]


def random_config(random: np.random.Generator) -> Config:
    rows, columns = SIZES[random.integers(len(SIZES))]
    carry_save = random.random() < 0.4
    return Config(
        array=ArrayConfig(
            rows=rows,
            columns=columns,
            operand_width=int(random.integers(4, 9)),
            accumulator_width=int(random.choice([16, 17, 20, 32, 16 if carry_save else 48])),
            product_register=not carry_save and bool(random.integers(2)),
            carry_save=carry_save,
            drain_segment=int(random.integers(1, 5)),
        ),
        protection=ProtectionConfig(abft=bool(random.integers(4))),
    )


def random_tiles(config: Config, random: np.random.Generator, count: int, deepest: int = 9):
    """Tiles of random depth; extreme operands are frequent."""
    limit = config.output_limit
    a, b = [], []
    for depth in random.integers(1, deepest, count):
        for tiles, shape in ((a, (config.array.rows, depth)), (b, (depth, config.array.columns))):
            tile = random.integers(-limit - 1, limit + 1, shape, dtype=np.int8)
            tiles.append(np.where(random.random(shape) < 0.2, np.int8(-limit - 1), tile))
    return a, b


def random_schedule(config: Config, random: np.random.Generator, depths: list[int]) -> Schedule:
    """Bubbles anywhere, as an input that is not always valid and a gate make them."""
    accept, cycle, flush = [], int(random.integers(-1, 20)), 0
    for depth in depths:
        for k in range(depth):
            cycle += 1 + int(random.integers(0, 4)) * int(random.random() < 0.3)
            if k == depth - 1:
                cycle = max(cycle, flush + config.drain_cycles - 1)
            accept.append(cycle)
        flush = cycle + 1
    return Schedule(np.array(accept), np.array(depths))


def crowded_faults(config: Config, random: np.random.Generator, schedule: Schedule) -> FaultList:
    """Events of all kinds, crowded on one PE or all over, in neighbouring cycles and at flushes."""
    first = first_faulty_cycle(config)
    last = max(first + 1, int(schedule.flushes[-1]) + config.array.rows + config.array.columns + 6)
    faults = random_faults(
        config,
        int(random.integers(1, 200)),
        cycles=(first, last + 200),
        rng=random,
        kinds=list(Kind),
    )
    events = faults.events[faults.events["cycle"] < last].copy()
    row, column = events["row"].astype(int), events["column"].astype(int)
    widths = width_table(config)[regions(config, row, column), events["register"]]
    wide = random.random(len(events)) < 0.5
    events["mask"][wide] = random.integers(1, 1 << widths[wide])
    events["toggle"] = np.where(events["kind"] == Kind.RANDOM, events["mask"] & events["toggle"], 0)
    site = random.integers(len(events)) if len(events) else 0
    hot = np.zeros(0, EVENT)
    if len(events):
        # One register faulty in nearly every cycle: chains of old values.
        cycles = np.arange(first, last)[random.random(last - first) < 0.7]
        hot = np.repeat(events[site : site + 1], len(cycles))
        hot["cycle"] = cycles
        hot["kind"] = random.integers(0, 2, len(cycles))
        hot["toggle"] = 0
    joined = np.concatenate([events, hot])
    _, unique = np.unique(joined[["cycle", "register", "row", "column"]], return_index=True)
    return FaultList(config, joined[unique])


def agrees(config: Config, a, b, schedule: Schedule, faults: FaultList) -> bool:
    model = run(config, a, b, schedule, faults)
    expected = simulate(config, a, b, schedule.accept, faults.events)
    pairs = zip((model.accumulators, model.row_checksums, model.column_checksums), expected, strict=True)
    return all(np.array_equal(one, other) if other is not None else one is None for one, other in pairs)


def random_case(seed: int):
    random = np.random.default_rng(seed)
    config = random_config(random)
    a, b = random_tiles(config, random, int(random.integers(1, 6)))
    schedule = random_schedule(config, random, [tile.shape[1] for tile in a])
    return config, a, b, schedule, crowded_faults(config, random, schedule)


class TestAgainstEveryRegister:
    @pytest.mark.parametrize("seed", range(150))
    def test_random_runs(self, seed: int) -> None:
        assert agrees(*random_case(seed))

    @pytest.mark.regress
    def test_many_random_runs(self) -> None:
        wrong = [seed for seed in range(1000, 4000) if not agrees(*random_case(seed))]
        assert wrong == []

    @pytest.mark.parametrize("product_register", [False, True])
    @pytest.mark.parametrize("kind", list(Kind))
    def test_every_flop_bit_at_once(self, kind: Kind, product_register: bool) -> None:
        config = Config(array=ArrayConfig(rows=3, columns=2, product_register=product_register))
        random = np.random.default_rng(int(kind))
        a, b = random_tiles(config, random, 6, 12)
        schedule = dense_schedule(config, [tile.shape[1] for tile in a], 10)
        cycles = (first_faulty_cycle(config), int(schedule.flushes[-1]) + 8)
        for rate in (0.003, 0.05, 0.5):
            faults = bernoulli_faults(config, rate, cycles=cycles, rng=random, kind=kind)
            assert agrees(config, a, b, schedule, faults)

    @pytest.mark.parametrize(
        "mutation",
        [
            "late keeps the clean value",
            "late keeps the new value",
            "operand faults do not travel",
            "flush clears the old value too",
            "product ignores its old value",
        ],
    )
    def test_a_wrong_model_would_be_noticed(self, mutation: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """The comparison has teeth: each of these is a plausible reading of the contract, and fails."""
        grid, hits = replay.Grid, replay._Hits
        if mutation == "late keeps the clean value":
            # No chain: a hit right after another one finds the value that was never hit.
            monkeypatch.setattr(replay, "_in_order", lambda chained: [np.arange(len(chained))])
        elif mutation == "late keeps the new value":
            capture = hits.capture
            monkeypatch.setattr(hits, "capture", lambda self, wanted, old: capture(self, wanted, wanted))
        elif mutation == "operand faults do not travel":
            carry = grid._carry

            def stay(self, operands, *arguments):
                lane, step, steps, found = arguments
                lanes, at, slots, values = carry(self, operands, *arguments)
                own = np.isin(
                    (lanes * steps + at) * self._slots + slots,
                    (lane * steps + step) * self._slots + found.slot,
                )
                return lanes[own], at[own], slots[own], values[own]

            monkeypatch.setattr(grid, "_carry", stay)
        elif mutation == "flush clears the old value too":
            accumulate = grid._accumulate

            def cleared(self, products, found):
                flush = np.isin(found.slot, self.schedule.flushes)
                forgetful = dataclasses.replace(found, holds=np.where(flush, 0, found.holds))
                return accumulate(self, products, forgetful)

            monkeypatch.setattr(grid, "_accumulate", cleared)
        else:
            find = grid._products

            def memoryless(self, a, b, found):
                return find(self, a, b, dataclasses.replace(found, holds=np.zeros_like(found.holds)))

            monkeypatch.setattr(grid, "_products", memoryless)
        assert not all(agrees(*random_case(seed)) for seed in range(60))


class TestByHand:
    """Cases small enough to follow on paper, on the array without product register."""

    config = Config(array=ArrayConfig(rows=2, columns=2))
    cycle = 20
    depth = 6

    def run_one(
        self, register: Register, row: int, column: int, slot: int, *, mask: int, kind: Kind = Kind.FLIP
    ):
        """A tile of ones whose first beat is accepted in `cycle`; one event at `slot` beats after that."""
        a = np.ones((2, self.depth), np.int8)
        schedule = dense_schedule(self.config, [self.depth] * 2, self.cycle)
        latency = int(capture_latency(self.config, register, row, column))
        faults = FaultList.of(
            self.config,
            cycle=self.cycle + slot + latency,
            register=register,
            row=row,
            column=column,
            mask=mask,
            kind=kind,
        )
        return run(self.config, [a, a], [a.T, a.T], schedule, faults)

    def test_operand_travels_right_or_down(self) -> None:
        # 1 with bit 2 flipped is 5: one product of each PE on the way is 4 more.
        assert self.run_one(Register.A, 0, 0, 3, mask=4).accumulators[0].tolist() == [[10, 10], [6, 6]]
        assert self.run_one(Register.A, 1, 1, 3, mask=4).accumulators[0].tolist() == [[6, 6], [6, 10]]
        assert self.run_one(Register.B, 0, 1, 3, mask=4).accumulators[0].tolist() == [[6, 10], [6, 10]]

    def test_late_operand_keeps_the_beat_before(self) -> None:
        # The first beat follows bubbles, whose operands are 0; the flush slot follows the tile's last 1.
        assert self.run_one(Register.A, 0, 0, 0, mask=255, kind=Kind.LATE).accumulators[0].tolist() == [
            [5, 5],
            [6, 6],
        ]
        assert (self.run_one(Register.A, 0, 0, 1, mask=255, kind=Kind.LATE).accumulators == 6).all()

    def test_late_accumulator_at_the_flush_keeps_the_tile_before(self) -> None:
        # 6 is 110 in binary, the 1 that the flush should load 001: with bit 2 late, 101.
        result = self.run_one(Register.ACCUMULATOR, 1, 0, self.depth, mask=4, kind=Kind.LATE)
        assert (result.accumulators[0] == 6).all()
        assert result.accumulators[1].tolist() == [[6, 6], [10, 6]]
        assert result.row_deltas[1].tolist() == [0, 4]
        assert result.column_deltas[1].tolist() == [4, 0]

    def test_checksum_faults_do_not_reach_outputs(self) -> None:
        result = self.run_one(Register.B, 0, 2, 2, mask=4)
        assert (result.accumulators == 6).all()
        # The row sum 2 becomes 6 for both rows; checksum PEs subtract.
        assert result.row_deltas[0].tolist() == [-4, -4]
        assert not result.column_deltas.any()
        result = self.run_one(Register.ACCUMULATOR, 2, 1, 2, mask=1)
        assert np.abs(result.column_deltas[0]).tolist() == [0, 1]
        assert not result.row_deltas.any()

    def test_sign_bit_wraps(self) -> None:
        result = self.run_one(Register.ACCUMULATOR, 0, 0, 5, mask=1 << 31)
        assert result.accumulators[0, 0, 0] == 6 - 2**31
        assert bool(result.checks(31).row_flags[0, 0])

    def test_after_the_last_beat_nothing_changes(self) -> None:
        for register in (Register.A, Register.B, Register.ACCUMULATOR):
            assert (self.run_one(register, 1, 1, 2 * self.depth, mask=4).accumulators == 6).all()
            assert self.run_one(register, 1, 1, 2 * self.depth - 1, mask=4).accumulators[1, 1, 1] != 6


def test_deltas_are_those_of_the_results_when_checksums_are_right() -> None:
    config = PRESETS["tiny"]
    random = np.random.default_rng(0)
    a, b = random_tiles(config, random, 20, 30)
    schedule = dense_schedule(config, [tile.shape[1] for tile in a], 16)
    faults = random_faults(config, 40, cycles=(20, 300), rng=1, sites="data")
    result = run(config, a, b, schedule, faults)
    assert result.row_deltas.any()
    checks = result.checks(10)
    for tile, (one, other) in enumerate(zip(a, b, strict=True)):
        expected = check(
            torch.from_numpy(result.accumulators[tile]),
            torch.from_numpy(one),
            torch.from_numpy(other),
            config,
            10,
        )
        assert torch.equal(expected.row_deltas, checks.row_deltas[tile])
        assert torch.equal(expected.column_deltas, checks.column_deltas[tile])
        assert torch.equal(expected.mask, checks.mask[tile])


def test_deep_tiles_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prefix sums are computed in bounded steps, with the same outcome."""
    config = PRESETS["tiny"]
    random = np.random.default_rng(0)
    a, b = random_tiles(config, random, 5, 200)
    schedule = dense_schedule(config, [tile.shape[1] for tile in a], 16)
    faults = random_faults(
        config, 300, cycles=(20, int(schedule.flushes[-1])), rng=1, registers=[Register.ACCUMULATOR]
    )
    whole = run(config, a, b, schedule, faults)
    monkeypatch.setattr(replay, "_CHUNK", 1)
    assert np.array_equal(run(config, a, b, schedule, faults).accumulators, whole.accumulators)


class TestRefusals:
    config = PRESETS["tiny"]
    a = np.ones((2, 4, 9), np.int8)
    b = np.ones((2, 9, 4), np.int8)
    schedule = dense_schedule(PRESETS["tiny"], [9, 9])

    def test_tiles(self) -> None:
        with pytest.raises(UserError, match="a schedule of 2 tiles needs as many, not 1 and 2"):
            run(self.config, self.a[:1], self.b, self.schedule)
        with pytest.raises(UserError, match=r"tile 0: A must be int8 of shape \(4, 9\), not int8 \(4, 8\)"):
            run(self.config, self.a[:, :, 1:], self.b, self.schedule)
        with pytest.raises(UserError, match=r"tile 0: B must be int8 of shape \(9, 4\), not int32 \(9, 4\)"):
            run(self.config, self.a, self.b.astype(np.int32), self.schedule)
        narrow = self.config.replace(array__operand_width=4)
        for wrong in (8, -9):
            with pytest.raises(UserError, match=f"operands of B must be from -8 to 7, not {wrong}"):
                run(narrow, self.a, self.b * np.int8(wrong), self.schedule)

    def test_faults_of_another_configuration(self) -> None:
        faults = FaultList(PRESETS["demo"], np.zeros(0, EVENT))
        with pytest.raises(FaultError, match="the fault list was made for another configuration"):
            run(self.config, self.a, self.b, self.schedule, faults)

    def test_faults_while_flops_are_unknown(self) -> None:
        first = first_faulty_cycle(self.config)
        event = {"register": Register.A, "row": 0, "column": 0, "mask": 1}
        run(self.config, self.a, self.b, self.schedule, FaultList.of(self.config, cycle=first, **event))
        with pytest.raises(
            FaultError, match=f"in cycle {first - 1}, .* events are allowed from cycle {first} on"
        ):
            run(
                self.config,
                self.a,
                self.b,
                self.schedule,
                FaultList.of(self.config, cycle=first - 1, **event),
            )

    def test_no_checks_without_abft(self) -> None:
        config = self.config.replace(protection__abft=False)
        with pytest.raises(UserError, match=r"no checks without ABFT; set protection.abft = true"):
            run(config, self.a, self.b, self.schedule).checks(10)

    def test_schedule_of_a_faster_drain(self) -> None:
        with pytest.raises(ScheduleError, match=r"flush of tile 1 comes 9 cycles .* drains for 17"):
            run(
                Config(array=ArrayConfig(rows=16, columns=4)),
                [np.ones((16, 9), np.int8)] * 2,
                self.b,
                Schedule(np.arange(16, 34), np.array([9, 9])),
            )


class TestSchedule:
    def test_back_to_back(self) -> None:
        config = PRESETS["tiny"]
        assert config.drain_cycles == 5
        schedule = dense_schedule(config, [6, 5, 8], 10)
        assert schedule.accept.tolist() == list(range(10, 29))
        assert schedule.flushes.tolist() == [16, 21, 29]

    def test_last_beat_waits_for_the_drain(self) -> None:
        schedule = dense_schedule(PRESETS["tiny"], [1, 2, 7, 3], 0)
        # The flush of reset in cycle 0 holds the first tile, then each short tile its own last beat.
        assert schedule.accept.tolist() == [4, 5, 9, *range(10, 17), 17, 18, 21]
        schedule.check(PRESETS["tiny"])
        assert np.diff(schedule.flushes).min() >= 5

    def test_tiles_and_beats_of_slots(self) -> None:
        schedule = Schedule(np.array([3, 5, 9]), np.array([2, 1]))
        assert schedule.tile_of([0, 3, 5, 6, 9, 10, 50]).tolist() == [0, 0, 0, 1, 1, 2, 2]
        assert schedule.beat_of(np.array([0, 3, 4, 5, 9, 10])).tolist() == [-1, 0, -1, 1, 2, -1]
        assert schedule.first_beats.tolist() == [0, 2]
        recorded = Schedule.of_tiles([np.array([3, 5]), [9]])
        assert np.array_equal(recorded.accept, schedule.accept)
        assert np.array_equal(recorded.depths, schedule.depths)

    @pytest.mark.parametrize("product_register", [False, True])
    def test_latencies_of_the_contract(self, product_register: bool) -> None:
        config = Config(array=ArrayConfig(rows=3, columns=5, product_register=product_register))
        register = np.arange(4)
        accumulator = 3 if product_register else 2
        assert capture_latency(config, register, 0, 0).tolist() == [1, 1, 2, accumulator]
        assert (capture_latency(config, register, 2, 4) - capture_latency(config, register, 0, 0) == 6).all()
        assert np.array_equal(
            capture_latency(config, register, 2, 5), capture_latency(config, register, 2, 0)
        )
        assert np.array_equal(
            capture_latency(config, register, 3, 4), capture_latency(config, register, 0, 4)
        )

    @pytest.mark.parametrize(
        ("accept", "depths", "message"),
        [
            ([], [], "accept of a schedule must be a list of integers, at least one"),
            ([0.5], [1], "accept of a schedule must be a list of integers"),
            ([1], [[1]], "depths of a schedule must be a list of integers"),
            ([1, 2], [2, 0], "every tile has at least one beat, not 0"),
            ([1, 2], [3], "a schedule of 3 beats needs as many cycles, not 2"),
            ([5, 5], [2], "beat 1 is accepted in cycle 5"),
            ([-1, 5], [2], "beat 0 is accepted in cycle -1"),
        ],
    )
    def test_refuses(self, accept: list[int], depths: list[int], message: str) -> None:
        with pytest.raises(ScheduleError, match=message):
            Schedule(np.array(accept), np.array(depths))

    def test_refuses_to_plan(self) -> None:
        for depths, first in (([0], 0), ([3], -1), ([], 0)):
            with pytest.raises(ScheduleError, match="tiles of at least one beat and a first cycle from 0"):
                dense_schedule(PRESETS["tiny"], depths, first)
        with pytest.raises(ScheduleError, match="a schedule needs at least one tile"):
            Schedule.of_tiles([])
