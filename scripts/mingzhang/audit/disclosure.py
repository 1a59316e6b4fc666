"""The audit as rows of a package: findings, how often each rule held, and the rules themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mingzhang.audit.completeness.score import completeness
from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Finding
from mingzhang.audit.registry import RULES
from mingzhang.audit.run import Audit, audit
from mingzhang.convert import Converted
from mingzhang.records.model import Record


def audit_disclosure(converted: Converted) -> tuple[Converted, Audit]:
    """``converted`` with the audit's rows in it, and the audit itself."""
    disclosure = converted.disclosure
    facts = Facts(
        converted.rows, disclosure.unit.name, disclosure.year, disclosure.kind, converted.lines, converted.shown
    )
    found = audit(facts)
    rows: Mapping[str, list[Record]] = {
        **converted.rows,
        "findings": [_finding_row(finding) for finding in found.findings],
        "completeness": _completeness_rows(facts),
        "audit_checks": _check_rows(found),
        "audit_rules": _rule_rows(),
    }
    return replace(converted, rows=rows), found


def _finding_row(finding: Finding) -> Record:
    return Record(
        finding.line,
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "resource": finding.resource,
            "column": finding.column,
            "label": finding.label or None,
            "actual": finding.actual,
            "expected": finding.expected,
            "difference": finding.difference,
            "confirms": " ".join(finding.confirms) or None,
        },
    )


def _completeness_rows(facts: Facts) -> list[Record]:
    """The completeness score and what each part gives to it."""
    complete = completeness(facts)
    parts = {"total": (complete.score, sum(full for _, full in complete.parts.values())), **complete.parts}
    return [Record(1, {"part": p, "points": points, "full_points": full}) for p, (points, full) in parts.items()]


def _check_rows(found: Audit) -> list[Record]:
    """One row a rule: how often it held, failed and could not be checked, and what was missing then."""
    return [
        Record(
            1,
            {
                "rule": name,
                "passed": tally.passed,
                "failed": tally.failed,
                "not_checked": tally.not_checked,
                "reasons": "；".join(dict.fromkeys(tally.reasons)) or None,
            },
        )
        for name, tally in found.tallies.items()
    ]


def _rule_rows() -> list[Record]:
    rules = sorted(RULES.values(), key=lambda rule: rule.id)
    texts = ("family", "severity", "title", "why", "tolerance", "example")
    return [Record(0, {"rule": rule.id, **{text: getattr(rule, text) for text in texts}}) for rule in rules]
