"""The formal framework: it proves what is true, and every way in which a proof can fail is told."""

from __future__ import annotations

import re

import pytest

from drift_hw.emit.yosys import YosysError
from synth.formal import FormalError, prove

COUNTER = """
module counter(input clk, input rst, input up, output reg [3:0] count);
  reg [3:0] twin;
  reg [3:0] unset;
  always @(posedge clk) begin
    if (rst) count <= 0; else if (up && count != 9) count <= count + 1;
    if (rst) twin <= 0; else if (up && twin != 9) twin <= count + 1;
    if (up && !rst) unset <= unset;
  end
endmodule
"""
"""`twin` equals `count`; counts above 9 are out of reach; `unset` has no value before it is written."""


def about_counter(properties: str, **options):
    text = f"""
    module properties #(parameter LIMIT = 9) (input clk, input rst, input up);
      wire [3:0] count, twin, unset;
      counter dut (.clk(clk), .rst(rst), .up(up), .count(count), .twin(twin), .unset(unset));
      reg first = 1;
      always @(posedge clk) first <= 0;
      always @* if (first) assume (rst);
      always @* if (!first) begin {properties} end
    endmodule
    """
    chosen = {"depth": 12, "internals": ["counter/twin", "counter/unset"]} | options
    return prove(COUNTER, text, "properties", **chosen)


def test_a_true_property_is_proved():
    proof = about_counter(
        "small: assert (count <= LIMIT); same: assert (twin == count); full: cover (count == 9);"
    )
    assert set(proof.assertions) == {"small", "same"}
    assert proof.covers == ("full",)
    assert proof.inductive
    assert proof.depth == 12


def test_a_false_property_is_named_with_a_trace(tmp_path):
    path = tmp_path / "trace.vcd"
    with pytest.raises(FormalError, match=r"properties: small is violated in cycle 9\n") as raised:
        about_counter("same: assert (twin == count); small: assert (count < 8);", waves=path)
    rows = dict(re.findall(r"^  (\w+) +(.*)$", str(raised.value), re.MULTILINE))
    assert rows["cycle"].split()[:10] == [str(cycle) for cycle in range(10)]
    assert rows["count"].split()[1:10] == [str(count) for count in range(9)]
    assert rows["rst"].split()[0] == "1"
    assert "$scope module properties" in path.read_text()


def test_a_bounded_search_sees_no_further():
    assert not about_counter("small: assert (count < 8);", depth=8, induction=False).inductive
    with pytest.raises(FormalError, match="small is violated"):
        about_counter("small: assert (count < 8);", depth=10, induction=False)


def test_what_holds_but_is_not_inductive_is_refused():
    # From 10, which no run reaches, 11 follows.
    with pytest.raises(FormalError, match="possible can not be proved by induction over 4 cycles"):
        about_counter("possible: assert (count != 15);", depth=4)
    assert about_counter("possible: assert (count != 15); small: assert (count <= 9);", depth=4).inductive


def test_an_invariant_is_found_without_helpers():
    proof = about_counter("possible: assert (count != 15);", depth=1, invariant=True)
    assert proof.inductive


def test_a_search_for_an_invariant_finds_a_violation():
    with pytest.raises(FormalError, match="properties: an assertion is violated within 10 cycles"):
        about_counter("small: assert (count < 8);", depth=1, invariant=True)
    with pytest.raises(FormalError, match="an assertion is violated within 2 cycles"):
        about_counter("zero: assert (unset == 0);", depth=1, invariant=True)


def test_a_search_for_an_invariant_keeps_to_assumptions():
    assert about_counter("assume (!up || count < 5); small: assert (count <= 5);", depth=1, invariant=True)


def test_a_limit_is_a_parameter():
    with pytest.raises(FormalError, match="small is violated in cycle 6"):
        about_counter("small: assert (count <= LIMIT);", parameters={"LIMIT": 4})


def test_registers_without_reset_may_hold_anything():
    with pytest.raises(FormalError, match="zero is violated"):
        about_counter("zero: assert (unset == 0);")


def test_a_cover_out_of_reach_fails():
    with pytest.raises(FormalError, match="properties: eight can not be reached in 7 cycles"):
        about_counter("small: assert (count <= 9); eight: cover (count == 8);", depth=7)


@pytest.mark.parametrize(
    ("assumptions", "cycle"), [("assume (up); assume (!up);", 1), ("assume (count < 2); assume (up);", 3)]
)
def test_contradicting_assumptions_prove_nothing(assumptions, cycle):
    with pytest.raises(FormalError, match=f"contradict each other in cycle {cycle}: nothing is proved"):
        about_counter(assumptions + " assume (!rst); small: assert (count <= 9);", depth=5)


def test_a_false_assertion_is_reached():
    with pytest.raises(FormalError, match="wrong is violated in cycle 1"):
        about_counter("wrong: assert (0);")


def test_properties_without_assertion():
    with pytest.raises(FormalError, match="properties states no assertion"):
        about_counter("full: cover (count == 9);")


def test_an_unknown_signal_is_refused():
    with pytest.raises(YosysError, match="nothing"):
        about_counter("small: assert (count <= 9);", internals=["counter/nothing"])


def test_no_answer_in_time_is_no_proof():
    factors = """
    module factors (input clk, input [39:0] a, input [39:0] b);
      always @* begin
        assume (a > 1 && b > 1);
        prime: assert ({40'd0, a} * b != 80'd649037107316853453566312041152511);
      end
    endmodule
    """
    with pytest.raises(FormalError, match="no answer"):
        prove("", factors, "factors", depth=1, timeout=1)
