"""What a page says of itself to search engines, link previews and programs."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from heads import Head, read_heads
from rdflib import Graph, URIRef
from rdflib.namespace import RDF
from tiny_packages import HOSTILE
from tiny_site import Built

TOP = "https://mingzhang.example/"  # as mkdocs.yml has it
PLAIN, HOSTILE_PAGE = "units/plain-unit/2024-budget/", "units/hostile-unit/2024-budget/"
SCHEMA = "https://schema.org/"
# The terms of schema.org that we may use, copied by eye from schema.org: types and their properties.
DATASET = (
    "name alternateName description url identifier version inLanguage isAccessibleForFree license creator publisher "
    "maintainer temporalCoverage spatialCoverage keywords variableMeasured creditText datePublished dateModified "
    "includedInDataCatalog isBasedOn distribution"
)
TERMS = {
    "Dataset": DATASET,
    "DataCatalog": "name description url inLanguage license isAccessibleForFree provider dataset encoding",
    "DataDownload": "name encodingFormat contentUrl contentSize sha256",
    "MediaObject": "encodingFormat contentUrl",
    "WebSite": "name url inLanguage potentialAction",
    "SearchAction": "target query-input",
    "GovernmentOrganization": "name url areaServed",
    "Organization": "name url",
    "AdministrativeArea": "name identifier address",
    "Country": "name identifier",
    "PostalAddress": "addressCountry",
    "PropertyValue": "propertyID value",
    "CreativeWork": "name",
    "BreadcrumbList": "itemListElement",
    "ListItem": "position name item",
}


@pytest.fixture(scope="module")
def heads(built: Built) -> dict[str, Head]:
    return read_heads(built.project.site)


def things(value: Any) -> Iterator[dict[str, Any]]:
    """Every object that has a type, wherever it stands."""
    if isinstance(value, list):
        for item in value:
            yield from things(item)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            yield from things(item)


def test_every_page_but_404_has_one_canonical_address(heads: dict[str, Head]) -> None:
    assert len(heads) > 25
    for name, head in heads.items():
        told = [link["href"] for link in head.links.get("canonical", [])]
        assert told == ([] if name == "404.html" else [TOP + name]), name
        assert head.meta.get("og:url", []) == told, name


def test_every_page_has_a_description_of_its_own(heads: dict[str, Head]) -> None:
    told = {name: head.meta["description"] for name, head in heads.items() if name != "404.html"}
    assert all(len(texts) == 1 and 20 <= len(texts[0]) <= 300 for texts in told.values()), told
    assert len({texts[0] for texts in told.values()}) == len(told), "two pages say the same"
    for name, texts in told.items():
        assert heads[name].meta["og:description"] == texts, name


def test_a_disclosure_describes_itself_in_its_own_figures(heads: dict[str, Head]) -> None:
    assert heads[PLAIN].meta["description"][0].startswith("某县某办公室 2024 年收支总预算 1,200.50 万元")
    assert "某县某办公室" in heads["units/plain-unit/"].meta["description"][0]
    hostile = [text for head in heads.values() for text in head.meta["description"] if "alert" in text]
    assert hostile and not any(sign in text for text in hostile for sign in '<>"')


def test_link_previews_have_all_they_ask_for(built: Built, heads: dict[str, Head]) -> None:
    for name, head in heads.items():
        asked = ("og:title", "og:type", "og:url", "og:image", "og:site_name", "og:locale", "twitter:card")
        told = [head.meta.get(key, []) for key in asked]
        assert [len(values) for values in told] == ([0] * 7 if name == "404.html" else [1] * 7), name
    assert heads[PLAIN].meta["og:title"] == ["某县某办公室 2024 年预算"]
    assert heads[""].meta["og:type"] == ["website"] and heads[PLAIN].meta["og:type"] == ["article"]
    image = (built.project.site / heads[""].meta["og:image"][0].removeprefix(TOP)).read_bytes()
    assert image[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", image[16:24]) == (1200, 630)


def test_a_page_names_its_data_and_the_feed(built: Built, heads: dict[str, Head]) -> None:
    for name, package in ((PLAIN, "packages/plain-unit-2024-budget/datapackage.json"),):
        by_type = {link["type"]: link["href"] for link in heads[name].links["alternate"]}
        assert urljoin(TOP + name, by_type["application/vnd.datapackage+json"]) == f"{TOP}data/{package}"
        assert urljoin(TOP + name, by_type["application/atom+xml"]) == f"{TOP}feed.xml"
    (catalogue,) = (link for link in heads[""].links["alternate"] if link["type"] == "application/ld+json")
    assert (built.project.site / catalogue["href"]).is_file()


def test_only_terms_of_schema_org_are_used(heads: dict[str, Head]) -> None:
    count = 0
    for name, head in heads.items():
        for told in head.structured:
            assert set(told) == {"@context", "@graph"} and told["@context"] == "https://schema.org"
            for thing in things(told["@graph"]):
                used = {key for key in thing if not key.startswith("@")}
                assert used <= set(TERMS[thing["@type"]].split()), (name, thing["@type"])
                count += 1
    assert count > 100


@pytest.mark.parametrize("page", [PLAIN, HOSTILE_PAGE, "data/"])
def test_a_dataset_has_what_google_asks_for(built: Built, heads: dict[str, Head], page: str) -> None:
    node = heads[page].node("Dataset")
    assert node["name"] and 50 <= len(node["description"]) <= 5000  # the two that are required, and their bounds
    assert node["url"] == TOP + page and node["license"].startswith("https://creativecommons.org/licenses/by/4.0")
    assert node["isAccessibleForFree"] is True and node["temporalCoverage"] == "2024-01-01/2024-12-31"
    assert node["creator"]["name"] and node["includedInDataCatalog"]["name"]
    formats = [file["encodingFormat"] for file in node["distribution"]]
    assert formats[0] == "application/zip"
    for file in node["distribution"]:
        content = (built.project.site / file["contentUrl"].removeprefix(TOP)).read_bytes()
        assert file["contentSize"] == f"{len(content)} B", file
        assert file["sha256"] == hashlib.sha256(content).hexdigest(), file


def test_a_disclosure_says_who_where_and_when(heads: dict[str, Head]) -> None:
    node = heads[PLAIN].node("Dataset")
    assert node["identifier"] == "plain-unit-2024-budget" and node["name"] == "某县某办公室 2024 年预算"
    assert node["creator"]["@type"] == "GovernmentOrganization" and node["creator"]["name"] == "某县某办公室"
    assert node["publisher"]["@id"] == node["creator"]["@id"] == f"{TOP}units/plain-unit/#unit"
    assert heads["units/plain-unit/"].node("GovernmentOrganization")["@id"] == node["creator"]["@id"]
    place = node["spatialCoverage"]
    assert place["name"] == "某省某县"
    assert (place["identifier"]["propertyID"], place["identifier"]["value"]) == ("GB/T 2260", "653022")
    assert node["dateModified"] == "2024-03-05"  # the last of its corrections
    assert "datePublished" not in node  # nobody noted it
    csv = [
        file["contentUrl"].rpartition("/")[2] for file in node["distribution"] if file["encodingFormat"] == "text/csv"
    ]
    assert {"summary.csv", "projects.csv"} <= set(csv) and "fund_expenditure.csv" not in csv  # an empty table


def test_a_hostile_name_is_only_a_name(heads: dict[str, Head]) -> None:
    assert heads[HOSTILE_PAGE].node("Dataset")["creator"]["name"] == HOSTILE
    assert "</script>" in HOSTILE and len(heads[HOSTILE_PAGE].structured) == 1


def test_structured_data_is_json_ld(heads: dict[str, Head]) -> None:
    """Read with rdflib; schema.org's context would be fetched, so that of one vocabulary stands in its place."""
    told = heads[PLAIN].structured[0] | {"@context": {"@vocab": SCHEMA}}
    graph = Graph().parse(data=json.dumps(told), format="json-ld")
    dataset = URIRef(f"{TOP}{PLAIN}#dataset")
    assert (dataset, RDF.type, URIRef(f"{SCHEMA}Dataset")) in graph
    assert len(list(graph.objects(dataset, URIRef(f"{SCHEMA}distribution")))) > 5


