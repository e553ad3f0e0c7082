"""What is installed, what is missing, and how to get it."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from drift_hw.errors import UserError
from drift_hw.provenance import opensta_version
from drift_hw.toolchain import find_compiler, find_verilator
from synth.pdk import PDKS, installed

SETUP = "make setup"
"""The command that installs whatever may be installed."""


@dataclass(frozen=True)
class Check:
    """One thing that the project uses."""

    name: str
    found: str
    """Version or path; empty when it is not there."""
    status: Literal["ok", "missing", "optional"]
    """`optional`: not there, and the work goes on without it."""
    use: str
    """What it is used for."""
    remedy: str
    """How to get it; empty when it is there."""


def _check(name: str, found: str | None, use: str, remedy: str, needed: bool = True) -> Check:
    if found:
        return Check(name, found, "ok", use, "")
    return Check(name, "", "missing" if needed else "optional", use, remedy)


def examine() -> list[Check]:
    """Return a check of everything that the project uses, needed things first within each group."""
    return [*_python(), *_programs(), *_libraries(), *_data()]


def _python() -> Iterator[Check]:
    found = platform.python_version() if sys.version_info >= (3, 11) else ""
    yield _check("Python >= 3.11", found, "everything", "install python3.11 and run `make setup` with it")
    for requirement in metadata.requires("drift-hw") or []:
        if "extra ==" in requirement:
            continue
        name, wanted = re.match(r"([A-Za-z0-9._-]+)(.*)", requirement).groups()  # type: ignore[union-attr]
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = ""
        pinned = wanted.removeprefix("==") if wanted.startswith("==") else None
        right = pinned is None or version.partition("+")[0] == pinned
        yield _check(f"{name} {wanted}".strip(), version if right else "", "a Python package", SETUP)


def _programs() -> Iterator[Check]:
    for name, find in (("Verilator >= 5.036", _verilator), ("C++ compiler", find_compiler)):
        try:
            yield _check(name, find(), "building the simulation", "")
        except UserError as error:
            yield _check(name, "", "building the simulation", str(error))
    yield _check(
        "OpenSTA",
        opensta_version(),
        "timing, power (else area only)",
        "apt-get install opensta",
        needed=False,
    )
    yield _check(
        "zlib header",
        next((str(path) for path in [Path("/usr/include/zlib.h")] if path.exists()), ""),
        "waveforms (cosim --waves)",
        "apt-get install zlib1g-dev",
        needed=False,
    )


def _verilator() -> str:
    return "{}.{:03d}".format(*find_verilator().version)


def _libraries() -> Iterator[Check]:
    present = installed()
    for pdk in PDKS.values():
        found = "installed" if pdk.name in present else ""
        yield _check(f"PDK {pdk.name}", found, f"synth --pdk {pdk.name}", pdk.remedy, needed=False)


def _data() -> Iterator[Check]:
    # By path, for golden needs packages that may be what is missing.
    weights = sorted((Path(__file__).parent.parent / "golden" / "weights").glob("*.safetensors"))
    yield _check(
        "trained weights",
        ", ".join(path.stem for path in weights),
        "tiles and images",
        "they are part of the repository: git checkout golden/weights",
    )
