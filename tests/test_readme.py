"""The README's commands work: each is run here, or is a make target that continuous integration runs."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import typer
import typer.core

from drift_hw.bench import find
from drift_hw.cli import main
from drift_hw.cli.application import app
from drift_hw.config import PRESETS
from drift_hw.emit.registers import c_header
from drift_hw.report.__main__ import DRAWINGS
from drift_hw.toolchain import find_compiler

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ ")
]
PYTHON, C = (re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) for language in ("python", "c"))
MAKE = [command for command in COMMANDS if command.startswith("make ")]
PROGRAM = [command for command in COMMANDS if command.startswith("drift-hw ")]


def test_every_command_is_of_a_kind_that_is_tested() -> None:
    assert PROGRAM
    assert MAKE
    assert set(COMMANDS) == {*MAKE, *PROGRAM, ". .venv/bin/activate"}


def test_make_targets_exist() -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = {target for text in re.findall(r"make ((?:[a-z]+ ?)+)[`\n]", README) for target in text.split()}
    assert {"demo", "test", "regress", "bench", "rtl", "lint"} <= named
    assert named <= set(targets)


def test_commands_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # One after the other in one folder, as a reader types them: later ones use what earlier ones wrote.
    monkeypatch.chdir(tmp_path)
    for command in PROGRAM:
        code = main(shlex.split(command)[1:])
        printed = capsys.readouterr()
        assert code == 0, f"{command}\n{printed.err}"
        assert printed.out, f"{command} printed nothing"


@pytest.mark.parametrize("text", sorted({*re.findall(r"`(drift-hw [^`]+)`", README)}))
def test_commands_in_the_text_are_understood(text: str) -> None:
    program = typer.main.get_command(app)
    name, *rest = shlex.split(text)[1:]
    if name == "--help":
        return
    assert isinstance(program, typer.core.TyperGroup)
    command = program.commands[name]
    chosen = command.make_context(name, rest).params  # raises for an option that there is not
    if name == "bench":
        assert find(chosen["name"])


def test_links_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    for link in links:
        assert (ROOT / link.partition("#")[0]).exists(), link


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings_are_of_the_present_generator(name: str) -> None:
    drawing = (ROOT / "docs" / "figures" / f"{name}.svg").read_text(encoding="utf-8")
    assert drawing == DRAWINGS[name](PRESETS["demo"]), "run: make figures"


def test_python_runs_on_verilog_and_model() -> None:
    (script,) = PYTHON
    assert "RtlBackend" in script
    assert "assert" in script
    exec(compile(script, "README.md", "exec"), {})


def test_c_compiles(tmp_path: Path) -> None:
    (source,) = C
    (tmp_path / "run.c").write_text(source)
    (tmp_path / "drift_registers.h").write_text(c_header(PRESETS["tiny"]))
    options = ["-x", "c", "-std=c99", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]
    folders = ["-I", ROOT / "drift_hw" / "driver_c", "-I", tmp_path]
    subprocess.run([find_compiler(), *options, *folders, tmp_path / "run.c"], check=True)
