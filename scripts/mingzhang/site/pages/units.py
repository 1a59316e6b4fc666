"""The list of units and the page of each."""

from __future__ import annotations

from typing import Any

from mingzhang.site.charts.files import SITE
from mingzhang.site.disclosure.unit import build_unit_page
from mingzhang.site.lists.home import UnitView
from mingzhang.site.lists.units import build_unit_list
from mingzhang.site.metadata.datasets import unit_node
from mingzhang.site.metadata.facts import describe_unit
from mingzhang.site.metadata.head import Head
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN, HIDDEN_WITH_CONTENTS, PageWriter, heading

# The charts under the list.
CHARTS = ("totals", "composition", "per-staff")


def write_unit_list(writer: PageWriter, site: SiteViews) -> None:
    """``/units/``: one table of all disclosures, to sort and to filter."""
    values = {"list": build_unit_list(site.views), "totals": site.totals}
    table = writer.fragment("units/index", "list", "unit_list.html.j2", **values)
    blocks = ["# 单位 {#top}", table]
    charts = [drawn for drawn in site.charts[SITE] if drawn.chart.name in CHARTS]
    if charts:
        blocks += ["## 放在一起看 {#charts}", writer.fragment("units/index", "charts", "charts.html.j2", charts=charts)]
    writer.write("units/index", "单位", blocks, HIDDEN_WITH_CONTENTS)


def write_units(writer: PageWriter, site: SiteViews) -> None:
    """``/units/<unit>/``: who each unit is, and its disclosures."""
    for unit in site.units:
        _write_unit(writer, unit, site.address)


def _write_unit(writer: PageWriter, unit: UnitView, address: str) -> None:
    page, shown = f"units/{unit.unit.id}/index", build_unit_page(unit)
    here = shown.newest.address.removeprefix(f"units/{unit.unit.id}/")

    def part(name: str, template: str, **values: Any) -> str:
        return writer.fragment(page, name, template, profile=shown, view=shown.newest, here=here, **values)

    blocks = [
        part("crumbs", "unit_crumbs.html.j2"),
        heading(1, unit.unit.name, "top"),
        part("head", "unit_head.html.j2"),
    ]
    blocks += [heading(2, "公开材料", "disclosures"), part("disclosures", "unit_disclosures.html.j2")]
    if shown.series:
        blocks += [heading(2, "历年数字", "years"), part("years", "unit_series.html.j2")]
    for item in shown.parts:
        blocks += [heading(2, item.title, item.anchor), part(item.anchor, item.template, part=item)]
    head = Head(describe_unit(unit), nodes=(unit_node(unit.unit, address),))
    writer.write(page, unit.unit.name, blocks, HIDDEN, head)
