"""Finds the statutory tables: those that stand in the document and those it only names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from mingzhang.errors import RecognitionError
from mingzhang.reading import Document, Layout, Row
from mingzhang.recognise.model import FoundTable, Unread
from mingzhang.recognise.page_lines import has_cells, is_page_mark
from mingzhang.recognise.tables.bodies import read_body
from mingzhang.recognise.tables.completeness import check_complete
from mingzhang.recognise.tables.flow_header import heading_share
from mingzhang.recognise.tables.repeats import settle
from mingzhang.recognise.tables.titles import find_title, unit_after
from mingzhang.recognise.tables.understood import header_fault
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold, tidy

_AMOUNTS = re.compile(r"(?:[\d,]*\d\.\d{1,2}\s*)+")
_MOSTLY = 0.5  # of a flowed table's first lines, so much at least are headings
_UNIT = re.compile(r"单位:?(?:人民币)?(?:百万|十万|万|亿|千|百)?元")


def find_tables(document: Document, vocabulary: Vocabulary) -> tuple[list[FoundTable], list[Unread]]:
    """One entry a statutory table, in the order in which the document first names them; and the tables left unread.

    A title with a table below it is the table; a title without one (a line of
    the contents page, an attachment's name) only promises it. Required tables
    that are not even promised are missing on line 1. Left unread is a table whose header is not understood,
    and a second table of one kind that does not go on with the first.

    Raises:
        RecognitionError: when the document names no statutory table, or breaks off.
    """
    rows = document.rows
    mentions = list(_mentions(rows, vocabulary))
    if not mentions:
        raise RecognitionError(
            "document",
            f"{len(document.lines)} lines of {document.shape} text name no statutory table",
            "check that the file is the whole disclosure",
        )
    by_table: dict[str, list[FoundTable]] = {}
    for mention in mentions:
        by_table.setdefault(mention.table, []).append(mention)
    found: list[FoundTable] = []
    unread: list[Unread] = []
    for same in by_table.values():
        table, others = settle(same, vocabulary)
        found.append(table)
        unread += others
    named = {table.table for table in found}
    found += [FoundTable(name, "", 1, "missing") for name in vocabulary.required if name not in named]
    check_complete(rows, found, vocabulary)
    return found, unread


def _mentions(rows: tuple[Row, ...], vocabulary: Vocabulary) -> Iterator[FoundTable]:
    """Every row that names a statutory table, with what stands below it."""
    at = 0
    while at < len(rows):
        named = find_title(rows, at, vocabulary)
        if named is None:
            at += 1
            continue
        table, title, count = named
        yield _mention(rows, at, table, title, count, vocabulary)
        at += count


def _mention(
    rows: tuple[Row, ...], index: int, table: str, title: str, count: int, vocabulary: Vocabulary
) -> FoundTable:
    row = rows[index]
    titled = FoundTable(table, title, row.line, "present", captions=_captions_above(rows, index, vocabulary))
    body = read_body(rows, index + count, vocabulary, titled)
    if body.rows and _has_header(body, vocabulary):
        return body
    if _has_amounts(body):
        raise RecognitionError(
            f"{title} line {row.line}",
            f"amounts follow, but no header is understood in “{tidy(body.rows[0].text)[:30]}”",
            "add the caption or the headings to vocabulary/tables.yml",
        )
    if not body.rows and body.notes and row.layout is not Layout.FLOW:
        return replace(body, status="empty")
    return FoundTable(table, title, row.line, _promise(rows, index, vocabulary))


def _captions_above(rows: tuple[Row, ...], index: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The units of money that the title's own row prints, and that stand right above it (公开01表 单位：元)."""
    own = unit_after(rows[index])
    own = own or next((text for cell in rows[index].cells if _UNIT.search(text := fold(cell.text))), "")
    if own:
        return (own,)
    for row in reversed(rows[max(0, index - 2) : index]):
        text = fold(row.text)
        if row.layout is Layout.TEXT and is_page_mark(row, text, vocabulary):
            continue
        if row.layout is Layout.FLOW or not vocabulary.is_caption(text):
            break
        if _UNIT.search(text):
            return (text,)
    return ()


def _promise(rows: tuple[Row, ...], index: int, vocabulary: Vocabulary) -> str:
    """``attached`` when the list that names the table says so, else ``missing``."""
    for row in reversed(rows[max(0, index - 15) : index]):
        text = fold(row.text)
        if vocabulary.attached.search(text):
            return "attached"
        if vocabulary.part_heading.match(text):
            break
    return "missing"


def _has_header(table: FoundTable, vocabulary: Vocabulary) -> bool:
    """Whether the first rows name columns of this table, so that they are its body and no running text."""
    words = vocabulary.tables[table.table]
    if table.rows[0].layout is Layout.GRID:
        return not header_fault(table, vocabulary) or sum(map(has_cells, table.rows)) > 1
    header = takewhile(lambda row: not any(character.isdigit() for character in row.text), table.rows[:100])
    return heading_share("".join(fold(row.text) for row in header), words) > _MOSTLY


def _has_amounts(table: FoundTable) -> bool:
    """Whether flowed rows hold amounts as tables do, alone on a line: then they are no running text."""
    alone = [row for row in table.rows if row.layout is Layout.FLOW and _AMOUNTS.fullmatch(row.text)]
    return len(alone) > 3
