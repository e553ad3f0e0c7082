"""The cache folder: what was compiled once per machine, and when it goes again.

`$DRIFT_HW_CACHE`, else `~/.cache/drift-hw`. An entry of `cache_entry` is a folder beside a lock file. A
process that uses an entry holds the lock shared until it ends; who fills or removes one holds it alone. When
a new entry takes all of them beyond `$DRIFT_HW_CACHE_GB` gigabytes, 4 unless set, those that no process uses
go, the least recently used first.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from drift_hw.errors import UserError
from drift_hw.toolchain import BuildError

LIMIT_GB = 4.0
"""Gigabytes (10^9 bytes) that entries may take together, where `$DRIFT_HW_CACHE_GB` says nothing else."""
GRACE_SECONDS = 60.0
"""An entry stays for so long after its last use: a lock is not handed from filling to using without a gap."""

# Nothing else in the folder is ever removed: somebody may have set it to a folder of theirs.
_ENTRY = re.compile(r"\w+-[0-9a-f]{24}")
_WORK = re.compile(rf"\.({_ENTRY.pattern})-(?:\w{{8}}|evicted)")

_used: dict[Path, int] = {}
"""The lock files that this process holds shared, by entry: open until it ends."""


def cache_folder() -> Path:
    """Return the cache folder: `$DRIFT_HW_CACHE`, else `~/.cache/drift-hw`."""
    chosen = os.environ.get("DRIFT_HW_CACHE")
    return Path(chosen) if chosen else Path.home() / ".cache" / "drift-hw"


@contextlib.contextmanager
def cache_entry(name: str) -> Iterator[tuple[Path, Path | None]]:
    """Yield (entry, work): the cache entry, and a folder to fill that becomes it; None when it is there.

    `name` ends in a digest of 24 hexadecimal digits. One process fills an entry while others that need it
    wait; a failure leaves nothing behind. From then on the entry stays at least until this process ends.
    Raises `BuildError` when the folder can not be written, `UserError` for a limit that is no size.
    """
    limit = _limit_bytes()
    entry = cache_folder() / name
    while True:
        _use(entry)
        if entry.is_dir():
            yield entry, None
            return
        _leave(entry)
        with _locked(entry, fcntl.LOCK_EX) as lock:
            if entry.is_dir():
                continue  # another process filled it while this one waited
            work = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=entry.parent))
            try:
                yield entry, work
                work.chmod(0o755)
                work.rename(entry)
            finally:
                shutil.rmtree(work, ignore_errors=True)
            os.utime(lock)
        break
    _use(entry)
    _evict(entry.parent, limit)


def _use(entry: Path) -> None:
    """Hold the lock of an entry shared from now on, and note the time."""
    lock = _lock(entry, fcntl.LOCK_SH)
    os.utime(lock)
    _leave(entry)
    _used[entry] = lock


def _leave(entry: Path) -> None:
    if (lock := _used.pop(entry, None)) is not None:
        os.close(lock)


def _evict(folder: Path, limit: int) -> None:
    """Remove entries until the others take at most `limit` bytes, and what processes that died left."""
    for work in folder.iterdir():
        if abandoned := _WORK.fullmatch(work.name):
            _remove(folder / abandoned[1], work)
    entries = [path for path in folder.iterdir() if _ENTRY.fullmatch(path.name) and path.is_dir()]
    sizes = {entry: _size(entry) for entry in entries}
    last_use = {entry: _modified(_lock_path(entry)) for entry in entries}
    total = sum(sizes.values())
    for entry in sorted(entries, key=lambda entry: last_use[entry]):
        if total <= limit or last_use[entry] > time.time() - GRACE_SECONDS:
            break
        if _remove(entry, entry):
            total -= sizes[entry]


def _remove(entry: Path, path: Path) -> bool:
    """Remove `path`, the entry or a folder to become it, unless a process uses or fills the entry."""
    with contextlib.suppress(BlockingIOError), _locked(entry, fcntl.LOCK_EX | fcntl.LOCK_NB):
        if path == entry:  # in one step: what is half removed must not be taken for an entry
            path = path.with_name(f".{entry.name}-evicted")
            with contextlib.suppress(FileNotFoundError):
                entry.rename(path)
        shutil.rmtree(path, ignore_errors=True)
        if not entry.is_dir():
            _lock_path(entry).unlink(missing_ok=True)
        return True
    return False


def _lock_path(entry: Path) -> Path:
    return entry.with_name(f"{entry.name}.use")


def _lock(entry: Path, how: int) -> int:
    """Return the lock file of an entry, open and locked `how`. Raises `BlockingIOError` as `how` asks."""
    path = _lock_path(entry)
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise BuildError(
                f"can not write the cache folder {path.parent} ({error}); set DRIFT_HW_CACHE"
            ) from error
        try:
            fcntl.flock(lock, how)
            if os.path.samestat(os.fstat(lock), path.stat()):
                return lock
        except FileNotFoundError:
            pass  # removed with its entry while we waited
        except BaseException:
            os.close(lock)
            raise
        os.close(lock)


@contextlib.contextmanager
def _locked(entry: Path, how: int) -> Iterator[int]:
    lock = _lock(entry, how)
    try:
        yield lock
    finally:
        os.close(lock)


def _size(entry: Path) -> int:
    """Return the bytes of all files of an entry; 0 when it is gone."""
    with contextlib.suppress(FileNotFoundError):
        return sum(path.stat().st_size for path in entry.rglob("*"))
    return 0


def _modified(path: Path) -> float:
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0


def _limit_bytes() -> int:
    text = os.environ.get("DRIFT_HW_CACHE_GB")
    try:
        gigabytes = float(text) if text else LIMIT_GB
        if not 0 <= gigabytes < float("inf"):
            raise ValueError
    except ValueError as error:
        raise UserError(
            f"DRIFT_HW_CACHE_GB must be a number of gigabytes from 0, e.g. 4, not {text!r}"
        ) from error
    return round(gigabytes * 1e9)
