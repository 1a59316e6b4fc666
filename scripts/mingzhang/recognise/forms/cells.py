"""The cells of a form's rows, tidied, and what may be told about them in notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from mingzhang.reading import Layout, Row
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.model import Note
from mingzhang.text import fold, tidy

FORM, INDICATOR = "performance_forms", "performance_indicators"
PERSONAL = ("contact", "telephone")  # labels of what is about a person
_IN_NUMBER = re.compile(r"(?<=\d)\s+(?=[.,]\d)")
_AFTER_COMMA = re.compile(r"(?<=[\u4e00-\u9fff][,;:])\s+")  # a half-width mark that stands for a Chinese one
_LONG = 20
_TELEPHONE = re.compile(r"[\d*]{7,}")


@dataclass(frozen=True)
class TidyCell:
    """A cell that holds something: the column it stands in, its text without layout, its source line."""

    column: int
    text: str
    line: int


def filled_cells(row: Row) -> list[TidyCell]:
    """The cells of a row that are not blank."""
    cells = [TidyCell(column, tidy_cell(cell.text), cell.line) for column, cell in enumerate(row.cells)]
    return [cell for cell in cells if cell.text]


@lru_cache(maxsize=8192)
def tidy_cell(text: str) -> str:
    """A cell's text on one line, without spaces that fell into a number or quotation marks that stand alone."""
    parts = [part for part in text.split("\t") if part.strip(" \"'")]
    return _AFTER_COMMA.sub("", _IN_NUMBER.sub("", tidy(" ".join(parts))))


def close_up(text: str) -> str:
    """A text without any space, as values are kept."""
    return re.sub(r"\s+", "", text)


def find_personal(row: Row, words: FormWords) -> list[str]:
    """What stands behind the labels of people and their telephones, also where a row lost its cells."""
    if row.layout is Layout.TEXT:
        texts = [tidy(piece) for piece in row.text.split()]
    else:
        texts = [cell.text for cell in filled_cells(row)]
    return [text for label, text in pairwise(texts) if words.label_of(label) in PERSONAL and not words.label_of(text)]


def lines_of(row: Row) -> set[int]:
    """The source lines that a row takes."""
    return {line for cell in row.cells for line in range(cell.line, cell.line + cell.text.count("\n") + 1)}


def unlabelled(text: str, line: int, words: FormWords) -> Note:
    """A note on a text whose place in the form is unknown: what may be about a person is not shown."""
    personal = [pattern for label in PERSONAL for pattern in words.labels[label]]
    private = len(text) <= _LONG or _TELEPHONE.search(text) or any(p.search(fold(text)) for p in personal)
    shown = "" if private else text
    message = "绩效表中这一处没有认得的标签，未采用" + ("" if shown else "（可能含个人信息，不照录）")
    return Note(FORM, line, "", "unread", shown, "", message)
