"""Family 5: projects against their forms, the spending on projects, and what the text says of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Equation, Finding, NotChecked, Passed
from mingzhang.audit.performance.view import Form, forms_of, inner, listed, never_silent, plain
from mingzhang.audit.performance.words import pattern
from mingzhang.audit.projects.amounts import FAMILY, named, rows_of_projects
from mingzhang.audit.projects.stated import project_spending
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_ZERO = Decimal(0)


def project_forms(facts: Facts) -> list[Form]:
    """The forms of projects."""
    return [form for form in forms_of(facts) if form.is_project]


def total_of(rows: Sequence[Row], column: str) -> Decimal:
    """The sum of a column, blanks as nothing."""
    return sum((row.amount(column) or _ZERO for row in rows), _ZERO)


@rule(
    "form.budget",
    family=FAMILY,
    title="绩效表的金额等于项目说明",
    why="绩效目标表与项目支出情况说明说的是同一个项目的同一笔钱",
    example="项目说明 5 万元，绩效表年度预算总额 6 万元",
)
@never_silent
def form_budget(facts: Facts) -> Iterator[Check]:
    for form in project_forms(facts):
        one = facts.figure(form.row, "budget_total")
        other = facts.figure(form.project, "amount") if form.project else None
        if one is not None and other is not None:
            yield Equation("form.budget", named(one, "绩效表"), (named(other, "项目"),), "绩效表与项目说明的金额应相等")
        elif not form.is_evaluation:
            yield NotChecked(f"{form.name}：绩效表没有金额，或没有对应的项目")
    if not facts.rows("performance_forms"):
        yield NotChecked("没有绩效表")


@rule(
    "form.missing",
    family=FAMILY,
    title="每个项目都有绩效目标表",
    why="绩效目标按项目分别填报，与预算同步公开；当年项目缺表是重要遗漏，结转项目缺表作提示",
    example="项目支出表有 5 个项目，绩效目标表只有 4 张",
    severity="warning",
    tolerance=EXACT,
)
@never_silent
def missing_forms(facts: Facts) -> Iterator[Check]:
    forms = project_forms(facts)
    if not forms:
        yield NotChecked("没有项目绩效表")
        return
    covered = {form.row.text("project_id") for form in forms}
    lacking = [row for row in facts.rows("projects") if row.text("project_id") not in covered]
    carried = rows_of_projects(facts, "carryover")
    past = [row for row in lacking if row.text("project_id") in carried]
    for row in lacking:
        if row not in past:
            message = f"项目“{inner(row.text('name'))}”（{_money(row)}）没有绩效目标表，而其他项目有 {len(forms)} 张。"
            yield Finding("form.missing", "warning", message, "performance_forms", "project_id", row.line, row.label)
    if past:
        names = listed([row.text("name") for row in past])
        message = f"上年结转项目{names}（合计 {plain(total_of(past, 'amount'))} 万元）没有绩效目标表。"
        line = _line_of_carryover(facts, total_of(past, "amount")) or past[0].line
        yield Finding("form.missing", "note", message, "performance_forms", "project_id", line, past[0].label)
    for _ in covered:
        yield Passed()


def _line_of_carryover(facts: Facts, amount: Decimal) -> int | None:
    """Where the text states the sum of what was carried over."""
    known = pattern("carryover_claim")
    rows = [r for r in facts.rows("claims") if known.fullmatch(fold(r.text("subject"))) and not r.text("change")]
    return next((row.line for row in reversed(rows) if row.amount("amount") == amount), None)


def _money(row: Row) -> str:
    amount = row.amount("amount")
    return "未印金额" if amount is None else f"{amount:f} 万元"


@rule(
    "form.spending",
    family=FAMILY,
    title="各项目绩效表的资金合计等于项目支出",
    why="项目支出由各项目组成；差额恰为没有绩效表的项目时另行提示，不算不符",
    example="绩效表合计 90 万元，支出总表项目支出 100 万元",
    severity="warning",
    tolerance="每张表、合计各按末位的半个单位",
)
@never_silent
def spending(facts: Facts) -> Iterator[Check]:
    forms = [form for form in project_forms(facts) if form.budget is not None]
    spent = project_spending(facts)
    if not forms or spent is None:
        yield NotChecked("没有项目绩效表的金额，或支出总表没有项目支出")
        return
    covered = {form.row.text("project_id") for form in forms}
    lacking = [row for row in facts.rows("projects") if row.text("project_id") not in covered]
    summed = sum((form.budget or _ZERO for form in forms), _ZERO)
    difference = spent - summed
    slack = Decimal("0.005") * (len(forms) + len(lacking) + 1)
    if min(abs(difference), abs(difference - total_of(lacking, "amount"))) <= slack:
        yield Passed()
        return
    message = f"{len(forms)} 张项目绩效表的资金合计 {summed:f} 万元，支出总表项目支出 {spent:f}，差 {difference:+f}。"
    total = facts.total("expenditure")
    assert total is not None
    yield Finding("form.spending", "warning", message, "expenditure", "project", total.line, total.label, spent, summed)
