"""From a configuration and a library to what a search of policies needs: table, die, levels, cost model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from drift_hw.cache import cache_folder
from drift_hw.config import Config
from drift_hw.faults.table import TimingTable
from golden.timing.under_policy import Die
from synth.activity import OperandTiles
from synth.operating.candidates import Levels, Objective
from synth.operating.chips import BATCH, FEATURE_NM, Chips, supplies_to_measure
from synth.operating.cost import Accelerator, Parameters, shipped, sram_pj_per_byte
from synth.operating.dies import Dies
from synth.operating.errors import OperatingError
from synth.operating.parts import measure
from synth.operating.setting import Setting, sign_off
from synth.timing import corners
from synth.timing.characterise import Plan, characterise
from synth.timing.store import digest
from synth.timing.stream import Stream
from synth.timing.supply import family
from synth.timing.target import Target

Progress = Callable[[str, int, int], None]

CYCLES = 50_000
"""Of the gate simulation, per supply and kind of PE."""
DIES = 200
SUPPLIES = 3
"""At which power is measured at most, of those that the library has."""
DIGITS = 6
"""Decimals of delay factors in a policy file."""


@dataclass(frozen=True)
class Chip:
    """A lot of dies, the die that a policy is for, and the accelerator's cost."""

    library: str
    assumed: str
    """What delays at lower supplies rest on; "assumed: ..." for a library of one supply."""
    table: TimingTable
    lot: Dies
    number: int
    """Of the die in its lot: that of the median first failure."""
    chips: Chips

    @property
    def die(self) -> Die:
        """The die, as it is written into a policy."""
        factors = np.round(self.lot.factors(self.number), DIGITS)
        return Die(round(self.lot.droop(self.number), DIGITS), factors)

    def setting(
        self, config: Config, path: Path, objective: Objective, steps: int, **options: Any
    ) -> Setting:
        """Return what is searched on; `path` is that of the table, `options` are further ones of `Setting`.

        Raises `OperatingError` when the table ends before the first failure.
        """
        die, network = self.die, shipped(2 * BATCH)
        levels = Levels.of(self.lot, self.number, die, objective)
        bare: Accelerator = self.chips.accelerator(self.chips.bare)
        return Setting(
            config=config,
            table=self.table,
            path=path,
            die=die,
            levels=levels,
            chip=self.chips.accelerator(self.chips.protected),
            baseline=sign_off(bare, network, levels, steps),
            network=network,
            folder=cache_folder() / "explore",
            **options,
        )


def prepare(
    config: Config,
    stream: Stream,
    *,
    pdk: str = "osu018",
    table: TimingTable | None = None,
    cycles: int = CYCLES,
    seed: int = 0,
    workers: int = 0,
    progress: Progress | None = None,
) -> Chip:
    """Synthesise and measure a core, draw dies, and characterise where there is no table.

    Everything slow is kept in the cache. `stream` holds tiles of the transformer for `config`, which has no
    fault ports. Raises `UserError` as the steps do, `OperatingError` for a table of another library.
    """
    show = progress or (lambda what, done, total: None)
    check_library(table, pdk)
    target = Target.of(config, family(pdk), progress=progress)
    if table is None:
        plan = Plan(cycles=cycles, closed_points=0, seed=seed, workers=workers)
        table = characterise(
            target, stream, plan, progress=lambda done, total, what: show(f"gates: {what}", done, total)
        )
    else:
        table.check(config)
    lot = Dies.draw(table, config, corners.variation(target), dies=DIES, seed=seed)
    tiles = OperandTiles(stream.pairs, stream.source).limited()
    libraries = supplies_to_measure(target, SUPPLIES)
    protected, bare = (
        measure(each, libraries, table, tiles, timed=False, progress=progress)
        for each in (config, config.without_protection)
    )
    memories = sram_pj_per_byte(FEATURE_NM.get(pdk, 180), lot.nominal_voltage)
    chips = Chips(protected, bare, lot, Parameters(sram_pj_per_byte=memories))
    return Chip(target.library.name, target.models[0].assumption, table, lot, lot.median(), chips)


def check_library(table: TimingTable | None, pdk: str) -> None:
    """Raise `UserError` for a library that is not there, `OperatingError` for a table of another one."""
    ours = family(pdk)[-1].name
    if table is not None and (theirs := table.header.get("library", {}).get("name")) != ours:
        raise OperatingError(
            f"the timing table is of {theirs}, but costs are asked of {ours}: choose the library with --pdk, "
            "or characterise in this one"
        )


def saved(table: TimingTable) -> Path:
    """Write a table where trials find it, under a name of its own."""
    key = digest(table.header["array_key"], table.patterns, table.cycles, table.static_curve)[:16]
    path = cache_folder() / "explore" / f"table-{key}.npz"
    return path if path.is_file() else table.save(path)
