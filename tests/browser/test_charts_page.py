"""Charts in a browser: drawn at once, interactive when asked, saved as PNG."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page
from visits import wait_until

BUDGET = "/units/akto-zuzhibu/2024-budget/"
FINAL = "/units/urumqi-zuzhibu/2024-final/"
PROJECT = "/units/urumqi-zuzhibu/2024-final/projects/p02/"


def figure(page: Page, name: str) -> Locator:
    return page.locator(f"#chart-{name}")


def press(chart: Locator, name: str) -> None:
    chart.get_by_role("button", name=name).click()


def enliven(chart: Locator) -> Locator:
    press(chart, "交互图")
    live = chart.locator(".mz-chart__live svg")
    live.wait_for()
    return live


@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    [
        (BUDGET, 390, "dark"),
        (FINAL, 1280, "dark"),
        (PROJECT, 1280, "light"),
    ],
)
def test_every_chart_shows_one_drawing_that_fits(visit: Any, path: str, width: int, scheme: str) -> None:
    page = visit.open(path, width, scheme)
    charts = page.locator("figure[data-mz-chart]").all()
    assert len(charts) >= 3
    for chart in charts:
        seen = [svg for svg in chart.locator(".mz-chart__drawn > svg").all() if svg.is_visible()]
        assert len(seen) == 1
        box = seen[0].bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_loaded_for_interaction_before_it_is_asked_for(visit: Any) -> None:
    page = visit.open(BUDGET)
    page.locator(".mz-chart__modes").first.wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(300)
    assert not [name for name in asked if name.endswith(("vega.js", ".json"))]
    enliven(figure(page, "sources"))
    enliven(figure(page, "economic"))
    wanted = sorted(name for name in asked if name.endswith(("vega.js", ".json")))
    assert wanted == ["economic.vl.json", "sources.vl.json", "vega.js"]


def test_the_interactive_chart_takes_the_place_of_the_drawing_and_goes_again(visit: Any) -> None:
    page = visit.open(BUDGET)
    chart = figure(page, "economic")
    still, moving = (chart.get_by_role("button", name=name) for name in ("静态图", "交互图"))
    assert (still.get_attribute("aria-pressed"), moving.get_attribute("aria-pressed")) == ("true", "false")
    enliven(chart)
    assert not chart.locator(".mz-chart__drawn").is_visible()
    assert (still.get_attribute("aria-pressed"), moving.get_attribute("aria-pressed")) == ("false", "true")
    assert moving.evaluate("node => node === document.activeElement")
    still.click()
    assert chart.locator(".mz-chart__drawn").is_visible() and chart.locator(".mz-chart__live").count() == 0
    assert still.get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("width", [1280, 390])
def test_hovering_tells_the_full_figure(visit: Any, width: int) -> None:
    page = visit.open(BUDGET, width)
    live = enliven(figure(page, "changes"))
    live.locator("path[aria-roledescription=bar]").first.hover()
    tip = page.locator(".mz-tip")
    tip.wait_for()
    text = tip.inner_text()
    assert "-965.72" in text and "援疆项目资金" in text
    box = tip.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_clicked_class_shows_its_items(visit: Any) -> None:
    page = visit.open(BUDGET)
    live = enliven(figure(page, "classes"))
    assert "其他组织事务支出" in live.text_content()
    live.locator("path[aria-roledescription=bar]").nth(1).click()
    wait_until(page, "document.querySelector('.mz-chart__live').textContent.includes('行政单位离退休')")
    assert "其他组织事务支出" not in live.text_content()


def test_the_interactive_chart_follows_the_theme(visit: Any) -> None:
    page = visit.open(BUDGET)
    chart = figure(page, "economic")
    enliven(chart)
    fill = (
        "document.querySelector('#chart-economic .mz-chart__live path[aria-roledescription=bar]').getAttribute('fill')"
    )
    light = page.evaluate(fill)
    page.locator("form[data-md-component=palette] label:visible").first.click()
    wait_until(page, f"{fill} !== {light!r}")
    dark = page.evaluate("getComputedStyle(document.body).getPropertyValue('--mz-economic-301').trim()")
    assert page.evaluate(fill) == dark


def test_charts_need_no_eval(visit: Any) -> None:
    def forbid(route: Any) -> None:
        answer = route.fetch()
        policy = "script-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:"
        route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": policy})

    page = visit.open("/about/")
    page.route(f"**{BUDGET}", forbid)
    page.goto(visit.address + BUDGET, wait_until="networkidle")
    live = enliven(figure(page, "classes"))
    live.locator("path[aria-roledescription=bar]").nth(1).click()
    wait_until(page, "document.querySelector('.mz-chart__live').textContent.includes('行政单位离退休')")


def test_a_failed_load_is_said_and_leaves_the_drawing(visit: Any) -> None:
    page = visit.open(BUDGET)
    page.route("**/sources.vl.json", lambda route: route.fulfill(status=503, body=""))
    chart = figure(page, "sources")
    press(chart, "交互图")
    chart.get_by_text("没有成功，请再试一次。").wait_for()
    assert chart.locator(".mz-chart__drawn").is_visible()
    assert chart.get_by_role("button", name="交互图").get_attribute("aria-pressed") == "false"
    page.wait_for_timeout(300)
    assert [wrong for wrong in visit.wrong if "503" not in wrong and "sources.vl.json" not in wrong] == []
    visit.wrong.clear()


def test_a_chart_is_saved_as_a_png_with_its_words(visit: Any) -> None:
    page = visit.open(BUDGET)
    with page.expect_download() as download:
        press(figure(page, "three-public"), "PNG")
    assert download.value.suggested_filename == "three-public.png"
    content = download.value.path().read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(content[16:20], "big") == 2 * (720 + 40)


def test_without_scripts_charts_and_data_are_there_and_buttons_are_not(visit: Any) -> None:
    page = visit.open(BUDGET, java_script_enabled=False)
    chart = figure(page, "projects")
    assert chart.locator("svg").first.is_visible()
    assert chart.get_by_role("button").count() == 0
    chart.locator("summary", has_text="数据").click()
    row = chart.locator(".mz-data tr", has_text="村干部报酬").first
    assert "5,933.50" in row.inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_data_lead_to_their_source_lines(visit: Any, width: int) -> None:
    page = visit.open(BUDGET, width)
    chart = figure(page, "three-public")
    chart.locator("summary", has_text="数据").click()
    link = chart.locator(".mz-data tr", has_text="公务用车运行费").first.locator("a")
    assert (link.get_attribute("href") or "").endswith("source/#L380")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_buttons_are_large_enough_to_hit(visit: Any) -> None:
    page = visit.open(BUDGET, 390)
    page.locator(".mz-chart__modes").first.wait_for()
    targets = figure(page, "classes").locator(".mz-chart__links > a, .mz-chart__links button, summary").all()
    boxes = [target.bounding_box() for target in targets]
    assert len(boxes) >= 7
    assert all(box and box["width"] >= 24 and box["height"] >= 24 for box in boxes)
