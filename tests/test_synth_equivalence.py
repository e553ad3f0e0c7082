"""Proofs with Yosys: fault ports leave no trace, mapping keeps the function; and both can fail."""

from __future__ import annotations

import pytest
from synth_libraries import osu018

from drift_hw.config import ArrayConfig, Config
from drift_hw.datapath.processing_element import ProcessingElement
from drift_hw.emit import block_verilog
from synth.equivalence import fault_ports_leave_no_trace, prove
from synth.fanout import buffered
from synth.yosys import RECIPES, map_design

SMALL = Config(array=ArrayConfig(rows=3, columns=2))


@pytest.mark.parametrize(
    ("key", "registers"),
    [("", 8 + 8 + 32), ("product_register", 8 + 8 + 32 + 16), ("carry_save", 8 + 8 + 62)],
)
@pytest.mark.parametrize("block", ["drift_pe", "drift_array"])
def test_fault_ports_leave_no_trace(block, key, registers):
    config = SMALL.replace(**{f"array__{key}": True}) if key else SMALL
    outcome = fault_ports_leave_no_trace(config, block)
    assert outcome.proved
    assert outcome.points >= registers * (1 if block == "drift_pe" else 6)


@pytest.mark.regress
def test_fault_ports_leave_no_trace_in_the_core():
    assert fault_ports_leave_no_trace(SMALL, "drift_core").proved


@pytest.mark.parametrize(("old", "new"), [(" ^ ", " & "), ("32'd0", "32'd1"), (" | ", " & ")])
def test_proof_fails_for_a_changed_design(old, new):
    gold = block_verilog(ProcessingElement(SMALL))
    gate = block_verilog(ProcessingElement(SMALL.replace(faults__ports=True)))
    assert old in gate
    assert not prove(gold, gate.replace(old, new), "drift_pe").proved


@pytest.mark.parametrize("recipe", RECIPES)
def test_mapping_keeps_the_function(recipe):
    library = osu018()
    config = Config(array=ArrayConfig(rows=2, columns=2, operand_width=4, accumulator_width=16))
    rtl = block_verilog(ProcessingElement(config))
    mapped = buffered(map_design(rtl, "drift_pe", library, recipe=recipe), library).verilog()
    assert prove(rtl, mapped, "drift_pe", libraries=library.paths).proved
    wrong = mapped.replace("NAND2X1 ", "NOR2X1 ", 1)
    assert wrong != mapped
    assert not prove(rtl, wrong, "drift_pe", libraries=library.paths).proved
