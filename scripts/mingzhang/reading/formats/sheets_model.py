"""A sheet as its filled cells, and the same without what is hidden."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

Place = tuple[int, int]
"""Row and column, from 0."""
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; all are part of it."""


@dataclass
class Sheet:
    """A sheet's filled cells by place, its merged ranges, and the rows and columns that are hidden."""

    name: str
    cells: dict[Place, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    length: int = 0
    """Characters in all cells."""


def visible_part(sheet: Sheet) -> tuple[Sheet, int]:
    """The sheet as if its hidden rows and columns were not there, and how many filled cells they held.

    A merged cell that is partly hidden is printed where it begins to show.
    """
    rows, columns = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
    if not rows and not columns:
        return sheet, 0
    shown = Sheet(sheet.name)
    cells = dict(sheet.cells)
    for top, left, bottom, right in sheet.merged:
        text = cells.pop((top, left), "")
        place = (top - bisect_left(rows, top), left - bisect_left(columns, left))
        end = (bottom - bisect_left(rows, bottom + 1), right - bisect_left(columns, right + 1))
        if end[0] >= place[0] and end[1] >= place[1]:
            shown.merged.append((*place, *end))
            shown.cells |= {place: text} if text else {}
    for (row, column), text in cells.items():
        if row not in sheet.hidden_rows and column not in sheet.hidden_columns:
            shown.cells[row - bisect_left(rows, row), column - bisect_left(columns, column)] = text
    return shown, len(sheet.cells) - len(shown.cells)
