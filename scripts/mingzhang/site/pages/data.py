"""Downloads, and the dictionary of what is in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mingzhang.site.downloads.guard import UNDO
from mingzhang.site.packages import Resource
from mingzhang.site.reference.dictionary import build_dictionary
from mingzhang.site.reference.sizes import format_size
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter, heading


def write_data(writer: PageWriter, site: SiteViews) -> None:
    """``/data/``: everything to download; what all disclosures share stands at the end."""
    dictionary = build_dictionary(_as_published(site))
    values = {
        "packages": [view for unit in site.units for view in unit.disclosures],
        "downloads": site.downloads,
        "groups": [group for group in dictionary.groups if not group.is_shared],
        "shared": [group for group in dictionary.groups if group.is_shared],
        "total": format_size(site.downloads["mingzhang.zip"].size),
        "undo": UNDO,
    }

    def part(name: str) -> str:
        return writer.fragment("data/index", name, f"data_{name}.html.j2", **values)

    blocks = ["# 数据下载 {#top}", part("intro"), "## 每份公开材料一个数据包 {#packages}", part("packages")]
    if values["groups"]:
        blocks += ["## 全部材料合并的表 {#tables}", part("tables")]
    if values["shared"]:
        blocks += ["## 各份材料共用的表 {#shared}", part("shared")]
    blocks += ["## 怎样用 {#use}", part("use")]
    writer.write("data/index", "数据", blocks, HIDDEN_WITH_CONTENTS)


def write_dictionary(writer: PageWriter, site: SiteViews) -> None:
    """``/dictionary/``: every resource and column by group, from the schemas."""
    dictionary = build_dictionary(_as_published(site) or list(site.views[0].package.resources.values()))

    def part(name: str, template: str, **values: Any) -> str:
        return writer.fragment("dictionary/index", name, template, **values)

    blocks = ["# 数据字典 {#top}", part("intro", "dictionary_intro.html.j2", dictionary=dictionary, undo=UNDO)]
    titles = dictionary.titles
    for group in dictionary.groups:
        blocks.append(heading(2, " ".join(filter(None, (group.title, group.title_en))), group.anchor))
        for item in group.resources:
            name = item.resource.name
            blocks += [
                heading(3, item.resource.title, name),
                part(name, "dictionary.html.j2", item=item, titles=titles),
            ]
    writer.write("dictionary/index", "数据字典", blocks)


def _as_published(site: SiteViews) -> list[Resource]:
    """The stacked resources with the sizes of their published files."""
    sizes = {f"data/{path}": file.size for path, file in site.downloads.items()}
    return [replace(resource, size=sizes[resource.path]) for resource in site.stacked]
