"""axe on every kind of page, in light and dark, at desk and phone width; and what everybody needs to get about."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from visits import Visit, address_of, read_metas

from mingzhang.project import Project

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
LISTS = ("/projects/", "/indicators/", "/three-public/", "/compare/", "/findings/")
ABOUT = ("/rules/", "/glossary/", "/method/", "/about/", "/data/", "/dictionary/", "/search/?q=援疆")


def kinds_of_pages(project: Project) -> list[str]:
    """One page of every kind; of disclosures a budget and final accounts."""
    metas = {meta["kind"]: meta for meta in read_metas(project)}
    pages = ["/", "/units/", *LISTS, *ABOUT]
    for meta in metas.values():
        address = address_of(meta)
        pages += [f"/units/{meta['unit_id']}/", address, f"{address}projects/p01/", f"{address}source/"]
    return pages


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_axe_finds_nothing(project: Project, visit: Visit, width: int, scheme: str) -> None:
    wrong = []
    for path in kinds_of_pages(project):
        page = visit.open(path, width, scheme)
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        for item in result["violations"]:
            wrong.append(f"{path}: {item['id']}: {item['nodes'][0]['html'][:120]}")
        page.context.close()
    assert wrong == []


def test_every_page_is_reached_and_left_by_keyboard(visit: Visit) -> None:
    page = visit.open("/units/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href') || ''").startswith("#"), "first: skip to content"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.tagName"))
        ring = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.borderStyle !== 'none' }"
        )
        assert ring, page.evaluate("document.activeElement.outerHTML").splitlines()[0][:150]
    assert {"A", "INPUT"} <= seen


def test_the_document_speaks_chinese_and_has_its_landmarks(project: Project, visit: Visit) -> None:
    for path in kinds_of_pages(project):
        page = visit.open(path)
        assert re.match(r"zh(-CN|-Hans)?$", page.evaluate("document.documentElement.lang")), path
        assert page.locator("main").count() == 1 and page.locator("h1").count() == 1, path
        title = page.title()
        assert title and title != "None" and not title.startswith(" "), path
        page.context.close()
