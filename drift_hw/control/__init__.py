"""Control of the core: the sequencer that paces tiles into the array, and the readout of results."""
