"""Quarter turns: how a page's coordinates become those of the page as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

_STRAIGHT = 0.996  # the cosine of five degrees


@dataclass(frozen=True)
class Turn:
    """Text that runs ``quarters`` quarter turns anticlockwise on a page of ``width`` and ``height`` points."""

    quarters: int
    width: float = 0.0
    height: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page (from its bottom left) as points from the top left of the page as it is read."""
        return (
            (x, self.height - y),
            (y, x),
            (self.width - x, y),
            (self.height - y, self.width - x),
        )[self.quarters]

    def back(self, x: float, top: float) -> tuple[float, float]:
        """The inverse of ``apply``."""
        return (
            (x, self.height - top),
            (top, x),
            (self.width - x, top),
            (self.width - top, self.height - x),
        )[self.quarters]

    def on(self, page: Turn) -> Turn:
        """This turn with the page's measures."""
        return Turn(self.quarters, page.width, page.height)


def turn_of(matrix: tuple[float, float, float, float, float, float]) -> Turn | None:
    """Which way characters drawn with ``matrix`` run; None where they are slanted, as watermarks are."""
    a, b = matrix[0], matrix[1]
    length = hypot(a, b)
    if length == 0:
        return Turn(0)
    for quarters, share in enumerate((a, b, -a, -b)):
        if share / length >= _STRAIGHT:
            return Turn(quarters)
    return None
