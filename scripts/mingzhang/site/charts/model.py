"""What a chart is made of, before anything is drawn.

Plain values: equal charts have equal ``repr``, by which drawings are cached.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

WIDE, NARROW = 720, 340
"""Widths in pixels; a phone gets its own drawing and not a shrunken one."""


@dataclass(frozen=True)
class Segment:
    """One coloured piece of a bar; ``words`` is shown on hover."""

    amount: Decimal
    colour: str
    words: str


@dataclass(frozen=True)
class Bar:
    """One line of a ranked chart: a label, the pieces, and the number printed at the end."""

    label: str
    segments: tuple[Segment, ...]
    end: str

    @property
    def amount(self) -> Decimal:
        """The whole bar."""
        return sum((segment.amount for segment in self.segments), Decimal(0))


@dataclass(frozen=True)
class Bars:
    """Ranked horizontal bars."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Composition:
    """One stacked bar of a whole, its named parts listed below it."""

    parts: tuple[tuple[str, Segment], ...]


Drawing = Bars | Composition


@dataclass(frozen=True)
class Chart:
    """A question and its answer; ``answer`` is the subtitle and the spoken label.

    ``resource`` holds the data. ``key`` names colours where a chart needs
    that: pairs of name and custom property.
    """

    name: str
    title: str
    answer: str
    resource: str
    drawing: Drawing
    key: tuple[tuple[str, str], ...] = ()
