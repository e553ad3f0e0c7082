"""Draw a figure of the README: `python -m drift_hw.report FIGURE SOURCE PATH`.

`array` and `accelerator` are SVG drawings of a configuration; `headline` (SVG) and `falling` (PNG, policies
at falling supply) are drawn from headline.json and compare.json of a run folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from drift_hw.config import Config, load
from drift_hw.errors import UserError
from drift_hw.files import write_bytes
from drift_hw.report.block_diagram import draw_accelerator
from drift_hw.report.drawing import draw_array

DRAWINGS: Mapping[str, Callable[[Config], str]] = {"array": draw_array, "accelerator": draw_accelerator}


def headline(folder: Path) -> bytes:
    """Return the split of what is gained in each library, as SVG. Raises `UserError`."""
    from drift_hw.report.headline_pictures import split_figure
    from drift_hw.report.page import result

    return split_figure(result(folder, "headline"))


def falling(folder: Path) -> bytes:
    """Return the images of each policy at falling supply, as PNG. Raises `UserError` for rates."""
    from drift_hw.report.page import result
    from drift_hw.report.policies import sheet

    found = result(folder, "compare")
    if len(found["settings"]) < 2 or any(errors["model"] != "flop" for errors in found["errors"]):
        raise UserError(
            f"{folder / 'compare.json'} compares policies at {', '.join(found['settings'])}, not at several "
            "supplies; run `drift-hw compare` with --table and --voltages"
        )
    return sheet(found)


FIGURES: Mapping[str, Callable[[Path], bytes]] = {"headline": headline, "falling": falling}


def main(arguments: Sequence[str]) -> int:
    """Draw a figure and return the exit code."""
    name, source, path = arguments
    try:
        drawn = FIGURES[name](Path(source)) if name in FIGURES else DRAWINGS[name](load(source)).encode()
        write_bytes(Path(path), drawn)
    except UserError as error:
        print(f"drift-hw: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
