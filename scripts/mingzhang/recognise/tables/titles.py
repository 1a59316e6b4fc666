"""Titles of statutory tables: what a row says when list marks, numbers, captions and page numbers are taken off."""

from __future__ import annotations

import re

from mingzhang.reading import Layout, Row
from mingzhang.recognise.page_lines import has_cells
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold, tidy

_NUMBER = (
    r"(?:\(?(?:[一二三四五六七八九十]+|\d{1,2})[)、.:]|\d{1,2}(?=[^\d年月日.%])|[A-Za-z]{1,4}\d{0,2}(?=[^A-Za-z\d]))?"
)
_PREFIX = re.compile(
    r"^(?:[-*•]+)?(?:附[件表]?\d*(?:[-—.]\d+)*[:、.]?)?(?:\(?(?:财决)?公开(?:\d+(?:-\d+)?表|表\d+)\)?:?)?"
    rf"(?:表(?:\d{{1,2}}?(?:-\d{{1,2}}?)?(?=(?:19|20)\d\d年|\D)|[一二三四五六七八九十]+)[:.、]?)?{_NUMBER}《?"
)
_UNIT_AFTER = re.compile(r"\s*[(（]?(?:金额)?单位[:：]\s*(?:人民币)?(?:百万|十万|万|亿|千|百)?元[)）]?$")
_MARKS_AFTER = re.compile(
    r"\s*[(（]?(?:财决)?公开\s*\d+(?:-\d+)?\s*表[)）]?$|\s*[(（]?续(?:表)?\d*[)）]?$|[\s.…·．—–_\-]{2,}\d{0,3}$|(?<=[表》])\s*\d{1,3}$"
    r"|\s*[(（]?(?:见)?附[表件]\d*[)）]?$|(?<=[表])\s*[(（](?:19|20)\d{2}年度?[)）]$"
)
_LONGEST_PIECE = 60
_MAY_BE = re.compile(r"表|情\s*况\s*[)）]?\s*$")  # no title lacks both: spares every other line the work


def title_of(row: Row) -> str:
    """The text of a row as a title: tidied, without list mark, ordinal, “表 1”, 《》, unit of money and page number."""
    return title_in(row.text)


def title_in(text: str) -> str:
    """A text as a title, as :func:`title_of` gives it for a row."""
    text = tidy(text)
    previous = ""
    while previous != text:
        previous, text = text, _MARKS_AFTER.sub("", _UNIT_AFTER.sub("", text))
    folded_prefix = _PREFIX.match(fold(text))
    skip = len(folded_prefix.group()) if folded_prefix else 0
    return _drop(text, skip).rstrip("》")


def unit_after(row: Row) -> str:
    """The unit of money that a title row prints after the title, folded; empty when it prints none."""
    match = _UNIT_AFTER.search(fold(row.text))
    return match.group() if match else ""


def _drop(text: str, count: int) -> str:
    """``text`` without its first ``count`` characters that folding keeps."""
    for position in range(len(text) + 1):
        if len(fold(text[:position])) >= count:
            return text[position:].lstrip()
    return ""


def find_title(rows: tuple[Row, ...], index: int, vocabulary: Vocabulary) -> tuple[str, str, int] | None:
    """The table that the row at ``index`` names, its title and how many rows the title takes; None when it names none.

    A title may be broken over two lines, or stand in a row of cells beside nothing but captions.
    """
    row = rows[index]
    following = rows[index + 1] if index + 1 < len(rows) else None
    alone = bool(_MAY_BE.search(row.text))
    if not alone and (following is None or "表" not in following.text):
        return None
    if row.layout is Layout.FLOW:
        return _named(title_of(row), vocabulary, 1)
    if has_cells(row):
        return _among_captions(row, vocabulary)
    if (
        following is not None
        and "表" in following.text
        and following.layout is not Layout.FLOW
        and not has_cells(following)
    ):
        text, rest = tidy(row.text), tidy(following.text)
        if len(text) <= _LONGEST_PIECE and not re.search(r"[。；;，,》)）表]$", text):
            both = _named(title_in(text + rest), vocabulary, 2)
            second = vocabulary.table_of(fold(title_in(rest)))
            if both and both[0] != second and vocabulary.table_of(fold(title_in(text))) is None:
                return both
    return _named(title_of(row), vocabulary, 1) if alone else None


def _named(title: str, vocabulary: Vocabulary, count: int) -> tuple[str, str, int] | None:
    table = vocabulary.table_of(fold(title))
    return (table, title, count) if table else None


def _among_captions(row: Row, vocabulary: Vocabulary) -> tuple[str, str, int] | None:
    """A title in a row of cells whose other cells are captions (公开01表)."""
    cells = [cell.text for cell in row.cells if cell.text.strip()]
    if row.layout is not Layout.GRID or len(cells) > 3:
        return None
    titles = [cell for cell in cells if not matches(vocabulary.captions, fold(cell))]
    return _named(title_in(titles[0]), vocabulary, 1) if len(titles) == 1 else None
