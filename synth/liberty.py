"""Read what synthesis needs to know from a Liberty file: cells, areas, pins, functions and conditions.

Tables of delay and energy are left to Yosys, ABC and OpenSTA; this reader skips their numbers. It exists
because those tools accept a file that can not work (no flops, no energy) and only the result is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from drift_hw.errors import UserError

_STATEMENT = re.compile(
    r"""
      /\*.*?\*/
    | (?P<close>\})
    | (?P<name>[A-Za-z_]\w*)\s*
      (?: \( (?P<arguments>(?:"[^"]*"|[^()"])*) \) \s* (?P<open>\{)?
        | : \s* (?P<value>"[^"]*"|[^;\n}]*) )
    """,
    re.VERBOSE | re.DOTALL,
)
_TABLES = frozenset({"values", "index_1", "index_2", "index_3"})
_FARADS = {"f": 1e-15, "p": 1e-12, "n": 1e-9}

DEFAULT_MAX_CAPACITANCE = 0.3e-12
"""Farads that an output drives when its library does not say."""


class LibertyError(UserError):
    """A cell library that can not serve; the message names the file, what is wrong and what to do."""


@dataclass
class Group:
    """One Liberty group: `kind (arguments) { attributes and groups }`."""

    kind: str
    arguments: str
    attributes: dict[str, str] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    """Names of attributes and groups in the order of the file."""

    def of_kind(self, *kinds: str) -> list[Group]:
        """Return the direct subgroups of these kinds, in the order of the file."""
        return [group for group in self.groups if group.kind in kinds]

    def number(self, name: str, default: float = 0.0) -> float:
        """Return an attribute as a number, or `default` when it is absent."""
        return float(self.attributes.get(name, default))


@dataclass(frozen=True)
class Pin:
    """A pin of a cell."""

    name: str
    direction: str
    """`input`, `output`, `inout` or `internal`."""
    function: str | None
    """Liberty expression of an output over input pins and flop states, as written; None without one."""
    capacitance: float
    """Input capacitance in farads; 0 for outputs."""
    max_capacitance: float
    """Load that an output can drive, in farads; `DEFAULT_MAX_CAPACITANCE` when the library is silent."""
    clock: bool


@dataclass(frozen=True)
class Cell:
    """A cell of the library."""

    name: str
    area: float
    """In the unit of the library: square micrometres in every library known to `synth.pdk`."""
    pins: Mapping[str, Pin]
    flop: Group | None
    """The `ff` group (clocked_on, next_state, clear, preset), or None for a combinational cell."""
    latch: bool
    leakage: bool
    timing: bool
    internal_power: bool

    @cached_property
    def outputs(self) -> list[Pin]:
        """The output pins."""
        return [pin for pin in self.pins.values() if pin.direction == "output"]

    @cached_property
    def inputs(self) -> list[Pin]:
        """The input pins."""
        return [pin for pin in self.pins.values() if pin.direction == "input"]


@dataclass(frozen=True)
class Liberty:
    """One Liberty file."""

    path: Path
    name: str
    cells: Mapping[str, Cell]
    voltage: float
    """Nominal supply in volts."""
    temperature: float
    """Nominal temperature in degrees Celsius."""
    conditions_after_default: bool
    """`default_operating_conditions` stands before the group it names (see `power_warnings`)."""

    @property
    def has_flops(self) -> bool:
        """True when at least one cell is an edge-triggered flop."""
        return any(cell.flop is not None for cell in self.cells.values())

    @property
    def has_internal_power(self) -> bool:
        """True when cells carry `internal_power` groups."""
        return any(cell.internal_power for cell in self.cells.values())

    def power_warnings(self) -> list[str]:
        """Return one sentence for each reason why power from this library would be wrong or partial."""
        found = []
        if not self.has_internal_power:
            found.append(
                f"{self.path.name} has no internal_power groups: power holds switching and leakage only"
            )
        elif self.conditions_after_default:
            found.append(
                f"{self.path.name} names default_operating_conditions before its operating_conditions "
                "group, for which OpenSTA 2.0.17 silently reports zero internal power: move that line "
                "below the group"
            )
        if not any(cell.leakage for cell in self.cells.values()):
            found.append(f"{self.path.name} has no leakage power")
        return found


def _unquote(text: str) -> str:
    return text.strip().strip('"').strip()


def parse(text: str, source: str) -> Group:
    """Return the `library` group of Liberty `text`; `source` names it in errors.

    Raises `LibertyError` when the text is not Liberty or ends within a group.
    """
    root = Group("file", "")
    stack = [root]
    for match in _STATEMENT.finditer(text.replace("\\\n", " ")):
        if match["close"]:
            if len(stack) == 1:
                raise LibertyError(f"{source} is not a Liberty file: a group ends that never began")
            stack.pop()
            continue
        name = match["name"]
        if name is None or name in _TABLES:
            continue
        top = stack[-1]
        if top is root and not (name == "library" and match["open"]):
            raise LibertyError(f"{source} is not a Liberty file: it must begin with library (NAME) {{")
        top.order.append(name)
        if match["open"]:
            group = Group(name, _unquote(match["arguments"]))
            top.groups.append(group)
            stack.append(group)
        else:
            value = match["value"] if match["value"] is not None else match["arguments"]
            top.attributes.setdefault(name, _unquote(value))
    if not root.groups:
        raise LibertyError(f"{source} is not a Liberty file: no library (NAME) {{ group found")
    if len(stack) > 1:
        raise LibertyError(f"{source} ends within the group {stack[-1].kind} ({stack[-1].arguments})")
    return root.groups[0]


def _capacitance_unit(library: Group) -> float:
    """Return farads per Liberty unit of `capacitive_load_unit (value, pf|ff)`."""
    value, _, unit = library.attributes.get("capacitive_load_unit", "1,pf").partition(",")
    return float(_unquote(value)) * _FARADS[_unquote(unit).lower()[:1]]


def _cell(group: Group, capacitance_unit: float) -> Cell:
    pins = {}
    nested = group.of_kind("pin") + [
        pin for bundle in group.of_kind("bus", "bundle") for pin in bundle.of_kind("pin")
    ]
    for pin in nested:
        for name in pin.arguments.split(","):
            pins[_unquote(name)] = Pin(
                _unquote(name),
                pin.attributes.get("direction", "input"),
                pin.attributes.get("function"),
                pin.number("capacitance") * capacitance_unit,
                pin.number("max_capacitance", DEFAULT_MAX_CAPACITANCE / capacitance_unit) * capacitance_unit,
                pin.attributes.get("clock", "false") == "true",
            )
    flops = group.of_kind("ff")
    return Cell(
        name=group.arguments,
        area=group.number("area"),
        pins=pins,
        flop=flops[0] if flops else None,
        latch=bool(group.of_kind("latch", "statetable")),
        leakage=group.number("cell_leakage_power") > 0 or bool(group.of_kind("leakage_power")),
        timing=any(pin.of_kind("timing") for pin in nested),
        internal_power=bool(group.of_kind("internal_power"))
        or any(pin.of_kind("internal_power") for pin in nested),
    )


def read(path: Path) -> Liberty:
    """Read the Liberty file at `path`. Raises `LibertyError` when it can not be read or is not Liberty."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise LibertyError(f"can not read Liberty file {path}: {error.strerror or error}") from error
    library = parse(text, str(path))
    unit = _capacitance_unit(library)
    cells = {group.arguments: _cell(group, unit) for group in library.of_kind("cell")}
    conditions = library.of_kind("operating_conditions")
    default = _unquote(library.attributes.get("default_operating_conditions", ""))
    chosen = next((group for group in conditions if group.arguments == default), None)
    nominal = chosen or library
    prefix = "" if chosen else "nom_"
    order = library.order
    return Liberty(
        path=path,
        name=library.arguments,
        cells=cells,
        voltage=nominal.number(f"{prefix}voltage", library.number("nom_voltage")),
        temperature=nominal.number(f"{prefix}temperature", library.number("nom_temperature")),
        conditions_after_default=bool(default and conditions)
        and order.index("default_operating_conditions") < order.index("operating_conditions"),
    )
