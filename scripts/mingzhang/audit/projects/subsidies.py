"""Family 5: people, standards and amounts of a subsidy, in a project's description and in its form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.performance.view import Form, Indicator, forms_of, half_unit, never_silent, plain
from mingzhang.audit.performance.words import has, pattern
from mingzhang.audit.projects.amounts import FAMILY
from mingzhang.audit.projects.stated import count_of
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_WAN = Decimal(10000)
_MONTHS = 12
_NEARLY = Decimal("0.8")
_DAYS = 366
_TIMES_A_YEAR = {"年": 1, "月": _MONTHS, "天": _DAYS, "日": _DAYS}
_PERSONS = {"人", "名", "位"}


def standards_of(text: str) -> list[tuple[Decimal, set[str]]]:
    """The standards of a subsidy in 万元, each with what it is paid per."""
    found = pattern("standard").finditer(fold(text))
    return [(Decimal(m[1]) / (1 if m[2] == "万元" else _WAN), set(re.findall(r"[^/]+", m[3]))) for m in found]


def a_year(per: set[str]) -> int:
    """How often at most a standard is paid in a year."""
    return next((times for unit, times in _TIMES_A_YEAR.items() if unit in per), 1)


@rule(
    "project.subsidy",
    family=FAMILY,
    title="补贴人数 × 补贴标准等于项目资金",
    why="补贴人数、标准、金额三者相乘应相符。标准按月、按天的，容许整月、整天；标准只有一个数且带单位时才核对；"
    "绩效表另有人数、标准恰好算出项目资金的，判为说明中的人数有误",
    tolerance="项目资金末位的半个单位",
    example="20 人 × 300 元/人/年 = 0.6 万元，项目资金印作 0.7 万元",
)
@never_silent
def subsidy(facts: Facts) -> Iterator[Check]:
    forms = {form.project.text("project_id"): form for form in forms_of(facts) if form.project}
    for project in facts.rows("projects"):
        count, amount = count_of(project, "beneficiary_count"), project.amount("amount")
        standards = standards_of(project.text("subsidy_standard"))
        if not count or amount is None:
            if project.text("subsidy_standard"):
                yield NotChecked(f"{project.label}：没有补贴人数或金额")
            continue
        if len(standards) == 1 and pattern("one_standard").fullmatch(fold(project.text("subsidy_standard"))):
            yield from _product(project, count, amount, standards[0], forms.get(project.text("project_id")))
        elif len(standards) > 1 and not has("more_standards", project.text("subsidy_standard")):
            yield from _ceiling(project, count, amount, standards)
        else:
            yield NotChecked(f"{project.label}：补贴标准不是带单位的数")


def _product(
    project: Row, count: int, amount: Decimal, standard: tuple[Decimal, set[str]], form: Form | None
) -> Iterator[Check]:
    value, per = standard
    if not per & _PERSONS:
        yield NotChecked(f"{project.label}：补贴标准不是按人计算")
        return
    if "次" in per:
        yield NotChecked(f"{project.label}：补贴标准按次计算，没有次数")
        return
    one_round, times = count * value, a_year(per)
    rounds = max(1, round(amount / one_round)) if times > 1 else 1
    expected = one_round * min(rounds, times)
    if abs(expected - amount) <= half_unit(amount):
        yield Passed()
        return
    fitting = _fitting_people(form, amount)
    unit = "" if times == 1 else f" × {min(rounds, times)}"
    message = (
        f"补贴人数 {count} × 标准 {plain(value * _WAN)} 元{unit} = {expected.normalize():f} 万元，项目资金 {amount:f}"
    )
    message += f"，差 {(amount - expected).normalize():+f}"
    if fitting is not None:
        message += f"；绩效表的 {plain(fitting)} 人按其标准恰为 {amount:f}，人数 {count} 有误"
    yield Finding(
        "project.subsidy", "warning" if fitting is None else "error", f"{message}。", project.resource,
        "beneficiary_count", project.line, project.label, Decimal(count), fitting,
    )  # fmt: skip


def _fitting_people(form: Form | None, amount: Decimal) -> Decimal | None:
    """The people of the form whose standards make the amount exactly."""
    if form is None:
        return None
    rates = [money[0] for i in form.indicators if (money := i.money()) and set(money[1]) & _PERSONS]
    for people in form.people:
        assert people.target.value is not None
        if rates and abs(people.target.value * sum(rates) - amount) <= half_unit(amount):
            return people.target.value
    return None


def _ceiling(project: Row, count: int, amount: Decimal, standards: list[tuple[Decimal, set[str]]]) -> Iterator[Check]:
    most = sum((value * a_year(per) for value, per in standards), Decimal(0)) * count
    if amount <= most + half_unit(amount):
        yield Passed()
        return
    each = " + ".join(f"{plain(value * _WAN)} 元" for value, _ in standards)
    message = (
        f"补贴 {count} 人，即使每人领足各项标准（{each}）也只有 {most.normalize():f} 万元，"
        f"少于项目资金 {amount:f}，人数、标准与金额不合。"
    )
    yield Finding(
        "project.subsidy", "warning", message, project.resource, "amount", project.line, project.label, amount, most
    )


@rule(
    "project.standard-text",
    family=FAMILY,
    title="补贴标准写明，且与绩效表的标准一致",
    why="有补贴人数就应有可核对的标准；绩效表按人列示的标准应在项目说明中都有",
    example="绩效表列保险 300 元/人、体检 800 元/人，项目说明的补贴标准只有 300 元/人",
    severity="warning",
    tolerance=EXACT,
)
@never_silent
def standard_text(facts: Facts) -> Iterator[Check]:
    forms = {form.project.text("project_id"): form for form in forms_of(facts) if form.project}
    for project in facts.rows("projects"):
        text = project.text("subsidy_standard")
        if not text and not count_of(project, "beneficiary_count"):
            continue
        if not has("any_number", text):
            if has("no_standard_needed", text):
                yield Passed()
            else:
                message = f"有补贴人数，补贴标准却没有数：“{text}”，无从核对。"
                yield Finding(
                    "project.standard-text", "note", message, project.resource, "subsidy_standard", project.line,
                    project.label,
                )  # fmt: skip
            continue
        form = forms.get(project.text("project_id"))
        yield from (
            _lacking(project, form, {value for value, _ in standards_of(text)})
            if form
            else [NotChecked(f"{project.label}：没有绩效表")]
        )


def _lacking(project: Row, form: Form, stated: set[Decimal]) -> Iterator[Check]:
    rates = [(i, m[0]) for i in form.indicators if (m := i.money()) and set(m[1]) & _PERSONS and "次" not in m[1]]
    lacking = [(i, value) for i, value in rates if value not in stated]
    if not lacking or not stated or len(lacking) == len(rates):
        yield Passed()
        return
    told = "、".join(f"“{i.row.text('indicator')}”{i.row.text('target')}（第 {i.line} 行）" for i, _ in lacking)
    message = f"补贴标准只写“{project.text('subsidy_standard')}”，绩效表另有{told}，漏列。"
    yield Finding(
        "project.standard-text", "warning", message, project.resource, "subsidy_standard", project.line, project.label
    )


@rule(
    "target.people",
    family=FAMILY,
    title="绩效表的受益人数等于项目说明的补贴人数",
    why="同一项目补贴多少人，项目说明与绩效指标不能说两个数；有一个指标与说明一致时，其余视为其中一部分人，只作提示",
    example="项目说明补贴 20 人，绩效指标“补贴人数”为 =19 人",
    tolerance=EXACT,
)
@never_silent
def people(facts: Facts) -> Iterator[Check]:
    if not facts.present("projects", "performance_indicators"):
        yield NotChecked("没有项目说明或绩效指标")
    for form in forms_of(facts):
        count = count_of(form.project, "beneficiary_count") if form.project and form.is_project else None
        if not count or form.project is None:
            continue
        if not form.people:
            yield NotChecked(f"{form.name}：绩效表没有受益人数")
            continue
        agreeing = [i for i in form.people if i.target.value == count]
        if sum((i.target.value or 0 for i in form.people), Decimal(0)) == count:
            agreeing = form.people
        for indicator in form.people:
            if indicator in agreeing:
                yield Passed()
            elif agreeing:
                yield _subset(form.project, count, indicator)
            else:
                yield _conflict(form, count, indicator)


def _subset(project: Row, count: int, indicator: Indicator) -> Finding:
    told = f"“{indicator.row.text('indicator')}”为 {indicator.row.text('target')}（第 {indicator.line} 行）"
    message = f"项目说明的补贴人数为 {count}，绩效表{told}，相差的人数没有说明。"
    return Finding(
        "target.people", "note", message, project.resource, "beneficiary_count", project.line, project.label,
        Decimal(count), indicator.target.value,
    )  # fmt: skip


def _conflict(form: Form, count: int, indicator: Indicator) -> Check:
    value, sign = indicator.target.value, indicator.target.operator
    assert value is not None and form.project is not None
    if sign in (">=", ">") and value < count:
        return NotChecked(f"{form.name}：人数指标是下限 {plain(value)}，与补贴人数 {count} 不矛盾")
    message = (
        f"项目说明的补贴人数为 {count}（第 {form.project.line} 行起），绩效指标“{indicator.row.text('indicator')}”"
        f"却为 {indicator.row.text('target')}，不能同真。"
    )
    sure = len(form.people) == 1 and value >= count * _NEARLY  # fewer may be some of the people
    return Finding(
        "target.people", "error" if sure else "warning", message, indicator.row.resource, "target_value",
        indicator.line, indicator.row.label, value, Decimal(count),
    )  # fmt: skip
