"""The built site in a real Chromium: every page on a phone, every kind on wider screens, light and dark, no network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from visits import Visit, address_of, as_printed, as_rows, kinds_of_pages, read_metas

from mingzhang.project import Project

AKTO = "/units/akto-zuzhibu/2024-budget/"


def addresses(project: Project) -> list[str]:
    """Every page of the site but most of the projects' (one of each disclosure)."""
    found = [path.parent.relative_to(project.site).as_posix() for path in project.site.rglob("index.html")]
    pages = sorted("/" if name == "." else f"/{name}/" for name in found)
    return [page for page in pages if "/projects/p" not in page or page.endswith("/projects/p01/")]


def test_every_page_loads_whole_and_does_not_scroll_sideways(project: Project, visit: Visit) -> None:
    paths = addresses(project)
    assert len(paths) >= 30
    check(visit, paths, 390, "dark")


@pytest.mark.parametrize(("width", "scheme"), [(1920, "dark"), (768, "light")])
def test_every_kind_of_page_fits_screens_between_and_beyond(
    project: Project, visit: Visit, width: int, scheme: str
) -> None:
    check(visit, kinds_of_pages(project), width, scheme)


def check(visit: Visit, paths: list[str], width: int, scheme: str) -> None:
    for path, page in visit.tour(paths, width, scheme):
        assert page.evaluate("document.documentElement.lang").startswith("zh"), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [1280, 390])
def test_a_budget_page_draws_its_charts_at_once(project: Project, visit: Visit, width: int) -> None:
    budgets = [address_of(meta) for meta in read_metas(project) if meta["kind"] == "budget"]
    for path, page in visit.tour(budgets, width, java_script_enabled=False):
        boxes = [
            chart.bounding_box() for chart in page.locator("svg[role=img][aria-label]").all() if chart.is_visible()
        ]
        large = [box for box in boxes if box and box["width"] > 200]
        assert len(large) >= 5, path
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in large)


def test_tables_show_what_the_package_holds(visit: Visit) -> None:
    page = visit.open(AKTO)
    text = page.locator("article").inner_text()
    for printed in ("11,508.22", "机关事业单位基本养老保险缴费支出", "政府性基金预算支出情况表"):
        assert printed in text, printed
    cell = page.locator("td.mz-number", has_text=re.compile(r"^11,087\.66$")).first
    assert cell.evaluate("node => getComputedStyle(node).textAlign") in ("right", "end")


def test_the_first_screen_tells_what_the_disclosure_says(visit: Visit) -> None:
    """Figures and reasons as the document prints them (lines 124, 190, 375 and the text on them)."""
    page = visit.open(AKTO)
    cards = {
        card.locator(".mz-figure__title").inner_text(): card.inner_text() for card in page.locator(".mz-figure").all()
    }
    for title, said in {
        "收支总预算": ("11,508.22", "原文第 124 行"),
        "基本支出": ("793.98", "30.12", "3.94%", "在职人员工资调增"),
        "项目支出": ("10,714.24", "965.72", "8.27%", "援疆项目资金"),
        "“三公”经费": ("9.00", "14.27", "61.32%"),
        "在职人员": ("34",),
    }.items():
        assert all(words in cards[title] for words in said), (title, cards[title])
    bottom = page.locator(".mz-figures").bounding_box()
    assert bottom and bottom["y"] + bottom["height"] < 900


def test_a_project_is_reached_from_its_disclosure_and_leads_back(visit: Visit) -> None:
    page = visit.open(AKTO)
    page.get_by_role("link", name=re.compile("^2024年县级其他省区市高校毕业生购房补贴、生育津贴")).click()
    page.wait_for_url("**/projects/p02/")
    text = page.locator("article").inner_text()
    for said in ("464.00", "购房补贴30000元/人", "≥233人", "克党组通字〔2023〕8号"):
        assert said in text, said
    place = page.locator(".mz-find", has_text="140").first
    place.get_by_role("link", name=re.compile("原文第 518 行")).click()
    page.wait_for_url("**/source/#L518")
    assert "高校毕业生" in page.locator("#L518").inner_text()


def test_every_download_of_a_disclosure_is_there_and_is_the_package(project: Project, visit: Visit) -> None:
    metas = {address_of(meta): meta["disclosure_id"] for meta in read_metas(project)}
    for path, page in visit.tour(metas):
        disclosure = metas[path]
        links = {link.get_attribute("href") or "" for link in page.locator("a[download]").all()}
        targets = {page.evaluate("href => new URL(href, document.baseURI).href", href) for href in links}
        for target in sorted(targets):
            response = page.request.get(target)
            assert response.ok, target
            if target.endswith(".csv") and "/packages/" in target:
                files = list((project.packages / disclosure).rglob(Path(target).name))
                assert as_printed(response.body()) in [as_rows(file.read_bytes()) for file in files]
        assert any(target.endswith(f"{disclosure}.zip") for target in targets)
        assert any(target.endswith(f"{disclosure}.xlsx") for target in targets)


def test_the_page_prints_with_everything_open(visit: Visit) -> None:
    page = visit.open(AKTO)
    page.emulate_media(media="print")
    assert not page.locator(".md-header").is_visible() and not page.locator(".mz-strip").is_visible()
    closed = page.locator("details.mz-found:not([open]) li").first
    assert closed.bounding_box() is not None
    assert page.locator(".mz-svg--wide").first.is_visible()
    assert len(page.pdf(format="A4")) > 50_000
