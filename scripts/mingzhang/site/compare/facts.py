"""What a comparison needs beyond ``facts``: staff, economic items with their zeros, what only the text states."""

from __future__ import annotations

import re
from decimal import Decimal

from mingzhang.site.numbers.amounts import parse_amount
from mingzhang.site.numbers.changes import find_stated
from mingzhang.site.numbers.facts import Fact, find_three_public, sum_facts, total_row
from mingzhang.site.packages import Package, Row

BASIC_TABLE = "basic_expenditure"
_OPERATION = "公务用车运(行|维|行维护)费"
# How the text names the “三公” items, brackets full-width, without 支出 at the end.
_STATED_ITEMS = {
    "overseas": "因公出国（境）费用?",
    "reception": "公务接待费",
    "vehicles": "公务用车购置(及|和)运(行|维|行维护)费",
    "vehicle_purchase": "公务用车购置费",
    "vehicle_operation": _OPERATION,
}
_WHOLE = (Decimal("99.5"), Decimal("100.5"))


def find_staff(package: Package) -> Fact | None:
    """The serving staff."""
    for row in package.rows("staffing"):
        count = parse_amount(row.get("count"))
        if row.get("item") == "serving" and count is not None:
            return Fact("在职人员", count, "staffing", row.get("source_line", ""))
    return None


def find_economic(package: Package, names: dict[str, str]) -> tuple[dict[str, Fact], set[str]]:
    """Basic expenditure by 类 and 款, and the 类 that the table leaves blank, added up from their 款."""
    facts: dict[str, Fact] = {}
    for row in package.rows(BASIC_TABLE):
        code, amount = row.get("code", ""), parse_amount(row.get("total"))
        if code and amount is not None and row.get("role") != "total":
            name = names.get(code) or row.get("name", "")
            facts.setdefault(code, Fact(name, amount, BASIC_TABLE, row.get("source_line", ""), code))
    added = {code[:3] for code in facts} - facts.keys()
    for code in added:
        parts = [fact for key, fact in facts.items() if key[:3] == code]
        facts[code] = Fact(names.get(code, code), sum_facts(parts), BASIC_TABLE, "", code)
    return facts, added


def economic_total(package: Package, facts: dict[str, Fact]) -> Decimal:
    """The table's printed total, else the sum of its 类."""
    row = total_row(package, BASIC_TABLE)
    printed = parse_amount(row.get("total")) if row else None
    return printed or sum_facts(fact for code, fact in facts.items() if len(code) == 3)


def find_public(package: Package) -> Fact | None:
    """公用经费 of basic expenditure, from its table, else as the text states it."""
    row = total_row(package, BASIC_TABLE)
    amount = parse_amount(row.get("public")) if row else None
    if row and amount is not None:
        return Fact("公用经费", amount, BASIC_TABLE, row.get("source_line", ""))
    return None if row else find_stated(package, "公用经费")


def find_three_items(package: Package) -> dict[str, Fact]:
    """“三公” items by key; where the table has no rows, as the text states them."""
    if package.rows("three_public"):
        return {fact.code: fact for fact in find_three_public(package)}
    facts: dict[str, Fact] = {}
    total = find_stated(package, "“三公”经费")
    if total:
        facts["total"] = total
    for row in package.rows("claims"):
        key, amount = _item_key(row.get("subject", "")), parse_amount(row.get("amount"))
        if key and amount is not None:
            facts.setdefault(key, Fact(row["subject"], amount, "claims", row.get("source_line", ""), key))
    return facts


def _item_key(subject: str) -> str:
    plain = subject.replace("(", "（").replace(")", "）").removesuffix("支出")
    return next((key for key, words in _STATED_ITEMS.items() if re.fullmatch(words, plain)), "")


def find_stated_classes(package: Package, names: dict[str, str]) -> tuple[list[Fact], str]:
    """Classes that the text lists with shares of one whole, and the heading that it does so under."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in package.rows("claims"):
        if len(row.get("code", "")) == 3 and row.get("share") and row.get("amount"):
            groups.setdefault((row.get("section", ""), row.get("subsection", "")), []).append(row)
    for (section, subsection), rows in groups.items():
        shares = [parse_amount(row["share"]) or Decimal(0) for row in rows]
        if _WHOLE[0] <= sum(shares) <= _WHOLE[1]:
            return [_stated_class(row, names) for row in rows], subsection or section
    return [], ""


def _stated_class(row: Row, names: dict[str, str]) -> Fact:
    amount = parse_amount(row["amount"]) or Decimal(0)
    name = names.get(row["code"]) or row.get("subject", "")
    return Fact(name, amount, "claims", row.get("source_line", ""), row["code"])
