"""Proofs about the write path: `synth/formal/axi_write.sv`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drift_hw.config import Config, clog2
from drift_hw.emit.verilog import block_verilog
from drift_hw.emit.yosys import run_yosys
from drift_hw.memory.layout import Layout
from drift_hw.memory.write_path import WritePath
from drift_hw.memory.write_port import burst_beats
from synth.formal import FOLDER, FormalError, prove


def geometry(rows: int, columns: int, data_width: int, limit: int) -> Config:
    return Config().replace(
        array__rows=rows,
        array__columns=columns,
        array__operand_width=4,
        memory__data_width=data_width,
        memory__address_width=32,
        memory__outstanding_writes=limit,
    )


CONFIGS = {
    # A status of four beats, a tile of three.
    "narrow": geometry(3, 3, 32, 2),
    # Two rows in a beat, and a status in half of one.
    "wide": geometry(3, 15, 256, 3),
}
INTERNALS = [
    *(f"tiles_{name}" for name in ("accepted", "filled", "walked", "freed")),
    *("command_0", "command_1", "address", "burst_valid", "in_status", "status_held"),
    *(f"port.{name}" for name in ("reading", "left", "ends_tile", "unanswered", "read_form", "beat_form")),
]


def flat(verilog: str, folder: Path) -> str:
    """Return the write path as one module."""
    (folder / "design.v").write_text(verilog)
    script = ["read_verilog design.v", "hierarchy -top drift_write_path", "flatten", "write_verilog flat.v"]
    run_yosys(script, folder)
    return (folder / "flat.v").read_text()


def prove_write(config: Config, folder: Path, verilog: str | None = None):
    layout = Layout(config)
    port = WritePath(config).port
    parameters = {
        "LIMIT": config.memory.outstanding_writes,
        "BEAT_BITS": clog2(layout.bus),
        "ADDRESS_BITS": config.memory.address_width,
        "TILE_BITS": clog2(layout.tile),
        "ROW_BITS": clog2(layout.b_word),
        "BEATS": max(burst_beats(config), port.status_beats),
        "LEFT_BITS": clog2(max(burst_beats(config), port.status_beats)),
    }
    return prove(
        flat(verilog or block_verilog(WritePath(config)), folder),
        FOLDER / "axi_write.sv",
        "axi_write",
        depth=8,
        cover_depth=24,
        internals=[f"drift_write_path/{name}" for name in INTERNALS],
        parameters=parameters,
    )


@pytest.mark.parametrize("name", CONFIGS)
def test_write_channels(tmp_path, name):
    assert prove_write(CONFIGS[name], tmp_path).inductive


@pytest.mark.parametrize(
    ("pattern", "replacement", "message"),
    [
        (r"(assign \w+) = unanswered != [^;]+;", r"\1 = 1'h1;", "limit_in_flight|count_in_flight"),
        (r"(assign read_enable = reading) & \w+;", r"\1;", "data_is_stable"),
        (
            r"(else if \(read_enable\) m_axi_wlast <= \w+)",
            r"\1 & ~ burst_valid",
            "last_at_length",
        ),
        (r"(assign tile_ready =) [^;]+;", r"\1 1'h1;", "two_tiles"),
        (r"(assign burst_length = [^;]+)", r"\1 + 2'h1", "within_a_page"),
    ],
    ids=["limit", "stable", "last", "overwriting", "page"],
)
def test_broken_write_path_is_refused(tmp_path, pattern, replacement, message):
    broken, found = re.subn(pattern, replacement, block_verilog(WritePath(CONFIGS["narrow"])))
    assert found == 1
    with pytest.raises(FormalError, match=message):
        prove_write(CONFIGS["narrow"], tmp_path, broken)
