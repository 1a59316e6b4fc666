"""The head of a page: its description, where its data is, and what it is about in schema.org's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingzhang.site.words import plain_title

Node = dict[str, Any]
"""A thing in the words of schema.org, as JSON-LD."""

LONGEST = 300
"""Characters of a description: search engines show half of that, Chinese link previews less."""
HOME = "首页"
# What an HTML parser or a YAML reader would take for its own; none of it has to stand literally in JSON.
_UNSAFE = re.compile("[<>&\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Head:
    """``description`` is a sentence; ``descriptor`` the path of the page's ``datapackage.json`` from the site's top."""

    description: str = ""
    descriptor: str = ""
    nodes: tuple[Node, ...] = ()


def front_matter(head: Head, crumbs: Sequence[tuple[str, str]], default: str) -> list[str]:
    """The lines of a page's front matter that ``overrides/main.html`` prints; ``default`` stands in for a description.

    ``crumbs`` are the names and absolute addresses of the pages from the first page down to this one.
    """
    nodes = [*head.nodes, *([breadcrumbs(crumbs)] if len(crumbs) > 1 else [])]
    told = {
        "description": short(head.description or default),
        "descriptor": head.descriptor,
        "structured": script_json(nodes) if nodes else "",
    }
    return [f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in told.items() if text]


def short(text: str) -> str:
    """``text`` on one line, safe between quotes in HTML; of a long one the first sentences, ``LONGEST`` at most."""
    plain = plain_title(_CONTROLS.sub(" ", text))
    if len(plain) <= LONGEST:
        return plain
    cut = plain[: LONGEST - 1]
    end = cut.rfind("。") + 1
    return cut[:end] if end > LONGEST // 2 else f"{cut}…"


def breadcrumbs(crumbs: Iterable[tuple[str, str]]) -> Node:
    """A ``BreadcrumbList``."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def script_json(nodes: Sequence[Mapping[str, Any]]) -> str:
    """JSON-LD that may stand in a ``<script>``, whatever names it holds (HTML standard, 4.12.1.3)."""
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
