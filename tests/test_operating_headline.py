"""The headline: parts that add up, and the search of the last point that keeps images."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from flop_tables import synthetic_table
from made_up_headline import LOT, WORK, chips, made_up
from operating_lot import CONFIG, walled

from drift_hw import bench
from drift_hw.campaign import Campaign
from drift_hw.faults.table import TableError, TimingTable
from golden.models import NETWORKS, GemmShape, Network
from synth.liberty import LibertyError
from synth.operating import headline
from synth.operating.chips import supplies_to_measure
from synth.operating.cost import Incidents, Parameters
from synth.operating.dies import Dies
from synth.operating.errors import OperatingError
from synth.operating.headline import Options, confirming, search
from synth.operating.images import RATES, Sampling, Study, last_kept, trial
from synth.timing.variation import Variation

QUIET: Callable[[str, int, int], None] = lambda what, done, total: None  # noqa: E731


@pytest.mark.parametrize("faster", [False, True])
def test_parts_add_up_on_every_die(faster: bool) -> None:
    first, kept = LOT.first_failure, LOT.at_rate(1e-3)
    split = chips().split(WORK, first, kept, Incidents(checkpoint_reads=0.1), faster=faster)
    energy, speed = split.energy(), split.speed()
    np.testing.assert_allclose(
        energy["saving"].values,
        energy["margin"].values + energy["tolerated"].values - energy["protection"].values,
    )
    product = speed["protection"].values * speed["margin"].values * speed["tolerated"].values
    np.testing.assert_allclose(speed["speedup"].values, product)
    assert (speed["margin"].values > 1).all() == faster
    assert (energy["margin"].values > 0.1).any() != faster
    saving = energy["saving"]
    assert saving.low <= saving.mean <= saving.high


def test_protection_is_a_cost_and_margin_goes_with_v2() -> None:
    free = Parameters(
        0.0, 0.0, 0.0, efficiency=1.0, scaled_efficiency=1.0, idle_share=0.0, settle_us=0.0,
        around_share=0.0, around_protection=0.0,
    )  # fmt: skip
    plain = replace(WORK, safe_steps=0, interval=0)
    first = LOT.first_failure
    energy = chips(free).split(plain, first, first, Incidents()).energy()
    assert energy["protection"].mean == pytest.approx(0.1, rel=1e-3)
    expected = 0.8 * (1 - (first.voltage / 2.0) ** 2)
    np.testing.assert_allclose(energy["margin"].values, expected, rtol=1e-3)
    np.testing.assert_allclose(energy["tolerated"].values, 0, atol=1e-12)


def test_a_wider_domain_saves_more() -> None:
    first, calm = LOT.first_failure, replace(WORK, safe_steps=0, interval=0)
    wide = replace(chips(), scaled=("processing elements", "checker"))
    narrow, wider = (each.split(calm, first, first, Incidents()).energy() for each in (chips(), wide))
    assert wider["margin"].mean > narrow["margin"].mean


def test_tolerance_that_costs_more_than_it_gives_is_negative() -> None:
    first, incidents = LOT.first_failure, Incidents(checkpoint_reads=0.5)
    energy = chips().split(replace(WORK, safe_steps=9), first, LOT.at_rate(1e-5), incidents).energy()
    assert energy["tolerated"].mean < 0


@pytest.mark.parametrize("limit", [*RATES, 0.0, 1.0])
def test_bisection_finds_the_last_kept_rate(limit: float) -> None:
    tried = []

    def kept_at(rate: float) -> bool:
        tried.append(rate)
        return rate <= limit

    found = last_kept(kept_at)
    assert found == max((rate for rate in RATES if rate <= limit), default=0.0)
    assert len(tried) <= 4


class Judged:
    """A study whose images are kept up to one rate by few images, and to another by many."""

    lot, psnr = LOT, 30.0

    def __init__(self, few: float, many: float) -> None:
        self.limits = {"search": few, "confirm": many}
        self.asked: list[tuple[str, int]] = []

    def quality(
        self, name: str, points: Sequence[tuple[int, float, float]], sampling: Sampling
    ) -> list[dict[str, Any]]:
        self.asked.append((name, len(points)))
        rows = []
        for die, voltage, period in points:
            volts = np.full(20, LOT.nominal_voltage)
            volts[die] = voltage
            rate = LOT.rates(volts, np.full(20, period))[die]
            rows.append(
                {
                    "kept": bool(rate <= self.limits[name]),
                    "psnr": self.psnr,
                    "checkpoint_reads": 10 * (name == "search"),
                    "blocks": 100,
                }
            )
        return rows


def test_what_few_images_keep_is_confirmed_by_many() -> None:
    study = Judged(2e-2, 2e-3)
    rate, rows = search(study, Options(), QUIET)  # type: ignore[arg-type]
    assert rate == 1e-3
    assert study.asked[-1] == ("confirm", 4)
    assert len(rows) == sum(count for _, count in study.asked)
    confirmed = confirming(rows, rate)
    assert len(confirmed) == 4
    assert all(row["kept"] and row["images"] == 32 for row in confirmed)
    # Lost by many images: an error rate higher.
    lost = [row for row in rows if row["role"] == "confirm" and not row["kept"]]
    assert {row["rate"] for row in lost} == {1e-2, 3e-3}
    assert {row["period_ps"] < LOT.sign_off_period_ps for row in confirmed} == {True, False}


def test_the_verdict_of_a_trial_has_the_psnr_in_it() -> None:
    study = Judged(2e-2, 2e-2)
    study.psnr = 25.0
    rows = search(study, Options(), QUIET)[1]  # type: ignore[arg-type]
    assert any(row["kept"] for row in rows)
    with pytest.raises(OperatingError):
        search(study, Options(psnr=26.0), QUIET)  # type: ignore[arg-type]


def test_an_unreachable_bound_is_told() -> None:
    with pytest.raises(OperatingError, match="no error rate from 1e-05 per output keeps the images"):
        search(Judged(1e-2, -1.0), Options(), QUIET)  # type: ignore[arg-type]


def test_images_that_differ_too_much_are_lost() -> None:
    study = Judged(2e-2, 2e-2)
    study.psnr = 19.9
    with pytest.raises(OperatingError, match="can not be reached"):
        search(study, Options(), QUIET)  # type: ignore[arg-type]
    assert search(study, Options(psnr=19.0), QUIET)[0] == 1e-2  # type: ignore[arg-type]


def test_supplies_are_spread() -> None:
    target: Any = SimpleNamespace(libraries=[1, 2, 3, 4, 5, 6])
    assert supplies_to_measure(target, 3) == [1, 3, 6]
    assert supplies_to_measure(target, 1) == [6]
    assert supplies_to_measure(target, 9) == [1, 2, 3, 4, 5, 6]


def test_the_headline_costs_any_network() -> None:
    found = made_up()
    other = Network("other", 2, (GemmShape("qkv", 64, 64, 192),))
    assert found.energy()["saving"].mean != found.energy(other)["saving"].mean
    assert found.speed(other)["speedup"].mean > 1
    assert found.split(other).baseline.energy.total > found.split().baseline.energy.total


def test_worst_incidents() -> None:
    found = headline.worst([Incidents(0.1, 0.0, 0.2), Incidents(0.05, 0.3)])
    assert found == Incidents(0.1, 0.3, 0.2)
    assert Incidents.of({"blocks": 200, "checkpoint_reads": 20}) == Incidents(0.1)
    assert Incidents.of({}) == Incidents()


# -- images ------------------------------------------------------------------------------------------------

FEW = Sampling(images=4, steps=3, safe_steps=1)


def quality(table: TimingTable, folder: Path, voltage: float, sampling: Sampling = FEW) -> dict[str, Any]:
    """Return the row of a trial in this process."""
    lot = Dies.draw(walled(), CONFIG, Variation(), dies=3, seed=0)
    study = Study(table.save(folder / "table.npz"), CONFIG, lot, folder)
    campaigns: list[Campaign] = []

    def capture(campaign: Campaign, *_: Any, **__: Any) -> Path:
        campaigns.append(campaign)
        raise InterruptedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("synth.operating.images.run", capture)
        with pytest.raises(InterruptedError):
            study.quality("test", [(0, voltage, lot.sign_off_period_ps)], sampling)
    (parameters,) = campaigns[0].trials
    (row,) = trial(**parameters)
    return row


def test_without_errors_images_are_those_of_the_fault_free_run(tmp_path: Path) -> None:
    row = quality(walled(), tmp_path, 2.0)
    assert row["psnr_worst"] == 60
    assert row["kept"]
    assert row["frechet"] == pytest.approx(row["frechet_fault_free"])
    assert row["checkpoint_reads"] == 0 < row["blocks"]


def test_errors_are_repaired_or_rolled_back_and_counted(tmp_path: Path) -> None:
    table = synthetic_table(CONFIG, scale=3.0)
    slow = replace_curve(table)
    row = quality(slow, tmp_path, 1.05, replace(FEW, safe_steps=0))
    assert row["corrected_elements"] > 0
    assert row["checkpoint_reads"] > 0
    assert row["psnr"] < 60


def replace_curve(table: TimingTable) -> TimingTable:
    """Return the table at supplies and periods of `walled`."""
    volts = np.linspace(1.0, 2.0, 201)
    wrong = walled().joint
    wrong = wrong[wrong["period"] < 3]
    return replace(
        table,
        supplies=(replace(table.supplies[0], voltage=2.0),),
        static_curve=np.column_stack([volts, 2000.0 / volts]),
        relative_periods=np.array([1.0, 0.95, 0.3]),
        joint=wrong,
    )


def test_too_few_images_are_refused() -> None:
    with pytest.raises(OperatingError, match="4 images or more"):
        Sampling(images=3)
    with pytest.raises(OperatingError, match="51 safe steps of 50"):
        Sampling(safe_steps=51)


def test_shadow_flops_are_of_schemes_that_have_them() -> None:
    with pytest.raises(
        OperatingError, match="scheme 'zero' has no shadow flops; those that do: te-drop, razor"
    ):
        Sampling(scheme="zero", shadowed={"product": 13})


def test_a_table_of_another_pe_is_refused(tmp_path: Path) -> None:
    other = walled(CONFIG.replace(array__accumulator_width=24))
    with pytest.raises(TableError, match="made for PEs of another configuration"):
        quality(other, tmp_path, 2.0)


def test_the_bench_prints_what_it_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    found = made_up()
    monkeypatch.setattr("synth.operating.result.capture", lambda *_, **__: None)
    monkeypatch.setattr("synth.timing.stream.from_tiles", lambda tiles: None)
    monkeypatch.setattr("synth.operating.result.find", lambda *_, **__: found)
    figures = {each["name"]: each["value"] for each in bench.measure(bench.find("headline"))}
    energy = found.energy(NETWORKS["DiT-XL/2"])
    assert figures["energy_saving.shipped"] == pytest.approx(found.energy()["saving"].mean)
    assert figures["energy_saving"] == pytest.approx(energy["saving"].mean)
    parts = figures["energy_saving.margin"] + figures["energy_saving.tolerated"]
    assert figures["energy_saving"] == pytest.approx(parts - figures["energy_saving.protection"])
    assert figures["energy_saving.low"] <= figures["energy_saving"] <= figures["energy_saving.high"]
    assert figures["energy_factor"] == pytest.approx(1 / (1 - figures["energy_saving"]))
    assert figures["psnr"] == 38
    assert figures["speedup"] > 1


def test_a_missing_pdk_is_told_before_anything_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PDK_ROOT", raising=False)
    monkeypatch.setattr("synth.operating.result.capture", lambda *_, **__: pytest.fail("captured tiles"))
    with pytest.raises(LibertyError, match="PDK_ROOT"):
        bench.measure(bench.find("headline-sky130"))
