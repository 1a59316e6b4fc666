"""Finds the statutory tables: those that stand in the document and those it only names."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from mingzhang.errors import RecognitionError
from mingzhang.reading import Document, Layout, Row
from mingzhang.recognise.flow_header import heading_share
from mingzhang.recognise.model import FoundTable
from mingzhang.recognise.vocabulary import Vocabulary, matches
from mingzhang.text import fold, tidy

_PREFIX = re.compile(r"^(?:[-*•]+)?(?:附件\d*:?)?(?:表\d+[:.、]?)?(?:\(?[一二三四五六七八九十\d]+[)、.])?《?")

_UNIT = re.compile(r"单位:(?:万元|元)")
_UNIT_AFTER = re.compile(r"\s*[(（]?(?:金额)?单位[:：]\s*(?:人民币)?万?元[)）]?$")
_NAME_END = re.compile(r".{1,12}?(?:办公室|局|部|委|会|院|中心|站|所|处|队|校|馆|厅|室|组|办)")
_GOES_ON = re.compile(r"[、,:;(《〔【]$")
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
    _check_complete(document, mentions, vocabulary)
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
    if _has_cells(row):
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
    notes: list[str] = []
    for row in rows[start:]:
        text = fold(row.text)
        if not _has_cells(row) and (matches(vocabulary.boundaries, text) or vocabulary.table_of(fold(title_of(row)))):
            break
        if _is_page_mark(row, text, vocabulary):
            continue
        if not body and (_is_caption(row, vocabulary) or _ends_caption(captions, text)):
            captions += [fold(cell.text) for cell in row.cells] + [text]
        elif matches(vocabulary.notes, text):
            notes.append(tidy(row.text))
        elif row.layout is Layout.TEXT and body:
            if not matches(vocabulary.captions, text):
                break
        elif row.layout is Layout.TEXT:
            if len(captions) > 6 or not captions:
                break
            captions.append(text)
        elif notes and row.layout is Layout.FLOW:
            break
        else:
            body.append(row)
    return replace(table, rows=tuple(body), captions=(*table.captions, *captions), notes=tuple(notes))


def _has_cells(row: Row) -> bool:
    return row.layout is Layout.GRID and sum(1 for cell in row.cells if cell.text.strip()) > 1


def _is_page_mark(row: Row, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line only belongs to the page: its number, “续表”, the unit's name again.

    In flowed text a lone number may be a cell, so there it is none.
    """
    if row.layout is Layout.TEXT:
        return text.isdigit() or matches(vocabulary.page_marks, text)
    return row.layout is Layout.FLOW and matches(vocabulary.page_marks, text)


def _is_caption(row: Row, vocabulary: Vocabulary) -> bool:
    if matches(vocabulary.captions, fold(row.text)):
        return True
    cells = [fold(cell.text) for cell in row.cells if cell.text.strip()]
    return row.layout is Layout.GRID and bool(cells) and all(matches(vocabulary.captions, cell) for cell in cells)


def _ends_caption(captions: list[str], text: str) -> bool:
    """Whether a line is the rest of a unit's name that the line above began (编制单位：… broken in two)."""
    return bool(captions) and not _UNIT.search("".join(captions)) and bool(_NAME_END.fullmatch(text))


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


def _check_complete(document: Document, mentions: list[FoundTable], vocabulary: Vocabulary) -> None:
    last = document.rows[-1]
    for mention in mentions:
        if last in mention.rows:
            raise _broken_off(last, f"the document breaks off inside {mention.title}")
    headings = [
        match.group()
        for row in document.rows
        if (match := vocabulary.part_heading.match(fold(row.text))) and not vocabulary.attached.search(fold(row.text))
    ]
    has_contents = any(_begins_contents(document.rows, index, vocabulary) for index in range(len(document.rows)))
    lost = [heading for heading in dict.fromkeys(headings) if headings.count(heading) == 1]
    if has_contents and lost:
        raise _broken_off(last, f"the contents page promises {'、'.join(lost)}, the text ends without it")
    if _GOES_ON.search(fold(last.text)):
        raise _broken_off(last, f"the document breaks off in the middle of “{tidy(last.text)[-20:]}”")


def _begins_contents(rows: tuple[Row, ...], index: int, vocabulary: Vocabulary) -> bool:
    """Whether a row is the heading of a contents page: parts are listed below it."""
    if not vocabulary.contents.fullmatch(fold(rows[index].text)):
        return False
    listed = [row for row in rows[index + 1 : index + 80] if vocabulary.part_heading.match(fold(row.text))]
    return len(listed) > 1


def _broken_off(last: Row, found: str) -> RecognitionError:
    return RecognitionError(f"line {last.line}", found, "get the whole file: its end is missing")


def find_doubts(document: Document, found: list[FoundTable], vocabulary: Vocabulary) -> list[str]:
    """What makes a document look less than whole, or less than wholly read, without proving it."""
    doubts = []
    if not any(vocabulary.closing_part in fold(row.text) for row in document.rows):
        doubts.append(f"没有“{vocabulary.closing_part}”部分，请核对文件是否完整")
    present = [table for table in found if table.status == "present"]
    if not present:
        return doubts
    first, last = min(table.line for table in present), max(row.line for table in present for row in table.rows)
    taken = {row.line for table in present for row in table.rows}
    strays = [
        row.line
        for row in document.rows
        if first < row.line < last and row.line not in taken and _has_cells(row) and not _is_caption(row, vocabulary)
    ]
    if strays:
        doubts.append(f"第 {strays[0]} 行起有 {len(strays)} 行表格不属于任何已认出的表，未采用")
    return doubts
