"""A table in flowed text, where neither columns nor rows survive.

It is then a run of pieces: headings, and for each row a code or label and the
pieces of its numbers. Which number stands in which column is left to
arithmetic (``records.placement``); here only rows are told apart.
"""

from __future__ import annotations

from mingzhang.classifications import Classification
from mingzhang.errors import RecognitionError
from mingzhang.reading import Row
from mingzhang.recognise.flow_coded import coded_records
from mingzhang.recognise.flow_header import find_headings, segment
from mingzhang.recognise.flow_labelled import labelled_records
from mingzhang.recognise.model import FoundTable, Note, RawRecord
from mingzhang.recognise.vocabulary import TableWords, Vocabulary
from mingzhang.text import fold


def read_flow(
    found: FoundTable, vocabulary: Vocabulary, classification: Classification
) -> tuple[tuple[str, ...], list[RawRecord], list[Note]]:
    """The columns that the header names, the records with their numbers' pieces, and notes.

    Raises:
        RecognitionError: a header that is not understood, or digits without a row.
    """
    words = vocabulary.tables[found.table]
    start = _data_start(found.rows, words)
    header, data = found.rows[:start], found.rows[start:]
    headings = "".join(fold(row.text) for row in header)
    if "code" in words.columns:
        records, rest = coded_records(data, words, classification)
        if not segment(rest, words).unknown:
            headings, rest = headings + rest, ""
    else:
        records, rest = list(labelled_records(data, words, classification)), ""
    try:
        columns = find_headings(headings, words)
    except RecognitionError as error:
        raise RecognitionError(f"{found.title} line {found.line}", error.found, error.action) from error
    return columns, records, _unread(found, rest)


def _unread(found: FoundTable, rest: str) -> list[Note]:
    if not rest:
        return []
    return [Note(found.table, found.rows[-1].line, "", "unread", rest, "", "表末文字既非数据也非表头，未采用")]


def _data_start(rows: tuple[Row, ...], words: TableWords) -> int:
    """The first row that is no header: it has digits, or a text that no heading begins with."""
    for index, row in enumerate(rows):
        if any(character.isdigit() for character in row.text):
            return index
        if any(pattern.match(fold(row.text)) for pattern in words.labels) and words.column_of(fold(row.text)) is None:
            return index
    return len(rows)
