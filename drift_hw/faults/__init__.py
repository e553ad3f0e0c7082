"""Flop-level fault ports, and which registers of the array have them."""
