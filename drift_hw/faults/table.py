"""The timing table: at which supply and clock period which flops of a PE capture wrongly, how often and how.

`drift-hw characterize` writes it, from a netlist, a cell library and an operand stream that its header names;
the injectors of RTL and golden model draw from it. docs/timing-errors.md says what was measured.

A wrong capture is described by the bits that differ from what the flops should have captured, so that it
means the same whatever they held before: in a fault list it is an event of kind `FLIP`.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config, ProtectionConfig
from drift_hw.errors import UserError
from drift_hw.files import atomic

FORMAT = "drift-hw timing table"
VERSION = 3

REGIONS = ("data", "checksum_column", "checksum_row")
"""Kinds of PEs, by code."""
REGISTERS = ("a", "b", "product", "accumulator")
"""Registers of a PE, by code."""
MAX_BITS = 64
"""Bits of the widest register, a carry-save accumulator."""

PATTERN = np.dtype(
    [
        ("supply", "u1"),
        ("period", "<u2"),
        ("region", "u1"),
        ("register", "u1"),
        ("context", "u1"),
        ("mask", "<u8"),
        ("held", "<u8"),
        ("count", "<u4"),
        ("ones", "<u8"),
    ]
)
"""So many captures, in one context, were wrong in exactly the bits of `mask`; `held` are those of them that
kept the flop's old value (the others caught a glitch). Of carry-save accumulators, `ones` are those that
should have been 1: a bit that falls late and one that rises late are not equally frequent, and their errors
have opposite signs. 0 of other registers, whose contexts tell."""

ELEMENT = np.dtype(
    [
        ("supply", "u1"),
        ("period", "<u2"),
        ("region", "u1"),
        ("depth", "<u4"),
        ("elements", "<u8"),
        ("wrong", "<u8"),
        ("squared_error", "<f8"),
        ("histogram", "<u8", (MAX_BITS,)),
    ]
)
"""Closed loop: of so many accumulations over K = `depth`, how many ended wrong, their summed squared error,
and how many for each floor(log2 |error|)."""

JOINT = np.dtype(
    [
        ("supply", "u1"),
        ("period", "<u2"),
        ("region", "u1"),
        ("cycles", "<u8"),
        ("wrong", "<u8"),
        ("again", "<u8"),
        ("repeated", "<u8"),
        ("repeated_wrong", "<u8"),
        ("sign_changes", "<u8"),
        ("sign_change_wrong", "<u8"),
        ("words", "<u8"),
        ("bits", "<u8"),
        ("runs", "<u8"),
        ("elements", "<u8"),
        ("touched", "<u8"),
        ("control", "<u8"),
    ]
)
"""Open loop: how wrong captures come together.

