"""The page of the audit's rules."""

from __future__ import annotations

from mingzhang.site.lists.kinds import FINDINGS
from mingzhang.site.reference.rules import build_rules, list_rules
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import PageWriter, heading


def write_rules(writer: PageWriter, site: SiteViews) -> None:
    """``/rules/``: every rule of the audit by family, and how often it held."""
    families = build_rules(site.collection.rules(), site.collection.each("tallies"))
    found = list_rules(families)
    one_list = FINDINGS.plan(site.collection.cards).is_leaf  # which can be asked for the findings of one rule
    intro = writer.fragment("rules/index", "intro", "rules_intro.html.j2", list=found, totals=site.totals)
    blocks = ["# 核对规则 {#top}", intro]
    for family in families:
        rows = [row for row in found.rows if row.item in family.rules]
        blocks.append(heading(2, family.name, family.anchor))
        blocks.append(writer.fragment("rules/index", family.anchor, "rules.html.j2", rows=rows, one_list=one_list))
    writer.write("rules/index", "核对规则", blocks)
