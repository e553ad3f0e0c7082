"""The truth in PyTorch and NumPy: integer arithmetic, checksums, faults, the diffusion transformer."""
