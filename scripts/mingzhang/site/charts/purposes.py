"""The charts of single purposes: projects, “三公” expenses, economic items."""

from __future__ import annotations

from mingzhang.site.amounts import format_amount, format_share, parse_amount
from mingzhang.site.charts.model import Bars, Chart
from mingzhang.site.charts.palette import BAR, ECONOMIC
from mingzhang.site.charts.ranked import MOST_BARS, fact_bar
from mingzhang.site.facts import (
    Fact,
    find_items,
    find_projects,
    find_three_public,
    find_total,
    sum_facts,
    total_row,
)
from mingzhang.site.packages import Package
from mingzhang.site.words import KIND_WORDS, short_item

_THREE_PUBLIC_PARTS = ("overseas", "reception", "vehicle_purchase", "vehicle_operation")
_ECONOMIC_WORDS = (("301", "工资福利"), ("302", "商品和服务"), ("303", "对个人和家庭的补助"))


def projects_chart(package: Package) -> Chart | None:
    """The largest projects by name; without a project table the 项 with project money."""
    facts, title, what = find_projects(package), "最大的项目", "个项目"
    if not facts:
        facts = find_items(package, "expenditure", "项", "project")
        title, what = "项目支出用在哪些科目", "个科目"
    facts = [fact for fact in facts if fact.amount > 0]
    if not facts:
        return None
    total = sum_facts(facts)
    answer = f"{len(facts)} {what}共 {format_amount(total)} 万元{_printed_total(package, facts)}"
    rest = facts[MOST_BARS:]
    if rest:
        others = f"其余 {len(rest)} 个合计 {format_amount(sum_facts(rest))} 万元"
        answer += f"；图中是最大的 {MOST_BARS} 个，{others}"
    elif len(facts) > 1:
        answer += f"，最大的占 {format_share(facts[0].amount, total)}"
    bars = tuple(fact_bar(fact, BAR, total) for fact in facts[:MOST_BARS])
    return Chart("projects", title, answer, facts[0].resource, Bars(bars))


def _printed_total(package: Package, facts: list[Fact]) -> str:
    """What the project table prints as its total, where that is another number."""
    row = total_row(package, "project_expenditure")
    printed = parse_amount(row.get("total")) if row else None
    if printed is None or printed == sum_facts(facts):
        return ""
    return f"（表中合计印作 {format_amount(printed)}）"


def three_public_chart(package: Package) -> Chart | None:
    """“三公” expenses by item; none when there is no such expense."""
    facts = {fact.code: fact for fact in find_three_public(package)}
    whole = facts.get("total")
    vehicles_split = {"vehicle_purchase", "vehicle_operation"} & facts.keys()
    keys = _THREE_PUBLIC_PARTS if vehicles_split else (*_THREE_PUBLIC_PARTS, "vehicles")
    items = [facts[key] for key in keys if key in facts]
    if whole is None or whole.amount <= 0 or not items:
        return None
    total = find_total(package)
    answer = f"{KIND_WORDS[package.kind]}合计 {format_amount(whole.amount)} 万元"
    if total:
        answer += f"，占收支总额的 {format_share(whole.amount, total.amount)}"
    bars = tuple(fact_bar(fact, BAR, whole.amount, short_item(fact.name)) for fact in items)
    return Chart("three-public", "“三公”经费花在哪里", answer, "three_public", Bars(bars))


def economic_chart(package: Package) -> Chart | None:
    """Basic expenditure by 款 of the economic classification."""
    facts = [fact for fact in find_items(package, "basic_expenditure", "款") if fact.amount > 0]
    if not facts:
        return None
    row = total_row(package, "basic_expenditure")
    total = (parse_amount(row.get("total")) if row else None) or sum_facts(facts)
    shown, top = facts[:MOST_BARS], facts[0]
    answer = f"基本支出 {format_amount(total)} 万元，最多的是{top.name}，占 {format_share(top.amount, total)}"
    if len(facts) > len(shown):
        answer += f"；图中是最大的 {len(shown)} 项，共 {len(facts)} 项"
    known = {fact.code[:3] for fact in shown}
    key = tuple((name, f"economic-{code}") for code, name in _ECONOMIC_WORDS if code in known)
    bars = tuple(fact_bar(fact, ECONOMIC.get(fact.code[:3], BAR), total) for fact in shown)
    return Chart("economic", "基本支出买了什么", answer, "basic_expenditure", Bars(bars), key)
