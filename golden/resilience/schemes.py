"""Schemes of protection by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from drift_hw.config import Config
from drift_hw.errors import UserError
from golden.resilience.checksums import Action, Checksums, Detection, Unprotected
from golden.resilience.classical import Classical, Statistical
from golden.resilience.flop_schemes import Razor, TEDrop
from golden.resilience.protected import Scheme


def _unprotected(config: Config) -> Scheme:
    return Unprotected()


SCHEMES: Mapping[str, Callable[..., Scheme]] = {
    "none": _unprotected,
    "rollback": Checksums,
    "correct+rollback": partial(Checksums, corrects=True),
    "zero": partial(Checksums, action=Action.ZERO),
    "recompute": partial(Checksums, action=Action.RECOMPUTE),
    "classical": Classical,
    "te-drop": TEDrop,
    "razor": Razor,
    "statistical": Statistical,
    "oracle": partial(Checksums, detection=Detection.ORACLE),
}
"""Called with a configuration, and with knobs that are those of the class."""


def scheme(name: str, config: Config, **knobs: Any) -> Scheme:
    """Return a new scheme, for one run. Raises `UserError` for an unknown name and as the scheme does."""
    if name not in SCHEMES:
        raise UserError(f"unknown scheme {name!r}; allowed: {', '.join(SCHEMES)}")
    return SCHEMES[name](config, **knobs)
