"""Family 8, facts: wrong years, 元 for 万元, decimals, rows and texts repeated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from mingzhang.audit.careless.source import locate
from mingzhang.audit.careless.wording import FAMILY
from mingzhang.audit.facts import STATEMENTS, Facts, Row
from mingzhang.audit.model import Check, Figure, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_TEN_THOUSAND = Decimal(10000)
_YEAR_AND_AMOUNT = re.compile(
    r"(?P<year>20\d\d)年(?:度)?(?:预算数|[^。;,，]{0,40}预算(?:数)?)?[:为是]?(?:[,，][^。;]{0,60}?预算)?(?P<amount>[\d,]+(?:\.\d+)?)万元,?[,，]?比上年"
)
_TABLES = ("general_expenditure", "expenditure", "basic_expenditure", "three_public", "fiscal_summary")
_MANY_REASONS = 4
_MANY_GOALS = 2


def _amounts(facts: Facts) -> set[Decimal]:
    return {value for table in _TABLES for row in facts.rows(table) for value in row.record.values.values()
            if isinstance(value, Decimal) and value}  # fmt: skip


@rule(
    "careless.year",
    family=FAMILY,
    title="年份是本年",
    why="“××年预算数为……，比上年……”说的应是公开的年度；金额是本年的数而年份是往年的，是旧稿残留",
    example="2024年预算里写“2022年预算数为5万元”，5万元正是2024年的数",
)
def years(facts: Facts) -> Iterator[Check]:
    known = _amounts(facts)
    for row in facts.rows("explanation"):
        matches = list(_YEAR_AND_AMOUNT.finditer(fold(row.text("text"))))
        if not matches:
            continue
        for match in matches:
            year, amount = int(match.group("year")), Decimal(match.group("amount").replace(",", ""))
            if year == facts.year:
                yield Passed()
                continue
            told = "正是本年表中的数" if amount in known else "上下文说的是本年"
            message = (
                f"“{match.group('year')}年……{amount:f}万元，比上年……”：{told}，年份应为 {facts.year}，疑为旧稿残留"
            )
            severity = "error" if amount in known and facts.kind == "budget" and year < facts.year else "warning"
            yield Finding("careless.year", severity, message, "claims", "text", row.line, match.group("year"))
    for row in facts.rows("performance_forms"):
        goal = row.text("goal")
        other = re.search(r"完成(20\d\d)年度", goal)
        if facts.kind == "budget" and other and int(other.group(1)) != facts.year:
            message = f"{facts.year} 年项目的目标写“{other.group()}”，可能是年份未改"
            yield Finding("careless.year", "note", message, "performance_forms", "goal", row.line, row.text("name"))


@rule(
    "careless.yuan",
    family=FAMILY,
    title="“元”没有当作“万元”",
    why="同一数按万元计与表中或其他文字相符，按元计差一万倍",
    example="财政拨款收支总预算500元；表中总计 500 万元",
)
def yuan(facts: Facts) -> Iterator[Check]:
    notes = [row for row in facts.rows("reading_notes") if row.text("kind") == "amount" and row.text("column")]
    if not notes:
        yield Passed()
    known = _amounts(facts)
    claimed = {(row.line, row.text("printed")) for row in notes if row.text("table") == "claims"}
    for note in notes:
        resource, column = note.text("table"), note.text("column")
        if any(line == note.line and printed in note.text("printed") for line, printed in claimed):
            yield Passed()  # the statement is judged against the tables: text.table, text.parts
            continue
        for row in facts.rows(resource):
            figure = facts.figure(row, column)
            if figure is None or not figure.value or row.line != note.line:
                continue
            whole = figure.value * _TEN_THOUSAND
            if f"{whole.normalize():f}" not in note.text("printed"):
                continue
            sure = _completes(facts, figure, whole)
            fits = sure or whole in known
            message = f"“{note.text('printed')}”：按元计为 {figure.value:f} 万元，" + (
                f"按万元计 {whole.normalize():f} 才与表和其他数相符，“元”应为“万元”" if fits else "单位疑应为万元"
            )
            severity = "error" if sure else "warning" if fits else "note"
            yield Finding("careless.yuan", severity, message, resource, column, row.line,
                          row.label, figure.value, whole)  # fmt: skip


def _completes(facts: Facts, figure: Figure, whole: Decimal) -> bool:
    """Whether the amount in 万元 makes the procurement's parts its total."""
    items = {row.text("item"): row.amount("amount") for row in facts.rows("procurement")}
    parts = [items.get(item) for item in ("goods", "works", "services")]
    if figure.resource != "procurement" or items.get("total") is None or None in parts:
        return False
    total = sum((part for part in parts if part is not None), Decimal(0)) - figure.value + whole
    return total == items["total"] or whole == items["total"]


