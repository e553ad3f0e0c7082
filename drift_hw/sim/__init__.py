"""Simulation: build Verilog with Verilator, run it from C++, drive it from Python or cocotb."""
