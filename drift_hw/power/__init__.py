"""Dynamic voltage and frequency scaling: operating points, safe switching, error statistics per point."""
