"""Visits to pages of the served site, and which pages there are."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

from mingzhang.project import Project


@dataclass
class Visit:
    """Opens pages and collects what goes wrong: errors on the console, failed or foreign requests."""

    browser: Browser
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str, width: int = 1280, scheme: Any = "light", **context: Any) -> Page:
        """The page at ``path`` (``/units/``), loaded whole; ``context`` are options of the browser's context."""
        page = self.browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, **context)
        page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("requestfailed", lambda request: self._note(f"failed: {request.url}"))
        page.on(
            "response", lambda answer: self._note(f"{answer.status}: {answer.url}") if answer.status >= 400 else None
        )
        page.on("request", lambda request: None if self._is_own(request.url) else self._note(f"foreign: {request.url}"))
        page.goto(self.address + path, wait_until="load")
        page.wait_for_load_state("networkidle")
        return page

    def _note(self, what: str) -> None:
        self.wrong.append(what)

    def _is_own(self, url: str) -> bool:
        return url.startswith((self.address, "data:", "blob:"))


def read_metas(project: Project) -> list[dict[str, Any]]:
    """The ``mingzhang`` object of every package."""
    paths = sorted(project.packages.glob("*/datapackage.json"))
    return [json.loads(path.read_text("utf-8"))["mingzhang"] for path in paths]


def address_of(meta: dict[str, Any]) -> str:
    """The disclosure's page."""
    return f"/units/{meta['unit_id']}/{meta['year']}-{meta['kind']}/"
