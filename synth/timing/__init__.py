"""Timing errors: delays, event-driven simulation, characterisation and variation."""
