"""Registers and descriptors for others: SystemRDL, C header and Markdown, made from their declarations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drift_hw.config import Config
from drift_hw.control import descriptor
from drift_hw.control.registers import (
    ADDRESS_BITS,
    CHECKER_COUNTERS,
    PERFORMANCE_COUNTERS,
    RECOVERY_COUNTERS,
    REGISTER_BYTES,
    Access,
    Register,
    register_map,
)
from drift_hw.emit.rendering import render
from drift_hw.emit.verilog import stamp
from drift_hw.memory.layout import BIAS_BITS, MULTIPLIER_BITS, PAGE_BYTES, TABLE_ENTRY_BYTES

HEADER_NAME = "drift_registers.h"
"""The name under which `driver_c/drift_hw.h` includes the C header."""

ACCESS = {
    Access.READ_ONLY: ("driven by hardware", ("sw = r", "hw = w")),
    Access.CONSTANT: ("fixed by the configuration", ("sw = r", "hw = na")),
    Access.READ_WRITE: ("set by software", ("sw = rw", "hw = r")),
    Access.WRITE_ONE_CLEAR: (
        "set by hardware; writing 1 clears, a set at the same time wins",
        ("sw = rw", "onwrite = woclr", "hw = w", "hwset", "precedence = hw"),
    ),
    Access.PULSE: ("writing 1 triggers once; reads as 0", ("sw = w", "hw = r", "singlepulse")),
}
"""What each access means, and its SystemRDL properties."""

COUNTERS = {
    "performance": PERFORMANCE_COUNTERS,
    "recovery": RECOVERY_COUNTERS,
    "checker": tuple((name, name.replace("_", " ")) for name in CHECKER_COUNTERS),
}
"""Family -> (name, meaning) of each counter, in order of index."""


def systemrdl(config: Config) -> str:
    """Return the registers as SystemRDL 2.0, one `addrmap drift_registers`.

    Entries of interleaved arrays, which the language does not know, are registers named `<array>_<index>`.
    """
    properties = {access: rdl for access, (_, rdl) in ACCESS.items()}
    return render("registers.rdl.j2", _values(config) | {"properties": properties})


def markdown(config: Config) -> str:
    """Return the reference of registers and descriptors as Markdown."""
    values = {
        "address_bytes": 1 << ADDRESS_BITS,
        "accesses": {access: meaning for access, (meaning, _) in ACCESS.items()},
        "counters": COUNTERS,
        "descriptor": descriptor,
    }
    return render("registers.md.j2", _values(config) | values)


def c_header(config: Config) -> str:
    """Return `drift_registers.h`: registers, descriptors, layout constants, counters, policies and codes.

    Names are those of the declarations after `DRIFT_`: a register has `_OFFSET`, an array `_COUNT` and
    `_STRIDE` too, and a field of it `_SHIFT`, `_MASK` and, unless hardware drives it, `_RESET`.
    """
    sections = {f"{register.name}: {register.doc}": _register(register) for register in register_map(config)}
    sections["Descriptors"] = {
        "DESCRIPTOR_BYTES": f"{descriptor.DESCRIPTOR_BYTES}u",
        "DESCRIPTOR_STATUS_OFFSET": f"{descriptor.STATUS_OFFSET}u",
        "DESCRIPTOR_STATUS_BYTES": f"{descriptor.STATUS_BYTES}u",
    }
    sections["Descriptors: fields of the job and of its status"] = {
        f"DESCRIPTOR_{field.name.upper()}_{what}": f"{value}u"
        for field in (*descriptor.FIELDS, *descriptor.STATUS_FIELDS)
        for what, value in (("OFFSET", field.offset), ("BITS", field.width))
    }
    sections["Bits of a descriptor's flags"] = {
        name: value
        for flag, (low, width) in descriptor.FLAGS.items()
        for name, value in _bits(f"FLAG_{flag.upper()}", low, width).items()
    }
    sections["Limits and layout of memory"] = {
        "DIMENSION_LIMIT": f"{(1 << descriptor.DIMENSION_BITS) - 1}u",
        "RECOMPUTE_TILES": f"{descriptor.RECOMPUTE_TILES}u",
        "PAGE_BYTES": f"{PAGE_BYTES}u",
        "TABLE_ENTRY_BYTES": f"{TABLE_ENTRY_BYTES}u",
        "BIAS_BITS": f"{BIAS_BITS}u",
        "MULTIPLIER_BITS": f"{MULTIPLIER_BITS}u",
    }
    enumerations = {
        f"{family}_counter": {name: index for index, (name, _) in enumerate(entries)}
        for family, entries in COUNTERS.items()
    }
    enumerations |= {"policy": _members(descriptor.Policy), "code": _members(descriptor.Code)}
    values = _values(config) | {"sections": sections, "enumerations": enumerations}
    return render("registers.h.j2", values)


def _values(config: Config) -> dict[str, Any]:
    """Return what every template needs."""
    return {"stamp": stamp(config), "registers": register_map(config), "register_bytes": REGISTER_BYTES}


def _members(kind: Iterable[Any]) -> dict[str, int]:
    return {member.name: member.value for member in kind}


def _bits(name: str, low: int, width: int) -> dict[str, str]:
    return {f"{name}_SHIFT": f"{low}u", f"{name}_MASK": f"0x{((1 << width) - 1) << low:08x}u"}


def _register(register: Register) -> dict[str, str]:
    """Return the C definitions of a register."""
    found = {f"{register.name}_OFFSET": f"0x{register.offset:03x}u"}
    if register.count is not None:
        found |= {
            f"{register.name}_COUNT": f"{register.count}u",
            f"{register.name}_STRIDE": f"{register.stride}u",
        }
    for field in register.fields:
        name = f"{register.name}_{field.name.upper()}"
        found |= _bits(name, field.low, field.width)
        if field.access is not Access.READ_ONLY:
            found[f"{name}_RESET"] = f"0x{field.reset:x}u"
    return found
