"""What the items of “三公” expenses are called in tables, codes and text, and where their money is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.places import project_page

ITEMS = {
    "total": "合计",
    "reception": "公务接待",
    "vehicles": "公务用车小计",
    "vehicle_operation": "公务用车运行",
    "vehicle_purchase": "公务用车购置",
    "overseas": "因公出国（境）",
}
"""The items by their key, in the order of the page."""
SECTIONS = {
    "合计": ("total",),
    "公务接待费": ("reception",),
    "公务用车购置及运行费": ("vehicles", "vehicle_operation", "vehicle_purchase"),
    "因公出国（境）费": ("overseas",),
}
# Codes of the economic classification (政府收支分类科目, 部门预算支出经济分类).
CODES = {"30217": "reception", "30231": "vehicle_operation", "31013": "vehicle_purchase", "30212": "overseas"}
# How the text and the uses of projects name the items; the first that fits.
_NAMES = (
    ("vehicles", r"公务用车购置(费)?(及|和|、)(公务用车)?运"),
    ("vehicle_purchase", r"公务用车购置|购置公务用车"),
    ("vehicle_operation", r"公务用车"),
    ("reception", r"公务接待|国内接待|外事接待"),
    ("overseas", r"因公出国"),
    ("total", r"[“\"]?三公[”\"]?经费"),
)
_PART = "三公"


@dataclass(frozen=True)
class Source:
    """Money of an item that another table holds: ``label`` names it, ``address`` is on the disclosure's page."""

    label: str
    amount: str
    line: str
    address: str


def item_of(name: str) -> str:
    """The key of the item that ``name`` means; blank for another thing."""
    return next((key for key, pattern in _NAMES if re.search(pattern, name)), "")


def find_row(package: Package, key: str) -> Row | None:
    """The row of the item in the table; the first where there are several."""
    return next((row for row in package.rows("three_public") if row.get("item_key") == key), None)


def find_claims(package: Package, key: str) -> list[Row]:
    """What the section of the text on “三公” expenses states of the item."""
    rows = (row for row in package.rows("claims") if _PART in row.get("section", "") + row.get("subsection", ""))
    return [row for row in rows if item_of(row.get("subject", "")) == key]


def find_sources(package: Package, key: str) -> tuple[Source, ...]:
    """The item's money among basic expenditure, and among the uses of projects."""
    basic = [row for row in package.rows("basic_expenditure") if CODES.get(row.get("code", "")) == key]
    uses = [row for row in package.rows("project_allocations") if item_of(row.get("item", "")) == key]
    names = {row["project_id"]: row.get("name", "") for row in package.rows("projects")}
    found = [(f"基本支出 {row['code']} {row.get('name', '')}", row, "total", "#basic_expenditure") for row in basic]
    found += [
        (f"项目“{names.get(row['project_id'], '')}”的{row['item']}", row, "amount", project_page(row["project_id"]))
        for row in uses
    ]
    return tuple(
        Source(label, format_amount(row[column]), row.get("source_line", ""), address)
        for label, row, column, address in found
        if row.get(column)
    )


def is_item(package: Package, key: str) -> bool:
    """Whether the page shows the item: vehicles as one only where the document gives their sum."""
    if key != "vehicles":
        return bool(package.rows("three_public") or find_claims(package, "total"))
    row = find_row(package, key)
    return bool(find_claims(package, key) or (row and (row.get("total") or row.get("final"))))
