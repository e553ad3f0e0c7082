"""Simulate mapped gates with delays on streams of inputs (`engine.cpp` does the work).

What is simulated
-----------------
At time 0 of a cycle, the clock edge, flops take on what they captured; their outputs follow after their own
clock-to-output delay, of the edge that they make. Inputs change at their arrival time. A change of an input
pin that changes a gate's function schedules a change of its output, later by the delay of that arc: of this
pin, of its edge and of the output's edge. A change that leaves the function's value as it is does nothing.

* **Inertial** (the default): a gate has at most one scheduled change. When the function returns to the
  value that the output still has, that change is cancelled: a pulse shorter than the delay disappears. As
  there is never a second one, no change overtakes another. This is Verilog's `assign #(rise, fall)`, and
  with one delay for each output edge it is the same; Verilog has no such rule for delays of each pin.
* **Transport**: every change is passed on, however short the pulse. When one is scheduled for a time not
  after that of earlier ones (its arc is faster), it removes those, and is itself dropped when the output then
  already ends at its value. This is VHDL's `transport`.

Simultaneous changes of one gate's pins act in the order of the pins; a change of a pin at the very time at
which the output is due is early enough to cancel it. So no pulse has zero width. (Verilog leaves the order of
simultaneous events open.) Times are rounded to femtoseconds, or coarser where runs are longer than 1 us.

A flop captures the value that its data input has after the last change with `time + setup <= period`, setup
being that of the change's edge. In a closed loop, changes that are scheduled for after the clock edge still
happen, or are cancelled, in the next cycle, in which flops launch what they captured.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drift_hw.cache import cache_folder
from drift_hw.files import atomic
from drift_hw.toolchain import find_compiler
from synth.timing.circuit import Circuit
from synth.timing.errors import TimingError

__all__ = ["WRONG", "Circuit", "ClosedRun", "OpenRun", "run_activity", "run_closed", "run_open"]

_SOURCE = Path(__file__).with_name("engine.cpp").read_bytes()
"""Read with this module, whose calls must fit it."""
_FLAGS = ("-O3", "-std=c++17", "-shared", "-fPIC")
_LARGEST = 1 << 30
_TICKS_PER_PS = (1000, 100, 10, 1)
_lock = threading.Lock()

WRONG = np.dtype([("cycle", "<u4"), ("period", "<u2"), ("word", "u1"), ("mask", "<u8")])
"""At this period, in this cycle, the bits of `mask` of a word were captured wrongly."""


@dataclass(frozen=True)
class OpenRun:
    """A run in which every cycle starts settled and from correct registers."""

    wanted: NDArray[np.uint64]
    """(cycles, words) what the flops should capture at the end of each cycle."""
    before: NDArray[np.uint64]
    """(cycles, words) what they hold during it."""
    wrong: NDArray[np.void]
    """(n,) of dtype `WRONG`, by cycle, then period, then word; `period` is an index of the periods given."""
    latest_ps: NDArray[np.float64]
    """(words, 64) the latest change at each flop's data input, plus its setup; 0 = never any."""


@dataclass(frozen=True)
class ClosedRun:
    """A run at one period in which flops hold what they really captured."""

    captured: NDArray[np.uint64]
    """(cycles, words) what the flops captured at the end of each cycle."""
    wanted: NDArray[np.uint64]
    """(cycles, words) what they would have captured in an unlimited cycle from what they really held."""


class _Netlist(ctypes.Structure):
    """`Netlist` of engine.cpp."""

    _counts = ("nets", "gates", "inputs", "flops", "words", "columns")
    _arrays = (
        *("first", "pins", "delays", "tables", "outputs", "input_nets", "input_columns", "input_bits"),
        *("arrival", "flop_states", "flop_nexts", "flop_words", "flop_bits", "flop_setups"),
    )
    _fields_ = (
        *((name, ctypes.c_int32) for name in _counts),
        *((name, ctypes.c_void_p) for name in _arrays),
    )


