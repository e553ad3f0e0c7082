"""Style, format and types of the whole tree, as tests: what passes here passes in every checkout."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("drift_hw", "golden", "synth", "cocotb_tests")
SOURCES = sorted(path for folder in (*ROOMS, "tests") for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=["lint", "format", "types"],
)
def test_tools_are_content(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


# What each package may import of the others: imports run one way.
ALLOWED = {
    "golden": {
        *(
            f"drift_hw.{name}"
            for name in ("__version__", "config", "errors", "files", "policy", "provenance")
        ),
        *(
            f"drift_hw.{name}"
            for name in ("memory.layout", "control.descriptor", "control.registers", "control.timesteps")
        ),
        *(f"drift_hw.{name}" for name in ("faults.table", "faults.context", "faults.fabric", "native")),
        "golden",
    },
    "synth": {"drift_hw", "golden", "synth"},
    "cocotb_tests": {"drift_hw", "golden", "cocotb_tests"},
}
HARDWARE_ROOMS = (
    *("block.py", "core.py", "top.py", "datapath", "protect", "power", "memory", "control", "faults"),
    *("emit", "sim"),
)


def imported(path: Path) -> set[str]:
    """Return what a file imports of this repository, as module.name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in ROOMS}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts
    for module in imported(path):
        if room[0] in ALLOWED:
            assert any(module == name or module.startswith(f"{name}.") for name in ALLOWED[room[0]]), (
                f"{room[0]} must not import {module}"
            )
        if room[0] == "drift_hw" and room[1] in HARDWARE_ROOMS:
            assert module.startswith("drift_hw"), f"hardware must not import {module}"


def source_of(module: str) -> Path:
    """Return the file of a module, or of the module that a name is in."""
    parts = module.split(".")
    for path in (ROOT.joinpath(*parts), ROOT.joinpath(*parts[:-1])):
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file():
                return file
    raise AssertionError(f"no file has {module}")


def test_the_golden_model_reaches_no_simulator() -> None:
    """Nor synthesis, drivers and commands: not even by what it imports imports."""
    reached = {path: "" for path in SOURCES if path.relative_to(ROOT).parts[0] == "golden"}
    found = list(reached)
    while found:
        path = found.pop()
        for module in imported(path):
            source = source_of(module)
            if source not in reached:
                reached[source] = f"{reached[path]} > {path.relative_to(ROOT)}"
                found.append(source)
    forbidden = {("synth",), ("cocotb_tests",)}
    forbidden |= {("drift_hw", room) for room in ("sim", "emit", "cli", "report", "bench", "campaign")}
    for path, way in reached.items():
        room = path.relative_to(ROOT).parts
        assert not {room[:1], room[:2]} & forbidden, f"golden reaches {'/'.join(room)}:{way}"
