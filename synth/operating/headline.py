"""The headline of a library: energy saved at the sign-off clock and speed gained at the nominal supply.

Characterise the PEs, draw dies, synthesise, find the highest error rate that keeps images, and cost the
points of each die; `synth.operating.chips` splits what is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from drift_hw.cache import cache_folder
from drift_hw.config import Config
from drift_hw.faults.table import TimingTable
from golden.diffusion import sampling_timesteps
from golden.models import Network
from synth.activity import OperandTiles
from synth.operating.chips import BATCH, FEATURE_NM, Chips, Shares, Split, supplies_to_measure
from synth.operating.cost import Incidents, Parameters, Work, shipped, sram_pj_per_byte
from synth.operating.dies import Dies, Limits
from synth.operating.errors import OperatingError
from synth.operating.images import KEPT_PSNR, RATES, Sampling, Study, last_kept
from synth.operating.parts import ARRAY, Core, measure
from synth.timing import corners
from synth.timing.characterise import Plan, characterise
from synth.timing.stream import Stream
from synth.timing.supply import family
from synth.timing.target import Target

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Options:
    """How much to measure."""

    pdk: str = "osu018"
    cycles: int = 32_768
    """Of the gate simulation, per supply and kind of PE."""
    dies: int = 200
    search: Sampling = field(default_factory=lambda: Sampling(images=12, steps=20, safe_steps=1))
    """Images of the search; the found point is confirmed with those of `confirm`."""
    confirm: Sampling = field(default_factory=lambda: Sampling(images=32, steps=20, safe_steps=1))
    psnr: float = KEPT_PSNR
    """dB that the median image must have besides."""
    supplies: int = 3
    """At which power is measured at most, of those that the library has."""
    seed: int = 0
    workers: int = 0
    """Threads and processes; 0: one per core."""
    scheduler: str | None = None
    folder: Path | None = None
    """Of the campaign's table; None: in the cache."""


@dataclass(frozen=True)
class Headline:
    """What was found for one library."""

    library: str
    assumed: str
    """What delays at lower supplies rest on; "assumed: ..." for a library of one supply."""
    chips: Chips
    rate: float
    """Highest mean error rate per output element at which images were kept, 0: none."""
    trials: Sequence[dict[str, Any]]
    """Image quality at every point that was tried, as `search` returns it."""
    incidents: Incidents
    first: Limits
    kept: Limits
    work: Work

    @property
    def confirmed(self) -> list[dict[str, Any]]:
        """The trials that confirm the rate."""
        return confirming(self.trials, self.rate)

    def energy(self, network: Network | None = None) -> dict[str, Shares]:
        """Return the parts of the energy saved at the sign-off clock; see `Split.energy`."""
        return self.split(network).energy()

    def speed(self, network: Network | None = None) -> dict[str, Shares]:
        """Return the factors of the speed gained at the nominal supply; see `Split.speed`."""
        return self.split(network, faster=True).speed()

    def split(self, network: Network | None = None, *, faster: bool = False) -> Split:
        """Return the costs of a network of `golden.models`, with guidance; None: of the shipped one."""
        work = self.work if network is None else replace(self.work, network=network, passes=2)
        return self.chips.split(work, self.first, self.kept, self.incidents, faster=faster)


def check(config: Config, options: Options) -> None:
    """Raise `UserError` for what can not be measured, before anything slow: no checks, no such library."""
    if not config.protection.abft:
        raise OperatingError("without checks no error is tolerated; set protection.abft = true")
    if options.dies < 1 or options.cycles < 1:
        raise OperatingError(
            f"at least one die and one cycle of the gates are needed, not {options.dies} and {options.cycles}"
        )
    for sampling in (options.search, options.confirm):
        sampling_timesteps(sampling.steps)
    family(options.pdk)


def characterised(
    config: Config, stream: Stream, options: Options, show: Progress | None = None
) -> tuple[Target, TimingTable]:
    """Return the PEs of `config` in a library and their timing table; raises `UserError` as both steps do."""
    target = Target.of(config, family(options.pdk), progress=show)
    plan = Plan(cycles=options.cycles, closed_points=0, seed=options.seed, workers=options.workers)

    def gates(done: int, total: int, what: str) -> None:
        if show:
            show(f"gates: {what}", done, total)

    return target, characterise(target, stream, plan, progress=gates)


def find(
    config: Config,
    stream: Stream,
    options: Options | None = None,
    *,
    parameters: Parameters | None = None,
    scaled: tuple[str, ...] = ARRAY,
    protected: Callable[[Core, TimingTable], Core] | None = None,
    progress: Progress | None = None,
) -> Headline:
    """Characterise, draw dies, synthesise, search the last kept point and cost it.

    `stream` holds tiles of the transformer for `config`. `protected` makes another protected core of the one
    without protection than that with checksums. Everything slow is kept in the cache. Raises `UserError` as
    `check` and the steps do.
    """
    options = options or Options()
    check(config, options)
    show = progress or (lambda what, done, total: None)
    target, table = characterised(config, stream, options, progress)
    lot = Dies.draw(table, config, corners.variation(target), dies=options.dies, seed=options.seed)
    tiles = OperandTiles(stream.pairs, stream.source).limited()
    measured = partial(
        measure,
        libraries=supplies_to_measure(target, options.supplies),
        table=table,
        tiles=tiles,
        progress=progress,
    )
    bare = measured(config.without_protection, timed=protected is not None)
    core = measured(config) if protected is None else protected(bare, table)
    parameters = parameters or Parameters(
        sram_pj_per_byte=sram_pj_per_byte(FEATURE_NM.get(options.pdk, 180), lot.nominal_voltage)
    )
    folder = options.folder or cache_folder() / "operating"
    saved = _saved(table, folder, options.pdk)
    study = Study(saved, config, lot, folder, options.scheduler, options.workers)
    rate, trials = search(study, options, show)
    first, kept = lot.first_failure, lot.at_rate(rate)
    return Headline(
        library=target.library.name,
        assumed=target.models[0].assumption,
        chips=Chips(core, bare, lot, parameters, scaled),
        rate=rate,
        trials=trials,
        incidents=worst([Incidents.of(row) for row in confirming(trials, rate)]),
        first=first,
        kept=kept,
        work=Work(
            shipped(2 * BATCH), steps=options.confirm.steps, passes=1,
            safe_steps=options.confirm.safe_steps, interval=options.confirm.interval,
        ),
    )  # fmt: skip


