"""From words to printed lines, pieces of lines, and the text of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from mingzhang.reading.formats.pdf_words import Word

_GAP = 0.7
"""Of the size: a gap this wide between Chinese characters is meant."""
_LATIN_GAP = 0.16
_PIECE_GAP = 1.0
_TOUCHING = 0.1
_ALIGNED = 0.15  # of the size
_LATIN = re.compile(r"[A-Za-z]")
_PLAIN = re.compile(r"[!-~]")
NUMBER = re.compile(
    r"[-\u2212+(\uff08]?(?:\d{1,3}(?:[,\uff0c]\d{3})+|\d+)(?:\.\d+)?[%\uff05)\uff09]?|[-\u2014\u2013\u2015\u2212/]{1,2}"
)
"""A number or a dash for none, whole."""
AMOUNT = re.compile(r"[-\u2212(\uff08]?(?:\d{1,3}(?:[,\uff0c]\d{3})+(?:\.\d+)?|\d+\.\d{1,6})[%\uff05)\uff09]?")
"""A number that cannot be a page's, row's or heading's number: with decimals or thousands marked."""

_LEADING = re.compile(r"(?:[-\u2212]?(?:\d{1,3}(?:,\d{3})*|\d+)\.\d\d|\d{3,7})(?=[\u3400-\u9fff])")


@dataclass(frozen=True)
class Edges:
    """Where columns of numbers end, and where texts after a number begin, on a page."""

    ends: tuple[float, ...] = ()
    starts: tuple[float, ...] = ()

    def part(self, left: Word, right: Word) -> bool:
        """Whether a border of columns lies between two words of a line, the first of which is a number."""
        reach = _ALIGNED * left.size
        near = any(abs(left.x1 - end) < reach for end in self.ends)
        near = near or any(abs(right.x0 - start) < reach for start in self.starts)
        return near and bool(NUMBER.fullmatch(left.text))


NO_EDGES = Edges()


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """The words line by line from the top, each line from the left; a turned word is a line of its own."""
    ordered = sorted(words, key=attrgetter("turned", "base", "x0"))
    lines: list[list[Word]] = []
    for word in ordered:
        if lines and not word.turned and _on_one_line(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    lines.sort(key=lambda line: (line[0].x0, line[0].base) if line[0].turned else (0.0, line[0].base))
    if any(line[0].turned for line in lines) and not all(line[0].turned for line in lines):
        lines.sort(key=lambda line: line[0].middle)
    return [sorted(line, key=attrgetter("x0")) for line in lines]


def _on_one_line(line: list[Word], word: Word) -> bool:
    return abs(word.base - line[-1].base) < 0.4 * max(
        min(word.size, line[-1].size), 0.6 * max(word.size, line[-1].size)
    )


def join_line(words: Sequence[Word]) -> str:
    """The words of a line; a gap of about a character, or between Latin words, is one space."""
    text, before = "", None
    for word in words:
        if before is not None:
            em = max(min(before.size, word.size), 0.6 * max(before.size, word.size))
            plain = _PLAIN.match(before.text[-1]) and _PLAIN.match(word.text[0])
            text += " " if word.x0 - before.x1 > (_LATIN_GAP if plain else _GAP) * em else ""
        text, before = text + word.text, word
    return text


def join_cell(words: Iterable[Word]) -> str:
    """The text of a cell: its lines put together, with a space between Latin words alone."""
    return join_texts(join_line(line) for line in lines_of(words))


def join_texts(texts: Iterable[str]) -> str:
    """Lines of one cell as one text."""
    whole = ""
    for text in texts:
        space = whole and text and _LATIN.match(whole[-1]) and _PLAIN.match(text[0])
        whole += (" " if space else "") + text
    return whole


def pieces_of(line: Sequence[Word], edges: Edges = NO_EDGES) -> list[list[Word]]:
    """The words of a line, parted at wide gaps, beside numbers also at narrow ones.

    A number is parted from what follows, however close, where other lines have such an edge too.
    """
    pieces: list[list[Word]] = []
    for word in line:
        before = pieces[-1][-1] if pieces else None
        if before is None or word.x0 - before.x1 > _widest_space(before, word) or edges.part(before, word):
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def number_edges(lines: Iterable[Sequence[Word]]) -> Edges:
    """Where, on three lines or more, amounts end or the text after a number begins: sides of columns."""
    ends: list[tuple[float, float]] = []
    starts: list[tuple[float, float]] = []
    for line in lines:
        ends += [(word.x1, word.size) for word in line if AMOUNT.fullmatch(word.text)]
        starts += [(b.x0, b.size) for a, b in pairwise(line) if NUMBER.fullmatch(a.text) and not NUMBER.match(b.text)]
    return Edges(tuple(_aligned(ends)), tuple(_aligned(starts)))


def _aligned(places: list[tuple[float, float]]) -> Iterator[float]:
    places = sorted(places)
    last = float("-inf")
    for i in range(len(places) - 2):
        (first, size), (third, _) = places[i], places[i + 2]
        if third - first < _ALIGNED * size and first - last >= _ALIGNED * size:
            last = places[i + 1][0]
            yield last


def joined(line: Sequence[Word]) -> list[Word]:
    """The words of a line, those that touch as one: some programs draw characters in any order."""
    words: list[Word] = []
    for word in line:
        before = words[-1] if words else None
        if before is None or not before.parts or not word.parts or not _touch(before, word):
            words.append(word)
        else:
            text, x1 = before.text + word.text, max(before.x1, word.x1)
            words[-1] = replace(before, text=text, x1=x1, parts=before.parts + word.parts)
    return words


def _touch(left: Word, right: Word) -> bool:
    em = min(left.size, right.size)
    return -0.6 * em < right.x0 - left.x1 < _TOUCHING * em and abs(left.size - right.size) < 0.1 * em


def part_numbers(word: Word) -> list[Word]:
    """A word that begins with an amount or a code to which other text was drawn close, as two."""
    found = _LEADING.match(word.text)
    if not found or found.end() == len(word.text) or len(word.parts) != len(word.text):
        return [word]
    return list(word.split(found.end()))


def _widest_space(left: Word, right: Word) -> float:
    numbers = NUMBER.fullmatch(right.text) or NUMBER.fullmatch(left.text)
    return (0.45 if numbers else _PIECE_GAP) * max(left.size, right.size)
