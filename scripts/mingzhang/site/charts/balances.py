"""Final accounts: how the balance of the year's beginning became that of its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.charts.model import Bar, Bars, Chart, Datum, Lane, Segment
from mingzhang.site.charts.palette import BASIC, DOWN, PAPER, UP
from mingzhang.site.charts.ranked import segment_of
from mingzhang.site.numbers.amounts import format_amount, parse_amount
from mingzhang.site.packages import Package, Row
from mingzhang.text import fold

# What a step is called, the side and the name of its line, and whether it adds (1), takes (-1) or is a balance (0).
_STEPS = (
    ("年初结转结余", "revenue", "年初(?:财政拨款)?结转(?:和|及)?结余", 0),
    ("本年收入", "revenue", "本年收入(?:合计)?", 1),
    ("使用非财政拨款结余", "revenue", "使用非财政拨款(?:专用)?结余.*|用事业基金弥补.*", 1),
    ("本年支出", "expenditure", "本年支出(?:合计)?", -1),
    ("结余分配", "expenditure", "结余分配", -1),
    ("年末结转结余", "expenditure", "年末(?:财政拨款)?结转(?:和|及)?结余", 0),
)


@dataclass(frozen=True)
class Step:
    """One step from the opening to the closing balance."""

    name: str
    amount: Decimal
    sign: int
    line: str


def balances_chart(package: Package) -> Chart | None:
    """年初 + 收入 − 支出 = 年末 as a bridge; none without balances, or where they are nothing."""
    steps = [step for name, side, pattern, sign in _STEPS if (step := _step(package, name, side, pattern, sign))]
    opening, closing = _named(steps, "年初结转结余"), _named(steps, "年末结转结余")
    spent, income = _named(steps, "本年支出"), _named(steps, "本年收入")
    if package.kind != "final" or not (opening and closing and spent and income):
        return None
    if not (opening.amount or closing.amount) or any(step.amount < 0 for step in steps):
        return None
    shown = [step for step in steps if step.amount or not step.sign]
    rows = tuple(Datum(step.name, step.amount, _colour(step), line=step.line) for step in shown)
    return Chart(
        name="balances",
        title="年初的钱怎样成了年末的钱",
        answer=_answer(opening, income, spent, closing),
        anchor="summary",
        drawing=_bridge(shown, rows),
        rows=rows,
        note=_off(steps, closing),
    )


def _step(package: Package, name: str, side: str, pattern: str, sign: int) -> Step | None:
    for row in package.rows("summary"):
        if row.get("side") == side and re.fullmatch(pattern, _bare(row)):
            amount = parse_amount(row.get("amount"))
            printed = amount if amount is not None else Decimal(0) if not sign else None
            return None if printed is None else Step(name, printed, sign, row.get("source_line", ""))
    return None


def _bare(row: Row) -> str:
    return re.sub("^[一二三四五六七八九十]+、", "", fold(row.get("item", "")))


def _named(steps: list[Step], name: str) -> Step | None:
    return next((step for step in steps if step.name == name), None)


def _colour(step: Step) -> str:
    return {0: BASIC, 1: UP, -1: DOWN}[step.sign]


def _bridge(steps: list[Step], rows: tuple[Datum, ...]) -> Bars:
    """Each step begins where the one before ended; what is taken goes back."""
    bars, at, most = [], Decimal(0), Decimal(0)
    for step, row in zip(steps, rows, strict=True):
        start = Decimal(0) if not step.sign else at if step.sign > 0 else max(at - step.amount, Decimal(0))
        at = step.amount if not step.sign else at + step.sign * step.amount
        most = max(most, start + step.amount)
        before = (Segment(start, PAPER, ""),) if start else ()
        sign = {0: "", 1: "+", -1: "−"}[step.sign]
        lane = Lane((*before, segment_of(row)), f"{sign}{format_amount(step.amount)}")
        bars.append(Bar(step.name, (lane,)))
    return Bars(tuple(bars), most)


def _answer(opening: Step, income: Step, spent: Step, closing: Step) -> str:
    change = closing.amount - opening.amount
    moved = f"{'增加' if change > 0 else '减少'} {format_amount(abs(change))} 万元" if change else "没有增减"
    return (
        f"年初 {format_amount(opening.amount)} 万元，本年收入 {format_amount(income.amount)} 万元、"
        f"支出 {format_amount(spent.amount)} 万元，年末 {format_amount(closing.amount)} 万元，{moved}"
    )


def _off(steps: list[Step], closing: Step) -> str:
    """What the steps come to, where that is not the printed closing balance."""
    came = sum((step.amount * (step.sign or 1) for step in steps if step is not closing), Decimal(0))
    if abs(came - closing.amount) <= Decimal("0.03"):
        return ""
    return f"按各数推算年末应为 {format_amount(came)} 万元，与印出的 {format_amount(closing.amount)} 万元不符。"
