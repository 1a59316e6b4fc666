"""The buttons of the page 用工具读取: what they copy is the code as it stands there."""

from __future__ import annotations

from visits import Visit


def test_a_button_copies_its_block(visit: Visit) -> None:
    page = visit.open("/recipes/", permissions=["clipboard-read", "clipboard-write"])
    block = page.locator(".mz-code").nth(3)  # the first of DuckDB
    button = block.get_by_role("button", name="复制代码")
    button.click()
    block.get_by_role("button", name="已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("SELECT disclosure_id, count(*) AS targets\nFROM read_parquet('http")
    assert copied.endswith("ORDER BY targets DESC;\n")
    assert page.locator(".mz-code__copy").count() == page.locator(".mz-code pre").count() == 11


def test_code_scrolls_in_its_own_frame_on_a_phone(visit: Visit) -> None:
    page = visit.open("/recipes/", width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    wide = page.locator(".mz-code pre").nth(1)
    assert wide.evaluate("pre => pre.scrollWidth > pre.clientWidth && pre.tabIndex === 0")
    top = page.locator(".mz-code").nth(1).locator("button").bounding_box()
    code = wide.bounding_box()
    assert top and code and top["y"] + top["height"] <= code["y"] + 1, "the button covers no code"
