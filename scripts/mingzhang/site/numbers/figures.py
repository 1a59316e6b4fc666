"""The key figures of a disclosure, with their change and the printed reason where known."""

from __future__ import annotations

from dataclasses import dataclass

from mingzhang.site.numbers.amounts import format_amount, format_share, in_hundred_millions
from mingzhang.site.numbers.changes import Change, build_change, find_change, find_stated
from mingzhang.site.numbers.facts import Fact, find_spent, find_split, find_three_public, find_total
from mingzhang.site.numbers.sources import find_sources
from mingzhang.site.packages import Package
from mingzhang.site.words import KIND_WORDS


@dataclass(frozen=True)
class Figure:
    """One card: a number in ``measure``, a remark, the source line, the table it stands in."""

    title: str
    value: str
    measure: str
    remark: str
    resource: str
    line: str
    change: Change | None = None


def build_figures(package: Package) -> list[Figure]:
    """The cards that the data of ``package`` allows, most important first.

    Where no table gives a figure, the explanatory text may.
    """
    total = find_total(package) or find_stated(package, _total_title(package))
    cards = [
        _money(package, _total_title(package), total, _total_remark(package, total)),
        _part(package, "基本支出", "basic", total),
        _part(package, "项目支出", "project", total),
        _three_public(package, total),
        _staff(package),
    ]
    return [card for card in cards if card]


def _total_title(package: Package) -> str:
    return f"收支总{KIND_WORDS[package.kind]}"


def _total_remark(package: Package, total: Fact | None) -> str:
    count = len(find_sources(package))
    large = in_hundred_millions(total.amount if total else None)
    remarks = [f"约 {large} 亿元" if large else "", f"来自 {count} 个来源" if count > 1 else ""]
    return "，".join(remark for remark in remarks if remark)


def _part(package: Package, title: str, column: str, total: Fact | None) -> Figure | None:
    fact = find_split(package, column, title) or find_stated(package, title)
    whole = find_spent(package) or total
    percent = format_share(fact.amount, whole.amount) if fact and whole else ""
    return _money(package, title, fact, f"占 {percent}" if percent else "")


def _three_public(package: Package, total: Fact | None) -> Figure | None:
    title = "“三公”经费"
    facts = [fact for fact in find_three_public(package) if fact.code == "total"]
    fact = facts[0] if facts else find_stated(package, title)
    percent = format_share(fact.amount, total.amount) if fact and total else ""
    return _money(package, title, fact, f"相当于收支的 {percent}" if percent else "")


def _money(package: Package, title: str, fact: Fact | None, remark: str) -> Figure | None:
    if fact is None:
        return None
    change = find_change(package, title, fact.amount)
    if fact.resource == "claims":
        remark = "，".join(text for text in (remark, "据文字说明") if text)
    return Figure(title, format_amount(fact.amount), "万元", remark, fact.resource, fact.line, change)


def _staff(package: Package) -> Figure | None:
    for row in package.rows("staffing"):
        if row.get("item") == "serving" and row.get("count"):
            line = row.get("source_line", "")
            change = build_change(row.get("change", ""), "", "", line)
            return Figure("在职人员", row["count"], "人", "", "staffing", line, change)
    return None
