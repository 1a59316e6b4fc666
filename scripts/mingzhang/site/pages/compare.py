"""The page that puts disclosures side by side."""

from __future__ import annotations

import json

from mingzhang.site.compare.choice import build_choice, newest
from mingzhang.site.compare.comparison import FIRST, build_comparison, page_data
from mingzhang.site.compare.words import ABSENT_WORDS, TEXTS
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter


def write_compare(writer: PageWriter, site: SiteViews) -> None:
    """``/compare/``: the newest disclosures side by side, and as JSON those that can be chosen.

    The numbers of each disclosure, ``compare/<id>.json``, are written with its own pages.
    """
    cards = site.collection.cards
    first = newest(cards)[:FIRST]
    comparison = build_comparison([column for _, column in site.collection.each("column", first)])
    words = {"texts": TEXTS, "absent_words": ABSENT_WORDS}
    html = writer.fragment("compare/index", "comparison", "compare.html.j2", **words, comparison=comparison)
    writer.write("compare/index", "比较", ["# 比较 {#top}", html], HIDDEN_WITH_CONTENTS)
    for name, content in build_choice(cards):
        writer.asset(f"compare/{name}.json", _json(content))
    writer.asset("compare/page.json", _json(page_data()))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
