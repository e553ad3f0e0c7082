"""Results of chunks of work, kept in the cache under the hash of all that they depend on."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drift_hw.cache import cache_folder
from drift_hw.faults import context
from drift_hw.files import atomic
from synth import gates

PROGRAM = ("engine.*", "circuit.py", "gate_netlist.py", "closed.py", "counts.py")
"""Files of this folder that make a chunk."""


def kept(key: Sequence[Any], compute: Callable[[], Mapping[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """Return the arrays that `compute` gives, from the cache if they are there.

    `key` names everything that they depend on, besides the program itself.
    """
    name = digest(_program(), *key)
    path = cache_folder() / "timing" / name[:2] / f"{name}.npz"
    try:
        with path.open("rb") as kept_file, np.load(kept_file, allow_pickle=False) as content:
            return dict(content)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
        path.unlink(missing_ok=True)
    arrays = dict(compute())
    with atomic(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    return arrays


@cache
def _program() -> str:
    """Return the hash of the program: another one makes other chunks."""
    folder = Path(__file__).parent
    files = sorted(path for pattern in PROGRAM for path in folder.glob(pattern))
    return digest(*(file.read_bytes() for file in [*files, Path(context.__file__), Path(gates.__file__)]))


def digest(*parts: object) -> str:
    """Return the SHA-256 of bytes, arrays and plain values."""
    found = hashlib.sha256()
    for part in parts:
        if isinstance(part, np.ndarray):
            found.update(f"{part.dtype.str}{part.shape}".encode())
            found.update(np.ascontiguousarray(part).tobytes())
        else:
            found.update(part if isinstance(part, bytes) else repr(part).encode())
        found.update(b"\0")
    return found.hexdigest()
