"""Energy and time at operating points: what a lower supply, or a faster clock, is worth over many dies."""
