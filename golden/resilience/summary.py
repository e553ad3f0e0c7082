"""What the table of a study comes to: a point for each thing that was varied, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drift_hw.errors import UserError
from golden.resilience.quality import Estimate, bootstrap, frechet_distance, kernel_distance, wilson
from golden.resilience.scales import Scaling
from golden.resilience.study import Row, Study

Features = NDArray[np.float64]


@dataclass(frozen=True)
class Point:
    """The images of all seeds under the same errors."""

    key: tuple[Any, ...]
    """Values on the axes of the study; empty for the images without faults."""
    images: int
    psnr: Estimate
    """Median, dB."""
    psnr_mean: Estimate
    ssim: Estimate
    """Median."""
    accuracy: Estimate | None
    """Share read as asked; Wilson. Like both distances, None where the classifier can not judge."""
    frechet: Estimate | None
    """To as many images of the float network from other seeds."""
    kernel: Estimate | None
    """Kernel distance to the same."""
    deviation: list[Estimate] = field(default_factory=list)
    """Median after each step, in units of -1 to 1, of studies that follow it."""
    wrong: float | None = None
    """Share of wrong results where errors may strike, where it was counted."""
    lpips: Estimate | None = None
    """Median."""
    relative_error: Estimate | None = None
    """Median, of latents."""
    decoded_psnr: Estimate | None = None
    """Median, dB, of decoded latents."""
    decoded_ssim: Estimate | None = None
    """Median, of the same."""


def summary(study: Study, rows: Sequence[Row], *, resamples: int = 200) -> list[Point]:
    """Return what the rows of a study's table come to, first the fault-free images, then by key.

    Intervals are of 95 %: Wilson's for shares, bootstrap for all else, its seed fixed. Raises `UserError`
    for rows that are not this study's.
    """
    common = [row for row in rows if row["errors.model"] == "none" and row.get("against") is None]
    reference = [row for row in common if row.get("scaling") == Scaling.FLOAT]
    fault_free = [row for row in common if row.get("scaling") != Scaling.FLOAT]
    judged = any(row.get("digit") is not None for row in rows)
    if (judged and not reference) or not fault_free:
        raise UserError(f"these rows are not of a study: they lack fault-free images; run {study.name} again")
    groups: dict[tuple[Any, ...], list[Row]] = {(): fault_free}
    kept = {id(row) for row in common}
    for row in rows:
        if id(row) not in kept:
            groups.setdefault(study.key(row), []).append(row)
    rng = np.random.default_rng(0)
    return [
        _point(
            key,
            group,
            _features(reference) if judged else None,
            rng=rng,
            resamples=resamples,
            follows=study.follows,
        )
        for key, group in groups.items()
    ]


def _point(
    key: tuple[Any, ...],
    rows: Sequence[Row],
    reference: Features | None,
    *,
    rng: np.random.Generator,
    resamples: int,
    follows: bool,
) -> Point:
    def figure(name: str, statistic: Callable[..., Any] = np.median) -> Estimate:
        return bootstrap(statistic, [row[name] for row in rows], rng=rng, resamples=resamples)

    def figure_if_there(name: str) -> Estimate | None:
        return figure(name) if rows[0].get(name) is not None else None

    def accuracy() -> Estimate | None:
        if reference is None:
            return None
        return wilson(sum(row["digit"] == row["label"] for row in rows), len(rows))

    def distance(statistic: Callable[..., float]) -> Estimate | None:
        if reference is None:
            return None
        return bootstrap(
            statistic,
            _features(rows),
            reference,
            rng=rng,
            resamples=resamples,
            centred=True,
            strata=[row["label"] for row in rows],
        )

    deviations = np.array([row["deviation"] for row in rows])  # (images, steps)
    # Each row has the counts of its whole trial; trials of a study are of equal size.
    elements, wrong = (
        sum(row.get(f"tally.{name}") or 0 for row in rows) for name in ("elements", "wrong_elements")
    )
    return Point(
        key,
        len(rows),
        figure("psnr"),
        figure("psnr", np.mean),
        figure("ssim"),
        accuracy(),
        distance(frechet_distance),
        distance(kernel_distance),
        [bootstrap(np.median, column, rng=rng, resamples=resamples) for column in deviations.T if follows],
        wrong / elements if elements and rows[0].get("truth") else None,
        *(figure_if_there(name) for name in ("lpips", "relative_error", "decoded_psnr", "decoded_ssim")),
    )


def _features(rows: Sequence[Row]) -> Features:
    return np.array([row["features"] for row in rows], np.float64)


def result(study: Study, points: Sequence[Point]) -> dict[str, Any]:
    """Return a study as plain values: `{study, title, axes, points}`; estimates are [value, low, high]."""
    return {
        "study": study.name,
        "title": study.title,
        "axes": list(study.axes),
        "points": [
            {
                **dict(zip(study.axes, point.key or ("fault-free",) * len(study.axes), strict=True)),
                **{name: _plain(value) for name, value in vars(point).items() if name != "key"},
            }
            for point in points
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Estimate):
        return [round(each, 6) for each in value]
    return [_plain(each) for each in value] if isinstance(value, list) else value
