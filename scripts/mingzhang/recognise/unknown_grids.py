"""Tables that nothing recognised: kept as grids of cells, so that they are not lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mingzhang.reading import Document, Layout, Row
from mingzhang.recognise.model import FoundTable
from mingzhang.recognise.page_lines import is_caption, is_page_mark
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold, tidy

_LINES_ABOVE = 4  # how many lines above a grid may hold its title
_LONGEST_TITLE = 60
_CAPTION_ROWS = 2


@dataclass(frozen=True)
class UnknownGrid:
    """Rows with cells that belong to no known table; ``reason`` tells why, where more is known than that."""

    title: str
    rows: tuple[Row, ...]
    reason: str = ""


def find_unknown_grids(
    document: Document, taken: Collection[int], refused: Sequence[tuple[FoundTable, str]], vocabulary: Vocabulary
) -> list[UnknownGrid]:
    """The grids of ``document`` in its order: those of ``refused`` tables, and those on lines not ``taken``.

    Rows are of one grid while they follow each other; over a page break also when they are equally wide. A row or
    two directly above a known table are its caption.
    """
    grids = [UnknownGrid(table.title, table.rows, reason) for table, reason in refused]
    own = {row.line for grid in grids for row in grid.rows}
    rows = [row for row in document.rows if not is_page_mark(row, fold(row.text), vocabulary)]
    current: list[Row] = []
    above = 0
    for index, row in enumerate(rows):
        if row.layout is not Layout.GRID or row.line in taken or row.line in own or not _is_filled(row):
            if not (row.line in taken and len(current) <= _CAPTION_ROWS):
                grids += _closed(rows, above, current, vocabulary)
            current = []
            continue
        if current and not _goes_on(current[-1], row):
            grids += _closed(rows, above, current, vocabulary)
            current = []
        if not current:
            above = index
        current.append(row)
    grids += _closed(rows, above, current, vocabulary)
    return sorted(grids, key=lambda grid: grid.rows[0].line)


def _is_filled(row: Row) -> bool:
    return any(cell.text.strip() for cell in row.cells)


def _goes_on(last: Row, row: Row) -> bool:
    """Whether ``row`` is of the grid that ``last`` belongs to: next to it, or equally wide on the next page."""
    return row.line == last.line + 1 or len(row.cells) == len(last.cells)


def _closed(rows: Sequence[Row], start: int, grid: list[Row], vocabulary: Vocabulary) -> list[UnknownGrid]:
    return [UnknownGrid(_title_above(rows, start, vocabulary), tuple(grid))] if grid else []


def _title_above(rows: Sequence[Row], start: int, vocabulary: Vocabulary) -> str:
    """The nearest line of text above that is no caption and no sentence; blank where there is none."""
    for row in reversed(rows[max(0, start - _LINES_ABOVE) : start]):
        text = tidy(row.text)
        if row.layout is not Layout.TEXT or len(text) > _LONGEST_TITLE or text.endswith("。"):
            return ""
        if not is_caption(row, vocabulary):
            return text
    return ""
