"""Variation: the same dies from the same seed, bands around the wall, margin and errors told apart."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from drift_hw.config import PRESETS
from drift_hw.faults.table import ELEMENT, JOINT, PATTERN, Supply, TableError, TimingTable, array_key
from synth.timing.errors import TimingError
from synth.timing.population import Population
from synth.timing.variation import Variation

CONFIG = PRESETS["tiny"]
GRID = np.array([1.0, 0.98, 0.96, 0.94, 0.92, 0.9, 0.85, 0.8, 0.7])
RATES = np.array([0, 0, 1e-3, 1e-2, 5e-2, 0.1, 0.3, 0.6, 0.9])
ELEMENTS = 100_000


def table(supplies: tuple[float, ...] = (1.0, 1.4, 1.8)) -> TimingTable:
    """A wall at x = 0.98 at every supply; T0 is 1000 ps at 1.8 V and falls with its square."""
    joint = np.zeros(len(supplies) * len(GRID), JOINT)
    joint["supply"] = np.repeat(np.arange(len(supplies)), len(GRID))
    joint["period"] = np.tile(np.arange(len(GRID)), len(supplies))
    joint["cycles"], joint["elements"] = 50 * ELEMENTS, ELEMENTS
    joint["touched"] = np.tile(RATES * ELEMENTS, len(supplies)).astype(np.uint64)
    joint["wrong"] = joint["touched"]
    volts = np.linspace(1.0, 1.8, 41)
    return TimingTable(
        header={"array_key": array_key(CONFIG)},
        supplies=tuple(Supply(v, 25.0, "made up", "characterised", 1000 * (1.8 / v) ** 2) for v in supplies),
        static_curve=np.column_stack([volts, 1000 * (1.8 / volts) ** 2]),
        relative_periods=GRID,
        cycles=np.zeros((len(supplies), 3, 4, 1), np.int64),
        patterns=np.zeros(0, PATTERN),
        elements=np.zeros(0, ELEMENT),
        joint=joint,
    )


def population(variation: Variation | None = None, dies: int = 400, seed: int = 1) -> Population:
    return Population(table(), CONFIG, variation or Variation(), dies, seed)


def test_dies_come_from_the_seed_and_have_the_spread_asked_for() -> None:
    one, two, other = (population(dies=3000, seed=seed).drawn for seed in (1, 1, 2))
    assert np.array_equal(one.elements, two.elements)
    assert np.array_equal(one.factor, two.factor)
    assert not np.array_equal(one.factor, other.factor)
    assert one.elements.shape == (3000, 16)
    assert one.elements.std() == pytest.approx(0.017, rel=0.02)
    assert one.droop.max() <= 0.05
    assert one.droop.mean() == pytest.approx(0.025, rel=0.05)
    # The process alone: lognormal, its slow corner three standard deviations out.
    process = Variation(temperature=(1.0, 1.0), ageing=1.0, slow=1.3)
    factors = population(process, dies=20_000).drawn.factor
    assert np.median(factors) == pytest.approx(1.0, rel=0.005)
    assert np.log(factors).std() == pytest.approx(np.log(1.3) / 3, rel=0.02)


def test_rates_are_the_tables_at_the_period_that_each_pe_sees() -> None:
    found = population()
    x = np.array([1.2, 0.97, 0.96, 0.95, 0.1])
    assert found.rate("element", np.array(1.8), x).tolist() == pytest.approx([0, 5e-4, 1e-3, 5.5e-3, 0.9])
    # With hardly any variation the array is the table.
    still = Variation(slow=1.0, temperature=(1.0, 1.0), droop=0.0, ageing=1.0, sigma=1e-6)
    exact = population(still, dies=3)
    rates = exact.die_rates(
        "element", np.array([1.8, 1.4]), 0.94 * exact.static_period_ps(np.array([1.8, 1.4]))
    )
    assert rates == pytest.approx(np.full((3, 2), 1e-2), rel=1e-3)


def test_pes_of_one_die_see_periods_of_their_own() -> None:
    alike = Variation(slow=1.0, temperature=(1.0, 1.0), droop=0.0, ageing=1.0, sigma=0.03)
    spread = population(alike, dies=2000)
    rate = spread.die_rates("element", np.array([1.8]), np.array([0.99 * 1000.0])).mean()
    factors = 1 + 0.03 * np.random.default_rng(0).standard_normal(200_000)
    assert rate == pytest.approx(np.interp(0.99 / factors, GRID[::-1], RATES[::-1]).mean(), rel=0.05)
    assert rate > 1e-3  # where a PE of mean delays makes no errors


def test_a_wall_becomes_a_slope() -> None:
    still = Variation(slow=1.0, temperature=(1.0, 1.0), droop=0.0, ageing=1.0, sigma=1e-6)
    spans = []
    for variation in (still, Variation()):
        bands = population(variation).bands(201)
        at = np.array(bands["frequency"]["at"])
        mean = np.array(bands["frequency"]["mean_element"])
        spans.append(float(at[np.argmax(mean > 0.3)] / at[np.argmax(mean > 1e-3)]))
        low, median, high = np.array(bands["frequency"]["element"])
        assert (low <= median).all()
        assert (median <= high).all()
        assert (np.diff(mean) >= -1e-12).all()
    assert spans[1] > 2 * (spans[0] - 1) + 1


def test_the_three_points_are_apart_and_in_order() -> None:
    found = population().operating_points()
    off, first, target = (found[name] for name in ("sign_off", "first_failure", "target"))
    assert off["voltage"] == 1.8
    assert off["voltage"] > first["voltage"] > target["voltage"] > 1.0
    assert off["period_ps"] > first["period_ps"] > target["period_ps"]
    assert off["energy"] == 1.0
    assert found["margin"] == pytest.approx(1 - (first["voltage"] / 1.8) ** 2)
    assert found["tolerated"] == pytest.approx(first["energy"] - target["energy"])
    # Margin is what variation costs: most of what is gained here.
    assert found["margin"] > 3 * found["tolerated"] > 0


def test_points_are_where_arithmetic_puts_them() -> None:
    v = Variation(slow=1.2, temperature=(0.9, 1.1), droop=0.04, ageing=1.06, sigma=0.01)
    found = population(v).operating_points(0.05)
    sign_off = 1000 / 0.96**2 * 1.2 * 1.1 * 1.06
    assert found["sign_off"]["period_ps"] == pytest.approx(sign_off)
    typical = 1000 / 0.98**2 * 1.0 * 1.03
    slowest = 1 + 0.01 * NormalDist().inv_cdf(15.5 / 16)
    assert found["first_failure"]["period_ps"] == pytest.approx(typical * slowest * 0.98, rel=2e-3)
    assert found["first_failure"]["voltage"] == pytest.approx(
        1.8 * np.sqrt(typical * slowest * 0.98 / sign_off), rel=2e-3
    )
    # The mean over PEs of a convex rate lies above the rate of the mean PE.
    assert typical * 0.92 < found["target"]["period_ps"] < typical * 0.93
    # No slow corner, no droop, no ageing: nothing to reclaim.
    none = Variation(slow=1.0, temperature=(1.0, 1.0), droop=0.0, ageing=1.0, sigma=0.001)
    assert population(none).operating_points()["margin"] == pytest.approx(0.02, abs=0.01)


@pytest.mark.parametrize("target", [1e-6, 1e-4, 3e-3, 0.1])
@pytest.mark.parametrize("sigma", [0.001, 0.017, 0.1])
def test_no_rate_is_reached_before_the_first_failure(target: float, sigma: float) -> None:
    found = population(Variation(sigma=sigma)).operating_points(target)
    assert found["tolerated"] >= 0
    assert found["target"]["period_ps"] <= found["first_failure"]["period_ps"]


def test_a_point_below_the_table_is_not_made_up() -> None:
    slow = Population(table(), CONFIG, Variation(slow=4.0), 10)
    found = slow.operating_points()
    assert found["first_failure"]["voltage"] is None
    assert found["margin"] is None
    assert found["lowest_voltage"] == pytest.approx(1.0 / 0.975)
    assert found["first_failure"]["period_ps"] < found["sign_off"]["period_ps"] / 3


def test_more_spread_fails_earlier() -> None:
    narrow, wide = (
        population(Variation(sigma=sigma)).operating_points()["first_failure"]["voltage"]
        for sigma in (0.005, 0.05)
    )
    assert wide > narrow


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"sigma": 0.0},
            r"sigma of the delays of PEs must be positive, not 0: without it every PE would fail",
        ),
        ({"sigma": -0.01}, r"must be positive, not -0.01"),
        ({"sigma": float("nan")}, r"must be positive, not nan"),
        ({"sigma": 0.3}, r"must be at most 0.2, not 0.3"),
        ({"slow": 0.9}, r"the slow corner not faster than typical, not 0.9 against 1"),
        ({"typical": 0.0}, r"delay factors must be positive"),
        ({"temperature": (1.2, 1.1)}, r"temperature factors must rise from more than 0, not 1.2 to 1.1"),
        ({"droop": 0.6}, r"droop must be a share of the supply from 0 to 0.5, not 0.6"),
        ({"ageing": 0.9}, r"ageing must be a delay factor of at least 1, not 0.9"),
    ],
)
def test_variation_that_makes_no_sense_is_refused(changes: dict[str, float], message: str) -> None:
    with pytest.raises(TimingError, match=message):
        Variation(**changes)  # type: ignore[arg-type]


def test_dies_targets_and_tables_are_checked() -> None:
    with pytest.raises(TimingError, match="variation needs at least one die, not 0"):
        population(dies=0)
    with pytest.raises(TimingError, match="a target error rate must be between 0 and 1, not 1"):
        population().operating_points(1.0)
    with pytest.raises(TableError, match="made for PEs of another configuration"):
        Population(table(), PRESETS["demo"], Variation())
    bare = table()
    bare.joint["elements"] = 0
    with pytest.raises(TimingError, match=r"no error rate per element of data PEs .* tiles of smaller K"):
        Population(bare, CONFIG, Variation())
