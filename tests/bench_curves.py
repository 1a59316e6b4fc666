"""Curves through measurements, and what they say of sizes that were not measured."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Point = tuple[float, float]


def fit(points: Sequence[Point], powers: tuple[int, ...]) -> dict[int, float]:
    """The factors of ``sum(factor * n ** power)`` through ``points``; none is negative.

    Each point weighs by its relative error, so that the small sizes count. A power is left out where it would need a
    negative factor, and where there are fewer points than powers.
    """
    kept = list(powers)[: len(points)]
    while kept:
        sizes, values = np.array([n for n, _ in points], float), np.array([y for _, y in points], float)
        columns = np.stack([sizes**power for power in kept], axis=1)
        factors, *_ = np.linalg.lstsq(columns / values[:, None], np.ones(len(points)), rcond=None)
        if min(factors) >= 0 or len(kept) == 1:
            return {power: float(factor) for power, factor in zip(kept, factors, strict=True)}
        del kept[int(np.argmin(factors))]
    return {}


def value(curve: dict[int, float], size: float) -> float:
    """The curve at ``size``."""
    return float(sum(factor * size**power for power, factor in curve.items()))


def describe(curve: dict[int, float], unit: str) -> str:
    """``0.5 + 1.02 N + 0.00031 N² seconds``."""
    names = {0: "", 1: " N", 2: " N²"}
    return " + ".join(f"{factor:.3g}{names[power]}" for power, factor in sorted(curve.items())) + f" {unit}"
