"""Simulate mapped gates with delays, and count how often every net switches (`gates.cpp` does the work)."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from drift_hw.errors import UserError
from drift_hw.files import atomic
from drift_hw.sim.toolchain import find_compiler
from synth.liberty import Cell
from synth.netlist import Bit, Module

_SOURCE = Path(__file__).with_name("gates.cpp")
_TOKEN = re.compile(r"\s*([A-Za-z_][\w\[\]]*|[01]|[!'&*|+^()])")
MAX_INPUTS = 6


class CellError(UserError):
    """A library cell that the gate simulator can not model; the message names it and the reason."""


def truth_table(function: str, inputs: Sequence[str]) -> int:
    """Return the truth table of a Liberty function: bit n is its value where input i is bit i of n.

    Liberty knows !, postfix ', ^, & or * or juxtaposition, | or +, from the tightest to the loosest.
    Raises `CellError` for text that is no such function, and for names other than `inputs`.
    """
    tokens = [str(token) for token in _TOKEN.findall(function)]
    rows = 1 << len(inputs)
    full = (1 << rows) - 1
    columns = {
        name: sum(1 << row for row in range(rows) if row >> index & 1) for index, name in enumerate(inputs)
    }
    constants = {"0": 0, "1": full}
    position = 0

    def fail() -> CellError:
        return CellError(f"can not read the Liberty function {function!r} over {', '.join(inputs)}")

    def peek() -> str:
        return tokens[position] if position < len(tokens) else ""

    def primary() -> int:
        nonlocal position
        token = peek()
        position += 1
        if token == "!":
            return full ^ primary()
        if token == "(":
            value = disjunction()
            if peek() != ")":
                raise fail()
            position += 1
        elif token in columns or token in constants:
            value = columns[token] if token in columns else constants[token]
        else:
            raise fail()
        while peek() == "'":
            position += 1
            value ^= full
        return value

    def exclusive() -> int:
        nonlocal position
        value = primary()
        while peek() == "^":
            position += 1
            value ^= primary()
        return value

    def conjunction() -> int:
        nonlocal position
        value = exclusive()
        while peek() not in ("", "|", "+", ")"):
            if peek() in ("&", "*"):
                position += 1
            value &= exclusive()
        return value

    def disjunction() -> int:
        nonlocal position
        value = conjunction()
        while peek() in ("|", "+"):
            position += 1
            value |= conjunction()
        return value

    if "".join(tokens) != re.sub(r"\s", "", function):
        raise fail()
    result = disjunction()
    if position != len(tokens):
        raise fail()
    return result


@dataclass(frozen=True)
class _Output:
    """An output of a cell as a table over pins (and, of a flop, its state, named by `_State`)."""

    pin: str
    inputs: tuple[str, ...]
    table: int


@dataclass(frozen=True)
class CellModel:
    """What a library cell does."""

    outputs: tuple[_Output, ...]
    state: _Output | None
    """Next state of a flop over its pins and present state; None for a combinational cell."""


_STATE = "state of the flop"


def cell_model(cell: Cell) -> CellModel:
    """Return the model of a cell. Raises `CellError` for latches and for cells with too many inputs."""
    if cell.latch:
        raise CellError(f"cell {cell.name} is a latch: only flops and combinational cells are simulated")
    pins = [pin.name for pin in cell.inputs]
    if cell.flop is None:
        names, state = pins, None
    else:
        value, inverse = (name.strip().strip('"') for name in cell.flop.arguments.split(","))
        attributes = cell.flop.attributes
        clocks = [
            p for p in pins if re.fullmatch(rf"[()!\s]*{re.escape(p)}[)'\s]*", attributes["clocked_on"])
        ]
        data = [p for p in pins if p not in clocks]
        names = [*data, value]
        table = _table(cell, attributes["next_state"], names, inverse)
        for kind, level in (("clear", 0), ("preset", ~0)):
            if kind in attributes:
                active = _table(cell, attributes[kind], names, inverse)
                table = (table & ~active) | (level & active)
        state = _Output(_STATE, (*data, _STATE), table & ((1 << (1 << len(names))) - 1))
        outputs = tuple(
            _Output(pin.name, (*data, _STATE), _table(cell, pin.function or value, names, inverse))
            for pin in cell.outputs
        )
        return CellModel(tuple(_reduced(output) for output in outputs), state)
    return CellModel(
        tuple(
            _Output(pin.name, tuple(names), _table(cell, pin.function, names, None))
            for pin in cell.outputs
            if pin.function is not None
        ),
        state,
    )


def _reduced(output: _Output) -> _Output:
    """Return an output of a flop without the pins that it does not depend on."""
    inputs = list(output.inputs)
    table = output.table
    for index in reversed(range(len(inputs))):
        rows = range(1 << len(inputs))
        low = [row for row in rows if not row >> index & 1]
        if all((table >> row & 1) == (table >> (row | 1 << index) & 1) for row in low):
            table = sum((table >> row & 1) << position for position, row in enumerate(low))
            del inputs[index]
    return _Output(output.pin, tuple(inputs), table)


def _table(cell: Cell, function: str, names: Sequence[str], inverse: str | None) -> int:
    if len(names) > MAX_INPUTS:
        raise CellError(f"cell {cell.name} has {len(names)} inputs; up to {MAX_INPUTS} are simulated")
    if inverse:
        function = re.sub(rf"\b{re.escape(inverse)}\b", f"(!{names[-1]})", function)
    try:
        return truth_table(function, names)
    except CellError as error:
        raise CellError(f"cell {cell.name}: {error}") from error


@dataclass
class GateNetlist:
    """Gates and flops of some modules side by side, as `gates.cpp` reads them."""

    cells: Mapping[str, Cell]
    nets: int = 2
    inputs: list[int] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)
    flops: list[str] = field(default_factory=list)
    _models: dict[str, CellModel] = field(default_factory=dict)

    def add(
        self, module: Module, entering: Sequence[Bit], delays: Mapping[str, tuple[float, float]]
    ) -> dict[Bit, int]:
        """Add a flat module whose nets `entering` are driven from outside; return its nets by bit.

        `delays` gives the (rise, fall) delay of each cell in nanoseconds.
        """
        numbers: dict[Bit, int] = {"0": 0, "1": 1, "x": 0, "z": 0}

        def net(bit: Bit) -> int:
            if bit not in numbers:
                numbers[bit] = self.nets
                self.nets += 1
            return numbers[bit]

        self.inputs += [net(bit) for bit in entering]
        for instance in module.instances.values():
            if instance.type not in self._models:
                self._models[instance.type] = cell_model(self.cells[instance.type])
            model = self._models[instance.type]
            pins = {pin: net(bits[0]) for pin, bits in instance.connections.items() if bits}
            if model.state is not None:
                pins[_STATE] = self.nets
                self.nets += 1
                self.flops.append(f"{self._function(model.state, pins)} {pins[_STATE]}")
            rise, fall = (round(1000 * delay) for delay in delays.get(instance.name, (0.0, 0.0)))
            for output in model.outputs:
                if output.pin in pins:
                    self.gates.append(f"{self._function(output, pins)} {pins[output.pin]} {rise} {fall}")
        return numbers

    @staticmethod
    def _function(output: _Output, pins: Mapping[str, int]) -> str:
        nets = [str(pins.get(pin, 0)) for pin in output.inputs]
        return " ".join([str(len(nets)), *nets, f"{output.table:x}"])

    def text(self) -> str:
        """Return the netlist in the format of `gates.cpp`."""
        head = [str(self.nets), str(len(self.inputs)), " ".join(map(str, self.inputs))]
        counts = f"{len(self.gates)} {len(self.flops)}"
        return "\n".join([*head, counts, *self.gates, *self.flops]) + "\n"


def build(cache: Path) -> Path:
    """Compile the simulator into `cache`, once per content, and return the program.

    Raises `drift_hw.sim.BuildError` without a C++ compiler.
    """
    compiler = find_compiler()
    digest = hashlib.sha256(_SOURCE.read_bytes() + compiler.encode()).hexdigest()[:16]
    program = cache / f"gates-{digest}"
    if not program.is_file():
        with atomic(program) as temporary:
            command = [compiler, "-O2", "-std=c++17", "-o", str(temporary), str(_SOURCE)]
            subprocess.run(command, check=True, capture_output=True)
    return program


def simulate(
    program: Path,
    netlist: GateNetlist,
    stimuli: NDArray[np.uint8],
    folder: Path,
    *,
    period_ns: float,
    input_delay_ns: float,
    start: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Run `stimuli` (cycles, inputs) 0/1 through a netlist.

    Returns (transitions per clock cycle, share of time at 1) of every net, over the cycles from `start` on.
    """
    (folder / "netlist.txt").write_text(netlist.text(), encoding="utf-8")
    (folder / "stimuli.bin").write_bytes(np.ascontiguousarray(stimuli).tobytes())
    period = round(1000 * period_ns)
    numbers = [period, round(1000 * input_delay_ns), len(stimuli), start]
    subprocess.run(
        [str(program), "netlist.txt", "stimuli.bin", "activity.txt", *map(str, numbers)],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    counts = np.loadtxt(folder / "activity.txt", dtype=np.int64, ndmin=2)
    cycles = len(stimuli) - start
    return counts[:, 0] / cycles, np.minimum(1.0, counts[:, 1] / (cycles * period))
