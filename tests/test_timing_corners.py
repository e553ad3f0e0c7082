"""Variation around a library: measured between its corners where it has them."""

from __future__ import annotations

import pytest
from synth_libraries import needs_opensta, osu018

from drift_hw.config import PRESETS
from synth.pdk import installed
from synth.timing.corners import variation
from synth.timing.supply import family
from synth.timing.target import Target
from synth.timing.variation import Variation

CONFIG = PRESETS["tiny"].replace(protection__abft=False)

needs_sky130 = pytest.mark.skipif("sky130" not in installed(), reason="sky130 is not installed; set PDK_ROOT")


@needs_opensta
def test_a_library_of_one_corner_is_taken_for_typical() -> None:
    assert variation(Target.of(CONFIG, (osu018(),))) == Variation()


@needs_opensta
@needs_sky130
def test_slow_and_typical_corners_say_how_far_they_are_apart() -> None:
    """Seen from either corner: sign-off's factor over the typical one is about the same."""
    slow = variation(Target.of(CONFIG, family("sky130")[-2:]))
    typical = variation(Target.of(CONFIG, family("sky130", "tt_025C_1v80")))
    assert slow.typical < 0.8
    assert slow.slow * slow.temperature[1] == pytest.approx(1.0)
    assert typical.typical == 1.0
    ratios = [each.slow * each.temperature[1] / each.typical for each in (slow, typical)]
    assert ratios[0] == pytest.approx(ratios[1], rel=0.1)
