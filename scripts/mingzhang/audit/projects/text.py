"""Family 5: projects in running text and in the procurement table against the list of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Equation, Finding, NotChecked, Passed
from mingzhang.audit.performance.view import Form, forms_of, inner, listed, never_silent, places_of
from mingzhang.audit.performance.words import bigrams, pattern
from mingzhang.audit.projects.amounts import FAMILY, allocations_of, name_likeness, named
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_ALIKE = 0.65
_MENTIONED = 0.75
_ZERO = Decimal(0)


@rule(
    "claim.new-projects",
    family=FAMILY,
    title="文字所说新增项目个数不多于项目个数",
    why="增加原因中的新增项目应都在当年项目支出表中；多出的往往是把上年结转的项目也当作新增",
    example="原因称新增 4 个项目，项目支出表只有 1 个项目",
    severity="warning",
    tolerance=EXACT,
)
@never_silent
def new_projects(facts: Facts) -> Iterator[Check]:
    rows = [row for row in facts.rows("project_expenditure") if row.text("project")]
    found = [(c, m) for c in facts.rows("claims") if (m := pattern("new_projects").search(fold(c.text("reason"))))]
    if not found or not rows:
        yield NotChecked("文字没有说新增项目个数，或没有项目支出表")
        return
    for claim, match in found:
        if int(match[1]) <= len(rows):
            yield Passed()
            continue
        message = f"原因说新增 {match[1]} 个项目，项目支出表当年一共只有 {len(rows)} 个项目。"
        yield Finding(
            "claim.new-projects", "warning", message, "claims", "reason", claim.line, claim.label,
            Decimal(match[1]), Decimal(len(rows)),
        )  # fmt: skip


@rule(
    "claim.project-amount",
    family=FAMILY,
    title="文字所列的项目金额与项目一致",
    why="文字列出的项目（名称相近、金额只差舍入）与绩效表、项目表应是同一个数；精确位数不一时记为尾差",
    example="文字 2.3456 万元，绩效表 2.35 万元，差在四舍五入之内",
)
@never_silent
def claimed_amounts(facts: Facts) -> Iterator[Check]:
    projects = [row for row in facts.rows("projects") if row.amount("amount") is not None]
    if not projects or not facts.rows("claims"):
        yield NotChecked("没有项目或文字说明的数字")
        return
    exact = {row.amount("amount") for row in projects}
    for claim in facts.rows("claims"):
        amount = claim.amount("amount")
        if amount is None or claim.text("code") or amount in exact or not amount:
            continue
        rounded = [p for p in projects if _rounds(amount, p) and _alike(claim, p)]
        one, other = facts.figure(claim, "amount"), facts.figure(rounded[0], "amount") if rounded else None
        if one is not None and other is not None:
            about = "文字与项目的金额应相等"
            yield Equation("claim.project-amount", named(one, "文字"), (named(other, "项目"),), about)


def _rounds(amount: Decimal, project: Row) -> bool:
    other = project.amount("amount") or _ZERO
    fewer = min(places_of(amount), places_of(other))
    return abs(amount - other) <= Decimal(5).scaleb(-fewer - 1)


def _alike(claim: Row, project: Row) -> bool:
    return name_likeness(claim.text("subject"), project.text("name")) >= _ALIKE


@rule(
    "text.project",
    family=FAMILY,
    title="文字所说实施的项目都在项目清单中",
    why="绩效目标等文字称通过某项目实现目标，项目清单和绩效表中却找不到，多为照抄往年文字",
    example="文字称“通过实施‘课件拍摄经费’项目”，项目清单没有这个项目",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def carried_out(facts: Facts) -> Iterator[Check]:
    projects = facts.rows("projects")
    if not projects or not facts.rows("explanation"):
        yield NotChecked("没有项目或说明文字")
        return
    known = _known_words(facts)
    for paragraph in facts.rows("explanation"):
        text = paragraph.text("text")
        unknown = []
        for match in pattern("carried_out").finditer(text):
            name = fold(match[1])
            pairs = bigrams(name)
            is_known = any(name_likeness(name, row.text("name")) >= _ALIKE for row in projects)
            quoted = "“" in match[0]  # a project by name, not just what is done
            if is_known or (not quoted and any(len(pairs & text) >= _MENTIONED * len(pairs) for text in known)):
                yield Passed()
            else:
                unknown.append(match[1])
        if unknown:
            message = f"文字称实施、开展{listed(unknown)}，项目清单和绩效表中没有对应的项目。"
            yield Finding("text.project", "note", message, "explanation", "text", paragraph.line, unknown[0])


def _known_words(facts: Facts) -> list[set[str]]:
    """For each form the pairs of characters in its name, purpose, goal and indicators."""
    found = []
    for form in forms_of(facts):
        texts = [form.row.text(column) for column in ("name", "purpose", "goal")]
        found.append(bigrams(fold("".join([*texts, *(i.row.text("indicator") for i in form.indicators)]))))
    return found


@rule(
    "project.named-items",
    family=FAMILY,
    title="项目名称列出的事项在资金分配中都有",
    why="项目名称写明两件事，资金分配和绩效目标却只说其中一件，内容不一",
    example="名称为“保险、体检费”，资金分配只有保险",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def named_items(facts: Facts) -> Iterator[Check]:
    allocated = allocations_of(facts)
    forms = {form.project.text("project_id"): form for form in forms_of(facts) if form.project}
    if not allocated:
        yield NotChecked("没有资金分配情况")
    for project in facts.rows("projects"):
        rows = allocated.get(project.text("project_id"), [])
        parts = [part for part in re.split("、", fold(project.text("name"))) if part]
        if not rows or len(parts) < 2:
            continue
        items = "".join(fold(row.text("item")) for row in rows)
        yield _lacking_item(project, parts, items, forms.get(project.text("project_id")))


def _lacking_item(project: Row, parts: list[str], items: str, form: Form | None) -> Check:
    last = pattern("costing").sub("", parts[-1])
    known = bigrams(items)
    goal = form.row.text("goal") if form else ""
    if not any(bigrams(part[-6:]) <= known for part in parts[:-1]):
        return NotChecked(f"{project.label}：资金分配没有用项目名称中的词")
    if not last or last in goal or bigrams(last) & known:
        return Passed()
    also = "绩效目标也" if goal else ""
    message = f"项目名称为“{inner(project.text('name'))}”，资金分配只有“{items}”，{also}没有“{last}”。"
    if form is None:
        return Finding("project.named-items", "note", message, "projects", "name", project.line, project.label)
    return Finding("project.named-items", "note", message, "performance_forms", "goal", form.line, form.name)


@rule(
    "procurement.project-budget",
    family=FAMILY,
    title="采购预算表的项目预算等于项目金额",
    why="政府采购预算表每行写明所属项目及其预算，应与项目金额相同；所写项目不在项目清单、数也不见于别处的，来源不明",
    example="采购表项目预算 6 万元，同名项目 5 万元",
    severity="warning",
)
@never_silent
def procurement_budgets(facts: Facts) -> Iterator[Check]:
    rows = [r for r in facts.rows("procurement_items") if r.text("project") and r.amount("project_budget") is not None]
    if not rows or not facts.rows("projects"):
        yield NotChecked("没有政府采购预算表的项目预算，或没有项目")
        return
    known = {value for table in ("basic_expenditure", "expenditure") for row in facts.rows(table)
             for column in ("total", "public", "basic") if (value := row.amount(column)) is not None}  # fmt: skip
    for row in rows:
        same = [p for p in facts.rows("projects") if fold(p.text("name")) == fold(row.text("project"))]
        printed = facts.figure(row, "project_budget")
        amounts = [figure for p in same if (figure := facts.figure(p, "amount"))]
        assert printed is not None
        if any(figure.value == printed.value for figure in amounts) or (not same and printed.value in known):
            yield Passed()
        elif len(amounts) == 1:
            one, other = named(printed, "采购表"), named(amounts[0], "项目")
            yield Equation("procurement.project-budget", one, (other,), "采购表的项目预算应等于项目金额")
        else:
            message = (
                f"“{row.text('project')}”项目预算 {printed.value:f} 万元，项目清单和各表中都没有对应的数，来源不明。"
            )
            yield Finding(
                "procurement.project-budget", "note", message, row.resource, "project_budget", row.line,
                row.text("project"), printed.value,
            )  # fmt: skip


@rule(
    "procurement.small-reserve",
    family=FAMILY,
    title="小微企业预留额与中小企业预留额有别",
    why="小微企业预留是面向中小企业预留的一部分；两数相同意味着全部只留给小微企业，疑为重复填列",
    example="面向中小企业预留 20 万元，其中小微企业 20 万元",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def small_reserve(facts: Facts) -> Iterator[Check]:
    rows = {row.text("item"): row for row in facts.rows("procurement")}
    both, small = rows.get("sme_reserved"), rows.get("micro_reserved")
    if both is None or small is None or both.amount("amount") is None or small.amount("amount") is None:
        yield NotChecked("没有中小企业、小微企业预留金额")
        return
    ours, theirs = both.amount("amount"), small.amount("amount")
    if not ours or ours != theirs:
        yield Passed()
        return
    message = f"面向中小企业预留与其中小微企业预留都是 {ours:f} 万元，等于全部只留给小微企业，疑为重复填列。"
    label = "小微企业预留"
    yield Finding(
        "procurement.small-reserve", "note", message, "procurement", "amount", small.line, label, theirs, ours
    )
