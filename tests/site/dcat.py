"""What DCAT-AP 3 asks of a catalogue, checked on its graph with rdflib (typed from the specification's tables)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rdflib import DCAT, FOAF, RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, XSD
from rdflib.term import Literal, Node

SPDX = Namespace("http://spdx.org/rdf/terms#")
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
# Mandatory and recommended properties of each class.
ASKED = {
    DCAT.Catalog: (
        [DCTERMS.title, DCTERMS.description, DCTERMS.publisher],
        [DCTERMS.language, DCTERMS.license, FOAF.homepage, DCAT.dataset],
    ),
    DCAT.Dataset: (
        [DCTERMS.title, DCTERMS.description],
        [
            *(DCAT.contactPoint, DCAT.distribution, DCAT.keyword, DCAT.theme),
            *(DCTERMS.publisher, DCTERMS.spatial, DCTERMS.temporal),
        ],
    ),
    DCAT.Distribution: ([DCAT.accessURL], [DCTERMS.license, DCAT.mediaType, DCAT.byteSize, SPDX.checksum]),
    FOAF.Organization: ([FOAF.name], []),
    SPDX.Checksum: ([SPDX.algorithm, SPDX.checksumValue], []),
}
# What must be a literal of which type, or (None) something with an address.
RANGES = {
    DCTERMS.issued: XSD.date,
    DCTERMS.modified: XSD.date,
    DCAT.startDate: XSD.date,
    DCAT.endDate: XSD.date,
    DCAT.byteSize: XSD.nonNegativeInteger,
    SPDX.checksumValue: XSD.hexBinary,
    **dict.fromkeys([DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType, DCAT.landingPage, DCAT.theme, FOAF.homepage]),
    **dict.fromkeys([DCTERMS.license, DCTERMS.language, DCTERMS.format, DCTERMS.publisher, DCTERMS.conformsTo]),
}


def read_catalogue(path: Path) -> Graph:
    """Its graph; the context must be inside, so that reading it fetches nothing."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(told["@context"], dict), "a context elsewhere would have to be fetched"
    return Graph().parse(data=path.read_text(encoding="utf-8"), format="json-ld")


def check_catalogue(graph: Graph) -> None:
    """Every class with what it must and should have, every value of its kind, nothing that is only pointed at."""
    for kind, (mandatory, recommended) in ASKED.items():
        found = list(graph.subjects(RDF.type, kind))
        assert found, f"nothing is a {kind}"
        for thing in found:
            missing = [term for term in (*mandatory, *recommended) if (thing, term, None) not in graph]
            assert not missing, (thing, missing)
    for term, kind in RANGES.items():
        for value in graph.objects(None, term):
            assert isinstance(value, URIRef) if kind is None else isinstance(value, Literal), (term, value)
            if isinstance(value, Literal):
                assert value.datatype == kind and not value.ill_typed, (term, value)
    for term in (DCAT.dataset, DCAT.distribution, DCTERMS.publisher, DCAT.contactPoint, DCTERMS.spatial):
        for thing in graph.objects(None, term):
            assert (thing, RDF.type, None) in graph, f"{thing} is named by {term}, and nothing says what it is"
    for term in graph.predicates():
        assert str(term).startswith(("http://www.w3.org/", "http://purl.org/dc/", "http://xmlns.com/", str(SPDX))), term


def text(graph: Graph, thing: Node, term: URIRef) -> str:
    """The one value of ``term``."""
    (value,) = graph.objects(thing, term)
    return str(value)
