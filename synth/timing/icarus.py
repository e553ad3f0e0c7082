"""The same circuit in Icarus Verilog, with SDF: what the simulator of `engine` is checked against.

The cells are those of `verilog_cells`, or the combinational ones those of a Verilog library; flops are always
our own, for they begin at 0. The two are compared with one delay per output edge, `per_output`, in two ways:

* gate delays, `#(rise, fall)`: inertial delays, as the simulator's own. They agree but for events that
  coincide to the femtosecond, whose order Verilog leaves open; `tests/test_timing_icarus.py` moves all
  delays apart by some femtoseconds, after which every capture agrees.
* specify paths and SDF: Icarus never cancels a change that is scheduled on a path, but gives the output the
  value that the function has when the change comes due. An output that pulses twice within its delay so moves
  earlier than by inertial delays. This tells where many captures are wrong, at periods below .8 of the
  longest path; a twin with that rule agrees with Icarus on every capture.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drift_hw.errors import UserError
from synth.liberty import Cell
from synth.netlist import identifier, module_verilog
from synth.templates import render
from synth.timing import engine, verilog_cells
from synth.timing.circuit import Circuit
from synth.timing.delays import Delays
from synth.timing.errors import TimingError
from synth.timing.module import TimedModule

REMEDY = "install the Debian package iverilog (apt install iverilog), or put iverilog on the PATH"


class IcarusMissingError(UserError):
    """Icarus Verilog is not installed; the message says how to get it."""


def program() -> str | None:
    """Return the path of `iverilog`, or None when it is not installed."""
    return shutil.which("iverilog")


def per_output(delays: Delays) -> Delays:
    """Return delays with one fall and one rise of each output: that of the slowest arc."""
    worst = _outputs(delays)
    tables = [np.tile(worst[instance, output], (2, 1)) for instance, _, output in delays.arcs]
    # What Icarus reads has three decimals.
    return replace(delays, picoseconds=np.round(tables, 3), setup=np.round(delays.setup, 3))


def _outputs(delays: Delays) -> dict[tuple[str, str], NDArray[np.float64]]:
    """Return the slowest (fall, rise) of each instance's outputs."""
    worst: dict[tuple[str, str], NDArray[np.float64]] = {}
    for (instance, _, output), table in zip(delays.arcs, delays.picoseconds, strict=True):
        edges = np.nan_to_num(table).max(axis=0)
        worst[instance, output] = np.maximum(worst.get((instance, output), 0.0), edges)
    return worst


def sdf(timed: TimedModule, delays: Delays) -> str:
    """Return an SDF file: of each pin pair the slowest fall and rise."""
    lines = ['(DELAYFILE (SDFVERSION "3.0") (TIMESCALE 1ps)']
    for (name, pin, output), table in zip(delays.arcs, delays.picoseconds, strict=True):
        fall, rise = np.nan_to_num(table).max(axis=0)
        kind = timed.module.instances[name].type
        lines.append(
            f'(CELL (CELLTYPE "{kind}") (INSTANCE {name}) (DELAY (ABSOLUTE '
            f"(IOPATH {pin} {output} ({rise:.3f}) ({fall:.3f})))))"
        )
    return "\n".join([*lines, ")", ""])


@dataclass(frozen=True)
class IcarusRun:
    """What Icarus Verilog saw."""

    wanted: NDArray[np.uint64]
    """(cycles, words) data inputs of the flops at the end of each cycle."""
    before: NDArray[np.uint64]
    """(cycles, words) what the flops hold at the end of each cycle."""
    times_ps: tuple[NDArray[np.float64], ...]
    """By flop: when its data input changes, counted from the first cycle's beginning."""
    levels: tuple[NDArray[np.uint8], ...]
    """By flop: what it changes to."""
    period_ps: float


