"""The built site served on this machine, and a real Chromium to look at it."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from visits import Visit

from mingzhang.lock import locked
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
    with locked(project):  # several workers may want it at once
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


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> dict[str, BrowserContext]:
    """Browser contexts by their options; a new one costs more than a page."""
    return {}


@pytest.fixture
def visit(browser: Browser, address: str, contexts: dict[str, BrowserContext]) -> Iterator[Visit]:
    """Opens pages of the served site; a test fails when anything went wrong on them."""
    visit = Visit(browser, address, contexts)
    yield visit
    visit.leave()
    assert visit.wrong == []
