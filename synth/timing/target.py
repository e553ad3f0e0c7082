"""What is characterised: the PEs of a configuration in a library, and each of them ready to simulate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from drift_hw.config import Config
from drift_hw.faults.table import REGISTERS
from synth.pdk import Library
from synth.timing.delays import Delays
from synth.timing.design import TimedModule, design
from synth.timing.engine import Circuit
from synth.timing.store import digest
from synth.timing.supply import DelayModel, Law, delay_models


@dataclass(frozen=True, eq=False)
class Bench:
    """One kind of PE at one supply, ready to simulate."""

    timed: TimedModule
    circuit: Circuit
    delays: Delays

    @property
    def region(self) -> int:
        """Kind of PE, a code of `drift_hw.faults.table.REGIONS`."""
        return self.timed.region

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Bits of each register by code; 0 for one that the PE does not have."""
        return tuple(
            1 + max((bit for code, bit in self.timed.endpoints if code == register), default=-1)
            for register in range(len(REGISTERS))
        )

    @cached_property
    def digest(self) -> str:
        """Hash of netlist and delays."""
        delays = self.delays
        return digest(
            self.timed.netlist_hash,
            repr((delays.arcs, self.timed.flops, self.timed.endpoints)),
            *(np.asarray(part) for part in (delays.picoseconds, delays.setup, delays.input_arrival_ps)),
        )


@dataclass(frozen=True, eq=False)
class Target:
    """The PEs of a configuration in the libraries of one process and temperature."""

    config: Config
    libraries: Sequence[Library]
    """By rising supply."""
    modules: Sequence[TimedModule]
    """The netlist of each kind of PE."""
    models: Sequence[DelayModel]
    """The delays of each."""

    @classmethod
    def of(
        cls,
        config: Config,
        libraries: Sequence[Library],
        *,
        law: Law | None = None,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> Self:
        """Map the PEs to the library of the highest supply, and extract their delays at all of them.

        `law` gives delays at other supplies to a library of one supply. Raises `UserError`.
        """
        modules = design(config, libraries[-1], progress=progress)
        models = delay_models(modules, libraries, law=law, progress=progress)
        return cls(config, libraries, modules, models)

    def check(self, voltages: Sequence[float], *, extrapolate: bool = False) -> None:
        """Raise `UserError` for a voltage outside of the characterised range, unless asked to extrapolate."""
        for voltage in voltages:
            for model in self.models:
                model.at(voltage, extrapolate=extrapolate)

    @property
    def library(self) -> Library:
        """The library that the PEs are mapped to."""
        return self.libraries[-1]
