"""Finds the performance forms of a document and reads them, whatever its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile

from mingzhang.errors import RecognitionError
from mingzhang.reading import Cell, Document, Layout, Row
from mingzhang.recognise.forms.cells import find_personal
from mingzhang.recognise.forms.flow import read_flow_form
from mingzhang.recognise.forms.grid import read_grid_form
from mingzhang.recognise.forms.model import FoundForm, RawForm
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.model import Note
from mingzhang.recognise.page_lines import has_cells
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.tables.titles import title_of
from mingzhang.text import fold, tidy

__all__ = ["FoundForm", "find_forms", "read_forms"]

_NEAR = {Layout.TEXT: 8, Layout.GRID: 14, Layout.FLOW: 90}  # rows from a form's first row to its headings
_FIRST_ROWS = 3  # in so many a form has shown one of its labels
_CLOSE = 8  # rows from a title to the first label, or from a stray line to the form's next row
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIGN = re.compile(r"[<>=≤≥]{1,2}\d")
_SENTENCE = re.compile("[。；]")
_PIECES = 3
_OWN_HEADINGS = ("category", "subcategory", "indicator")


def read_forms(document: Document, words: FormWords) -> list[RawForm]:
    """All performance forms of a document, as printed.

    A form that is there but cannot be understood stays without fields and rows; its note says where and why,
    and what to do.
    """
    return [_read(found, words) for found in find_forms(document, words)]


def _read(found: FoundForm, words: FormWords) -> RawForm:
    layout = next((row.layout for row in found.rows if row.layout is not Layout.TEXT), Layout.GRID)
    try:
        form = read_flow_form(found, words) if layout is Layout.FLOW else read_grid_form(found, words)
    except RecognitionError as error:
        message = f"绩效表未能读取：{error}"
        note = Note("performance_forms", found.line, "", "unread", found.title, "", message)
        lines = frozenset([found.line, *(row.line for row in found.rows)])
        people = tuple(text for row in found.rows for text in find_personal(row, words))
        form = RawForm(found.title, found.line, found.kind, found.scope, {}, (), (), (), lines, people, (note,))
    return replace(form, fields={**form.fields, **_year(found, words)})


def _year(found: FoundForm, words: FormWords) -> dict[str, str]:
    """The year that the caption below a form's title prints."""
    captions = (fold(row.text) for row in found.rows[:_CLOSE])
    years = [match.group() for text in captions if matches(words.captions, text) and (match := _YEAR.search(text))]
    return {"year": years[0]} if years else {}


def find_forms(document: Document, words: FormWords) -> list[FoundForm]:
    """The forms in the order of the document.

    A form begins at a title with a form's rows below it, or, where the title is lost, at its first label. Its
    rows go on over page breaks until the next form or until running text.
    """
    finder = _Finder(document.rows, words)
    for index in range(len(document.rows)):
        finder.take(index)
    finder.close()
    return finder.found


