"""Tables that are neither statutory nor forms, known by their headings: procurement items, assets, units."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import takewhile

from mingzhang.reading import Document, Layout, Row
from mingzhang.recognise.model import Note, RawRecord
from mingzhang.recognise.page_lines import is_page_mark
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.tables.grid_header import folded_grid
from mingzhang.recognise.tables.header_layout import spread_headings
from mingzhang.recognise.tables.plain_words import PlainVocabulary, PlainWords, load_plain_vocabulary
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold, tidy

_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
_MOSTLY = 0.5  # of a header row's cells, more than this are known headings
_LINES_ABOVE = 4  # how many rows above a header may hold title and captions
_TALLEST_HEADER = 3


@dataclass(frozen=True)
class PlainTable:
    """Such a table as records; ``unit`` is its unit of money, ``lines`` every source line that is its own."""

    table: str
    title: str
    line: int
    unit: str
    records: tuple[RawRecord, ...]
    lines: frozenset[int]
    notes: tuple[Note, ...] = ()


def find_plain_tables(document: Document, taken: Collection[int], vocabulary: Vocabulary) -> list[PlainTable]:
    """The tables of ``document`` apart from the lines of ``taken`` (statutory tables and forms).

    One that is only named, or whose columns are lost, has no records but a note.
    """
    plain = load_plain_vocabulary()
    rows = [row for row in document.rows if not is_page_mark(row, fold(row.text), vocabulary)]
    tables: list[PlainTable] = []
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end].layout is Layout.GRID and rows[end].line not in taken:
            end += 1
        if end > at:
            tables += _tables_in(rows, at, end, plain, document.shape)
        at = max(end, at + 1)
    return tables + _named_only(rows, taken, {table.table for table in tables}, plain)


def _named_only(
    rows: list[Row], taken: Collection[int], found: Collection[str], plain: PlainVocabulary
) -> list[PlainTable]:
    """Tables whose title the document prints without a table in columns: no rows, and a note that says so."""
    only: dict[str, PlainTable] = {}
    for row in rows:
        if row.layout is Layout.GRID or row.line in taken:
            continue
        title = tidy(row.text)
        name = next((words.name for words in plain.tables if matches(words.titles, fold(title))), None)
        if name and name not in found and title.endswith("表"):
            note = Note(name, row.line, "", "unread", title, "", "表名之下没有成列的表，未读取")
            only.setdefault(name, PlainTable(name, title, row.line, "", (), frozenset(), (note,)))
    return list(only.values())


def _tables_in(rows: list[Row], start: int, end: int, plain: PlainVocabulary, shape: str) -> list[PlainTable]:
    """The tables in a run of rows with cells; rows of an unknown table are passed over."""
    tables: list[PlainTable] = []
    reading: _Reading | None = None
    at = start
    while at < end:
        header = _header_at(rows[at:end], plain)
        if header and reading and header[0] is reading.words:
            reading.columns = reading.name_columns(rows[at : at + header[1]])
            reading.lines += [row.line for row in rows[at : at + header[1]]]
            at += header[1]
        elif header:
            tables += [reading.finish()] if reading else []
            words, height = header
            reading = _Reading(words, plain, shape)
            reading.begin(rows[max(0, at - _LINES_ABOVE) : at], rows[at : at + height])
            at += height
        else:
            if reading:
                reading.read(rows[at])
            at += 1
    return tables + ([reading.finish()] if reading else [])


def _header_at(rows: Sequence[Row], plain: PlainVocabulary) -> tuple[PlainWords, int] | None:
    """The table whose header begins with the first of ``rows``, and the header's height."""
    for words in plain.tables:
        header = list(takewhile(partial(_is_header_row, words=words, plain=plain), rows[:_TALLEST_HEADER]))
        for tall in range(len(header), 0, -1):
            named = {words.column_of(path) for path in _paths(header[:tall])}
            if all(named & set(columns) for columns in words.required):
                return words, tall
    return None


def _is_header_row(row: Row, words: PlainWords, plain: PlainVocabulary) -> bool:
    """Whether most of a row's cells are headings of the table (and none a number)."""
    cells = [text for cell in row.cells if (text := fold(cell.text))]
    known = sum(1 for cell in cells if words.is_heading(cell) or matches(plain.ignored, cell))
    numbers = any(_NUMBER.fullmatch(cell) for cell in cells)
    return len(cells) > 1 and not numbers and known > _MOSTLY * len(cells)


