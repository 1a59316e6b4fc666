"""Family 5: the goals and achievements of forms as texts: what they leave out, copy, or say otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mingzhang.audit.careless.source import locate
from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.performance.indicators import SumOfParts, sums_of_parts
from mingzhang.audit.performance.view import Form, forms_of, half_unit, listed, never_silent, plain
from mingzhang.audit.performance.words import bigrams, pattern
from mingzhang.audit.projects.amounts import FAMILY
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_COPIED = 80  # so many characters running in common are no coincidence
_MENTIONED = 0.6
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?=[^\d.年月日号])")
_DATE = re.compile(r"\d{4}年(?:度|\d{1,2}月(?:\d{1,2}日)?)?")


def _of_text(
    rule_id: str, severity: str, message: str, facts: Facts, form: Form, column: str,
    actual: Decimal | None = None, expected: Decimal | None = None,
) -> Finding:  # fmt: skip
    """A finding at a text of a form: a self-evaluation has several, so that the line of the text itself is told."""
    line = locate(facts, form.row.text(column), form.line) if form.is_evaluation else form.line
    return Finding(rule_id, severity, message, "performance_forms", column, line, form.name, actual, expected)


@rule(
    "form.goal-budget",
    family=FAMILY,
    title="绩效目标文字中的预算金额等于年初预算数",
    why="预期目标是年初设定的，所写预算金额应为年初预算数；写成全年预算数说明目标是事后填写的",
    example="目标写“预算金额：8 万元”，年初预算数 10，全年预算数 8",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def goal_budgets(facts: Facts) -> Iterator[Check]:
    for form in forms_of(facts):
        match = pattern("goal_budget").search(fold(form.row.text("goal")))
        first = form.row.amount("initial_budget") if form.is_evaluation else form.budget
        if match is None or first is None:
            continue
        said, adjusted = Decimal(match[1]), form.row.amount("full_year_budget")
        if abs(said - first) <= half_unit(said) + half_unit(first):
            yield Passed()
            continue
        message = f"目标写“{match[0]}”，年初预算数为 {plain(first)} 万元"
        message += "；所写是全年预算数" if said == adjusted else ""
        severity = "note" if said == adjusted else "warning"
        yield _of_text("form.goal-budget", severity, f"{message}。", facts, form, "goal", said, first)
    if not any(form.row.text("goal") for form in forms_of(facts)):
        yield NotChecked("没有绩效目标文字")


@rule(
    "evaluation.text",
    family=FAMILY,
    title="实际完成情况写明完成了什么",
    why="实际完成情况应与年度目标逐项对应并写出数量；照抄目标原文、目标有数量而完成情况没有、完成的事不在目标之内，都看不出目标是否实现",
    example="目标写培训 600 人、57 个站点，完成情况没有一个数",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def achievements(facts: Facts) -> Iterator[Check]:
    forms = [form for form in forms_of(facts) if form.is_evaluation]
    if not forms:
        yield NotChecked("没有绩效自评表")
    for form in forms:
        goal, done = fold(form.row.text("goal")), fold(form.row.text("achievement"))
        if not goal or not done:
            yield NotChecked(f"{form.name}：没有目标或完成情况")
            continue
        found = list(_of_achievement(facts, form, goal, done))
        yield from found or [Passed()]


def _of_achievement(facts: Facts, form: Form, goal: str, done: str) -> Iterator[Check]:
    if any(goal[at : at + _COPIED] in done for at in range(0, len(goal) - _COPIED + 1)):
        message = f"“{form.name}”实际完成情况大段照抄年度预期目标的原文，不是实际完成情况。"
        yield _of_text("evaluation.text", "note", message, facts, form, "achievement")
    numbers = _NUMBER.findall(_DATE.sub("", goal))
    if len(numbers) > 1 and not _NUMBER.findall(_DATE.sub("", done)):
        message = f"“{form.name}”目标有 {len(numbers)} 个数，实际完成情况没有写数量，只复述目标。"
        yield _of_text("evaluation.text", "note", message, facts, form, "achievement")
    counted = [i for i in form.indicators if i.target.value is not None and not i.is_percent and len(i.stem) > 1]
    asked = [i for i in counted if _mentions(goal, i.stem)]
    extra = [i for i in counted if i not in asked and _mentions(done, i.stem)]
    if extra and len(asked) > len(counted) / 2:
        names = listed([i.row.text("indicator") for i in extra])
        message = f"指标和完成情况有{names}，年度预期目标没有。"
        yield _of_text("evaluation.text", "note", message, facts, form, "goal")


def _mentions(text: str, stem: str) -> bool:
    pairs = bigrams(stem)
    return len(pairs & bigrams(text)) >= _MENTIONED * len(pairs)


@rule(
    "evaluation.goal-parts",
    family=FAMILY,
    title="目标所述数量不是几个指标的合计",
    why="目标写某物若干，指标却把这个数分给几样不同的东西，目标的说法不确切",
    example="目标“9 部专题片”，指标为专题片 1 部、短片 8 部",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def goal_parts(facts: Facts) -> Iterator[Check]:
    found: list[SumOfParts] = [part for form in forms_of(facts) for part in sums_of_parts(form)]
    if not any(form.row.text("goal") for form in forms_of(facts)):
        yield NotChecked("没有绩效目标文字")
    for part in found:
        told = "、".join(f"“{i.row.text('indicator')}”{i.row.text('target')}" for i in part.indicators)
        message = f"目标写“{part.clause}”，指标为{told}，合计才是 {plain(part.value)}。"
        yield _of_text("evaluation.goal-parts", "note", message, facts, part.form, "goal")
