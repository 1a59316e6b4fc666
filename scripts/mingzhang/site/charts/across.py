"""Charts across disclosures. Budgets and final accounts stand apart, under their own headings.

Where a bar has one colour, that of a budget is an outline and that of final accounts filled, as the chips are.
A chart shows at most ``MOST`` disclosures, the largest of the newest year, and says of how many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any, TypeVar

from mingzhang.site.charts.model import Bar, Bars, Chart, Datum, Lane, Segment
from mingzhang.site.charts.palette import BAR, PROPERTIES, THREE_PUBLIC, class_colours
from mingzhang.site.charts.ranked import ranked_bars, segment_of, stacked_bars
from mingzhang.site.charts.three_public import NAMES, shown_items
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.numbers.facts import Fact, sum_facts
from mingzhang.site.summary.card import Card
from mingzhang.site.words import KIND_WORDS

T = TypeVar("T", bound=tuple[Any, ...])
_LEAST = 2
"""Fewer disclosures than this compare nothing."""
MOST = 20
"""Bars of a chart."""
_NAMED = 8  # disclosures that a sentence names


def totals_chart(views: Sequence[Card]) -> Chart | None:
    """Revenue and expenditure totals, the largest first."""
    given = [(view, view.chart.total) for view in views if view.chart.total]
    found = _largest_of(given, lambda item: item[1].amount)
    if len(found) < _LEAST:
        return None
    rows = _ordered(_row(view, fact, BAR) for view, fact in found)
    note = _notes(_stated_note(view for view, fact in found if fact.resource == "claims"), found, given)
    return Chart("totals", "各单位的收支总额有多大", _largest(rows), "", ranked_bars(rows), rows, note=note)


def composition_chart(views: Sequence[Card]) -> Chart | None:
    """Expenditure by 类 as shares of each whole, the most concentrated first."""
    found = [(view, [fact for fact in view.classes if fact.amount > 0]) for view in views]
    given = [(view, facts) for view, facts in found if facts]
    found = _largest_of(given, lambda item: sum_facts(item[1]))
    if len(found) < _LEAST:
        return None
    found.sort(key=lambda item: (*_group_order(_group(item[0])), -item[1][0].amount / sum_facts(item[1])))
    names = {fact.code: fact.name for _, facts in reversed(found) for fact in facts}
    colours = class_colours(sorted(names))
    rows = tuple(
        _row(view, fact, colours[fact.code], fact.name, sum_facts(facts)) for view, facts in found for fact in facts
    )
    bars = Bars(tuple(_shares(list(own)) for _, own in groupby(rows, key=lambda row: row.disclosure)), Decimal(100))
    top = max(rows, key=lambda row: row.amount / (row.whole or 1))
    answer = f"{top.label}最集中：{top.series} {format_amount(top.amount)} 万元，占 {top.share}"
    key = tuple((names[code], PROPERTIES[colours[code]]) for code in sorted(names))
    title, note = "钱花在哪几类，各单位有什么不同", _notes("右端的百分数是最大一类的占比。", found, given)
    return Chart("composition", title, answer, "", bars, rows, "shares", key, note=note)


def _shares(rows: list[Datum]) -> Bar:
    """One bar of 100 %, with the largest part named at its end."""
    segments = tuple(Segment(row.amount * 100 / (row.whole or 1), row.colour, row.words) for row in rows)
    return Bar(rows[0].label, (Lane(segments, rows[0].share),), group=rows[0].group)


def staff_chart(views: Sequence[Card]) -> Chart | None:
    """Basic expenditure for each serving member of staff."""
    given = [(view, row) for view in views if (row := _per_head(view))]
    found = _largest_of(given, lambda item: item[1].amount)
    rows = _ordered(row for _, row in found)
    if len(rows) < _LEAST:
        return None
    bars = Bars(tuple(Bar(row.label, (_lane(row, format_amount(row.amount)),), row.note, row.group) for row in rows))
    note = "基本支出除以在职人数，四舍五入到分位；基本支出也含退休等人员的费用，各单位口径不尽相同，只可粗看。"
    note = _notes(note, found, given)
    return Chart("per-staff", "每个在职人员合多少基本支出", _largest(rows), "", bars, rows, note=note)


def _per_head(view: Card) -> Datum | None:
    basic, count = view.chart.basic, view.chart.staff
    if basic is None or not basic.amount or not count:
        return None
    each = (basic.amount / count).quantize(Decimal("0.01"), ROUND_HALF_UP)
    note = f"{format_amount(basic.amount)} 万元 ÷ {format_amount(count)} 人"
    fact = Fact(basic.name, each, basic.resource, basic.line)
    return _row(view, fact, BAR, unit="万元/人", note=note)


def three_public_across(views: Sequence[Card]) -> Chart | None:
    """“三公” expenses by item; units without any are named in the answer."""
    found = [(view, view.chart.three or {}) for view in views]
    found = [(view, facts) for view, facts in found if "total" in facts]
    parts = [
        (view, facts["total"], [facts[key] for key in shown_items(set(facts)) if facts[key].amount])
        for view, facts in found
    ]
    given = [part for part in parts if part[1].amount > 0 and part[2]]
    spent = _largest_of(given, lambda part: part[1].amount)
    if len(spent) < _LEAST:
        return None
    spent.sort(key=lambda part: (*_group_order(_group(part[0])), -part[1].amount))
    rows = tuple(
        _row(view, fact, THREE_PUBLIC[fact.code], NAMES[fact.code]) for view, _, items in spent for fact in items
    )
    bars = stacked_bars(rows, [format_amount(total.amount) for _, total, _ in spent])
    totals = _ordered(_row(view, total, BAR) for view, total, _ in spent)
    answer = _largest(totals)
    none = [_name(view) for view, total, _ in parts if not total.amount]
    answer += f"；没有这项支出的：{_some(none)}" if none else ""
    used = {fact.code for _, _, items in spent for fact in items}
    key = tuple((NAMES[code], PROPERTIES[colour]) for code, colour in THREE_PUBLIC.items() if code in used)
    note = _notes(_stated_note(view for view, _, _ in spent if not view.chart.printed), spent, given)
    return Chart("three-public", "各单位的“三公”经费有多少", answer, "", bars, rows, "stacked", key, note=note)


def _row(
    view: Card,
    fact: Fact,
    colour: str,
    series: str = "",
    whole: Decimal | None = None,
    unit: str = "万元",
    note: str = "",
) -> Datum:
    return Datum(
        label=view.package.unit.name,
        amount=fact.amount,
        colour=colour,
        series=series,
        unit=unit,
        whole=whole,
        line=fact.line,
        code=fact.code,
        group=_group(view),
        note=note,
        outline=view.package.kind == "budget" and not series,
        disclosure=view.package.id,
        address=view.address,
    )


def _largest_of(found: Sequence[T], size: Callable[[T], Decimal]) -> list[T]:
    """All of ``found`` up to ``MOST``; of more the largest of the newest year of each kind; in their order."""
    if len(found) <= MOST:
        return list(found)
    groups: dict[str, list[int]] = {}
    for place, item in enumerate(found):
        groups.setdefault(_group(item[0]), []).append(place)
    kinds = {kind: [name for name in groups if name.endswith(kind)] for kind in KIND_WORDS.values()}
    newest = [max(names, key=lambda name: int(name[:4])) for names in kinds.values() if names]
    kept = set[int]()
    for name in newest:
        kept |= set(sorted(groups[name], key=lambda place: (-size(found[place]), place))[: MOST // len(newest)])
    return [found[place] for place in sorted(kept)]


def _notes(note: str, shown: Sequence[tuple[Any, ...]], given: Sequence[object]) -> str:
    """``note``, and of how many disclosures the largest are shown."""
    if len(shown) == len(given):
        return note
    groups = "、".join(sorted({_group(item[0]) for item in shown}, key=_group_order))
    return f"共 {len(given):,} 份有这些数，图中是{groups}里最大的 {len(shown)} 份。{note}"


def _group(view: Card) -> str:
    return f"{view.package.year} 年{KIND_WORDS[view.package.kind]}"


def _name(view: Card) -> str:
    return f"{view.package.unit.name}（{_group(view)}）"


def _lane(row: Datum, end: str) -> Lane:
    return Lane((segment_of(row),), end)


def _ordered(rows: Iterable[Datum]) -> tuple[Datum, ...]:
    """By group, the largest of each first; budgets before final accounts."""
    return tuple(sorted(rows, key=lambda row: (*_group_order(row.group), -row.amount, row.disclosure)))


def _group_order(group: str) -> tuple[bool, int]:
    return group.endswith(KIND_WORDS["final"]), -int(group[:4])


def _largest(rows: Sequence[Datum]) -> str:
    """``2024 年预算最多的是甲，12 万元；2024 年决算…``."""
    told = []
    for group, own in groupby(rows, key=lambda row: row.group):
        members = list(own)
        number = f"{format_amount(members[0].amount)} {members[0].unit}"
        told.append(f"{group}{'最多的是' if members[1:] else '：'}{members[0].label}，{number}")
    return "；".join(told)


def _stated_note(views: Iterable[Card]) -> str:
    """Which numbers come from the text, because the tables are not there."""
    names = _some(list(map(_name, views)))
    return f"{names}的数字取自文字说明，因为没有读到表格。" if names else ""


def _some(names: Sequence[str]) -> str:
    """The first of ``names``, and how many there are."""
    more = f"等 {len(names)} 份" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
