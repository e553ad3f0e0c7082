"""Operating policies: the file, the registers, the points that blocks get, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drift_hw.config import PRESETS
from drift_hw.control.descriptor import Policy
from drift_hw.control.registers import register_map
from drift_hw.policy import BlockPolicy, OperatingPolicy, Point, PolicyError
from drift_hw.sim.device import Device
from golden.accelerator import GoldenBackend
from golden.quantised import Site
from golden.resilience.scenario import UnderPolicy
from golden.timing.output import OutputErrors

CONFIG = PRESETS["tiny"]
POLICY = OperatingPolicy(
    config=CONFIG.without_injection.hash,
    points=(Point(1.76, 141.6), Point(1.6, 141.6), Point(1.55, 150)),
    blocks=(BlockPolicy(0, 1), BlockPolicy(1, 2, correct=False, action=Policy.ZERO)),
    timesteps=50,
    leading=3,
    trailing=2,
    interval=7,
    threshold=12,
    source={"seed": 5},
)


def test_a_file_gives_back_what_was_saved(tmp_path: Path) -> None:
    path = POLICY.save(tmp_path / "policy.json")
    assert OperatingPolicy.load(path) == POLICY
    assert path.read_bytes() == OperatingPolicy.load(path).save(tmp_path / "again.json").read_bytes()


def test_supplies_are_rounded_up_and_clocks_down() -> None:
    assert Point(1.76, 141.6).codes == (1760, 1416)
    assert Point(1.7601, 141.69).codes == (1761, 1416)
    assert Point(0.9, 2000).codes == (900, 20000)
    assert Point(1, 141.69).period_ps == pytest.approx(1e6 / 141.6)


def test_the_driver_loads_it_into_the_registers() -> None:
    device = Device(GoldenBackend(CONFIG, 1 << 20))
    device.load(POLICY)
    assert [device.read("POINT", n, field="voltage") for n in range(3)] == [1760, 1600, 1550]
    assert [device.read("POINT", n, field="frequency") for n in range(3)] == [1416, 1416, 1500]
    fields = ("sensitive", "tolerant", "correct", "action")
    assert [device.read("BLOCK", 0, field=name) for name in fields] == [0, 1, 1, Policy.ROLLBACK]
    assert [device.read("BLOCK", 1, field=name) for name in fields] == [1, 2, 0, Policy.ZERO]
    assert [device.read("SENSITIVE", field=name) for name in ("leading", "trailing")] == [3, 2]
    found = [device.read(name) for name in ("TIMESTEPS", "CHECKPOINT_INTERVAL", "THRESHOLD")]
    assert found == [50, 7, 12]


def changed() -> Iterator[OperatingPolicy]:
    """Yield policies that differ from `POLICY` in one respect, of points and blocks one after the other."""
    for name in ("timesteps", "leading", "trailing", "interval", "threshold"):
        yield replace(POLICY, **{name: getattr(POLICY, name) + 1})
    for number, point in enumerate(POLICY.points):
        for other in (
            Point(point.voltage + 0.001, point.frequency),
            Point(point.voltage, point.frequency - 1),
        ):
            yield replace(POLICY, points=(*POLICY.points[:number], other, *POLICY.points[number + 1 :]))
    for number, block in enumerate(POLICY.blocks):
        changes = {
            "sensitive": (block.sensitive + 1) % 3,
            "tolerant": (block.tolerant + 1) % 3,
            "correct": not block.correct,
            "action": Policy.RECOMPUTE,
        }
        for name, value in changes.items():
            other = replace(block, **{name: value})
            yield replace(POLICY, blocks=(*POLICY.blocks[:number], other, *POLICY.blocks[number + 1 :]))


def loaded(policy: OperatingPolicy) -> tuple[int, ...]:
    """Return all registers once the driver has loaded a policy."""
    device = Device(GoldenBackend(CONFIG, 1 << 20))
    device.load(policy)
    registers = register_map(CONFIG)
    return tuple(
        device.read(register.name, index) for register in registers for index in range(register.count or 1)
    )


def test_each_value_of_a_policy_reaches_a_register_of_its_own() -> None:
    base = loaded(POLICY)
    found = [loaded(policy) for policy in changed()]
    assert len(found) == 5 + 6 + 8
    assert len({base, *found}) == 1 + len(found)
    for registers in found:
        assert sum(one != other for one, other in zip(registers, base, strict=True)) == 1


def test_a_policy_of_another_accelerator_is_not_loaded() -> None:
    device = Device(GoldenBackend(CONFIG, 1 << 20))
    before = [device.read("POINT", n) for n in range(3)]
    with pytest.raises(PolicyError, match="is for configuration 0123, but this one is"):
        device.load(replace(POLICY, config="0123"))
    assert [device.read("POINT", n) for n in range(3)] == before
    assert device.read("THRESHOLD") != POLICY.threshold


def test_errors_follow_the_point_of_block_and_timestep() -> None:
    errors = {0: None, 1: OutputErrors(1e-3), 2: OutputErrors(1e-2)}
    scenario = UnderPolicy(POLICY, errors)
    for block, (sensitive, tolerant) in enumerate(((0, 1), (1, 2))):
        points = [
            next(point for point, each in errors.items() if each is scenario(Site("fc1", block, timestep)))
            for timestep in range(50)
        ]
        assert points == [sensitive] * 3 + [tolerant] * 45 + [sensitive] * 2


def test_points_without_errors_are_refused() -> None:
    with pytest.raises(Exception, match="policy has operating point 2, but its timing errors are not given"):
        UnderPolicy(POLICY, {0: None, 1: None})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points": ()}, "a policy needs at least one operating point and one block"),
        ({"blocks": ()}, "a policy needs at least one operating point and one block"),
        ({"timesteps": 0}, "timesteps must be an integer from 1 to 1000, not 0"),
        ({"leading": -1}, "leading must be an integer from 0 to 65535, not -1"),
        ({"interval": 1.5}, "interval must be an integer from 0 to 65535, not 1.5"),
        ({"threshold": 48}, "threshold must be an integer from 0 to 47, not 48"),
        ({"blocks": (BlockPolicy(0, 3),)}, "tolerant point of block 0 must be an integer from 0 to 2, not 3"),
    ],
)
def test_impossible_policies_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        replace(POLICY, **changes)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("voltage", "frequency", "message"),
    [
        (0, 100, "a voltage must be from 0.001 to 65.535 V, not 0"),
        (1, 7000, "a frequency must be from 0.1 to 6553.5 MHz, not 7000"),
        (float("nan"), 1, "a voltage must be a number in V, not nan"),
        (1, "fast", "a frequency must be a number in MHz, not 'fast'"),
    ],
)
def test_impossible_points_are_refused(voltage: Any, frequency: Any, message: str) -> None:
    with pytest.raises(PolicyError) as caught:
        Point(voltage, frequency)
    assert str(caught.value) == message


def test_another_accelerator_is_refused() -> None:
    other = CONFIG.replace(array__rows=8)
    with pytest.raises(
        PolicyError, match=f"is for configuration {POLICY.config}, but this one is {other.hash}"
    ):
        POLICY.check(other)
    POLICY.check(CONFIG.replace(faults__ports=True))
    with pytest.raises(PolicyError, match="the policy is for 2 blocks, but the network has 4"):
        POLICY.check(CONFIG, depth=4)
    many = replace(POLICY, blocks=(BlockPolicy(),) * 9)
    with pytest.raises(PolicyError, match="the policy has 9 blocks, but the accelerator 8"):
        many.check(CONFIG)
    crowded = replace(POLICY, points=POLICY.points * 2)
    with pytest.raises(PolicyError, match="the policy has 6 operating points, but the accelerator 4"):
        crowded.check(CONFIG)
    with pytest.raises(PolicyError, match="threshold is 40, but accumulators have 32 bits; it must be below"):
        replace(POLICY, threshold=40).check(CONFIG)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "can not read the policy"),
        ("[]", "is no policy of format 1; write one with drift-hw explore"),
        ('{"format": 2}', "is no policy of format 1"),
        ('{"format": 1}', r"is no policy \(KeyError: 'points'\)"),
    ],
)
def test_files_that_are_no_policies_are_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "policy.json"
    path.write_text(content)
    with pytest.raises(PolicyError, match=message):
        OperatingPolicy.load(path)


def test_a_file_with_a_bad_value_names_the_file(tmp_path: Path) -> None:
    path = POLICY.save(tmp_path / "policy.json")
    content = json.loads(path.read_text())
    path.write_text(json.dumps(content | {"timesteps": 5000}))
    with pytest.raises(
        PolicyError, match=r"policy.json: timesteps must be an integer from 1 to 1000, not 5000"
    ):
        OperatingPolicy.load(path)
    content["blocks"][0]["action"] = "pray"
    path.write_text(json.dumps(content))
    with pytest.raises(PolicyError, match=r"is no policy \(KeyError: 'PRAY'\)"):
        OperatingPolicy.load(path)
