"""Hardware that follows an operating policy wrongly is seen: a broken model stands in for the Verilog."""

from __future__ import annotations

from typing import Any, Self

import pytest
from test_policy_images import policy

from drift_hw import imaging
from drift_hw.config import PRESETS, Config
from drift_hw.control.registers import RECOVERY_COUNTERS
from drift_hw.imaging import Picture, policy_experiment, policy_pictures
from golden.accelerator import GoldenBackend
from golden.twin import MismatchError

CONFIG = PRESETS["demo"]
POLICY = policy(CONFIG, timesteps=1, leading=0)
"""Blocks are at points 2, 1, 3 and 2: four switches."""


class StandIn(GoldenBackend):
    """What `drift_hw.imaging` needs of a simulation."""

    cycles = 0

    def __init__(self, config: Config, *, memory_bytes: int, power_up_seed: int) -> None:
        super().__init__(config, memory_bytes)
        self.jobs = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def record(self, *, trace: bool = False, writes: bool = False) -> None:
        """Nothing is recorded: without faults the model needs no trace."""

    def trace(self) -> None:
        return None

    def faults(self, writes: Any, ports: Any, points: Any = 0) -> None:  # type: ignore[override]
        """There are none."""


class LostSwitch(StandIn):
    """Stays at the third block's point for the last one."""

    def _switch(self, point: int) -> None:
        if (point, self._codes) != (2, POLICY.points[3].codes):
            super()._switch(point)


class WrongPoint(StandIn):
    """Runs the third block, that of point 3, at point 1."""

    def _switch(self, point: int) -> None:
        super()._switch({3: 1}.get(point, point))


class WrongStatistics(StandIn):
    """Switches as it should, but counts the tiles of point 3 as those of point 2."""

    def _check(self, checked: Any) -> None:
        super()._check(checked._replace(point={3: 2}.get(checked.point, checked.point)))


class OffByOne(StandIn):
    """Counts an element too many, in one job of all."""

    def _finish(self, *arguments: Any) -> None:
        super()._finish(*arguments)
        self.jobs += 1
        if self.jobs == 7:
            index = [name for name, _ in RECOVERY_COUNTERS].index("rolled_back_elements")
            self._registers.add("RECOVERY", 1, index, limit=1 << 30)


class WrongByte(StandIn):
    """Writes a byte beside its last output."""

    def _finish(self, *arguments: Any) -> None:
        super()._finish(*arguments)
        self.jobs += 1
        if self.jobs == 7:
            self.memory[-1] ^= 1


def images(monkeypatch: pytest.MonkeyPatch, hardware: type[StandIn]) -> list[Picture]:
    monkeypatch.setattr(imaging, "RtlBackend", hardware)
    return list(policy_pictures(CONFIG, policy_experiment(POLICY), POLICY))


def test_hardware_that_follows_the_policy_is_not_found_fault_with(monkeypatch: pytest.MonkeyPatch) -> None:
    clean, under = images(monkeypatch, StandIn)
    assert clean.counters == under.counters
    assert under.counters["point_switches"] == 4
    assert clean.pixels.equal(under.pixels)


@pytest.mark.parametrize(
    ("hardware", "message"),
    [
        (LostSwitch, r"PERFORMANCE_LOW\[9\]: Verilog 0x3, golden 0x4"),
        (WrongPoint, r"PERFORMANCE_LOW\[9\]: Verilog 0x3, golden 0x4"),
        (WrongStatistics, r"POINT_TILES\[2\]: .*POINT_TILES\[3\]: Verilog 0x0, golden 0x"),
        (OffByOne, r"registers differ: RECOVERY\[1\]: Verilog 0x1, golden 0x0$"),
        (WrongByte, "memory differs in 1 bytes from 0x3fffff to 0x3fffff: at 0x3fffff Verilog has 1"),
    ],
)
def test_hardware_that_does_not_is_seen(
    monkeypatch: pytest.MonkeyPatch, hardware: type[StandIn], message: str
) -> None:
    with pytest.raises(MismatchError, match=message):
        images(monkeypatch, hardware)
