"""The table of a campaign: one parquet file, a row for each row of each trial, in the order of the trials."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drift_hw.campaign.plan import Campaign, CampaignError, canonical, flatten
from drift_hw.files import atomic

if TYPE_CHECKING:
    import pyarrow

_KEY = b"campaign"


def write(campaign: Campaign, results: Sequence[Sequence[Mapping[str, Any]]], path: Path) -> Path:
    """Write the rows of all trials, each with its parameters. Raises `CampaignError` and `OutputError`."""
    import pyarrow
    from pyarrow import parquet

    lines = [
        {**flatten(parameters), **row}
        for parameters, found in zip(campaign.trials, results, strict=True)
        for row in found
    ]
    columns = {}
    for name in dict.fromkeys([*campaign.columns, *(name for line in lines for name in line)]):
        try:
            columns[name] = pyarrow.array([line.get(name) for line in lines])
        except (pyarrow.ArrowException, OverflowError) as error:
            raise CampaignError(
                f"column {name} of campaign {campaign.name} has values that do not go together: {error}; "
                "the trial must return one type of value for it"
            ) from error
    about = {
        "name": campaign.name,
        "trial": campaign.function,
        "trials": len(campaign.trials),
        "context": campaign.context,
    }
    table = pyarrow.table(columns).replace_schema_metadata({_KEY: canonical(about)})
    with atomic(path) as temporary:
        parquet.write_table(table, temporary, compression="zstd")
    return path


def read(path: Path) -> pyarrow.Table:
    """Return the table of a campaign. Raises `CampaignError` when the file is none."""
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            table = file.read()
    except (OSError, pyarrow.ArrowException) as error:
        raise CampaignError(
            f"can not read the table {path}: {error}; a campaign's command writes it"
        ) from error
    if _KEY not in (table.schema.metadata or {}):
        raise CampaignError(f"{path} is a parquet file, but not the table of a campaign")
    return table


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of the table of a campaign. Raises `CampaignError`."""
    found: list[dict[str, Any]] = read(path).to_pylist()
    return found


def metadata(path: Path) -> dict[str, Any]:
    """Return `{name, trial, trials, context}` of the campaign of a table. Raises `CampaignError`."""
    found: dict[str, Any] = json.loads(read(path).schema.metadata[_KEY])
    return found
