"""A sheet's cells as blocks: its tables apart, texts between them as paragraphs.

Blank rows and columns part a sheet into islands. A band of rows that goes on with amounts, without headings of its
own, belongs to the table above the blank rows and keeps its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.blocks import Block, Grid, Paragraph
from mingzhang.reading.formats.sheets_model import Place, Sheet

_AMOUNT = re.compile(r"-?[\d,]*\d(?:\.\d+)?%?")
_FAR = 3  # more blank rows than these end a table
_LONG = 40
_MERGED_PLACES = 200_000  # a range with more is a slip of the hand, not a cell
_MOST_MERGED = 1_000_000  # places under all ranges of a sheet together


@dataclass(frozen=True)
class _Area:
    """Rows and columns, those alone that hold something."""

    rows: list[int]
    columns: list[int]


@dataclass(frozen=True)
class _Map:
    """What stands where: texts, the places that a merged cell with a text covers, and such a cell's width."""

    texts: dict[Place, str]
    covered: set[Place]
    widths: dict[Place, int]

    def filled(self, row: int, columns: list[int]) -> list[int]:
        return [column for column in columns if (row, column) in self.texts]

    def holds(self, row: int, column: int) -> bool:
        return (row, column) in self.texts or (row, column) in self.covered


def sheet_blocks(sheet: Sheet) -> Iterator[Block]:
    """The paragraphs and grids of a sheet, from the top down and, in a band, from left to right."""
    found = _map(sheet)
    above: _Area | None = None
    for rows, columns in _bands(found):
        if above and _goes_on(found, above, _Area(rows, columns)):
            above = _Area(rows, above.columns)
            yield _grid(found, above)
            continue
        end = _titles(found, rows, columns)
        yield from _paragraphs(found, _Area(rows[:end], columns))
        for area in _islands(found, rows[:end], _Area(rows[end:], columns)):
            yield from _island(found, area)
            above = area


def _map(sheet: Sheet) -> _Map:
    """The cells with merged ranges resolved: a range prints its top left cell alone."""
    texts, covered, widths = dict(sheet.cells), set[Place](), dict[Place, int]()
    spent = 0
    for top, left, bottom, right in sheet.merged:
        if (top, left) not in sheet.cells or (bottom - top + 1) * (right - left + 1) > _MERGED_PLACES:
            continue
        spent += (bottom - top + 1) * (right - left + 1)
        if spent > _MOST_MERGED:
            found = f"merged cells of sheet {sheet.name} cover more than {_MOST_MERGED} places"
            raise ExtractionError("workbook", found, "undo the merges that hold nothing")
        widths[top, left] = right - left + 1
        for place in ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)):
            if place != (top, left):
                texts.pop(place, None)
                covered.add(place)
    return _Map(texts, covered, widths)


def _bands(found: _Map) -> Iterator[tuple[list[int], list[int]]]:
    """Runs of rows that hold something, and the columns that do so in them."""
    columns: dict[int, set[int]] = {}
    for row, column in (*found.texts, *found.covered):
        columns.setdefault(row, set()).add(column)
    band: list[int] = []
    for row in [*sorted(columns), -1]:
        if band and row != band[-1] + 1:
            yield band, sorted(set().union(*(columns[inside] for inside in band)))
            band = []
        band.append(row)


def _goes_on(found: _Map, above: _Area, band: _Area) -> bool:
    """Whether a band of rows is the rest of the table above the blank rows: amounts at once, in its columns."""
    if (
        band.rows[0] - above.rows[-1] > _FAR + 1
        or len(above.columns) < 2
        or not set(band.columns) <= set(above.columns)
    ):
        return False
    full = next((filled for row in band.rows if len(filled := found.filled(row, band.columns)) > 1), None)
    row = next((row for row in band.rows if len(found.filled(row, band.columns)) > 1), -1)
    return full is not None and any(_AMOUNT.fullmatch(found.texts[row, column].strip()) for column in full)


def _titles(found: _Map, rows: list[int], columns: list[int]) -> int:
    """How many rows at the top hold one text alone: titles and captions, no group of headings further right."""
    for number, row in enumerate(rows):
        filled = found.filled(row, columns)
        if len(filled) > 1:
            return number
        if filled and filled[0] != columns[0] and 1 < found.widths.get((row, filled[0]), 1) < len(columns) - 1:
            return number
    return len(rows)


def _paragraphs(found: _Map, area: _Area) -> Iterator[Block]:
    for row in area.rows:
        yield from (Paragraph(found.texts[row, column]) for column in found.filled(row, area.columns))


def _islands(found: _Map, titles: list[int], area: _Area) -> list[_Area]:
    """The tables side by side in a band: parted by two blank columns, or by one where each has a title of its own.

    Two halves of one table, below one title that is merged over both, stay together.
    """
    columns = [column for column in area.columns if any(found.holds(row, column) for row in area.rows)]
    if not columns:
        return []
    groups = [[columns[0]]]
    for left, right in pairwise(columns):
        if right == left + 1:
            groups[-1].append(right)
        else:
            groups.append([right])
    areas = [_Area(_rows(found, area.rows, group), group) for group in groups]
    gaps = [(left[-1] + 1, right[0]) for left, right in pairwise(groups)]
    over = any(found.holds(row, gap[0]) for row in titles for gap in gaps)
    alike = len({(part.rows[0], part.rows[-1]) for part in areas}) == 1
    titled = all(len(found.filled(part.rows[0], part.columns)) == 1 for part in areas)
    apart = all(right - left >= 2 for left, right in gaps) or titled
    if len(areas) == 1 or (over and alike) or not apart or any(len(group) < 2 for group in groups):
        return [_Area(area.rows, columns)]
    return areas


def _rows(found: _Map, rows: list[int], columns: list[int]) -> list[int]:
    return [row for row in rows if any(found.holds(row, column) for column in columns)]


def _island(found: _Map, area: _Area) -> Iterator[Block]:
    """A table, with titles above it and full-width notes below it as paragraphs."""
    if len(area.columns) == 1:
        yield from _paragraphs(found, area)
        return
    start = _titles(found, area.rows, area.columns)
    end = len(area.rows)
    while end > start and _is_wide(found, area.rows[end - 1], area.columns):
        end -= 1
    end = max(start, _text_begins(found, area, end))
    yield from _paragraphs(found, _Area(area.rows[:start], area.columns))
    if start < end:
        yield _grid(found, _Area(area.rows[start:end], area.columns))
    yield from _paragraphs(found, _Area(area.rows[end:], area.columns))


def _is_wide(found: _Map, row: int, columns: list[int]) -> bool:
    """Whether a row holds one cell alone, over all columns (or nothing but the rest of such a cell)."""
    filled = found.filled(row, columns)
    if not filled:
        return all(found.holds(row, column) for column in columns)
    return len(filled) == 1 and found.widths.get((row, filled[0]), 1) > columns[-1] - columns[0]


def _text_begins(found: _Map, area: _Area, end: int) -> int:
    """Where, among rows at the bottom with one text alone in the first column, one too long for a label stands."""
    start = end
    while start and found.filled(area.rows[start - 1], area.columns) == area.columns[:1]:
        start -= 1
    run = range(start, end)
    return next((at for at in run if len(found.texts[area.rows[at], area.columns[0]]) > _LONG), end)


def _grid(found: _Map, area: _Area) -> Grid:
    return Grid(tuple(tuple(found.texts.get((row, column), "") for column in area.columns) for row in area.rows))
