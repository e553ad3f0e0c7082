"""Map emitted Verilog to library cells with Yosys and ABC, one module at a time.

Every module of the emitted Verilog is kept as a module, its children black boxes, and mapped in a Yosys
process of its own. So a result depends on the module, the library and the recipe alone: it is cached by
the hash of these, the PE is mapped once whatever the array's size, and the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from drift_hw.emit.yosys import YosysError, run_yosys
from drift_hw.errors import UserError
from drift_hw.files import write_text
from synth.netlist import Module, Netlist, Port
from synth.pdk import Library

Progress = Callable[[str, int, int], None]
"""Called as `progress(what, done, total)`."""

_SIZE = "topo; buffer -c; upsize{D}; dnsize{D}"
RECIPES: Mapping[str, str] = {
    "area": f"strash; ifraig; scorr; dc2; dch -f; amap -m; {_SIZE}",
    "balanced": f"strash; ifraig; scorr; dc2; dch -f; map -B 0.9; {_SIZE}",
    "speed": f"strash; ifraig; scorr; dc2; strash; dch -f; if -g -K 6; strash; dch -f; map -B 0.9; {_SIZE}",
}
"""ABC scripts, smallest first: area-oriented mapping; delay-oriented mapping; the same after delay-oriented
restructuring. Each ends with buffering and gate sizing: for least delay, or for the clock period at `{D}`."""

_MODULE = re.compile(r"^module\s+(\S+?)\s*\(.*?^endmodule\n", re.MULTILINE | re.DOTALL)
_PORT = re.compile(r"^  (input|output) (?:wire |reg )?((?:\[(\d+):(\d+)\] )?(\S+)) *;", re.MULTILINE)
_MEMORY = re.compile(r"^\s*reg (?:\[(\d+):(\d+)\] )?\S+ \[(\d+):(\d+)\];", re.MULTILINE)


class MappingError(UserError):
    """Yosys or ABC could not map a module to the library; the message holds the reason they gave."""


def split_modules(verilog: str) -> dict[str, str]:
    """Return the text of each module of emitted Verilog, by name."""
    return {match[1]: match[0] for match in _MODULE.finditer(verilog)}


def memory_bits(text: str) -> int:
    """Return the bits of all memories declared in a module's text."""
    bits = 0
    for left, right, first, last in _MEMORY.findall(text):
        width = int(left) - int(right) + 1 if left else 1
        bits += width * (abs(int(last) - int(first)) + 1)
    return bits


def module_ports(verilog: str, name: str) -> list[tuple[str, str, str]]:
    """Return (direction, range, name) of each port of a module of emitted Verilog; the range may be ""."""
    return [
        (direction, f"[{left}:{right}] " if left else "", port)
        for direction, _, left, right, port in _PORT.findall(split_modules(verilog)[name])
    ]


def _stub(text: str) -> str:
    """Return a black box with the header and ports of a module."""
    header = text[: text.index(";") + 1]
    ports = [f"  {direction} {port};" for direction, port, *_ in _PORT.findall(text)]
    return "\n".join(["(* blackbox *)", header, *ports, "endmodule", ""])


def _memory(name: str, text: str, bits: int) -> Module:
    """Return the black box that stands for a module with a memory."""
    ports = {}
    first = 2
    for direction, _, left, right, port in _PORT.findall(text):
        width = int(left) - int(right) + 1 if left else 1
        ports[port] = Port(port, direction, tuple(range(first, first + width)))
        first += width
    return Module(name, ports, {}, {port.name: port.bits for port in ports.values()}, bits)


def _sources(modules: Mapping[str, str], name: str) -> str:
    """Return the text to map `name`: the module, and a black box of each module that it instantiates."""
    text = modules[name]
    children = [
        child
        for child in modules
        if child != name and re.search(rf"^\s*{re.escape(child)}\s", text, re.MULTILINE)
    ]
    return text + "".join(_stub(modules[child]) for child in children)


def map_script(name: str, library: Library, booth: bool = True) -> list[str]:
    """Return the Yosys commands that map module `name` of `source.v` and write `mapped.json`.

    `abc.script` and `abc.constr` are expected beside them. A multiplier becomes a Booth array: smaller,
    and no slower, than Yosys' default in every library tried; without `booth` it becomes that default,
    which merges an addition behind it into its tree.
    """
    files = " ".join(f"-liberty {path}" for path in library.paths)
    avoid = " ".join(f"-dont_use {cell}" for cell in sorted(library.cells) if library.avoids(cell))
    high, low = library.ties()
    ties = " ".join(
        f"-{kind}cell {tie[0]} {tie[1]}" for kind, tie in (("hi", high), ("lo", low)) if tie is not None
    )
    return [
        "read_verilog source.v",
        f"hierarchy -check -top {name}",
        "proc",
        "flatten",
        "opt -full",
        "wreduce",
        "peepopt",
        "opt_clean",
        *(["booth"] if booth else []),
        "alumacc",
        "share",
        "opt -full",
        "techmap",
        "opt -fast",
        f"dfflibmap {avoid} {files}",
        "opt",
        f"abc {avoid} {files} -constr abc.constr -script abc.script",
        *([f"hilomap -singleton {ties}"] if ties else []),
        "opt_clean -purge",
        "rename -enumerate",
        "check -mapped",
        "write_json mapped.json",
    ]


