"""Register declaration, and what is emitted from it: SystemRDL, C header, Markdown, each read back."""

from __future__ import annotations

import itertools
import re
import subprocess

import pytest
from systemrdl import RDLCompiler
from systemrdl.node import RegNode
from systemrdl.rdltypes import AccessType, OnWriteType

from drift_hw.config import PRESETS, Config
from drift_hw.control import descriptor
from drift_hw.control.registers import (
    ADDRESS_BITS,
    CHECKER_COUNTERS,
    INTERRUPTS,
    PERFORMANCE_COUNTERS,
    RECOVERY_COUNTERS,
    Access,
    register_map,
)
from drift_hw.emit.registers import c_header, markdown, systemrdl
from drift_hw.toolchain import find_compiler

CONFIGS = {
    "tiny": PRESETS["tiny"],
    "drift": PRESETS["drift"],
    "most": Config().replace(
        array__rows=128,
        array__columns=128,
        array__accumulator_width=40,
        memory__data_width=1024,
        memory__address_width=64,
        memory__panel_words=65536,
        power__points=16,
        power__blocks=64,
    ),
    "injector": Config().replace(
        array__rows=128,
        array__columns=128,
        array__accumulator_width=40,
        array__product_register=True,
        memory__data_width=1024,
        power__blocks=64,
        faults__injector=True,
    ),
    "least": Config().replace(array__rows=1, array__columns=1, protection__abft=False, power__points=2),
}
EMITTERS = (systemrdl, c_header, markdown)


@pytest.mark.parametrize("variant", CONFIGS)
def test_declaration_is_consistent(variant):
    taken: dict[int, str] = {}
    registers = list(register_map(CONFIGS[variant]))
    assert [one.offset for one in registers] == sorted(one.offset for one in registers)
    for register in registers:
        for index in range(register.count or 1):
            address = register.address(index)
            assert address % 4 == 0
            assert address < 1 << ADDRESS_BITS
            assert address not in taken, f"{register.name} and {taken.get(address)} are both at {address:#x}"
            taken[address] = register.name
        bits = [bit for one in register.fields for bit in range(one.low, one.low + one.width)]
        assert len(set(bits)) == len(bits)
        assert max(bits) < 32
        for one in register.fields:
            assert 0 <= one.reset < 1 << one.width, f"{register.name}.{one.name}"
        with pytest.raises(IndexError):
            register.address(register.count or 1)


def test_interrupts_have_equal_places():
    registers = register_map(PRESETS["tiny"])
    for bit, (name, _) in enumerate(INTERRUPTS):
        for register in ("INTERRUPT_STATUS", "INTERRUPT_MASK"):
            assert registers[register].field(name).low == bit


@pytest.mark.parametrize("emit", EMITTERS)
def test_text_is_stamped_and_deterministic(emit):
    text = emit(PRESETS["tiny"])
    assert text == emit(PRESETS["tiny"])
    assert f"configuration {PRESETS['tiny'].hash}" in "".join(text.splitlines()[:4])
    assert text.endswith("\n")
    assert not re.search(r"[ \t]$", text, re.M)


# -- SystemRDL ---------------------------------------------------------------------------------------

RDL_ACCESS = {
    Access.READ_ONLY: (AccessType.r, AccessType.w, None, False),
    Access.CONSTANT: (AccessType.r, AccessType.na, None, False),
    Access.READ_WRITE: (AccessType.rw, AccessType.r, None, False),
    Access.WRITE_ONE_CLEAR: (AccessType.rw, AccessType.w, OnWriteType.woclr, False),
    Access.PULSE: (AccessType.w, AccessType.r, None, True),
}


@pytest.mark.parametrize("variant", CONFIGS)
def test_systemrdl_says_what_is_declared(variant, tmp_path):
    config = CONFIGS[variant]
    path = tmp_path / "registers.rdl"
    path.write_text(systemrdl(config))
    compiler = RDLCompiler()
    compiler.compile_file(str(path))
    top = compiler.elaborate().top
    found = {
        node.absolute_address: node for node in top.descendants(unroll=True) if isinstance(node, RegNode)
    }
    declared = {
        register.address(index): (register, index)
        for register in register_map(config)
        for index in range(register.count or 1)
    }
    assert found.keys() == declared.keys()
    for address, (register, index) in declared.items():
        node = found[address]
        interleaved = register.count is not None and register.stride > 4
        place = f"_{index}" if interleaved else f"[{index}]" if register.count is not None else ""
        assert node.get_path_segment() == f"{register.name}{place}"
        assert node.get_property("regwidth") == 32
        assert {field.inst_name for field in node.fields()} == {one.name for one in register.fields}
        for one in register.fields:
            field = node.get_child_by_name(one.name)
            assert (field.low, field.width) == (one.low, one.width)
            access = tuple(field.get_property(name) for name in ("sw", "hw", "onwrite", "singlepulse"))
            assert access == RDL_ACCESS[one.access]
            assert field.get_property("reset") == (None if one.access is Access.READ_ONLY else one.reset)
            assert field.get_property("desc") == one.doc


# -- C header ----------------------------------------------------------------------------------------

STRICT = ("-Wall", "-Wextra", "-Werror", "-pedantic")


