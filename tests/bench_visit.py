"""What a visitor loads: ``python tests/bench_visit.py SITE`` prints it as JSON.

The site is served as a static host serves it: text compressed by gzip. Bytes are those of the bodies. ``page`` is the
first visit to a disclosure's page (the middle one of three), ``search`` a search from an empty cache to the first hit.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import time
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, Response, sync_playwright

from served import serve

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
TEXT = ("html", "css", "javascript", "json", "svg", "xml", "text/")
HIT = "[data-mz-search-list] a"
QUERIES = ("公务接待", "2013201")
"""One that every disclosure holds, one that many hold."""
READY = "document.documentElement.dataset.mzReady !== undefined"
"""Every script of the page works."""
PATIENCE = 60


def disclosure_pages(site: Path) -> list[str]:
    """The first, the middle and the last disclosure's page, by path."""
    found = sorted(
        {f"units/{path.parent.name}/{path.name}/" for path in (site / "units").glob("*/*-*") if _is_page(path)}
    )
    return sorted({found[0], found[len(found) // 2], found[-1]})


def _is_page(path: Path) -> bool:
    return path.name.rpartition("-")[2] in ("budget", "final") and (path / "index.html").is_file()


def sent(response: Response) -> int:
    """How many bytes a host that compresses text sends as the body."""
    body = response.body()
    kind = response.headers.get("content-type", "")
    return len(gzip.compress(body, 6)) if any(word in kind for word in TEXT) else len(body)


class Visitor:
    """A browser that was never there before, and what it loads."""

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.responses: list[Response] = []
        self.page.on("response", lambda response: self.responses.append(response))

    def told(self) -> dict[str, Any]:
        """Requests and bytes so far, and the largest of them."""
        sizes = {item.url.split("/", 3)[3]: sent(item) for item in self.responses if item.status == 200}
        largest = sorted(sizes.items(), key=lambda item: -item[1])[:3]
        self.page.context.close()
        return {"requests": len(sizes), "bytes": sum(sizes.values()), "largest": dict(largest)}


def visit_page(browser: Browser, address: str) -> dict[str, Any]:
    """The first load of the page at ``address``."""
    visitor = Visitor(browser)
    visitor.page.goto(address, wait_until="load")
    while not visitor.page.evaluate(READY):  # asked from outside: the page's own policy allows no evaluated text
        visitor.page.wait_for_timeout(50)
    visitor.page.wait_for_load_state("networkidle")
    return visitor.told()


def search(browser: Browser, address: str, query: str) -> dict[str, Any]:
    """From opening the search with ``query`` to its first hit."""
    visitor = Visitor(browser)
    began = time.perf_counter()
    visitor.page.goto(f"{address}search/?q={query}", wait_until="load")
    visitor.page.wait_for_selector(HIT, timeout=PATIENCE * 1000)
    seconds = round(time.perf_counter() - began, 2)
    return {"query": query, "seconds": seconds, **visitor.told()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--query", nargs="+", default=QUERIES, help="the dearest search is told")
    asked = parser.parse_args()
    with serve(asked.site) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pages = {path: visit_page(browser, served.address + path) for path in disclosure_pages(asked.site)}
        found = max((search(browser, served.address, query) for query in asked.query), key=lambda told: told["bytes"])
        home = visit_page(browser, served.address)
        browser.close()
    told = {"page": median(page["bytes"] for page in pages.values()), "pages": pages, "search": found, "home": home}
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
