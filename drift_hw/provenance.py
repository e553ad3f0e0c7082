"""Where a number came from: configuration, seed, and the versions of everything that made it."""

from __future__ import annotations

import contextlib
import platform
import re
import shutil
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from drift_hw import __version__
from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.toolchain import find_verilator

PACKAGES = ("amaranth", "pyosys", "cocotb", "torch", "numpy")
"""Installed packages whose version can change a number."""


@cache
def opensta_version() -> str | None:
    """Return the version that OpenSTA's `sta` prints, or None when there is no such program."""
    program = shutil.which("sta")
    if program is None:
        return None
    try:
        output = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\d+(\.\d+)+", output.stdout)
    return found.group() if found else None


def versions() -> dict[str, str]:
    """Return the version of drift-hw, Python and each tool that is installed, by name."""
    found = {"drift-hw": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    with contextlib.suppress(UserError):
        found["verilator"] = "{}.{:03d}".format(*find_verilator().version)
    if (opensta := opensta_version()) is not None:
        found["opensta"] = opensta
    return found


def provenance(config: Config | None, seed: int | None) -> dict[str, Any]:
    """Return `{config, seed, versions}`: the hash of `config`, the seed of the run, `versions()`.

    `config` and `seed` are None for a figure that depends on no configuration or draws nothing.
    """
    return {"config": None if config is None else config.hash, "seed": seed, "versions": versions()}
