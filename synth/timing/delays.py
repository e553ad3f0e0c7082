"""Delays of a mapped module at one library corner, from OpenSTA: every arc and edge, setup, latest arrivals.

The module stands in an array of copies of itself: an output `x_out` drives what the input `x_in` of a copy
is, and inputs come as late and as slow as the worst flop that drives such an output. Wires have no length;
where a library estimates them by fan-out, their delay is part of the arc, or the setup time, behind them.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from drift_hw.files import atomic
from synth import opensta
from synth.flow import mapping_cache
from synth.netlist import Bit
from synth.pdk import Library
from synth.sta import OUTPUT_LOAD_BUFFERS
from synth.templates import render
from synth.timing.errors import TimingError
from synth.timing.module import TimedModule, check_cells, natural, pins
from synth.timing.static import check_static

Arc = tuple[str, str, str]
"""(instance, input pin, output pin)."""

EDGES = ("fall", "rise")
"""Edges by index, wherever an axis is one of edges."""
_EDGE = {"v": 0, "^": 1}
_LONGEST = 1e-6
"""Seconds beyond which a delay is none: OpenSTA's mark of what does not exist."""
_FORMAT = 2


@dataclass(frozen=True, eq=False)
class Delays:
    """Delays of one netlist at one supply and temperature, in picoseconds."""

    netlist_hash: str
    """Of the `TimedModule`."""
    voltage: float
    """Volts."""
    temperature: float
    """Degrees Celsius."""
    corner: str
    """Library corner, or what the delays were derived from."""
    source: str
    """`characterised` (the library has it), `interpolated` (between such) or `assumed` (a law)."""
    arcs: tuple[Arc, ...]
    """By instance in natural order; those from clock to output of flops are among them."""
    picoseconds: NDArray[np.float64]
    """(arcs, 2, 2) by input and output edge (0 fall, 1 rise); NaN where an arc does not exist. Of arcs that
    depend on other inputs the slowest."""
    data_pins: tuple[str, ...]
    """Data input of each flop, in the order of `TimedModule.flops`."""
    setup: NDArray[np.float64]
    """(flops, 2) setup time of data that falls, or rises."""
    arrivals: NDArray[np.float64]
    """(flops, 2) latest fall and rise of each flop's data after the clock edge; NaN where none can come."""
    input_arrival_ps: NDArray[np.float64]
    """(2,) when inputs fall, or rise, after the clock edge: the slowest clock-to-output of a neighbour."""

    @property
    def static_period_ps(self) -> float:
        """The shortest clock period that static timing allows."""
        return float(np.nanmax(self.arrivals + self.setup))

    def scaled(self, factor: float) -> Self:
        """Return the delays, setup times included, of a die or a PE that is `factor` times as slow."""
        if not (np.isfinite(factor) and factor > 0):
            raise TimingError(f"a delay factor must be a positive number, not {factor:g}")
        return replace(
            self,
            picoseconds=self.picoseconds * factor,
            setup=self.setup * factor,
            arrivals=self.arrivals * factor,
            input_arrival_ps=self.input_arrival_ps * factor,
        )


def extract(timed: TimedModule, library: Library, *, cache: Path | None = None) -> Delays:
    """Return the delays of a netlist with the cells of a library corner, from OpenSTA or from the cache.

    Static arrivals computed from the very arcs are compared with OpenSTA's, on every endpoint, each time.
    `cache` is a folder, the user's cache by default. Raises `TimingError` when the library lacks cells or
    timing of them, and when arrivals differ; and `opensta.OpenStaMissingError`.
    """
    check_cells(timed.module, library)
    script: dict[str, Any] = {
        "top": timed.name,
        "launching": _launching(timed, library),
        "loads": _loads(timed, library),
    }
    digest = hashlib.sha256(f"{_FORMAT} {timed.netlist_hash} {library.hash}".encode())
    digest.update(render("arcs.tcl", liberty=[], **script).encode())
    kept = (cache or mapping_cache()) / f"arcs-{timed.name}-{digest.hexdigest()[:24]}.npz"
    delays = _load(kept)
    if delays is None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "netlist.v").write_text(timed.verilog(), encoding="utf-8")
            liberty = [path.resolve() for path in library.paths]
            delays = _parse(timed, library, opensta.run("arcs", folder, liberty=liberty, **script))
        check_static(timed, delays)
        _save(kept, delays)
    else:
        check_static(timed, delays)
    # The same bytes may have gone by another name when they were cached.
    return replace(delays, corner=library.name)


