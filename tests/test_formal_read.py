"""Proofs about the read path: `synth/formal/axi_read.sv`."""

from __future__ import annotations

import re

import pytest

from drift_hw.config import Config
from drift_hw.emit.verilog import block_verilog
from drift_hw.memory.read_path import Kind, ReadPath
from drift_hw.memory.scratchpad import Scratchpad
from synth.formal import FOLDER, FormalError, prove

PROPERTIES = FOLDER / "axi_read.sv"
SMALL = Config().replace(
    array__rows=1,
    array__columns=1,
    memory__data_width=32,
    memory__address_width=32,
    memory__panel_words=64,
    memory__stream_words=64,
    memory__outstanding_reads=2,
)
WIDE = SMALL.replace(memory__data_width=256, memory__outstanding_reads=3)
CHANNEL = [
    "in_flight",
    *(f"{kind.port}_{name}" for kind in Kind for name in ("burst_valid", "granted", "burst_address")),
    *(f"{kind.port}_burst_length" for kind in Kind),
    *(f"{kind.port}_fits" for kind in Kind if kind >= Kind.TABLE),
]
ORDER = ["granted_slot", "granted_kinds", "panel_arrives", "stream_arrives", "table_arrives"]
READER = ["fetch", "frees", "active", "room", "arrived", "offset"]
READER += ["write_address", "read_address", "first_address"]


def prove_channel(config: Config, text: str | None = None):
    parameters = {
        "LIMIT": config.memory.outstanding_reads,
        "BEAT_BITS": (config.bus_bytes - 1).bit_length(),
        "ADDRESS_BITS": config.memory.address_width,
    }
    return prove(
        text or block_verilog(ReadPath(config)),
        PROPERTIES,
        "axi_read_channel",
        depth=config.memory.outstanding_reads + 6,
        internals=[f"drift_read_path/{name}" for name in CHANNEL],
        parameters=parameters,
    )


@pytest.mark.parametrize("config", [SMALL, WIDE], ids=["narrow", "wide"])
def test_address_channel(config: Config) -> None:
    assert prove_channel(config).inductive


@pytest.mark.parametrize(
    ("pattern", "replacement", "message"),
    [
        (r"assign below_limit = [^;]+;", "assign below_limit = 1'h1;", "limit_in_flight|count_in_flight"),
        (r"assign channel_free = [^;]+;", "assign channel_free = below_limit;", "payload_is_stable"),
        (r"assign boundary = ~ [^;]+;", "assign boundary = ~0;", "within_a_page"),
    ],
    ids=["limit", "stable", "page"],
)
def test_broken_channel_is_refused(pattern: str, replacement: str, message: str) -> None:
    broken, found = re.subn(pattern, replacement, block_verilog(ReadPath(SMALL)))
    assert found
    with pytest.raises(FormalError, match=message):
        prove_channel(SMALL, broken)


def test_order() -> None:
    proof = prove(
        block_verilog(ReadPath(SMALL)),
        PROPERTIES,
        "axi_read_order",
        depth=9,
        induction=False,
        internals=[f"drift_read_path/{name}" for name in ORDER],
    )
    assert {"whose_it_is", "address_of_the_beat", "slot_of_the_load"} <= set(proof.assertions)


def scratchpad(text: str | None = None):
    block = Scratchpad(SMALL, "formal", depth=5, beat_words=2, word_bits=3)
    return prove(
        text or block_verilog(block),
        PROPERTIES,
        "scratchpad",
        depth=12,
        internals=[f"drift_formal_scratchpad/{name}" for name in READER],
    )


def test_scratchpad() -> None:
    assert scratchpad().inductive


@pytest.mark.parametrize(
    ("pattern", "replacement", "message"),
    [
        (r"assign fits = [^;]+;", "assign fits = 1'h1;", "beats_are_somewhere|no_overflow"),
        (r"assign available = [^;]+;", "assign available = 1'h1;", "nothing_early"),
        (r"else if \(freed\) first_address <= following;", "", "writes_after_the_last"),
    ],
    ids=["overflow", "early", "released"],
)
def test_broken_scratchpad_is_refused(pattern: str, replacement: str, message: str) -> None:
    block = Scratchpad(SMALL, "formal", depth=5, beat_words=2, word_bits=3)
    broken, found = re.subn(pattern, replacement, block_verilog(block))
    assert found == 1
    with pytest.raises(FormalError, match=message):
        scratchpad(broken)