class _Flat:
    """A circuit in ticks, with the memory that the compiled code reads."""

    def __init__(self, circuit: Circuit, ticks_per_ps: int) -> None:
        self.ticks_per_ps = ticks_per_ps
        gates = circuit.gates
        delays = [self.ticks(np.nan_to_num(gate.delays)).ravel() for gate in gates]
        arrays: dict[str, NDArray[Any]] = {
            "first": np.cumsum([0, *(len(gate.inputs) for gate in gates)], dtype=np.int32),
            "pins": np.array([net for gate in gates for net in gate.inputs], np.int32),
            "delays": np.concatenate([np.zeros(0, np.int32), *delays]),
            "tables": np.array([gate.table for gate in gates], np.uint64),
            "outputs": np.array([gate.output for gate in gates], np.int32),
            "arrival": self.ticks(circuit.input_arrival_ps),
            "flop_setups": self.ticks(circuit.setups_ps),
        }
        arrays |= zip(("input_nets", "input_columns", "input_bits"), circuit.inputs.T, strict=True)
        names = ("flop_states", "flop_nexts", "flop_words", "flop_bits")
        arrays |= zip(names, circuit.flops.T, strict=True)
        self.memory = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
        self.netlist = _Netlist(
            nets=circuit.nets,
            gates=len(gates),
            inputs=len(circuit.inputs),
            flops=len(circuit.flops),
            words=circuit.words,
            columns=len(circuit.ports),
            **{name: array.ctypes.data for name, array in self.memory.items()},
        )

    def ticks(self, picoseconds: NDArray[np.float64]) -> NDArray[np.int32]:
        return np.rint(picoseconds * self.ticks_per_ps).astype(np.int32)


_flatten = functools.lru_cache(maxsize=16)(_Flat)
"""Short runs of one circuit cost what they simulate."""


def _flat(circuit: Circuit, longest_ps: float) -> _Flat:
    """Return the circuit in the finest ticks in which a time of `longest_ps` fits."""
    longest = max(circuit.longest_ps, longest_ps) + float(circuit.setups_ps.max(initial=0.0))
    for ticks in _TICKS_PER_PS:
        if longest * ticks < _LARGEST:
            return _flatten(circuit, ticks)
    raise TimingError(f"{longest / 1e9:.3g} ms is too long for a period or a path: below 1 ms is simulated")


@functools.cache
def _load(program: Path) -> ctypes.CDLL:
    library = ctypes.CDLL(str(program))
    for name in ("run_open", "run_closed", "run_activity"):
        getattr(library, name).restype = ctypes.c_int64
    library.release.restype = None
    return library


def build(cache: Path | None = None) -> Path:
    """Compile the simulator into a cache folder, once per content, and return the shared library.

    Raises `drift_hw.sim.BuildError` without a C++ compiler.
    """
    compiler = find_compiler()
    digest = hashlib.sha256(_SOURCE + repr((compiler, _FLAGS)).encode()).hexdigest()[:16]
    program = (cache if cache is not None else cache_folder() / "synth") / f"engine-{digest}.so"
    with _lock:
        if not program.is_file():
            with atomic(program) as temporary:
                command = [compiler, *_FLAGS, "-o", str(temporary), "-x", "c++", "-"]
                subprocess.run(command, input=_SOURCE, check=True, capture_output=True)
    return program


def _call(name: str, flat: _Flat, cache: Path | None, *arguments: Any) -> int:
    """Call a function of the compiled library; ctypes releases the interpreter's lock meanwhile."""
    values = [
        ctypes.c_void_p(value.ctypes.data) if isinstance(value, np.ndarray) else value for value in arguments
    ]
    result = int(getattr(_load(build(cache)), name)(ctypes.byref(flat.netlist), *values))
    if result < 0:
        raise MemoryError("the gate simulation ran out of memory")
    return result


def _checked(
    circuit: Circuit, stimuli: NDArray[np.uint64], periods_ps: NDArray[np.float64]
) -> NDArray[np.uint64]:
    if stimuli.dtype != np.uint64 or stimuli.ndim != 2 or stimuli.shape[1] != len(circuit.ports):
        raise TimingError(
            f"stimuli must be uint64 with a column for each of {', '.join(n for n, _ in circuit.ports)}, "
            f"not {stimuli.dtype} of shape {stimuli.shape}"
        )
    for column, (name, width) in enumerate(circuit.ports):
        if len(stimuli) and int(stimuli[:, column].max()) >> width:
            raise TimingError(f"the stimulus of {name} is {stimuli[:, column].max()}: it has {width} bits")
    shortest = circuit.shortest_period_ps
    if not np.isfinite(periods_ps).all() or not (periods_ps > shortest).all():
        raise TimingError(
            f"a period of {periods_ps.min():g} ps is too short: inputs arrive, flops drive their outputs and "
            f"set up within {shortest:g} ps; choose longer periods"
        )
    return np.ascontiguousarray(stimuli)


