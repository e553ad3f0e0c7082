"""Campaigns: the same table from every executor and after every interruption; nothing lost, nothing twice."""

from __future__ import annotations

import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import campaign_trials
import pyarrow
import pytest
from campaign_trials import LOG, logged, running, square, squares
from distributed import LocalCluster
from pyarrow import parquet

from drift_hw import campaign, provenance
from drift_hw.campaign import Campaign, CampaignError, executors
from drift_hw.cli.options import _duration, campaign_progress
from drift_hw.files import OutputError

COUNT = 12


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The table of `squares`, by one worker."""
    return campaign.run(squares(COUNT, 0.2), tmp_path_factory.mktemp("serial"), workers=1).read_bytes()


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "log"
    monkeypatch.setenv(LOG, str(path))
    return path


@pytest.fixture(scope="module")
def dask_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dask") / "log"


@pytest.fixture(scope="module")
def cluster(dask_log: Path) -> Iterator[LocalCluster]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(LOG, str(dask_log))
        with _cluster(2) as made:
            yield made


def _cluster(workers: int) -> LocalCluster:
    # Its HTTP server can not be turned off, but take any free port: tests run beside each other.
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        silence_logs=logging.CRITICAL,
    )


def test_processes_give_the_table_of_one(serial: bytes, tmp_path: Path) -> None:
    table = campaign.run(squares(COUNT, 0.2), tmp_path, workers=2)
    assert table == tmp_path / "squares.parquet"
    assert table.read_bytes() == serial
    rows = campaign.rows(table)
    assert [row["x"] for row in rows] == [x for x in range(COUNT) for _ in range(2)]
    assert rows[7] == {"x": 3, "wait": 0.2, "index": 1, "square": 9, "third": 2.0}
    assert campaign.metadata(table) == {
        "name": "squares",
        "trial": "campaign_trials.square",
        "trials": COUNT,
        "context": {"seed": 3},
    }


def test_a_killed_dask_worker_loses_and_doubles_nothing(
    serial: bytes, tmp_path: Path, cluster: LocalCluster, dask_log: Path
) -> None:
    killed: list[int] = []

    def kill_one(done: int, total: int, seconds_left: float | None) -> None:
        deadline = time.monotonic() + 10
        while done == 3 and not killed and time.monotonic() < deadline:
            for process in list(running(dask_log))[:1]:
                os.kill(process, signal.SIGKILL)
                killed.append(process)

    campaign_ = squares(COUNT, 0.2)
    table = campaign.run(campaign_, tmp_path, scheduler=cluster.scheduler_address, on_progress=kill_one)
    assert killed[0] in running(dask_log), "it was killed in the middle of a trial"
    assert sum(logged(dask_log, "start").values()) > COUNT, "which another worker ran again"
    assert table.read_bytes() == serial
    assert len(list((tmp_path / "parts").iterdir())) == COUNT


def test_a_trial_that_kills_every_dask_worker_fails_alone(tmp_path: Path, cluster: LocalCluster) -> None:
    before = cluster.scheduler.allowed_failures
    cluster.scheduler.allowed_failures = 0
    try:
        with pytest.raises(CampaignError, match=r'1 of .* failed: \{"x":2\}, with KilledWorker'):
            campaign.run(
                Campaign("killer", campaign_trials.killer, [{"x": 2}], {}),
                tmp_path,
                scheduler=cluster.scheduler_address,
            )
    finally:
        cluster.scheduler.allowed_failures = before


def _of_this_process() -> dict[str, str]:
    return {"torch": str(os.getpid())}


def test_workers_must_have_the_same_versions(
    tmp_path: Path, cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provenance, "versions", _of_this_process)
    with pytest.raises(CampaignError, match=rf"has torch \d+, but here it is {os.getpid()}: results would"):
        campaign.run(squares(1), tmp_path, scheduler=cluster.scheduler_address)
    assert not list(tmp_path.iterdir())


def test_schedulers_that_can_not_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "CONNECT_SECONDS", 0.5)
    for address in ("tcp://127.0.0.1:1", "nowhere://x"):
        with pytest.raises(
            CampaignError, match=f"no Dask scheduler answers at {address}: .*`dask scheduler`"
        ):
            campaign.run(squares(1), tmp_path, scheduler=address)
    with (
        _cluster(0) as empty,
        pytest.raises(CampaignError, match="has no workers; start some: dask worker tcp://"),
    ):
        campaign.run(squares(1), tmp_path, scheduler=empty.scheduler_address)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("how", ["Ctrl-C", "killed"])
def test_an_interrupted_campaign_goes_on(how: str, serial: bytes, tmp_path: Path, log: Path) -> None:
    folder = tmp_path / "out"
    command = _started(f"squares({COUNT}, 0.2)", folder)
    _wait(lambda: _finished(folder) >= 4 and bool(running(log)))
    if how == "Ctrl-C":
        os.killpg(command.pid, signal.SIGINT)
    else:
        command.kill()
    _, said = command.communicate(timeout=30)
    finished = _finished(folder)
    assert 4 <= finished < COUNT
    if how == "Ctrl-C":
        assert said == (
            f"interrupted: {finished} of {COUNT} trials of campaign squares are finished and kept in "
            f"{folder / 'parts'}; the same command goes on from there\n"
        )
    _wait(lambda: not any(_is_alive(process) for process in running(log)))
    assert not (folder / "squares.parquet").exists()
    log.unlink()
    assert campaign.run(squares(COUNT, 0.2), folder, workers=2).read_bytes() == serial
    assert sum(logged(log, "start").values()) == COUNT - finished


def test_ctrl_c_waits_for_no_trial_and_leaves_no_trace_of_idle_workers(tmp_path: Path, log: Path) -> None:
    command = _started("uneven()", tmp_path)
    _wait(lambda: _finished(tmp_path) == 1 and bool(running(log)))
    os.killpg(command.pid, signal.SIGINT)
    _, said = command.communicate(timeout=30)
    assert re.fullmatch("interrupted: 1 of 2 trials .* goes on from there\n", said)


def test_what_stops_a_run_stops_the_trials(tmp_path: Path, log: Path) -> None:
    def stop(done: int, total: int, seconds_left: float | None) -> None:
        if done == 1:
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        campaign.run(squares(COUNT, 0.05), tmp_path, workers=1, on_progress=stop)
    assert sum(logged(log, "start").values()) <= 4, "those that the worker already had"
    assert _finished(tmp_path) == sum(logged(log, "end").values()), "and these are kept"


def test_a_campaign_in_the_background_does_not_mind_ctrl_c(tmp_path: Path, log: Path) -> None:
    command = _started(f"squares({COUNT}, 0.2)", tmp_path, "SIG_IGN")
    _wait(lambda: _finished(tmp_path) >= 4 and bool(running(log)))
    os.killpg(command.pid, signal.SIGINT)
    _, said = command.communicate(timeout=60)
    assert (command.returncode, said) == (0, "")
    assert _finished(tmp_path) == COUNT


def _started(chosen: str, folder: Path, on_ctrl_c: str = "default_int_handler") -> subprocess.Popen[str]:
    """Start a campaign as a command of a terminal, whatever runs these tests does with Ctrl-C."""
    handler = f"import signal; signal.signal(signal.SIGINT, signal.{on_ctrl_c})"
    return subprocess.Popen(
        [sys.executable, "-c", f"{handler}; from campaign_trials import *; main({chosen})", str(folder)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )


def _finished(folder: Path) -> int:
    return len(list((folder / "parts").glob("[!.]*.json")))


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_finished_trials_are_not_run_again(tmp_path: Path, log: Path) -> None:
    small, large = squares(4), squares(6, name="more")
    first = campaign.run(small, tmp_path, workers=1).read_bytes()
    assert campaign.run(small, tmp_path, workers=1).read_bytes() == first
    assert logged(log, "start") == dict.fromkeys(range(4), 1)
    campaign.run(large, tmp_path, workers=1)
    assert logged(log, "start") == dict.fromkeys(range(6), 1)


def test_another_context_runs_anew_and_deletes_nothing(tmp_path: Path, log: Path) -> None:
    campaign.run(squares(2), tmp_path, workers=1)
    theirs = tmp_path / "parts" / f"{'0' * 64}.json"
    theirs.write_text("not ours")
    before = {path: path.read_bytes() for path in (tmp_path / "parts").iterdir()}
    other = replace(squares(2), context={"seed": 4})
    table = campaign.run(other, tmp_path, workers=1)
    assert logged(log, "start") == {0: 2, 1: 2}
    assert campaign.metadata(table)["context"] == {"seed": 4}
    assert all(path.read_bytes() == content for path, content in before.items())
    assert not set(squares(2).keys) & set(other.keys)


def test_a_damaged_part_is_run_again(tmp_path: Path, log: Path) -> None:
    table = campaign.run(squares(2), tmp_path, workers=1)
    before = table.read_bytes()
    part = tmp_path / "parts" / f"{squares(2).keys[1]}.json"
    for damaged in ('{"rows": [{"ind', "[]"):
        part.write_text(damaged)
        assert campaign.run(squares(2), tmp_path, workers=1).read_bytes() == before
    assert logged(log, "start") == {0: 1, 1: 3}


def test_a_failed_trial_stops_no_other(tmp_path: Path, log: Path) -> None:
    forbidden = tmp_path / "forbidden"
    forbidden.touch()
    trials = [{"x": x, "forbidden": str(forbidden)} for x in range(COUNT)]
    picky = Campaign("picky", campaign_trials.picky, trials, {})
    seen: list[tuple[int, int, float | None]] = []
    with pytest.raises(CampaignError) as refusal:
        campaign.run(picky, tmp_path, workers=1, on_progress=lambda *state: seen.append(state))
    assert str(refusal.value) == (
        f'4 of {COUNT} trials failed: {{"forbidden":"{forbidden}","x":0}}, with ValueError: 0 is divided by '
        f'3; {{"forbidden":"{forbidden}","x":3}}; {{"forbidden":"{forbidden}","x":6}} and 1 more. 8 of '
        f"{COUNT} trials of campaign picky are finished and kept in {tmp_path / 'parts'}; "
        "the same command goes on from there"
    )
    assert [failure.parameters for failure in refusal.value.failures] == trials[::3]
    assert "in picky" in refusal.value.failures[0].traceback
    assert [done for done, _, _ in seen] == list(range(COUNT + 1))
    assert seen[0] == (0, COUNT, None)
    assert seen[-1] == (COUNT, COUNT, 0.0)
    assert all(left is not None and left > 0 for _, _, left in seen[1:-1])
    assert not (tmp_path / "picky.parquet").exists()
    forbidden.unlink()
    assert len(campaign.rows(campaign.run(picky, tmp_path, workers=2))) == 2 * COUNT
    assert logged(log, "start") == dict.fromkeys(range(COUNT), 1)


def test_a_trial_that_leaves_python_is_a_failed_one(tmp_path: Path) -> None:
    stubborn = Campaign("stubborn", campaign_trials.stubborn, [{"x": x} for x in range(4)], {})
    with pytest.raises(CampaignError, match=r"SystemExit: enough\. 3 of 4 trials"):
        campaign.run(stubborn, tmp_path, workers=1)


def test_a_killed_process_ends_the_campaign_with_what_is_finished(tmp_path: Path) -> None:
    killer = Campaign("killer", campaign_trials.killer, [{"x": x} for x in range(4)], {})
    with pytest.raises(
        CampaignError, match=r"ended abruptly.*out of memory.*: 2 of 4 trials .* goes on from"
    ):
        campaign.run(killer, tmp_path, workers=1)
    assert len(list((tmp_path / "parts").iterdir())) == 2


def test_a_worker_has_one_thread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    table = campaign.run(Campaign("threads", campaign_trials.threads, [{"x": 0}], {}), tmp_path)
    assert campaign.rows(table) == [{"x": 0, "torch": 1, "environment": "1"}]


def test_columns_hold_plain_values(tmp_path: Path) -> None:
    trials: list[dict[str, Any]] = [{"x": 0}, {"x": 1}]
    table = campaign.read(campaign.run(Campaign("m", campaign_trials.measured, trials, {}), tmp_path))
    assert {field.name: str(field.type) for field in table.schema} == {
        "x": "int64",
        "count": "int64",
        "rate": "double",
        "good": "bool",
        "pair": "list<element: int64>",
        "missing": "double",
        "nested.mean": "double",
        "nested.text": "string",
    }
    assert table["pair"].to_pylist() == [[0, 1], [1, 2]]
    assert table["missing"].to_pylist() == [1.5, None]
    nested = Campaign(
        "nested", square, [{"x": 1}, {"x": 2, "options": {"at": {"bit": 30, "steps": (1, 2)}}}], {}
    )
    rows = campaign.rows(campaign.run(nested, tmp_path, workers=1))
    assert rows[0]["options.at.bit"] is None
    assert (rows[2]["options.at.bit"], rows[2]["options.at.steps"]) == (30, [1, 2])


def test_what_a_trial_must_not_return(tmp_path: Path) -> None:
    for what, message in (
        ("nothing", "a trial must return a list of dicts, not None"),
        ("words", r"a trial must return a list of dicts, not \['row'\]"),
        ("object", "row 0, value: <object .*> is of type object; allowed are str, int, float, bool, None"),
    ):
        said, trace = executors.attempt(campaign_trials.returned, {"what": what})
        assert trace is not None
        assert re.match(f"CampaignError: {message}", said)
    clash = Campaign("r", campaign_trials.returned, [{"what": "clash"}], {})
    with pytest.raises(CampaignError, match="the trial returned what, the name of a parameter; rename it"):
        campaign.run(clash, tmp_path, workers=1)
    assert not list(tmp_path.iterdir())
    mixed = Campaign("r", campaign_trials.returned, [{"what": "text"}, {"what": "number"}], {})
    with pytest.raises(CampaignError, match="column value of campaign r has values that do not go together"):
        campaign.run(mixed, tmp_path, workers=1)
    assert not (tmp_path / "r.parquet").exists()
    none = Campaign("none", campaign_trials.returned, [{"what": "empty"}], {})
    assert campaign.rows(campaign.run(none, tmp_path, workers=1)) == []


def _local() -> Any:
    def inner(x: int) -> list[dict[str, Any]]:
        return []

    return inner


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "a/b"}, "a campaign can not be named 'a/b': letters, digits"),
        ({"name": ""}, "a campaign can not be named ''"),
        ({"trials": []}, "campaign squares has no trials; give at least one"),
        ({"trials": [{"x": 1}, {"x": 2}, {"x": 1}]}, "trials 0 and 2 of campaign squares are the same, "),
        ({"trials": [{"x": {1}}]}, r"trial 0, x: \{1\} is of type set; allowed are str, int, float"),
        ({"trials": [{"x": [0, b""]}]}, r"trial 0, x\[1\]: b'' is of type bytes"),
        ({"trials": [{"x": {1: 2}}]}, "trial 0, x: key 1 is not a string"),
        ({"trials": [{"x.y": 2}]}, r"trial 0: \['x.y'\] are not all names that a function can take"),
        ({"trials": [{"x": {"a": {"b": 1}, "a.b": 2}}]}, r"column x\.a\.b is given twice"),
        ({"context": {"path": Path()}}, r"context, path: PosixPath\('.'\) is of type PosixPath"),
        ({"trial": lambda x: []}, "'<lambda>' can not be a trial: workers import it by its name"),
        ({"trial": _local()}, "'_local.<locals>.inner' can not be a trial: workers import it by its name"),
        ({"trial": 3}, "3 can not be a trial"),
    ],
)
def test_refusals_of_a_campaign(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(CampaignError, match=message):
        replace(squares(2), **changes)


def test_a_function_of_a_script_is_no_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(square, "__module__", "__main__")
    with pytest.raises(CampaignError, match="top-level function of a module that is not run as a script"):
        squares(2)


def test_refusals_of_a_run(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="a scheduler or a number of workers, not both"):
        campaign.run(squares(1), tmp_path, scheduler="tcp://x:1", workers=1)
    with pytest.raises(CampaignError, match="needs at least one worker, not 0"):
        campaign.run(squares(1), tmp_path, workers=0)
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(OutputError, match="it is a file; give the path of a folder"):
        campaign.run(squares(1), file, workers=1)
    (tmp_path / "squares.parquet").mkdir()
    with pytest.raises(OutputError, match="it is a folder; give the path of a file"):
        campaign.run(squares(1), tmp_path, workers=1)
    assert not (tmp_path / "parts").exists()


def test_what_is_no_table(tmp_path: Path) -> None:
    file = tmp_path / "x.parquet"
    with pytest.raises(CampaignError, match=f"can not read the table {file}: .*No such file"):
        campaign.read(file)
    file.write_text("some text")
    with pytest.raises(CampaignError, match=r"can not read the table .*Parquet magic bytes not found"):
        campaign.rows(file)
    parquet.write_table(pyarrow.table({"x": [1]}), file)
    with pytest.raises(CampaignError, match="is a parquet file, but not the table of a campaign"):
        campaign.metadata(file)


def test_progress_tells_the_time_left() -> None:
    with campaign_progress("Study") as show:
        show(0, 10, None)
        show(5, 10, 61.0)
    assert [_duration(seconds) for seconds in (0.4, 59.4, 59.6, 3599, 3600, 7530)] == [
        "0 s",
        "59 s",
        "1 min 00 s",
        "59 min 59 s",
        "1 h 00 min",
        "2 h 05 min",
    ]
