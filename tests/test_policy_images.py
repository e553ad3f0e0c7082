"""`drift-hw image --policy-file`: an operating policy on the Verilog and in the golden model."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flop_tables import made_up

from drift_hw import imaging
from drift_hw.cli import main
from drift_hw.config import PRESETS, Config
from drift_hw.control.descriptor import Policy
from drift_hw.errors import UserError
from drift_hw.faults.table import TableError, TimingTable
from drift_hw.policy import BlockPolicy, OperatingPolicy, Point, PolicyError
from golden.checkpoint import DIT_WEIGHTS, load_dit
from golden.dit import KINDS
from golden.quantised import Site
from golden.timing.under_policy import Die, PolicyFaults, failing, policy_errors

Capture = pytest.CaptureFixture[str]

DEPTH = load_dit(DIT_WEIGHTS).config.depth
SAFE, CALM, SCALED, FURTHER = Point(1.1, 1000), Point(1.0, 1000), Point(0.95, 1000), Point(0.95, 1020)
"""T / T0 of 1.11, 1, 0.952 and 0.934 in `made_up` tables."""


def policy(config: Config, *, timesteps: int = 2, **changes: Any) -> OperatingPolicy:
    """Return a policy whose blocks are at different points, all of which change in the second timestep."""
    blocks = [BlockPolicy(0, 2), BlockPolicy(1, 1), BlockPolicy(1, 3), BlockPolicy(0, 2)]
    made = OperatingPolicy(
        config=config.without_injection.hash,
        points=(SAFE, CALM, SCALED, FURTHER),
        blocks=tuple(replace(block, action=Policy.ROLLBACK) for block in blocks),
        timesteps=timesteps,
        leading=1,
        interval=1,
    )
    return replace(made, **changes)


def table(config: Config, rate: float = 1e-5) -> TimingTable:
    return made_up(config, lambda region, register, context: 0 if region else rate)


def switches(made: OperatingPolicy) -> int:
    """Return how often the point changes over all matrix products, the first one's included."""
    points = [made.point(block, step) for step in range(made.timesteps) for block in range(DEPTH)]
    return 1 + sum(one != other for one, other in pairwise(points))


