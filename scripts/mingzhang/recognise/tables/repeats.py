"""Several mentions of one table: the contents page, the table itself, its next pages, a second table of the kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mingzhang.reading import Layout, Row
from mingzhang.recognise.model import FoundTable, Note, Unread
from mingzhang.recognise.patterns import Patterns, matches
from mingzhang.recognise.tables.understood import header_fault
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold

_CLOSING = Patterns([re.compile(r"(?:收入|支出)?总计")])
_NUMBER = re.compile(r"[-—\d,.()%]+")
_ORDER = ("present", "empty", "attached", "missing")


def settle(mentions: Sequence[FoundTable], vocabulary: Vocabulary) -> tuple[FoundTable, list[Unread]]:
    """The one table that ``mentions`` of a kind make, and what of them is left unread, with the reason.

    Pages that go on with a table are put to it. A header that is not understood leaves a table unread;
    where it is the only one of its kind it is still the table that the document holds.
    """
    present = [mention for mention in mentions if mention.status == "present"]
    read = [mention for mention in present if not header_fault(mention, vocabulary)]
    unread = [(mention, "表头没有读懂，整张表未读取") for mention in present if header_fault(mention, vocabulary)]
    if not read:
        table = present[0] if present else _promised(mentions)
        return (_doubted(table, table, unread[0][1]) if present else table), unread
    table = read[0]
    for mention in read[1:]:
        reason = _reason_against(table, mention, vocabulary)
        if reason:
            unread.append((mention, reason))
        else:
            table = replace(table, rows=table.rows + mention.rows, notes=table.notes + mention.notes)
    for mention, reason in unread:
        table = _doubted(table, mention, reason)
    return table, unread


def _promised(mentions: Sequence[FoundTable]) -> FoundTable:
    """Of mentions without a body the one that says most, the later one (the contents page comes first)."""
    best = min(_ORDER.index(mention.status) for mention in mentions)
    return [mention for mention in mentions if mention.status == _ORDER[best]][-1]


def _doubted(table: FoundTable, mention: FoundTable, reason: str) -> FoundTable:
    note = Note(table.table, mention.line, "", "unread", mention.title, "", reason)
    return replace(table, doubts=(*table.doubts, note))


def _reason_against(table: FoundTable, mention: FoundTable, vocabulary: Vocabulary) -> str:
    """Why ``mention`` is no further page of ``table``; empty when it is one."""
    if table.rows[0].layout is Layout.FLOW:
        return ""
    first, second = _shown(table.rows), _shown(mention.rows)
    if second and set(second) <= set(first):
        return "同一张表重复印出，未再读取"
    if has_total(table, vocabulary) and has_total(mention, vocabulary):
        return "同名的另一张表（自有合计），未读取"
    labels, others = _labels(first), _labels(second)
    if others and len(labels & others) * 2 > len(others):
        return "同名的另一张表（行次相同），未读取"
    return ""


def _shown(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    return [tuple(fold(cell.text) for cell in row.cells) for row in rows]


def _labels(rows: Sequence[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """What rows with amounts are called."""
    called = (tuple(cell for cell in row if cell and not _NUMBER.fullmatch(cell)) for row in rows if _is_data(row))
    return {cells for cells in called if cells}


def _is_data(row: tuple[str, ...]) -> bool:
    return any(re.fullmatch(r"-?[\d,]*\d\.\d+", cell) for cell in row)


def has_total(table: FoundTable, vocabulary: Vocabulary) -> bool:
    """Whether a table's rows hold the total that a whole one has: 总计 of a two-sided one, 合计 of another."""
    words = vocabulary.tables[table.table]
    totals = _CLOSING if words.sides else vocabulary.total_labels
    return any(matches(totals, cell) for row in _shown(table.rows) if _is_data(row) for cell in row)