Of `cycles` seen, in so many was any register `wrong`, so many of these were followed by one wrong
`again`. In so many cycles both operands `repeated` those of the cycle before, so many of these were
wrong; in so many the accumulator changed its sign, likewise. Of so many wrong `words`, the wrong `bits`
and the `runs` of adjacent ones. Of so many accumulations of whole tiles, `elements`, how many a wrong
capture `touched`. In so many cycles a `control` flop was wrong."""


class TableError(UserError):
    """A timing table that can not be used; the message says which, why and what to do."""


@dataclass(frozen=True)
class Supply:
    """One supply and temperature at which delays are known."""

    voltage: float
    """Volts."""
    temperature: float
    """Degrees Celsius."""
    corner: str
    """Library corner, or what it was derived from."""
    source: str
    """`characterised` (the library has it), `interpolated` (between those) or `assumed` (a law)."""
    static_period_ps: float
    """The shortest period that static timing allows all PEs, T0."""


class Location(NamedTuple):
    """Where in a table an operating point lies."""

    supply: int
    """Index of the nearest supply."""
    relative_period: float
    """Clock period as a share of the static one at this voltage and delay factor, x = T / T0."""


def array_key(config: Config) -> str:
    """Return the hash of what a PE depends on: the same for all configurations with the same PEs."""
    return Config(array=config.array, protection=ProtectionConfig(abft=config.protection.abft)).hash


@dataclass(frozen=True, eq=False)
class TimingTable:
    """Wrong captures of the flops of PEs by supply, period and context. Raises `TableError` for nonsense."""

    header: Mapping[str, Any]
    """Provenance: `array_key`, `config`, `design`, `library`, `stream`, `engine`, `seed`, `versions`,
    `assumptions`; plain values."""
    supplies: tuple[Supply, ...]
    """By rising voltage."""
    static_curve: NDArray[np.float64]
    """(n, 2) volts, rising, and T0 in ps there: for voltages between supplies."""
    relative_periods: NDArray[np.float64]
    """(G,) x = T / T0, falling, the first at least 1."""
    cycles: NDArray[np.int64]
    """(supplies, 3 regions, 4 registers, contexts) captures seen in each context."""
    patterns: NDArray[np.void]
    """(n,) of dtype `PATTERN`."""
    elements: NDArray[np.void]
    """(n,) of dtype `ELEMENT`."""
    joint: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, JOINT))
    """(n,) of dtype `JOINT`; one entry per supply, period and kind of PE, or none at all."""
    levels: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 0, 0, 0, 0), np.int64))
    """(supplies, 3 regions, contexts, 2, `MAX_BITS`) captures, of those in `cycles`, in which a bit of a
    carry-save accumulator should have been 1; and in which a bit of the sum and the next one of the carry,
    which are of one full adder, should both have been. No supplies for other accumulators."""

    def __post_init__(self) -> None:
        x, volts = self.relative_periods, [supply.voltage for supply in self.supplies]
        if x.ndim != 1 or not len(x) or x[0] < 1 or (np.diff(x) >= 0).any() or x[-1] <= 0:
            raise TableError("relative periods must fall, from at least 1 to more than 0")
        if not volts or volts != sorted(set(volts)):
            raise TableError(f"supplies must have rising voltages, not {volts}")
        curve = self.static_curve
        if curve.ndim != 2 or curve.shape[1] != 2 or (np.diff(curve[:, 0]) <= 0).any() or (curve <= 0).any():
            raise TableError("the static curve must give a period for each of rising voltages")
        if curve[0, 0] > volts[0] + 1e-9 or curve[-1, 0] < volts[-1] - 1e-9:
            raise TableError("the static curve must span all supplies")
        if self.cycles.shape[:3] != (len(volts), len(REGIONS), len(REGISTERS)) or self.cycles.ndim != 4:
            raise TableError(f"counts of contexts have the shape {self.cycles.shape}")
        expected = (len(volts), len(REGIONS), self.cycles.shape[3], 2, MAX_BITS)
        if len(self.levels) and self.levels.shape != expected:
            raise TableError(f"levels of bits must have the shape {expected}, not {self.levels.shape}")
        for name, dtype in (("patterns", PATTERN), ("elements", ELEMENT), ("joint", JOINT)):
            entries = getattr(self, name)
            if entries.dtype != dtype or entries.ndim != 1:
                raise TableError(f"{name} must be a list of dtype {dtype}, not {entries.dtype}")
            if len(entries) and (entries["supply"].max() >= len(volts) or entries["period"].max() >= len(x)):
                raise TableError(f"{name} name a supply or a period that the table does not have")

    @property
    def voltages(self) -> tuple[float, float]:
        """The lowest and the highest voltage that `locate` takes."""
        return float(self.static_curve[0, 0]), float(self.static_curve[-1, 0])

    def static_period_ps(self, voltage: float, *, extrapolate: bool = False) -> float:
        """Return T0 at a voltage. Raises `TableError` outside of `voltages`, unless asked to extrapolate."""
        return float(self.static_periods_ps(np.array([voltage]), extrapolate=extrapolate)[0])

    def static_periods_ps(
        self, voltages: NDArray[np.float64], *, extrapolate: bool = False
    ) -> NDArray[np.float64]:
        """Return T0 at each of `voltages`, of any shape. Raises as `static_period_ps`."""
        low, high = self.voltages
        outside = (voltages < low - 1e-9) | (voltages > high + 1e-9)
        if outside.any() and not extrapolate:
            raise TableError(
                f"the table knows supplies from {low:g} to {high:g} V, not {voltages[outside].flat[0]:g} V; "
                "choose one of them, characterise further supplies, or ask for extrapolation"
            )
        volts, periods = np.log(self.static_curve.T)
        at = np.log(voltages)
        found = np.interp(at, volts, periods)
        if len(volts) > 1:
            for side, end in ((at < volts[0], slice(0, 2)), (at > volts[-1], slice(-2, None))):
                slope = np.diff(periods[end])[0] / np.diff(volts[end])[0]
                found = np.where(side, periods[end][0] + slope * (at - volts[end][0]), found)
        return np.asarray(np.exp(found), np.float64)

    def locate(
        self, voltage: float, period_ps: float, *, delay_factor: float = 1.0, extrapolate: bool = False
    ) -> Location:
        """Return where an operating point lies; `delay_factor` makes all gates of a PE so much slower.

        Raises `TableError` for a voltage outside of the table, and for a period so short that the table ends
        before it.
        """
        if not period_ps > 0 or not delay_factor > 0:
            raise TableError(
                f"period and delay factor must be positive, not {period_ps:g} ps and {delay_factor:g}"
            )
        static = self.static_period_ps(voltage, extrapolate=extrapolate)
        relative = period_ps / (static * delay_factor)
        shortest = float(self.relative_periods[-1])
        if relative < shortest and not extrapolate:
            raise TableError(
                f"a period of {period_ps:g} ps is {relative:.3f} of the static "
                f"{static * delay_factor:.0f} ps at {voltage:g} V, and the table ends at {shortest:.3f}: "
                "raise the voltage or the period"
            )
        nearest = int(np.argmin([abs(supply.voltage - voltage) for supply in self.supplies]))
        return Location(nearest, max(relative, shortest))

    def bracket(self, relative_period: float) -> tuple[int, int, float]:
        """Return the grid points that enclose x, and the weight of the second, shorter one."""
        x = self.relative_periods
        if relative_period >= x[0]:
            return 0, 0, 0.0
        second = int(np.searchsorted(-x, -relative_period))
        second = min(second, len(x) - 1)
        weight = (x[second - 1] - relative_period) / (x[second - 1] - x[second])
        return second - 1, second, float(np.clip(weight, 0.0, 1.0))

    def bit_rates(self, supply: int) -> NDArray[np.float64]:
        """Return P(bit captured wrongly) per cycle: (G, 3 regions, 4 registers, `MAX_BITS`).

        Contexts that only follow wrong captures are left out, here and in `word_rates`: they were provoked.
        """
        counts = np.zeros((len(self.relative_periods), len(REGIONS), len(REGISTERS), MAX_BITS))
        chosen, seen = self._ordinary(supply)
        place = tuple(chosen[name].astype(np.int64) for name in ("period", "region", "register"))
        for bit in range(MAX_BITS):
            set_here = (chosen["mask"] >> np.uint64(bit)) & np.uint64(1)
            np.add.at(counts[..., bit], place, set_here * chosen["count"].astype(np.float64))
        return counts / np.maximum(seen, 1)[None, :, :, None]

    def word_rates(self, supply: int) -> NDArray[np.float64]:
        """Return P(any bit of a register captured wrongly) per cycle: (G, 3 regions, 4 registers)."""
        counts = np.zeros((len(self.relative_periods), len(REGIONS), len(REGISTERS)))
        chosen, seen = self._ordinary(supply)
        place = tuple(chosen[name].astype(np.int64) for name in ("period", "region", "register"))
        np.add.at(counts, place, chosen["count"].astype(np.float64))
        return counts / np.maximum(seen, 1)[None]

    def _ordinary(self, supply: int) -> tuple[NDArray[np.void], NDArray[np.int64]]:
        """Return the patterns, and the captures by kind of PE and register, of correct PEs."""
        from drift_hw.faults.context import reachable  # which imports the registers from here

        counted = np.ones((len(REGISTERS), self.cycles.shape[3]), bool)
        if self.carry_save_width is None:
            accumulator = REGISTERS.index("accumulator")
            counted[accumulator] = [reachable(context) for context in range(self.cycles.shape[3])]
        chosen = self.patterns[self.patterns["supply"] == supply]
        chosen = chosen[counted[chosen["register"], chosen["context"]]]
        return chosen, np.where(counted, self.cycles[supply], 0).sum(-1)

    def cycle_rates(self, supply: int) -> NDArray[np.float64]:
        """Return P(any register captured wrongly) per cycle: (G, 3 regions); NaN if not measured."""
        return self._joint_share(supply, "wrong", "cycles")

    def element_rates(self, supply: int) -> NDArray[np.float64]:
        """Return P(any wrong capture in an accumulation) of the stream's own depths: (G, 3 regions); NaN
        where not measured."""
        return self._joint_share(supply, "touched", "elements")

    def _joint_share(self, supply: int, part: str, whole: str) -> NDArray[np.float64]:
        shares = np.full((len(self.relative_periods), len(REGIONS)), np.nan)
        chosen = self.joint[(self.joint["supply"] == supply) & (self.joint[whole] > 0)]
        shares[chosen["period"], chosen["region"]] = chosen[part] / chosen[whole]
        return shares

    @property
    def carry_save_width(self) -> int | None:
        """Bits of the sum of a carry-save accumulator; None for other accumulators."""
        array = self.header.get("config", {}).get("array", {})
        return array["accumulator_width"] if array.get("carry_save") else None

    def check(self, config: Config) -> None:
        """Raise `TableError` unless the table was made for PEs as this configuration's."""
        made_for, key = self.header.get("array_key"), array_key(config)
        if made_for != key:
            raise TableError(
                f"the timing table was made for PEs of another configuration (key {made_for}, this one "
                f"has {key}); characterise this configuration"
            )

    def save(self, path: Path) -> Path:
        """Write the table to an .npz file, atomically; the same table gives the same bytes."""
        head = {
            "format": FORMAT,
            "version": VERSION,
            "supplies": [asdict(supply) for supply in self.supplies],
            "header": dict(self.header),
        }
        with atomic(path) as temporary, temporary.open("wb") as file:
            np.savez_compressed(
                file,
                head=np.array(json.dumps(head, sort_keys=True)),
                static_curve=self.static_curve,
                relative_periods=self.relative_periods,
                cycles=self.cycles,
                patterns=self.patterns,
                elements=self.elements,
                joint=self.joint,
                levels=self.levels,
            )
        return path

    @classmethod
    def load(cls, path: Path, config: Config | None = None) -> Self:
        """Read a table; with `config`, check that it was made for it.

        Raises `TableError` for files that are no table, or one of another version or configuration.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
                head: dict[str, Any] = json.loads(str(content["head"]))
                if head["format"] != FORMAT:
                    raise TableError(f"{path} is not a timing table of drift-hw")
                if head["version"] != VERSION:
                    raise TableError(
                        f"timing table {path} has format version {head['version']}, this program reads "
                        f"{VERSION}; characterise again"
                    )
                table = cls(
                    head["header"],
                    tuple(Supply(**supply) for supply in head["supplies"]),
                    *(
                        content[name]
                        for name in (
                            "static_curve",
                            "relative_periods",
                            "cycles",
                            "patterns",
                            "elements",
                            "joint",
                            "levels",
                        )
                    ),
                )
        except OSError as error:
            raise TableError(f"can not read timing table {path}: {error.strerror or error}") from error
        except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            if isinstance(error, TableError):
                raise
            raise TableError(f"{path} is not a timing table of drift-hw: {error}") from error
        if config is not None:
            table.check(config)
        return table
