"""The HTML page of a run: drawings, plots, tables, and where every number came from."""