def printed(header: str, names: list[str], folder, language: str) -> dict[str, int]:
    """Return what a program that includes the header says these names are."""
    (folder / "drift_registers.h").write_text(header)
    lines = "".join(f'  printf("%s %llu\\n", "{name}", (unsigned long long)({name}));\n' for name in names)
    source = folder / "program.c"
    source.write_text(
        f'#include <stdio.h>\n#include "drift_registers.h"\nint main(void) {{\n{lines}  return 0;\n}}\n'
    )
    kind = ["-x", "c++", "-std=c++11", "-Wno-long-long"] if language == "c++" else ["-x", "c", "-std=c99"]
    compiler = find_compiler()
    command = [compiler, *kind, *STRICT, source, "-o", folder / "program"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    output = subprocess.run([folder / "program"], capture_output=True, text=True, check=True).stdout
    return {name: int(value) for name, value in (line.split() for line in output.splitlines())}


def declared_values(config: Config) -> dict[str, int]:
    """Return every name of the header, spelled out from the declarations."""
    found: dict[str, int] = {}

    def bits(name: str, low: int, width: int) -> None:
        found[f"{name}_SHIFT"] = low
        found[f"{name}_MASK"] = sum(1 << bit for bit in range(low, low + width))

    for register in register_map(config):
        name = f"DRIFT_{register.name}"
        found[f"{name}_OFFSET"] = register.offset
        if register.count is not None:
            found |= {f"{name}_COUNT": register.count, f"{name}_STRIDE": register.stride}
        for one in register.fields:
            bits(f"{name}_{one.name.upper()}", one.low, one.width)
            if one.access is not Access.READ_ONLY:
                found[f"{name}_{one.name.upper()}_RESET"] = one.reset
    for part in itertools.chain(descriptor.FIELDS, descriptor.STATUS_FIELDS):
        found[f"DRIFT_DESCRIPTOR_{part.name.upper()}_OFFSET"] = part.offset
        found[f"DRIFT_DESCRIPTOR_{part.name.upper()}_BITS"] = part.width
    for flag, (low, width) in descriptor.FLAGS.items():
        bits(f"DRIFT_FLAG_{flag.upper()}", low, width)
    found |= {f"DRIFT_POLICY_{policy.name}": policy.value for policy in descriptor.Policy}
    found |= {f"DRIFT_CODE_{code.name}": code.value for code in descriptor.Code}
    families = {
        "PERFORMANCE": [name for name, _ in PERFORMANCE_COUNTERS],
        "RECOVERY": [name for name, _ in RECOVERY_COUNTERS],
        "CHECKER": list(CHECKER_COUNTERS),
    }
    for family, names in families.items():
        found |= {f"DRIFT_{family}_{name.upper()}": index for index, name in enumerate(names)}
    return found | {
        "DRIFT_DESCRIPTOR_BYTES": 128,
        "DRIFT_DESCRIPTOR_STATUS_OFFSET": 64,
        "DRIFT_DESCRIPTOR_STATUS_BYTES": 16,
        "DRIFT_DIMENSION_LIMIT": 65535,
        "DRIFT_RECOMPUTE_TILES": 8192,
        "DRIFT_PAGE_BYTES": 4096,
        "DRIFT_TABLE_ENTRY_BYTES": 8,
        "DRIFT_BIAS_BITS": 40,
        "DRIFT_MULTIPLIER_BITS": 16,
    }


@pytest.mark.parametrize("variant", CONFIGS)
@pytest.mark.parametrize("language", ["c", "c++"])
def test_c_header_says_what_is_declared(variant, language, tmp_path):
    header = c_header(CONFIGS[variant])
    expected = declared_values(CONFIGS[variant])
    assert printed(header, list(expected), tmp_path, language) == expected
    defined = set(re.findall(r"^(?:#define|  )\s*(DRIFT_\w+) ", header, re.M))
    assert defined == set(expected), "the header has names that no declaration has"


def test_wrong_header_is_caught(tmp_path):
    """What the test above compares is what the compiler made of the text."""
    header = re.sub(r"(DRIFT_POINT_FREQUENCY_SHIFT +)16u", r"\g<1>15u", c_header(PRESETS["tiny"]))
    expected = declared_values(PRESETS["tiny"])
    found = printed(header, list(expected), tmp_path, "c")
    assert {name for name in expected if found[name] != expected[name]} == {"DRIFT_POINT_FREQUENCY_SHIFT"}


# -- Markdown ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", CONFIGS)
def test_markdown_lists_everything(variant):
    config = CONFIGS[variant]
    text = markdown(config)
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##)", text, re.M | re.S))
    for register in register_map(config):
        section = sections.pop(register.name)
        assert f"`0x{register.offset:03x}`" in section
        rows = re.findall(
            r"^\| (\d+)(?::(\d+))? \| (\w+) \| (\w+) \| (?:`(\w+)` )?\| (.*) \|$", section, re.M
        )
        expected = [
            (
                str(one.low + one.width - 1),
                str(one.low) if one.width > 1 else "",
                one.name,
                str(one.access),
                "" if one.access is Access.READ_ONLY else f"{one.reset:#x}",
                one.doc.replace("|", "\\|"),
            )
            for one in register.fields
        ]
        assert rows == expected
        if register.count:
            assert f"{register.stride} n, n below {register.count}" in section
    assert not sections
    for part in itertools.chain(descriptor.FIELDS, descriptor.STATUS_FIELDS):
        assert f"| {part.offset} | {part.width} | {part.name} | {part.doc} |\n" in text
    for code in descriptor.Code:
        assert f"| {code.value} | {code.name} |\n" in text
