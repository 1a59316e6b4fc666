"""A table in flowed text, where neither columns nor rows survive.

It is then a run of pieces: headings, and for each row a code or label and the
pieces of its numbers. Which number stands in which column is left to
arithmetic (``records.placement``); here only rows are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from mingzhang.classifications import Classification
from mingzhang.errors import RecognitionError
from mingzhang.recognise.flow_coded import coded_records
from mingzhang.recognise.flow_header import find_headings, segment
from mingzhang.recognise.flow_labelled import find_first_label, labelled_records
from mingzhang.recognise.model import FoundTable, Note, RawRecord
from mingzhang.recognise.pieces import Piece, join_words, read_pieces
from mingzhang.recognise.vocabulary import TableWords, Vocabulary


def read_flow(
    found: FoundTable, vocabulary: Vocabulary, classification: Classification
) -> tuple[tuple[str, ...], list[RawRecord], list[Note]]:
    """The columns that the header names, the records with their numbers' pieces, and notes.

    Raises:
        RecognitionError: a header that is not understood, or digits without a row.
    """
    words = vocabulary.tables[found.table]
    pieces = read_pieces(found.rows, classification)
    start = _data_start(found, pieces, words, classification)
    headings, rest = join_words(pieces[:start]), ""
    if "code" in words.columns:
        records, rest = coded_records(pieces[start:], words, vocabulary, classification)
        if not segment(rest, words).unknown:
            headings, rest = headings + rest, ""
    else:
        records = list(labelled_records(pieces[start:], words, classification))
    try:
        columns = find_headings(headings, words)
    except RecognitionError as error:
        raise RecognitionError(f"{found.title} line {found.line}", error.found, error.action) from error
    return columns, records, _unread(found, rest)


def _unread(found: FoundTable, rest: str) -> list[Note]:
    if not rest:
        return []
    return [Note(found.table, found.rows[-1].line, "", "unread", rest, "", "表末文字既非数据也非表头，未采用")]


def _data_start(found: FoundTable, pieces: Sequence[Piece], words: TableWords, classification: Classification) -> int:
    """The first piece that is no header.

    With codes that is the first number. With labels it is the first label; where
    that cannot be told by its words, it begins the line of the first number.
    """
    first = next((index for index, piece in enumerate(pieces) if piece.is_number), len(pieces))
    if "code" in words.columns or first == len(pieces):
        return first
    label = find_first_label(pieces, words, classification)
    if label >= 0:
        return label
    line = pieces[first].line
    return next(index for index, piece in enumerate(pieces) if piece.line == line)
