"""The page that compares, in a real Chromium: choosing, the address, drawing from JSON, CSV, keyboard, phone."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page
from visits import wait_until

from mingzhang.project import Project

if TYPE_CHECKING:
    from conftest import Visit

AKTO, QUYANG = "akto-zuzhibu-2024-budget", "quyang-zuzhibu-2024-budget"
URUMQI = "urumqi-zuzhibu-2024-final"
TWO = f"/compare/?d={AKTO},{QUYANG}"
CSV = "button[data-act=csv]"


def ready(page: Page) -> Page:
    """The page once its script has shown what the address says."""
    page.locator(".mz-compare__views [aria-current]").wait_for()
    page.locator("button.mz-compare__name, .mz-compare__body > .mz-compare__remark:only-child").first.wait_for(
        state="attached"
    )
    return page


def heads(page: Page) -> list[str]:
    """The units that head the columns of the section on show."""
    return page.locator(".mz-compare__section:visible .mz-compare__unit > a").all_inner_texts()


def ids(project: Project) -> list[str]:
    return [item["id"] for item in listed(project)]


def listed(project: Project) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((project.site / "compare" / "disclosures.json").read_text("utf-8"))
    return found


def body(page: Page) -> str:
    """The comparison's HTML without what lies between tags; buttons for sorting as the names that they were."""
    html: str = page.locator(".mz-compare__body").evaluate("node => node.innerHTML")
    html = re.sub(r'<button type="button" class="mz-compare__name"[^>]*>(.*?)</button>', _name, html)
    return re.sub(r">\s+<", "><", html).strip()


def _name(found: re.Match[str]) -> str:
    return f'<span class="mz-compare__name">{found[1]}</span>'


def test_the_script_draws_what_the_page_prints(project: Project, visit: Visit) -> None:
    printed = body(visit.open("/compare/", java_script_enabled=False))
    page = ready(visit.open("/compare/"))
    assert body(page) == printed
    page.locator(".mz-compare__chosen button").last.click()
    page.wait_for_url("**/?d=*")
    assert body(page) != printed
    page.go_back()
    wait_until(page, "() => !location.search")
    wait_until(page, f"() => document.querySelectorAll('.mz-compare__chosen li').length === {len(ids(project))}")
    page.wait_for_timeout(200)
    assert body(page) == printed


def test_without_a_script_all_sections_can_be_read(visit: Visit) -> None:
    page = visit.open("/compare/", java_script_enabled=False)
    assert page.locator(".mz-compare__section:visible").count() == 5
    assert not page.locator(".mz-compare__actions").is_visible()
    assert "11,508.22" in page.locator(".mz-compare__body").inner_text()


def test_choosing_and_removing_change_the_address_and_back_undoes(visit: Visit) -> None:
    page = ready(visit.open(TWO))
    assert heads(page) == ["中共阿克陶县委员会组织部", "中国共产党曲阳县委员会组织部"]
    page.locator(".mz-compare__picker summary").click()
    page.locator(".mz-compare__filter").fill("乌鲁木齐 决算")
    assert page.locator(".mz-compare__list li").count() == 1
    page.locator(".mz-compare__list input").check()
    page.wait_for_url(f"**/?d={AKTO},{QUYANG},{URUMQI}")
    page.get_by_role("note").wait_for()
    assert len(heads(page)) == 3
    page.get_by_role("button", name="不再比较 中共阿克陶县委员会组织部 2024 预算").click()
    page.wait_for_url(f"**/?d={QUYANG},{URUMQI}")
    wait_until(page, "() => document.querySelectorAll('[data-section=overview] .mz-compare__unit').length === 2")
    page.go_back()
    page.wait_for_url(f"**/?d={AKTO},{QUYANG},{URUMQI}")
    wait_until(page, "() => document.querySelectorAll('[data-section=overview] .mz-compare__unit').length === 3")
    page.go_back()
    wait_until(page, "() => document.querySelectorAll('[data-section=overview] .mz-compare__unit').length === 2")
    assert page.get_by_role("note").count() == 0


def test_the_address_holds_everything(visit: Visit) -> None:
    page = ready(visit.open(TWO))
    page.get_by_role("link", name="按功能").click()
    page.get_by_role("link", name="占比").click()
    page.get_by_role("button", name="社会保障和就业支出").click()
    page.wait_for_url(f"**{TWO}&view=function&show=share&sort=function.208")
    wait_until(page, "() => document.querySelector('[data-section=function] [aria-sort]')")
    assert heads(page) == ["中国共产党曲阳县委员会组织部", "中共阿克陶县委员会组织部"]
    row = page.locator("[data-section=function] [data-row='208'] td")
    assert [text.splitlines()[0] for text in row.all_inner_texts()] == ["4.9%", "1.2%"]
    seen = body(page)
    page.reload(wait_until="networkidle")
    assert body(ready(page)) == seen


