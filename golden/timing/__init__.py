"""Timing errors in the golden model, at three fidelities: outputs, flops, netlist."""