def simulate(
    timed: TimedModule,
    cells: Mapping[str, Cell],
    delays: Delays,
    stimuli: NDArray[np.uint64],
    period_ps: float,
    *,
    models: Path | None = None,
    gate_delays: bool = False,
    setup: bool = False,
) -> IcarusRun:
    """Run `stimuli`, as for `engine.run_open`, through Icarus Verilog with a clock of `period_ps`.

    A cycle that is long enough ends settled, as in an open-loop run. With `setup` flops capture a setup time
    (the longer of both edges') before the clock edge; else at it. `models` is a library of Verilog cells.
    Raises `IcarusMissingError`, and `TimingError` when Icarus rejects the circuit.
    """
    compiler = program()
    if compiler is None:
        raise IcarusMissingError(f"Icarus Verilog is not installed; {REMEDY}")
    circuit = Circuit.of(timed, cells, delays)
    module = timed.module
    period_ps = round(period_ps, 3)
    values: dict[str, list[str]] = {name: [] for name in module.instances}
    if setup:
        for name, pair in zip(timed.flops, delays.setup, strict=True):
            values[name].append(f".SETUP({max(pair.max(), 0.0):.3f})")
    if gate_delays:
        for (name, output), (fall, rise) in _outputs(delays).items():
            values[name] += [f".RISE_{output}({rise:.3f})", f".FALL_{output}({fall:.3f})"]
    places, rows = [], np.zeros(len(stimuli), object)
    low = 0
    for column, (port, width) in enumerate(circuit.ports):
        places.append((identifier(port), low + width - 1, low))
        rows += stimuli[:, column].astype(object) << low
        low += width
    fall, rise = (f"{delay:.3f}" for delay in delays.input_arrival_ps)
    pins = list(zip(timed.flops, delays.data_pins, strict=True))[::-1]
    half = round(period_ps / 2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        netlist = module_verilog(
            module, lambda _, name: f"#({', '.join(values[name])}) " if values[name] else ""
        )
        bench = render(
            "icarus_bench.v",
            top=identifier(module.name),
            clock="clk",
            width=low,
            cycles=len(stimuli),
            rise=rise,
            fall=fall,
            ports=places,
            nets=[f"dut.{module.net(module.instances[i].connections[pin][0])}" for i, pin in pins],
            states=[f"dut.{identifier(i)}.state" for i, _ in pins],
            annotate=not gate_delays,
            settle=f"{period_ps + 2 * circuit.longest_ps:.3f}",
            half=half,
            rest=f"{period_ps - half:.3f}",
        )
        cells_text = verilog_cells.models(timed, cells, models, gate_delays)
        (folder / "circuit.v").write_text(cells_text + "`timescale 1ps/1fs\n" + netlist, encoding="utf-8")
        (folder / "bench.v").write_text(bench, encoding="utf-8")
        (folder / "delays.sdf").write_text(sdf(timed, delays), encoding="utf-8")
        (folder / "stimuli.hex").write_text("".join(f"{row:x}\n" for row in rows), encoding="utf-8")
        _command(
            [compiler, "-g2005", "-gspecify", "-s", "bench", "-o", "bench.vvp", "circuit.v", "bench.v"],
            folder,
        )
        held = _command(["vvp", "-n", "bench.vvp"], folder)
        vcd = (folder / "data.vcd").read_text(encoding="utf-8")
    return _read(circuit, vcd, re.findall(r"^HELD (\w+)$", held, re.M), len(stimuli), period_ps)


def _command(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    problem = re.search(r".*\b(?:error|ERROR|SDF WARNING|SDF ERROR)\b.*", done.stdout + done.stderr)
    if done.returncode or problem:
        reason = problem[0] if problem else (done.stderr or done.stdout).strip()
        raise TimingError(f"Icarus Verilog can not simulate the circuit: {reason}")
    return done.stdout


def _read(circuit: Circuit, vcd: str, held: Sequence[str], cycles: int, period_ps: float) -> IcarusRun:
    """Read the changes of the data inputs from a waveform file, and the states from the printed lines."""
    flops = len(circuit.flops)
    entries = re.findall(r"^#(\d+)\n(?:\$dumpvars\n)?b(\w+) ", vcd, re.M)
    stamps, words = np.array([int(stamp) for stamp, _ in entries]) / 1e3, [word for _, word in entries]
    if any("x" in word for word in words):
        raise TimingError("data inputs are unknown in Icarus Verilog: the netlist has inputs without a value")
    # The first bit of a word is the last flop: the bench lists them in reverse.
    bits = np.array([list(word.rjust(flops, "0").encode()) for word in words], np.uint8)[:, ::-1] - ord("0")
    stamps -= stamps[0]
    times, levels = [], []
    for flop in range(flops):
        moved = np.flatnonzero(np.diff(bits[:, flop])) + 1
        times.append(stamps[moved])
        levels.append(bits[moved, flop])
    ends = np.searchsorted(stamps, np.arange(1, cycles + 1) * period_ps, "left") - 1
    states = np.array([[int(word, 16) >> flop & 1 for flop in range(flops)] for word in held], np.uint8)
    return IcarusRun(
        wanted=_words(circuit, bits[ends]),
        before=_words(circuit, states),
        times_ps=tuple(times),
        levels=tuple(levels),
        period_ps=period_ps,
    )


def _words(circuit: Circuit, bits: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """Pack (cycles, flops) bits into (cycles, words)."""
    words = np.zeros((len(bits), circuit.words), np.uint64)
    for flop, (_, _, word, bit) in enumerate(circuit.flops):
        words[:, word] |= bits[:, flop].astype(np.uint64) << np.uint64(bit)
    return words


def captured(circuit: Circuit, run: IcarusRun, period_ps: float) -> NDArray[np.uint64]:
    """Return (cycles, words) what the flops would have captured in each settled cycle at a shorter period.

    As the simulator defines it: the value after the last change with time + setup <= period.
    """
    cycles = len(run.wanted)
    starts = np.arange(cycles) * run.period_ps
    bits = np.zeros((cycles, len(circuit.flops)), np.uint8)
    for flop, (times, levels) in enumerate(zip(run.times_ps, run.levels, strict=True)):
        if not len(times):
            place = circuit.flops[flop, 2:]
            bits[:, flop] = (run.wanted[:, place[0]] >> np.uint64(place[1])) & np.uint64(1)
            continue
        met = times + circuit.setups_ps[flop][levels]
        # Changes of later cycles never count: their times are beyond, setups being positive.
        earliest = np.minimum.accumulate(met[::-1])[::-1]
        last = np.searchsorted(earliest, starts + period_ps + 1e-6, "right") - 1
        bits[:, flop] = np.where(last >= 0, levels[np.maximum(last, 0)], 1 - levels[0])
    return _words(circuit, bits)


@dataclass(frozen=True)
class Agreement:
    """Captures by the simulator beside those by Icarus Verilog, in open loop."""

    periods_ps: NDArray[np.float64]
    """(P,) clock periods."""
    differ: NDArray[np.int64]
    """(P,) captured bits that differ."""
    wrong: NDArray[np.int64]
    """(P,) bits that Icarus' flops capture wrongly."""
    captures: int
    """Bits captured at each period: flops times cycles."""

    shares: NDArray[np.float64]
    """(P,) these periods as shares of the longest path and setup."""

    def share(self, shortest: float = 0.0) -> float:
        """Return the share of bits on which both agree, at periods from a share of the longest path on."""
        chosen = self.differ[self.shares >= shortest]
        return 1.0 - float(chosen.sum()) / (self.captures * len(chosen))


def compare(
    timed: TimedModule,
    cells: Mapping[str, Cell],
    delays: Delays,
    stimuli: NDArray[np.uint64],
    shares: NDArray[np.float64],
    *,
    models: Path | None = None,
    gate_delays: bool = True,
) -> Agreement:
    """Run `stimuli` through both; `shares` are clock periods as shares of the longest path and setup.

    Raises as `simulate`, and `TimingError` when the two settle at different values.
    """
    circuit = Circuit.of(timed, cells, delays)
    periods = shares * (circuit.longest_ps + float(circuit.setups_ps.max()))
    long = 1.3 * circuit.longest_ps
    theirs = simulate(timed, cells, delays, stimuli, long, models=models, gate_delays=gate_delays)
    ours = engine.run_open(circuit, stimuli, periods)
    if (ours.wanted != theirs.wanted).any() or (ours.before != theirs.before).any():
        raise TimingError(f"{timed.name} settles elsewhere in Icarus Verilog: the cells' models differ")
    mine = np.repeat(ours.wanted[None], len(periods), axis=0)
    mine[ours.wrong["period"], ours.wrong["cycle"], ours.wrong["word"]] ^= ours.wrong["mask"]
    seen = np.array([captured(circuit, theirs, period) for period in periods])
    return Agreement(
        periods_ps=periods,
        differ=np.bitwise_count(mine ^ seen).sum((1, 2), dtype=np.int64),
        wrong=np.bitwise_count(seen ^ ours.wanted).sum((1, 2), dtype=np.int64),
        captures=len(stimuli) * len(circuit.flops),
        shares=shares,
    )
