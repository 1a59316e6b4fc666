"""Downloads, and the dictionary of what is in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mingzhang.site.downloads.checksums import Download
from mingzhang.site.downloads.guard import UNDO
from mingzhang.site.lists.home import find_newest
from mingzhang.site.metadata.datasets import stacked_node
from mingzhang.site.metadata.head import Head
from mingzhang.site.packages import Resource
from mingzhang.site.reference.dictionary import build_dictionary
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter, heading

_WHOLE = (
    ("mingzhang.zip", "全部 CSV（zip）", "合并的表、各份材料的数据包、各列的 schema，附许可和使用须知"),
    ("mingzhang.sqlite", "SQLite", "一个文件，所有的表，主键、外键、注释俱全；用 Datasette、DBeaver、R、Python 打开"),
    ("mingzhang.xlsx", "Excel", "一个工作簿，一张表一页，编码是文本，数是数，末页说明各列"),
)
"""Files of everything: path, name, what is in it."""


MOST = 60
"""Disclosures whose packages the page names; the others are found by their own pages and by the index."""


def write_data(writer: PageWriter, site: SiteViews) -> None:
    """``/data/``: everything to download: the whole, the stacked tables, what all share, then each disclosure."""
    dictionary = build_dictionary(_as_published(site))
    shown = find_newest(site.cards, MOST) if len(site.cards) > MOST else [c for u in site.units for c in u.disclosures]
    ids = {card.package.id for card in shown}
    own = {path: Download(*told) for item in site.notices if item.id in ids for path, told in item.archives.items()}
    values = {
        "packages": shown,
        "count": len(site.cards),
        "downloads": {**site.downloads, **own},
        "groups": [group for group in dictionary.groups if not group.is_shared],
        "shared": [group for group in dictionary.groups if group.is_shared],
        "whole": [(*item, site.downloads[item[0]]) for item in _WHOLE if item[0] in site.downloads],
        "whole_sums": [(name, path) for path, name, _ in _WHOLE if path in site.downloads],
        "address": site.address,
        "undo": UNDO,
    }

    def part(name: str) -> str:
        return writer.fragment("data/index", name, f"data_{name}.html.j2", **values)

    blocks = ["# 数据下载 {#top}", part("intro"), "## 一次全部下载 {#all}", part("whole")]
    if values["groups"]:
        blocks += ["## 全部材料合并的表 {#tables}", part("tables")]
    if values["shared"]:
        blocks += ["## 各份材料共用的表 {#shared}", part("shared")]
    blocks += ["## 每份公开材料一个数据包 {#packages}", part("packages"), "## 怎样用 {#use}", part("use")]
    head = Head(descriptor="data/datapackage.json" if site.stacked else "", nodes=(stacked_node(site),))
    writer.write("data/index", "数据", blocks, HIDDEN_WITH_CONTENTS, head)


def write_dictionary(writer: PageWriter, site: SiteViews) -> None:
    """``/dictionary/``: every resource and column by group, from the schemas."""
    dictionary = build_dictionary(_as_published(site))
    schemas = {path for path in site.downloads if path.startswith("schemas/")}

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
                part(name, "dictionary.html.j2", item=item, titles=titles, schemas=schemas),
            ]
    writer.write("dictionary/index", "数据字典", blocks)


def _as_published(site: SiteViews) -> list[Resource]:
    """The stacked resources with the sizes of their published files."""
    sizes = {f"data/{path}": file.size for path, file in site.downloads.items()}
    return [replace(resource, size=sizes[resource.path]) for resource in site.stacked]
