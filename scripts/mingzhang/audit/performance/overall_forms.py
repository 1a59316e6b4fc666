"""Family 5: the whole unit's form against the tables and the text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Equation, Figure, Finding, NotChecked, Passed
from mingzhang.audit.performance.view import Form, forms_of, listed, never_silent, plain
from mingzhang.audit.performance.words import mapping, pattern, words
from mingzhang.audit.projects.amounts import FAMILY, named
from mingzhang.audit.projects.stated import claim_of, stated
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_ZERO = Decimal(0)
_CENT = Decimal("0.005")
_LEVELS = ("central", "province", "prefecture", "superior", "local", "other")


def overall_forms(facts: Facts) -> list[Form]:
    """The forms of the whole unit."""
    return [form for form in forms_of(facts) if not form.is_project]


def _sources(form: Form, column: str) -> list[Row]:
    rows = [form.funding[key] for key in _LEVELS if key in form.funding]
    return [row for row in rows if row.amount(column) is not None]


@rule(
    "form.unit-total",
    family=FAMILY,
    title="整体绩效表的资金合计等于支出总计",
    why="整体绩效表说的是单位全部资金，上级、本级、其他之和应等于支出总表的总计",
    example="本级 8 + 其他 2 = 10，支出总表总计 10",
)
@never_silent
def unit_total(facts: Facts) -> Iterator[Check]:
    total = facts.total("expenditure")
    figure = facts.figure(total, "total") if total else None
    for form in overall_forms(facts):
        if form.is_evaluation:
            continue
        rows = _sources(form, "budget")
        parts = [named(part, row.text("source")) for row in rows if (part := facts.figure(row, "budget"))]
        if figure is None or not parts:
            yield NotChecked("支出总表没有总计，或整体绩效表没有资金")
            continue
        yield Equation(
            "form.unit-total", named(figure, "支出总表"), tuple(parts), "整体绩效表各资金来源合计应等于支出总计"
        )
    if not overall_forms(facts):
        yield NotChecked("没有整体绩效表")


@rule(
    "form.unit-sources",
    family=FAMILY,
    title="整体绩效表的其他资金等于收入表的单位资金",
    why="其他资金是财政拨款以外的钱；收入总表有单位资金而整体绩效表其他资金为空、本级资金又等于总计的，是把单位资金算成了财政资金",
    example="收入总表单位资金 3，整体绩效表本级 10、其他空白，支出总计 10",
    tolerance=EXACT,
)
@never_silent
def unit_sources(facts: Facts) -> Iterator[Check]:
    revenue = facts.total("revenue")
    for form in overall_forms(facts):
        if form.is_evaluation:
            continue
        local, other = form.funding.get("local"), form.funding.get("other")
        if revenue is None or local is None or other is None:
            yield NotChecked("收入总表没有合计，或整体绩效表没有本级、其他资金")
            continue
        own = sum((revenue.amount(column) or _ZERO for column in words("unit_money")), _ZERO)
        printed = other.amount("budget") or _ZERO
        whole = sum((row.amount("budget") or _ZERO for row in _sources(form, "budget")), _ZERO)
        yield _own_money(local, other, own, printed, whole == revenue.amount("total"))


def _own_money(local: Row, other: Row, own: Decimal, printed: Decimal, is_whole: bool) -> Check:
    if printed == own:
        return Passed()
    ours = local.amount("budget") or _ZERO
    if is_whole and own and not printed and ours > own:
        message = (
            f"整体绩效表“{local.text('source')}”{ours:f}，“{other.text('source')}”为空或 0，"
            f"而收入总表有单位资金 {own:f}，应列其他资金：{ours:f} − {own:f} = {ours - own:f}。"
        )
        return Finding(
            "form.unit-sources", "error", message, local.resource, "budget", local.line, local.text("source"),
            ours, ours - own,
        )  # fmt: skip
    message = f"整体绩效表其他资金 {printed:f}，收入总表财政拨款以外的资金 {own:f}，口径可能不同。"
    return Finding(
        "form.unit-sources", "warning", message, other.resource, "budget", other.line, other.text("source"),
        printed, own,
    )  # fmt: skip


@rule(
    "form.unit-level",
    family=FAMILY,
    title="有上级资金项目时，整体绩效表的上级资金不为 0",
    why="项目名称说明资金来自中央、自治区（省）、州（市）的，整体绩效表对应的来源不应为 0",
    example="项目“提前下达……补助资金”，整体绩效表上级资金 0",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def unit_levels(facts: Facts) -> Iterator[Check]:
    projects = facts.rows("projects")
    for form in overall_forms(facts):
        column = "initial_budget" if form.is_evaluation else "budget"
        lines = {key: row for key in mapping("levels") if (row := form.funding.get(key))}
        if not lines or not projects:
            yield NotChecked("整体绩效表没有上级资金一行，或没有项目")
        for key, row in lines.items():
            names = [p.text("name") for p in projects if pattern("levels", key).search(fold(p.text("name")))]
            if not names or row.amount(column):
                yield Passed()
                continue
            message = f"项目{listed(names)}名称说明资金来自上级，整体绩效表“{row.text('source')}”却为 0 或空白。"
            yield Finding("form.unit-level", "note", message, row.resource, column, row.line, row.text("source"))
    if not overall_forms(facts):
        yield NotChecked("没有整体绩效表")


@rule(
    "form.unit-execution",
    family=FAMILY,
    title="整体自评表的执行数与决算一致",
    why="整体支出执行数等于本年支出，其中其他资金等于决算的其他收入，上级、本级资金等于财政拨款收入",
    example="决算其他收入 5、财政拨款收入 90，自评表本级资金 95、其他资金 0",
    tolerance="各数末位的半个单位",
)
@never_silent
def unit_execution(facts: Facts) -> Iterator[Check]:
    spent, own, fiscal = (stated(facts, key) for key in ("expenditure", "other_income", "fiscal_income"))
    evaluations = [form for form in overall_forms(facts) if form.is_evaluation]
    if not evaluations:
        yield NotChecked("没有整体自评表")
    for form in evaluations:
        total, other = form.funding.get("total"), form.funding.get("other")
        if total is None or spent is None:
            yield NotChecked("整体自评表没有执行数，或文字没有本年支出")
            continue
        executed = total.amount("executed") or _ZERO
        if abs(executed - spent) > 2 * _CENT:
            message = f"整体自评表全年执行数 {executed:f}，决算本年支出 {spent:f}。"
            yield _money_finding(total, "warning", message, executed, spent)
        else:
            yield Passed()
        if other is None or own is None or fiscal is None:
            yield NotChecked("整体自评表没有其他资金，或文字没有财政拨款收入、其他收入")
            continue
        printed = other.amount("executed") or _ZERO
        if abs(printed - own) <= 2 * _CENT or abs(executed - fiscal - own) > 4 * _CENT:
            yield Passed()
            continue
        message = (
            f"决算收入 = 财政拨款 {fiscal:f} + 其他收入 {own:f} = {fiscal + own:f}，整体自评表执行数 {executed:f} "
            f"却列其他资金 {printed:f}，其余都算作财政资金。"
        )
        yield _money_finding(other, "error", message, printed, own)


def _money_finding(row: Row, severity: str, message: str, actual: Decimal, expected: Decimal) -> Finding:
    return Finding(
        "form.unit-execution",
        severity,
        message,
        row.resource,
        "executed",
        row.line,
        row.text("source"),
        actual,
        expected,
    )


@rule(
    "form.unspent",
    family=FAMILY,
    title="整体支出未执行的预算有去向",
    why="全年预算数减全年执行数是未用的钱，文字说年末没有结转结余时应说明去向",
    example="全年预算 100、执行 95，年末结转和结余 0",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def unspent(facts: Facts) -> Iterator[Check]:
    for form in overall_forms(facts):
        planned, executed = form.row.amount("full_year_budget"), form.row.amount("executed")
        closing = stated(facts, "closing_balance")
        if planned is None or executed is None or closing is None:
            continue
        if planned - executed == closing:
            yield Passed()
            continue
        claim = claim_of(facts, "stated", "overall_budget")
        message = (
            f"整体支出全年预算 {planned:f} − 执行 {executed:f} = {planned - executed:f} 未用，"
            f"年末结转和结余却为 {closing:f}，余数去向未说明。"
        )
        line, resource = (claim.line, "claims") if claim else (form.money_line, "performance_forms")
        column = "amount" if claim else "full_year_budget"
        yield Finding("form.unspent", "note", message, resource, column, line, form.name, planned - executed, closing)
    if stated(facts, "closing_balance") is None:
        yield NotChecked("文字没有年末结转和结余")


@rule(
    "form.fiscal-limit",
    family=FAMILY,
    title="项目自评表的财政拨款执行数不超过财政拨款项目支出",
    why="各项目自评表“当年财政拨款”执行数之和，不能多于财政拨款支出减基本支出；多出的数恰为某一项目时，该项目应属其他资金",
    example="财政拨款支出 50 − 基本支出 20 = 30，各表合计 40，其中一表恰为 10",
    tolerance="每张表末位的半个单位",
)
@never_silent
def fiscal_limit(facts: Facts) -> Iterator[Check]:
    lines = [row for form in forms_of(facts) if form.is_project and form.is_evaluation
             and (row := form.funding.get("fiscal")) and row.amount("executed") is not None]  # fmt: skip
    total, basic = stated(facts, "fiscal_expenditure"), stated(facts, "fiscal_basic")
    if not lines or total is None or basic is None:
        yield NotChecked("没有项目自评表的财政拨款执行数，或文字没有财政拨款支出、基本支出")
        return
    apart = next((c.amount("amount") for c in facts.rows("claims") if c.amount("amount")
                  and pattern("kept_apart_executed").fullmatch(fold(c.text("subject")))), None) or _ZERO  # fmt: skip
    figures = facts.figures(lines, "executed")
    summed, limit = sum((f.value for f in figures), _ZERO), total - basic
    slack = _CENT * (len(lines) + 2)
    if summed <= limit + slack:
        yield Passed()
        return
    yield _over_limit(lines, figures, summed, apart, limit, slack)


def _over_limit(
    lines: list[Row], figures: tuple[Figure, ...], summed: Decimal, apart: Decimal, limit: Decimal, slack: Decimal
) -> Finding:
    also = f"（另有不公开的项目 {apart:f}）" if apart else ""
    message = (
        f"{len(lines)} 张项目自评表的财政拨款执行数合计 {summed:f}{also}，多于财政拨款项目支出 {limit:f}"
        "（财政拨款支出减基本支出），不能同真"
    )
    excess = {summed - limit, summed + apart - limit}
    causes = [figure for figure in figures if any(abs(figure.value - over) <= slack for over in excess)]
    if len(causes) == 1:
        message += f"；多出的恰为本表 {plain(causes[0].value)}，应属其他资金"
    at = causes[0] if len(causes) == 1 else figures[0]
    expected = _ZERO if len(causes) == 1 else None
    severity = "error" if len(causes) == 1 else "warning"  # else some forms may be of other units
    return Finding(
        "form.fiscal-limit", severity, f"{message}。", at.resource, "executed", at.line, "财政拨款", at.value, expected
    )
