"""The page of a disclosure's source text."""

from __future__ import annotations

from mingzhang.site.disclosure.source import build_source
from mingzhang.site.metadata.head import Head
from mingzhang.site.site_views import OwnViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter

TO_DISCLOSURE = "../"


def write_source(writer: PageWriter, own: OwnViews) -> None:
    """The text of a disclosure, line by line, at ``units/<unit>/<year>-<kind>/source/``."""
    source = build_source(own.view)
    page = f"{source.address}index"
    values = {"source": source, "view": source.view, "here": TO_DISCLOSURE}
    blocks = [
        writer.fragment(page, "crumbs", "source_crumbs.html.j2", **values),
        "# 原文 {#top}",
        writer.fragment(page, "lines", "source_page.html.j2", **values),
    ]
    told = f"{source.view.name}的公开原文《{source.view.package.title}》：逐行编号，注明每行读出了哪些数据。"
    writer.write(page, f"原文 · {source.view.name}", blocks, HIDDEN_WITH_CONTENTS, Head(told))
