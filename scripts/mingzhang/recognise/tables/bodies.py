"""The rows below a title: where a table begins and ends, its captions and its notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from mingzhang.reading import Layout, Row
from mingzhang.recognise.model import FoundTable, Note
from mingzhang.recognise.page_lines import (
    ends_caption,
    has_cells,
    holds_caption,
    is_caption,
    is_page_mark,
    repeats_caption,
)
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.tables.header_rows import is_header_row, numbers_columns
from mingzhang.recognise.tables.titles import find_title
from mingzhang.recognise.vocabulary import TableWords, Vocabulary
from mingzhang.text import fold, tidy

_PIECES = 6  # as many pieces of captions may stand before a free line is no more a caption
_FREE_LINES = 3  # as many lines that are nothing known may stand between title and header
_LONGEST_CAPTION = 40
_SENTENCE = re.compile(r"[。；;]")
_NUMBERED = re.compile(r"表\d{1,2}(?:-\d{1,2})?:?")  # a table's number right below its title
_AMOUNT = re.compile(r"-?[\d,]*\d\.\d{1,6}")
_LOST_ROW = re.compile(r"\d{3}(?:\d{2}){0,2}(?=[^\d年.,])\D{2,30}(?:-?[\d,]+\.\d+\s*)*|\d{5}(?:\d{2})?")
_LOST = "表中的一行失去了分栏，未采用"
_HEADER = 5  # rows at the top of a table that may be its header
_AHEAD = 5  # as many lines of a page's foot and head may stand before the table goes on


@dataclass
class _Body:
    rows: list[Row] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: list[Row] = field(default_factory=list)
    free: int = 0

    def add_caption(self, row: Row, text: str) -> None:
        self.captions += [fold(cell.text) for cell in row.cells] + [text]
        cells = [tidy(cell.text) for cell in row.cells if cell.text.strip()]
        self.shown.append(" ".join(cells) if row.layout is Layout.GRID else tidy(row.text))


def read_body(rows: tuple[Row, ...], start: int, vocabulary: Vocabulary, table: FoundTable) -> FoundTable:
    """``table`` with the rows, captions and notes that follow its title, up to whatever ends it."""
    words = vocabulary.tables[table.table]
    body = _Body()
    for at in range(start, len(rows)):
        row, text = rows[at], fold(rows[at].text)
        if _ends(rows, at, text, vocabulary) and not (at == start and _NUMBERED.fullmatch(text)):
            break
        again = bool(body.rows) and row.layout is Layout.GRID and repeats_caption(row, vocabulary)
        if again or is_page_mark(row, text, vocabulary):
            continue
        if not body.rows and _is_caption(row, text, body, words, vocabulary):
            body.add_caption(row, text)
        elif _is_note(row, text, vocabulary):
            body.notes.append(tidy(row.text))
        elif row.layout is Layout.TEXT and body.rows:
            if _is_lost_row(row, text, body, words, vocabulary):
                body.lost += [row] if any(map(str.isdigit, text)) else []  # a bare 合计 loses nothing
            elif not matches(vocabulary.captions, text) and not _goes_on(rows, at, body, vocabulary):
                break
        elif row.layout is Layout.TEXT:
            if not _is_free_caption(row, text, body):
                break
            body.add_caption(row, text)
        elif (body.notes and row.layout is Layout.FLOW) or _begins_other(rows, at, body, words, vocabulary):
            break
        else:
            body.rows.append(row)
    lost = (Note(table.table, row.line, "", "unread", tidy(row.text), "", _LOST) for row in body.lost)
    return replace(
        table,
        rows=tuple(body.rows),
        captions=(*table.captions, *body.captions),
        notes=tuple(body.notes),
        caption=" ".join(body.shown),
        doubts=(*table.doubts, *lost),
    )


def _ends(rows: tuple[Row, ...], at: int, text: str, vocabulary: Vocabulary) -> bool:
    if not has_cells(rows[at]) and matches(vocabulary.boundaries, text):
        return True
    return find_title(rows, at, vocabulary) is not None


def _is_caption(row: Row, text: str, body: _Body, words: TableWords, vocabulary: Vocabulary) -> bool:
    if is_caption(row, vocabulary) or ends_caption(body.captions, text):
        return not _is_heading(row, words)
    return row.layout is Layout.GRID and holds_caption(row, vocabulary) and not _is_heading(row, words)


def _is_heading(row: Row, words: TableWords) -> bool:
    """Whether a row of cells names columns of the table, as a header does (2024年 may stand over them)."""
    return has_cells(row) and any(words.column_of(fold(cell.text)) for cell in row.cells if cell.text.strip())


def _is_note(row: Row, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line says something about the table: 注：…, 本表为空, a sentence in a cell that spans the table."""
    if matches(vocabulary.notes, text):
        return True
    if row.layout is Layout.FLOW or has_cells(row):
        return False
    return matches(vocabulary.note_sentences, text) or (row.layout is Layout.GRID and text.endswith("。"))


