"""Entries of projects: what each is for, its allocations, performance forms and indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from mingzhang.labels import FORM_KINDS, FORM_SCOPES, SOURCE_KEYS, label_of
from mingzhang.site.disclosure.forms import MONEY
from mingzhang.site.disclosure.indicators import COLUMNS, REMARKS
from mingzhang.site.disclosure.items import short_label
from mingzhang.site.disclosure.projects import FIELDS
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.packages import Package, Row
from mingzhang.site.search.entries import Entry, Piece, Section, filled
from mingzhang.site.search.places import Places

PROJECT = Section("项目", 80, names=True)
ALLOCATION = Section("资金分配", 54)
INDICATOR = Section("绩效指标", 48)
FORM_WEIGHT = 50
TEXTS = ("purpose", "goal", "achievement", "department")


def project_entries(package: Package, places: Places) -> Iterable[Entry]:
    """Projects, then their allocations, then all forms with their indicators."""
    names = {row["project_id"]: row.get("name", "") for row in package.rows("projects")}
    yield from (_project(package, row, places) for row in package.rows("projects"))
    for row in package.rows("project_allocations"):
        key, amount = row["project_id"], format_amount(row.get("amount", ""))
        context = names.get(key, "")
        yield Entry(ALLOCATION, places.project(key), row.get("item", ""), amount=amount, context=context)
    funding, plan = _by_form(package, "performance_funding"), _by_form(package, "funding_plan")
    for row in package.rows("performance_forms"):
        key = row["form_id"]
        yield _form(package, row, (*_funding(funding[key]), *_plan(plan[key])), places, names)
    forms = {row["form_id"]: names.get(row.get("project_id", "")) or row.get("name", "") for row in _forms(package)}
    for row in package.rows("performance_indicators"):
        yield _indicator(row, places, forms.get(row["form_id"], ""))


def _forms(package: Package) -> tuple[Row, ...]:
    return package.rows("performance_forms")


def _project(package: Package, row: Row, places: Places) -> Entry:
    titles = _titles(package, "projects")
    fields = ("code", "policy_basis", "allocation", *(name for name in FIELDS if name != "policy_basis"))
    return Entry(
        section=PROJECT,
        address=places.project(row["project_id"]),
        label=row.get("name", ""),
        pieces=filled(*((titles.get(name, ""), row.get(name, "")) for name in fields)),
        amount=format_amount(row.get("amount", "")),
        place=row["project_id"],
    )


def _form(package: Package, row: Row, money: tuple[Piece, ...], places: Places, names: dict[str, str]) -> Entry:
    """A form of a project that has a page is known by it; any other by its own name."""
    kind = label_of(FORM_KINDS, row.get("form_kind", ""))
    name, titles = names.get(row.get("project_id", ""), ""), _titles(package, "performance_forms")
    score = format_amount(row.get("total_score", ""))
    return Entry(
        section=Section(f"{label_of(FORM_SCOPES, row.get('scope', ''))}{kind}", FORM_WEIGHT),
        address=places.form(row["form_id"]),
        label="" if name else row.get("name", ""),
        pieces=filled(*((titles.get(key, ""), row.get(key, "")) for key in TEXTS), ("总分", score), *money),
        context=name,
        place=row["form_id"],
    )


def _funding(rows: list[Row]) -> Iterable[Piece]:
    for row in rows:
        label = short_label(row.get("source", "")) or label_of(SOURCE_KEYS, row.get("source_key", ""))
        for column, title in MONEY:
            percent = "%" if column == "execution_rate" and row.get(column) else ""
            yield f"{label}{title}", format_amount(row.get(column, "")) + percent


def _plan(rows: list[Row]) -> Iterable[Piece]:
    return ((f"{row.get('deadline', '')}前支出", format_amount(row.get("amount", ""))) for row in rows)


def _indicator(row: Row, places: Places, name: str) -> Entry:
    target = row.get("target", "").replace(">=", "≥").replace("<=", "≤")
    values = {**row, "target": target}
    told = [(title, values.get(column, "")) for column, title, _ in COLUMNS]
    told += [(title, row.get(column, "")) for column, title in REMARKS if row.get(column) != row.get("indicator")]
    kinds = [("", row.get("subcategory", "")), ("", row.get("category", ""))]
    return Entry(
        section=INDICATOR,
        address=places.form(row["form_id"]),
        label=row.get("indicator", ""),
        pieces=filled(*told, *kinds),
        context=name,
    )


def _by_form(package: Package, resource: str) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in package.rows(resource):
        found[row["form_id"]].append(row)
    return found


def _titles(package: Package, resource: str) -> dict[str, str]:
    found = package.resources.get(resource)
    return {field.name: field.title for field in found.fields} if found else {}
