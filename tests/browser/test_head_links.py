"""What the head of a page names is there for programs: no reader's browser fetches it."""

from __future__ import annotations

from visits import Visit, address_of, read_metas

from mingzhang.project import Project


def test_no_page_fetches_the_sitemap_the_feed_or_the_catalogue(project: Project, visit: Visit) -> None:
    """Material's script would take ``link[rel=alternate]`` for translations and load the sitemap, which grows."""
    page = visit.open("/about/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/data/", address_of(read_metas(project)[0])):
        page.goto(visit.address + path, wait_until="networkidle")
        assert page.locator('link[rel~="alternate"][type="application/atom+xml"]').count() == 1
    names = [address.rpartition("/")[2] for address in asked]
    assert "main.js" in names
    assert not [name for name in names if name.endswith((".xml", ".jsonld")) or name == "datapackage.json"]
