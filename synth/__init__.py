"""Synthesis: cell libraries, mapping, area, timing, power from activity, and the cost of protection."""
