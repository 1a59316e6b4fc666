"""Clauses of running text: what stands between two marks of punctuation, numbers and brackets left whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from mingzhang.recognise.prose.paragraphs import Paragraph

_MARKS = frozenset(",;。:、!?")
NUMBER = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,16})(?:\.\d{1,20})?"
_IN_NUMBER = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True)
class Clause:
    """A piece of a paragraph, the same in half width (character by character), and the mark before it."""

    part: Paragraph
    text: str
    mark: str

    @property
    def line(self) -> int:
        return self.part.line

    def printed(self, start: int, end: int) -> str:
        """What is printed from ``start`` to ``end``."""
        return self.part.text[start:end].strip()


def half_width(text: str) -> str:
    """``text`` with full-width letters, digits and marks in half width, every character in its place."""
    return "".join(_half(character) for character in text)


def _half(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def split_clauses(paragraph: Paragraph, complete: re.Pattern[str], into_brackets: bool = False) -> Iterator[Clause]:
    """The clauses of ``paragraph``, in order; empty ones are left out.

    “、” ends a clause only after what ``complete`` fits at its end, else it joins parts of one name. A bracket
    belongs to its clause, unless it gives items of its own (其中…) or ``into_brackets`` opens all.
    """
    text = half_width(paragraph.text)
    start, mark = 0, ""
    for position, end_mark in _boundaries(text, into_brackets):
        if end_mark == "、" and not complete.search(text[start:position]):
            continue
        yield from _clause(paragraph, start, position, mark)
        start, mark = position + 1, end_mark
    yield from _clause(paragraph, start, len(text), mark)


def _boundaries(text: str, into_brackets: bool) -> Iterator[tuple[int, str]]:
    opened: list[bool] = []
    commas = {match.start() for match in _IN_NUMBER.finditer(text)}
    for position, character in enumerate(text):
        if character == "(":
            opened.append(into_brackets or text.startswith("其中", position + 1))
            if all(opened):
                yield position, character
        elif character == ")" and opened:
            if all(opened):
                yield position, character
            opened.pop()
        elif character in _MARKS and all(opened) and position not in commas:
            yield position, character


def _clause(paragraph: Paragraph, start: int, end: int, mark: str) -> Iterator[Clause]:
    part = paragraph.part(start, end)
    if part.text:
        yield Clause(part, half_width(part.text), mark)
