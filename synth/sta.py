"""Static timing with OpenSTA: critical path, highest frequency, slack by class of register.

Wires have no length here (there is no placement): figures are those of gates alone, and comparable with
each other. Columns of the array are copies of each other, so three of them are timed in full, and of the
others only the cells at their inputs, which load the wires that all columns share.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from synth import opensta
from synth.area import component
from synth.netlist import Instance, Module, Netlist
from synth.pdk import Library

COLUMN_MODULES = ("drift_pe", "drift_checksum_row_pe", "drift_lane", "drift_requantiser_lane")
"""Modules of which every column of the array has its own."""
COLUMNS_TIMED = 3
OUTPUT_LOAD_BUFFERS = 4
"""Load of every output port of the design, in inputs of the library's buffer."""

REGISTER_CLASSES = (
    "a",
    "b",
    "product",
    "accumulator",
    "checksum a",
    "checksum b",
    "checksum product",
    "checksum accumulator",
    "flush",
)
"""Classes of the flops in PEs; the flops of other modules are classed by their component."""


@dataclass(frozen=True)
class ClassSlack:
    """Setup slack of the flops of one register class."""

    name: str
    """One of `REGISTER_CLASSES`, a component of `synth.area`, or `output` for the ports of the design."""
    endpoints: int
    worst_ns: float
    worst_endpoint: str


@dataclass(frozen=True)
class Timing:
    """Setup timing of a design at one clock period."""

    period_ns: float
    slack_ns: float
    """Worst slack; negative when the period is too short."""
    classes: tuple[ClassSlack, ...]
    path: str
    """OpenSTA's report of the worst path."""
    columns_timed: int
    failing: frozenset[str]
    """Modules that paths with negative slack lead through."""

    def at(self, period_ns: float) -> Timing:
        """Return the timing of the same netlist at another clock period: every slack moves with it."""
        change = period_ns - self.period_ns
        return replace(
            self,
            period_ns=period_ns,
            slack_ns=self.slack_ns + change,
            classes=tuple(replace(c, worst_ns=c.worst_ns + change) for c in self.classes),
        )

    @property
    def critical_path_ns(self) -> float:
        """The shortest clock period at which every path meets its setup time."""
        return self.period_ns - self.slack_ns

    @property
    def fmax_mhz(self) -> float:
        """The highest clock frequency, in MHz."""
        return 1e3 / self.critical_path_ns


def register_class(module: str, wire: str) -> str:
    """Return the class of a flop by its module and the wire that it drives."""
    if module not in ("drift_pe", "drift_checksum_column_pe", "drift_checksum_row_pe"):
        return component(module)
    name = wire.removesuffix("_out")
    if name not in ("a", "b", "product", "accumulator"):
        return "flush"
    return name if module == "drift_pe" else f"checksum {name}"


def boundary(module: Module, netlist: Netlist, library: Library) -> Module:
    """Return what a module is for its neighbours: the cells at its inputs, nothing behind them."""
    inputs = {
        bit
        for port in module.ports.values()
        if port.direction == "input"
        for bit in port.bits
        if isinstance(bit, int)
    }
    clocks = {
        bit
        for port in module.ports.values()
        if port.name == "clk"
        for bit in port.bits
        if isinstance(bit, int)
    }
    kept = {}
    for instance in module.instances.values():
        if instance.type in netlist.modules:
            continue
        cell = library.cells[instance.type]
        pins = {
            pin: bits
            for pin, bits in instance.connections.items()
            if cell.pins[pin].direction == "input" and set(bits) & inputs
        }
        if any(set(bits) - clocks for bits in pins.values()):
            kept[instance.name] = Instance(instance.name, instance.type, pins)
    return Module(
        f"{module.name}_boundary", module.ports, kept, {p.name: p.bits for p in module.ports.values()}
    )


