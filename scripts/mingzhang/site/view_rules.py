"""The rules of the audit by family, and over all disclosures how often each held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.site.findings import rule_anchor
from mingzhang.site.marks import Severity, severity_of
from mingzhang.site.packages import Row
from mingzhang.site.view_disclosure import DisclosureView
from mingzhang.site.view_findings import count_checks

# The order of the page; a family that is not here follows.
FAMILIES = ("表内", "表间", "文表", "百分比", "原因", "项目与绩效", "科目与名称", "完整性", "粗疏")


@dataclass(frozen=True)
class Failing:
    """A disclosure that a rule does not hold in: how many checks failed, and where the page tells so."""

    view: DisclosureView
    failed: int
    anchor: str


@dataclass(frozen=True)
class RuleView:
    """One rule with its tally over all disclosures; ``rounding`` counts findings that rounding explains."""

    id: str
    anchor: str
    severity: Severity
    title: str
    why: str
    tolerance: str
    example: str
    passed: int
    failed: int
    not_checked: int
    rounding: int
    failing: tuple[Failing, ...]


@dataclass(frozen=True)
class Family:
    """The rules of one family."""

    name: str
    anchor: str
    rules: tuple[RuleView, ...]


def build_rules(views: Sequence[DisclosureView]) -> list[Family]:
    """Every rule that any disclosure was checked by, in the order of families and ids."""
    rules = {row["rule"]: row for view in views for row in view.package.rows("audit_rules")}
    names = list(dict.fromkeys([*FAMILIES, *(row.get("family", "") for row in rules.values())]))
    groups = [(name, [row for row in rules.values() if row.get("family", "") == name]) for name in names]
    return [
        Family(name, f"family-{place}", tuple(_rule(row, views) for row in rows))
        for place, (name, rows) in enumerate(((name, rows) for name, rows in groups if rows), start=1)
    ]


def _rule(row: Row, views: Sequence[DisclosureView]) -> RuleView:
    name = row["rule"]
    tallies = [tally for view in views for tally in view.package.rows("audit_checks") if tally["rule"] == name]
    return RuleView(
        id=name,
        anchor=rule_anchor(name),
        severity=severity_of(row.get("severity", "")),
        title=row.get("title", ""),
        why=row.get("why", ""),
        tolerance=row.get("tolerance", ""),
        example=row.get("example", ""),
        passed=count_checks(tallies, "passed"),
        failed=count_checks(tallies, "failed"),
        not_checked=count_checks(tallies, "not_checked"),
        rounding=sum(item.rule == name and item.severity.key == "rounding" for v in views for item in v.audit.findings),
        failing=tuple(failing for view in views if (failing := _failing(name, view))),
    )


def _failing(name: str, view: DisclosureView) -> Failing | None:
    """``view`` if the rule fails in it, with the first finding that says so."""
    tallies = [row for row in view.package.rows("audit_checks") if row["rule"] == name]
    failed = count_checks(tallies, "failed")
    if not failed:
        return None
    told = (item for item in view.audit.findings if item.rule == name or name in item.confirms)
    found = next((item for item in told if item.severity.key != "rounding"), None)
    return Failing(view, failed, found.anchor if found else "findings")
