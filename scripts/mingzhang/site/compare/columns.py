"""One disclosure as a column of the comparison: its cells by section and row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from mingzhang.site.compare.cells import Cell, absent_cell, fact_cell, person_cell
from mingzhang.site.compare.facts import (
    BASIC_TABLE,
    economic_total,
    find_economic,
    find_public,
    find_staff,
    find_stated_classes,
    find_three_items,
)
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.numbers.changes import build_change, find_change, find_stated
from mingzhang.site.numbers.facts import Fact, find_classes, find_spent, find_split, find_total, sum_facts
from mingzhang.site.packages import Package
from mingzhang.site.words import KIND_WORDS

Cells = dict[str, Cell]
_ADDED = {"类": "各款相加", "项": "各项相加"}
_THREE = ("total", "overseas", "vehicles", "vehicle_purchase", "vehicle_operation", "reception")


@dataclass(frozen=True)
class Column:
    """What heads the column, and its cells by section and row key; ``notes`` say what a section rests on.

    ``absent`` tells, by section, why none of its rows could be read.
    """

    id: str
    unit: str
    address: str
    region: tuple[str, ...]
    year: int
    kind: str
    body: str
    scope: str
    cells: Mapping[str, Cells]
    notes: Mapping[str, str]
    absent: Mapping[str, str]

    def data(self) -> dict[str, Any]:
        """The column as JSON: what is blank is left out."""
        data = asdict(self)
        data["cells"] = {
            section: {key: {name: text for name, text in asdict(cell).items() if text} for key, cell in cells.items()}
            for section, cells in self.cells.items()
        }
        return data


def build_column(view: DisclosureView, functional: dict[str, str]) -> Column:
    """The column of ``view``; ``functional`` are class names by code."""
    package, unit = view.package, view.package.unit
    economic = {row["code"]: row["name"] for row in package.rows("economic_classification")}
    function, note = _function(package, functional)
    return Column(
        id=package.id,
        unit=unit.name,
        address=view.address,
        region=unit.region,
        year=package.year,
        kind=package.kind,
        body=unit.body_kind,
        scope=package.scope,
        cells={
            "overview": _overview(view),
            "person": _person(package, economic),
            "function": function,
            "economic": _economic(package, economic),
            "three": _three(package),
        },
        notes={"function": note} if note else {},
        absent=_absent(package),
    )


def _absent(package: Package) -> dict[str, str]:
    states = {"function": absent_cell(package, "expenditure"), "economic": absent_cell(package, BASIC_TABLE)}
    return {section: cell.absent for section, cell in states.items() if cell.absent}


def _overview(view: DisclosureView) -> Cells:
    package = view.package
    title = f"收支总{KIND_WORDS[package.kind]}"
    total = find_total(package) or find_stated(package, title)
    whole = total.amount if total else None
    spent = find_spent(package)
    three = find_three_items(package).get("total")

    def money(name: str, fact: Fact | None, resource: str, of: Decimal | None = whole) -> Cell:
        if fact is None:
            return absent_cell(package, resource)
        return fact_cell(fact, of, find_change(package, name, fact.amount))

    year = spent.amount if spent else whole

    return {
        "total": money(title, total, "summary", None),
        "basic": money("基本支出", _part(package, "basic", "基本支出"), "expenditure", year),
        "project": money("项目支出", _part(package, "project", "项目支出"), "expenditure", year),
        "three": money("“三公”经费", three, "three_public"),
        "staff": _staff(package),
        "projects": _count(package, "projects", "projects", "projects"),
        "indicators": _count(package, "performance_indicators", "performance_forms", "projects"),
        **_audit(view),
    }


def _part(package: Package, column: str, name: str) -> Fact | None:
    return find_split(package, column, name) or find_stated(package, name)


def _staff(package: Package) -> Cell:
    staff = find_staff(package)
    if staff is None:
        return absent_cell(package, "staffing")
    row = next(row for row in package.rows("staffing") if row.get("item") == "serving")
    return fact_cell(staff, change=build_change(row.get("change", ""), "", "", staff.line))


def _count(package: Package, resource: str, table: str, anchor: str) -> Cell:
    """How many rows ``resource`` has; when none, whether ``table`` is not there."""
    count = len(package.rows(resource))
    absent = absent_cell(package, table)
    return absent if absent.absent and not count else Cell(str(count), link=f"#{anchor}" if count else "")


def _audit(view: DisclosureView) -> Cells:
    """How complete the disclosure is and what the audit found; blank before there was an audit."""
    score = next((row for row in view.package.rows("completeness") if row.get("part") == "total"), {})
    counts = {severity.key: count for severity, count in view.audit.counts}
    found = {
        key: Cell(str(counts.get(severity, 0)), link="#findings") if view.audit.is_shown else Cell()
        for key, severity in (("errors", "error"), ("warnings", "warning"))
    }
    return {"completeness": Cell(score.get("points", ""), link="#findings" if score.get("points") else ""), **found}


def _person(package: Package, names: dict[str, str]) -> Cells:
    staff, (items, added) = find_staff(package), find_economic(package, names)
    basic, three = _part(package, "basic", "基本支出"), find_three_items(package).get("total")

    def each(code: str) -> Cell:
        return person_cell(package, items.get(code), staff, BASIC_TABLE, _ADDED["类"] if code in added else "")

    return {
        "staff": _staff(package),
        "basic": person_cell(package, basic, staff, "expenditure"),
        "wages": each("301"),
        "goods": each("302"),
        "public": person_cell(package, find_public(package), staff, BASIC_TABLE),
        "three": person_cell(package, three, staff, "three_public"),
    }


def _function(package: Package, names: dict[str, str]) -> tuple[Cells, str]:
    """Cells by 类, and what they rest on where that is not the tables."""
    facts, heading = find_classes(package, names), ""
    if not facts:
        facts, heading = find_stated_classes(package, names)
    whole = sum_facts(facts)
    note = f"据文字说明“{heading}”" if heading else ""
    return {fact.code: _class_cell(package, fact, whole, names) for fact in facts}, note


def _class_cell(package: Package, fact: Fact, whole: Decimal, names: dict[str, str]) -> Cell:
    printed = fact.resource == "claims" or any(row.get("code") == fact.code for row in package.rows(fact.resource))
    cell = fact_cell(fact, whole, note="" if printed else _ADDED["项"])
    link = cell.link if printed else f"#{fact.resource}"
    return replace(cell, link=link, note="" if fact.resource == "claims" else cell.note, name=_class_name(fact, names))


def _class_name(fact: Fact, names: dict[str, str]) -> str:
    return names.get(fact.code) or fact.name


def _economic(package: Package, names: dict[str, str]) -> Cells:
    facts, added = find_economic(package, names)
    whole = economic_total(package, facts)
    return {
        code: replace(fact_cell(fact, whole, note=_ADDED["类"] if code in added else ""), name=fact.name)
        for code, fact in sorted(facts.items())
    }


def _three(package: Package) -> Cells:
    facts = find_three_items(package)
    whole = facts["total"].amount if "total" in facts else None
    absent = absent_cell(package, "three_public") if not facts else Cell()
    cells = {}
    for key in _THREE:
        fact = facts.get(key)
        cells[key] = fact_cell(fact, whole if key != "total" else None) if fact else absent
    return cells
