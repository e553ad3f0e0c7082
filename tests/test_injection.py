"""Drawn fault lists: from the asked places only, without replacement, and the same from the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from drift_hw.config import PRESETS, ArrayConfig, Config, ProtectionConfig
from golden import injection
from golden.faults import FaultError, Kind, Register, register_width
from golden.injection import bernoulli_faults, fault_sites, one_fault_per_tile, random_faults
from golden.schedule import capture_latency, dense_schedule, first_faulty_cycle

CONFIG = Config(array=ArrayConfig(rows=3, columns=5, product_register=True))
PLAIN = Config(array=ArrayConfig(rows=3, columns=5), protection=ProtectionConfig(abft=False))
FIRST = first_faulty_cycle(CONFIG)


def bit_positions(faults) -> list[tuple[int, int]]:
    """(bit, width) of each event, of which each has one bit."""
    found = []
    for event in faults.events:
        mask = int(event["mask"])
        assert mask.bit_count() == 1
        width = register_width(faults.config, int(event["register"]), int(event["row"]), int(event["column"]))
        found.append((mask.bit_length() - 1, width))
    return found


class TestRandomFaults:
    def test_seed_or_generator(self) -> None:
        arguments = {"cycles": (50, 90), "kinds": list(Kind)}
        first = random_faults(CONFIG, 100, rng=3, **arguments)
        again = random_faults(CONFIG, 100, rng=np.random.default_rng(3), **arguments)
        other = random_faults(CONFIG, 100, rng=4, **arguments)
        assert np.array_equal(first.events, again.events)
        assert not np.array_equal(first.events, other.events)
        assert (first.seed, again.seed) == (3, None)

    def test_without_replacement_down_to_the_last_site(self) -> None:
        sites = len(fault_sites(PLAIN)[0])
        assert sites == 45
        faults = random_faults(PLAIN, 3 * sites, cycles=(50, 53), rng=0)
        assert len(faults) == 3 * sites
        assert set(faults.events["cycle"].tolist()) == {50, 51, 52}
        with pytest.raises(
            FaultError, match="can not draw 136 fault events: there are 135 registers x cycles"
        ):
            random_faults(PLAIN, 136, cycles=(50, 53), rng=0)
        assert len(random_faults(PLAIN, 0, cycles=(50, 53), rng=0)) == 0

    @pytest.mark.parametrize(
        ("sites", "row", "column"), [("data", False, False), ("checksum", True, True), ("all", True, True)]
    )
    def test_sites(self, sites: injection.Sites, row: bool, column: bool) -> None:
        events = random_faults(CONFIG, 400, cycles=(50, 90), rng=0, sites=sites).events
        in_row, in_column = events["row"] == 3, events["column"] == 5
        assert (in_row.any(), in_column.any()) == (row, column)
        if sites == "checksum":
            assert (in_row | in_column).all()
            assert not (in_row & in_column).any()

    def test_registers_and_kinds(self) -> None:
        chosen = [Register.PRODUCT, Register.B]
        events = random_faults(
            CONFIG, 300, cycles=(50, 90), rng=0, registers=chosen, kinds=[Kind.FLIP, Kind.RANDOM]
        ).events
        assert set(events["register"].tolist()) == {1, 2}
        assert set(events["kind"].tolist()) == {1, 2}
        toggled = events["toggle"][events["kind"] == Kind.RANDOM] != 0
        assert 0.35 < toggled.mean() < 0.65
        assert set(random_faults(PLAIN, 99, cycles=(50, 90), rng=0).events["register"].tolist()) == {0, 1, 3}

    @pytest.mark.parametrize(
        ("bits", "low", "high"), [("low", 0, 1), ("middle", 1, 2), ("high", 2, 3), ("any", 0, 3)]
    )
    def test_bits(self, bits: injection.Bits, low: int, high: int) -> None:
        found = bit_positions(random_faults(CONFIG, 500, cycles=(50, 90), rng=0, bits=bits))
        assert all(width * low // 3 <= bit < width * high // 3 for bit, width in found)
        seen = {bit for bit, width in found if width == 8}
        assert seen == set(range(8 * low // 3, 8 * high // 3))

    def test_bits_by_position(self) -> None:
        found = bit_positions(random_faults(CONFIG, 200, cycles=(50, 90), rng=0, bits=[0, 7]))
        assert {bit for bit, _ in found} == {0, 7}

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"bits": "top"}, "bits must be any, low, middle, high or a list of positions, not 'top'"),
            ({"bits": [8]}, r"bit positions must be from 0 to 7, the narrowest .*, not \[8\]"),
            ({"bits": []}, r"bit positions must be from 0 to 7, .* not \[\]"),
            ({"sites": "some"}, "sites must be all, data or checksum, not 'some'"),
            ({"kinds": []}, "name at least one kind"),
            ({"cycles": (50, 50)}, "cycles 50 to 50 are no range for faults"),
            ({"cycles": (FIRST - 1, 50)}, f"must start from cycle {FIRST} on"),
            ({"count": -1}, "can not draw -1 fault events"),
        ],
    )
    def test_refuses(self, changes: dict[str, object], message: str) -> None:
        with pytest.raises(FaultError, match=message):
            random_faults(CONFIG, **({"count": 20, "cycles": (50, 90), "rng": 0} | changes))

    def test_refuses_what_is_not_built(self) -> None:
        with pytest.raises(FaultError, match=r"no product register; set array.product_register = true"):
            random_faults(PLAIN, 1, cycles=(50, 90), rng=0, registers=[Register.PRODUCT])
        with pytest.raises(FaultError, match="this configuration has no checksum registers"):
            random_faults(PLAIN, 1, cycles=(50, 90), rng=0, sites="checksum")


class TestBernoulli:
    def test_rate_per_bit_and_cycle(self) -> None:
        widths = sum(
            register_width(CONFIG, *(int(x) for x in site)) for site in zip(*fault_sites(CONFIG), strict=True)
        )
        faults = bernoulli_faults(CONFIG, 0.01, cycles=(50, 250), rng=0)
        bits = sum(int(mask).bit_count() for mask in faults.events["mask"])
        expected = 0.01 * 200 * widths
        assert abs(bits - expected) < 5 * expected**0.5
        assert max(int(mask).bit_count() for mask in faults.events["mask"]) > 1
        assert faults.seed == 0

    def test_all_and_nothing(self) -> None:
        assert len(bernoulli_faults(CONFIG, 0, cycles=(50, 60), rng=0)) == 0
        everything = bernoulli_faults(CONFIG, 1, cycles=(50, 52), rng=0, registers=[Register.A], sites="data")
        assert len(everything) == 30
        assert (everything.events["mask"] == 255).all()

    def test_random_toggles_half(self) -> None:
        events = bernoulli_faults(CONFIG, 0.3, cycles=(50, 90), rng=0, kind=Kind.RANDOM).events
        masked, toggled = (sum(int(x).bit_count() for x in events[name]) for name in ("mask", "toggle"))
        assert abs(toggled / masked - 0.5) < 0.05

    @pytest.mark.parametrize("rate", [-0.1, 1.1, float("nan")])
    def test_refuses_rates(self, rate: float) -> None:
        with pytest.raises(FaultError, match="must be from 0 to 1, not"):
            bernoulli_faults(CONFIG, rate, cycles=(50, 60), rng=0)

    def test_refuses_lists_that_are_too_long(self) -> None:
        with pytest.raises(
            FaultError, match="a list holds at most 20000000; take a smaller rate or fewer cycles"
        ):
            bernoulli_faults(PRESETS["large"], 0.5, cycles=(500, 1500), rng=0)


class TestOneFaultPerTile:
    def test_each_tile_has_one(self) -> None:
        schedule = dense_schedule(CONFIG, np.random.default_rng(0).integers(1, 30, 300), FIRST)
        faults = one_fault_per_tile(CONFIG, schedule, rng=5, kinds=list(Kind))
        events = faults.events
        slots = events["cycle"].astype(np.int64) - capture_latency(
            CONFIG, events["register"], events["row"], events["column"]
        )
        assert sorted(schedule.tile_of(slots).tolist()) == list(range(300))
        assert (events["cycle"] >= FIRST).all()
        # Some hit the very slot that flushes the tile before, where late bits keep what that one left.
        assert np.isin(slots, schedule.flushes).any()
        assert faults.seed == 5

    def test_too_early(self) -> None:
        with pytest.raises(
            FaultError, match=f"tile 0 ends before cycle {FIRST}, .* start the schedule in a later"
        ):
            one_fault_per_tile(
                CONFIG, dense_schedule(CONFIG, [2, 50]), rng=0, registers=[Register.A], sites="data"
            )
