"""Running text taken apart into clauses: where one statement ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_OPENING = "（(《〈【“[〔"
_CLOSING = "）)》〉】”]〕"
_STOPS = "。；;！!"
_COMMAS = "，,"
_AMOUNT_IN_BRACKET = re.compile(r"[（(][^（()）]*\d(?:万|亿)?元[^（()）]*[）)]")
_AFTER_FIGURE = re.compile(r"\d\s*(?:万元|亿元|元|台（套）|台\(套\)|平方米|人次|批次|[个辆台套项次家间人名%％])[）)]?$")
_FIGURE = 30  # characters that the end of a figure and its unit take at most
_JOINERS = "、和及与"


@dataclass(frozen=True)
class Clause:
    """A piece of a sentence: its place in the paragraph, the mark that ends it (empty at the end), and whether
    it stands in a bracket that tells the parts of what is before it."""

    text: str
    start: int
    end: int
    stop: str
    bracketed: bool = False


def split_clauses(text: str) -> list[Clause]:
    """The clauses of ``text``, in order.

    Commas, semicolons and full stops end a clause, but not inside brackets or quotation marks and not
    inside a number; 、 和 及 与 do where they stand between two figures (“货物5万元、工程3万元”). A bracket
    that holds amounts is taken apart too.
    """
    brackets = [match.span() for match in _AMOUNT_IN_BRACKET.finditer(text)]
    return [clause for start, end in _cuts(text, brackets) if (clause := _clause(text, start, end, brackets)).text]


def _clause(text: str, start: int, end: int, brackets: Sequence[tuple[int, int]]) -> Clause:
    stop = text[end] if end < len(text) else ""
    while start < end and text[start] in " ，,；;":
        start += 1
    bracketed = any(opened < start <= end < closed for opened, closed in brackets)
    return Clause(text[start:end].rstrip(), start, end, stop, bracketed)


def _cuts(text: str, brackets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    opened = {start for start, _ in brackets}
    closed = {end - 1 for _, end in brackets}
    start = depth = 0
    for at, character in enumerate(text):
        if at in opened or at in closed:
            yield start, at
            start = at + 1
        elif character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and _ends_clause(text, start, at):
            yield start, at
            start = at + (0 if character in "和及与" else 1)
    yield start, len(text)


def _ends_clause(text: str, start: int, at: int) -> bool:
    character = text[at]
    if character in _STOPS:
        return True
    if character in _COMMAS:
        return not (text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit())
    return character in _JOINERS and bool(_AFTER_FIGURE.search(text[max(start, at - _FIGURE) : at]))
