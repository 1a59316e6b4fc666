"""The rows of a table whose cells stand in columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from mingzhang.errors import RecognitionError
from mingzhang.reading import Cell, Row
from mingzhang.recognise.model import FoundTable, Note, RawRecord
from mingzhang.recognise.tables.grid_header import Header, folded_grid, header_height, is_header_row, read_header
from mingzhang.recognise.vocabulary import TableWords, Vocabulary
from mingzhang.text import fold, tidy

_CODE_IN_NAME = re.compile(r"(\d{3}(?:\d{2}){0,2})\s*(?=[^\d\s年])")
_CLASS_IN_LABEL = re.compile(r"(\d{3})\s*(?=\D)")


@dataclass
class _Reading:
    """The state of reading one table's grid."""

    table: str
    words: TableWords
    vocabulary: Vocabulary
    records: list[RawRecord] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_grid(found: FoundTable, vocabulary: Vocabulary) -> tuple[tuple[str, ...], list[RawRecord], list[Note]]:
    """The columns, records and notes of a table in columns.

    A header may be repeated, with its cells elsewhere, where a page begins:
    the rows below it are read by the new one.

    Raises:
        RecognitionError: a header that is not understood.
    """
    words = vocabulary.tables[found.table]
    reading = _Reading(found.table, words, vocabulary)
    columns: list[str] = []
    for head, body in _pages(found.rows, words, vocabulary):
        try:
            header = read_header(folded_grid([_texts(row) for row in head + body]), words, vocabulary)
        except RecognitionError as error:
            raise RecognitionError(f"{found.title} line {(head + body)[0].line}", error.found, error.action) from error
        _note_header(reading, header, (head + body)[0].line)
        columns += [column for column in dict.fromkeys(header.columns) if column and column not in columns]
        for row in body:
            _read_row(reading, header, row)
    return tuple(columns), reading.records, reading.notes


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def _pages(rows: tuple[Row, ...], words: TableWords, vocabulary: Vocabulary) -> list[tuple[list[Row], list[Row]]]:
    """The table's rows as (header rows, data rows), one pair for each header."""
    folded = folded_grid([_texts(row) for row in rows])
    height = header_height(folded, words, vocabulary)
    known = {cell for row in folded[:height] for cell in row if cell}
    pages: list[tuple[list[Row], list[Row]]] = [(list(rows[:height]), [])]
    for row, cells in zip(rows[height:], folded[height:], strict=True):
        if _repeats_header(cells, known, words, vocabulary):
            if pages[-1][1]:
                pages.append(([], []))
            pages[-1][0].append(row)
        else:
            pages[-1][1].append(row)
    return pages


def _repeats_header(cells: list[str], known: set[str], words: TableWords, vocabulary: Vocabulary) -> bool:
    return is_header_row(cells, words, vocabulary) and all(
        cell in known or words.column_of(cell) is not None for cell in cells if cell
    )


def _note_header(reading: _Reading, header: Header, line: int) -> None:
    for repair in header.repairs:
        reading.notes.append(Note(reading.table, line, "", "header", "", "", repair))


def _read_row(reading: _Reading, header: Header, row: Row) -> None:
    sides = list(reading.words.sides) or [""]
    for side in sides:
        columns = [c if s == side or not side else None for c, s in zip(header.columns, header.sides, strict=True)]
        record = _record(reading, columns, row, side)
        if record is None:
            continue
        if _continues(reading, record):
            _append(reading, record)
        else:
            reading.records.append(replace(record, number=_number(header, row)))
    _note_strays(reading, header, row)


def _number(header: Header, row: Row) -> str:
    """What the row prints in the column that counts rows, when it is a number."""
    if header.sequence is None or header.sequence >= len(row.cells):
        return ""
    text = row.cells[header.sequence].text.strip()
    return text if text.isdigit() else ""


def _record(reading: _Reading, columns: list[str | None], row: Row, side: str) -> RawRecord | None:
    texts: dict[str, str] = {}
    amounts: dict[str, str] = {}
    code: list[str] = []
    for column, cell in zip(columns, row.cells, strict=False):
        text = tidy(cell.text)
        if column is None or not text:
            continue
        if column == "code":
            digits, name = _split_code_cell(text)
            code += [digits] if digits else []
            texts |= {"name": name} if name else {}
        elif column in reading.words.texts:
            texts[column] = texts.get(column, "") + text
        else:
            amounts[column] = text
    if "item" in reading.words.columns and "item" not in texts:
        for column, text in amounts.items():
            message = "金额旁没有项目名称，未采用"
            reading.notes.append(Note(reading.table, row.line, column, "unread", text, "", message))
        return None
    if not texts and not amounts and not code:
        return None
    if not code and (match := _CODE_IN_NAME.match(texts.get("name", ""))):
        code, texts["name"] = [match.group(1)], texts["name"][match.end() :]
    if side == "expenditure" and (match := _CLASS_IN_LABEL.match(texts.get("item", ""))):
        code, texts["item"] = [match.group(1)], texts["item"][match.end() :]
    return RawRecord(row.line, texts, amounts, tuple(code), side=side)


def _split_code_cell(text: str) -> tuple[str, str]:
    """The code in a cell of the code column, and the words that slipped in beside or instead of it."""
    match = re.fullmatch(r"([\d\s]*)(.*)", text)
    assert match  # the pattern fits any single line
    return re.sub(r"\s", "", match.group(1)), match.group(2)


def _continues(reading: _Reading, record: RawRecord) -> bool:
    """Whether a record is the rest of a cell that a page break cut: text alone, where a row has a code."""
    coded = "code" in reading.words.columns
    if not coded or record.amounts or record.code_parts or not reading.records:
        return False
    return not any(_is_total(text, reading.vocabulary) for text in record.texts.values())


def _is_total(text: str, vocabulary: Vocabulary) -> bool:
    return any(pattern.fullmatch(fold(text)) for pattern in vocabulary.total_labels)


def _append(reading: _Reading, rest: RawRecord) -> None:
    last = reading.records[-1]
    texts = dict(last.texts)
    for column, text in rest.texts.items():
        texts[column] = tidy(texts.get(column, "") + text)
        message = "分页断开的单元格接续"
        reading.notes.append(Note(reading.table, last.line, column, "joined", text, texts[column], message))
    reading.records[-1] = replace(last, texts=texts)


def _note_strays(reading: _Reading, header: Header, row: Row) -> None:
    """Lists cells that stand below no known column; a sequence number is no such cell."""
    for column, cell in enumerate(row.cells):
        if not cell.text.strip() or (column < len(header.columns) and header.columns[column]):
            continue
        if column == 0 and re.fullmatch(r"\s*\d+\s*", cell.text):
            continue
        reading.notes.append(_stray(reading.table, cell, row.line))


def _stray(table: str, cell: Cell, line: int) -> Note:
    return Note(table, line, "", "unread", tidy(cell.text), "", "单元格不在任何已知列之下，未采用")
