"""A table in flowed text, where neither columns nor rows survive.

It is then a run of pieces: headings, and for each row a code or label and the
pieces of its numbers. Which number stands in which column is left to
arithmetic (``records.placement``); here only rows are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from mingzhang.classifications import LEVELS, Classification
from mingzhang.errors import RecognitionError
from mingzhang.recognise.model import FoundTable, Note, RawRecord
from mingzhang.recognise.tables.flow_coded import coded_records
from mingzhang.recognise.tables.flow_header import find_headings, segment
from mingzhang.recognise.tables.flow_labelled import find_first_label, follow_ordinals, labelled_records
from mingzhang.recognise.tables.pieces import (
    Piece,
    counts_rows,
    join_words,
    read_pieces,
    without_column_numbers,
    without_sequence,
)
from mingzhang.recognise.vocabulary import TableWords, Vocabulary


def read_flow(
    found: FoundTable, vocabulary: Vocabulary, classification: Classification
) -> tuple[tuple[str, ...], list[RawRecord], list[Note]]:
    """The columns that the header names, the records with their numbers' pieces, and notes.

    Raises:
        RecognitionError: a header that is not understood, or digits without a row.
    """
    words = vocabulary.tables[found.table]
    pieces = without_column_numbers(read_pieces(found.rows, classification))
    start = _data_start(pieces, words, classification)
    headings, rest = join_words(pieces[:start]), ""
    data = pieces[start:]
    if counts_rows(pieces[:start]):
        data = without_sequence(data, classification, code_lengths(words))
    if "code" in words.columns:
        records, rest = coded_records(data, words, vocabulary, classification)
        if not segment(rest, words).unknown:
            headings, rest = headings + rest, ""
    else:
        records = follow_ordinals(list(labelled_records(data, words, classification)))
    try:
        columns = find_headings(headings, words)
    except RecognitionError as error:
        raise RecognitionError(f"{found.title} line {found.line}", error.found, error.action) from error
    return columns, records, _unread(found, rest)


def _unread(found: FoundTable, rest: str) -> list[Note]:
    if not rest:
        return []
    return [Note(found.table, found.rows[-1].line, "", "unread", rest, "", "表末文字既非数据也非表头，未采用")]


def code_lengths(words: TableWords) -> tuple[int, ...]:
    """How long the codes of a table's rows can be: all levels, the 类 of an expenditure line, or no codes."""
    return tuple(LEVELS) if "code" in words.columns else (3,) if words.sides else ()


def _data_start(pieces: Sequence[Piece], words: TableWords, classification: Classification) -> int:
    """The first piece that is no header.

    With codes, or with rows that are counted, that is the first number. With
    labels it is the first label; where that cannot be told by its words, it
    begins the line of the first number.
    """
    first = next((index for index, piece in enumerate(pieces) if piece.is_number), len(pieces))
    if "code" in words.columns or first == len(pieces) or counts_rows(pieces[:first]):
        return first
    label = find_first_label(pieces, words, classification)
    if label >= 0:
        return label
    line = pieces[first].line
    return next(index for index, piece in enumerate(pieces) if piece.line == line)
