"""Family 5: self-evaluations: rates, scores, targets met and missed, and the text of what was achieved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Equation, Finding, NotChecked, Passed
from mingzhang.audit.performance.indicators import of_indicator
from mingzhang.audit.performance.view import Form, Indicator, forms_of, half_unit, never_silent, places_of, plain
from mingzhang.audit.performance.words import has, words
from mingzhang.audit.projects.amounts import FAMILY
from mingzhang.audit.registry import rule

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_MUCH = Decimal("1.3")
_LITTLE = Decimal("0.5")
_FEW = 3


def _evaluations(facts: Facts) -> list[Form]:
    return [form for form in forms_of(facts) if form.is_evaluation]


def _none(facts: Facts) -> Iterator[Check]:
    if not _evaluations(facts):
        yield NotChecked("没有绩效自评表")


def _lines(form: Form) -> list[Row]:
    return [row for row in form.funding.values() if row.amount("execution_rate") is not None]


def _of_line(rule_id: str, severity: str, message: str, row: Row, column: str, form: Form,
             actual: Decimal | None, expected: Decimal | None) -> Finding:  # fmt: skip
    return Finding(rule_id, severity, message, row.resource, column, row.line, form.name, actual, expected)


@rule(
    "evaluation.rate",
    family=FAMILY,
    title="预算执行率等于全年执行数 ÷ 全年预算数",
    why="执行率以全年预算数为分母；误除以年初预算数的，执行率得分和总分都随之有误",
    example="执行 8 ÷ 全年预算 8 = 100%，执行率印作 80%（除以年初预算数 10）",
    tolerance="执行率末位的半个单位",
)
@never_silent
def rates(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    for form in _evaluations(facts):
        rows = _lines(form)
        if not rows:
            yield NotChecked(f"{form.name}：没有执行率")
        for row in rows:
            planned, executed, rate = (row.amount(c) for c in ("full_year_budget", "executed", "execution_rate"))
            if not planned or executed is None or rate is None:
                yield NotChecked(f"{form.name}：没有全年预算数或执行数")
                continue
            due = _HUNDRED * executed / planned
            as_share = rate <= 1 and abs(due / _HUNDRED - rate) <= half_unit(rate)
            if as_share or abs(min(due, max(rate, _HUNDRED)) - rate) <= 2 * half_unit(rate):  # rounded or cut off
                yield Passed()
                continue
            message = f"全年执行数 {executed:f} ÷ 全年预算数 {planned:f} = {plain(due)}%，执行率印作 {rate:f}%"
            first = row.amount("initial_budget")
            by_initial = bool(first and abs(_HUNDRED * executed / first - rate) <= half_unit(rate))
            if by_initial:
                message += f"，除的是年初预算数 {first:f}；执行率得分、总分随之有误"
            severity = "error" if by_initial else "warning"  # else a number may have been read into another column
            yield _of_line("evaluation.rate", severity, f"{message}。", row, "execution_rate", form, rate, due)


@rule(
    "evaluation.score",
    family=FAMILY,
    title="执行率得分 = 执行率 × 分值；总分 = 各项得分之和",
    why="预算执行率得分按执行率乘以分值计算；总分是执行率得分与各指标得分之和；任何得分不超过分值",
    example="执行率 90% × 10 = 9，得分印作 10",
    severity="warning",
)
@never_silent
def scores(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    for form in _evaluations(facts):
        yield from _execution_scores(form)
        for indicator in form.indicators:
            yield from _within_weight(indicator)
        yield from _total_score(facts, form)


def _execution_scores(form: Form) -> Iterator[Check]:
    for row in _lines(form):
        rate, weight, score = (row.amount(c) for c in ("execution_rate", "weight", "score"))
        if rate is None or weight is None or score is None:
            yield NotChecked(f"{form.name}：没有执行率的分值或得分")
            continue
        due = min(rate, _HUNDRED) * weight / _HUNDRED
        if abs(due - score) <= half_unit(score) + weight * half_unit(rate) / _HUNDRED:
            yield Passed()
        else:
            message = f"执行率 {rate:f}% × 分值 {weight:f} = {plain(due)}，得分印作 {score:f}。"
            yield _of_line("evaluation.score", "warning", message, row, "score", form, score, due)


def _within_weight(indicator: Indicator) -> Iterator[Check]:
    score, weight = indicator.row.amount("score"), indicator.row.amount("weight")
    if score is None or weight is None:
        return
    if _ZERO <= score <= weight:
        yield Passed()
    else:
        message = f"“{indicator.row.text('indicator')}”得分 {score:f}，分值只有 {weight:f}。"
        yield of_indicator("evaluation.score", "warning", message, indicator, "score", score, weight)


def _total_score(facts: Facts, form: Form) -> Iterator[Check]:
    total, money = facts.figure(form.row, "total_score"), form.funding.get("total")
    rows = [indicator.row for indicator in form.indicators]
    parts = facts.figures(rows, "score")
    execution = facts.figure(money, "score") if money else None
    if total is None or execution is None or len(parts) < len(rows):
        yield NotChecked(f"{form.name}：没有总分，或得分不全")
        return
    execution, total = replace(execution, label="执行率得分"), replace(total, places=places_of(total.value))
    about = f"{form.name}：总分应为各项得分之和"
    yield Equation("evaluation.score", total, (execution, *parts), about, severity="warning")


@rule(
    "evaluation.target",
    family=FAMILY,
    title="完成值、得分与偏差原因相符",
    why="没有完成指标的应扣分并说明原因；超过目标三成的说明目标定得过低，应说明原因；扣了分没有原因、"
    "没有偏差却写原因，都与填报要求不符",
    example="目标 =10 个，实际 20 个，得满分而没有偏差原因",
    severity="warning",
    tolerance="超过目标百分之三十才要求说明",
)
@never_silent
def targets(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    for form in _evaluations(facts):
        for indicator in form.indicators:
            yield _target(form, indicator)


def _target(form: Form, indicator: Indicator) -> Check:
    row, target, actual = indicator.row, indicator.target, indicator.actual
    score, weight = row.amount("score"), row.amount("weight")
    explained = not has("no_deviation", row.text("deviation"))
    if score is not None and weight is not None and score < weight and not explained:
        message = f"“{row.text('indicator')}”得 {score:f} 分（分值 {weight:f}），没有偏差原因。"
        return of_indicator("evaluation.target", "warning", message, indicator, "deviation", score, weight)
    if target.value is None or actual.value is None or target.unit != actual.unit:
        return NotChecked(f"{form.name}：“{row.text('indicator')}”不是可以比较的数")
    told = f"“{row.text('indicator')}”指标值 {row.text('target')}，实际 {row.text('actual')}"
    met = _met(target.operator, target.value, actual.value)
    full = score is not None and score == weight
    if not met and full and not explained:
        over = f"，为指标值的 {plain(_HUNDRED * actual.value / target.value)}%" if target.value else ""
        message = f"{told}{over}，没有达成指标，仍得满分 {score:f} 分而没有偏差原因。"
        return of_indicator("evaluation.target", "warning", message, indicator, "score", actual.value, target.value)
    if met and target.operator != "<=" and not explained and actual.value > target.value * _MUCH:
        over = plain(_HUNDRED * (actual.value / target.value - 1)) if target.value else ""
        message = f"{told}，超过 {over}%，没有说明原因，目标定得过低。"
        return of_indicator("evaluation.target", "warning", message, indicator, "actual", actual.value, target.value)
    if met and full and explained and actual.value == target.value:
        return of_indicator("evaluation.target", "note", f"{told}，得满分，却写了偏差原因。", indicator, "deviation")
    return Passed()


def _met(sign: str, target: Decimal, actual: Decimal) -> bool:
    if sign in (">=", ">"):
        return actual >= target if sign == ">=" else actual > target
    if sign in ("<=", "<"):
        return actual <= target if sign == "<=" else actual < target
    return actual == target


@rule(
    "evaluation.unit-cost",
    family=FAMILY,
    title="实际数量 × 实际单位成本等于执行数",
    why="自评表写明实际人数和实际人均标准的，相乘应为全年执行数",
    example="40 人 × 3000 元 = 12 万元，全年执行数 11 万元",
    severity="warning",
    tolerance="执行数末位的半个单位",
)
@never_silent
def unit_costs(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    for form in _evaluations(facts):
        executed = form.row.amount("executed")
        people = [i for i in form.people if i.actual.value]
        costs = [(i, m[0]) for i in form.indicators if (m := i.money("actual")) and set(m[1]) & set(words("persons"))
                 and set(m[1]) <= {*words("persons"), "年"}]  # fmt: skip
        if executed is None or len(people) != 1 or len(costs) != 1:
            yield NotChecked(f"{form.name}：没有可以相乘的实际人数和人均成本")
            continue
        indicator, value = costs[0]
        count = people[0].actual.value or _ZERO
        if indicator.actual.operator not in ("", "=") or abs(count * value - executed) <= half_unit(executed):
            yield Passed()
            continue
        each = plain(executed / count * 10000)
        message = (
            f"实际 {plain(count)} 人 × {indicator.row.text('actual')} = {plain(count * value)} 万元，"
            f"全年执行数 {executed:f} 万元，合每人 {each} 元，实际完成值与执行数不符。"
        )
        yield of_indicator(
            "evaluation.unit-cost", "warning", message, indicator, "actual", indicator.actual.value, Decimal(each)
        )


@rule(
    "evaluation.budget",
    family=FAMILY,
    title="全年预算数的调整有说明",
    why="全年预算数处处等于执行数，执行率必为 100%，考核不出预算执行；预算大幅调减而各项指标照旧完成、得满分的，"
    "目标与资金不相匹配",
    example="年初预算 75 万元，调减为 3 万元，各指标仍全部完成",
    severity="warning",
    tolerance="执行数不到年初预算数一半才视为大幅调减",
)
@never_silent
def budgets(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    forms = [form for form in _evaluations(facts) if form.is_project and form.row.amount("executed") is not None]
    same = [form for form in forms if form.row.amount("full_year_budget") == form.row.amount("executed")]
    cut = [form for form in same if form.row.amount("initial_budget") != form.row.amount("executed")]
    if len(forms) >= _FEW and len(same) == len(forms) and cut:
        yield _all_executed(forms, cut)
    elif forms:
        yield Passed()
    for form in forms:
        first, executed = form.row.amount("initial_budget"), form.row.amount("executed")
        if not first or executed is None or executed >= first * _LITTLE:
            yield Passed()
            continue
        rows = [i.row for i in form.indicators if i.row.amount("weight") is not None]
        if rows and all(row.amount("score") == row.amount("weight") for row in rows):
            message = (
                f"“{form.name}”年初预算 {first:f} 万元，执行 {executed:f} 万元"
                f"（{plain(_HUNDRED * executed / first)}%），各项指标却全部按原定数完成、得满分，"
                "目标与资金不匹配而未说明。"
            )
            yield Finding(
                "evaluation.budget", "warning", message, "performance_forms", "full_year_budget", form.money_line,
                form.name, form.row.amount("full_year_budget"), first,
            )  # fmt: skip


def _all_executed(forms: Sequence[Form], cut: Sequence[Form]) -> Finding:
    parts = []
    for form in forms:
        first, executed = form.row.amount("initial_budget"), form.row.amount("executed") or _ZERO
        parts.append(f"{plain(_HUNDRED * executed / first)}%" if first else "—")
    message = (
        f"{len(forms)} 张项目表的全年预算数都等于全年执行数，执行率必为 100%；对年初预算数则为{'、'.join(parts)}，"
        f"{len(cut)} 个项目预算调整的原因没有说明。"
    )
    at = forms[0]
    return Finding(
        "evaluation.budget", "note", message, "performance_forms", "full_year_budget", at.money_line, at.name
    )