def _paths(header: Sequence[Row]) -> list[str]:
    """The path of headings above every column, as wide as the widest of the header's rows."""
    spread = spread_headings(folded_grid([[cell.text for cell in row.cells] for row in header]))
    return ["/".join(dict.fromkeys(row[at] for row in spread if row[at])) for at in range(len(spread[0]))]


@dataclass
class _Reading:
    """The state of reading one table."""

    words: PlainWords
    plain: PlainVocabulary
    shape: str
    title: str = ""
    line: int = 0
    unit: str = "万元"
    columns: tuple[str | None, ...] = ()
    records: list[RawRecord] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def begin(self, above: Sequence[Row], header: Sequence[Row]) -> None:
        """Takes the title and captions above the header, and names the columns."""
        self.line = header[0].line
        captions = [cell.text for row in header for cell in row.cells]
        for row in reversed(above):
            text = tidy(row.text)
            if row.layout is Layout.TEXT and matches(self.words.titles, fold(text)):
                self.title, self.line = text, row.line
                self.lines.append(row.line)
            if row.layout is not Layout.TEXT or self.title or self.plain.unit.search(fold(text)):
                captions += [cell.text for cell in row.cells]
            if self.title:
                break
        units = {match.group(1) for text in captions if (match := self.plain.unit.search(fold(text)))}
        self.unit = "元" if units == {"元"} else "万元"
        self.columns = self.name_columns(header)
        self.lines += [row.line for row in header]

    def name_columns(self, header: Sequence[Row]) -> tuple[str | None, ...]:
        """The column of every cell; each once, an unknown heading noted."""
        columns: list[str | None] = []
        for path in _paths(header):
            column = self.words.column_of(path)
            columns.append(column if column not in columns else None)
            if column is None and path and not matches(self.plain.ignored, path):
                self._note(header[0].line, path, "表头不认识，该列未采用")
        return tuple(columns)

    def read(self, row: Row) -> None:
        """Reads one row: texts as tidied, numbers as printed."""
        self.lines.append(row.line)
        cells = [tidy(cell.text) for cell in row.cells]
        if self.shape == "cell-lines" and len(cells) != len(self.columns):
            self._note(row.line, " | ".join(cells), f"一行 {len(cells)} 格，表头 {len(self.columns)} 列，未采用")
            return
        texts: dict[str, str] = {}
        numbers: dict[str, str] = {}
        for at, cell in enumerate(cells):
            column = self.columns[at] if at < len(self.columns) else None
            if not cell:
                continue
            if column is None:
                self._note(row.line, cell, "单元格不在任何已知列之下，未采用")
            elif column in self.words.texts:
                texts[column] = cell
            else:
                numbers[column] = cell
        if texts or numbers:
            self.records.append(self._go_on(RawRecord(row.line, texts, numbers)))

    def _go_on(self, record: RawRecord) -> RawRecord:
        """``record`` with the merged cells above it that span it too; a total stands alone."""
        last = self.records[-1] if self.records else None
        if last is None or not record.texts or self.is_total(record) or self.is_total(last):
            return record
        texts = {c: last.texts[c] for c in self.words.merged if c not in record.texts and c in last.texts}
        for column, text in texts.items():
            note = Note(self.words.name, record.line, column, "joined", "", text, "合并单元格，上一行的内容也属本行")
            self.notes.append(note)
        return replace(record, texts={**texts, **record.texts})

    def is_total(self, record: RawRecord) -> bool:
        """Whether a row is a total or a subtotal."""
        labels = [fold(text) for text in record.texts.values()]
        return any(matches(self.plain.totals, label) or matches(self.plain.subtotals, label) for label in labels)

    def _note(self, line: int, printed: str, message: str) -> None:
        self.notes.append(Note(self.words.name, line, "", "unread", printed, "", message))

    def finish(self) -> PlainTable:
        return PlainTable(
            table=self.words.name,
            title=self.title,
            line=self.line,
            unit=self.unit,
            records=tuple(self.records),
            lines=frozenset(self.lines),
            notes=tuple(self.notes),
        )