def _neighbours(timed: TimedModule) -> list[tuple[str, str]]:
    """Return the (output, input) ports by which copies of the module are connected."""
    ports = timed.module.ports
    return [
        (name, f"{name.removesuffix('_out')}_in")
        for name, port in ports.items()
        if port.direction == "output"
        and name.endswith("_out")
        and (other := ports.get(f"{name.removesuffix('_out')}_in")) is not None
        and other.direction == "input"
        and len(other.bits) == len(port.bits)
    ]


def _launching(timed: TimedModule, library: Library) -> list[str]:
    """Return the flop outputs whose copies in a neighbour drive the inputs; all, where none are known."""
    outputs = {
        f"{name}/{pin.name}": net
        for name in timed.flops
        for pin, net in pins(library, timed.module.instances[name])
        if pin.direction == "output"
    }
    nets = {bit for port, _ in _neighbours(timed) for bit in timed.module.ports[port].bits}
    return [pin for pin, net in outputs.items() if net in nets] or list(outputs)


def _loads(timed: TimedModule, library: Library) -> list[tuple[str, float]]:
    """Return the load of each bit of the output ports, in femtofarads."""
    inside: dict[Bit, float] = {}
    for instance in timed.module.instances.values():
        for pin, net in pins(library, instance):
            if pin.direction == "input":
                inside[net] = inside.get(net, 0.0) + pin.capacitance
    inputs = dict(_neighbours(timed))
    buffers = OUTPUT_LOAD_BUFFERS * library.buffer().inputs[0].capacitance
    loads = []
    for name, port in timed.module.ports.items():
        if port.direction != "output":
            continue
        for index in range(len(port.bits)):
            load = buffers
            if name in inputs:
                load = inside.get(timed.module.ports[inputs[name]].bits[index], 0.0)
            loads.append((f"{name}[{index}]" if len(port.bits) > 1 else name, load * 1e15))
    return loads


def _parse(timed: TimedModule, library: Library, output: str) -> Delays:
    """Read what the script printed. Raises `TimingError` where it makes no sense."""
    delays: dict[Arc, NDArray[np.float64]] = {}
    setup = np.full((len(timed.flops), 2), np.nan)
    arrivals = np.full((len(timed.flops), 2), np.nan)
    data_pins: dict[str, set[str]] = {name: set() for name in timed.flops}
    wires: dict[tuple[str, str], NDArray[np.float64]] = defaultdict(lambda: np.zeros(2))
    launched = {}
    for line in output.splitlines():
        kind, *fields = line.split() or [""]
        if kind == "ARC":
            role, start, end, edge_in, edge_out, seconds = fields
            instance, pin = end.rsplit("/", 1)
            time = _picoseconds(seconds)
            if role == "wire":
                wires[instance, pin][_EDGE[edge_out]] = time
            elif role == "setup":
                place = timed.flop_index[instance], _EDGE[edge_out]
                if edge_in == "v":
                    raise TimingError(f"{instance} of {timed.name} captures at falling clock edges")
                setup[place] = np.fmax(setup[place], time)
                data_pins[instance].add(pin)
            else:
                arc = (instance, start.rsplit("/", 1)[1], pin)
                table = delays.setdefault(arc, np.full((2, 2), np.nan))
                place = _EDGE[edge_in], _EDGE[edge_out]
                table[place] = np.fmax(table[place], time)
        elif kind == "ARRIVAL":
            arrivals[timed.flop_index[fields[0].rsplit("/", 1)[0]]] = [_picoseconds(f) for f in fields[1:]]
        elif kind == "INPUT":
            launched[fields[0]] = _picoseconds(fields[1])
    _check_arcs(timed, library, set(delays))
    _check_flops(timed, data_pins)
    advice = f"the timing groups of {library.name} are incomplete"
    if np.isnan(setup).any() or any(np.isnan(table).all() for table in delays.values()):
        raise TimingError(f"delays of {timed.name} are not finite: {advice}")
    if np.isnan(arrivals).all():
        raise TimingError(f"no path of {timed.name} ends at a flop: {advice}")
    clock = timed.module.ports["clk"].bits
    instances = timed.module.instances
    arcs = sorted(delays, key=lambda arc: (natural(arc[0]), arc[1:]))
    before = np.array(
        [
            np.zeros(2) if instances[name].connections[start] == clock else wires[name, start]
            for name, start, _ in arcs
        ]
    )
    ends = np.array([wires[name, min(data_pins[name])] for name in timed.flops])
    return Delays(
        netlist_hash=timed.netlist_hash,
        voltage=library.voltage,
        temperature=library.temperature,
        corner=library.name,
        source="characterised",
        arcs=tuple(arcs),
        picoseconds=np.stack([delays[arc] for arc in arcs]) + before[:, :, None],
        data_pins=tuple(min(data_pins[name]) for name in timed.flops),
        setup=setup + ends,
        arrivals=arrivals - ends,
        input_arrival_ps=np.array([launched[edge] for edge in EDGES]),
    )


