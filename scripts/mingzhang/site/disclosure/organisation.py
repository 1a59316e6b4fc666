"""What the unit is and does: people, units below it, offices, duties; and the terms it explains."""

from __future__ import annotations

from dataclasses import dataclass

from mingzhang.labels import STAFFING, label_of
from mingzhang.site.disclosure.items import Item, arrow
from mingzhang.site.numbers.amounts import format_amount, parse_amount
from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.marks import Mark
from mingzhang.site.provenance.notes import Notes


@dataclass(frozen=True)
class Numbered:
    """A numbered entry with its source line and marks."""

    number: str
    text: str
    line: str
    marks: tuple[Mark, ...]


def build_staffing(package: Package, notes: Notes) -> list[Item]:
    """Head counts, with the signed change against last year where it is printed."""
    rows = [row for row in package.rows("staffing") if row.get("count")]
    return [
        Item(
            label_of(STAFFING, row["item"]),
            f"{format_amount(row['count'])} 人",
            _change(row),
            notes.elsewhere("staffing", row, set()),
        )
        for row in rows
    ]


def _change(row: Row) -> str:
    number = parse_amount(row.get("change"))
    if number is None:
        return ""
    return f"{arrow(number)} {abs(number)}" if number else "无增减"


def build_offices(package: Package, notes: Notes) -> list[Numbered]:
    """The offices in the unit, numbered as the document counts them."""
    return [_numbered(row, "name", notes.elsewhere("offices", row, set())) for row in package.rows("offices")]


def build_duties(package: Package, notes: Notes) -> list[Numbered]:
    """The main duties, one a number."""
    return [_numbered(row, "text", notes.elsewhere("duties", row, set())) for row in package.rows("duties")]


def _numbered(row: Row, column: str, marks: tuple[Mark, ...]) -> Numbered:
    return Numbered(row.get("number", ""), row.get(column, ""), row.get("source_line", ""), marks)


def build_glossary(package: Package, notes: Notes) -> list[Item]:
    """The terms explained; the remark is the source line."""
    return [
        Item(
            row["term"], row.get("definition", ""), row.get("source_line", ""), notes.elsewhere("glossary", row, set())
        )
        for row in package.rows("glossary")
    ]
