"""The rows of a table whose cells stand in columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from mingzhang.errors import RecognitionError
from mingzhang.reading import Row
from mingzhang.recognise.model import FoundTable, Note, RawRecord
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.tables.code_cells import joined_parts, split_code_cell, split_name
from mingzhang.recognise.tables.grid_header import Header, folded_grid, read_header
from mingzhang.recognise.tables.grid_items import item_records
from mingzhang.recognise.tables.grid_joins import continues, joined
from mingzhang.recognise.tables.header_rows import header_height, is_header_row
from mingzhang.recognise.vocabulary import TableWords, Vocabulary
from mingzhang.text import fold, tidy

_UNIT_CODE = re.compile(r"(?:单位|部门)(?:编码|代码)$")
_CLASS_IN_LABEL = re.compile(r"(\d{3})\s*(?=\D)")


@dataclass
class _Reading:
    """The state of reading one table's grid; ``last`` is the place of each block's latest record."""

    table: str
    words: TableWords
    vocabulary: Vocabulary
    names: Collection[str]
    records: list[RawRecord] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    last: dict[int, int] = field(default_factory=dict)
    unused: Counter[tuple[int, str]] = field(default_factory=Counter)

    def note(self, line: int, column: str, kind: str, printed: str, value: str, message: str) -> None:
        self.notes.append(Note(self.table, line, column, kind, printed, value, message))


def read_grid(
    found: FoundTable, vocabulary: Vocabulary, names: Collection[str]
) -> tuple[tuple[str, ...], list[RawRecord], list[Note]]:
    """The columns, records and notes of a table in columns; ``names`` are the (folded) names of classification items.

    A header may be repeated, with its cells elsewhere, where a page begins:
    the rows below it are read by the new one.

    Raises:
        RecognitionError: a header that is not understood.
    """
    words = vocabulary.tables[found.table]
    reading = _Reading(found.table, words, vocabulary, names)
    columns: list[str] = []
    header: Header | None = None
    for head, body in split_pages(found.rows, words, vocabulary):
        rows = head + body
        try:
            header = read_header(folded_grid([_texts(row) for row in rows]), words, vocabulary, len(head))
        except RecognitionError as error:
            if header is None:
                raise RecognitionError(f"{found.title} line {rows[0].line}", error.found, error.action) from error
            reading.note(rows[0].line, "", "header", "", "", "本页表头没有读懂，按上一页的表头读")
        for repair in header.repairs:
            reading.note(rows[0].line, "", "header", "", "", repair)
        if header.items:
            records, notes = item_records(found, header, head, body, vocabulary)
            reading.records += records
            reading.notes += notes
            columns += [column for record in records for column in record.amounts]
            continue
        columns += [column for column in header.columns if column]
        for row in body:
            _read_row(reading, header, row)
        _note_unused(reading, rows[0].line)
    return tuple(dict.fromkeys(columns)), reading.records, reading.notes


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def split_pages(rows: tuple[Row, ...], words: TableWords, vocabulary: Vocabulary) -> list[tuple[list[Row], list[Row]]]:
    """The table's rows as (header rows, data rows), one pair for each header."""
    folded = folded_grid([_texts(row) for row in rows])
    height = header_height(folded, words, vocabulary)
    known = {cell for row in folded[:height] for cell in row if cell}
    pages: list[tuple[list[Row], list[Row]]] = [(list(rows[:height]), [])]
    for row, cells in zip(rows[height:], folded[height:], strict=True):
        if cells in folded[:height] or _repeats_header(cells, known, words, vocabulary):
            if pages[-1][1]:
                pages.append(([], []))
            pages[-1][0].append(row)
        else:
            pages[-1][1].append(row)
    return pages


def _repeats_header(cells: list[str], known: set[str], words: TableWords, vocabulary: Vocabulary) -> bool:
    filled = [cell for cell in cells if cell]
    again = sum(1 for cell in filled if cell in known or words.column_of(cell) or matches(words.groups, cell))
    return is_header_row(cells, words, vocabulary) and (again == len(filled) or again * 4 > len(filled) * 3)


def _note_unused(reading: _Reading, line: int) -> None:
    """One note a heading whose cells are not used."""
    for (_, heading), count in reading.unused.items():
        known = reading.words.is_beside(heading) or reading.words.column_of(heading) is not None
        message = f"没有与此表头对应的列，其下 {count} 格未采用" if known else f"表头不认识，其下 {count} 格未采用"
        reading.note(line, "", "unread", heading, "", message)
    reading.unused.clear()


def _read_row(reading: _Reading, header: Header, row: Row) -> None:
    before: RawRecord | None = None  # what the block to the left gave
    for block in dict.fromkeys(header.blocks):
        places = [at for at, number in enumerate(header.blocks) if number == block]
        record = _record(reading, header, places, row)
        if record is None:
            continue
        if before is not None and _is_amount_of(before, record, reading):
            reading.records[-1] = replace(reading.records[-1], amounts=record.amounts)
            continue
        before = record
        index = reading.last.get(block, -1)
        if index >= 0 and continues(record, reading.records[index], reading.words, reading.vocabulary, reading.names):
            reading.records[index], notes = joined(reading.records[index], record, reading.table)
            reading.notes += notes
        else:
            reading.last[block] = len(reading.records)
            reading.records.append(record)
    _note_strays(reading, header, row)


