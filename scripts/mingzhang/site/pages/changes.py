"""What was added, replaced and corrected: the page of all, the page of a disclosure that has versions, the feed."""

from __future__ import annotations

from mingzhang.site.changes.difference import build_difference
from mingzhang.site.changes.events import order_events
from mingzhang.site.changes.feed import PATH, feed_xml
from mingzhang.site.metadata.head import Head
from mingzhang.site.site_views import OwnViews, SiteViews
from mingzhang.site.writer import HIDDEN, HIDDEN_WITH_CONTENTS, PageWriter, heading

PAGE = "changes/index"
MOST = 200
"""Events on the page of all; each disclosure's own page tells all of its own."""


def write_changes(writer: PageWriter, site: SiteViews) -> None:
    """``/changes/`` and ``feed.xml``."""
    events = order_events(event for _, own in site.collection.each("events") for event in own)
    values = {"events": events[:MOST], "more": len(events[MOST:])}
    table = writer.fragment(PAGE, "list", "changes.html.j2", **values)
    writer.write(PAGE, "更新与变动", ["# 更新与变动 {#top}", table], HIDDEN_WITH_CONTENTS)
    writer.asset(PATH, feed_xml(events, site.address))


def write_versions(writer: PageWriter, own: OwnViews) -> None:
    """``units/<unit>/<year>-<kind>/changes/``, where there are earlier versions."""
    view, versions = own.view, own.versions
    if not versions:
        return
    page = f"{view.address}changes/index"
    values = {"view": view, "here": "../", "count": len(versions) + 1}
    blocks = [
        writer.fragment(page, "crumbs", "source_crumbs.html.j2", **values),
        "# 各版的不同 {#top}",
        writer.fragment(page, "lead", "versions_lead.html.j2", versions=versions, **values),
    ]
    for version in reversed(versions):
        number = version.number + 1
        difference = build_difference(version, view.package)
        blocks.append(heading(2, f"第 {version.number} 版到第 {number} 版", f"v{number}"))
        blocks.append(writer.fragment(page, f"v{number}", "version.html.j2", item=difference, **values))
    description = f"{view.name}先后各版的不同：哪一张表、哪一行、哪一格，从多少变成多少，连同两版的原文行号。"
    writer.write(page, f"各版的不同 · {view.name}", blocks, HIDDEN, Head(description))
