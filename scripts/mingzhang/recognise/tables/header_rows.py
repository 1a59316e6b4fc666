"""Which rows at the top of a grid are its header, and what their headings say apart from layout."""

from __future__ import annotations

import re

from mingzhang.recognise.patterns import matches
from mingzhang.recognise.tables.header_layout import Grid
from mingzhang.recognise.vocabulary import TableWords, Vocabulary

_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?|[-—–－]+|\(?-?[\d,]+\.\d+\)?")
_DATA = re.compile(r"\d(?!\d{3}年)|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)")
_COUNT = re.compile(r"\(?(\d{1,2})\)?(?:=[\d+\-*/()=、,~—－]+)?")
_CODE_PARTS = frozenset("类款项甲乙丙")
_TALLEST = 7
_MONEY = re.compile(r"(?<=.)\((?:金额)?(?:单位:)?(?:人民币)?(?:百万|十万|万|亿|千|百)?元\)$")
_YEAR = re.compile(r"(\d{4})年度?(.*)")


def header_height(rows: Grid, words: TableWords, vocabulary: Vocabulary) -> int:
    """How many rows at the top of ``rows`` (folded cells) are header: all down to one that counts the columns off."""
    counted = [at for at, row in enumerate(rows[:_TALLEST]) if numbers_columns(row, vocabulary)]
    start = counted[0] + 1 if counted else 0
    for height, row in enumerate(rows[start:], start):
        if not is_header_row(row, words, vocabulary):
            return height
    return len(rows)


def is_header_row(row: list[str], words: TableWords, vocabulary: Vocabulary) -> bool:
    """Whether a row holds headings: no amounts or codes, no label of a data row."""
    cells = [cell for cell in row if cell]
    if not cells:
        return False
    if numbers_columns(row, vocabulary):
        return True
    if any(_NUMBER.fullmatch(cell) or _DATA.match(cell) for cell in cells):
        return False
    if len(cells) == 1 and matches(vocabulary.total_labels, cells[0]):
        return False
    return not words.is_label(cells[0]) or (words.one_line and len(cells) > 1)


def numbers_columns(row: list[str], vocabulary: Vocabulary) -> bool:
    """Whether a row only counts the columns off: 栏次 1 2 3, also beside 类 款 项, or the bare numbers from 1."""
    cells = [cell for cell in row if cell]
    counts = [int(match.group(1)) for cell in cells if (match := _COUNT.fullmatch(cell))]
    others = [cell for cell in cells if not _COUNT.fullmatch(cell)]
    if not counts or not all(matches(vocabulary.sequence, cell) or cell in _CODE_PARTS for cell in others):
        return False
    if any(matches(vocabulary.sequence, cell) for cell in others):
        return True
    return len(counts) > 1 and counts == list(range(1, len(counts) + 1))


def headings_of(top: Grid, vocabulary: Vocabulary) -> Grid:
    """Header rows as headings: without the counts of columns and units of money, years as 上年 or the table's own."""
    rows = [_without_counts(row, vocabulary) for row in top]
    rows = [[_MONEY.sub("", cell) for cell in row] for row in rows if any(row)]
    years = [int(match.group(1)) for row in rows for cell in row if (match := _YEAR.fullmatch(cell))]
    return [[_relative(cell, max(years)) if years else cell for cell in row] for row in rows]


def _without_counts(row: list[str], vocabulary: Vocabulary) -> list[str]:
    return [cell if cell in _CODE_PARTS else "" for cell in row] if numbers_columns(row, vocabulary) else row


def _relative(heading: str, latest: int) -> str:
    """A heading that names a year, told by how it lies to the latest year that the header names."""
    match = _YEAR.fullmatch(heading)
    if match is None:
        return heading
    year, rest = int(match.group(1)), match.group(2)
    return (rest or "本年") if year == latest else f"上年{rest or '数'}"
