"""An accelerator's registers by name: what it is, its settings, its counters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from drift_hw.config import Config
from drift_hw.control.registers import (
    CHECKER_COUNTERS,
    IDENTIFICATION,
    PERFORMANCE_COUNTERS,
    RECOVERY_COUNTERS,
    VERSION,
    register_map,
)
from drift_hw.errors import UserError
from drift_hw.faults.fabric import SEED_WORDS, Injection, InjectorError, check_injector
from drift_hw.policy import OperatingPolicy
from drift_hw.sim.jobs import BlockSettings, Bytes, check_range


class DeviceError(RuntimeError):
    """The accelerator hangs or breaks a protocol; a new `Device` resets it."""


class Backend(Protocol):
    """What a device runs on."""

    @property
    def config(self) -> Config:
        """The configuration that the accelerator should have."""

    @property
    def name(self) -> str:
        """For messages."""

    @property
    def memory(self) -> Bytes:
        """All of DRAM, from bus address 0: read and written in place."""

    def read_register(self, address: int) -> int:
        """Return a register."""

    def write_register(self, address: int, value: int) -> None:
        """Write a register."""

    def wait(self, max_cycles: int) -> object:
        """Return when the interrupt is high; raises `DeviceError` after `max_cycles`."""

    def reset(self) -> None:
        """Reset the accelerator; memory stays."""


@dataclass(frozen=True)
class PointStatistics:
    """What the checker saw at an operating point; saturating counts."""

    tiles: int
    flagged: int
    """Of the tiles."""
    flags: int
    """Flagged rows and columns."""
    largest: int
    """Largest |row delta|, low 32 bits."""


class Control:
    """An accelerator at its registers."""

    def __init__(self, backend: Backend) -> None:
        """Check that the accelerator is of the backend's configuration; nothing is written.

        Raises `UserError` for another accelerator.
        """
        self.backend = backend
        self.config = backend.config
        self._registers = register_map(self.config)
        self._identify()

    def read(self, register: str, index: int = 0, *, field: str | None = None) -> int:
        """Return a register by its name, or one field of it."""
        description = self._registers[register]
        value = self.backend.read_register(description.address(index))
        if field is None:
            return value
        part = description.field(field)
        return value >> part.low & ((1 << part.width) - 1)

    def write(self, register: str, value: int = 0, *, index: int = 0, **fields: int) -> None:
        """Write a register by its name: a whole value, or fields, the others zero."""
        description = self._registers[register]
        for name, part in fields.items():
            value |= part << description.field(name).low
        self.backend.write_register(description.address(index), value)

    def configure(
        self,
        *,
        points: Sequence[tuple[int, int]] | None = None,
        blocks: Mapping[int, BlockSettings] | Sequence[BlockSettings] | None = None,
        leading: int | None = None,
        trailing: int | None = None,
        timesteps: int | None = None,
        interval: int | None = None,
        threshold: int | None = None,
    ) -> None:
        """Set registers; what is None stays. Raises `UserError` before anything is written.

        Args:
            points: (voltage code, frequency code) of each operating point from 0, the safe one; 0 to 65535.
            blocks: settings by block number, or of the blocks from 0 on.
            leading, trailing: so many timesteps at either end are sensitive.
            timesteps: of a sampling run.
            interval: of checkpoints, in timesteps; 0: none.
            threshold: flag deltas of at least 2**threshold.
        """
        power = self.config.power
        settings = dict(blocks.items() if isinstance(blocks, Mapping) else enumerate(blocks or ()))
        if points is not None and len(points) > power.points:
            raise UserError(f"there are {power.points} operating points, not {len(points)}")
        for number, point in enumerate(points or ()):
            for name, code in zip(("voltage", "frequency"), point, strict=True):
                check_range(f"{name} code of point {number}", code, 0, 0xFFFF)
        for block, chosen in settings.items():
            check_range("block", block, 0, power.blocks - 1)
            for name in ("tolerant", "sensitive"):
                check_range(f"{name} point of block {block}", getattr(chosen, name), 0, power.points - 1)
        words = {"TIMESTEPS": timesteps, "CHECKPOINT_INTERVAL": interval, "THRESHOLD": threshold}
        sensitive = {"leading": leading, "trailing": trailing}
        for name, value in (words | sensitive).items():
            limit = self.config.array.accumulator_width - 1 if name == "THRESHOLD" else 0xFFFF
            if value is not None:
                check_range(name.lower().replace("checkpoint_", ""), value, 0, limit)

        for number, (voltage, frequency) in enumerate(points or ()):
            self.write("POINT", index=number, voltage=voltage, frequency=frequency)
        for block, chosen in settings.items():
            self.write(
                "BLOCK",
                index=block,
                tolerant=chosen.tolerant,
                sensitive=chosen.sensitive,
                correct=int(chosen.correct),
                action=chosen.action,
            )
        for name, value in words.items():
            if value is not None:
                self.write(name, value)
        present = {name: self.read("SENSITIVE", field=name) for name in sensitive}
        self.write("SENSITIVE", **(present | {k: v for k, v in sensitive.items() if v is not None}))

    def load(self, policy: OperatingPolicy) -> None:
        """Set everything that an operating policy says; raises `PolicyError` as `OperatingPolicy.check`."""
        policy.check(self.config)
        self.configure(
            points=[point.codes for point in policy.points],
            blocks=[
                BlockSettings(block.tolerant, block.sensitive, correct=block.correct, action=block.action)
                for block in policy.blocks
            ],
            leading=policy.leading,
            trailing=policy.trailing,
            timesteps=policy.timesteps,
            interval=policy.interval,
            threshold=policy.threshold,
        )

    def inject(self, injection: Injection | None) -> None:
        """Set the in-fabric injector, from the seed on, and its count to zero; None: no more faults.

        Raises `InjectorError`, before anything is written, without an injector and for settings made for
        another configuration.
        """
        check_injector(self.config)
        if injection is not None and injection.config.hash != self.config.hash:
            raise InjectorError(
                f"the injection was made for configuration {injection.config.hash}, but the accelerator's is "
                f"{self.config.hash}: make it again for this one"
            )
        self.write("INJECTOR", clear=1)
        if injection is None:
            return
        # Each load moves the states on: the last row's comes first.
        for state in reversed(injection.states):
            for word in range(SEED_WORDS):
                self.write("INJECTOR_SEED", state >> (32 * word) & 0xFFFFFFFF, index=word)
            self.write("INJECTOR", load=1)
        for region, thresholds in injection.thresholds.items():
            for bit, threshold in enumerate(thresholds.tolist()):
                self.write(f"INJECTOR_{region.upper()}", threshold, index=bit)
        self.write("INJECTOR", enable=1, flip=int(injection.kind == "flip"), points=injection.points)

    def injected(self) -> int:
        """Return the faults that the in-fabric injector made since `inject`; saturates at 2**32 - 1.

        Raises `InjectorError` without an injector.
        """
        check_injector(self.config)
        return self.read("INJECTOR_COUNT")

    def counters(self) -> dict[str, int]:
        """Return performance, recovery and checker counters by name, and `largest_delta`."""
        counts = {
            name: self.read("PERFORMANCE_HIGH", index) << 32 | self.read("PERFORMANCE_LOW", index)
            for index, (name, _) in enumerate(PERFORMANCE_COUNTERS)
        }
        counts |= {name: self.read("RECOVERY", index) for index, (name, _) in enumerate(RECOVERY_COUNTERS)}
        counts |= {name: self.read("CHECKER", index) for index, name in enumerate(CHECKER_COUNTERS)}
        counts["largest_delta"] = self.read("LARGEST_DELTA_HIGH") << 32 | self.read("LARGEST_DELTA")
        return counts

    def histogram(self) -> tuple[int, ...]:
        """Return, for each n, the row deltas with floor(log2 |delta|) = n."""
        return tuple(self.read("HISTOGRAM", n) for n in range(self.config.array.accumulator_width))

    def statistics(self) -> tuple[PointStatistics, ...]:
        """Return what the checker saw at each operating point."""
        names = ("POINT_TILES", "POINT_FLAGGED", "POINT_FLAGS", "POINT_LARGEST")
        return tuple(
            PointStatistics(*(self.read(name, point) for name in names))
            for point in range(self.config.power.points)
        )

    def clear(self) -> None:
        """Zero all counters and statistics, forget the first error, and leave a held safe point."""
        pulses = ("clear_fallback", "clear_performance", "clear_checker", "clear_statistics", "clear_error")
        self.write("CONTROL", enable=1, **dict.fromkeys(pulses, 1))

    def _identify(self) -> None:
        """Raise `UserError` unless the accelerator is what `config` says."""
        where = f"the accelerator of backend {self.backend.name}"
        found = self.read("IDENTIFICATION")
        if found != IDENTIFICATION:
            raise UserError(f"{where} identifies itself as {found:#010x}, not {IDENTIFICATION:#010x}")
        found = self.read("VERSION")
        if found >> 16 != VERSION >> 16 or found < VERSION:
            raise UserError(
                f"{where} has registers of version {found >> 16}.{found & 0xFFFF}, but this driver needs "
                f"{VERSION >> 16}.{VERSION & 0xFFFF} or a newer {VERSION >> 16}.x"
            )
        digest = f"{self.read('HASH_HIGH') << 32 | self.read('HASH_LOW'):016x}"
        if digest != self.config.hash:
            raise UserError(
                f"{where} was generated from configuration {digest}, but the driver's is {self.config.hash}: "
                "generate it again, or give the driver its configuration"
            )
        for name in ("GEOMETRY", "CAPABILITIES", "SCRATCHPAD"):
            for field in self._registers[name].fields:
                value = self.read(name, field=field.name)
                if value != field.reset:
                    raise UserError(
                        f"{where} says {field.name} = {value}, but its configuration {field.reset}"
                    )
