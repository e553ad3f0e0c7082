"""What a campaign is: one function, the parameters that it is called with, and what identifies the whole."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from drift_hw.errors import UserError

Trial = Callable[..., list[dict[str, Any]]]
"""Called with parameters by name, returns rows of a table: plain values by column, numpy's made plain."""


@dataclass(frozen=True)
class Failure:
    """A trial that raised, or that killed every worker it was given to."""

    parameters: Mapping[str, Any]
    message: str
    """Type and text of the exception."""
    traceback: str
    """Where it was raised, as Python prints it; empty where the worker is gone."""


class CampaignError(UserError):
    """A campaign that can not be run, or that did not come to its end; the message says how to go on."""

    def __init__(self, message: str, failures: Sequence[Failure] = ()) -> None:
        super().__init__(message)
        self.failures = tuple(failures)
        """All trials that failed; the message names the first few."""


@dataclass(frozen=True)
class Campaign:
    """Trials that do not depend on each other. Raises `CampaignError` for what can not be run."""

    name: str
    """Of the study: letters, digits, `.`, `_` and `-`. The table is called so."""
    trial: Trial
    """A top-level function of a module that workers can import."""
    trials: Sequence[Mapping[str, Any]]
    """Parameters of each trial, in the order of the table: str, int, float, bool, None, and lists and dicts
    of these. No two trials may be alike."""
    context: Mapping[str, Any]
    """What all trials share, and what tells this campaign from another: configuration, hashes of tables and
    weights, seed, versions (`drift_hw.provenance`). Plain values like the parameters."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\w[\w.-]*", self.name, re.ASCII):
            raise CampaignError(
                f"a campaign can not be named {self.name!r}: letters, digits, '.', '_' and '-' make a name"
            )
        _check_importable(self.trial)
        if not self.trials:
            raise CampaignError(f"campaign {self.name} has no trials; give at least one")
        check_plain(self.context, "context")
        first: dict[str, int] = {}
        for index, parameters in enumerate(self.trials):
            check_plain(parameters, f"trial {index}")
            if not all(name.isidentifier() for name in parameters):
                raise CampaignError(
                    f"trial {index}: {sorted(parameters)} are not all names that a function can take"
                )
            flatten(parameters)
            other = first.setdefault(canonical(parameters), index)
            if other != index:
                raise CampaignError(
                    f"trials {other} and {index} of campaign {self.name} are the same, "
                    f"{canonical(parameters)}; for repetitions, give each a seed of its own"
                )

    @property
    def function(self) -> str:
        """Qualified name of the trial's function."""
        return f"{self.trial.__module__}.{self.trial.__qualname__}"

    @cached_property
    def keys(self) -> list[str]:
        """Hash of each trial: function, parameters and context. The name of the campaign is not in it."""
        shared = f"{self.function}\n{canonical(self.context)}\n"
        return [
            hashlib.sha256((shared + canonical(parameters)).encode()).hexdigest()
            for parameters in self.trials
        ]

    @cached_property
    def columns(self) -> list[str]:
        """Columns of the parameters, in the order in which they first occur."""
        return list(dict.fromkeys(name for parameters in self.trials for name in flatten(parameters)))


def canonical(value: Any) -> str:
    """Return the one JSON text of a plain value, whatever the order of its keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def flatten(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` without nesting: `{"a": {"b": 1}}` is `{"a.b": 1}`. Raises `CampaignError`."""
    flat: dict[str, Any] = {}
    for name, value in _leaves(values):
        if name in flat:
            raise CampaignError(f"column {name} is given twice: once nested, once with a dot in its name")
        flat[name] = value
    return flat


def _leaves(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{below}", leaf) for below, leaf in _leaves(value))
        else:
            yield name, value


def check_plain(value: Any, what: str) -> None:
    """Raise `CampaignError` unless JSON can tell `value` from every other one; `what` says where it is."""
    if isinstance(value, Mapping):
        for name, below in value.items():
            if not isinstance(name, str):
                raise CampaignError(f"{what}: key {name!r} is not a string")
            check_plain(below, f"{what}, {name}")
    elif isinstance(value, list | tuple):
        for index, below in enumerate(value):
            check_plain(below, f"{what}[{index}]")
    elif not isinstance(value, str | int | float | None):
        raise CampaignError(
            f"{what}: {value!r} is of type {type(value).__name__}; allowed are str, int, float, bool, None, "
            "and lists and dicts of them"
        )


def _check_importable(trial: Trial) -> None:
    """Raise `CampaignError` unless another process finds `trial` by its name."""
    module, name = getattr(trial, "__module__", None), getattr(trial, "__qualname__", None)
    found: Any = None
    if module is not None and name is not None and module != "__main__":
        found = sys.modules.get(module) or import_module(module)
        for part in name.split("."):
            found = getattr(found, part, None)
    if found is not trial:
        raise CampaignError(
            f"{name or trial!r} can not be a trial: workers import it by its name, so it must be a top-level "
            "function of a module that is not run as a script"
        )
