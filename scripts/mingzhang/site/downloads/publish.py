"""What the site offers for download: packages and stacked tables in every form, archives, and the index of all of it.

One function a form, from tables to files below ``site/data``. Whatever concerns one disclosure is made from that
disclosure alone and lies in its own folder; the index comes last, the checksums after it (``build``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mingzhang.project import Project
from mingzhang.site.downloads.about import About, about_all, about_package
from mingzhang.site.downloads.checksums import Download
from mingzhang.site.downloads.database import write_database
from mingzhang.site.downloads.datasette import datasette_metadata
from mingzhang.site.downloads.fiscal import write_fiscal
from mingzhang.site.downloads.guarded_package import DESCRIPTOR, describe_published, publish_files, to_json
from mingzhang.site.downloads.index import write_index, write_package_index
from mingzhang.site.downloads.notes import NOTES, write_notes
from mingzhang.site.downloads.parquet import write_parquet
from mingzhang.site.downloads.records import write_json
from mingzhang.site.downloads.schemas import write_schemas
from mingzhang.site.downloads.tables import Table, file_table, package_tables, without_suffix
from mingzhang.site.downloads.workbook import table_workbook, whole_workbook
from mingzhang.site.downloads.zips import write_zip
from mingzhang.site.packages import Package, describe_resource

WHOLE = "mingzhang"
_IN_REPOSITORY = "data/"
"""Before the paths of the root descriptor's resources; on the site it stands beside them."""
_IN_ZIP = frozenset({".csv", ".txt", ".md", ".cff"})
Write = Callable[[Table, About, Path], None]


def _as_json(table: Table, about: About, path: Path) -> None:
    write_json(table, path)


def _as_parquet(table: Table, about: About, path: Path) -> None:
    item = table.resource
    own = {"name": item.name, "resource_title": item.title, "resource_title_en": item.title_en}
    write_parquet(table, {**own, "description": item.description, **about.metadata()}, path)


def _as_workbook(table: Table, about: About, path: Path) -> None:
    path.write_bytes(table_workbook(table, about))


FORMS: dict[str, Write] = {"json": _as_json, "parquet": _as_parquet, "xlsx": _as_workbook}
"""The forms of one table besides its CSV, by the ending of their files."""
STACKED_FORMS = ("json", "parquet")
"""Of a stacked table; its sheet is in the workbook of everything."""


def write_downloads(project: Project, packages: Sequence[Package], folder: Path, address: str) -> None:
    """Everything to download into ``folder`` (the site's ``data``) but its checksums.

    ``address`` is where the site is published, absolute, ending with ``/``: what leaves the site names its place.
    """
    licence = _licence(project)
    write_schemas(folder / "schemas")
    for package in packages:
        write_package(package, folder, address, licence)
    descriptor = _read_json(project.datapackage) if project.datapackage.is_file() else {}
    write_fiscal(packages, folder / "fiscal", str(descriptor.get("version") or ""))
    about = about_all(descriptor, packages, address)
    tables = _write_stacked(project, descriptor, about, folder, licence)
    if tables:
        write_database(tables, about, folder / f"{WHOLE}.sqlite")
        metadata = datasette_metadata(tables, about, WHOLE)
        (folder / f"{WHOLE}-metadata.json").write_text(metadata, encoding="utf-8")
        (folder / f"{WHOLE}.xlsx").write_bytes(whole_workbook(tables, about))
    write_zip(folder, _of_everything(folder, packages), folder / f"{WHOLE}.zip")
    write_index(folder, packages, about, tables, address)


def write_package(package: Package, folder: Path, address: str, licence: str = "") -> dict[str, Download]:
    """The ``package`` in every form: ``packages/<id>/…``, ``<id>.zip``, ``<id>.xlsx``, and the index of these.

    Made from this package alone. A resource without rows has its CSV only; of what all disclosures share the other
    forms are beside the stacked tables.
    """
    target = folder / "packages" / package.id
    about, tables = about_package(package, address), package_tables(package)
    descriptor = _read_json(package.folder / DESCRIPTOR)
    files = publish_files(package.folder, target, descriptor)
    formats = {}
    for table in tables:
        forms = tuple(FORMS) if table.is_of_document and table.count else ()
        formats[table.resource.path] = _write_forms(table, about, folder, forms, address)
    told = describe_published(descriptor, files, formats)
    (target / DESCRIPTOR).write_text(to_json(told), encoding="utf-8")
    write_notes(about, tables, licence, target)
    write_zip(target, _of_package(target), folder / f"{package.id}.zip")
    (folder / f"{package.id}.xlsx").write_bytes(whole_workbook(tables, about))
    write_package_index(folder, package, about, tables, address)
    from mingzhang.site.downloads.checksums import read_downloads
    return read_downloads(folder)


def _write_stacked(
    project: Project, descriptor: dict[str, Any], about: About, folder: Path, licence: str
) -> list[Table]:
    """The stacked tables and what all packages share, with their descriptor and notes; returns the tables."""
    items = descriptor.get("resources", [])
    bare = {"resources": [{**item, "path": item["path"].removeprefix(_IN_REPOSITORY)} for item in items]}
    files: dict[str, Download] = {}
    for source in (project.tables, project.classifications, project.audit, project.registry):
        if source.is_dir():
            files |= publish_files(source, folder / source.name, bare, f"{source.name}/")
    tables, formats = [], {}
    for item, path in zip(items, (item["path"] for item in bare["resources"]), strict=True):
        table = file_table(describe_resource(item), project.root / item["path"], without_suffix(path))
        formats[path] = _write_forms(table, about, folder, STACKED_FORMS, about.data.removesuffix("data/"))
        tables.append(table)
    if descriptor:
        text = to_json(describe_published(descriptor | bare, files, formats))
        (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
        write_notes(about, tables, licence, folder)
    return tables


def _write_forms(table: Table, about: About, folder: Path, forms: Sequence[str], address: str) -> dict[str, str]:
    """``table`` in each of ``forms`` beside its CSV; returns the address of every form."""
    addresses = {"csv": f"{address}data/{table.base}.csv"}
    for form in forms:
        path = folder / f"{table.base}.{form}"
        path.parent.mkdir(parents=True, exist_ok=True)
        FORMS[form](table, about.of_table(table.resource.name), path)
        addresses[form] = f"{address}data/{table.base}.{form}"
    return addresses


def _of_package(folder: Path) -> Iterator[Path]:
    """What an archive holds of the package in ``folder``: its CSVs, what describes them, and the source's text."""
    return (path for path in files_of(folder) if path.suffix in _IN_ZIP or path.name == DESCRIPTOR)


def _of_everything(folder: Path, packages: Sequence[Package]) -> Iterator[Path]:
    """What the archive of everything holds: stacked and shared tables, schemas, the fiscal view, every package."""
    for name in (DESCRIPTOR, *NOTES, "tables", "classifications", "audit", "registry", "fiscal"):
        yield from _of_package(folder / name)
    yield from files_of(folder / "schemas")
    for package in packages:
        yield from _of_package(folder / "packages" / package.id)


def _licence(project: Project) -> str:
    """The text of the data's licence; blank when the project holds none."""
    path = project.root / "data" / "LICENSE.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _read_json(path: Path) -> dict[str, Any]:
    descriptor: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return descriptor


def files_of(path: Path) -> list[Path]:
    """The files at or below ``path``; none when it is not there."""
    return [path] if path.is_file() else [found for found in path.rglob("*") if found.is_file()]
