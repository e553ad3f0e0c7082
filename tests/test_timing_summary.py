"""What is said of a timing table: crossings, first bits, sizes of errors, and nothing that was not seen."""

from __future__ import annotations

import numpy as np
import pytest
from test_timing_table import table

from drift_hw.faults.table import ELEMENT, JOINT, MAX_BITS, REGISTERS
from synth.timing.summary import (
    crossing,
    errors,
    first_bits,
    median_log2,
    model_uncertainty,
    nearest_errors,
    rows,
    summarise,
    together,
)

X = np.array([1.0, 0.98, 0.96, 0.94, 0.92])


def test_crossings_are_log_linear_and_never_beyond_what_was_seen() -> None:
    rates = np.array([0, 0, 1e-4, 1e-2, 0.3])
    assert crossing(X, rates, 1e-3) == pytest.approx(0.95)
    assert crossing(X, rates, 1e-4) == pytest.approx(0.96)
    assert crossing(X, rates, 1e-2) == pytest.approx(0.94)
    assert crossing(X, rates, 1e-5) is None  # fewer than were seen at any period
    assert crossing(X, rates, 0.5) is None
    assert crossing(X, np.zeros(5), 1e-3) is None
    assert crossing(X, np.full(5, np.nan), 1e-3) is None
    # Noise may make a rate fall: the first crossing counts.
    assert crossing(X, np.array([0, 2e-3, 1e-3, 3e-3, 0.1]), 2e-3) == pytest.approx(0.98)


def test_the_bits_that_fail_first_come_first() -> None:
    bits = np.zeros((5, len(REGISTERS), MAX_BITS))
    bits[3:, 3, 31] = 1e-3
    bits[2:, 3, 30] = 1e-5
    bits[3:, 2, 15] = 5e-3
    found = first_bits(X, bits, 2)
    assert [(each["register"], each["bit"]) for each in found] == [("accumulator", 30), ("product", 15)]
    assert [each["relative_period"] for each in found] == [0.96, 0.94]
    assert first_bits(X, np.zeros_like(bits)) == []


def test_medians_are_those_of_the_errors() -> None:
    histogram = np.zeros(MAX_BITS, np.uint64)
    assert median_log2(histogram) is None
    histogram[[4, 30, 31]] = [1, 1, 1]
    assert median_log2(histogram) == 30
    histogram[31] = 9
    assert median_log2(histogram) == 31


def test_joint_behaviour_is_told_where_the_rate_is_near_one_in_a_thousand() -> None:
    joint = np.zeros(3, JOINT)
    joint["period"], joint["cycles"] = range(3), 10_000
    joint["wrong"], joint["again"] = [0, 12, 4000], [0, 3, 3000]
    joint["sign_changes"], joint["sign_change_wrong"] = 500, [0, 10, 400]
    joint["words"], joint["bits"], joint["runs"], joint["touched"] = 12, 24, 16, 8
    found = together(joint, X)
    assert found is not None
    assert found["relative_period"] == 0.98
    assert found["again"] == 0.25
    assert found["rate_sign_change"] == 0.02
    assert found["rate_same_sign"] == pytest.approx(2 / 9500)
    assert (found["bits_per_word"], found["bits_per_run"]) == (2.0, 1.5)
    assert found["words_per_touched_element"] == 1.5
    assert found["rate_repeated_inputs"] is None  # there were none
    assert together(joint[:1], X) is None


def test_errors_of_all_depths_are_one() -> None:
    entries = np.zeros(2, ELEMENT)
    entries["supply"], entries["period"], entries["depth"] = 1, 2, [24, 48]
    entries["elements"], entries["wrong"], entries["squared_error"] = [100, 50], [4, 2], [8.0, 1.0]
    entries["histogram"][:, 1] = [4, 2]
    (found,) = errors(table(elements=entries), 1, 0)
    assert (found["elements"], found["wrong"], found["mean_square"]) == (150, 6, 1.5)
    assert found["relative_period"] == 0.9
    assert errors(table(elements=entries), 0, 0) == []


def test_sizes_are_told_of_enough_errors() -> None:
    entries = [{"elements": 200, "wrong": wrong, "at": index} for index, wrong in enumerate((0, 8, 40, 190))]
    assert nearest_errors({"errors": entries})["at"] == 2
    assert nearest_errors({"errors": entries[:2]})["at"] == 1
    assert nearest_errors({"errors": entries[:1]}) is None


def test_rows_leave_out_what_no_supply_shows() -> None:
    columns, lines = rows(summarise(table()))
    assert columns == ["", "1.2 V", "1.8 V"]
    said = {line[0]: line[1:] for line in lines}
    assert said["T0, ns"] == ["2.000", "1.000"]
    assert said["first wrong capture"] == ["-", "0.900"]
    assert said["first to fail"] == ["-", "acc 30"]
    assert said["median |error|"] == ["-", "-"]
    assert "0.003 of outputs" not in said


def test_models_are_compared_where_both_saw_enough() -> None:
    one, two = table(), table()
    for each, wrong in ((one, [0, 20, 100]), (two, [5, 9, 250])):
        each.joint["wrong"][3:] = wrong
    low, high = model_uncertainty(one, two)
    assert low["least"] is None
    assert high["relative_periods"] == [0.9]
    assert high["least"] == high["most"] == 2.5
