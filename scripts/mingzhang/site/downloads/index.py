"""The machine-readable index of everything to download: one of what is stacked, one a disclosure.

``data/index.json`` names every file that is not a disclosure's own, and the index of each disclosure
(``data/packages/<id>/index.json``), which names that disclosure's files: nobody has to load a list of all files of
thousands of disclosures. Both have one form (``index_schema``). What no index names are the indices and the list of
checksums, which hold the hashes of the files, and the page that shows them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mingzhang.site.downloads.about import About, page_of
from mingzhang.site.downloads.checksums import INDEX, SUMS, Download, Outlet
from mingzhang.site.downloads.guarded_package import to_json
from mingzhang.site.downloads.index_entries import Place, file_entries
from mingzhang.site.downloads.index_schema import SCHEMA, index_schema
from mingzhang.site.downloads.tables import Table
from mingzhang.site.packages import Package, PackageHead

_PACKAGES, _VERSIONS = "packages/", "versions/"
Own = tuple[PackageHead, Download]
"""A disclosure and its own index."""


def write_package_index(outlet: Outlet, package: Package, about: About, tables: Sequence[Table], site: str) -> None:
    """``packages/<id>/index.json``: every file of ``package`` that ``outlet`` holds, and its earlier versions there.

    ``site`` is the site's absolute address. Only this disclosure's own files are looked at.
    """
    for path in sorted((outlet.folder / _VERSIONS / package.id).rglob("*")):
        name = path.relative_to(outlet.folder).as_posix()
        if path.is_file() and name not in outlet.files:
            outlet.add(name)
    place = Place(site, outlet.folder, package.id)
    told = {"disclosure_id": package.id, "page": about.page}
    files = file_entries(outlet.files, tables, place)
    outlet.write(index_name(package.id), to_json({**_head(about, site), **told, "files": files}))


def write_index(outlet: Outlet, own: Iterable[Own], about: About, tables: Sequence[Table], site: str) -> None:
    """``index.json``: the files of ``outlet``, which are of all disclosures together, and the index of each.

    ``own`` are the disclosures with the size and hash of their indices. Its JSON Schema is written beside it.
    """
    outlet.write(SCHEMA, to_pretty(index_schema(f"{site}data/{SCHEMA}")))
    told = {
        "checksums": {"path": SUMS, "url": f"{site}data/{SUMS}"},
        "files": file_entries(outlet.files, tables, Place(site, outlet.folder)),
        "disclosures": [_disclosure(package, file, site) for package, file in own],
    }
    outlet.write(INDEX, to_json({**_head(about, site), **told}))


def _head(about: About, site: str) -> dict[str, Any]:
    return {
        "schema": f"{site}data/{SCHEMA}",
        "name": about.name,
        "title": about.title,
        "version": about.version,
        "licence": {"name": about.licence, "url": about.licence_address or None},
        "citation": about.citation,
        "site": site,
    }


def index_name(id: str) -> str:
    """Where the index of a disclosure is."""
    return f"{_PACKAGES}{id}/{INDEX}"


def _disclosure(package: PackageHead, file: Download, site: str) -> dict[str, Any]:
    name = index_name(package.id)
    return {
        "disclosure_id": package.id,
        "title": package.title,
        "unit": package.unit.name,
        "division_code": package.unit.division_code or None,
        "year": package.year,
        "kind": package.kind,
        "page": site + page_of(package),
        "path": name,
        "url": f"{site}data/{name}",
        "bytes": file.size,
        "sha256": file.sha256,
    }


def to_pretty(told: Mapping[str, Any]) -> str:
    """JSON to be read by people, too."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
