"""Family 5: what indicators say that things cost, against the budget and the number of things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.performance.indicators import of_indicator
from mingzhang.audit.performance.view import Form, Indicator, forms_of, half_unit, never_silent, plain
from mingzhang.audit.performance.words import has, pattern, words
from mingzhang.audit.projects.amounts import FAMILY
from mingzhang.audit.projects.stated import count_of
from mingzhang.audit.registry import rule
from mingzhang.text import fold

_ZERO = Decimal(0)
_WAN = Decimal(10000)


def _target_forms(facts: Facts) -> list[Form]:
    return [form for form in forms_of(facts) if not form.is_evaluation]


@rule(
    "target.total-cost",
    family=FAMILY,
    title="成本指标与预算相符",
    why="项目总成本指标应等于（不多于）项目预算，分项成本指标之和应等于预算；整体表的支出控制数之和应覆盖全部资金",
    example="预算 10 万元，总成本指标 ≤12 万元",
    severity="warning",
    tolerance="指标值、预算各按末位的半个单位",
)
@never_silent
def total_costs(facts: Facts) -> Iterator[Check]:
    for form in _target_forms(facts):
        budget = form.budget if form.is_project else _all_funds(form)
        costs = [(i, money[0]) for i in form.indicators if (money := i.money()) and not money[1] and _is_cost(i)]
        if budget is None or not costs:
            yield NotChecked(f"{form.name}：没有预算或以万元计的成本指标")
            continue
        totals = [(i, value) for i, value in costs if i.is_total_cost(budget)]
        summed = sum((value for _, value in costs), _ZERO)
        slack = half_unit(budget) * (len(costs) + 1)
        if any(abs(value - budget) <= slack for value in [summed, *(value for _, value in totals)]):
            yield Passed()
        elif form.is_project and totals:
            indicator, value = totals[0]
            message = f"“{indicator.row.text('indicator')}”{indicator.row.text('target')}，项目预算为 {budget:f} 万元。"
            yield of_indicator("target.total-cost", "warning", message, indicator, "target_value", value, budget)
        elif len(costs) > 1:
            yield _sum_of_costs(form, costs, summed, budget)
        else:
            yield NotChecked(f"{form.name}：成本指标只说一部分开支")


def _is_cost(indicator: Indicator) -> bool:
    return has("cost", indicator.name) and indicator.target.value is not None


def _all_funds(form: Form) -> Decimal | None:
    total = form.funding.get("total")
    if total is not None:
        return total.amount("budget")
    values = [amount for row in form.funding.values() if (amount := row.amount("budget")) is not None]
    return sum(values, _ZERO) if values else None


def _sum_of_costs(form: Form, costs: list[tuple[Indicator, Decimal]], summed: Decimal, budget: Decimal) -> Finding:
    told = " + ".join(f"{value:f}" for _, value in costs)
    message = f"“{form.name}”成本指标 {told} = {summed:f} 万元，资金合计 {budget:f} 万元，差 {summed - budget:+f}。"
    severity = "warning" if form.is_project and summed > budget else "note"
    return Finding(
        "target.total-cost", severity, message, "performance_indicators", "target_value", form.line, form.name,
        summed, budget,
    )  # fmt: skip


@rule(
    "target.unit-cost",
    family=FAMILY,
    title="数量 × 单位成本与预算相符",
    why="人数（件数）乘以人均（单件）成本应等于预算。指标是上、下限的，只在超出可能的范围时才算不符；"
    "数量为下限、成本为上限而相乘与预算不等的，只作提示",
    example="发放 75 人、人均 500 元 = 3.75 万元，预算 8 万元",
    severity="warning",
    tolerance="数量 × 单位成本末位的半个单位，加预算末位的半个单位；在此之内记为尾差",
)
@never_silent
def unit_costs(facts: Facts) -> Iterator[Check]:
    for form in _target_forms(facts):
        pairs = list(_pairs(form)) if form.is_project and form.budget else []
        for count, cost, value in pairs:
            yield _product(form, count, cost, value)
        if form.is_project and not pairs:
            yield NotChecked(f"{form.name}：没有可以相乘的数量和单位成本")
    if not facts.rows("performance_forms"):
        yield NotChecked("没有绩效表")


def _pairs(form: Form) -> Iterator[tuple[Indicator, Indicator, Decimal]]:
    """A count and the one cost per thing that it counts; nothing where several costs or counts compete."""
    costs = [
        (i, money[0], unit) for i in form.indicators if (money := i.money()) and (unit := _unit(form, i, money[1]))
    ]
    for cost, value, unit in costs:
        same = [c for c in costs if c[2] == unit]
        people = unit in words("persons")
        counts = [i for i in form.indicators if i.target.value is not None and _counts(i, unit) and i is not cost]
        akin = [i for i in counts if i.stem and (i.stem in cost.stem or cost.stem in i.stem)]
        chosen = akin if len(akin) == 1 else counts
        if len(same) == 1 and len(chosen) == 1 and not (people and _told_elsewhere(form, chosen[0])):
            yield chosen[0], cost, value


def needed(form: Form, cost: Indicator) -> str:
    """What a cost per thing comes to when that is more than the budget, in words; empty when it is not."""
    for count, other, value in _pairs(form) if form.is_project and form.budget else []:
        number = count.target.value or _ZERO
        if other is cost and form.budget and number * value > form.budget:
            return f"：{plain(number)} {count.target.unit}至少要 {plain(number * value)} 万元，预算只有 {form.budget:f}"
    return ""


def _counts(indicator: Indicator, unit: str) -> bool:
    persons = words("persons")
    return indicator.target.unit == unit or (unit in persons and indicator.target.unit in persons)


def _unit(form: Form, cost: Indicator, per: tuple[str, ...]) -> str:
    """What a cost is paid per, empty where it is paid per time or per nothing."""
    units = [unit for unit in per if unit != "年"]
    if len(units) == 1 and units[0] in words("counts"):
        return units[0]
    if per or not cost.stem:
        return ""
    akin = [i for i in form.indicators if i is not cost and i.stem == cost.stem and i.target.unit in words("counts")]
    return akin[0].target.unit if len(akin) == 1 else ""


def _told_elsewhere(form: Form, people: Indicator) -> bool:
    """Whether the number of people is at odds with the project's description, which is told there."""
    count = count_of(form.project, "beneficiary_count") if form.project else None
    return bool(count) and people.target.value != count and people in form.people


