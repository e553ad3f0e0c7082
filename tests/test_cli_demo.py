"""The demo: every step real, one page at the end; what is missing is left out and said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drift_hw.cli import demo, main
from drift_hw.config import PRESETS, load
from drift_hw.faults.table import TimingTable
from synth import opensta, pdk

Capture = pytest.CaptureFixture[str]
SMALL = ["demo", "--preset", "tiny", "--faults", "200", "--images", "2", "--size", "8"]
BARE = ["--set", "power.blocks=2"]

needs_cells = pytest.mark.skipif(
    "osu018" not in pdk.installed(), reason="needs the Debian package qflow-tech-osu018"
)


@needs_cells
@pytest.mark.skipif(opensta.program() is None, reason="needs the Debian package opensta")
def test_the_demo_fills_its_folder(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "demo"
    monkeypatch.setattr(demo, "CYCLES", 4000)
    monkeypatch.setattr(demo, "POLICIES", ("zero",))  # of 4 x 4 a step takes long
    monkeypatch.setattr(demo, "EXPERIMENT", demo.EXPERIMENT | {"sensitive": 0})
    assert main([*SMALL, "--steps", "1", "--out", str(folder)]) == 0
    told = capsys.readouterr().out
    for step in ("Verilog", "Tiles of the transformer", "Co-simulation", "Synthesis", "Cost of protection"):
        assert step in told
    assert "1 pixel-identical to the golden model; zero " in told
    assert load(str(folder / "config.toml")) == PRESETS["tiny"]
    cosim = json.loads((folder / "cosim.json").read_text())
    assert cosim["tiles"]["mismatches"] == cosim["faults"]["mismatches"] == 0
    assert cosim["faults"]["injections"] == 200
    images = json.loads((folder / "image.json").read_text())
    assert images["policies"][0]["counters"]["zeroed_elements"] > 0
    assert images["command"][:4] == ["drift-hw", "image", "--out", str(folder)]
    assert (folder / "images.png").is_file()
    synth = json.loads((folder / "synth.json").read_text())
    assert synth["fmax_mhz"] > 50
    assert synth["power"]["activity"].startswith("tiles of the diffusion transformer")
    (row,) = json.loads((folder / "protection.json").read_text())["rows"]
    assert 0.1 < row["area"] < 0.5
    timing = json.loads((folder / "characterize.json").read_text())
    assert timing["command"][:4] == ["drift-hw", "characterize", "--stream", str(folder / "tiles.npz")]
    assert timing["supplies"][0]["kinds"]["data"]["first_bits"][0]["register"] == "product"
    TimingTable.load(folder / "table.npz", PRESETS["tiny"])
    page = (folder / "report.html").read_text()
    assert "Timing errors" in page
    for heading in ("The array", "Bit for bit", "Injected timing errors", "In silicon", "protection costs"):
        assert heading in page
    assert "Images on the Verilog" in page
    assert "drift-hw cosim --tiles" in page
    # The page is made of what stands in the folder, and of nothing else.
    assert main(["report", str(folder), "--out", str(tmp_path / "again.html")]) == 0
    assert (tmp_path / "again.html").read_text() == page


def test_the_demo_goes_on_without_cell_library_and_accelerator(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdk, "QFLOW_ROOT", tmp_path / "absent")
    assert main([*SMALL, *BARE, "--out", str(tmp_path / "demo")]) == 0
    told = capsys.readouterr().out
    assert "Synthesis is left out: PDK osu018 is not installed" in told
    assert "apt install qflow-tech-osu018" in told
    assert "Images on the accelerator are left out: power.blocks is 2" in told
    page = (tmp_path / "demo" / "report.html").read_text()
    assert "Injected timing errors" in page
    assert "In silicon" not in page
    assert "Images on the Verilog" not in page
