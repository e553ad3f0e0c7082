"""The command line `drift-hw`: one module per command, one place where errors become a line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from drift_hw.cli.application import app
from drift_hw.errors import UserError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on `arguments` (default: those of the process) and return the exit code.

    0: done; 1: the work was done and its answer is no (a mismatch, a missing tool); 2: bad input, told
    in one line on standard error, with nothing half-written.
    """
    try:
        app(args=None if arguments is None else list(arguments), prog_name="drift-hw")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except UserError as error:
        print(f"drift-hw: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    return 0
