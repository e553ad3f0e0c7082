"""Would the regression notice? Break the Verilog in one place at a time: it must fail every time."""

import functools
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from cocotb_tests.helpers.core import CoreBench, random_requantisation, random_tiles
from drift_hw.config import Config
from drift_hw.emit import verilog
from drift_hw.sim.core_device import CoreSimulation, StallError
from drift_hw.sim.verilator import BuildOptions
from golden.faults import Kind
from golden.injection import random_faults
from golden.schedule import first_faulty_cycle

CONFIG = Config().replace(
    array__rows=3,
    array__columns=4,
    array__drain_segment=2,
    array__product_register=True,
    faults__ports=True,
    requantiser__multiplier_width=8,
)


@dataclass(frozen=True)
class Mutation:
    module: str
    pattern: str
    replacement: str


MUTATIONS = {
    "the accumulator is not cleared": Mutation(
        "drift_pe", r"assign previous = \w+ \?", "assign previous = 1'b0 ?"
    ),
    "no product is added while a tile ends": Mutation(
        "drift_pe", r"assign total = (.*) \+ (.*);", r"assign total = flush_accumulator ? 0 : \1 + \2;"
    ),
    "lane 1 of A is not delayed": Mutation(
        "drift_skew_a", r"stage1\[8:0\], lanes_in\[8:0\]", "lanes_in[17:9], lanes_in[8:0]"
    ),
    "lane 1 of B is not delayed": Mutation(
        "drift_skew_b", r"stage1\[7:0\], lanes_in\[7:0\]", "lanes_in[15:8], lanes_in[7:0]"
    ),
    "a bubble repeats the beat before": Mutation(
        "drift_core", r"if \(!accept\) operand_a <= .*;", "if (!accept) operand_a <= operand_a;"
    ),
    "the checksum column adds": Mutation(
        "drift_checksum_column_pe", r"\$signed\(previous\) -", "$signed(previous) +"
    ),
    "the checksum row adds": Mutation(
        "drift_checksum_row_pe", r"\$signed\(previous\) -", "$signed(previous) +"
    ),
    "late bits keep the complement": Mutation(
        "drift_pe", r"fault_late_accumulator & accumulator", "fault_late_accumulator & ~accumulator"
    ),
    "one late bit keeps the whole register": Mutation(
        "drift_pe", r"~ fault_late_product", "~ {16{|fault_late_product}}"
    ),
    "a checksum register has no flips": Mutation("drift_checksum_row_pe", r"b_in \^ fault_flip_b", "b_in"),
    "the bus loses the rows below": Mutation(
        "drift_pe", r"assign drain_out = drain_in \|", "assign drain_out ="
    ),
    "tiles do not wait for a slot": Mutation("drift_sequencer", r"slots_used != [^;]*", "1'b1"),
    "tiles do not wait for the drain": Mutation("drift_sequencer", r"drain_wait == [^;]*", "1'b1"),
    "slots survive a reset": Mutation("drift_sequencer", r"if \(rst\) slots_used <= .*;\n\s*else ", ""),
    "halves round down": Mutation(
        "drift_requantiser_lane", r"assign rounded = (.*) \+ .*;", r"assign rounded = \1;"
    ),
    "outputs reach -128": Mutation(
        "drift_requantiser_lane", r"(rounded\) < \$signed\(\w+'h\w*)81", r"\g<1>80"
    ),
    "the mask is every element of a flagged row": Mutation(
        "drift_core", r"assign results_mask = \S+ &", "assign results_mask ="
    ),
    "the threshold is one too high": Mutation(
        "drift_checker", r"threshold_bit\[4\] = threshold == 5'h04", "threshold_bit[4] = threshold == 5'h05"
    ),
    "negative deltas have no magnitude": Mutation(
        "drift_checker", r"assign row_magnitude = [^;]*", "assign row_magnitude = row_delta_value"
    ),
}


@functools.cache
def healthy() -> str:
    return verilog(CONFIG)


def mutate(text: str, mutation: Mutation) -> str:
    """Return the Verilog with the mutation in its module. It must apply: a stale one proves nothing."""
    module = re.search(rf"^module {mutation.module}\(.*?^endmodule$", text, re.MULTILINE | re.DOTALL)
    assert module, f"there is no module {mutation.module}"
    changed, count = re.subn(mutation.pattern, mutation.replacement, module[0])
    assert count, f"{mutation.pattern!r} is not in {mutation.module}"
    return text.replace(module[0], changed)


def regression(text: str) -> None:
    """Run a short form of the core regression; raise `AssertionError` or `StallError` at a difference."""
    rng = np.random.default_rng(3)
    options = BuildOptions(optimise="-O0")  # many builds, short runs
    with CoreSimulation(CONFIG, verilog=text, options=options, power_up_seed=4) as simulation:
        core = CoreBench(CONFIG, simulation)
        for number, stall in enumerate((0.0, 0.7)):
            core.reset()
            a, b = random_tiles(CONFIG, rng, [1] * 9 + [30, 2, 40, *rng.integers(1, 12, 20)])
            requantisation = random_requantisation(CONFIG, rng, len(a))
            a[0][:] = 0  # a tile of zeros shows its bias: both sides of both clamps
            requantisation.bias[0] = (-128, -127, 127, 128)
            requantisation.multiplier[0], requantisation.shift[0] = 1, 0
            first = first_faulty_cycle(CONFIG)
            faults = random_faults(CONFIG, 150, cycles=(first, first + 300), rng=number, kinds=tuple(Kind))
            options_of_run: dict[str, Any] = {"idle": 0.2 * number, "back_pressure": stall, "seed": number}
            core.run(a, b, requantisation, faults=faults, threshold=4, **options_of_run)
            for cycles in (1, 9, 23):
                core.reset()
                with pytest.raises(StallError):
                    simulation.run_tiles(a, b, max_cycles=cycles)


def test_healthy_core_passes() -> None:
    regression(healthy())


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS)
def test_mutation_is_caught(mutation: Mutation) -> None:
    with pytest.raises((AssertionError, StallError)):
        regression(mutate(healthy(), mutation))
