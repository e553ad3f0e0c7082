"""A run folder with every result that a page can show, by small runs of the commands themselves."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from drift_hw.cli import main

FEW = ("--preset", "demo", "--images", "4", "--steps", "4")
COMMANDS: dict[str, tuple[str, ...]] = {
    "demo": ("--preset", "demo", "--faults", "60", "--images", "4", "--steps", "1", "--size", "8"),
    "study": ("all", *FEW, "--seeds", "1", "--rate", "0.003"),
    "compare": (*FEW, "--voltages", "1.2,1.14,1.12", "--period-ps", "5990", "--table", "table.npz"),
    "explore": (*FEW, "--confirm", "4", "--trials", "2", "--psnr", "0", "--table", "table.npz"),
    "headline": (*FEW, "--confirm", "4", "--cycles", "2000", "--dies", "20", "--pdk", "osu018"),
}
"""Commands and their options, in an order in which each finds what it needs in the folder."""


def fill(folder: Path) -> None:
    """Run all of them into a folder; what they print is dropped."""
    for command, options in COMMANDS.items():
        words = [str(folder / word) if word == "table.npz" else word for word in options]
        with contextlib.redirect_stdout(io.StringIO()):
            code = main([command, *words, "--out", str(folder)])
        assert code == 0, f"drift-hw {command} ended with {code}"
