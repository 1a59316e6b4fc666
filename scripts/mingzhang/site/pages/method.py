"""The page on the method: written text with generated parts between."""

from __future__ import annotations

import re

from mingzhang.site.reference.method import build_method
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import PageWriter

PAGE = "method/index"
PART = re.compile(r"<!-- part: ([a-z]+) -->")
"""Where ``site_src/docs/method/index.md`` wants the template ``method_<part>.html.j2``."""


def write_method(writer: PageWriter, site: SiteViews) -> None:
    """``/method/``: how disclosures are read and checked, with the numbers of this build."""
    cards = [card for unit in site.units for card in unit.disclosures]
    limits = (item for _, item in site.collection.each("limits", cards))
    method = build_method(limits, len({text.id for text in site.collection.rules()}), site.totals.severities)

    def fill(part: re.Match[str]) -> str:
        return writer.fragment(PAGE, part[1], f"method_{part[1]}.html.j2", method=method)

    path = writer.docs / f"{PAGE}.md"
    path.write_text(PART.sub(fill, path.read_text(encoding="utf-8")), encoding="utf-8")