def _without(paths: Sequence[Path], script: Sequence[str]) -> list[str]:
    """Return a script without these paths."""
    pattern = "|".join(re.escape(str(path)) for path in paths)
    return [re.sub(pattern, "", line) for line in script]


def map_module(
    modules: Mapping[str, str],
    name: str,
    library: Library,
    *,
    recipe: str,
    period_ns: float | None,
    cache: Path | None,
    booth: bool = True,
) -> Module:
    """Map one module of `modules` (name to text), or read it from the cache. Raises `MappingError`.

    Gates are sized for `period_ns`, no larger than it needs; for least delay when it is None.
    Other entries of `modules` that it instantiates are black boxes; modules within its own text are
    flattened into it.
    """
    if bits := memory_bits(modules[name]):
        return _memory(name, modules[name], bits)
    source = _sources(modules, name)
    script = map_script(name, library, booth)
    # Yosys fills in {D} of its own scripts only.
    target = "" if period_ns is None else f" -D {period_ns * 1000:.0f}"
    abc = RECIPES[recipe].replace("{D}", target).replace("; ", "\n") + "\n"
    constraints = f"set_driving_cell {library.buffer().name}\nset_load 10 [all_outputs]\n"
    digest = hashlib.sha256()
    # Paths of the libraries stay out of the key: their contents are in it.
    for part in (source, abc, constraints, library.hash, *_without(library.paths, script)):
        digest.update(part.encode() + b"\0")
    kept = None if cache is None else cache / f"{name}-{digest.hexdigest()[:24]}.json"
    if kept is not None and kept.is_file():
        return Module.from_json(name, json.loads(kept.read_text(encoding="utf-8"))["modules"][name])
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "source.v").write_text(source, encoding="utf-8")
        (work / "abc.script").write_text(abc, encoding="utf-8")
        (work / "abc.constr").write_text(constraints, encoding="utf-8")
        try:
            run_yosys(script, work)
        except YosysError as error:
            raise MappingError(f"can not map {name} to {library.name}: {error}") from error
        text = (work / "mapped.json").read_text(encoding="utf-8")
    module = Module.from_json(name, json.loads(text)["modules"][name])
    unknown = sorted({i.type for i in module.instances.values()} - set(modules) - set(library.cells))
    if unknown:
        raise MappingError(f"{library.name} lacks cells to map {name}: {', '.join(unknown)} remain")
    if kept is not None:
        write_text(kept, text)
    return module


def map_flat(verilog: str, top: str, library: Library, *, recipe: str, cache: Path | None = None) -> Netlist:
    """Map the design as one module, without the hierarchy: slow, and the check of what hierarchy costs.

    Memories stay black boxes. Raises `MappingError`.
    """
    modules = split_modules(verilog)
    memories = {name: text for name, text in modules.items() if memory_bits(text)}
    inner = "".join(text for name, text in modules.items() if name not in memories and name != top)
    whole = {top: modules[top] + inner, **memories}
    mapped = {
        name: map_module(whole, name, library, recipe=recipe, period_ns=None, cache=cache) for name in whole
    }
    return Netlist(top, mapped)


def map_design(
    verilog: str,
    top: str,
    library: Library,
    *,
    recipe: str | Mapping[str, str] = "balanced",
    period_ns: float | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    only: Sequence[str] | None = None,
    workers: int = 2,
) -> Netlist:
    """Map the design `top` in `verilog` to `library`.

    `recipe` names an entry of `RECIPES`, for all modules or by module (others: "balanced"); `period_ns`
    is the clock period to size for; `only` restricts the work to some modules. Modules that hold a memory
    are black boxes with a count of bits. Raises `MappingError`.
    """
    modules = split_modules(verilog)
    names = [name for name in modules if only is None or name in only]

    def one(name: str) -> Module:
        chosen = recipe if isinstance(recipe, str) else recipe.get(name, "balanced")
        return map_module(modules, name, library, recipe=chosen, period_ns=period_ns, cache=cache)

    mapped = {}
    with ThreadPoolExecutor(workers) as pool:
        for done, module in enumerate(pool.map(one, names), 1):
            mapped[module.name] = module
            if progress is not None:
                progress(f"mapping {module.name}", done, len(names))
    return Netlist(top, mapped)
