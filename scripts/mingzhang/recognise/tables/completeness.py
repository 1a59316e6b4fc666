"""Whether a document is whole, and wholly read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mingzhang.errors import RecognitionError
from mingzhang.reading import Document, Layout, Row
from mingzhang.recognise.model import FoundTable
from mingzhang.recognise.tables.repeats import has_total
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold, tidy

_GOES_ON = re.compile(r"[、,(《〔【]$")


def check_complete(rows: tuple[Row, ...], found: Sequence[FoundTable], vocabulary: Vocabulary) -> None:
    """Refuses a document that ends in the middle of a sentence, or inside a table while others it owes are missing.

    A document may well end with its tables: with a table at its end it breaks off only where statutory tables
    are missing; one in columns must also lack its total, and the text parts that its contents page promises.

    Raises:
        RecognitionError: with the line on which it breaks off.
    """
    last = rows[-1]
    missing = any(table.status == "missing" for table in found)
    for table in found:
        if last not in table.rows or not missing:
            continue
        if last.layout is Layout.FLOW or (not has_total(table, vocabulary) and lost_parts(rows, vocabulary)):
            raise _broken_off(last, f"the document breaks off inside {table.title}")
    if last.layout is not Layout.GRID and _GOES_ON.search(fold(last.text)):
        raise _broken_off(last, f"the document breaks off in the middle of “{tidy(last.text)[-20:]}”")


def lost_parts(rows: tuple[Row, ...], vocabulary: Vocabulary) -> list[str]:
    """The parts that the contents page lists and the text has no heading for, attachments apart."""
    headings = [
        match.group()
        for row in rows
        if (match := vocabulary.part_heading.match(fold(row.text))) and not vocabulary.attached.search(fold(row.text))
    ]
    if not any(_begins_contents(rows, index, vocabulary) for index in range(len(rows))):
        return []
    return [heading for heading in dict.fromkeys(headings) if headings.count(heading) == 1]


def _begins_contents(rows: tuple[Row, ...], index: int, vocabulary: Vocabulary) -> bool:
    """Whether a row is the heading of a contents page: parts are listed below it."""
    if not vocabulary.contents.fullmatch(fold(rows[index].text)):
        return False
    listed = [row for row in rows[index + 1 : index + 80] if vocabulary.part_heading.match(fold(row.text))]
    return len(listed) > 1


def _broken_off(last: Row, found: str) -> RecognitionError:
    return RecognitionError(f"line {last.line}", found, "get the whole file: its end is missing")


def find_doubts(document: Document, vocabulary: Vocabulary) -> list[str]:
    """What makes a document look less than whole, without proving it."""
    doubts = []
    if not any(vocabulary.closing_part in fold(row.text) for row in document.rows):
        doubts.append(f"没有“{vocabulary.closing_part}”部分，请核对文件是否完整")
    if lost := lost_parts(document.rows, vocabulary):
        doubts.append(f"目录列有{'、'.join(lost)}，正文没有相同的标题，请核对文件是否完整")
    if document.cleaned:
        doubts.append(f"第 {document.cleaned[0]} 行等 {len(document.cleaned)} 行有不是文字的控制字符，已去掉")
    return doubts
