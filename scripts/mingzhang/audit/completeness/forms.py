"""Family 6, performance forms: every kind of indicator, nothing left blank, scores and reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from mingzhang.audit.careless.source import locate
from mingzhang.audit.completeness.score import FAMILY
from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_FEW = 3


def _by_form(facts: Facts) -> dict[str, list[Row]]:
    forms: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("performance_indicators"):
        forms[row.text("form_id")].append(row)
    return forms


@rule(
    "complete.indicators",
    family=FAMILY,
    title="绩效指标的种类齐全，各栏不空",
    why="绩效指标应有产出（数量、质量、时效、成本）、效益和满意度；整栏空白说明没有填",
    example="整体绩效表的指标全是数量指标",
    severity="note",
    tolerance=EXACT,
)
def indicators(facts: Facts) -> Iterator[Check]:
    forms = {row.text("form_id"): row for row in facts.rows("performance_forms")}
    by_form = _by_form(facts)
    if not by_form:
        yield NotChecked("没有绩效指标")
        return
    for form_id, rows in by_form.items():
        form = forms.get(form_id)
        kinds = {row.text("subcategory") for row in rows}
        if form and form.text("scope") == "overall" and len(rows) >= _FEW and len(kinds) == 1:
            message = f"整体绩效表的 {len(rows)} 个指标全是{kinds.pop()}，没有其他种类的指标"
            yield Finding("complete.indicators", "note", message, "performance_indicators", "category", form.line,
                          form.text("name"))  # fmt: skip
        elif not any(row.text("category") for row in rows) and len(by_form) > 1:
            line = locate(facts, "二级指标", form.line if form else rows[0].line)
            message = "这张表没有一级指标一栏，其他表都有"
            yield Finding("complete.indicators", "note", message, "performance_forms", "category", line,
                          form.text("name") if form else "")  # fmt: skip
        else:
            yield Passed()
    projects = [
        rows for form_id, rows in by_form.items() if form_id in forms and forms[form_id].text("scope") == "project"
    ]
    yield from _lacking_kinds(facts, projects)
    yield from _blank_columns(facts, projects)


def _lacking_kinds(facts: Facts, projects: Sequence[Sequence[Row]]) -> Iterator[Check]:
    """Kinds of indicators that most project forms lack: cost and satisfaction."""
    lines = {row.text("form_id"): row.line for row in facts.rows("performance_forms")}
    told: list[str] = []
    first = 0
    for kind in ("成本指标", "满意度指标"):
        without = [
            rows
            for rows in projects
            if not any(kind[:2] in row.text("category") + row.text("subcategory") for row in rows)
        ]
        if len(without) * 2 > len(projects) > 1:
            told.append(f"{len(without)} 张没有{kind}")
            first = first or lines[without[0][0].text("form_id")]
    if told:
        message = f"{len(projects)} 张项目绩效表中，{'，'.join(told)}"
        yield Finding("complete.indicators", "note", message, "performance_indicators", "category", first, "指标种类")


def _blank_columns(facts: Facts, projects: Sequence[Sequence[Row]]) -> Iterator[Check]:
    rows = [row for form in projects for row in form]
    kinds = {row.text("form_kind") for row in facts.rows("performance_forms")}
    for column, title in (("weight", "指标权重"), ("previous", "上年完成值")):
        if not rows or (column == "previous" and kinds != {"target"}):
            continue
        blank = all(row.text(column) == "" and row.amount(column) is None for row in rows)
        if blank:
            line = min(row.line for row in facts.rows("performance_forms") if row.text("scope") == "project")
            if column == "previous":
                line = min(locate(facts, "上年完成", line), rows[0].line)
            message = f"{len(projects)} 张项目绩效表的{title}全部空白"
            yield Finding("complete.indicators", "note", message, "performance_indicators", column, line, title)
        else:
            yield Passed()


@rule(
    "complete.self-evaluation",
    family=FAMILY,
    title="绩效自评有总分，说附有的报告在",
    why="自评应打总分；正文说“附……评价报告”，文件里就应有",
    example="正文说附部门评价报告，文件里没有",
    severity="warning",
    tolerance=EXACT,
)
def self_evaluation(facts: Facts) -> Iterator[Check]:
    forms = [row for row in facts.rows("performance_forms") if row.text("form_kind") == "self_evaluation"]
    if not forms:
        yield NotChecked("没有绩效自评表")
        return
    for form in forms:
        if form.amount("total_score") is None:
            message = "自评表没有总分"
            yield Finding("complete.self-evaluation", "note", message, "performance_forms", "total_score", form.line,
                          form.text("name"))  # fmt: skip
        else:
            yield Passed()
    titles = [fold(row.text("section") + row.text("subsection")) for row in facts.rows("explanation")]
    titles += [fold(row.text("title")) for row in facts.rows("tables")]
    for row in facts.rows("explanation"):
        match = re.search("附[^。]{0,40}?(?P<report>部门评价报告|评价报告|绩效报告)", fold(row.text("text")))
        if match and not any(match.group("report") in title for title in titles):
            message = f"正文说附有“{match.group('report')}”，文件中没有"
            yield Finding("complete.self-evaluation", "warning", message, "tables", "title", row.line,
                          match.group("report"))  # fmt: skip