def sampled(preset: str, rate: float, tmp_path: Path, capsys: Capture, **changes: Any) -> dict[str, Any]:
    config = PRESETS[preset]
    made = policy(config, **changes)
    files = made.save(tmp_path / "policy.json"), table(config, rate).save(tmp_path / "table.npz")
    arguments = ["--policy-file", str(files[0]), "--table", str(files[1]), "--out", str(tmp_path / "out")]
    assert main(["image", "--preset", preset, *arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    clean, under = found["policies"]
    assert clean["psnr_db"] is None, "without faults it is the image of the network in PyTorch"
    assert clean["counters"]["corrected_elements"] == clean["counters"]["masked_elements"] == 0
    assert under["counters"]["point_switches"] == clean["counters"]["point_switches"] == switches(made)
    assert found["timing"]["policy_file"] == "policy.json"
    assert found["timing"]["points"][2] == {"voltage": 0.95, "frequency": 1000}
    assert under["submissions"] == made.timesteps * DEPTH * len(KINDS)
    return under


def test_a_policy_on_the_verilog(tmp_path: Path, capsys: Capture) -> None:
    """Memory is compared after each submission and all counters after each step: see `golden.twin`."""
    under = sampled("demo", 1e-5, tmp_path, capsys)
    assert under["counters"]["corrected_elements"] > 0
    assert under["counters"]["rolled_back_elements"] > 0 == under["counters"]["missing_checkpoints"]
    assert under["psnr_db"] is not None


@pytest.mark.regress
def test_a_policy_on_the_verilog_of_the_smallest_array(tmp_path: Path, capsys: Capture) -> None:
    under = sampled("tiny", 1e-4, tmp_path, capsys, timesteps=3, interval=2)
    assert under["counters"]["corrected_elements"] > 0


# -- what fails where ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def config() -> Config:
    return PRESETS["tiny"].replace(faults__ports=True)


def test_faults_are_those_of_each_blocks_point(config: Config) -> None:
    made, errors = policy(config), table(config, 1e-3)
    faults = PolicyFaults(made, config, errors, Die(), seed=3)
    assert failing(made, config, errors, Die()) == {0: False, 1: False, 2: True, 3: True}

    def count(block: int, step: int) -> int:
        return len(faults(Site("fc1", block, step), 2_000))

    assert [count(block, 0) for block in range(4)] == [0, 0, 0, 0]
    assert count(1, 1) == 0
    assert 0 < count(0, 1) < 0.8 * count(2, 1), "beyond 0.95 of T0 there are more"
    here = PolicyFaults(made, config, errors, Die(), seed=3)(Site("fc1", 2, 1), 2_000)
    np.testing.assert_array_equal(here.events, faults(Site("fc1", 2, 1), 2_000).events)


def test_errors_of_points_at_which_nothing_fails_are_none(config: Config) -> None:
    errors = policy_errors(policy(config), config, table(config), Die())
    assert [errors[point] is None for point in range(4)] == [True, True, False, False]


def test_a_slower_die_fails_earlier(config: Config) -> None:
    made, errors = policy(config), table(config)
    slow = np.ones((5, 5))
    slow[2, 3] = 1.03
    assert not failing(made, config, errors, Die())[1]
    assert failing(made, config, errors, Die(factors=slow))[1]
    assert failing(made, config, errors, Die(droop=0.03))[1]


def test_the_die_of_a_policy(config: Config) -> None:
    die = Die(0.02, np.full((5, 5), 0.9))
    found = Die.of(policy(config, source={"die": die.to_dict()}))
    assert found.droop == 0.02
    np.testing.assert_array_equal(np.asarray(found.factors), np.full((5, 5), 0.9))
    assert Die.of(policy(config)).factors is None


@pytest.mark.parametrize(
    ("die", "message"),
    [
        ({"droop": 1.5}, "droop of a die must be a share of its supply from 0 to below 1, not 1.5"),
        ({"factors": [[-1.0]]}, "delay factors of PEs must be positive numbers, not -1"),
        ({"factors": [["x"]]}, "delay factors of a die must be a matrix of numbers"),
        ({"speed": 1}, "unexpected keyword argument 'speed'"),
    ],
)
def test_dies_that_can_not_be(config: Config, die: dict[str, Any], message: str) -> None:
    with pytest.raises(PolicyError, match=message) as error:
        Die.of(policy(config, source={"die": die}))
    assert "the policy's source says a die that can not be" in str(error.value)


def test_points_that_a_table_lacks(config: Config) -> None:
    low = policy(config, points=(SAFE, CALM, Point(0.8, 1000), FURTHER))
    with pytest.raises(TableError) as error:
        PolicyFaults(low, config, table(config), Die(), seed=0)
    assert str(error.value).startswith(
        "operating point 2 (0.8 V, 1000 MHz): the table knows supplies from 0.9 to 1.1 V, not 0.8 V"
    )
    fast = policy(config, points=(SAFE, CALM, SCALED, Point(0.95, 1200)))
    with pytest.raises(
        TableError, match=r"operating point 3 \(0.95 V, 1200 MHz\): .* the table ends at 0.900"
    ):
        PolicyFaults(fast, config, table(config), Die(), seed=0)
    with pytest.raises(UserError, match=r"point 0 of the policy \(0.95 V, 1020 MHz\) must be safe"):
        PolicyFaults(policy(config, points=(FURTHER,) * 4), config, table(config), Die(), seed=0)


# -- what is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--rate", "1e-5"], "--policy-file says what --rate would; leave it out, or change the file"),
        (["--policy", "none"], "--policy-file says what --policy would"),
        (["--period-ps", "900"], "--policy-file says what --period-ps would"),
        (["--sensitive", "1"], "--policy-file says what --sensitive would"),
        (["--steps", "0"], "timesteps must be an integer from 1 to 1000, not 0"),
        (["--preset", "demo"], "the policy is for configuration"),
        (["--table", "none.npz"], "can not read timing table"),
    ],
)
def test_options_that_do_not_go_with_a_policy(
    options: list[str], message: str, tmp_path: Path, capsys: Capture
) -> None:
    path = policy(PRESETS["tiny"]).save(tmp_path / "policy.json")
    given = [] if "--preset" in options else ["--preset", "tiny"]
    out = tmp_path / "out"
    assert main(["image", "--policy-file", str(path), *given, "--out", str(out), *options]) == 2
    assert message in capsys.readouterr().err
    assert not out.exists()


def test_files_that_do_not_fit(tmp_path: Path, capsys: Capture) -> None:
    config = PRESETS["tiny"]
    common = ["image", "--preset", "tiny", "--out", str(tmp_path / "out")]
    path = policy(config).save(tmp_path / "policy.json")
    other = table(PRESETS["demo"]).save(tmp_path / "other.npz")
    assert main([*common, "--policy-file", str(path), "--table", str(other)]) == 2
    assert "made for PEs of another configuration" in capsys.readouterr().err
    short = policy(config, blocks=policy(config).blocks[:2]).save(tmp_path / "short.json")
    assert main([*common, "--policy-file", str(short)]) == 2
    assert "the policy is for 2 blocks, but the network has 4" in capsys.readouterr().err
    assert main([*common, "--policy-file", str(other)]) == 2
    assert "can not read the policy" in capsys.readouterr().err
    low = policy(config, points=(SAFE, CALM, Point(0.8, 1000), FURTHER)).save(tmp_path / "low.json")
    own = table(config).save(tmp_path / "own.npz")
    assert main([*common, "--policy-file", str(low), "--table", str(own)]) == 2
    shown = " ".join(capsys.readouterr().err.split())
    assert (
        "operating point 2 (0.8 V, 1000 MHz): the table knows supplies from 0.9 to 1.1 V, not 0.8 V" in shown
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["DIT_WEIGHTS", "CLASSIFIER_WEIGHTS"])
def test_weights_that_are_missing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Told before the Verilog is built, not after the first image."""

    def build(*_: object, **__: object) -> None:
        raise AssertionError("the simulation was built")

    monkeypatch.setattr(imaging, "RtlBackend", build)
    monkeypatch.setattr(imaging, name, tmp_path / "absent.safetensors")
    path, out = policy(PRESETS["tiny"]).save(tmp_path / "policy.json"), tmp_path / "out"
    assert main(["image", "--preset", "tiny", "--policy-file", str(path), "--out", str(out)]) == 2
    shown = capsys.readouterr().err
    assert "absent" in shown
    assert "Traceback" not in shown
    assert not out.exists()
