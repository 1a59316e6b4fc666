"""The pages over all units: projects, indicators, “三公” expenses, findings."""

from __future__ import annotations

from typing import Any

from mingzhang.site.lists.findings import build_finding_list
from mingzhang.site.lists.indicators import build_indicator_list, indicator_sentence
from mingzhang.site.lists.projects import build_project_list
from mingzhang.site.lists.three_public import build_three_public
from mingzhang.site.packages import Resource
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter, heading


def write_project_list(writer: PageWriter, site: SiteViews) -> None:
    """``/projects/``: every project, largest first."""
    found, resources = build_project_list(_rows(site, "projects")), _stacked(site, "projects")
    table = writer.fragment("projects/index", "list", "list_projects.html.j2", found=found, resources=resources)
    writer.write("projects/index", "项目", ["# 项目 {#top}", table], HIDDEN_WITH_CONTENTS)


def write_indicator_list(writer: PageWriter, site: SiteViews) -> None:
    """``/indicators/``: every performance indicator."""
    found, resources = build_indicator_list(_rows(site, "indicators")), _stacked(site, "performance_indicators")
    values = {"list": found, "sentence": indicator_sentence(found), "resources": resources}
    table = writer.fragment("indicators/index", "list", "list_indicators.html.j2", **values)
    writer.write("indicators/index", "绩效指标", ["# 绩效指标 {#top}", table], HIDDEN_WITH_CONTENTS)


def write_three_public(writer: PageWriter, site: SiteViews) -> None:
    """``/three-public/``: “三公” expenses, a section an item."""
    page, found = "three-public/index", build_three_public(_rows(site, "three_public"))
    values = {"list": found.list, "sentence": found.sentence, "resources": _stacked(site, "three_public", "claims")}
    blocks = ["# “三公”经费 {#top}", writer.fragment(page, "tools", "list_three_public_tools.html.j2", **values)]
    charts = [drawn for drawn in site.charts if drawn.chart.name == "three-public"]
    if charts:
        blocks.append(writer.fragment(page, "charts", "charts.html.j2", charts=charts))
    for section in found.sections:
        blocks.append(heading(2, section.title, section.anchor))
        blocks.append(writer.fragment(page, section.anchor, "list_three_public.html.j2", section=section))
    writer.write(page, "“三公”经费", blocks, HIDDEN_WITH_CONTENTS)


def write_finding_list(writer: PageWriter, site: SiteViews) -> None:
    """``/findings/``: everything that the audit found, the gravest first."""
    values = {
        "list": build_finding_list(_rows(site, "findings")),
        "totals": site.totals,
        "resources": _stacked(site, "findings"),
    }
    table = writer.fragment("findings/index", "list", "list_findings.html.j2", **values)
    writer.write("findings/index", "发现", ["# 发现 {#top}", table], HIDDEN_WITH_CONTENTS)


def _rows(site: SiteViews, part: str) -> list[Any]:
    return [row for _, rows in site.collection.each(part) for row in rows]


def _stacked(site: SiteViews, *names: str) -> list[Resource]:
    """The stacked tables ``names`` that there are."""
    found = {resource.name: resource for resource in site.stacked if resource.fields[0].name == "disclosure_id"}
    return [found[name] for name in names if name in found]
