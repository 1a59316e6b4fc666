"""From a document to its statutory tables, as records under canonical names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mingzhang.classifications import Classification
from mingzhang.reading import Document, Layout
from mingzhang.recognise.model import FoundTable, Note, RawTable, Unread
from mingzhang.recognise.tables.find import find_tables
from mingzhang.recognise.tables.flow_rows import read_flow
from mingzhang.recognise.tables.grid_rows import read_grid
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold

_MONEY = r"(?:人民币)?((?:百万|十万|万|亿|千|百)?元)"
_UNIT = re.compile(rf"单位:?{_MONEY}")
_ALONE = re.compile(rf"\(?{_MONEY}\)?")
_IN_HEADING = re.compile(rf"\((?:金额)?(?:单位:)?{_MONEY}\)$")
_HEADING_ROWS = 4
_AMOUNT = re.compile(r"-?[\d,]*\d\.\d+")
_NO_ROWS = "没有读出任何一行，整张表未读取"
WAN = "万元"


def read_tables(
    document: Document, vocabulary: Vocabulary, classifications: Mapping[str, Classification]
) -> tuple[list[FoundTable], list[RawTable], list[Unread]]:
    """All statutory tables that the document holds or promises; those with a body as records; what is left unread.

    Raises:
        RecognitionError: the document names no statutory table or breaks off, or flowed text is not understood.
    """
    found, unread = find_tables(document, vocabulary)
    lost = {table.line for table, _ in unread}
    readable = [table for table in found if table.status == "present" and table.line not in lost]
    raws: list[RawTable] = []
    for table in readable:
        raw = _read(table, vocabulary, classifications)
        if _lost_all(table, raw):
            unread.append((table, _NO_ROWS))
            note = Note(table.table, table.line, "", "unread", table.title, "", _NO_ROWS)
            found[found.index(table)] = replace(table, doubts=(*table.doubts, note))
        else:
            raws.append(raw)
    return found, _with_units(raws), unread


def _lost_all(found: FoundTable, raw: RawTable) -> bool:
    """Whether amounts stand in a table's columns and no row of them was read."""
    if found.rows[0].layout is not Layout.GRID or any(record.amounts for record in raw.records):
        return False
    return any(_AMOUNT.fullmatch(fold(cell.text)) for row in found.rows for cell in row.cells)


def _read(found: FoundTable, vocabulary: Vocabulary, classifications: Mapping[str, Classification]) -> RawTable:
    words = vocabulary.tables[found.table]
    classification = classifications[words.classification]
    if found.rows[0].layout is Layout.FLOW:
        columns, records, notes = read_flow(found, vocabulary, classification)
    else:
        columns, records, notes = read_grid(found, vocabulary, classification.folded_names)
    if words.one_line:
        final = "决算" in found.title
        columns = tuple(dict.fromkeys(_meant(column, columns, final) for column in columns))
        records = [
            replace(r, amounts={_meant(c, tuple(r.amounts), final): text for c, text in r.amounts.items()})
            for r in records
        ]
    unit = _unit(found)
    return RawTable(
        found.table,
        found.title,
        found.line,
        unit,
        columns,
        tuple(records),
        found.notes,
        tuple(notes),
        found.caption,
        unit_printed=unit,
    )


def _meant(column: str, columns: Sequence[str], final: bool) -> str:
    """A column of “三公” amounts that the heading leaves open, told by the title: of a budget 预算数 is the total."""
    if final:
        return "final" if column in ("", "total") and "final" not in columns else column
    return "total" if column in ("", "budget") else column


def _unit(found: FoundTable) -> str:
    """The unit of money that the table prints, in a caption or its headings; empty when it prints none."""
    captions = [match.group(1) for text in found.captions if (match := _UNIT.search(text) or _ALONE.fullmatch(text))]
    headings = [
        match.group(1)
        for row in found.rows[:_HEADING_ROWS]
        for cell in row.cells
        if (match := _IN_HEADING.search(fold(cell.text)))
    ]
    units = set(captions or headings)
    return units.pop() if len(units) == 1 else ""


def _with_units(raws: Sequence[RawTable]) -> list[RawTable]:
    """``raws``, a table without a unit of money with that of all the others, 万元 where they do not agree."""
    others = {raw.unit for raw in raws if raw.unit}
    common = others.pop() if len(others) == 1 else WAN
    return [_with_unit(raw, common) for raw in raws]


def _with_unit(raw: RawTable, common: str) -> RawTable:
    if raw.unit:
        return raw
    if not raw.records or common == WAN:
        return replace(raw, unit=WAN)
    note = Note(raw.table, raw.line, "", "amount", "", common, f"表上没有印金额单位，与其余各表同按{common}读")
    return replace(raw, unit=common, notes=(*raw.notes, note))
