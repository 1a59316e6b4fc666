"""All tables as one SQLite file: keys, types and comments, and what every table and column means."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pyarrow as pa

from mingzhang.site.downloads.about import About
from mingzhang.site.downloads.columns import INTEGER, NUMBER, Column, plain_number
from mingzhang.site.downloads.database_schema import (
    ABOUT_TABLES,
    about_rows,
    create_indices,
    create_table,
    fits,
    is_exact,
)
from mingzhang.site.downloads.tables import Table
from mingzhang.site.packages import PackageError

Value = str | int | float | None
_SETTINGS = ("page_size = 4096", "encoding = 'UTF-8'", "auto_vacuum = NONE", "journal_mode = OFF", "synchronous = OFF")
_COUNTERS = {24: 1, 92: 1, 96: 3_040_001}
"""Where the file's header tells how often it was changed and by which SQLite, and what is written there instead."""


def write_database(tables: Sequence[Table], about: About, path: Path) -> None:
    """``tables`` and what is known of them at ``path``; equal content is equal bytes.

    Raises:
        PackageError: when a key is double or leads nowhere; the package stage lets no such tables through.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for setting in _SETTINGS:
            base.execute(f"PRAGMA {setting}")
        base.execute("BEGIN")
        try:
            for table in tables:
                base.execute(create_table(table, tables))
            for table in tables:
                _insert(base, table.resource.name, [column.field.name for column in table.columns], _rows(table))
            for table in tables:
                for index in create_indices(table):
                    base.execute(index)
        except sqlite3.IntegrityError as error:
            raise PackageError(f"{table.resource.path}: {error}; run `mingzhang convert`") from error
        for name, (statement, columns) in ABOUT_TABLES.items():
            base.execute(statement)
            _insert(base, name, columns, about_rows(name, tables, about))
        base.execute("COMMIT")
        _check(base)
    _settle(path)


def _insert(base: sqlite3.Connection, name: str, columns: Sequence[str], rows: Iterator[Sequence[Value]]) -> None:
    marks = ", ".join("?" * len(columns))
    base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)


def _rows(table: Table) -> Iterator[Sequence[Value]]:
    for batch in table.batches():
        yield from zip(*map(_values, batch.columns, table.columns), strict=True)


def _values(texts: pa.Array, column: Column) -> list[Value]:
    """What SQLite stores: a number where it keeps every digit of it, else the printed text.

    Where all numbers of a column fit, its type lets SQLite convert the text without loss.
    """
    cells: list[str | None] = texts.to_pylist()
    if column.kind not in (NUMBER, INTEGER) or fits(column):
        return list(cells)
    return [cell and _value(cell) for cell in cells]


def _value(cell: str) -> Value:
    plain = plain_number(cell) or ""
    if not is_exact(plain):
        return cell
    whole, _, places = plain.partition(".")
    return float(plain) if places.strip("0") else int(whole)


def _check(base: sqlite3.Connection) -> None:
    broken = base.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise PackageError(f"table {broken[0]}, row {broken[1]}: no such row in {broken[2]}; run `mingzhang convert`")


def _settle(path: Path) -> None:
    """Takes out of the header what depends on the version of SQLite."""
    with path.open("r+b") as file:
        for place, number in _COUNTERS.items():
            file.seek(place)
            file.write(number.to_bytes(4, "big"))
