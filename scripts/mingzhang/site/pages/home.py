"""The first page."""

from __future__ import annotations

from mingzhang.site.lists.below import build_regions
from mingzhang.site.lists.home import Totals, find_newest, find_shown, find_telling
from mingzhang.site.lists.kinds import UNITS
from mingzhang.site.metadata.datasets import catalogue_nodes
from mingzhang.site.metadata.head import Head
from mingzhang.site.site_views import SiteViews
from mingzhang.site.summary.collection import Collection
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter

# How many units have a card, and how many disclosures are named as new.
CARDS, NEWEST = 12, 8


def write_home(writer: PageWriter, site: SiteViews) -> None:
    """The first page: what this is, what it holds, the units, how it works, downloads."""
    units, totals = site.units, site.totals
    newest = find_newest(site.collection.cards, NEWEST)
    blocks = [
        "# 预算决算，看得懂，查得到 {#top}",
        writer.fragment("index", "totals", "home_totals.html.j2", totals=totals),
        writer.fragment("index", "ways", "home_ways.html.j2"),
        "## 单位 {#units}",
        writer.fragment("index", "units", "unit_cards.html.j2", units=find_shown(units, CARDS), count=len(units)),
        *_regions(writer, site.collection, len(units)),
        *_telling(writer, site.collection, totals),
        "## 最新收录 {#newest}",
        writer.fragment("index", "newest", "home_newest.html.j2", newest=newest),
        "## 怎样做到的 {#how}",
        writer.fragment("index", "how", "home_how.html.j2"),
        "## 下载 {#downloads}",
        writer.fragment("index", "downloads", "home_downloads.html.j2", totals=totals),
    ]
    head = Head(nodes=catalogue_nodes(site))
    writer.write("index", "首页", blocks, HIDDEN_WITH_CONTENTS, head)


def _regions(writer: PageWriter, collection: Collection, units: int) -> list[str]:
    """Where the others are, when there are more units than cards."""
    if units <= CARDS:
        return []
    regions = build_regions(UNITS.plan(collection.cards), collection.cards)
    html = writer.fragment("index", "regions", "home_regions.html.j2", regions=regions)
    return ["## 按地区看 {#regions}", html]


def _telling(writer: PageWriter, collection: Collection, totals: Totals) -> list[str]:
    """What the audit found that speaks loudest; nothing before there was an audit."""
    if not totals.checks:
        return []
    found = find_telling(item for _, own in collection.each("telling") for item in own)
    html = writer.fragment("index", "findings", "home_findings.html.j2", telling=found, totals=totals)
    return ["## 核对发现了什么 {#findings}", html]
