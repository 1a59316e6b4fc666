"""Compose ``build/docs``: Markdown pages of headings and placeholders, fragments beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment

from mingzhang.site.chart_files import Drawn
from mingzhang.site.fragments import FragmentStore
from mingzhang.site.packages import Resource
from mingzhang.site.view_disclosure import DisclosureView, Section
from mingzhang.site.view_index import Totals, UnitView, count_totals, find_telling
from mingzhang.site.view_rules import build_rules
from mingzhang.site.words import markdown_text, plain_title


@dataclass
class PageWriter:
    """Writes pages into ``docs``; ``count`` is how many."""

    docs: Path
    store: FragmentStore
    environment: Environment
    count: int = 0

    def fragment(self, page: str, name: str, template: str, **values: Any) -> str:
        """Render ``template`` for ``page`` and return its placeholder; ``root`` leads to the site's top."""
        depth = 0 if page == "index" else page.removesuffix("index").rstrip("/").count("/") + 1
        html = self.environment.get_template(template).render(root="../" * depth, **values)
        return self.store.add(f"{page}/{name}", html)

    def write(self, page: str, title: str, blocks: list[str], hide: tuple[str, ...] = ("navigation",)) -> None:
        """Write the page ``<page>.md``: front matter, then blocks apart by blank lines."""
        meta = [f"title: {json.dumps(plain_title(title), ensure_ascii=False)}", f"hide: {json.dumps(list(hide))}"]
        path = self.docs / f"{page}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["---", *meta, "---", ""]) + "\n\n".join(blocks) + "\n", encoding="utf-8")
        self.count += 1


def heading(level: int, text: str, anchor: str) -> str:
    """A Markdown heading whose text comes from data, with an ASCII anchor."""
    return f"{'#' * level} {markdown_text(text)} {{#{anchor}}}"


def write_disclosure(writer: PageWriter, view: DisclosureView, charts: list[Drawn]) -> None:
    """The page of one disclosure at ``units/<unit>/<year>-<kind>/``."""
    page = f"{view.address}index"

    def part(name: str, template: str, **values: Any) -> str:
        return writer.fragment(page, name, template, view=view, **values)

    blocks = [
        part("crumbs", "crumbs.html.j2"),
        heading(1, view.package.unit.name, "top"),
        part("head", "disclosure_head.html.j2", charts=charts),
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
    blocks += [heading(2, "数据来源", "source"), part("source", "source.html.j2")]
    writer.write(page, view.name, blocks)


def _sections(part: Any, sections: list[Section]) -> list[str]:
    blocks, seen = [], set[str]()
    for place, section in enumerate(sections, start=1):
        anchor = section.name if section.name not in seen else f"{section.name}-{place}"
        seen.add(section.name)
        blocks.append(heading(3, section.title, anchor))
        blocks.append(part(f"table-{anchor}", "section.html.j2", section=section, anchor=anchor))
    return blocks


def write_unit(writer: PageWriter, unit: UnitView) -> None:
    """The page of a unit, which lists its disclosures."""
    page = f"units/{unit.unit.id}/index"
    blocks = [heading(1, unit.unit.name, "top"), writer.fragment(page, "unit", "unit.html.j2", unit=unit)]
    writer.write(page, unit.unit.name, blocks, ("navigation", "toc"))


def write_home(writer: PageWriter, units: list[UnitView], totals: Totals) -> None:
    """The first page: what this is, what it holds, the units, how it works, downloads."""
    blocks = [
        "# 预算决算，看得懂，查得到 {#top}",
        writer.fragment("index", "totals", "home_totals.html.j2", totals=totals),
        "## 单位 {#units}",
        writer.fragment("index", "units", "unit_cards.html.j2", units=units),
        *_telling(writer, units, totals),
        "## 怎样做到的 {#how}",
        writer.fragment("index", "how", "home_how.html.j2"),
        "## 下载 {#downloads}",
        writer.fragment("index", "downloads", "home_downloads.html.j2", totals=totals),
    ]
    writer.write("index", "首页", blocks, ("navigation", "toc"))


def _telling(writer: PageWriter, units: list[UnitView], totals: Totals) -> list[str]:
    """What the audit found that speaks loudest; nothing before there was an audit."""
    found = find_telling([view for unit in units for view in unit.disclosures])
    if not totals.checks:
        return []
    html = writer.fragment("index", "findings", "home_findings.html.j2", telling=found, totals=totals)
    return ["## 核对发现了什么 {#findings}", html]


def write_rules(writer: PageWriter, views: list[DisclosureView]) -> None:
    """``/rules/``: every rule of the audit by family, and how often it held."""
    families = build_rules(views)
    totals = count_totals(views)
    intro = writer.fragment("rules/index", "intro", "rules_intro.html.j2", families=families, totals=totals)
    blocks = ["# 核对规则 {#top}", intro]
    for family in families:
        blocks.append(heading(2, family.name, family.anchor))
        blocks.append(writer.fragment("rules/index", family.anchor, "rules.html.j2", family=family))
    writer.write("rules/index", "核对规则", blocks)


def write_unit_list(writer: PageWriter, units: list[UnitView]) -> None:
    """``/units/``: one readable table of all disclosures."""
    table = writer.fragment("units/index", "list", "unit_list.html.j2", units=units)
    writer.write("units/index", "单位", ["# 单位 {#top}", table], ("navigation", "toc"))


def write_data(writer: PageWriter, units: list[UnitView], stacked: list[Resource], names: list[str]) -> None:
    """``/data/``: everything to download; resources shared by all disclosures stand under 科目分类."""
    own = [resource for resource in stacked if resource.fields[0].name == "disclosure_id"]
    shared = [resource for resource in stacked if resource.group == "rules"]
    values = {"units": units, "stacked": own, "classifications": names, "rules": shared}

    def part(name: str) -> str:
        return writer.fragment("data/index", name, f"data_{name}.html.j2", **values)

    blocks = ["# 数据下载 {#top}", part("intro"), "## 每份公开材料一个数据包 {#packages}", part("packages")]
    if own:
        blocks += ["## 全部材料合并的表 {#tables}", part("tables")]
    if names:
        blocks += ["## 科目分类 {#classifications}", part("classifications")]
    if shared:
        blocks += ["## 核对规则 {#rules}", part("rules")]
    writer.write("data/index", "数据", blocks, ("navigation", "toc"))


def write_dictionary(writer: PageWriter, resources: list[Resource]) -> None:
    """``/dictionary/``: every resource and column, from the schemas."""
    blocks = ["# 数据字典 {#top}", writer.fragment("dictionary", "intro", "dictionary_intro.html.j2")]
    for resource in resources:
        blocks.append(heading(2, f"{resource.title} {resource.name}", resource.name))
        blocks.append(writer.fragment("dictionary", resource.name, "dictionary.html.j2", resource=resource))
    writer.write("dictionary", "数据字典", blocks)
