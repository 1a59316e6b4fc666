"""Where a finding stands: what tables and columns are called, and which row a line and a label mean."""

from __future__ import annotations

from collections import Counter

from mingzhang.site.numbers.amounts import parse_amount
from mingzhang.site.packages import Package, Resource, Row

# What names a row, as the audit writes its labels.
LABELS = ("project", "item", "name", "subject", "indicator", "title")
# Resources whose rows run over several lines or hold others: which rows then stand for a line inside.
HOLDERS = {
    "explanation": "explanation",
    "claims": "claims",
    "tables": "tables",
    "performance_forms": "performance_forms",
    "performance_indicators": "performance_forms",
    "performance_funding": "performance_forms",
    "funding_plan": "performance_forms",
    "project_allocations": "projects",
}
# Of these the label has to agree: one line before may be about something else.
BY_LABEL = ("claims", "tables")


def table_titles(package: Package) -> dict[str, str]:
    """The title of every resource; of a statutory table the printed one."""
    titles = {name: resource.title for name, resource in package.resources.items()}
    printed = {row["table"]: row["title"] for row in package.rows("tables") if row["title"]}
    return titles | {name: title for name, title in printed.items() if _is_statement(package, name)}


def column_titles(package: Package) -> dict[tuple[str, str], str]:
    """The Chinese title of every column, by resource and column."""
    return {
        (name, field.name): field.title for name, resource in package.resources.items() for field in resource.fields
    }


def find_row(package: Package, finding: Row) -> Row | None:
    """The row that ``finding`` is about: on its line, told apart by label and amount where several stand there.

    Inside a row of many lines (a paragraph, a form) it is that row.
    """
    line = finding.get("source_line", "")
    found = [row for row in package.rows(finding.get("resource", "")) if row.get("source_line") == line]
    for fits in (_same_label, _same_amount):
        found = [row for row in found if fits(row, finding)] or found
    return found[0] if found else _holder(package, finding, line)


def _holder(package: Package, finding: Row, line: str) -> Row | None:
    """The row that begins last before ``line`` among those that may hold what the finding is about."""
    resource = finding.get("resource", "")
    rows = package.rows(HOLDERS.get(resource, ""))
    before = [int(row["source_line"]) for row in rows if line and row.get("source_line")]
    last = max((start for start in before if start <= int(line or 0)), default=0)
    found = [row for row in rows if row.get("source_line") == str(last)]
    if resource in BY_LABEL and finding.get("label"):
        found = [row for row in found if _same_label(row, finding)]
    return found[0] if found else None


def _same_label(row: Row, finding: Row) -> bool:
    name = next((row[column] for column in LABELS if row.get(column)), "")
    own = " ".join(filter(None, (row.get("code", ""), name)))
    label = finding.get("label", "")
    return bool(own) and (label == own or label.startswith(f"{own} "))


def _same_amount(row: Row, finding: Row) -> bool:
    amount = parse_amount(finding.get("actual"))
    return amount is not None and parse_amount(row.get(finding.get("column", ""))) == amount


def _is_statement(package: Package, name: str) -> bool:
    """Several forms share one resource, under its own name."""
    resource = package.resources.get(name)
    return resource is None or resource.group == "statement"


# Besides the statutory tables, resources that the page shows as tables.
AS_TABLES = ("units", "procurement_items")


def row_anchors(resource: Resource) -> dict[int, str]:
    """The anchor of every row on the disclosure's page by the row's ``id()``: ``summary-e103``.

    Table, side (of a two-sided table its first letter) and source line; rows that share them are counted.
    Empty for a resource that is not shown as a table.
    """
    if resource.group != "statement" and resource.name not in AS_TABLES:
        return {}
    anchors, seen = dict[int, str](), Counter[str]()
    for row in resource.rows:
        anchor = f"{resource.name}-{row.get('side', '')[:1]}{row.get('source_line', '')}"
        seen[anchor] += 1
        anchors[id(row)] = anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}"
    return anchors


def project_page(project: str) -> str:
    """The page of a project, from its disclosure's."""
    return f"projects/{project}/"


def form_pages(package: Package) -> dict[str, str]:
    """The page that shows each form, from the disclosure's: its project's, or blank for the disclosure's own."""
    projects = {row["project_id"] for row in package.rows("projects")}
    forms = package.rows("performance_forms")
    owners = {row["form_id"]: row.get("project_id", "") for row in forms}
    return {form: project_page(owner) if owner in projects else "" for form, owner in owners.items()}


def links_of_parts(package: Package) -> dict[str, str]:
    """A link from the disclosure's page to every project and form, by id."""
    projects = {row["project_id"]: project_page(row["project_id"]) for row in package.rows("projects")}
    return projects | {form: f"{page}#{form}" for form, page in form_pages(package).items()}