@rule(
    "careless.places",
    family=FAMILY,
    title="一张表的小数位数一致",
    why="同一张表的金额印到同样的位数；个别数多印一位，四舍五入的口径就不一致",
    example="全表印两位小数，只有一个数印 0.125",
    severity="note",
    tolerance=EXACT,
)
def places(facts: Facts) -> Iterator[Check]:
    for table in STATEMENTS:
        figures = [
            f
            for row in facts.rows(table)
            for c, v in row.record.values.items()
            if isinstance(v, Decimal) and (f := facts.figure(row, c))
        ]
        longer = [f for f in figures if -int(f.value.as_tuple().exponent) > f.places]
        if not longer:
            yield Passed() if figures else NotChecked(f"{table}：没有数据")
            continue
        first = longer[0]
        message = f"表中金额印到 {first.places} 位小数，只有{first.label}印作 {first.value:f}"
        yield Finding("careless.places", "note", message, table, first.column, first.line, first.label, first.value)


@rule(
    "careless.duplicate-row",
    family=FAMILY,
    title="没有整行重复",
    why="同一张绩效表里三级指标和指标值都相同的两行，多印了一行",
    example="覆盖率 ≥2% 印了两行",
    severity="warning",
    tolerance=EXACT,
)
def duplicate_rows(facts: Facts) -> Iterator[Check]:
    seen: dict[tuple[str, ...], Row] = {}
    for row in facts.rows("performance_indicators"):
        key = tuple(row.text(c) for c in ("form_id", "indicator", "target", "category", "subcategory", "actual"))
        if not row.text("indicator"):
            continue
        if key in seen:
            message = f"“{row.text('indicator')} {row.text('target')}”与第 {seen[key].line} 行整行重复"
            yield Finding("careless.duplicate-row", "warning", message, "performance_indicators", "indicator",
                          row.line, row.text("indicator"))  # fmt: skip
        else:
            seen[key] = row
            yield Passed()


@rule(
    "careless.same-text",
    family=FAMILY,
    title="不同的事不用同一段话",
    why="每个项目的目标、每项增减的原因各有其实；逐字相同的话没有说明什么",
    example="六个性质不同的项目总体目标一字不差",
    severity="warning",
    tolerance=EXACT,
)
def same_text(facts: Facts) -> Iterator[Check]:
    goals: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("performance_forms"):
        if row.text("scope") == "project" and len(row.text("goal")) > 12:
            goals[fold(row.text("goal"))].append(row)
    for same in goals.values():
        if len(same) < _MANY_GOALS:
            yield Passed()
            continue
        lines = [locate(facts, row.text("goal"), row.line) for row in same]
        message = f"{len(same)} 个项目的总体目标逐字相同（第 {'、'.join(map(str, lines))} 行），与项目内容无关"
        yield Finding("careless.same-text", "warning", message, "performance_forms", "goal", lines[0], same[0].label)
    reasons: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("claims"):
        if len(row.text("reason")) > 6 and row.amount("change_percent") and row.text("code"):
            reasons[fold(row.text("reason"))].append(row)
    for same in reasons.values():
        unlike = {row.amount("change_percent") for row in same}
        if len(same) < _MANY_REASONS or len(unlike) < _MANY_REASONS:
            continue
        items = "、".join(f"{row.text('subject')} {row.amount('change_percent'):+f}%" for row in same)
        message = f"{len(same)} 项用同一个原因“{same[0].text('reason')[:40]}”，而增减各不相同：{items}"
        yield Finding("careless.same-text", "note", message, "claims", "reason", same[0].line, same[0].label)