def test_breadcrumbs_lead_from_the_first_page_down(heads: dict[str, Head]) -> None:
    def crumbs(page: str) -> list[tuple[int, str, str]]:
        items = heads[page].node("BreadcrumbList")["itemListElement"]
        return [(item["position"], item["name"], item["item"].removeprefix(TOP)) for item in items]

    above = [(1, "首页", ""), (2, "单位", "units/"), (3, "某县某办公室", "units/plain-unit/")]
    disclosure = [*above, (4, "某县某办公室 2024 年预算", PLAIN)]
    assert crumbs("units/plain-unit/") == above
    assert crumbs(PLAIN) == disclosure
    assert crumbs(f"{PLAIN}source/")[:4] == disclosure and len(crumbs(f"{PLAIN}projects/p01/")) == 5
    for name, head in heads.items():
        if "BreadcrumbList" in head.kinds:
            assert all(item[2] in heads for item in crumbs(name)), name


def test_the_first_page_names_the_catalogue_not_each_disclosure(heads: dict[str, Head]) -> None:
    catalogue = heads[""].node("DataCatalog")
    assert catalogue["dataset"] == [{"@id": f"{TOP}data/#dataset"}] and catalogue["name"]
    assert heads[""].node("WebSite")["potentialAction"]["target"] == f"{TOP}search/?q={{query}}"
