"""The fault list: which flops of the array capture wrongly, in which cycle, and how.

One format drives the golden model and, as writes to fault ports, the Verilog; docs/microarchitecture.md
("Faults at flops") defines it. `golden.injection` draws lists, `golden.array` says what they do.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from drift_hw import __version__
from drift_hw.config import Config
from drift_hw.errors import UserError
from drift_hw.files import atomic

Integers = NDArray[np.int64]

EVENT = np.dtype(
    [
        ("cycle", "<u8"),
        ("register", "u1"),
        ("row", "<u2"),
        ("column", "<u2"),
        ("kind", "u1"),
        ("mask", "<u8"),
        ("toggle", "<u8"),
    ]
)
"""One fault event; the fields are those of the contract."""

PORT_WRITE = np.dtype([("cycle", "<u8"), ("port", "<u2"), ("word", "<u4"), ("mask", "<u4")])
"""Ones to drive on a 32-bit word of a fault port for one cycle; `port` is its index in `fault_ports`."""


class FaultError(UserError):
    """A fault list that can not be: the message names the event and what is allowed."""


class Register(IntEnum):
    """Registers of a PE; those of checksum PEs go by the same names, and are told apart by their site."""

    A = 0
    B = 1
    PRODUCT = 2
    """Only with `array.product_register`."""
    ACCUMULATOR = 3


class Kind(IntEnum):
    """What a faulty bit captures."""

    LATE = 0
    """The old value of the flop: a setup violation."""
    FLIP = 1
    """The complement of what it should."""
    RANDOM = 2
    """A random level: the complement where `toggle` is 1."""


class Region(IntEnum):
    """Where a PE stands; the order is that of the fault ports."""

    DATA = 0
    CHECKSUM_COLUMN = 1
    CHECKSUM_ROW = 2


_NAMES = [
    [f"{prefix}{register.name.lower()}" for register in Register]
    for prefix in ("", "checksum_column_", "checksum_row_")
]
_KIND_PORTS = ("fault_late_", "fault_flip_")


def regions(config: Config, row: ArrayLike, column: ArrayLike) -> Integers:
    """Return the `Region` of each site: row R is the checksum row, column C the checksum column."""
    checksum_row = np.asarray(row) == config.array.rows
    return np.where(checksum_row, Region.CHECKSUM_ROW, np.asarray(column) == config.array.columns)


def width_table(config: Config) -> Integers:
    """Return the bits of each register, (3 regions, 4 registers); 0 where it does not exist."""
    w, table = config.array.operand_width, np.zeros((len(Region), len(Register)), np.int64)
    table[:, Register.ACCUMULATOR] = config.accumulator_flops
    table[:, Register.A] = w, w, config.column_sum_width
    table[:, Register.B] = w, config.row_sum_width, w
    if config.array.product_register:
        table[:, Register.PRODUCT] = table[:, Register.A] + table[:, Register.B]
    if not config.protection.abft:
        table[Region.CHECKSUM_COLUMN :] = 0
    return table


def register_width(config: Config, register: int, row: int, column: int) -> int:
    """Return the bits of one register; raises `FaultError` when there is no such register or site."""
    events = _events(register=register, row=row, column=column)
    _check_sites(config, events)
    return int(width_table(config)[int(regions(config, row, column)), register])


def register_name(config: Config, register: ArrayLike, row: ArrayLike, column: ArrayLike) -> NDArray[np.str_]:
    """Return the name of each register: that of its fault ports without `fault_late_` or `fault_flip_`."""
    names: NDArray[np.str_] = np.array(_NAMES)[regions(config, row, column), np.asarray(register)]
    return names


@dataclass(frozen=True, eq=False)
class FaultList:
    """Fault events for one configuration: checked, in canonical order, and read-only.

    Raises `FaultError` for an event whose register, site, mask or toggle the configuration does not
    have, and for two events at the same (cycle, register, row, column).
    """

    config: Config
    events: NDArray[np.void]
    """(n,) of dtype `EVENT`, sorted by cycle, register, row, column."""
    seed: int | None = None
    """The seed that the list was drawn from, if it was."""

    def __post_init__(self) -> None:
        if self.events.dtype != EVENT or self.events.ndim != 1:
            raise FaultError(
                f"fault events must be a list of dtype golden.faults.EVENT, not {self.events.dtype}"
            )
        keys = ("column", "row", "register", "cycle")
        events = self.events[np.lexsort([self.events[key] for key in keys])]
        _check_sites(self.config, events)
        _check_bits(self.config, events)
        site = events[["cycle", "register", "row", "column"]]
        _refuse(events[1:], site[1:] == site[:-1], "there is another event at this cycle, register and site")
        events.flags.writeable = False
        object.__setattr__(self, "events", events)

    @classmethod
    def of(
        cls,
        config: Config,
        *,
        cycle: ArrayLike,
        register: ArrayLike,
        row: ArrayLike,
        column: ArrayLike,
        mask: ArrayLike,
        kind: ArrayLike = Kind.LATE,
        toggle: ArrayLike = 0,
        seed: int | None = None,
    ) -> Self:
        """Return the list of these events; each argument is a scalar or (n,). Raises `FaultError`."""
        events = _events(
            cycle=cycle, register=register, row=row, column=column, kind=kind, mask=mask, toggle=toggle
        )
        return cls(config, events, seed)

    def __len__(self) -> int:
        return len(self.events)

    def save(self, path: Path) -> Path:
        """Write the list to an .npz file, atomically; the same list gives the same bytes."""
        header = {"config": self.config.hash, "seed": self.seed, "drift-hw": __version__}
        with atomic(path) as temporary, temporary.open("wb") as file:
            np.savez_compressed(file, header=np.array(json.dumps(header)), events=self.events)
        return path

    @classmethod
    def load(cls, path: Path, config: Config) -> Self:
        """Read a list that `save` wrote; raises `FaultError` for other files and other configurations."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as content:
                header: dict[str, Any] = json.loads(str(content["header"]))
                events = content["events"]
                made_for, seed = header["config"], header["seed"]
        except OSError as error:
            raise FaultError(f"can not read fault list {path}: {error.strerror or error}") from error
        except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise FaultError(f"{path} is not a fault list of drift-hw: {error}") from error
        if made_for != config.hash:
            raise FaultError(
                f"fault list {path} was made for another configuration (hash {made_for}, this one has "
                f"{config.hash}); draw it again for this one"
            )
        return cls(config, events, seed)


