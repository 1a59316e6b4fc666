"""Final accounts: balances roll forward from the opening of the year to its end, in total and fund by fund."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Equation, Figure, NotChecked
from mingzhang.audit.registry import rule
from mingzhang.audit.tables.lines import FUNDS, amount_of, current_total, fund_line, line
from mingzhang.audit.tables.within import FAMILY

BASIS = "《政府会计制度》收入支出决算平衡关系"
FUND_TABLES = ("fund_expenditure", "state_capital_expenditure")
FUND_NAMES = {
    "general_public_budget": "一般公共预算财政拨款",
    "government_fund": "政府性基金预算财政拨款",
    "state_capital": "国有资本经营预算财政拨款",
}


@rule(
    "balance.roll-forward",
    family=FAMILY,
    title="年初结转结余 + 本年收入 − 本年支出 = 年末结转结余",
    why=f"{BASIS}：年初结转和结余 + 本年收入 + 使用非财政拨款结余 − 本年支出 − 结余分配 = 年末结转和结余；"
    "财政拨款没有结余分配",
    example="年初 30 + 收入 100 − 支出 110 = 20，年末印作 25，差 5",
)
def roll_forward(facts: Facts) -> Iterator[Check]:
    yield from _of_summary(facts, "summary", "amount", "收支总表")
    yield from _of_summary(facts, "fiscal_summary", "total", "财政拨款收支总表")
    for fund in FUNDS:
        yield from _of_fund(facts, fund)


def _of_summary(facts: Facts, table: str, column: str, name: str) -> Iterator[Check]:
    """The whole of one of the two summaries."""
    income, spending = (current_total(facts, table, side) for side in ("revenue", "expenditure"))
    opening, closing = line(facts, table, "revenue", "opening"), line(facts, table, "expenditure", "closing")
    if facts.kind != "final" or None in (income, spending, opening, closing):
        yield NotChecked(f"{name}：不是决算，或没有本年合计、年初年末结转结余各行")
        return
    plus = [income, opening, line(facts, table, "revenue", "used")]
    minus = [spending, line(facts, table, "expenditure", "distributed")]
    yield from roll(facts, closing, plus, minus, column, f"{name}：年初 + 收入 − 支出应等于年末")


def roll(
    facts: Facts, closing: Row | None, plus: list[Row | None], minus: list[Row | None], column: str, about: str
) -> Iterator[Check]:
    """The roll-forward as an equation with the closing balance as its total; blank cells are nothing.

    A blank closing balance is no identity of its own: nothing is printed there that could be wrong.
    """
    end = amount_of(facts, closing, column)
    added = tuple(figure for row in plus if (figure := amount_of(facts, row, column)) is not None)
    taken = tuple(figure for row in minus if (figure := amount_of(facts, row, column)) is not None)
    if end is not None and added:
        yield Equation("balance.roll-forward", end, added, about, taken)
    else:
        yield NotChecked(f"{about}：年初、本年或年末没有印数")


def _of_fund(facts: Facts, fund: str) -> Iterator[Check]:
    """One fund in the summary of fiscal appropriation: its two lines of revenue and its column of expenditure."""
    name = FUND_NAMES[fund]
    income = amount_of(facts, fund_line(facts, fund, False), "total")
    opening = amount_of(facts, fund_line(facts, fund, True), "total")
    spent = amount_of(facts, current_total(facts, "fiscal_summary", "expenditure"), fund)
    closing = amount_of(facts, line(facts, "fiscal_summary", "expenditure", "closing"), fund)
    whole = amount_of(facts, line(facts, "fiscal_summary", "revenue", "opening"), "total")
    unsplit = opening is None and whole is not None and bool(whole.value) and not _is_split(facts)
    if facts.kind != "final" or unsplit or spent is None or (income is None and opening is None):
        yield NotChecked(f"{name}：不是决算，或没有分资金的年初、本年、年末数")
        return
    added = tuple(figure for figure in (opening, income) if figure is not None)
    about = f"{name}：年初 + 收入 − 支出应等于年末"
    spent = replace(spent, heading=f"{name}支出")
    if closing is None:  # blank is nothing: what came in was spent
        yield Equation("balance.roll-forward", spent, added, f"{name}：没有年末结转结余，年初 + 收入应等于支出")
    else:
        yield Equation("balance.roll-forward", closing, added, about, (spent,))


def _is_split(facts: Facts) -> bool:
    """Whether the opening balance is printed by fund."""
    return any(amount_of(facts, fund_line(facts, fund, True), "total") is not None for fund in FUNDS)


@rule(
    "balance.fund-row",
    family=FAMILY,
    title="基金、国有资本经营表逐行：年初 + 收入 − 支出 = 年末",
    why=f"{BASIS}：每一科目的年初结转和结余 + 本年收入 − 本年支出 = 年末结转和结余",
    example="21208：年初 5 + 收入 58 − 支出 60 = 3，年末印作 8",
)
def fund_rows(facts: Facts) -> Iterator[Check]:
    for table in FUND_TABLES:
        rows = facts.rows(table)
        balanced = list(facts.columns(table, ("opening_balance", "revenue", "closing_balance")))
        if "revenue" not in balanced:
            yield NotChecked(f"{table}：没有年初、本年收入、年末各栏")
            continue
        for row in rows:
            yield from _fund_row(facts, row)


def _fund_row(facts: Facts, row: Row) -> Iterator[Check]:
    opening, income, spent, closing = (
        _headed(facts.figure(row, column), title)
        for column, title in (
            ("opening_balance", "年初"),
            ("revenue", "收入"),
            ("total", "支出"),
            ("closing_balance", "年末"),
        )
    )
    added = tuple(figure for figure in (opening, income) if figure is not None)
    taken = () if spent is None else (spent,)
    about = f"{row.label}：年初 + 收入 − 支出应等于年末"
    if closing is not None and (added or taken):
        yield Equation("balance.fund-row", closing, added, about, taken)
    elif spent is not None and added:
        yield Equation("balance.fund-row", spent, added, f"{row.label}：没有年末结转结余，年初 + 收入应等于支出")
    else:
        yield NotChecked(f"{row.label}：年初、收入、支出不全")


def _headed(figure: Figure | None, heading: str) -> Figure | None:
    return None if figure is None else replace(figure, heading=heading)
