"""From words to printed lines, pieces of lines, and the text of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import attrgetter

from mingzhang.reading.formats.pdf_words import Word

_GAP = 0.7
"""Of the size: a gap this wide between Chinese characters is meant."""
_LATIN_GAP = 0.16
_PIECE_GAP = 1.0
_LATIN = re.compile(r"[A-Za-z]")
_PLAIN = re.compile(r"[!-~]")
NUMBER = re.compile(
    r"[-\u2212+(\uff08]?(?:\d{1,3}(?:[,\uff0c]\d{3})+|\d+)(?:\.\d+)?[%\uff05)\uff09]?|[-\u2014\u2013\u2015\u2212/]{1,2}"
)
"""A number or a dash for none, whole."""
AMOUNT = re.compile(r"[-\u2212(\uff08]?(?:\d{1,3}(?:[,\uff0c]\d{3})+(?:\.\d+)?|\d+\.\d{1,6})[%\uff05)\uff09]?")
"""A number that cannot be a page's, row's or heading's number: with decimals or thousands marked."""


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


def pieces_of(line: Sequence[Word]) -> list[list[Word]]:
    """The words of a line, parted at wide gaps, and between numbers also at narrow ones."""
    pieces: list[list[Word]] = []
    for word in line:
        before = pieces[-1][-1] if pieces else None
        if before is None or word.x0 - before.x1 > _widest_space(before, word):
            pieces.append([])
        pieces[-1].append(word)
    return pieces


def _widest_space(left: Word, right: Word) -> float:
    numbers = NUMBER.fullmatch(right.text) or NUMBER.fullmatch(left.text)
    return (0.45 if numbers else _PIECE_GAP) * max(left.size, right.size)
