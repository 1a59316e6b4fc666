"""The rules of the audit by family, and over all disclosures how often each held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mingzhang.site.lists.facets import Choices, Facet, ListView, build_list
from mingzhang.site.provenance.findings import rule_anchor
from mingzhang.site.provenance.marks import SEVERITIES, Severity, severity_of
from mingzhang.site.reference.families import FAMILIES
from mingzhang.site.reference.tallies import RuleText, Tally
from mingzhang.site.summary.card import Card

_OUTCOMES = {"failed": "有不符", "passed": "全部相符", "unchecked": "未能核对"}
MOST_FAILING = 8
"""Disclosures that a rule names, those with the most failures first."""


@dataclass(frozen=True)
class Failing:
    """A disclosure that a rule does not hold in: how many checks failed, and where the page tells so."""

    view: Card
    failed: int
    anchor: str


@dataclass(frozen=True)
class RuleView:
    """One rule with its tally over all disclosures.

    ``rounding`` counts findings that rounding explains, ``found`` all that are listed under it; ``failing`` are the
    disclosures that fail it most, ``more`` how many others do.
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
    more: int

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


@dataclass
class _Sum:
    """The tallies of one rule, added up."""

    passed: int = 0
    failed: int = 0
    not_checked: int = 0
    rounding: int = 0
    found: int = 0
    failing: list[Failing] = field(default_factory=list)

    def add(self, view: Card, tally: Tally) -> None:
        self.passed += tally.passed
        self.failed += tally.failed
        self.not_checked += tally.not_checked
        self.rounding += tally.rounding
        self.found += tally.found
        if tally.failed:
            self.failing.append(Failing(view, tally.failed, tally.anchor))


def build_rules(texts: Iterable[RuleText], tallies: Iterable[tuple[Card, Sequence[Tally]]]) -> list[Family]:
    """The rules ``texts`` (a later text of one rule counts) in the order of families and ids, with their tallies."""
    rules = {text.id: text for text in texts}
    sums: dict[str, _Sum] = {name: _Sum() for name in rules}
    for view, own in tallies:
        for tally in own:
            if tally.rule in sums:
                sums[tally.rule].add(view, tally)
    names = list(dict.fromkeys([*FAMILIES, *(text.family for text in rules.values())]))
    groups = [(name, [text for text in rules.values() if text.family == name]) for name in names]
    return [
        Family(name, f"family-{place}", tuple(_rule(text, sums[text.id]) for text in members))
        for place, (name, members) in enumerate(((name, members) for name, members in groups if members), start=1)
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


def _rule(text: RuleText, sums: _Sum) -> RuleView:
    failing = sums.failing
    if len(failing) > MOST_FAILING:
        failing = sorted(failing, key=lambda item: (-item.failed, item.view.package.id))[:MOST_FAILING]
    return RuleView(
        id=text.id,
        anchor=rule_anchor(text.id),
        family=text.family,
        severity=severity_of(text.severity),
        title=text.title,
        why=text.why,
        tolerance=text.tolerance,
        example=text.example,
        passed=sums.passed,
        failed=sums.failed,
        not_checked=sums.not_checked,
        rounding=sums.rounding,
        found=sums.found,
        failing=tuple(failing),
        more=len(sums.failing) - len(failing),
    )
