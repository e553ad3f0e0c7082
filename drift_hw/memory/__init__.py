"""The memory side: tile-packed layout, scratchpads, and the AXI4 read and write paths."""
