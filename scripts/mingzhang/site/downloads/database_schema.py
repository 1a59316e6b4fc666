"""The statements that make the SQLite file: tables with keys and comments, indices, and the tables about the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mingzhang.site.downloads.about import About
from mingzhang.site.downloads.columns import INTEGER, NUMBER, Column
from mingzhang.site.downloads.tables import Table
from mingzhang.site.packages import Field

DIGITS = 15
"""What SQLite (IEEE 754 double) keeps of a decimal; a longer number is stored as text, whole."""
_INTEGER_DIGITS = 18
_DISCLOSURE = "disclosure_id"

ABOUT_TABLES = {
    "_about": (
        'CREATE TABLE "_about" ( -- 这份数据：标题、许可、引用、来源 / title, licence, citation, source\n'
        '  "key" TEXT NOT NULL PRIMARY KEY,\n  "value" TEXT NOT NULL\n)',
        ("key", "value"),
    ),
    "_resources": (
        'CREATE TABLE "_resources" ( -- 各表的意思 / what each table is\n'
        '  "name" TEXT NOT NULL PRIMARY KEY, -- 表名 / table\n'
        '  "title" TEXT NOT NULL,\n  "title_en" TEXT,\n  "description" TEXT,\n  "group" TEXT,\n'
        '  "csv" TEXT NOT NULL, -- CSV 的地址 / address of the canonical CSV\n'
        '  "rows" INTEGER NOT NULL\n)',
        ("name", "title", "title_en", "description", "group", "csv", "rows"),
    ),
    "_fields": (
        'CREATE TABLE "_fields" ( -- 各列的意思 / what each column is\n'
        '  "resource" TEXT NOT NULL REFERENCES "_resources" ("name"),\n'
        '  "position" INTEGER NOT NULL, -- 第几列 / from 1\n'
        '  "name" TEXT NOT NULL,\n  "title" TEXT NOT NULL,\n  "title_en" TEXT,\n'
        '  "type" TEXT NOT NULL, -- Table Schema 的类型 / type in Table Schema\n'
        '  "unit" TEXT,\n  "description" TEXT,\n  "required" INTEGER NOT NULL,\n'
        '  PRIMARY KEY ("resource", "name")\n)',
        ("resource", "position", "name", "title", "title_en", "type", "unit", "description", "required"),
    ),
    "_caveats": (
        'CREATE TABLE "_caveats" ( -- 使用前须知 / known caveats\n'
        '  "number" INTEGER PRIMARY KEY,\n  "kind" TEXT NOT NULL,\n  "resource" TEXT,\n'
        '  "text" TEXT NOT NULL,\n  "text_en" TEXT NOT NULL\n)',
        ("number", "kind", "resource", "text", "text_en"),
    ),
}
"""What each of them is made by, and its columns."""


def create_table(table: Table, tables: Sequence[Table]) -> str:
    """The statement for ``table``; of its foreign keys those that lead to a key of one of ``tables``."""
    resource = table.resource
    keys = {other.resource.name: other.resource.key for other in tables}
    lines = [(_column(column), _comment(column.field)) for column in table.columns]
    if resource.key:
        lines.append((f"PRIMARY KEY ({_names(resource.key)})", ""))
    for key in resource.foreign_keys:
        if keys.get(key.resource) and set(keys[key.resource]) == set(key.to):
            names, there = _names(key.columns), _names(key.to)
            lines.append((f'FOREIGN KEY ({names}) REFERENCES "{key.resource}" ({there})', ""))
    told = [
        f"  {line}{',' if place < len(lines) else ''}{f' -- {comment}' if comment else ''}"
        for place, (line, comment) in enumerate(lines, start=1)
    ]
    about = _one_line(" / ".join(filter(None, (resource.title, resource.title_en))))
    body = "\n".join(told)
    return f'CREATE TABLE "{resource.name}" ( -- {about}\n{body}\n)'


def create_indices(table: Table) -> Iterator[str]:
    """Indices besides the key's own: by disclosure, and one that holds a key to be unique whose cells may be blank.

    A data package takes two blank cells of a key for equal; SQL takes two nulls for different, so that the primary
    key alone would let doubles through.
    """
    name, key = table.resource.name, table.resource.key
    required = {column.field.name for column in table.columns if column.field.constraints.get("required")}
    if any(column.field.name == _DISCLOSURE for column in table.columns) and key[:1] != (_DISCLOSURE,):
        yield f'CREATE INDEX "{name}_by_disclosure" ON "{name}" ("{_DISCLOSURE}")'
    if key and not set(key) <= required:
        parts = ", ".join(f'"{part}"' if part in required else f"coalesce(\"{part}\", '')" for part in key)
        yield f'CREATE UNIQUE INDEX "{name}_key" ON "{name}" ({parts})'


def about_rows(name: str, tables: Sequence[Table], about: About) -> Iterator[tuple[Any, ...]]:
    """The rows of one of ``ABOUT_TABLES``."""
    if name == "_about":
        yield from sorted((key, text) for key, text in about.metadata().items() if text and key != "caveats")
    elif name == "_resources":
        for table in tables:
            item = table.resource
            words = (item.title, item.title_en or None, item.description or None, item.group or None)
            yield (item.name, *words, f"{about.data}{table.base}.csv", table.count)
    elif name == "_fields":
        for table in tables:
            for place, column in enumerate(table.columns, start=1):
                yield (table.resource.name, place, *_field_row(column.field))
    else:
        for number, told in enumerate(about.caveats, start=1):
            yield (number, told.kind, told.resource or None, told.text, told.text_en)


def _field_row(field: Field) -> tuple[Any, ...]:
    required = int(bool(field.constraints.get("required")))
    told = (field.title_en or None, field.type, field.unit or None, field.description or None)
    return (field.name, field.title, *told, required)


def is_exact(plain: str) -> bool:
    """Whether SQLite keeps every digit of the number ``plain``."""
    whole, _, places = plain.lstrip("-").partition(".")
    if not places.strip("0"):
        return len(whole.lstrip("0")) <= _INTEGER_DIGITS
    return len(f"{whole}{places}".strip("0")) <= DIGITS


def fits(column: Column) -> bool:
    """Whether SQLite keeps every digit of all numbers of ``column``."""
    return column.digits <= (_INTEGER_DIGITS if column.kind == INTEGER else DIGITS)


def _column(column: Column) -> str:
    """A column with its type; where a number does not fit, without one, so that SQLite converts nothing in it."""
    kinds = {NUMBER: "NUMERIC", INTEGER: "INTEGER"}
    kind = kinds.get(column.kind, "TEXT")
    told = kind if kind == "TEXT" or fits(column) else ""
    required = "NOT NULL" if column.field.constraints.get("required") else ""
    return " ".join(filter(None, (f'"{column.field.name}"', told, required)))


def _comment(field: Field) -> str:
    """What the column means, on one line."""
    title = " / ".join(filter(None, (field.title, field.title_en)))
    unit = f"（{field.unit}）" if field.unit else ""
    says = "" if field.description in ("", title) else f"：{field.description}"
    return _one_line(f"{title}{unit}{says}")


def _names(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _one_line(text: str) -> str:
    return " ".join(text.split())
