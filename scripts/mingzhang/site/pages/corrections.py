"""The page of all corrections."""

from __future__ import annotations

from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter

PAGE = "corrections/index"
MOST = 200
"""Corrections on the page; each disclosure's own page tells all of its own."""


def write_corrections(writer: PageWriter, site: SiteViews) -> None:
    """``/corrections/``: what was corrected in any disclosure, the newest first."""
    found = [(card, item) for card, own in site.collection.each("corrections") for item in own]
    found.sort(key=lambda pair: pair[1].date, reverse=True)
    table = writer.fragment(PAGE, "list", "corrections.html.j2", found=found[:MOST], count=len(found))
    writer.write(PAGE, "更正记录", ["# 更正记录 {#top}", table], HIDDEN_WITH_CONTENTS)
