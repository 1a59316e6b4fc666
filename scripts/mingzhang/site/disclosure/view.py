"""The page of one disclosure as a view object: what its templates print."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mingzhang.site.charts.catalogue import build_charts
from mingzhang.site.charts.model import Chart
from mingzhang.site.disclosure.findings import FindingsView, build_findings
from mingzhang.site.disclosure.overview import Piece, build_overview
from mingzhang.site.disclosure.parts import Part, build_parts
from mingzhang.site.disclosure.table import TableView, build_tables
from mingzhang.site.numbers.changes import find_stated
from mingzhang.site.numbers.facts import Fact, find_classes, find_split, find_total
from mingzhang.site.numbers.figures import Figure, build_figures
from mingzhang.site.packages import Package, Resource
from mingzhang.site.provenance.marks import Mark
from mingzhang.site.provenance.notes import Notes
from mingzhang.site.provenance.places import links_of_parts
from mingzhang.site.words import KIND_WORDS, STATUS_SENTENCES, STATUS_WORDS

# Resources that a page shows in another way than as a table of their own.
NOT_A_SECTION = {
    *("amounts", "tables", "explanation", "reading_notes", "findings", "audit_checks", "audit_rules", "completeness"),
}


@dataclass(frozen=True)
class Section:
    """One statutory table (or other resource) with what the document says of it."""

    name: str
    title: str
    status: str
    sentence: str
    notes: tuple[str, ...]
    line: str
    tables: list[TableView]
    count: int
    path: str
    marks: tuple[Mark, ...] = ()

    @property
    def in_money(self) -> bool:
        """Whether the table has amounts, so that 万元 has to be said."""
        return any(field.unit == "万元" for table in self.tables for field in table.columns)


@dataclass(frozen=True)
class DisclosureView:
    """Everything that the page of a disclosure shows."""

    package: Package
    name: str
    kind_word: str
    address: str
    overview: list[Piece]
    total: Fact | None
    classes: list[Fact]
    split: list[Fact]
    figures: list[Figure]
    charts: list[Chart]
    statements: list[Section]
    parts: list[Part]
    details: list[Section]
    absent: list[str]
    notes: Notes
    audit: FindingsView

    @property
    def row_count(self) -> int:
        """Rows of all tables that the page shows."""
        shown = {resource.name: len(resource.rows) for part in self.parts for resource in part.resources}
        return sum(section.count for section in (*self.statements, *self.details)) + sum(shown.values())

    @property
    def file_count(self) -> int:
        """How many tables of the package have rows."""
        return sum(bool(resource.rows) for resource in self.package.resources.values())

    @property
    def score(self) -> str:
        """The completeness out of 100, blank where it was not judged."""
        return self.audit.completeness[0].value.split(" ")[0] if self.audit.completeness else ""

    @property
    def absence(self) -> str:
        """Why there is no total to show; blank when there is one."""
        if self.total:
            return ""
        attached = {section.status for section in self.statements} == {"attached"}
        return "表格仅以附件列出，尚未取得" if attached else "表格里没有读到收支总额"

    @property
    def completeness(self) -> str:
        """``9 张有数据 · 1 张空表 · 1 张缺失``, of the tables the disclosure should hold."""
        counts = ((word, sum(item.status == key for item in self.statements)) for key, word in STATUS_WORDS.items())
        return " · ".join(f"{count} 张{word}" for word, count in counts if count)


def build_view(package: Package, names: dict[str, str]) -> DisclosureView:
    """The view of ``package``; ``names`` are functional class names by code."""
    classes = find_classes(package, names)
    notes = Notes(package)
    statements = _statements(package, notes)
    parts = build_parts(package, notes, names)
    named = {section.name for section in statements} | {item.name for part in parts for item in part.resources}
    details = [_detail(item, notes) for item in package.resources.values() if _is_detail(item, named)]
    places = {"tables": "#tables"} | {section.name: f"#{section.name}" for section in (*statements, *details)}
    places |= {item.name: f"#{part.anchor}" for part in reversed(parts) for item in part.resources}
    return DisclosureView(
        package=package,
        name=f"{package.unit.name} {package.year} 年{KIND_WORDS[package.kind]}",
        kind_word=KIND_WORDS[package.kind],
        address=f"units/{package.unit.id}/{package.year}-{package.kind}/",
        overview=build_overview(package, classes),
        total=find_total(package),
        classes=classes,
        split=_split(package),
        figures=build_figures(package),
        charts=build_charts(package, names),
        statements=statements,
        parts=parts,
        details=details,
        absent=_absent(package),
        notes=notes,
        audit=build_findings(package, notes.findings, places | links_of_parts(package)),
    )


def _split(package: Package) -> list[Fact]:
    """Basic and project expenditure, from a table or from the text; ``code`` says which."""
    names = (("basic", "基本支出"), ("project", "项目支出"))
    found = ((code, find_split(package, code, name) or find_stated(package, name)) for code, name in names)
    return [replace(fact, code=code) for code, fact in found if fact]


def _statements(package: Package, notes: Notes) -> list[Section]:
    """The statutory tables in the document's order; a resource is shown once."""
    seen, sections = set[str](), []
    for row in package.rows("tables"):
        name, status = row["table"], row.get("status", "")
        resource = package.resources.get(name) if name not in seen else None
        if resource is None or resource.group != "statement":
            continue
        seen.add(name)
        tables = build_tables(resource, notes) if resource else []
        sections.append(
            Section(
                name=name,
                title=row.get("title") or (resource.title if resource else name),
                status=status,
                sentence=STATUS_SENTENCES.get(status, status),
                notes=tuple(text for text in (row.get("note"), row.get("remarks")) if text),
                line=row.get("source_line", ""),
                tables=tables,
                count=len(resource.rows) if resource else 0,
                path=resource.path if resource and resource.rows else "",
                marks=notes.elsewhere("tables", row, set()),
            )
        )
    return sections


def _absent(package: Package) -> list[str]:
    """Parts other than statutory tables that the document does not have, by title."""
    rows = [row["table"] for row in package.rows("tables") if row.get("status") == "missing"]
    found = (package.resources[name] for name in rows if name in package.resources)
    return [resource.title for resource in found if resource.group != "statement"]


def _is_detail(resource: Resource, named: set[str]) -> bool:
    from_document = any(field.name == "source_line" for field in resource.fields)
    return bool(resource.rows) and from_document and resource.name not in named | NOT_A_SECTION


def _detail(resource: Resource, notes: Notes) -> Section:
    tables = build_tables(resource, notes)
    line = resource.rows[0].get("source_line", "")
    return Section(resource.name, resource.title, "present", "", (), line, tables, len(resource.rows), resource.path)
