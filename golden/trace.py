"""What each injected fault did, and what the checksums made of it: trace rows and their summary.

With one event per tile every change has one cause. The checks are those of the real checksums, so that
cancellation, aliasing and errors inside the checksum PEs show: a critical error that the correction mask
does not cover is a miss, a masked element that is right is a false alarm.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.files import write_json, write_text
from drift_hw.provenance import provenance
from golden.abft import check_threshold
from golden.array import run
from golden.faults import EVENT, FaultError, FaultList, Kind, Register, register_name
from golden.injection import Bits, Sites, one_fault_per_tile
from golden.replay import signed
from golden.schedule import Schedule, capture_latency, dense_schedule, first_faulty_cycle

ROW = np.dtype(
    [
        ("run", "<u4"),
        *((name, EVENT[name]) for name in EVENT.names or ()),
        ("tile", "<i8"),
        ("masked", "?"),
        ("largest_error", "<i8"),
        ("flagged", "?"),
        ("escaped", "?"),
        ("false_alarm", "?"),
        ("critical_elements", "<u4"),
        ("missed_elements", "<u4"),
        ("masked_elements", "<u4"),
        ("innocent_elements", "<u4"),
    ]
)
"""One event and its outcome.

`run` counts the runs from reset of a campaign; `tile` is -1 after the last tile; `masked`: neither an
output nor a delta changed; `largest_error`: largest |error| of an output; `flagged`: any row or column;
`escaped`: an error >= 2**threshold is not in the mask; `false_alarm`: the mask holds a right output.
Critical elements have an error >= 2**threshold, missed ones are those outside the mask, innocent ones
are in the mask and right.
"""


class Outputs(Protocol):
    """What the golden array or the Verilog delivered: (T, R, C) results, (T, R) and (T, C) deltas."""

    @property
    def accumulators(self) -> NDArray[np.int64]: ...  # noqa: D102
    @property
    def row_deltas(self) -> NDArray[np.int64] | None: ...  # noqa: D102
    @property
    def column_deltas(self) -> NDArray[np.int64] | None: ...  # noqa: D102


@dataclass(frozen=True, eq=False)
class Trace:
    """The rows of a campaign."""

    config: Config
    threshold: int
    rows: NDArray[np.void]
    """(n,) of dtype `ROW`."""
    seed: int | None = None

    def summary(self, chosen: NDArray[np.bool_] | None = None) -> dict[str, int | float | None]:
        """Return counts and rates over all rows, or the chosen ones; a rate of nothing is None."""
        rows = self.rows if chosen is None else self.rows[chosen]

        def total(field: str) -> int:
            return int(rows[field].sum(dtype=np.int64))

        def rate(part: int, whole: int) -> float | None:
            return part / whole if whole else None

        return {
            "injections": len(rows),
            "masked": total("masked"),
            "flagged": total("flagged"),
            "escaped": total("escaped"),
            "false_alarms": total("false_alarm"),
            "critical_elements": total("critical_elements"),
            "missed_elements": total("missed_elements"),
            "miss_rate": rate(total("missed_elements"), total("critical_elements")),
            "masked_elements": total("masked_elements"),
            "innocent_elements": total("innocent_elements"),
            "false_alarm_rate": rate(total("innocent_elements"), total("masked_elements")),
        }

    @property
    def registers(self) -> NDArray[np.str_]:
        """(n,) register name of each row, with the prefix of the fault ports for checksum PEs."""
        rows = self.rows
        return register_name(self.config, rows["register"], rows["row"], rows["column"])

    def by_register(self) -> dict[str, dict[str, int | float | None]]:
        """Return the summary of each register class that was hit."""
        names = self.registers
        return {str(name): self.summary(names == name) for name in np.unique(names)}

    def write_json(self, path: Path) -> Path:
        """Write summaries and provenance, atomically."""
        content = {
            **provenance(self.config, self.seed),
            "threshold": self.threshold,
            "summary": self.summary(),
            "registers": self.by_register(),
        }
        return write_json(path, content)

    def write_csv(self, path: Path) -> Path:
        """Write every row with names for register and kind and the positions of the bits, atomically."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        fields = [name for name in ROW.names or () if name not in ("mask", "toggle")]
        writer.writerow([*fields, "bits", "toggled_bits"])
        names = self.registers
        for row, register in zip(self.rows, names, strict=True):
            values = {name: row[name].item() for name in fields}
            values |= {"register": register, "kind": Kind(row["kind"]).name.lower()}
            values |= {name: int(row[name]) for name in ("masked", "flagged", "escaped", "false_alarm")}
            writer.writerow([*values.values(), _bits(int(row["mask"])), _bits(int(row["toggle"]))])
        return write_text(path, text.getvalue())


def _bits(mask: int) -> str:
    return " ".join(str(bit) for bit in range(mask.bit_length()) if mask >> bit & 1)


