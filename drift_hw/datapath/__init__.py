"""Processing elements, rows, systolic array, operand skew, drain lanes and requantiser."""
