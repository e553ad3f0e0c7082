"""Print a drawing as SVG: `python -m drift_hw.report array demo`, or `accelerator`, and a configuration."""

import sys

from drift_hw.config import load
from drift_hw.report.block_diagram import draw_accelerator
from drift_hw.report.drawing import draw_array

DRAWINGS = {"array": draw_array, "accelerator": draw_accelerator}

if __name__ == "__main__":
    _, name, source = sys.argv
    sys.stdout.write(DRAWINGS[name](load(source)))
