"""What the tables of one disclosure say: totals, sources, classes, projects.

Each fact keeps the source line that it was read from. Amounts in 万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.numbers.amounts import parse_amount, sum_amounts
from mingzhang.site.packages import Package, Row
from mingzhang.site.words import level_of

_OF_A_PART = re.compile("(?:人员|公用)经费")


@dataclass(frozen=True)
class Fact:
    """An amount with its name and place. ``parts`` splits it by column, where a table does."""

    name: str
    amount: Decimal
    resource: str
    line: str
    code: str = ""
    basic: Decimal | None = None
    project: Decimal | None = None


def total_row(package: Package, resource: str, side: str = "") -> Row | None:
    """The grand total's row: the last of role ``total``, since 总计 follows 合计.

    人员经费合计 and 公用经费合计 are totals of a part only.
    """
    rows = [row for row in package.rows(resource) if row.get("role") == "total"]
    rows = [row for row in rows if not _OF_A_PART.match(row.get("name", ""))]
    rows = [row for row in rows if not side or row.get("side") == side]
    return rows[-1] if rows else None


def find_total(package: Package) -> Fact | None:
    """收支总计, from the summary, else from the expenditure or revenue table."""
    for resource, side, column in (
        ("summary", "expenditure", "amount"),
        ("summary", "revenue", "amount"),
        ("expenditure", "", "total"),
        ("revenue", "", "total"),
    ):
        fact = _fact(package, resource, total_row(package, resource, side), column, "收支总计")
        if fact:
            return fact
    return None


def find_spent(package: Package) -> Fact | None:
    """What basic and project expenditure are shares of: of final accounts the year's expenditure without balances."""
    if package.kind == "final":
        fact = _fact(package, "expenditure", total_row(package, "expenditure"), "total", "本年支出")
        if fact:
            return fact
    return find_total(package)


def find_split(package: Package, column: str, name: str) -> Fact | None:
    """``basic`` or ``project`` of all expenditure, else of the general budget's."""
    for resource in ("expenditure", "general_expenditure"):
        fact = _fact(package, resource, total_row(package, resource), column, name)
        if fact:
            return fact
    return None


def find_three_public(package: Package) -> list[Fact]:
    """“三公” items with an amount, ``code`` being the item key; budget total or final accounts."""
    column = "final" if package.kind == "final" else "total"
    facts: dict[str, Fact] = {}
    for row in package.rows("three_public"):
        fact = _fact(package, "three_public", row, column, row.get("item", ""), row.get("item_key", ""))
        if fact:
            facts.setdefault(fact.code, fact)
    return list(facts.values())


def find_classes(package: Package, names: dict[str, str]) -> list[Fact]:
    """Expenditure by 类, largest first.

    A table without 类 rows has its 项 rows added up. ``names`` are the official
    names by code, for such sums.
    """
    for resource in ("expenditure", "general_expenditure"):
        rows = [row for row in package.rows(resource) if row.get("code") and row.get("role") != "total"]
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(row["code"][:3], []).append(row)
        facts = [_class_fact(package, resource, code, group, names) for code, group in groups.items()]
        if any(facts):
            return sorted((fact for fact in facts if fact), key=lambda fact: (-fact.amount, fact.code))
    return _summary_classes(package)


def _class_fact(package: Package, resource: str, code: str, rows: list[Row], names: dict[str, str]) -> Fact | None:
    own = [row for row in rows if row["code"] == code]
    parts = own[:1] or [row for row in rows if level_of(row["code"]) == "项"] or rows
    amount = _sum(parts, "total")
    if amount is None:
        return None
    name = own[0]["name"] if own else names.get(code, code)
    line = parts[0].get("source_line", "")
    return Fact(name, amount, resource, line, code, _sum(parts, "basic"), _sum(parts, "project"))


def _summary_classes(package: Package) -> list[Fact]:
    rows = [row for row in package.rows("summary") if row.get("side") == "expenditure" and row.get("code")]
    facts = [_fact(package, "summary", row, "amount", row.get("item", ""), row["code"]) for row in rows]
    return sorted((fact for fact in facts if fact), key=lambda fact: (-fact.amount, fact.code))


def find_items(package: Package, resource: str, level: str, column: str = "total") -> list[Fact]:
    """Rows of ``resource`` at ``level`` with an amount in ``column``, largest first."""
    rows = [row for row in package.rows(resource) if row.get("role") != "total" and row.get("code")]
    rows = [row for row in rows if level_of(row["code"], row.get("level", "")) == level]
    facts = (_fact(package, resource, row, column, row.get("name", ""), row["code"]) for row in rows)
    return sorted((fact for fact in facts if fact and fact.amount), key=lambda fact: -fact.amount)


def find_projects(package: Package) -> list[Fact]:
    """Named projects of the project table, largest first."""
    rows = [row for row in package.rows("project_expenditure") if row.get("project") and row.get("role") == "detail"]
    facts = (_fact(package, "project_expenditure", row, "total", row["project"], row.get("code", "")) for row in rows)
    return sorted((fact for fact in facts if fact), key=lambda fact: -fact.amount)


def find_described_projects(package: Package) -> list[Fact]:
    """The projects that the text or the forms describe, by the amount that they print, largest first."""
    facts = (_fact(package, "projects", row, "amount", row.get("name", "")) for row in package.rows("projects"))
    return sorted((fact for fact in facts if fact), key=lambda fact: -fact.amount)


def sum_facts(facts: Iterable[Fact]) -> Decimal:
    """The sum of the facts' amounts."""
    return sum((fact.amount for fact in facts), Decimal(0))


def _fact(package: Package, resource: str, row: Row | None, column: str, name: str, code: str = "") -> Fact | None:
    amount = parse_amount(row.get(column)) if row else None
    if row is None or amount is None:
        return None
    return Fact(name, amount, resource, row.get("source_line", ""), code)


def _sum(rows: Iterable[Row], column: str) -> Decimal | None:
    return sum_amounts([parse_amount(row.get(column)) for row in rows])
