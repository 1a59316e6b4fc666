"""Whether a document is whole, and wholly read."""

from __future__ import annotations

import re

from mingzhang.errors import RecognitionError
from mingzhang.reading import Document, Row
from mingzhang.recognise.model import FoundTable
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold, tidy

_GOES_ON = re.compile(r"[、,:;(《〔【]$")


def check_complete(document: Document, mentions: list[FoundTable], vocabulary: Vocabulary) -> None:
    """Refuses a document that ends inside a table or a sentence, or before a part that it promises.

    Raises:
        RecognitionError: with the line on which it breaks off.
    """
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


def find_doubts(document: Document, vocabulary: Vocabulary) -> list[str]:
    """What makes a document look less than whole, without proving it."""
    doubts = []
    if not any(vocabulary.closing_part in fold(row.text) for row in document.rows):
        doubts.append(f"没有“{vocabulary.closing_part}”部分，请核对文件是否完整")
    return doubts
