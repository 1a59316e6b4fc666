"""Lines about a table that are no rows of it: captions, and what only belongs to the page."""

from __future__ import annotations

import re

from mingzhang.reading import Layout, Row
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold

_UNIT = re.compile(r"单位:(?:人民币)?(?:百万|十万|万|亿|千|百)?元")
_NAME_END = re.compile(r".{1,12}?(?:办公室|局|部|委|会|院|中心|站|所|处|队|校|馆|厅|室|组|办)")
_YEAR = re.compile(r"\d{4}年(?:度|\d{1,2}月.*)?")


def has_cells(row: Row) -> bool:
    """Whether a row is a table row: more than one of its cells holds something."""
    return row.layout is Layout.GRID and sum(1 for cell in row.cells if cell.text.strip()) > 1


def is_page_mark(row: Row, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line only belongs to the page: its number, “续表”, the unit's name again.

    In flowed text a lone number may be a cell, so there it is none.
    """
    if row.layout is Layout.TEXT:
        return text.isdigit() or matches(vocabulary.page_marks, text)
    return row.layout is Layout.FLOW and matches(vocabulary.page_marks, text)


def is_caption(row: Row, vocabulary: Vocabulary) -> bool:
    """Whether a row stands between a title and its header: the unit, the year, the unit of money."""
    if matches(vocabulary.captions, fold(row.text)):
        return True
    cells = [fold(cell.text) for cell in row.cells if cell.text.strip()]
    return row.layout is Layout.GRID and bool(cells) and all(matches(vocabulary.captions, cell) for cell in cells)


def holds_caption(row: Row, vocabulary: Vocabulary) -> bool:
    """Whether one of a row's cells is a caption that names the unit or the money, whatever stands beside it."""
    cells = [fold(cell.text) for cell in row.cells]
    return any(":" in cell and matches(vocabulary.captions, cell) for cell in cells)


def repeats_caption(row: Row, vocabulary: Vocabulary) -> bool:
    """Whether a row between two rows of a table only repeats its captions, each in a cell of its own."""
    cells = [text for cell in row.cells if (text := fold(cell.text))]
    known = bool(cells) and all(
        matches(vocabulary.captions, cell) and (not cell[0].isdigit() or _YEAR.fullmatch(cell)) for cell in cells
    )
    return known and any(":" in cell or cell.endswith("表") for cell in cells)


def ends_caption(captions: list[str], text: str) -> bool:
    """Whether a line is the rest of a unit's name that the line above began (编制单位：… broken in two)."""
    return bool(captions) and not _UNIT.search("".join(captions)) and bool(_NAME_END.fullmatch(text))
