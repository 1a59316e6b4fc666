"""Entries of tables: one a row, and the title of every statutory table."""

from __future__ import annotations

from collections.abc import Iterable

from mingzhang.labels import PROCUREMENT, STAFFING, label_of
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.packages import Field, Package, Resource, Row
from mingzhang.site.provenance.places import row_anchors, table_titles
from mingzhang.site.search.entries import Entry, Piece, Section, filled
from mingzhang.site.search.places import Places
from mingzhang.site.words import STATUS_SENTENCES

MONEY = "万元"
NUMBERS = ("number", "integer")
LABELS = ("project", "item", "name")
# Columns that hold the row's own amount; the first that is filled is it.
AMOUNTS = ("total", "amount", "final", "value")
HIDDEN = {"code", "code_printed", "code_parts", "level", "role", "side", "item_key", "source_line", "row_number"}
HIDDEN |= {"amount_parts", "caption", "number"}
TITLES, ROWS, BELONGINGS = 60, 52, 44
# Resources besides the statutory tables whose rows are short, with the words for keys in their first column.
OTHERS: dict[str, dict[str, str]] = {
    "staffing": STAFFING,
    "units": {},
    "procurement": PROCUREMENT,
    "procurement_items": {},
    "assets": {},
}


def table_entries(package: Package, places: Places) -> Iterable[Entry]:
    """The statutory tables with their rows, then the other tables of short rows."""
    titles = table_titles(package)
    yield from _titles(package, places)
    for name, resource in package.resources.items():
        if resource.group == "statement":
            section = Section(titles.get(name) or resource.title, ROWS)
            anchors = row_anchors(resource)
            yield from (_row(resource, row, section, places, anchors[id(row)]) for row in resource.rows)
    for name, words in OTHERS.items():
        found = package.resources.get(name)
        if found:
            section = Section(found.title, BELONGINGS)
            rows = ({**row, "item": label_of(words, row["item"])} if words else row for row in found.rows)
            yield from (_row(found, row, section, places) for row in rows)


def _titles(package: Package, places: Places) -> Iterable[Entry]:
    """The title of each table, and what is to say of one without data."""
    section = Section("收支表", TITLES)
    for row in package.rows("tables"):
        if row["table"] in package.resources and row.get("title"):
            status = STATUS_SENTENCES.get(row.get("status", ""), "")
            pieces = filled(("", status), ("", row.get("note", "")), ("", row.get("remarks", "")))
            yield Entry(section, places.of(row["table"], row.get("source_line", "")), row["title"], pieces)


def _row(resource: Resource, row: Row, section: Section, places: Places, anchor: str = "") -> Entry:
    """A row: its code and name, its amount, and the other filled columns as pieces; ``anchor`` where it has one."""
    fields = {field.name: field for field in resource.fields}
    label = next((name for name in LABELS if row.get(name) and fields[name].type not in NUMBERS), "")
    amount = next((name for name in AMOUNTS if row.get(name) and fields[name].unit == MONEY), "")
    named = row.get(label, "")
    class_name = "name" if label == "project" else ""
    code = " ".join(filter(None, (row.get("code", ""), row.get(class_name, "") if class_name else named)))
    rest = [field for field in resource.fields if field.name not in HIDDEN | {label, amount, class_name}]
    return Entry(
        section=section,
        address=places.of(resource.name, row.get("source_line", ""), anchor),
        label=named if class_name else code,
        pieces=filled(("科目", code if class_name else ""), *_pieces(rest, row, row.get(amount, ""))),
        amount=format_amount(row.get(amount, "")),
    )


def _pieces(fields: list[Field], row: Row, amount: str) -> Iterable[Piece]:
    """The other columns; an amount that only repeats the row's own says nothing."""
    for field in fields:
        value = row.get(field.name, "")
        if field.unit == MONEY and value == amount:
            continue
        yield field.title, format_amount(value) if field.type in NUMBERS else value
