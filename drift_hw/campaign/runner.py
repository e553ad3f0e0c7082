"""Running a campaign: what is finished is kept, what is not is run, and the table is the same either way.

Each finished trial is a part, `parts/HASH.json`, under the hash of function, parameters and context. Parts
stay when the table is written: a campaign with more trials starts from them.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future, as_completed
from pathlib import Path
from typing import Any

from drift_hw.campaign import table
from drift_hw.campaign.executors import attempt, describe, executor, starting
from drift_hw.campaign.plan import Campaign, CampaignError, Failure, canonical
from drift_hw.files import check_writable, check_writable_folder, write_text

Progress = Callable[[int, int, float | None], None]
"""Called with trials done, trials in all, and the seconds that are left (None: not known yet)."""
Rows = list[dict[str, Any]]

_NAMED = 3
"""Failed trials that a message names."""


def run(
    campaign: Campaign,
    folder: Path,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    on_progress: Progress | None = None,
) -> Path:
    """Run the trials that are not finished and return the table, `folder/NAME.parquet`.

    The table has the same bytes wherever, in whatever order and after however many interruptions the trials
    were run.

    Args:
        campaign: what to run.
        folder: of the table, and of the finished trials in `parts`.
        scheduler: address of a Dask scheduler, such as tcp://host:8786; None: processes on this machine.
        workers: number of these processes; None: one per core.
        on_progress: called at the start and after each trial.

    Raises:
        CampaignError: for workers that there can not be; when trials failed, after all others have run; when
            workers were lost, or on Ctrl-C. Finished trials are kept, and the same call goes on from there.
        OutputError: for a folder that can not be written.
    """
    if scheduler is not None and workers is not None:
        raise CampaignError(
            "give a scheduler or a number of workers, not both: a cluster has its own workers"
        )
    if workers is not None and workers < 1:
        raise CampaignError(f"a campaign needs at least one worker, not {workers}")
    target = folder / f"{campaign.name}.parquet"
    check_writable_folder(folder)
    check_writable_folder(folder / "parts")
    check_writable(target)
    progress = _Run(campaign, folder / "parts", on_progress)
    progress.execute(scheduler, workers or os.cpu_count() or 1)
    return table.write(campaign, [progress.results[index] for index in range(len(campaign.trials))], target)


class _Run:
    """A campaign under way."""

    def __init__(self, campaign: Campaign, parts: Path, on_progress: Progress | None) -> None:
        self.campaign = campaign
        self.parts = parts
        self.on_progress = on_progress
        self.results: dict[int, Rows] = {}
        self.failures: dict[int, Failure] = {}
        for index in range(len(campaign.trials)):
            kept = self._load(index)
            if kept is not None:
                self._accept(index, kept)

    def execute(self, scheduler: str | None, workers: int) -> None:
        """Run what is missing. Raises `CampaignError` when anything is still missing then."""
        missing = sorted(set(range(len(self.campaign.trials))) - self.results.keys() - self.failures.keys())
        self._tell(None)
        reason = ""
        if missing:
            try:
                reason = self._run(missing, scheduler, min(workers, len(missing)))
            except KeyboardInterrupt as interrupt:
                raise CampaignError(f"interrupted: {self._how_to_go_on()}") from interrupt
        if reason:
            raise CampaignError(f"{reason}: {self._how_to_go_on()}", list(self.failures.values()))
        if self.failures:
            raise self._failed()

    def _run(self, missing: Sequence[int], scheduler: str | None, workers: int) -> str:
        """Run trials, keep each as it ends, and return why some were lost, or nothing."""
        trials, start, before, lost = self.campaign.trials, time.monotonic(), len(self.results), ""
        running: dict[Future[tuple[str, str | None]], int] = {}
        try:
            with executor(scheduler, workers) as pool:
                with starting():
                    for index in missing:
                        running[pool.submit(attempt, self.campaign.trial, trials[index])] = index
                for future in as_completed(running):
                    self._finish(running.pop(future), future)
                    done = len(self.results) - before + len(self.failures)
                    self._tell((time.monotonic() - start) / done * len(running))
        except BrokenExecutor as error:
            lost = f"a worker process ended abruptly, killed or out of memory ({error})"
        except CancelledError:
            lost = f"the scheduler at {scheduler} is gone"
        finally:
            # What ended while the others were being stopped.
            for future, index in running.items():
                if future.done() and not future.cancelled() and future.exception() is None:
                    self._finish(index, future)
        return lost

    def _finish(self, index: int, future: Future[tuple[str, str | None]]) -> None:
        """Keep what a trial returned. Raises what says that the workers are gone."""
        parameters = self.campaign.trials[index]
        try:
            text, trace = future.result()
        except (BrokenExecutor, CancelledError):
            raise
        except Exception as error:
            # Dask's: the cluster can not import the trial (the cause), or it killed all workers it got.
            text, trace = describe(error.__cause__ or error), ""
        if trace is not None:
            self.failures[index] = Failure(parameters, text, trace)
        elif self._accept(index, found := json.loads(text)):
            part = {"trial": self.campaign.function, "parameters": parameters, "rows": found}
            write_text(self._part(index), json.dumps(part))

    def _accept(self, index: int, found: Rows) -> bool:
        """Take over the rows of a trial, unless a column is a parameter's."""
        clashes = sorted({name for row in found for name in row}.intersection(self.campaign.columns))
        if clashes:
            message = f"the trial returned {clashes[0]}, the name of a parameter; rename it"
            self.failures[index] = Failure(self.campaign.trials[index], message, "")
        else:
            self.results[index] = found
        return not clashes

    def _part(self, index: int) -> Path:
        return self.parts / f"{self.campaign.keys[index]}.json"

    def _load(self, index: int) -> Rows | None:
        """Return the rows of a finished trial; None when there is no part, or none that can be read."""
        try:
            rows: Rows = json.loads(self._part(index).read_text(encoding="utf-8"))["rows"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return rows

    def _tell(self, seconds_left: float | None) -> None:
        if self.on_progress is not None:
            done = len(self.results) + len(self.failures)
            self.on_progress(done, len(self.campaign.trials), seconds_left)

    def _how_to_go_on(self) -> str:
        return (
            f"{len(self.results)} of {len(self.campaign.trials)} trials of campaign {self.campaign.name} are "
            f"finished and kept in {self.parts}; the same command goes on from there"
        )

    def _failed(self) -> CampaignError:
        failures = [self.failures[index] for index in sorted(self.failures)]
        named = [canonical(failure.parameters) for failure in failures[:_NAMED]]
        named[0] += f", with {failures[0].message}"
        more = f" and {len(failures) - _NAMED} more" if len(failures) > _NAMED else ""
        return CampaignError(
            f"{len(failures)} of {len(self.campaign.trials)} trials failed: {'; '.join(named)}{more}. "
            f"{self._how_to_go_on()}",
            failures,
        )
