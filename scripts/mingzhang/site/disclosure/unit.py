"""The page of a unit: who it is, its disclosures, its figures over the years."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.disclosure.items import bar_width
from mingzhang.site.disclosure.parts import Part
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.lists.home import UnitView
from mingzhang.site.numbers.amounts import parse_shown
from mingzhang.site.numbers.figures import Figure
from mingzhang.site.summary.card import Card
from mingzhang.site.words import year_span

ORGANISATION = "organisation"


@dataclass(frozen=True)
class Point:
    """A figure of one disclosure, the width of its bar among the same figures of its kind."""

    view: Card
    value: str
    measure: str
    width: str


@dataclass(frozen=True)
class Series:
    """One figure over the years, the oldest first; budgets and final accounts have series of their own."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class UnitPage:
    """A unit's page. ``newest`` is the disclosure whose duties, offices and staff it shows."""

    unit: UnitView
    newest: Card
    series: tuple[Series, ...]

    @property
    def years(self) -> str:
        """``2022—2024`` or ``2024``."""
        return year_span(view.package.year for view in self.unit.disclosures)


def build_unit_page(unit: UnitView) -> UnitPage:
    """The page of ``unit``; series only of figures that two disclosures of one kind have."""
    newest = next((card for card in unit.disclosures if card.has_organisation), unit.disclosures[0])
    return UnitPage(unit, newest, tuple(_series(unit.disclosures)))


def organisation_of(view: DisclosureView) -> tuple[Part, ...]:
    """The parts of a disclosure's page under 单位概况, which its unit's page shows too."""
    anchors = [part.anchor for part in view.parts]
    if ORGANISATION not in anchors:
        return ()
    rest = view.parts[anchors.index(ORGANISATION) + 1 :]
    ends = next((place for place, part in enumerate(rest) if part.level == 2), len(rest))
    return tuple(rest[:ends])


def _series(views: list[Card]) -> list[Series]:
    found: list[Series] = []
    for kind in ("budget", "final"):
        own = sorted((view for view in views if view.package.kind == kind), key=lambda view: view.package.year)
        titles = dict.fromkeys(figure.title for view in own for figure in view.figures)
        for title in titles:
            pairs = [(view, figure) for view in own for figure in view.figures if figure.title == title]
            if len(pairs) > 1:
                found.append(_one_series(title, pairs))
    return found


def _one_series(title: str, pairs: list[tuple[Card, Figure]]) -> Series:
    amounts = [parse_shown(figure.value) or Decimal(0) for _, figure in pairs]
    points = (
        Point(view, figure.value, figure.measure, bar_width(amount, max(amounts)))
        for (view, figure), amount in zip(pairs, amounts, strict=True)
    )
    return Series(title, tuple(points))
