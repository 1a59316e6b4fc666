"""Columns of a Word table: edges that only a hand's tremble sets apart are one edge."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

_THIN = 100  # twips (twentieths of a point), 1.8 mm: no digit fits between such edges


@dataclass(frozen=True)
class Span:
    """The columns of the table's grid that a cell covers."""

    row: int
    column: int
    width: int


def merge_thin(spans: list[Span], widths: list[int]) -> list[Span]:
    """``spans`` on a grid without columns so thin that no text fits in them.

    Whoever drags the edge of one cell leaves an edge a hair beside that of the cells above; Word then counts two
    columns there. Unchanged where the widths are not told for all columns, or a cell would lose its own.
    """
    last = max((span.column + span.width for span in spans), default=0)
    if last > len(widths) or not any(0 < width < _THIN for width in widths):
        return spans
    edges = list(accumulate(widths, initial=0))
    lines = [0]
    for left, right in pairwise(edges):
        lines.append(lines[-1] + (right - left >= _THIN or right == left))
    merged = [
        Span(span.row, lines[span.column], lines[span.column + span.width] - lines[span.column]) for span in spans
    ]
    return merged if all(span.width > 0 for span in merged) else spans
