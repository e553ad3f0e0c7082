"""The cache folder: filled once, bounded, and nothing that a process uses is ever removed."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from drift_hw import cache
from drift_hw.errors import UserError

BYTES = 1000
USER = """
import sys
from drift_hw.cache import cache_entry
with cache_entry(sys.argv[1]) as (entry, work):
    {inside}
    if work is not None:
        (work / "file").write_bytes(bytes(1000))
print("done", flush=True)
sys.stdin.read()
"""


def name(number: int) -> str:
    return f"design-{number:024x}"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DRIFT_HW_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture
def process():
    """Start processes that fill or use an entry and stay; they end with the test."""
    started = []

    def start(number: int, inside: str = "pass") -> subprocess.Popen[str]:
        command = [sys.executable, "-c", USER.format(inside=inside), name(number)]
        started.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.communicate()


def limit(monkeypatch, entries: float) -> None:
    monkeypatch.setenv("DRIFT_HW_CACHE_GB", str(entries * BYTES / 1e9))


def request(number: int) -> bool:
    """Use an entry in this process; return whether it had to be filled."""
    with cache.cache_entry(name(number)) as (_, work):
        if work is not None:
            (work / "file").write_bytes(bytes(BYTES))
    return work is not None


def end_use() -> None:
    """Give back what this process holds, as its end would."""
    for entry in list(cache._used):
        cache._leave(entry)


def used_before(folder: Path, number: int, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(folder / f"{name(number)}.use", (then, then))


def entries(folder: Path) -> list[int]:
    return sorted(int(path.name[7:], 16) for path in folder.iterdir() if path.is_dir())


def idle_entries(folder: Path, count: int) -> None:
    """Fill entries 1 to `count`; the first was used last."""
    for number in range(1, count + 1):
        assert request(number)
        used_before(folder, number, 1000 * number)
    end_use()


def test_least_recently_used_go_first(folder, monkeypatch):
    idle_entries(folder, 4)
    assert not request(3)  # used again: now 4 and 2 are the oldest
    end_use()
    used_before(folder, 3, 100)
    limit(monkeypatch, 3)
    assert request(9)
    assert entries(folder) == [1, 3, 9]
    assert sorted(path.name for path in folder.glob("*.use")) == [f"{name(n)}.use" for n in (1, 3, 9)]
    assert request(2)  # what went can be filled again


def test_nothing_goes_below_the_limit(folder, monkeypatch):
    idle_entries(folder, 3)
    limit(monkeypatch, 4)
    request(4)
    assert entries(folder) == [1, 2, 3, 4]


def test_recent_entries_stay_beyond_the_limit(folder, monkeypatch):
    idle_entries(folder, 2)
    used_before(folder, 1, cache.GRACE_SECONDS / 2)
    limit(monkeypatch, 0)
    request(3)
    assert entries(folder) == [1, 3]


def test_used_entries_stay_however_old(folder, monkeypatch, process):
    idle_entries(folder, 3)
    user = process(3)
    assert user.stdout.readline() == "done\n"
    assert not request(2)  # this process uses an entry too
    for number in (2, 3):
        used_before(folder, number, 10_000)
    limit(monkeypatch, 0)
    request(4)
    assert entries(folder) == [2, 3, 4]
    user.communicate()
    end_use()
    request(5)
    assert entries(folder) == [4, 5]


def test_one_process_fills_while_another_waits(folder, process):
    filler = process(1, inside="print('filling', flush=True); sys.stdin.readline()")
    assert filler.stdout.readline() == "filling\n"
    filled = []
    waiter = threading.Thread(target=lambda: filled.append(request(1)))
    waiter.start()
    waiter.join(0.3)
    assert waiter.is_alive()
    filler.stdin.write("\n")
    filler.stdin.flush()
    waiter.join(30)
    assert filled == [False]


def test_what_a_dead_process_left_goes_and_what_a_living_one_fills_stays(folder, process):
    inside = "print(work.name, flush=True); sys.stdin.readline()"
    dead, living = process(1, inside), process(2, inside)
    left, growing = dead.stdout.readline().strip(), living.stdout.readline().strip()
    dead.send_signal(signal.SIGKILL)
    dead.wait()
    assert (folder / left).is_dir()
    request(3)
    assert not (folder / left).exists()
    assert (folder / growing).is_dir()


def test_a_failure_leaves_nothing_behind(folder):
    with pytest.raises(ValueError, match="half"), cache.cache_entry(name(1)):
        raise ValueError("half done")
    assert entries(folder) == []
    assert request(1)


def test_folders_of_others_stay(folder, monkeypatch):
    for other in ("native", ".vim-settings", "photos-2024"):
        (folder / other).mkdir()
        (folder / other / "file").write_bytes(bytes(10 * BYTES))
        (folder / f"{other}.use").touch()
        os.utime(folder / f"{other}.use", (0, 0))
    limit(monkeypatch, 0)
    request(1)
    assert {"native", ".vim-settings", "photos-2024"} <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("text", ["much", "-1", "nan", "inf"])
def test_a_limit_that_is_no_size_is_refused(text, monkeypatch, folder):
    monkeypatch.setenv("DRIFT_HW_CACHE_GB", text)
    message = f"DRIFT_HW_CACHE_GB must be a number of gigabytes from 0, e.g. 4, not '{text}'"
    with pytest.raises(UserError, match=message):
        request(1)
    assert list(folder.iterdir()) == []


def test_a_lock_that_goes_while_a_process_waits_for_it_is_taken_anew(folder):
    entry = folder / name(1)
    with cache._locked(entry, fcntl.LOCK_EX):
        waiter = threading.Thread(target=lambda: request(1))
        waiter.start()
        waiter.join(0.3)
        (folder / f"{name(1)}.use").unlink()
    waiter.join(30)
    assert (folder / f"{name(1)}.use").exists()
    assert not cache._remove(entry, entry)
