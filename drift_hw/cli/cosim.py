"""`drift-hw cosim`: tiles of the transformer through the Verilog, compared with PyTorch bit by bit."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drift_hw.cli.options import (
    ConfigOption,
    JsonOption,
    PresetOption,
    SchedulerOption,
    SeedOption,
    SetOption,
    WorkersOption,
    campaign_progress,
    chosen_config,
    print_json,
    print_table,
    progress,
)
from drift_hw.config import Config
from drift_hw.errors import UserError

if TYPE_CHECKING:
    from drift_hw.cosim import CleanResult
    from drift_hw.cosim_faults import Injection, Rows, Selection
    from golden.tiles import TileSet

HELP = """
Run tiles through the simulated Verilog and compare every output, delta, flag, mask bit and counter with the
model in PyTorch; then inject errors into flops and count what the checksums make of them.

With `--faults N` each of N tiles gets one error at a random flop and beat. **Masked**: no output and no delta
changed. **Critical**: an output is wrong by 2^threshold or more. **Escaped**: a critical output is not
in the correction mask. **False alarm**: the mask holds a right output. The miss rate is the share of critical
outputs that are not in the mask, the false-alarm rate the share of outputs in the mask that are right.

Errors are injected by a campaign, a thousand to a trial: an interrupted one goes on where it was. Its table,
`faults.parquet`, has a row for each error.

Exit code 1 when Verilog and model differ.
"""
EPILOG = """
**Examples**

`drift-hw cosim --preset demo` captures tiles by itself (about 10 s) and compares

`drift-hw cosim --tiles build/tiles.npz --faults 2000 --seed 7 --trace build/faults.csv`

`drift-hw cosim --preset drift --faults 500 --kind flip --register accumulator --bits high --json`

`drift-hw cosim --preset tiny --waves build/tiny.fst` keeps waveforms, one clock cycle per nanosecond
"""


class KindName(StrEnum):
    """Names of `golden.faults.Kind`."""

    LATE = "late"
    FLIP = "flip"
    RANDOM = "random"


class RegisterName(StrEnum):
    """Names of `golden.faults.Register`."""

    A = "a"
    B = "b"
    PRODUCT = "product"
    ACCUMULATOR = "accumulator"


class SitesName(StrEnum):
    """Where faults may be."""

    ALL = "all"
    DATA = "data"
    CHECKSUM = "checksum"


class BitsName(StrEnum):
    """Which third of a register's bits."""

    ANY = "any"
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


