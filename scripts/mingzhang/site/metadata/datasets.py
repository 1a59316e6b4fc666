"""Disclosures, units and the whole as schema.org describes them (``Dataset``: Google's guide to structured data)."""

from __future__ import annotations

from mingzhang.site.downloads.about import citation
from mingzhang.site.metadata import facts
from mingzhang.site.metadata.head import Node
from mingzhang.site.metadata.offered import Offered, stacked_tables, tables_of, whole_of, whole_of_all
from mingzhang.site.packages import Unit
from mingzhang.site.site_views import OwnViews, SiteViews

_STACKED_FORMS = ("text/csv", "application/vnd.apache.parquet")
_LANGUAGE = "zh-CN"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of the data as a whole (``data/LICENSE.md``); a disclosure's package names its own."""


def disclosure_node(site: OwnViews) -> Node:
    """The ``Dataset`` of a disclosure, on its page."""
    view = site.view
    package = view.package
    files = whole_of(package, site.downloads) + tables_of(package, site.downloads)
    node: Node = {
        "@type": "Dataset",
        "@id": f"{site.address}{view.address}#dataset",
        "name": view.name,
        "alternateName": package.title,
        "description": facts.describe(view),
        "url": f"{site.address}{view.address}",
        "identifier": package.id,
        "version": package.version,
        "inLanguage": _LANGUAGE,
        "isAccessibleForFree": True,
        "license": package.licence_url or LICENCE,
        "creator": unit_node(package.unit, site.address),
        "publisher": {"@id": unit_id(package.unit, site.address)},
        "maintainer": _maintainer(site.address),
        "temporalCoverage": "/".join(facts.first_and_last_day(package)),
        "spatialCoverage": place_node(package.unit),
        "keywords": facts.keywords_of(package),
        "variableMeasured": [section.title for section in view.statements if section.in_money],
        "creditText": citation(package),
        "datePublished": facts.published_on(package),
        "dateModified": facts.changed_on(package, site.versions),
        "includedInDataCatalog": _catalogue_link(site.address),
        "isBasedOn": {"@type": "CreativeWork", "name": package.title},
        "distribution": [_download(file, site.address) for file in files],
    }
    return {key: value for key, value in node.items() if value not in ("", [])}


def stacked_node(site: SiteViews) -> Node:
    """The ``Dataset`` of all disclosures together, on the page of downloads."""
    tables = [file for file in stacked_tables(site.stacked, site.downloads) if file.media.type in _STACKED_FORMS]
    years = sorted({notice.year for notice in site.notices})
    return {
        "@type": "Dataset",
        "@id": f"{site.address}data/#dataset",
        "name": facts.CATALOGUE,
        "description": facts.STACKED_DESCRIPTION,
        "url": f"{site.address}data/",
        "identifier": "mingzhang",
        "version": max(notice.version for notice in site.notices),
        "inLanguage": _LANGUAGE,
        "isAccessibleForFree": True,
        "license": LICENCE,
        "creator": _maintainer(site.address),
        "temporalCoverage": f"{years[0]}-01-01/{years[-1]}-12-31",
        "spatialCoverage": {"@type": "Country", "name": "中国", "identifier": "CN"},
        "keywords": ["预算公开", "决算公开", "政府财政", "“三公”经费", "绩效目标"],
        "variableMeasured": [table.title for table in site.stacked if any(f.unit == "万元" for f in table.fields)],
        "includedInDataCatalog": _catalogue_link(site.address),
        "distribution": [_download(file, site.address) for file in whole_of_all(site.downloads) + tables],
    }


def catalogue_nodes(site: SiteViews) -> tuple[Node, ...]:
    """The site and its ``DataCatalog``, on the first page; it names the whole, not each disclosure."""
    about: Node = {
        "@type": "DataCatalog",
        "@id": f"{site.address}#catalog",
        "name": facts.CATALOGUE,
        "description": facts.STACKED_DESCRIPTION,
        "url": site.address,
        "inLanguage": _LANGUAGE,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "provider": _maintainer(site.address),
        "dataset": [{"@id": f"{site.address}data/#dataset"}],
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "application/ld+json",
            "contentUrl": f"{site.address}catalog.jsonld",
        },
    }
    web: Node = {
        "@type": "WebSite",
        "@id": f"{site.address}#site",
        "name": facts.SITE_NAME,
        "url": site.address,
        "inLanguage": _LANGUAGE,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{site.address}search/?q={{query}}",
            "query-input": "required name=query",
        },
    }
    return web, about


def unit_id(unit: Unit, address: str) -> str:
    """The identifier of a unit: a place on its page."""
    return f"{address}units/{unit.id}/#unit"


def unit_node(unit: Unit, address: str) -> Node:
    """A unit as a ``GovernmentOrganization``."""
    return {
        "@type": "GovernmentOrganization",
        "@id": unit_id(unit, address),
        "name": unit.name,
        "url": f"{address}units/{unit.id}/",
        "areaServed": place_node(unit),
    }


def place_node(unit: Unit) -> Node:
    """The region with its code of GB/T 2260."""
    code = {"@type": "PropertyValue", "propertyID": "GB/T 2260", "value": unit.division_code}
    place: Node = {"@type": "AdministrativeArea", "name": "".join(unit.region)}
    return {**place, "identifier": code, "address": {"@type": "PostalAddress", "addressCountry": "CN"}}


def _maintainer(address: str) -> Node:
    return {"@type": "Organization", "@id": f"{address}#mingzhang", "name": facts.SITE_NAME, "url": address}


def _catalogue_link(address: str) -> Node:
    return {"@type": "DataCatalog", "@id": f"{address}#catalog", "name": facts.CATALOGUE, "url": address}


def _download(offered: Offered, address: str) -> Node:
    return {
        "@type": "DataDownload",
        "name": offered.title,
        "encodingFormat": offered.media.type,
        "contentUrl": f"{address}data/{offered.path}",
        "contentSize": f"{offered.file.size} B",
        "sha256": offered.file.sha256,
    }
