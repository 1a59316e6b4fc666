"""Family 5: whether the targets of indicators make sense by themselves and for the money of their project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.performance.costs import needed
from mingzhang.audit.performance.indicators import of_indicator
from mingzhang.audit.performance.view import Form, Indicator, forms_of, listed, never_silent
from mingzhang.audit.performance.words import has, pattern, words
from mingzhang.audit.projects.amounts import FAMILY
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_HUNDRED = Decimal(100)
_LOW, _HIGH = Decimal(20), Decimal(80)


@rule(
    "target.sense",
    family=FAMILY,
    title="指标值和方向有意义",
    why="比率不会超过 100%；要达到的数量用“≤”则不做也算完成；成本是上限，用“≥”没有约束；"
    "完成率、满意度一类目标畸低多为漏写数字；数量不是时效指标",
    example="“结项优秀率 ≥100%”；“有效率 ≥8%”",
    severity="warning",
    tolerance=EXACT,
)
@never_silent
def sense(facts: Facts) -> Iterator[Check]:
    rates = [i.target.value for form in forms_of(facts) for i in form.indicators
             if i.is_percent and has("high_rates", i.name) and i.target.value]  # fmt: skip
    usually_high = sum(1 for value in rates if value >= _HIGH) > len(rates) / 2
    for form, indicator in [(owner, i) for owner in forms_of(facts) for i in owner.indicators]:
        told = list(_oddities(form, indicator, usually_high))
        for severity, column, message in told:
            text = f"“{indicator.row.text('indicator')}”{indicator.row.text('target')}：{message}。"
            yield of_indicator("target.sense", severity, text, indicator, column, indicator.target.value)
        if not told:
            yield Passed()


def _oddities(form: Form, indicator: Indicator, usually_high: bool) -> Iterator[tuple[str, str, str]]:
    target, name, kind = indicator.target, indicator.name, fold(indicator.row.text("subcategory"))
    if target.value is None:
        return
    if indicator.is_percent and has("rates", name) and target.operator in (">=", ">") and target.value >= _HUNDRED:
        yield "note", "target_value", "比率不可能超过 100%，应写“=100%”"
    is_low = target.operator == ">=" and target.value <= _LOW
    if usually_high and is_low and indicator.is_percent and has("high_rates", name):
        yield "warning", "target_value", "同类指标多在 80% 以上，目标畸低，疑漏写数字"
    money = indicator.money()
    if money and target.operator in (">=", ">") and has("cost_category", kind):
        yield "warning", "target_operator", f"成本指标应为上限（≤）{needed(form, indicator)}"
    if has("timely", kind) and target.unit in words("counts"):
        yield "note", "subcategory", "是数量，不是时效指标"
    elif has("output", kind) and target.operator == "<=" and target.unit in words("counts"):
        yield "note", "target_operator", "要达到的数量用“≤”，一个不做也算完成，方向不当"


@rule(
    "target.use",
    family=FAMILY,
    title="指标内容与资金用途相符",
    why="资金分配没有采购物资的开支，质量指标却考核购置物品，指标多为照抄其他项目；目标文字列的费用也应在资金分配之中",
    example="资金全部为培训费，质量指标却是“购置办公物品合格率”",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def uses(facts: Facts) -> Iterator[Check]:
    for form in forms_of(facts):
        items = [row.text("item") for row in form.allocations]
        if not items:
            continue
        if not any(has("goods_allocated", item) for item in items):
            for indicator in form.indicators:
                if has("goods", indicator.name):
                    message = (
                        f"“{form.name}”的资金分配只有{listed(items)}，没有购置物品，"
                        f"指标却考核“{indicator.row.text('indicator')}”。"
                    )
                    yield of_indicator("target.use", "note", message, indicator, "indicator")
        yield _expenses(form, form.allocations)
    if not facts.rows("project_allocations"):
        yield NotChecked("没有资金分配情况")


def _expenses(form: Form, rows: Sequence[Row]) -> Check:
    allocated = "".join(fold(row.text("item")) for row in rows)
    named = dict.fromkeys(pattern("expense_names").findall(fold(form.row.text("goal"))))
    lacking = [name for name in named if name not in allocated]
    if not lacking:
        return Passed()
    items = listed([row.text("item") for row in rows])
    message = f"绩效目标说会产生{listed(lacking)}，资金分配只有{items}。"
    return Finding("target.use", "note", message, "performance_forms", "goal", form.line, form.name)
