"""The page of search, and the index that it reads."""

from __future__ import annotations

from mingzhang.site.search import write_index
from mingzhang.site.search.documents import build_documents
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter

EXAMPLES = ("三公", "公务接待", "援疆", "村干部报酬", "绩效")


def write_search(writer: PageWriter, site: SiteViews) -> None:
    """``/search/`` and the files below it."""
    write_index(build_documents(site), writer.asset)
    html = writer.fragment("search/index", "page", "search.html.j2", examples=EXAMPLES)
    writer.write("search/index", "搜索", ["# 搜索 {#top}", html], HIDDEN_WITH_CONTENTS)
