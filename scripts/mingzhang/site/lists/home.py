"""The home page and the list of units as view objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.charts.palette import BASIC, PROJECT, PROPERTIES, class_colours
from mingzhang.site.numbers.amounts import format_amount, in_hundred_millions, share
from mingzhang.site.numbers.facts import sum_facts
from mingzhang.site.packages import Unit
from mingzhang.site.provenance.findings import Finding
from mingzhang.site.provenance.marks import SEVERITIES, Severity, clip
from mingzhang.site.summary.card import Card
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
    disclosures: list[Card]

    @property
    def region(self) -> str:
        """The region from the province down, as a path."""
        return " / ".join(self.unit.region)


@dataclass(frozen=True)
class Telling:
    """A finding that the home page shows, with the disclosure that it is of."""

    view: Card
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


def find_newest(views: Iterable[Card], most: int) -> list[Card]:
    """The ``most`` newest disclosures: by year, then by the day of publication where it is known."""
    ranked = sorted(views, key=lambda view: view.package.id)
    ranked.sort(key=lambda view: (view.package.year, view.package.published), reverse=True)
    return ranked[:most]


def find_shown(units: Sequence[UnitView], most: int) -> list[UnitView]:
    """The units with a card: all of them, else those of the newest disclosures, the largest first."""
    if len(units) <= most:
        return list(units)

    def rank(unit: UnitView) -> tuple[int, Decimal, str]:
        newest = unit.disclosures[0]
        return -newest.package.year, -(newest.total.amount if newest.total else Decimal(0)), unit.unit.id

    return sorted(units, key=rank)[:most]


def group_units(views: Iterable[Card]) -> list[UnitView]:
    """Units in the order of division code and id, each with its disclosures."""
    groups: dict[str, list[Card]] = {}
    for view in sorted(views, key=lambda view: (-view.package.year, view.package.kind)):
        groups.setdefault(view.package.unit.id, []).append(view)
    units = [UnitView(group[0].package.unit, group) for group in groups.values()]
    return sorted(units, key=lambda item: (item.unit.division_code, item.unit.id))


def count_totals(views: Sequence[Card]) -> Totals:
    """What the site holds; ``budget`` adds up the totals of all budgets (not final accounts)."""
    budgets = [view.total.amount for view in views if view.total and view.package.kind == "budget"]
    budget = sum(budgets, Decimal(0))
    return Totals(
        units=len({view.package.unit.id for view in views}),
        disclosures=len(views),
        budget=format_amount(budget),
        budget_large=in_hundred_millions(budget),
        years=year_span(view.package.year for view in views),
        indicators=sum(view.count("indicators") for view in views),
        projects=sum(view.count("projects") for view in views),
        tables=sum(view.tables for view in views),
        rows=sum(view.row_count for view in views),
        checks=sum(view.audit.checks for view in views),
        passed=sum(view.audit.passed for view in views),
        severities=sum_severities(views),
    )


def sum_severities(views: Iterable[Card]) -> list[tuple[Severity, int]]:
    """How many findings of each severity all of ``views`` have, the gravest first; none of those without."""
    counts = Counter[Severity]()
    for view in views:
        counts.update(dict(view.audit.counts))
    return [(severity, counts[severity]) for severity in SEVERITIES if counts[severity]]


def telling_of(findings: Iterable[Finding], card: Card) -> tuple[Telling, ...]:
    """What one disclosure gives the home page to choose from: its errors whose numbers differ most, relatively."""
    errors = [Telling(card, found) for found in findings if found.severity.key == "error" and found.relative]
    return tuple(sorted(errors, key=_most_telling)[:MOST_OF_ONE])


def find_telling(found: Iterable[Telling]) -> list[Telling]:
    """The most telling of what all disclosures give."""
    return sorted(found, key=_most_telling)[:MOST]


def _most_telling(item: Telling) -> tuple[Decimal, Decimal, str, int]:
    return -item.finding.relative, -item.finding.difference, item.view.package.id, item.finding.number


def spark(view: Card) -> list[Piece]:
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
