"""Dies at operating points, on a table whose wall is where it was put."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from operating_lot import CONFIG, walled

from drift_hw.config import PRESETS
from drift_hw.faults.table import TableError
from golden.timing.point import OperatingPoint
from synth.operating.dies import STEPS, Dies
from synth.operating.errors import OperatingError
from synth.timing.variation import Variation

IDEAL = Variation(typical=1.0, slow=1.0, temperature=(1.0, 1.0), droop=0.0, ageing=1.0, sigma=1e-9)
LOT = Variation(slow=1.3, sigma=0.02)


def drawn(variation: Variation, dies: int = 40, seed: int = 0) -> Dies:
    return Dies.draw(walled(), CONFIG, variation, dies=dies, seed=seed)


def test_an_ideal_die_fails_where_the_table_does() -> None:
    lot = drawn(IDEAL, dies=1)
    assert lot.sign_off_period_ps == pytest.approx(1000.0)
    # T0 is inverse to V: x = 0.95 at 2 V x 0.95 and at 950 ps; one step of the grid is allowed for.
    first = lot.first_failure
    assert first.voltage[0] == pytest.approx(1.9, abs=2 / (STEPS - 1))
    assert first.period_ps[0] == pytest.approx(950.0, abs=1300 / (STEPS - 1))
    assert first.voltage[0] >= 1.9
    # Rates are linear in x from 1e-3 at 0.9.
    half = lot.at_rate(5e-4)
    assert half.voltage[0] == pytest.approx(2 * 0.925, abs=2 / (STEPS - 1))


def test_tolerance_begins_where_margin_ends() -> None:
    lot = drawn(LOT)
    limits = [lot.at_rate(rate) for rate in (0.0, 1e-5, 1e-3, 1e-2)]
    for higher, lower in pairwise(limits):
        assert (lower.voltage <= higher.voltage).all()
        assert (lower.period_ps <= higher.period_ps).all()
    assert (limits[0].voltage < lot.nominal_voltage).mean() > 0.9
    rates = lot.rates(limits[2].voltage, np.full(40, lot.sign_off_period_ps))
    assert (rates <= 1e-3).all()
    assert rates[~limits[2].ended].max() > 7e-4


def test_slow_dies_have_less_margin() -> None:
    lot = drawn(replace(LOT, droop=0.0))
    order = np.argsort(lot.population.drawn.factor)
    voltage = lot.first_failure.voltage[order]
    assert voltage[:10].mean() < voltage[-10:].mean()
    assert lot.first_failure.voltage[lot.quantile(0.0)] == voltage.min()
    assert lot.first_failure.voltage[lot.quantile(1.0)] == voltage.max()


def test_no_die_is_wrong_at_its_first_failure_and_one_is_just_below() -> None:
    lot = drawn(LOT)
    first = lot.first_failure
    for die in range(40):
        if first.ended[die]:
            continue
        for below, wrong in ((0.0, False), (0.01, True)):
            supply = (first.voltage[die] - below) * (1 - lot.droop(die))
            point = OperatingPoint(walled(), supply, lot.sign_off_period_ps, factors=lot.factors(die))
            x = point.relative_periods(CONFIG)
            # The corner is no PE.
            assert bool((x.ravel()[:-1] < 0.95 - 1e-9).any()) == wrong


def test_a_die_that_outlives_the_table_is_marked() -> None:
    fast = drawn(replace(IDEAL, slow=3.0), dies=3)
    assert fast.first_failure.ended.all()
    np.testing.assert_allclose(fast.first_failure.voltage, 1.0)
    assert not drawn(IDEAL).first_failure.ended.any()


def test_draws_follow_the_seed() -> None:
    one, same, other = drawn(LOT), drawn(LOT), drawn(LOT, seed=1)
    np.testing.assert_array_equal(one.factors(3), same.factors(3))
    assert (one.factors(3) != other.factors(3)).any()
    assert one.factors(3).shape == (CONFIG.array.rows + 1, CONFIG.array.columns + 1)
    assert one.median() == one.quantile(0.5)


def test_another_pe_is_refused() -> None:
    with pytest.raises(TableError, match="made for PEs of another configuration"):
        Dies.draw(walled(PRESETS["demo"]), CONFIG, LOT, dies=3, seed=0)


@pytest.mark.parametrize("rate", [-0.1, 1.0, float("nan")])
def test_no_rate_is_refused(rate: float) -> None:
    with pytest.raises(OperatingError, match="from 0 to below 1"):
        drawn(LOT).at_rate(rate)