def _events(**values: ArrayLike) -> NDArray[np.void]:
    """Return events of these fields; raises `FaultError` for values that the fields can not hold."""
    fields = {name: np.atleast_1d(np.asarray(value)) for name, value in values.items()}
    try:
        shape = np.broadcast_shapes(*(field.shape for field in fields.values()))
    except ValueError as error:
        raise FaultError("the fields of fault events must be scalars or lists of one length") from error
    events = np.zeros(shape, EVENT)
    for name, field in fields.items():
        highest = np.iinfo(EVENT[name]).max
        if field.dtype.kind not in "iu" and field.size:
            raise FaultError(f"fault event {name} must be integers, not {field.dtype}")
        if field.size and (field.min() < 0 or field.max() > highest):
            wrong = field.min() if field.min() < 0 else field.max()
            raise FaultError(f"fault event {name} must be from 0 to {highest}, not {wrong}")
        events[name] = field
    return events


def _refuse(events: NDArray[np.void], bad: NDArray[np.bool_], reason: str) -> None:
    """Raise `FaultError` for the first of the bad events."""
    if bad.any():
        event = events[bad][0]
        register = Register(event["register"]).name if event["register"] < len(Register) else "?"
        raise FaultError(
            f"fault event at cycle {event['cycle']}, register {event['register']} ({register.lower()}), "
            f"row {event['row']}, column {event['column']}: {reason}"
        )


def _check_sites(config: Config, events: NDArray[np.void]) -> None:
    """Raise `FaultError` unless every event is at a register that exists."""
    array, extra = config.array, int(config.protection.abft)
    checksum = ", the last one the checksum PEs" if extra else " (there are no checksum PEs without ABFT)"
    register, row, column = events["register"], events["row"], events["column"]
    _refuse(events, register >= len(Register), "registers are 0 a, 1 b, 2 product, 3 accumulator")
    if not array.product_register:
        _refuse(
            events,
            register == Register.PRODUCT,
            "there is no product register; set array.product_register = true",
        )
    _refuse(events, row >= array.rows + extra, f"rows are 0 to {array.rows + extra - 1}{checksum}")
    _refuse(
        events, column >= array.columns + extra, f"columns are 0 to {array.columns + extra - 1}{checksum}"
    )
    _refuse(events, (row == array.rows) & (column == array.columns), "the corner has no PE")


