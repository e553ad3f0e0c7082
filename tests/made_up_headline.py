"""A headline whose parts were put there, and the images that confirm it: nothing is synthesised."""

from __future__ import annotations

from typing import Any

from operating_lot import CONFIG, walled

from golden.models import GemmShape, Network
from synth.operating.chips import Chips
from synth.operating.cost import Incidents, Parameters, Work
from synth.operating.dies import Dies
from synth.operating.headline import Headline
from synth.operating.parts import Core, Part
from synth.timing.variation import Variation

LOT = Dies.draw(walled(), CONFIG, Variation(), dies=20, seed=0)
WORK = Work(Network("small", 1, (GemmShape("fc1", 64, 64, 64),)), steps=10, passes=1, safe_steps=1)
RATE = 1e-3


def chips(parameters: Parameters | None = None) -> Chips:
    """Return a chip whose checks cost a tenth, and whose PEs take four fifths."""

    def core(abft: bool) -> Core:
        parts = [Part("processing elements", (2.0,), (8e-10,), (1e-6,), 1000.0)]
        parts.append(Part("control", (2.0,), (2e-10,), (1e-6,), 500.0))
        if abft:
            parts.append(Part("checker", (2.0,), (1e-10,), (1e-7,), 2500.0))
        area = 1.1 if abft else 1.0
        return Core(CONFIG.replace(protection__abft=abft), "made up", tuple(parts), area)

    return Chips(core(True), core(False), LOT, parameters or Parameters(sram_pj_per_byte=1.0))


def made_up(library: str = "made up", assumed: str = "assumed: a law") -> Headline:
    """Return a headline that is confirmed at `RATE`, by 38 dB and more, and lost at three times that."""
    first, kept = LOT.first_failure, LOT.at_rate(RATE)
    trials = [judged("search", 3e-3, 12.0), judged("search", RATE, 41.0)]
    trials += [judged("confirm", RATE, psnr) for psnr in (44.0, 41.5, 38.0, 52.0)]
    return Headline(
        library, assumed, chips(), RATE, trials, Incidents(checkpoint_reads=0.01), first, kept, WORK
    )


def judged(role: str, rate: float, psnr: float) -> dict[str, Any]:
    """Return the row of a trial."""
    images = {"role": role, "rate": rate, "images": 12 if role == "search" else 32, "kept": psnr > 20}
    point = {"die": 7, "voltage": 1.25, "period_ps": 1e3}
    quality = {"psnr": psnr, "psnr_low": psnr - 1, "psnr_high": psnr + 1, "psnr_worst": psnr - 5}
    read = {"accuracy": 1.0, "accuracy_low": 0.9}
    distance = {"frechet": 20.0, "frechet_fault_free": 19.0, "frechet_high": 25.0}
    counts = {"blocks": 100, "checkpoint_reads": 1}
    return images | point | quality | read | distance | counts
