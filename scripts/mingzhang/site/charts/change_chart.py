"""The changes against last year that the text names, with the reasons that it gives."""

from __future__ import annotations

from collections import Counter

from mingzhang.site.charts.model import Chart, Datum, Diverging, Segment, Shift
from mingzhang.site.charts.palette import DOWN, UP
from mingzhang.site.charts.ranked import MOST_BARS
from mingzhang.site.charts.stated import StatedChange, stated_changes
from mingzhang.site.disclosure.items import arrow, signed_percent
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.packages import Package


def changes_chart(package: Package) -> Chart | None:
    """增减与原因: the largest stated changes against last year; none when the text states none."""
    changes = stated_changes(package)
    if not changes:
        return None
    shown = sorted(changes, key=lambda item: -abs(item.change))[:MOST_BARS]
    names = Counter(subject for subject, _ in {(item.subject, item.part) for item in shown})
    rows, shifts = [], []
    for item in shown:
        part = item.part if names[item.subject] > 1 else ""
        rows.append(_row(item, part))
        shifts.append(_shift(item, part))
    return Chart(
        name="changes",
        title="比上年增减了什么，原因是什么",
        answer=_answer(changes, shown),
        anchor="claims",
        drawing=Diverging(tuple(shifts)),
        rows=tuple(rows),
        shape="diverging",
        note="增减额、百分比和原因都是原文文字说明所写，未经改动；各项之间有包含关系，不能相加。",
    )


def _answer(changes: list[StatedChange], shown: list[StatedChange]) -> str:
    ups, downs = sum(item.change > 0 for item in changes), sum(item.change < 0 for item in changes)
    top = shown[0]
    verb = "增加" if top.change > 0 else "减少"
    most = f"变动最大的是{top.subject}，{verb} {format_amount(abs(top.change))} 万元"
    answer = f"文字写明 {ups} 项增加、{downs} 项减少，{most}"
    return f"{answer}；图中是最大的 {len(shown)} 项" if len(changes) > len(shown) else answer


def _colour(item: StatedChange) -> str:
    return UP if item.change > 0 else DOWN


def _number(item: StatedChange) -> str:
    return f"{arrow(item.change)} {format_amount(abs(item.change))}"


def _percent(item: StatedChange) -> str:
    return "" if item.percent is None else signed_percent(f"{item.percent:f}")


def _row(item: StatedChange, part: str) -> Datum:
    return Datum(
        label=item.subject,
        amount=item.change,
        colour=_colour(item),
        series=part,
        line=item.line,
        code=item.code,
        note=item.reason,
    )


def _shift(item: StatedChange, part: str) -> Shift:
    words = f"{item.subject} {_number(item)} 万元 {_percent(item)}".rstrip()
    words += f"：{item.reason}" if item.reason else ""
    reason = item.reason or "原文没有写原因"
    return Shift(item.subject, Segment(item.change, _colour(item), words), _number(item), _percent(item), reason, part)
