"""Tiles of the trained diffusion transformer through the Verilog, bit-identical to PyTorch."""

from pathlib import Path
from typing import Any

import cocotb
import numpy as np

from cocotb_tests.helpers.bench import attached_model, parameters
from cocotb_tests.helpers.core import CoreBench
from drift_hw.config import Config
from drift_hw.sim.core_device import CoreSimulation, Requantisation
from golden.dit import KINDS
from golden.tiles import TileSet


@cocotb.test()
async def tiles_of_the_transformer(_: Any) -> None:
    """Every kind of GEMM, timestep and block of the file: results, quantised outputs, and zero deltas."""
    config = Config.from_dict(parameters()["config"])
    core = CoreBench(config, CoreSimulation(config, model=attached_model()))
    tiles = TileSet.load(Path(parameters()["tiles"]), config)
    for number, kind in enumerate(KINDS):
        chosen = tiles.select(kind=kind)
        assert len(np.unique(chosen.timestep)) == parameters()["timesteps"], f"timesteps of {kind}"
        assert len(np.unique(chosen.block)) == parameters()["blocks"], f"blocks of {kind}"
        a, b = [tile.a for tile in chosen], [tile.b for tile in chosen]
        core.reset()
        requantisation = Requantisation(chosen.bias, chosen.multiplier, chosen.shift)
        results, _expected = core.run(a, b, requantisation, idle=0.05, back_pressure=0.05, seed=number)
        assert results.row_deltas is not None
        assert results.column_deltas is not None
        assert not results.row_deltas.any()
        assert not results.column_deltas.any()
        assert results.quantised.any(), "all outputs are zero: these can not be real tiles"
        print(f"{kind}: {len(chosen)} tiles, K = {np.unique(chosen.depth)}, {results.cycles} cycles")