def _is_amount_of(label: RawRecord, rest: RawRecord, reading: _Reading) -> bool:
    """Whether a block holds only the amount of a total whose label spans the block to its left."""
    bare = not rest.texts and not rest.code_parts
    return bare and not label.amounts and label is reading.records[-1] and bool(label.texts)


def _number(header: Header, places: list[int], row: Row) -> str:
    """What the row prints in the column that counts rows, when it is a number."""
    own = sorted(at for at in header.sequences if at in places) or sorted(header.sequences)
    text = row.cells[own[0]].text.strip() if own and own[0] < len(row.cells) else ""
    return text if text.isdigit() else ""


@dataclass
class _Cells:
    """What the cells of one block of a row hold; ``slot`` is the code column that the code begins in."""

    texts: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, str] = field(default_factory=dict)
    code: list[str] = field(default_factory=list)
    slot: int = 0


def _read_cells(reading: _Reading, header: Header, places: list[int], row: Row) -> _Cells:
    cells = _Cells()
    texts = cells.texts
    slots = [at for at in places if header.columns[at] == "code"]
    for at in places:
        column, text = header.columns[at], tidy(row.cells[at].text) if at < len(row.cells) else ""
        if column is None or not text:
            continue
        if column == "code":
            digits, name = split_code_cell(text)
            cells.slot = slots.index(at) if digits and not cells.code else cells.slot
            cells.code += [digits] if digits else []
            texts |= {"name": texts.get("name", "") + name} if name else {}
        elif column in reading.words.texts:
            texts[column] = texts.get(column, "") + text
        elif "code" in reading.words.columns and "name" not in texts and _is_sum(reading, text):
            texts["name"] = text  # a total's label that spans the columns of its block, centred
        elif column in cells.amounts:
            reading.note(row.line, column, "unread", text, "", "同一标题下印有两个数，未采用后一个")
        else:
            cells.amounts[column] = text
    return cells


def _is_sum(reading: _Reading, text: str) -> bool:
    label = fold(text)
    return matches(reading.vocabulary.total_labels, label) or matches(reading.words.partial_totals, label)


def _record(reading: _Reading, header: Header, places: list[int], row: Row) -> RawRecord | None:
    cells = _read_cells(reading, header, places, row)
    texts, amounts, code = cells.texts, cells.amounts, cells.code
    if not texts and not amounts and not code:
        return None
    if "item" in reading.words.columns and "item" not in texts:
        for column, text in amounts.items():
            reading.note(row.line, column, "unread", text, "", "金额旁没有项目名称，未采用")
        return None
    if not texts and not code and (label := _total_elsewhere(reading, header, row)):
        texts["name"] = label
    if not code and _is_unit_row(reading, header, row, texts.get("name", "")):
        shown = " ".join(tidy(cell.text) for cell in row.cells if cell.text.strip())
        reading.note(row.line, "", "unread", shown, "", "单位的合计行，不是科目，未采用")
        return None
    if not code and "name" in texts:
        digits, texts["name"] = split_name(texts["name"])
        code = [digits] if digits else []
    side = header.sides[places[0]]
    if side == "expenditure" and (match := _CLASS_IN_LABEL.match(texts.get("item", ""))):
        code, texts["item"] = [match.group(1)], texts["item"][match.end() :]
    number = _number(header, places, row)
    return RawRecord(row.line, texts, amounts, joined_parts(code), (), side, number, code_slot=cells.slot)


def _total_elsewhere(reading: _Reading, header: Header, row: Row) -> str:
    """A total's label that stands in a column of no use to us (the unit's name), as the row's name."""
    cells = [tidy(row.cells[at].text) for at in header.unused if at < len(row.cells)]
    return next((text for text in cells if matches(reading.vocabulary.total_labels, fold(text))), "")


def _is_unit_row(reading: _Reading, header: Header, row: Row, name: str) -> bool:
    """Whether a row without a code is a unit's: it prints the unit's code and no classification item's name."""
    known = fold(name) in reading.names or matches(reading.vocabulary.total_labels, fold(name))
    codes = [at for at, heading in header.unused.items() if _UNIT_CODE.search(heading) and at < len(row.cells)]
    return not known and any(row.cells[at].text.strip() for at in codes)


def _note_strays(reading: _Reading, header: Header, row: Row) -> None:
    """Counts cells below an unused heading and lists those below none; a row's number is no such cell."""
    for at, cell in enumerate(row.cells):
        text = tidy(cell.text)
        if not text or (at < len(header.columns) and header.columns[at]) or at in header.sequences:
            continue
        if at in header.unused:
            reading.unused[at, header.unused[at]] += 1
        elif not (at == 0 and re.fullmatch(r"\d+", text)):
            reading.note(row.line, "", "unread", text, "", "单元格不在任何已知列之下，未采用")
