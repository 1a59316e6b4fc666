"""Family 5: the targets of indicators against the unit's staff and vehicles, the goal's text, and themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.performance.view import Form, Indicator, forms_of, never_silent, plain
from mingzhang.audit.performance.words import bigrams, has, pattern, words
from mingzhang.audit.projects.amounts import FAMILY
from mingzhang.audit.projects.stated import count_of
from mingzhang.audit.registry import EXACT, rule
from mingzhang.money import round_to
from mingzhang.text import fold

_HUNDRED = Decimal(100)
_ALIKE = 2  # pairs of characters in common that tie a number in the goal to an indicator


def of_indicator(
    rule_id: str, severity: str, message: str, indicator: Indicator, column: str,
    actual: Decimal | None = None, expected: Decimal | None = None,
) -> Finding:  # fmt: skip
    """A finding at an indicator's row."""
    row = indicator.row
    return Finding(rule_id, severity, message, row.resource, column, row.line, row.label, actual, expected)


@rule(
    "target.staff",
    family=FAMILY,
    title="整体绩效表的人数、车辆数与人员情况、资产情况一致",
    why="在职、离退休人数和车辆数在机构人员情况、国有资产占用情况中已有；整体绩效表的保障人数、车辆数、在职人员控制率应与之相符",
    example="指标“离退休保障人数 ≥35 人”，人员情况中离退休共 32 人",
    severity="warning",
    tolerance=EXACT,
)
@never_silent
def staff(facts: Facts) -> Iterator[Check]:
    counts = {row.text("item"): count_of(row, "count") for row in facts.rows("staffing")}
    forms = [form for form in forms_of(facts) if not form.is_project and not form.is_evaluation]
    if not forms or not (counts or facts.rows("assets")):
        yield NotChecked("没有整体绩效目标表，或没有人员、资产情况")
        return
    for indicator in [i for form in forms for i in form.indicators if i.target.value is not None]:
        name = indicator.name
        if pattern("staff_rate").match(name):
            yield _staff_rate(indicator, counts.get("serving"), counts.get("establishment"))
        elif pattern("staff", "serving").match(name):
            yield _count(indicator, counts.get("serving"), "人员情况中在职")
        elif pattern("staff", "retired").match(name):
            retired = [n for key in ("retired", "retired_veteran") if (n := counts.get(key)) is not None]
            yield _count(indicator, sum(retired) if retired else None, "人员情况中离退休")
        elif pattern("vehicles").match(name):
            yield _vehicles(facts, indicator)


def _count(indicator: Indicator, actual: int | None, where: str) -> Check:
    value, sign = indicator.target.value, indicator.target.operator
    assert value is not None
    if actual is None:
        return NotChecked(f"{indicator.row.label}：{where}没有数")
    fits = value <= actual if sign == ">=" else value >= actual if sign == "<=" else value == actual
    if fits:
        return Passed()
    message = f"指标“{indicator.row.text('indicator')}”为 {indicator.row.text('target')}，{where}为 {actual}，不符。"
    return of_indicator("target.staff", "warning", message, indicator, "target_value", value, Decimal(actual))


def _vehicles(facts: Facts, indicator: Indicator) -> Check:
    rows = [row for row in facts.rows("assets") if pattern("vehicle_assets").fullmatch(fold(row.text("item")))]
    count = count_of(rows[0], "quantity") if rows else None
    check = _count(indicator, count, "国有资产占用情况中车辆")
    in_use = indicator.target.operator == "=" and has("in_use", indicator.row.text("basis"))
    if isinstance(check, Finding) and in_use:
        message = f"{check.message[:-1]}，而指标依据就是实际车辆（“{indicator.row.text('basis')}”）。"
        return of_indicator("target.staff", "error", message, indicator, "target_value", check.actual, check.expected)
    return check


def _staff_rate(indicator: Indicator, serving: int | None, posts: int | None) -> Check:
    if not serving or not posts:
        return NotChecked(f"{indicator.row.label}：没有在职人数或编制数")
    rate = _HUNDRED * serving / posts
    value, sign = indicator.target.value, indicator.target.operator
    assert value is not None
    if sign in ("<=", "<") or abs(rate - value) <= Decimal("0.5"):
        return Passed()
    message = (
        f"在职 {serving} ÷ 编制 {posts} = {plain(rate)}%，指标“{indicator.row.text('indicator')}”却为"
        f" {indicator.row.text('target')}；控制率是上限，通常写“≤”。"
    )
    return of_indicator("target.staff", "warning", message, indicator, "target_value", value, round_to(rate, 2))


