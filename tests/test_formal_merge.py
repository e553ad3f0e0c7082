"""Recovery never changes an element that is not masked, and never passes one that it must replace: proved."""

import re

import pytest

from drift_hw.config import PRESETS, Config
from drift_hw.control.readout import number_width
from drift_hw.control.records import RetireRecord
from drift_hw.emit.verilog import block_verilog
from drift_hw.protect.recovery import Merge, Recovery
from synth.formal import FOLDER, FormalError, prove

CONFIGS = {
    "tiny": PRESETS["tiny"],
    "odd": Config().replace(
        array__rows=3,
        array__columns=5,
        array__operand_width=7,
        memory__data_width=64,
        memory__address_width=32,
    ),
}
PROPERTIES = FOLDER / "merge.sv"


def prove_merge(config: Config, text: str):
    array = config.array
    parameters = {"C": array.columns, "W": array.operand_width}
    return prove(text, PROPERTIES, "merge_elements", depth=1, parameters=parameters)


def prove_recovery(config: Config, text: str):
    array, record = config.array, RetireRecord(config)
    fields = {"ABFT": "abft", "ACTION": "action", "READ": "checkpoint_read", "REDO": "redo"}
    fields |= {"ROWS": "rows", "COLUMNS": "columns"}
    parameters = {
        "R": array.rows,
        "C": array.columns,
        "W": array.operand_width,
        "BUS": config.memory.data_width,
        "RECORD": record.size,
        "NUMBER": number_width(array.rows),
        "ROWS_BITS": record["rows"].width,
        "COLUMNS_BITS": record["columns"].width,
        **{name: record[field].offset for name, field in fields.items()},
    }
    return prove(
        text,
        PROPERTIES,
        "recovery_rows",
        depth=2,
        cover_depth=20,
        internals=["drift_recovery/row", "drift_recovery/checkpoint_row"],
        parameters=parameters,
    )


@pytest.mark.parametrize("name", CONFIGS)
def test_merge(name):
    proof = prove_merge(CONFIGS[name], block_verilog(Merge(CONFIGS[name])))
    assert set(proof.assertions) == {"unmasked_is_unchanged", "masked_is_replaced", "padding_is_zero"}


@pytest.mark.parametrize("name", CONFIGS)
def test_recovery(name):
    proof = prove_recovery(CONFIGS[name], block_verilog(Recovery(CONFIGS[name])))
    assert proof.inductive
    assert len(proof.assertions) == 8
    assert proof.covers == ("rolls_back",)


def test_a_merge_that_touches_an_unmasked_element_is_found():
    config = CONFIGS["tiny"]
    text, count = re.subn(r"mask\[1\]", "mask[2]", block_verilog(Merge(config)), count=1)
    assert count == 1
    with pytest.raises(FormalError, match=r"unmasked_is_unchanged|masked_is_replaced"):
        prove_merge(config, text)


def test_a_block_that_replaces_without_a_policy_is_found():
    config = CONFIGS["tiny"]
    text, count = re.subn(
        r"zero_masked = masked & \w+", "zero_masked = masked", block_verilog(Recovery(config))
    )
    assert count == 1
    with pytest.raises(FormalError, match="passes"):
        prove_recovery(config, text)
