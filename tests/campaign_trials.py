"""Trials for the tests of campaigns: workers import this module."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from drift_hw import campaign
from drift_hw.campaign import Campaign

LOG = "CAMPAIGN_TEST_LOG"
"""Environment variable: the file in which trials write when they start and when they end."""


def square(x: int, *, wait: float = 0.0, options: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return two rows; starts and ends are logged."""
    _log(f"start {x} {os.getpid()}")
    time.sleep(wait)
    _log(f"end {x} {os.getpid()}")
    return [{"index": index, "square": x * x, "third": x / 3 + index} for index in range(2)]


def picky(x: int, *, forbidden: str) -> list[dict[str, Any]]:
    """Raise while the file `forbidden` is there, for every x that 3 divides."""
    if Path(forbidden).exists() and x % 3 == 0:
        raise ValueError(f"{x} is divided by 3")
    return square(x)


def killer(x: int) -> list[dict[str, Any]]:
    """Kill the worker at x = 2."""
    if x == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return square(x)


def stubborn(x: int) -> list[dict[str, Any]]:
    """Leave Python at x = 2."""
    if x == 2:
        sys.exit("enough")
    return square(x)


def threads(x: int) -> list[dict[str, Any]]:
    """Return how many threads torch has."""
    import torch

    return [{"torch": torch.get_num_threads(), "environment": os.environ["OMP_NUM_THREADS"]}]


def measured(x: int) -> list[dict[str, Any]]:
    """Return what numpy gives, no two values of one type."""
    return [
        {
            "count": np.int64(x),
            "rate": np.float32(0.5),
            "good": np.bool_(True),
            "pair": np.arange(2) + x,
            "missing": None if x else 1.5,
            "nested": {"mean": float("nan"), "text": "größe"},
        }
    ]


def returned(what: str) -> Any:
    """Return something that is no table."""
    return {
        "nothing": None,
        "words": ["row"],
        "clash": [{"what": "other"}],
        "object": [{"value": object()}],
        "text": [{"value": "text"}],
        "number": [{"value": 1}],
        "empty": [],
    }[what]


def squares(count: int, wait: float = 0.0, name: str = "squares") -> Campaign:
    """Return a campaign of `square`."""
    return Campaign(name, square, [{"x": x, "wait": wait} for x in range(count)], {"seed": 3})


def uneven() -> Campaign:
    """Return a campaign of which one worker has nothing to do after the first trial, and the other a lot."""
    return Campaign("uneven", square, [{"x": 0}, {"x": 1, "wait": 60.0}], {})


def main(chosen: Campaign) -> None:
    """Run a campaign in the folder that is given, as a command would."""
    try:
        campaign.run(chosen, Path(sys.argv[1]), workers=2)
    except campaign.CampaignError as error:
        sys.exit(str(error))


def _log(line: str) -> None:
    if LOG in os.environ:
        with open(os.environ[LOG], "a", encoding="utf-8") as file:
            file.write(line + "\n")


def logged(log: Path, event: str) -> Counter[int]:
    """Return how often each x started or ended."""
    return Counter(int(x) for kind, x, _ in _entries(log) if kind == event)


def running(log: Path) -> set[int]:
    """Return the processes that are in the middle of a trial."""
    inside: dict[int, bool] = {}
    for kind, _, process in _entries(log):
        inside[int(process)] = kind == "start"
    return {process for process, is_inside in inside.items() if is_inside}


def _entries(log: Path) -> list[list[str]]:
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [line.split() for line in lines if len(line.split()) == 3]
