"""The built site in a real Chromium: every page at desk and phone width, light and dark, without a network."""

from __future__ import annotations

import functools
import json
import os
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

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
WIDTHS = (1280, 390)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def address(project: Project) -> Iterator[str]:
    build_site(project, lambda _: None)
    handler = functools.partial(Quiet, directory=str(project.site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def disclosures(project: Project) -> list[dict[str, str]]:
    return [
        json.loads(path.read_text("utf-8"))["mingzhang"] for path in sorted(project.packages.glob("*/datapackage.json"))
    ]


def address_of(meta: dict[str, str]) -> str:
    return f"/units/{meta['unit_id']}/{meta['year']}-{meta['kind']}/"


def addresses(project: Project) -> list[str]:
    units = [f"/units/{meta['unit_id']}/" for meta in disclosures(project)]
    fixed = ["/", "/units/", "/data/", "/dictionary/", "/rules/", "/about/"]
    return [*fixed, *units, *map(address_of, disclosures(project))]


def open_page(browser: Browser, url: str, width: int, scheme: str) -> tuple[Page, list[str]]:
    """A page and what went wrong while it loaded: errors, failed or foreign requests."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on(
        "response",
        lambda response: wrong.append(f"{response.status}: {response.url}") if response.status >= 400 else None,
    )
    page.on(
        "request", lambda r: None if r.url.startswith((url.split("/units")[0][:21], "data:")) else wrong.append(r.url)
    )
    page.goto(url, wait_until="networkidle")
    return page, wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_loads_whole_and_does_not_scroll_sideways(
    project: Project, address: str, browser: Browser, width: int, scheme: str
) -> None:
    for path in addresses(project):
        page, wrong = open_page(browser, address + path, width, scheme)
        assert wrong == [], path
        assert page.evaluate("document.documentElement.lang").startswith("zh"), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_budget_page_draws_five_charts_once_each(
    project: Project, address: str, browser: Browser, width: int
) -> None:
    for meta in disclosures(project):
        if meta["kind"] != "budget":
            continue
        page, _ = open_page(browser, address + address_of(meta), width, "light")
        charts = page.locator("svg[role=img][aria-label]").all()
        boxes = [chart.bounding_box() for chart in charts if chart.is_visible()]
        large = [box for box in boxes if box and box["width"] > 200]
        assert len(large) >= 5, meta["disclosure_id"]
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in large)
        page.close()


def test_tables_show_what_the_package_holds(project: Project, address: str, browser: Browser) -> None:
    page, _ = open_page(browser, address + "/units/akto-zuzhibu/2024-budget/", 1280, "light")
    text = page.locator("article").inner_text()
    for printed in ("11,508.22", "9,751", "机关事业单位基本养老保险缴费支出", "政府性基金预算支出情况表"):
        assert (printed in text) == (printed != "9,751"), printed
    cell = page.get_by_text("11,087.66", exact=True).first
    assert cell.evaluate("node => getComputedStyle(node.closest('td')).textAlign") in ("right", "end")
    page.close()


def test_each_table_has_its_csv_and_each_page_its_zip(project: Project, address: str, browser: Browser) -> None:
    for meta in disclosures(project):
        page, _ = open_page(browser, address + address_of(meta), 1280, "light")
        links = {link.get_attribute("href") or "" for link in page.locator("a[href$='.csv'], a[href$='.zip']").all()}
        targets = {page.evaluate("href => new URL(href, document.baseURI).href", href) for href in links}
        for target in targets:
            response = page.request.get(target)
            assert response.ok, target
            if target.endswith(".csv") and "/packages/" in target:
                name = Path(target).name
                files = list((project.packages / meta["disclosure_id"]).rglob(name))
                assert response.body() in [path.read_bytes() for path in files]
        assert any(target.endswith(f"{meta['disclosure_id']}.zip") for target in targets)
        page.close()


@pytest.mark.parametrize("query", ["阿克陶", "库尔勒", "党群事务"])
def test_search_finds_a_unit(address: str, browser: Browser, query: str) -> None:
    page, _ = open_page(browser, address + "/", 1280, "light")
    page.locator("input[name=query]").click()
    page.keyboard.type(query)
    page.keyboard.press("End")  # the page listens for keys; an input method's last key is one
    page.locator(".md-search-result__item a").first.wait_for(timeout=15_000)
    assert "/units/" in (page.locator(".md-search-result__item a").first.get_attribute("href") or "")
    page.close()
