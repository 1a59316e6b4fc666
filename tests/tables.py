"""Small documents written inline, in each shape of text, and how to read them."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.convert import known_classifications
from mingzhang.reading import read_document
from mingzhang.recognise.tables.read import read_tables
from mingzhang.recognise.vocabulary import load_vocabulary
from mingzhang.records.model import Table
from mingzhang.records.statements.statutory import build_tables

AFTER = "\n第三部分 情况说明\n"


def read(text: str) -> dict[str, Table]:
    """The statutory tables of ``text`` by name; ``|`` stands for a tab."""
    found, raws, _ = read_tables(read_document(text.replace("|", "\t")), load_vocabulary(), known_classifications())
    tables = build_tables(found, raws, load_vocabulary(), known_classifications())
    return {table.table: table for table in tables}


def rows(table: Table, *columns: str) -> list[tuple[object, ...]]:
    """The values of ``columns``, amounts as they are printed."""
    return [tuple(_plain(record.values.get(column)) for column in columns) for record in table.records]


def _plain(value: object) -> object:
    return format(value, "f") if isinstance(value, Decimal) else value


def kinds(table: Table) -> list[str]:
    """The kinds of notes that reading a table left."""
    return [note.kind for note in table.notes]
