"""The head of a built page as a browser's parser sees it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any


class Head(HTMLParser):
    """``meta`` by name or property, ``links`` by rel, ``structured`` the page's JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.links: dict[str, list[dict[str, str]]] = {}
        self.texts: list[str] = []
        self._inside = ""
        self.feed(html)
        self.structured: list[Any] = [json.loads(text) for text in self.texts]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.meta.setdefault(values.get("name") or values.get("property", ""), []).append(values.get("content", ""))
        if tag == "link":
            for word in values["rel"].split():
                self.links.setdefault(word, []).append(values)
        if tag == "script" and values.get("type") == "application/ld+json":
            self._inside = tag
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data

    def node(self, kind: str) -> dict[str, Any]:
        """The only thing of the type ``kind`` on the page's top level."""
        (found,) = (node for told in self.structured for node in told["@graph"] if node["@type"] == kind)
        return dict(found)

    @property
    def kinds(self) -> list[str]:
        """The types of things that the page is about."""
        return [node["@type"] for told in self.structured for node in told["@graph"]]


def read_heads(site: Path) -> dict[str, Head]:
    """Every page's head by the page's path from the site's top (``units/``; blank: the first; ``404.html``)."""
    paths = {path.relative_to(site).as_posix().removesuffix("index.html"): path for path in site.rglob("*.html")}
    return {name: Head(path.read_text(encoding="utf-8")) for name, path in sorted(paths.items())}
