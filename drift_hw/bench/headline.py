"""The headline: energy saved at the sign-off clock and speed gained at the nominal supply, images kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from drift_hw.bench.figures import Bench, Figure, Kind
from drift_hw.config import PRESETS

if TYPE_CHECKING:
    from synth.operating.headline import Shares

CONFIG = PRESETS["drift"].replace(array__product_register=True)
"""The block size of the paper, with the PE that docs/decisions/0004-graceful.md recommends."""
NETWORK = "DiT-XL/2"
"""The paper's network: costed at the points that keep the images of the shipped one."""
PARTS = ("protection", "margin", "tolerated")


def _measure(pdk: str, seed: int) -> Iterator[Figure]:
    from golden.capture import capture
    from golden.models import NETWORKS
    from synth.operating import headline
    from synth.timing import stream
    from synth.timing.supply import family

    family(pdk)  # raises where the PDK is missing, before anything slow
    tiles = stream.from_tiles(capture(CONFIG.without_injection, tiles_per_site=4, seed=seed))
    found = headline.find(CONFIG.without_injection, tiles, headline.Options(pdk=pdk, seed=seed))
    network = NETWORKS[NETWORK]
    energy = found.energy(network)
    for name, whole, split, shipped in (
        ("energy_saving", "saving", energy, found.energy()),
        ("speedup", "speedup", found.speed(network), found.speed()),
    ):
        yield from _with_interval(name, split[whole])
        for part in PARTS:
            yield Figure(f"{name}.{part}", split[part].mean, CONFIG)
        yield Figure(f"{name}.shipped", shipped[whole].mean, CONFIG)
    core = found.chips.protected
    yield Figure("energy_factor", 1 / (1 - energy["saving"].mean), CONFIG)
    yield Figure("error_rate", found.rate, CONFIG)
    yield Figure("psnr", min(float(row["psnr"]) for row in found.trials), CONFIG)
    yield Figure("scaled_share", core.share(found.chips.scaled), CONFIG)
    yield Figure("rest_period", core.rest_period_ps / core.array_period_ps, CONFIG)


def _with_interval(name: str, shares: Shares) -> Iterator[Figure]:
    for suffix, value in (("", shares.mean), (".low", shares.low), (".high", shares.high)):
        yield Figure(name + suffix, value, CONFIG)


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
        summary=f"energy saved and speed gained at kept images, {NETWORK} on 32 x 32, over dies: {where}",
        figures=tuple(_kinds()),
        measure=partial(_measure, pdk),
    )


HEADLINE = _bench("headline", "osu018", "OSU 0.18 um; its delays at lower supplies are an assumed law")
SKY130 = _bench("headline-sky130", "sky130", "sky130, slow -40 C, six supplies; needs PDK_ROOT")
IHP = _bench("headline-ihp-sg13g2", "ihp-sg13g2", "ihp-sg13g2, typical, two supplies; needs PDK_ROOT")
