"""Emission: Verilog, flop manifest, constraints and FuseSoC core of a configuration."""

from pathlib import Path

from drift_hw.emit.files import contents, write
from drift_hw.emit.verilog import accelerator_verilog, block_verilog, verilog

LINT_WAIVERS = Path(__file__).with_name("lint.vlt")
"""Verilator's waivers for emitted Verilog, each with its reason."""

__all__ = ["LINT_WAIVERS", "accelerator_verilog", "block_verilog", "contents", "verilog", "write"]
