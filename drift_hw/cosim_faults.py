"""Errors in flops of the Verilog, as a campaign: each trial injects a share of them into one simulator.

A trial takes tiles from a file in turn, runs each batch of them through core and model without and with one
error in each tile, and returns a row for each error. Shares draw from generators of their own: they may run
anywhere and in any order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from drift_hw.campaign import Campaign, Progress, rows, run
from drift_hw.campaign.plan import canonical
from drift_hw.config import Config
from drift_hw.cosim import BATCH, run_batch
from drift_hw.errors import UserError
from drift_hw.provenance import provenance
from drift_hw.sim.core_device import CoreSimulation, TileResults
from golden.faults import Kind, Register
from golden.injection import Sites, fault_sites, one_fault_per_tile
from golden.schedule import Schedule
from golden.tiles import TileSet
from golden.trace import ROW, Trace, trace

SHARE = 1024
"""Errors of a trial, some seconds of one core: one simulation is started for all of them."""
EXAMPLE = ("error", "row_deltas", "column_deltas", "element_mask")
"""Columns that only tiles worth showing have."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Selection:
    """Which faults a campaign draws; as `golden.injection.one_fault_per_tile` takes them."""

    registers: tuple[Register, ...] | None = None
    """None: all that the configuration has."""
    kinds: tuple[Kind, ...] = (Kind.LATE,)
    bits: Literal["any", "low", "middle", "high"] = "any"
    sites: Sites = "all"

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        registers = None if self.registers is None else [int(each) for each in self.registers]
        return asdict(self) | {"registers": registers, "kinds": [int(each) for each in self.kinds]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Selection:
        """Return what `to_dict` made plain."""
        registers = values["registers"]
        chosen = None if registers is None else tuple(Register(each) for each in registers)
        kinds = tuple(Kind(each) for each in values["kinds"])
        return cls(chosen, kinds, values["bits"], values["sites"])


@dataclass(frozen=True)
class Injection:
    """All errors of a run. Raises `UserError` for what the configuration does not have."""

    config: Config
    """With fault ports, and with checks."""
    tiles: Path
    """File of `golden.tiles`, for the configuration without fault ports."""
    count: int
    seed: int
    threshold: int
    selection: Selection

    def __post_init__(self) -> None:
        if self.count < 1:
            raise UserError(f"a fault run needs at least one injection, not {self.count}")
        if not self.config.protection.abft:
            raise UserError("faults are traced by the checks; set protection.abft = true")
        fault_sites(self.config, self.selection.registers, self.selection.sites)

    def shares(self) -> list[dict[str, Any]]:
        """Return the parameters of each trial."""
        shared = {
            "config": self.config.to_dict(),
            "tiles": str(self.tiles),
            "seed": self.seed,
            "threshold": self.threshold,
            "selection": self.selection.to_dict(),
        }
        return [
            shared | {"share": start // SHARE, "injections": min(SHARE, self.count - start)}
            for start in range(0, self.count, SHARE)
        ]

    def campaign(self) -> Campaign:
        """Return the campaign, known by the tiles and by the code of both sides."""
        context = {
            **provenance(self.config, self.seed),
            "tiles": hashlib.sha256(self.tiles.read_bytes()).hexdigest(),
            "code": _code(),
        }
        return Campaign("faults", trial, self.shares(), context)


def run_faults(
    injection: Injection,
    folder: Path,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    on_progress: Progress | None = None,
) -> Rows:
    """Return a row for each error, in the order of the shares; the table is `folder/faults.parquet`.

    Finished shares are kept. Raises as `drift_hw.campaign.run`.
    """
    path = run(injection.campaign(), folder, scheduler=scheduler, workers=workers, on_progress=on_progress)
    return rows(path)


def run_serially(injection: Injection, simulation: CoreSimulation) -> Rows:
    """Return the same rows from one simulation, for instance one that writes waveforms; nothing is kept."""
    tiles = TileSet.load(injection.tiles, injection.config.without_injection)
    return [
        row
        for share in injection.shares()
        for row in inject(
            simulation,
            tiles,
            share=share["share"],
            injections=share["injections"],
            seed=injection.seed,
            threshold=injection.threshold,
            selection=injection.selection,
        )
    ]


def trial(
    *,
    config: Mapping[str, Any],
    tiles: str,
    share: int,
    injections: int,
    seed: int,
    threshold: int,
    selection: Mapping[str, Any],
) -> Rows:
    """Return the rows of `inject`; `config` and `selection` are plain forms, `tiles` is a path."""
    simulation = _simulation(canonical(config))
    return inject(
        simulation,
        TileSet.load(tiles, simulation.config.without_injection),
        share=share,
        injections=injections,
        seed=seed,
        threshold=threshold,
        selection=Selection.from_dict(selection),
    )


@lru_cache(maxsize=1)
def _simulation(config: str) -> CoreSimulation:
    """Return the one simulation of this process, which all its trials share: each batch starts from reset."""
    return CoreSimulation(Config.from_dict(json.loads(config)))


def inject(
    simulation: CoreSimulation,
    tiles: TileSet,
    *,
    share: int,
    injections: int,
    seed: int,
    threshold: int,
    selection: Selection,
) -> Rows:
    """Inject one error into each of `injections` tiles, taken in turn from where the share begins.

    A row has the fields of `golden.trace.ROW`; `differs`, whether core and model disagree in any bit of the
    tile; `counters_differ`, whether they do in a counter after the batch; and, for the first flagged tile of
    each register and the first that escaped, the columns `EXAMPLE`: (R, C) outputs with the error minus those
    without, (R,) and (C,) deltas, (R, C) mask as 0 and 1. Raises `UserError` for what does not fit.
    """
    config, random = simulation.config, np.random.default_rng([seed, share])
    first = share * SHARE
    found: Rows = []
    shown: set[str] = set()
    for start in range(first, first + injections, BATCH):
        stop = min(start + BATCH, first + injections)
        chosen = tiles.take(np.arange(start, stop) % len(tiles))
        clean = run_batch(simulation, chosen, threshold)
        # Faults never reach the control: with them, beats are accepted in the same cycles.
        schedule = Schedule.of_tiles(clean.core.accept_cycles)
        faults = one_fault_per_tile(
            config,
            schedule,
            rng=random,
            registers=selection.registers,
            kinds=selection.kinds,
            bits=selection.bits,
            sites=selection.sites,
        )
        faulty = run_batch(simulation, chosen, threshold, faults)
        traced = trace(
            faults, schedule, clean.core, faulty.core, threshold=threshold, run_number=start // BATCH
        )
        for row, register in zip(traced.rows, traced.registers, strict=True):
            example: dict[str, Any] = dict.fromkeys(EXAMPLE)
            names = _shown_as(str(register), row)
            if not shown.issuperset(names):
                shown.update(names)
                example = _example(int(row["tile"]), clean.core, faulty.core)
            found.append(
                {
                    **{name: row[name].item() for name in ROW.names or ()},
                    "differs": bool(faulty.disagrees[row["tile"]]),
                    "counters_differ": faulty.counters_disagree,
                    **example,
                }
            )
    return found


def _shown_as(register: str, row: Mapping[str, Any] | npt.NDArray[np.void]) -> list[str]:
    """Return the names under which the tile of a row may be shown."""
    return [name for name, holds in ((register, row["flagged"]), ("escaped", row["escaped"])) if holds]


def _example(tile: int, clean: TileResults, faulty: TileResults) -> dict[str, Any]:
    checks = (faulty.row_deltas, faulty.column_deltas, faulty.mask)
    assert all(values is not None for values in checks)
    row_deltas, column_deltas, mask = (np.asarray(values)[tile].astype(np.int64) for values in checks)
    error = faulty.accumulators[tile] - clean.accumulators[tile]
    values = (error, row_deltas, column_deltas, mask)
    return {name: value.tolist() for name, value in zip(EXAMPLE, values, strict=True)}


def traced(injection: Injection, found: Sequence[Mapping[str, Any]]) -> Trace:
    """Return the rows of a run as a trace."""
    values = np.array([tuple(row[name] for name in ROW.names or ()) for row in found], ROW)
    return Trace(injection.config, injection.threshold, values, injection.seed)


def examples(whole: Trace, found: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return tiles to be shown, as plain values.

    By register, the first flagged one, and as `escaped` the first that escaped: `site` and `outcome`, in
    words, and `error`, `row_deltas`, `column_deltas` and `mask`, as `inject` says them.
    """
    shown: dict[str, dict[str, Any]] = {}
    for row, register in zip(found, whole.registers, strict=True):
        new = [name for name in _shown_as(str(register), row) if name not in shown]
        if not new:
            continue
        bits = [bit for bit in range(row["mask"].bit_length()) if row["mask"] >> bit & 1]
        name = str(register).replace("_", " ")
        example = {
            "site": f"{Kind(row['kind']).name.lower()} {name}, row {row['row']}, column {row['column']}, "
            f"bit {', '.join(map(str, bits))}",
            "outcome": f"{row['critical_elements']} critical, {row['missed_elements']} missed, "
            f"{row['innocent_elements']} masked for nothing",
            **{column: row[column] for column in EXAMPLE[:3]},
            "mask": row["element_mask"],
        }
        shown |= dict.fromkeys(new, example)
    return shown


def _code() -> str:
    """Return a hash of what both sides are made of: shares are kept for this Verilog and this model only."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for folder in (package, package.parent / "golden"):
        for path in sorted(each for each in folder.rglob("*") if each.suffix in {".py", ".cpp", ".h"}):
            digest.update(f"{path.relative_to(package.parent)}\n".encode() + path.read_bytes())
    return digest.hexdigest()