def _is_free_caption(row: Row, text: str, body: _Body) -> bool:
    """Whether a line of text between title and header may be a caption that the vocabulary does not know."""
    if body.captions and len(body.captions) <= _PIECES:
        return True
    body.free += 1
    return body.free <= _FREE_LINES and len(text) <= _LONGEST_CAPTION and not _SENTENCE.search(text)


def _is_lost_row(row: Row, text: str, body: _Body, words: TableWords, vocabulary: Vocabulary) -> bool:
    """Whether a line of text after a table's rows is a row without columns: a code and a name, a total and amounts."""
    if body.notes or body.rows[-1].layout is not Layout.GRID:
        return False
    if "code" in words.columns and _LOST_ROW.fullmatch(tidy(row.text)):
        return True
    label = _AMOUNT.sub(" ", text).split(" ")[0]
    return matches(vocabulary.total_labels, label) or matches(words.partial_totals, label)


def _goes_on(rows: tuple[Row, ...], at: int, body: _Body, vocabulary: Vocabulary) -> bool:
    """Whether, after a line of text or few, the table's header comes again: then the text is the page's."""
    head = [fold(cell.text) for cell in body.rows[0].cells]
    for place in range(at, min(at + _AHEAD, len(rows))):
        row = rows[place]
        if has_cells(row):
            cells = [fold(cell.text) for cell in row.cells]
            again = not is_caption(row, vocabulary) and cells == head
            data = len(cells) == len(body.rows[-1].cells) and any(_AMOUNT.fullmatch(cell) for cell in cells)
            return again or (data and _is_short(rows[at:place]))
        if place > at and _ends(rows, place, fold(row.text), vocabulary):
            return False
    return False


def _is_short(lines: tuple[Row, ...]) -> bool:
    """Whether lines of text may be a page's foot and head: short, and no sentences."""
    texts = [tidy(row.text) for row in lines]
    return all(len(text) <= _LONGEST_CAPTION and not _SENTENCE.search(text) for text in texts)


def _begins_other(rows: tuple[Row, ...], at: int, body: _Body, words: TableWords, vocabulary: Vocabulary) -> bool:
    """Whether a row begins another table: its title, or a header that is none of this one's."""
    row, last = rows[at], body.rows[-1] if body.rows else None
    if last is None or row.layout is not Layout.GRID:
        return False
    if not has_cells(row):
        text = tidy(row.text)
        following = rows[at + 1] if at + 1 < len(rows) else None
        return len(text) > 5 and text.endswith("表") and following is not None and following.layout is Layout.GRID
    if not _stands_apart(row, last):
        return False
    cells = [fold(cell.text) for cell in row.cells]
    if cells in [[fold(cell.text) for cell in own.cells] for own in body.rows[:_HEADER]]:
        return False  # the table's own header, again on a new page
    if numbers_columns(cells, vocabulary) or not is_header_row(cells, words, vocabulary):
        return False
    filled = [cell for cell in cells if cell]
    known = sum(1 for cell in filled if _knows(cell, words, vocabulary))
    return len(filled) > 2 and known * 3 < len(filled)


def _stands_apart(row: Row, last: Row) -> bool:
    """Whether lines lie between two rows, so that they may be of two grids."""
    end = last.cells[-1].line
    return row.line > end + (2 if end > last.line else 1)


def _knows(cell: str, words: TableWords, vocabulary: Vocabulary) -> bool:
    if words.column_of(cell) is not None or words.is_beside(cell) or words.is_label(cell):
        return True
    known = (words.groups, *words.sides.values(), vocabulary.sequence, vocabulary.total_labels)
    return any(matches(patterns, cell) for patterns in known)
