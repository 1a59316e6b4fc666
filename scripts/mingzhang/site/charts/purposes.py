"""The charts of single purposes: projects, what a project's money is for, economic items."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.site.charts.model import Chart, Datum
from mingzhang.site.charts.palette import BAR, ECONOMIC, GREYS
from mingzhang.site.charts.ranked import MOST_BARS, fact_rows, ranked_bars
from mingzhang.site.numbers.amounts import format_amount, format_share, parse_amount
from mingzhang.site.numbers.facts import Fact, find_described_projects, find_items, find_projects, sum_facts, total_row
from mingzhang.site.packages import Package

_ECONOMIC_WORDS = (("301", "工资福利"), ("302", "商品和服务"), ("303", "对个人和家庭的补助"))
_MOST_USES = 14


def projects_chart(package: Package) -> Chart | None:
    """The largest projects by name: from the project table, or as described where that tells of more money.

    Without either the 项 that have project money.
    """
    title, what = "最大的项目是哪些", "个项目"
    facts, described = find_projects(package), find_described_projects(package)
    if sum_facts(described) > sum_facts(facts):
        facts, what = described, "个写明金额的项目"
    if not facts:
        facts = find_items(package, "expenditure", "项", "project")
        title, what = "项目支出用在哪些科目", "个科目"
    facts = [fact for fact in facts if fact.amount > 0]
    if not facts:
        return None
    total = sum_facts(facts)
    answer = f"{len(facts)} {what}共 {format_amount(total)} 万元{_printed_total(package, facts)}"
    rest = facts[MOST_BARS:]
    if len(facts) > 1:
        answer += f"，最大的 {format_amount(facts[0].amount)} 万元，占 {format_share(facts[0].amount, total)}"
    if rest:
        others = f"其余 {len(rest)} 个合计 {format_amount(sum_facts(rest))} 万元"
        answer += f"；图中是最大的 {MOST_BARS} 个，{others}"
    rows = fact_rows(facts[:MOST_BARS], BAR, total)
    return Chart("projects", title, answer, facts[0].resource, ranked_bars(rows), rows)


def _printed_total(package: Package, facts: list[Fact]) -> str:
    """What the project table prints as its total, where that is another number."""
    row = total_row(package, "project_expenditure") if facts[0].resource == "project_expenditure" else None
    printed = parse_amount(row.get("total")) if row else None
    if printed is None or printed == sum_facts(facts):
        return ""
    return f"（表中合计印作 {format_amount(printed)}）"


def economic_chart(package: Package) -> Chart | None:
    """Basic expenditure by 款 of the economic classification."""
    facts = [fact for fact in find_items(package, "basic_expenditure", "款") if fact.amount > 0]
    if not facts:
        return None
    row = total_row(package, "basic_expenditure")
    total = (parse_amount(row.get("total")) if row else None) or sum_facts(facts)
    shown, top = facts[:MOST_BARS], facts[0]
    most = f"{format_amount(top.amount)} 万元，占 {format_share(top.amount, total)}"
    answer = f"基本支出 {format_amount(total)} 万元，最多的是{top.name}，{most}"
    if len(facts) > len(shown):
        answer += f"；图中是最大的 {len(shown)} 项，共 {len(facts)} 项"
    known = {fact.code[:3] for fact in shown}
    key = tuple((name, f"economic-{code}") for code, name in _ECONOMIC_WORDS if code in known)
    colours = {fact.code: ECONOMIC.get(fact.code[:3], BAR) for fact in shown}
    rows = fact_rows(shown, colours, total)
    return Chart("economic", "基本支出买了什么", answer, "basic_expenditure", ranked_bars(rows), rows, key=key)


def allocation_chart(package: Package, project: str) -> Chart | None:
    """What the money of one project is for, largest first; none where it is for one thing."""
    parts = [row for row in package.rows("project_allocations") if row["project_id"] == project]
    read = [(row, parse_amount(row.get("amount"))) for row in parts]
    facts = [
        Fact(row.get("item", ""), amount, "project_allocations", row.get("source_line", ""))
        for row, amount in read
        if amount and amount > 0
    ]
    if len(facts) < 2:
        return None
    facts.sort(key=lambda fact: -fact.amount)
    total, top = sum_facts(facts), facts[0]
    most = f"{format_amount(top.amount)} 万元，占 {format_share(top.amount, total)}"
    answer = f"{len(facts)} 项共 {format_amount(total)} 万元，最多的是{top.name}，{most}{_off(package, project, total)}"
    rows = fact_rows(facts[:_MOST_USES], BAR, total)
    if facts[_MOST_USES:]:
        rest = facts[_MOST_USES:]
        rows += (Datum(f"其余 {len(rest)} 项", sum_facts(rest), GREYS[1], whole=total),)
    return Chart("allocation", "这个项目的钱用在哪里", answer, "allocation", ranked_bars(rows), rows)


def _off(package: Package, project: str, total: Decimal) -> str:
    """What the project's own amount is, where its uses do not add up to it."""
    own = (row.get("amount") for row in package.rows("projects") if row["project_id"] == project)
    amount = parse_amount(next(own, None))
    return "" if amount is None or amount == total else f"（项目金额印作 {format_amount(amount)}）"
