"""Family 5: the money, weights and texts of performance forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Equation, Finding, NotChecked, Passed
from mingzhang.audit.performance.view import Form, forms_of, half_unit, listed, never_silent
from mingzhang.audit.performance.words import pattern
from mingzhang.audit.projects.amounts import FAMILY, named
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_COLUMNS = ("budget", "initial_budget", "full_year_budget", "executed")
_SOURCES = ("fiscal", "central", "province", "prefecture", "superior", "local", "other")
_FULL = Decimal(100)
_EXECUTION = Decimal(10)
_FEW = 5  # up to so many forms are told one by one
_MOST = 0.8


@rule(
    "form.funding-total",
    family=FAMILY,
    title="绩效表各资金来源之和等于总额",
    why="年度资金总额 = 财政拨款 + 其他资金（整体表：上级 + 本级 + 其他）",
    example="财政拨款 5 + 其他资金 2 = 7，年度资金总额印作 7",
)
@never_silent
def funding_total(facts: Facts) -> Iterator[Check]:
    for form in forms_of(facts):
        total = form.funding.get("total")
        rows = _sources(form)
        if total is None or not rows:
            if form.is_project:
                yield NotChecked(f"{form.name}：没有资金总额或来源")
            continue
        for column in _COLUMNS:
            one = facts.figure(total, column)
            parts = tuple(named(f, row.text("source")) for row in rows if (f := facts.figure(row, column)))
            if one is None or not parts:
                continue
            equation = Equation("form.funding-total", named(one, "资金总额"), parts, f"{form.name}：各资金来源合计")
            if equation.difference > equation.tolerance and _has_more(facts, form):
                yield NotChecked(f"{form.name}：另有不认识的资金来源")
            else:
                yield equation
    if not facts.rows("performance_forms"):
        yield NotChecked("没有绩效表")


def _has_more(facts: Facts, form: Form) -> bool:
    """Whether a form prints a line of funds that is none of the known sources."""
    rows = [row for row in facts.rows("performance_funding") if row.text("form_id") == form.id]
    return any(row.text("source_key") not in (*_SOURCES, "total") for row in rows)


def _sources(form: Form) -> list[Row]:
    """The lines of funds that make the total: fiscal and other where both levels are printed, else all levels."""
    keys = [key for key in _SOURCES if key in form.funding]
    if "fiscal" in keys:
        keys = [key for key in keys if key in ("fiscal", "other")]
    return [form.funding[key] for key in keys]


@rule(
    "form.plan",
    family=FAMILY,
    title="资金支出计划逐期不减，末期等于预算数",
    why="支出计划按累计数填列，不会减少，年底应等于预算数（逐期分列的，各期之和等于预算数）；全部列在年底的计划不起约束作用",
    example="3 月底 4、6 月底 3，累计数减少",
)
@never_silent
def plans(facts: Facts) -> Iterator[Check]:
    last_only = []
    planned = [form for form in forms_of(facts) if form.plan]
    if not planned:
        yield NotChecked("没有资金支出计划")
    for form in planned:
        rows = [row for row in form.plan if row.amount("amount") is not None]
        amounts = [row.amount("amount") or Decimal(0) for row in rows]
        total = facts.figure(form.row, "budget_total")
        if not rows or total is None:
            yield NotChecked(f"{form.name}：支出计划或预算数没有金额")
            continue
        if len([amount for amount in amounts if amount]) == 1 and rows[-1] is form.plan[-1] and len(form.plan) > 1:
            last_only.append(form)
        is_percent = amounts[-1] == _FULL and total.value != _FULL
        slack = half_unit(total.value) * (len(rows) + 1)
        if is_percent or (len(rows) > 1 and abs(sum(amounts) - total.value) <= slack):
            yield Passed()
            continue
        end = facts.figure(rows[-1], "amount")
        assert end is not None
        about = f"{form.name}：支出计划末期应等于预算数"
        yield Equation("form.plan", named(end, rows[-1].text("deadline")), (named(total, "预算数"),), about)
        yield from _falls(form, rows)
    if last_only:
        message = (
            f"{len(planned)} 个项目的资金支出计划中有 {len(last_only)} 个把全部资金列在最后一期，"
            "前几期为空，计划没有约束作用。"
        )
        first = planned[0]
        yield Finding("form.plan", "note", message, "funding_plan", "amount", first.line, first.name)


def _falls(form: Form, rows: Sequence[Row]) -> Iterator[Check]:
    for before, after in pairwise(rows):
        one, two = before.amount("amount"), after.amount("amount")
        assert one is not None and two is not None
        if two >= one:
            yield Passed()
            continue
        message = f"{form.name}：累计支出计划由{before.text('deadline')} {one:f} 减为{after.text('deadline')} {two:f}。"
        yield Finding("form.plan", "warning", message, after.resource, "amount", after.line, form.name, two, one)


@rule(
    "form.purpose",
    family=FAMILY,
    title="资金用途文字中的预算数等于表内预算数",
    why="绩效表“资金用途”写明的预算数与同表预算数是同一个数；文字较表内精确的，按表内位数四舍五入后相同即可",
    example="用途写“预算数 5 万元”，表内预算数 25 万元",
    tolerance="表内、文字中较粗一数末位的半个单位",
)
@never_silent
def purposes(facts: Facts) -> Iterator[Check]:
    forms = [form for form in forms_of(facts) if form.row.text("purpose")]
    if not forms:
        yield NotChecked("绩效表没有资金用途")
    for form in forms:
        text = fold(form.row.text("purpose"))
        match = pattern("purpose_total").search(text)
        if match is None or form.budget is None:
            yield NotChecked(f"{form.name}：资金用途没有写金额，或表内没有预算数")
            continue
        said = Decimal(match[1])
        if abs(said - form.budget) <= max(half_unit(said), half_unit(form.budget)):
            yield Passed()
            continue
        message = f"资金用途写“{match[0]}”，表内预算数为 {form.budget:f} 万元，差 {said - form.budget:+f}。"
        yield _of_form("form.purpose", "error", message, form, "purpose", said, form.budget)
    yield from _parts_of_purposes(forms)


def _parts_of_purposes(forms: Sequence[Form]) -> Iterator[Check]:
    known = pattern("purpose_part")
    lacking = [form for form in forms if not known.search(fold(form.row.text("purpose")))]
    if len(lacking) <= len(forms) * (1 - _MOST):
        for form in lacking:
            message = f"资金用途没有像其余 {len(forms) - len(lacking)} 张表那样写明其中财政（上级）资金。"
            yield _of_form("form.purpose", "note", message, form, "purpose")


def _of_form(
    rule_id: str, severity: str, message: str, form: Form, column: str,
    actual: Decimal | None = None, expected: Decimal | None = None,
) -> Finding:  # fmt: skip
    return Finding(rule_id, severity, message, "performance_forms", column, form.line, form.name, actual, expected)


@rule(
    "form.weights",
    family=FAMILY,
    title="指标权重合计为 100，或加预算执行率 10 分为 100",
    why="财预〔2020〕10号：绩效指标权重总分 100 分，其中预算执行率 10 分；指标合计 90 而表内不注明执行率的，作提示",
    example="四个指标权重 20 + 20 + 20 + 10 = 70",
    severity="warning",
    tolerance=EXACT,
)
@never_silent
def weights(facts: Facts) -> Iterator[Check]:
    nineties = []
    for form in forms_of(facts):
        values = [w for i in form.indicators if (w := i.row.amount("weight")) is not None]
        if not values:
            yield NotChecked(f"{form.name}：没有权重")
            continue
        total = sum(values, Decimal(0))
        if total == _FULL:
            yield Passed()
        elif total == _FULL - _EXECUTION:
            nineties.append(form)
        else:
            told = " + ".join(f"{value:f}" for value in values)
            message = f"“{form.name}”指标权重 {told} = {total:f}，既不是 90（另 10 分为预算执行率）也不是 100。"
            yield Finding(
                "form.weights", "warning", message, "performance_indicators", "weight", form.heading_line,
                form.name, total, _FULL - _EXECUTION,
            )  # fmt: skip
    yield from _nineties(nineties)


def _nineties(forms: Sequence[Form]) -> Iterator[Check]:
    execution = any(line.amount("weight") for form in forms for line in form.funding.values())
    remark = "加预算执行率 10 分才为 100" if execution else "不足 100，另 10 分应为预算执行率，表内未注明"
    groups = [[form] for form in forms] if len(forms) < _FEW else [list(forms)]
    for group in groups:
        who = f"“{group[0].name}”" if len(group) == 1 else f"{len(group)} 张绩效表"
        message = f"{who}的指标权重合计为 90，{remark}。"
        first = group[0]
        yield Finding(
            "form.weights", "note", message, "performance_indicators", "weight", first.line, first.name,
            _FULL - _EXECUTION, _FULL,
        )  # fmt: skip


@rule(
    "form.weight-split",
    family=FAMILY,
    title="同一公开中各表的权重结构一致",
    why="同一单位各项目表通常按同一比例设置产出、成本、效益、满意度权重，个别表不同应有理由",
    example="其余各表产出 40、成本 20，本表产出 30、成本 30",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def weight_splits(facts: Facts) -> Iterator[Check]:
    splits = {form.id: split for form in forms_of(facts) if form.is_project and (split := _split(form))}
    usual, count = next(iter(Counter(splits.values()).most_common(1)), ((), 0))
    if len(splits) < _FEW or count < _MOST * len(splits):
        yield NotChecked("项目绩效表不足五张，或没有通行的权重结构")
        return
    for form in forms_of(facts):
        own = splits.get(form.id)
        if own == usual:
            yield Passed()
        elif own:
            message = f"“{form.name}”权重为{_told(own)}，其余 {count} 张项目表为{_told(usual)}。"
            yield Finding(
                "form.weight-split", "note", message, "performance_indicators", "weight", form.line, form.name
            )


def _split(form: Form) -> tuple[tuple[str, Decimal], ...]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for indicator in form.indicators:
        weight, category = indicator.row.amount("weight"), indicator.row.text("category")
        if weight is None or not category:
            return ()
        sums[category] += weight
    return tuple(sorted(sums.items()))


def _told(split: tuple[tuple[str, Decimal], ...]) -> str:
    return "、".join(f"{category} {weight:f}" for category, weight in split)


@rule(
    "form.identical",
    family=FAMILY,
    title="各项目的指标按项目设置",
    why="性质不同的项目用同一套指标和指标值，考核不出项目的产出",
    example="六个项目的三级指标、指标值完全相同",
    severity="warning",
    tolerance=EXACT,
)
@never_silent
def identical(facts: Facts) -> Iterator[Check]:
    same: dict[tuple[tuple[str, object], ...], list[Form]] = defaultdict(list)
    for form in forms_of(facts):
        if form.is_project and form.indicators:
            key = tuple((i.stem, (i.target.operator, i.target.value)) for i in form.indicators)
            same[key].append(form)
    if not same:
        yield NotChecked("没有项目绩效表的指标")
    for forms in same.values():
        if len(forms) == 1:
            yield Passed()
            continue
        names = listed([form.name for form in forms])
        message = f"{len(forms)} 个项目（{names}）的三级指标和指标值完全相同，没有按项目设置。"
        severity = "warning" if len(forms) > 2 else "note"
        first = forms[0].indicators[0]
        yield Finding("form.identical", severity, message, first.row.resource, "indicator", first.line, forms[0].name)
