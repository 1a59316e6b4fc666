"""Pieces of cells in flowed text: runs of digits and runs of words, in turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from mingzhang.classifications import LEVELS, Classification
from mingzhang.reading import Row
from mingzhang.text import fold

_NUMBER = re.compile(r"[\d,.]+")
_ORDINAL = re.compile(r"\d{1,2}[.、]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLASS_AND_LABEL = re.compile(r"(\d{3})(\D.*)")


@dataclass(frozen=True)
class Piece:
    """A piece of a table's text: ``is_number`` tells digits from words."""

    text: str
    line: int
    is_number: bool


def read_pieces(rows: Iterable[Row], classification: Classification) -> list[Piece]:
    """The pieces of ``rows`` in reading order.

    A 类 code glued to its name is cut off it; digits that belong to words (an
    ordinal, a year) count as words.
    """
    pieces: list[Piece] = []
    for row in rows:
        for cell in row.cells:
            match = _CLASS_AND_LABEL.fullmatch(cell.text)
            glued = match and classification.is_class(match.group(1))
            texts = match.groups() if match and glued else (cell.text,)
            pieces += [Piece(text, cell.line, bool(_NUMBER.fullmatch(text))) for text in texts]
    return [
        replace(piece, is_number=False) if after and _is_word(piece, after) else piece
        for piece, after in zip_longest(pieces, pieces[1:])
    ]


def _is_word(piece: Piece, after: Piece) -> bool:
    if not piece.is_number or after.is_number:
        return False
    return bool(_ORDINAL.fullmatch(piece.text) or (_YEAR.fullmatch(piece.text) and after.text.startswith("年")))


def find_runs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces in runs of numbers and runs of words, in turn."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and runs[-1][0].is_number == piece.is_number:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def join_words(pieces: Iterable[Piece]) -> str:
    """Pieces of words as one folded text."""
    return fold("".join(piece.text for piece in pieces))


def split_code(
    run: Sequence[Piece], name: str, classification: Classification, lengths: Iterable[int] = LEVELS
) -> tuple[list[Piece], list[Piece]]:
    """A run of digits between two names: the numbers of one row and the code of the next, which ``name`` follows.

    The code is a tail of the run that is whole (its digits one of ``lengths``)
    and of a known 类; of several, the one that bears ``name``, then one that is
    known, then the longest. A tail such as 05 is a code whose front is missing.
    """
    allowed = [n for n in lengths if name]
    tails = [start for start in range(len(run)) if _is_code(_digits(run[start:]), allowed, classification)]
    if tails:
        best = max(tails, key=lambda start: _fitness(_digits(run[start:]), name, classification))
        return list(run[:best]), list(run[best:])
    if len(run) > 1 and 5 in allowed and re.fullmatch(r"0\d", run[-1].text):
        return list(run[:-1]), list(run[-1:])
    return list(run), []


def _digits(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _is_code(digits: str, lengths: Sequence[int], classification: Classification) -> bool:
    return digits.isdigit() and len(digits) in lengths and classification.is_class(digits[:3])


def _fitness(code: str, name: str, classification: Classification) -> tuple[bool, bool, int]:
    return code in classification.codes_of(name), code in classification.names, len(code)
