"""How often each rule held in one disclosure, and what the rules say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mingzhang.site.disclosure.findings import count_checks
from mingzhang.site.disclosure.view import DisclosureView


@dataclass(frozen=True)
class RuleText:
    """What a rule checks and why, as the package has it."""

    id: str
    family: str
    severity: str
    title: str
    why: str
    tolerance: str
    example: str


@dataclass(frozen=True)
class Tally:
    """One rule in one disclosure. ``rounding`` counts findings that rounding explains, ``found`` all under it;

    ``anchor`` is where the disclosure's page tells of the first failure.
    """

    rule: str
    passed: int
    failed: int
    not_checked: int
    rounding: int
    found: int
    anchor: str


def rule_texts(view: DisclosureView) -> tuple[RuleText, ...]:
    """The rules that ``view`` was checked by, in the package's order."""
    names = ("family", "severity", "title", "why", "tolerance", "example")
    return tuple(
        RuleText(row["rule"], *(row.get(name, "") for name in names)) for row in view.package.rows("audit_rules")
    )


def tallies_of(view: DisclosureView) -> tuple[Tally, ...]:
    """The rules that were checked or found something in ``view``."""
    checks = {row["rule"]: row for row in view.package.rows("audit_checks")}
    found: dict[str, Counter[str]] = {}
    anchors: dict[str, str] = {}
    for item in view.audit.findings:
        found.setdefault(item.rule, Counter())[item.severity.key] += 1
        if item.severity.key != "rounding":
            for rule in (item.rule, *item.confirms):
                anchors.setdefault(rule, item.anchor)
    made = []
    for rule in dict.fromkeys([*checks, *found]):
        rows = [checks[rule]] if rule in checks else []
        passed, failed, missed = (count_checks(rows, name) for name in ("passed", "failed", "not_checked"))
        counts = found.get(rule, Counter())
        anchor = anchors.get(rule, "findings") if failed else ""
        made.append(Tally(rule, passed, failed, missed, counts["rounding"], counts.total(), anchor))
    return tuple(tally for tally in made if any((tally.passed, tally.failed, tally.not_checked, tally.found)))
