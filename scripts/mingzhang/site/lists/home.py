"""The home page and the list of units as view objects."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.charts.palette import BASIC, PROJECT, PROPERTIES, class_colours
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.numbers.amounts import format_amount, in_hundred_millions, share
from mingzhang.site.numbers.facts import sum_facts
from mingzhang.site.packages import Unit
from mingzhang.site.provenance.findings import Finding, count_severities
from mingzhang.site.provenance.marks import Severity, clip
from mingzhang.site.words import year_span

# Telling findings on the home page: all together, of one disclosure, and characters of one.
MOST, MOST_OF_ONE, SHORT = 6, 2, 150


@dataclass(frozen=True)
class Piece:
    """One piece of a spark: where it starts and how wide it is, in percent."""

    start: str
    width: str
    colour: str
    name: str


@dataclass(frozen=True)
class UnitView:
    """A unit with its disclosures, newest first."""

    unit: Unit
    disclosures: list[DisclosureView]

    @property
    def region(self) -> str:
        """The region from the province down, as a path."""
        return " / ".join(self.unit.region)


@dataclass(frozen=True)
class Telling:
    """A finding that the home page shows, with the disclosure that it is of."""

    view: DisclosureView
    finding: Finding

    @property
    def message(self) -> str:
        """What it says, short enough for a list."""
        return clip(self.finding.sentences[0], SHORT)


@dataclass(frozen=True)
class Totals:
    """The counts of the whole site; ``budget`` in 万元, ``budget_large`` in 亿元 or blank."""

    units: int
    disclosures: int
    budget: str
    budget_large: str
    years: str
    projects: int
    indicators: int
    tables: int
    rows: int
    checks: int
    passed: int
    severities: list[tuple[Severity, int]]

    @property
    def findings(self) -> int:
        """All findings together."""
        return sum(count for _, count in self.severities)


def find_newest(views: list[DisclosureView], most: int) -> list[DisclosureView]:
    """The ``most`` newest disclosures: by year, then by the day of publication where it is known."""
    ranked = sorted(views, key=lambda view: view.package.id)
    ranked.sort(key=lambda view: (view.package.year, view.package.published), reverse=True)
    return ranked[:most]


def group_units(views: list[DisclosureView]) -> list[UnitView]:
    """Units in the order of division code and id, each with its disclosures."""
    groups: dict[str, list[DisclosureView]] = {}
    for view in sorted(views, key=lambda view: (-view.package.year, view.package.kind)):
        groups.setdefault(view.package.unit.id, []).append(view)
    units = [UnitView(group[0].package.unit, group) for group in groups.values()]
    return sorted(units, key=lambda item: (item.unit.division_code, item.unit.id))


def count_totals(views: list[DisclosureView]) -> Totals:
    """What the site holds; ``budget`` adds up the totals of all budgets (not final accounts)."""
    budgets = [view.total.amount for view in views if view.total and view.package.kind == "budget"]
    budget = sum(budgets, Decimal(0))
    return Totals(
        units=len({view.package.unit.id for view in views}),
        disclosures=len(views),
        budget=format_amount(budget),
        budget_large=in_hundred_millions(budget),
        years=year_span(view.package.year for view in views),
        indicators=sum(len(view.package.rows("performance_indicators")) for view in views),
        projects=sum(len(view.package.rows("projects")) for view in views),
        tables=sum(bool(section.tables) for view in views for section in view.statements),
        rows=sum(view.row_count for view in views),
        checks=sum(view.audit.checks for view in views),
        passed=sum(view.audit.passed for view in views),
        severities=count_severities(finding for view in views for finding in view.audit.findings),
    )


def find_telling(views: list[DisclosureView]) -> list[Telling]:
    """The errors whose numbers differ most, relatively; of one disclosure no more than a few."""
    errors = [
        Telling(view, finding)
        for view in views
        for finding in view.audit.findings
        if finding.severity.key == "error" and finding.relative
    ]
    errors.sort(key=lambda item: (-item.finding.relative, -item.finding.difference, item.view.package.id))
    kept: list[Telling] = []
    for item in errors:
        if sum(other.view is item.view for other in kept) < MOST_OF_ONE and len(kept) < MOST:
            kept.append(item)
    return kept


def spark(view: DisclosureView) -> list[Piece]:
    """The composition of expenditure as pieces of a thin bar: by 类, else basic and project expenditure."""
    facts = [fact for fact in view.classes if fact.amount > 0]
    colours = class_colours([fact.code for fact in facts])
    if not facts:
        facts = [fact for fact in view.split if fact.amount > 0]
        colours = {"basic": BASIC, "project": PROJECT}
    total = sum_facts(facts)
    pieces, start = [], Decimal(0)
    for fact in facts:
        width = fact.amount * 100 / total
        name = f"{fact.name} {share(fact.amount, total)}%"
        pieces.append(Piece(f"{start:.2f}", f"{width:.2f}", f"--mz-{PROPERTIES[colours[fact.code]]}", name))
        start += width
    return pieces
