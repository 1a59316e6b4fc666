"""Addresses that somebody made up: every page that reads its address takes it as text, or as nothing."""

from __future__ import annotations

import pytest
from visits import READY, Visit, wait_until

PAGES = (
    "/projects/",
    "/findings/",
    "/compare/",
    "/search/",
    "/glossary/",
    "/units/",
    "/three-public/",
    "/indicators/",
    "/query/",
)
EVIL = (
    "?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&sort=__proto__&unit=constructor#%ZZ",
    "?q=%ZZ&a=%3Cscript%3Ealert(1)%3C/script%3E&ids=../../x,__proto__#%3Cimg%20onerror=alert(1)%3E",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("crafted", EVIL, ids=("unreadable-hash", "unreadable-query"))
def test_a_crafted_address_does_no_harm(visit: Visit, page: str, crafted: str) -> None:
    opened = visit.open(page + crafted)
    wait_until(opened, READY)
    assert opened.locator("img[src='x'], [onerror], article script:not([type])").count() == 0
    assert opened.locator("h1").inner_text()
