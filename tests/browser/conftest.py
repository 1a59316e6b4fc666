"""The built site served on this machine, and a real Chromium to look at it."""

from __future__ import annotations

import functools
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from mingzhang.project import Project
from mingzhang.site import build_site

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PREFIX = "/mingzhang"
"""The site is served below a path, as GitHub Pages serves a project's."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(PREFIX) if path.startswith(f"{PREFIX}/") else "/nowhere")


@pytest.fixture(scope="session")
def address(project: Project) -> Iterator[str]:
    """The address of the served site, without a slash at its end."""
    build_site(project, lambda _: None)
    handler = functools.partial(Quiet, directory=str(project.site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


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
        page.on("response", lambda answer: self._note(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
        page.on("request", lambda request: None if self._is_own(request.url) else self._note(f"foreign: {request.url}"))
        page.goto(self.address + path, wait_until="networkidle")
        return page

    def _note(self, what: str) -> None:
        self.wrong.append(what)

    def _is_own(self, url: str) -> bool:
        return url.startswith((self.address, "data:", "blob:"))


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens pages of the served site; a test fails when anything went wrong on them."""
    visit = Visit(browser, address)
    yield visit
    for context in browser.contexts:
        context.close()
    assert visit.wrong == []


def read_metas(project: Project) -> list[dict[str, Any]]:
    """The ``mingzhang`` object of every package."""
    paths = sorted(project.packages.glob("*/datapackage.json"))
    return [json.loads(Path(path).read_text("utf-8"))["mingzhang"] for path in paths]


def address_of(meta: dict[str, Any]) -> str:
    """The disclosure's page."""
    return f"/units/{meta['unit_id']}/{meta['year']}-{meta['kind']}/"
