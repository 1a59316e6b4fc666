"""Rows with codes in flowed text: a code in up to four pieces, a name, the pieces of the numbers."""

from __future__ import annotations

from collections.abc import Sequence

from mingzhang.classifications import Classification
from mingzhang.recognise.model import RawRecord
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.tables.flow_header import is_repeated_header
from mingzhang.recognise.tables.pieces import Piece, find_runs, join_words, split_code
from mingzhang.recognise.vocabulary import TableWords, Vocabulary
from mingzhang.text import tidy


def coded_records(
    pieces: Sequence[Piece], words: TableWords, vocabulary: Vocabulary, classification: Classification
) -> tuple[list[RawRecord], str]:
    """Rows of ``code name numbers``; also the words left after the last row (a header that follows its data)."""
    records: list[RawRecord] = []
    code: list[Piece] = []
    name: list[Piece] = []
    runs = find_runs(_without_headers(find_runs(pieces), words))
    for index, run in enumerate(runs):
        if not run[0].is_number:
            name = run
        elif not name:
            code = run
        else:
            following = join_words(runs[index + 1]) if index + 1 < len(runs) else ""
            following = "" if matches(vocabulary.total_labels, following) else following
            numbers, next_code = split_code(run, following, classification)
            records.append(_coded(code, name, numbers))
            code, name = next_code, []
    return records, join_words(name)


def _without_headers(runs: list[list[Piece]], words: TableWords) -> list[Piece]:
    """The pieces without the headers that a page break repeats between two rows."""
    inner = [
        run for run in runs if run is runs[-1] or run[0].is_number or not is_repeated_header(join_words(run), words)
    ]
    return [piece for run in inner for piece in run]


def _coded(code: list[Piece], name: list[Piece], numbers: list[Piece]) -> RawRecord:
    parts = tuple(piece.text for piece in code)
    line = (code or name)[0].line
    return RawRecord(line, {"name": tidy("".join(p.text for p in name))}, {}, parts, tuple(n.text for n in numbers))
