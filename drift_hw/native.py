"""Compiled parts of the package: C++ sources that become shared libraries on first use."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import subprocess
from pathlib import Path

from drift_hw.cache import cache_folder
from drift_hw.files import atomic
from drift_hw.toolchain import BuildError, find_compiler

_FLAGS = ["-std=c++17", "-O3", "-shared", "-fPIC", "-pthread"]


@functools.cache
def load(source: Path) -> ctypes.CDLL:
    """Return the shared library of a C++ file, compiled once per content into the cache folder.

    Raises `BuildError` without a C++ compiler, and when it rejects the file.
    """
    compiler = find_compiler()
    recipe = [compiler.encode(), *(flag.encode() for flag in _FLAGS), source.read_bytes()]
    digest = hashlib.sha256(b"\0".join(recipe)).hexdigest()[:16]
    library = cache_folder() / "native" / f"{source.stem}-{digest}.so"
    if not library.is_file():
        with atomic(library) as temporary:
            command = [compiler, *_FLAGS, "-o", str(temporary), str(source)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise BuildError(f"{compiler} can not compile {source.name}: {done.stderr.strip()[:400]}")
    return ctypes.CDLL(str(library))
