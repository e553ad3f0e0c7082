"""Emission: Verilog, flop manifest, constraints and FuseSoC core of a configuration."""

from drift_hw.emit.verilog import block_verilog, verilog

__all__ = ["block_verilog", "verilog"]
