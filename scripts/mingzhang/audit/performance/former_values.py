"""Family 5: the values of last year that forms print beside their targets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, NotChecked, Passed
from mingzhang.audit.performance.indicators import of_indicator
from mingzhang.audit.performance.view import Form, Indicator, forms_of, half_unit, listed, never_silent, plain
from mingzhang.audit.performance.words import has, pattern, words
from mingzhang.audit.projects.amounts import FAMILY, rows_of_projects
from mingzhang.audit.projects.subsidies import standards_of
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_ZERO = Decimal(0)
_WAN = Decimal(10000)
_MONTHS = 12
_NEARLY = Decimal("0.01")
_YEAR = re.compile(r"20\d\d")


def _forms(facts: Facts) -> list[Form]:
    """The forms that print last year's values."""
    return [form for form in forms_of(facts) if any(i.row.text("previous") for i in form.indicators)]


def _none(facts: Facts) -> Iterator[Check]:
    if not _forms(facts):
        yield NotChecked("绩效表没有上年完成值")


def _cost(form: Form) -> tuple[Indicator, Decimal] | None:
    """The indicator of the whole project's cost and what it cost last year."""
    for indicator in form.indicators:
        value = indicator.previous.value
        is_whole = bool(form.budget) and indicator.target.value == form.budget  # the unit may have been left out
        if value is not None and (is_whole or indicator.is_total_cost(form.budget)):
            return indicator, value
    return None


