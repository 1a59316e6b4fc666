"""The page of all corrections."""

from __future__ import annotations

from mingzhang.site.disclosure.corrections import build_corrections
from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import HIDDEN_WITH_CONTENTS, PageWriter

PAGE = "corrections/index"


def write_corrections(writer: PageWriter, site: SiteViews) -> None:
    """``/corrections/``: what was corrected in any disclosure, the newest first."""
    found = [(view, item) for view in site.views for item in build_corrections(view.package)]
    found.sort(key=lambda pair: pair[1].date, reverse=True)
    table = writer.fragment(PAGE, "list", "corrections.html.j2", found=found)
    writer.write(PAGE, "更正记录", ["# 更正记录 {#top}", table], HIDDEN_WITH_CONTENTS)