def run_open(
    circuit: Circuit,
    stimuli: NDArray[np.uint64],
    periods_ps: NDArray[np.float64],
    *,
    transport: bool = False,
    start: int = 0,
    upsets: NDArray[np.uint64] | None = None,
) -> OpenRun:
    """Run cycles that all start settled and from correct registers; judge every capture at all periods.

    Args:
        circuit: what to simulate.
        stimuli: uint64 (cycles, ports), the value of each port from one clock edge to the next.
        periods_ps: (P,) clock periods in picoseconds, in any order, at most 65535.
        transport: pass on pulses of any length.
        start: cycles before this one are computed without delays, and nothing is recorded of them.
        upsets: (cycles, words) bits that flops take on inverted at the end of each cycle: what a wrong
            capture leaves behind. The next cycle still starts settled; `before` has them, `wanted` has not.

    Raises:
        TimingError: the stimuli do not fit the ports, or a period is not longer than flops and inputs need.
        BuildError: there is no C++ compiler.
    """
    periods = np.atleast_1d(np.asarray(periods_ps, np.float64))
    stimuli = _checked(circuit, stimuli, periods)
    if not 1 <= len(periods) <= np.iinfo(np.uint16).max:
        raise TimingError(f"{len(periods)} periods were given; from 1 to 65535 are simulated at a time")
    if upsets is not None and upsets.shape != (len(stimuli), circuit.words):
        raise TimingError(
            f"upsets must be of shape {(len(stimuli), circuit.words)}, a word of each register for each "
            f"cycle, not {upsets.shape}"
        )
    if len(stimuli) > np.iinfo(np.uint32).max or start < 0:
        raise TimingError(f"{len(stimuli)} cycles from {start} can not be simulated at a time")
    flat = _flat(circuit, float(periods.max()))
    order = np.argsort(periods, kind="stable")
    before, wanted = (np.zeros((len(stimuli), circuit.words), np.uint64) for _ in range(2))
    latest = np.zeros(len(circuit.flops), np.int32)
    records = ctypes.c_void_p()
    count = _call(
        "run_open",
        flat,
        None,
        *(stimuli, ctypes.c_int64(len(stimuli)), ctypes.c_int64(start)),
        *(flat.ticks(periods[order]), len(periods), int(transport)),
        upsets if upsets is None else np.ascontiguousarray(upsets, np.uint64),
        *(before, wanted, latest, ctypes.byref(records)),
    )
    try:
        text = ctypes.string_at(records, count * WRONG.itemsize)
    finally:
        _load(build()).release(records)
    wrong = np.frombuffer(text, WRONG).copy()
    wrong["period"] = order[wrong["period"]]
    latest_ps = np.zeros((circuit.words, 64))
    latest_ps[circuit.flops[:, 2], circuit.flops[:, 3]] = latest / flat.ticks_per_ps
    return OpenRun(
        wanted, before, wrong[np.lexsort((wrong["word"], wrong["period"], wrong["cycle"]))], latest_ps
    )


def run_closed(
    circuit: Circuit, stimuli: NDArray[np.uint64], period_ps: float, *, transport: bool = False
) -> ClosedRun:
    """Run cycles at one period: flops hold what they captured, late changes go on in the next cycle.

    `stimuli` and errors are those of `run_open`.
    """
    stimuli = _checked(circuit, stimuli, np.array([period_ps], np.float64))
    flat = _flat(circuit, 2 * period_ps)
    captured, wanted = (np.zeros((len(stimuli), circuit.words), np.uint64) for _ in range(2))
    period = int(flat.ticks(np.array(period_ps)))
    _call(
        "run_closed",
        flat,
        None,
        stimuli,
        ctypes.c_int64(len(stimuli)),
        period,
        int(transport),
        captured,
        wanted,
    )
    return ClosedRun(captured, wanted)


def run_activity(
    circuit: Circuit,
    stimuli: NDArray[np.uint64],
    period_ps: float,
    *,
    start: int = 0,
    cache: Path | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Run cycles at one period and return, of each net, transitions per cycle and share of time at 1.

    Only the cycles from `start` on count. `stimuli` and errors are those of `run_open`.
    """
    stimuli = _checked(circuit, stimuli, np.array([period_ps], np.float64))
    if not 0 <= start < len(stimuli):
        raise TimingError(f"{len(stimuli)} cycles leave none to count from cycle {start} on; give more")
    flat = _flat(circuit, 2 * period_ps)
    changes, high = (np.zeros(circuit.nets, np.int64) for _ in range(2))
    period = int(flat.ticks(np.array(period_ps)))
    cycles = (ctypes.c_int64(len(stimuli)), ctypes.c_int64(start))
    _call("run_activity", flat, cache, stimuli, *cycles, period, changes, high)
    counted = len(stimuli) - start
    return changes / counted, np.minimum(1.0, high / (counted * period))