def thin(netlist: Netlist, library: Library, columns: int = COLUMNS_TIMED) -> Netlist:
    """Return the netlist with all but `columns` columns (the first ones and the last) cut to boundaries."""
    modules = dict(netlist.modules)
    for parent in netlist.modules.values():
        changed = dict(parent.instances)
        for kind in COLUMN_MODULES:
            copies = sorted((i for i in parent.instances.values() if i.type == kind), key=_index)
            for instance in copies[columns - 1 : -1]:
                changed[instance.name] = replace(instance, type=f"{kind}_boundary")
                if f"{kind}_boundary" not in modules:
                    modules[f"{kind}_boundary"] = boundary(netlist.modules[kind], netlist, library)
        modules[parent.name] = replace(parent, instances=changed)
    return Netlist(netlist.top, modules)


def _index(instance: Instance) -> int:
    """Return the number at the end of an instance name."""
    found = re.search(r"(\d+)$", instance.name)
    return int(found[1]) if found else 0


def _endpoint_class(netlist: Netlist, library: Library, endpoint: str) -> str | None:
    """Return the class of an endpoint pin, None for a flop of a column cut to its boundary."""
    if "/" not in endpoint:
        return "output"
    *path, name, _ = endpoint.split("/")
    module = netlist.at(path)
    if module.name.endswith("_boundary"):
        return None
    instance = module.instances[name]
    cell = library.cells[instance.type]
    for pin in cell.outputs:
        for bit in instance.connections.get(pin.name, ()):
            if isinstance(bit, int):
                return register_class(module.name, module.names[bit][0])
    return component(module.name)


def analyse(netlist: Netlist, library: Library, period_ns: float) -> Timing:
    """Time a mapped netlist at a clock period. Raises `opensta.OpenStaMissingError` without OpenSTA."""
    thinned = thin(netlist, library)
    buffer = library.buffer()
    load = OUTPUT_LOAD_BUFFERS * buffer.inputs[0].capacitance * 1e12
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "netlist.v").write_text(thinned.verilog(), encoding="utf-8")
        output = opensta.run(
            "timing",
            folder,
            top=netlist.top,
            netlist="netlist.v",
            liberty=[path.resolve() for path in library.paths],
            period_ns=f"{period_ns:.4f}",
            driver=buffer.name,
            output_load_pf=f"{load:.6f}",
            endpoints=10_000_000,
        )
    return _timing(thinned, library, period_ns, output)


def _class_order(kind: str) -> tuple[int, str]:
    """Sort register classes as `REGISTER_CLASSES`, components after them by name, outputs last."""
    if kind in REGISTER_CLASSES:
        return REGISTER_CLASSES.index(kind), ""
    return len(REGISTER_CLASSES) + (kind == "output"), kind


def _timing(netlist: Netlist, library: Library, period_ns: float, output: str) -> Timing:
    path = re.search(r"^BEGIN PATH\n(.*?)^END PATH$", output, re.MULTILINE | re.DOTALL)
    slacks: dict[str, list[tuple[float, str]]] = {}
    for slack, endpoint in re.findall(r"^ENDPOINT (\S+) (\S+)$", output, re.MULTILINE):
        kind = _endpoint_class(netlist, library, endpoint)
        if kind is not None:
            slacks.setdefault(kind, []).append((float(slack), endpoint))
    if path is None or not slacks:
        raise opensta.OpenStaError(f"OpenSTA found no timing path in {netlist.top}")
    classes = tuple(
        ClassSlack(kind, len(slacks[kind]), *min(slacks[kind])) for kind in sorted(slacks, key=_class_order)
    )
    failing = set()
    for name in re.findall(r"^FAILING (\S+)$", output, re.MULTILINE):
        steps = [] if name == "." else name.split("/")
        failing.add(netlist.at(steps).name.removesuffix("_boundary"))
    return Timing(
        period_ns=period_ns,
        slack_ns=min(c.worst_ns for c in classes),
        classes=classes,
        path=path[1].strip("\n"),
        columns_timed=COLUMNS_TIMED,
        failing=frozenset(failing),
    )
