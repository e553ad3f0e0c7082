"""Synthesis from a configuration to a report: map, buffer, time, measure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from drift_hw.cache import cache_folder
from drift_hw.config import Config
from drift_hw.emit import verilog
from drift_hw.errors import UserError
from drift_hw.files import check_writable_folder, write_json, write_text
from synth import area, opensta, power, sta, yosys
from synth.activity import OperandTiles
from synth.fanout import buffered
from synth.netlist import Netlist
from synth.pdk import Library
from synth.report import SynthesisReport
from synth.sta import Timing
from synth.yosys import RECIPES, Progress

TOP = "drift_core"
DEFAULT_RECIPE = "balanced"
BARE_NOTE = "no wires and no clock tree (there is no placement), and no memories of the tile buffer"
REPORT_PERIOD_NS = 5.0
"""Clock period of static timing before the shortest one is known: slacks move with it."""
MAX_ROUNDS = 4
"""Rounds of mapping and timing for a given clock period: each speeds up the modules that are too slow."""


def mapping_cache() -> Path:
    """Return the folder of mapped modules and of the gate simulator."""
    return cache_folder() / "synth"


def map_buffered(
    text: str,
    library: Library,
    recipe: str | Mapping[str, str],
    period_ns: float | None,
    progress: Progress | None,
) -> Netlist:
    """Map emitted Verilog and buffer its heavily loaded nets."""
    mapped = yosys.map_design(
        text, TOP, library, recipe=recipe, period_ns=period_ns, cache=mapping_cache(), progress=progress
    )
    return buffered(mapped, library)


def _map_to_period(
    text: str, library: Library, period_ns: float, progress: Progress | None
) -> tuple[Netlist, dict[str, str], Timing | None]:
    """Give each module the smallest recipe with which the design meets a clock period, if any does."""
    ladder = list(RECIPES)
    recipes = dict.fromkeys(yosys.split_modules(text), ladder[0])
    for _ in range(MAX_ROUNDS):
        netlist = map_buffered(text, library, recipes, period_ns, progress)
        timing = _timing(netlist, library, period_ns, progress)
        slow = set() if timing is None else {m for m in timing.failing if recipes[m] != ladder[-1]}
        if not slow:
            break
        for module in slow:
            recipes[module] = ladder[ladder.index(recipes[module]) + 1]
    return netlist, recipes, timing


def _timing(netlist: Netlist, library: Library, period_ns: float, progress: Progress | None) -> Timing | None:
    if opensta.program() is None:
        return None
    if progress is not None:
        progress("static timing", 0, 1)
    return sta.analyse(netlist, library, period_ns)


def synthesise(
    config: Config,
    library: Library,
    *,
    period_ns: float | None = None,
    tiles: OperandTiles | None = None,
    work_dir: Path | None = None,
    progress: Progress | None = None,
) -> SynthesisReport:
    """Synthesise a configuration: area always, timing with OpenSTA, power with `tiles` besides.

    Without `period_ns` every module is mapped for delay and area alike, and power is taken at the shortest
    period that the design then reaches; with it, each module is mapped as small as that period allows.
    Fault ports are left out: they are for simulation. `work_dir` receives `netlist.v`, `report.json` and
    `critical_path.txt`. Raises `UserError` for a period that is not positive, for tiles that do not fit, for
    a library that lacks cells, and when `work_dir` can not be written, each before it has written anything.
    """
    if period_ns is not None and not period_ns > 0:
        raise UserError(f"the clock period must be more than 0 ns, not {period_ns}")
    if work_dir is not None:
        check_writable_folder(work_dir)
    notes = [BARE_NOTE]
    if config.faults.ports:
        config = config.replace(faults__ports=False)
        notes.append("fault ports were left out: they are for simulation")
    if tiles is not None:
        tiles.check(config)
    text = verilog(config)
    if period_ns is None:
        recipes = dict.fromkeys(yosys.split_modules(text), DEFAULT_RECIPE)
        netlist = map_buffered(text, library, recipes, None, progress)
        timing = _timing(netlist, library, REPORT_PERIOD_NS, progress)
        if timing is not None:
            # Slacks against the period that is reached say more than against one that nobody asked for.
            timing = timing.at(timing.critical_path_ns)
    else:
        netlist, recipes, timing = _map_to_period(text, library, period_ns, progress)
    measured = None
    if timing is None:
        notes.append(f"no timing and no power: OpenSTA is not installed; {opensta.REMEDY}")
    elif tiles is None:
        notes.append("no power: no tiles were given")
    else:
        measured = power.measure(
            text,
            netlist,
            library,
            config,
            tiles,
            period_ns=max(timing.period_ns, timing.critical_path_ns),
            cache=mapping_cache(),
            progress=progress,
        )
        notes += measured.warnings
    report = SynthesisReport(
        config=config,
        library=library.name,
        voltage=library.voltage,
        temperature=library.temperature,
        recipes=recipes,
        area=area.measure(netlist, library),
        timing=timing,
        power=measured,
        notes=tuple(notes),
    )
    if work_dir is not None:
        write_text(work_dir / "netlist.v", netlist.verilog())
        write_json(work_dir / "report.json", report.to_dict())
        if timing is not None:
            write_text(work_dir / "critical_path.txt", timing.path + "\n")
    return report
