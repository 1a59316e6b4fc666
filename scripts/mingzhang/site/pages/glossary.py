"""The glossary, and the file from which labels explain themselves."""

from __future__ import annotations

import json

from mingzhang.site.reference.glossary import Entry, Glossary
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import PageWriter, heading

PAGE = "glossary/index"


def write_glossary(writer: PageWriter, site: SiteViews) -> None:
    """``/glossary/``: every term with its wordings; ``assets/terms.json``: the short ones for labels."""
    glossary = site.glossary
    blocks = ["# 名词 {#top}", writer.fragment(PAGE, "intro", "glossary_intro.html.j2", glossary=glossary)]
    for title, anchor, entries in (
        ("公开材料解释的名词", "printed", glossary.printed),
        ("本站解释的名词", "own", glossary.own),
    ):
        if entries:
            blocks.append(heading(2, title, anchor))
            blocks += [block for entry in entries for block in _entry(writer, entry)]
    writer.write(PAGE, "名词", blocks)
    writer.asset("assets/terms.json", short_definitions(glossary))


def _entry(writer: PageWriter, entry: Entry) -> list[str]:
    html = writer.fragment(PAGE, entry.anchor, "glossary.html.j2", entry=entry)
    return [heading(3, entry.name, entry.anchor), html]


def short_definitions(glossary: Glossary) -> str:
    """By anchor the name, a short definition and who gives it, as JSON."""
    entries = {entry.anchor: [entry.name, entry.short, entry.says_who] for entry in glossary.entries}
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
