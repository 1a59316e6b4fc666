"""The lists over all units in a real browser: facets, filter, order, address, saved rows, a phone, no script."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from visits import Visit

from mingzhang.project import Project

LISTS = ("units", "projects", "indicators", "three-public", "findings", "rules")
TABLES = {"projects": "projects", "indicators": "performance_indicators", "findings": "findings"}


def table(project: Project, name: str) -> list[dict[str, str]]:
    """The rows of all packages' ``name``, each with the id of its disclosure."""
    found = []
    for path in sorted(project.packages.glob(f"*/{name}.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row | {"disclosure": path.parent.name} for row in csv.DictReader(file)]
    return found


def open_list(visit: Visit, path: str, width: int = 1280, scheme: str = "light") -> Page:
    """The list at ``path`` once its controls work."""
    page = visit.open(path, width, scheme)
    page.wait_for_selector("[data-mz-list][data-ready]", state="attached")
    return page


def shown(page: Page, column: int = 0) -> list[str]:
    """The texts of one column of the rows in sight."""
    return page.locator(f"tr[data-f]:visible > :nth-child({column + 1})").all_inner_texts()


def count(page: Page) -> str:
    return page.locator("[data-mz-count]").inner_text()


def choose(page: Page, facet: str, option: str) -> None:
    page.locator(f"select[name={facet}]").select_option(option)


def label_of(page: Page, facet: str, option: str) -> str:
    return page.locator(f"select[name={facet}] option[value='{option}']").inner_text()


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_there_and_the_count_says_so(visit: Visit, project: Project, name: str) -> None:
    page = open_list(visit, f"/{name}/")
    rows = len(table(project, TABLES[name]))
    assert len(shown(page)) == rows and count(page).startswith(f"{rows} ")
    assert f"（{rows:,} 行）" in page.locator(".mz-csv").inner_text()


def test_facets_narrow_and_tell_how_many_are_left(visit: Visit, project: Project) -> None:
    page, rows = open_list(visit, "/findings/"), table(project, "findings")
    errors = [row for row in rows if row["severity"] == "error"]
    own = [row for row in errors if row["disclosure"] == "akqi-zhengfuban-2024-budget"]
    choose(page, "severity", "error")
    assert len(shown(page)) == len(errors) and count(page) == f"显示 {len(errors)} / {len(rows)} 处发现"
    assert label_of(page, "unit", "akqi-zhengfuban") == f"阿合奇县人民政府办公室（{len(own)}）"
    choose(page, "unit", "akqi-zhengfuban")
    assert count(page) == f"显示 {len(own)} / {len(rows)} 处发现" and set(shown(page)) == {"● 错误"}
    grave = [row for row in rows if row["severity"] in ("error", "warning") and row["disclosure"].startswith("akqi")]
    assert label_of(page, "severity", "grave") == f"●▲ 错误和提示（{len(grave)}）"
    page.locator("[data-mz-reset]").click()
    assert len(shown(page)) == len(rows) and "?" not in page.url


@pytest.mark.parametrize("name", LISTS)
def test_every_option_of_every_facet_shows_as_many_as_it_says(visit: Visit, name: str) -> None:
    page = open_list(visit, f"/{name}/")
    wrong = page.evaluate(
        """() => {
          const wrong = [];
          for (const select of document.querySelectorAll(".mz-facets select")) {
            for (const option of [...select.options].slice(1)) {
              const said = Number(/（(\\d+)）$/.exec(option.textContent)[1]);
              select.value = option.value;
              select.dispatchEvent(new Event("input", { bubbles: true }));
              const shown = document.querySelectorAll("[data-f]:not([hidden])").length;
              if (shown !== said || !said) wrong.push([select.name, option.value, said, shown]);
            }
            select.value = "";
            select.dispatchEvent(new Event("input", { bubbles: true }));
          }
          return wrong;
        }"""
    )
    assert wrong == []


def test_the_address_keeps_the_state(visit: Visit) -> None:
    page = open_list(visit, "/projects/")
    choose(page, "unit", "akto-zuzhibu")
    page.locator(".mz-finder input").fill("驻村 经费")
    page.locator("select[name=sort]").select_option("name")
    before = shown(page)
    assert 0 < len(before) < 30 and all("驻村" in name for name in before) and before == sorted(before)
    page.reload()
    page.wait_for_selector("[data-mz-list][data-ready]", state="attached")
    assert shown(page) == before
    assert page.locator(".mz-finder input").input_value() == "驻村 经费"
    assert page.locator("th[aria-sort]").inner_text().strip() == "项目"


def test_an_option_that_is_not_there_counts_as_none(visit: Visit) -> None:
    page = open_list(visit, "/projects/?unit=nobody&sort=nothing&q=")
    assert count(page) == f"{len(shown(page))} 个项目"


def test_amounts_stand_in_the_order_of_exact_decimals(visit: Visit, project: Project) -> None:
    page = open_list(visit, "/projects/?sort=unit")
    assert shown(page)[0] != "2024年县级村干部报酬及村治保主任岗位补贴"
    page.get_by_role("button", name="金额").click()
    amounts = [Decimal(text.replace(",", "")) for text in shown(page, 3) if text]
    printed = [Decimal(row["amount"]) for row in table(project, "projects") if row["amount"]]
    assert amounts == sorted(printed, reverse=True) and "sort=" not in page.url
    page.get_by_role("button", name="金额").click()
    amounts = [Decimal(text.replace(",", "")) for text in shown(page, 3) if text]
    assert amounts == sorted(printed) and "sort=-amount" in page.url
    assert page.locator("th[aria-sort=ascending]").inner_text().strip() == "金额"


def test_the_filter_reads_numbers_with_and_without_commas(visit: Visit) -> None:
    page = open_list(visit, "/projects/?q=5933.5")
    (name,) = shown(page)
    page.locator(".mz-finder input").fill("5,933.50")
    assert shown(page) == [name] and name.startswith("2024年县级村干部报酬")


def test_the_citizen_types_reception_on_a_phone(visit: Visit) -> None:
    page = open_list(visit, "/three-public/?q=公务接待&item=reception", 390)
    rows = page.locator("tr[data-f]:visible")
    first = rows.first.inner_text()
    for said in ("阿合奇县人民政府办公室", "79.4", "66.68", "12.72", "增加华能接待经费", "没有来源", "第 516 行"):
        assert said in first, said
    assert page.locator("h2:visible").all_inner_texts() == ["公务接待费"]
    assert rows.first.locator("td.mz-at a").get_attribute("href") == (
        "../units/akqi-zhengfuban/2024-budget/source/#L376"
    )


@pytest.mark.parametrize(
    ("path", "rows"),
    [("/findings/?severity=error&unit=quyang-zuzhibu", 2), ("/three-public/?item=reception", 5)],
)
def test_the_saved_rows_are_the_rows_in_sight(visit: Visit, tmp_path: Path, path: str, rows: int) -> None:
    page = open_list(visit, path)
    with page.expect_download() as download:
        page.locator("[data-mz-save]").click()
    download.value.save_as(tmp_path / "list.csv")
    data = (tmp_path / "list.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and download.value.suggested_filename.startswith("mingzhang-")
    saved = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(saved) == len(shown(page)) == rows
    if "findings" in path:
        assert [row["轻重"] for row in saved] == ["● 错误"] * rows
        assert [row["行号"] for row in saved] == shown(page, 6)
    else:
        akqi = next(row for row in saved if row["单位"] == "阿合奇县人民政府办公室")
        assert (akqi["今年"], akqi["上年"], akqi["增减"], akqi["行号"]) == ("79.4", "66.68", "12.72", "376")
        final = next(row for row in saved if row["年度"] == "2024 决算")
        assert (final["决算数"], final["预算数"], final["今年"]) == ("0.00", "0.00", "")


def test_text_that_looks_like_a_formula_is_saved_as_text(visit: Visit, tmp_path: Path) -> None:
    page = open_list(visit, "/indicators/?q=保障车辆数")
    with page.expect_download() as download:
        page.locator("[data-mz-save]").click()
    download.value.save_as(tmp_path / "list.csv")
    saved = list(csv.DictReader(io.StringIO((tmp_path / "list.csv").read_text("utf-8-sig"))))
    # By eye, akqi's text, line 585: the target is printed =9辆.
    assert {row["行号"]: row["目标"] for row in saved}["585"] == "'=9辆"


def test_a_rule_opens_where_the_address_leads_to_it(visit: Visit) -> None:
    page = open_list(visit, "/rules/#rule-relation-reception")
    rule = page.locator("#rule-relation-reception")
    expect(rule).to_have_attribute("open", "")
    expect(rule.locator("summary")).to_be_in_viewport()
    assert page.locator("details.mz-rule[open]").count() == 1
    rule.get_by_role("link", name="看 1 处发现").click()
    page.wait_for_selector("[data-mz-list][data-ready]", state="attached")
    assert "13.0 在一般公共预算支出中没有来源" in shown(page, 1)[0] and len(shown(page)) == 1


def test_families_without_a_fitting_rule_go(visit: Visit) -> None:
    page = open_list(visit, "/rules/?family=百分比")
    assert page.locator("h2:visible").all_inner_texts() == ["百分比"]
    assert page.locator("[data-mz-save]").is_hidden()


@pytest.mark.parametrize("name", LISTS)
def test_facets_open_and_nothing_scrolls_sideways_on_a_phone(visit: Visit, name: str) -> None:
    page = open_list(visit, f"/{name}/", 390, "dark")
    summary = page.locator(".mz-facets > summary")
    assert page.locator(".mz-facets select").first.is_hidden()
    summary.click()
    assert page.locator(".mz-facets select").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    frames = page.locator(".mz-frame:visible").all()
    assert all(frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth + 1") for frame in frames)


@pytest.mark.parametrize("name", LISTS)
def test_everything_is_there_without_a_script(visit: Visit, name: str) -> None:
    page = visit.open(f"/{name}/", java_script_enabled=False)
    page.wait_for_selector(".md-footer", state="attached")
    rows = page.locator("[data-f]")
    assert rows.count() == page.locator("[data-f]:visible").count() > 0
    assert page.locator(".mz-finder").is_hidden()
    assert page.locator("[data-mz-count]").inner_text().startswith(f"{rows.count()} ")
