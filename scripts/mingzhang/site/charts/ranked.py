"""Bars from facts, for the charts that rank."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.site.amounts import format_amount, format_share
from mingzhang.site.charts.model import Bar, Segment
from mingzhang.site.facts import Fact

MOST_BARS = 10


def fact_bar(fact: Fact, colour: str, total: Decimal, label: str = "") -> Bar:
    """One bar of one colour: amount and share of ``total`` at its end."""
    segment = Segment(fact.amount, colour, fact_words(fact, total))
    percent = format_share(fact.amount, total)
    return Bar(label or fact.name, (segment,), f"{format_amount(fact.amount)}\u2003{percent}".rstrip())


def fact_words(fact: Fact, total: Decimal) -> str:
    """``一般公共服务支出：11,282.77 万元，占 98.0%``."""
    return f"{fact.name}：{format_amount(fact.amount)} 万元，占 {format_share(fact.amount, total)}"
