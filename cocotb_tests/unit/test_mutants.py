"""The unit tests must fail on blocks that are broken on purpose: each mistake by the test that is for it."""

import functools
import re

import pytest

from cocotb_tests.unit.assembly import TOP, Assembly, Mutant
from cocotb_tests.unit.configs import CONFIGS
from drift_hw.control.readout import Readout
from drift_hw.control.sequencer import Sequencer
from drift_hw.datapath.array import Segment
from drift_hw.datapath.lane import Lane, TileBank
from drift_hw.datapath.processing_element import ChecksumRowPE, ProcessingElement
from drift_hw.datapath.requantiser import RequantiserLane
from drift_hw.datapath.row import Row
from drift_hw.datapath.skew import Skew
from drift_hw.protect.checker import Checker
from drift_hw.protect.operand_sum import OperandSum

PLAIN, NARROW, FAULTY, WIDE = (CONFIGS[name] for name in ("plain", "narrow", "faulty", "wide"))

# cocotb module -> test that must fail -> name -> mutant
MUTANTS: dict[str, dict[str, dict[str, Mutant]]] = {
    "processing_element": {
        "drains_dot_products": {
            "flush_does_not_clear": Mutant(
                ProcessingElement(PLAIN),
                r"assign previous = \w+ \? \S+ : accumulator;",
                "assign previous = accumulator;",
            ),
            "checksum_is_added": Mutant(
                ChecksumRowPE(PLAIN), r"\$signed\(previous\) - ", "$signed(previous) + "
            ),
        },
        "random_cycles": {
            "drain_bus_ands": Mutant(
                ProcessingElement(PLAIN), r"drain_out = drain_in \|", "drain_out = drain_in &"
            ),
        },
        "extremes_wrap_around": {
            "accumulator_saturates": Mutant(
                ProcessingElement(NARROW),
                r"accumulator <= total;",
                "accumulator <= (previous[15] == product[7] && total[15] != product[7])"
                " ? {product[7], {15{~product[7]}}} : total;",
            ),
        },
        "every_flop_bit_fails": {
            "late_ignores_mask": Mutant(
                ProcessingElement(FAULTY),
                r"(assign \w+ = (?:~ )?)fault_late_accumulator\b",
                r"\g<1>{16{| fault_late_accumulator}}",
                matches=2,
            ),
            "flip_of_product_is_open": Mutant(ProcessingElement(WIDE), r" \^ fault_flip_product", ""),
        },
    },
    "array": {
        "random_cycles": {
            "bus_register_bypassed": Mutant(
                Segment(PLAIN, Row(PLAIN), 2, "drift_segment"),
                r"always @\(posedge clk\)\n    drain_out <= (\w+);",
                r"always @* drain_out = \1;",
            ),
        },
    },
    "operands": {
        "lane_i_is_i_cycles_late": {
            "lane_1_is_not_delayed": Mutant(
                Skew(PLAIN, "drift_skew_a", 3, 9), r"stage1\[8:0\], lanes_in", "lanes_in[17:9], lanes_in"
            ),
        },
        "sums_are_exact": {
            "sum_ignores_a_sign": Mutant(
                OperandSum(PLAIN, 2), r"= \S+ ?\{ low\[7\], low \}\)?", "= { 1'h0, low }"
            ),
        },
    },
    "sequencer": {
        "lockstep_with_schedule": {
            "drains_may_overlap": Mutant(Sequencer(PLAIN), r"= drain_wait == \S+;", "= 1'h1;"),
            "slots_are_endless": Mutant(Sequencer(PLAIN), r"= slots_used != \S+;", "= 1'h1;"),
            "no_gap_between_segments": Mutant(Sequencer(PLAIN), r"= ~ gap;", "= 1'h1;"),
        },
        "reset_at_any_moment": {
            "reset_forgets_the_address": Mutant(
                Sequencer(PLAIN), r"if \(rst\) write_address <= \S+;\n    else if", "if"
            ),
        },
    },
    "readout": {
        "nothing_is_lost": {
            "result_is_overwritten": Mutant(
                Readout(PLAIN), r"product_moves = product_valid & \w+;", "product_moves = product_valid;"
            ),
            "parameters_are_not_awaited": Mutant(
                Readout(PLAIN), r"(data_moves = \w+) & requantisation_valid;", r"\1;"
            ),
        },
    },
    "lanes": {
        "bank_remembers": {
            "read_enable_ignored": Mutant(TileBank(PLAIN), r"if \(read_enable\) begin", "if (1) begin"),
        },
        "tiles_pass": {
            "column_sum_never_restarts": Mutant(Lane(PLAIN), r"= column_sum & \w+;", "= column_sum;"),
            "delta_is_not_gated": Mutant(
                Lane(PLAIN), r"column_delta = \S+ \? column_sum : \S+;", "column_delta = column_sum;"
            ),
        },
    },
    "requantiser": {
        "full_speed": {
            "rounding_bit_dropped": Mutant(
                RequantiserLane(PLAIN), r"(assign rounded = [^;+]+) \+ [^;]+;", r"\1;"
            ),
            "clamp_at_minus_128": Mutant(
                RequantiserLane(PLAIN), r"\$signed\(rounded\) < ", "$signed(rounded) + 1 < "
            ),
        },
        "stalls_at_each_stage": {
            "shift_does_not_wait": Mutant(
                RequantiserLane(PLAIN), r"if \(enable\[1\]\) shift_product", "shift_product"
            ),
        },
    },
    "checker": {
        "every_threshold": {
            "equal_is_not_flagged": Mutant(
                Checker(PLAIN),
                r"assign row_flagged = [^;]+;",
                "assign row_flagged = row_magnitude > threshold_bit;",
            ),
            "negative_is_not_large": Mutant(
                Checker(PLAIN), r"(assign column_0_magnitude = )[^;]+;", r"\1column_delta_value;"
            ),
        },
        "counters_saturate_and_clear": {
            "counters_wrap": Mutant(
                Checker(NARROW), r"assign (\w+) = \w+ \? 8'hff : (\w+);", r"assign \1 = \2;", matches=5
            ),
        },
        "slots_in_flight": {
            "one_slot_for_all": Mutant(
                Checker(PLAIN), r"column_slot <= _\w+;", "column_slot <= column_slot;"
            ),
        },
    },
}


@functools.cache
def assembly() -> Assembly:
    """Return the one design that holds every mutant."""
    return Assembly(
        {
            name: mutant
            for tests in MUTANTS.values()
            for named in tests.values()
            for name, mutant in named.items()
        }
    )


@pytest.mark.parametrize("module", MUTANTS)
def test_mutants_are_caught(module: str) -> None:
    tests = MUTANTS[module]
    with pytest.raises(AssertionError, match=f"{module} on {TOP} failed") as raised:
        assembly().run(module, only=[name for named in tests.values() for name in named])
    failures = str(raised.value)
    survivors = [
        name
        for test, named in tests.items()
        for name in named
        if not re.search(rf"^{test}/instance={name}: ", failures, re.MULTILINE)
    ]
    assert not survivors, failures
    # By what the tests compare, not by accidents of the testbench.
    assert set(re.findall(r"^([\w.]+Error): ", failures, re.MULTILINE)) == {"AssertionError"}


@pytest.mark.parametrize(
    ("pattern", "message"), [("no such text", "matches 0 times"), (r"always (@)", "matches 3 times")]
)
def test_mutation_must_match(pattern: str, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        Mutant(Skew(PLAIN, "drift_skew_a", 4, 9), pattern, "").verilog()
