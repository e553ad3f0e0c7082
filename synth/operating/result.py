"""The headline of a library as plain values: what `drift-hw headline` writes, and what the benches print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drift_hw.config import Config
from golden.capture import capture
from golden.models import NETWORKS
from synth.operating.chips import BATCH, Shares, Split
from synth.operating.cost import Cost
from synth.operating.dies import Limits
from synth.operating.headline import Headline, Options, Progress, check, find
from synth.timing import stream

NETWORK = "DiT-XL/2"
"""The paper's network: costed at the points that keep the images of the shipped one."""
SHIPPED = "shipped DiT"
POINTS = ("unprotected, sign-off", "protected, sign-off", "first failure", "last kept")
"""Where a network is costed, in this order; the last two are means over dies."""
QUALITY = (
    *("role", "rate", "images", "kept", "die", "voltage", "period_ps"),
    *("psnr", "psnr_low", "psnr_high", "psnr_worst", "accuracy", "accuracy_low"),
    *("frechet", "frechet_fault_free", "frechet_high"),
)
"""What is told of a trial."""
TILES_PER_SITE = 4
"""Of each matrix product of the shipped DiT, for gates and power."""


def measure(
    config: Config, options: Sequence[Options], progress: Progress | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the `result` of each of `options`, libraries of the same seed, once all of them are checked.

    Raises `UserError` as `synth.operating.headline.check` and `find` do.
    """
    plain = config.without_injection
    for each in options:
        check(plain, each)
    shown = progress or (lambda what, done, total: None)
    tiles = capture(
        plain,
        tiles_per_site=TILES_PER_SITE,
        seed=options[0].seed,
        progress=lambda done, total: shown("sampling tiles", done, total),
    )
    operands = stream.from_tiles(tiles)
    for each in options:
        name = each.pdk

        def show(what: str, done: int, total: int, name: str = name) -> None:
            shown(f"{name}, {what}", done, total)

        yield result(find(plain, operands, each, progress=show), name)


def result(found: Headline, pdk: str) -> dict[str, Any]:
    """Return what was found in a library.

    `networks` has energy at the sign-off clock and speed at the nominal supply of each network, both as
    `{parts, points}`: shares or factors over dies, `{mean, low, high}`, and joules and seconds of an image by
    part at each of `POINTS`. `trials` are all that were judged; `psnr` is that of the worst which confirms.
    """
    chips = found.chips
    core, lot = chips.protected, chips.lot
    return {
        "pdk": pdk,
        "library": found.library,
        "assumed": found.assumed,
        "nominal_voltage": lot.nominal_voltage,
        "sign_off_period_ps": lot.sign_off_period_ps,
        "dies": lot.population.dies,
        "limits": {
            name: _limits(each) for name, each in zip(POINTS[2:], (found.first, found.kept), strict=True)
        },
        "rate": found.rate,
        "psnr": min(float(row["psnr"]) for row in found.confirmed),
        "trials": [{name: row[name] for name in QUALITY if name in row} for row in found.trials],
        "scaled": list(chips.scaled),
        "scaled_share": core.share(chips.scaled),
        "rest_period": core.rest_period_ps / core.array_period_ps,
        "added_area": core.area_um2 / chips.bare.area_um2 - 1,
        "networks": {
            NETWORK: _network(found, NETWORK, images=1),
            SHIPPED: _network(found, None, images=BATCH),
        },
    }


def _network(found: Headline, name: str | None, images: int) -> dict[str, Any]:
    network = None if name is None else NETWORKS[name]
    energy, speed = (found.split(network, faster=faster) for faster in (False, True))
    return {
        "steps": found.work.steps,
        "energy": {"parts": _told(energy.energy()), "points": _points(energy, images)},
        "speed": {"parts": _told(speed.speed()), "points": _points(speed, images)},
    }


def _points(split: Split, images: int) -> list[dict[str, Any]]:
    """Return joules and seconds of an image by part, at each of `POINTS`."""
    costs = (split.baseline, split.protected, _mean(split.first), _mean(split.kept))
    return [
        {
            "point": name,
            "joules": dict(cost.energy.times(1 / images).parts),
            "seconds": dict(cost.time.times(1 / images).parts),
        }
        for name, cost in zip(POINTS, costs, strict=True)
    ]


def _mean(costs: Sequence[Cost]) -> Cost:
    return sum(costs, Cost()).times(1 / len(costs))


def _told(parts: Mapping[str, Shares]) -> dict[str, dict[str, float]]:
    return {name: {"mean": each.mean, "low": each.low, "high": each.high} for name, each in parts.items()}


def _limits(limits: Limits) -> dict[str, Any]:
    over_dies = _told({"voltage": Shares(limits.voltage), "period_ps": Shares(limits.period_ps)})
    return over_dies | {"ended": float(limits.ended.mean())}
