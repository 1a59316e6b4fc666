"""The page that puts disclosures side by side."""

from __future__ import annotations

import json

from mingzhang.site.compare.comparison import build_comparison, newest, page_data
from mingzhang.site.compare.words import ABSENT_WORDS, TEXTS
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter


def write_compare(writer: PageWriter, site: SiteViews) -> None:
    """``/compare/``: the newest disclosures side by side, and as JSON every one that can be chosen."""
    columns = [column for _, column in site.collection.each("column")]
    comparison = build_comparison(newest(columns))
    words = {"texts": TEXTS, "absent_words": ABSENT_WORDS}
    html = writer.fragment("compare/index", "comparison", "compare.html.j2", **words, comparison=comparison)
    writer.write("compare/index", "比较", ["# 比较 {#top}", html], HIDDEN_WITH_CONTENTS)
    listed = sorted(columns, key=lambda column: (-column.year, column.id))
    writer.asset("compare/disclosures.json", _json([column.listed() for column in listed]))
    writer.asset("compare/page.json", _json(page_data()))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
