"""Algorithm-based fault tolerance: operand sums, and the checker of row and column deltas."""
