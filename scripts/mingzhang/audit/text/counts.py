"""Family 3: projects of own funds, vehicles and operating costs that the text claims."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Equation, Figure, Finding, NotChecked, Passed
from mingzhang.audit.registry import rule
from mingzhang.audit.tables.lines import group_figures
from mingzhang.audit.text.claimed import Claim, claim_words, claims_of
from mingzhang.audit.text.statements import COPIED, FAMILY
from mingzhang.text import fold


def _claims(facts: Facts, quantity: str) -> list[Claim]:
    return [claim for claim in claims_of(facts) if claim.quantity == quantity]


def _total(facts: Facts, table: str, column: str) -> Figure | None:
    row = facts.total(table)
    return None if row is None else facts.figure(row, column)


def _sum(facts: Facts, table: str, column: str) -> Decimal:
    """The total of a column, its rows added up where no total is printed."""
    total = _total(facts, table, column)
    if total is not None:
        return total.value
    return sum((f.value for f in facts.figures(facts.rows(table), column)), Decimal(0))


def _same(figure: Figure, value: Decimal) -> bool:
    return abs(figure.value - value) <= Decimal(5).scaleb(-figure.places - 1)


@rule(
    "text.other-projects",
    family=FAMILY,
    title="文字所述非财政拨款项目的金额等于单位资金",
    why="单位资金全部用于项目时（项目支出减去财政拨款项目和结转项目正等于单位资金），两数是同一数字",
    example="文字“当年非财政拨款项目1个，涉及资金7.01万元”，收入总表单位资金 7.00 万元",
    tolerance=COPIED,
)
def other_projects(facts: Facts) -> Iterator[Check]:
    claims, own = _claims(facts, "other_projects"), _total(facts, "revenue", "unit_funds")
    projects, general = _total(facts, "expenditure", "project"), _total(facts, "general_expenditure", "project")
    if not claims or own is None or projects is None or general is None:
        yield NotChecked("没有非财政拨款项目的说法，或表中没有单位资金、项目支出的合计")
        return
    left = projects.value - general.value - _sum(facts, "carryover", "total")
    if abs(left - own.value) > Decimal("0.02"):
        yield NotChecked(f"单位资金 {own.value:f} 不全用于项目（其余项目支出 {left:f}）")
        return
    for claim in claims:
        figure = facts.figure(claim.row, "amount")
        if figure is not None:
            about = "单位资金全部列作项目，文字所述非财政拨款项目应等于单位资金"
            yield Equation("text.other-projects", figure, (own,), about, exact=True)


@rule(
    "text.vehicles",
    family=FAMILY,
    title="公务用车保有量与资产中的车辆相符",
    why="“三公”经费说明的保有量和国有资产占用情况的车辆数说的是同一些车；不符的应说明车属何单位",
    example="公务用车保有量 5 辆，国有资产占用情况中车辆 0 辆",
    severity="warning",
    tolerance="不设容差",
)
def vehicles(facts: Facts) -> Iterator[Check]:
    held = claim_words().pattern("vehicles_held")
    claims = [c for c in claims_of(facts) if held.fullmatch(fold(c.subject)) and c.row.amount("quantity") is not None]
    assets = [
        row for row in facts.rows("assets") if claim_words().pattern("vehicle_asset").fullmatch(fold(row.text("item")))
    ]
    numbers = [number for row in assets if (number := row.amount("quantity")) is not None]
    if not claims or not numbers:
        yield NotChecked("没有公务用车保有量，或国有资产占用情况没有车辆数")
        return
    for claim in claims:
        count = claim.row.amount("quantity")
        if count == numbers[0]:
            yield Passed()
        else:
            message = f"{claim.subject} {count} 辆，国有资产占用情况中车辆 {numbers[0]} 辆（第{assets[0].line}行）"
            yield Finding(
                "text.vehicles", "warning", message, "claims", "quantity", claim.line, claim.subject, count, numbers[0]
            )


def _public(facts: Facts) -> Figure | None:
    """公用经费 as the basic expenditure table prints it in one figure."""
    figures = group_figures(facts, "public")
    return figures[0] if len(figures) == 1 else None


@rule(
    "text.operating",
    family=FAMILY,
    title="机关运行经费不超过公用经费",
    why="机关运行经费就是机关和参公单位的公用经费，是全部公用经费或其一部分",
    example="机关运行经费 29 万元，基本支出表公用经费 27 万元",
    severity="warning",
)
def operating(facts: Facts) -> Iterator[Check]:
    public = _public(facts)
    claims = [c for c in claims_of(facts) if c.scope == "operating" and c.row.amount("amount") is not None]
    if public is None or not claims:
        yield NotChecked("没有机关运行经费的说法，或基本支出表没有公用经费合计")
        return
    figure = facts.figure(claims[0].row, "amount")
    assert figure is not None
    if figure.value <= public.value or _same(figure, public.value):
        yield Passed()
    else:
        message = f"{figure.label} {figure.value:f} 万元，多于基本支出表的公用经费 {public.value:f} 万元"
        yield Finding(
            "text.operating",
            "warning",
            message,
            "claims",
            "amount",
            figure.line,
            figure.label,
            figure.value,
            public.value,
        )


@rule(
    "text.units",
    family=FAMILY,
    title="说有所属单位的，机构设置也列出",
    why="收支包含所属单位的，机构设置应列出它们；只列本级而又有事业运行支出，读者无从知道包含谁",
    example="文字“机关及所属事业单位的收支”，机构设置表只列机关一个单位，支出表另有事业运行",
    severity="note",
    tolerance="不设容差",
)
def units(facts: Facts) -> Iterator[Check]:
    listed, said = facts.rows("units"), claim_words().pattern("subordinate_units")
    if not listed:
        yield NotChecked("没有机构设置表")
        return
    row = next((row for row in facts.rows("explanation") if said.search(fold(row.text("text")))), None)
    institution = claim_words().pattern("institution_name")
    running = [
        r for r in facts.rows("general_expenditure") if institution.search(fold(r.text("name"))) and r.amount("total")
    ]
    if row is None or len(listed) > 1 or not running:
        yield Passed()
        return
    items = "、".join(f"{r.text('name')} {r.amount('total'):f}" for r in running)
    message = f"第{row.line}行说包含所属单位，机构设置只列 {len(listed)} 个单位，而支出表有{items}"
    yield Finding("text.units", "note", message, "units", "name", listed[0].line, listed[0].text("name"))


@rule(
    "text.fund-level",
    family=FAMILY,
    title="绩效表所说的上级资金在收入表中有列示",
    why="收入总表的转移支付栏列上级资金；表中没有而绩效表称用上级资金，级次说法不一",
    example="资金用途写“上级资金16万元”，收入总表全为本级财政拨款",
    severity="note",
    tolerance="不设容差",
)
def fund_level(facts: Facts) -> Iterator[Check]:
    total = facts.total("revenue")
    words = claim_words().pattern("superior_funds")
    forms = [row for row in facts.rows("performance_forms") if words.search(fold(row.text("purpose")))]
    columns = ("general_public_budget_transfer", "government_fund_transfer", "state_capital_transfer")
    if total is None or not forms:
        yield NotChecked("没有收入总表的合计，或绩效表没有说上级资金")
    elif any(total.amount(column) for column in columns):
        yield Passed()
    else:
        names = "、".join(f"“{row.text('name')}”" for row in forms)
        message = f"{names}的资金用途说是上级资金，收入总表没有上级转移支付，资金级次说法不一"
        yield Finding(
            "text.fund-level", "note", message, "performance_forms", "purpose", forms[0].line, forms[0].text("name")
        )