def _product(form: Form, count: Indicator, cost: Indicator, value: Decimal) -> Check:
    number, budget = count.target.value, form.budget
    assert number is not None and budget is not None
    product = number * value
    printed = cost.target.value or _ZERO
    step = half_unit(printed) / (1 if cost.target.unit.startswith("万") else _WAN)
    slack = number * (step if step < value else _ZERO) + half_unit(budget)
    told = (
        f"{plain(number)} {count.target.unit}（第 {count.line} 行）× {cost.row.text('target')} = "
        f"{plain(product)} 万元，预算 {budget:f} 万元"
    )
    if abs(product - budget) <= half_unit(budget):
        return Passed()
    sign, at_least = cost.target.operator, count.target.operator in (">=", ">")
    if abs(product - budget) <= slack and "元" in cost.target.unit and cost.target.unit.startswith("万"):
        message = f"{told}，差 {product - budget:+f}，在单位成本四舍五入的容许之内。"
        return of_indicator("target.unit-cost", "rounding", message, cost, "target_value", product, budget)
    allocated = [amount for row in form.allocations if (amount := row.amount("amount")) is not None]
    has_total = any(i.is_total_cost(budget) for i in form.indicators)
    if sign in (">=", ">"):
        return NotChecked(f"{form.name}：成本指标用“≥”，另行提示")
    if product > budget and sign != "<=":
        return _off(f"{told}，预算不够。", "warning", cost, "target_value", product, budget)
    if len(allocated) > 1 and has_total and product > max(allocated):
        message = f"{told}；资金分配中最大的一项只有 {max(allocated):f} 万元，单位成本上限过高。"
        return _off(message, "warning", cost, "target_value", product, max(allocated))
    if product < budget and not has_total:
        each = f"按预算每{count.target.unit}应为 {plain(budget / number * _WAN)} 元"
        loose = sign == "<=" and at_least
        message = f"{told}，{each}，数量、单位成本与预算不衔接。"
        return _off(message, "note" if loose else "warning", cost, "target_value", product, budget)
    return Passed()


def _off(message: str, severity: str, cost: Indicator, column: str, actual: Decimal, expected: Decimal) -> Finding:
    return of_indicator("target.unit-cost", severity, message, cost, column, actual, expected)


@rule(
    "target.goal-standard",
    family=FAMILY,
    title="绩效目标所述标准、人数、次数相乘不超过预算",
    why="目标文字写明每人（每个）标准和人数、次数的，相乘就是最低的开支，不应超过预算",
    example="每次 200 元、70 人、两个节日 = 2.8 万元，预算 2 万元",
    severity="warning",
    tolerance="预算末位的半个单位",
)
@never_silent
def goal_standards(facts: Facts) -> Iterator[Check]:
    for form in _target_forms(facts):
        text = fold(form.row.text("goal"))
        standard = pattern("goal_standard").search(text)
        count = _goal_count(form, text) if standard else None
        if standard is None or form.budget is None or count is None:
            continue
        value = Decimal(standard[1]) / (1 if standard[2] == "万元" else _WAN)
        days = set(pattern("festivals").findall(text)) if has("every_time", text) else set()
        times = max(1, len(days))
        needed = value * count * times
        if needed <= form.budget + half_unit(form.budget):
            yield Passed()
            continue
        often = f" × {times} 次" if times > 1 else ""
        message = (
            f"绩效目标：{plain(count)} × {standard[1]}{standard[2]}{often} = {plain(needed)} 万元，"
            f"超过预算 {form.budget:f} 万元，标准、数量与金额不合。"
        )
        yield Finding(
            "target.goal-standard", "warning", message, "performance_forms", "goal", form.line, form.name,
            needed, form.budget,
        )  # fmt: skip
    if not any(form.row.text("goal") for form in _target_forms(facts)):
        yield NotChecked("没有绩效目标文字")


def _goal_count(form: Form, text: str) -> Decimal | None:
    """The people in the goal; else the first count of its indicators, less those that the goal tells apart."""
    people = [Decimal(n) for n in re.findall(rf"(\d+)(?:{'|'.join(words('persons'))})", text)]
    if people:
        return max(people)
    counts = [i.target for i in form.indicators if i.target.unit in words("counts") and i.target.operator != "<="]
    if not counts or counts[0].value is None:
        return None
    apart = [Decimal(n) for n in re.findall(rf"(\d+){counts[0].unit}", text)]
    rest = counts[0].value - sum(apart, _ZERO)
    return rest if rest > 0 else None
