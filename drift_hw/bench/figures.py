"""What a figure and a bench are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from drift_hw.config import Config


@dataclass(frozen=True)
class Kind:
    """The declaration of a figure: made once, beside the bench that measures it."""

    name: str
    unit: str
    """`1` for a ratio or a share (a fraction, 0 to 1), else SI or `byte`."""
    better: Literal["higher", "lower"]


@dataclass(frozen=True)
class Figure:
    """A measured value of the kind of that name, and the configuration it was measured on."""

    name: str
    value: float
    config: Config | None = None


@dataclass(frozen=True)
class Bench:
    """A bench: what it measures, the figures it yields in that order, and the function that runs it."""

    name: str
    summary: str
    figures: tuple[Kind, ...]
    measure: Callable[[int], Iterable[Figure]]
    """Takes the seed; raises `UserError` when a tool is missing."""
    draws: bool = True
    """Whether the seed has any effect."""
