"""The headline: energy saved at the sign-off clock and speed gained at the nominal supply, images kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.config import PRESETS

CONFIG = PRESETS["drift"]
"""The block size of the paper, with the PE that docs/decisions/0004-graceful.md recommends."""
PARTS = ("protection", "margin", "tolerated")


def _measure(pdk: str, seed: int) -> Iterator[Figure]:
    from synth.operating.headline import Options
    from synth.operating.result import NETWORK, SHIPPED, measure

    (found,) = measure(CONFIG, [Options(pdk=pdk, seed=seed)])
    network, shipped = (found["networks"][name] for name in (NETWORK, SHIPPED))
    for name, whole, what in (("energy_saving", "saving", "energy"), ("speedup", "speedup", "speed")):
        parts = network[what]["parts"]
        for suffix, value in (("", "mean"), (".low", "low"), (".high", "high")):
            yield Figure(name + suffix, parts[whole][value], CONFIG)
        for part in PARTS:
            yield Figure(f"{name}.{part}", parts[part]["mean"], CONFIG)
        yield Figure(f"{name}.shipped", shipped[what]["parts"][whole]["mean"], CONFIG)
    yield Figure("energy_factor", 1 / (1 - network["energy"]["parts"]["saving"]["mean"]), CONFIG)
    yield Figure("error_rate", found["rate"], CONFIG)
    for name in ("psnr", "scaled_share", "rest_period"):
        yield Figure(name, found[name], CONFIG)


def _kinds() -> Iterator[Kind]:
    for name in ("energy_saving", "speedup"):
        for suffix in ("", ".low", ".high", *(f".{part}" for part in PARTS), ".shipped"):
            costs = name == "energy_saving" and suffix == ".protection"
            yield Kind(name + suffix, "1", "lower" if costs else "higher")
    yield Kind("energy_factor", "1", "higher")
    yield Kind("error_rate", "1", "higher")
    yield Kind("psnr", "dB", "higher")
    yield Kind("scaled_share", "1", "higher")
    yield Kind("rest_period", "1", "lower")


def _bench(name: str, pdk: str, where: str) -> Bench:
    return Bench(
        name=name,
        summary=f"energy saved and speed gained at kept images, DiT-XL/2 on 32 x 32, over dies: {where}",
        figures=tuple(_kinds()),
        measure=partial(_measure, pdk),
    )


HEADLINE = _bench("headline", "osu018", "OSU 0.18 um; its delays at lower supplies are an assumed law")
SKY130 = _bench("headline-sky130", "sky130", "sky130, slow -40 C, six supplies; needs PDK_ROOT")
IHP = _bench("headline-ihp-sg13g2", "ihp-sg13g2", "ihp-sg13g2, typical, two supplies; needs PDK_ROOT")
