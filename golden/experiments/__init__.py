"""Measurements behind decisions; each module is run by hand and says which record it serves."""
