"""The columns of tables without upright rules: where the words of many lines leave the same gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from mingzhang.reading.formats.pdf_lines import (
    AMOUNT,
    NO_EDGES,
    NUMBER,
    Edges,
    join_line,
    joined,
    number_edges,
    part_numbers,
    pieces_of,
)
from mingzhang.reading.formats.pdf_words import Word

_LEADER = re.compile(r"[.\u2026\u00b7\u30fb\uff0e\u22ef\u2025_]{3,}")
_FOLIO = re.compile(r"\W*\d{1,4}\W*|\W*\d{1,4}\s*/\s*\d{1,4}\W*")
_SENTENCE = re.compile(r"[\u3002\uff1b\uff0c\uff01\uff1f]|(?<=[\u3400-\u9fff])[,;](?=[\u3400-\u9fff])")
_APART = 0.12  # of the size: the least gap between columns
_ALIGNED, _MOST_ALIGNED = 0.6, 0.6  # of the size; of a column's numbers
_SPREAD, _MOST_SINGLE = 8, 0.6  # pieces of a line; of them
_STRAY = 0.08  # of the lines: so many may print a text that runs over into the next column

Span = tuple[float, float]


@dataclass(frozen=True)
class OpenLine:
    """A printed line and its pieces, which may be cells."""

    words: tuple[Word, ...]
    edges: Edges = NO_EDGES

    @cached_property
    def pieces(self) -> tuple[tuple[Word, ...], ...]:
        return tuple(tuple(piece) for piece in pieces_of(self.words, self.edges))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(join_line(piece) for piece in self.pieces)

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @cached_property
    def numbers(self) -> int:
        return sum(1 for text in self.texts if NUMBER.fullmatch(text))

    @cached_property
    def amounts(self) -> int:
        return sum(1 for text in self.texts if AMOUNT.fullmatch(text))

    @property
    def length(self) -> int:
        return sum(map(len, self.texts))

    @cached_property
    def is_prose(self) -> bool:
        """Whether it is part of a sentence: with the signs of one, and no two numbers side by side, as cells stand.

        A line of single characters far apart, which fill it from side to side, is one too.
        """
        numbers = [bool(NUMBER.fullmatch(text)) for text in self.texts]
        single = sum(len(text) == 1 and not number for text, number in zip(self.texts, numbers, strict=True))
        if len(self.texts) >= _SPREAD and single > _MOST_SINGLE * len(self.texts):
            return True
        return any(map(_SENTENCE.search, self.texts)) and not any(a and b for a, b in pairwise(numbers))

    @cached_property
    def is_tabular(self) -> bool:
        """Whether the pieces may be cells: three of them, or two with an amount; no contents line, no page number."""
        if self.is_prose or any(_LEADER.search(text) for text in self.texts) or _FOLIO.fullmatch("".join(self.texts)):
            return False
        return len(self.pieces) > 2 or (len(self.pieces) == 2 and self.amounts > 0)

    @cached_property
    def is_caption(self) -> bool:
        """Whether it names things with a colon, as the line above a table does, and prints no amount."""
        labelled = sum(1 for text in self.texts if "\uff1a" in text or ":" in text)
        return labelled > 0 and 2 * labelled >= len(self.texts) - 1 and not self.amounts


def open_lines(lines: Sequence[Sequence[Word]]) -> list[OpenLine]:
    """The lines with numbers parted from the text that follows, where they end as a column does."""
    parted = [[part for word in joined(line) for part in part_numbers(word)] for line in lines]
    edges = number_edges(parted)
    return [OpenLine(tuple(line), edges) for line in parted]


def fits(lines: Sequence[OpenLine], columns: Sequence[Span], em: float) -> bool:
    """Whether the lines may stand in ``columns``, which another page has."""
    start, end = columns[0][0] - 2 * em, columns[-1][1] + 2 * em
    for line in lines:
        for piece, text in zip(line.pieces, line.texts, strict=True):
            left, right = _span(piece)
            inside = any(a - 2 * em < left and right < b + 2 * em for a, b in columns)
            if not (start < left and right < end) or (NUMBER.fullmatch(text) and not inside):
                return False
    return conflicts(lines, columns) == 0


def stands_in(line: OpenLine, columns: Sequence[Span]) -> bool:
    """Whether no piece of a line reaches from one column into another."""
    return all(sum(_overlap(_span(piece), column) > 0 for column in columns) < 2 for piece in line.pieces)


def find_columns(lines: Sequence[OpenLine], em: float) -> list[Span]:
    """Where the columns of a table are, from left to right; empty where the lines leave no common gaps."""
    body = [line for line in lines if line.numbers and len(line.pieces) > 1]
    body = body or [line for line in lines if len(line.pieces) > 1]
    spans = sorted((_span(piece) for line in body for piece in line.pieces), key=lambda span: span[0] - span[1])
    best: list[Span] = []
    for left_out in range(1 + max(1, int(_STRAY * len(body))) if len(body) > 3 else 1):
        columns = _merged(spans[left_out:], _APART * em)
        if len(columns) > len(best):
            best = columns
    best = _with_counters(best, body)
    first = min((line.base for line in lines if line.numbers), default=float("inf"))
    return _with_headings(best, [line for line in lines if line.base < first], em) if best else []


def _span(piece: Sequence[Word]) -> Span:
    return piece[0].x0, max(word.x1 for word in piece)


def _merged(spans: Sequence[Span], apart: float) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start - merged[-1][1] <= apart:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _with_counters(columns: list[Span], body: Sequence[OpenLine]) -> list[Span]:
    """The columns, with what only one line prints (a centred column number over figures at the right) in its neighbour.

    The neighbour, right or left, is one in which that line prints nothing.
    """
    held: list[set[int]] = [set() for _ in columns]
    amounts = [0] * len(columns)
    for number, line in enumerate(body):
        for piece, text in zip(line.pieces, line.texts, strict=True):
            column = column_of(_span(piece), columns)
            held[column].add(number)
            amounts[column] += bool(AMOUNT.fullmatch(text))
    found = list(columns)
    for i in range(len(columns)):
        if len(held[i]) > 1 or amounts[i]:
            continue
        for near in (i + 1, i - 1):
            if 0 <= near < len(columns) and amounts[near] and not held[i] & held[near]:
                wider = (min(columns[i][0], columns[near][0]), max(columns[i][1], columns[near][1]))
                found = [wider if span in (columns[i], columns[near]) else span for span in found]
                break
    return sorted(set(found))


def _with_headings(columns: list[Span], headers: list[OpenLine], em: float) -> list[Span]:
    """The columns as wide as their headings, and those that only a heading shows, because no line prints in them.

    A heading over a gap is that of the column to its right (numbers stand at the right of their places), or else
    left, that has none; with headings on both sides it has a column of its own, unless it stands over a group.
    """
    tier = list(_leaves(headers))
    found = sorted(columns)
    loose: list[Span] = []
    headed: set[Span] = set()
    for span in sorted(tier):
        under = [column for column in found if _overlap(span, column) > 0]
        if len(under) == 1 and under[0] not in headed:
            wider = (min(span[0], under[0][0]), max(span[1], under[0][1]))
            found[found.index(under[0])] = wider
            headed.add(wider)
        elif not under:
            loose.append(span)
    for span in loose:
        right = next((column for column in found if column[0] >= span[1]), None)
        left = next((column for column in reversed(found) if column[1] <= span[0]), None)
        for column in (right, left):
            if column is not None and column not in headed and not _between(span, column, found):
                wider = (min(span[0], column[0]), max(span[1], column[1]))
                found[found.index(column)] = wider
                headed.add(wider)
                break
        else:
            if all(span[1] + _APART * em < a or b < span[0] - _APART * em for a, b in found):
                found = sorted([*found, span])
                headed.add(span)
    return found


def _leaves(headers: list[OpenLine]) -> Iterator[Span]:
    """The headings that have no other below them."""
    for line in headers:
        lower = [_span(piece) for other in headers if other.base > line.base for piece in other.pieces]
        for piece in line.pieces:
            span = _span(piece)
            left, right = (any(each[0] < span[0] for each in lower), any(each[0] > span[0] for each in lower))
            if not any(_overlap(span, each) > 0 for each in lower) and not (left and right and len(line.pieces) < 3):
                yield span


def _overlap(one: Span, other: Span) -> float:
    return min(one[1], other[1]) - max(one[0], other[0])


def _between(one: Span, other: Span, columns: list[Span]) -> bool:
    low, high = min(one[1], other[1]), max(one[0], other[0])
    return any(low < a and b < high for a, b in columns)


def has_aligned_numbers(lines: Sequence[OpenLine], columns: Sequence[Span], em: float) -> bool:
    """Whether the numbers of a column stand below each other, as they do in a table and not in running text."""
    spans: list[list[Span]] = [[] for _ in columns]
    for line in lines:
        for piece, text in zip(line.pieces, line.texts, strict=True):
            if NUMBER.fullmatch(text):
                spans[column_of(_span(piece), columns)].append(_span(piece))
    for found in spans:
        if len(found) > 1:
            for places in ([b for _, b in found], [a for a, _ in found], [(a + b) / 2 for a, b in found]):
                near = sum(1 for place in places if abs(place - median(places)) < _ALIGNED * em)
                if near > 1 and near >= _MOST_ALIGNED * len(places):
                    return True
    return False


def column_of(span: Span, columns: Sequence[Span]) -> int:
    """The column in which a piece stands; one that runs over several stands in the first of which it holds most."""
    start, end = span
    covered = [min(end, b) - max(start, a) for a, b in columns]
    for i, (a, b) in enumerate(columns):
        if covered[i] > 0.5 * (b - a) or covered[i] > 0.5 * (end - start):
            return i
    if max(covered) > 0:
        return covered.index(max(covered))
    middle = (start + end) / 2
    return min(range(len(columns)), key=lambda i: min(abs(columns[i][0] - middle), abs(columns[i][1] - middle)))


def conflicts(lines: Sequence[OpenLine], columns: Sequence[Span]) -> float:
    """Which share of the pieces stands in a column with another piece of the same line."""
    pieces = clashes = 0
    for line in lines:
        places = [column_of(_span(piece), columns) for piece in line.pieces]
        pieces, clashes = pieces + len(places), clashes + len(places) - len(set(places))
    return clashes / max(pieces, 1)
