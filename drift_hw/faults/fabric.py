"""Settings of the in-fabric injector: which bits it faults how often, from where, and its seed.

`drift_hw.faults.injector` is the hardware, `golden.fabric_injector` its twin. Each row of the array proposes
one capture per cycle: a column, and a bit of its accumulator or product register, both uniform over the next
power of two. It is faulted with the probability threshold / 2**32.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config, clog2
from drift_hw.errors import UserError
from drift_hw.faults.flop import FAULT_KINDS, injected_registers
from drift_hw.faults.table import REGIONS, REGISTERS, TimingTable

STATE_BITS = 127
"""Bits of each linear feedback shift register: x**127 + x**63 + 1, of the period 2**127 - 1."""
TAP = 63
STEP_BITS = STATE_BITS - TAP
"""Fresh bits in a cycle: as many as depend on no other fresh one."""
THRESHOLD_BITS = 32
SEED_WORDS = -(-STATE_BITS // 32)


class InjectorError(UserError):
    """Faults that the in-fabric injector can not make; the message says which and what it can."""


def regions(config: Config) -> tuple[str, ...]:
    """Return the kinds of PEs that there are."""
    return REGIONS if config.protection.abft else REGIONS[:1]


def injected_bits(config: Config, region: str) -> tuple[tuple[int, int], ...]:
    """Return (register code, bit) of each bit that can be faulted in a PE of a region, in their order."""
    w = config.array.operand_width
    widths = {
        "data": (w, w),
        "checksum_column": (w, config.row_sum_width),
        "checksum_row": (config.column_sum_width, w),
    }
    return tuple(
        (REGISTERS.index(name), bit)
        for name, width in injected_registers(config, *widths[region]).items()
        for bit in range(width)
    )


def bit_codes(config: Config) -> int:
    """Return how many bits are proposed alike: a power of two; some may stand for none."""
    return int(1 << clog2(max(len(injected_bits(config, region)) for region in regions(config))))


def column_codes(config: Config) -> int:
    """Return how many columns are proposed alike: a power of two; some may stand for none."""
    return int(1 << clog2(config.array.columns + int(config.protection.abft)))


def injector_rows(config: Config) -> int:
    """Return the rows that propose: those of the array, and the checksum row."""
    return config.array.rows + int(config.protection.abft)


def quiet_cycles(config: Config) -> int:
    """Return the cycles after a restart without faults: until every flop of the array is known."""
    return config.array.rows + config.array.columns + 8


def highest_rate(config: Config) -> float:
    """Return the highest fault rate per bit and cycle that the injector reaches."""
    return (1 - 2.0**-THRESHOLD_BITS) / (column_codes(config) * bit_codes(config))


@dataclass(frozen=True, eq=False)
class Injection:
    """What the injector is to do. Raises `InjectorError`."""

    config: Config
    thresholds: Mapping[str, NDArray[np.uint32]]
    """Of each region, for each of its `injected_bits`: a proposal is a fault below it."""
    kind: str = "flip"
    """What a faulted bit captures: `late`, its old value, or `flip`, the complement of what it should."""
    points: int = 0xFFFF
    """Bit n: there are faults at operating point n."""
    seed: int = 0
    """Of all shift registers."""
    states: tuple[int, ...] = field(init=False)
    """First state of each: the chooser's of the bit, then those of the rows from 0 on; STATE_BITS bits each,
    not zero."""

    def __post_init__(self) -> None:
        check_injector(self.config)
        if self.kind not in FAULT_KINDS:
            raise InjectorError(f"the kind of faults must be {' or '.join(FAULT_KINDS)}, not {self.kind!r}")
        if not 0 <= self.points <= 0xFFFF:
            raise InjectorError(f"points must be a mask of 16 bits, 0 to 65535, not {self.points}")
        if not 0 <= self.seed < 1 << 64:
            raise InjectorError(f"the injector's seed must be from 0 to 2**64 - 1, not {self.seed}")
        checked = {}
        for region in regions(self.config):
            bits = len(injected_bits(self.config, region))
            values = np.asarray(self.thresholds.get(region))
            if values.shape != (bits,) or values.dtype != np.uint32:
                raise InjectorError(
                    f"thresholds of region {region} must be uint32 of shape ({bits},), "
                    f"not {values.dtype} of shape {values.shape}"
                )
            checked[region] = values
        object.__setattr__(self, "thresholds", checked)
        states = (_state(self.seed, number) for number in range(1 + injector_rows(self.config)))
        object.__setattr__(self, "states", tuple(states))

    @classmethod
    def of_rates(cls, config: Config, rates: NDArray[np.float64], **options: Any) -> Self:
        """Return the settings for fault rates per bit and cycle; `options` are the other fields.

        Args:
            config: an accelerator with `faults.injector`.
            rates: (3 regions, 4 registers, bits), as `TimingTable.bit_rates`; bits that a register does not
                have are ignored. Rates below half the resolution, 2**-33 of the highest, become 0.
            options: `kind`, `points`, `seed`.

        Raises `InjectorError` for a rate that is above `highest_rate`, or of a register that is no
        accumulator or product.
        """
        check_injector(config)
        highest, thresholds = highest_rate(config), {}
        for region in regions(config):
            of_region = rates[REGIONS.index(region)]
            bits = injected_bits(config, region)
            for name in ("a", "b"):
                worst = float(of_region[REGISTERS.index(name)].max())
                if worst > 0:
                    raise InjectorError(
                        f"register {name} of region {region} is wrong at a rate of {worst:.3g}, but the "
                        "in-fabric injector reaches accumulators and products only: raise the voltage or "
                        "the period, or inject fault lists in simulation"
                    )
            wanted = np.array([of_region[register, bit] for register, bit in bits])
            bad = np.flatnonzero(~((wanted >= 0) & (wanted <= highest)))
            if bad.size:
                worst = int(bad[wanted[bad].argmax()])
                register, bit = bits[worst]
                raise InjectorError(
                    f"bit {bit} of register {REGISTERS[register]} in region {region} is wrong at a rate of "
                    f"{wanted[worst]:.3g} per cycle, but the in-fabric injector reaches from 0 to "
                    f"{highest:.3g}: raise the voltage or the period"
                )
            scale = column_codes(config) * bit_codes(config) * 2.0**THRESHOLD_BITS
            thresholds[region] = np.minimum(np.rint(wanted * scale), 2**32 - 1).astype(np.uint32)
        return cls(config, thresholds, **options)

    @classmethod
    def of_table(
        cls,
        config: Config,
        table: TimingTable,
        voltage: float,
        period_ps: float,
        *,
        delay_factor: float = 1.0,
        **options: Any,
    ) -> Self:
        """Return the settings for an operating point of a timing table; `options` as for `of_rates`.

        Bits are faulted independently, each at its rate: what the table knows of joint errors and of the
        state of the PE is lost. Raises `TableError` for a point that the table does not know, and
        `InjectorError` for one whose rates are out of reach.
        """
        table.check(config)
        place = table.locate(voltage, period_ps, delay_factor=delay_factor)
        first, second, weight = table.bracket(place.relative_period)
        grid = table.bit_rates(place.supply)
        return cls.of_rates(config, (1 - weight) * grid[first] + weight * grid[second], **options)

    @property
    def rates(self) -> Mapping[str, NDArray[np.float64]]:
        """Rate per bit and cycle that the thresholds make, by region."""
        scale = column_codes(self.config) * bit_codes(self.config) * 2.0**THRESHOLD_BITS
        return {region: values / scale for region, values in self.thresholds.items()}


def check_injector(config: Config) -> None:
    """Raise `InjectorError` when the configuration has no injector."""
    if not config.faults.injector:
        raise InjectorError("this configuration has no injector; set faults.injector = true")


def _state(seed: int, number: int) -> int:
    """Return a state that is nothing like those of other seeds and numbers."""
    digest = hashlib.sha256(f"drift-hw injector {seed} {number}".encode()).digest()
    return (int.from_bytes(digest, "little") & ((1 << STATE_BITS) - 1)) or 1
