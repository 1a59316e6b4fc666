"""The charts of the whole: where the money comes from, where it goes, basic and project."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.site.charts.model import Chart, Datum
from mingzhang.site.charts.palette import BASIC, PROJECT, SOURCES, class_colours
from mingzhang.site.charts.ranked import composition, fact_rows, ranked_bars, stacked_bars
from mingzhang.site.numbers.amounts import format_amount, format_share, parse_amount
from mingzhang.site.numbers.facts import Fact, sum_facts
from mingzhang.site.numbers.sources import find_sources
from mingzhang.site.packages import Package, Row

_SPLIT_KEY = (("基本支出：人员和日常运转", "basic"), ("项目支出：专门的事", "project"))


def sources_chart(package: Package) -> Chart | None:
    """钱从哪里来: the revenue total by source."""
    facts = find_sources(package)
    if not facts:
        return None
    total = sum_facts(facts)
    largest = max(facts, key=lambda fact: fact.amount)
    answer = f"收入合计 {format_amount(total)} 万元"
    if len(facts) == 1:
        answer += f"，全部是{largest.name}"
    else:
        answer += f"，来自 {len(facts)} 个来源，其中{largest.name}占 {format_share(largest.amount, total)}"
    rows = fact_rows(facts, SOURCES, total)
    return Chart("sources", "钱从哪里来", answer, "revenue", composition(rows), rows)


def classes_chart(package: Package, classes: list[Fact]) -> Chart | None:
    """钱用到哪里去: expenditure by 类, to unfold down to the finest rows."""
    if not classes:
        return None
    total, top = sum_facts(classes), classes[0]
    colours = class_colours([fact.code for fact in classes])
    most = f"{format_amount(top.amount)} 万元，占 {format_share(top.amount, total)}"
    answer = f"支出分 {len(classes)} 类，最多的是{top.name}，{most}"
    if len(classes) == 1:
        answer = f"支出 {format_amount(total)} 万元，全部是{top.name}"
    rows, finer = fact_rows(classes, colours, total), _finest(package, top.resource, colours, total)
    return Chart(
        name="classes",
        title="钱用到哪里去",
        answer=answer,
        anchor=top.resource,
        drawing=ranked_bars(rows),
        rows=rows,
        detail=ranked_bars(finer) if finer else None,
        detail_title=f"展开到最细的 {len(finer)} 个科目（颜色同所属的类）",
        finer=finer,
    )


def _finest(package: Package, resource: str, colours: dict[str, str], total: Decimal) -> tuple[Datum, ...]:
    """The rows that have no finer ones below, largest first, in the colours of their 类."""
    rows = [row for row in package.rows(resource) if row.get("code") and row.get("role") != "total"]
    codes = {row["code"] for row in rows}
    leaves = [row for row in rows if not any(code != row["code"] and code.startswith(row["code"]) for code in codes)]
    facts = [fact for row in leaves if len(row["code"]) > 3 and (fact := _leaf(row, resource)) and fact.amount > 0]
    facts.sort(key=lambda fact: (-fact.amount, fact.code))
    return tuple(
        Datum(fact.name, fact.amount, colours[fact.code[:3]], "", "万元", total, fact.line, fact.code, fact.code[:3])
        for fact in facts
        if fact.code[:3] in colours
    )


def _leaf(row: Row, resource: str) -> Fact | None:
    amount = parse_amount(row.get("total"))
    return (
        None if amount is None else Fact(row.get("name", ""), amount, resource, row.get("source_line", ""), row["code"])
    )


def split_chart(classes: list[Fact]) -> Chart | None:
    """Basic and project expenditure of each 类."""
    facts = [fact for fact in classes if fact.basic is not None or fact.project is not None]
    basic = sum((fact.basic or Decimal(0) for fact in facts), Decimal(0))
    project = sum((fact.project or Decimal(0) for fact in facts), Decimal(0))
    whole = basic + project
    if not whole:
        return None
    answer = (
        f"基本支出 {format_amount(basic)} 万元，占 {format_share(basic, whole)}；"
        f"项目支出 {format_amount(project)} 万元，占 {format_share(project, whole)}"
    )
    parts = [(fact, [*_split_rows(fact)]) for fact in facts]
    parts = [(fact, own) for fact, own in parts if own]
    rows = tuple(row for _, own in parts for row in own)
    bars = stacked_bars(rows, [format_amount(fact.amount) for fact, _ in parts])
    title = "日常运转用多少，办专门的事用多少"
    return Chart("basic-project", title, answer, facts[0].resource, bars, rows, "stacked", _SPLIT_KEY)


def _split_rows(fact: Fact) -> list[Datum]:
    pieces = ((fact.basic, BASIC, "基本支出"), (fact.project, PROJECT, "项目支出"))
    return [
        Datum(fact.name, amount, colour, name, line=fact.line, code=fact.code)
        for amount, colour, name in pieces
        if amount and amount > 0
    ]