@dataclass
class _Finder:
    rows: tuple[Row, ...]
    words: FormWords
    found: list[FoundForm] = field(default_factory=list)
    open: FoundForm | None = None
    body: list[Row] = field(default_factory=list)
    has_headings: bool = False

    def take(self, index: int) -> None:
        """Goes on to the row at ``index``: it begins, continues or ends a form, or belongs to none."""
        row = self.rows[index]
        title = self.words.title_of(title_of(row)) if not has_cells(row) else None
        if title and self._opens(index):
            self._start(FoundForm(tidy(title_of(row)), row.line, title.kind, title.scope, ()))
        elif (self.open is None or self.has_headings) and self._begins_untitled(index):
            self._start(self._untitled(index))
            self._add(row)
        elif self.open and not self._ends(index):
            self._add(row)
        else:
            self.close()

    def close(self) -> None:
        """Ends the form that is open."""
        if self.open:
            form = self.open
            self.found.append(FoundForm(form.title, form.line, form.kind, form.scope, tuple(self.body)))
        self.open, self.body, self.has_headings = None, [], False

    def _start(self, form: FoundForm) -> None:
        self.close()
        self.open = form

    def _add(self, row: Row) -> None:
        self.body.append(row)
        self.has_headings = self.has_headings or _has_headings(row, self.words)

    def _ahead(self, index: int, count: int) -> Iterator[Row]:
        """The next rows, up to the next title."""
        for row in islice(self.rows, index + 1, index + 1 + count):
            if not has_cells(row) and self.words.title_of(title_of(row)):
                return
            yield row

    def _opens(self, index: int) -> bool:
        """Whether a form's rows stand below a title, captions between: in a contents page none do."""
        below = (row for row in self._ahead(index, _CLOSE) if not is_page_line(row, self.words))
        cells = takewhile(lambda row: row.layout is not Layout.TEXT or _is_labelled(_pieces(row), self.words), below)
        return any(_is_labelled(row, self.words) for row in islice(cells, _FIRST_ROWS))

    def _begins_untitled(self, index: int) -> bool:
        row = self.rows[index]
        if row.layout is Layout.TEXT or not matches(self.words.beginnings, _first(row)):
            return False
        return any(_has_headings(row, self.words) for row in self._ahead(index, _NEAR[row.layout]))

    def _untitled(self, index: int) -> FoundForm:
        near = [self.rows[index], *self._ahead(index, _NEAR[self.rows[index].layout])]
        folded = [fold(cell.text) for row in near for cell in row.cells]
        scope = "project" if any(self.words.label_of(text) == "name" for text in folded) else "overall"
        done = any(self.words.label_of(text) == "achievement" for text in folded)
        return FoundForm("", self.rows[index].line, "self_evaluation" if done else "target", scope, ())

    def _ends(self, index: int) -> bool:
        row, text = self.rows[index], fold(self.rows[index].text)
        if matches(self.words.parts, text):
            return True
        if row.layout is Layout.FLOW:
            return self.has_headings and matches(self.words.endings, text)
        if row.layout is Layout.GRID or is_page_line(row, self.words):
            return False
        if matches(self.words.endings, text):
            return True
        return not self._lost_its_cells(row) and not self._resumes(index)

    def _lost_its_cells(self, row: Row) -> bool:
        """Whether a line of text is a row of the form: several pieces and no sentence, or words of a form."""
        pieces = _pieces(row)
        several = len(pieces.cells) >= _PIECES and not _SENTENCE.search(row.text)
        return several or self._is_total(pieces) or _is_of_form(pieces, self.words)

    def _is_total(self, row: Row) -> bool:
        evaluates = self.open is not None and self.open.kind == "self_evaluation"
        return evaluates and self.words.label_of(_first(row)) == "total"

    def _resumes(self, index: int) -> bool:
        """Whether the form goes on below a line of text: then that is a row of it that lost its cells."""
        below = [row for row in self._ahead(index, _CLOSE) if row.layout is Layout.GRID]
        return any(_is_of_form(row, self.words) or self._is_total(row) for row in below)


def is_page_line(row: Row, words: FormWords) -> bool:
    """Whether a row is a caption (the year, the unit of money) or only belongs to the page."""
    text = fold(row.text)
    if row.layout is not Layout.FLOW and (text.isdigit() or matches(words.page_marks, text)):
        return not has_cells(row)
    return not text or matches(words.captions, text)


def _pieces(row: Row) -> Row:
    """A row that lost its cells, what stands between spaces taken for them."""
    return Row(tuple(Cell(piece, row.line) for piece in row.text.split()), row.line, row.layout)


def _first(row: Row) -> str:
    return next((fold(cell.text) for cell in row.cells if cell.text.strip()), "")


def _is_labelled(row: Row, words: FormWords) -> bool:
    cells = [fold(cell.text) for cell in row.cells if cell.text.strip()]
    texts = [*cells, "".join(cells[:2])]
    return any(words.label_of(text) or words.funding_of(text) or words.heading_of(text) for text in texts)


def _has_headings(row: Row, words: FormWords) -> bool:
    """Whether a row holds headings of indicators; in flowed text they may come one by one."""
    headings = {words.heading_of(cell.text) for cell in row.cells}
    own = len(headings.intersection(_OWN_HEADINGS))
    return own > 0 if row.layout is Layout.FLOW else own > 1 or (own > 0 and "target" in headings)


def _is_of_form(row: Row, words: FormWords) -> bool:
    """Whether a row can only be a form's: one of its words stands in no other table."""
    texts = [fold(cell.text) for cell in row.cells]
    return any(
        words.label_of(text) not in (None, "name", "total", "contact")
        or _SIGN.match(text)
        or any(words.is_value(column, text) for column in ("category", "subcategory", "scoring_rule"))
        for text in texts
        if text
    ) or _has_headings(row, words)
