"""The projects of a disclosure, largest first, each with what its money is for and its form."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.disclosure.forms import FormView
from mingzhang.site.disclosure.items import Item, bar_width, filled
from mingzhang.site.numbers.amounts import format_amount, format_share, parse_amount, sum_amounts
from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.findings import Finding, count_severities
from mingzhang.site.provenance.marks import GRAVE, Mark, Severity
from mingzhang.site.provenance.notes import Notes
from mingzhang.site.provenance.places import project_page

FIELDS = (
    "project_code",
    "policy_basis",
    "implementer",
    "period",
    "funding_source",
    "beneficiary_count",
    "subsidy_standard",
    "subsidy_scope",
    "subsidy_method",
    "payment_procedure",
    "benefit",
)


@dataclass(frozen=True)
class Allocation:
    """One use of a project's money, its share of the project, the width of its bar, its marks."""

    name: str
    amount: str
    share: str
    width: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class ProjectView:
    """One project; ``width`` compares it with the largest, ``difference`` tells allocations that do not add up.

    ``flags`` count the errors and warnings inside, for the line that stands while it is closed.
    """

    id: str
    name: str
    amount: str
    width: str
    tags: tuple[str, ...]
    facts: tuple[Item, ...]
    allocations: tuple[Allocation, ...]
    difference: str
    forms: tuple[FormView, ...]
    line: str
    marks: tuple[Mark, ...]
    flags: tuple[tuple[Severity, int], ...]
    findings: tuple[Finding, ...]

    @property
    def page(self) -> str:
        """Its page, from the disclosure's."""
        return project_page(self.id)


@dataclass(frozen=True)
class ProjectsView:
    """All projects and the sum of the amounts that they print."""

    items: tuple[ProjectView, ...]
    total: str
    with_form: int


def build_projects(package: Package, forms: list[FormView], notes: Notes, names: dict[str, str]) -> ProjectsView:
    """The projects by amount; ``names`` are functional class names by code."""
    rows = sorted(package.rows("projects"), key=lambda row: -(parse_amount(row.get("amount")) or Decimal(0)))
    amounts = [parse_amount(row.get("amount")) for row in rows]
    largest = max((amount for amount in amounts if amount is not None), default=None)
    items = tuple(
        _project(package, row, largest, forms, notes.on(project_page(row["project_id"])), names) for row in rows
    )
    return ProjectsView(items, format_amount(sum_amounts(amounts)), sum(bool(item.forms) for item in items))


def _project(
    package: Package, row: Row, largest: Decimal | None, forms: list[FormView], notes: Notes, names: dict[str, str]
) -> ProjectView:
    amount, key = parse_amount(row.get("amount")), row["project_id"]
    parts = [part for part in package.rows("project_allocations") if part["project_id"] == key]
    own = tuple(form for form in forms if form.project_id == key)
    difference = _difference(parts, amount)
    facts = _facts(package, row, bool(parts) and not difference, names, notes)
    shown = {name for name in ("allocation", *FIELDS) if row.get(name)}
    if parts and not difference:
        shown -= {"allocation"}
    inside = {"project_id": {key}, "form_id": {form.id for form in own}, "project": {row["name"]} - {""}}
    found = notes.findings.inside(**inside)
    return ProjectView(
        id=key,
        name=row.get("name", ""),
        amount=format_amount(amount),
        width=bar_width(amount, largest),
        tags=tuple(dict.fromkeys(form.kind for form in own)),
        facts=facts,
        allocations=_allocations(parts, amount, notes),
        difference=difference,
        forms=own,
        line=row.get("source_line", ""),
        marks=notes.elsewhere("projects", row, shown),
        flags=tuple((severity, count) for severity, count in count_severities(found) if severity.key in GRAVE),
        findings=tuple(found),
    )


def _facts(package: Package, row: Row, allocated: bool, names: dict[str, str], notes: Notes) -> tuple[Item, ...]:
    """The filled fields; the printed allocation only where its items do not say the same."""
    code = row.get("code", "")
    facts = (Item("功能分类科目", code, names.get(code, "")),) if code else ()
    fields = FIELDS if allocated else ("allocation", *FIELDS)
    return facts + filled(package.resources.get("projects"), row, fields, notes)


def _allocations(parts: list[Row], amount: Decimal | None, notes: Notes) -> tuple[Allocation, ...]:
    values = [parse_amount(part.get("amount")) for part in parts]
    whole = amount or sum_amounts(values)
    return tuple(
        Allocation(
            part.get("item", ""),
            format_amount(value),
            format_share(value, whole),
            bar_width(value, whole),
            notes.elsewhere("project_allocations", part, set()),
        )
        for part, value in zip(parts, values, strict=True)
    )


def _difference(parts: list[Row], amount: Decimal | None) -> str:
    total = sum_amounts([parse_amount(part.get("amount")) for part in parts])
    if total is None or amount is None or total == amount:
        return ""
    return f"各项相加 {format_amount(total)} 万元，项目金额 {format_amount(amount)} 万元。"
