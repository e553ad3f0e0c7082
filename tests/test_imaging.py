"""Whole images on the Verilog: what is refused, and that a run says what happened."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch

from drift_hw.config import PRESETS, ConfigError
from drift_hw.control.descriptor import Policy
from drift_hw.errors import UserError
from drift_hw.imaging import POLICIES, Experiment, Picture, check_config, parse_policy, pictures
from golden.dit import KINDS
from golden.twin import MismatchError, Twin

DEMO = PRESETS["demo"]
SMALL = Experiment(steps=2, rate=1e-4, interval=1, sensitive=1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"label": 10}, "the label must be a digit from 0 to 9, not 10"),
        ({"label": -1}, "the label must be a digit from 0 to 9, not -1"),
        ({"steps": 0}, "steps must be from 1 to 1000, not 0"),
        ({"steps": 1001}, "steps must be from 1 to 1000, not 1001"),
        ({"rate": 0}, "the rate must be a probability above 0 and up to 1, not 0"),
        ({"rate": 1.5}, "the rate must be a probability above 0 and up to 1, not 1.5"),
        ({"rate": math.nan}, "the rate must be a probability above 0 and up to 1, not nan"),
        ({"interval": -1}, "interval must be from 0 to 65535, not -1"),
        ({"sensitive": -1}, "sensitive must be from 0 to 65535, not -1"),
        ({"threshold": 48}, "threshold must be from 0 to 47, not 48"),
    ],
)
def test_experiments_that_are_none(change: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError) as error:
        Experiment(**change)
    assert str(error.value) == message


def test_policies_by_name() -> None:
    assert parse_policy("none") == (False, Policy.NONE)
    assert parse_policy("correct") == (True, Policy.NONE)
    assert parse_policy("correct+zero") == (True, Policy.ZERO)
    assert all(parse_policy(name) for name in POLICIES)


@pytest.mark.parametrize("name", ["", "roll", "correct+", "+rollback", "zero+rollback", "correct+clean"])
def test_unknown_policies(name: str) -> None:
    with pytest.raises(UserError) as error:
        parse_policy(name)
    assert str(error.value) == (
        f"unknown policy {name!r}; allowed: clean, none, zero, rollback, recompute, correct, "
        "correct+rollback, correct+zero and so on"
    )


def test_configurations_without_such_an_accelerator() -> None:
    with pytest.raises(ConfigError, match="the array core alone can be built"):
        check_config(DEMO.replace(array__rows=256))
    with pytest.raises(UserError, match=r"power\.blocks is 3, but the transformer has 4 blocks"):
        check_config(DEMO.replace(power__blocks=3))
    with pytest.raises(UserError, match="threshold must be from 0 to 15, not 20"):
        next(pictures(DEMO.replace(array__accumulator_width=16), Experiment(threshold=20)))
    with pytest.raises(UserError, match="unknown policy 'roll'"):
        next(pictures(DEMO, Experiment(), ("none", "roll")))


@pytest.fixture(scope="module")
def made() -> list[Picture]:
    """Two steps, the first of them at the safe point."""
    told: list[tuple[int, int, str]] = []
    found = list(pictures(DEMO, SMALL, ("clean", "none", "rollback"), lambda *now: told.append(now)))
    names = [name for name in ("clean", "none", "rollback") for _ in range(SMALL.steps)]
    assert told == [(done + 1, 6, name) for done, name in enumerate(names)]
    return found


def test_only_faults_change_the_image_and_rollback_mends_it(made: list[Picture]) -> None:
    clean, none, rollback = made
    assert clean.psnr == math.inf
    assert not torch.equal(none.pixels, clean.pixels)
    assert none.psnr < 15 < rollback.psnr < math.inf


def test_a_run_counts_what_happened_in_all_steps(made: list[Picture]) -> None:
    clean, none, rollback = made
    for one in made:
        assert one.submissions == SMALL.steps * 4 * len(KINDS)
        assert 0 < one.counters["busy_cycles"] < one.cycles
        assert one.counters["tiles"] == clean.counters["tiles"]
        assert one.counters["point_switches"] == 2, "to the safe point of the first step and from it"
    assert clean.counters["masked_elements"] == 0
    assert none.counters["masked_elements"] > 0 == none.counters["rolled_back_elements"]
    assert rollback.counters["rolled_back_elements"] > 0 == rollback.counters["missing_checkpoints"]


def test_results_are_plain_values(made: list[Picture]) -> None:
    clean, none, _ = (one.result() for one in made)
    assert clean["psnr_db"] is None
    assert none["psnr_db"] == made[1].psnr
    assert set(none) == {"policy", "psnr_db", "digit", "cycles", "seconds", "submissions", "counters"}


def test_a_difference_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    compare = Twin.compare_memory

    def flipped(self: Twin) -> None:
        self.golden.memory[0] ^= 1
        compare(self)

    monkeypatch.setattr(Twin, "compare_memory", flipped)
    with pytest.raises(MismatchError, match="memory differs in 1 bytes from 0x0 to 0x0"):
        list(pictures(DEMO, SMALL, ("none",)))