def search(study: Study, options: Options, show: Progress) -> tuple[float, list[dict[str, Any]]]:
    """Return the last kept error rate, and a row for every trial.

    Found on the median die at falling supply, with few images; then confirmed with more on a slow, the
    median and a fast die, and with a faster clock. Where one of these loses images, the next lower rate
    is tried. Rows are those of `Study.quality` with `role` (search or confirm), `rate`, `images`, `die`,
    `voltage` (V), `period_ps` and the verdict `kept`. Raises `OperatingError` when none of the rates keeps
    them.
    """
    lot = study.lot
    period, nominal, median = lot.sign_off_period_ps, lot.nominal_voltage, lot.median()
    trials: list[dict[str, Any]] = []

    def kept(role: str, rate: float, sampling: Sampling, points: Sequence[tuple[int, float, float]]) -> bool:
        show(f"{role}, {rate:g} errors per output", len({row["rate"] for row in trials}), len(RATES))
        rows = [
            row
            | {"role": role, "rate": rate, "images": sampling.images}
            | {"die": die, "voltage": voltage, "period_ps": period_ps}
            | {"kept": bool(row["kept"]) and float(row["psnr"]) >= options.psnr}
            for (die, voltage, period_ps), row in zip(
                points, study.quality(role, points, sampling), strict=True
            )
        ]
        trials.extend(rows)
        return all(row["kept"] for row in rows)

    def kept_at(rate: float) -> bool:
        point = median, float(lot.at_rate(rate).voltage[median]), period
        return kept("search", rate, options.search, [point])

    rate = last_kept(kept_at)
    for lower in (each for each in reversed(RATES) if each <= rate):
        limits = lot.at_rate(lower)
        dies = dict.fromkeys((lot.quantile(0.05), median, lot.quantile(0.95)))
        points = [(die, float(limits.voltage[die]), period) for die in dies]
        points.append((median, nominal, float(limits.period_ps[median])))
        if kept("confirm", lower, options.confirm, points):
            return lower, trials
    raise OperatingError(
        f"no error rate from {RATES[0]:g} per output keeps the images of this array: the quality bound can "
        "not be reached beyond the first failure; take more images, more safe steps, or another scheme"
    )


def confirming(trials: Sequence[dict[str, Any]], rate: float) -> list[dict[str, Any]]:
    """Return the trials that confirmed a rate."""
    return [row for row in trials if row["role"] == "confirm" and row["rate"] == rate]


def worst(found: Sequence[Incidents]) -> Incidents:
    """Return the highest rate of each incident."""
    return Incidents(
        max(each.checkpoint_reads for each in found),
        max(each.recomputed for each in found),
        max(each.replayed_cycles for each in found),
    )


def _saved(table: TimingTable, folder: Path, pdk: str) -> Path:
    """Write the table where trials find it, under a name of its own."""
    from synth.timing.store import digest

    key = digest(table.header["array_key"], table.patterns, table.cycles, table.static_curve)[:16]
    return table.save(folder / f"table-{pdk}-{key}.npz")


def microarchitecture(
    config: Config, other: Config, stream: Stream, pdk: str, *, progress: Progress | None = None
) -> dict[str, float]:
    """Return what one PE is worth against another at the other's sign-off clock: no errors, no protection.

    Each core is without protection and meets sign-off at that clock: `other` at the nominal supply, `config`
    at the lowest supply at which it does (`voltage`), the whole of its array in the scaled domain. `saving`
    is a share of the other core's energy per busy cycle; `period_ratio` that of the static periods. A
    figure of its own, in no other one. Raises `UserError` as `find` does.
    """
    found: list[tuple[Core, TimingTable, Target]] = []
    for each in (config, other):
        bare = each.without_protection
        target = Target.of(bare, family(pdk), progress=progress)
        # Static periods are all that is needed of it.
        table = characterise(target, stream, Plan(cycles=1, closed_cycles=1, closed_points=0))
        tiles = OperandTiles(stream.pairs, stream.source).limited()
        libraries = supplies_to_measure(target, 3)
        found.append((measure(bare, libraries, table, tiles, timed=False, progress=progress), table, target))
    (core, table, target), (theirs, reference, _) = found
    nominal, droop = theirs.nominal_voltage, corners.variation(target).droop
    clock = reference.static_period_ps(nominal * (1 - droop))
    low = table.voltages[0] / (1 - droop)
    volts = np.linspace(low, nominal, 1001)
    meets = table.static_periods_ps(volts * (1 - droop)) <= clock
    voltage = float(volts[meets][0]) if meets.any() else nominal
    ours = sum(part.energy(voltage if part.name in ARRAY else nominal) for part in core.parts)
    reference_energy = sum(part.energy(nominal) for part in theirs.parts)
    return {
        "voltage": voltage,
        "saving": 1 - ours / reference_energy,
        "at_equal_supply": 1 - sum(part.energy(nominal) for part in core.parts) / reference_energy,
        "period_ratio": table.static_period_ps(nominal) / reference.static_period_ps(nominal),
    }
