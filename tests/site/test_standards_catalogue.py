"""``catalog.jsonld`` is a DCAT catalogue of what the site holds, and the sitemap lists every page once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from dcat import EU, IANA, check_catalogue, read_catalogue, text
from heads import read_heads
from published import ROOT, Published
from rdflib import DCAT, FOAF, RDF, Graph, URIRef
from rdflib.namespace import DCTERMS
from tiny_packages import HOSTILE
from tiny_site import Built

from mingzhang.project import Project
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.downloads.checksums import Download, read_downloads
from mingzhang.site.metadata.catalogue import write_catalogue
from mingzhang.site.metadata.datasets import stacked_node
from mingzhang.site.metadata.facts import changed_on, published_on
from mingzhang.site.metadata.sitemap import write_sitemap
from mingzhang.site.packages import Package, describe_resource, read_descriptor, read_package
from mingzhang.site.parts.notice import keep_notice, read_notice
from mingzhang.site.site_views import Notice, OwnViews

TOP = "https://mingzhang.example/"
PLAIN = URIRef(f"{TOP}units/plain-unit/2024-budget/#dataset")
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(scope="module")
def graph(built: Built) -> Graph:
    return read_catalogue(built.project.site / "catalog.jsonld")


def test_the_catalogue_keeps_to_dcat_ap(graph: Graph) -> None:
    check_catalogue(graph)


def test_every_disclosure_and_the_whole_are_in_it(graph: Graph) -> None:
    sets = {str(thing) for thing in graph.objects(URIRef(f"{TOP}#catalog"), DCAT.dataset)}
    disclosures = {f"{TOP}units/{unit}/2024-budget/#dataset" for unit in ("plain-unit", "hostile-unit")}
    assert sets == disclosures | {f"{TOP}data/#dataset"}
    assert {str(thing) for thing in graph.subjects(RDF.type, DCAT.Dataset)} == sets


def test_a_disclosure_is_described(graph: Graph) -> None:
    assert text(graph, PLAIN, DCTERMS.identifier) == "plain-unit-2024-budget"
    assert text(graph, PLAIN, DCTERMS.title) == "某县某办公室 2024 年预算"
    assert text(graph, PLAIN, DCAT.landingPage) == f"{TOP}units/plain-unit/2024-budget/"
    assert text(graph, PLAIN, DCTERMS.modified) == "2024-03-05"
    assert text(graph, PLAIN, DCTERMS.language) == f"{EU}language/ZHO"
    (publisher,) = graph.objects(PLAIN, DCTERMS.publisher)
    assert text(graph, publisher, FOAF.name) == "某县某办公室"
    (place,), (time,) = graph.objects(PLAIN, DCTERMS.spatial), graph.objects(PLAIN, DCTERMS.temporal)
    assert text(graph, place, DCTERMS.identifier) == "653022"
    assert (text(graph, time, DCAT.startDate), text(graph, time, DCAT.endDate)) == ("2024-01-01", "2024-12-31")


def test_a_hostile_name_stays_a_name(graph: Graph) -> None:
    assert HOSTILE in {str(name) for name in graph.objects(None, FOAF.name)}


def test_distributions_are_the_published_files(built: Built, graph: Graph) -> None:
    kinds = {}
    for thing in graph.subjects(RDF.type, DCAT.Distribution):
        address = text(graph, thing, DCAT.downloadURL)
        content = (built.project.site / address.removeprefix(TOP)).read_bytes()
        assert text(graph, thing, DCAT.byteSize) == str(len(content)), address
        (checksum,) = graph.objects(thing, URIRef("http://spdx.org/rdf/terms#checksum"))
        told = text(graph, checksum, URIRef("http://spdx.org/rdf/terms#checksumValue"))
        assert told == hashlib.sha256(content).hexdigest(), address
        kinds[address.removeprefix(f"{TOP}data/")] = text(graph, thing, DCAT.mediaType).removeprefix(IANA)
    assert kinds["plain-unit-2024-budget.zip"] == "application/zip"
    assert kinds["plain-unit-2024-budget.xlsx"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert kinds["packages/plain-unit-2024-budget/datapackage.json"] == "application/vnd.datapackage+json"


@pytest.fixture(scope="module")
def real(published: Published, tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, Any]:
    """The catalogue of the real downloads, and what it was made of."""
    downloads, folder = read_downloads(published.data), tmp_path_factory.mktemp("catalogue")
    notices = [notice_of(package, folder, downloads) for package in published.read]
    stacked = [describe_resource(item) for item in read_descriptor(Project(ROOT).datapackage)["resources"]]
    site: Any = SimpleNamespace(notices=notices, stacked=stacked, downloads=downloads, address=TOP)
    write_catalogue(folder, site)
    return read_catalogue(folder / "catalog.jsonld"), site


def notice_of(package: Package, folder: Path, downloads: Mapping[str, Download], versions: Any = ()) -> Notice:
    """What the pages of a disclosure keep for the catalogue and the sitemap."""
    own = OwnViews(build_view(package, {}), {}, downloads, TOP, versions)
    keep_notice(own, [f"{own.view.address}index.html"], folder)
    return read_notice(folder)


def test_the_stacked_tables_are_offered_in_every_form_with_their_schemas(
    published: Published, real: tuple[Graph, Any]
) -> None:
    graph, _ = real
    check_catalogue(graph)
    whole = URIRef(f"{TOP}data/#dataset")
    told = {text(graph, thing, DCAT.downloadURL): thing for thing in graph.objects(whole, DCAT.distribution)}
    names = {address.removeprefix(f"{TOP}data/") for address in told}
    assert all((published.data / name).is_file() for name in names)
    assert {"mingzhang.zip", "mingzhang.xlsx", "mingzhang.sqlite", "datapackage.json"} <= names
    assert {f"tables/amounts.{form}" for form in ("csv", "json", "parquet")} <= names
    assert {"registry/disclosures.csv", "classifications/functional.parquet"} <= names
    kinds = {text(graph, thing, DCAT.mediaType).removeprefix(IANA) for thing in told.values()}
    assert {"text/csv", "application/json", "application/vnd.apache.parquet", "application/vnd.sqlite3"} <= kinds
    schemas = {str(term) for term in graph.objects(told[f"{TOP}data/tables/amounts.csv"], DCTERMS.conformsTo)}
    assert f"{TOP}data/schemas/stacked/amounts.json" in schemas
    assert (published.data / "schemas/stacked/amounts.json").is_file()


def test_the_whole_describes_itself_with_its_files(published: Published, real: tuple[Graph, Any]) -> None:
    node = stacked_node(real[1])
    assert 50 <= len(node["description"]) <= 5000
    files = {item["contentUrl"].removeprefix(f"{TOP}data/"): item for item in node["distribution"]}
    assert {"mingzhang.zip", "mingzhang.sqlite", "tables/amounts.csv", "tables/amounts.parquet"} <= set(files)
    for name, item in files.items():
        content = (published.data / name).read_bytes()
        assert (item["contentSize"], item["sha256"]) == (f"{len(content)} B", hashlib.sha256(content).hexdigest())


def test_an_entry_of_the_catalogue_stays_small(real: tuple[Graph, Any], tmp_path: Path) -> None:
    """Three thousand disclosures make a file of that many entries."""
    _, site = real
    sizes = []
    for notices in (site.notices, site.notices[1:]):
        fewer: Any = SimpleNamespace(**{**vars(site), "notices": notices})
        write_catalogue(tmp_path, fewer)
        sizes.append((tmp_path / "catalog.jsonld").stat().st_size)
    assert 0 < sizes[0] - sizes[1] < 6000


def locations(path: Path) -> dict[str, str | None]:
    """Addresses of a sitemap (or an index of them) with their days."""
    root = ElementTree.parse(path).getroot()
    found = [(item.findtext("s:loc", "", NAMES), item.findtext("s:lastmod", None, NAMES)) for item in root]
    assert len(dict(found)) == len(found), "twice the same address"
    return dict(found)


def test_the_sitemap_lists_every_page_once(built: Built) -> None:
    told = locations(built.project.site / "sitemap.xml")
    heads = read_heads(built.project.site)
    assert set(told) == {heads[name].links["canonical"][0]["href"] for name in set(heads) - {"404.html", "search/"}}
    assert not list(built.project.site.glob("sitemap*.gz"))
    robots = (built.project.site / "robots.txt").read_text()
    assert f"\nSitemap: {TOP}sitemap.xml\n" in robots and "Disallow" not in robots


def test_a_page_has_a_day_where_the_data_know_one(built: Built) -> None:
    told = locations(built.project.site / "sitemap.xml")
    dated = {address.removeprefix(TOP) for address, day in told.items() if day}
    assert dated == {page.removeprefix(TOP) for page in told if page.startswith((f"{TOP}units/p", f"{TOP}units/h"))}
    days = {page.removeprefix(TOP): day for page, day in told.items()}
    for page in ("units/plain-unit/", "units/plain-unit/2024-budget/", "units/plain-unit/2024-budget/projects/p01/"):
        assert days[page] == "2024-03-05", page  # the last of its corrections


def test_many_pages_are_split_over_several_files(tmp_path: Path) -> None:
    others = ["e/", "c&d/", "b/", "a/", ""]
    write_sitemap(tmp_path, [], [*others, "search/"], "http://h.example/x/", most=2)
    files = locations(tmp_path / "sitemap.xml")
    assert list(files) == [f"http://h.example/x/sitemap-{number}.xml" for number in (1, 2, 3)]
    pages = [page for name in files for page in locations(tmp_path / name.rpartition("/")[2])]
    assert pages == [f"http://h.example/x/{name}" for name in ("", "a/", "b/", "c&d/", "e/")]
    write_sitemap(tmp_path, [], others, "http://h.example/x/", most=5)
    assert list(locations(tmp_path / "sitemap.xml")) == pages


def test_days_come_from_corrections_and_from_when_it_was_added(built: Built, tmp_path: Path) -> None:
    package = read_package(built.project.packages / "plain-unit-2024-budget")
    assert changed_on(package) == "2024-03-05" and published_on(package) == ""
    assert changed_on(replace(package, added="2025-01-02")) == "2025-01-02"
    versions: Any = [SimpleNamespace(date="2026-03-04"), SimpleNamespace(date="")]
    assert changed_on(replace(package, added="2025-01-02"), versions) == "2026-03-04"
    bare = replace(package, resources={}, added="去年", published="2024-02")
    assert changed_on(bare) == published_on(bare) == ""
    assert notice_of(bare, tmp_path, {}).changed == ""
    assert notice_of(package, tmp_path, {}, tuple(versions)).changed == "2026-03-04"


def test_a_unit_has_the_day_of_the_last_change_below_it(built: Built, tmp_path: Path) -> None:
    package = read_package(built.project.packages / "plain-unit-2024-budget")
    notices = [
        notice_of(replace(package, year=year, added=added), tmp_path, {})
        for year, added in ((2024, "2026-03-04"), (2025, "2025-01-02"))
    ]
    write_sitemap(tmp_path, notices, ["", "units/plain-unit/"], TOP)
    assert {page.removeprefix(TOP): day for page, day in locations(tmp_path / "sitemap.xml").items()} == {
        "": None,
        "units/plain-unit/": "2026-03-04",
        "units/plain-unit/2024-budget/": "2026-03-04",
        "units/plain-unit/2025-budget/": "2025-01-02",
    }
