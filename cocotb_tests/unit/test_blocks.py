"""Build the blocks in several configurations and run their cocotb modules on all of them."""

import pytest

from cocotb_tests.unit.assembly import run_blocks
from drift_hw.block import Block
from drift_hw.config import Config
from drift_hw.datapath.processing_element import ChecksumColumnPE, ChecksumRowPE, ProcessingElement

CONFIGS = {
    "plain": Config().replace(array__rows=3, array__columns=5, array__drain_segment=2),
    "narrow": Config().replace(
        array__rows=3,
        array__columns=2,
        array__operand_width=4,
        array__accumulator_width=16,
        array__product_register=True,
        requantiser__multiplier_width=9,
        protection__counter_width=8,
    ),
    "faulty": Config().replace(
        array__rows=3,
        array__columns=5,
        array__drain_segment=2,
        array__accumulator_width=16,
        faults__ports=True,
    ),
    "wide": Config().replace(
        array__rows=2,
        array__columns=9,
        array__operand_width=7,
        array__accumulator_width=48,
        array__product_register=True,
        faults__ports=True,
    ),
}


def processing_elements() -> dict[str, Block]:
    return {
        f"{name}_{kind}": pe(config)
        for name, config in CONFIGS.items()
        for kind, pe in (("data", ProcessingElement), ("column", ChecksumColumnPE), ("row", ChecksumRowPE))
    }


BLOCKS = {"processing_element": processing_elements}


@pytest.mark.parametrize("module", BLOCKS)
def test_blocks(module: str) -> None:
    run_blocks(module, BLOCKS[module]())
