"""Pieces of a flowed form: what stands between two spaces of a line, and how pieces join into a cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mingzhang.reading import Row
from mingzhang.recognise.patterns import Patterns, matches
from mingzhang.text import fold, tidy

_TOKEN = re.compile(r"[\x21-\x7e]+")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class FormPiece:
    """A piece of a form: its text, the same folded, its line, its width, whether it follows another on its line.

    ``token`` is the width of what cannot be parted at its front: one Chinese character, or a Latin word or number.
    """

    text: str
    folded: str
    line: int
    width: int
    token: int
    follows: bool


def read_form_pieces(rows: Iterable[Row], page_marks: Patterns) -> list[FormPiece]:
    """The pieces of ``rows`` in reading order, page marks left out (a lone number may be a cell and stays)."""
    pieces: list[FormPiece] = []
    for row in rows:
        mark = fold(row.text)
        if matches(page_marks, mark) and not mark.isdigit():
            continue
        filled = [cell for cell in row.cells if fold(cell.text)]
        pieces += [make_piece(cell.text, cell.line, number > 0) for number, cell in enumerate(filled)]
    return pieces


def make_piece(text: str, line: int, follows: bool) -> FormPiece:
    """A piece with its measures."""
    token = _TOKEN.match(text)
    return FormPiece(text, fold(text), line, width_of(text), len(token.group()) if token else 2, follows)


@lru_cache(maxsize=16384)
def width_of(text: str) -> int:
    """How wide a text is printed: a Chinese character counts two, any other one."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def lines_of(pieces: Sequence[FormPiece]) -> list[list[FormPiece]]:
    """The pieces of a cell by the line that they stand on."""
    lines: list[list[FormPiece]] = []
    for piece in pieces:
        if lines and piece.follows and lines[-1][-1].line == piece.line:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def join_pieces(pieces: Sequence[FormPiece]) -> str:
    """The pieces of a cell as one tidied text; a line break leaves no space, a space in a line only between Latin."""
    return tidy("".join(" ".join(piece.text for piece in line) for line in lines_of(pieces)))


def join_folded(pieces: Iterable[FormPiece]) -> str:
    """The pieces as one folded text."""
    return "".join(piece.folded for piece in pieces)


def has_digit(text: str) -> bool:
    """Whether a text holds a digit."""
    return bool(_DIGIT.search(text))
