"""The list of units: a row a disclosure, largest total first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from mingzhang.site.lists.facets import (
    Choices,
    Facet,
    ListView,
    Order,
    build_list,
    descending,
    disclosure_facets,
    gravest,
)
from mingzhang.site.numbers.amounts import parse_amount, parse_shown
from mingzhang.site.numbers.figures import Figure
from mingzhang.site.provenance.marks import Severity
from mingzhang.site.summary.card import Card

FIGURES = {
    "total": "收支总额",
    "basic": "基本支出",
    "project": "项目支出",
    "three-public": "“三公”经费",
    "staff": "在职人员",
}
"""The figures that the list shows. Their titles begin alike on the pages of disclosures."""


@dataclass(frozen=True)
class UnitRow:
    """A disclosure in the list."""

    view: Card

    @cached_property
    def figures(self) -> list[Figure | None]:
        """The figures of ``FIGURES``; none where the disclosure gives it nowhere."""
        names = (title[:3] for title in FIGURES.values())
        return [next((item for item in self.view.figures if item.title.startswith(name)), None) for name in names]

    @property
    def grave(self) -> list[tuple[Severity, int]]:
        """How many errors and warnings there are."""
        return self.view.audit.grave

    def number(self, place: int) -> Decimal | None:
        """A figure as a number."""
        figure = self.figures[place]
        return parse_shown(figure.value) if figure else None


def build_unit_list(found: Sequence[UnitRow]) -> ListView[UnitRow]:
    """Every disclosure, by total."""
    rows = sorted(found, key=lambda row: row.view.package.id)
    _, region, year, stage = disclosure_facets(rows)
    facets = (region, Facet("body", "类型", _body), year, stage)
    orders = (
        *(_order(place, key, title) for place, (key, title) in enumerate(FIGURES.items())),
        Order("completeness", "完整度", lambda row: descending(parse_amount(row.view.score))),
        Order("findings", "发现", lambda row: gravest(row.grave)),
        Order("region", "地区", lambda row: (row.view.package.unit.division_code, row.view.package.id)),
    )
    return build_list(rows, facets, orders)


def _order(place: int, key: str, title: str) -> Order[UnitRow]:
    return Order(key, title, lambda row: descending(row.number(place)))


def _body(row: UnitRow) -> Choices:
    kind = row.view.package.unit.body_kind
    return [(kind, kind)] if kind else []
