"""The headline: energy saved at the nominal clock and speed gained at the nominal supply, split into parts.

    energy    1 = chip without protection at sign-off
              protection    what checks, their PEs and a second regulator cost at the same point
              margin        sign-off down to the die's first failure: no error, no safe step, no checkpoint
              tolerated     beyond it, down to the last point at which images are kept, net of all it costs;
                            safe steps run at the first failure

The saving is margin + tolerated - protection, in shares of that chip's energy; the speed-up is the product of
the three factors. All are means over dies, with quantiles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drift_hw.config import Config
from drift_hw.faults.table import TimingTable
from drift_hw.sim.cache import cache_folder
from golden.models import Network
from synth.activity import OperandTiles
from synth.operating.cost import (
    Accelerator,
    Cost,
    Incidents,
    MemorySpeed,
    Parameters,
    Point,
    Work,
    shipped,
    sram_pj_per_byte,
)
from synth.operating.dies import Dies, Limits
from synth.operating.errors import OperatingError
from synth.operating.images import KEPT_PSNR, RATES, Sampling, Study, last_kept
from synth.operating.parts import ARRAY, Core, measure
from synth.timing import corners
from synth.timing.characterise import Plan, characterise
from synth.timing.stream import Stream
from synth.timing.supply import family
from synth.timing.target import Target

Values = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

FEATURE_NM = {"osu018": 180, "osu035": 350, "osu050": 500, "sky130": 130, "ihp-sg13g2": 130}
"""Feature size by PDK, which on-chip memories are scaled to."""
QUANTILES = (0.05, 0.95)
"""Over dies."""
BATCH = 32
"""Images that the shipped DiT makes at once, with guidance."""


@dataclass(frozen=True)
class Shares:
    """A figure over dies."""

    values: Values
    """(dies,)."""

    @property
    def mean(self) -> float:
        """Over all dies."""
        return float(self.values.mean())

    @property
    def low(self) -> float:
        """The lower of `QUANTILES`."""
        return float(np.quantile(self.values, QUANTILES[0]))

    @property
    def high(self) -> float:
        """The higher of `QUANTILES`."""
        return float(np.quantile(self.values, QUANTILES[1]))


@dataclass(frozen=True)
class Split:
    """Costs of one network at the points of each die."""

    baseline: Cost
    """Without protection, at sign-off."""
    protected: Cost
    """With protection, at sign-off."""
    first: Sequence[Cost]
    """By die: at its first failure."""
    kept: Sequence[Cost]
    """By die: at its last kept point."""

    def energy(self) -> dict[str, Shares]:
        """Return `saving`, `protection`, `margin` and `tolerated`, shares of the baseline's energy."""
        one = self.baseline.energy.total
        sign_off = np.full(len(self.first), self.protected.energy.total / one)
        first, kept = (np.array([cost.energy.total / one for cost in at]) for at in (self.first, self.kept))
        return {
            "saving": Shares(1 - kept),
            "protection": Shares(sign_off - 1),
            "margin": Shares(sign_off - first),
            "tolerated": Shares(first - kept),
        }

    def speed(self) -> dict[str, Shares]:
        """Return the factors `speedup` = `protection` x `margin` x `tolerated`, by time of a run."""
        one = self.baseline.seconds
        sign_off = np.full(len(self.first), self.protected.seconds)
        first, kept = (np.array([cost.seconds for cost in at]) for at in (self.first, self.kept))
        return {
            "speedup": Shares(one / kept),
            "protection": Shares(one / sign_off),
            "margin": Shares(sign_off / first),
            "tolerated": Shares(first / kept),
        }


@dataclass(frozen=True)
class Chips:
    """The same accelerator with and without protection, and its lot of dies."""

    protected: Core
    bare: Core
    lot: Dies
    parameters: Parameters
    scaled: tuple[str, ...] = ARRAY

    def accelerator(self, core: Core) -> Accelerator:
        """Return one of the two cores with what is around it."""
        per_cycle = sum(part.energy(self.bare.nominal_voltage) for part in self.bare.parts)
        share = self.parameters.around_share
        if core.config.protection.abft:
            share += self.parameters.around_protection
        scaled = self.scaled if core.config.protection.abft else ARRAY
        memory = MemorySpeed.at(core.config, self.lot.sign_off_period_ps)
        return Accelerator(core, self.parameters, memory, share * per_cycle, scaled)

    def split(
        self, work: Work, first: Limits, kept: Limits, incidents: Incidents, *, faster: bool = False
    ) -> Split:
        """Return the costs of a run at the points of all dies.

        Args:
            work: with its safe steps and checkpoints.
            first, kept: points of each die.
            incidents: what errors cost at the kept points.
            faster: spend the margin on the clock at the nominal supply instead of on the supply.
        """
        safe = Point(self.lot.nominal_voltage, self.lot.sign_off_period_ps)
        calm = replace(work, safe_steps=0, interval=0)
        chip = self.accelerator(self.protected)

        def points(limits: Limits) -> list[Point]:
            if faster:
                return [Point(safe.voltage, float(period)) for period in limits.period_ps]
            return [Point(float(voltage), safe.period_ps) for voltage in limits.voltage]

        return Split(
            self.accelerator(self.bare).run(calm, safe, safe),
            chip.run(calm, safe, safe),
            [chip.run(calm, safe, point) for point in points(first)],
            [chip.run(work, *both, incidents) for both in zip(points(first), points(kept), strict=True)],
        )


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
    """Image quality at the points that confirm it."""
    incidents: Incidents
    first: Limits
    kept: Limits
    work: Work

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


