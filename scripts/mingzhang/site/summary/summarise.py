"""Make the summary of one disclosure from its view."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from mingzhang.site.changes.events import events_of
from mingzhang.site.changes.versions import Version
from mingzhang.site.charts.three_public import three_public_facts
from mingzhang.site.compare.columns import build_column
from mingzhang.site.disclosure.corrections import build_corrections
from mingzhang.site.disclosure.unit import organisation_of
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.lists.findings import finding_rows
from mingzhang.site.lists.home import telling_of
from mingzhang.site.lists.indicators import indicator_rows
from mingzhang.site.lists.projects import project_rows
from mingzhang.site.lists.three_public_items import ITEMS, is_item
from mingzhang.site.lists.three_public_rows import item_rows
from mingzhang.site.numbers.amounts import parse_amount
from mingzhang.site.numbers.changes import find_stated
from mingzhang.site.numbers.facts import find_split, find_three_public
from mingzhang.site.packages import Package
from mingzhang.site.reference.explained import explained_terms
from mingzhang.site.reference.method import limits_of
from mingzhang.site.reference.tallies import RuleText, rule_texts, tallies_of
from mingzhang.site.summary.card import AuditFacts, Card, ChartFacts, PackageFacts
from mingzhang.site.summary.summary import Summary, UnitPart


def summarise(
    view: DisclosureView, names: dict[str, str], versions: Sequence[Version] = (), parts: Sequence[UnitPart] = ()
) -> Summary:
    """The summary of ``view``.

    ``names`` are functional class names by code, ``versions`` the disclosure's earlier ones, ``parts`` what its
    unit's page shows of it (``disclosure.unit`` tells which).
    """
    package, rules = view.package, rule_texts(view)
    card = build_card(view, rules)
    return Summary(
        card=card,
        projects=project_rows(view, card),
        indicators=indicator_rows(view, card),
        three_public=item_rows(view, card),
        findings=finding_rows(view, card),
        telling=telling_of(view.audit.findings, card),
        glossary=explained_terms(package),
        rules=rules,
        tallies=tallies_of(view),
        limits=limits_of(view, card),
        corrections=tuple(build_corrections(package)),
        events=events_of(view, card, versions),
        column=build_column(view, names),
        parts=tuple(parts),
    )


def build_card(view: DisclosureView, rules: tuple[RuleText, ...] | None = None) -> Card:
    """The card of ``view``; ``rules`` are its rules, where they are already known."""
    package, audit = view.package, view.audit
    texts = rule_texts(view) if rules is None else rules
    return Card(
        package=_package(package),
        address=view.address,
        total=view.total,
        classes=tuple(view.classes),
        split=tuple(view.split),
        figures=tuple(view.figures),
        chart=_chart(view),
        audit=AuditFacts(
            checks=audit.checks,
            passed=audit.passed,
            failed=audit.failed,
            not_checked=audit.not_checked,
            counts=tuple(audit.counts),
            score=audit.completeness[0].value if audit.completeness else "",
        ),
        completeness=view.completeness,
        absence=view.absence,
        file_count=view.file_count,
        row_count=view.row_count,
        tables=sum(bool(section.tables) for section in view.statements),
        counts={
            "units": 1,
            "projects": len(package.rows("projects")),
            "indicators": len(package.rows("performance_indicators")),
            "three_public": sum(is_item(package, key) for key in ITEMS),
            "findings": sum(count for _, count in audit.counts),
        },
        rules=_digest(texts),
        has_organisation=bool(organisation_of(view)),
    )


def _package(package: Package) -> PackageFacts:
    return PackageFacts(
        id=package.id,
        title=package.title,
        unit=package.unit,
        year=package.year,
        kind=package.kind,
        scope=package.scope,
        published=package.published,
        added=package.added,
        licence=package.licence,
        licence_url=package.licence_url,
        version=package.version,
        source_hash=package.source_hash,
        source_lines=package.source_lines,
        corrected=tuple(sorted({row.get("date", "") for row in package.rows("corrections")} - {""})),
    )


def _chart(view: DisclosureView) -> ChartFacts:
    package = view.package
    serving = next((row for row in package.rows("staffing") if row.get("item") == "serving"), {})
    return ChartFacts(
        total=view.total or find_stated(package, f"收支总{view.kind_word}"),
        basic=find_split(package, "basic", "基本支出") or find_stated(package, "基本支出"),
        staff=parse_amount(serving.get("count")),
        three=three_public_facts(package),
        printed=bool(find_three_public(package)),
    )


def _digest(texts: tuple[RuleText, ...]) -> str:
    """What tells apart the rules of different versions of the program."""
    content = json.dumps([list(vars(text).values()) for text in texts], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16] if texts else ""