def test_budget_never_beside_final_accounts_unawares(visit: Visit) -> None:
    page = ready(visit.open(f"/compare/?d={URUMQI},{AKTO}"))
    assert "不是同一件事" in page.get_by_role("note").inner_text()
    kinds = page.locator("[data-section=overview] .mz-compare__kind").all_inner_texts()
    assert kinds == ["预算（年初计划）", "决算（实际执行）"]
    assert page.locator("[data-section=overview] .mz-compare__bar").count() == 0


def test_ids_that_are_not_there_are_told_and_nothing_chosen_is_no_error(visit: Visit) -> None:
    page = ready(visit.open(f"/compare/?d=nobody-1999-budget,{AKTO}&view=nothing&show=what&sort=x.y"))
    assert "nobody-1999-budget" in page.get_by_role("status").inner_text()
    assert heads(page) == ["中共阿克陶县委员会组织部"]
    empty = ready(visit.open("/compare/?d="))
    assert "还没有选材料" in empty.locator(".mz-compare__body").inner_text()


def test_the_csv_holds_the_numbers_of_the_json(project: Project, visit: Visit) -> None:
    page = ready(visit.open(f"/compare/?d={AKTO},{URUMQI}&view=economic"))
    with page.expect_download() as download:
        page.locator(CSV).click()
    path = Path(download.value.path())
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    folder = project.site / "compare"
    cells = json.loads((folder / f"{AKTO}.json").read_text("utf-8"))["cells"]["economic"]
    values = {row[1]: row[3] for row in rows[2:] if not row[0].endswith("占比")}
    shares = {row[1]: row[3] for row in rows[2:] if row[0].endswith("占比")}
    assert rows[1][3:] == [AKTO, URUMQI]
    assert values == {code: cell["value"] for code, cell in cells.items()}
    assert shares == {code: cell["share"] for code, cell in cells.items()}
    assert {row[4] for row in rows[2:] if not row[0].endswith("占比")} == {"附件"}


def test_it_works_with_the_keyboard_alone(visit: Visit) -> None:
    page = ready(visit.open(TWO))
    page.locator(".mz-compare__picker summary").focus()
    page.keyboard.press("Enter")
    wait_until(page, "() => document.activeElement.classList.contains('mz-compare__filter')")
    page.keyboard.type("库尔勒")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.wait_for_url("**korla*")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not page.locator(".mz-compare__choice").is_visible()
    page.locator(".mz-compare__chosen button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/?d={QUYANG},korla*")
    assert page.evaluate("document.activeElement.closest('.mz-compare__chosen') !== null")
    page.get_by_role("link", name="人均").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**view=person")
    assert page.locator("[data-section=person]").is_visible()


def test_the_link_is_copied(visit: Visit) -> None:
    page = ready(visit.open(f"{TWO}&view=three", permissions=["clipboard-read", "clipboard-write"]))
    page.get_by_role("button", name="复制链接").click()
    page.get_by_text("链接已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == visit.address + f"{TWO}&view=three"


@pytest.mark.parametrize("view", ["overview", "person", "function", "economic", "three"])
def test_on_a_phone_only_the_table_scrolls_sideways(visit: Visit, view: str) -> None:
    page = ready(visit.open(f"/compare/?view={view}", 390, "dark"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    frame = page.locator(f"[data-section={view}] .mz-frame")
    frame.evaluate("node => { node.scrollLeft = 200 }")
    box = page.locator(f"[data-section={view}] tbody th").last.bounding_box()
    assert box and round(box["x"]) == round((frame.bounding_box() or box)["x"])
    page.locator(".mz-compare__picker summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".mz-compare__filter").is_visible()


def test_of_many_disclosures_regions_are_opened_one_by_one(project: Project, visit: Visit) -> None:
    page = visit.open("/about/")
    entries = listed(project)
    parts = [{"name": "某省", "count": len(entries), "file": "regions/65"}, {"name": "他省", "count": 0, "file": "x"}]
    page.route("**/compare/disclosures.json", lambda route: route.fulfill(json={"parts": parts}))
    page.route("**/compare/regions/65.json", lambda route: route.fulfill(json=entries))
    page.goto(f"{visit.address}/compare/?d={AKTO},../page", wait_until="networkidle")
    ready(page)
    assert "没有找到：../page" in page.locator(".mz-compare__status").inner_text()
    assert page.locator(".mz-compare__chosen li").count() == 1
    page.locator(".mz-compare__picker summary").click()
    box = page.locator(".mz-compare__filter")
    box.fill("他")
    assert page.locator(".mz-compare__part").all_inner_texts() == ["他省\n0 份"]
    box.fill("")
    page.locator(".mz-compare__part").first.click()
    page.locator(f".mz-compare__list input[value={QUYANG}]").click()
    page.wait_for_url(f"**/?d={AKTO},{QUYANG}")
    wait_until(page, "() => document.querySelectorAll('.mz-compare__chosen li').length === 2")
    assert len(heads(page)) == 2
    page.locator(".mz-compare__way button").first.click()
    assert page.locator(".mz-compare__part").count() == 2
