"""Atomic output: a file is either wholly there or not there at all, never half-written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from drift_hw.errors import UserError


class OutputError(UserError):
    """An output path that can not be written; the message names it and says why."""


def check_writable(path: Path) -> None:
    """Raise `OutputError` unless a file could be written at `path`; nothing is created.

    Long runs call this first, so that a mistyped path costs a second and not the run. Parent folders
    may be missing: `atomic` creates them.
    """
    if path.is_dir():
        raise OutputError(f"can not write {path}: it is a folder; give the path of a file")
    _check_parent(path)


def check_writable_folder(path: Path) -> None:
    """Raise `OutputError` unless files could be written in a folder at `path`; nothing is created."""
    if path.exists() and not path.is_dir():
        raise OutputError(f"can not write into {path}: it is a file; give the path of a folder")
    _check_parent(path / "file")


def _check_parent(path: Path) -> None:
    """Raise `OutputError` unless the nearest existing ancestor of `path` is a folder we may write in."""
    ancestor = path.absolute().parent
    while not os.path.lexists(ancestor):
        ancestor = ancestor.parent
    if not ancestor.is_dir():
        raise OutputError(f"can not write {path}: {ancestor} is not a folder; choose another output path")
    if not os.access(ancestor, os.W_OK | os.X_OK):
        raise OutputError(f"can not write {path}: no permission in {ancestor}; choose another output path")


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; on success it replaces `path`, on an error it is removed.

    The temporary name keeps the suffix of `path`, for libraries that choose a format by it. Missing
    parent folders are created. Raises `OutputError` when the path can not be written.
    """
    check_writable(path)
    temporary = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"can not write {path}: {reason}; choose another output path") from error
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> Path:
    """Write `data` to `path` atomically and return `path`. Raises `OutputError`."""
    with atomic(path) as temporary:
        temporary.write_bytes(data)
    return path


def write_text(path: Path, text: str) -> Path:
    """Write `text` to `path` as UTF-8 atomically and return `path`. Raises `OutputError`."""
    return write_bytes(path, text.encode())


def write_json(path: Path, data: Any) -> Path:
    """Write `data` to `path` as indented JSON atomically and return `path`. Raises `OutputError`."""
    return write_text(path, json.dumps(data, indent=2) + "\n")
