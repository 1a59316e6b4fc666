"""``catalog.jsonld``: the catalogue of all data sets in the words of DCAT 3 (W3C) and DCAT-AP 3 (European Commission).

One file with its context inside, so that nothing has to be fetched to read it. A disclosure takes one line.
"""

from __future__ import annotations

import json
from pathlib import Path

from mingzhang.site.metadata import facts
from mingzhang.site.metadata.datasets import LICENCE, unit_id
from mingzhang.site.metadata.head import Node
from mingzhang.site.metadata.offered import Offered, stacked_tables, whole_of, whole_of_all
from mingzhang.site.packages import Unit
from mingzhang.site.site_views import OwnViews, SiteViews

CATALOGUE_FILE = "catalog.jsonld"
_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_DATA_PACKAGE = "https://specs.frictionlessdata.io/data-package/"
_TABLE_SCHEMA = "https://specs.frictionlessdata.io/table-schema/"
_CHINESE, _THEMES = f"{_EU}language/ZHO", [f"{_EU}data-theme/GOVE", f"{_EU}data-theme/ECON"]


def _iri(name: str) -> dict[str, str]:
    return {"@id": name, "@type": "@id"}


def _typed(name: str, kind: str) -> dict[str, str]:
    return {"@id": name, "@type": kind}


def _worded(name: str) -> dict[str, str]:
    return {"@id": name, "@language": "zh"}


CONTEXT: Node = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{key: _worded(f"dct:{key}") for key in ("title", "description")},
    "identifier": "dct:identifier",
    **{key: _iri(f"dct:{key}") for key in ("publisher", "creator", "language", "license", "conformsTo", "format")},
    **{key: _iri(f"dct:{key}") for key in ("spatial", "temporal", "isPartOf")},
    **{key: _typed(f"dct:{key}", "xsd:date") for key in ("issued", "modified")},
    **{key: _typed(f"dcat:{key}", "xsd:date") for key in ("startDate", "endDate")},
    **{key: _iri(f"dcat:{key}") for key in ("dataset", "distribution", "landingPage", "theme", "contactPoint")},
    **{key: _iri(f"dcat:{key}") for key in ("accessURL", "downloadURL", "mediaType")},
    "keyword": _worded("dcat:keyword"),
    "version": "dcat:version",
    "byteSize": _typed("dcat:byteSize", "xsd:nonNegativeInteger"),
    "checksum": _iri("spdx:checksum"),
    "algorithm": _iri("spdx:algorithm"),
    "checksumValue": _typed("spdx:checksumValue", "xsd:hexBinary"),
    "name": _worded("foaf:name"),
    "homepage": _iri("foaf:homepage"),
    "label": _worded("skos:prefLabel"),
}


def write_catalogue(folder: Path, site: SiteViews) -> None:
    """``catalog.jsonld`` into ``folder``, the site's top."""
    units = {json_line(notice.agent): None for notice in site.notices}
    sets = [json_line(_stacked(site)), *(json_line(notice.dataset) for notice in site.notices)]
    names = [f"{site.address}data/#dataset", *(notice.dataset["@id"] for notice in site.notices)]
    things = [json_line(thing) for thing in (_catalogue(site, names), *_common(site.address))]
    lines = ",\n".join([*things, *units, *sets])
    context = json_line(CONTEXT)
    (folder / CATALOGUE_FILE).write_text(f'{{"@context":{context},\n"@graph":[\n{lines}\n]}}\n', encoding="utf-8")


