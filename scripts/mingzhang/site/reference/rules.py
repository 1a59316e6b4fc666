"""The rules of the audit by family, and over all disclosures how often each held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.site.disclosure.findings import count_checks
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.lists.facets import Choices, Facet, ListView, build_list
from mingzhang.site.packages import Row
from mingzhang.site.provenance.findings import rule_anchor
from mingzhang.site.provenance.marks import SEVERITIES, Severity, severity_of

# The order of the page; a family that is not here follows.
FAMILIES = ("表内", "表间", "文表", "百分比", "原因", "项目与绩效", "科目与名称", "完整性", "粗疏")
_OUTCOMES = {"failed": "有不符", "passed": "全部相符", "unchecked": "未能核对"}


@dataclass(frozen=True)
class Failing:
    """A disclosure that a rule does not hold in: how many checks failed, and where the page tells so."""

    view: DisclosureView
    failed: int
    anchor: str


@dataclass(frozen=True)
class RuleView:
    """One rule with its tally over all disclosures.

    ``rounding`` counts findings that rounding explains, ``found`` all that are listed under it.
    """

    id: str
    anchor: str
    family: str
    severity: Severity
    title: str
    why: str
    tolerance: str
    example: str
    passed: int
    failed: int
    not_checked: int
    rounding: int
    found: int
    failing: tuple[Failing, ...]

    @property
    def outcome(self) -> str:
        """``failed`` somewhere, ``passed`` wherever it was checked, or never checked."""
        return "failed" if self.failed else "passed" if self.passed else "unchecked"


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


def list_rules(families: Sequence[Family]) -> ListView[RuleView]:
    """The rules of all families as one list to filter."""
    facets = (
        Facet("family", "规则类", _family),
        Facet("severity", "不符算", _severity, [item.key for item in SEVERITIES].index),
        Facet("outcome", "结果", _outcome, list(_OUTCOMES).index),
    )
    return build_list([rule for family in families for rule in family.rules], facets)


def _family(rule: RuleView) -> Choices:
    return [(rule.family, rule.family)]


def _severity(rule: RuleView) -> Choices:
    return [(rule.severity.key, f"{rule.severity.shape} {rule.severity.word}")]


def _outcome(rule: RuleView) -> Choices:
    return [(rule.outcome, _OUTCOMES[rule.outcome])]


def _rule(row: Row, views: Sequence[DisclosureView]) -> RuleView:
    name = row["rule"]
    tallies = [tally for view in views for tally in view.package.rows("audit_checks") if tally["rule"] == name]
    found = Counter(item.severity.key for view in views for item in view.audit.findings if item.rule == name)
    return RuleView(
        id=name,
        anchor=rule_anchor(name),
        family=row.get("family", ""),
        severity=severity_of(row.get("severity", "")),
        title=row.get("title", ""),
        why=row.get("why", ""),
        tolerance=row.get("tolerance", ""),
        example=row.get("example", ""),
        passed=count_checks(tallies, "passed"),
        failed=count_checks(tallies, "failed"),
        not_checked=count_checks(tallies, "not_checked"),
        rounding=found["rounding"],
        found=found.total(),
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
