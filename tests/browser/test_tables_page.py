"""Tables in a real Chromium: sorting, filtering, folding, copying, headers in sight, paper, downloads."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Locator, Page
from visits import Visit, as_printed, as_rows

from mingzhang.project import Project

AKTO = "/units/akto-zuzhibu/2024-budget/"
AKTO_DATA = Path("data/packages/akto-zuzhibu-2024-budget")
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


def open_page(visit: Visit, path: str, width: int = 1280, **context: Any) -> Page:
    """The page, parsed and with its scripts run: a slow machine is idle on the network before that."""
    page = visit.open(path, width, **context)
    page.wait_for_load_state("load")
    page.wait_for_load_state("networkidle")
    return page


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def set_of(page: Page, anchor: str) -> Locator:
    """The tables under the heading ``anchor`` with their caption."""
    return page.locator(f"#{anchor} ~ .mz-set").first


def column(table: Locator, place: int, rows: str = "tbody tr") -> list[str]:
    """The text of one cell of every row, as it stands in the table."""
    return table.locator(rows).evaluate_all(f"rows => rows.map(row => row.cells[{place}].innerText.trim())")


def labels(table: Locator, rows: str = "tbody tr") -> list[str]:
    return table.locator(f"{rows} .mz-label").all_inner_texts()


def seen_rows(table: Locator) -> int:
    count: int = table.locator("tbody tr").evaluate_all(
        "rows => rows.filter(row => row.getClientRects().length).length"
    )
    return count


def test_an_amount_column_sorts_as_exact_decimals_and_comes_back(project: Project, visit: Visit) -> None:
    page = open_page(visit, AKTO)
    table = set_of(page, "carryover").locator("table")
    rows = [row for row in read_csv(project.root / AKTO_DATA / "carryover.csv") if row["role"] != "total"]
    amounts = [row["total"] for row in rows]
    descending = sorted(amounts, key=Decimal, reverse=True)
    heading = table.locator("thead th").nth(1)
    body = "tbody tr:not(.mz-total)"
    plain = [text.replace(",", "") for text in column(table, 1, body)]
    assert plain == amounts

    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert [text.replace(",", "") for text in column(table, 1, body)] == descending
    heading.get_by_role("button").press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    assert [text.replace(",", "") for text in column(table, 1, body)] == descending[::-1]
    assert "mz-total" in (table.locator("tbody tr").last.get_attribute("class") or "")
    heading.get_by_role("button").press("Enter")
    assert heading.get_attribute("aria-sort") is None
    assert [text.replace(",", "") for text in column(table, 1, body)] == amounts


def test_rows_are_sorted_under_those_that_hold_them_and_blanks_stay_last(visit: Visit) -> None:
    page = open_page(visit, AKTO)
    table = set_of(page, "expenditure").locator("table")
    # Lines 171 to 190 of the document; sorted by 基本支出, which some rows leave blank.
    table.get_by_role("button", name="基本支出").click()
    found = labels(table)
    assert found[:6] == ["一般公共服务支出", "组织事务", "行政运行", "事业运行", "机关服务", "其他组织事务支出"]
    assert [found[place] for place in (6, 12, 15)] == ["社会保障和就业支出", "住房保障支出", "卫生健康支出"]
    assert found[-1] == "合计"
    table.get_by_role("button", name="基本支出").click()
    found = labels(table)
    assert found[:3] == ["卫生健康支出", "行政事业单位医疗", "事业单位医疗"]
    assert found[-6:] == ["组织事务", "事业运行", "行政运行", "机关服务", "其他组织事务支出", "合计"]


def test_numbers_that_binary_fractions_confuse_are_told_apart(visit: Visit) -> None:
    page = open_page(visit, AKTO)
    order = page.evaluate(
        """async () => {
            const { exact } = await import(new URL("assets/js/sort.js", document.baseURI.replace(/units.*/, "")).href);
            const texts = ["9,007,199,254,740,993.01", "9,007,199,254,740,993.02", "-0.30", "0", "无", "0.1", "12.5%"];
            return texts.map(text => { const value = exact(text); return value === null ? null : String(value); });
        }"""
    )
    unit = Decimal(10) ** 20
    expected = ["9007199254740993.01", "9007199254740993.02", "-0.30", "0", None, "0.1", "12.5"]
    assert order == [text and str(int(Decimal(text) * unit)) for text in expected]


def test_the_filter_keeps_rows_with_every_word_and_those_above_them(visit: Visit) -> None:
    page = open_page(visit, AKTO)
    tables = set_of(page, "expenditure")
    box = tables.get_by_role("searchbox")
    box.fill("行政 医疗")
    shown = tables.locator("tbody tr:not([hidden]) .mz-label").all_inner_texts()
    assert shown == ["卫生健康支出", "行政事业单位医疗", "行政单位医疗"]
    assert tables.locator("output").inner_text() == "2 / 20 行"
    for query, count in {"１０，６６９．２４": 1, "11282.77": 2, "没有这样的行": 0, "2101102": 1}.items():
        box.fill(query)
        assert tables.locator("output").inner_text() == f"{count} / 20 行", query
    box.press("Escape")
    assert box.input_value() == "" and tables.locator("output").inner_text() == ""
    assert seen_rows(tables.locator("table")) == 20


def test_a_two_sided_table_filters_both_sides_and_a_short_one_has_no_filter(visit: Visit) -> None:
    page = open_page(visit, AKTO)
    tables = set_of(page, "summary")
    assert tables.locator("table").count() == 2
    tables.get_by_role("searchbox").fill("外交")
    assert tables.locator("output").inner_text() == "1 / 57 行"
    assert [seen_rows(table) for table in tables.locator("table").all()] == [0, 1]
    assert set_of(page, "three_public").get_by_role("searchbox").count() == 0


def test_rows_fold_by_mouse_and_by_key(visit: Visit) -> None:
    page = open_page(visit, AKTO)
    tables = set_of(page, "expenditure")
    table = tables.locator("table")
    button = table.get_by_role("button", name="组织事务的下级", exact=True)
    assert button.get_attribute("aria-expanded") == "true"
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "false" and seen_rows(table) == 16
    table.get_by_role("button", name="一般公共服务支出的下级").click()
    assert seen_rows(table) == 15
    table.get_by_role("button", name="一般公共服务支出的下级").press("Space")
    assert seen_rows(table) == 16, "what was folded inside stays folded"
    tables.get_by_role("button", name="收起到类").click()
    assert table.locator("tbody tr:not([hidden]) .mz-label").all_inner_texts() == [
        *("一般公共服务支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出", "合计")
    ]
    tables.get_by_role("searchbox").fill("离退休")
    assert seen_rows(table) == 5, "the filter looks into what is folded"
    tables.get_by_role("searchbox").press("Escape")
    assert seen_rows(table) == 5
    tables.get_by_role("button", name="全部展开").click()
    assert seen_rows(table) == 20


def test_a_link_to_a_folded_cell_opens_it(visit: Visit) -> None:
    page = open_page(visit, "/units/akqi-zhengfuban/2024-budget/")
    mark = page.locator("[data-fold] .mz-depth-2 .mz-mark[id]").first
    if not mark.count():
        pytest.skip("no finding stands in a row that folds")
    anchor = mark.get_attribute("id")
    tables = page.locator(".mz-set", has=page.locator(f"[id='{anchor}']"))
    tables.get_by_role("button", name="收起到类").click()
    assert not mark.is_visible()
    page.evaluate("anchor => { location.hash = anchor }", anchor)
    page.wait_for_timeout(200)
    assert mark.is_visible()


def test_copying_gives_the_values_of_the_package(project: Project, visit: Visit) -> None:
    page = open_page(visit, AKTO, **CLIPBOARD)
    tables = set_of(page, "expenditure")
    tables.get_by_role("button", name="复制").click()
    tables.get_by_text("已复制 20 行").wait_for()
    header, *rows = csv.reader(StringIO(page.evaluate("navigator.clipboard.readText()")), delimiter="\t")
    assert header == ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出", "行号"]
    names = ("code", "name", "total", "basic", "project", "source_line")
    expected = read_csv(project.root / AKTO_DATA / "expenditure.csv")
    assert rows == [[row[name] for name in names] for row in expected]
    html = page.evaluate(
        "navigator.clipboard.read().then(items => items[0].getType('text/html')).then(blob => blob.text())"
    )
    assert re.search(r"""mso-number-format[^>]*>2013201<""", html), "a spreadsheet sees that codes are text"


def test_copying_takes_rows_in_sight_apart_into_the_package_columns(project: Project, visit: Visit) -> None:
    page = open_page(visit, AKTO, **CLIPBOARD)
    tables = set_of(page, "project_expenditure")
    tables.get_by_role("searchbox").fill("村干部")
    tables.get_by_role("button", name="复制").click()
    tables.locator(".mz-said", has_text="已复制").wait_for()
    rows = list(csv.DictReader(StringIO(page.evaluate("navigator.clipboard.readText()")), delimiter="\t"))
    data = {row["source_line"]: row for row in read_csv(project.root / AKTO_DATA / "project_expenditure.csv")}
    assert len(rows) >= 3 and any("村干部报酬" in row["项目名称"] for row in rows)
    for row in rows:
        same = data[row["行号"]]
        assert (row["功能分类科目编码"], row["项目名称"]) == (same["code"], same["project"])
        assert (row["科目名称"], row["合计"]) == (same["name"], same["total"])


def test_both_sides_are_copied_under_one_header(visit: Visit) -> None:
    page = open_page(visit, AKTO, **CLIPBOARD)
    tables = set_of(page, "summary")
    tables.get_by_role("button", name="复制").click()
    tables.locator(".mz-said", has_text="已复制").wait_for()
    rows = list(csv.DictReader(StringIO(page.evaluate("navigator.clipboard.readText()")), delimiter="\t"))
    assert {row["收支"] for row in rows} == {"收入", "支出"}
    assert [(row["项目"], row["金额"]) for row in rows if "总计" in row["项目"]] == [
        ("收入总计", "11508.22"),
        ("支出总计", "11508.22"),
    ]


def test_downloads_equal_the_packages(project: Project, visit: Visit) -> None:
    page = open_page(visit, AKTO)
    for anchor in ("expenditure", "summary", "carryover"):
        links = set_of(page, anchor).locator(".mz-files a")
        assert [link.inner_text()[:3] for link in links.all()] == ["CSV", "Exc", "JSO", "Par"]
        with page.expect_download() as taken:
            links.first.click()
        own = (project.root / AKTO_DATA / f"{anchor}.csv").read_bytes()
        assert as_printed(Path(taken.value.path()).read_bytes()) == as_rows(own)
        answer = page.request.get(page.evaluate("link => link.href", links.nth(1).element_handle()))
        sheet = openpyxl.load_workbook(BytesIO(answer.body())).worksheets[0]
        assert f"{sheet.max_row - 1} 行" in links.first.inner_text()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("anchor", ["expenditure", "project_expenditure"])
def test_headings_and_first_column_stay_in_sight(visit: Visit, width: int, anchor: str) -> None:
    page = open_page(visit, AKTO, width)
    table = set_of(page, anchor).locator("table")
    frame = set_of(page, anchor).locator(".mz-frame")
    row = table.locator("tbody tr").nth(14)
    if "is-fitting" in (frame.get_attribute("class") or ""):
        row.evaluate("row => row.scrollIntoView({ block: 'center' })")
    else:
        frame.evaluate("frame => frame.scrollIntoView({ block: 'center' })")
        row.evaluate("row => { const frame = row.closest('.mz-frame'); frame.scrollTo(80, row.offsetTop - 100); }")
    page.wait_for_timeout(100)
    head, cell = table.locator("thead th").first.bounding_box(), row.locator("th").bounding_box()
    assert head and cell
    assert 0 <= head["y"] < cell["y"] and head["y"] + head["height"] <= cell["y"] + 1, "the header is above the row"
    assert head["y"] < 900 and cell["x"] >= 0 and cell["x"] + cell["width"] <= width, "the first column is in sight"
    # What is painted there is the heading, not something over it.
    middle = (head["x"] + head["width"] / 2, head["y"] + head["height"] / 2)
    on_top = page.evaluate("([x, y]) => Boolean(document.elementFromPoint(x, y).closest('thead'))", list(middle))
    assert on_top


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_shows_every_row_and_no_button(visit: Visit, scripts: bool) -> None:
    page = open_page(visit, AKTO, java_script_enabled=scripts)
    if scripts:
        page.get_by_role("button", name="收起到类").first.click()
    page.emulate_media(media="print")
    for anchor, rows in {"revenue": 20, "expenditure": 20, "project_expenditure": 31}.items():
        frame = set_of(page, anchor).locator(".mz-frame")
        assert seen_rows(frame.locator("table")) == rows
        assert frame.evaluate("frame => getComputedStyle(frame).overflowY") == "visible"
        assert frame.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
        last = frame.locator("tbody tr").last.bounding_box()
        outer = frame.bounding_box()
        assert last and outer and last["y"] + last["height"] <= outer["y"] + outer["height"] + 1
    assert page.locator(".mz-set button:not(.mz-sort):visible, .mz-files:visible").count() == 0


def test_without_scripts_every_row_is_there(visit: Visit) -> None:
    page = open_page(visit, AKTO, java_script_enabled=False)
    assert seen_rows(set_of(page, "expenditure").locator("table")) == 20
    assert page.locator("button.mz-sort, .mz-tools").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_what_stands_above_a_table_is_large_enough_to_hit(visit: Visit, width: int) -> None:
    page = open_page(visit, AKTO, width)
    small = page.locator(".mz-caption a:not(.mz-mark), .mz-caption button, .mz-caption input, .mz-toggle").evaluate_all(
        """controls => controls.filter(control => control.getClientRects().length)
            .map(control => [control.textContent, control.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([text, box]) => [text, box.width, box.height])"""
    )
    assert small == []


def test_digits_of_a_column_end_at_one_edge(visit: Visit) -> None:
    page = open_page(visit, AKTO)
    edges = (
        set_of(page, "expenditure")
        .locator("tbody tr td:nth-child(2)")
        .evaluate_all(
            """cells => cells.map(cell => {
            const range = document.createRange();
            range.selectNodeContents(cell.firstChild);
            return Math.round(range.getBoundingClientRect().right);
        })"""
        )
    )
    assert len(edges) == 20 and max(edges) - min(edges) <= 1
