"""The charts of the whole: where the money comes from, where it goes, basic and project."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.site.amounts import format_amount, format_share
from mingzhang.site.charts.model import Bar, Bars, Chart, Composition, Segment
from mingzhang.site.charts.palette import BASIC, PROJECT, SOURCES, class_colours
from mingzhang.site.charts.ranked import fact_bar, fact_words
from mingzhang.site.facts import Fact, sum_facts
from mingzhang.site.packages import Package
from mingzhang.site.sources import find_sources

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
    parts = ((fact.name, Segment(fact.amount, SOURCES[fact.code], fact_words(fact, total))) for fact in facts)
    return Chart("sources", "钱从哪里来", answer, "revenue", Composition(tuple(parts)))


def classes_chart(classes: list[Fact]) -> Chart | None:
    """钱用到哪里去: expenditure by 类."""
    if not classes:
        return None
    total, top = sum_facts(classes), classes[0]
    colours = class_colours([fact.code for fact in classes])
    bars = tuple(fact_bar(fact, colours[fact.code], total) for fact in classes)
    most = f"{format_amount(top.amount)} 万元，占 {format_share(top.amount, total)}"
    answer = f"支出分 {len(classes)} 类，最多的是{top.name}，{most}"
    return Chart("classes", "钱用到哪里去", answer, top.resource, Bars(bars))


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
    bars = Bars(tuple(map(_split_bar, facts)))
    return Chart("basic-project", "日常运转用多少，办专门的事用多少", answer, facts[0].resource, bars, _SPLIT_KEY)


def _split_bar(fact: Fact) -> Bar:
    pieces = ((fact.basic, BASIC, "基本支出"), (fact.project, PROJECT, "项目支出"))
    segments = (
        Segment(amount, colour, f"{fact.name}，{name} {format_amount(amount)} 万元")
        for amount, colour, name in pieces
        if amount and amount > 0
    )
    return Bar(fact.name, tuple(segments), format_amount(fact.amount))
