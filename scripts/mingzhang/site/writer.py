"""Writes pages as Markdown of headings and placeholders, the fragments beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment

from mingzhang.site.fragments import FragmentStore
from mingzhang.site.metadata.descriptions import DESCRIPTIONS
from mingzhang.site.metadata.head import HOME, Head, front_matter
from mingzhang.site.reference.terms import PAGE_TERMS, Terms
from mingzhang.site.words import markdown_text, plain_title

HIDDEN = ("navigation",)
HIDDEN_WITH_CONTENTS = ("navigation", "toc")


@dataclass
class PageWriter:
    """Writes pages into ``docs``; ``address`` is where they will be published, ``titles`` are those written so far.

    ``terms`` are what labels explain on the pages of one disclosure, while these are written.
    """

    docs: Path
    store: FragmentStore
    environment: Environment
    address: str
    titles: dict[str, str] = field(default_factory=dict)
    terms: Terms | None = None

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.titles)

    def fragment(self, page: str, name: str, template: str, **values: Any) -> str:
        """Render ``template`` for ``page`` and return its placeholder.

        The template knows ``root``, the way from the page to the site's top, and ``here``, the way to the
        folder of the disclosure that the page is about (blank on the disclosure's own page).
        """
        values = {"root": root_of(page), "here": "", PAGE_TERMS: self.terms} | values
        return self.place(page, name, self.environment.get_template(template).render(**values))

    def place(self, page: str, name: str, html: str) -> str:
        """The placeholder of ``html``, which was rendered for ``page`` elsewhere."""
        return self.store.add(f"{page}/{name}", html)

    def write(
        self, page: str, title: str, blocks: list[str], hide: tuple[str, ...] = HIDDEN, head: Head | None = None
    ) -> None:
        """Write the page ``<page>.md``: front matter, then blocks apart by blank lines.

        Without a description of its own in ``head`` it has that of ``DESCRIPTIONS``. Pages above it, which its
        breadcrumbs name, are written before it.
        """
        self.titles[page] = plain_title(title) if page != "index" else HOME
        meta = [f"title: {json.dumps(plain_title(title), ensure_ascii=False)}", f"hide: {json.dumps(list(hide))}"]
        meta += front_matter(head or Head(), self._crumbs(page), DESCRIPTIONS.get(page, ""))
        path = self.docs / f"{page}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["---", *meta, "---", ""]) + "\n\n".join(blocks) + "\n", encoding="utf-8")

    def _crumbs(self, page: str) -> list[tuple[str, str]]:
        """The pages from the first one down to ``page``: names and absolute addresses."""
        folders = page.removesuffix("index").split("/")[:-1]
        above = ["/".join([*folders[:depth], "index"]) for depth in range(len(folders) + 1)]
        return [(self.titles[name], self.address + name.removesuffix("index")) for name in above if name in self.titles]

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
