"""Rows with codes in flowed text: a code in up to four pieces, a name, the pieces of the numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mingzhang.classifications import LEVELS, Classification
from mingzhang.reading import Row
from mingzhang.recognise.flow_header import is_repeated_header
from mingzhang.recognise.model import RawRecord
from mingzhang.recognise.pieces import Piece, piece_of
from mingzhang.recognise.vocabulary import TableWords
from mingzhang.text import fold, tidy


def _runs(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces in runs of numbers and runs of words, in turn."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and runs[-1][0].is_number == piece.is_number:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def coded_records(
    rows: Sequence[Row], words: TableWords, classification: Classification
) -> tuple[list[RawRecord], str]:
    """Rows of ``code name numbers``; also the words left after the last row (a header that follows its data)."""
    records: list[RawRecord] = []
    code: list[Piece] = []
    name: list[Piece] = []
    runs = _runs(_without_headers(_runs([piece_of(c.text, c.line) for row in rows for c in row.cells]), words))
    for index, run in enumerate(runs):
        if not run[0].is_number:
            name = run
        elif not name:
            code = run
        else:
            following = _join(runs[index + 1]) if index + 1 < len(runs) else ""
            numbers, next_code = split_code(run, following, classification)
            records.append(_coded(code, name, numbers))
            code, name = next_code, []
    return records, _join(name)


def _without_headers(runs: list[list[Piece]], words: TableWords) -> list[Piece]:
    """The pieces without the headers that a page break repeats between two rows."""
    inner = [run for run in runs if run is runs[-1] or run[0].is_number or not is_repeated_header(_join(run), words)]
    return [piece for run in inner for piece in run]


def _join(pieces: list[Piece]) -> str:
    return fold("".join(piece.text for piece in pieces))


def _coded(code: list[Piece], name: list[Piece], numbers: list[Piece]) -> RawRecord:
    parts = tuple(piece.text for piece in code)
    line = (code or name)[0].line
    return RawRecord(line, {"name": tidy("".join(p.text for p in name))}, {}, parts, tuple(n.text for n in numbers))


def split_code(run: list[Piece], name: str, classification: Classification) -> tuple[list[Piece], list[Piece]]:
    """A run of digits between two names: the numbers of one row and the code of the next, which ``name`` follows.

    The code is a tail of the run that is whole (3, 5 or 7 digits) and of a
    known 类; of several, the one that bears ``name``, then one that is known,
    then the longest. A tail of two digits is a code whose front is missing.
    """
    tails = [start for start in range(1, len(run)) if _is_code(_digits(run[start:]), classification)]
    if not name or not run:
        return run, []
    if tails:
        best = max(tails, key=lambda start: _fitness(_digits(run[start:]), name, classification))
        return run[:best], run[best:]
    if len(run) > 1 and re.fullmatch(r"0\d", run[-1].text):
        return run[:-1], run[-1:]
    return run, []


def _digits(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _is_code(digits: str, classification: Classification) -> bool:
    return digits.isdigit() and len(digits) in LEVELS and classification.is_class(digits[:3])


def _fitness(code: str, name: str, classification: Classification) -> tuple[bool, bool, int]:
    return code in classification.codes_of(name), code in classification.names, len(code)
