"""What library cells do: truth tables of their outputs, and of the next state of flops."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drift_hw.errors import UserError
from synth.liberty import Cell

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
class Output:
    """An output of a cell as a table over pins (and, of a flop, its state, named by `_State`)."""

    pin: str
    inputs: tuple[str, ...]
    table: int


@dataclass(frozen=True)
class CellModel:
    """What a library cell does."""

    outputs: tuple[Output, ...]
    state: Output | None
    """Next state of a flop over its pins and present state; None for a combinational cell."""
    clock: tuple[str, int] | None
    """Clock pin of a flop and the edge, 0 = fall or 1 = rise, at which it captures."""


STATE = "state of the flop"


def cell_model(cell: Cell) -> CellModel:
    """Return the model of a cell. Raises `CellError` for latches and for cells with too many inputs."""
    if cell.latch:
        raise CellError(f"cell {cell.name} is a latch: only flops and combinational cells are simulated")
    pins = [pin.name for pin in cell.inputs]
    if cell.flop is None:
        names = pins
    else:
        value, inverse = (name.strip().strip('"') for name in cell.flop.arguments.split(","))
        attributes = cell.flop.attributes
        clocks = [
            p for p in pins if re.fullmatch(rf"[()!\s]*{re.escape(p)}[)'\s]*", attributes["clocked_on"])
        ]
        if len(clocks) != 1:
            raise CellError(
                f"cell {cell.name} is clocked on {attributes['clocked_on']}: one pin is simulated"
            )
        data = [p for p in pins if p not in clocks]
        names = [*data, value]
        table = _table(cell, attributes["next_state"], names, inverse)
        for kind, level in (("clear", 0), ("preset", ~0)):
            if kind in attributes:
                active = _table(cell, attributes[kind], names, inverse)
                table = (table & ~active) | (level & active)
        state = Output(STATE, (*data, STATE), table & ((1 << (1 << len(names))) - 1))
        outputs = tuple(
            Output(pin.name, (*data, STATE), _table(cell, pin.function or value, names, inverse))
            for pin in cell.outputs
        )
        clock = (clocks[0], int(not re.search(r"[!']", attributes["clocked_on"])))
        return CellModel(tuple(reduced(output) for output in outputs), reduced(state), clock)
    return CellModel(
        tuple(
            Output(pin.name, tuple(names), _table(cell, pin.function, names, None))
            for pin in cell.outputs
            if pin.function is not None
        ),
        None,
        None,
    )


def reduced(output: Output) -> Output:
    """Return an output without the pins that it does not depend on."""
    inputs, table = list(output.inputs), output.table
    for index in reversed(range(len(inputs))):
        low, high = (restricted(table, len(inputs), index, value) for value in (0, 1))
        if low == high:
            table = low
            del inputs[index]
    return Output(output.pin, tuple(inputs), table)


def restricted(table: int, inputs: int, index: int, value: int) -> int:
    """Return a table over `inputs` inputs as one over the others when input `index` is constant."""
    rows = [row for row in range(1 << inputs) if row >> index & 1 == value]
    return sum((table >> row & 1) << position for position, row in enumerate(rows))


def _table(cell: Cell, function: str, names: Sequence[str], inverse: str | None) -> int:
    if len(names) > MAX_INPUTS:
        raise CellError(f"cell {cell.name} has {len(names)} inputs; up to {MAX_INPUTS} are simulated")
    if inverse:
        function = re.sub(rf"\b{re.escape(inverse)}\b", f"(!{names[-1]})", function)
    try:
        return truth_table(function, names)
    except CellError as error:
        raise CellError(f"cell {cell.name}: {error}") from error