def supplies_to_measure(target: Target, most: int) -> list[Any]:
    """Return so many of a target's libraries, the lowest and the highest among them, evenly spaced."""
    libraries = list(target.libraries)
    chosen = np.unique(np.linspace(0, len(libraries) - 1, min(most, len(libraries))).round().astype(int))
    return [libraries[index] for index in chosen] if most > 1 else libraries[-1:]


def find(
    config: Config,
    stream: Stream,
    options: Options | None = None,
    *,
    parameters: Parameters | None = None,
    scaled: tuple[str, ...] = ARRAY,
    progress: Progress | None = None,
) -> Headline:
    """Characterise, draw dies, synthesise, search the last kept point and cost it.

    `stream` holds tiles of the transformer for `config`. Everything slow is kept in the cache. Raises
    `UserError` as the steps do.
    """
    options = options or Options()
    show = progress or (lambda what, done, total: None)
    target = Target.of(config, family(options.pdk), progress=progress)
    plan = Plan(cycles=options.cycles, closed_points=0, seed=options.seed, workers=options.workers)
    table = characterise(
        target, stream, plan, progress=lambda done, total, what: show(f"gates: {what}", done, total)
    )
    lot = Dies.draw(table, config, corners.variation(target), dies=options.dies, seed=options.seed)
    tiles = OperandTiles(stream.pairs, stream.source).limited()
    bare = config.replace(protection__abft=False)
    libraries = supplies_to_measure(target, options.supplies)
    cores = [
        measure(each, libraries, table, tiles, timed=each is config, progress=progress)
        for each in (config, bare)
    ]
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
        chips=Chips(cores[0], cores[1], lot, parameters, scaled),
        rate=rate,
        trials=trials,
        incidents=worst([Incidents.of(row) for row in trials]),
        first=first,
        kept=kept,
        work=Work(
            shipped(2 * BATCH), steps=options.confirm.steps, passes=1,
            safe_steps=options.confirm.safe_steps, interval=options.confirm.interval,
        ),
    )  # fmt: skip


def search(study: Study, options: Options, show: Progress) -> tuple[float, list[dict[str, Any]]]:
    """Return the last kept error rate, and the rows that confirm it.

    Found on the median die at falling supply, with few images; then confirmed with more on a slow, the
    median and a fast die, and with a faster clock. Where one of these loses images, the next lower rate
    is tried. Raises `OperatingError` when none of the rates keeps them.
    """
    lot = study.lot
    period, nominal, median = lot.sign_off_period_ps, lot.nominal_voltage, lot.median()
    tried = 0

    def keeps(row: dict[str, Any]) -> bool:
        return bool(row["kept"]) and float(row["psnr"]) >= options.psnr

    def kept_at(rate: float) -> bool:
        nonlocal tried
        tried += 1
        show(f"images at {rate:g} errors per output", tried, len(RATES))
        point = median, float(lot.at_rate(rate).voltage[median]), period
        return keeps(study.quality("search", [point], options.search)[0])

    rate = last_kept(kept_at)
    for lower in (each for each in reversed(RATES) if each <= rate):
        limits = lot.at_rate(lower)
        dies = dict.fromkeys((lot.quantile(0.05), median, lot.quantile(0.95)))
        points = [(die, float(limits.voltage[die]), period) for die in dies]
        points.append((median, nominal, float(limits.period_ps[median])))
        show(f"confirming {lower:g} errors per output", 0, 1)
        found = study.quality("confirm", points, options.confirm)
        if all(map(keeps, found)):
            return lower, found
    raise OperatingError(
        f"no error rate from {RATES[0]:g} per output keeps the images of this array: the quality bound can "
        "not be reached beyond the first failure; take more images, more safe steps, or another scheme"
    )


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
        bare = each.replace(protection__abft=False)
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
