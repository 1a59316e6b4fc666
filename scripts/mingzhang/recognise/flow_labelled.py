"""Rows with labels in flowed text, one side or two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from mingzhang.classifications import Classification
from mingzhang.reading import Row
from mingzhang.recognise.model import RawRecord
from mingzhang.recognise.pieces import Piece, piece_of
from mingzhang.recognise.vocabulary import TableWords
from mingzhang.text import fold, tidy

_CLASS_AND_LABEL = re.compile(r"(\d{3})(\D.*)")


def labelled_records(rows: Sequence[Row], words: TableWords, classification: Classification) -> Iterator[RawRecord]:
    """Rows of ``label numbers``, or two such side by side.

    Where the vocabulary knows how labels begin, a line that begins none goes on
    with the last; elsewhere a row ends with its numbers.
    """
    lines: list[list[Piece]] = []
    for row in rows:
        pieces = [piece for cell in row.cells for piece in _label_pieces(cell.text, cell.line, classification)]
        if lines and not _begins_row(pieces, lines[-1], words, classification):
            lines[-1] += pieces
        else:
            lines.append(pieces)
    for pieces in lines:
        yield from _sides(pieces, words, classification)


def _begins_row(pieces: list[Piece], last: list[Piece], words: TableWords, classification: Classification) -> bool:
    if words.labels:
        return _begins_label(pieces, words, classification)
    return last[-1].is_number and not pieces[0].is_number


def _label_pieces(text: str, line: int, classification: Classification) -> Iterator[Piece]:
    match = _CLASS_AND_LABEL.fullmatch(text)
    if match and classification.is_class(match.group(1)):
        yield Piece(match.group(1), line, True)
        text = match.group(2)
    yield piece_of(text, line)


def _begins_label(pieces: list[Piece], words: TableWords, classification: Classification) -> bool:
    first = pieces[0]
    if first.is_number:
        return len(pieces) > 1 and classification.is_class(first.text) and not pieces[1].is_number
    label = fold("".join(piece.text for piece in takewhile(lambda piece: not piece.is_number, pieces)))
    return any(pattern.match(label) for pattern in words.labels) or bool(classification.codes_of(label))


def _sides(pieces: list[Piece], words: TableWords, classification: Classification) -> Iterator[RawRecord]:
    if not words.sides:
        yield _labelled(pieces, "", words)
        return
    cut = _expenditure_start(pieces, classification)
    if cut > 0:
        yield _labelled(pieces[:cut], "revenue", words)
    if cut < len(pieces):
        yield _labelled(pieces[cut:], "expenditure", words)


def _expenditure_start(pieces: list[Piece], classification: Classification) -> int:
    """Where the expenditure side of a line begins: at a 类 code before a name, a 类 name, or 支出总计."""
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece.is_number and classification.is_class(piece.text) and following and not following.is_number:
            return index
        if re.match(r"(?:本年)?支出(?:合计|总计)|年[终末]", fold("".join(p.text for p in pieces[index:]))):
            return index
        name = re.sub(r"^[一二三四五六七八九十]+、", "", fold(piece.text))
        if not piece.is_number and any(len(code) == 3 for code in classification.codes_of(name)):
            return index
    return len(pieces)


def _labelled(pieces: list[Piece], side: str, words: TableWords) -> RawRecord:
    code: tuple[str, ...] = ()
    line = pieces[0].line
    if side == "expenditure" and pieces[0].is_number:
        code, pieces = (pieces[0].text,), pieces[1:]
    label = tidy("".join(piece.text for piece in pieces if not piece.is_number))
    numbers = tuple(piece.text for piece in pieces if piece.is_number)
    column = "project" if words.names_projects else "item"
    return RawRecord(line, {column: label}, {}, code, numbers, side)
