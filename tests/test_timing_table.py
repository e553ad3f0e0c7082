"""The timing table: the same bytes each time, refusals that say what to do, rates from counts."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from drift_hw.config import PRESETS
from drift_hw.faults.context import CONTEXTS, reachable
from drift_hw.faults.table import (
    ELEMENT,
    JOINT,
    MAX_BITS,
    PATTERN,
    REGIONS,
    REGISTERS,
    Supply,
    TableError,
    TimingTable,
    array_key,
)

CONFIG = PRESETS["tiny"]
ACCUMULATOR = REGISTERS.index("accumulator")
PROVOKED = next((context for context in range(CONTEXTS) if not reachable(context)), None)


def table(**changes: object) -> TimingTable:
    """Two supplies; at x = 0.9 accumulator bits 30 and 31 are wrong together 3 times in 1,000 captures."""
    cycles = np.zeros((2, len(REGIONS), len(REGISTERS), CONTEXTS), np.int64)
    cycles[:, 0, ACCUMULATOR, :2] = [400, 600]
    patterns = np.array([(1, 2, 0, ACCUMULATOR, 1, 3 << 30, 1 << 31, 3, 0)], PATTERN)
    joint = np.zeros(2 * 3, JOINT)
    joint["supply"], joint["period"] = np.repeat([0, 1], 3), np.tile(range(3), 2)
    joint["cycles"], joint["elements"] = 1000, 20
    joint["wrong"][5], joint["touched"][5] = 3, 2
    values: dict[str, object] = {
        "header": {"array_key": array_key(CONFIG), "config": CONFIG.to_dict()},
        "supplies": tuple(
            Supply(volts, 25.0, "made up", "characterised", period)
            for volts, period in ((1.2, 2000.0), (1.8, 1000.0))
        ),
        "static_curve": np.array([[1.1, 2400.0], [1.2, 2000.0], [1.8, 1000.0]]),
        "relative_periods": np.array([1.0, 0.95, 0.9]),
        "cycles": cycles,
        "patterns": patterns,
        "elements": np.zeros(1, ELEMENT),
        "joint": joint,
    }
    return TimingTable(**(values | changes))  # type: ignore[arg-type]


def test_round_trip_gives_the_same_bytes(tmp_path: Path) -> None:
    first = table().save(tmp_path / "first.npz")
    again = TimingTable.load(first, CONFIG)
    assert again.save(tmp_path / "again.npz").read_bytes() == first.read_bytes()
    assert again.supplies == table().supplies
    for name in ("static_curve", "relative_periods", "cycles", "patterns", "elements", "joint"):
        assert np.array_equal(getattr(again, name), getattr(table(), name)), name


def test_rates_follow_from_counts() -> None:
    bits = table().bit_rates(1)
    assert bits.shape == (3, 3, 4, MAX_BITS)
    assert bits[2, 0, ACCUMULATOR, 31] == bits[2, 0, ACCUMULATOR, 30] == pytest.approx(3e-3)
    assert bits.sum() == pytest.approx(6e-3)
    assert table().word_rates(1)[2, 0, ACCUMULATOR] == pytest.approx(3e-3)
    assert not table().word_rates(0).any()
    assert table().cycle_rates(1)[:, 0].tolist() == [0, 0, 3e-3]
    assert table().element_rates(1)[2, 0] == pytest.approx(0.1)
    assert np.isnan(table().element_rates(1)[:, 1]).all()


@pytest.mark.skipif(PROVOKED is None, reason="all contexts are those of correct PEs")
def test_provoked_contexts_are_in_the_table_but_not_in_its_rates() -> None:
    cycles = table().cycles.copy()
    cycles[1, 0, ACCUMULATOR, PROVOKED] = 10_000
    more = np.array([(1, 2, 0, ACCUMULATOR, PROVOKED, 1, 1, 9_000, 0)], PATTERN)
    provoked = table(cycles=cycles, patterns=np.concatenate([table().patterns, more]))
    assert np.array_equal(provoked.bit_rates(1), table().bit_rates(1))
    assert np.array_equal(provoked.word_rates(1), table().word_rates(1))


def test_operating_points_are_located() -> None:
    known = table()
    assert known.locate(1.8, 950.0) == (1, pytest.approx(0.95))
    assert known.locate(1.25, 1900.0).supply == 0
    assert known.locate(1.8, 1140.0, delay_factor=1.2).relative_period == pytest.approx(0.95)
    # Between supplies the logarithms are linear.
    middle = np.exp(np.interp(np.log(1.5), np.log([1.2, 1.8]), np.log([2000, 1000])))
    assert known.static_period_ps(1.5) == pytest.approx(middle)
    volts = np.array([[1.1, 1.2], [1.5, 1.8]])
    assert known.static_periods_ps(volts).tolist() == [
        [known.static_period_ps(v) for v in row] for row in volts
    ]
    assert known.bracket(0.96) == (0, 1, pytest.approx(0.8))
    assert known.bracket(1.5) == (0, 0, 0.0)
    assert known.bracket(0.5) == (1, 2, 1.0)


def test_extrapolation_has_to_be_asked_for() -> None:
    with pytest.raises(TableError, match=r"knows supplies from 1.1 to 1.8 V, not 1 V; choose one of them"):
        table().locate(1.0, 3000.0)
    with pytest.raises(
        TableError, match=r"0.500 of the static 1000 ps at 1.8 V, and the table ends at 0.900"
    ):
        table().locate(1.8, 500.0)
    slope = np.log(2400 / 2000) / np.log(1.1 / 1.2)
    expected = 2400 * (1.0 / 1.1) ** slope
    assert table().static_period_ps(1.0, extrapolate=True) == pytest.approx(expected)
    assert table().locate(1.8, 500.0, extrapolate=True).relative_period == 0.9


@pytest.mark.parametrize(("period", "factor"), [(0.0, 1.0), (-5.0, 1.0), (1000.0, 0.0), (float("nan"), 1.0)])
def test_periods_and_factors_are_positive(period: float, factor: float) -> None:
    with pytest.raises(TableError, match=r"period and delay factor must be positive"):
        table().locate(1.8, period, delay_factor=factor)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"relative_periods": np.array([1.0, 0.9, 0.95])}, "relative periods must fall"),
        ({"relative_periods": np.array([0.99, 0.9, 0.8])}, "from at least 1"),
        ({"supplies": table().supplies[::-1]}, "must have rising voltages"),
        ({"supplies": ()}, "must have rising voltages"),
        ({"static_curve": np.array([[1.2, 1.0], [1.7, 1.0]])}, "must span all supplies"),
        ({"static_curve": np.array([[1.2, 1.0], [1.2, 1.0]])}, "a period for each of rising voltages"),
        ({"cycles": np.zeros((1, 3, 4, 2), np.int64)}, r"contexts have the shape \(1, 3, 4, 2\)"),
        ({"patterns": np.zeros(1, JOINT)}, "patterns must be a list of dtype"),
        ({"joint": np.zeros(1, PATTERN)}, "joint must be a list of dtype"),
        (
            {"patterns": np.array([(2, 0, 0, 0, 0, 1, 0, 1, 0)], PATTERN)},
            "patterns name a supply or a period",
        ),
        (
            {"patterns": np.array([(0, 3, 0, 0, 0, 1, 0, 1, 0)], PATTERN)},
            "patterns name a supply or a period",
        ),
    ],
)
def test_nonsense_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(TableError, match=message):
        table(**changes)


def test_files_that_are_no_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"can not read timing table .*absent.npz: No such file"):
        TimingTable.load(tmp_path / "absent.npz")
    (tmp_path / "text.npz").write_text("no table")
    with pytest.raises(TableError, match=r"text.npz is not a timing table of drift-hw"):
        TimingTable.load(tmp_path / "text.npz")
    whole = table().save(tmp_path / "whole.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TableError, match=r"cut.npz is not a timing table of drift-hw"):
        TimingTable.load(tmp_path / "cut.npz")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "something else"}, "is not a timing table of drift-hw"),
        ({"version": 99}, r"has format version 99, this program reads 3; characterise again"),
    ],
)
def test_other_formats_and_versions_are_refused(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    with np.load(table().save(tmp_path / "table.npz")) as content:
        parts = dict(content)
    parts["head"] = np.array(json.dumps(json.loads(str(parts["head"])) | change))
    np.savez(tmp_path / "other.npz", **parts)
    with pytest.raises(TableError, match=message):
        TimingTable.load(tmp_path / "other.npz")


def test_tables_of_other_pes_are_refused(tmp_path: Path) -> None:
    path = table().save(tmp_path / "table.npz")
    for same in ("faults__ports", "power__points"):
        TimingTable.load(path, CONFIG.replace(**{same: True if same == "faults__ports" else 8}))
    with pytest.raises(TableError, match=r"made for PEs of another configuration .*; characterise this"):
        TimingTable.load(path, CONFIG.replace(array__product_register=False))


def test_supplies_and_arrays_may_not_be_missing(tmp_path: Path) -> None:
    with np.load(table().save(tmp_path / "table.npz")) as content:
        parts = dict(content)
    del parts["joint"]
    np.savez(tmp_path / "less.npz", **parts)
    with pytest.raises(TableError, match=r"less.npz is not a timing table of drift-hw: .*joint"):
        TimingTable.load(tmp_path / "less.npz")
    assert dataclasses.asdict(table().supplies[0])["voltage"] == 1.2
