"""What the audit found: listed in the package's order, and marked at the rows and cells that it concerns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.numbers.amounts import parse_amount
from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.marks import GRAVE, SEVERITIES, Mark, Severity, clip, severity_of
from mingzhang.site.provenance.places import column_titles, find_row, table_titles

_TOOLTIP = 120
_MORE = "。另有 "  # begins what the audit adds of other checks that point to the same place


@dataclass(frozen=True)
class Finding:
    """One finding. ``number`` is its row in ``findings.csv``; ``table`` and ``column`` are titles."""

    number: int
    severity: Severity
    rule: str
    rule_title: str
    confirms: tuple[str, ...]
    message: str
    resource: str
    table: str
    column: str
    label: str
    actual: Decimal | None
    expected: Decimal | None
    line: str

    @property
    def anchor(self) -> str:
        """Where the page lists it."""
        return f"finding-{self.number}"

    @property
    def sentences(self) -> tuple[str, str]:
        """The message, and apart from it what it adds of other checks; that may be blank."""
        first, sign, more = self.message.partition(_MORE)
        return (f"{first}。", f"另有 {more}") if sign else (first, "")

    @property
    def difference(self) -> Decimal:
        """By how much the two numbers differ; 0 where there are none."""
        return Decimal(0) if self.actual is None or self.expected is None else abs(self.actual - self.expected)

    @property
    def relative(self) -> Decimal:
        """The difference as a share of the larger of the two numbers."""
        larger = max(abs(self.actual or Decimal(0)), abs(self.expected or Decimal(0)))
        return self.difference / larger if larger else Decimal(0)


def rule_anchor(rule: str) -> str:
    """The anchor of a rule on the page of the rules."""
    return "rule-" + re.sub(r"[^a-z0-9]+", "-", rule.lower()).strip("-")


class Findings:
    """The findings of a package: ``listed`` in its order, and found by row and by cell.

    It keeps in mind which marks a page has asked for, so that a finding can lead to its own.
    """

    def __init__(self, package: Package) -> None:
        rules = {row["rule"]: row.get("title", "") for row in package.rows("audit_rules")}
        tables, columns = table_titles(package), column_titles(package)
        self.listed: list[Finding] = []
        self._rows: dict[int, Row] = {}
        self._by_row: defaultdict[int, list[tuple[Finding, str]]] = defaultdict(list)
        self._placed: dict[int, str] = {}
        self._page = ""
        for number, source in enumerate(package.rows("findings"), start=1):
            finding = _finding(number, source, rules, tables, columns)
            self.listed.append(finding)
            row = find_row(package, source)
            if row is not None:
                self._rows[number] = row
                self._by_row[id(row)].append((finding, source.get("column", "")))

    def at(self, row: Row, *columns: str) -> tuple[Mark, ...]:
        """The mark of the cell that shows ``columns`` of ``row``."""
        return self._mark([finding for finding, column in self._by_row.get(id(row), []) if column in columns])

    def elsewhere(self, row: Row, shown: set[str]) -> tuple[Mark, ...]:
        """The mark of the row as a whole, and of columns that the page does not show."""
        return self._mark([finding for finding, column in self._by_row.get(id(row), []) if column not in shown])

    def on(self, page: str) -> Findings:
        """The same findings for another page of the disclosure, at ``page`` below its own."""
        other = copy(self)
        other._page = page
        return other

    def target(self, finding: Finding, places: Mapping[str, str]) -> str:
        """Where what ``finding`` is about is shown: its mark, else its form, project or table, else its source line.

        ``places`` are those of forms, projects and resources by id; all are links from the disclosure's page.
        """
        row = self._rows.get(finding.number, {})
        near = (row.get(key, "") for key in ("form_id", "project_id", "table"))
        links = (places.get(key, "") for key in (*near, finding.resource))
        text = f"source/#L{finding.line}" if finding.line else ""
        return self._placed.get(finding.number) or next(filter(None, links), text)

    def inside(self, **keys: set[str]) -> list[Finding]:
        """The findings in rows whose columns ``keys`` hold one of the given values."""
        rows = ((finding, self._rows.get(finding.number, {})) for finding in self.listed)
        return [item for item, row in rows if any(row.get(column) in values for column, values in keys.items())]

    def flags(self, **keys: set[str]) -> list[tuple[Severity, int]]:
        """How many errors and warnings there are ``inside``."""
        return count_severities(finding for finding in self.inside(**keys) if finding.severity.key in GRAVE)

    def _mark(self, found: list[Finding]) -> tuple[Mark, ...]:
        """One mark for all, with the shape of the gravest."""
        if not found:
            return ()
        first = min(found, key=lambda finding: SEVERITIES.index(finding.severity))
        anchor = f"at-{first.number}"
        self._placed |= {finding.number: f"{self._page}#{anchor}" for finding in found}
        more = f"（此处共 {len(found)} 条）" if found[1:] else ""
        message = clip(first.sentences[0], _TOOLTIP) + more
        spoken = f"{first.severity.word}，第 {first.number} 条"
        return (Mark(first.number, message, first.severity.shape, spoken, first.anchor, first.severity.key, anchor),)


def count_severities(findings: Iterable[Finding]) -> list[tuple[Severity, int]]:
    """How many findings each severity has, the gravest first; none of those without."""
    keys = [finding.severity for finding in findings]
    return [(severity, keys.count(severity)) for severity in SEVERITIES if severity in keys]


def _finding(
    number: int,
    row: Row,
    rules: Mapping[str, str],
    tables: Mapping[str, str],
    columns: Mapping[tuple[str, str], str],
) -> Finding:
    resource, rule = row.get("resource", ""), row.get("rule", "")
    return Finding(
        number=number,
        severity=severity_of(row.get("severity", "")),
        rule=rule,
        rule_title=rules.get(rule, ""),
        confirms=tuple(row.get("confirms", "").split()),
        message=row.get("message", ""),
        resource=resource,
        table=tables.get(resource, ""),
        column=columns.get((resource, row.get("column", "")), ""),
        label=row.get("label", ""),
        actual=parse_amount(row.get("actual")),
        expected=parse_amount(row.get("expected")),
        line=row.get("source_line", ""),
    )
