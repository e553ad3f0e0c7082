"""Shadow flops where captures are late first: which bits need them, and what a core with them is."""

from __future__ import annotations

import numpy as np
import pytest
from flop_tables import made_up
from synth_libraries import osu018

from drift_hw.config import PRESETS
from golden.faults import Register
from synth.experiments.shadowed_headline import CONFIG, late_bits, shadowed
from synth.operating.parts import Core, Part

TABLE = made_up(
    PRESETS["tiny"], lambda region, register, context: 1e-3, registers=(Register.PRODUCT,), masks=5
)


def test_every_late_capture_has_a_shadow_and_no_bit_too_many_has() -> None:
    data = TABLE.patterns[TABLE.patterns["region"] == 0]
    (low,) = late_bits(TABLE).values()
    assert (data["mask"] >> np.uint64(low)).all(), "each has a bit from there up"
    assert not (data["mask"] >> np.uint64(low + 1)).all()


def test_periods_that_are_not_reached_do_not_count() -> None:
    assert list(late_bits(TABLE)) == ["product"]
    assert late_bits(TABLE, deepest=0.97) == {}


def test_shadows_cost_the_data_pes_only() -> None:
    parts = tuple(
        Part(name, (1.8,), (1e-10,), (1e-6,)) for name in ("processing elements", "drain bus", "control")
    )
    bare = Core(CONFIG.without_protection, "made up", parts, 1e6)
    core = shadowed(bare, {"product": 13}, osu018())
    dearer = [part.joules[0] / plain.joules[0] for part, plain in zip(core.parts, parts, strict=True)]
    assert 1.02 < dearer[0] < 1.5
    assert dearer[1:] == pytest.approx([1, 1])
    assert core.area_um2 > bare.area_um2
    assert core.config.protection.abft, "it has a supply of its own, and is protected"
