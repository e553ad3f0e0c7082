"""Configurations that the blocks are tested in."""

from drift_hw.config import Config

SEGMENTED = Config().replace(array__rows=3, array__columns=5, array__drain_segment=2)
CONFIGS = {
    "plain": SEGMENTED,
    "narrow": Config().replace(
        array__rows=3,
        array__columns=2,
        array__operand_width=4,
        array__accumulator_width=16,
        array__product_register=True,
        requantiser__multiplier_width=9,
        protection__counter_width=8,
    ),
    "faulty": SEGMENTED.replace(array__accumulator_width=16, faults__ports=True),
    "bare": Config().replace(
        array__rows=6,
        array__columns=1,
        array__drain_segment=2,
        array__operand_width=6,
        protection__abft=False,
    ),
    "wide": Config().replace(
        array__rows=2,
        array__columns=9,
        array__operand_width=7,
        array__accumulator_width=48,
        array__product_register=True,
        faults__ports=True,
    ),
    "carries": Config().replace(
        array__rows=3,
        array__columns=2,
        array__accumulator_width=24,
        array__carry_save=True,
        array__drain_segment=2,
        faults__ports=True,
    ),
    "flat": Config().replace(
        array__rows=1, array__columns=9, array__operand_width=5, array__accumulator_width=21
    ),
}
