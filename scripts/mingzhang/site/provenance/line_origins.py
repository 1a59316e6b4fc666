"""What came from each source line: the rows of the package's resources, each with where it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mingzhang.labels import FORM_KINDS, FORM_SCOPES, PROCUREMENT, STAFFING, label_of
from mingzhang.site.disclosure.items import short_label
from mingzhang.site.disclosure.table import NUMBERS
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.packages import Package, Resource, Row
from mingzhang.site.provenance.places import LABELS, links_of_parts, row_anchors, table_titles
from mingzhang.site.words import STATUS_SENTENCES

# Resources that tell of the reading, or are the text itself.
NOT_ORIGINS = {
    "amounts",
    "reading_notes",
    "findings",
    "audit_checks",
    "audit_rules",
    "completeness",
    "explanation",
    "unrecognised",
    "corrections",
}
COUNTERS = {"source_line", "number", "row_number"}
# Titles that the margin of a line has no room for.
SHORT = {"claims": "文字说明", "project_allocations": "资金分配", "performance_funding": "绩效表资金"}
# Of these the label says enough.
WITHOUT_AMOUNT = {"performance_forms", "performance_indicators"}
# Numbers that are counted in the row's measure.
COUNTED = {"counted", "quantity"}
# Of one resource no more than these rows of a line are named.
MOST = 4


@dataclass(frozen=True)
class Origin:
    """A row that a line gave: the title of its resource, its label, its amount (or how many), where it is shown."""

    title: str
    label: str
    amount: str
    link: str


def find_origins(package: Package, sections: Mapping[str, str]) -> dict[int, list[Origin]]:
    """The rows that begin on each line; ``sections`` link from the disclosure's page to resources by name."""
    titles, parts = table_titles(package), links_of_parts(package)
    found: defaultdict[int, list[Origin]] = defaultdict(list)
    for resource in package.resources.values():
        if resource.name in NOT_ORIGINS:
            continue
        anchors = row_anchors(resource) if resource.name in sections else {}
        for line, rows in _by_line(resource.rows):
            title = SHORT.get(resource.name, titles[resource.name])
            told = (row for row in rows if _is_told(resource, row))
            origins = [_origin(resource, row, title, sections, parts, anchors.get(id(row), "")) for row in told]
            found[line] += [*origins[:MOST], *_rest(title, origins[MOST:])]
    return {line: list(dict.fromkeys(origins)) for line, origins in found.items() if origins}


def _by_line(rows: Iterable[Row]) -> list[tuple[int, list[Row]]]:
    lines: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if (row.get("source_line") or "0") != "0":
            lines[int(row["source_line"])].append(row)
    return list(lines.items())


def _is_told(resource: Resource, row: Row) -> bool:
    """Whether the row stands on its line: what a document has no part for is said to stand on its first."""
    return resource.name != "tables" or row.get("status") != "missing" or row.get("source_line") != "1"


def _rest(title: str, origins: list[Origin]) -> list[Origin]:
    return [Origin(title, f"另有 {len(origins)} 项", "", origins[0].link)] if origins else []


def _origin(
    resource: Resource, row: Row, title: str, sections: Mapping[str, str], parts: Mapping[str, str], anchor: str
) -> Origin:
    name = resource.name
    own = next((parts[row[key]] for key in ("form_id", "project_id") if row.get(key) in parts), "")
    if name == "tables":
        place = sections.get(row["table"], "")
        return Origin(row.get("title") or title, STATUS_SENTENCES.get(row.get("status", ""), ""), "", place)
    shown = anchor or row.get("claim_id", "")
    link = own or (f"#{shown}" if shown else sections.get(name, ""))
    return Origin(title, _label(resource, row), _amount(resource, row), link)


_LABELLERS: dict[str, Callable[[Row], str]] = {
    "staffing": lambda row: label_of(STAFFING, row.get("item", "")),
    "procurement": lambda row: label_of(PROCUREMENT, row.get("item", "")),
    "performance_forms": lambda row: (
        f"{label_of(FORM_SCOPES, row.get('scope', ''))}{label_of(FORM_KINDS, row.get('form_kind', ''))}表"
    ),
    "performance_funding": lambda row: short_label(row.get("source", "")),
    "funding_plan": lambda row: row.get("deadline", ""),
    "duties": lambda row: f"第 {row.get('number', '')} 项",
    "glossary": lambda row: row.get("term", ""),
}


def _label(resource: Resource, row: Row) -> str:
    """What the row is called, after its code."""
    name = resource.name
    if name in _LABELLERS:
        return _LABELLERS[name](row)
    texts = {field.name for field in resource.fields if field.type not in NUMBERS}
    label = next((row[column] for column in LABELS if column in texts and row.get(column)), "")
    code = row.get("code", "") if name not in ("projects", "claims") else ""
    return f"{code} {label}".strip()


def _amount(resource: Resource, row: Row) -> str:
    """The row's amount or count, else its one number, else how many it has."""
    if resource.name in WITHOUT_AMOUNT:
        return ""
    numbers = [field.name for field in resource.fields if field.type in NUMBERS and field.name not in COUNTERS]
    filled = [name for name in numbers if row.get(name)]
    telling = [name for name in ("amount", "count") if row.get(name)] or filled
    if not filled or (telling == filled and len(filled) > 1):
        return f"{len(filled)} 个数" if filled else ""
    measure = row.get("measure", "") if telling[0] in COUNTED else ""
    return f"{format_amount(row[telling[0]])} {measure}".strip()
