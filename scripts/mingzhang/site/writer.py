"""Compose ``build/docs``: Markdown pages of headings and placeholders, fragments beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment

from mingzhang.site.fragments import FragmentStore
from mingzhang.site.words import markdown_text, plain_title

HIDDEN = ("navigation",)
HIDDEN_WITH_CONTENTS = ("navigation", "toc")


@dataclass
class PageWriter:
    """Writes pages into ``docs``; ``count`` is how many."""

    docs: Path
    store: FragmentStore
    environment: Environment
    count: int = 0

    def fragment(self, page: str, name: str, template: str, **values: Any) -> str:
        """Render ``template`` for ``page`` and return its placeholder.

        The template knows ``root``, the way from the page to the site's top, and ``here``, the way to the
        folder of the disclosure that the page is about (blank on the disclosure's own page).
        """
        values = {"root": root_of(page), "here": ""} | values
        html = self.environment.get_template(template).render(**values)
        return self.store.add(f"{page}/{name}", html)

    def write(self, page: str, title: str, blocks: list[str], hide: tuple[str, ...] = HIDDEN) -> None:
        """Write the page ``<page>.md``: front matter, then blocks apart by blank lines."""
        meta = [f"title: {json.dumps(plain_title(title), ensure_ascii=False)}", f"hide: {json.dumps(list(hide))}"]
        path = self.docs / f"{page}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["---", *meta, "---", ""]) + "\n\n".join(blocks) + "\n", encoding="utf-8")
        self.count += 1

    def asset(self, path: str, text: str) -> None:
        """Write a file that pages load, at ``path`` below the site's top."""
        target = self.docs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def root_of(page: str) -> str:
    """The way from ``page`` (``units/a/index``) to the site's top (``../../``)."""
    folder = page.removesuffix("index").rstrip("/")
    return "../" * (folder.count("/") + 1) if folder else ""


def heading(level: int, text: str, anchor: str) -> str:
    """A Markdown heading whose text comes from data, with an ASCII anchor."""
    return f"{'#' * level} {markdown_text(text)} {{#{anchor}}}"
