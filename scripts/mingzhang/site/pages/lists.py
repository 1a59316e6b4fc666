"""The pages over all units: the units, projects, indicators, “三公” expenses, findings; each a shelf of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mingzhang.site.charts.files import Drawn
from mingzhang.site.lists.below import build_below, build_years, three_sentence
from mingzhang.site.lists.findings import build_finding_list
from mingzhang.site.lists.home import count_totals
from mingzhang.site.lists.indicators import build_indicator_list, indicator_sentence
from mingzhang.site.lists.kinds import FINDINGS, INDICATORS, PROJECTS, THREE_PUBLIC, UNITS, Kind
from mingzhang.site.lists.projects import build_project_list
from mingzhang.site.lists.shelves import TOP, Node
from mingzhang.site.lists.three_public import build_three_public
from mingzhang.site.lists.units import UnitRow, build_unit_list
from mingzhang.site.metadata.head import Head
from mingzhang.site.packages import Resource
from mingzhang.site.site_views import SiteViews
from mingzhang.site.summary.card import Card
from mingzhang.site.summary.collection import Collection
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter, heading

# The charts under the list of units; the list of “三公” expenses has its own.
CHARTS = {UNITS.name: ("totals", "composition", "per-staff"), THREE_PUBLIC.name: ("three-public",)}


@dataclass(frozen=True)
class Around:
    """What the first page of a list shows besides rows: stacked tables to download, charts across disclosures."""

    resources: Sequence[Resource] = ()
    charts: Sequence[Drawn] = field(default=())


def leaf_rows(kind: Kind, node: Node, collection: Collection, cards: Mapping[str, Card]) -> list[Any]:
    """All rows of a leaf."""
    own = [cards[name] for name in node.ids]
    if kind.name == UNITS.name:
        return list(map(UnitRow, own))
    return [row for _, rows in collection.each(kind.part, own) for row in rows]


def around_of(kind: Kind, site: SiteViews) -> Around:
    """What the first page of a list shows besides its rows."""
    stacked = {item.name: item for item in site.stacked if item.fields[0].name == "disclosure_id"}
    charts = [drawn for drawn in site.charts if drawn.chart.name in CHARTS.get(kind.name, ())]
    return Around([stacked[name] for name in kind.tables if name in stacked], charts)


def page_title(kind: Kind, node: Node) -> str:
    """``发现``, ``某县的发现``, ``某县 2024 年预算的发现（第 2 页）``."""
    page = f"（第 {node.number} 页）" if node.number > 1 else ""
    return f"{node.place}的{kind.title}{page}" if node.place else kind.title


def write_node(
    writer: PageWriter, kind: Kind, node: Node, rows: Iterable[Any], cards: Mapping[str, Card], around: Around
) -> None:
    """The page of ``node``: of a leaf with all its ``rows``, else with its parts and the first rows of all of them.

    ``cards`` are by disclosure id; those of ``node.ids`` are needed.
    """
    own = [cards[name] for name in node.ids]
    values = _VIEWS[kind.name](list(rows), own) | {
        "node": node,
        "kind": kind,
        "totals": count_totals(own),
        "top": TOP,
        "resources": around.resources,
    }
    blocks = [heading(1, page_title(kind, node), "top")]

    def part(name: str, template: str, **more: Any) -> None:
        blocks.append(writer.fragment(node.page, name, template, **values, **more))

    if node.trail:
        part("crumbs", "list_crumbs.html.j2")
    if node.children:
        part("below", "list_below.html.j2", below=build_below(node, cards))
        if kind.name == UNITS.name:
            blocks.append(heading(2, "按年度", "years"))
            part("years", "list_years.html.j2", years=build_years(own))
        blocks.append(heading(2, f"{kind.first} {len(values['list'].rows)} {kind.counted or kind.noun}", "first"))
    if kind.name == THREE_PUBLIC.name:
        _three_public(part, blocks, values["sections"], around)
    else:
        part("list", _TEMPLATES[kind.name])
        if around.charts:
            blocks.append("## 放在一起看 {#charts}")
            part("charts", "charts.html.j2", charts=around.charts)
    head = Head(f"{page_title(kind, node)}：{len(own)} 份公开材料，{node.count} {kind.noun}。" if node.trail else "")
    writer.write(node.page, page_title(kind, node), blocks, HIDDEN_WITH_CONTENTS, head)


def _three_public(part: Any, blocks: list[str], sections: Iterable[Any], around: Around) -> None:
    part("tools", "list_three_public_tools.html.j2")
    if around.charts:
        part("charts", "charts.html.j2", charts=around.charts)
    for section in sections:
        blocks.append(heading(2, section.title, section.anchor))
        part(section.anchor, "list_three_public.html.j2", section=section)


def _indicators(rows: list[Any], own: list[Card]) -> dict[str, Any]:
    found = build_indicator_list(rows)
    return {"list": found, "sentence": indicator_sentence(found)}


def _projects(rows: list[Any], own: list[Card]) -> dict[str, Any]:
    found = build_project_list(rows)
    return {"found": found, "list": found.list}


def _items(rows: list[Any], own: list[Card]) -> dict[str, Any]:
    found = build_three_public(rows)
    sections = [section for section in found.sections if section.groups]
    return {"list": found.list, "sentence": f"{three_sentence(own)}。", "sections": sections}


_VIEWS: Mapping[str, Callable[[list[Any], list[Card]], dict[str, Any]]] = {
    UNITS.name: lambda rows, own: {"list": build_unit_list(rows)},
    PROJECTS.name: _projects,
    INDICATORS.name: _indicators,
    THREE_PUBLIC.name: _items,
    FINDINGS.name: lambda rows, own: {"list": build_finding_list(rows)},
}
_TEMPLATES = {
    UNITS.name: "unit_list.html.j2",
    PROJECTS.name: "list_projects.html.j2",
    INDICATORS.name: "list_indicators.html.j2",
    FINDINGS.name: "list_findings.html.j2",
}
