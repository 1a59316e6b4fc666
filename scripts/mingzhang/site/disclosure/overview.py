"""A disclosure in plain words: a few sentences made from its own numbers, the largest fact first."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mingzhang.site.numbers.amounts import format_amount, format_share, in_hundred_millions
from mingzhang.site.numbers.changes import find_change, find_stated
from mingzhang.site.numbers.facts import (
    Fact,
    find_described_projects,
    find_projects,
    find_spent,
    find_split,
    find_three_public,
    find_total,
    sum_facts,
)
from mingzhang.site.numbers.sources import find_sources
from mingzhang.site.packages import Package
from mingzhang.site.words import KIND_WORDS

Piece = tuple[str, str]
"""Some words and the anchor on the page that they lead to; blank for words alone."""


def build_overview(package: Package, classes: list[Fact]) -> list[Piece]:
    """The paragraph on top of a disclosure's page; empty when neither tables nor text give a total."""
    total = find_total(package) or find_stated(package, f"收支总{KIND_WORDS[package.kind]}")
    if total is None:
        return []
    sentences = (_total(package, total), _split(package, total), _uses(package, classes), _three(package))
    pieces: list[Piece] = []
    for sentence in map(list, sentences):
        if sentence:
            pieces += [*sentence, ("。", "")]
    return pieces


def plain_overview(pieces: list[Piece]) -> str:
    """The paragraph as text."""
    return "".join(words for words, _ in pieces)


def _money(fact: Fact) -> Piece:
    return f"{format_amount(fact.amount)} 万元", f"#{fact.resource}"


def _total(package: Package, total: Fact) -> Iterator[Piece]:
    yield f"{package.year} 年收支总{KIND_WORDS[package.kind]} ", ""
    yield _money(total)
    large = in_hundred_millions(total.amount)
    if large:
        yield f"（约 {large} 亿元）", ""
    sources = find_sources(package)
    if sources:
        largest = max(sources, key=lambda fact: fact.amount)
        percent = format_share(largest.amount, sum_facts(sources))
        yield (f"，全部来自{largest.name}" if len(sources) == 1 else f"，其中 {percent} 来自{largest.name}"), ""


def _split(package: Package, total: Fact) -> Iterator[Piece]:
    """Basic and project expenditure, the larger first, each with its share."""
    names = (("basic", "基本支出"), ("project", "项目支出"))
    facts = [find_split(package, column, name) or find_stated(package, name) for column, name in names]
    known = sorted((fact for fact in facts if fact), key=lambda fact: -fact.amount)
    whole = find_spent(package) or total
    for place, fact in enumerate(known):
        yield f"{'，' if place else ''}{fact.name} ", ""
        yield _money(fact)
        percent = format_share(fact.amount, whole.amount)
        if percent and fact.amount:
            yield f"（{percent}）", ""


def _uses(package: Package, classes: list[Fact]) -> Iterator[Piece]:
    """The class that takes most, and the largest project."""
    projects = [fact for fact in find_projects(package) or find_described_projects(package) if fact.amount > 0]
    if classes:
        percent = format_share(classes[0].amount, sum_facts(classes))
        yield f"支出最多的是{classes[0].name}{f'（{percent}）' if len(classes) > 1 else ''}", ""
    if projects:
        largest = "最大的项目" if _cover_most(package, projects) else "单独列出的项目中最大的"
        yield f"{'；' if classes else ''}{largest}是“{projects[0].name}”，", ""
        yield _money(projects[0])


def _cover_most(package: Package, projects: list[Fact]) -> bool:
    """Whether the projects that are told make most of the project expenditure: then the largest is among them."""
    whole = find_split(package, "project", "项目支出")
    return whole is None or sum_facts(projects) * 2 >= whole.amount


def _three(package: Package) -> Iterator[Piece]:
    """“三公” expenses and how they changed."""
    title = "“三公”经费"
    fact = next((fact for fact in find_three_public(package) if fact.code == "total"), None)
    fact = fact or find_stated(package, title)
    if fact is None:
        return
    yield f"{title} ", ""
    yield _money(fact)
    change = find_change(package, title, fact.amount)
    if change and change.number:
        yield f"，比上年{'增加' if change.number > 0 else '减少'} {change.amount} 万元", ""
        if change.percent:
            yield f"（{change.percent}）", ""
    elif change and change.number == Decimal(0):
        yield "，与上年持平", ""
