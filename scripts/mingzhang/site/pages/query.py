"""The page that queries every table in the reader's browser."""

from __future__ import annotations

import json

from mingzhang.site.query.catalogue import build_query
from mingzhang.site.query.examples import examples_of
from mingzhang.site.query.vendor import engine_size
from mingzhang.site.reference.dictionary import build_dictionary
from mingzhang.site.reference.sizes import format_size
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter

_FIRST = "expenditure"
"""The table that the page begins with, where it is there."""


def write_query(writer: PageWriter, site: SiteViews) -> None:
    """``/query/``: the form, the tables that can be queried, their catalogue and their pieces."""

    def keep(path: str, content: bytes) -> None:
        target = writer.docs / "query" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    data = build_query(site.heads, site.stacked, site.root, keep)
    tables = data.catalogue["tables"]
    values = {
        "examples": examples_of(tables),
        "groups": build_dictionary(site.stacked).groups,
        "joined": data.catalogue["register"]["columns"][1:],
        "first": _FIRST if _FIRST in tables else next(iter(tables), ""),
        "engine": format_size(engine_size()),
    }
    desk = writer.fragment("query/index", "desk", "query.html.j2", **values)
    blocks = ["# 在线查询 {#top}", desk]
    if tables:
        blocks += [
            "## 可以查的表 {#tables}",
            writer.fragment("query/index", "tables", "query_tables.html.j2", **values),
        ]
    writer.write("query/index", "在线查询", blocks, HIDDEN_WITH_CONTENTS)
    data.catalogue["engine"] = engine_size()
    text = json.dumps(data.catalogue, ensure_ascii=False, separators=(",", ":"))
    writer.asset("query/catalogue.json", text + "\n")
