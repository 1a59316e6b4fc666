"""What a reader's first look costs, and that nothing jumps while it loads."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Response
from visits import Visit, address_of, read_metas

from mingzhang.project import Project

MOST_BYTES, MOST_REQUESTS = 300_000, 25
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 600);
})"""


def is_text(response: Response) -> bool:
    return any(
        word in response.headers.get("content-type", "") for word in ("html", "css", "javascript", "json", "svg")
    )


def first_load(visit: Visit, path: str) -> list[Response]:
    """What a reader who was never here gets to see the page at ``path``."""
    responses: list[Response] = []
    page = visit.browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("response", lambda response: responses.append(response))
    page.goto(visit.address + path, wait_until="networkidle")
    return responses


def test_a_disclosure_page_loads_little(project: Project, visit: Visit) -> None:
    for meta in read_metas(project):
        responses = first_load(visit, address_of(meta))
        sizes = [len(gzip.compress(item.body(), 6)) if is_text(item) else len(item.body()) for item in responses]
        assert len(responses) <= MOST_REQUESTS, [item.url for item in responses]
        assert sum(sizes) <= MOST_BYTES, (meta["disclosure_id"], sum(sizes))


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_jumps_while_a_page_loads(project: Project, visit: Visit, width: int) -> None:
    meta = read_metas(project)[0]
    paths = ("/", "/units/", "/findings/", address_of(meta), f"{address_of(meta)}projects/p01/")
    for path, page in visit.tour(paths, width):
        assert page.evaluate(SHIFT) < 0.02, path
