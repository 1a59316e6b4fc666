"""The page of a disclosure."""

from __future__ import annotations

from typing import Any

from mingzhang.site.disclosure.overview import plain_overview
from mingzhang.site.disclosure.view import Section
from mingzhang.site.metadata.datasets import disclosure_node
from mingzhang.site.metadata.facts import describe
from mingzhang.site.metadata.head import Head
from mingzhang.site.site_views import OwnViews
from mingzhang.site.writer import HIDDEN, PageWriter, heading


def write_disclosure(writer: PageWriter, own: OwnViews) -> None:
    """The page of a disclosure at ``units/<unit>/<year>-<kind>/``."""
    view = own.view
    page, charts = f"{view.address}index", own.charts.get(view.package.id, [])

    def part(name: str, template: str, **values: Any) -> str:
        return writer.fragment(page, name, template, view=view, **values)

    blocks = [
        part("crumbs", "crumbs.html.j2"),
        heading(1, view.package.unit.name, "top"),
        part("head", "disclosure_head.html.j2", charts=charts, versions=own.versions),
    ]
    if charts:
        blocks += [heading(2, "图表", "charts"), part("charts", "charts.html.j2", charts=charts)]
    if view.audit.is_shown:
        blocks += [heading(2, "核对与发现", "findings"), part("findings", "findings.html.j2")]
    blocks += [heading(2, "收支表", "tables"), part("tables", "statements.html.j2")]
    blocks += _sections(part, view.statements)
    for item in view.parts:
        blocks.append(heading(item.level, item.title, item.anchor))
        if item.template:
            blocks.append(part(f"part-{item.anchor}", item.template, part=item))
    if view.details:
        blocks += [heading(2, "其他资料", "details"), *_sections(part, view.details)]
    blocks += [heading(2, "怎样读出来的", "reading"), part("reading", "reading.html.j2")]
    blocks += [heading(2, "来源、引用与下载", "source"), part("source", "source.html.j2", downloads=own.downloads)]
    overview = plain_overview(view.overview)
    head = Head(
        description=f"{view.package.unit.name} {overview}" if overview else describe(view),
        descriptor=f"data/packages/{view.package.id}/datapackage.json",
        nodes=(disclosure_node(own),),
    )
    writer.write(page, view.name, blocks, HIDDEN, head)


def _sections(part: Any, sections: list[Section]) -> list[str]:
    blocks, seen = [], set[str]()
    for place, section in enumerate(sections, start=1):
        anchor = section.name if section.name not in seen else f"{section.name}-{place}"
        seen.add(section.name)
        blocks.append(heading(3, section.title, anchor))
        blocks.append(part(f"table-{anchor}", "section.html.j2", section=section, anchor=anchor))
    return blocks
