"""The configuration: one frozen, validated tree from which hardware and software model are both built.

A configuration names the geometry of the systolic array and its options. Everything else (derived
widths, latencies, buffer depths) is a property computed here, so that generator, golden model,
simulator driver and synthesis can never disagree about it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import tomli_w

from drift_hw.errors import UserError

SHIFT_WIDTH = 6
"""Width in bits of a requantiser shift amount (0 to 63)."""
CARRY_START = 2
"""Lowest bit of the carry of a carry-save accumulator that can be 1: the bits below are no flops."""
LOCATOR_BITS = 7
LOCATOR_MODULUS = (1 << LOCATOR_BITS) - 1
"""Modulus of the locator's residues: a prime, modulo which doubling is a rotation."""
LOCATOR_GENERATOR = 3
"""Its powers are the weights of the columns: 126 different ones."""


class ConfigError(UserError, ValueError):
    """A configuration that can not be built; the message says what, which value and what is allowed."""


def clog2(value: int) -> int:
    """Return ceil(log2(value)) for value >= 1: the bits needed to count `value` things."""
    return (value - 1).bit_length()


def _check_int(name: str, value: object, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ConfigError(f"{name} must be an integer from {low} to {high}, not {value!r}")
    if not low <= value <= high:
        raise ConfigError(f"{name} must be from {low} to {high}, not {value}")


def _check_bool(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise ConfigError(f"{name} must be true or false, not {value!r}")


@dataclass(frozen=True)
class ArrayConfig:
    """Geometry and number formats of the systolic array."""

    rows: int = 32
    """Rows of processing elements, R: 1 to 256."""
    columns: int = 32
    """Columns of processing elements, C: 1 to 256."""
    operand_width: int = 8
    """Bits of a signed operand: 4 to 8."""
    accumulator_width: int = 32
    """Bits of an accumulator: 16 to 48. Accumulation is exact modulo 2**accumulator_width."""
    product_register: bool = False
    """Register between multiplier and adder: a shorter critical path for one more cycle of latency."""
    carry_save: bool = False
    """Accumulate two words, sum and carry, that are added at the end of the drain bus: no carry chain in
    a PE, for twice the flops of an accumulator and twice the lines of the bus."""
    drain_segment: int = 16
    """Rows that share one unregistered stretch of the column drain bus: 1 to 256."""

    def __post_init__(self) -> None:
        _check_int("array.rows", self.rows, 1, 256)
        _check_int("array.columns", self.columns, 1, 256)
        _check_int("array.operand_width", self.operand_width, 4, 8)
        _check_int("array.accumulator_width", self.accumulator_width, 16, 48)
        _check_bool("array.product_register", self.product_register)
        _check_bool("array.carry_save", self.carry_save)
        if self.carry_save and self.product_register:
            raise ConfigError(
                "array.product_register and array.carry_save exclude each other: a carry-save accumulator "
                "takes partial products, there is no product to register; set one of them to false"
            )
        if self.carry_save and self.accumulator_width > 32:
            raise ConfigError(
                "array.accumulator_width must be at most 32 with array.carry_save, whose two words are one "
                f"register of at most 64 bits in fault lists, not {self.accumulator_width}"
            )
        _check_int("array.drain_segment", self.drain_segment, 1, 256)


@dataclass(frozen=True)
class ProtectionConfig:
    """Algorithm-based fault tolerance: the checksum row and column, and the checker."""

    abft: bool = True
    """Build the checksum row, the checksum column and the checker."""
    counter_width: int = 16
    """Bits of each event counter: 8 to 32. Counters saturate."""
    correction_limit: int = 8
    """Flagged rows, and columns, of a tile up to which it is corrected: 0 (no corrector) to 16."""
    locator: bool = False
    """Build the row locator in place of the corrector's lists: a weighted check of each row modulo 127, which
    names the column of a wrong element. It corrects any number of rows."""

    def __post_init__(self) -> None:
        _check_bool("protection.abft", self.abft)
        _check_int("protection.counter_width", self.counter_width, 8, 32)
        _check_int("protection.correction_limit", self.correction_limit, 0, 16)
        _check_bool("protection.locator", self.locator)
        if self.locator and not (self.abft and self.correction_limit):
            raise ConfigError(
                "protection.locator repairs what the checksums find: set protection.abft = true and "
                "protection.correction_limit to at least 1 (which with a locator is no limit), or "
                "protection.locator = false"
            )


@dataclass(frozen=True)
class FaultConfig:
    """Fault injection at the flops of the array."""

    ports: bool = False
    """Give every flop bit of the array a fault port. Off, the netlist carries no trace of them."""
    injector: bool = False
    """Build the in-fabric injector: faults at random, for emulation. Off, there is no trace of it either."""

    def __post_init__(self) -> None:
        _check_bool("faults.ports", self.ports)
        _check_bool("faults.injector", self.injector)


@dataclass(frozen=True)
class RequantiserConfig:
    """Requantisation of accumulators to operands: `golden.integer.requantise` states the rule."""

    multiplier_width: int = 14
    """Bits of the unsigned per-column multiplier: 4 to 14 (so that 64-bit integers hold any product)."""

    def __post_init__(self) -> None:
        _check_int("requantiser.multiplier_width", self.multiplier_width, 4, 14)


@dataclass(frozen=True)
class MemoryConfig:
    """The accelerator's memory side: AXI4 port and scratchpads."""

    data_width: int = 512
    """Bits of the AXI4 data bus: a power of two from 32 to 1024, at least 8 x rows and 8 x columns."""
    address_width: int = 40
    """Bits of an AXI4 address: 32 to 64."""
    panel_words: int = 6144
    """Depth of the scratchpad of A, in words of one beat: 64 to 65536. Panels that fit are read once."""
    stream_words: int = 1024
    """Depth of the scratchpad of B, in words of one beat: 64 to 65536."""
    outstanding_reads: int = 16
    """Read bursts in flight: 1 to 64."""
    outstanding_writes: int = 8
    """Write bursts in flight: 1 to 64."""

    def __post_init__(self) -> None:
        _check_int("memory.data_width", self.data_width, 32, 1024)
        if self.data_width & (self.data_width - 1):
            raise ConfigError(f"memory.data_width must be a power of two, not {self.data_width}")
        _check_int("memory.address_width", self.address_width, 32, 64)
        _check_int("memory.panel_words", self.panel_words, 64, 65536)
        _check_int("memory.stream_words", self.stream_words, 64, 65536)
        _check_int("memory.outstanding_reads", self.outstanding_reads, 1, 64)
        _check_int("memory.outstanding_writes", self.outstanding_writes, 1, 64)


@dataclass(frozen=True)
class PowerConfig:
    """Dynamic voltage and frequency scaling."""

    points: int = 4
    """Operating points in the table: 2 to 16. Point 0 is the safe one."""
    blocks: int = 32
    """Network blocks that have registers of their own: 1 to 64."""

    def __post_init__(self) -> None:
        _check_int("power.points", self.points, 2, 16)
        _check_int("power.blocks", self.blocks, 1, 64)


@dataclass(frozen=True)
class Config:
    """The whole configuration. Raises `ConfigError` for any value that can not be built."""

    array: ArrayConfig = field(default_factory=ArrayConfig)
    protection: ProtectionConfig = field(default_factory=ProtectionConfig)
    faults: FaultConfig = field(default_factory=FaultConfig)
    requantiser: RequantiserConfig = field(default_factory=RequantiserConfig)
    memory: MemoryConfig = field(default_factory=MemoryConfig)
    power: PowerConfig = field(default_factory=PowerConfig)

    def __post_init__(self) -> None:
        most = min(LOCATOR_MODULUS - 1, self.drain_cycles)
        if self.protection.locator and self.array.columns > most:
            raise ConfigError(
                f"array.columns is {self.array.columns}, but with protection.locator it must be at most "
                f"{most}: there are {LOCATOR_MODULUS - 1} weights, and a tile's columns must be checked "
                f"before the next tile has drained, in {self.drain_cycles} cycles"
            )

    # -- derived widths -------------------------------------------------------------------------

    @property
    def product_width(self) -> int:
        """Bits of a product of two operands."""
        return 2 * self.array.operand_width

    @property
    def row_sum_width(self) -> int:
        """Bits of a row sum of B (over all columns of one k): second operand of the checksum column."""
        return self.array.operand_width + clog2(self.array.columns)

    @property
    def column_sum_width(self) -> int:
        """Bits of a column sum of A (over all rows of one k): first operand of the checksum row."""
        return self.array.operand_width + clog2(self.array.rows)

    @property
    def accumulator_flops(self) -> int:
        """Flops of an accumulator, lines of a drain bus: one word, or sum and carry from `CARRY_START` on."""
        width = self.array.accumulator_width
        return 2 * width - CARRY_START if self.array.carry_save else width

    @property
    def threshold_width(self) -> int:
        """Bits of the threshold exponent (0 to accumulator_width - 1)."""
        return clog2(self.array.accumulator_width)

    @property
    def output_limit(self) -> int:
        """Largest magnitude of a requantised output: 127 for 8-bit operands."""
        return (1 << (self.array.operand_width - 1)) - 1

    # -- derived timing (docs/microarchitecture.md draws these) ---------------------------------

    @property
    def segment_rows(self) -> tuple[int, ...]:
        """Rows of each drain segment, from the top: all `drain_segment`, but for a shorter last one."""
        size = min(self.array.drain_segment, self.array.rows)
        full, rest = divmod(self.array.rows, size)
        return (size,) * full + ((rest,) if rest else ())

    @property
    def drain_cycles(self) -> int:
        """Cycles in which one column drains a tile: the least distance between two flushes."""
        return self.array.rows + len(self.segment_rows)

    @property
    def accumulator_latency(self) -> int:
        """Clock edges from the acceptance of a beat to its accumulation in the PE of row 0, column 0."""
        return 2 + int(self.array.product_register)

    @property
    def tile_latency(self) -> int:
        """Upper bound on the cycles from a tile's last beat to its last result row, with no back-pressure."""
        # 12: register stages of lane, checker, readout and requantiser. A corrector of more than 10 entries
        # takes longer than they do. tests/test_core_rate.py holds it.
        stages = 12 if self.protection.locator else max(12, self.correction_entries + 2)
        return self.drain_cycles + self.array.columns + self.array.rows + self.accumulator_latency + stages

    @property
    def tile_slots(self) -> int:
        """Tiles that the tile buffer holds: enough for back-to-back tiles of K = 2 x rows, at least two."""
        return max(2, -(-self.tile_latency // (2 * self.array.rows)))

    @property
    def column_check_lanes(self) -> int:
        """Columns that share one serial column-delta unit: as many as finish within one drain."""
        return min(self.array.columns, self.drain_cycles)

    @property
    def correction_entries(self) -> int:
        """Flagged rows and columns that the corrector keeps per tile; 0 without a corrector."""
        if not self.protection.abft:
            return 0
        return min(self.protection.correction_limit, self.array.rows, self.array.columns)

    # -- derived of the accelerator (docs/accelerator.md) ----------------------------------------

    def check_accelerator(self) -> None:
        """Raise `ConfigError` when only the array core can be built, not the accelerator around it."""
        lanes = max(self.array.rows, self.array.columns)
        if self.memory.data_width < 8 * lanes:
            raise ConfigError(
                f"memory.data_width is {self.memory.data_width}, but an accelerator of {self.array.rows} x "
                f"{self.array.columns} needs at least {8 * (1 << clog2(lanes))} (AXI4 allows 1024, so 128 "
                "lanes); the array core alone can be built"
            )
        if self.array.accumulator_width > 40:
            raise ConfigError(
                f"array.accumulator_width is {self.array.accumulator_width}, but the accelerator's "
                "requantisation table holds a bias of at most 40 bits; the array core alone can be built"
            )

    @property
    def bus_bytes(self) -> int:
        """Bytes of one beat of the memory bus."""
        return self.memory.data_width // 8

    # -- in and out -----------------------------------------------------------------------------

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """Return the configuration as nested dictionaries of plain values."""
        return dataclasses.asdict(self)

    @property
    def hash(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of the canonical form: stable over versions."""
        canonical = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Build a configuration from nested dictionaries; missing keys take their defaults.

        Raises `ConfigError` for unknown sections or keys and for values out of range.
        """
        sections = {f.name: f.default_factory for f in dataclasses.fields(cls)}
        values: dict[str, Any] = {}
        for section, content in data.items():
            if section not in sections:
                raise ConfigError(f"unknown section [{section}]; allowed: {', '.join(sorted(sections))}")
            if not isinstance(content, Mapping):
                raise ConfigError(f"[{section}] must be a table of keys, not {content!r}")
            kind: Any = sections[section]
            keys = [f.name for f in dataclasses.fields(kind)]
            for key in content:
                if key not in keys:
                    raise ConfigError(f"unknown key {section}.{key}; allowed: {', '.join(sorted(keys))}")
            values[section] = kind(**content)
        return cls(**values)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with changes given as `section__key=value`, e.g. `array__rows=8`."""
        data = self.to_dict()
        for name, value in changes.items():
            section, _, key = name.partition("__")
            data.setdefault(section, {})[key] = value
        return type(self).from_dict(data)

    @property
    def without_injection(self) -> Self:
        """This configuration without any way to inject faults."""
        return dataclasses.replace(self, faults=FaultConfig())

    @property
    def without_protection(self) -> Self:
        """This configuration without checksums and what rests on them."""
        bare = dataclasses.replace(self.protection, abft=False, locator=False)
        return dataclasses.replace(self, protection=bare)

    def to_toml(self) -> str:
        """Return the configuration as TOML text that `from_toml` reads back to an equal one."""
        return tomli_w.dumps(self.to_dict())

    @classmethod
    def from_toml(cls, text: str, source: str = "configuration") -> Self:
        """Parse TOML text; `source` names it in errors. Raises `ConfigError`."""
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{source} is not valid TOML: {error}") from error
        try:
            return cls.from_dict(data)
        except ConfigError as error:
            raise ConfigError(f"{source}: {error}") from error


PRESETS: Mapping[str, Config] = {
    "tiny": Config(
        array=ArrayConfig(rows=4, columns=4, product_register=True),
        memory=MemoryConfig(data_width=64, panel_words=256, stream_words=64, outstanding_reads=8),
        power=PowerConfig(blocks=8),
    ),
    "demo": Config(
        array=ArrayConfig(rows=16, columns=16, product_register=True),
        memory=MemoryConfig(data_width=256, panel_words=1024, stream_words=256),
        power=PowerConfig(blocks=8),
    ),
    "drift": Config(array=ArrayConfig(rows=32, columns=32, product_register=True)),
    "large": Config(
        array=ArrayConfig(rows=128, columns=128, product_register=True),
        memory=MemoryConfig(data_width=1024),
    ),
}
"""Named configurations: `drift` is the block size of the paper."""


def load(source: str) -> Config:
    """Return the preset of that name, or the configuration in the TOML file at that path.

    Raises `ConfigError` when `source` is neither.
    """
    if source in PRESETS:
        return PRESETS[source]
    path = Path(source)
    if path.suffix != ".toml":
        raise ConfigError(f"unknown preset {source!r}; presets: {', '.join(PRESETS)}; or give a .toml file")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"can not read configuration file {source}: {error}") from error
    return Config.from_toml(text, source)
