"""The findings of a disclosure as its page lists them, and how often the rules were checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mingzhang.site.disclosure.items import Item
from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.findings import Finding, Findings, count_severities, rule_anchor
from mingzhang.site.provenance.marks import GRAVE, SEVERITIES, Severity
from mingzhang.site.provenance.places import table_titles

COMPLETENESS = {
    "total": "完整性",
    "tables": "法定表",
    "depth": "编报到最细科目",
    "sections": "应有的说明",
    "three_public": "“三公”逐项说明",
}


@dataclass(frozen=True)
class FindingView:
    """One finding; ``rule`` is the anchor of its rule.

    ``target`` links from the disclosure's page to what it is about; blank when that is not shown.
    """

    finding: Finding
    target: str
    rule: str


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one severity; grave ones stand open."""

    severity: Severity
    items: tuple[FindingView, ...]

    @property
    def is_open(self) -> bool:
        return self.severity.key in GRAVE


@dataclass(frozen=True)
class FindingsView:
    """Everything that the audit says of a disclosure.

    ``reasons`` tell what could not be checked, by rule; ``completeness`` is the score, then its parts.
    """

    groups: tuple[FindingGroup, ...]
    rules: int
    passed: int
    failed: int
    not_checked: int
    reasons: tuple[Item, ...]
    completeness: tuple[Item, ...] = ()

    @property
    def checks(self) -> int:
        """How many checks were made."""
        return self.passed + self.failed

    @property
    def is_shown(self) -> bool:
        """Whether there was an audit at all."""
        return bool(self.groups or self.checks or self.not_checked)

    @property
    def findings(self) -> list[Finding]:
        """All findings, the gravest first."""
        return [item.finding for group in self.groups for item in group.items]

    @property
    def counts(self) -> list[tuple[Severity, int]]:
        """How many there are of each severity."""
        return count_severities(self.findings)

    @property
    def grave(self) -> list[tuple[Severity, int]]:
        """How many errors and warnings there are."""
        return [(severity, count) for severity, count in self.counts if severity.key in GRAVE]


def build_findings(package: Package, findings: Findings, places: Mapping[str, str]) -> FindingsView:
    """The list of ``findings``; all marks must have been asked for. ``places`` link to what is shown."""
    views = [FindingView(item, findings.target(item, places), rule_anchor(item.rule)) for item in findings.listed]
    grouped = ((grade, tuple(view for view in views if view.finding.severity == grade)) for grade in SEVERITIES)
    rows = package.rows("audit_checks")
    return FindingsView(
        groups=tuple(FindingGroup(severity, items) for severity, items in grouped if items),
        rules=len(rows),
        passed=count_checks(rows, "passed"),
        failed=count_checks(rows, "failed"),
        not_checked=count_checks(rows, "not_checked"),
        reasons=_reasons(package, rows),
        completeness=tuple(
            Item(COMPLETENESS.get(row["part"], row["part"]), f"{row['points']} / {row['full_points']}")
            for row in package.rows("completeness")
        ),
    )


def count_checks(rows: tuple[Row, ...] | list[Row], column: str) -> int:
    """The sum of a column of counts; a blank counts nothing."""
    return sum(int(row.get(column) or 0) for row in rows)


def _reasons(package: Package, rows: tuple[Row, ...]) -> tuple[Item, ...]:
    titles = {row["rule"]: row.get("title", "") for row in package.rows("audit_rules")}
    tables = table_titles(package)
    return tuple(
        Item(titles.get(row["rule"]) or row["rule"], _named(row["reasons"], tables), row.get("not_checked", ""))
        for row in rows
        if row.get("reasons")
    )


def _named(reasons: str, tables: Mapping[str, str]) -> str:
    """``reasons`` with the titles of tables in place of their keys."""
    return re.sub(r"[a-z][a-z_]+", lambda word: tables.get(word[0], word[0]), reasons)
