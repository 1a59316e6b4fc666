"""Terms in labels: the explanation by hover, focus and tap, and what the keyboard and a missing script do."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page
from visits import wait_until

PAGE = "/method/"
LOADED = "performance.getEntriesByType('resource').some(item => item.name.endsWith('/terms.js') && item.responseEnd)"


def term(page: Page, text: str = "完整度") -> Locator:
    wait_until(page, LOADED)
    page.wait_for_timeout(200)
    return page.locator("a.mz-term", has_text=text).first


def shown(page: Page) -> Locator:
    return page.locator(".mz-term-pop")


def box(item: Locator) -> dict[str, float]:
    found = item.bounding_box()
    assert found
    return dict(found)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize(
    ("path", "text", "width", "scheme"),
    [(PAGE, "完整度", 1280, "light"), (PAGE, "读注", 1280, "dark"), ("/dictionary/", "万元", 390, "light")],
)
def test_hover_explains_beside_the_label(visit: Any, path: str, text: str, width: int, scheme: str) -> None:
    page = visit.open(path, width, scheme)
    label = term(page, text)
    label.scroll_into_view_if_needed()
    before = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    label.hover()
    pop = shown(page)
    pop.wait_for(state="visible")
    assert len(pop.inner_text()) > 20
    own, theirs = box(label), box(pop)
    assert theirs["x"] >= 0 and theirs["x"] + theirs["width"] <= width
    assert theirs["y"] >= own["y"] + own["height"] - 1 or theirs["y"] + theirs["height"] <= own["y"] + 1
    assert label.get_attribute("aria-describedby") == pop.get_attribute("id")
    assert pop.get_attribute("role") == "tooltip"
    assert page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]") == before
    pop.hover()  # the pointer may go onto it
    page.wait_for_timeout(400)
    assert pop.is_visible()
    page.mouse.move(2, 300)
    pop.wait_for(state="hidden")


def test_focus_explains_and_escape_closes(visit: Any) -> None:
    page = visit.open(PAGE)
    label = term(page)
    label.scroll_into_view_if_needed()
    page.locator("a", has_text="条规则").last.focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if label.evaluate("node => node === document.activeElement"):
            break
    shown(page).wait_for(state="visible")
    page.wait_for_timeout(400)
    assert shown(page).is_visible()  # it stays while the focus does
    page.keyboard.press("Escape")
    shown(page).wait_for(state="hidden")
    assert label.evaluate("node => node === document.activeElement")
    assert label.get_attribute("aria-describedby") is None


def test_a_first_tap_explains_and_a_second_leads_to_the_glossary(visit: Any) -> None:
    page = visit.open("/dictionary/", 390, "light", has_touch=True, is_mobile=True)
    label = term(page, "万元")
    label.tap()
    shown(page).wait_for(state="visible")
    assert page.url.endswith("/dictionary/")
    assert "一万元人民币" in shown(page).inner_text()
    page.locator("h1").first.tap()
    shown(page).wait_for(state="hidden")
    label.tap()
    shown(page).wait_for(state="visible")
    label.tap()
    page.wait_for_url("**/glossary/#term-*")
    assert page.locator(":target").inner_text() == "万元"


def test_without_scripts_the_link_leads_to_the_glossary(visit: Any) -> None:
    page = visit.open(PAGE, java_script_enabled=False)
    page.locator("a.mz-term", has_text="完整度").first.click()
    page.wait_for_url("**/glossary/#term-*")
    assert page.locator("h3:target").inner_text() == "完整度"
    assert page.locator("#mz-terms-box").is_hidden()


def test_the_definitions_are_loaded_once_and_only_when_asked_for(visit: Any) -> None:
    page = visit.open(PAGE)
    label = term(page)
    names = "performance.getEntriesByType('resource').filter(item => item.name.endsWith('terms.json')).length"
    assert page.evaluate(names) == 0
    for text in ("完整度", "读注"):
        label = page.locator("a.mz-term", has_text=text).first
        label.scroll_into_view_if_needed()
        label.hover()
        shown(page).locator("b", has_text=text).wait_for()
    assert page.evaluate(names) == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_the_filter_keeps_what_holds_the_words(visit: Any, width: int) -> None:
    page = visit.open("/glossary/", width)
    field = page.locator("#mz-terms-box")
    field.wait_for(state="visible")
    field.fill("三公")
    listed = page.locator(".mz-terms__index li:visible").all_inner_texts()
    assert any(text.startswith("“三公”经费") for text in listed)
    assert not page.locator("h3", has_text="机关运行经费").is_visible()
    assert page.locator("h3", has_text="“三公”经费").first.is_visible()
    field.fill("没有的词")
    assert page.locator(".mz-terms__filter [role=status]").inner_text() == "没有这个名词"
    field.fill("")
    assert page.locator("h3", has_text="机关运行经费").is_visible()


def test_the_dictionary_opens_the_columns_that_a_link_names(visit: Any) -> None:
    page = visit.open("/dictionary/#columns-summary", 390)
    assert page.locator("#columns-summary").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
