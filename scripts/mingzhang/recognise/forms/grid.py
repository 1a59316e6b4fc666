"""A performance form whose cells stand in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mingzhang.errors import RecognitionError
from mingzhang.reading import Layout, Row
from mingzhang.recognise.forms.cells import FORM, filled_cells, lines_of
from mingzhang.recognise.forms.grid_fields import FormFields
from mingzhang.recognise.forms.grid_money import FormMoney
from mingzhang.recognise.forms.grid_rows import IndicatorRows, is_heading_row
from mingzhang.recognise.forms.model import FoundForm, RawForm
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches
from mingzhang.text import fold


def read_grid_form(found: FoundForm, words: FormWords) -> RawForm:
    """The form as printed: labelled cells, money, indicators.

    Raises:
        RecognitionError: no headings of indicators, or one that is not known.
    """
    money = FormMoney(words)
    fields, rows = FormFields(words, found.kind, money), IndicatorRows(words)
    try:
        for row in _whole_rows(found.rows, rows):
            _read_row(row, fields, rows, words)
    except RecognitionError as error:
        raise RecognitionError(f"{found.title} {error.place}", error.found, error.action) from error
    if not rows.columns:
        raise RecognitionError(
            f"{found.title} line {found.line}",
            "a form without the headings of its indicators",
            "compare the source; mend it by a correction or add the headings to vocabulary/forms.yml",
        )
    fields.finish()
    indicators = rows.indicators()
    return RawForm(
        title=found.title,
        line=found.line,
        kind=found.kind,
        scope=found.scope,
        fields=fields.texts | rows.totals,
        funding=tuple(money.lines),
        indicators=tuple(indicators),
        plan=tuple(money.plan),
        lines=frozenset({found.line}.union(*(lines_of(row) for row in found.rows))),
        personal=tuple(dict.fromkeys(fields.personal)),
        notes=(*_note_title(found), *fields.notes, *money.notes, *rows.notes),
        money_unit=money.unit,
    )


def _note_title(found: FoundForm) -> list[Note]:
    if found.title:
        return []
    return [Note(FORM, found.line, "", "header", "", "", "未见表名，按内容认作绩效表")]


def _whole_rows(printed: Sequence[Row], rows: IndicatorRows) -> Iterator[Row]:
    """The rows, those put together again that a line break inside a cell cut in two.

    That they were is told by the headings, which ``rows`` knows once the rows before have been taken.
    """
    index = 0
    while index < len(printed):
        row = printed[index]
        after = printed[index + 1] if index + 1 < len(printed) else None
        if after and after.layout is row.layout is Layout.GRID and rows.joins(row.cells, after.cells):
            row = Row(row.cells + after.cells, row.line, Layout.GRID)
            index += 1
        index += 1
        yield row


def _read_row(row: Row, fields: FormFields, rows: IndicatorRows, words: FormWords) -> None:
    cells = filled_cells(row)
    if row.layout is not Layout.TEXT and is_heading_row(cells, words):
        rows.read_headings(cells)
    elif not rows.columns or not cells:
        fields.read_row(row)
    elif row.layout is Layout.TEXT or (len(cells) == 1 and matches(words.captions, fold(cells[0].text))):
        fields.read_line(row)
    elif words.label_of(cells[0].text) not in (None, "total"):
        fields.read_row(row)
    elif not rows.read_more_headings(cells):
        rows.read_row(cells, len(row.cells))