def _picoseconds(seconds: str) -> float:
    """Return a time of OpenSTA's in picoseconds, NaN for its mark of none."""
    value = float(seconds) if seconds not in ("", "INF", "-INF") else np.nan
    return value * 1e12 if abs(value) < _LONGEST else np.nan


def _check_arcs(timed: TimedModule, library: Library, arcs: Collection[Arc]) -> None:
    """Raise `TimingError` for arcs that are missing: a silent gap would be a path that is never late."""
    instances = timed.module.instances
    tied = {
        net
        for instance in instances.values()
        if not library.cells[instance.type].inputs
        for _, net in pins(library, instance)
    }
    begins = {(instance, start) for instance, start, _ in arcs}
    flops = set(timed.flops)
    gaps = set()
    for name, instance in instances.items():
        inputs = {pin.name: net for pin, net in pins(library, instance) if pin.direction == "input"}
        if name in flops:
            if not any((name, pin) in begins for pin in inputs):
                gaps.add(f"{instance.type} from clock to output")
        elif not any(net in tied or not isinstance(net, int) for net in inputs.values()):
            gaps |= {f"{instance.type} from {pin}" for pin in inputs if (name, pin) not in begins}
    if gaps:
        raise TimingError(
            f"no timing arc of {', '.join(sorted(gaps))}: the timing groups of {library.name} are incomplete"
        )


def _check_flops(timed: TimedModule, data_pins: Mapping[str, set[str]]) -> None:
    """Raise `TimingError` for flops without a setup time, or with several data inputs."""
    for name, found in data_pins.items():
        if len(found) != 1:
            what = f"setup times of {', '.join(sorted(found))}" if found else "no setup time"
            raise TimingError(
                f"flop cell {timed.module.instances[name].type} has {what}; flops with one data input can "
                "be timed"
            )


def _save(path: Path, delays: Delays) -> None:
    """Write delays to an .npz file, atomically."""
    head = {
        name: getattr(delays, name)
        for name in ("netlist_hash", "voltage", "temperature", "corner", "source", "arcs", "data_pins")
    }
    with atomic(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(
            file,
            head=np.array(json.dumps(head)),
            picoseconds=delays.picoseconds,
            setup=delays.setup,
            arrivals=delays.arrivals,
            input_arrival_ps=delays.input_arrival_ps,
        )


def _load(path: Path) -> Delays | None:
    """Read delays, or return None where there is no whole file."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
            head = json.loads(str(content["head"]))
            arrays = {name: content[name] for name in content.files if name != "head"}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    arcs: Sequence[Sequence[str]] = head.pop("arcs")
    return Delays(
        **head | {"data_pins": tuple(head["data_pins"])},
        arcs=tuple((instance, start, end) for instance, start, end in arcs),
        **arrays,
    )