@rule(
    "previous.cost",
    family=FAMILY,
    title="上年成本与上年数量、标准相符",
    why="上年有人领、有事办，成本就不是 0；上年人数乘以标准应等于上年成本（按月的标准容许整月）",
    example="上年保障 70 人，上年总成本 0 万元",
    severity="warning",
    tolerance="上年成本末位的半个单位",
)
@never_silent
def former_costs(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    for form in _forms(facts):
        cost = _cost(form)
        if cost is None:
            continue
        indicator, value = cost
        done = [i for i in form.indicators if not i.is_percent and not i.money() and i is not indicator
                and (i.previous.value or _ZERO) > 0]  # fmt: skip
        if value:
            yield _former_product(form, indicator, value)
        elif done:
            people = [i for i in done if i.is_people]
            first = (people or done)[0]
            message = (
                f"“{first.row.text('indicator')}”上年完成 {first.row.text('previous')}，"
                f"“{indicator.row.text('indicator')}”上年却为 {indicator.row.text('previous')}。"
            )
            severity = "warning" if form.people and first in form.people else "note"
            yield of_indicator("previous.cost", severity, message, indicator, "previous", value)


def _former_product(form: Form, cost: Indicator, value: Decimal) -> Check:
    people = [i for i in form.people if i.previous.value]
    rates = [(money[0], set(money[1])) for i in form.indicators if (money := i.money("previous")) and money[1]]
    if not rates and form.project is not None:
        rates = standards_of(form.project.text("subsidy_standard"))
    if len(people) != 1 or len(rates) != 1 or not rates[0][1] & set(words("persons")) or "天" in rates[0][1]:
        return NotChecked(f"{form.name}：上年的人数、标准、成本不全")
    count = people[0].previous.value
    assert count is not None
    product = count * rates[0][0]
    monthly = "月" in rates[0][1]
    rounds = max(1, min(_MONTHS, round(value / product))) if monthly else 1
    if abs(product * rounds - value) <= half_unit(value) + Decimal("0.005"):
        return Passed()
    often = "，按整月都不相符" if monthly else ""
    message = (
        f"上年 {plain(count)} 人（第 {people[0].line} 行）× {plain(rates[0][0] * _WAN)} 元 = {plain(product)} 万元"
        f"{'/月' if monthly else ''}，上年成本印作 {value:f} 万元{often}，上年值互相矛盾。"
    )
    expected = None if monthly else product
    return of_indicator("previous.cost", "note" if monthly else "warning", message, cost, "previous", value, expected)


@rule(
    "previous.same",
    family=FAMILY,
    title="同一群人的上年数各表一致",
    why="同一单位两张表都说同一类人上年有多少，应是同一个数",
    example="一表村干部上年 80 人，另一表 86 人",
    severity="warning",
    tolerance=EXACT,
)
@never_silent
def same_people(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    groups: dict[str, list[Indicator]] = defaultdict(list)
    for form in _forms(facts):
        for indicator in form.indicators:
            noun = pattern("common_words").sub("", indicator.stem)
            if indicator.is_people and indicator.previous.value and not pattern("vague_nouns").match(noun):
                groups[noun].append(indicator)
    for noun, rows in groups.items():
        other = next((i for i in rows[1:] if i.previous.value != rows[0].previous.value), None)
        if other is None:
            yield from (Passed() for _ in rows[1:])
            continue
        first = rows[0]
        there = f"第 {other.line} 行为 {other.row.text('previous')}"
        message = f"“{noun}”上年人数此处为 {first.row.text('previous')}，{there}，不一致。"
        yield of_indicator(
            "previous.same", "warning", message, first, "previous", first.previous.value, other.previous.value
        )


@rule(
    "previous.lower-target",
    family=FAMILY,
    title="目标不低于上年完成值",
    why="质量、满意度目标低于上年已经做到的水平，应说明理由",
    example="满意度目标 ≥98%，上年完成 100%",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def lower_targets(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    lower: list[Indicator] = []
    for indicator in [i for form in _forms(facts) for i in form.indicators if i.is_percent]:
        target, previous = indicator.target.value, indicator.previous
        if target is None or previous.value is None or previous.unit != "%" or previous.value <= 1:
            continue
        if indicator.target.operator in (">=", ">", "=") and target < previous.value:
            lower.append(indicator)
        else:
            yield Passed()
    if lower:
        first = lower[0]
        lines = "、".join(str(i.line) for i in lower)
        message = (
            f"{len(lower)} 个指标的目标低于上年完成值（如“{first.row.text('indicator')}”目标 "
            f"{first.row.text('target')}，上年 {first.row.text('previous')}），未说明理由：第 {lines} 行。"
        )
        yield of_indicator(
            "previous.lower-target", "note", message, first, "target_value", first.target.value, first.previous.value
        )


@rule(
    "previous.unit",
    family=FAMILY,
    title="上年完成值与指标的单位一致",
    why="百分率指标的上年值应为百分数：写成月数、漏百分号或写成小数都不可比；定性目标的上年值不会是百分数",
    example="“资金拨付及时率（%）”上年完成值“10月”；“满意度（%）”上年完成值“98”",
    severity="warning",
    tolerance=EXACT,
)
@never_silent
def former_units(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    for form in _forms(facts):
        odd: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
        for indicator in form.indicators:
            kind = _oddity(indicator)
            if kind:
                odd[kind].append(indicator)
            elif indicator.previous.value is not None:
                yield Passed()
        for (severity, told), rows in odd.items():
            shown = "、".join(
                f"“{i.row.text('indicator')}”上年 {i.row.text('previous')}（第 {i.line} 行）" for i in rows
            )
            message = f"{shown}：{told}。"
            yield of_indicator("previous.unit", severity, message, rows[0], "previous", rows[0].previous.value)


def _oddity(indicator: Indicator) -> tuple[str, str] | None:
    text = fold(indicator.row.text("previous")).lstrip("=≥≤><")
    value = indicator.previous.value
    if value is None:
        return None
    if indicator.is_percent and not text.endswith("%"):
        if not re.fullmatch(r"[\d.]+", text):
            return "warning", "指标是百分率，上年值的单位不符"
        return "note", "百分率写成小数" if 0 < value <= 1 else "上年值漏百分号"
    if text.endswith("%") and indicator.row.text("target") and indicator.target.value is None:
        return "note", "目标是定性的，上年值却是百分数"
    return None


@rule(
    "previous.none",
    family=FAMILY,
    title="结转项目填写上年完成值",
    why="上年结转的项目上年已经执行，上年完成情况不应全填“无”",
    example="2023 年的结转项目，上年完成值全为“无”",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def carried_over(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    carried = rows_of_projects(facts, "carryover")
    blank = []
    for form in _forms(facts):
        years = [int(year) for year in _YEAR.findall(form.name)]
        past = form.row.text("project_id") in carried or bool(years and max(years) < facts.year)
        if not past:
            continue
        if all(has("nothing", i.row.text("previous")) for i in form.indicators):
            blank.append(form)
        else:
            yield Passed()
    if blank:
        names = listed([form.name for form in blank])
        message = f"{len(blank)} 个上年的项目（{names}）上年已经执行，上年完成值仍全填“无”。"
        yield of_indicator("previous.none", "note", message, blank[0].indicators[0], "previous")


@rule(
    "previous.claim",
    family=FAMILY,
    title="上年经费与文字推出的上年数一致",
    why="文字写明比上年增减多少，今年数减增减额就是上年数；绩效表的上年经费与之只差一点的，多为四舍五入或抄写之差",
    example="文字推出上年 16.5 万元，绩效表上年完成 16.4 万元",
    severity="note",
    tolerance="相差百分之一以内才视为同一个数",
)
@never_silent
def former_claims(facts: Facts) -> Iterator[Check]:
    yield from _none(facts)
    claims = [c for c in facts.rows("claims") if c.amount("change") and c.text("baseline") == "previous_year"]
    for form in _forms(facts):
        cost = _cost(form)
        claim = next((c for c in claims if form.budget and c.amount("amount") == form.budget), None)
        if cost is None or claim is None or not cost[1]:
            continue
        indicator, value = cost
        former = (claim.amount("amount") or _ZERO) - (claim.amount("change") or _ZERO)
        if value != former and abs(value - former) <= _NEARLY * former:
            message = (
                f"第 {claim.line} 行{claim.text('subject')} {claim.amount('amount'):f}，"
                f"比上年 {claim.amount('change'):+f}，上年应为 {former:f}；"
                f"绩效表上年为 {value:f}，差 {value - former:+f}。"
            )
            yield of_indicator("previous.claim", "note", message, indicator, "previous", value, former)
        else:
            yield Passed()
