"""Pieces of cells in flowed text: runs of digits and runs of words."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER_PIECE = re.compile(r"[\d,.]+")


@dataclass(frozen=True)
class Piece:
    """A piece of a table's text: ``is_number`` tells digits from words."""

    text: str
    line: int
    is_number: bool


def piece_of(text: str, line: int) -> Piece:
    """``text`` as a piece."""
    return Piece(text, line, bool(NUMBER_PIECE.fullmatch(text)))
