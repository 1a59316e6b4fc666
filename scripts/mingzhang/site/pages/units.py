"""The page of each unit."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from mingzhang.site.disclosure.unit import build_unit_page, organisation_of
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.lists.home import UnitView
from mingzhang.site.metadata.datasets import unit_node
from mingzhang.site.metadata.facts import describe_unit
from mingzhang.site.metadata.head import Head
from mingzhang.site.reference.terms import PAGE_TERMS, Terms
from mingzhang.site.summary.collection import Collection
from mingzhang.site.summary.summary import UnitPart
from mingzhang.site.writer import HIDDEN, PageWriter, heading, root_of


def unit_parts(view: DisclosureView, environment: Environment, terms: Terms) -> tuple[UnitPart, ...]:
    """What the page of its unit shows of ``view``, rendered; ``terms`` are those of the disclosure."""
    page = f"units/{view.package.unit.id}/index"
    values = {"root": root_of(page), "here": view.address.removeprefix(page.removesuffix("index")), PAGE_TERMS: terms}
    return tuple(
        UnitPart(
            part.title, part.anchor, environment.get_template(part.template).render(view=view, part=part, **values)
        )
        for part in organisation_of(view)
        if part.template
    )


def write_unit(writer: PageWriter, unit: UnitView, collection: Collection, address: str) -> None:
    """``/units/<unit>/``: who the unit is, and its disclosures, whose summaries are in ``collection``."""
    page, shown = f"units/{unit.unit.id}/index", build_unit_page(unit)

    def part(name: str, template: str, **values: Any) -> str:
        return writer.fragment(page, name, template, profile=shown, view=shown.newest, **values)

    blocks = [
        part("crumbs", "unit_crumbs.html.j2"),
        heading(1, unit.unit.name, "top"),
        part("head", "unit_head.html.j2"),
    ]
    blocks += [heading(2, "公开材料", "disclosures"), part("disclosures", "unit_disclosures.html.j2")]
    if shown.series:
        blocks += [heading(2, "历年数字", "years"), part("years", "unit_series.html.j2")]
    for item in collection.load(shown.newest, "parts"):
        blocks += [heading(2, item.title, item.anchor), writer.place(page, item.anchor, item.html)]
    head = Head(describe_unit(unit), nodes=(unit_node(unit.unit, address),))
    writer.write(page, unit.unit.name, blocks, HIDDEN, head)
