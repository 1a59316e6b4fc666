"""Final accounts: the nine tables against each other, beyond what budgets have."""

from __future__ import annotations

from collections.abc import Iterator

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Equation, Figure, NotChecked
from mingzhang.audit.registry import rule
from mingzhang.audit.tables.across import FAMILY
from mingzhang.audit.tables.lines import (
    FUNDS,
    amount_of,
    class_rows,
    current_total,
    final_words,
    fund_line,
    group_figures,
    line,
    whole_basic,
)

_SOURCES = ("superior_subsidy", "business_income", "operating_income", "affiliate_remittance", "other_income")
_FUND_TABLES = {"government_fund": "fund_expenditure", "state_capital": "state_capital_expenditure"}
_TITLES = {"government_fund": "政府性基金", "state_capital": "国有资本经营预算"}


def _total(facts: Facts, table: str, column: str) -> Figure | None:
    return amount_of(facts, facts.total(table), column)


def _pair(rule_id: str, one: Figure | None, other: Figure | None, about: str) -> Check:
    if one is None or other is None:
        return NotChecked(f"{about}：没有印数")
    return Equation(rule_id, one, (other,), about)


@rule(
    "cross.revenue-lines",
    family=FAMILY,
    title="收入决算表的各栏等于收支决算总表的各项收入",
    why="两表列示同一笔收入：财政拨款收入等于一般公共预算、政府性基金、国有资本经营预算财政拨款之和，其他各栏等于同名各项",
    example="总表其他收入 9，收入决算表其他收入合计 8，差 1",
)
def revenue_lines(facts: Facts) -> Iterator[Check]:
    if facts.kind != "final" or not facts.present("summary", "revenue"):
        yield NotChecked("不是决算，或收支总表、收入表没有数据")
        return
    funds = [amount_of(facts, line(facts, "summary", "revenue", fund), "amount") for fund in FUNDS]
    parts = tuple(figure for figure in funds if figure is not None)
    fiscal = _total(facts, "revenue", "fiscal_appropriation")
    if fiscal is None or not parts:
        yield NotChecked("收入表没有财政拨款收入，或总表没有各项财政拨款")
    else:
        yield Equation("cross.revenue-lines", fiscal, parts, "收入表的财政拨款收入应等于总表各项财政拨款收入之和")
    for source in _SOURCES:
        one = _total(facts, "revenue", source)
        other = amount_of(facts, line(facts, "summary", "revenue", source), "amount")
        if one is not None or other is not None:
            yield _pair("cross.revenue-lines", one, other, "收入表与总表的同一项收入应相等")


@rule(
    "cross.fiscal-revenue",
    family=FAMILY,
    title="财政拨款收支总表的收入等于收支总表、收入表的财政拨款",
    why="财政拨款收支决算总表是收支决算总表中财政拨款的部分，三项财政拨款逐项相等，合计等于收入表的财政拨款收入",
    example="收支总表政府性基金 58，财政拨款总表政府性基金 55，差 3",
)
def fiscal_revenue(facts: Facts) -> Iterator[Check]:
    if facts.kind != "final" or not facts.present("fiscal_summary"):
        yield NotChecked("不是决算，或财政拨款收支总表没有数据")
        return
    for fund in FUNDS:
        one = amount_of(facts, fund_line(facts, fund, False), "total")
        other = amount_of(facts, line(facts, "summary", "revenue", fund), "amount")
        if one is not None or other is not None:
            yield _pair("cross.fiscal-revenue", one, other, "财政拨款总表与收支总表的同一项财政拨款应相等")
    year = amount_of(facts, current_total(facts, "fiscal_summary", "revenue"), "total")
    yield _pair("cross.fiscal-revenue", year, _total(facts, "revenue", "fiscal_appropriation"),
                "财政拨款总表的本年收入合计应等于收入表的财政拨款收入")  # fmt: skip


@rule(
    "cross.fund-lines",
    family=FAMILY,
    title="基金、国有资本经营表等于财政拨款收支总表的相应各栏",
    why="政府性基金、国有资本经营预算收支决算表是财政拨款收支决算总表相应资金的明细：年初、收入、支出、年末各数相等",
    example="财政拨款总表政府性基金支出 60，基金决算表本年支出合计 66",
)
def fund_lines(facts: Facts) -> Iterator[Check]:
    for fund, table in _FUND_TABLES.items():
        if facts.kind != "final" or not facts.present("fiscal_summary", table):
            yield NotChecked(f"{_TITLES[fund]}：不是决算，或表中没有数据")
            continue
        spent = amount_of(facts, current_total(facts, "fiscal_summary", "expenditure"), fund)
        closing = amount_of(facts, line(facts, "fiscal_summary", "expenditure", "closing"), fund)
        opening = amount_of(facts, fund_line(facts, fund, True), "total")
        income = amount_of(facts, fund_line(facts, fund, False), "total")
        name = _TITLES[fund]
        for column, other, what in (
            ("opening_balance", opening, "年初结转和结余"),
            ("revenue", income, "本年收入"),
            ("total", spent, "本年支出"),
            ("closing_balance", closing, "年末结转和结余"),
        ):
            one = _total(facts, table, column)
            if one is not None or other is not None:
                yield _pair("cross.fund-lines", one, other, f"{name}的{what}两表应相等")


@rule(
    "sum.basic-groups",
    family="表内",
    title="人员经费、公用经费等于各自的经济分类之和",
    why="部门预算支出经济分类：人员经费 = 301 + 303，公用经费 = 302 + 307 + 309 + 310 + 311 + 312 + 313 + 399",
    example="人员经费 301 352 + 303 5 = 357，人员经费合计印作 375",
)
def basic_groups(facts: Facts) -> Iterator[Check]:
    if any(facts.columns("basic_expenditure", ("personnel", "public"))):
        yield NotChecked("基本支出表分人员经费、公用经费两栏，按栏核对")
        return
    for key, name in (("personnel", "人员经费"), ("public", "公用经费")):
        rows = class_rows(facts, final_words()[f"{key}_classes"])
        parts = facts.figures(rows, "total")
        figures = group_figures(facts, key)
        printed = [figure for figure in figures if figure.key not in {part.key for part in parts}]
        if len(printed) != 1 or not parts:
            yield NotChecked(f"没有印{name}合计，或没有各类")
        else:
            yield Equation("sum.basic-groups", printed[0], parts, f"{name}合计应等于各类之和")
    whole, groups = whole_basic(facts), [*group_figures(facts, "personnel"), *group_figures(facts, "public")]
    if len(whole) == 1 and len(groups) == 2 and not {f.row for f in groups} & {whole[0].row}:
        yield Equation("sum.basic-groups", whole[0], tuple(groups), "基本支出合计应等于人员经费与公用经费之和")
