"""Unbounded proofs without helpers: ABC's property-directed reachability finds an inductive invariant.

For control logic: it works bit by bit, so wide counters and codes are hard for it. The ABC is that of pyosys.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from drift_hw.emit.yosys import run_yosys
from synth.formal.errors import FormalError


def search(script: Sequence[str], folder: Path, top: str, timeout: float) -> None:
    """Prove all assertions of the module that the Yosys commands `script` leave, in every cycle of every run.

    Files are written to `folder`. Raises `FormalError` for a violation, which is not named, and when no
    invariant is found in `timeout` seconds.
    """
    bits = [
        "chformal -cover -remove",
        "memory_map -formal",
        "formalff -clk2ff -ff2anyinit",
        "opt -full",
        "simplemap",
        "dffunmap",
        "aigmap",
        "opt_clean",
        "write_aiger -I -B -zinit problem.aig",
    ]
    run_yosys([*script, *bits], folder)
    # `fold` makes the assumptions part of the property. `scorr` and `dc2` make the problem small, sometimes
    # so much that no flop is left: then `pdr` has nothing to do, and `sat` decides.
    commands = f"read_aiger problem.aig; fold; strash; scorr; dc2; scorr; pdr -T {timeout:.0f}; sat"
    done = subprocess.run(
        [_program(), "-c", commands], cwd=folder, capture_output=True, text=True, check=False
    )
    if re.search(r"^(Property proved\.|UNSATISFIABLE)", done.stdout, re.MULTILINE):
        return
    if violated := re.search(r"was asserted in frame (\d+)", done.stdout):
        frames = int(violated[1]) + 1
        raise FormalError(
            f"{top}: an assertion is violated within {frames} cycles; a search of that depth names it"
        )
    tail = "\n".join((done.stdout + done.stderr).splitlines()[-6:])
    raise FormalError(f"{top}: no invariant was found in {timeout:.0f} s:\n{tail}")


def _program() -> str:
    package = find_spec("pyosys")
    if package is None or package.origin is None:
        raise FormalError("pyosys is not installed, and with it ABC: make setup")
    return str(Path(package.origin).parent / "yosys-abc")
