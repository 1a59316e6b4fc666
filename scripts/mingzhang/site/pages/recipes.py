"""The page of examples for other people's tools: written text, the site's addresses put in, its code as fragments."""

from __future__ import annotations

import re

from mingzhang.site.site_views import SiteViews
from mingzhang.site.writer import PageWriter

PAGE = "recipes/index"
_BLANK = re.compile(r"@(site|example)@")
# In Markdown MkDocs and Zensical would render code differently.
_CODE = re.compile(r"^```(?P<language>[a-z]+)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


def write_recipes(writer: PageWriter, site: SiteViews) -> None:
    """``/recipes/``: in the written text ``@site@`` is the site's address, ``@example@`` a disclosure's id."""
    values = {"site": site.address, "example": site.cards[0].package.id}
    path = writer.docs / f"{PAGE}.md"
    text = _BLANK.sub(lambda blank: values[blank[1]], path.read_text(encoding="utf-8"))

    def block(found: re.Match[str]) -> str:
        words = {"language": found["language"], "code": found["code"]}
        return writer.fragment(PAGE, f"code-{found.start()}", "recipe.html.j2", **words)

    path.write_text(_CODE.sub(block, text), encoding="utf-8")
