"""Visits to pages of the served site, and which pages there are."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize

from mingzhang.project import Project
from mingzhang.site.downloads.guard import unguard

READY = "document.documentElement.dataset.mzReady !== undefined"
"""Says that every script of the page works."""

_PATIENCE = 600  # times that something is looked for, a twentieth of a second apart


def wait_until(page: Page, expression: str) -> None:
    """Waits until ``expression`` is true on ``page``, from outside: the page's own policy allows no evaluated text."""
    for _ in range(_PATIENCE):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def as_rows(content: bytes) -> list[list[str]]:
    """The cells of a CSV."""
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def as_printed(content: bytes) -> list[list[str]]:
    """The cells of a published CSV as the document prints them."""
    return [[unguard(cell) for cell in row] for row in as_rows(content)]


Visited = tuple[str, Page]
"""A path and the page that is at it."""


@dataclass
class Visit:
    """Opens pages and collects what goes wrong: errors on the console, failed or foreign requests."""

    browser: Browser
    address: str
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str, width: int = 1280, scheme: Any = "light", **context: Any) -> Page:
        """The page at ``path`` (``/units/``), loaded whole; ``context`` are options of the browser's context."""
        page = self._new(width, scheme, **context)
        self._go(page, path, **context)
        return page

    def tour(self, paths: Iterable[str], width: int = 1280, scheme: Any = "light", **context: Any) -> Iterator[Visited]:
        """One page that goes to each of ``paths`` in turn, loaded with its scripts; nothing may go wrong on any."""
        page = self._new(width, scheme, **context)
        for path in paths:
            self._go(page, path, **context)
            yield path, page
            assert self.wrong == [], path
        page.close()

    def _go(self, page: Page, path: str, **context: Any) -> None:
        page.goto(self.address + path, wait_until="load")
        if path.startswith(("/search/", "/compare/")):  # what they show is loaded by their scripts
            page.wait_for_load_state("networkidle")
        elif context.get("java_script_enabled", True):
            wait_until(page, READY)

    def leave(self) -> None:
        """Close all pages; what they kept in the browser is forgotten."""
        for context in self.browser.contexts:
            if context not in self.contexts.values():
                context.close()
                continue
            for page in context.pages:
                if page.url.startswith(self.address):
                    page.evaluate("localStorage.clear()")
                page.close()

    def _new(self, width: int, scheme: Any, **context: Any) -> Page:
        key = repr((width, scheme, sorted(context.items())))
        if key not in self.contexts:
            size = ViewportSize(width=width, height=900)
            self.contexts[key] = self.browser.new_context(viewport=size, color_scheme=scheme, **context)
        page = self.contexts[key].new_page()
        page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("requestfailed", self._note_failed)
        page.on(
            "response", lambda answer: self._note(f"{answer.status}: {answer.url}") if answer.status >= 400 else None
        )
        page.on("request", lambda request: None if self._is_own(request.url) else self._note(f"foreign: {request.url}"))
        return page

    def _note(self, what: str) -> None:
        self.wrong.append(what)

    def _note_failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before it was there
            self._note(f"failed: {request.url}")

    def _is_own(self, url: str) -> bool:
        return url.startswith((self.address, "data:", "blob:"))


def read_metas(project: Project) -> list[dict[str, Any]]:
    """The ``mingzhang`` object of every package."""
    paths = sorted(project.packages.glob("*/datapackage.json"))
    return [json.loads(path.read_text("utf-8"))["mingzhang"] for path in paths]


def address_of(meta: dict[str, Any]) -> str:
    """The disclosure's page."""
    return f"/units/{meta['unit_id']}/{meta['year']}-{meta['kind']}/"


LISTS = ("/projects/", "/indicators/", "/three-public/", "/compare/", "/findings/")
ABOUT = (
    "/rules/",
    "/glossary/",
    "/method/",
    "/about/",
    "/data/",
    "/query/",
    "/dictionary/",
    "/changes/",
    "/scale/",
    "/recipes/",
    "/search/?q=援疆",
)


def kinds_of_pages(project: Project) -> list[str]:
    """One page of every kind; of disclosures a budget and final accounts."""
    metas = {meta["kind"]: meta for meta in reversed(read_metas(project))}
    pages = ["/", "/units/", *LISTS, *ABOUT]
    for meta in metas.values():
        address = address_of(meta)
        pages += [f"/units/{meta['unit_id']}/", address, f"{address}projects/p01/", f"{address}source/"]
    return pages
