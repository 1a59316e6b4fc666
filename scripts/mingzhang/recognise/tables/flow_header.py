"""The header of a table in flowed text: its headings, in whatever order, run together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mingzhang.errors import RecognitionError
from mingzhang.recognise.vocabulary import TableWords

# What a header may hold besides column names, without naming a column of its own.
_FILLER = re.compile(r"[类款项]|序号|行次|科目|编码|名称|项目|功能分类|经济分类|人员|公用|经费")


@dataclass(frozen=True)
class Segments:
    """A header's text taken apart: the columns it names, how many headings it has, what is no heading."""

    columns: frozenset[str]
    headings: int
    unknown: str


def find_headings(text: str, words: TableWords) -> tuple[str, ...]:
    """The columns whose headings make up ``text``, in the order of the Ministry's template.

    Raises:
        RecognitionError: when a stretch of ``text`` is no heading that the vocabulary knows.
    """
    segments = segment(text, words)
    if segments.unknown:
        raise RecognitionError("header", f"“{segments.unknown}” is no known heading", "add it to vocabulary/tables.yml")
    return tuple(column for column in words.columns if column in segments.columns)


def heading_share(text: str, words: TableWords) -> float:
    """Which share of ``text`` is headings of this table: high for a header, low for running text."""
    return 1 - len(segment(text, words).unknown) / len(text) if text else 0.0


def is_repeated_header(text: str, words: TableWords) -> bool:
    """Whether ``text``, between two rows, is the header again: several headings and nothing else."""
    segments = segment(text, words)
    return not segments.unknown and segments.headings > 2


def segment(text: str, words: TableWords) -> Segments:
    """``text`` taken apart into headings, the longest first."""
    patterns = _patterns(text, words)
    columns: set[str] = set()
    position, headings, unknown = 0, 0, ""
    while position < len(text):
        end, named = _longest(text, position, patterns)
        if end == position:
            unknown += text[position]
            end += 1
        else:
            headings += 1
        columns |= named
        position = end
    return Segments(frozenset(columns), headings, unknown)


def _patterns(text: str, words: TableWords) -> list[tuple[re.Pattern[str], frozenset[str]]]:
    """Every heading that can stand in ``text``, with the column it names (none for a group)."""
    named = [
        (pattern, frozenset({column}))
        for column, headings in words.headings.items()
        for group, pattern in headings
        if group is None or group.search(text)
    ]
    sides = [pattern for patterns in words.sides.values() for pattern in patterns]
    return named + [(pattern, frozenset()) for pattern in (*words.groups, *sides, _FILLER)]


def _longest(
    text: str, position: int, patterns: list[tuple[re.Pattern[str], frozenset[str]]]
) -> tuple[int, frozenset[str]]:
    """Where the longest heading at ``position`` ends, and all the columns that bear it."""
    ends = [(match.end(), columns) for pattern, columns in patterns if (match := pattern.match(text, position))]
    end = max((end for end, _ in ends), default=position)
    if end == position:
        return position, frozenset()
    return end, frozenset().union(*(columns for stop, columns in ends if stop == end))
