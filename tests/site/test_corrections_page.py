"""Corrections on the page of their disclosure and on the list of all, and the page on how to check."""

from __future__ import annotations

import re

from tiny_site import Built


def test_a_disclosure_tells_its_corrections(built: Built) -> None:
    page = built.page("units/plain-unit/2024-budget")
    assert '<a class="mz-tag" href="#corrections">有 2 处更正</a>' in page
    assert re.search(r"2024-03-05</time><span[^>]*>更正已发布的数据</span>", page)
    assert "<del>12</del> → <ins>21</ins>" in page and "为什么：版式不认识" in page


def test_all_corrections_are_listed_the_newest_first(built: Built) -> None:
    page = built.page("corrections")
    assert re.findall(r'<time datetime="([^"]+)"', page) == ["2024-03-05", "2024-03-05", "2024-03-01", "2024-03-01"]
    assert 'href="../units/plain-unit/2024-budget/source/#L66"' in page


def test_every_page_leads_to_how_to_check_and_report(built: Built) -> None:
    assert 'href="verify/">如何核对</a><a href="verify/#report"' in built.page("")
    for page in ("units/plain-unit/2024-budget", "data", "findings"):
        assert re.search(r'href="[./]*verify/#report">发现错误', built.page(page)), page
    assert 'href="../data/SHA256SUMS"' in built.page("verify") and 'id="report"' in built.page("verify")
