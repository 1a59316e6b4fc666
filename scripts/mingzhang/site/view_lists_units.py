"""The list of units: a row a disclosure, largest total first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from mingzhang.site.amounts import parse_amount
from mingzhang.site.figures import Figure
from mingzhang.site.marks import Severity
from mingzhang.site.view_disclosure import DisclosureView
from mingzhang.site.view_lists import Choices, Facet, ListView, Order, build_list, disclosure_facets, gravest

FIGURES = ("收支总", "基本支出", "项目支出", "“三公”经费", "在职人员")
"""How the titles of the figures begin that the list shows, in its order."""


@dataclass(frozen=True)
class UnitRow:
    """A disclosure in the list."""

    view: DisclosureView

    @cached_property
    def figures(self) -> list[Figure | None]:
        """The figures of ``FIGURES``; none where the disclosure gives it nowhere."""
        return [next((item for item in self.view.figures if item.title.startswith(name)), None) for name in FIGURES]

    @property
    def score(self) -> str:
        """How complete the disclosure is, out of 100; blank before an audit."""
        rows = self.view.package.rows("completeness")
        return next((row["points"] for row in rows if row["part"] == "total"), "")

    @property
    def grave(self) -> list[tuple[Severity, int]]:
        """How many errors and warnings there are."""
        return self.view.audit.grave

    def number(self, place: int) -> tuple[bool, Decimal]:
        """A figure to sort by, largest first, those without last."""
        figure = self.figures[place]
        amount = parse_amount(figure.value.replace(",", "")) if figure else None
        return amount is None, -(amount or Decimal(0))


def build_unit_list(views: Sequence[DisclosureView]) -> ListView[UnitRow]:
    """Every disclosure, by total."""
    rows = [UnitRow(view) for view in sorted(views, key=lambda view: view.package.id)]
    unit, region, year, stage = disclosure_facets(views)
    facets = (region, Facet("body", "类型", _body), year, stage)
    orders: tuple[Order[UnitRow], ...] = (
        Order("total", "收支总额", lambda row: row.number(0)),
        Order("project", "项目支出", lambda row: row.number(2)),
        Order("three-public", "“三公”经费", lambda row: row.number(3)),
        Order("staff", "在职人员", lambda row: row.number(4)),
        Order("findings", "发现", lambda row: gravest(row.grave)),
        Order("completeness", "完整度", lambda row: -(parse_amount(row.score) or Decimal(0))),
        Order("region", "地区", lambda row: (row.view.package.unit.division_code, row.view.package.id)),
    )
    return build_list(rows, facets, orders)


def _body(row: UnitRow) -> Choices:
    kind = row.view.package.unit.body_kind
    return [(kind, kind)] if kind else []