def run(
    *,
    preset: PresetOption = None,
    config: ConfigOption = None,
    changes: SetOption = None,
    tiles: Annotated[
        Path | None, typer.Option(help="Tile file of `drift-hw capture`; none: capture a few now.")
    ] = None,
    faults: Annotated[int, typer.Option(min=0, help="Errors to inject, one in each tile.")] = 0,
    kind: Annotated[
        list[KindName] | None,
        typer.Option(help="late: keeps the old value; flip; random level. Repeatable [default: late]."),
    ] = None,
    register: Annotated[
        list[RegisterName] | None, typer.Option(help="Register class. Repeatable [default: all].")
    ] = None,
    sites: Annotated[SitesName, typer.Option(help="Which processing elements.")] = SitesName.ALL,
    bits: Annotated[BitsName, typer.Option(help="Any bit, or one third of the register.")] = BitsName.ANY,
    threshold: Annotated[
        int | None, typer.Option(help="Flag deltas of 2^THRESHOLD or more [default: 10].")
    ] = None,
    seed: SeedOption = 0,
    trace: Annotated[
        Path | None, typer.Option(help="CSV file to write: one row for each injected error.")
    ] = None,
    waves: Annotated[
        Path | None, typer.Option(help="FST waveform file to write, from one simulator for everything.")
    ] = None,
    scheduler: SchedulerOption = None,
    workers: WorkersOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder of faults.parquet and of finished trials [default: cache]."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare tiles, inject faults, print tables or JSON."""
    from drift_hw.files import check_writable, check_writable_folder

    chosen = chosen_config(preset, config, changes)
    if not chosen.protection.abft and (faults or threshold is not None):
        raise UserError("--faults and --threshold need the checker; set protection.abft = true")
    if trace is not None and not faults:
        raise UserError("--trace lists injected errors; give --faults N as well")
    campaign = {"scheduler": scheduler, "workers": workers, "out": out}
    for name, value in campaign.items():
        if value is not None and (waves is not None or not faults):
            raise UserError(f"--{name} is for injected errors without --waves; leave it out")
    for path in (trace, waves):
        if path is not None:
            check_writable(path)
    if out is not None:
        check_writable_folder(out)
    from drift_hw.cosim_faults import Selection
    from golden.faults import Kind, Register

    selection = Selection(
        registers=tuple(Register[name.name] for name in register) if register else None,
        kinds=tuple(Kind[name.name] for name in kind or [KindName.LATE]),
        bits=bits.value,
        sites=sites.value,
    )
    found = result(
        chosen,
        load_tiles(chosen, tiles, seed),
        injections=faults,
        selection=selection,
        threshold=threshold,
        seed=seed,
        trace=trace,
        waves=waves,
        folder=out,
        scheduler=scheduler,
        workers=workers,
    )
    if as_json:
        print_json(found)
    else:
        print_tables(found)
    if found["tiles"]["mismatches"] or (found["faults"] or {}).get("mismatches"):
        raise typer.Exit(1)


def load_tiles(config: Config, path: Path | None, seed: int) -> TileSet:
    """Return the tiles in `path`, or newly captured ones; fault ports make no other tiles."""
    base = config.without_injection
    if path is not None:
        from golden.tiles import TileSet

        return TileSet.load(path, base)
    from golden.capture import capture

    with progress("Sampling tiles") as show:
        return capture(base, tiles_per_site=4, seed=seed, progress=show)


def result(
    config: Config,
    tiles: TileSet,
    *,
    injections: int,
    selection: Selection,
    threshold: int | None,
    seed: int,
    trace: Path | None = None,
    waves: Path | None = None,
    folder: Path | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
) -> dict[str, Any]:
    """Run the co-simulation and return everything that it found, as plain values.

    `tiles`: counts, rates and a row per product; `faults`: None, or counts, rates, a row per register, sizes
    of errors, examples; beside `threshold`, `config`, `seed`, `versions`. Trials of errors are kept in
    `folder`, the cache if None. Raises `UserError`.
    """
    from drift_hw import cosim
    from drift_hw.cache import cache_folder
    from drift_hw.cosim_faults import Injection, run_faults, run_serially
    from drift_hw.files import atomic
    from drift_hw.provenance import provenance
    from drift_hw.sim.core_device import CoreSimulation
    from golden.abft import check_threshold

    level = check_threshold(config, 10 if threshold is None else threshold)
    built = config.replace(faults__ports=True) if injections else config
    cache = cache_folder() / "cosim"
    injection = faults = None
    if injections:
        injection = Injection(built, _kept(tiles, cache), injections, seed, level, selection)
    with ExitStack() as stack:
        path = stack.enter_context(atomic(waves)) if waves is not None else None
        with progress("Building the simulation"):
            simulation = stack.enter_context(CoreSimulation(built, waves=path))
        with progress("Comparing tiles") as show:
            clean = cosim.run_clean(simulation, tiles, level, show)
        if injection is not None:
            with campaign_progress("Injecting errors") as tell:
                if waves is not None:
                    found = run_serially(injection, simulation)
                else:
                    found = run_faults(
                        injection, folder or cache, scheduler=scheduler, workers=workers, on_progress=tell
                    )
            faults = _fault_result(injection, found, trace)
    return {
        "threshold": level,
        "tiles": _clean_result(clean),
        "faults": faults,
        **provenance(config, seed),
    }


def _kept(tiles: TileSet, folder: Path) -> Path:
    """Write tiles where trials find them, under a name of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        path = Path(temporary) / "tiles.npz"
        tiles.save(path)
        name = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        return path.replace(folder.resolve() / f"tiles-{name}.npz")


def _clean_result(clean: CleanResult) -> dict[str, Any]:
    return {
        "total": clean.tiles,
        "mismatches": clean.mismatches + clean.counter_mismatches,
        "cycles": clean.cycles,
        "seconds": clean.seconds,
        "khz": clean.cycles / clean.seconds / 1e3,
        "utilisation": clean.useful_cycles / clean.cycles,
        "kinds": [{"kind": kind, **counts} for kind, counts in clean.kinds.items()],
    }


def _fault_result(injection: Injection, found: Rows, path: Path | None) -> dict[str, Any]:
    import numpy as np

    from drift_hw.cosim_faults import examples, traced

    whole = traced(injection, found)
    if path is not None:
        whole.write_csv(path)
    differs = np.array([row["differs"] for row in found])
    registers = [
        {"register": name, **summary, "mismatches": int(differs[whole.registers == name].sum())}
        for name, summary in whole.by_register().items()
    ]
    rows = whole.rows
    largest = rows["largest_error"]
    size = np.frexp(largest.astype(float))[1] - 1
    wrong, width = largest > 0, injection.config.array.accumulator_width
    magnitudes = {
        name: np.bincount(size[wrong & chosen], minlength=width).tolist()
        for name, chosen in (("flagged", rows["flagged"]), ("unflagged", ~rows["flagged"]))
    }
    batches = {row["run"] for row in found if row["counters_differ"]}
    return {
        "kinds": [kind.name.lower() for kind in injection.selection.kinds],
        **whole.summary(),
        "critical": int((rows["critical_elements"] > 0).sum()),
        "mismatches": int(differs.sum()) + len(batches),
        "registers": registers,
        "magnitudes": magnitudes,
        "examples": examples(whole, found),
    }


def print_tables(found: dict[str, Any]) -> None:
    """Print the tables of a result."""
    tiles = found["tiles"]
    columns = ["product", "tiles", "depth K", "mismatches", "non-zero deltas"]
    rows = [
        [kind["kind"], kind["tiles"], depth_range(kind), kind["mismatches"], kind["nonzero_deltas"]]
        for kind in tiles["kinds"]
    ]
    title = f"{tiles['total']:,} tiles, {tiles['mismatches']:,} mismatches, {tiles['khz']:,.0f} kHz"
    print_table(title, columns, rows)
    faults = found["faults"]
    if faults is None:
        return
    columns = ["injections", "masked", "flagged", "escaped", "false_alarms", "mismatches"]
    heads = ["injected", "masked", "flagged", "escaped", "false alarms", "differ"]
    rows = [
        [row["register"].replace("_", " "), *(row[column] for column in columns)]
        for row in [*faults["registers"], {"register": "all", **faults}]
    ]
    title = (
        f"{faults['injections']:,} errors ({', '.join(faults['kinds'])}): "
        f"miss rate {share(faults['miss_rate'])}, false-alarm rate {share(faults['false_alarm_rate'])}"
    )
    print_table(title, ["register", *heads], rows)


def depth_range(kind: dict[str, Any]) -> str:
    """Return the depths K of the tiles of a product, as text."""
    least, most = kind["depth_least"], kind["depth_most"]
    return f"{least}" if least == most else f"{least} to {most}"


def share(value: float | None) -> str:
    """Return a fraction in per cent; a share of nothing is `none`."""
    return "none" if value is None else f"{100 * value:.2f} %"
