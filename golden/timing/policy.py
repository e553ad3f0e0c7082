"""Fault lists for whole submissions of a device, drawn from a timing table without knowing any state."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from drift_hw.config import Config
from drift_hw.faults.table import TimingTable
from golden.dit import KINDS
from golden.faults import EVENT, FaultList, Kind, Register, width_table
from golden.quantised import Site
from golden.schedule import first_faulty_cycle
from golden.timing.point import OperatingPoint, places
from golden.timing.thinning import Chances, Odds, Periods, scatter


class TableFaults:
    """A `golden.on_device.FaultPolicy`: wrong captures at the mean rates of a timing table, from a seed.

    A device decides itself in which cycle it computes what, so that the contexts of captures are not known
    ahead: each register fails in every cycle with the probability that correct operation has over all
    contexts, in patterns of bits as the table has them. That errors bring about further ones is left out;
    `golden.timing.flop` has it, where the schedule is known.
    """

    def __init__(
        self,
        config: Config,
        table: TimingTable,
        voltage: float,
        period_ps: float,
        *,
        seed: int,
        factors: ArrayLike | None = None,
        extrapolate: bool = False,
        margin: float = 1.2,
    ) -> None:
        """Take a table at an operating point.

        Args:
            config: the array.
            table, voltage, period_ps, factors, extrapolate: as for `golden.timing.point.OperatingPoint`.
            seed: of all faults; those of a GEMM depend on it and the site only.
            margin: cycles that get faults, as a share of those expected.

        Raises:
            TableError, UserError: as `OperatingPoint`, and for a table or factors of another array.
        """
        point = OperatingPoint(table, voltage, period_ps, factors=factors, extrapolate=extrapolate)
        relative = point.relative_periods(config)
        self._config, self._seed, self._margin = config, seed, margin
        widths = width_table(config)
        self._classes = [
            (register, sites, Odds(chances, Periods.of(table, relative[sites])))
            for region, sites in places(config).items()
            for register in Register
            if widths[region, register]
            and (chances := Chances.of(table, point.supply, region, register, by_context=False)).mask.size
        ]

    def __call__(self, site: Site, cycles: int) -> FaultList:
        """Draw the faults of a GEMM that is expected to take so many cycles.

        Raises `UserError` for so many faults that the list would not fit memory.
        """
        first = first_faulty_cycle(self._config)
        count = max(1, int(cycles * self._margin))
        rng = np.random.default_rng([self._seed, KINDS.index(site.kind), site.block, site.timestep])
        found = [np.zeros(0, EVENT)]
        for register, (row, column), odds in self._classes:
            drawn = scatter(odds, count, int(rng.integers(1 << 64, dtype=np.uint64)))
            place = drawn["place"]
            events = np.zeros(len(drawn), EVENT)
            events["cycle"], events["mask"], events["kind"] = drawn["slot"] + first, drawn["mask"], Kind.FLIP
            events["register"], events["row"], events["column"] = register, row[place], column[place]
            found.append(events)
        return FaultList(self._config, np.concatenate(found))
