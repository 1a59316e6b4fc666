"""“三公” expenses by item, this year beside last and, of final accounts, the budget."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mingzhang.site.charts.model import Chart, Datum
from mingzhang.site.charts.palette import BAR, THREE_PUBLIC
from mingzhang.site.charts.ranked import paired_bars
from mingzhang.site.charts.stated import Stated, stated_three_public
from mingzhang.site.numbers.amounts import format_amount, format_share, parse_amount
from mingzhang.site.numbers.facts import Fact, find_three_public, find_total
from mingzhang.site.packages import Package
from mingzhang.site.words import KIND_WORDS

NAMES = {
    "total": "合计",
    "overseas": "因公出国（境）费",
    "reception": "公务接待费",
    "vehicles": "公务用车购置及运行费",
    "vehicle_purchase": "公务用车购置费",
    "vehicle_operation": "公务用车运行费",
}
_COMPUTED = "（算得）"
_NOTE = "标“算得”的数由本年数减去文字所说的增减额得来，原文没有直接印出。"
_SPLIT = ("vehicle_purchase", "vehicle_operation")


def three_public_facts(package: Package) -> dict[str, Fact]:
    """The items by key: from the table, else from the text."""
    facts = {fact.code: fact for fact in find_three_public(package)}
    for key, stated in stated_three_public(package).items():
        if key not in facts and stated.amount is not None:
            facts[key] = Fact(NAMES[key], stated.amount, "claims", stated.line, key)
    return facts


def shown_items(keys: set[str]) -> list[str]:
    """The items that do not overlap: both kinds of vehicle costs, or the two together."""
    vehicles = [key for key in _SPLIT if key in keys] or ["vehicles"]
    return [key for key in ("overseas", "reception", *vehicles) if key in keys]


def three_public_chart(package: Package) -> Chart | None:
    """“三公” by item; none when there was no such expense in either year."""
    facts, stated = three_public_facts(package), stated_three_public(package)
    whole = facts.get("total")
    before = stated.get("total", Stated()).previous
    if whole is None or not (whole.amount or before):
        return None
    keys = ["total", *_items(facts, stated)]
    rows = tuple(row for key in keys if key in facts for row in _lanes(package, facts[key], stated.get(key, Stated())))
    return Chart(
        name="three-public",
        title="“三公”经费花在哪里，比上年多还是少" if before is not None else "“三公”经费花在哪里",
        answer=_answer(package, whole, before),
        anchor=whole.resource,
        drawing=paired_bars(rows),
        rows=rows,
        shape="paired",
        note=_NOTE if any(_COMPUTED in row.series for row in rows) else "",
    )


def _items(facts: dict[str, Fact], stated: dict[str, Stated]) -> list[str]:
    """Vehicle costs together where the text compares only them with last year."""
    keys = set(facts)
    apart = any(stated.get(key, Stated()).previous is not None for key in _SPLIT)
    if not apart and stated.get("vehicles", Stated()).previous is not None:
        keys -= set(_SPLIT)
    return shown_items(keys)


def _lanes(package: Package, fact: Fact, stated: Stated) -> list[Datum]:
    """This year's number, then last year's pale and the budget outlined, where stated."""
    year, colour = package.year, THREE_PUBLIC.get(fact.code, BAR)
    kind = KIND_WORDS[package.kind]
    own = Datum(NAMES[fact.code], fact.amount, colour, f"{year} 年{kind}", line=fact.line, code=fact.code)
    rows = [own]
    stated = _with_budget(package, fact.code, stated)
    if stated.budget is not None and package.kind == "final" and (stated.budget or fact.amount):
        budget = replace(own, amount=stated.budget, series=f"{year} 年预算", line=stated.budget_line, outline=True)
        rows.append(budget)
    if stated.previous is not None and (stated.previous or fact.amount):
        series = f"{year - 1} 年{_COMPUTED if stated.computed else ''}"
        rows.append(replace(own, amount=stated.previous, series=series, line=stated.previous_line, pale=True))
    return rows


def _with_budget(package: Package, key: str, stated: Stated) -> Stated:
    """``stated`` with the budget that the table prints, where the text tells none."""
    row = next((row for row in package.rows("three_public") if row.get("item_key") == key), None)
    printed = parse_amount(row.get("budget")) if row else None
    if row is None or printed is None or stated.budget is not None:
        return stated
    return replace(stated, budget=printed, budget_line=row.get("source_line", ""))


def _answer(package: Package, whole: Fact, before: Decimal | None) -> str:
    answer = f"{KIND_WORDS[package.kind]}合计 {format_amount(whole.amount)} 万元"
    if before is not None:
        change = whole.amount - before
        moved = f"{'增加' if change > 0 else '减少'} {format_amount(abs(change))} 万元" if change else "持平"
        answer += f"，上年 {format_amount(before)} 万元，{moved}"
        if change and before:
            answer += f"（{format_share(abs(change), before)}）"
    total = find_total(package)
    if total:
        answer += f"；相当于收支总额的 {format_share(whole.amount, total.amount)}"
    return answer
