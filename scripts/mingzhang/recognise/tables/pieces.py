"""Pieces of cells in flowed text: runs of digits and runs of words, in turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mingzhang.classifications import LEVELS, Classification
from mingzhang.reading import Cell, Row
from mingzhang.text import fold

_NUMBER = re.compile(r"[\d,.]+")
_COUNTED_NAME = re.compile("[一二三四五六七八九十]+、")
_ROW_COUNTER = re.compile("序号|行次")
_COLUMN_COUNTER = re.compile("栏次")
_YEAR = re.compile(r"(?:19|20)\d\d年")
_ORDINAL = re.compile(r"\d{1,2}[.、]")
_DIGITS_AND_LABEL = re.compile(r"(\d{1,3})([^\d.、,].*)")


@dataclass(frozen=True)
class Piece:
    """A piece of a table's text: ``is_number`` tells digits from words."""

    text: str
    line: int
    is_number: bool


def read_pieces(rows: Iterable[Row], classification: Classification) -> list[Piece]:
    """The pieces of ``rows`` in reading order.

    A 类 code glued to its name is cut off it, also where a line break stands
    inside the code; digits that belong to words (an ordinal, a year) count as
    words.
    """
    pieces: list[Piece] = []
    for row in rows:
        for cell in row.cells:
            _append(pieces, cell, classification)
    return _free_words(pieces)


def _free_words(pieces: list[Piece]) -> list[Piece]:
    """``pieces`` with the digits that belong to the words after them (1. or 2024年) counted as words."""
    freed = list(pieces)
    for index, piece in enumerate(pieces):
        if piece.is_number:
            continue
        for count in range(1, min(4, index) + 1):
            before = pieces[index - count : index]
            if all(p.is_number for p in before) and _begins_words(_digits(before), piece.text):
                freed[index - count : index] = [replace(p, is_number=False) for p in before]
                break
    return freed


def _begins_words(digits: str, text: str) -> bool:
    return bool(_YEAR.match(digits + text) or (_ORDINAL.fullmatch(digits) and not text[0].isdigit()))


def _append(pieces: list[Piece], cell: Cell, classification: Classification) -> None:
    text, line = cell.text, cell.line
    if match := _DIGITS_AND_LABEL.fullmatch(text):
        front = pieces[-1].text if pieces and pieces[-1].is_number else ""
        if classification.is_class(match.group(1)):
            pieces.append(Piece(match.group(1), line, True))
            text = match.group(2)
        elif front and classification.is_class(front + match.group(1)):
            pieces[-1] = replace(pieces[-1], text=front + match.group(1))
            text = match.group(2)
    pieces.append(Piece(text, line, bool(_NUMBER.fullmatch(text))))


def find_runs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces in runs of numbers and runs of words, in turn."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and runs[-1][0].is_number == piece.is_number:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def counts_rows(header: Iterable[Piece]) -> bool:
    """Whether a header names a column that only counts the rows off (序号)."""
    return bool(_ROW_COUNTER.search(join_words(header)))


def without_sequence(data: Sequence[Piece], classification: Classification, lengths: Iterable[int]) -> list[Piece]:
    """Rows without the numbers that count them: each the next in turn, before a name or before a name's code.

    ``lengths`` are those that a code in this table can have (see ``split_code``).
    """
    out: list[Piece] = []
    turn = 1
    runs = find_runs(data)
    for index, run in enumerate(runs):
        following = join_words(runs[index + 1]) if index + 1 < len(runs) else ""
        if run[0].is_number and following:
            numbers, code = split_code(run, following, classification, lengths)
            if numbers and numbers[-1].text == str(turn):
                numbers, turn = numbers[:-1], turn + 1
            run = [*numbers, *code]
        out += run
    return out


def without_column_numbers(pieces: Sequence[Piece]) -> list[Piece]:
    """``pieces`` without a row that counts the columns off (栏次 1 2 3)."""
    out: list[Piece] = []
    turn = 0
    for piece in pieces:
        if _COLUMN_COUNTER.fullmatch(piece.text):
            turn = 1
        elif turn and piece.text == str(turn):
            turn += 1
        else:
            turn = 0
            out.append(piece)
    return out


def join_words(pieces: Iterable[Piece]) -> str:
    """Pieces of words as one folded text."""
    return fold("".join(piece.text for piece in pieces))


def split_code(
    run: Sequence[Piece], name: str, classification: Classification, lengths: Iterable[int] = LEVELS
) -> tuple[list[Piece], list[Piece]]:
    """A run of digits between two names: the numbers of one row and the code of the next, which ``name`` follows.

    The code is a tail of the run that is whole (its digits one of ``lengths``)
    and of a known 类; of several, the one that bears ``name``, then one that is
    known, then the longest. A name with an ordinal (一、) has no code; a tail that
    a code of ``name`` ends with is a code whose front is missing.
    """
    allowed = list(lengths) if name and not _COUNTED_NAME.match(name) else []
    tails = [start for start in range(len(run)) if _is_code(_digits(run[start:]), allowed, classification)]
    if tails:
        best = max(tails, key=lambda start: _fitness(_digits(run[start:]), name, classification))
        return list(run[:best]), list(run[best:])
    if allowed and len(run) > 1 and any(code.endswith(run[-1].text) for code in classification.codes_of(name)):
        return list(run[:-1]), list(run[-1:])
    return list(run), []


def _digits(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _is_code(digits: str, lengths: Sequence[int], classification: Classification) -> bool:
    return digits.isdigit() and len(digits) in lengths and classification.is_class(digits[:3])


def _fitness(code: str, name: str, classification: Classification) -> tuple[bool, bool, int]:
    return code in classification.codes_of(name), code in classification.names, len(code)
