"""Where trials run: processes of this machine, or the workers of a running Dask cluster."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from drift_hw.campaign.plan import CampaignError, Trial, check_plain, flatten

CONNECT_SECONDS = 10
"""How long a scheduler, and its first worker, may take to answer."""


def attempt(trial: Trial, parameters: Mapping[str, Any]) -> tuple[str, str | None]:
    """Run one trial in a worker; return its rows as JSON and None, or the message and the traceback.

    A failure travels as text: an exception need not survive pickling, and the worker goes on.
    """
    try:
        return json.dumps(_plain_rows(trial(**parameters))), None
    except (Exception, SystemExit) as error:
        return describe(error), traceback.format_exc()


def describe(error: BaseException) -> str:
    """Return type and text of an exception."""
    return f"{type(error).__name__}: {error}"


def _plain_rows(found: Any) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
        raise CampaignError(f"a trial must return a list of dicts, not {found!r:.60}")
    rows = [
        {name: value.tolist() if hasattr(value, "tolist") else value for name, value in flatten(row).items()}
        for row in found
    ]
    for index, row in enumerate(rows):
        check_plain(row, f"row {index}")
    return rows


@contextmanager
def executor(scheduler: str | None, workers: int) -> Iterator[Executor]:
    """Yield an executor of `workers` processes here, or of the cluster behind the address `scheduler`.

    Raises `CampaignError` when the scheduler, or its first worker, does not answer, and for a worker whose
    versions are not ours: its numbers would not be.
    """
    if scheduler is None:
        # Spawned, not forked: a process that has used torch or Dask has threads, and these do not survive.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare) as pool:
            try:
                yield pool
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    else:
        from distributed import Client

        try:
            client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise CampaignError(
                f"no Dask scheduler answers at {scheduler}: {error}; start one with `dask scheduler` and "
                "give the address that it prints, such as tcp://host:8786"
            ) from error
        with client:
            _check_workers(client, scheduler)
            with client.get_executor(pure=False) as pool:
                try:
                    yield pool
                except BaseException:
                    pool.shutdown(wait=False)
                    raise


@contextmanager
def starting() -> Iterator[None]:
    """Hold Ctrl-C back while trials are handed over, which starts workers.

    They inherit that until `_prepare`: before it, each would print a traceback.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _prepare() -> None:
    """Make this process a worker: one thread, and no longer alive than the process that asked for it."""
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)
    # Ctrl-C reaches all processes of a terminal; whatever this one is at, it will be done again. A command in
    # the background of a script ignores it, and so do its workers.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _check_workers(client: Any, scheduler: str) -> None:
    """Raise `CampaignError` unless there is a worker, and every one has what we have."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        raise CampaignError(
            f"the scheduler at {scheduler} has no workers; start some: dask worker {scheduler} --nthreads 1"
        ) from error
    from drift_hw.provenance import versions

    ours = versions()
    try:
        found = client.run(versions)
    except ImportError as error:
        raise CampaignError(
            f"a worker of {scheduler} can not import drift-hw: {error}; install it there"
        ) from error
    for worker, theirs in found.items():
        for program in ours.keys() & theirs.keys():
            if ours[program] != theirs[program]:
                raise CampaignError(
                    f"worker {worker} has {program} {theirs[program]}, but here it is {ours[program]}: "
                    "results would depend on where a trial runs; install the same there"
                )
