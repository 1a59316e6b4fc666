"""The list of units and the page of each."""

from __future__ import annotations

from mingzhang.site.site_views import SiteViews
from mingzhang.site.view_index import UnitView
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter, heading


def write_unit_list(writer: PageWriter, site: SiteViews) -> None:
    """``/units/``: one readable table of all disclosures."""
    table = writer.fragment("units/index", "list", "unit_list.html.j2", units=site.units)
    writer.write("units/index", "单位", ["# 单位 {#top}", table], HIDDEN_WITH_CONTENTS)


def write_units(writer: PageWriter, site: SiteViews) -> None:
    """``/units/<unit>/``: who each unit is, and its disclosures."""
    for unit in site.units:
        _write_unit(writer, unit)


def _write_unit(writer: PageWriter, unit: UnitView) -> None:
    page = f"units/{unit.unit.id}/index"
    blocks = [heading(1, unit.unit.name, "top"), writer.fragment(page, "unit", "unit.html.j2", unit=unit)]
    writer.write(page, unit.unit.name, blocks, HIDDEN_WITH_CONTENTS)
