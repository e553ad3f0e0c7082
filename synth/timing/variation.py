"""Variation: what the delays of dies, and of the PEs of a die, differ by.

Delay factors say how many times as slow as the table's; all of them multiply.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synth.timing.errors import TimingError


@dataclass(frozen=True)
class Variation:
    """What dies differ in. Raises `TimingError` for ranges that make no sense.

    Defaults suit a library of typical delays. None of them is a measurement of silicon; where a library has
    corners, `typical` and `slow` are measured between its files (`synth.timing.corners`).
    """

    typical: float = 1.0
    """Median die at typical temperature: delay factor."""
    slow: float = 1.3
    """Slow process corner likewise, three standard deviations of the process from the median: dies are
    lognormal between. Assumed where the library has one corner only: measured between corner files, the
    slowest temperature taken out, sky130 shows 1.32 to 1.39 and ihp-sg13g2 1.15."""
    temperature: tuple[float, float] = (0.95, 1.1)
    """Delay factors from the fastest to the slowest temperature of operation, dies uniform between; sign-off
    takes the slowest. Assumed: mobility costs about 1 % in 10 K from -20 to 85 degrees, less near
    threshold."""
    droop: float = 0.05
    """Largest drop of the supply, a share of it: dies and workloads are uniform from 0 to this, sign-off
    takes all of it. 5 % is a common budget for static and dynamic drop."""
    ageing: float = 1.05
    """Delay factor at the end of life (bias temperature instability): dies are uniform from 1 to this,
    sign-off takes all of it. 5 % is a common guard band for ten years."""
    sigma: float = 0.017
    """Standard deviation of the delay factors of PEs of one die. The flat derate of 5 % that sign-off uses
    for variation on a chip, taken as three standard deviations."""

    def __post_init__(self) -> None:
        if not (self.sigma > 0 and np.isfinite(self.sigma)):
            raise TimingError(
                f"sigma of the delays of PEs must be positive, not {self.sigma:g}: without it every PE would "
                "fail at the same period, which no chip does; 0.017 is a derate of 5 % at three sigma"
            )
        if self.sigma > 0.2:
            raise TimingError(f"sigma of the delays of PEs must be at most 0.2, not {self.sigma:g}")
        low, high = self.temperature
        if not 0 < self.typical <= self.slow:
            raise TimingError(
                f"delay factors must be positive and the slow corner not faster than typical, not "
                f"{self.slow:g} against {self.typical:g}"
            )
        if not 0 < low <= high:
            raise TimingError(f"temperature factors must rise from more than 0, not {low:g} to {high:g}")
        if not 0 <= self.droop < 0.5:
            raise TimingError(f"droop must be a share of the supply from 0 to 0.5, not {self.droop:g}")
        if not self.ageing >= 1:
            raise TimingError(f"ageing must be a delay factor of at least 1, not {self.ageing:g}")

    @property
    def sign_off_factor(self) -> float:
        """Delay factor that sign-off assumes, droop apart."""
        return self.slow * self.temperature[1] * self.ageing

    @property
    def typical_factor(self) -> float:
        """Delay factor of the median die in the middle of all ranges."""
        return self.typical * float(np.mean(self.temperature)) * (1 + self.ageing) / 2

    @property
    def typical_droop(self) -> float:
        """Drop of the supply in the middle of its range."""
        return self.droop / 2
