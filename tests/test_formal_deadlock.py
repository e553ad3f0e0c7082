"""No deadlock of the core's control with recovery, under any memory latency up to a bound: proved."""

from __future__ import annotations

import re

import pytest

from drift_hw.config import Config
from drift_hw.control.records import RetireRecord
from drift_hw.core import Core
from drift_hw.emit import block_verilog
from drift_hw.protect.recovery import Recovery
from synth.formal import FOLDER, FormalError, prove
from synth.yosys import split_modules

TINY = Config().replace(
    array__rows=2,
    array__columns=1,
    array__operand_width=4,
    array__accumulator_width=16,
    protection__counter_width=8,
    protection__correction_limit=1,
    requantiser__multiplier_width=4,
    memory__data_width=32,
    memory__address_width=32,
)
"""Two rows: a tile of more than one row, and few slots."""


def prove_progress(config, *mutation, progress, entry, latency=1, **options):
    modules = split_modules(block_verilog(Core(config))) | split_modules(block_verilog(Recovery(config)))
    text = "\n".join(modules.values())
    if mutation:
        text, count = re.subn(*mutation, text)
        assert count == 1, f"{mutation[0]} matches {count} times"
    parameters = {
        "LATENCY": latency,
        "PROGRESS": progress,
        "ENTRY": entry,
        "SLOTS": config.tile_slots,
        "RECORD": RetireRecord(config).size,
    }
    return prove(text, FOLDER / "deadlock.sv", "deadlock", parameters=parameters, **options)


def test_a_tile_with_rollback_gets_through():
    """The first 25 cycles of every run: the first tile's pipeline, checkpoint and first rows."""
    proof = prove_progress(TINY, progress=25, entry=30, depth=25, cover_depth=34, induction=False)
    assert set(proof.covers) == {"full", "rolls_back", "discarded"}


@pytest.mark.parametrize(
    ("changes", "bounds"),
    [
        pytest.param({}, {"progress": 25, "entry": 30}, id="corrector"),
        pytest.param(
            {"array__rows": 4, "protection__correction_limit": 0},
            {"progress": 34, "entry": 45},
            id="four_rows",
            marks=pytest.mark.regress,
        ),
    ],
)
def test_there_is_no_deadlock(changes, bounds):
    proof = prove_progress(
        TINY.replace(**changes), **bounds, depth=10, cover_depth=50, invariant=True, timeout=1500
    )
    assert proof.inductive
    assert {"rows_leave", "tiles_enter", "results_are_of_tiles", "no_more_than_slots"} == set(
        proof.assertions
    )


@pytest.mark.regress
def test_a_checkpoint_that_is_never_complete_is_found():
    """A reader that waits for one row more than a row-major tile has."""
    mutation = (r"(row_major \? )2'h2( : 2'h1;\n  assign loaded)", r"\g<1>2'h3\2")
    with pytest.raises(FormalError, match="deadlock: an assertion is violated within"):
        prove_progress(TINY, *mutation, progress=25, entry=30, depth=5, cover_depth=34, invariant=True)


def test_a_tile_without_a_slot_is_found():
    """A sequencer that takes one tile more than the buffer has room for."""
    mutation = (r"slots_used != 3'h5", "slots_used != 3'h6")
    with pytest.raises(FormalError, match="deadlock: no_more_than_slots is violated in cycle"):
        prove_progress(TINY, *mutation, progress=25, entry=30, depth=25, induction=False)
