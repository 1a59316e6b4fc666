"""Finds the statutory tables: those that stand in the document and those it only names."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from mingzhang.errors import RecognitionError
from mingzhang.reading import Document, Layout, Row
from mingzhang.recognise.model import FoundTable
from mingzhang.recognise.page_lines import ends_caption, has_cells, is_caption, is_page_mark
from mingzhang.recognise.tables.completeness import check_complete
from mingzhang.recognise.tables.flow_header import heading_share
from mingzhang.recognise.vocabulary import Vocabulary, matches
from mingzhang.text import fold, tidy

_PREFIX = re.compile(r"^(?:[-*•]+)?(?:附件\d*:?)?(?:表\d+[:.、]?)?(?:\(?[一二三四五六七八九十\d]+[)、.])?《?")

_UNIT_AFTER = re.compile(r"\s*[(（]?(?:金额)?单位[:：]\s*(?:人民币)?万?元[)）]?$")
_AMOUNTS = re.compile(r"(?:[\d,]*\d\.\d{1,2}\s*)+")
_MOSTLY = 0.5  # of a flowed table's first lines, so much at least are headings


def find_tables(document: Document, vocabulary: Vocabulary) -> list[FoundTable]:
    """One entry a statutory table, in the order in which the document first names them.

    A title with a table below it is the table; a title without one (a line of
    the contents page, an attachment's name) only promises it. Required tables
    that are not even promised are missing on line 1.

    Raises:
        RecognitionError: when the document names no statutory table, or breaks off.
    """
    mentioned = (_mention(document.rows, index, vocabulary) for index in range(len(document.rows)))
    mentions = [mention for mention in mentioned if mention is not None]
    if not mentions:
        raise RecognitionError(
            "document",
            f"{len(document.lines)} lines of {document.shape} text name no statutory table",
            "check that the file is the whole disclosure",
        )
    check_complete(document, mentions, vocabulary)
    found: dict[str, FoundTable] = {}
    for mention in mentions:
        found[mention.table] = _better(found.get(mention.table), mention)
    for name in vocabulary.required:
        found.setdefault(name, FoundTable(name, "", 1, "missing"))
    return list(found.values())


def title_of(row: Row) -> str:
    """The text of a row as a title: tidied, without list mark, ordinal, “表 1”, 《》 and unit of money."""
    text = _UNIT_AFTER.sub("", tidy(row.text))
    folded_prefix = _PREFIX.match(fold(text))
    skip = len(folded_prefix.group()) if folded_prefix else 0
    return _drop(text, skip).rstrip("》")


def _drop(text: str, count: int) -> str:
    """``text`` without its first ``count`` characters that folding keeps."""
    for position in range(len(text) + 1):
        if len(fold(text[:position])) >= count:
            return text[position:].lstrip()
    return ""


def _mention(rows: tuple[Row, ...], index: int, vocabulary: Vocabulary) -> FoundTable | None:
    row = rows[index]
    if has_cells(row):
        return None
    title = title_of(row)
    table = vocabulary.table_of(fold(title))
    if table is None:
        return None
    unit = tuple(match.group() for match in [_UNIT_AFTER.search(fold(row.text))] if match)
    body = _body(rows, index + 1, vocabulary, FoundTable(table, title, row.line, "present", captions=unit))
    if body.rows and _has_header(body, vocabulary):
        return body
    if _has_amounts(body):
        raise RecognitionError(
            f"{title} line {row.line}",
            f"amounts follow, but no header is understood in “{tidy(body.rows[0].text)[:30]}”",
            "add the caption or the headings to vocabulary/tables.yml",
        )
    return FoundTable(table, title, row.line, _promise(rows, index, vocabulary))


def _promise(rows: tuple[Row, ...], index: int, vocabulary: Vocabulary) -> str:
    """``attached`` when the list that names the table says so, else ``missing``."""
    for row in reversed(rows[max(0, index - 15) : index]):
        text = fold(row.text)
        if vocabulary.attached.search(text):
            return "attached"
        if vocabulary.part_heading.match(text):
            break
    return "missing"


def _body(rows: tuple[Row, ...], start: int, vocabulary: Vocabulary, table: FoundTable) -> FoundTable:
    body: list[Row] = []
    captions: list[str] = []
    shown: list[str] = []
    notes: list[str] = []
    for row in rows[start:]:
        text = fold(row.text)
        if not has_cells(row) and (matches(vocabulary.boundaries, text) or vocabulary.table_of(fold(title_of(row)))):
            break
        if is_page_mark(row, text, vocabulary):
            continue
        if not body and (is_caption(row, vocabulary) or ends_caption(captions, text)):
            captions += [fold(cell.text) for cell in row.cells] + [text]
            shown.append(_show(row))
        elif matches(vocabulary.notes, text):
            notes.append(tidy(row.text))
        elif row.layout is Layout.TEXT and body:
            if not matches(vocabulary.captions, text):
                break
        elif row.layout is Layout.TEXT:
            if len(captions) > 6 or not captions:
                break
            captions.append(text)
            shown.append(_show(row))
        elif notes and row.layout is Layout.FLOW:
            break
        else:
            body.append(row)
    all_captions = (*table.captions, *captions)
    return replace(table, rows=tuple(body), captions=all_captions, notes=tuple(notes), caption=" ".join(shown))


def _show(row: Row) -> str:
    """A caption as it is printed, its cells apart."""
    cells = [tidy(cell.text) for cell in row.cells if cell.text.strip()]
    return " ".join(cells) if row.layout is Layout.GRID else tidy(row.text)


def _has_header(table: FoundTable, vocabulary: Vocabulary) -> bool:
    """Whether the first rows name columns of this table, so that they are its body and no running text."""
    words = vocabulary.tables[table.table]
    if table.rows[0].layout is Layout.GRID:
        return True
    header = takewhile(lambda row: not any(character.isdigit() for character in row.text), table.rows[:100])
    return heading_share("".join(fold(row.text) for row in header), words) > _MOSTLY


def _has_amounts(table: FoundTable) -> bool:
    """Whether flowed rows hold amounts as tables do, alone on a line: then they are no running text."""
    alone = [row for row in table.rows if row.layout is Layout.FLOW and _AMOUNTS.fullmatch(row.text)]
    return len(alone) > 3


def _better(old: FoundTable | None, new: FoundTable) -> FoundTable:
    """Of two mentions: the one with a body, else the later (the contents page comes first)."""
    if old is None:
        return new
    if old.status == "present" and new.status == "present":
        return replace(old, rows=old.rows + new.rows, notes=old.notes + new.notes)
    if old.status == "present" or (new.status == "missing" and old.status == "attached"):
        return old
    return new
