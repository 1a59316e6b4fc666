"""What the unit buys and what it owns."""

from __future__ import annotations

from dataclasses import dataclass

from mingzhang.labels import PROCUREMENT, label_of
from mingzhang.site.disclosure.items import Item
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.marks import Mark
from mingzhang.site.provenance.notes import Notes


@dataclass(frozen=True)
class Asset:
    """One line of the assets: how many of what measure, and their value in 万元."""

    name: str
    quantity: str
    value: str
    line: str
    marks: tuple[Mark, ...]
    quantity_marks: tuple[Mark, ...]
    value_marks: tuple[Mark, ...]


def build_procurement(package: Package, notes: Notes) -> list[Item]:
    """The amounts that the text gives for procurement; what is blank is left out."""
    rows = [row for row in package.rows("procurement") if row.get("amount")]
    return [
        Item(
            label_of(PROCUREMENT, row["item"]),
            format_amount(row["amount"]),
            "",
            notes.elsewhere("procurement", row, set()),
        )
        for row in rows
    ]


def build_assets(package: Package, notes: Notes) -> list[Asset]:
    """The assets in the document's order, quantity and measure in one."""
    return [_asset(row, notes) for row in package.rows("assets")]


def _asset(row: Row, notes: Notes) -> Asset:
    quantity = format_amount(row.get("quantity", ""))
    return Asset(
        name=row.get("item", ""),
        quantity=f"{quantity} {row.get('measure', '')}".strip() if quantity else "",
        value=format_amount(row.get("value", "")),
        line=row.get("source_line", ""),
        marks=notes.elsewhere("assets", row, {"quantity", "measure", "value"}),
        quantity_marks=notes.at("assets", row, "quantity", "measure"),
        value_marks=notes.at("assets", row, "value"),
    )