def trace(
    faults: FaultList,
    schedule: Schedule,
    clean: Outputs,
    faulty: Outputs,
    *,
    threshold: int,
    run_number: int = 0,
) -> Trace:
    """Return what each event did, by the outputs with and without the faults.

    Args:
        faults: at most one event per tile.
        schedule: of the run, T tiles.
        clean: outputs without faults, of the golden array or the Verilog.
        faulty: outputs with them.
        threshold: exponent of critical errors and flags, 0 to accumulator_width - 1.
        run_number: for the field `run`.

    Raises:
        UserError: several events in one tile, no ABFT, or a bad threshold.
    """
    config, events = faults.config, faults.events
    check_threshold(config, threshold)
    latency = capture_latency(config, events["register"], events["row"], events["column"])
    tile = schedule.tile_of(events["cycle"].astype(np.int64) - latency)
    inside = tile < len(schedule.depths)
    used, counts = np.unique(tile[inside], return_counts=True)
    if (counts > 1).any():
        raise FaultError(
            f"tile {used[counts > 1][0]} has {counts.max()} fault events, and a trace can tell the effect of "
            "one; draw the list with golden.injection.one_fault_per_tile"
        )

    at = tile[inside]
    errors = signed(faulty.accumulators[at] - clean.accumulators[at], config.array.accumulator_width)
    clean_deltas, deltas = ([delta[at] for delta in _deltas(outputs)] for outputs in (clean, faulty))
    changed = errors.any((1, 2))
    for delta, clean_delta in zip(deltas, clean_deltas, strict=True):
        changed |= (delta != clean_delta).any(1)
    row_flags, column_flags = (np.abs(delta) >= 1 << threshold for delta in deltas)
    mask = row_flags[:, :, None] & column_flags[:, None, :]
    critical = np.abs(errors) >= 1 << threshold

    def count(elements: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.asarray(elements.sum((1, 2)))

    rows = np.zeros(len(events), ROW)
    for name in EVENT.names or ():
        rows[name] = events[name]
    rows["run"] = run_number
    rows["tile"] = np.where(inside, tile, -1)
    rows["masked"] = True
    outcome = {
        "masked": ~changed,
        "largest_error": np.abs(errors).max((1, 2)),
        "flagged": row_flags.any(1) | column_flags.any(1),
        "critical_elements": count(critical),
        "missed_elements": count(critical & ~mask),
        "masked_elements": count(mask),
        "innocent_elements": count(mask & (errors == 0)),
    }
    for name, values in outcome.items():
        rows[name][inside] = values
    rows["escaped"] = rows["missed_elements"] > 0
    rows["false_alarm"] = rows["innocent_elements"] > 0
    return Trace(config, threshold, rows, faults.seed)


def _deltas(outputs: Outputs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if outputs.row_deltas is None or outputs.column_deltas is None:
        raise UserError("a trace needs the checks; set protection.abft = true")
    return outputs.row_deltas, outputs.column_deltas


def campaign(
    config: Config,
    a_tiles: Sequence[NDArray[np.int8]] | NDArray[np.int8],
    b_tiles: Sequence[NDArray[np.int8]] | NDArray[np.int8],
    injections: int,
    *,
    seed: int,
    threshold: int = 10,
    registers: Sequence[Register] | None = None,
    kinds: Sequence[Kind] = (Kind.LATE,),
    bits: Bits = "any",
    sites: Sites = "all",
    tiles_per_run: int = 500,
    progress: bool = False,
) -> Trace:
    """Inject one fault into each of `injections` tiles of the golden array, and trace them.

    Args:
        config: the array, with ABFT.
        a_tiles: (R, K) int8 each, at least one; tiles are used in turn, over and over.
        b_tiles: (K, C) int8 each.
        injections: faults, at least 1.
        seed: of all that is drawn.
        threshold: exponent of critical errors and flags.
        registers: as `golden.injection.random_faults` takes it, and so `kinds`, `bits` and `sites`.
        kinds: likewise.
        bits: likewise.
        sites: likewise.
        tiles_per_run: tiles in one run from reset.
        progress: show a progress bar, on standard error.

    Raises:
        UserError: bad tiles, no ABFT, or no such registers, bits or threshold.
    """
    if injections < 1 or tiles_per_run < 1 or not len(a_tiles):
        raise UserError("a campaign needs at least one injection, one tile, and one tile per run")
    random = np.random.default_rng(seed)
    rows = []
    starts = range(0, injections, tiles_per_run)
    # On stderr: standard output is for results.
    bar = track(starts, "Injecting faults", disable=not progress, console=Console(stderr=True))
    for number, start in enumerate(bar):
        order = [n % len(a_tiles) for n in range(start, min(start + tiles_per_run, injections))]
        a, b = [a_tiles[n] for n in order], [b_tiles[n] for n in order]
        schedule = dense_schedule(config, [tile.shape[1] for tile in a], first_faulty_cycle(config))
        faults = one_fault_per_tile(
            config, schedule, rng=random, registers=registers, kinds=kinds, bits=bits, sites=sites
        )
        clean, faulty = run(config, a, b, schedule), run(config, a, b, schedule, faults)
        rows.append(trace(faults, schedule, clean, faulty, threshold=threshold, run_number=number).rows)
    return Trace(config, threshold, np.concatenate(rows), seed)
