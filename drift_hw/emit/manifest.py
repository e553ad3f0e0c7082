"""Flop manifest: every fault-portable flop of the array, by hierarchical path and by fault site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields

from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.core import Core
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.faults.flop import registers


@dataclass(frozen=True)
class Flop:
    """One register of the array; row and column are those of fault sites (docs/microarchitecture.md)."""

    path: str
    """Hierarchical name below `drift_core`."""
    register: str
    """Register class: a, b, product or accumulator."""
    row: int
    """0 to R; R is the checksum row."""
    column: int
    """0 to C; C is the checksum column."""
    width: int
    """Bits."""


def flops(config: Config) -> Iterator[Flop]:
    """Yield every fault-portable flop, row by row, the checksum row last."""
    array = Core(config).array
    rows, columns = config.array.rows, config.array.columns
    row = 0
    for index, segment in enumerate(array.segments):
        for i in range(segment.rows):
            path = f"array.segment{index}.row{i}"
            for j in range(columns):
                yield from _of_pe(config, segment.row.pe, f"{path}.pe{j}", row, j)
            if config.protection.abft:
                yield from _of_pe(config, segment.row.checksum_pe, f"{path}.checksum_pe", row, columns)
            row += 1
    if config.protection.abft:
        for j in range(columns):
            yield from _of_pe(config, array.checksum_row.pe, f"array.checksum_row.pe{j}", rows, j)


def _of_pe(config: Config, pe: ProcessingElement, path: str, row: int, column: int) -> Iterator[Flop]:
    for register, width in registers(config, pe.a_width, pe.b_width).items():
        yield Flop(f"{path}.{verilog_name(pe, register)}", register, row, column, width)


def verilog_name(pe: Block, register: str) -> str:
    """Return the name of a PE's register in emitted Verilog: its output port's where it has one."""
    port = f"{register}_out"
    return port if any(name == port for name, _, _ in pe.ports()) else register


def manifest_csv(config: Config, stamp: str) -> str:
    """Return the manifest as CSV with a comment line on top."""
    names = ",".join(field.name for field in fields(Flop))
    lines = (",".join(str(value) for value in astuple(flop)) for flop in flops(config))
    return "\n".join([f"# {stamp}", names, *lines]) + "\n"
