"""Small running texts written inline, as the paragraphs and tables that the records of these parts are made of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from mingzhang.reading import read_document
from mingzhang.recognise.model import Note
from mingzhang.recognise.prose.paragraphs import Paragraph, load_prose_words, read_prose
from mingzhang.recognise.tables.plain_tables import PlainTable, find_plain_tables
from mingzhang.recognise.vocabulary import load_vocabulary
from mingzhang.records.model import Record


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of ``text`` (headings included in it)."""
    return read_prose(read_document(text), frozenset(), load_prose_words())


def plain_tables(text: str, taken: Sequence[int] = ()) -> list[PlainTable]:
    """The plain tables of ``text``; ``|`` stands for a tab."""
    return find_plain_tables(read_document(text.replace("|", "\t")), taken, load_vocabulary())


def rows(records: Sequence[Record], *columns: str) -> list[tuple[object, ...]]:
    """The values of ``columns``, numbers as they are printed."""
    return [tuple(_plain(record.values.get(column)) for column in columns) for record in records]


def lines(records: Sequence[Record]) -> list[int]:
    return [record.line for record in records]


def noted(notes: Sequence[Note]) -> list[tuple[str, int, str]]:
    """Kind, line and printed text of each note."""
    return [(note.kind, note.line, note.printed) for note in notes]


def _plain(value: object) -> object:
    return format(value, "f") if isinstance(value, Decimal) else value
