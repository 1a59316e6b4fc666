"""axe on every kind of page, in light and dark, at desk and phone width; and what everybody needs to get about."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from visits import Visit, kinds_of_pages

from mingzhang.project import Project

# Rows after the first of a list are made by the same template; axe looks at every element for every rule.
SHORTEN = """
    for (const list of document.querySelectorAll('tbody, ol, ul, dl'))
        [...list.children].slice(10).forEach(item => item.remove());
    [...document.querySelectorAll('.mz-lines__block')].slice(2).forEach(block => block.remove());
"""
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(project: Project, visit: Visit, width: int, scheme: str) -> None:
    wrong = []
    for path, page in visit.tour(kinds_of_pages(project), width, scheme):
        assert re.match(r"zh(-CN|-Hans)?$", page.evaluate("document.documentElement.lang")), path
        assert page.locator("main").count() == 1 and page.locator("h1").count() == 1, path
        assert page.title().strip() not in ("", "None"), path
        page.evaluate(f"() => {{{SHORTEN}}}")
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        for item in result["violations"]:
            wrong.append(f"{path}: {item['id']}: {item['nodes'][0]['html'][:120]}")
    assert wrong == []


def test_every_page_is_reached_and_left_by_keyboard(visit: Visit) -> None:
    page = visit.open("/units/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href') || ''").startswith("#"), "first: skip to content"
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.tagName"))
        if "BODY" in seen:  # all round
            break
        ring = page.evaluate(
            "() => { const e = document.activeElement;"  # a radio button's ring is round its label
            " const s = getComputedStyle(e.type === 'radio' ? e.nextElementSibling : e);"
            " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' || s.borderStyle !== 'none' }"
        )
        assert ring, page.evaluate("document.activeElement.outerHTML").splitlines()[0][:150]
    assert {"A", "INPUT"} <= seen
