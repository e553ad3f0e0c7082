"""Capture operand tiles of the trained DiT and stream them through the Verilog."""

from pathlib import Path

import pytest

from cocotb_tests.helpers import run_cocotb
from drift_hw.config import PRESETS, Config
from drift_hw.emit import verilog
from golden.capture import capture


def stream(config: Config, tmp_path: Path, tiles_per_site: int | None) -> None:
    """First, middle and last timestep, first and last block, all six kinds of GEMM."""
    path = tmp_path / "tiles.npz"
    capture(config, tiles_per_site=tiles_per_site).save(path)
    run_cocotb(
        verilog(config),
        "drift_core",
        "cocotb_tests.core_dit",
        parameters={"config": config.to_dict(), "tiles": str(path), "timesteps": 3, "blocks": 2},
        power_up_seed=3,
        timeout=1800,
    )


def test_transformer_tiles(tmp_path: Path) -> None:
    stream(PRESETS["demo"], tmp_path, tiles_per_site=3)


@pytest.mark.regress
def test_all_transformer_tiles_at_the_block_size_of_the_paper(tmp_path: Path) -> None:
    stream(PRESETS["drift"], tmp_path, tiles_per_site=None)
