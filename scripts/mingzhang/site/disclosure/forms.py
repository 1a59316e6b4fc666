"""Performance forms: goal, money, scores and indicators of each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from mingzhang.labels import FORM_KINDS, FORM_SCOPES, SOURCE_KEYS, label_of
from mingzhang.site.disclosure.indicators import Indicators, Value, build_indicators
from mingzhang.site.disclosure.items import Item, filled, short_label
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.marks import Mark, Severity
from mingzhang.site.provenance.notes import Notes
from mingzhang.site.provenance.places import form_pages

FUNDING = "performance_funding"
TEXTS = ("department", "unit", "purpose", "goal", "achievement")
# Columns of performance_funding with their headings; a form shows those that it fills.
MONEY = (
    ("budget", "年度预算"),
    ("initial_budget", "年初预算"),
    ("full_year_budget", "全年预算"),
    ("executed", "执行数"),
    ("weight", "权重"),
    ("execution_rate", "执行率"),
    ("score", "得分"),
)


@dataclass(frozen=True)
class MoneyLine:
    """One line of a form's money: what money, its amounts, the marks of the line as a whole."""

    label: str
    values: tuple[Value, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class FormView:
    """One form. ``money`` has a heading for each of its amounts; ``plan`` is by deadline; ``flags`` as of projects."""

    id: str
    kind: str
    title: str
    name: str
    project_id: str
    overall: bool
    texts: tuple[Item, ...]
    money: tuple[MoneyLine, ...]
    plan: tuple[Item, ...]
    scores: tuple[Item, ...]
    indicators: Indicators | None
    line: str
    marks: tuple[Mark, ...]
    flags: tuple[tuple[Severity, int], ...]


def build_forms(package: Package, notes: Notes) -> list[FormView]:
    """Every form of ``package``, in the document's order."""
    money, plan = _by_form(package, FUNDING), _by_form(package, "funding_plan")
    indicators, pages = _by_form(package, "performance_indicators"), form_pages(package)
    forms = ((row, row["form_id"]) for row in package.rows("performance_forms"))
    return [_form(package, row, money[key], plan[key], indicators[key], notes.on(pages[key])) for row, key in forms]


def _by_form(package: Package, resource: str) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in package.rows(resource):
        found[row["form_id"]].append(row)
    return found


def _form(
    package: Package, row: Row, money: list[Row], plan: list[Row], indicators: list[Row], notes: Notes
) -> FormView:
    kind = label_of(FORM_KINDS, row.get("form_kind", ""))
    scope = row.get("scope", "")
    names = [name for name in TEXTS if not (name == "unit" and row.get("unit") == package.unit.name)]
    scores = ("total_score", "total_weight") if row.get("total_score") else ()
    return FormView(
        id=row["form_id"],
        kind=kind,
        title=f"{label_of(FORM_SCOPES, scope)}{kind}表",
        name=row.get("name", ""),
        project_id=row.get("project_id", ""),
        overall=scope == "overall",
        texts=filled(package.resources.get("performance_forms"), row, names, notes),
        money=_money(money, notes),
        plan=_plan(plan, notes),
        scores=_scores(row, notes),
        indicators=build_indicators(indicators, notes) if indicators else None,
        line=row.get("source_line", ""),
        marks=notes.elsewhere("performance_forms", row, {name for name in (*names, *scores) if row.get(name)}),
        flags=tuple(notes.findings.flags(form_id={row["form_id"]})),
    )


def _money(rows: list[Row], notes: Notes) -> tuple[MoneyLine, ...]:
    """The lines that hold an amount, each with the columns that the form fills."""
    columns = [column for column in MONEY if any(row.get(column[0]) for row in rows)]
    return tuple(
        MoneyLine(
            short_label(row.get("source", "")) or label_of(SOURCE_KEYS, row.get("source_key", "")),
            tuple(Value(title, _amount(row, name), "number", notes.at(FUNDING, row, name)) for name, title in columns),
            notes.elsewhere(FUNDING, row, {name for name, _ in columns}),
        )
        for row in rows
        if any(row.get(name) for name, _ in columns)
    )


def _amount(row: Row, name: str) -> str:
    text = format_amount(row.get(name, ""))
    return f"{text}%" if text and name == "execution_rate" else text


def _plan(rows: list[Row], notes: Notes) -> tuple[Item, ...]:
    """How much is to be spent by when, where the form says so."""
    told = [row for row in rows if row.get("amount")]
    marks = [notes.elsewhere("funding_plan", row, set()) for row in told]
    return tuple(
        Item(row.get("deadline", ""), format_amount(row["amount"]), "", found)
        for row, found in zip(told, marks, strict=True)
    )


def _scores(row: Row, notes: Notes) -> tuple[Item, ...]:
    """The total score of a self-evaluation, out of the weights' sum where that is printed."""
    if not row.get("total_score"):
        return ()
    whole = row.get("total_weight")
    marks = notes.at("performance_forms", row, "total_score", "total_weight")
    return (Item("总分", format_amount(row["total_score"]), f"满分 {format_amount(whole)}" if whole else "", marks),)