@rule(
    "target.goal",
    family=FAMILY,
    title="指标值与绩效目标文字、整体表同名指标一致",
    why="绩效指标是目标文字的量化，同一事项的数目在目标文字、项目表、整体表中应相同",
    example="目标写“不少于 3 次培训”，指标“开展培训”为 >5 次",
    severity="warning",
    tolerance=EXACT,
)
@never_silent
def goals(facts: Facts) -> Iterator[Check]:
    forms = forms_of(facts)
    overall = [form for form in forms if not form.is_project]
    for form in forms:
        conflicts: dict[int, tuple[Indicator, list[str]]] = {}
        for check in [*_against_goals(form, overall), *_against_twins(form, forms)]:
            if isinstance(check, Passed):
                yield check
                continue
            indicator, told = check
            conflicts.setdefault(indicator.line, (indicator, []))[1].append(told)
        for indicator, clauses in conflicts.values():
            said = "；".join(clauses)
            message = f"“{indicator.row.text('indicator')}”为 {indicator.row.text('target')}，{said}，不一致。"
            yield of_indicator("target.goal", "warning", message, indicator, "target_value")
    if not any(form.row.text("goal") for form in forms):
        yield NotChecked("没有绩效目标文字")


Conflict = tuple[Indicator, str]


def _against_goals(form: Form, overall: Sequence[Form]) -> Iterator[Conflict | Passed]:
    """The numbers of the form's own goal and the overall goal against the indicators that they are about."""
    for source in [form, *(other for other in overall if other is not form)]:
        for clause, sign, value, unit in _numbers(source.row.text("goal")):
            indicator = _meant(form.indicators, clause, unit)
            if indicator is None or _parts_of(form, value, unit):
                continue
            if _agrees(indicator, sign, value):
                yield Passed()
            else:
                where = "本表目标" if source is form else "整体目标"
                yield indicator, f"{where}写“{clause}”"


def _parts_of(form: Form, value: Decimal, unit: str) -> list[Indicator]:
    """The indicators of one unit that add up to ``value``, none when there is one or they do not."""
    same = [i for i in form.indicators if i.target.value is not None and _same_unit(i.target.unit, unit)]
    summed = sum((i.target.value or Decimal(0) for i in same), Decimal(0))
    return same if len(same) > 1 and summed == value else []


@dataclass(frozen=True)
class SumOfParts:
    """A number in a form's goal that is one thing's by its words, and several things' sum by the indicators."""

    form: Form
    clause: str
    value: Decimal
    indicators: list[Indicator]


def sums_of_parts(form: Form) -> Iterator[SumOfParts]:
    """The numbers in a form's goal that only several indicators together make."""
    for clause, _, value, unit in _numbers(form.row.text("goal")):
        parts = _parts_of(form, value, unit)
        if parts and _meant(form.indicators, clause, unit) is not None:
            yield SumOfParts(form, clause, value, parts)


def _against_twins(form: Form, forms: Sequence[Form]) -> Iterator[Conflict]:
    """The counts of the overall form against those of the same name in the forms of projects."""
    if form.is_project:
        return
    others = [i for other in forms if other.is_project for i in other.indicators if not i.is_percent]
    for indicator in form.indicators:
        for twin in others:
            if indicator.stem and twin.stem == indicator.stem and _differ(indicator, twin):
                yield indicator, f"项目表第 {twin.line} 行同名指标为 {twin.row.text('target')}"


def _differ(one: Indicator, other: Indicator) -> bool:
    ours, theirs = one.target, other.target
    known = ours.value is not None and theirs.value is not None and ours.unit == theirs.unit
    return known and (ours.operator, ours.value) != (theirs.operator, theirs.value)


def _numbers(goal: str) -> Iterator[tuple[str, str, Decimal, str]]:
    """The numbers of things in a goal: the clause, the operator, the value and the unit."""
    for clause in pattern("clause_ends").split(fold(goal)):
        for match in pattern("goal_number").finditer(clause):
            sign = ">=" if match[1] in words("at_least") else "=" if not match[1] else "~"
            value = Decimal(match[2]) * (10000 if match[3] else 1)
            yield clause, "~" if match[4] else sign, value, match[5]


def _meant(indicators: Sequence[Indicator], clause: str, unit: str) -> Indicator | None:
    """The one indicator that a number in a clause is about: the unit is the same, the words are most alike."""
    pairs = bigrams(clause)
    scored = [
        (len(bigrams(i.stem) & pairs), i) for i in indicators
        if i.target.value is not None and _same_unit(i.target.unit, unit)
    ]  # fmt: skip
    best = max((score for score, _ in scored), default=0)
    fitting = [i for score, i in scored if score == best]
    return fitting[0] if best >= _ALIKE and len(fitting) == 1 else None


def _same_unit(one: str, other: str) -> bool:
    people = words("persons")
    return one == other or (one in people and other in people) or {one, other} == {"场", "场次"}


def _agrees(indicator: Indicator, sign: str, value: Decimal) -> bool:
    if sign == "~" or indicator.target.value != value:
        return sign == "~"
    return indicator.target.operator not in (">", "<")
