"""Run OpenSTA scripts, written from the templates beside this file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from drift_hw.errors import UserError
from synth.templates import render

REMEDY = "install the Debian package opensta (apt install opensta), or put OpenSTA's sta on the PATH"


class OpenStaMissingError(UserError):
    """OpenSTA is not installed; the message says how to get it."""


class OpenStaError(UserError):
    """OpenSTA rejected a library or a netlist; the message holds its first error."""


def program() -> str | None:
    """Return the path of OpenSTA's `sta`, or None when it is not installed."""
    return shutil.which("sta")


def run(template: str, folder: Path, /, **values: Any) -> str:
    """Fill in `templates/TEMPLATE.tcl.j2`, run it with `folder` as working directory, return its output.

    Raises `OpenStaMissingError` without OpenSTA and `OpenStaError` when it stops at an error.
    """
    sta = program()
    if sta is None:
        raise OpenStaMissingError(f"OpenSTA is not installed: no timing and no power; {REMEDY}")
    script = folder / f"{template}.tcl"
    script.write_text(render(f"{template}.tcl", **values), encoding="utf-8")
    done = subprocess.run(
        [sta, "-no_splash", "-exit", script.name],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        # A user's start-up file must not change a number.
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
    )
    output = done.stdout + done.stderr
    error = re.search(r"^Error: .*", output, re.MULTILINE)
    if error or done.returncode:
        reason = error[0] if error else f"exit status {done.returncode}"
        raise OpenStaError(f"OpenSTA stopped in {template}: {reason}")
    return output
