"""The page of search."""

from __future__ import annotations

from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter

EXAMPLES = ("三公", "公务接待", "援疆", "村干部报酬", "绩效")


def write_search(writer: PageWriter, site: SiteViews) -> None:
    """``/search/``; its index is a part of its own."""
    html = writer.fragment("search/index", "page", "search.html.j2", examples=EXAMPLES)
    writer.write("search/index", "搜索", ["# 搜索 {#top}", html], HIDDEN_WITH_CONTENTS)
