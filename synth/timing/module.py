"""A module whose late bits are studied: its mapped netlist, and which register bit each flop is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from drift_hw.faults.table import REGISTERS
from synth import yosys
from synth.fanout import buffered
from synth.flow import DEFAULT_RECIPE, mapping_cache
from synth.liberty import Pin
from synth.netlist import Bit, Instance, Module, Netlist, module_verilog
from synth.pdk import Library
from synth.timing.errors import TimingError

CONTROL = len(REGISTERS)
"""Code of the flops that belong to none of `REGISTERS`, such as the flush marker's."""
WORD_BITS = 64
"""Most flops of one code: simulators keep a register in a 64-bit word."""

RegisterBits = Mapping[str, tuple[int, int]]
"""(register code, number of the wire's bit 0 in that register) by wire."""
PLAIN_REGISTERS: RegisterBits = {
    wire: (code, 0) for code, name in enumerate(REGISTERS) for wire in (name, f"{name}_out")
}
"""The registers of a PE by the wires, or output ports, that they drive."""


def natural(name: str) -> list[int | str]:
    """Return a key that sorts names by the numbers in them."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


@dataclass(frozen=True, eq=False)
class TimedModule:
    """A flat module, mapped to library cells and buffered."""

    region: int
    """Kind of PE: index into `drift_hw.faults.table.REGIONS`."""
    module: Module
    recipe: str
    """Entry of `synth.yosys.RECIPES` that it was mapped by."""
    flops: tuple[str, ...]
    """Instance names of the flops, in natural order."""
    endpoints: tuple[tuple[int, int], ...]
    """By flop: code of the register (`CONTROL` for others) and bit in it."""
    clock_period_ns: float | None
    """Clock period that its gates were sized for; None: least delay."""
    netlist_hash: str
    """SHA-256 of its Verilog."""

    @property
    def name(self) -> str:
        """Name of the module."""
        return self.module.name

    @cached_property
    def flop_index(self) -> dict[str, int]:
        """Place of each flop in `flops`."""
        return {name: index for index, name in enumerate(self.flops)}

    def verilog(self) -> str:
        """Return the netlist as structural Verilog."""
        return module_verilog(self.module)

    def area(self, library: Library) -> float:
        """Return the area of its cells in square micrometres."""
        return sum(library.cells[instance.type].area for instance in self.module.instances.values())


def pins(library: Library, instance: Instance) -> Iterator[tuple[Pin, Bit]]:
    """Yield each connected pin of a library cell's instance, with its net."""
    for name, bits in instance.connections.items():
        if bits:
            yield library.cells[instance.type].pins[name], bits[0]


def timed(
    module: Module,
    library: Library,
    *,
    region: int = 0,
    recipe: str,
    period_ns: float | None,
    registers: RegisterBits = PLAIN_REGISTERS,
) -> TimedModule:
    """Return a mapped module with its flops told apart by the wires that they drive.

    Wires that `registers` does not name are control, numbered in the order of the flops' names. Raises
    `TimingError` for a module without flops or clock, with latches, with cells that the library lacks, with
    two flops for one register bit, and with more than `WORD_BITS` control flops.
    """
    if "clk" not in module.ports:
        raise TimingError(f"{module.name} has no clock: its ports are {', '.join(module.ports)}, not clk")
    check_cells(module, library)
    flops = sorted(
        (name for name, i in module.instances.items() if library.cells[i.type].flop is not None), key=natural
    )
    if not flops:
        raise TimingError(f"{module.name} has no flops: there is nothing that could capture late bits")
    endpoints: list[tuple[int, int]] = []
    control = 0
    for name in flops:
        found = _register_bit(module, library, module.instances[name], registers)
        if found is None:
            found = (CONTROL, control)
            control += 1
        if found in endpoints:
            code, bit = found
            raise TimingError(
                f"two flops of {module.name} are bit {bit} of register {REGISTERS[code]}; name the wires of "
                "its registers apart"
            )
        endpoints.append(found)
    if control > WORD_BITS:
        raise TimingError(
            f"{module.name} has {control} flops that are of no known register, {WORD_BITS} at most can be "
            "simulated; say which wires are registers"
        )
    text = module_verilog(module)
    return TimedModule(
        region=region,
        module=module,
        recipe=recipe,
        flops=tuple(flops),
        endpoints=tuple(endpoints),
        clock_period_ns=period_ns,
        netlist_hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def check_cells(module: Module, library: Library) -> None:
    """Raise `TimingError` unless the library has all cells of a module, with timing, and none is a latch."""
    types = {instance.type for instance in module.instances.values()}
    if missing := sorted(types - set(library.cells)):
        raise TimingError(
            f"{library.name} lacks cells of {module.name}: {', '.join(missing)}; map the module to this "
            "library, or take a corner of the library that it was mapped to"
        )
    cells = [library.cells[kind] for kind in sorted(types)]
    if latches := [cell.name for cell in cells if cell.latch]:
        raise TimingError(f"{module.name} holds latches ({', '.join(latches)}); only flops can be timed")
    if untimed := [cell.name for cell in cells if cell.inputs and not cell.timing]:
        raise TimingError(
            f"{library.name} has no timing of {', '.join(untimed)}; give a Liberty file with timing groups"
        )


def _register_bit(
    module: Module, library: Library, flop: Instance, registers: RegisterBits
) -> tuple[int, int] | None:
    """Return (code, bit) of a flop by the wires that it drives."""
    for pin, net in pins(library, flop):
        if pin.direction != "output" or not isinstance(net, int):
            continue
        for wire, first in registers.items():
            bits = module.wires.get(wire, ())
            if net in bits:
                return first[0], first[1] + bits.index(net)
    return None


def timed_module(
    verilog: str,
    name: str,
    library: Library,
    *,
    region: int = 0,
    recipe: str = DEFAULT_RECIPE,
    period_ns: float | None = None,
    registers: RegisterBits = PLAIN_REGISTERS,
    booth: bool = True,
    cache: Path | None = None,
) -> TimedModule:
    """Map module `name` of emitted Verilog, a module without instances of others, and buffer its nets.

    `registers` says which wires are which register, as for `timed`; `booth` is `yosys.map_module`'s; `cache`
    is the folder of mapped modules, the user's by default. Raises as `timed`, and `MappingError`.
    """
    modules = yosys.split_modules(verilog)
    if name not in modules:
        raise TimingError(f"the Verilog has no module {name}; it has {', '.join(modules) or 'none'}")
    mapped = yosys.map_module(
        modules,
        name,
        library,
        recipe=recipe,
        period_ns=period_ns,
        cache=cache or mapping_cache(),
        booth=booth,
    )
    if mapped.memory_bits:
        raise TimingError(f"{name} holds a memory; only modules of gates and flops can be timed")
    if inner := sorted({i.type for i in mapped.instances.values()} & set(modules)):
        raise TimingError(f"{name} is not flat: it holds {', '.join(inner)}; time those, or flatten it")
    flat = buffered(Netlist(name, {name: mapped}), library).modules[name]
    return timed(flat, library, region=region, recipe=recipe, period_ns=period_ns, registers=registers)
