"""The machine-readable index of everything to download: one of what is stacked, one a disclosure.

``data/index.json`` names every file that is not a disclosure's own, and the index of each disclosure
(``data/packages/<id>/index.json``), which names that disclosure's files: nobody has to load a list of all files of
thousands of disclosures. Both have one form (``index_schema``). What no index names are the indices and the list of
checksums, which hold the hashes of the files, and the page that shows them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mingzhang.site.downloads.about import About, page_of
from mingzhang.site.downloads.checksums import SUMS, measure_file
from mingzhang.site.downloads.index_entries import Place, file_entries
from mingzhang.site.downloads.index_schema import SCHEMA, index_schema
from mingzhang.site.downloads.tables import Table
from mingzhang.site.packages import Package

INDEX = "index.json"
_PACKAGES, _SCHEMAS, _VERSIONS = "packages/", "schemas/", "versions/"


def write_package_index(folder: Path, package: Package, about: About, tables: Sequence[Table], site: str) -> None:
    """``packages/<id>/index.json`` below ``folder`` (the site's ``data``): every file of ``package``, by path.

    ``site`` is the site's absolute address. Only this disclosure's own files are looked at.
    """
    found = [folder / f"{package.id}.zip", folder / f"{package.id}.xlsx"]
    for own in (_PACKAGES, _VERSIONS):
        found += (folder / own / package.id).rglob("*")
    target = folder / _PACKAGES / package.id / INDEX
    place = Place(site, _SCHEMAS, package.id)
    files = file_entries(folder, (path for path in found if path != target), tables, place)
    told = {"disclosure_id": package.id, "page": about.page}
    _write(target, {**_head(about, site), **told, "files": files})


def write_index(folder: Path, packages: Sequence[Package], about: About, tables: Sequence[Table], site: str) -> None:
    """``index.json`` in ``folder``, the site's ``data``: files of all disclosures together, and each one's index.

    The indices of the ``packages`` must be there. Its JSON Schema is written beside it.
    """
    (folder / SCHEMA).write_text(_to_json(index_schema(f"{site}data/{SCHEMA}")), encoding="utf-8")
    own = {name for package in packages for name in (f"{package.id}.zip", f"{package.id}.xlsx")}
    own |= {f"{place}{package.id}" for package in packages for place in (_PACKAGES, _VERSIONS)}
    told = {
        "checksums": {"path": SUMS, "url": f"{site}data/{SUMS}"},
        "files": file_entries(folder, _walk(folder, own | {INDEX, SUMS}), tables, Place(site, f"{_SCHEMAS}stacked/")),
        "disclosures": [_disclosure(folder, package, site) for package in packages],
    }
    _write(folder / INDEX, {**_head(about, site), **told})


def _walk(folder: Path, without: set[str]) -> Iterable[Path]:
    """The files below ``folder``; what ``without`` names is passed over, whole folders unopened."""
    places = [folder]
    while places:
        for path in places.pop().iterdir():
            if path.relative_to(folder).as_posix() not in without:
                if path.is_dir():
                    places.append(path)
                else:
                    yield path


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


def _disclosure(folder: Path, package: Package, site: str) -> dict[str, Any]:
    name = f"{_PACKAGES}{package.id}/{INDEX}"
    file = measure_file(folder / name)
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


def _write(path: Path, index: Mapping[str, Any]) -> None:
    path.write_text(_to_json(index), encoding="utf-8")


def _to_json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