def json_line(thing: Node) -> str:
    """``thing`` as JSON without blanks."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"))


def _catalogue(site: SiteViews, sets: list[str]) -> Node:
    node: Node = {
        "@id": f"{site.address}#catalog",
        "@type": "dcat:Catalog",
        "title": facts.CATALOGUE,
        "description": facts.STACKED_DESCRIPTION,
        "publisher": f"{site.address}#mingzhang",
        "homepage": site.address,
        "language": _CHINESE,
        "license": LICENCE,
        "modified": max((notice.changed for notice in site.notices), default=""),
        "dataset": sets,
    }
    return {key: value for key, value in node.items() if value}


def _common(address: str) -> list[Node]:
    """What many entries refer to: who maintains the data, where to report, the licence."""
    contact: Node = {"@id": f"{address}#contact", "@type": "vcard:Organization"}
    return [
        {"@id": f"{address}#mingzhang", "@type": "foaf:Organization", "name": facts.SITE_NAME, "homepage": address},
        {**contact, "vcard:fn": facts.SITE_NAME, "vcard:hasURL": {"@id": f"{address}verify/#report"}},
        {"@id": LICENCE, "@type": "dct:LicenseDocument", "title": "知识共享署名 4.0"},
    ]


def agent_node(unit: Unit, address: str) -> Node:
    """A unit as the publisher of data sets."""
    homepage = f"{address}units/{unit.id}/"
    return {"@id": unit_id(unit, address), "@type": "foaf:Organization", "name": unit.name, "homepage": homepage}


def dataset_node(site: OwnViews) -> Node:
    """A disclosure as a data set of the catalogue."""
    view = site.view
    package, page = view.package, f"{site.address}{view.address}"
    start, end = facts.first_and_last_day(package)
    node: Node = {
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        "identifier": package.id,
        "title": view.name,
        "description": facts.describe(view),
        "publisher": unit_id(package.unit, site.address),
        "landingPage": page,
        "keyword": facts.keywords_of(package),
        "spatial": _place(package.unit),
        "temporal": _period(start, end),
        "issued": facts.published_on(package),
        "modified": facts.changed_on(package, site.versions),
        "version": package.version,
        "conformsTo": _DATA_PACKAGE,
        "distribution": [
            _distribution(file, site, package.licence_url or LICENCE) for file in whole_of(package, site.downloads)
        ],
    }
    return _finished(node, site.address)


def _stacked(site: SiteViews) -> Node:
    years = sorted({notice.year for notice in site.notices})
    files = whole_of_all(site.downloads) + stacked_tables(site.stacked, site.downloads)
    node: Node = {
        "@id": f"{site.address}data/#dataset",
        "@type": "dcat:Dataset",
        "identifier": "mingzhang",
        "title": facts.CATALOGUE,
        "description": facts.STACKED_DESCRIPTION,
        "publisher": f"{site.address}#mingzhang",
        "landingPage": f"{site.address}data/",
        "keyword": ["预算公开", "决算公开", "政府财政"],
        "spatial": {"@type": "dct:Location", "identifier": "CN", "label": "中国"},
        "temporal": _period(f"{years[0]}-01-01", f"{years[-1]}-12-31"),
        "version": max(notice.version for notice in site.notices),
        "conformsTo": _DATA_PACKAGE,
        "distribution": [_distribution(file, site, LICENCE) for file in files],
    }
    return _finished(node, site.address)


def _finished(node: Node, address: str) -> Node:
    """What all data sets have in common, and nothing blank."""
    node |= {"language": _CHINESE, "theme": _THEMES, "contactPoint": f"{address}#contact"}
    return {key: value for key, value in node.items() if value not in ("", [])}


def _distribution(offered: Offered, site: SiteViews | OwnViews, licence: str) -> Node:
    address = f"{site.address}data/{offered.path}"
    node: Node = {
        "@type": "dcat:Distribution",
        "title": offered.title,
        "accessURL": address,
        "downloadURL": address,
        "mediaType": f"{_IANA}{offered.media.type}",
        "byteSize": str(offered.file.size),
        "checksum": {
            "@type": "spdx:Checksum",
            "algorithm": "spdx:checksumAlgorithm_sha256",
            "checksumValue": offered.file.sha256,
        },
        "license": licence,
    }
    if offered.media.eu:
        node["format"] = f"{_EU}file-type/{offered.media.eu}"
    schema = f"schemas/stacked/{offered.resource}.json"
    if offered.resource and schema in site.downloads:
        node["conformsTo"] = [_TABLE_SCHEMA, f"{site.address}data/{schema}"]
    return node


def _place(unit: Unit) -> Node:
    """The region; ``identifier`` is its code of GB/T 2260."""
    return {"@type": "dct:Location", "identifier": unit.division_code, "label": "".join(unit.region)}


def _period(start: str, end: str) -> Node:
    return {"@type": "dct:PeriodOfTime", "startDate": start, "endDate": end}
