"""The operating policy: which block runs at which point in which timesteps, and what becomes of its errors.

A policy is a file. `drift-hw explore` writes it, the driver loads it into the accelerator's registers
(`drift_hw.sim.control.Control.load`), and the golden model follows it (`golden.resilience.scenario`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from drift_hw.config import Config
from drift_hw.control.descriptor import Policy
from drift_hw.control.timesteps import is_sensitive
from drift_hw.errors import UserError
from drift_hw.files import write_json

FORMAT = 1
"""Of the file."""
VOLTAGE_STEP = 1e-3
"""Volts per step of the regulator's code."""
FREQUENCY_STEP = 0.1
"""Megahertz per step of the clock generator's code."""
_CODES = 1 << 16


class PolicyError(UserError):
    """A policy that can not be used; the message says what, which value and what is allowed."""


@dataclass(frozen=True)
class Point:
    """An operating point. Raises `PolicyError` for what has no code."""

    voltage: float
    """V, rounded up to the regulator's next step."""
    frequency: float
    """MHz, rounded down to the clock generator's next step."""

    def __post_init__(self) -> None:
        for name, unit, step in (("voltage", "V", VOLTAGE_STEP), ("frequency", "MHz", FREQUENCY_STEP)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise PolicyError(f"a {name} must be a number in {unit}, not {value!r}")
            if not 1 <= round(value / step) < _CODES:
                raise PolicyError(
                    f"a {name} must be from {step:g} to {step * (_CODES - 1):g} {unit}, not {value:g}"
                )

    @property
    def codes(self) -> tuple[int, int]:
        """Voltage and frequency as the registers POINT hold them."""
        # Nothing is as exact as its decimal fraction: half a thousandth of a step is none.
        return (
            math.ceil(self.voltage / VOLTAGE_STEP - 5e-4),
            math.floor(self.frequency / FREQUENCY_STEP + 5e-4),
        )

    @property
    def period_ps(self) -> float:
        """Clock period in ps."""
        return 1e6 / (self.codes[1] * FREQUENCY_STEP)


@dataclass(frozen=True)
class BlockPolicy:
    """What a network block gets."""

    sensitive: int = 0
    """Operating point in sensitive timesteps."""
    tolerant: int = 0
    """Operating point in the others."""
    correct: bool = True
    """Repair what the checks locate."""
    action: Policy = Policy.ROLLBACK
    """For the rest."""


@dataclass(frozen=True)
class OperatingPolicy:
    """A whole policy, for one configuration. Raises `PolicyError` for values that can not be."""

    config: str
    """Hash of the configuration without fault injection: `Config.without_injection`."""
    points: tuple[Point, ...]
    """Point 0 is the safe one: no higher supply than it, and no timing errors there."""
    blocks: tuple[BlockPolicy, ...]
    """Of each network block."""
    timesteps: int
    """Of a sampling run, 1 to 1000."""
    leading: int = 2
    """So many timesteps from the first on are sensitive."""
    trailing: int = 0
    """So many timesteps up to the last are sensitive."""
    interval: int = 10
    """Timesteps between checkpoints; 0: none are written."""
    threshold: int = 10
    """Deltas of at least 2**threshold are flagged."""
    source: Mapping[str, Any] = field(default_factory=dict)
    """Where it comes from: command, seed, versions, what was asked and what was found."""

    def __post_init__(self) -> None:
        if not self.points or not self.blocks:
            raise PolicyError("a policy needs at least one operating point and one block")
        for name, least, most in (
            ("timesteps", 1, 1000),
            ("leading", 0, 0xFFFF),
            ("trailing", 0, 0xFFFF),
            ("interval", 0, 0xFFFF),
            ("threshold", 0, 47),
        ):
            _check_integer(name, getattr(self, name), least, most)
        for number, block in enumerate(self.blocks):
            for name in ("sensitive", "tolerant"):
                _check_integer(
                    f"{name} point of block {number}", getattr(block, name), 0, len(self.points) - 1
                )

    def point(self, block: int, timestep: int) -> int:
        """Return the operating point of a network block in a timestep."""
        chosen = self.blocks[block]
        sensitive = is_sensitive(timestep, self.timesteps, self.leading, self.trailing)
        return chosen.sensitive if sensitive else chosen.tolerant

    def check(self, config: Config, depth: int | None = None) -> None:
        """Raise `PolicyError` unless it is for this accelerator, and a network of `depth` blocks."""
        ours = config.without_injection.hash
        if self.config != ours:
            raise PolicyError(
                f"the policy is for configuration {self.config}, but this one is {ours}: search one for it "
                "with drift-hw explore, or give the configuration that it was made for"
            )
        for what, count, most in (
            ("operating points", len(self.points), config.power.points),
            ("blocks", len(self.blocks), config.power.blocks),
        ):
            if count > most:
                raise PolicyError(f"the policy has {count} {what}, but the accelerator {most}")
        if self.threshold >= config.array.accumulator_width:
            raise PolicyError(
                f"the policy's threshold is {self.threshold}, but accumulators have "
                f"{config.array.accumulator_width} bits; it must be below"
            )
        if depth is not None and depth != len(self.blocks):
            raise PolicyError(f"the policy is for {len(self.blocks)} blocks, but the network has {depth}")

    # -- in and out -----------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values, those of the file."""
        content = asdict(self) | {"source": dict(self.source)}
        for block in content["blocks"]:
            block["action"] = Policy(block["action"]).name.lower()
        return {"format": FORMAT, **content}

    def save(self, path: Path) -> Path:
        """Write it as JSON, atomically, and return the path. Raises `drift_hw.files.OutputError`."""
        return write_json(path, self.to_dict())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote. Raises `PolicyError` for a file that is none."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise PolicyError(f"can not read the policy {path}: {error}") from error
        return cls.from_dict(content, str(path))

    @classmethod
    def from_dict(cls, content: Any, name: str = "this") -> Self:
        """Return the policy of plain values; `name` is for messages. Raises `PolicyError`."""
        content = dict(content) if isinstance(content, Mapping) else {}
        if content.pop("format", None) != FORMAT:
            raise PolicyError(f"{name} is no policy of format {FORMAT}; write one with drift-hw explore")
        try:
            content["points"] = tuple(Point(**point) for point in content["points"])
            content["blocks"] = tuple(
                BlockPolicy(**block | {"action": Policy[block["action"].upper()]})
                for block in content["blocks"]
            )
            return cls(**content)
        except PolicyError as error:
            raise PolicyError(f"{name}: {error}") from error
        except (TypeError, KeyError, AttributeError) as error:
            raise PolicyError(
                f"{name} is no policy ({type(error).__name__}: {error}); write one with drift-hw explore"
            ) from error


def _check_integer(name: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise PolicyError(f"{name} must be an integer from {least} to {most}, not {value!r}")
