"""The source text in a browser: lines are reached, marked, filtered, and lead to what came from them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from visits import Visit, address_of, read_metas

from mingzhang.personal.breaks import find_in_document
from mingzhang.project import Project
from mingzhang.reading import read_document

AKTO, QUYANG = "/units/akto-zuzhibu/2024-budget/source/", "/units/quyang-zuzhibu/2024-budget/source/"
PLACE = """number => {
  const line = document.getElementById(`L${number}`), box = line.getBoundingClientRect();
  const at = (x, y) => document.elementFromPoint(x, y);
  const hit = at(box.left + box.width / 3, box.top + 6);
  const over = line.contains(hit) ? "" : hit?.outerHTML.slice(0, 80) || "nothing";
  return {top: box.top, over, ground: getComputedStyle(line).backgroundColor};
}"""
BARE = "rgba(0, 0, 0, 0)"


def wait_for_script(page: Page) -> None:
    """The script has taken over: it says which lines are marked."""
    page.wait_for_selector("[data-mz-source][data-marked]")


def place(page: Page, number: int) -> dict[str, object]:
    """Where a line is, what covers it (blank: nothing), and its ground, when the page has come to rest."""
    found = page.evaluate(PLACE, number)
    for _ in range(40):
        page.wait_for_timeout(100)
        before, found = found, page.evaluate(PLACE, number)
        if before == found and not found["over"]:
            break
    return dict(found)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(("path", "number"), [(QUYANG, 3000), (AKTO, 1058)])
def test_an_address_with_a_line_lands_on_it_below_the_header(
    visit: Visit, path: str, number: int, script: bool, width: int
) -> None:
    page = visit.open(f"{path}#L{number}", width, java_script_enabled=script)
    if script:
        wait_for_script(page)
    found = place(page, number)
    assert not found["over"] and 40 < float(str(found["top"])) < 860, found
    assert found["ground"] != BARE
    assert page.evaluate(PLACE, number - 1)["ground"] == BARE
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_a_range_of_lines_is_marked(visit: Visit, width: int) -> None:
    page = visit.open(f"{AKTO}#L430-L434", width)
    wait_for_script(page)
    assert place(page, 430)["over"] == ""
    marked = page.locator("li.is-marked").evaluate_all("lines => lines.map(line => line.id)")
    assert marked == ["L430", "L431", "L432", "L433", "L434"]


def test_a_click_on_a_number_gives_the_line_its_address_and_stays_where_it_is(visit: Visit) -> None:
    page = visit.open(f"{AKTO}#L158", permissions=["clipboard-read", "clipboard-write"])
    wait_for_script(page)
    place(page, 158)
    before = page.evaluate("scrollY")
    page.locator("#L162 > a").click()
    assert page.url.endswith("#L162") and page.evaluate("scrollY") == before
    page.locator("#L164 > a").click(modifiers=["Shift"])
    assert page.url.endswith("#L162-L164") and page.locator("li.is-marked").count() == 3
    page.get_by_role("button", name="复制链接").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.go_back()
    expect(page.locator("li.is-marked")).to_have_count(1)
    assert page.url.endswith("#L162")


@pytest.mark.parametrize(
    ("path", "number", "chip", "target", "shown"),
    [
        (AKTO, 124, "收入总计 11,508.22", "2024-budget/#summary-r124", "收入总计"),
        (AKTO, 158, "合计 6 个数", "2024-budget/#revenue-158", "合计"),
        (AKTO, 430, "支出预算 11,508.22", "2024-budget/#c007", "11,508.22"),
        (AKTO, 1058, "手机号码", r"2024-budget/#finding-\d+", "手机号码"),
        (QUYANG, 3003, "市派驻下沉工作队综合经费 24.00", r"/projects/p\d+/", "市派驻下沉工作队综合经费"),
        (QUYANG, 3013, "预算数 24.00", r"/projects/p\d+/#f\d+", "绩效目标表"),
    ],
)
def test_what_came_from_a_line_leads_to_where_it_is_shown(
    visit: Visit, path: str, number: int, chip: str, target: str, shown: str
) -> None:
    page = visit.open(f"{path}#L{number}")
    wait_for_script(page)
    page.locator(f"#L{number} .mz-from a", has_text=chip).click()
    page.wait_for_url(re.compile(f"{target}$"))
    anchor = page.url.partition("#")[2]
    place_of_it = page.locator(f"[id='{anchor}']") if anchor else page.locator("h1")
    expect(place_of_it).to_be_visible()
    expect(place_of_it).to_contain_text(shown)


def test_only_lines_with_data_findings_or_words_are_shown(visit: Visit) -> None:
    page = visit.open(AKTO)
    wait_for_script(page)
    lines = page.locator("li[id^=L]:visible")
    choice = page.get_by_label("显示哪些行")
    for value, child in (("found", ".mz-from__found"), ("data", ".mz-from > p:not(.mz-from__found)")):
        choice.select_option(value)
        label = choice.locator("option:checked").inner_text()
        number = int(re.sub(r"\D", "", label))
        assert 10 < number < 1000 and lines.count() == number == page.locator(f"li:has({child})").count()
    choice.select_option("")
    page.get_by_label("只显示有这些字的行").fill("项目名称：2024年县级党员")
    ids = lines.evaluate_all("lines => lines.map(line => line.id)")
    assert "L596" in ids and len(ids) < 5
    page.get_by_label("跳到第几行").fill("158")
    page.keyboard.press("Enter")
    assert page.url.endswith("#L158") and place(page, 158)["over"] == "", "a hidden line is shown again"
    assert lines.count() > 1000


def test_no_name_and_no_number_of_a_source_is_on_its_page(project: Project, visit: Visit) -> None:
    for meta in read_metas(project):
        text = (project.sources / meta["disclosure_id"] / meta["source_file"]).read_text("utf-8")
        personal = find_in_document([[cell.text for cell in row.cells] for row in read_document(text).rows])
        page = visit.open(f"{address_of(meta)}source/")
        shown = re.sub(r"\s", "", page.locator("[data-mz-source]").evaluate("node => node.textContent"))
        assert [secret for secret in (*personal.names, *personal.numbers) if secret in shown] == []
        assert shown.count("〔姓名略〕") >= len(personal.names)
        page.close()