def _check_bits(config: Config, events: NDArray[np.void]) -> None:
    """Raise `FaultError` unless kinds, masks and toggles fit the registers."""
    mask, toggle, kind = events["mask"], events["toggle"], events["kind"]
    _refuse(events, kind >= len(Kind), "kinds are 0 late, 1 flip, 2 random")
    _refuse(events, mask == 0, "the mask is empty; name at least one bit")
    widths = width_table(config)[regions(config, events["row"], events["column"]), events["register"]]
    bad = mask >> widths.astype(np.uint64) != 0
    bits = int(widths[bad][0]) if bad.any() else 0
    _refuse(events, bad, f"the mask has bits that this register of {bits} bits does not have")
    _refuse(events, (toggle != 0) & (kind != Kind.RANDOM), "only kind 2, random, has a toggle")
    _refuse(events, toggle & ~mask != 0, "the toggle must be a subset of the mask")


# -- fault ports of the Verilog --------------------------------------------------------------------


def fault_ports(config: Config) -> list[tuple[str, int]]:
    """Return (name, bits) of the fault ports of `drift_core`, in the order that `port_writes` counts in.

    Raises `FaultError` when the configuration has none.
    """
    return _port_table(config)[0]


def port_writes(faults: FaultList) -> NDArray[np.void]:
    """Return the words to drive on the fault ports, sorted, one per (cycle, port, word): (n,) `PORT_WRITE`.

    Late bits go to the late ports, flipped ones and the toggled bits of random ones to the flip ports.
    Raises `FaultError` when the configuration has no fault ports.
    """
    config, events = faults.config, faults.events
    _, first = _port_table(config)
    region = regions(config, events["row"], events["column"])
    register, kind = events["register"].astype(np.int64), events["kind"]
    row, column = events["row"].astype(np.int64), events["column"].astype(np.int64)
    # Data PEs count row-major; checksum PEs down their column, or along their row.
    element = np.choose(region, [row * config.array.columns + column, row, column])
    offset = element * width_table(config)[region, register]
    port = first[(kind != Kind.LATE).astype(np.int64), region, register]
    bits = np.where(kind == Kind.RANDOM, events["toggle"], events["mask"])

    # At most 64 bits, starting anywhere in a word, touch at most three words.
    writes = np.zeros((3, len(events)), PORT_WRITE)
    writes["cycle"], writes["port"] = events["cycle"], port
    writes["word"] = (offset >> 5) + np.arange(3)[:, None]
    start = (offset & 31).astype(np.uint64)
    low = np.uint64(32)
    writes["mask"][0] = (bits << start) & np.uint64(0xFFFFFFFF)
    writes["mask"][1] = (bits >> (low - start)) & np.uint64(0xFFFFFFFF)
    writes["mask"][2] = bits >> low >> (low - start)
    flat = writes[writes["mask"] != 0]
    flat = flat[np.lexsort((flat["word"], flat["port"], flat["cycle"]))]
    place = flat[["cycle", "port", "word"]]
    starts = np.flatnonzero(np.append(np.full(min(len(flat), 1), True), place[1:] != place[:-1]))
    merged: NDArray[np.void] = flat[starts]
    if len(flat):
        merged["mask"] = np.bitwise_or.reduceat(flat["mask"], starts)
    return merged


def _port_table(config: Config) -> tuple[list[tuple[str, int]], Integers]:
    """Return name and bits of each port, and the port's index by [late or flip, region, register]."""
    if not config.faults.ports:
        raise FaultError("this configuration has no fault ports; set faults.ports = true")
    widths = width_table(config)
    counts = (config.array.rows * config.array.columns, config.array.rows, config.array.columns)
    index = np.full((len(_KIND_PORTS), len(Region), len(Register)), -1, np.int64)
    ports: list[tuple[str, int]] = []
    for kind, region, register in np.ndindex(*index.shape):
        if widths[region, register]:
            index[kind, region, register] = len(ports)
            name = f"{_KIND_PORTS[kind]}{_NAMES[region][register]}"
            ports.append((name, int(counts[region] * widths[region, register])))
    return ports, index
