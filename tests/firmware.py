"""The C driver for tests: compiled with all its functions visible, called through ctypes."""

from __future__ import annotations

import ctypes
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from drift_hw.config import Config
from drift_hw.emit.registers import c_header
from drift_hw.errors import UserError
from drift_hw.sim.device import DeviceError
from drift_hw.toolchain import find_compiler

DRIVER = Path(__file__).parent.parent / "drift_hw" / "driver_c"
STRICT = ("-Wall", "-Wextra", "-Werror", "-pedantic", "-Wconversion", "-Wno-sign-conversion")
VISIBLE = """
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#define static
#define inline
#include "drift_hw.h"
"""
"""A library of the driver's functions, which are all `static inline`."""

PROTOTYPE = re.compile(r"^static inline ([\w ]+ \*?)(drift_hw_\w+)\(([^)]*)\) \{", re.M)

READ = ctypes.CFUNCTYPE(ctypes.c_uint32, ctypes.c_void_p, ctypes.c_uint32)
WRITE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32)
WAIT = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)


def structure(name: str, **fields: Any) -> Any:
    """Return a C structure; a field's value is its type."""
    return type(name, (ctypes.Structure,), {"_fields_": list(fields.items())})


def of(kind: Any, names: str) -> dict[str, Any]:
    return dict.fromkeys(names.split(), kind)


U32, U64, BOOL = ctypes.c_uint32, ctypes.c_uint64, ctypes.c_bool
Platform = structure(
    "Platform",
    read32=READ,
    write32=WRITE,
    wait=WAIT,
    context=ctypes.c_void_p,
    memory=ctypes.c_void_p,
    memory_address=U64,
    memory_bytes=U64,
)
DeviceStructure = structure(
    "DeviceStructure",
    platform=Platform,
    **of(U32, "rows columns accumulator_width blocks points bus_bytes a_word b_word tile output_alignment"),
    **of(U32, "table_block address_width"),
    abft=BOOL,
    ring_address=U64,
    **of(U32, "ring_entries tail"),
    submitted=U64,
)
Job = structure(
    "Job",
    **of(U32, "m k n block timestep"),
    **of(U64, "a b table output checkpoint"),
    **of(BOOL, "abft override_policy correct"),
    action=U32,
    **of(BOOL, "checkpoint_read checkpoint_write row_major fence"),
)
Result = structure("Result", **of(U32, "code response masked_tiles"), address=U64)
BlockPolicy = structure("BlockPolicy", **of(U32, "tolerant sensitive"), correct=BOOL, action=U32)
State = structure(
    "State",
    **of(BOOL, "busy switching fallback error"),
    **of(U32, "point error_code error_response error_job"),
    error_address=U64,
)


class Registers(Protocol):
    """What the driver runs on: `GoldenBackend`, `RtlBackend` or a fake."""

    memory: Any

    def read_register(self, address: int) -> int: ...

    def write_register(self, address: int, value: int) -> None: ...


def compile_driver(config: Config, folder: Path, *, edit: Callable[[str], str] = lambda text: text) -> Any:
    """Return the driver of a configuration as a library; `edit` changes its source first."""
    (folder / "drift_registers.h").write_text(c_header(config))
    for header in DRIVER.glob("*.h"):
        (folder / header.name).write_text(edit(header.read_text()))
    (folder / "visible.c").write_text(VISIBLE)
    library = folder / "driver.so"
    command = [find_compiler(), "-x", "c", "-std=c99", "-O1", *STRICT, "-fPIC", "-shared"]
    subprocess.run([*command, folder / "visible.c", "-o", library], check=True)
    return declared(ctypes.CDLL(str(library)))


def declared(library: Any) -> Any:
    """Return the library with the types of its functions, as the driver's headers say them."""
    for path in DRIVER.glob("*.h"):
        for result, name, arguments in PROTOTYPE.findall(path.read_text()):
            function = getattr(library, name)
            function.restype = ctypes.c_char_p if "char" in result else c_type(result)
            function.argtypes = [c_type(one) for one in arguments.split(",")]
    return library


def c_type(text: str) -> Any:
    """Return the ctypes type of a declaration: pointers are addresses."""
    if "*" in text:
        return ctypes.c_void_p
    kinds = {"uint32_t": U32, "uint64_t": U64, "int64_t": ctypes.c_int64, "bool": BOOL, "void": None}
    return next((kinds[word] for word in text.split() if word in kinds), ctypes.c_int)


def constants(config: Config) -> dict[str, int]:
    """Return the enumerations of the header and of the driver, by name without DRIFT_."""
    text = c_header(config) + "".join(path.read_text() for path in DRIVER.glob("*.h"))
    return {name: int(value) for name, value in re.findall(r"^  DRIFT_(\w+) = (-?\d+)", text, re.M)}


@dataclass
class Firmware:
    """A program that has the driver and its platform: registers and memory of a backend."""

    library: Any
    backend: Registers
    offset: int = 0
    """Bus address from which on the memory is shared with the CPU."""
    patience: int = 1_000_000
    """Cycles that one call of `wait` may take."""

    def __post_init__(self) -> None:
        self.written: list[tuple[int, int]] = []
        self.waits = 0
        memory = self.backend.memory
        self.callbacks = READ(self._read), WRITE(self._write), WAIT(self._wait)
        self.platform = Platform(
            *self.callbacks, None, memory.ctypes.data + self.offset, self.offset, len(memory) - self.offset
        )
        self.device = DeviceStructure()

    def _read(self, _: object, address: int) -> int:
        return self.backend.read_register(address)

    def _write(self, _: object, address: int, value: int) -> None:
        self.written.append((address, value))
        self.backend.write_register(address, value)

    def _wait(self, _: object) -> int:
        self.waits += 1
        try:
            self.backend.wait(self.patience)
        except (DeviceError, UserError):
            return 1
        return 0

    def open(self) -> int:
        return self.library.drift_hw_open(ctypes.byref(self.device), ctypes.byref(self.platform))

    def call(self, function: str, *arguments: Any) -> int:
        """Call a function of the driver with the device first; arrays and structures go by address."""
        return getattr(self.library, f"drift_hw_{function}")(
            ctypes.byref(self.device), *(_argument(one) for one in arguments)
        )

    def submit(self, job: Any) -> tuple[int, int]:
        """Return the error and the ticket."""
        ticket = U64(1 << 63)
        return self.call("submit", job, ticket), ticket.value

    def wait(self, ticket: int, looks: int = 0) -> tuple[int, Any]:
        """Return the error and the result."""
        result = Result(code=0xFFFF)
        return self.call("wait", ticket, looks, result), result


def _argument(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        assert value.flags.c_contiguous
        return value.ctypes.data
    return ctypes.byref(value) if isinstance(value, (ctypes.Structure, U64)) else value
